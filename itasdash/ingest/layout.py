"""Sheets of cells -> tables: where the header stands, what each column is, what each row is for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest

from itasdash.findings import Finding
from itasdash.ingest.sheets import Cell, Sheet, cell_name
from itasdash.reference import table, words
from itasdash.thai.digits import parse_count, to_arabic
from itasdash.thai.names import read_province
from itasdash.thai.text import clean, key

# Title rows above a header are few; a header further down is not looked for.
_HEADER_WITHIN = 60
_UNITS = re.compile(r"\((?:แห่ง|คน|ชุด|ราย|หน่วยงาน)\)")
_NOT_A_WORD = re.compile(r"[^0-9a-z\u0e01-\u0e4e]+")
_STATED = re.compile(r"(\d[\d,]*)")
STATUS_FIELDS = frozenset({"admin_status", "executive_status", "overall_status"})
COUNT_FIELDS = frozenset({"expected", "registered", "outstanding"})


@dataclass(frozen=True)
class Row:
    """A data row: its 1-based number in the sheet and its cells by field."""

    number: int
    cells: dict[str, Cell]
    # Fields that the row itself leaves empty and that were taken from a row above without a
    # merged range to prove it.
    carried: frozenset[str] = frozenset()

    def text(self, name: str) -> str:
        """Return the cell of a field as cleaned text, empty where there is none."""
        return as_text(self.cells.get(name))


@dataclass(frozen=True)
class Total:
    """A total row: ``role`` is total or subtotal, ``stated`` the count written in its text."""

    number: int
    role: str
    text: str
    stated: int | None
    cells: dict[str, Cell]


@dataclass
class SheetTable:
    """What was understood of one sheet."""

    sheet: str
    fields: dict[str, int]
    titles: list[str]
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


def as_text(cell: Cell) -> str:
    """Return a cell as cleaned text: ``49.0`` as ``49``, an empty cell as ``''``."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell)
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)


def header_key(text: str) -> str:
    """Return the comparison key of a column heading: no units, spaces or punctuation."""
    plain = key(text).replace("%", "ร้อยละ").replace("#", "ลำดับ")
    return _NOT_A_WORD.sub("", _UNITS.sub("", plain))


@cache
def _headings() -> tuple[dict[str, str], tuple[tuple[str, str, str], ...]]:
    """Return fields by heading, and (parent, heading, field) for headings under another."""
    flat, nested = {}, []
    for row in table("header_words"):
        if row["parent"]:
            nested.append((header_key(row["parent"]), header_key(row["header"]), row["field"]))
        else:
            flat[header_key(row["header"])] = row["field"]
    return flat, tuple(nested)


def _field_of(heading: str, parent: str) -> str | None:
    flat, nested = _headings()
    for above, below, name in nested:
        if below == heading and above in parent:
            return name
    return flat.get(parent + heading) or flat.get(heading)


def _read_header(top: Sequence[str], below: Sequence[str] | None) -> dict[int, str | None]:
    """Return the field of each column that has a heading (None where it is not known)."""
    fields: dict[int, str | None] = {}
    parent = ""
    for column, (text, under) in enumerate(zip_longest(top, below or (), fillvalue="")):
        heading, child = header_key(text), header_key(under)
        # A merged heading stands over the columns to its right until the next one begins.
        parent = heading or (parent if child else "")
        if child:
            fields[column] = _field_of(child, parent)
        elif heading:
            fields[column] = _field_of(heading, "")
    return fields


def _usable(names: set[str]) -> bool:
    if "name" in names:
        return len(names - {"ignored", "sequence", "remark"}) >= 2
    return "province" in names and bool(COUNT_FIELDS & names)


