"""What may be done to a data folder by whoever holds its lock, and by nobody else."""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
from filelock import BaseFileLock, FileLock, Timeout

from itasdash.findings import Refusal
from itasdash.schema import (
    PROVINCE_SUMMARY,
    REGISTER,
    STATUS,
    AcknowledgementEvent,
    AliasEvent,
    CalendarEntry,
    CalendarEvent,
    DownloadEvent,
    Event,
    ImportEvent,
    LayoutEvent,
    LayoutRemovalEvent,
    NoteEvent,
    RegisterEvent,
    RemovalEvent,
    SnapshotInfo,
    StaleSnapshots,
    Table,
    sha256,
)
from itasdash.store.aliases import alias_file, alias_line
from itasdash.store.atomic import holds_already, make_directory
from itasdash.store.calendar import calendar_file
from itasdash.store.changes import Changes
from itasdash.store.holder import held_by, naming_holder
from itasdash.store.log_end import keep_log_end
from itasdash.store.notes import note_file, with_note
from itasdash.store.paths import RECORD, Paths, bytes_of
from itasdash.store.seals import sealed, to_parquet
from itasdash.store.snapshots import read_snapshot
from itasdash.store.stale import stale_snapshots
from itasdash.store.versions import check_folder_version, check_log_version
from itasdash.thai.dates import BANGKOK


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

    def log(self, event: Event) -> None:
        """Append an event to the log."""
        self._held.log(event)

    # --- what snapshots rest on -----------------------------------------------------------------

    def write_register(
        self, effective: date, frame: pd.DataFrame, event: RegisterEvent | None = None
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

    def add_alias(self, alias: AliasEvent) -> None:
        """Keep a name that a person has confirmed, and log it.

        Lines that are damaged stay as they are, so that they are still reported and repaired.
        """
        data = bytes_of(self._paths.aliases) or alias_file([])
        end = b"" if data.endswith(b"\n") else b"\n"
        self._held.change(self._paths.aliases, data + end + alias_line(alias), alias)

    def restore_aliases(self, aliases: Iterable[AliasEvent]) -> None:
        """Write ``aliases.csv`` again, with these names."""
        self._held.change(self._paths.aliases, alias_file(aliases))

    def add_note(self, note: NoteEvent) -> None:
        """Keep what somebody noted, and log it."""
        data = with_note(bytes_of(self._paths.notes), note)
        self._held.change(self._paths.notes, data, note)

    def restore_notes(self, notes: Iterable[NoteEvent]) -> None:
        """Write ``notes.jsonl`` again, with these notes."""
        self._held.change(self._paths.notes, note_file(notes))

    def keep_calendar(self, calendar: CalendarEvent) -> None:
        """Write the dates that matter, all of them, and log them."""
        self._held.change(self._paths.calendar, calendar_file(calendar.entries), calendar)

    def restore_calendar(self, entries: Iterable[CalendarEntry]) -> None:
        """Write the dates again that the log knows."""
        self._held.change(self._paths.calendar, calendar_file(entries))

    def keep_layout(self, layout: LayoutEvent) -> None:
        """Store what a person has taught of a layout, and log it."""
        self._held.change(self._paths.layout(layout.fingerprint), sealed(layout.stored()), layout)

    def restore_layout(self, layout: LayoutEvent) -> None:
        """Write a layout again that the log knows."""
        self._held.change(self._paths.layout(layout.fingerprint), sealed(layout.stored()))

    def remove_layout(self, removal: LayoutRemovalEvent) -> None:
        """Take a layout away, and log it.

        Raises:
            FileNotFoundError: there is no such layout.
        """
        self._held.change(self._paths.layout(removal.fingerprint), None, removal)

    def mark_stale(self, moments: Iterable[datetime], cause: str = "") -> None:
        """Remember that snapshots have to be derived again, beside those that have to already.

        ``cause`` is what they are to follow, of :data:`itasdash.schema.CAUSES`.
        """
        before, wanted = stale_snapshots(self._paths), set(moments)
        causes = {*before.causes, cause} if wanted and cause else before.causes
        self._write_stale(before, {*before.as_of, *wanted}, causes)

    def mark_current(self, moments: Iterable[datetime]) -> None:
        """Remember that snapshots have been derived again, or are no more."""
        before = stale_snapshots(self._paths)
        self._write_stale(before, set(before.as_of).difference(moments), before.causes)

    def _write_stale(
        self, before: StaleSnapshots, moments: set[datetime], causes: Iterable[str]
    ) -> None:
        changes = self._held
        if moments:
            record = StaleSnapshots(
                as_of=tuple(sorted(moments)),
                done=before.done + len(set(before.as_of) - moments),
                causes=tuple(sorted(causes)),
            )
            changes.change(self._paths.stale, sealed(record.stored()))
        else:
            self._paths.stale.unlink(missing_ok=True)

    # --- snapshots ------------------------------------------------------------------------------

    def publish(
        self,
        info: SnapshotInfo,
        status: pd.DataFrame,
        province_summary: pd.DataFrame,
        event: ImportEvent | None = None,
    ) -> SnapshotInfo:
        """Store a snapshot, in place of the one of that moment, and log it; return its record.

        The hashes of its tables are added to ``info``. Without an ``event`` the snapshot is only
        derived again; where it is there already, byte for byte, nothing is written.
        """
        files = {
            "status.parquet": to_parquet(STATUS, status),
            "province_summary.parquet": to_parquet(PROVINCE_SUMMARY, province_summary),
        }
        hashes = {name.removesuffix(".parquet"): sha256(data) for name, data in files.items()}
        record = replace(info, tables=hashes)
        files[RECORD] = sealed(record.stored())
        path, changes = self._paths.snapshot(info.as_of), self._held
        if event is not None or not holds_already(path, files):
            changes.change(path, files, event)
        return replace(record, identity=sha256(files[RECORD]))

    def write_mart(
        self, table: Table, month: date, frame: pd.DataFrame, made_from: Mapping[str, str]
    ) -> None:
        """Store a mart of a month; ``made_from`` says of what, as :func:`to_parquet` keeps it."""
        self._held.change(self._paths.mart(table.name, month), to_parquet(table, frame, made_from))

    def remove_mart(self, table: Table, month: date) -> None:
        """Take the mart of a month away, if there is one."""
        path = self._paths.mart(table.name, month)
        if path.exists():
            self._held.change(path, None)

    def remove_snapshot(self, as_of: datetime, reason: str, who: str, when: datetime) -> None:
        """Take a snapshot away, and log why; its originals stay.

        Raises:
            FileNotFoundError: there is no snapshot of that moment.
        """
        event = RemovalEvent(at=when, who=who, as_of=as_of.astimezone(BANGKOK), reason=reason)
        self._held.change(self._paths.snapshot(as_of), None, event)

    def acknowledge(self, as_of: datetime, reason: str, who: str, when: datetime) -> None:
        """Log that someone takes the errors of a snapshot as they are.

        Raises:
            Damaged: a table of it is not what was written.
            FileNotFoundError: there is no snapshot of that moment.
        """
        info = read_snapshot(self._paths, as_of).info
        self.log(
            AcknowledgementEvent(
                at=when, who=who, as_of=info.as_of, reason=reason, errors=info.errors_digest
            )
        )

    def log_download(self, as_of: datetime | None, file: str, who: str, when: datetime) -> None:
        """Log that someone has taken a file away, of a snapshot or none yet."""
        moment = as_of and as_of.astimezone(BANGKOK)
        self.log(DownloadEvent(at=when, who=who, as_of=moment, file=file))


@contextmanager
def locked(paths: Paths, act: str, patience: float) -> Iterator[Writer]:
    """Hold the lock that writers share; what a killed writer left is finished first.

    The lock holds between processes and between threads; it is not to be taken twice.

    Args:
        paths: those of the folder.
        act: what it is held for, of :data:`itasdash.schema.ACTS`.
        patience: for how many seconds another writer is waited for.

    Raises:
        Refusal: ``held_by`` or ``held``: another writer has not come to an end by then;
            ``copy_read_only``: it is a published copy, which is only ever read.
    """
    if paths.copy.exists():
        raise Refusal("copy_read_only")
    check_folder_version(paths)
    check_log_version(paths)
    make_directory(paths.root, private=True)
    ends = time.monotonic() + patience
    try:
        # A limit of its own would hide that a thread waits for itself.
        lock = FileLock(paths.lock, poll_interval=0.01)
        holding = lock.acquire(cancel_check=lambda: time.monotonic() >= ends)
    except Timeout as timeout:
        raise held_by(paths) from timeout
    with holding:
        changes = Changes(paths)
        changes.finish_interrupted()
        with naming_holder(paths, act):
            yield Writer(paths, lock)
            keep_log_end(paths)
        # After a failure it stays, which tells the next writer to look.
        changes.clear_staging()
