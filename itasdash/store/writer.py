"""What may be done to a data folder by whoever holds its lock, and by nobody else."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pandas as pd
from filelock import BaseFileLock, FileLock

from itasdash.schema import PROVINCE_SUMMARY, REGISTER, STATUS, sha256
from itasdash.store.aliases import Row, alias_event, alias_file, read_alias_file
from itasdash.store.atomic import make_directory
from itasdash.store.changes import Changes
from itasdash.store.layouts import layout_event, layout_file
from itasdash.store.paths import RECORD, Paths, bytes_of
from itasdash.store.records import sealed, to_parquet
from itasdash.store.snapshots import read_snapshot
from itasdash.thai.dates import BANGKOK, fiscal_year


class Writer:
    """The one who holds the lock of a data folder; :meth:`itasdash.store.Store.writing` gives it.

    Each method is one step: all of it happens, together with its line in the log, or nothing.
    Once the lock is given back, every method raises ``RuntimeError``.
    """

    def __init__(self, paths: Paths, lock: BaseFileLock) -> None:
        self._paths = paths
        self._lock = lock
        self._changes = Changes(paths)

    @property
    def _held(self) -> Changes:
        if not self._lock.is_locked:
            raise RuntimeError("the lock has been given back")
        return self._changes

    def log(self, event: Mapping[str, Any]) -> None:
        """Append an event to the log."""
        self._held.log(event)

    # --- what snapshots rest on -----------------------------------------------------------------

    def write_register(
        self, effective: date, frame: pd.DataFrame, event: Mapping[str, Any] | None = None
    ) -> None:
        """Store the register (a frame of :data:`REGISTER`) that holds from a date on, and log it.

        Without an ``event`` it is only derived again.
        """
        self._held.change(self._paths.register(effective), to_parquet(REGISTER, frame), event)

    def keep_original(self, data: bytes, suffix: str) -> None:
        """Keep the bytes of an accepted file, in place of damaged ones."""
        digest = sha256(data)
        path = self._paths.originals / f"{digest}{suffix}"
        for path in sorted(self._paths.originals.glob(f"{digest}*")):
            if path.read_bytes() == data:
                return
        self._held.change(path, data)

    def add_alias(self, row: Row) -> None:
        """Keep a name that a person has confirmed, and log it."""
        rows, _ = read_alias_file(bytes_of(self._paths.aliases))
        self._held.change(self._paths.aliases, alias_file([*rows, row]), alias_event(row))

    def restore_aliases(self, rows: Iterable[Row]) -> None:
        """Write ``aliases.csv`` again, with these rows."""
        self._held.change(self._paths.aliases, alias_file(rows))

    def keep_layout(self, record: Mapping[str, Any]) -> None:
        """Store what a person has taught of a layout, and log it."""
        path = self._paths.layout(record["fingerprint"])
        self._held.change(path, layout_file(record), layout_event(record))

    def restore_layout(self, record: Mapping[str, Any]) -> None:
        """Write a layout again that the log knows."""
        self._held.change(self._paths.layout(record["fingerprint"]), layout_file(record))

    def remove_layout(self, fingerprint: str, event: Mapping[str, Any]) -> None:
        """Take a layout away, and log it.

        Raises:
            FileNotFoundError: there is no such layout.
        """
        self._held.change(self._paths.layout(fingerprint), None, event)

    def mark_stale(self, moments: Iterable[datetime]) -> None:
        """Remember which snapshots have to be derived again."""
        changes, written = self._held, [moment.isoformat() for moment in moments]
        if written:
            changes.change(self._paths.stale, sealed({"as_of": written}))
        else:
            self._paths.stale.unlink(missing_ok=True)

    # --- snapshots ------------------------------------------------------------------------------

    def publish(
        self,
        as_of: datetime,
        status: pd.DataFrame,
        province_summary: pd.DataFrame,
        about: Mapping[str, object],
        event: Mapping[str, Any] | None = None,
    ) -> None:
        """Store a snapshot, in place of the one of that moment, and log it.

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
        self._held.change(self._paths.snapshot(as_of), files, event)

    def remove_snapshot(self, as_of: datetime, reason: str, who: str, when: datetime) -> None:
        """Take a snapshot away, and log why; its originals stay.

        Raises:
            FileNotFoundError: there is no snapshot of that moment.
        """
        event = _event("remove", as_of, who, when, reason=reason)
        self._held.change(self._paths.snapshot(as_of), None, event)

    def acknowledge(self, as_of: datetime, reason: str, who: str, when: datetime) -> None:
        """Log that someone takes the errors of a snapshot as they are.

        Raises:
            Damaged: a table of it is not what was written.
            FileNotFoundError: there is no snapshot of that moment.
        """
        errors = read_snapshot(self._paths, as_of).info.errors_digest
        self.log(_event("acknowledge", as_of, who, when, reason=reason, errors=errors))

    def log_download(self, as_of: datetime | None, file: str, who: str, when: datetime) -> None:
        """Log that someone has taken a file away, of a snapshot or none yet."""
        self.log(_event("download", as_of, who, when, file=file))


@contextmanager
def locked(paths: Paths) -> Iterator[Writer]:
    """Hold the lock that writers share; what a killed writer left is finished first.

    The lock holds between processes and between threads; it is not to be taken twice.
    """
    make_directory(paths.root)
    with FileLock(paths.lock, poll_interval=0.01) as lock:
        changes = Changes(paths)
        changes.finish_interrupted()
        yield Writer(paths, lock)
        # After a failure it stays, which tells the next writer to look.
        changes.clear_staging()


def _event(
    kind: str, as_of: datetime | None, who: str, when: datetime, **more: object
) -> dict[str, object]:
    moment = as_of and as_of.astimezone(BANGKOK).isoformat()
    return {"event": kind, "as_of": moment, "at": when.isoformat(), "who": who, **more}
