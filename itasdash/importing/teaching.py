"""Reading a file by hand: its cells as they are, and what it says as somebody understands it."""

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath

from itasdash.findings import Finding, Refusal
from itasdash.importing.derive import Deriver
from itasdash.importing.imports import Upload
from itasdash.importing.layouts import check_layout, taught_layouts
from itasdash.ingest.by_layout import STATUSES, moments_of, proposed_fields
from itasdash.ingest.facts import Sample
from itasdash.ingest.files.read import read_sheets
from itasdash.ingest.files.sheets import Sheet, cell_name
from itasdash.ingest.layout.rows import as_text
from itasdash.ingest.layouts import columns_of, fields_at, headings_at, likely_start, resembling
from itasdash.metrics import counts
from itasdash.reference import table, words
from itasdash.reference.names import read_lao_name, read_province
from itasdash.schema import BY_FILE, UNUSED, Layout
from itasdash.store import Store
from itasdash.thai.dates import now
from itasdash.thai.text import key

__all__ = ["Column", "Lesson", "Outline", "Trial", "column_letters", "teachable"]

ROWS_SHOWN = 40
_EXAMPLES = 3
_MOST_WORDS = 24
# What nobody has to choose: nothing is read from it.
_NOT_OFFERED = frozenset({"sequence", "ignored", "remark", "other", "subdistrict"})
_NO_NAME = "-"
_NOT_A_NAME = re.compile(r"[\d_\-.()]+")


def teachable() -> list[str]:
    """Return what a column may say, :data:`itasdash.schema.UNUSED` first."""
    fields = dict.fromkeys(row["field"] for row in table("header_words"))
    return [UNUSED, *(name for name in fields if name not in _NOT_OFFERED)]


def column_letters(count: int) -> list[str]:
    """Return what a spreadsheet calls its first columns: A, B, …, Z, AA."""
    return [cell_name(1, at).rstrip("1") for at in range(1, count + 1)]


@dataclass(frozen=True)
class Column:
    """A column below headings: its letter, headings, first cells, and what it seems to say."""

    at: int
    letter: str
    heading: tuple[str, ...]
    examples: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class Outline:
    """Where the headings of a sheet stand (0-based), and the layout that it resembles, if any."""

    start: int
    height: int
    layout: Layout | None = None


@dataclass(frozen=True)
class Trial:
    """What a file says by a layout: rows about LAOs or provinces, and how many LAOs are what.

    ``moment_missing`` says that the file shows no moment, so that it has to be given.
    """

    kind: str
    as_of: datetime
    moment_missing: bool
    rows: int
    laos: int
    registered: int
    outstanding: int
    findings: tuple[Finding, ...]
    samples: tuple[Sample, ...]


