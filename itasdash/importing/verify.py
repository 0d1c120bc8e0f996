"""``verify`` checks all stored bytes and repairs what is derived; ``rebuild`` derives it all again.

Neither takes anything away: what cannot be derived stays as it is and is named.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from itasdash.findings import Damaged, Refusal
from itasdash.importing.derive import Deriver, register_frame, uncollected
from itasdash.importing.entered import mend_what_was_entered
from itasdash.importing.following import follow
from itasdash.importing.in_force import dates_in_force
from itasdash.importing.inspection import DAMAGED, REPAIRED, Inspection
from itasdash.importing.mart_writer import MonthOfMarts, freshen
from itasdash.importing.marts import month_of
from itasdash.importing.progress import Progress, unseen
from itasdash.ingest.files.sandbox import Row, many_files
from itasdash.schema import (
    ImportEvent,
    RegisterEvent,
    SnapshotInfo,
    Source,
)
from itasdash.store import Store, Writer, register_holding
from itasdash.store.log import registers_at
from itasdash.store.log_end import is_cut, is_whole
from itasdash.store.originals import is_original
from itasdash.store.paths import bytes_of
from itasdash.store.seals import is_sealed
from itasdash.store.snapshots import Unopened


def verify(store: Store, *, derive: bool = False, progress: Progress = unseen) -> Inspection:
    """Check every stored byte and repair what can be derived.

    With ``derive`` every snapshot is derived again and compared with what is stored, as tables that
    somebody wrote with a seal of their own are sound by themselves. Others may write in between:
    the lock is held for one snapshot at a time.
    """
    return _Inspector(store, progress, everything=derive, compared=derive).run()


def rebuild(store: Store, *, progress: Progress = unseen) -> Inspection:
    """Derive all tables again from the originals, the confirmed names and the log."""
    return _Inspector(store, progress, everything=True).run()


class _Inspector:
    def __init__(
        self, store: Store, progress: Progress, *, everything: bool, compared: bool = False
    ) -> None:
        self._store, self._progress = store, progress
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
        with self._store.writing("verify") as writer:
            whole = self._log_was_whole
            mend_what_was_entered(self._store, writer, self._found, log_was_whole=whole)
        self._originals()
        with self._store.writing("verify") as writer:
            self._registers(writer)
        follow(self._store, self._progress)
        self._snapshots()
        self._marts()
        return self._found

    def _report(self, path: Path, code: str, outcome: str, lines: Iterable[int] = ()) -> None:
        self._found.report(self._store, path, code, outcome, lines)

    def _marts(self) -> None:
        """Write marts again that are damaged or not made from what is there."""
        paths = sorted(self._store.paths.marts.rglob("*.parquet"))
        damaged = [path for path in paths if not is_sealed(bytes_of(path))]
        freshen(self._store, self._progress)
        self._found.checked += len(paths)
        for path in damaged:
            mended = not path.exists() or is_sealed(path.read_bytes())
            self._report(path, "mart", REPAIRED if mended else DAMAGED)

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

    def _snapshots(self) -> None:
        with many_files() as row:
            self._each_snapshot(row)
        for record in self._store.records():
            if isinstance(record, SnapshotInfo):
                self._found.checked += 3
            else:
                # The log tells of no snapshot there, or it could not be derived.
                self._report(record, "snapshot", DAMAGED)

    def _each_snapshot(self, row: Row) -> None:
        logged = self._store.sources()
        month = MonthOfMarts(self._store)
        following = [*logged.values(), ()][1:]
        for done, (moment, sources) in enumerate(logged.items()):
            self._progress(done, len(logged), moment.date().isoformat())
            if self._everything:
                self._deriver.look_ahead(following[done], row)
            if month.month != month_of(moment):
                month.write()
                month = MonthOfMarts(self._store, month_of(moment))
            if self._log_is_cut and not self._store.paths.snapshot(moment).exists():
                # It may have been removed, in a line that is gone.
                continue
            fault, before = self._fault_of(moment, sources)
            if fault or self._everything:
                with uncollected():
                    self._derive_snapshot(moment, sources, fault, before, month)
            for source in sources:
                self._deriver.forget(source.sha256)
        month.write()
        self._progress(len(logged), len(logged), "")

    def _fault_of(
        self, moment: datetime, sources: Sequence[Source]
    ) -> tuple[Path | None, Unopened | None]:
        """Return the path of what is wrong with a snapshot, None where nothing is, and its bytes.

        Where it is derived again in any case, its tables are not opened: it will show whether they
        are the same bytes.
        """
        directory = self._store.paths.snapshot(moment)
        try:
            before = self._store.read_unopened(moment)
            if not self._everything:
                before.opened()
        except OSError as error:
            return Path(error.filename) if directory.is_dir() else directory, None
        except Damaged as damaged:
            return damaged.path, None
        info = before.info
        follows = moment not in self._store.stale() and self._register_of(moment) == info.register
        return None if follows and info.sources == sources else directory, before

    def _register_of(self, moment: datetime) -> date | None:
        days = dates_in_force(self._store)
        return register_holding(days, moment) if days else None

    def _derive_snapshot(
        self,
        moment: datetime,
        sources: Sequence[Source],
        fault: Path | None,
        before: Unopened | None,
        month: MonthOfMarts,
    ) -> None:
        """Derive a snapshot again, unless somebody else has changed what it rests on meanwhile."""
        self._deriver.refresh()
        try:
            derived = self._deriver.snapshot(moment, sources)
        except (Damaged, Refusal):
            derived = None
        self._deriver.forget_exports()
        with self._store.writing("verify") as writer:
            if self._store.sources_of(moment) != tuple(sources) or not self._deriver.is_current():
                return
            if derived is None:
                fault = fault or _fault_within(before)
                if fault:
                    self._report(fault, "snapshot", DAMAGED)
                return
            stored = derived.publish(writer)
            if moment in self._store.stale():
                writer.mark_current([moment])
        self._found.derived += 1
        month.add(stored, derived.tallied)
        if before is not None and not fault and stored.info.identity != before.info.identity:
            # The same bytes need no opening to be known for sound.
            fault = _fault_within(before)
            if self._compared:
                fault = fault or self._store.paths.snapshot(moment)
        if fault:
            self._report(fault, "snapshot", REPAIRED)


def _fault_within(before: Unopened | None) -> Path | None:
    """Return the path of a table that is of a version with other columns, None where none is."""
    try:
        if before is not None:
            before.opened()
    except Damaged as damaged:
        return damaged.path
    return None
