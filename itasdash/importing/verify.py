"""``verify`` checks all stored bytes and repairs what is derived; ``rebuild`` derives it all again.

Neither takes anything away: what cannot be derived stays as it is and is named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from itasdash.findings import Damaged, Refusal
from itasdash.importing.derive import Deriver, register_frame, waiting_for
from itasdash.importing.in_force import dates_in_force
from itasdash.importing.layouts import read_by
from itasdash.importing.mart_writer import bring_up_to_date
from itasdash.schema import (
    AliasEvent,
    CalendarEvent,
    ImportEvent,
    LayoutEvent,
    LayoutRemovalEvent,
    NoteEvent,
    RegisterEvent,
    SnapshotInfo,
    Source,
)
from itasdash.store import Store, Writer, register_holding
from itasdash.store.log import layouts_at, registers_at
from itasdash.store.log_end import is_cut, is_whole
from itasdash.store.notes import read_notes
from itasdash.store.originals import is_original
from itasdash.store.seals import is_sealed

REPAIRED, DAMAGED = "repaired", "damaged"


@dataclass(frozen=True)
class Fault:
    """Something in the data folder that is not what was written.

    ``path`` is relative to the folder; ``code`` is an entry of the catalogues' section ``fault``;
    ``outcome`` is ``repaired`` or ``damaged``; ``lines`` are the numbers of the lines concerned.
    """

    path: str
    code: str
    outcome: str
    lines: tuple[int, ...] = ()


@dataclass
class Inspection:
    """What a look at a data folder found."""

    checked: int = 0
    derived: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether everything is now as it should be."""
        return all(fault.outcome == REPAIRED for fault in self.faults)


def verify(store: Store, *, derive: bool = False) -> Inspection:
    """Check every stored byte and repair what can be derived.

    With ``derive`` every snapshot is derived again and compared with what is stored, as tables that
    somebody wrote with a seal of their own are sound by themselves.
    """
    return _Inspector(store, everything=derive, compared=derive).run()


def rebuild(store: Store) -> Inspection:
    """Derive all tables again from the originals, the confirmed names and the log."""
    return _Inspector(store, everything=True).run()


