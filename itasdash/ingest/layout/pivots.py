"""Rows of a pivot table, whose labels are a province, a district and an LAO by turns."""

from itasdash.findings import Finding
from itasdash.ingest.files.sheets import Cell, Sheet
from itasdash.ingest.layout.rows import TOTALS, Row, Total, as_text, role_of
from itasdash.ingest.layout.sections import stated
from itasdash.ingest.layout.table import Table
from itasdash.reference.names import read_lao_name, read_lao_type, read_province


class Labels:
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
        typed = [
            bool(read_lao_name(label).lao_type) and not _is_class(label)
            for _, label, _, _ in self._rows
        ]
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
        note = len(filled) == 1 and not read_province(label) and role not in TOTALS
        if note and not read_lao_name(label).lao_type:
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
            stated = _as_int(values.get(name))
            if stated != sums.get(name, 0):
                found = Finding(
                    "stated_total_differs",
                    table.sheet,
                    number,
                    expected=stated,
                    found=sums.get(name, 0),
                )
                table.findings.append(found)


def _is_class(label: str) -> bool:
    """Say whether a label is a type of LAO and no LAO."""
    return read_lao_type(label) not in (None, "SPECIAL")
