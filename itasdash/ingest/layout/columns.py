"""Columns that mean the same: which of them counts, and the findings about the others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from itasdash.findings import Finding
from itasdash.ingest.layout.column_checks import (
    ambiguous,
    cell_key,
    check_divided,
    check_people,
    check_roles,
    letters,
)
from itasdash.ingest.layout.headings import (
    COUNT_FIELDS,
    ROLES,
    STATUS_FIELDS,
    TYPE_GROUPS,
    Meaning,
)
from itasdash.ingest.layout.heads import Column
from itasdash.ingest.layout.rows import (
    Row,
    Total,
)
from itasdash.ingest.layout.table import Table
from itasdash.ingest.layout.titles import role_counted
from itasdash.ingest.layout.unread import report_unread
from itasdash.ingest.missing import person_of
from itasdash.reference.names import read_province
from itasdash.thai.digits import parse_count

_STATES = ("registered", "outstanding")


_GROUPED = (*COUNT_FIELDS, "percent")


def choose_columns(table: Table, as_of: date | None) -> None:
    """Choose between columns that mean the same: the total of types, the moment of the file.

    Raises:
        Refusal: two columns say different things, and nothing tells which of them counts.
    """
    _find_persons(table)
    _read_role_of_titles(table)
    by_field: dict[str, list[Column]] = {}
    for column in table.columns:
        name = column.means.field
        if name:
            by_field.setdefault(name, []).append(column)
    for name, columns in by_field.items():
        if name in ("ignored", "remark", "date"):
            continue
        chosen = _chosen(table, name, columns, as_of)
        if chosen is None:
            _leave_out(table, name, columns)
            continue
        if table.fields.get(name) != chosen.at:
            _point(table, name, chosen.at)
        _report_others(table, name, chosen, columns)
    check_divided(table)
    _pair_ticks(table)
    report_unread(table)
    check_roles(table)
    check_people(table)


def _find_persons(table: Table) -> None:
    """Take a column of no known heading for that of the person where all its cells name a role."""
    if not table.has_laos or "person" in table.fields:
        return
    for at, column in enumerate(table.columns):
        if column.means.field:
            continue
        named = {person_of(cell_key(table, row, column.at)) for row in table.rows}
        if named == set(ROLES):
            found = replace(column, means=Meaning("person"))
            table.columns = (*table.columns[:at], found, *table.columns[at + 1 :])
            _point(table, "person", column.at)
            return


def _read_role_of_titles(table: Table) -> None:
    """Take a status for that of one person where the titles are about the one alone."""
    of_roles = any(name.startswith(tuple(f"{role}_" for role in ROLES)) for name in table.fields)
    if not table.tells_status or of_roles or {"person", "missing"} & table.fields.keys():
        return
    role, _ = role_counted(table.titles)
    if not role:
        return
    renamed = {"overall_status": f"{role}_status"}
    renamed |= {name: f"{role}_{name}" for name in (*_STATES, "registered_on")}
    table.columns = tuple(
        replace(c, means=replace(c.means, field=renamed.get(c.means.field, c.means.field)))
        for c in table.columns
    )
    for name in renamed.keys() & table.fields.keys():
        table.fields[renamed[name]] = table.fields.pop(name)
        for row in table.rows:
            row.cells[renamed[name]] = row.cells.pop(name, None)


def _pair_ticks(table: Table) -> None:
    """Take "ลงทะเบียน" beside "ไม่ลงทะเบียน" for the other half of a pair that is ticked."""
    for role, status in (
        ("admin_", "admin_status"),
        ("executive_", "executive_status"),
        ("", "overall_status"),
    ):
        yes, no = f"{role}registered", f"{role}outstanding"
        if (
            table.has_laos
            and no in table.fields
            and yes not in table.fields
            and status in table.fields
        ):
            table.fields[yes] = table.fields.pop(status)
            for row in table.rows:
                row.cells[yes] = row.cells.pop(status, None)


def _chosen(
    table: Table, name: str, columns: Sequence[Column], as_of: date | None
) -> Column | None:
    """Return the column of a field that counts, None where none does.

    Raises:
        Refusal: two that differ might.
    """
    days = {c.means.moment for c in columns if c.means.moment}
    fitting = list(columns)
    if days:
        if as_of in days:
            fitting = [c for c in columns if c.means.moment in (as_of, None)]
            dated = [c for c in fitting if c.means.moment == as_of]
            fitting = dated or fitting
        elif len(days) > 1 or as_of is not None:
            raise ambiguous(table, columns)
    counted = [c for c in fitting if not c.means.groups]
    totals = [c for c in fitting if "total" in c.means.groups]
    if name in _GROUPED or name.endswith(("_registered", "_outstanding")):
        if len(totals) == 1:
            return totals[0]
        if len(counted) == 1 and not totals:
            return counted[0]
        if len(fitting) == 1 and not (_types(fitting[0]) and not table.has_laos):
            return fitting[0]
        if not totals and not counted and all(_types(c) for c in fitting):
            # Counts of types without one of all of them.
            return None
    elif len(counted) == 1 or len(fitting) == 1:
        return (counted or fitting)[0]
    if name == "name" or name not in _TELLING or _same_cells(table, fitting):
        return fitting[0]
    raise ambiguous(table, fitting)


_TELLING = frozenset(
    {
        *STATUS_FIELDS, *COUNT_FIELDS, "percent", "missing", "registered_on", "unknown",
        "iit_quota", "iit_answered", "eit_quota", "eit_answered",
        *(f"{r}_{s}" for r in ("admin", "executive") for s in (*_STATES, "registered_on")),
    }
)  # fmt: skip


def _point(table: Table, name: str, at: int) -> None:
    """Let a field be read from another column."""
    table.fields[name] = at
    held: list[Row | Total] = [*table.rows, *table.totals]
    for each in held:
        cells = table.grid[each.number - 1]
        each.cells[name] = cells[at] if at < len(cells) else None


def _leave_out(table: Table, name: str, columns: Sequence[Column]) -> None:
    """Let a field be read from no column, and say which columns are not read."""
    table.fields.pop(name, None)
    held: list[Row | Total] = [*table.rows, *table.totals]
    for each in held:
        each.cells.pop(name, None)
    for column in columns:
        found = " ".join(column.path)
        table.findings.append(
            Finding("column_not_read", table.sheet, table.heading_row, found=found)
        )


def _types(column: Column) -> bool:
    return bool(column.means.groups & TYPE_GROUPS) and "total" not in column.means.groups


def _same_cells(table: Table, columns: Sequence[Column]) -> bool:
    """Say whether columns hold the same in every row."""
    return all(len({cell_key(table, row, c.at) for c in columns}) == 1 for row in table.rows)


def _report_others(table: Table, name: str, chosen: Column, columns: Sequence[Column]) -> None:
    """Say which columns of the same meaning are not read, and compare parts with their whole."""
    others = [c for c in columns if c is not chosen]
    if not others:
        return
    row = table.heading_row
    if chosen.means.moment or any(c.means.moment for c in others):
        dated = [c for c in others if c.means.moment not in (None, chosen.means.moment)]
        if dated:
            table.findings.append(
                Finding(
                    "columns_of_other_moment",
                    table.sheet,
                    row,
                    found=letters(dated),
                    expected=chosen.heading,
                )
            )
        others = [c for c in others if c not in dated]
    parts = [c for c in others if _types(c)]
    if parts and not _types(chosen) and name in COUNT_FIELDS:
        _compare_parts(table, name, chosen, parts)
    for column in others:
        if column not in parts:
            code = "name_column_twice" if name == "name" else "repeated_column"
            table.findings.append(Finding(code, table.sheet, row, found=column.heading))


def _compare_parts(table: Table, name: str, chosen: Column, parts: Sequence[Column]) -> None:
    """Compare the counts of types with their total, row by row."""
    for row in table.rows:
        cells = table.grid[row.number - 1]
        counts = [parse_count(cells[c.at]) if c.at < len(cells) else None for c in parts]
        whole = parse_count(cells[chosen.at]) if chosen.at < len(cells) else None
        added = sum(count or 0 for count in counts)
        if whole is not None and added != whole:
            table.findings.append(
                Finding(
                    "parts_differ",
                    table.sheet,
                    row.number,
                    read_province(row.text("province")),
                    expected=whole,
                    found=added,
                    subject=name,
                )
            )
