"""Rates of snapshots, those of a fiscal year reckoned at once for whoever asks for a trend.

They come of the sums of each month, which are kept in memory. What the marts do not hold is
reckoned only where it is asked for.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import numpy as np
import pandas as pd
from cachetools import LRUCache

from itasdash.metrics.groups import KEYS
from itasdash.metrics.rates import rates_of
from itasdash.metrics.tallies import PLACES
from itasdash.schema import SnapshotInfo
from itasdash.schema.marts import REGISTRATION_SUMS
from itasdash.ui.shell.monthly_sums import OF_PROVINCE, PLACES_OF, MonthlySums

# The year of all provinces takes three megabytes, that of the country and its types far less.
_MOST_BYTES = 32 * 2**20


@dataclass(frozen=True)
class _Year:
    """Rows of snapshots under each other, by moment, and where those of each lie."""

    identities: Mapping[datetime, str]
    frame: pd.DataFrame
    places: Mapping[datetime, slice]

    def holds(self, info: SnapshotInfo) -> bool:
        return self.identities.get(info.as_of) == info.identity

    def rows(self, infos: Sequence[SnapshotInfo]) -> pd.DataFrame:
        """Return the rows of snapshots that it holds, which are given by moment."""
        if len(infos) == len(self.identities):
            return self.frame
        first, last = infos[0].as_of, infos[-1].as_of
        found = self.frame.iloc[self.places[first].start : self.places[last].stop]
        if sum(first <= as_of <= last for as_of in self.identities) > len(infos):
            found = found[found["as_of"].isin([info.as_of for info in infos])]
        return found


_Key = tuple[str, int, str, str]
_years: "LRUCache[_Key, _Year]" = LRUCache(
    _MOST_BYTES, getsizeof=lambda year: int(year.frame.memory_usage(deep=True).sum())
)
_locks: dict[_Key, Lock] = {}
_lock = Lock()


@dataclass(frozen=True)
class YearlyRates:
    """The rates of the snapshots of a data folder in one language.

    Attributes:
        sums: those that the rates come of.
        language: of the names.
    """

    sums: MonthlySums
    language: str

    def at(self, info: SnapshotInfo, by: str) -> pd.DataFrame:
        """Return the rates of a snapshot, as :func:`itasdash.metrics.rates` gives them.

        ``by`` is one of :data:`itasdash.ui.shell.monthly_sums.PLACES_OF`.

        Raises:
            Damaged: the snapshot is not what was written.
        """
        summed = self.sums.tallies([info], PLACES_OF[by], REGISTRATION_SUMS)
        return rates_of(summed.drop(columns="as_of"), by, self.language)

    def over_time(self, infos: Sequence[SnapshotInfo], by: str) -> pd.DataFrame:
        """Return the rates of snapshots under each other, with ``as_of``, both by moment.

        Raises:
            Damaged: a snapshot that the marts do not hold is not what was written.
        """
        found = _by_year(infos, lambda own: self._year(own, by))
        return rates_of(self.tallies([]), by, self.language) if found is None else found

    def group_over_time(self, infos: Sequence[SnapshotInfo], by: str, key: str) -> pd.DataFrame:
        """Return the rates of one group, as :meth:`over_time` gives those of all.

        Raises:
            Damaged: a snapshot that the marts do not hold is not what was written.
        """
        if by == "province":
            return rates_of(self.tallies(infos), by, self.language, (key,))
        found = self.over_time(infos, by)
        return found[found[KEYS[by]] == key].reset_index(drop=True)

    def together(
        self, infos: Sequence[SnapshotInfo], province_codes: Collection[str]
    ) -> pd.DataFrame:
        """Return the rates of some provinces as one, as :meth:`over_time` gives a country's.

        Raises:
            Damaged: a snapshot that the marts do not hold is not what was written.
        """
        return rates_of(self.tallies(infos), "country", self.language, province_codes)

    def tallies(self, infos: Sequence[SnapshotInfo]) -> pd.DataFrame:
        """Return what is counted of the registration in each province at snapshots, by moment.

        Raises:
            Damaged: a snapshot that the marts do not hold is not what was written.
        """
        return self.sums.tallies(infos, OF_PROVINCE, REGISTRATION_SUMS)

    def _year(self, wanted: Sequence[SnapshotInfo], by: str) -> _Year:
        """Return a year that holds the snapshots that are asked for, all of one fiscal year."""
        fiscal_year, apart = wanted[0].fiscal_year, PLACES_OF.get(by, PLACES)
        key = (str(self.sums.store.root), fiscal_year, by, self.language)
        with _lock:
            lock = _locks.setdefault(key, Lock())
        # Whoever asks for the same meanwhile waits for it instead of reckoning it too.
        with lock:
            with _lock:
                held = _years.get(key, _NOTHING)
            if all(map(held.holds, wanted)):
                return held
            summed = self.sums.tallies(wanted, apart, REGISTRATION_SUMS)
            # What of the months came along: a later day of them is asked for next.
            others = [i for i in self.sums.others() if i.fiscal_year == fiscal_year]
            known = self.sums.at_hand(others, apart, REGISTRATION_SUMS)
            infos = {info.as_of: info for info in (*known, *wanted)}
            ordered = [infos[as_of] for as_of in sorted(infos)]
            if len(ordered) > len(wanted):
                summed = self.sums.tallies(ordered, apart, REGISTRATION_SUMS)
            year = _placed(rates_of(summed, by, self.language), ordered)
            with _lock:
                if _years.getsizeof(year) <= _MOST_BYTES:
                    _years[key] = year
            return year


def _by_year(
    infos: Sequence[SnapshotInfo], year: Callable[[Sequence[SnapshotInfo]], _Year]
) -> pd.DataFrame | None:
    """Return rows of snapshots of several years under each other, None where there are none."""
    years: dict[int, list[SnapshotInfo]] = {}
    for info in infos:
        years.setdefault(info.fiscal_year, []).append(info)
    parts = [year(own).rows(own) for own in years.values()]
    # Columns without any row may have no type.
    told = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(told, ignore_index=True) if told else None


_NOTHING = _Year({}, pd.DataFrame(), {})


def _placed(rows: pd.DataFrame, infos: Sequence[SnapshotInfo]) -> _Year:
    """Return a year of rows by moment, of snapshots by moment."""
    moments = [info.as_of for info in infos]
    at = pd.DatetimeIndex(rows["as_of"])
    sought = pd.DatetimeIndex(moments).as_unit(at.unit)
    starts, ends = (np.searchsorted(at, sought, side) for side in ("left", "right"))
    places = {m: slice(int(a), int(b)) for m, a, b in zip(moments, starts, ends, strict=True)}
    return _Year({info.as_of: info.identity for info in infos}, rows, places)
