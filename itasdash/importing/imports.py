"""Imports: exports read, put together with what is there already, and stored."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from itasdash.findings import Damaged, Finding, Moment, Refusal, as_refusal
from itasdash.i18n.numbers import count
from itasdash.importing.derive import Deriver, uncollected
from itasdash.importing.following import follow
from itasdash.importing.kept import KeptExports
from itasdash.importing.mart_rows import Counted
from itasdash.importing.mart_writer import keep_marts
from itasdash.importing.parts import Beside
from itasdash.importing.progress import Progress, unseen
from itasdash.ingest.facts import Export, RowCount, Sample, Unresolved
from itasdash.ingest.files.kind import suffix_of
from itasdash.ingest.files.sandbox import many_files
from itasdash.ingest.files.sheets import seen
from itasdash.schema import BY_FILE, EITHER_MISSING, ImportEvent, ReadingOptions, Source
from itasdash.settings import limits
from itasdash.store import Store, Writer
from itasdash.store.log import with_source

_T = TypeVar("_T")


@dataclass(frozen=True)
class Upload:
    """A file as it was received."""

    name: str
    data: bytes

    def __post_init__(self) -> None:
        # A name out of an old zip has halves of characters; others hide how they end.
        object.__setattr__(self, "name", seen(self.name.encode(errors="replace").decode()))

    @property
    def suffix(self) -> str:
        """The ending that fits what it is, kept with the original for whoever opens it again."""
        return suffix_of(self.name, self.data)


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
    # The fingerprint of the taught layout that the files are of; empty where they show it.
    layout: str = ""
    # Of whom a list's silence speaks: ``country``, ``listed``, or what the file itself shows.
    covers: str = BY_FILE


def import_files(
    store: Store, uploads: Sequence[Upload], options: ImportOptions
) -> list[FileReport]:
    """Import files one after the other; one that is refused does not hold up the others.

    A dry run does everything but store, so that it reports exactly what an import would do. After
    an import snapshots follow that have yet to: they may rest on an original that came again.
    """
    session = ImportSession(store, options)
    reports = [session.take(upload) for upload in in_a_row(uploads)]
    take_up(store, reports, options)
    return reports


def in_a_row(files: Sequence[_T]) -> Generator[_T]:
    """Yield files that are to be imported one after the other, in whatever form they are given.

    Several are parsed by forks of one process, so that not each waits for one to start.
    """
    with many_files() if len(files) > 1 else nullcontext():
        yield from files


def take_up(
    store: Store,
    reports: Sequence[FileReport],
    options: ImportOptions,
    progress: Progress = unseen,
) -> None:
    """Let snapshots follow after an import that was not refused as a whole."""
    if not options.dry_run and any(report.outcome != "rejected" for report in reports):
        follow(store, progress)


def remove_snapshot(store: Store, as_of: datetime, reason: str, who: str, when: datetime) -> None:
    """Take a snapshot away, and log why; its originals stay, and the marts follow.

    Raises:
        FileNotFoundError: there is no snapshot of that moment.
    """
    with store.writing("removal") as writer:
        writer.remove_snapshot(as_of, reason, who, when)
        keep_marts(store, writer, [as_of])


def _check_size(
    export: Export, moments: Iterable[datetime], sources_of: Callable[[datetime], Sequence[Source]]
) -> None:
    """Refuse an export that has far fewer rows than the one before: it may have been cut.

    Lists of the unregistered shrink by nature, so they are compared with an earlier list of the
    same moment only.

    Args:
        export: what the file says.
        moments: those of the snapshots that are there.
        sources_of: gives the sources of a snapshot by its moment.

    Raises:
        Refusal: the export asks for confirmation.
    """
    for moment in sorted((m for m in moments if m <= export.as_of), reverse=True):
        if export.kind == "unregistered_list" and moment != export.as_of:
            return
        sources = [source for source in sources_of(moment) if source.kind == export.kind]
        if not sources:
            continue
        before, percent = sources[0].rows["resolved"], limits().shrink_percent
        if export.rows.resolved * 100 < before * (100 - percent):
            values = {
                "rows": count(export.rows.resolved),
                "before": count(before),
                "as_of": Moment(moment),
                "percent": percent,
            }
            raise Refusal("shrunk", values, findings=tuple(export.findings))
        return


class ImportSession:
    """One run over several files; remembers what it has read, for a dry run and for speed.

    ``kept`` is where that is kept for runs to come, of the same files.
    """

    def __init__(
        self, store: Store, options: ImportOptions, kept: KeptExports | None = None
    ) -> None:
        self._store = store
        self._options = options
        self._deriver = Deriver(store, kept)
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
            covers=self._options.covers,
            layouts=(self._options.layout,) if self._options.layout else None,
        )
        try:
            with uncollected():
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
        with self._store.writing("import") as writer:
            self._deriver.refresh()
            report = self._import(upload, source, expected, writer)
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
        before, sound = self._sources(export.as_of)
        beside = self._beside(export, before)
        if not self._options.accept_shrink and not beside.part:
            moments = {*self._store.moments(), *self._pending}
            _check_size(export, moments, lambda moment: self._sources(moment)[0])
        source = Source(
            **vars(self._deriver.as_read(options)),
            kind=export.kind,
            rows=export.rows.stored(),
            imported_at=self._options.when,
            imported_by=self._options.who,
            replaces=beside.replaces,
            part=beside.part,
        )
        same = any(source.reads_alike(each) for each in before)
        sources = before if same else with_source(before, source)
        derived = self._deriver.snapshot(export.as_of, sources)
        report = FileReport(
            upload.name,
            export.sha256,
            "unchanged" if same else "replaced" if beside.replaces else "imported",
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
            # Before anything is changed: a later version of the program may have written it.
            stale = self._store.stale()
            writer.keep_original(upload.data, upload.suffix)
            stored = None
            if not same:
                stored = derived.publish(writer, ImportEvent.of(export.as_of, source))
            elif not sound or export.as_of in stale:
                stored = derived.publish(writer)
            if export.as_of in stale:
                writer.mark_current([export.as_of])
            counted = {}
            if stored is not None:
                counted[stored.info.identity] = Counted.of(
                    stored.info.as_of, stored.status, derived.tallied
                )
            keep_marts(self._store, writer, [export.as_of], counted)
        return report

    def _beside(self, export: Export, before: Sequence[Source]) -> Beside:
        """Tell how an export stands to the sources that are there already.

        Raises:
            Refusal: it is neither a part beside them nor replaces one of them.
        """
        same_kind = [each for each in before if each.kind == export.kind]
        try:
            read = [(each, self._deriver.export(each)) for each in same_kind]
        except (Damaged, Refusal):
            # What can be read no more is replaced.
            return Beside(replaces=same_kind[0].sha256)
        return Beside.of(export, read, self._options.covers)

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
        logged = self._store.sources_of(as_of)
        return logged, not logged
