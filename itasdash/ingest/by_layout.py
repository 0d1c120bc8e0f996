"""Sheets as a taught layout says: its headings and words in those that are always understood.

What was taught is no reading beside the others: it only says in known words what a file says in its
own, and the rows and columns stay where they are. So all that is checked of any file is checked
of these, and every finding names the true row.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

from itasdash.findings import Finding, Refusal
from itasdash.ingest.facts import Sample
from itasdash.ingest.files.sheets import Cell, Sheet
from itasdash.ingest.layout.blocks import heading_columns
from itasdash.ingest.layout.moment import title_text
from itasdash.ingest.layout.rows import as_text
from itasdash.ingest.layouts import (
    Difference,
    fields_at,
    headings_at,
    places,
    resembling,
)
from itasdash.reference import table, words
from itasdash.reference.names import read_lao_name
from itasdash.schema import EITHER_MISSING, UNUSED, Layout
from itasdash.thai.dates import Written, find_dates, format_date, format_moment
from itasdash.thai.text import clean, key

STATUSES = ("admin_status", "executive_status", "overall_status")
# Fields from which nothing is read that counts.
_NOTHING = frozenset({None, UNUSED, "ignored", "remark", "sequence", "other"})
# The time of the date before, if there is one.
_BEFORE = re.compile(r".*\d\s*(?:น\.?(?=\s|$))?")
# Fields that say what an LAO is, not how it stood on a day.
_DESCRIBES = _NOTHING | {
    *("code", "province", "district", "type", "name", "label", "place", "person", "registered_on")
}
# Where a moment is looked for: above the tables, and below them.
_ROWS_ABOVE, _ROWS_BELOW = 60, 20


@dataclass
class Translated:
    """Sheets in known words, and what the layouts that were used say beside them."""

    sheets: list[Sheet]
    layouts: list[Layout] = field(default_factory=list)
    # By the name of the sheet.
    by_sheet: dict[str, Layout] = field(default_factory=dict)
    as_of: datetime | None = None
    # The columns that are read, by the name of the sheet.
    read: dict[str, set[int]] = field(default_factory=dict)
    # The days in the headings of columns that say how it stood.
    days: set[date] = field(default_factory=set)

    def check_days(self, moment: datetime) -> None:
        """See that the headings that were taught speak of the day of the moment.

        Raises:
            Refusal: ``as_of_ambiguous``, where one names another day.
        """
        if self.days - {moment.date()}:
            days = sorted({*self.days, moment.date()})
            raise Refusal("as_of_ambiguous", {"dates": ", ".join(map(format_date, days))})

    def kind(self, sheet: str, otherwise: str | None) -> str | None:
        """Return the kind of a sheet that was taught, else the other one."""
        return self.by_sheet[sheet].kind if sheet in self.by_sheet else otherwise

    def list_means(self, given: str) -> str:
        """Return who stands on a list: as given, else as was taught."""
        taught = (layout.list_means for layout in self.layouts)
        return given if given != EITHER_MISSING else next(taught, given)

    @property
    def covers(self) -> str | None:
        """Of whom the silence of a list speaks, where that was taught."""
        return next((layout.covers for layout in self.layouts if layout.covers), None)

    def as_written(self, sample: Sample, sheets: Sequence[Sheet]) -> Sample:
        """Return a sample of a sheet that was taught with the cells as the file has them."""
        if sample.sheet not in self.by_sheet:
            return sample
        sheet = next(sheet for sheet in sheets if sheet.name == sample.sheet)
        cells = sheet.rows[sample.row - 1]
        read = [cell for at, cell in enumerate(cells) if at in self.read[sample.sheet]]
        return replace(sample, written=tuple(filter(None, map(as_text, read))))


def translated(
    sheets: Sequence[Sheet], layouts: Sequence[Layout], findings: list[Finding], *, demanded: bool
) -> Translated:
    """Return the sheets of a file in known words, as far as layouts know them.

    Args:
        sheets: as they were read.
        layouts: the layouts to look for.
        findings: takes what is to be said of them.
        demanded: the file is of these layouts, also where columns differ that they do not read.

    Raises:
        Refusal: ``layout_absent``, where a demanded layout is nowhere in the file;
            ``layout_differs``, where a sheet resembles a layout and would be read otherwise.
    """
    found = Translated(list(sheets))
    for at, sheet in enumerate(sheets):
        layout, starts = _layout_of(sheet, layouts, demanded=demanded)
        if layout is not None:
            found.sheets[at] = _in_known_words(sheet, layout, starts)
            found.by_sheet[sheet.name] = layout
            fields = fields_at(layout, sheet, starts[0]) or {}
            found.read[sheet.name] = {c for c, name in fields.items() if name != UNUSED}
            for column, path in headings_at(sheet, starts[0], layout.height).items():
                if fields.get(column, UNUSED) not in _DESCRIBES:
                    found.days |= {each.date for text in path for each in find_dates(text)}
            if layout not in found.layouts:
                found.layouts.append(layout)
            findings.append(Finding("layout_used", sheet.name, starts[0] + 1, subject=layout.name))
    if demanded:
        for layout in layouts:
            if layout not in found.layouts:
                raise _absent(layout, sheets)
    _say_resembling(found, layouts, findings)
    found.as_of = _moment(sheets, found.layouts)
    return found


def _layout_of(
    sheet: Sheet, layouts: Sequence[Layout], *, demanded: bool
) -> tuple[Layout | None, list[int]]:
    for layout in layouts:
        starts = places(layout, sheet)
        if starts:
            return layout, starts
    if demanded:
        for near in resembling(layouts, [sheet]):
            if fields_at(near.layout, sheet, near.start) is not None:
                return near.layout, [near.start]
    return None, []


def _absent(layout: Layout, sheets: Sequence[Sheet]) -> Refusal:
    near = next(resembling([layout], sheets), None)
    if near is None:
        return Refusal("layout_absent", {"layout": layout.name})
    return Refusal("layout_lacks", _shown(near))


def _shown(near: Difference) -> dict[str, str]:
    return {
        "layout": near.layout.name,
        "missing": ", ".join(near.missing) or "–",
        "new": ", ".join(near.new) or "–",
    }


def _say_resembling(found: Translated, layouts: Sequence[Layout], findings: list[Finding]) -> None:
    """Say how sheets differ that are nearly of a layout; such a sheet is read by itself.

    Where that would give to a heading another meaning than was taught, the file is refused.
    """
    others = [sheet for sheet in found.sheets if sheet.name not in found.by_sheet]
    for sheet in others:
        for near in resembling(layouts, [sheet]):
            if _overrules(near, sheet):
                raise Refusal("layout_differs", {"sheet": sheet.name, **_shown(near)})
            differences = _shown(near)
            findings.append(
                Finding(
                    "layout_resembled",
                    sheet.name,
                    near.start + 1,
                    expected=differences["missing"],
                    found=differences["new"],
                    subject=differences["layout"],
                )
            )


def _overrules(near: Difference, sheet: Sheet) -> bool:
    """Say whether what was taught differs from how the sheet would be read by itself."""
    layout = near.layout
    if layout.covers or layout.moment_after or layout.list_means != EITHER_MISSING:
        return True
    taught = fields_at(layout, sheet, near.start)
    alone = proposed_fields(sheet, near.start, layout.height)
    if taught is None or any(
        alone.get(column) != name
        for column, name in taught.items()
        if name not in _NOTHING or alone.get(column) not in _NOTHING
    ):
        return True
    return any(
        _known_words().get(key(word)) != meaning
        for meaning, taught_words in (("true", layout.yes), ("false", layout.no))
        for word in taught_words
    )


def proposed_fields(sheet: Sheet, start: int, height: int) -> dict[int, str | None]:
    """Return what the headings of a table say by themselves, None where that is not known."""
    return {c.at: c.means.field or None for c in heading_columns(sheet, start, height)}


def _known_words() -> Mapping[str, str]:
    return words("status_words", "registered", "word")


@cache
def _known_heading(name: str) -> str:
    """Return the heading by which a column of a field is always known."""
    wanted = "ignored" if name == UNUSED else name
    return next(
        row["header"]
        for row in table("header_words")
        if row["field"] == wanted and not row["parent"]
    )


@cache
def _known_status(meaning: str) -> str:
    return next(row["word"] for row in table("status_words") if row["registered"] == meaning)


def _in_known_words(sheet: Sheet, layout: Layout, starts: Sequence[int]) -> Sheet:
    """Return a sheet with known headings at their place and known words below them."""
    rows = list(sheet.rows)
    headings: set[int] = set()
    for place, start in enumerate(starts):
        fields = fields_at(layout, sheet, start) or {}
        below = start + layout.height
        end = starts[place + 1] if place + 1 < len(starts) else len(rows)
        headings |= {*range(start, below)}
        for at in range(start, below - 1):
            rows[at] = []
        rows[below - 1] = _heading_row(rows[below - 1], fields)
        statuses = [column for column, name in fields.items() if name in STATUSES]
        names = [column for column, name in fields.items() if name == "name"]
        for at in range(below, end) if statuses else ():
            rows[at] = _with_known_statuses(rows[at], layout, statuses, names)
    merged = tuple(m for m in sheet.merged if not headings & {*range(m.top, m.bottom + 1)})
    return replace(sheet, rows=rows, merged=merged)


def _heading_row(row: Sequence[Cell], fields: Mapping[int, str]) -> list[Cell]:
    width = max([len(row), *(column + 1 for column in fields)])
    cells = [*row, *[None] * (width - len(row))]
    return [_known_heading(fields[at]) if at in fields else cell for at, cell in enumerate(cells)]


def _with_known_statuses(
    row: list[Cell], layout: Layout, statuses: Sequence[int], names: Sequence[int]
) -> list[Cell]:
    filled = [at for at, cell in enumerate(row) if as_text(cell)]
    # A row with nothing but a text is a section or a note, unless it names an LAO.
    alone = len(filled) < 2 and not (
        filled and filled[0] in names and read_lao_name(as_text(row[filled[0]])).lao_type
    )
    cells = [*row, *[None] * (max(statuses) + 1 - len(row))]
    for at in statuses:
        text = key(as_text(cells[at]))
        if alone and not text:
            continue
        for meaning, taught in (("true", layout.yes), ("false", layout.no)):
            if text in map(key, taught):
                cells[at] = _known_status(meaning)
    return cells


def _moment(sheets: Sequence[Sheet], layouts: Sequence[Layout]) -> datetime | None:
    """Return the moment behind the words that a layout knows it by, None where none does.

    Raises:
        Refusal: ``as_of_ambiguous``, where several stand there.
    """
    wanted = {key(layout.moment_after) for layout in layouts if layout.moment_after}
    if not wanted:
        return None
    found = {each.written.moment() for each in moments_of(sheets) if key(each.after) in wanted}
    if len(found) > 1:
        days = ", ".join(format_moment(moment) for moment in sorted(found))
        raise Refusal("as_of_ambiguous", {"dates": days})
    return found.pop() if found else None


@dataclass(frozen=True)
class FoundMoment:
    """A date of a file: the words before it in its row, and where it stands."""

    after: str
    written: Written
    sheet: str
    row: int


def moments_of(sheets: Sequence[Sheet]) -> list[FoundMoment]:
    """Return the dates that stand above and below the tables of visible sheets, with a word."""
    found = []
    for sheet in sheets:
        count = len(sheet.rows)
        last = max(_ROWS_ABOVE, count - _ROWS_BELOW)
        for at in [*range(min(count, _ROWS_ABOVE)), *range(last, count)] if sheet.visible else []:
            text, end = clean(title_text(sheet.rows[at])), 0
            for written in find_dates(text):
                after = _BEFORE.sub("", text[end : written.start]).strip()
                end = written.end
                if after:
                    found.append(FoundMoment(after, written, sheet.name, at + 1))
    return found
