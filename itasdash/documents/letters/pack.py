"""The pack: a .zip with the letter, both attachments, a folder per province, and a manifest."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from itasdash.documents.letters.attachments import attachment_1, attachment_2, page_words
from itasdash.documents.letters.content import LetterContent, letter_content
from itasdash.documents.letters.forms import Form
from itasdash.documents.letters.forms_pdf import forms_to_pdf
from itasdash.documents.letters.forms_xlsx import forms_to_xlsx
from itasdash.documents.letters.letter import (
    TEMPLATE_FILE,
    Template,
    letter_fields,
    require_sendable,
)
from itasdash.documents.letters.letter_pdf import letter_to_pdf
from itasdash.documents.letters.office import OFFICE_FILE, read_office
from itasdash.findings import Finding
from itasdash.reference import all_provinces
from itasdash.schema import CalendarEntry, Office, Snapshot, sha256

LETTER = "หนังสือ"
ATTACHMENT = "สิ่งที่ส่งมาด้วย {number}"
MANIFEST = "manifest.json"
SUFFIXES = ("xlsx", "pdf")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class LetterWriter:
    """What a letter is made with: the office's entries, its template, and choices.

    ``thai_digits`` is how the attachments show numbers; a letter always has Thai ones. ``sample``
    marks everything as invented; ``calendar`` are the dates that the office has entered.
    """

    office: Office
    template: Template
    thai_digits: bool = True
    sample: bool = False
    calendar: tuple[CalendarEntry, ...] = ()

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells two desks apart."""
        return (self.office, self.template.digest, self.thai_digits, self.sample, self.calendar)

    def letter(self, content: LetterContent) -> bytes:
        """Return the letter as a Word file."""
        return self.template.fill(
            letter_fields(content, self.office, self.calendar), sample=self.sample
        )

    def printed(self, letter: bytes) -> bytes | None:
        """Return a letter as a PDF; None where its template holds what only Word shows."""
        return letter_to_pdf(letter, LETTER)

    def forms(self, content: LetterContent) -> tuple[list[Form], list[Form]]:
        """Return both attachments as forms, the second empty where there are no names for it."""
        return forms_of(content, thai_digits=self.thai_digits, sample=self.sample)

    def written(self, forms: Sequence[Form], suffix: str) -> bytes:
        """Return forms as a file, ``xlsx`` to work with or ``pdf`` to print."""
        if suffix == "pdf":
            return forms_to_pdf(forms, page_words())
        return forms_to_xlsx(forms, self.office.font)

    def attachments(self, content: LetterContent) -> Iterator[tuple[str, bytes, int]]:
        """Yield file name, bytes and number of rows of each attachment, for Excel and for print."""
        for number, forms in enumerate(self.forms(content), start=1):
            for suffix, written in editions(forms).items():
                name = f"{ATTACHMENT.format(number=number)}.{suffix}"
                yield name, self.written(written, suffix), rows_of(written)


def forms_of(
    content: LetterContent, *, thai_digits: bool, sample: bool
) -> tuple[list[Form], list[Form]]:
    """Return both attachments as forms, as :meth:`LetterWriter.forms` does."""
    how = {"thai_digits": thai_digits, "sample": sample}
    return attachment_1(content, **how), attachment_2(content, **how)


def letter_writer(
    office_file: Callable[[str], bytes | None],
    *,
    thai_digits: bool,
    sample: bool = False,
    calendar: Sequence[CalendarEntry] = (),
) -> LetterWriter:
    """Return what letters are made with: the office's own entries and template, else the shipped.

    Args:
        office_file: gives the bytes of a file that the office has put into the data folder, by its
            name; None where there is none.
        thai_digits: how the attachments show numbers.
        sample: whether everything is marked as invented.
        calendar: the dates that the office has entered.

    Raises:
        Refusal: the office's files cannot be used.
    """
    office = read_office(office_file(OFFICE_FILE))
    template = Template(office_file(TEMPLATE_FILE), office.font)
    return LetterWriter(office, template, thai_digits, sample, tuple(calendar))


def editions(forms: Sequence[Form]) -> dict[str, list[Form]]:
    """Return the forms that a workbook and pages to print have, by suffix; none has no entry."""
    printed = [form for form in forms if form.printed]
    found = dict(zip(SUFFIXES, (list(forms), printed), strict=True))
    return {suffix: own for suffix, own in found.items() if own}


def rows_of(forms: Sequence[Form]) -> int:
    """Return how many rows forms have, totals apart."""
    return sum(not line.is_total for form in forms for line in form.lines)


def chosen_content(
    snapshot: Snapshot,
    provinces: Sequence[str],
    *,
    open_errors: Sequence[Finding],
    outdated: bool,
) -> LetterContent:
    """Return what letter and attachments are about: all provinces where none is chosen.

    Raises:
        Refusal: the snapshot has errors that nobody acknowledged, has yet to follow a change, or
            lacks one of the provinces.
    """
    require_sendable(snapshot.info, open_errors, outdated=outdated)
    everything = letter_content(snapshot)
    return everything.of(provinces) if provinces else everything


class _Pack(zipfile.ZipFile):
    """A zip archive of documents, which are packed in themselves; it does not tell when."""

    def store(self, name: str, data: bytes) -> None:
        """Add a file under the earliest date that the format knows."""
        self.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED)


def make_pack(
    content: LetterContent, writer: LetterWriter, progress: Progress = lambda *_: None
) -> bytes:
    """Return the pack as a .zip; the same figures and writer always give the same bytes.

    Args:
        content: as :func:`chosen_content` gives it.
        writer: what the letter is made with.
        progress: is told how many of how many folders are done, and which is at hand.
    """
    sink, listed = io.BytesIO(), []
    everything = len(content.codes) + 1
    with _Pack(sink, "w") as archive:

        def put(name: str, data: bytes, rows: int) -> None:
            listed.append({"file": name, "sha256": sha256(data), "rows": rows})
            archive.store(name, data)

        progress(0, everything, "")
        for name, data, rows in _documents(content, writer):
            put(name, data, rows)
        for done, code in enumerate(content.codes, start=1):
            folder = f"{code} {all_provinces()[code].name_th}"
            progress(done, everything, folder)
            for name, data, rows in _documents(content.of([code]), writer):
                put(f"{folder}/{name}", data, rows)
        manifest = json.dumps(_manifest(content, writer, listed), ensure_ascii=False, indent=1)
        archive.store(MANIFEST, manifest.encode())
    progress(everything, everything, "")
    return sink.getvalue()


def _documents(content: LetterContent, writer: LetterWriter) -> Iterator[tuple[str, bytes, int]]:
    letter = writer.letter(content)
    yield f"{LETTER}.docx", letter, 1
    if (printed := writer.printed(letter)) is not None:
        yield f"{LETTER}.pdf", printed, 1
    yield from writer.attachments(content)


def _manifest(
    content: LetterContent, writer: LetterWriter, listed: list[dict[str, object]]
) -> dict[str, Any]:
    sources = ("file", "sha256", "kind", "list_means")
    return {
        "as_of": content.info.as_of.isoformat(),
        "snapshot": content.info.identity,
        "provinces": content.codes,
        "all_provinces": content.whole,
        "thai_digits": writer.thai_digits,
        "sample": writer.sample,
        "expected": content.total("expected"),
        "registered": content.total("registered"),
        "outstanding": content.total("outstanding"),
        "unknown": content.total("unknown"),
        "sources": [{n: getattr(source, n) for n in sources} for source in content.info.sources],
        "files": listed,
    }
