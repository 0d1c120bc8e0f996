"""Forms as an Excel workbook, a sheet each: typed cells, print set-up for A4, headings repeated."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from itasdash.documents.letters.attachments import cut_note
from itasdash.documents.letters.forms import CODE, COUNT, SHARE, TEXT, Form, Heading, Line, Value
from itasdash.documents.workbook import (
    A4,
    ExcelFile,
    inert_print_text,
    is_cut,
    text_length,
)
from itasdash.i18n.numbers import EXCEL_COUNT, EXCEL_THAI_DIGITS, EXCEL_TWO_DECIMALS

# A column is as wide as so many digits of Excel's own typeface, each of this width.
_MILLIMETRES_A_DIGIT = 1.9
_INCH = 25.4
_BODY, _TITLE, _MARK = 14, 16, 18
# A line of text needs so much height for each point of its size, a character so many millimetres of
# width; text that is wrapped between words takes more, and a cell has an edge. Excel itself lets no
# row be higher than this.
_LINE_HEIGHT, _CHARACTER_WIDTH, _WRAPPED, _EDGE, _HIGHEST = 1.5, 0.15, 1.35, 3, 409
_FORMATS = {COUNT: EXCEL_COUNT, SHARE: EXCEL_TWO_DECIMALS}


def forms_to_xlsx(forms: Sequence[Form], font: str) -> bytes:
    """Return forms as one workbook; the same forms always give the same bytes."""
    file = ExcelFile(" ".join(forms[0].titles))
    for form in forms:
        _Sheet(file, form, font).write()
    return file.to_bytes()


class _Sheet:
    """Writes one form, row by row; rows and columns are counted from 0."""

    def __init__(self, file: ExcelFile, form: Form, font: str) -> None:
        self._file, self._form, self._font = file, form, font
        self._page = file.sheet(form.sheet)
        self._last = len(form.columns) - 1
        self._row = 0
        self._looks: dict[object, Mapping[str, object]] = {}

    def write(self) -> None:
        form, page = self._form, self._page
        titles = [*([form.mark] if form.mark else []), *map(form.digits, form.titles)]
        self._set_up(len(titles))
        for text in titles:
            self._wide(text, "mark" if text == form.mark else "title")
        self._next()
        self._headings()
        for line in form.lines:
            self._line(line)
        cut = sum(
            isinstance(value, str) and is_cut(value) for line in form.lines for value in line.cells
        )
        notes = [*form.notes, *([cut_note(cut)] if cut else [])]
        if notes:
            self._next()
        for note in notes:
            self._wide(form.digits(note), "note")
        page.print_area(0, 0, self._row - 1, self._last)

    def _set_up(self, titles: int) -> None:
        form, page = self._form, self._page
        # Titles, an empty row, the headings.
        first = titles + 1
        page.freeze_panes(first + form.head, 0)
        page.repeat_rows(first, first + form.head - 1)
        page.set_paper(A4)
        if form.landscape:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.set_margins(25 / _INCH, 15 / _INCH, 20 / _INCH, 20 / _INCH)
        # A space ends the size: a digit after it would be taken for a part of it.
        font = f'&"{self._font},Regular"&{_BODY} '
        left = inert_print_text(form.mark or form.digits(form.titles[-1]))
        page.set_footer(f"&L{font}{left}&R{font}&P / &N")
        for place, column in enumerate(form.columns):
            page.set_column(place, place, column.width / _MILLIMETRES_A_DIGIT)

    def _next(self, size: int = _BODY, lines: int = 1) -> int:
        """Begin a row of so many lines of text; return its number."""
        # Excel makes rows fit when it opens a file only where nothing in them is merged.
        self._page.set_row(self._row, min(lines * size * _LINE_HEIGHT, _HIGHEST))
        self._row += 1
        return self._row - 1

    def _lines(self, text: object, width: float, size: int = _BODY) -> int:
        """Return how many lines a text takes in a column of so many millimetres."""
        if not isinstance(text, str):
            return 1
        lines = text_length(text) * size * _CHARACTER_WIDTH / (width - _EDGE)
        return 1 if lines <= 1 else ceil(lines * _WRAPPED)

    def _write(self, row: int, column: int, value: Value, look: str, kind: str = "") -> None:
        properties = self._look(look, kind, isinstance(value, int | float))
        self._file.write(self._page, row, column, value, properties)

    def _merge(self, top: int, left: int, bottom: int, right: int, text: str, look: str) -> None:
        """Merge cells into one with a text, at its left in a line and elsewhere in the middle."""
        kind = TEXT if look == "total" else ""
        blank = self._file.look(self._look(look, kind, False))
        self._page.merge_range(top, left, bottom, right, "", blank)
        self._write(top, left, text, look, kind)

    def _wide(self, text: str, look: str) -> None:
        size = {"title": _TITLE, "mark": _MARK}.get(look, _BODY)
        width = sum(column.width for column in self._form.columns)
        row = self._next(size, self._lines(text, width, size))
        self._merge(row, 0, row, self._last, text, look)

    def _headings(self) -> None:
        form = self._form
        below = [c.text if form.head == 1 or c.above else "" for c in form.columns]
        lines = max(self._lines(text, c.width) for text, c in zip(below, form.columns, strict=True))
        first = self._next(lines=lines if form.head == 1 else 1)
        row = first if form.head == 1 else self._next(lines=lines)
        for at, column in enumerate(form.columns):
            if row > first and not column.above:
                self._merge(first, at, row, at, column.text, "head")
            else:
                self._write(row, at, column.text, "head")
        for text, left, right in form.groups():
            if right > left:
                self._merge(first, left, first, right, text, "head")
            else:
                self._write(first, left, text, "head")

    def _line(self, line: Line) -> None:
        columns = list(zip(line.cells, self._form.columns, strict=True))
        lines = 1
        if line.span == 1:
            lines = max(self._lines(value, column.width) for value, column in columns)
        row = self._next(lines=lines)
        start = 0
        if line.span > 1:
            self._merge(row, 0, row, line.span - 1, self._form.digits(str(line.cells[0])), "total")
            start = line.span
        for at, (value, column) in enumerate(columns[start:], start):
            self._cell(row, at, value, column, line)

    def _cell(self, row: int, at: int, value: Value, column: Heading, line: Line) -> None:
        if isinstance(value, str) and line.is_total:
            value = self._form.digits(value)
        kind = TEXT if line.span > 1 and isinstance(value, str) else column.kind
        self._write(row, at, value, "total" if line.is_total else "body", kind)

    def _look(self, look: str, kind: str, number: bool) -> Mapping[str, object]:
        known = (look, kind, number)
        if known not in self._looks:
            self._looks[known] = self._made(look, kind, number)
        return self._looks[known]

    def _made(self, look: str, kind: str, number: bool) -> dict[str, Any]:
        across = {"title": "center", "mark": "center", "head": "center", "note": "left"}.get(look)
        if across is None:
            across = "right" if number or kind in (COUNT, SHARE) else "left"
            across = "center" if kind == CODE else across
        made = {
            "font_name": self._font,
            "font_size": {"title": _TITLE, "mark": _MARK}.get(look, _BODY),
            "font_color": "#C00000" if look == "mark" else "#000000",
            "bold": look in ("title", "mark", "head", "total"),
            "align": across,
            "valign": "vcenter",
            "text_wrap": True,
            "indent": int(across != "center"),
            "border": int(look in ("head", "total", "body")),
            "num_format": "@",
        }
        if number:
            digits = EXCEL_THAI_DIGITS if self._form.thai_digits else ""
            made["num_format"] = digits + _FORMATS[kind]
        return made
