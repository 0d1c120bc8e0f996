"""The tables of a sheet: what each of their columns is, and what each of their rows is for."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from openpyxl.utils import get_column_letter

from itasdash.findings import Finding, Refusal
from itasdash.ingest.files.sheets import Cell, Sheet
from itasdash.ingest.layout.blocks import Column, Head, find_heads
from itasdash.ingest.layout.headings import COUNT_FIELDS, SILENT, STATUS_FIELDS, TYPE_GROUPS
from itasdash.ingest.layout.moment import title_text
from itasdash.ingest.layout.rows import (
    TOTALS,
    Row,
    Total,
    as_text,
    district_of_section,
    is_ditto,
    read_section,
    role_of,
    stated,
    type_of_section,
)
from itasdash.reference import words
from itasdash.reference.names import read_lao_name, read_place, read_province
from itasdash.thai.digits import parse_count
from itasdash.thai.text import key

_MANY_ROWS = 10
# A row that stands alone in its line is a name where so many others do.
_OFTEN_ALONE = 0.2
_GROUPED = (*COUNT_FIELDS, "percent")
_STATES = ("registered", "outstanding")


@dataclass
class Table:
    """What was understood of one table of a sheet.

    ``fields`` gives the column (0-based) of each field that is read; ``columns`` are all that have
    a heading. ``nested`` says that place and LAO stand in one column, each below the other, as in
    a pivot table.
    """

    sheet: str
    fields: dict[str, int]
    titles: list[str]
    columns: tuple[Column, ...] = ()
    headings: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ignored: int = 0
    findings: list[Finding] = field(default_factory=list)
    # Numbers of days count from 1904.
    date1904: bool = False
    top: int = 0
    bottom: int = 0
    beside: int = 0
    nested: bool = False
    # Provinces of which the table says that nobody is to be named.
    nobody: list[str] = field(default_factory=list)
    hidden: int = 0
    visible: bool = True
    # The cells of its sheet, of which ``rows`` hold those of the fields that are read.
    grid: Sequence[Sequence[Cell]] = ()

    @property
    def has_laos(self) -> bool:
        """Whether its rows are about LAOs; else about provinces."""
        return "name" in self.fields

    @property
    def tells_status(self) -> bool:
        """Whether a column tells of the registration of each LAO."""
        ticks = {f"{p}{s}" for p in ("", "admin_", "executive_") for s in _STATES}
        times = {"admin_registered_on", "executive_registered_on"}
        return self.has_laos and bool((STATUS_FIELDS | ticks | times) & self.fields.keys())

    @property
    def kind(self) -> str | None:
        """Return the kind that the columns show; a list of names shows none by itself."""
        if self.has_laos:
            return "status" if self.tells_status else None
        return "province_summary"

    @property
    def heading_row(self) -> int:
        """The lowest row of its headings, 1-based."""
        return self.top


def find_tables_of(sheet: Sheet) -> list[Table]:
    """Return the tables that a sheet holds, from above to below and from left to right.

    The same headings again below continue a table.
    """
    heads = find_heads(sheet)
    groups: list[list[tuple[Head, int]]] = []
    tops = sorted({head.top for head in heads})
    for head in heads:
        below = next((top for top in tops if top > head.top), len(sheet.rows))
        known = next((g for g in groups if g[0][0].same_as(head)), None)
        if known is None:
            groups.append([(head, below)])
        else:
            known.append((head, below))
    tables: list[Table] = []
    carried: dict[str, Cell] = {}
    taken_titles: set[int] = set()
    first_heads = {id(group[0][0]) for group in groups}
    merged = _merged_cells(sheet)
    starts: dict[int, int] = {}
    for head in heads:
        if id(head) in first_heads:
            starts[head.top] = min(starts.get(head.top, head.top), _titles_from(sheet, head, tops))
    for group in groups:
        head = group[0][0]
        begin = starts[head.top]
        titles = [
            title_text(row, date1904=sheet.date1904)
            for row in sheet.rows[begin : head.top]
            if any(map(as_text, row))
        ]
        taken_titles.update(range(begin, head.top))
        table = Table(
            sheet.name,
            {},
            titles,
            head.columns,
            [c.heading for c in head.columns],
            date1904=sheet.date1904,
            top=head.bottom,
            beside=head.beside,
            visible=sheet.visible,
            grid=sheet.rows,
        )
        _name_columns(table, head)
        if head.beside == 0:
            carried = {}
        reader = _RowsReader(sheet, table, head, merged, carried)
        for again, (part, below) in enumerate(group):
            if again:
                _note_again(sheet, part, table)
            end = min(starts.get(below, below), below)
            reader.read(part.bottom, end)
        reader.finish()
        carried = reader.carried
        tables.append(table)
    # A heading with nothing below it, above one with rows, is a title of that.
    full = [t for t in tables if t.rows or t.totals]
    if full and len(full) < len(tables):
        for table in tables:
            if table not in full:
                full[0].titles += [*table.titles, " ".join(table.headings)]
        tables = full
    return tables


def _titles_from(sheet: Sheet, head: Head, tops: Sequence[int]) -> int:
    """Return the row (0-based) at which the titles of a table begin."""
    first = min(tops) == head.top
    if first:
        return 0
    at = head.top
    begin = at
    while at > 0 and head.top - at < 6:
        filled = _filled(sheet.rows[at - 1])
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
    """Give each field its column where only one column has it; :func:`settle` decides the rest."""
    for column in head.columns:
        name = column.means.field
        if name and name not in table.fields and name not in ("date", "type_count"):
            table.fields[name] = column.at
    if "label" in table.fields and "name" not in table.fields:
        table.nested = True


class _RowsReader:
    """Reads the rows of one table, in one part or, where its headings come again, in several."""

    def __init__(
        self,
        sheet: Sheet,
        table: Table,
        head: Head,
        merged: dict[tuple[int, int], Cell],
        carried: Mapping[str, Cell],
    ) -> None:
        self._sheet = sheet
        self._table = table
        self._head = head
        self._merged = merged
        self.carried = dict(carried)
        self._wide = _columns_under("name", sheet, head, table)
        self._headings = [_filled(sheet.rows[r]) for r in range(head.top, head.bottom)]
        self._filled_columns: dict[int, int] = {}
        self._alone: list[int] = []
        if table.nested:
            self._labels = _Labels(sheet, table)

    def read(self, start: int, end: int) -> None:
        """Read the rows from ``start`` to before ``end``."""
        sheet, table, head = self._sheet, self._table, self._head
        fields = table.fields
        has_name = "name" in fields
        whole = head.left == 0 and head.right >= 1 << 30
        for index in range(start, end):
            cells = sheet.rows[index]
            own = cells if whole else cells[: head.right]
            filled = _filled(own if whole else own[head.left :])
            if not filled:
                if whole or head.beside == 0 or not any(c is not None for c in cells):
                    continue
                self._shared(cells)
                continue
            number = index + 1
            values = {name: own[at] for name, at in fields.items() if at < len(own)}
            if self._wide:
                written = (as_text(own[at]) for at in self._wide if at < len(own))
                values["name"] = " ".join(written).strip()
            if table.nested:
                self._labels.take(number, values, filled)
                self._mark(own, number)
                continue
            subject = as_text(values.get("name" if has_name else "province"))
            if not has_name and not subject and "place" in fields:
                subject = as_text(values.get("place"))
            if filled in self._headings:
                role = "repeated"
            else:
                role = role_of(subject, filled, has_name=has_name)
            if role == "data":
                if len(filled) == 1:
                    self._alone.append(len(table.rows))
                table.rows.append(self._with_carried(number, index, values))
                self._mark(own, number)
            else:
                self._set_aside(role, number, filled, values, own)
            if number in sheet.hidden_rows:
                table.hidden += role == "data"
        table.bottom = max(table.bottom, end)

    def _shared(self, cells: Sequence[Cell]) -> None:
        """A row that stands in the columns of a table beside this one may be a section of both."""
        filled = _filled(cells)
        if len(filled) == 1 and read_section(filled[0])[0]:
            self.carried = {"province": read_section(filled[0])[0]}

    def _mark(self, cells: Sequence[Cell], number: int) -> None:
        for at in range(self._head.left, len(cells)):
            if cells[at] is not None:
                self._filled_columns.setdefault(at, number)

    def _set_aside(
        self,
        role: str,
        number: int,
        filled: list[str],
        values: dict[str, Cell],
        own: Sequence[Cell],
    ) -> None:
        table = self._table
        table.ignored += 1
        text = " ".join(filled)
        if role in TOTALS:
            table.totals.append(Total(number, role, text, stated(role, filled), values))
        elif role == "section":
            province, count = read_section(text)
            self.carried = {"province": province}
            told = () if count is None else (count,)
            table.totals.append(Total(number, role, text, told, values))
        elif role == "district":
            self.carried["district"] = district_of_section(text)
        elif role == "type":
            self.carried["type"] = type_of_section(text)
        elif role == "nobody":
            place = as_text(values.get("province")) or as_text(self.carried.get("province"))
            table.nobody.append(place)
        elif role == "note":
            table.notes.append(title_text(own, date1904=table.date1904))
        elif role == "nameless":
            found = Finding("row_without_name", table.sheet, number, found=text[:80])
            table.findings.append(found)
        else:
            table.findings.append(Finding("repeated_header", table.sheet, number))

    def _with_carried(self, number: int, index: int, values: dict[str, Cell]) -> Row:
        """Fill in what a block writes once (province, district, type), and remember it."""
        assumed = set()
        fields, carried = self._table.fields, self.carried
        place = as_text(values.get("place"))
        if place:
            district, province = read_place(place)
            if province:
                values["province"] = province
            if district:
                values["district"] = district
        for name in ("province", "district", "type"):
            if name not in fields and name not in carried and name not in values:
                continue
            at = (index, fields.get(name, -1))
            if is_ditto(values.get(name)):
                values[name] = carried.get(name)
            elif values.get(name) is not None:
                if name == "province" and as_text(values[name]) != as_text(carried.get(name)):
                    carried.pop("district", None)
                carried[name] = values[name]
            elif at in self._merged:
                values[name] = carried[name] = self._merged[at]
            elif name in carried:
                if name == "type" and read_lao_name(as_text(values.get("name"))).lao_type:
                    continue
                values[name] = carried[name]
                assumed.add(name)
        return Row(number, values, frozenset(assumed))

    def finish(self) -> None:
        """Look at the table as a whole once all its rows are read."""
        table, head = self._table, self._head
        if table.nested:
            self._labels.finish()
        self._unfit_alone()
        _report_unheaded(self._sheet, head, table, {*self._filled_columns} - {*self._wide})
        _report_empty(head, table, self._filled_columns)

    def _unfit_alone(self) -> None:
        """Take out rows with nothing but a text in the column of names where none else is so."""
        table = self._table
        rows = table.rows
        if not self._alone or not table.has_laos or len(table.fields) < 2:
            return
        if len(self._alone) > max(1, len(rows) * _OFTEN_ALONE) or len(rows) == len(self._alone):
            return
        for at in reversed(self._alone):
            text = rows[at].text("name")
            if read_lao_name(text).lao_type is not None or rows[at].cells.get("type"):
                continue
            number = rows[at].number
            if number not in {row.number for row in rows[-len(self._alone) :]}:
                continue
            del rows[at]
            table.ignored += 1
            table.notes.append(text)
            found = Finding("row_not_understood", table.sheet, number, found=text[:80])
            table.findings.append(found)


class _Labels:
    """Rows of a pivot table, whose labels are a province, a district and an LAO by turns."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self._sheet = sheet
        self._table = table
        self._rows: list[tuple[int, str, dict[str, Cell], list[str]]] = []

    def take(self, number: int, values: dict[str, Cell], filled: list[str]) -> None:
        """Keep a row until all are known."""
        self._rows.append((number, as_text(values.get("label")), values, filled))

    def finish(self) -> None:
        """Decide what each label is: with LAOs among them, all others are groups."""
        table = self._table
        typed = [bool(read_lao_name(label).lao_type) for _, label, _, _ in self._rows]
        if any(typed):
            table.fields["name"] = table.fields["label"]
            self._laos(typed)
        else:
            table.fields["province"] = table.fields["label"]
            self._provinces()

    def _other(self, number: int, label: str, values: dict[str, Cell], filled: list[str]) -> bool:
        """Set aside what is no label: totals, notes. Say whether it was one."""
        table = self._table
        role = role_of(label, filled, has_name=False)
        if len(filled) == 1 and not read_province(label) and role not in TOTALS:
            if not read_lao_name(label).lao_type:
                table.ignored += 1
                table.notes.append(label)
                return True
        if role in TOTALS and not read_province(label):
            table.ignored += 1
            table.totals.append(Total(number, role, " ".join(filled), stated(role, filled), values))
            return True
        if not label:
            table.ignored += 1
            found = Finding("row_without_name", table.sheet, number, found=" ".join(filled)[:80])
            table.findings.append(found)
            return True
        return False

    def _laos(self, typed: list[bool]) -> None:
        table = self._table
        province: str | None = None
        district: str | None = None
        # Groups that are open: what they write, and what their rows add up to.
        open_: dict[str, tuple[int, dict[str, Cell], dict[str, int]]] = {}

        def close(*levels: str) -> None:
            for level in levels:
                if level in open_:
                    number, values, sums = open_.pop(level)
                    _compare_sums(table, number, values, sums)

        for at, (number, label, values, filled) in enumerate(self._rows):
            if typed[at]:
                cells = {**values, "name": label, "province": province, "district": district}
                table.rows.append(Row(number, cells))
                for _, _, sums in open_.values():
                    for name in _SUMMED:
                        sums[name] = sums.get(name, 0) + _as_int(values.get(name))
                continue
            if self._other(number, label, values, filled):
                continue
            is_province = read_province(label) is not None
            leads = at + 1 < len(typed) and typed[at + 1]
            if is_province and not (
                province and leads and read_province(label) == read_province(province)
            ):
                close("district", "province")
                province, district = label, None
                open_["province"] = (number, values, {})
            elif leads:
                close("district")
                district = label
                open_["district"] = (number, values, {})
            else:
                found = Finding("row_not_understood", table.sheet, number, found=label[:80])
                table.findings.append(found)
            table.ignored += 1
        close("district", "province")

    def _provinces(self) -> None:
        table = self._table
        current: tuple[str | None, int] = (None, -1)
        for number, label, values, filled in self._rows:
            if self._other(number, label, values, filled):
                continue
            code = read_province(label)
            if code is not None and code != current[0]:
                table.rows.append(Row(number, {**values, "province": label}))
                current = code, len(table.rows) - 1
            else:
                table.rows.append(Row(number, {**values, "province": label}))
        self._drop_children()

    def _drop_children(self) -> None:
        """Leave out rows below a province that add up to it: its districts or types."""
        table = self._table
        counted = [n for n in ("registered", "outstanding", "expected") if n in table.fields]
        kept: list[Row] = []
        at = 0
        rows = table.rows
        while at < len(rows):
            row = rows[at]
            kept.append(row)
            sums = dict.fromkeys(counted, 0)
            end = at + 1
            while end < len(rows):
                for name in counted:
                    sums[name] += _as_int(rows[end].cells.get(name))
                end += 1
                own = {name: _as_int(row.cells.get(name)) for name in counted}
                if (
                    any(own.values())
                    and sums == own
                    and read_province(rows[at + 1].text("province"))
                    in (None, read_province(row.text("province")))
                ):
                    table.ignored += end - at - 1
                    at = end - 1
                    break
                if any(sums[name] > own[name] for name in counted):
                    break
            at += 1
        table.rows = kept