class _Inspector:
    def __init__(self, store: Store, *, everything: bool, compared: bool = False) -> None:
        self._store = store
        self._everything, self._compared = everything, compared
        self._deriver = Deriver(store)
        self._found = Inspection()
        # Until the log has been read.
        self._log_is_cut, self._log_was_whole = False, True

    def run(self) -> Inspection:
        if not self._store.root.is_dir():
            return self._found
        # Before the lock: whoever takes that mends the end of the log.
        log = self._store.read_log()
        for code, lines in (("log_line", log.damaged), ("log_gap", log.gaps)):
            if lines:
                self._report(self._store.paths.log, code, DAMAGED, lines)
        self._log_is_cut = is_cut(self._store.paths, log)
        self._log_was_whole = is_whole(self._store.paths, log)
        if self._log_is_cut:
            self._report(self._store.paths.log, "log_cut", DAMAGED)
        self._found.checked += self._store.paths.log.is_file()
        with self._store.writing() as writer:
            self._deriver.derive_stale(writer)
            self._log_against_snapshots(writer)
            self._aliases(writer)
            self._notes(writer)
            self._layouts(writer)
            self._calendar(writer)
            self._originals()
            self._registers(writer)
            # Names that were restored just now bear on snapshots.
            self._deriver.derive_stale(writer)
            self._snapshots(writer)
            self._marts(writer)
        return self._found

    def _marts(self, writer: Writer) -> None:
        """Write marts again that are damaged or not made from what is there."""
        paths = sorted(self._store.paths.marts.rglob("*.parquet"))
        damaged = [path for path in paths if not is_sealed(path.read_bytes())]
        bring_up_to_date(self._store, writer)
        self._found.checked += len(paths)
        for path in damaged:
            mended = not path.exists() or is_sealed(path.read_bytes())
            self._report(path, "mart", REPAIRED if mended else DAMAGED)

    def _report(self, path: Path, code: str, outcome: str, lines: Iterable[int] = ()) -> None:
        relative = path.relative_to(self._store.root).as_posix()
        fault = Fault(relative, code, outcome, tuple(lines))
        if fault not in self._found.faults:
            self._found.faults.append(fault)

    def _log_against_snapshots(self, writer: Writer) -> None:
        """Log again what only the snapshots still tell of."""
        logged = {_identity(event) for event in self._store.events(ImportEvent)}
        for info in self._store.snapshots():
            for source in info.sources:
                event = ImportEvent.of(info.as_of, source)
                if _identity(event) not in logged:
                    writer.log(event)
                    self._report(self._store.paths.log, "log_missing", REPAIRED)

    def _aliases(self, writer: Writer) -> None:
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
            writer.mark_stale(waiting_for(missing, store.snapshots()))
            writer.restore_aliases(confirmed)
            self._report(store.paths.aliases, "alias_line", REPAIRED, damaged)
        else:
            self._report(store.paths.aliases, "alias_line", DAMAGED, damaged)

    def _notes(self, writer: Writer) -> None:
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

    def _layouts(self, writer: Writer) -> None:
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
                writer.mark_stale(read_by(store, fingerprint))
                writer.restore_layout(event)
                self._report(store.paths.layout(fingerprint), "layout", REPAIRED)
        for path in store.damaged_layouts():
            self._report(path, "layout", DAMAGED)

    def _calendar(self, writer: Writer) -> None:
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

    def _originals(self) -> None:
        found = set()
        for path in self._store.originals():
            self._found.checked += 1
            if is_original(path):
                found.add(path.name.partition(".")[0])
            else:
                self._report(path, "original", DAMAGED)
        imported = [event.source.sha256 for event in self._store.events(ImportEvent)]
        registers = [event.sha256 for event in self._store.events(RegisterEvent)]
        for digest in (*imported, *registers):
            if digest not in found:
                try:
                    self._store.original(digest)
                except Damaged as damaged:
                    code = "original" if damaged.path.exists() else "original_missing"
                    self._report(damaged.path, code, DAMAGED)

    def _registers(self, writer: Writer) -> None:
        logged = registers_at(self._store.events(RegisterEvent))
        for day in sorted({*logged, *self._store.register_dates()}):
            path = self._store.paths.register(day)
            self._found.checked += path.is_file()
            sound = self._register_is_sound(day)
            if day not in logged:
                code = "register_unlogged" if sound else "register"
                self._report(path, code, DAMAGED)
            elif not sound or self._everything:
                self._derive_register(writer, day, logged[day], sound=sound)

    def _register_is_sound(self, day: date) -> bool:
        try:
            self._store.register(day)
        except Damaged:
            return False
        return True

    def _derive_register(
        self, writer: Writer, day: date, event: RegisterEvent, *, sound: bool
    ) -> None:
        path = self._store.paths.register(day)
        try:
            frame = register_frame(self._store.original(event.sha256))
        except (Damaged, Refusal):
            if not sound:
                self._report(path, "register", DAMAGED)
            return
        writer.write_register(day, frame)
        self._found.derived += 1
        if not sound:
            self._report(path, "register", REPAIRED)

    def _snapshots(self, writer: Writer) -> None:
        logged = self._store.sources()
        self._deriver.refresh()
        for moment, sources in logged.items():
            if self._log_is_cut and not self._store.paths.snapshot(moment).exists():
                # It may have been removed, in a line that is gone.
                continue
            fault = self._fault_of(moment, sources)
            if fault or self._everything:
                self._derive_snapshot(writer, moment, sources, fault)
        for record in self._store.records():
            if isinstance(record, SnapshotInfo):
                self._found.checked += 3
            else:
                # The log tells of no snapshot there, or it could not be derived.
                self._report(record, "snapshot", DAMAGED)

    def _fault_of(self, moment: datetime, sources: Sequence[Source]) -> Path | None:
        """Return the path of what is wrong with a snapshot, None where nothing is."""
        directory = self._store.paths.snapshot(moment)
        try:
            snapshot = self._store.read(moment)
        except OSError as error:
            return Path(error.filename) if directory.is_dir() else directory
        except Damaged as damaged:
            return damaged.path
        info = snapshot.info
        follows = moment not in self._store.stale() and self._register_of(moment) == info.register
        return None if follows and info.sources == sources else directory

    def _register_of(self, moment: datetime) -> date | None:
        days = dates_in_force(self._store)
        return register_holding(days, moment) if days else None

    def _derive_snapshot(
        self, writer: Writer, moment: datetime, sources: Sequence[Source], fault: Path | None
    ) -> None:
        before = self._store.info(moment) if self._compared and not fault else None
        try:
            self._deriver.snapshot(moment, sources).publish(writer)
        except (Damaged, Refusal):
            if fault:
                self._report(fault, "snapshot", DAMAGED)
            return
        self._found.derived += 1
        if before is not None and self._store.info(moment) != before:
            fault = self._store.paths.snapshot(moment)
        if fault:
            self._report(fault, "snapshot", REPAIRED)


def _identity(event: ImportEvent) -> tuple[datetime, str, datetime]:
    return event.as_of, event.source.sha256, event.at
