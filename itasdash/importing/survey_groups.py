"""Both surveys of many snapshots, counted together: once for a fiscal year instead of at each look.

Whatever is counted of a survey takes its time for the asking and little for the rows, so that both
surveys of all snapshots, and where it is asked for all provinces, are counted at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from itasdash.metrics.sums import Tallied
from itasdash.metrics.survey_sums import survey_groups_of
from itasdash.schema import INSTRUMENTS

_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class SurveyGroups:
    """The groups of both surveys at many moments, as :func:`count_survey_groups` counts them."""

    _rows: pd.DataFrame
    _moments: pd.DatetimeIndex
    # None where they are not counted apart.
    _provinces: tuple[str, ...] | None
    # Of each row the moment, the survey and the province that it is about, in one number.
    _cases: _Numbers

    def at(self, moment: datetime) -> pd.DataFrame:
        """Return the groups of one snapshot.

        Returns:
            ``instrument``, ``of_province`` where provinces were counted apart, and the columns of
            :func:`itasdash.metrics.surveys.surveys`; no row where the moment was not counted.
        """
        [first] = self._cases_of([moment])
        last = first + len(INSTRUMENTS) * self._apart if first >= 0 else first
        start, end = np.searchsorted(self._cases, [first, last])
        rows = self._rows.iloc[start:end].reset_index(drop=True)
        survey, place = np.divmod(self._cases[start:end] - first, self._apart)
        if self._provinces is not None:
            rows.insert(0, "of_province", np.array(self._provinces, dtype="object")[place])
        rows.insert(0, "instrument", np.array(INSTRUMENTS, dtype="object")[survey])
        return rows

    def over(
        self, moments: Iterable[datetime], instrument: str, province_code: str = ""
    ) -> pd.DataFrame:
        """Return the groups of one survey at some moments, as ``surveys_of`` does, with ``as_of``.

        Args:
            moments: in order; those that were not counted are left out.
            instrument: one of :data:`itasdash.schema.INSTRUMENTS`.
            province_code: which province, where these were counted apart.
        """
        place = 0
        if self._provinces is not None:
            if province_code not in self._provinces:
                return self._rows.iloc[:0].assign(as_of=self._moments[:0])
            place = self._provinces.index(province_code)
        cases = self._cases_of(moments, INSTRUMENTS.index(instrument), place)
        starts = np.searchsorted(self._cases, cases)
        ends = np.searchsorted(self._cases, cases, side="right")
        found = np.concatenate(
            [np.arange(0), *(np.arange(a, b) for a, b in zip(starts, ends, strict=True))]
        )
        rows = self._rows.iloc[found].reset_index(drop=True)
        numbers = self._cases[found] // (len(INSTRUMENTS) * self._apart)
        return rows.assign(as_of=self._moments[numbers])

    @property
    def _apart(self) -> int:
        return max(len(self._provinces or ()), 1)

    def _cases_of(self, moments: Iterable[datetime], survey: int = 0, place: int = 0) -> _Numbers:
        """Return the number of the case at each moment, -1 where that was not counted."""
        numbers = self._moments.get_indexer(pd.DatetimeIndex(list(moments)))
        cases = (numbers * len(INSTRUMENTS) + survey) * self._apart + place
        return np.where(numbers < 0, -1, cases).astype(np.int64)


def count_survey_groups(
    tallies: pd.DataFrame, by: str = "country", language: str = "th", *, apart: bool = False
) -> SurveyGroups:
    """Count the groups of both surveys at all moments of some tallies.

    Args:
        tallies: as :func:`itasdash.importing.marts.tallies` gives them.
        by: one of :data:`itasdash.metrics.GROUPS`.
        language: of the names.
        apart: whether each province is counted as if there were no other: its ``country`` is all
            of it then.

    Returns:
        What :func:`itasdash.metrics.surveys.surveys_of` gives for each survey, each moment and,
        where they are counted apart, each province alone.
    """
    rows = tallies[tallies["province_code"].notna()] if apart else tallies
    numbers, moments = pd.factorize(rows["as_of"], sort=True)
    places, provinces = (
        pd.factorize(rows["province_code"], sort=True) if apart else (np.zeros_like(numbers), [""])
    )
    size = max(len(provinces), 1)
    # Provinces that are counted apart are as little mixed as snapshots are.
    tallied = Tallied(rows, numbers * size + places, pd.RangeIndex(len(moments) * size))
    found = survey_groups_of(tallied, INSTRUMENTS, by, language)
    cases, frames = [], []
    for survey, groups in enumerate(found.values()):
        number, place = np.divmod(groups.at, size)
        cases.append((number * len(INSTRUMENTS) + survey) * size + place)
        frames.append(pd.DataFrame(dict(groups.columns)))
    case = np.concatenate(cases)
    order = np.argsort(case, kind="stable")
    return SurveyGroups(
        pd.concat(frames, ignore_index=True).iloc[order].reset_index(drop=True),
        pd.DatetimeIndex(moments),
        tuple(map(str, provinces)) if apart else None,
        case[order],
    )
