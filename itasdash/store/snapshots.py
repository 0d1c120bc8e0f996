"""Snapshots as they are read: whole, also while one is being replaced."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TypeVar

from itasdash.findings import Damaged
from itasdash.schema import PROVINCE_SUMMARY, STATUS, Snapshot, SnapshotInfo, sha256
from itasdash.store.atomic import being_replaced, read_patiently
from itasdash.store.index import read_index, understood
from itasdash.store.looks import Looks, look_of, stat_of
from itasdash.store.on_demand import source_of
from itasdash.store.paths import RECORD, Paths, moment_of
from itasdash.store.seals import from_parquet, unsealed
from itasdash.store.versions import check_folder_version, known_version

TABLES = {"status": STATUS, "province_summary": PROVINCE_SUMMARY}
_T = TypeVar("_T")
# Records by the hash of their bytes, the first understood first; eleven years of daily snapshots.
_UNDERSTOOD: dict[str, SnapshotInfo] = {}
_MOST_UNDERSTOOD = 4096
_UNDERSTANDING = Lock()
# How the record of a directory looked when it was read last, and its identity.
_Place = tuple[int, int, int]
_LOOKED: dict[str, tuple[_Place, str]] = {}


def snapshot_directories(
    paths: Paths, names: str = "as_of=*", year: str = "fiscal_year=*"
) -> list[Path]:
    """Return the directories of all snapshots, also one that is just being replaced.

    ``names`` and ``year`` are patterns of those that are wanted.

    Where names cannot be exchanged it is away for a moment, and a note says so; looking before and
    after the notes finds one that comes back in between.
    """
    before = set(paths.snapshots.glob(f"{year}/{names}"))
    replaced = being_replaced(paths.staging)
    away = {
        path
        for path in replaced
        if path.parent.parent == paths.snapshots
        and fnmatch(path.name, names)
        and fnmatch(path.parent.name, year)
    }
    after = set(paths.snapshots.glob(f"{year}/{names}"))
    return sorted(before | away | after)


def generation(paths: Paths) -> tuple[tuple[str, int], ...]:
    """Return what becomes another one whenever a snapshot comes, goes or is replaced."""
    years = paths.snapshots.glob("fiscal_year=*")
    return tuple(sorted((year.name, year.stat().st_mtime_ns) for year in years))


def snapshots_of_month(paths: Paths, month: date) -> list[SnapshotInfo]:
    """Return the sound snapshots of a month (by a day in it), the earliest first."""
    found = []
    for directory in snapshot_directories(paths, f"as_of={month:%Y%m}*"):
        try:
            info = read_record(paths, directory)
        except (Damaged, OSError):
            continue
        if paths.snapshot(info.as_of) == directory:
            found.append(info)
    return found


def read_records(paths: Paths, year: str = "fiscal_year=*") -> list[SnapshotInfo | Path]:
    """Return the record of every snapshot, or the path of a record that is damaged.

    One that looks as it did when it was read, or indexed, is not read again. ``year`` is a pattern
    of the directories of years that are wanted.
    """
    return [record for _, record in records_by_directory(paths, year)]


def records_by_directory(
    paths: Paths, year: str = "fiscal_year=*"
) -> list[tuple[Path, SnapshotInfo | Path]]:
    """Return :func:`read_records`, each with the directory of its snapshot."""
    found: list[tuple[Path, SnapshotInfo | Path]] = []
    index: dict[str, datetime] | None = None
    for directory in snapshot_directories(paths, year=year):
        name = str(directory)
        look = _look_at(f"{name}/{RECORD}")
        info = _seen(name, look)
        if info is None and look is not None:
            index = read_index(paths) if index is None else index
            info = _indexed(paths, directory, look, index)
        records = [info] if info is not None else _read_now(paths, directory, look)
        found += [(directory, record) for record in records]
    return found


def _look_at(path: str) -> _Place | None:
    try:
        found = stat_of(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def _seen(name: str, look: _Place | None) -> SnapshotInfo | None:
    seen = _LOOKED.get(name)
    return _UNDERSTOOD.get(seen[1]) if seen is not None and seen[0] == look else None


def _indexed(
    paths: Paths, directory: Path, look: _Place, index: dict[str, datetime]
) -> SnapshotInfo | None:
    """Return a record that the index vouches for, None where it does not."""
    record = directory / RECORD
    try:
        info = understood(paths, record, record.read_bytes(), index)
    except OSError:
        return None
    # As everywhere, a record that lies out of its place is none.
    if info is None or moment_of(directory) != info.as_of.replace(second=0, microsecond=0):
        return None
    _remember(info.identity, info)
    _look_remembered(directory, look, info)
    return info


def _read_now(paths: Paths, directory: Path, look: _Place | None) -> list[SnapshotInfo | Path]:
    """Return the record of a snapshot, or what is damaged of it, or nothing where it is gone."""
    if directory.is_file():
        return []
    try:
        info = read_record(paths, directory)
    except FileNotFoundError:
        # Removed just now; or its record is lost, or a killed writer left it out of place.
        there = directory.is_dir() or directory in being_replaced(paths.staging)
        return [directory / RECORD] if there else []
    except (Damaged, OSError):
        return [directory / RECORD]
    if paths.snapshot(info.as_of) != directory:
        return [directory]
    if look is not None:
        # Seen before it was read: one that is replaced in between looks otherwise.
        _look_remembered(directory, look, info)
    return [info]


def _look_remembered(directory: Path, look: _Place, info: SnapshotInfo) -> None:
    with _UNDERSTANDING:
        while len(_LOOKED) >= 2 * _MOST_UNDERSTOOD:
            del _LOOKED[next(iter(_LOOKED))]
        _LOOKED[str(directory)] = (look, info.identity)


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


@dataclass(frozen=True)
class Unopened:
    """A snapshot whose bytes are those that were written, and of which no table was opened yet."""

    paths: Paths
    info: SnapshotInfo
    data: Mapping[str, bytes]

    def opened(self) -> Snapshot:
        """Return the whole snapshot.

        Raises:
            Damaged: a table is of a version with other columns.
        """
        frames = {}
        for name, table in TABLES.items():
            try:
                frames[name] = from_parquet(table, self.data[name])
            except ValueError as error:
                directory = self.paths.snapshot(self.info.as_of)
                raise Damaged(directory / f"{name}.parquet") from error
        return Snapshot(self.info, frames["status"], frames["province_summary"])


def read_unopened(paths: Paths, as_of: datetime) -> Unopened:
    """Return one whole snapshot of which all bytes were compared, and no table opened.

    Raises:
        Damaged, FileNotFoundError: as :func:`read_snapshot` does.
    """
    check_folder_version(paths)
    return _patiently(paths, paths.snapshot(as_of), partial(_unopened, paths))


def check_tables(paths: Paths, as_of: datetime) -> None:
    """Check that the tables of a snapshot are, byte for byte, those that its record names.

    Raises:
        Damaged: one of them is not what was written.
        FileNotFoundError: there is no snapshot of that moment, or a table of it is missing.
    """
    _patiently(paths, paths.snapshot(as_of), partial(_checked_bytes, paths))


# What this process found sound.
SEEN = Looks()
_FILES = (RECORD, *(f"{name}.parquet" for name in TABLES))


def damaged_table(paths: Paths, info: SnapshotInfo, directory: Path, looks: Looks) -> Path | None:
    """Return a table of a snapshot that is not what was written, None where all are.

    What looks as it did when it was found sound is not read again.
    """
    if source_of(paths.root) is not None:
        # A table that is not here yet is no damage; whatever is wrong is fetched again.
        return None
    name = str(directory)
    try:
        look = look_of(name, _FILES)
        if looks.are_sound(name, look):
            return None
        check_tables(paths, info.as_of)
        looks.remember(name, look)
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
    _remember(identity, info)
    return info


def _remember(identity: str, info: SnapshotInfo) -> None:
    with _UNDERSTANDING:
        while len(_UNDERSTOOD) >= _MOST_UNDERSTOOD:
            del _UNDERSTOOD[next(iter(_UNDERSTOOD))]
        _UNDERSTOOD[identity] = info


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


def _unopened(paths: Paths, directory: Path) -> Unopened:
    return Unopened(paths, *_checked_bytes(paths, directory))


def _snapshot(paths: Paths, directory: Path) -> Snapshot:
    return _unopened(paths, directory).opened()