_SUMMED = (
    "admin_registered", "executive_registered", "registered", "outstanding", "admin_outstanding",
    "executive_outstanding", "admin_status", "executive_status",
)  # fmt: skip


def _as_int(cell: Cell) -> int:
    return int(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else 0


def _compare_sums(table: Table, number: int, values: dict[str, Cell], sums: dict[str, int]) -> None:
    """Compare the count of a group of a pivot table with its rows."""
    for name in _SUMMED:
        if name in table.fields and isinstance(values.get(name), int | float):
            told = _as_int(values.get(name))
            if told != sums.get(name, 0):
                found = Finding(
                    "stated_total_differs",
                    table.sheet,
                    number,
                    expected=told,
                    found=sums.get(name, 0),
                )
                table.findings.append(found)


def settle(table: Table, as_of: date | None) -> None:
    """Choose between columns that mean the same: the total of types, the moment of the file.

    Raises:
        Refusal: two columns say different things, and nothing tells which of them counts.
    """
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
            table.fields.pop(name, None)
            continue
        if table.fields.get(name) != chosen.at:
            _point(table, name, chosen.at)
        _report_others(table, name, chosen, columns)
    _report_unread(table)
    _check_roles(table)


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
            raise _ambiguous(table, columns)
    counted = [c for c in fitting if not c.means.groups]
    totals = [c for c in fitting if "total" in c.means.groups]
    if name in _GROUPED or name.endswith(("_registered", "_outstanding")):
        if len(totals) == 1:
            return totals[0]
        if len(counted) == 1 and not totals:
            return counted[0]
        if len(fitting) == 1:
            return fitting[0]
        if not totals and not counted and all(_types(c) for c in fitting):
            # Counts of types without one of all of them.
            return None
    elif len(counted) == 1 or len(fitting) == 1:
        return (counted or fitting)[0]
    if name == "name" or name not in _TELLING or _same_cells(table, fitting):
        return fitting[0]
    raise _ambiguous(table, fitting)


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


def _types(column: Column) -> bool:
    return bool(column.means.groups & TYPE_GROUPS) and "total" not in column.means.groups


def _same_cells(table: Table, columns: Sequence[Column]) -> bool:
    """Say whether columns hold the same in every row."""
    return all(len({_cell(table, row, c.at) for c in columns}) == 1 for row in table.rows)


def _cell(table: Table, row: Row, at: int) -> str:
    cells = table.grid[row.number - 1]
    return key(as_text(cells[at])) if at < len(cells) else ""


def _letters(columns: Iterable[Column]) -> str:
    return ", ".join(f"“{c.heading[:60]}” ({get_column_letter(c.at + 1)})" for c in columns)


def _ambiguous(table: Table, columns: Sequence[Column]) -> Refusal:
    values = {"sheet": table.sheet, "row": table.heading_row, "found": _letters(columns)}
    return Refusal("columns_ambiguous", values)


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
                    found=_letters(dated),
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
                    about=name,
                )
            )


