"""The rows below the headings of one table: what each is for, and what a block writes once."""

from collections.abc import Mapping, Sequence

from itasdash.findings import Finding
from itasdash.ingest.files.sheets import Cell, Sheet
from itasdash.ingest.layout.blocks import columns_under
from itasdash.ingest.layout.claims import claims_otherwise, claims_unregistered
from itasdash.ingest.layout.heads import Head
from itasdash.ingest.layout.legends import legend_of_cells, status_words
from itasdash.ingest.layout.moment import title_text
from itasdash.ingest.layout.pivots import Labels
from itasdash.ingest.layout.rows import TOTALS, Row, Total, as_text, is_dash, is_ditto, role_of
from itasdash.ingest.layout.sections import (
    district_of_section,
    read_section,
    state_of_section,
    stated,
    type_of_section,
)
from itasdash.ingest.layout.table import Table, filled_texts
from itasdash.ingest.layout.unread import report_empty, report_unheaded
from itasdash.reference.names import provinces_within, read_lao_name, read_lao_type, read_place
from itasdash.thai.text import key

# The field of a status that sections write, and a column that no sheet has.
STATE, _NO_COLUMN = "overall_status", 1 << 30
# A row that stands alone in its line is a name where so many others do.
_OFTEN_ALONE = 0.2


def section_of(filled: Sequence[str]) -> dict[str, Cell]:
    """Return what a row says of all rows below it that say nothing else."""
    if len(filled) != 1:
        return {}
    province, _ = read_section(filled[0])
    return {"province": province} if province else {}


def _heads_others(text: str) -> bool:
    """Say whether a text that stands alone is no name, but says of whom the rows below it are."""
    claims = claims_unregistered(text) or claims_otherwise(text)
    return claims and read_lao_name(text).lao_type is None


