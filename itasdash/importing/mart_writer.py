"""Writes marts anew where they are not made from what is there: after imports, once at start."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa

from itasdash.findings import Damaged
from itasdash.importing.marts import (
    ABSENT,
    PROGRAM,
    believed,
    by_month,
    decoded,
    made_of,
    moments_made_from,
    month_of,
    program,
    states_at,
    tally_at,
)
from itasdash.schema import STATES, Snapshot, SnapshotInfo
from itasdash.schema.marts import STATE_CHANGES, TALLIES
from itasdash.store import Store, Writer
from itasdash.store.marts import read_mart
from itasdash.store.snapshots import snapshots_of_month
from itasdash.thai.dates import BANGKOK


def bring_up_to_date(
    store: Store,
    writer: Writer,
    moments: Iterable[datetime] | None = None,
) -> None:
    """Write the marts anew of the months in which they are not made from what is there.

    Args:
        store: the data folder.
        writer: who holds its lock.
        moments: those whose snapshots are new, changed or gone; all there are where left out.
    """
    months = None if moments is None else {month_of(moment) for moment in moments}
    if months is None:
        months = {month_of(info.as_of) for info in store.snapshots()}
    for month in sorted(months):
        own = snapshots_of_month(store.paths, month)
        if not own:
            for table in (TALLIES, STATE_CHANGES):
                writer.remove_mart(table, month)
            continue
        try:
            _write_month(store, writer, month, own)
        except Damaged:
            # Its numbers come from what is sound, each time, until it is repaired.
            continue


def keep_marts(store: Store, writer: Writer, moments: Iterable[datetime]) -> None:
    """Bring the marts of some snapshots up to date, after these were stored or taken away.

    Where that fails (a full disk), nothing is lost: a mart that does not fit is not believed.
    """
    with suppress(OSError):
        bring_up_to_date(store, writer, moments)


def outdated_months(store: Store) -> list[date]:
    """Return the months whose marts are not made from what is there, by the first day of each."""
    found = []
    for month, own in by_month(store.snapshots()):
        current = made_of(own)
        stored = (
            read_mart(table, store.paths.mart(table.name, month), [])[1]
            for table in (TALLIES, STATE_CHANGES)
        )
        if any(made_from != current for made_from in stored):
            found.append(month)
    return found


def freshen(store: Store, progress: Callable[[int, int, str], None]) -> None:
    """Bring all marts up to date, a month at a time, and the lock is free in between."""
    months = outdated_months(store)
    for done, month in enumerate(months):
        progress(done, len(months), f"{month:%Y-%m}")
        with store.writing() as writer:
            bring_up_to_date(store, writer, [datetime(month.year, month.month, 1, tzinfo=BANGKOK)])
    progress(len(months), len(months), "")


def _write_month(store: Store, writer: Writer, month: date, own: Sequence[SnapshotInfo]) -> None:
    made_from = made_of(own)
    # Most often one snapshot is new, of which both marts are made. Nothing changes meanwhile.
    reading = lru_cache(maxsize=1)(store.read)

    def read(info: SnapshotInfo) -> Snapshot:
        return reading(info.as_of)

    mart, known, stored = believed(store, month, own)
    if stored != made_from:
        tables = [mart, *(tally_at(each, store, read) for each in own if each not in known)]
        frame = pa.concat_tables(tables).to_pandas(types_mapper=pd.ArrowDtype)
        writer.write_mart(TALLIES, month, frame, made_from)
    changes, stored = read_mart(STATE_CHANGES, store.paths.mart("states", month))
    if stored != made_from:
        held_at = moments_made_from(stored)
        known_at: dict[datetime, pd.Series[int]] = {}
        if stored.get(PROGRAM) == program():
            known_at = decoded(changes, sorted(held_at))
        current = {
            info.as_of: known_at[info.as_of]
            if held_at.get(info.as_of) == info.identity and info.as_of in known_at
            else states_at(info, store, read)
            for info in own
        }
        writer.write_mart(STATE_CHANGES, month, _encoded(current), made_from)


def _encoded(at: Mapping[datetime, "pd.Series[int]"]) -> pd.DataFrame:
    """Return what changes from each moment to the next, the first one whole."""
    indexes = {id(states.index): states.index for states in at.values()}
    keys = pd.Index(sorted(set().union(*indexes.values())), dtype="str")
    names = np.array([*STATES, None], dtype="object")
    before = np.full(len(keys), ABSENT)
    parts: list[pd.DataFrame] = []
    for moment in sorted(at):
        now = at[moment].reindex(keys, fill_value=ABSENT).to_numpy()
        new = now != before
        parts.append(
            pd.DataFrame({"as_of": moment, "lao_key": keys[new], "state": names[now[new]]})
        )
        before = now
    return pd.concat(parts, ignore_index=True)
