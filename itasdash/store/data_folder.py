"""The data folder as everybody reads it. See ``docs/data-folder.md``.

Readers take no lock: they read each file once and compare it with the hashes that were written, so
what they return is one whole snapshot. Whatever changes does so through the writer that
:meth:`Store.writing` gives, which holds the lock.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from itasdash.findings import Damaged
from itasdash.schema import (
    AliasEvent,
    CalendarEntry,
    CalendarEvent,
    LayoutEvent,
    Snapshot,
    SnapshotInfo,
    StaleSnapshots,
    sha256,
)
from itasdash.store.aliases import read_alias_file
from itasdash.store.calendar import read_calendar_file
from itasdash.store.layouts import read_layout
from itasdash.store.log_end import is_whole
from itasdash.store.logged import LoggedFolder
from itasdash.store.looks import Looks, look_of
from itasdash.store.originals import original_files, read_original
from itasdash.store.paths import BOUNDARIES, bytes_of, moment_of
from itasdash.store.registers import read_register, register_dates
from itasdash.store.seals import is_sealed
from itasdash.store.snapshots import (
    SEEN,
    Unopened,
    damaged_table,
    generation,
    read_record,
    read_records,
    read_snapshot,
    read_unopened,
    records_by_directory,
    snapshot_directories,
)
from itasdash.store.stale import stale_snapshots
from itasdash.store.versions import check_folder_version
from itasdash.store.writer import Writer, locked

# Seconds: a writer is done within one or two, and many may wait for their turn.
PATIENCE = 60.0


class Store(LoggedFolder):
    """A data folder with what is in it. It need not exist before something is written.

    Whoever writes waits for another writer as long as ``patience``, in seconds.
    """

    def __init__(self, root: Path, patience: float = PATIENCE) -> None:
        super().__init__(root)
        self._patience = patience

    def writing(self, act: str = "change") -> AbstractContextManager[Writer]:
        """Hold the lock that writers share, and give the writer who may change the folder.

        What a killed writer left is finished first. The lock holds between processes and between
        threads; it is not to be taken twice. ``act`` (of :data:`itasdash.schema.ACTS`) is what
        others are told who wait for it.

        Raises:
            Refusal: ``held_by`` or ``held``: another writer does not come to an end.
        """
        return locked(self.paths, act, self._patience)

    def inputs(self) -> str:
        """Return a hash of names, registers and layouts, on which every import rests."""
        paths = [self.paths.aliases, *map(self.paths.register, self.register_dates())]
        paths += self.layout_files()
        return sha256(b"".join(path.name.encode() + bytes_of(path) for path in paths))

    # --- register -------------------------------------------------------------------------------

    def register_dates(self) -> list[date]:
        """Return the dates from which the registers hold, the first one first."""
        return register_dates(self.paths)

    def register(self, effective: date) -> pd.DataFrame:
        """Return a register as a frame of :data:`itasdash.schema.REGISTER`.

        Raises:
            Damaged: the stored file is not what was written.
        """
        check_folder_version(self.paths)
        return read_register(self.paths, effective)

    # --- originals ------------------------------------------------------------------------------

    def originals(self) -> list[Path]:
        """Return the files that were ever accepted; other files in that directory are left out."""
        return original_files(self.paths)

    def original(self, digest: str) -> bytes:
        """Return the bytes of an accepted file.

        Raises:
            Damaged: the file is missing or its bytes are not those that were accepted.
        """
        return read_original(self.paths, digest)

    def aliases(self) -> list[AliasEvent]:
        """Return the confirmed names, the oldest first; a damaged line's name as the log has it."""
        check_folder_version(self.paths)
        aliases, damaged = self.read_aliases()
        if not aliases and not damaged:
            return []
        logged = self.events(AliasEvent)
        others = [alias for alias in aliases if alias not in logged]
        # Nobody confirmed what a whole log does not know; a long one is looked at for that alone.
        if others and is_whole(self.paths, self.read_log()):
            others = []
        if not damaged:
            return [alias for alias in aliases if alias in logged or alias in others]
        return sorted([*others, *logged], key=lambda alias: alias.at)

    def read_aliases(self) -> tuple[list[AliasEvent], list[int]]:
        """Return the sound lines of ``aliases.csv``, and the numbers (1-based) of damaged ones."""
        return read_alias_file(bytes_of(self.paths.aliases))

    def calendar(self) -> tuple[CalendarEntry, ...]:
        """Return the dates that the office has entered, in order.

        Where the file is damaged, as the log has them.
        """
        check_folder_version(self.paths)
        entries, damaged = self.read_calendar()
        if damaged and (events := self.events(CalendarEvent)):
            return events[-1].entries
        return tuple(entries)

    def read_calendar(self) -> tuple[list[CalendarEntry], list[int]]:
        """Return the sound lines of ``calendar.csv``, and the numbers (1-based) of damaged ones."""
        return read_calendar_file(bytes_of(self.paths.calendar))

    def layout_files(self) -> list[Path]:
        """Return the files of the layouts that a person has taught."""
        return sorted(self.paths.layouts.glob("*.json"))

    def layouts(self) -> list[LayoutEvent]:
        """Return the taught layouts that are undamaged."""
        check_folder_version(self.paths)
        found = (read_layout(self.paths, path) for path in self.layout_files())
        return [layout for layout in found if layout is not None]

    def damaged_layouts(self) -> list[Path]:
        """Return the files of layouts that are not what was written."""
        return [path for path in self.layout_files() if read_layout(self.paths, path) is None]

    # --- snapshots ------------------------------------------------------------------------------

    def records(self) -> list[SnapshotInfo | Path]:
        """Return the record of every snapshot, or the path of a record that is damaged."""
        check_folder_version(self.paths)
        return read_records(self.paths)

    def generation(self) -> tuple[tuple[str, int], ...]:
        """Return what becomes another one whenever a snapshot comes, goes or is replaced."""
        return generation(self.paths)

    def moments(self) -> list[datetime]:
        """Return the moments of all snapshots, the earliest first; none of them is opened.

        Also of one that is damaged.
        """
        found = (moment_of(directory) for directory in snapshot_directories(self.paths))
        return sorted(moment for moment in found if moment is not None)

    def snapshots(self) -> list[SnapshotInfo]:
        """Return every snapshot, the earliest first; one whose record is damaged is left out."""
        return _in_order(self.records())

    def snapshots_of_year(self, year: int) -> list[SnapshotInfo]:
        """Return those of a fiscal year (in Buddhist Era); no record of another one is opened."""
        check_folder_version(self.paths)
        return _in_order(read_records(self.paths, year=f"fiscal_year={year}"))

    def damaged(self, looks: Looks = SEEN) -> list[Path]:
        """Return the damaged files, the first of each snapshot; only ``verify`` reads originals.

        Tables and the log are not read again that look as they did when ``looks`` found them sound.
        """
        check_folder_version(self.paths)
        found = []
        for directory, record in records_by_directory(self.paths):
            path = (
                record
                if isinstance(record, Path)
                else damaged_table(self.paths, record, directory, looks)
            )
            if path is not None:
                found.append(path)
        registers = map(self.paths.register, self.register_dates())
        found += [path for path in registers if not _is_sealed(path)]
        if self._log_is_damaged(looks):
            found.append(self.paths.log)
        if self.read_aliases()[1]:
            found.append(self.paths.aliases)
        if self.read_calendar()[1]:
            found.append(self.paths.calendar)
        looks.keep()
        return found + self.damaged_layouts()

    def _log_is_damaged(self, looks: Looks) -> bool:
        name = str(self.paths.log)
        try:
            look = look_of(str(self.root), [self.paths.log.name])
        except OSError:
            look = ()
        if look and looks.are_sound(name, look):
            return False
        log = self.read_log()
        if log.damaged or log.gaps:
            return True
        if look:
            looks.remember(name, look)
        return False

    def latest(self) -> SnapshotInfo | None:
        """Return the record of the latest snapshot, None where there is no snapshot.

        Raises:
            Damaged: the latest one's record is damaged. That of an earlier one does not matter.
        """
        check_folder_version(self.paths)
        for directory in reversed(snapshot_directories(self.paths)):
            if directory.is_dir():
                info = read_record(self.paths, directory)
                if self.paths.snapshot(info.as_of) != directory:
                    raise Damaged(directory)
                return info
        return None

    def info(self, as_of: datetime) -> SnapshotInfo | None:
        """Return the record of the snapshot of a moment, None where there is none.

        Raises:
            Damaged: its record is not what was written.
        """
        try:
            return read_record(self.paths, self.paths.snapshot(as_of))
        except FileNotFoundError:
            return None

    def read(self, as_of: datetime) -> Snapshot:
        """Return one whole snapshot.

        Raises:
            Damaged: a table is not what was written.
            FileNotFoundError: there is no snapshot of that moment.
        """
        return read_snapshot(self.paths, as_of)

    def read_unopened(self, as_of: datetime) -> Unopened:
        """Return one snapshot whose bytes were compared, and of which no table was opened.

        Raises:
            Damaged: a table is not what was written.
            FileNotFoundError: there is no snapshot of that moment.
        """
        return read_unopened(self.paths, as_of)

    def stale(self) -> list[datetime]:
        """Return the moments whose snapshots have yet to follow a change of what they rest on."""
        return list(self.following().as_of)

    def following(self) -> StaleSnapshots:
        """Return those, with how many have followed by now, and what."""
        return stale_snapshots(self.paths)

    # --- what the office itself has put there ---------------------------------------------------

    def boundaries(self) -> bytes:
        """Return the bytes of ``boundaries.geojson``, none where there is no such file.

        Raises:
            OSError: the file cannot be read.
        """
        return bytes_of(self.root / BOUNDARIES)

    def boundaries_identity(self) -> str:
        """Return a text that changes whenever that file does, empty without such a file."""
        try:
            found = (self.root / BOUNDARIES).stat()
        except FileNotFoundError:
            return ""
        return f"{found.st_mtime_ns}-{found.st_size}"

    def office_file(self, name: str) -> bytes | None:
        """Return a file that the office itself has put into the folder, None where there is none.

        Such files (``office.toml``, ``templates/…``) are only ever read.
        """
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None


def _in_order(records: Iterable[SnapshotInfo | Path]) -> list[SnapshotInfo]:
    found = [record for record in records if isinstance(record, SnapshotInfo)]
    return sorted(found, key=lambda info: info.as_of)


def _is_sealed(path: Path) -> bool:
    try:
        return is_sealed(path.read_bytes())
    except OSError:
        return False
