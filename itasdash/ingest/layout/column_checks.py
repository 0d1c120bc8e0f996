"""Columns that cannot say together what each of them seems to say: why a table is refused."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from itasdash.findings import Refusal
from itasdash.ingest.files.sheets import column_letters
from itasdash.ingest.layout.headings import COUNT_FIELDS, STATUS_FIELDS, meaning
from itasdash.ingest.layout.heads import Column
from itasdash.ingest.layout.legends import status_of
from itasdash.ingest.layout.rows import Row, as_text
from itasdash.ingest.layout.table import Table
from itasdash.thai.digits import parse_count, parse_decimal
from itasdash.thai.text import key

_STATES = ("registered", "outstanding")


def cell_key(table: Table, row: Row, at: int) -> str:
    """Return the comparison key of a cell of a row, by its column."""
    cells = table.grid[row.number - 1]
    return key(as_text(cells[at])) if at < len(cells) else ""


def letters(columns: Iterable[Column]) -> str:
    """Return headings with the letters of their columns, as refusals name them."""
    return ", ".join(f"“{c.heading[:60]}” ({column_letters(c.at + 1)})" for c in columns)


def ambiguous(table: Table, columns: Sequence[Column]) -> Refusal:
    """Return the refusal of columns of one meaning that hold different things."""
    values = {"sheet": table.sheet, "row": table.heading_row, "found": letters(columns)}
    return Refusal("columns_ambiguous", values)


def check_divided(table: Table) -> None:
    """Refuse headings that stand over several columns of which nothing tells which one counts.

    Raises:
        Refusal: "ลงทะเบียนแล้ว" stands over "สัปดาห์ที่ 1" and "สัปดาห์ที่ 2", or over two columns that
            have no heading of their own.
    """
    telling = (COUNT_FIELDS, STATUS_FIELDS | _TICKED)[table.has_laos]
    groups: dict[tuple[str, ...], list[Column]] = {}
    for column in table.columns:
        if len(column.path) > 1 and not column.means.field:
            groups.setdefault(column.path[:-1], []).append(column)
    for path, columns in groups.items():
        name = meaning(path).field
        if name not in telling or name in table.fields:
            continue
        alike = [column for column in columns if _may_tell(table, column.at, name)]
        if len(alike) > 1:
            raise ambiguous(table, [replace(c, heading=" ".join(c.path)) for c in alike])
    for column in table.columns:
        beneath = table.beneath.get(column.at, ())
        name = column.means.field
        if name not in telling or table.fields.get(name) != column.at or not beneath:
            continue
        if not _shares_beside(table, column.at, beneath):
            others = [replace(column, at=at) for at in beneath]
            raise ambiguous(table, [column, *others])


_TICKED = frozenset(f"{r}{s}" for r in ("", "admin_", "executive_") for s in _STATES)


def _may_tell(table: Table, at: int, name: str) -> bool:
    """Say whether a column holds what the cells of a field hold: counts, or states."""
    told = [text for row in table.rows if (text := cell_key(table, row, at))]
    fits = (_is_state, _is_count)[name in COUNT_FIELDS and not table.has_laos]
    return 2 * sum(map(fits, told)) > len(told)


def _is_count(text: str) -> bool:
    """Say whether a text is a count."""
    return parse_count(text) is not None


def _is_state(text: str) -> bool:
    """Say whether the key of a text is a word or mark for a status."""
    return status_of(text) is not None


def _shares_beside(table: Table, at: int, beneath: Sequence[int]) -> bool:
    """Say whether one column holds counts and the only other one their shares."""
    counts = [cell_key(table, row, at) for row in table.rows]
    shares = [cell_key(table, row, beneath[0]) for row in table.rows]
    return (
        len(beneath) == 1
        and all(_is_count(text) for text in counts if text)
        and all(parse_decimal(text) is not None for text in shares if text)
        and any(not _is_count(text) for text in shares if text)
    )


def check_people(table: Table) -> None:
    """Refuse a table of provinces that counts people where LAOs are counted.

    Raises:
        Refusal: it does.
    """
    if table.has_laos:
        return
    people = [
        column
        for column in table.columns
        if column.means.field in _STATES
        and table.fields.get(column.means.field) == column.at
        and _PEOPLE.search(column.heading)
    ]
    if people:
        values = {"sheet": table.sheet, "row": table.heading_row, "found": letters(people)}
        raise Refusal("people_counted", values)


# "ผู้ลงทะเบียนแล้ว (คน)": two of an LAO may be counted, or one.
_PEOPLE = re.compile(r"\(\s*(?:คน|ราย)\s*\)|จำนวนคน|จำนวนผู้|^ผู้(?!ดูแล|บริหาร)")


def check_roles(table: Table) -> None:
    """Refuse a table of provinces that does not count LAOs of which both are registered.

    Raises:
        Refusal: it counts each of the two apart, or types without a sum.
    """
    if table.has_laos or {"registered", "outstanding", "percent"} & table.fields.keys():
        return
    apart = [c for c in table.columns if c.means.field.startswith(("admin_", "executive_"))]
    if apart:
        values = {"sheet": table.sheet, "row": table.heading_row, "found": letters(apart)}
        raise Refusal("roles_apart", values)
    grouped = [c for c in table.columns if c.means.groups or c.means.field == "type_count"]
    if grouped:
        values = {"sheet": table.sheet, "row": table.heading_row, "found": letters(grouped)}
        raise Refusal("parts_without_total", values)
