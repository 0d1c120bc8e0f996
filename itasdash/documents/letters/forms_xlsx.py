"""Forms as an Excel workbook, a sheet each: typed cells, print set-up for A4, headings repeated."""

import re
from collections.abc import Sequence
from math import ceil
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from itasdash.documents.letters.attachments import cut_note
from itasdash.documents.letters.forms import CODE, COUNT, SHARE, TEXT, Form, Heading, Line
from itasdash.documents.workbook import MOST_IN_A_CELL, cell, new_workbook, saved
from itasdash.i18n.numbers import EXCEL_COUNT, EXCEL_THAI_DIGITS, EXCEL_TWO_DECIMALS

_A4 = "9"
# Marks that stand above or below a letter and take no room of their own.
_NO_WIDTH = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
# A column is as wide as so many digits of Excel's own typeface, each of this width.
_MILLIMETRES_A_DIGIT = 1.9
_INCH = 25.4
_BODY, _TITLE, _MARK = 14, 16, 18
# A line of text needs so much height for each point of its size, a character so many millimetres of
# width; text that is wrapped between words takes more, and a cell has an edge. Excel itself lets no
# row be higher than this.
_LINE_HEIGHT, _CHARACTER_WIDTH, _WRAPPED, _EDGE, _HIGHEST = 1.5, 0.15, 1.35, 3, 409
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FORMATS = {COUNT: EXCEL_COUNT, SHARE: EXCEL_TWO_DECIMALS}


def forms_to_xlsx(forms: Sequence[Form], font: str) -> bytes:
    """Return forms as one workbook; the same forms always give the same bytes."""
    workbook = new_workbook(" ".join(forms[0].titles))
    for form in forms:
        _Sheet(workbook, form, font).write()
    return saved(workbook)