def find_table(sheet: Sheet) -> SheetTable | None:
    """Return the table that a sheet holds, or None where no row reads as a header.

    The header is the row, or the two rows, in which most columns are recognised; one row where
    a second adds nothing (a title above a header is no part of it).
    """
    texts = [[as_text(cell) for cell in row] for row in sheet.rows[: _HEADER_WITHIN + 1]]
    best: tuple[tuple[int, int], int, int, dict[int, str | None]] | None = None
    for start, row in enumerate(texts[:_HEADER_WITHIN]):
        for height in (1, 2):
            below = texts[start + 1] if height == 2 and start + 1 < len(texts) else None
            if height == 2 and below is None:
                continue
            fields = _read_header(row, below)
            names = {name for name in fields.values() if name}
            rank = (len(names), -height)
            if _usable(names) and (best is None or rank > best[0]):
                best = (rank, start, height, fields)
    if best is None:
        return None
    _, start, height, fields = best
    titles = [text for row in texts[:start] for text in row if text]
    found = SheetTable(sheet.name, {}, titles, date1904=sheet.date1904)
    for column, name in fields.items():
        heading = _joined(texts[start : start + height], column)
        if name is None:
            found.findings.append(
                Finding("unknown_column", sheet.name, start + height, found=heading)
            )
        elif name in found.fields and name not in ("ignored", "remark"):
            found.findings.append(
                Finding("repeated_column", sheet.name, start + height, found=heading)
            )
        else:
            found.fields[name] = column
    _read_rows(sheet, start, height, found)
    _check_columns(sheet, start + height, fields, found)
    return found


def _check_columns(
    sheet: Sheet, header: int, fields: dict[int, str | None], found: SheetTable
) -> None:
    """Report columns that hold data under no heading, and headings that no row has data under."""
    rows = [sheet.rows[row.number - 1] for row in found.rows]
    for column in set(range(max(map(len, rows), default=0))) - fields.keys():
        filled = sum(column < len(row) and row[column] is not None for row in rows)
        if filled * 2 > len(rows):
            letters = cell_name(header, column + 1)
            found.findings.append(
                Finding("column_without_heading", sheet.name, header, found=letters)
            )
    for name, column in found.fields.items():
        if rows and not any(column < len(row) and row[column] is not None for row in rows):
            heading = _joined([[as_text(cell) for cell in sheet.rows[header - 1]]], column)
            found.findings.append(
                Finding("column_empty", sheet.name, header, found=heading or name)
            )


def _joined(rows: Iterable[list[str]], column: int) -> str:
    return " ".join(row[column] for row in rows if column < len(row) and row[column])


def _read_rows(sheet: Sheet, start: int, height: int, found: SheetTable) -> None:
    heading = [text for cell in sheet.rows[start] if (text := as_text(cell))]
    carried: dict[str, Cell] = {}
    proven = _merged_cells(sheet)
    for index in range(start + height, len(sheet.rows)):
        cells = sheet.rows[index]
        filled = [text for cell in cells if (text := as_text(cell))]
        if not filled:
            continue
        number = index + 1
        if filled == heading:
            found.findings.append(Finding("repeated_header", sheet.name, number))
            found.ignored += 1
            continue
        values = {name: cells[at] for name, at in found.fields.items() if at < len(cells)}
        role = _role(values, filled, has_name="name" in found.fields)
        if role in ("total", "subtotal"):
            found.totals.append(Total(number, role, filled[0], _stated(filled[0]), values))
        elif role == "section":
            carried = {"province": filled[0]}
        elif role == "note":
            found.notes.append(" ".join(filled))
        elif role == "nameless":
            found.findings.append(
                Finding("row_without_name", sheet.name, number, found=" ".join(filled)[:80])
            )
        else:
            found.rows.append(_with_carried(number, index, values, carried, proven, found))
            continue
        found.ignored += 1


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
        if values.get(name) is not None:
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


@cache
def _row_words() -> tuple[tuple[str, str], ...]:
    """Return (word, role), the longest word first, so that รวมทั้งสิ้น is not read as รวม."""
    found = words("row_words", "role", "word").items()
    return tuple(sorted(found, key=lambda item: -len(item[0])))


def _starting_role(text: str) -> str | None:
    compared = key(text)
    return next((role for word, role in _row_words() if compared.startswith(word)), None)


def _role(values: dict[str, Cell], filled: list[str], *, has_name: bool) -> str:
    """Return what a row is for: data, total, subtotal, section, note or nameless."""
    subject = values.get("name" if has_name else "province")
    starting = _starting_role(filled[0])
    alone = len(filled) == 1
    if subject is None or alone:
        if starting in ("total", "subtotal"):
            return starting
        if starting in ("note", "as_of"):
            return "note"
        if alone and has_name and read_province(filled[0]):
            return "section"
    elif starting in ("total", "subtotal") and not has_name:
        return starting
    if subject is not None:
        return "data"
    return "note" if alone else "nameless"


def _stated(text: str) -> int | None:
    """Return the last number in the text of a total row: ``รวมจังหวัดกระบี่ ๓๒ แห่ง`` -> 32."""
    numbers = _STATED.findall(to_arabic(text))
    return parse_count(numbers[-1]) if numbers else None