@dataclass
class Lesson:
    """A file that somebody reads by hand."""

    store: Store
    upload: Upload
    sheets: list[Sheet]
    # It remembers the register, so that only the first look takes its time.
    _deriver: Deriver = field(repr=False)

    @classmethod
    def of(cls, store: Store, upload: Upload) -> "Lesson":
        """Return the lesson of a file.

        Raises:
            Refusal: the file cannot be opened.
        """
        read = read_sheets(upload.data, by_hand=True)
        sheets = [sheet for sheet in read if any(map(any, sheet.rows))]
        return cls(store, upload, sheets, Deriver(store))

    def cells(self, sheet: int) -> list[list[str]]:
        """Return the first rows of a sheet as they are, all of one width."""
        rows = [[as_text(cell) for cell in row] for row in self.sheets[sheet].rows[:ROWS_SHOWN]]
        width = max(map(len, rows), default=0)
        return [[*row, *[""] * (width - len(row))] for row in rows]

    def likely_sheet(self) -> int:
        """Return which sheet most likely holds the table: the visible one with most rows."""
        sizes = [(sheet.visible, len(sheet.rows)) for sheet in self.sheets]
        return sizes.index(max(sizes))

    def outline(self, sheet: int) -> Outline:
        """Return where the headings seem to stand, by a layout that it resembles if it does."""
        near = next(resembling(taught_layouts(self.store), [self.sheets[sheet]]), None)
        if near is not None:
            return Outline(near.start, near.layout.height, near.layout)
        return Outline(likely_start(self.sheets[sheet]), 1)

    def columns(self, sheet: int, outline: Outline) -> list[Column]:
        """Return the columns below headings, each with what it seems to say."""
        content = self.sheets[sheet]
        start, height = outline.start, outline.height
        offered = set(teachable())
        seems = {c: f or UNUSED for c, f in proposed_fields(content, start, height).items()}
        if outline.layout is not None:
            by_heading = {each.heading: each.field for each in outline.layout.columns}
            taught = fields_at(outline.layout, content, start) or {}
            headings = headings_at(content, start, height)
            seems |= {c: taught.get(c, by_heading.get(p, UNUSED)) for c, p in headings.items()}
        columns: list[Column] = []
        for at, heading in headings_at(content, start, height).items():
            examples = self._examples(content, at, start + height)
            name = seems.get(at, UNUSED)
            if name not in offered:
                name = UNUSED
            if name == UNUSED and outline.layout is None:
                name = _shown_by(examples, {*seems.values(), *(each.field for each in columns)})
            columns.append(Column(at, column_letters(at + 1)[-1], heading, examples, name))
        return columns

    @staticmethod
    def _examples(sheet: Sheet, at: int, below: int) -> tuple[str, ...]:
        texts = (as_text(row[at]) for row in sheet.rows[below:] if at < len(row))
        found: dict[str, None] = {}
        for text in filter(None, texts):
            found[text] = None
            if len(found) == _EXAMPLES:
                break
        return tuple(found)

    def words(self, sheet: int, outline: Outline, fields: Mapping[int, str]) -> dict[str, str]:
        """Return the words of the columns of a status, the most frequent first, ``""`` for none.

        Each comes with what it means by itself: ``true``, ``false``, ``unknown`` or nothing.
        """
        statuses = [at for at, name in fields.items() if name in STATUSES]
        below = self.sheets[sheet].rows[outline.start + outline.height :]
        found = Counter(
            as_text(row[at]) if at < len(row) else ""
            for row in below
            if sum(cell is not None for cell in row) > 1
            for at in statuses
        )
        known = words("status_words", "registered", "word")
        taught = _taught_words(outline.layout)
        texts = [text for text, _ in found.most_common(_MOST_WORDS)]
        return {text: taught.get(key(text), known.get(key(text), "")) for text in texts}

    def moments(self) -> dict[str, datetime]:
        """Return the moments that the file shows, by the words that stand before each."""
        found: dict[str, datetime] = {}
        for each in moments_of(self.sheets):
            found.setdefault(each.after, each.written.moment())
        return found

    def kind(self, fields: Sequence[str]) -> str:
        """Return the kind that columns of these fields make."""
        given = set(fields)
        if not {"name", "code"} & given:
            # The labels of a pivot may be those of LAOs, of which then each has a status.
            return "status" if "label" in given and {*STATUSES} & given else "province_summary"
        of_registration = {*STATUSES, "missing", "registered", "outstanding"} & given
        return "status" if of_registration else "unregistered_list"

    def name(self) -> str:
        """Return a name for the layout, after that of the file, that no other has."""
        plain = " ".join(_NOT_A_NAME.sub(" ", PurePath(self.upload.name).stem).split())
        taken = {key(layout.name) for layout in taught_layouts(self.store)}
        names = (f"{plain} {number}" if number else plain for number in range(len(taken) + 1))
        return next(name for name in names if key(name) not in taken)

    def layout(
        self, sheet: int, outline: Outline, fields: Mapping[int, str], subject: Mapping[str, object]
    ) -> Layout:
        """Return the layout of a sheet, yet without a name.

        Args:
            sheet: which one.
            outline: where its headings stand.
            fields: what each column says.
            subject: the other fields of the layout.
        """
        headings = headings_at(self.sheets[sheet], outline.start, outline.height)
        columns = columns_of(headings, fields)
        return Layout(name=_NO_NAME, columns=columns, height=outline.height, **subject)  # type: ignore[arg-type]

    def trial(self, layout: Layout, as_of: datetime | None, covers: str = BY_FILE) -> Trial:
        """Return what the file says by a layout.

        Args:
            layout: the layout.
            as_of: the moment that was given for the file, if any.
            covers: what was answered of whom its silence speaks, which counts above the layout's.

        Raises:
            Refusal: the layout is incomplete, or the file cannot be read by it.
        """
        check_layout(layout)
        deriver, missing = self._deriver, False
        try:
            export = deriver.try_layout(self.upload.name, self.sheets, layout, as_of, covers)
        except Refusal as refusal:
            if refusal.code != "as_of_missing" or as_of is not None:
                raise
            missing = True
            export = deriver.try_layout(self.upload.name, self.sheets, layout, now(), covers)
        states = [row.status.registered for row in export.laos]
        laos, registered, outstanding = len(states), states.count(True), states.count(False)
        if export.kind == "province_summary":
            laos, registered, outstanding = (
                sum(getattr(row, name) or 0 for row in export.summaries)
                for name in ("expected", "registered", "outstanding")
            )
        elif export.kind == "unregistered_list":
            made = deriver.composed(export)
            registered = counts(made.status, made.province_summary)["registered"] or 0
        return Trial(
            export.kind,
            export.as_of,
            missing,
            export.rows.read - export.rows.ignored,
            laos,
            registered,
            outstanding,
            tuple(export.findings),
            tuple(export.samples),
        )


def _shown_by(examples: Sequence[str], taken: Container[str]) -> str:
    """Return what the first cells of a column show without its heading: provinces, or LAOs."""
    if examples and "province" not in taken and all(map(read_province, examples)):
        return "province"
    named = [read_lao_name(text).lao_type for text in examples]
    return "name" if named and "name" not in taken and all(named) else UNUSED


def _taught_words(layout: Layout | None) -> dict[str, str]:
    if layout is None:
        return {}
    meanings = {key(word): "true" for word in layout.yes}
    return meanings | {key(word): "false" for word in layout.no}