def _report_unread(table: Table) -> None:
    """Say which columns are not read: those that tell of the registration louder than others."""
    for column in table.columns:
        means = column.means
        if means.field and means.field != "type_count":
            continue
        code = "column_not_read" if means.loud else "unknown_column"
        table.findings.append(Finding(code, table.sheet, table.heading_row, found=column.heading))


def _check_roles(table: Table) -> None:
    """Refuse a table of provinces that does not count LAOs of which both are registered.

    Raises:
        Refusal: it counts each of the two apart, or types without a sum.
    """
    if table.has_laos or {"registered", "outstanding", "percent"} & table.fields.keys():
        return
    apart = [c for c in table.columns if c.means.field.startswith(("admin_", "executive_"))]
    if apart:
        values = {"sheet": table.sheet, "row": table.heading_row, "found": _letters(apart)}
        raise Refusal("roles_apart", values)
    grouped = [c for c in table.columns if c.means.groups or c.means.field == "type_count"]
    if grouped:
        values = {"sheet": table.sheet, "row": table.heading_row, "found": _letters(grouped)}
        raise Refusal("parts_without_total", values)


def _filled(cells: Iterable[Cell]) -> list[str]:
    return [text for cell in cells if (text := as_text(cell))]


def _columns_under(name: str, sheet: Sheet, head: Head, table: Table) -> list[int]:
    """Return the columns that one merged heading spans: a type and a name under "ชื่อ อปท."."""
    at = table.fields.get(name, -1)
    others = set(table.fields.values()) - {at}
    for merge in sheet.merged:
        if (
            merge.top <= head.bottom - 1
            and merge.bottom >= head.top
            and merge.left == at < merge.right
        ):
            return [c for c in range(at, merge.right + 1) if c not in others]
    return []


