"""Files as staff drop them: what each one is, and what saving it would do.

Read as a batch, because files of one moment make one snapshot together. What is saved afterwards is
what was shown, or nothing.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from itasdash.findings import Damaged, Refusal
from itasdash.importing.derive import register_frame
from itasdash.importing.imports import (
    FileReport,
    ImportOptions,
    ImportSession,
    Upload,
    load_register,
)
from itasdash.ingest.facts import Unresolved
from itasdash.schema import EITHER_MISSING, sha256
from itasdash.store import Store
from itasdash.thai.text import key

REGISTER = "register"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Wish:
    """What staff say about a file beside its bytes; None where the file says it itself."""

    as_of: datetime | None = None
    list_means: str = EITHER_MISSING
    accept_shrink: bool = False
    effective: date | None = None


@dataclass
class Reading:
    """A file, and what saving it would do."""

    upload: Upload
    wish: Wish
    report: FileReport
    # The LAOs of a register, None where the file is an export.
    register: pd.DataFrame | None = None

    @property
    def can_be_saved(self) -> bool:
        """Whether saving the file would change anything."""
        return self.report.outcome in ("imported", "replaced")


@dataclass
class Batch:
    """Files read together, and what of the store the reading rests on."""

    readings: list[Reading] = field(default_factory=list)
    rests_on: Hashable = None

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


def rests_on(store: Store) -> Hashable:
    """Return what of the store a reading rests on: when it changes, files must be read again."""
    return store.inputs(), tuple(info.identity for info in store.snapshots())


def read_batch(
    store: Store,
    files: Sequence[tuple[Upload, Wish]],
    *,
    who: str,
    when: datetime,
    progress: Progress,
) -> Batch:
    """Read files without storing anything; each is told what would become of it."""
    session = ImportSession(store, _options(Wish(), who, when, dry_run=True))
    batch = Batch(rests_on=rests_on(store))
    for done, (upload, wish) in enumerate(files):
        progress(done, len(files), upload.name)
        report = session.take(upload, _options(wish, who, when, dry_run=True))
        reading = Reading(upload, wish, report)
        if report.error is not None and report.error.code == "kind_unknown":
            _try_as_register(store, reading, when)
        batch.readings.append(reading)
    progress(len(files), len(files), "")
    return batch


def _options(wish: Wish, who: str, when: datetime, *, dry_run: bool) -> ImportOptions:
    return ImportOptions(
        wish.as_of,
        wish.list_means,
        dry_run,
        who,
        when,
        accept_shrink=wish.accept_shrink,
    )


def _try_as_register(store: Store, reading: Reading, when: datetime) -> None:
    """Read a file that names LAOs and says nothing of them as the register that it may be."""
    try:
        frame = register_frame(reading.upload.data)
    except Refusal:
        return
    effective = reading.wish.effective or when.date()
    known = store.register_dates()
    try:
        same = effective in known and bool(store.register(effective).equals(frame))
    except Damaged:
        same = False
    outcome = "unchanged" if same else "replaced" if effective in known else "imported"
    reading.register = frame
    reading.report = FileReport(
        reading.upload.name, sha256(reading.upload.data), outcome, kind=REGISTER
    )


def save_register(store: Store, reading: Reading, *, who: str, when: datetime) -> FileReport:
    """Store a register that was read; it holds from the day that staff gave, or else from today."""
    effective = reading.wish.effective or when.date()
    load_register(store, reading.upload, effective, who=who, when=when)
    return reading.report


def save_exports(
    store: Store, batch: Batch, *, who: str, when: datetime, progress: Progress
) -> list[FileReport]:
    """Store the exports of a batch as they were shown.

    A file of which something else would be stored by now is rejected (``changed_meanwhile``).
    """
    wanted = [reading for reading in batch.exports if reading.can_be_saved]
    session = ImportSession(store, _options(Wish(), who, when, dry_run=False))
    reports = []
    for done, reading in enumerate(wanted):
        progress(done, len(wanted), reading.upload.name)
        options = _options(reading.wish, who, when, dry_run=False)
        reports.append(session.take(reading.upload, options, expected=reading.report))
    progress(len(wanted), len(wanted), "")
    return reports
