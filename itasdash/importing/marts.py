"""Marts: what pages and lists need of every snapshot, kept by month instead of derived each time.

Whoever reads them gets the same numbers with and without them: what a mart was not made from, or
another program made, is derived from the snapshot itself.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from itertools import groupby

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from itasdash.importing.mart_rows import decoded, tally_rows
from itasdash.importing.mart_sums import PlaceSums, frame_of, place_sums
from itasdash.metrics.states import states_of
from itasdash.metrics.tallies import PLACES
from itasdash.schema import Snapshot, SnapshotInfo, lao_key
from itasdash.schema.marts import STATE_CHANGES, SUMS, TALLIES
from itasdash.store import Store
from itasdash.store.marts import read_mart
from itasdash.thai.dates import BANGKOK

# Under this key a mart says which program made it.
PROGRAM = "program"
# All that the rows of marts rest on, and nothing that makes snapshots: these have identities.
COUNTED_BY = (
    "itasdash.importing.mart_rows",
    "itasdash.metrics.states",
    "itasdash.metrics.tallies",
    "itasdash.schema.columns",
    "itasdash.schema.marts",
)
Read = Callable[[SnapshotInfo], Snapshot]


@cache
def program() -> str:
    """Return a hash of the code that counts: numbers of another version are not believed."""
    found = hashlib.sha256()
    for module in COUNTED_BY:
        room, name = module.rsplit(".", 1)
        found.update((files(room) / f"{name}.py").read_bytes())
    return found.hexdigest()[:16]


def tallies(
    store: Store,
    infos: Iterable[SnapshotInfo],
    places: Sequence[str] = PLACES,
    sums: Sequence[str] = SUMS,
    read: Read | None = None,
) -> pd.DataFrame:
    """Return the tallies of snapshots under each other, with their moment (``as_of``).

    Args:
        store: the data folder.
        infos: the snapshots.
        places: which of :data:`itasdash.metrics.tallies.PLACES` are to be told apart.
        sums: which of :data:`itasdash.schema.marts.SUMS` are asked for.
        read: gives a snapshot that the marts do not hold.

    Raises:
        Damaged: a snapshot that the marts do not hold is not what was written.
    """
    parts = [
        sums_of_month(store, month, own, (), places, sums, read)[0]
        for month, own in by_month(infos)
    ]
    return frame_of(parts, places, sums)


def sums_of_month(
    store: Store,
    month: date,
    wanted: Sequence[SnapshotInfo],
    along: Sequence[SnapshotInfo],
    places: Sequence[str],
    sums: Sequence[str],
    read: Read | None,
) -> tuple[PlaceSums, list[SnapshotInfo]]:
    """Return the sums of snapshots of a month, and whose they are.

    As :func:`tallies` says; ``along`` are those that are taken too where the mart has them.
    """
    columns = ["as_of", "claimed", *places, *sums]
    mart, known, _ = believed(store, month, [*wanted, *along], columns, coded=True)
    missing = [info for info in wanted if info not in known]
    found = (tally_at(info, store, read).select(columns) for info in missing)
    tables = [mart, *(rows.cast(mart.schema) for rows in found)]
    return place_sums(pa.concat_tables(tables), places, sums), [*known, *missing]


def tally_at(info: SnapshotInfo, store: Store, read: Read | None) -> pa.Table:
    """Return the tally of one snapshot, as its mart holds it."""
    snapshot = read(info) if read else store.read(info.as_of)
    return tally_rows(info.as_of, snapshot.status, snapshot.province_summary)


def states(
    store: Store, infos: Iterable[SnapshotInfo], read: Read | None = None
) -> dict[datetime, "pd.Series[int]"]:
    """Return the state of each LAO at each snapshot.

    Returns:
        By moment: the place of the state in :data:`itasdash.schema.STATES`, under the six digits
        of the LAO's code.

    Raises:
        Damaged: a snapshot that the marts do not hold is not what was written.
    """
    found: dict[datetime, pd.Series[int]] = {}
    for month, own in by_month(infos):
        changes, made_from = read_mart(STATE_CHANGES, store.paths.mart("states", month))
        held = moments_made_from(made_from)
        # A change says what is new since the snapshot before, so that one is missing or another
        # spoils all that come after it; those of snapshots that nobody asks for do not.
        current = {info.as_of: info.identity for info in own}
        stored = {m: i for m, i in held.items() if m in current}
        if made_from.get(PROGRAM) == program() and stored == current:
            found |= {m: s for m, s in decoded(changes, sorted(held)).items() if m in current}
        else:
            found |= {info.as_of: states_at(info, store, read) for info in own}
    return found


def moments_of_change(store: Store, infos: Iterable[SnapshotInfo], lao_id: str) -> list[datetime]:
    """Return the moments of the snapshots at which an LAO's state becomes another one.

    The first snapshot of each month that no mart tells of is among them, and all after it in that
    month: whoever opens these sees every change.
    """
    found: list[datetime] = []
    last: object = ""
    for month, own in by_month(infos):
        changes, made_from = read_mart(STATE_CHANGES, store.paths.mart("states", month))
        if made_from != made_of(own):
            found += [info.as_of for info in own]
            last = ""
            continue
        rows = changes.filter(pc.equal(changes["lao_key"], lao_key(lao_id)))
        for as_of, state in zip(rows["as_of"].to_pylist(), rows["state"].to_pylist(), strict=True):
            if state != last:
                found.append(as_of.astimezone(BANGKOK))
            last = state
    return found


def states_at(info: SnapshotInfo, store: Store, read: Read | None) -> "pd.Series[int]":
    """Return the state of each LAO at one snapshot, as :func:`states` does."""
    return states_of((read(info) if read else store.read(info.as_of)).status)


def believed(
    store: Store,
    month: date,
    own: Sequence[SnapshotInfo],
    columns: Sequence[str] | None = None,
    *,
    coded: bool = False,
) -> tuple[pa.Table, list[SnapshotInfo], dict[str, str]]:
    """Return the tallies that a mart has of snapshots as they are now.

    ``coded`` texts are numbers with the texts that they stand for.

    Returns:
        Its rows of these, the snapshots that they are of, and what the whole mart was made from.
    """
    mart, made_from = read_mart(TALLIES, store.paths.mart("tallies", month), columns, coded=coded)
    known = [info for info in own if made_from.get(moment_key(info.as_of)) == info.identity]
    if made_from.get(PROGRAM) != program():
        known = []
    if len(known) == len(made_from) - 1:
        return mart, known, made_from
    held = pa.array([info.as_of for info in known], type=mart.schema.field("as_of").type)
    return mart.filter(pc.is_in(mart["as_of"], held)), known, made_from


def made_of(infos: Iterable[SnapshotInfo]) -> dict[str, str]:
    """Return what a mart of snapshots says that it was made from, and by which program."""
    return {moment_key(info.as_of): info.identity for info in infos} | {PROGRAM: program()}


def moment_key(moment: datetime) -> str:
    """Return a moment as a mart names it among what it was made from."""
    return moment.astimezone(BANGKOK).isoformat(timespec="minutes")


def moments_made_from(made_from: Mapping[str, str]) -> dict[datetime, str]:
    """Return the identities of the snapshots that a mart was made from, by their moments."""
    return {
        datetime.fromisoformat(key).astimezone(BANGKOK): identity
        for key, identity in made_from.items()
        if key != PROGRAM
    }


def month_of(moment: datetime) -> date:
    """Return the month of a moment by its first day."""
    return moment.astimezone(BANGKOK).date().replace(day=1)


def by_month(infos: Iterable[SnapshotInfo]) -> list[tuple[date, list[SnapshotInfo]]]:
    """Return snapshots by their months, the earliest first."""
    ordered = sorted(infos, key=lambda info: info.as_of)
    return [(month, list(own)) for month, own in groupby(ordered, key=lambda i: month_of(i.as_of))]
