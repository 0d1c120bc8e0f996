"""The data folder: the only module that touches it. See ``docs/data-folder.md``.

Whatever changes does so as one step, under a lock that writers share, together with its line in the
log. Readers take no lock: they read each file once and compare it with the hashes that were
written, so what they return is one whole snapshot.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from itasdash.findings import Damaged, Refusal
from itasdash.schema import (
    PROVINCE_SUMMARY,
    REGISTER,
    STATUS,
    Snapshot,
    SnapshotInfo,
    sha256,
)
from itasdash.store.aliases import Row, alias_event, alias_file, read_alias_file
from itasdash.store.atomic import read_patiently
from itasdash.store.folder import RECORD, Folder, bytes_of
from itasdash.store.records import from_parquet, is_sealed, read_info, sealed, to_parquet
from itasdash.thai.dates import BANGKOK, fiscal_year

_TABLES = {"status": STATUS, "province_summary": PROVINCE_SUMMARY}
_T = TypeVar("_T")


def register_holding(dates: Sequence[date], moment: datetime) -> date:
    """Return which of the registers holds at a moment: the first one also for all time before it.

    Raises:
        Refusal: there is none.
    """
    if not dates:
        raise Refusal("no_register")
    return max((day for day in dates if day <= moment.date()), default=min(dates))


class Store(Folder):
    """A data folder with what is in it. It need not exist before something is written."""

    def inputs(self) -> str:
        """Return a hash of the confirmed names and the registers, on which every import rests."""
        paths = [self.alias_path, *map(self.register_path, self.register_dates())]
        return sha256(b"".join(path.name.encode() + bytes_of(path) for path in paths))

    # --- register -------------------------------------------------------------------------------

    def register_path(self, effective: date) -> Path:
        """Return where the register is that holds from a date on."""
        return self.root / "register" / f"{effective}.parquet"

    def register_dates(self) -> list[date]:
        """Return the dates from which the registers hold, the first one first."""
        found = (_date(path.stem) for path in (self.root / "register").glob("*.parquet"))
        return sorted(day for day in found if day)

    def register_date_at(self, moment: datetime) -> date:
        """Return which register holds at a moment.

        Raises:
            Refusal: no register has been loaded.
        """
        return register_holding(self.register_dates(), moment)

    def register(self, effective: date) -> pd.DataFrame:
        """Return a register as a frame of :data:`REGISTER`.

        Raises:
            Damaged: the stored file is not what was written.
        """
        path = self.register_path(effective)
        try:
            return from_parquet(REGISTER, path.read_bytes())
        except (FileNotFoundError, ValueError) as error:
            raise Damaged(path) from error

    def write_register(
        self, effective: date, frame: pd.DataFrame, event: Mapping[str, Any] | None = None
    ) -> None:
        """Store the register that holds from a date on, and log it. The lock is held."""
        self.change(self.register_path(effective), to_parquet(REGISTER, frame), event)

    # --- originals ------------------------------------------------------------------------------

    def originals(self) -> list[Path]:
        """Return the files that were ever accepted; what else lies about there is left out."""
        found = (self.root / "originals").glob(f"{'[0-9a-f]' * 64}*")
        return sorted(found)

    def keep_original(self, data: bytes, suffix: str) -> None:
        """Keep the bytes of an accepted file, in place of damaged ones. The lock is held."""
        digest = sha256(data)
        path = self.root / "originals" / f"{digest}{suffix}"
        for path in self._copies(digest):
            if path.read_bytes() == data:
                return
        self.change(path, data)

    def _copies(self, digest: str) -> list[Path]:
        return sorted((self.root / "originals").glob(f"{digest}*"))

    def original(self, digest: str) -> bytes:
        """Return the bytes of an accepted file.

        Raises:
            Damaged: the file is missing or its bytes are not those that were accepted.
        """
        for path in self._copies(digest):
            if self.is_original(path):
                return path.read_bytes()
        raise Damaged((self._copies(digest) or [self.root / "originals" / digest])[0])

    @staticmethod
    def is_original(path: Path) -> bool:
        """Tell whether a file among the originals holds the bytes that its name says."""
        try:
            return path.name.partition(".")[0] == sha256(path.read_bytes())
        except OSError:
            return False

    # --- aliases --------------------------------------------------------------------------------

    def aliases(self) -> list[Row]:
        """Return the confirmed names that are undamaged, the oldest first."""
        return read_alias_file(bytes_of(self.alias_path))[0]

    def damaged_alias_lines(self) -> list[int]:
        """Return the numbers (1-based) of the lines of ``aliases.csv`` that are damaged."""
        data = bytes_of(self.alias_path)
        return read_alias_file(data)[1]

    def add_alias(self, row: Row) -> None:
        """Keep a name that a person has confirmed, and log it. The lock is held."""
        self.change(self.alias_path, alias_file([*self.aliases(), row]), alias_event(row))

    def restore_aliases(self, rows: Iterable[Row]) -> None:
        """Write ``aliases.csv`` again, with these rows. The lock is held."""
        self.change(self.alias_path, alias_file(rows))

    # --- snapshots ------------------------------------------------------------------------------

    def directory(self, as_of: datetime) -> Path:
        """Return where the snapshot of a moment is."""
        year = fiscal_year(as_of.astimezone(BANGKOK))
        name = f"as_of={as_of.astimezone(BANGKOK):%Y%m%dT%H%M}"
        return self.root / "snapshots" / f"fiscal_year={year}" / name

    def records(self) -> list[SnapshotInfo | Path]:
        """Return what every snapshot says of itself, or the path of the record that is damaged."""
        found: list[SnapshotInfo | Path] = []
        for directory in self.snapshot_directories():
            if directory.is_file():
                continue
            try:
                info = self._patiently(directory, _read_record)
            except FileNotFoundError:
                # Removed just now, or its record is lost.
                if directory.is_dir():
                    found.append(directory / RECORD)
            except (Damaged, OSError):
                found.append(directory / RECORD)
            else:
                found.append(info if self.directory(info.as_of) == directory else directory)
        return found

    def snapshots(self) -> list[SnapshotInfo]:
        """Return every snapshot, the earliest first; one whose record is damaged is left out."""
        found = [record for record in self.records() if isinstance(record, SnapshotInfo)]
        return sorted(found, key=lambda info: info.as_of)

    def damaged(self) -> list[Path]:
        """Return what is damaged, as far as a look at the records, registers and log can tell.

        Whoever reads a snapshot checks its tables; the originals are left to ``verify``.
        """
        found = [record for record in self.records() if isinstance(record, Path)]
        registers = map(self.register_path, self.register_dates())
        found += [path for path in registers if not _is_sealed(path)]
        log = self.read_log()
        if log.damaged or log.gaps:
            found.append(self.log_path)
        if self.damaged_alias_lines():
            found.append(self.alias_path)
        return found

    def info(self, as_of: datetime) -> SnapshotInfo | None:
        """Return what there is about the snapshot of a moment, None where there is none.

        Raises:
            Damaged: its record is not what was written.
        """
        directory = self.directory(as_of)
        try:
            return self._patiently(directory, _read_record)
        except FileNotFoundError:
            return None

    def read(self, as_of: datetime) -> Snapshot:
        """Return one whole snapshot.

        Raises:
            Damaged: a table is not what was written.
            FileNotFoundError: there is no snapshot of that moment.
        """
        directory = self.directory(as_of)
        return self._patiently(directory, _read_snapshot)

    def _patiently(self, directory: Path, read: Callable[[Path], _T]) -> _T:
        return read_patiently(directory, self.staging, read, (FileNotFoundError, Damaged))

    def publish(
        self,
        as_of: datetime,
        status: pd.DataFrame,
        province_summary: pd.DataFrame,
        about: Mapping[str, object],
        event: Mapping[str, Any] | None = None,
    ) -> None:
        """Store a snapshot, in place of the one of that moment, and log it. The lock is held.

        ``about`` is what ``snapshot.json`` says beside ``as_of``, ``fiscal_year`` and ``tables``.
        Without an ``event`` the snapshot is only derived again.
        """
        files = {
            "status.parquet": to_parquet(STATUS, status),
            "province_summary.parquet": to_parquet(PROVINCE_SUMMARY, province_summary),
        }
        record = {
            "as_of": as_of.astimezone(BANGKOK).isoformat(),
            "fiscal_year": fiscal_year(as_of.astimezone(BANGKOK)),
            **about,
            "tables": {name.removesuffix(".parquet"): sha256(data) for name, data in files.items()},
        }
        files[RECORD] = sealed(record)
        self.change(self.directory(as_of), files, event)

    def remove_snapshot(self, as_of: datetime, reason: str, who: str, when: datetime) -> None:
        """Take a snapshot away, and log why; its originals stay. The lock is held.

        Raises:
            FileNotFoundError: there is no snapshot of that moment.
        """
        event = _event("remove", as_of, who, when, reason=reason)
        self.change(self.directory(as_of), None, event)

    def acknowledge(self, as_of: datetime, reason: str, who: str, when: datetime) -> None:
        """Log that someone takes the errors of a snapshot as they are. The lock is held.

        Raises:
            FileNotFoundError: there is no snapshot of that moment.
        """
        errors = self.read(as_of).info.errors_digest
        self.log(_event("acknowledge", as_of, who, when, reason=reason, errors=errors))

    def log_download(self, as_of: datetime | None, file: str, who: str, when: datetime) -> None:
        """Log that someone has taken a file away, of a snapshot or none yet. The lock is held."""
        moment = as_of and as_of.astimezone(BANGKOK).isoformat()
        event = {"event": "download", "as_of": moment, "at": when.isoformat(), "who": who}
        self.log({**event, "file": file})

    def acknowledgement(self, info: SnapshotInfo) -> dict[str, Any] | None:
        """Return the event that takes the errors of a snapshot as they are now, if there is one."""
        about = {"as_of": info.stored["as_of"], "errors": info.errors_digest}
        found = [e for e in self.events("acknowledge") if about.items() <= e.items()]
        return found[-1] if found else None


def _event(
    kind: str, as_of: datetime, who: str, when: datetime, **said: object
) -> dict[str, object]:
    moment = as_of.astimezone(BANGKOK).isoformat()
    return {"event": kind, "as_of": moment, "at": when.isoformat(), "who": who, **said}


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_sealed(path: Path) -> bool:
    try:
        return is_sealed(path.read_bytes())
    except OSError:
        return False


def _read_record(directory: Path) -> SnapshotInfo:
    path = directory / RECORD
    return read_info(path, path.read_bytes())


def _read_snapshot(directory: Path) -> Snapshot:
    # All bytes before any is looked at, so that a replacement rarely comes between the files.
    record = directory / RECORD
    said = record.read_bytes()
    data = {name: (directory / f"{name}.parquet").read_bytes() for name in _TABLES}
    info = read_info(record, said)
    frames = {}
    for name, table in _TABLES.items():
        path = directory / f"{name}.parquet"
        if sha256(data[name]) != info.stored["tables"][name]:
            raise Damaged(path)
        try:
            frames[name] = from_parquet(table, data[name])
        except ValueError as error:
            # Written by a version with other columns.
            raise Damaged(path) from error
    return Snapshot(info, frames["status"], frames["province_summary"])