class RowsReader:
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
        # A sheet that is called after a type holds LAOs of that type.
        own = read_lao_type(sheet.name) if "type" not in table.fields else None
        self._of_sheet: dict[str, Cell] = {"type": sheet.name} if own else {}
        self.carried = {**self._of_sheet, **carried}
        self._wide = columns_under(sheet, head, table.fields.get("name", -1), table.fields.values())
        rows = sheet.rows[head.top : head.bottom]
        self._headings = [filled_texts(row[head.left : head.right]) for row in rows]
        self._filled_columns: dict[int, int] = {}
        self._alone: list[int] = []
        # Rows that write the status of those below them, with the count of these.
        self._states: list[tuple[int, str, int | None]] = []
        # Rows with a dash for a name, and their province.
        self._dashes: dict[int, str] = {}
        self._shares = head.beside > 0 and self._shares_sections()
        if table.nested:
            self._labels = Labels(sheet, table)

    def _shares_sections(self) -> bool:
        """Say whether sections in the columns of a table beside it are its own as well.

        They are where it has none and where nothing of its own stands in their rows.
        """
        left, right = self._head.left, self._head.right
        for cells in self._sheet.rows[self._head.bottom :]:
            own = filled_texts(cells[left:right])
            others = filled_texts(cells[:left])
            if section_of(own) or (own and section_of(others)):
                return False
        return True

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
        if self._shares:
            self.carried = section_of(filled_texts(cells)) or self.carried

    def _mark(self, cells: Sequence[Cell], number: int) -> None:
        known, left = self._filled_columns, self._head.left
        for at, cell in enumerate(cells):
            if cell is not None and at not in known and at >= left:
                known[at] = number

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
            self.carried = {**self._of_sheet, "province": province}
            counts = () if count is None else (count,)
            table.totals.append(Total(number, role, text, counts, values))
        elif role == "district":
            self.carried["district"] = district_of_section(text)
        elif role == "type":
            self.carried["type"] = type_of_section(text)
        elif role == "state":
            self.carried[STATE], count = state_of_section(text)
            self._states.append((number, text, count))
        elif role == "nobody":
            place = as_text(values.get("province")) or as_text(self.carried.get("province"))
            table.nobody.append(place)
            if is_dash(as_text(values.get("name"))):
                self._dashes[number] = place
        elif role == "note":
            table.notes.append(title_text(own, date1904=table.date1904))
            table.notes += legend_of_cells(filled)
        elif role == "nameless":
            found = Finding("row_without_name", table.sheet, number, found=text[:80])
            table.findings.append(found)
            if not table.has_laos:
                table.nameless.append(Row(number, values))
        else:
            table.findings.append(Finding("repeated_header", table.sheet, number))

    def _with_carried(self, number: int, index: int, values: dict[str, Cell]) -> Row:
        """Fill in what a block writes once (province, district, type), and remember it."""
        assumed = set()
        fields, carried = self._table.fields, self.carried
        if place := as_text(values.get("place")) if "place" in values else "":
            district, province = read_place(place)
            if province:
                values["province"] = province
            if district:
                values["district"] = district
        for name in ("province", "district", "type", STATE):
            if name not in fields and name not in carried and name not in values:
                continue
            cell, before = values.get(name), carried.get(name)
            if is_ditto(cell):
                values[name] = before
            elif cell is not None:
                again = type(cell) is str and cell == before
                if name == "province" and not again and as_text(cell) != as_text(before):
                    carried.pop("district", None)
                carried[name] = cell
            elif (at := (index, fields.get(name, -1))) in self._merged:
                values[name] = carried[name] = self._merged[at]
            elif name in carried:
                if name == "type" and read_lao_name(as_text(values.get("name"))).lao_type:
                    continue
                values[name] = before
                assumed.add(name)
        return Row(number, values, frozenset(assumed))

    def finish(self) -> None:
        """Look at the table as a whole once all its rows are read."""
        table, head = self._table, self._head
        if table.nested:
            self._labels.finish()
        self._unfit_alone()
        self._report_dashes()
        self._read_states()
        report_unheaded(self._sheet, head, table, {*self._filled_columns} - {*self._wide})
        report_empty(head, table, self._filled_columns)

    def _read_states(self) -> None:
        """Take what sections say of the status where no column does and nothing contradicts it.

        That is where every row stands below one, both states are there, and their counts are right.
        """
        table = self._table
        if not self._states or table.tells_status:
            return
        numbers = [row.number for row in table.rows]
        ends = [*(number for number, _, _ in self._states[1:]), table.bottom + 1]
        below = [
            sum(number < row < end for row in numbers)
            for (number, _, _), end in zip(self._states, ends, strict=True)
        ]
        sound = sum(below) == len(numbers) and all(
            not rows or count in (None, rows)
            for (_, _, count), rows in zip(self._states, below, strict=True)
        )
        known = {status_words()[key(row.text(STATE))] for row in table.rows if row.text(STATE)}
        if sound and len(known) > 1:
            table.fields[STATE] = _NO_COLUMN
            return
        for row in table.rows:
            row.cells.pop(STATE, None)
        for (number, text, count), rows in zip(self._states, below, strict=True):
            if rows and count not in (None, rows):
                found = Finding("row_not_understood", table.sheet, number, found=text[:80])
                table.findings.append(found)

    def _report_dashes(self) -> None:
        """Say which rows have a dash for a name though their province has others."""
        named = {row.text("province") for row in self._table.rows}
        for number, place in self._dashes.items():
            if place in named:
                found = Finding("row_without_name", self._table.sheet, number, found="-")
                self._table.findings.append(found)

    def _unfit_alone(self) -> None:
        """Take out rows with nothing but a text in the column of names where none else is so."""
        table = self._table
        rows, alone = table.rows, self._alone
        if not alone or not table.has_laos or len(table.fields) < 2:
            return
        # Those who sign stand below a table of any length, and nobody else stands alone in it.
        below = alone == [*range(len(rows) - len(alone), len(rows))] and len(alone) * 2 <= len(rows)
        if not below and len(alone) > max(1, len(rows) * _OFTEN_ALONE):
            return
        if len(rows) == len(alone):
            return
        for at in reversed(self._alone):
            text = rows[at].text("name")
            own_type = rows[at].cells.get("type") and "type" not in rows[at].carried
            if read_lao_name(text).lao_type is not None or own_type:
                continue
            number = rows[at].number
            if number not in {row.number for row in rows[-len(self._alone) :]}:
                continue
            del rows[at]
            table.ignored += 1
            table.notes.append(text)
            found = Finding("row_not_understood", table.sheet, number, found=text[:80])
            table.findings.append(found)
