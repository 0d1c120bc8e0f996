"""Snapshots as they are read: whole, also while one is being replaced."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TypeVar

from itasdash.findings import Damaged
from itasdash.schema import PROVINCE_SUMMARY, STATUS, Snapshot, SnapshotInfo, sha256
from itasdash.store.atomic import being_replaced, read_patiently
from itasdash.store.on_demand import source_of
from itasdash.store.paths import RECORD, Paths
from itasdash.store.seals import from_parquet, unsealed
from itasdash.store.versions import check_folder_version, known_version

TABLES = {"status": STATUS, "province_summary": PROVINCE_SUMMARY}
_T = TypeVar("_T")
# Records by the hash of their bytes, the first understood first; eleven years of daily snapshots.
_UNDERSTOOD: dict[str, SnapshotInfo] = {}
_MOST_UNDERSTOOD = 4096
_UNDERSTANDING = Lock()


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


def generation(paths: Paths) -> tuple[tuple[str, int], ...]:
    """Return what becomes another one whenever a snapshot comes, goes or is replaced."""
    years = paths.snapshots.glob("fiscal_year=*")
    return tuple(sorted((year.name, year.stat().st_mtime_ns) for year in years))


def snapshots_of_month(paths: Paths, month: date) -> list[SnapshotInfo]:
    """Return the sound snapshots of a month (by a day in it), the earliest first."""
    found = []
    for directory in snapshot_directories(paths):
        if not directory.name.startswith(f"as_of={month:%Y%m}"):
            continue
        try:
            info = read_record(paths, directory)
        except (Damaged, OSError):
            continue
        if paths.snapshot(info.as_of) == directory:
            found.append(info)
    return found


def read_record(paths: Paths, directory: Path) -> SnapshotInfo:
    """Return the record of a snapshot.

    Raises:
        Damaged: its record is not what was written.
        Refusal: a later version of this program wrote it.
        FileNotFoundError: there is no snapshot.
    """
    check_folder_version(paths)
    return _patiently(paths, directory, partial(_record, paths))


def read_snapshot(paths: Paths, as_of: datetime) -> Snapshot:
    """Return one whole snapshot.

    Raises:
        Damaged: a table is not what was written.
        FileNotFoundError: there is no snapshot of that moment.
    """
    check_folder_version(paths)
    return _patiently(paths, paths.snapshot(as_of), partial(_snapshot, paths))


def check_tables(paths: Paths, as_of: datetime) -> None:
    """Check that the tables of a snapshot are, byte for byte, those that its record names.

    Raises:
        Damaged: one of them is not what was written.
        FileNotFoundError: there is no snapshot of that moment, or a table of it is missing.
    """
    _patiently(paths, paths.snapshot(as_of), partial(_checked_bytes, paths))


# Snapshots that were sound, and how their files looked then; a file that still looks so is not read
# again. Whatever shows a snapshot compares its bytes, and ``verify`` those of all.
_SOUND: dict[Path, tuple[tuple[int, ...], ...]] = {}


def _look_of(directory: Path) -> tuple[tuple[int, ...], ...]:
    names = (RECORD, *(f"{name}.parquet" for name in TABLES))
    looks = ((directory / name).stat() for name in names)
    return tuple((look.st_ino, look.st_size, look.st_mtime_ns) for look in looks)


def damaged_table(paths: Paths, as_of: datetime) -> Path | None:
    """Return a table of a snapshot that is not what was written, None where all are."""
    directory = paths.snapshot(as_of)
    if source_of(paths.root) is not None:
        # A table that is not here yet is no damage; whatever is wrong is fetched again.
        return None
    try:
        seen = _look_of(directory)
        if _SOUND.get(directory) == seen:
            return None
        check_tables(paths, as_of)
        _SOUND[directory] = seen
    except Damaged as damaged:
        return damaged.path
    except FileNotFoundError as error:
        # Removed just now, or a table of it is lost.
        path = Path(error.filename)
        return path if path.parent.is_dir() else None
    return None


def _patiently(paths: Paths, directory: Path, read: Callable[[Path], _T]) -> _T:
    failures = (FileNotFoundError, Damaged)
    return read_patiently(directory, paths.staging, paths.lock, read, failures)


def _record(paths: Paths, directory: Path) -> SnapshotInfo:
    path = directory / RECORD
    return _info(paths, path, path.read_bytes())


def _info(paths: Paths, path: Path, data: bytes) -> SnapshotInfo:
    """Return what the bytes of a record say; the same bytes are understood once.

    A page looks at every record there is, and understanding one takes far longer than reading it.
    """
    identity = sha256(data)
    known = _UNDERSTOOD.get(identity)
    if known is not None:
        return known
    try:
        stored = unsealed(data)
    except ValueError as error:
        raise Damaged(path) from error
    with known_version(paths, path):
        info = replace(SnapshotInfo.from_stored(stored), identity=identity)
    with _UNDERSTANDING:
        while len(_UNDERSTOOD) >= _MOST_UNDERSTOOD:
            del _UNDERSTOOD[next(iter(_UNDERSTOOD))]
        _UNDERSTOOD[identity] = info
    return info


def _checked_bytes(paths: Paths, directory: Path) -> tuple[SnapshotInfo, dict[str, bytes]]:
    # All bytes before any is looked at, so that a replacement rarely comes between the files.
    record = directory / RECORD
    source = source_of(paths.root)
    if source is not None:
        source.bring(directory / f"{name}.parquet" for name in TABLES)
    recorded = record.read_bytes()
    data = {name: (directory / f"{name}.parquet").read_bytes() for name in TABLES}
    info = _info(paths, record, recorded)
    if source is not None and any(sha256(data[name]) != info.tables.get(name) for name in TABLES):
        # What was published is at hand again, other than what was written here.
        source.bring_again(directory / f"{name}.parquet" for name in TABLES)
        data = {name: (directory / f"{name}.parquet").read_bytes() for name in TABLES}
    for name in TABLES:
        if sha256(data[name]) != info.tables.get(name):
            raise Damaged(directory / f"{name}.parquet")
    return info, data


def _snapshot(paths: Paths, directory: Path) -> Snapshot:
    info, data = _checked_bytes(paths, directory)
    frames = {}
    for name, table in TABLES.items():
        try:
            frames[name] = from_parquet(table, data[name])
        except ValueError as error:
            # Written by a version with other columns.
            raise Damaged(directory / f"{name}.parquet") from error
    return Snapshot(info, frames["status"], frames["province_summary"])
