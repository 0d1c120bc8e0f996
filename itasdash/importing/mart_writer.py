"""Writes marts anew where they are not made from what is there: after imports, once at start."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
import pyarrow as pa

from itasdash.findings import Damaged
from itasdash.importing.mart_rows import Counted, decoded, encoded
from itasdash.importing.marts import (
    PROGRAM,
    believed,
    by_month,
    made_of,
    moments_made_from,
    month_of,
    program,
)
from itasdash.importing.progress import Progress, unseen
from itasdash.metrics.tallies import tally
from itasdash.schema import Snapshot, SnapshotInfo
from itasdash.schema.marts import INDEX, STATE_CHANGES, TALLIES
from itasdash.store import Store, Writer
from itasdash.store.index import index_frame
from itasdash.store.marts import mart_months, read_mart
from itasdash.store.snapshots import snapshots_of_month


def bring_up_to_date(
    store: Store,
    writer: Writer,
    moments: Iterable[datetime] | None = None,
    known: Mapping[str, Counted] | None = None,
) -> None:
    """Write the marts anew of the months in which they are not made from what is there.

    Args:
        store: the data folder.
        writer: who holds its lock.
        moments: those whose snapshots are new, changed or gone; all there are where left out.
        known: what is counted already, by the identity of the snapshot.
    """
    months = None if moments is None else {month_of(moment) for moment in moments}
    if months is None:
        months = {month_of(info.as_of) for info in store.snapshots()}
    for month in sorted(months):
        # Its numbers come from what is sound, each time, until it is repaired.
        with suppress(Damaged):
            _made(store, month, known).write(writer)


def keep_marts(
    store: Store,
    writer: Writer,
    moments: Iterable[datetime],
    known: Mapping[str, Counted] | None = None,
) -> None:
    """Bring the marts of some snapshots up to date, after these were stored or taken away.

    Where that fails (a full disk), nothing is lost: a mart that does not fit is not believed.
    ``known`` is what is counted already, by the identity of the snapshot.
    """
    with suppress(OSError):
        bring_up_to_date(store, writer, moments, known)


def outdated_months(store: Store) -> list[date]:
    """Return the months whose marts are not made from what is there, by the first day of each."""
    there = dict(by_month(store.snapshots()))
    # Those of months of which no snapshot is left.
    found = sorted(mart_months(store.paths) - set(there))
    for month, own in there.items():
        current = made_of(own)
        stored = (
            read_mart(table, store.paths.mart(table.name, month), [])[1]
            for table in (INDEX, TALLIES, STATE_CHANGES)
        )
        if any(made_from != current for made_from in stored):
            found.append(month)
    return found


def freshen(store: Store, progress: Progress = unseen) -> None:
    """Bring all marts up to date, a month at a time; the lock is held while files are replaced."""
    months = outdated_months(store)
    for done, month in enumerate(months):
        progress(done, len(months), f"{month:%Y-%m}")
        _freshen_month(store, month, {})
    progress(len(months), len(months), "")


def _freshen_month(store: Store, month: date, known: Mapping[str, Counted]) -> None:
    with suppress(Damaged):
        made = _made(store, month, known)
        with store.writing("marts") as writer:
            # Whoever has changed a snapshot of the month meanwhile has written its marts as well.
            if snapshots_of_month(store.paths, month) == made.own:
                made.write(writer)


class MonthOfMarts:
    """The marts of a month whose snapshots are derived one by one: each is counted once."""

    def __init__(self, store: Store, month: date | None = None) -> None:
        """``month`` is given by its first day; there may be none yet."""
        self.month = month
        self._store = store
        self._counted: dict[str, Counted] = {}

    def add(self, snapshot: Snapshot, tallied: pd.DataFrame) -> None:
        """Count a snapshot of the month that has just been stored, and its tally."""
        self._counted[snapshot.info.identity] = Counted.of(
            snapshot.info.as_of, snapshot.status, tallied
        )

    def write(self) -> None:
        """Write the marts of the month, unless nothing was added."""
        if self.month is not None and self._counted:
            with suppress(OSError):
                _freshen_month(self._store, self.month, self._counted)


@dataclass(frozen=True)
class _Made:
    """The marts of a month as they are to be; None where they are so already.

    ``own`` are the snapshots that they are made from; where there are none, there are no marts.
    """

    month: date
    own: list[SnapshotInfo]
    frames: Mapping[str, pd.DataFrame | None]

    def write(self, writer: Writer) -> None:
        """Store them."""
        for table in (INDEX, TALLIES, STATE_CHANGES):
            frame = self.frames.get(table.name)
            if not self.own:
                writer.remove_mart(table, self.month)
            elif frame is not None:
                writer.write_mart(table, self.month, frame, made_of(self.own))


def _made(store: Store, month: date, known: Mapping[str, Counted] | None = None) -> _Made:
    """Return the marts of a month.

    Args:
        store: the data folder.
        month: by its first day.
        known: what is counted already, by the identity of the snapshot.

    Raises:
        Damaged: a snapshot that no mart holds yet is not what was written.
    """
    own = snapshots_of_month(store.paths, month)
    counted = dict(known or {})

    def count(info: SnapshotInfo) -> Counted:
        if info.identity not in counted:
            read = store.read(info.as_of)
            tallied = tally(read.status, read.province_summary)
            counted[info.identity] = Counted.of(info.as_of, read.status, tallied)
        return counted[info.identity]

    made_from = made_of(own)
    tallied = changed = None
    mart, held, stored = believed(store, month, own)
    if own and stored != made_from:
        tables = [mart, *(count(each).tally for each in own if each not in held)]
        tallied = pa.concat_tables(tables).to_pandas(types_mapper=pd.ArrowDtype)
    changes, stored = read_mart(STATE_CHANGES, store.paths.mart("states", month))
    if own and stored != made_from:
        held_at = moments_made_from(stored)
        known_at: dict[datetime, pd.Series[int]] = {}
        if stored.get(PROGRAM) == program():
            known_at = decoded(changes, sorted(held_at))
        current = {
            info.as_of: known_at[info.as_of]
            if held_at.get(info.as_of) == info.identity and info.as_of in known_at
            else count(info).states
            for info in own
        }
        changed = encoded(current)
    frames = {TALLIES.name: tallied, STATE_CHANGES.name: changed}
    _, stored = read_mart(INDEX, store.paths.mart(INDEX.name, month), [])
    if own and stored != made_from:
        frames[INDEX.name] = index_frame(own)
    return _Made(month, own, frames)
