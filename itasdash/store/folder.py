"""How the data folder changes: a step at a time, under a lock, each with its line in the log."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from itasdash.schema import sha256
from itasdash.store.atomic import (
    Content,
    append_synced,
    being_replaced,
    finish,
    make_directory,
    replacing,
    write_synced,
)
from itasdash.store.log import Log, log_line, mended, read_log
from itasdash.store.records import sealed, unsealed

# The file of a snapshot's directory that holds the hashes of the others.
RECORD = "snapshot.json"
# What an office may lay there by hand: see docs/data-folder.md.
BOUNDARIES = "boundaries.geojson"


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file, none where there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


class Folder:
    """A folder of files that change all or nothing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.staging = root / ".staging"
        self.log_path = root / "log.jsonl"
        self.alias_path = root / "aliases.csv"
        self._intent = self.staging / "intent.json"
        self._stale = root / ".stale.json"

    # --- writing --------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock that writers share; what a killed writer left is mended first.

        The lock holds between processes and between threads; it is not to be taken twice.
        """
        make_directory(self.root)
        with FileLock(self.root / ".lock", poll_interval=0.01):
            self._mend()
            yield
            # After a failure it stays, which tells the next writer to look.
            shutil.rmtree(self.staging, ignore_errors=True)

    def _mend(self) -> None:
        data = bytes_of(self.log_path)
        if not data.endswith(b"\n") and data:
            self.change(self.log_path, mended(data))
        if self.staging.is_dir():
            finish(self.staging)
            self._finish_intent()
            shutil.rmtree(self.staging, ignore_errors=True)

    def change(self, path: Path, content: Content, event: Mapping[str, Any] | None = None) -> None:
        """Let ``content`` stand at ``path`` and log ``event``: both or neither.

        A kill between the two leaves an intent, from which the next writer adds the missing line.
        """
        if event is None:
            with replacing(path, content, self.staging):
                return
        told_by = path / RECORD if isinstance(content, dict) or path.is_dir() else path
        record = content[RECORD] if isinstance(content, dict) else content
        intent = {
            "event": event,
            "path": told_by.relative_to(self.root).as_posix(),
            "sha256": None if record is None else sha256(record),
        }
        make_directory(self.staging)
        write_synced(self._intent, sealed(intent))
        with replacing(path, content, self.staging):
            self.log(event)
        with suppress(OSError):
            self._intent.unlink()

    def _finish_intent(self) -> None:
        try:
            intent = unsealed(bytes_of(self._intent))
        except ValueError:
            # None, or half of one: nothing had been done by then.
            return
        path, event = self.root / intent["path"], intent["event"]
        there = sha256(path.read_bytes()) if path.exists() else None
        logged = any(event.items() <= last.items() for last in self.read_log().events[-1:])
        if there == intent["sha256"] and not logged:
            self.log(event)

    def stale(self) -> list[datetime]:
        """Return the moments whose snapshots have yet to follow a change of names or registers."""
        try:
            written = unsealed(bytes_of(self._stale))["as_of"]
        except ValueError:
            return []
        return [datetime.fromisoformat(text) for text in written]

    def mark_stale(self, moments: Iterable[datetime]) -> None:
        """Remember which snapshots have to be derived again. The lock is held."""
        written = [moment.isoformat() for moment in moments]
        if written:
            self.change(self._stale, sealed({"as_of": written}))
        else:
            self._stale.unlink(missing_ok=True)

    # --- reading ---------------------------------------------------------------------------------

    def snapshot_directories(self) -> list[Path]:
        """Return the directories of all snapshots, also one that is just being replaced.

        Where names cannot be exchanged it is away for a moment, and a note says so; looking before
        and after the notes finds one that comes back in between.
        """
        there = self.root / "snapshots"
        before = set(there.glob("fiscal_year=*/as_of=*"))
        away = {path for path in being_replaced(self.staging) if path.parent.parent == there}
        return sorted(before | away | set(there.glob("fiscal_year=*/as_of=*")))

    def boundaries(self) -> bytes:
        """Return the bytes of ``boundaries.geojson``, none where there is no such file.

        Raises:
            OSError: the file cannot be read.
        """
        return self.office_file(BOUNDARIES) or b""

    def boundaries_identity(self) -> str:
        """Return what changes whenever that file does, without reading it; empty without one."""
        try:
            found = (self.root / BOUNDARIES).stat()
        except FileNotFoundError:
            return ""
        return f"{found.st_mtime_ns}-{found.st_size}"

    def office_file(self, name: str) -> bytes | None:
        """Return a file that the office itself has put into the folder, None where there is none.

        Such files (``office.toml``, ``templates/…``) are only ever read here.
        """
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None

    # --- log ------------------------------------------------------------------------------------

    def read_log(self) -> Log:
        """Return the log with what is wrong with it."""
        return read_log(bytes_of(self.log_path))

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """Return the events of some kinds, or of all, the oldest first."""
        marks = [f'"event": "{kind}"'.encode() for kind in kinds]
        lines = bytes_of(self.log_path).split(b"\n")
        if marks:
            lines = [line for line in lines if any(mark in line for mark in marks)]
        return read_log(b"\n".join(lines)).events

    def log(self, event: Mapping[str, Any]) -> None:
        """Append an event to ``log.jsonl``. The lock is held."""
        data = bytes_of(self.log_path)
        last = read_log(data[data.rfind(b"\n", 0, -1) + 1 :])
        seal = last.seal or read_log(data).seal
        append_synced(self.log_path, log_line(event, seal))