class _Sheet:
    """Writes one form; every look is made once and copied, which styles cost most."""

    def __init__(self, workbook: Any, form: Form, font: str) -> None:
        self._form, self._font = form, font
        self._page = workbook.create_sheet(form.sheet)
        self._row = 0
        self._looks: dict[object, Any] = {}
        self._columns = len(form.columns)

    def write(self) -> None:
        form, page = self._form, self._page
        titles = [*([form.mark] if form.mark else []), *map(form.digits, form.titles)]
        self._set_up(len(titles))
        for text in titles:
            self._wide(text, "mark" if text == form.mark else "title")
        self._append([])
        self._headings()
        for line in form.lines:
            self._line(line)
        cut = sum(
            isinstance(value, str) and len(value.encode("utf-16-le")) > 2 * MOST_IN_A_CELL
            for line in form.lines
            for value in line.cells
        )
        notes = [*form.notes, *([cut_note(cut)] if cut else [])]
        if notes:
            self._append([])
        for note in notes:
            self._wide(form.digits(note), "note")
        page.print_area = f"A1:{get_column_letter(self._columns)}{self._row}"

    def _set_up(self, titles: int) -> None:
        form, page = self._form, self._page
        # Titles, an empty row, the headings.
        first = titles + 2
        page.freeze_panes = f"A{first + form.head}"
        page.print_title_rows = f"{first}:{first + form.head - 1}"
        page.page_setup.paperSize = _A4
        page.page_setup.orientation = "landscape" if form.landscape else "portrait"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.print_options.horizontalCentered = True
        margins = page.page_margins
        margins.left, margins.right = 25 / _INCH, 15 / _INCH
        margins.top, margins.bottom = 20 / _INCH, 20 / _INCH
        moment = form.digits(form.titles[-1]).replace("&", "&&")
        page.oddFooter.left.text = (form.mark or moment).replace("&", "&&") if form.mark else moment
        page.oddFooter.right.text = "&P / &N"
        for part in (page.oddFooter.left, page.oddFooter.right):
            part.font, part.size = f"{self._font},Regular", _BODY
        for place, column in enumerate(form.columns, start=1):
            width = column.width / _MILLIMETRES_A_DIGIT
            page.column_dimensions[get_column_letter(place)].width = width

    def _append(self, cells: list[Any], size: int = _BODY, lines: int = 1) -> None:
        # Excel makes rows fit when it opens a file only where nothing in them is merged.
        height = min(lines * size * _LINE_HEIGHT, _HIGHEST)
        self._row += 1
        self._page.row_dimensions[self._row].height = height
        self._page.append(cells)

    def _lines(self, text: object, width: float, size: int = _BODY) -> int:
        """Return how many lines a text takes in a column of so many millimetres."""
        if not isinstance(text, str):
            return 1
        lines = len(_NO_WIDTH.sub("", text)) * size * _CHARACTER_WIDTH / (width - _EDGE)
        return 1 if lines <= 1 else ceil(lines * _WRAPPED)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        corners = (f"{get_column_letter(c + 1)}{r}" for c, r in ((left, top), (right, bottom)))
        self._page.merged_cells.add(":".join(corners))

    def _wide(self, text: str, look: str) -> None:
        size = {"title": _TITLE, "mark": _MARK}.get(look, _BODY)
        width = sum(column.width for column in self._form.columns)
        self._append([self._cell(text, look)], size, self._lines(text, width, size))
        self._merge(self._row, 0, self._row, self._columns - 1)

    def _headings(self) -> None:
        form, first = self._form, self._row + 1
        if form.head == 2:
            self._append([self._cell(c.above or c.text, "head") for c in form.columns])
            for at, column in enumerate(form.columns):
                if not column.above:
                    self._merge(first, at, first + 1, at)
            for _, left, right in form.groups():
                self._merge(first, left, first, right)
            below = [c.text if c.above else "" for c in form.columns]
        else:
            below = [c.text for c in form.columns]
        lines = max(self._lines(text, c.width) for text, c in zip(below, form.columns, strict=True))
        self._append([self._cell(text, "head") for text in below], lines=lines)

    def _line(self, line: Line) -> None:
        columns = list(zip(line.cells, self._form.columns, strict=True))
        lines = 1
        if line.span == 1:
            lines = max(self._lines(value, column.width) for value, column in columns)
        self._append([self._of(value, column, line) for value, column in columns], lines=lines)
        if line.span > 1:
            self._merge(self._row, 0, self._row, line.span - 1)

    def _of(self, value: Any, column: Heading, line: Line) -> Any:
        if isinstance(value, str) and line.is_total:
            value = self._form.digits(value)
        kind = TEXT if line.span > 1 and isinstance(value, str) else column.kind
        return self._cell(value, "total" if line.is_total else "body", kind)

    def _cell(self, value: Any, look: str, kind: str = "") -> Any:
        number = isinstance(value, int | float)
        known = (look, kind, number)
        if known not in self._looks:
            self._looks[known] = self._look(look, kind, number)
        if isinstance(value, str):
            made = cell(self._page, value, _style=self._looks[known])
            if value.startswith(("=", "#")):
                made.quotePrefix = True
            return made
        number_cell: Any = WriteOnlyCell(self._page, value)
        number_cell._style = self._looks[known]
        return number_cell

    def _look(self, look: str, kind: str, number: bool) -> Any:
        made: Any = WriteOnlyCell(self._page, 0)
        size = {"title": _TITLE, "mark": _MARK}.get(look, _BODY)
        colour = "FFC00000" if look == "mark" else "FF000000"
        bold = look in ("title", "mark", "head", "total")
        made.font = Font(name=self._font, size=size, bold=bold, color=colour)
        across = {"title": "center", "mark": "center", "head": "center", "note": "left"}.get(look)
        if across is None:
            across = "right" if number or kind in (COUNT, SHARE) else "left"
            across = "center" if kind == CODE else across
        made.alignment = Alignment(
            horizontal=across,
            vertical="center",
            wrap_text=True,
            indent=int(across != "center"),
        )
        if look in ("head", "total", "body"):
            made.border = _BOX
        made.number_format = "@"
        if number:
            digits = EXCEL_THAI_DIGITS if self._form.thai_digits else ""
            made.number_format = digits + _FORMATS[kind]
        return made._style
