"""Rates by snapshot, reckoned for many snapshots at once and kept in memory by fiscal year.

The rates of one snapshot take as long to reckon as those of a month, so that all of its month come
along, and those of a year for whoever asks for a trend. What the marts do not hold is reckoned only
where it is asked for.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock, RLock

import numpy as np
import pandas as pd
from cachetools import LRUCache

from itasdash.importing.marts import Read, believed, month_of, tallies
from itasdash.metrics.groups import group_keys
from itasdash.metrics.rates import rates_of
from itasdash.metrics.tallies import PLACES
from itasdash.schema import SnapshotInfo
from itasdash.schema.marts import REGISTRATION_SUMS
from itasdash.store import Store

# Districts are too many to be reckoned where one snapshot is asked for.
YEARLY = ("country", "region", "province", "type")
# Groups that come of what is counted of the provinces, which is kept for all of them.
_OF_PROVINCES = ("country", "region", "province")
# Frames of a year, each of up to a few megabytes.
_FRAMES = 60


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
_Make = Callable[[Sequence[SnapshotInfo]], pd.DataFrame]
_years: "LRUCache[_Key, _Year]" = LRUCache(_FRAMES)
_locks: dict[_Key, RLock] = {}
_lock = Lock()


@dataclass(frozen=True)
class YearlyRates:
    """The rates of the snapshots of a data folder in one language.

    Attributes:
        store: the data folder.
        language: of the names.
        read: gives a snapshot that the marts do not hold.
        others: gives the snapshots that there are: after one, any of its month may be asked for.
    """

    store: Store
    language: str
    read: Read
    others: Callable[[], Collection[SnapshotInfo]]

    def at(self, info: SnapshotInfo, by: str) -> pd.DataFrame:
        """Return the rates of a snapshot, as :func:`itasdash.metrics.rates` gives them.

        ``by`` is one of :data:`YEARLY`.

        Raises:
            Damaged: the snapshot is not what was written.
        """
        year = self._rates([info], by)
        return year.frame.iloc[year.places[info.as_of]].drop(columns="as_of").reset_index(drop=True)

    def over_time(self, infos: Sequence[SnapshotInfo], by: str) -> pd.DataFrame:
        """Return the rates of snapshots under each other, with ``as_of``, both by moment.

        Raises:
            Damaged: a snapshot that the marts do not hold is not what was written.
        """
        found = _by_year(infos, lambda own: self._rates(own, by))
        return rates_of(self._tallies([], by), by, self.language) if found is None else found

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
        found = _by_year(infos, self._of_provinces)
        return self._tallies([], "province") if found is None else found

    def _rates(self, wanted: Sequence[SnapshotInfo], by: str) -> _Year:
        def made(infos: Sequence[SnapshotInfo]) -> pd.DataFrame:
            if by in _OF_PROVINCES:
                summed = self._of_provinces(infos).rows(infos)
            else:
                summed = self._tallies(infos, by)
            return rates_of(summed, by, self.language)

        return self._year(wanted, by, self.language, made)

    def _of_provinces(self, wanted: Sequence[SnapshotInfo]) -> _Year:
        return self._year(wanted, "tallies", "", lambda infos: self._tallies(infos, "province"))

    def _tallies(self, infos: Sequence[SnapshotInfo], by: str) -> pd.DataFrame:
        places = [p for p in PLACES if p in ("province_code", *group_keys(by))]
        found = tallies(self.store, infos, places, REGISTRATION_SUMS, self.read)
        return found.sort_values("as_of", kind="stable", ignore_index=True)

    def _year(self, wanted: Sequence[SnapshotInfo], kind: str, language: str, make: _Make) -> _Year:
        """Return a year that holds the snapshots that are asked for, all of one fiscal year."""
        key = (str(self.store.root), wanted[0].fiscal_year, kind, language)
        with _lock:
            lock = _locks.setdefault(key, RLock())
        # Whoever asks for the same meanwhile waits for it instead of reckoning it too.
        with lock:
            with _lock:
                held = _years.get(key, _NOTHING)
            if all(map(held.holds, wanted)):
                return held
            missing = {info.as_of: info for info in wanted if not held.holds(info)}
            if len(wanted) == 1:
                missing |= {info.as_of: info for info in self._along(wanted[0], held)}
            infos = [missing[as_of] for as_of in sorted(missing)]
            year = _joined(held, make(infos), infos)
            with _lock:
                _years[key] = year
            return year

    def _along(self, info: SnapshotInfo, held: _Year) -> list[SnapshotInfo]:
        """Return what of the month of a snapshot the marts have and is not held yet."""
        month = month_of(info.as_of)
        own = [i for i in self.others() if month_of(i.as_of) == month]
        missing = [i for i in own if i.fiscal_year == info.fiscal_year and not held.holds(i)]
        return believed(self.store, month, missing, ["as_of"])[1]


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


def _joined(held: _Year, made: pd.DataFrame, infos: Sequence[SnapshotInfo]) -> _Year:
    """Return a year with the rows of more snapshots, which take the place of earlier ones."""
    new = {info.as_of: info.identity for info in infos}
    stay = {as_of: each for as_of, each in held.identities.items() if as_of not in new}
    rows = made
    if stay:
        old = held.frame[~held.frame["as_of"].isin([*new])]
        told = [part for part in (old, made) if len(part)] or [made]
        rows = pd.concat(told, ignore_index=True)
        rows = rows.sort_values("as_of", kind="stable", ignore_index=True)
    moments = sorted({**stay, **new})
    at = pd.DatetimeIndex(rows["as_of"])
    sought = pd.DatetimeIndex(moments).as_unit(at.unit)
    starts, ends = (np.searchsorted(at, sought, side) for side in ("left", "right"))
    places = {m: slice(int(a), int(b)) for m, a, b in zip(moments, starts, ends, strict=True)}
    return _Year(stay | new, rows, places)
