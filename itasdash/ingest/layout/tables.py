"""The tables of a sheet: what each of their columns is, and what each of their rows is for."""

from collections.abc import Mapping, Sequence

from itasdash.findings import Finding
from itasdash.ingest.files.sheets import Cell, Sheet
from itasdash.ingest.layout.blocks import Head, cells_merged_down, columns_under, find_heads
from itasdash.ingest.layout.claims import claims_otherwise, claims_unregistered
from itasdash.ingest.layout.columns import report_empty, report_unheaded
from itasdash.ingest.layout.moment import title_text
from itasdash.ingest.layout.pivots import Labels
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
from itasdash.ingest.layout.table import Table, filled_texts
from itasdash.reference.names import provinces_within, read_lao_name, read_place

# A row that stands alone in its line is a name where so many others do.
_OFTEN_ALONE = 0.2


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
    merged = cells_merged_down(sheet)
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


def _heads_others(text: str) -> bool:
    """Say whether a text that stands alone is no name, but says of whom the rows below it are."""
    claims = claims_unregistered(text) or claims_otherwise(text)
    return claims and read_lao_name(text).lao_type is None


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
        self._wide = columns_under(sheet, head, table.fields.get("name", -1), table.fields.values())
        self._headings = [filled_texts(sheet.rows[r]) for r in range(head.top, head.bottom)]
        self._filled_columns: dict[int, int] = {}
        self._alone: list[int] = []
        if table.nested:
            self._labels = Labels(sheet, table)

    def read(self, start: int, end: int) -> None:
        """Read the rows from ``start`` to before ``end``."""
        sheet, table, head = self._sheet, self._table, self._head
        fields = table.fields
        has_name = "name" in fields
        whole = head.left == 0 and head.right >= 1 << 30
        for index in range(start, end):
            cells = sheet.rows[index]
            own = cells if whole else cells[: head.right]
            filled = filled_texts(own if whole else own[head.left :])
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
            role = self._role(subject, filled, has_name=has_name)
            if role == "data":
                if len(filled) == 1:
                    self._alone.append(len(table.rows))
                table.rows.append(self._with_carried(number, index, values))
                self._mark(own, number)
            else:
                self._set_aside(role, number, filled, values, own)
            if number in sheet.hidden_rows and role == "data":
                table.hidden_rows.add(number)
        table.bottom = max(table.bottom, end)

    def _role(self, subject: str, filled: list[str], *, has_name: bool) -> str:
        """Return what a row is for, as :func:`role_of` gives it, or that it repeats the heading."""
        if filled in self._headings:
            return "repeated"
        role = role_of(subject, filled, has_name=has_name)
        heads = role == "data" and len(filled) == 1 and _heads_others(subject)
        return "note" if heads else role

    def _shared(self, cells: Sequence[Cell]) -> None:
        """A row that stands in the columns of a table beside this one may be a section of both."""
        filled = filled_texts(cells)
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
        if role != "nobody" and claims_otherwise(text) and not provinces_within(text):
            table.between.append((number, text))
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
        report_unheaded(self._sheet, head, table, {*self._filled_columns} - {*self._wide})
        report_empty(head, table, self._filled_columns)

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
