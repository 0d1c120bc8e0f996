"""Sheets of cells -> tables: where the header stands, what each column is, what each row is for."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from itasdash.findings import Finding
from itasdash.ingest.files.read import Cell, Sheet
from itasdash.ingest.header import STATUS_FIELDS, read_header, usable
from itasdash.ingest.moment import title_text
from itasdash.ingest.rows import (
    TOTALS,
    Row,
    Total,
    as_text,
    district_of_section,
    is_ditto,
    read_section,
    role_of,
    stated,
)

# Title rows above a header are few; a header further down is not looked for.
_HEADER_WITHIN = 60
_MANY_ROWS = 10


@dataclass
class SheetTable:
    """What was understood of one sheet."""

    sheet: str
    fields: dict[str, int]
    titles: list[str]
    headings: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ignored: int = 0
    findings: list[Finding] = field(default_factory=list)
    # Numbers of days count from 1904.
    date1904: bool = False

    @property
    def kind(self) -> str | None:
        """Return the kind that the columns show; a list of names shows none by itself."""
        if "name" in self.fields:
            return "status" if STATUS_FIELDS & self.fields.keys() else None
        return "province_summary"


def find_table(sheet: Sheet) -> SheetTable | None:
    """Return the table that a sheet holds, or None where no row reads as a header.

    The header is the row, or the two rows, in which most columns are recognised; one row where
    a second adds nothing (a title above a header is no part of it).
    """
    texts = list(map(_texts, sheet.rows[: _HEADER_WITHIN + 1]))
    best: tuple[tuple[int, int], int, int, dict[int, str | None]] | None = None
    for start, row in enumerate(texts[:_HEADER_WITHIN]):
        for height in (1, 2):
            below = texts[start + 1] if height == 2 and start + 1 < len(texts) else None
            if height == 2 and below is None:
                continue
            fields = read_header(row, below)
            names = {name for name in fields.values() if name}
            # In a table of provinces a heading of a status is the parent of counts.
            rank = (len(names if "name" in names else names - STATUS_FIELDS), -height)
            if usable(names) and (best is None or rank > best[0]):
                best = (rank, start, height, fields)
    if best is None:
        return None
    _, start, height, fields = best
    titles = [
        title_text(row, date1904=sheet.date1904)
        for row in sheet.rows[:start]
        if any(map(as_text, row))
    ]
    found = SheetTable(sheet.name, {}, titles, date1904=sheet.date1904)
    for column, name in fields.items():
        heading = _joined(texts[start : start + height], column)
        found.headings.append(heading)
        if name is None:
            found.findings.append(
                Finding("unknown_column", sheet.name, start + height, found=heading)
            )
        elif name in found.fields and name not in ("ignored", "remark"):
            code = "name_column_twice" if name == "name" else "repeated_column"
            found.findings.append(Finding(code, sheet.name, start + height, found=heading))
        else:
            found.fields[name] = column
    _read_rows(sheet, start, height, found)
    return found


def _joined(rows: Iterable[list[str]], column: int) -> str:
    return " ".join(row[column] for row in rows if column < len(row) and row[column])


def _read_rows(sheet: Sheet, start: int, height: int, found: SheetTable) -> None:
    headers = [_filled(row) for row in sheet.rows[start : start + height]]
    carried: dict[str, Cell] = {}
    proven = _merged_cells(sheet)
    has_name = "name" in found.fields
    wide = _columns_under("name", sheet, start, found)
    unheaded: dict[int, int] = {}
    for index in range(start + height, len(sheet.rows)):
        cells = sheet.rows[index]
        filled = _filled(cells)
        if not filled:
            continue
        number = index + 1
        values = {name: cells[at] for name, at in found.fields.items() if at < len(cells)}
        if wide:
            values["name"] = " ".join(as_text(cells[at]) for at in wide if at < len(cells)).strip()
        subject = as_text(values.get("name" if has_name else "province"))
        role = "repeated" if filled in headers else role_of(subject, filled, has_name=has_name)
        if role == "data":
            found.rows.append(_with_carried(number, index, values, carried, proven, found))
            for at in range(len(cells)):
                if cells[at] is not None:
                    unheaded.setdefault(at, number)
            continue
        found.ignored += 1
        text = " ".join(filled)
        if role in TOTALS:
            found.totals.append(Total(number, role, text, stated(role, filled), values))
        elif role == "section":
            province, count = read_section(text)
            carried = {"province": province}
            found.totals.append(Total(number, role, text, count, values))
        elif role == "district":
            carried["district"] = district_of_section(text)
        elif role == "note":
            found.notes.append(title_text(cells, date1904=sheet.date1904))
        elif role == "nameless":
            found.findings.append(Finding("row_without_name", sheet.name, number, found=text[:80]))
        else:
            found.findings.append(Finding("repeated_header", sheet.name, number))
    _report_unheaded(sheet, start, height, found, {*unheaded} - {*wide})
    _report_empty(sheet, start, height, found, unheaded)


def _filled(cells: Iterable[Cell]) -> list[str]:
    return [text for cell in cells if (text := as_text(cell))]


def _columns_under(name: str, sheet: Sheet, start: int, found: SheetTable) -> list[int]:
    """Return the columns that one merged heading spans: a type and a name under "ชื่อ อปท."."""
    at = found.fields.get(name, -1)
    for merge in sheet.merged:
        if merge.top <= start <= merge.bottom and merge.left == at < merge.right:
            return [c for c in range(at, merge.right + 1) if c not in _others(found, at)]
    return []


def _others(found: SheetTable, at: int) -> set[int]:
    return set(found.fields.values()) - {at}


def _report_unheaded(
    sheet: Sheet, start: int, height: int, found: SheetTable, filled: set[int]
) -> None:
    """Say which columns hold data and have no heading: they are not read."""
    for column in sorted(filled):
        if not any(
            column < len(row) and as_text(row[column]) for row in sheet.rows[start : start + height]
        ):
            letter = get_column_letter(column + 1)
            found.findings.append(
                Finding("unknown_column", sheet.name, start + height, found=letter)
            )


def _report_empty(
    sheet: Sheet, start: int, height: int, found: SheetTable, filled: Container[int]
) -> None:
    """Say under which headings no row has anything, where there are rows enough to tell."""
    if len(found.rows) < _MANY_ROWS:
        return
    for name, column in found.fields.items():
        if column not in filled and name not in ("ignored", "remark"):
            heading = _joined(map(_texts, sheet.rows[start : start + height]), column)
            found.findings.append(
                Finding("column_empty", sheet.name, start + height, found=heading)
            )


def _texts(cells: Iterable[Cell]) -> list[str]:
    return [as_text(cell) for cell in cells]


def _with_carried(
    number: int,
    index: int,
    values: dict[str, Cell],
    carried: dict[str, Cell],
    proven: dict[tuple[int, int], Cell],
    found: SheetTable,
) -> Row:
    """Fill in the province and district that a block writes once, and remember them."""
    assumed = set()
    for name in ("province", "district"):
        if name not in found.fields and name not in carried:
            continue
        at = (index, found.fields.get(name, -1))
        if is_ditto(values.get(name)):
            values[name] = carried.get(name)
        elif values.get(name) is not None:
            if name == "province" and as_text(values[name]) != as_text(carried.get(name)):
                carried.pop("district", None)
            carried[name] = values[name]
        elif at in proven:
            values[name] = carried[name] = proven[at]
        elif name in carried:
            values[name] = carried[name]
            assumed.add(name)
    return Row(number, values, frozenset(assumed))


def _merged_cells(sheet: Sheet) -> dict[tuple[int, int], Cell]:
    """Return the value of every cell that a merged range of several rows covers."""
    return {
        (row, column): sheet.rows[merge.top][merge.left]
        for merge in sheet.merged
        if merge.bottom > merge.top and merge.top < len(sheet.rows)
        for row in range(merge.top, min(merge.bottom + 1, len(sheet.rows)))
        for column in range(merge.left, merge.right + 1)
        if merge.left < len(sheet.rows[merge.top])
    }
