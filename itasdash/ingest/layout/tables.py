"""The tables of a sheet: what each of their columns is, and what each of their rows is for."""

import re
from collections.abc import Mapping, Sequence

from itasdash.findings import Finding
from itasdash.ingest.files.sheets import Cell, Sheet
from itasdash.ingest.layout.blocks import cells_merged_down, find_heads
from itasdash.ingest.layout.headings import header_key
from itasdash.ingest.layout.heads import Head
from itasdash.ingest.layout.legends import legend_of_cells
from itasdash.ingest.layout.moment import dates_of, title_text
from itasdash.ingest.layout.row_reader import RowsReader, section_of
from itasdash.ingest.layout.rows import TOTALS, as_text, role_of
from itasdash.ingest.layout.table import Table, filled_texts
from itasdash.thai.text import key


def find_tables_of(sheet: Sheet) -> list[Table]:
    """Return the tables that a sheet holds, from above to below and from left to right.

    The same headings again below continue a table.
    """
    heads = find_heads(sheet)
    groups: list[list[Head]] = []
    for head in heads:
        again = next((group for group in groups if group[0].same_as(head)), None)
        if again is None:
            groups.append([head])
        else:
            again.append(head)
    tables: list[Table] = []
    carried: dict[str, Cell] = {}
    merged = cells_merged_down(sheet)
    tops = sorted({head.top for head in heads})
    starts: dict[int, int] = {}
    for group in groups:
        top = group[0].top
        starts[top] = min(starts.get(top, top), _titles_from(sheet, group[0], tops))
    for group in groups:
        head = group[0]
        beside = [other[0] for other in groups if other[0].top == head.top]
        # Where the headings of a table beside it come again, it goes on.
        ends = [h.top for g in groups if g is group or g[0] not in beside for h in g]
        above = [_own_title(row, head, beside) for row in sheet.rows[starts[head.top] : head.top]]
        table = Table(
            sheet.name,
            {},
            [title_text(row, date1904=sheet.date1904) for row in above if any(map(as_text, row))],
            head.columns,
            [c.heading for c in head.columns],
            date1904=sheet.date1904,
            top=head.bottom,
            beside=head.beside,
            visible=sheet.visible,
            grid=sheet.rows,
        )
        table.notes += [text for row in above for text in legend_of_cells(filled_texts(row))]
        _name_columns(table, head)
        if head.beside == 0:
            carried = {}
        carried = _begun(above, sheet.rows[starts[head.top] : head.top], carried)
        reader = RowsReader(sheet, table, head, merged, carried)
        for part in group:
            if part is not head:
                _note_again(sheet, part, table)
            below = min((top for top in ends if top > part.top), default=len(sheet.rows))
            reader.read(part.bottom, min(starts.get(below, below), below))
        reader.finish()
        carried = reader.carried
        tables.append(table)
    # A heading with nothing below it, above one with rows, is a title of that.
    full = [t for t in tables if t.rows or t.totals or t.nobody]
    if full and len(full) < len(tables):
        known = {header_key(heading) for table in full for heading in table.headings}
        for table in tables:
            if table not in full:
                # The same headings once more, where nothing is left to stand below them.
                new = {header_key(heading) for heading in table.headings} - known
                full[0].titles += [*table.titles, *([" ".join(table.headings)] if new else [])]
        tables = full
    return tables


def _begun(
    above: Sequence[Sequence[Cell]], rows: Sequence[Sequence[Cell]], carried: Mapping[str, Cell]
) -> dict[str, Cell]:
    """Return what holds for the first rows of a table by its own part of the rows above it.

    Without one a table goes on where the one beside it ended (``carried``).
    """
    own = [part for part, row in zip(above, rows, strict=True) if part is not row]
    return section_of(filled_texts(own[-1])) if own else dict(carried)


def _own_title(cells: Sequence[Cell], head: Head, beside: Sequence[Head]) -> Sequence[Cell]:
    """Return what a row above tables that stand side by side says of one of them.

    That is its own part where each of several has a text of its own, else the whole row.
    """
    parts = [" ".join(filled_texts(cells[each.left : each.right])) for each in beside]
    filled = [part for part in parts if part]
    if len(filled) < 2 or not all(_WORDS.search(part) and not _is_moment(part) for part in filled):
        return cells
    return [None] * head.left + list(cells[head.left : head.right])


_WORDS = re.compile(r"[ก-ฮa-z]{3}", re.IGNORECASE)


def _is_moment(text: str) -> bool:
    """Say whether a text is about a moment, of which the next cell may tell more."""
    return bool(dates_of([text])) or "ข้อมูลณ" in key(text)


def _titles_from(sheet: Sheet, head: Head, tops: Sequence[int]) -> int:
    """Return the row (0-based) at which the titles of a table begin."""
    first = min(tops) == head.top
    if first:
        return 0
    at = head.top
    begin = at
    while at > 0 and head.top - at < 6:
        filled = filled_texts(sheet.rows[at - 1])
        if len(filled) > 1:
            break
        if filled:
            role = role_of("", filled, has_name=True)
            if role not in ("note",) or role_of(filled[0], filled, has_name=True) in TOTALS:
                break
            begin = at - 1
        at -= 1
    return begin


def _note_again(sheet: Sheet, head: Head, table: Table) -> None:
    for row in range(head.top, head.bottom):
        table.ignored += 1
        table.findings.append(Finding("repeated_header", sheet.name, row + 1))


def _name_columns(table: Table, head: Head) -> None:
    """Give each field its column where only one column has it; the rest is decided later."""
    for column in head.columns:
        name = column.means.field
        if name and name not in table.fields and name not in ("date", "type_count"):
            table.fields[name] = column.at
    if "label" in table.fields and "name" not in table.fields:
        table.nested = True
