"""Imports: exports read, put together with what is there already, and stored."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath

import pandas as pd

from itasdash.findings import Damaged, Finding, Refusal, as_refusal
from itasdash.importing.derive import Deriver, register_frame, waiting_for
from itasdash.importing.shrink import check_size
from itasdash.ingest.facts import RowCount, Sample, Unresolved
from itasdash.schema import (
    EITHER_MISSING,
    AliasEvent,
    ImportEvent,
    ReadingOptions,
    RegisterEvent,
    Source,
    sha256,
)
from itasdash.store import Store, Writer, register_holding
from itasdash.store.log import with_source
from itasdash.thai.text import key


@dataclass(frozen=True)
class Upload:
    """A file as it was received."""

    name: str
    data: bytes

    def __post_init__(self) -> None:
        # A name that is not in UTF-8 (out of an old zip) comes with halves of characters in it.
        object.__setattr__(self, "name", self.name.encode(errors="replace").decode())

    @property
    def suffix(self) -> str:
        """The end of its name, kept with the original for whoever opens it again."""
        suffix = PurePath(self.name).suffix.lower()
        return suffix if suffix[1:].isalnum() and len(suffix) < 8 else ""


@dataclass
class FileReport:
    """What became of one file."""

    file: str
    sha256: str
    outcome: str
    kind: str | None = None
    as_of: datetime | None = None
    rows: RowCount = field(default_factory=RowCount)
    unresolved: list[Unresolved] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    error: Refusal | None = None
    samples: list[Sample] = field(default_factory=list)


@dataclass(frozen=True)
class ImportOptions:
    """How files are to be imported, and by whom."""

    as_of: datetime | None = None
    list_means: str = EITHER_MISSING
    dry_run: bool = False
    who: str = ""
    when: datetime = datetime.min
    # The files may have far fewer rows than the ones before.
    accept_shrink: bool = False


def load_register(
    store: Store, upload: Upload, effective: date | None, *, who: str, when: datetime
) -> tuple[str, date, int]:
    """Load a register that holds from a date on; snapshots of the time that it is for follow it.

    Without a date it holds from the day of ``when`` on; a register that is there already stays
    as it is. Returns the outcome, the date and the number of LAOs.

    Raises:
        Refusal: the file is no register.
    """
    frame = register_frame(upload.data)
    deriver = Deriver(store)
    with store.writing() as writer:
        deriver.derive_stale(writer)
        known = store.register_dates()
        same = [day for day in known if _holds(store, day, frame)]
        if effective is None:
            effective = same[-1] if same else when.date()
        if effective in same:
            writer.keep_original(upload.data, upload.suffix)
            deriver.derive_stale(writer)
            return "unchanged", effective, len(frame)
        event = RegisterEvent(
            at=when,
            who=who,
            file=upload.name,
            sha256=sha256(upload.data),
            effective=effective,
            rows=len(frame),
        )
        dates = [*known, effective]
        moments = store.sources()
        writer.keep_original(upload.data, upload.suffix)
        writer.mark_stale(m for m in moments if register_holding(dates, m) == effective)
        writer.write_register(effective, frame, event)
        deriver.derive_stale(writer)
    return ("replaced" if effective in known else "imported"), effective, len(frame)


def _holds(store: Store, day: date, frame: pd.DataFrame) -> bool:
    try:
        return bool(store.register(day).equals(frame))
    except Damaged:
        return False


def confirm_alias(
    store: Store, alias: Mapping[str, str], *, who: str, when: datetime
) -> list[datetime]:
    """Keep one written name; see :func:`confirm_aliases`."""
    return confirm_aliases(store, [alias], who=who, when=when)


def confirm_aliases(
    store: Store, aliases: Sequence[Mapping[str, str]], *, who: str, when: datetime
) -> list[datetime]:
    """Keep written names that a person has given an LAO; snapshots that bear them follow.

    Each of ``aliases`` has the columns :data:`itasdash.schema.ALIAS_COLUMNS`. A name that
    was confirmed before and is confirmed otherwise now goes by the later word. Returns the moments
    of the snapshots that were derived again, none where the names stood like that already.
    """
    deriver = Deriver(store)
    with store.writing() as writer:
        deriver.derive_stale(writer)
        rows = [AliasEvent(at=when, who=who, **alias) for alias in aliases]
        rows = [row for row in rows if not _stands(store.aliases(), row)]
        if not rows:
            return []
        moments = waiting_for(rows, store.snapshots())
        writer.mark_stale(moments)
        for row in rows:
            writer.add_alias(row)
        deriver.derive_stale(writer)
    return moments


def _stands(aliases: Sequence[AliasEvent], alias: AliasEvent) -> bool:
    alike = [old for old in aliases if _names_alike(old, alias)]
    return bool(alike) and alike[-1].says_the_same(alias)


def _names_alike(first: AliasEvent, second: AliasEvent) -> bool:
    same = (first.province_code, first.district) == (second.province_code, second.district)
    return same and key(first.written) == key(second.written)


def import_files(
    store: Store, uploads: Sequence[Upload], options: ImportOptions
) -> list[FileReport]:
    """Import files one after the other; one that is refused does not hold up the others.

    A dry run does everything but store, so that it reports exactly what an import would do.
    """
    session = ImportSession(store, options)
    return [session.take(upload) for upload in uploads]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold off the search for cycles: an import makes none, and its rows make each search long."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class ImportSession:
    """One run over several files; remembers what it has read, for a dry run and for speed."""

    def __init__(self, store: Store, options: ImportOptions) -> None:
        self._store = store
        self._options = options
        self._deriver = Deriver(store)
        # What a dry run would have stored: the sources of each moment.
        self._pending: dict[datetime, tuple[Source, ...]] = {}

    def take(
        self,
        upload: Upload,
        options: ImportOptions | None = None,
        expected: FileReport | None = None,
    ) -> FileReport:
        """Import one file, and say what became of it; nothing that is wrong with it is raised.

        Args:
            upload: the file.
            options: other options from this file on.
            expected: what a dry run reported of it; if that is no longer what would be stored,
                the file is rejected and nothing is.
        """
        self._options = options or self._options
        digest = self._deriver.offer(upload.data)
        source = ReadingOptions(
            file=upload.name,
            sha256=digest,
            as_of_given=self._options.as_of,
            list_means=self._options.list_means,
        )
        try:
            with _uncollected():
                return self._take(upload, source, expected)
        except Exception as failure:
            # Whatever it is, also a fault of the program, it is the end of this file only.
            error = as_refusal(failure, self._store.root).of_file(upload.name)
        found = list(error.findings)
        return FileReport(upload.name, digest, "rejected", findings=found, error=error)

    def _take(
        self, upload: Upload, source: ReadingOptions, expected: FileReport | None
    ) -> FileReport:
        # Before the lock: nobody has to wait while a file is read.
        self._deriver.refresh()
        self._deriver.export(source)
        if self._options.dry_run:
            return self._import(upload, source)
        with self._store.writing() as writer:
            self._deriver.derive_stale(writer)
            report = self._import(upload, source, expected, writer)
            # What could not be derived before may rest on the original that has just come again.
            self._deriver.derive_stale(writer)
        self._deriver.forget(source.sha256)
        return report

    def _import(
        self,
        upload: Upload,
        options: ReadingOptions,
        expected: FileReport | None = None,
        writer: Writer | None = None,
    ) -> FileReport:
        export = self._deriver.export(options)
        if not self._options.accept_shrink:
            moments = {info.as_of for info in self._store.snapshots()} | set(self._pending)
            check_size(export, moments, lambda moment: self._sources(moment)[0])
        before, sound = self._sources(export.as_of)
        replaced = [each for each in before if each.kind == export.kind]
        source = Source(
            **vars(options),
            kind=export.kind,
            rows=export.rows.stored(),
            imported_at=self._options.when,
            imported_by=self._options.who,
            replaces=replaced[0].sha256 if replaced else None,
        )
        same = any(source.reads_alike(each) for each in before)
        sources = before if same else with_source(before, source)
        derived = self._deriver.snapshot(export.as_of, sources)
        report = FileReport(
            upload.name,
            export.sha256,
            "unchanged" if same else "replaced" if replaced else "imported",
            export.kind,
            export.as_of,
            export.rows,
            export.unresolved,
            [*export.findings, *derived.composed.findings],
            samples=export.samples,
        )
        if expected is not None and report != expected:
            raise Refusal("changed_meanwhile")
        if writer is None:
            self._pending[export.as_of] = sources
        else:
            writer.keep_original(upload.data, upload.suffix)
            if not same:
                derived.publish(writer, ImportEvent.of(export.as_of, source))
            elif not sound:
                derived.publish(writer)
        return report

    def _sources(self, as_of: datetime) -> tuple[tuple[Source, ...], bool]:
        """Return the sources of a moment, and whether its snapshot is as they make it."""
        if as_of in self._pending:
            return self._pending[as_of], True
        try:
            info = self._store.info(as_of)
        except Damaged:
            info = None
        if info is not None:
            return info.sources, True
        # Where a snapshot was lost, the log still says what it was made from.
        logged = self._store.sources().get(as_of, ())
        return logged, not logged