def _report_unheaded(sheet: Sheet, head: Head, table: Table, filled: set[int]) -> None:
    """Say which columns hold data and have no heading: they are not read."""
    headed = {c.at for c in head.columns}
    for column in sorted(filled - headed):
        if head.left <= column < head.right and not any(
            column < len(row) and as_text(row[column]) for row in sheet.rows[head.top : head.bottom]
        ):
            code = "column_not_read" if _tells(table, column) else "unknown_column"
            letter = get_column_letter(column + 1)
            table.findings.append(Finding(code, sheet.name, table.heading_row, found=letter))


def _tells(table: Table, column: int) -> bool:
    """Say whether a column without a heading holds LAOs or states, so that it is missed."""
    told = 0
    for row in table.rows[:50]:
        cells = table.grid[row.number - 1]
        text = as_text(cells[column]) if column < len(cells) else ""
        told += bool(text) and (
            read_lao_name(text).lao_type is not None or key(text) in _status_keys()
        )
    return told >= 3


@cache
def _status_keys() -> frozenset[str]:
    known = words("status_words", "registered", "word")
    return frozenset(word for word in known if len(word) > 2)


def _report_empty(head: Head, table: Table, filled: Container[int]) -> None:
    """Say under which headings no row has anything, where there are rows enough to tell."""
    if len(table.rows) < _MANY_ROWS:
        return
    for column in head.columns:
        name = column.means.field
        if (
            name
            and table.fields.get(name) == column.at
            and name not in SILENT
            and column.at not in filled
        ):
            table.findings.append(
                Finding("column_empty", table.sheet, table.heading_row, found=column.heading)
            )


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
