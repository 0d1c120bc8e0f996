"""How a data folder changes: a step at a time, each together with its line in the log.

Only :class:`itasdash.store.writer.Writer` uses this, which holds the lock.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from itasdash.schema import Event, Intent, event_of, sha256
from itasdash.store.atomic import (
    Content,
    append_synced,
    finish,
    make_directory,
    replacing,
    write_synced,
)
from itasdash.store.log import log_line, read_log, with_whole_end
from itasdash.store.paths import RECORD, Paths, bytes_of
from itasdash.store.seals import sealed, unsealed
from itasdash.store.versions import known_version


class Changes:
    """Changes of the files of one data folder, all or nothing."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths

    def change(self, path: Path, content: Content, event: Event | None = None) -> None:
        """Let ``content`` stand at ``path`` and log ``event``: both or neither.

        A kill between the two leaves an intent, from which the next writer adds the missing line.
        """
        staging = self._paths.staging
        if event is None:
            with replacing(path, content, staging):
                return
        # The file whose content tells whether the change was made.
        witness = path / RECORD if isinstance(content, dict) or path.is_dir() else path
        record = content[RECORD] if isinstance(content, dict) else content
        intent = Intent(
            event=event,
            path=witness.relative_to(self._paths.root).as_posix(),
            sha256=None if record is None else sha256(record),
        )
        make_directory(staging)
        write_synced(self._paths.intent, sealed(intent.stored()))
        with replacing(path, content, staging):
            self.log(event)
        with suppress(OSError):
            self._paths.intent.unlink()

    def log(self, event: Event) -> None:
        """Append an event to the log."""
        data = bytes_of(self._paths.log)
        last = read_log(data[data.rfind(b"\n", 0, -1) + 1 :])
        seal = last.seal or read_log(data).seal
        append_synced(self._paths.log, log_line(event.stored(), seal))

    def finish_interrupted(self) -> None:
        """Complete or undo what a killed writer left half done.

        Raises:
            Refusal: it was a later version of this program; nothing is done then.
        """
        intent = self._intent()
        data = bytes_of(self._paths.log)
        if not data.endswith(b"\n") and data:
            self.change(self._paths.log, with_whole_end(data))
        if self._paths.staging.is_dir():
            finish(self._paths.staging)
            if intent is not None:
                self._finish(intent)
            self.clear_staging()

    def clear_staging(self) -> None:
        """Take away what changes were prepared with."""
        shutil.rmtree(self._paths.staging, ignore_errors=True)

    def _intent(self) -> Intent | None:
        try:
            stored = unsealed(bytes_of(self._paths.intent))
        except ValueError:
            # None, or half of one: nothing had been done by then.
            return None
        with known_version(self._paths, self._paths.intent):
            return Intent.from_stored(stored)

    def _finish(self, intent: Intent) -> None:
        path, event = self._paths.root / intent.path, intent.event
        found = sha256(path.read_bytes()) if path.exists() else None
        lines = read_log(bytes_of(self._paths.log)).lines
        logged = any(event == event_of(last) for last in lines[-1:])
        if found == intent.sha256 and not logged:
            self.log(event)
