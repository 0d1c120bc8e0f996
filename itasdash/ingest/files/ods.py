"""Sheets of an .ods as written in its XML: how far they reach, and cells that hold no value.

An .ods says "this row 1,048,576 times" in a few bytes. Where the row is empty that is how every
.ods ends; where it is not, it is a bomb.
"""

import xml.parsers.expat

from itasdash.ingest.files.sheets import (
    Problem,
    SheetNotes,
    Unreadable,
    cell_name,
    far_cell,
    without_zones,
)
from itasdash.settings import Limits

_CELLS = ("table:table-cell", "table:covered-table-cell")
# The last row and column that LibreOffice has.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def check(members: dict[str, bytes], limits: Limits) -> dict[str, SheetNotes]:
    """Return what is to be said about each sheet by its name: problems and hidden rows.

    Moments with a zone become moments of Bangkok in the members.

    Raises:
        Unreadable: the file is no spreadsheet, has a password, reaches further than any table
            needs, or its XML makes no sense.
    """
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise Unreadable("file_password")
    members["content.xml"] = content = without_zones(members["content.xml"])
    if b"office:spreadsheet" not in content:
        raise Unreadable("file_not_a_table")
    survey = _Survey(limits)
    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler = survey.start
    try:
        parser.Parse(content, True)
    except (xml.parsers.expat.ExpatError, ValueError) as error:
        raise Unreadable("file_damaged") from error
    survey.end_row()
    return survey.notes


# A hidden row that is repeated far more often is the empty end of a sheet.
_MOST_HIDDEN = 1000


class _Survey:
    """Follows the start tags of a file and keeps where it is and how far the values reach."""

    def __init__(self, limits: Limits) -> None:
        self.notes: dict[str, SheetNotes] = {}
        self._limits = limits
        self._sheet = ""
        # Rows before this one, and how often it is repeated.
        self._row, self._row_times = 0, 0
        # Columns before this cell, and how often it is repeated.
        self._column, self._cell_times = 0, 0
        self._row_width = self._width = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._column += self._cell_times
            self._cell_times = _times(attributes, "table:number-columns-repeated", _LAST_COLUMN)
            if "office:value-type" in attributes:
                self._fill()
            if "table:formula" in attributes or "calcext:value-type" in attributes:
                self._look_at(attributes)
        elif name == "text:p":
            self._fill()
        elif name == "table:table-row":
            self.end_row()
            self._row_times = _times(attributes, "table:number-rows-repeated", _LAST_ROW)
            if attributes.get("table:visibility") in ("filter", "collapse"):
                hidden = range(self._row + 1, self._row + 1 + min(self._row_times, _MOST_HIDDEN))
                self.notes.setdefault(self._sheet, SheetNotes()).hidden_rows.update(hidden)
        elif name == "table:table":
            self.end_row()
            self._sheet = attributes.get("table:name", "")
            self._row = self._row_times = self._width = 0

    def _fill(self) -> None:
        self._row_width = max(self._row_width, self._column + self._cell_times)

    def _look_at(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("calcext:value-type") or attributes.get("office:value-type")
        if kind in (None, "error"):
            code = "error_cell" if kind else "formula_without_value"
            row = self._row + 1
            problem = Problem(code, row, subject=cell_name(row, self._column + 1))
            self.notes.setdefault(self._sheet, SheetNotes()).problems.append(problem)

    def end_row(self) -> None:
        """Check how far the values reach once a row is complete."""
        last = self._row + self._row_times
        if self._row_width:
            self._width = max(self._width, self._row_width)
            beyond = last > self._limits.rows or self._width > self._limits.columns
            if beyond or last * self._width > self._limits.cells:
                raise far_cell(self._sheet, last, self._row_width)
        self._row = last
        self._row_times = self._column = self._cell_times = self._row_width = 0


def _times(attributes: dict[str, str], name: str, most: int) -> int:
    times = int(attributes.get(name, "1"))
    if not 1 <= times <= most:
        raise Unreadable("file_damaged")
    return times
