"""Files as staff drop them: what each one is, and what saving it would do.

Read as a batch, because files of one moment make one snapshot together. What is saved afterwards is
what was shown, or nothing.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from itasdash.findings import Finding, Refusal
from itasdash.importing.imports import (
    FileReport,
    ImportOptions,
    ImportSession,
    Upload,
    in_a_row,
)
from itasdash.importing.kept import KeptExports, weight
from itasdash.importing.registers import RegisterReport, inspect_register, keep_register
from itasdash.ingest.facts import Unresolved
from itasdash.schema import BY_FILE, EITHER_MISSING, sha256
from itasdash.settings import limits
from itasdash.store import Store
from itasdash.thai.text import key

REGISTER = "register"
# Of all batches of a server: a file that was checked is saved as it was read.
_KEPT = KeptExports()
# Registers as they were read, by the hash of the file.
_REGISTERS: dict[str, RegisterReport] = {}
_MOST_REGISTERS = 2
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class FileChoices:
    """What staff choose for a file; None where the file says it itself.

    ``covers`` is of whom a list's silence speaks: ``country``, ``listed``, or what the file shows.
    ``unreadable`` names the fields whose text says nothing that can be read; a file with one
    cannot be saved, as something else was meant than what would be stored.
    """

    as_of: datetime | None = None
    list_means: str = EITHER_MISSING
    accept_shrink: bool = False
    effective: date | None = None
    covers: str = BY_FILE
    unreadable: tuple[str, ...] = ()


@dataclass
class Reading:
    """A file, and what saving it would do."""

    upload: Upload
    choices: FileChoices
    report: FileReport
    # What loading it would do where the file is a register, None where it is an export.
    register: RegisterReport | None = None

    @property
    def can_be_saved(self) -> bool:
        """Whether saving the file would change anything, and what staff chose is understood."""
        return self.report.outcome in ("imported", "replaced") and not self.choices.unreadable


@dataclass
class Batch:
    """Files read together, and what of the store the reading rests on."""

    readings: list[Reading] = field(default_factory=list)
    version: Hashable = None

    @property
    def registers(self) -> list[Reading]:
        """The registers among the files."""
        return [reading for reading in self.readings if reading.register is not None]

    @property
    def exports(self) -> list[Reading]:
        """The exports among the files, refused ones included."""
        return [reading for reading in self.readings if reading.register is None]

    def open_names(self) -> list[Unresolved]:
        """Return the names to settle, one row for each name of a province and district."""
        names: dict[tuple[str, str, str], Unresolved] = {}
        for reading in self.exports:
            for row in reading.report.unresolved:
                if row.province_code and row.suggestions:
                    place = (row.province_code, row.district or "", key(row.written))
                    names.setdefault(place, row)
        return list(names.values())


def store_version(store: Store) -> Hashable:
    """Return what changes whenever files must be read again.

    Names, registers and layouts do, and what snapshots are made from; but not that snapshots
    follow these.
    """
    return store.inputs(), store.sources_identity()


def read_batch(
    store: Store,
    files: Sequence[tuple[Upload, FileChoices]],
    *,
    who: str,
    when: datetime,
    progress: Progress,
) -> Batch:
    """Read files without storing anything; each is told what would become of it."""
    session = ImportSession(store, _options(FileChoices(), who, when, dry_run=True), _KEPT)
    batch, room = Batch(version=store_version(store)), limits().kept_bytes
    for done, (upload, choices) in enumerate(in_a_row(files)):
        progress(done, len(files), upload.name)
        if room < 0:
            batch.readings.append(Reading(upload, choices, _without_room(upload)))
            continue
        report = session.take(upload, _options(choices, who, when, dry_run=True))
        reading = Reading(upload, choices, report)
        if report.error is not None and report.error.code == "kind_unknown":
            _try_as_register(store, reading, when)
        batch.readings.append(reading)
        room -= weight((), reading.report.unresolved, reading.report.findings)
    progress(len(files), len(files), "")
    return batch


def _without_room(upload: Upload) -> FileReport:
    """Return the report of a file that nobody has looked at: the page holds too much already."""
    refusal = Refusal("page_full").of_file(upload.name)
    return FileReport(upload.name, sha256(upload.data), "rejected", error=refusal)


def _options(choices: FileChoices, who: str, when: datetime, *, dry_run: bool) -> ImportOptions:
    return ImportOptions(
        choices.as_of,
        choices.list_means,
        dry_run,
        who,
        when,
        accept_shrink=choices.accept_shrink,
        covers=choices.covers,
    )


def _try_as_register(store: Store, reading: Reading, when: datetime) -> None:
    """Read a file that names LAOs and says nothing of them as the register that it may be."""
    upload = reading.upload
    try:
        effective, read = reading.choices.effective, _REGISTERS.get(reading.report.sha256)
        register = inspect_register(store, upload.data, effective, when.date(), read)
    except Refusal as refusal:
        # Nothing but a register has so many rows: what is wrong with it is what must be said.
        unknown = reading.report.error
        rows = int(str(unknown.values["rows"])) if unknown is not None else 0
        if rows > limits().export_rows and refusal.code != "register_columns":
            reading.report.error = refusal.of_file(upload.name)
            reading.report.findings = list(refusal.findings)[: limits().findings]
        return
    reading.register = _REGISTERS[reading.report.sha256] = register
    while len(_REGISTERS) > _MOST_REGISTERS:
        del _REGISTERS[next(iter(_REGISTERS))]
    reading.report = FileReport(
        upload.name,
        reading.report.sha256,
        register.outcome,
        kind=REGISTER,
        findings=register.findings,
    )


def save_register(store: Store, reading: Reading, *, who: str, when: datetime) -> RegisterReport:
    """Store a register that was read; it holds from the day that staff gave, or else from today.

    The snapshots of its time have to follow (:func:`itasdash.importing.following.follow`).

    Raises:
        Refusal: the file is no register any more.
    """
    choice = reading.choices.effective
    return keep_register(store, reading.upload, choice, who=who, when=when, read=reading.register)


def save_exports(
    store: Store, batch: Batch, *, who: str, when: datetime, progress: Progress
) -> list[FileReport]:
    """Store the exports of a batch as they were shown.

    A file of which something else would be stored by now is rejected (``changed_meanwhile``).
    """
    wanted = [reading for reading in batch.exports if reading.can_be_saved]
    session = ImportSession(store, _options(FileChoices(), who, when, dry_run=False), _KEPT)
    reports = []
    for done, reading in enumerate(wanted):
        progress(done, len(wanted), reading.upload.name)
        options = _options(reading.choices, who, when, dry_run=False)
        reports.append(session.take(reading.upload, options, expected=reading.report))
    progress(len(wanted), len(wanted), "")
    return reports


def acknowledge_shown(
    store: Store,
    reports: Sequence[FileReport],
    reasons: Mapping[str, str],
    *,
    who: str,
    when: datetime,
) -> None:
    """Acknowledge the errors of snapshots that were saved, for the reasons given of their files.

    A reason is about what stood beside it. A snapshot of which another error is open, shown with a
    file without a reason or with none, stays unacknowledged.

    Args:
        store: the data folder.
        reports: what became of the files.
        reasons: by the hash of a file, why its errors are taken; empty or missing without one.
        who: whoever gave the reasons.
        when: the moment of the act.
    """
    stored = [report for report in reports if report.as_of and not report.error]
    for as_of in {report.as_of for report in stored if report.as_of}:
        given = [r for r in stored if r.as_of == as_of and reasons.get(r.sha256)]
        shown = {_apart(finding) for report in given for finding in report.findings}
        with store.writing("acknowledgement") as writer:
            info = store.info(as_of)
            opened = store.open_errors(info) if info is not None else ()
            if opened and {_apart(finding) for finding in opened} <= shown:
                texts = dict.fromkeys(reasons[report.sha256] for report in given)
                writer.acknowledge(as_of, " · ".join(texts), who, when)


def _apart(finding: Finding) -> tuple[object, ...]:
    """Return what tells a finding from another, whichever file it is stored with."""
    return tuple(getattr(finding, each.name) for each in fields(Finding))
