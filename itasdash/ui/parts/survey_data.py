"""Surveys and the whole road of what is shown, kept in memory while its snapshot stays the same."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import pandas as pd

from itasdash.importing.marts import tallies
from itasdash.metrics.road import road
from itasdash.metrics.surveys import (
    source_table,
    survey_trend,
    survey_trend_of,
    surveys_of,
    with_survey_gain,
)
from itasdash.metrics.tallies import of_provinces, tally
from itasdash.schema import INSTRUMENTS, Snapshot, SnapshotInfo
from itasdash.schema.marts import REGISTRATION_SUMS, SURVEY_SUMS
from itasdash.ui.shell.kept import kept, kept_under
from itasdash.ui.shell.loading import (
    history_key,
    load_snapshot,
    load_with_quotas,
    office_quotas,
)
from itasdash.ui.shell.view import View

_Made = TypeVar("_Made")


class SurveyData:
    """The surveys of a view, of the whole country or of some provinces.

    Args:
        view: what the page shows.
        province_codes: the provinces that are asked for; all where there are none.
    """

    def __init__(self, view: View, province_codes: Sequence[str] = ()) -> None:
        self._view = view
        self._codes = tuple(sorted(province_codes))
        self._quotas = office_quotas(view.store)
        # Parts of a page ask for the same groups again and again.
        self._groups: dict[tuple[str, str], pd.DataFrame] = {}

    def surveys(self, instrument: str, by: str) -> pd.DataFrame:
        """Return the groups with their change since the earlier snapshot.

        As :func:`itasdash.metrics.surveys.with_survey_gain` gives them.
        """
        if (instrument, by) not in self._groups:
            before = self._view.before and self._of(self._view.before, instrument, by)
            now = self._of(self._view.info, instrument, by)
            self._groups[instrument, by] = kept(with_survey_gain, now, before)
        return self._groups[instrument, by]

    def trend(self, instrument: str, by: str) -> pd.DataFrame:
        """Return the groups over the fiscal year so far.

        As :func:`itasdash.metrics.surveys.survey_trend` gives them.
        """
        view, so_far = self._view, self._view.so_far
        if self._quotas.computed:
            # Marts hold what the exports say.
            return survey_trend({i.as_of: self._of(i, instrument, by) for i in so_far}, by)
        history = history_key(so_far)
        key = (str(view.store.root), history, self._codes, "survey_trend", instrument, by)

        def counted() -> pd.DataFrame:
            sums = [*REGISTRATION_SUMS, *(f"{instrument}_{name}" for name in SURVEY_SUMS)]
            read = partial(load_snapshot, view.store)
            summed = tallies(view.store, so_far, ("province_code", "lao_type"), sums, read)
            found = surveys_of(of_provinces(summed, self._codes), instrument, by, view.language)
            return survey_trend_of(found, by)

        return kept_under(("surveys", *key, view.language), counted)

    def road(self, by: str) -> pd.DataFrame:
        """Return where the LAOs of each group stand, as :func:`itasdash.metrics.road.road`."""
        info, language = self._view.info, self._view.language

        def counted(status: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
            return road(status, summary, by, language)

        return self._from(info, counted, "road", by, language)

    def source_table(self, instrument: str) -> str:
        """Return where the numbers are from: ``laos``, ``summary``, or empty for nowhere."""

        def table_of(status: pd.DataFrame, summary: pd.DataFrame) -> str:
            return source_table(status, summary, instrument)

        return self._from(self._view.info, table_of, "source_table", instrument)

    @property
    def instruments(self) -> tuple[str, ...]:
        """The instruments of which the snapshot tells anything."""
        return tuple(each for each in INSTRUMENTS if self.source_table(each))

    def quota_notes(self, instrument: str) -> list[str]:
        """Return which quotas of a survey are used, in sentences."""
        view = self._view

        def noted(status: pd.DataFrame, summary: pd.DataFrame) -> list[str]:
            shown = Snapshot(view.info, status, summary)
            return self._quotas.notes(shown, instrument, view.t)

        return self._from(view.info, noted, "quotas", instrument, view.language)

    def _of(self, info: SnapshotInfo, instrument: str, by: str) -> pd.DataFrame:
        language = self._view.language

        def measured(_status: pd.DataFrame, _summary: pd.DataFrame) -> pd.DataFrame:
            # One sum serves both surveys and all groups.
            return surveys_of(self._from(info, tally, "tally"), instrument, by, language)

        return self._from(info, measured, "surveys", instrument, by, language)

    def _from(
        self, info: SnapshotInfo, measure: Callable[[pd.DataFrame, pd.DataFrame], _Made], *what: str
    ) -> _Made:
        """Return what is measured of a snapshot's tables; ``what`` tells it from all others."""
        store = self._view.store
        key = (str(store.root), info.as_of, info.identity, self._quotas.identity, self._codes)

        def made() -> _Made:
            return measure(*_tables(load_with_quotas(store, info), self._codes))

        # Whoever looks may ask for any provinces together, so that only bytes bound it.
        return kept_under(("surveys", *key, *what), made)


def _tables(snapshot: Snapshot, codes: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the status and the summary of some provinces, of all where none is named."""
    tables = (snapshot.status, snapshot.province_summary)
    if not codes:
        return tables
    wanted = list(codes)
    status, summary = (
        table[table["province_code"].isin(wanted).fillna(False).astype(bool)] for table in tables
    )
    return status, summary
