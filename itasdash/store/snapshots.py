"""Snapshots as they are read: whole, also while one is being replaced."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from itasdash.findings import Damaged
from itasdash.schema import PROVINCE_SUMMARY, STATUS, Snapshot, SnapshotInfo, sha256
from itasdash.store.atomic import being_replaced, read_patiently
from itasdash.store.paths import RECORD, Paths
from itasdash.store.records import from_parquet, read_info

TABLES = {"status": STATUS, "province_summary": PROVINCE_SUMMARY}
_T = TypeVar("_T")


def snapshot_directories(paths: Paths) -> list[Path]:
    """Return the directories of all snapshots, also one that is just being replaced.

    Where names cannot be exchanged it is away for a moment, and a note says so; looking before and
    after the notes finds one that comes back in between.
    """
    before = set(paths.snapshots.glob("fiscal_year=*/as_of=*"))
    replaced = being_replaced(paths.staging)
    away = {path for path in replaced if path.parent.parent == paths.snapshots}
    after = set(paths.snapshots.glob("fiscal_year=*/as_of=*"))
    return sorted(before | away | after)


def read_record(paths: Paths, directory: Path) -> SnapshotInfo:
    """Return what there is about a snapshot.

    Raises:
        Damaged: its record is not what was written.
        FileNotFoundError: there is no snapshot.
    """
    return _patiently(paths, directory, _record)


def read_snapshot(paths: Paths, as_of: datetime) -> Snapshot:
    """Return one whole snapshot.

    Raises:
        Damaged: a table is not what was written.
        FileNotFoundError: there is no snapshot of that moment.
    """
    return _patiently(paths, paths.snapshot(as_of), _snapshot)


def _patiently(paths: Paths, directory: Path, read: Callable[[Path], _T]) -> _T:
    return read_patiently(directory, paths.staging, read, (FileNotFoundError, Damaged))


def _record(directory: Path) -> SnapshotInfo:
    path = directory / RECORD
    return read_info(path, path.read_bytes())


def _snapshot(directory: Path) -> Snapshot:
    # All bytes before any is looked at, so that a replacement rarely comes between the files.
    record = directory / RECORD
    recorded = record.read_bytes()
    data = {name: (directory / f"{name}.parquet").read_bytes() for name in TABLES}
    info = read_info(record, recorded)
    frames = {}
    for name, table in TABLES.items():
        path = directory / f"{name}.parquet"
        if sha256(data[name]) != info.stored["tables"][name]:
            raise Damaged(path)
        try:
            frames[name] = from_parquet(table, data[name])
        except ValueError as error:
            # Written by a version with other columns.
            raise Damaged(path) from error
    return Snapshot(info, frames["status"], frames["province_summary"])
