"""What people have entered, held against the log: names, notes, layouts, the calendar.

What is damaged comes back from the log, and what the log lacks from the files.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from itasdash.importing.derive import waiting_for
from itasdash.importing.inspection import DAMAGED, REPAIRED, Inspection
from itasdash.importing.layouts import read_by
from itasdash.schema import (
    AliasEvent,
    CalendarEvent,
    ImportEvent,
    LayoutEvent,
    LayoutRemovalEvent,
    NoteEvent,
)
from itasdash.store import Store, Writer
from itasdash.store.log import layouts_at
from itasdash.store.notes import read_notes


def mend_what_was_entered(
    store: Store, writer: Writer, found: Inspection, *, log_was_whole: bool
) -> None:
    """Check what people have entered, and repair what can be.

    Args:
        store: the data folder.
        writer: who holds its lock.
        found: gets what is found.
        log_was_whole: whether nothing of the log was damaged before the lock was taken.
    """
    entered = _Entered(store, found, log_was_whole=log_was_whole)
    entered.snapshots(writer)
    entered.aliases(writer)
    entered.notes(writer)
    entered.layouts(writer)
    entered.calendar(writer)


class _Entered:
    def __init__(self, store: Store, found: Inspection, *, log_was_whole: bool) -> None:
        self._store, self._found = store, found
        self._log_was_whole = log_was_whole

    def _report(self, path: Path, code: str, outcome: str, lines: Iterable[int] = ()) -> None:
        self._found.report(self._store, path, code, outcome, lines)

    def snapshots(self, writer: Writer) -> None:
        """Log again what only the snapshots still tell of."""
        logged = {_identity(event) for event in self._store.events(ImportEvent)}
        for info in self._store.snapshots():
            for source in info.sources:
                event = ImportEvent.of(info.as_of, source)
                if _identity(event) not in logged:
                    writer.log(event)
                    self._report(self._store.paths.log, "log_missing", REPAIRED)

    def aliases(self, writer: Writer) -> None:
        store = self._store
        self._found.checked += store.paths.aliases.is_file()
        rows, damaged = store.read_aliases()
        confirmed = store.events(AliasEvent)
        unknown = [row for row in rows if row not in confirmed]
        if unknown and self._log_was_whole:
            # Nobody confirmed it here: whoever can write the file could have put it there.
            lines = [number for number, row in enumerate(rows, start=2) if row in unknown]
            self._report(store.paths.aliases, "alias_line", DAMAGED, [*lines, *damaged])
            return
        for row in rows:
            if row not in confirmed:
                writer.log(row)
                confirmed.append(row)
                self._report(store.paths.log, "log_missing", REPAIRED)
        missing = [row for row in confirmed if row not in rows]
        if not missing and not damaged:
            return
        # A line that was damaged is in the log; one that somebody wrote by hand is not.
        if missing or damaged == [1]:
            writer.mark_stale(waiting_for(missing, store.snapshots()), "alias")
            writer.restore_aliases(confirmed)
            self._report(store.paths.aliases, "alias_line", REPAIRED, damaged)
        else:
            self._report(store.paths.aliases, "alias_line", DAMAGED, damaged)

    def notes(self, writer: Writer) -> None:
        """Restore notes from the log, and log again what only their file still tells of."""
        store = self._store
        self._found.checked += store.paths.notes.is_file()
        rows, faulty = read_notes(store.paths)
        logged = store.events(NoteEvent)
        for row in rows:
            if row not in logged:
                writer.log(row)
                logged.append(row)
                self._report(store.paths.log, "log_missing", REPAIRED)
        if faulty or rows != logged:
            writer.restore_notes(sorted(logged, key=lambda note: note.at))
            self._report(store.paths.notes, "note_line", REPAIRED, faulty)

    def layouts(self, writer: Writer) -> None:
        """Restore layouts from the log, and log again what only their files still tell of."""
        store = self._store
        self._found.checked += len(store.layout_files())
        found = {event.fingerprint: event for event in store.layouts()}
        logged = layouts_at(store.events(LayoutEvent, LayoutRemovalEvent))
        for fingerprint, event in found.items():
            if fingerprint not in logged and self._log_was_whole:
                self._report(store.paths.layout(fingerprint), "layout", DAMAGED)
            elif fingerprint not in logged:
                writer.log(event)
                self._report(store.paths.log, "log_missing", REPAIRED)
        for fingerprint, event in logged.items():
            if found.get(fingerprint) != event:
                writer.mark_stale(read_by(store, fingerprint), "layout")
                writer.restore_layout(event)
                self._report(store.paths.layout(fingerprint), "layout", REPAIRED)
        for path in store.damaged_layouts():
            self._report(path, "layout", DAMAGED)

    def calendar(self, writer: Writer) -> None:
        """Restore the calendar as the log has it."""
        store = self._store
        self._found.checked += store.paths.calendar.is_file()
        entries, damaged = store.read_calendar()
        logged = store.events(CalendarEvent)
        if logged and (damaged or tuple(entries) != logged[-1].entries):
            writer.restore_calendar(logged[-1].entries)
            self._report(store.paths.calendar, "calendar", REPAIRED, damaged)
        elif damaged:
            self._report(store.paths.calendar, "calendar", DAMAGED, damaged)


def _identity(event: ImportEvent) -> tuple[datetime, str, datetime]:
    return event.as_of, event.source.sha256, event.at
