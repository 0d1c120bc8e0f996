"""What is summed of each snapshot, kept in memory by month: read once, for every day of it.

To read the mart of a month takes as long for one of its days as for all of them, and what is
counted of provinces fits some hundred kilobytes.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

import pandas as pd
from cachetools import LRUCache

from itasdash.importing.mart_sums import PlaceSums, frame_of
from itasdash.importing.marts import Read, by_month, sums_of_month
from itasdash.metrics.groups import OF_PROVINCES
from itasdash.schema import SnapshotInfo
from itasdash.store import Store

# Groups whose sums are kept, and the places that these are told apart by; districts are too many.
OF_PROVINCE = ("province_code",)
PLACES_OF = dict.fromkeys(OF_PROVINCES, OF_PROVINCE) | {"type": (*OF_PROVINCE, "lao_type")}
# What is not asked for longest goes first: five years of days by province and by type are 60 MB.
_MOST_BYTES = 48 * 2**20


@dataclass(frozen=True)
class _Piece:
    """Sums that were read together, and of which snapshots."""

    identities: Mapping[datetime, str]
    sums: PlaceSums

    def holds(self, info: SnapshotInfo) -> bool:
        return self.identities.get(info.as_of) == info.identity


_Key = tuple[str, date, tuple[str, ...], tuple[str, ...]]
_months: "LRUCache[_Key, tuple[_Piece, ...]]" = LRUCache(
    _MOST_BYTES, getsizeof=lambda pieces: sum(piece.sums.nbytes for piece in pieces)
)
_locks: dict[_Key, Lock] = {}
_lock = Lock()


@dataclass(frozen=True)
class MonthlySums:
    """The sums of the snapshots of a data folder.

    Attributes:
        store: the data folder.
        read: gives a snapshot that the marts do not hold.
        others: gives the snapshots that there are: after one, any of its month may be asked for.
    """

    store: Store
    read: Read
    others: Callable[[], Collection[SnapshotInfo]]

    def tallies(
        self, infos: Sequence[SnapshotInfo], places: Sequence[str], sums: Sequence[str]
    ) -> pd.DataFrame:
        """Return the tallies of snapshots, as :func:`itasdash.importing.marts.tallies`, by moment.

        Raises:
            Damaged: a snapshot that the marts do not hold is not what was written.
        """
        parts: list[PlaceSums] = []
        for month, own in by_month(infos):
            pieces = self._month(month, own, (*places,), (*sums,))
            parts += (
                piece.sums.of(info.as_of for info in own if piece.holds(info)) for piece in pieces
            )
        found = frame_of(parts, places, sums)
        if len(found) and not found["as_of"].is_monotonic_increasing:
            found = found.sort_values("as_of", kind="stable", ignore_index=True)
        return found

    def at_hand(
        self, infos: Sequence[SnapshotInfo], places: Sequence[str], sums: Sequence[str]
    ) -> list[SnapshotInfo]:
        """Return those of some snapshots of which everything is in memory."""
        found: list[SnapshotInfo] = []
        for month, own in by_month(infos):
            pieces = self._held((str(self.store.root), month, (*places,), (*sums,)))
            found += (info for info in own if any(piece.holds(info) for piece in pieces))
        return found

    def _month(
        self,
        month: date,
        wanted: Sequence[SnapshotInfo],
        places: tuple[str, ...],
        sums: tuple[str, ...],
    ) -> tuple[_Piece, ...]:
        """Return pieces of which one holds each of the snapshots that are asked for."""
        key = (str(self.store.root), month, places, sums)
        with _lock:
            lock = _locks.setdefault(key, Lock())
        # Whoever asks for the same meanwhile waits for it instead of reading it too.
        with lock:
            held = self._held(key)
            missing = [info for info in wanted if not any(piece.holds(info) for piece in held)]
            if not missing:
                return held
            asked = {info.as_of for info in missing}
            there = [
                info
                for info in self.others()
                if (info.as_of.year, info.as_of.month) == (month.year, month.month)
            ]
            along = [
                info
                for info in there
                if info.as_of not in asked and not any(piece.holds(info) for piece in held)
            ]
            read, whose = sums_of_month(self.store, month, missing, along, places, sums, self.read)
            piece = _Piece({info.as_of: info.identity for info in whose}, read)
            # Those of which nothing is as it was are of no more use.
            current = [*wanted, *there]
            stay = [each for each in held if any(map(each.holds, current))]
            pieces = (*stay, piece)
            with _lock:
                if sum(each.sums.nbytes for each in pieces) <= _MOST_BYTES:
                    _months[key] = pieces
            return pieces

    @staticmethod
    def _held(key: _Key) -> tuple[_Piece, ...]:
        with _lock:
            return _months.get(key, ())
