"""Excel workbooks: typed cells that never run, print set-up for A4, the same bytes every time."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from heapq import nlargest
from typing import Any

import pandas as pd

from itasdash.i18n.numbers import EXCEL_COUNT, EXCEL_ONE_DECIMAL, is_null

# Excel refuses a workbook with more in a cell, and one with more in the head of a printed page.
MOST_IN_A_CELL = 32_767
_MOST_IN_A_HEADER = 250
_SHEET_NAME = 31
_WIDEST_COLUMN = 60
_MEASURED = 12
_A_DATE = "30 xxxx 2564"
# Points that a line of text takes; one in a heading is never more than a word.
_LINE = 16
A4 = 9
# Inches.
_MARGINS = {"left": 0.3, "right": 0.3, "top": 0.6, "bottom": 0.5}
_HEADER, _FOOTER = {"margin": 0.3}, {"margin": 0.2}
# Marks that stand above or below a letter and take no room of their own.
_NO_WIDTH = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
# What XML 1.0, and with it a workbook, cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# 01: Arabic digits, 07: Buddhist Era, 041E and 0409: Thai and English names of months.
DATE_FORMATS = {"th": "[$-107041E]d mmm yyyy", "en": "[$-1070409]d mmm yyyy"}
_BOLD: Mapping[str, object] = {"bold": True}
_TITLE: Mapping[str, object] = {"bold": True, "font_size": 14}
_WRAP: Mapping[str, object] = {"text_wrap": True, "valign": "top"}


class ExcelFile:
    """A workbook in the making: text in it is text, and it does not tell when it was written."""

    def __init__(self, title: str) -> None:
        self._sink = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        # Pages offer workbooks; most of them nobody takes.
        from xlsxwriter import Workbook

        self._book = Workbook(self._sink, options)
        self._book.set_properties(
            {"title": without_forbidden(title), "author": "", "created": datetime(2000, 1, 1)}
        )
        self._looks: dict[object, Any] = {}

    def sheet(self, name: str) -> Any:
        """Return a new sheet of XlsxWriter; what Excel forbids in its name is replaced."""
        return self._book.add_worksheet(re.sub(r"[\\/*?:\[\]]", "-", name)[:_SHEET_NAME])

    def look(self, properties: Mapping[str, object], *, quoted: bool = False) -> Any:
        """Return the look of a cell, made once for all cells that have it.

        Args:
            properties: as XlsxWriter names them.
            quoted: whether a text stays a text also after somebody edits it.
        """
        known = (*sorted(properties.items()), quoted)
        if known not in self._looks:
            more = {"quote_prefix": True} if quoted else {}
            self._looks[known] = self._book.add_format({**properties, **more})
        return self._looks[known]

    def write(
        self,
        sheet: Any,
        row: int,
        column: int,
        value: object,
        properties: Mapping[str, object] | None = None,
    ) -> None:
        """Write a value into a cell: text as text and never as a formula, a number as such.

        Args:
            sheet: as :meth:`sheet` gives it.
            row, column: counted from 0.
            value: text, a number, a date, or what is missing.
            properties: the look of the cell, as XlsxWriter names it.
        """
        if isinstance(value, str):
            text = excel_text(value)
            # Neither a formula nor an error value such as #N/A.
            quoted = text.startswith(("=", "#"))
            look = self.look(properties or {}, quoted=quoted) if properties or quoted else None
            # Empty text is an empty cell, as who filters for empty cells expects.
            if text:
                sheet.write_string(row, column, text, look)
            else:
                sheet.write_blank(row, column, None, look)
            return
        look = self.look(properties) if properties else None
        if is_null(value):
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, look)
        else:
            sheet.write_number(row, column, value, look)

    def to_bytes(self) -> bytes:
        """Return the file; the same content always gives the same bytes."""
        self._book.close()
        return self._sink.getvalue()


def without_forbidden(text: str) -> str:
    """Return text without the characters that no office file can hold."""
    return _FORBIDDEN.sub("", text)


def excel_text(text: str) -> str:
    """Return text as a cell can hold it: no control characters, and no more than fits.

    Lines end in a line feed, as Excel writes them.
    """
    text = _storable(text)
    if not _is_long(text):
        return text
    return text.encode("utf-16-le")[: 2 * MOST_IN_A_CELL].decode("utf-16-le", "ignore")


def is_cut(text: str) -> bool:
    """Tell whether a cell of Excel cannot hold the whole of a text."""
    return _is_long(_storable(text))


def _storable(text: str) -> str:
    return without_forbidden(text).replace("\r\n", "\n").replace("\r", "\n")


def _is_long(text: str) -> bool:
    # Excel counts in UTF-16, which takes one or two units for a character.
    most = MOST_IN_A_CELL
    return 2 * len(text) > most and len(text.encode("utf-16-le")) > 2 * most


def count_cut(table: pd.DataFrame) -> int:
    """Return how many cells of a table hold more text than a cell of Excel can."""
    # Of so few characters no text is too long, whatever becomes of them.
    columns = (
        column.to_numpy(dtype="object") for _, column in table.items() if _may_be_text(column)
    )
    long = (
        value
        for column in columns
        for value in column
        if isinstance(value, str) and 2 * len(value) > MOST_IN_A_CELL
    )
    return sum(map(is_cut, long))


def _may_be_text(column: "pd.Series[Any]") -> bool:
    types = pd.api.types
    return bool(types.is_object_dtype(column) or types.is_string_dtype(column))


def inert_print_text(text: str) -> str:
    """Return text for the head or foot of a printed page, where ``&`` begins a command."""
    return without_forbidden(text).replace("&", "&&")


def text_length(text: str) -> int:
    """Return how many letters stand beside each other in a line of text."""
    return len(_NO_WIDTH.sub("", text))


def _print_set_up(sheet: Any, caption: str, *, wide: bool) -> None:
    """Let a sheet print on A4, as wide as a page, with its number on every page.

    Args:
        sheet: of XlsxWriter.
        caption: head of every printed page; what is longer than Excel takes ends in "…".
        wide: whether the paper lies on its side.
    """
    sheet.set_paper(A4)
    if wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**_MARGINS)
    if caption:
        text = inert_print_text(caption)
        if len(text) > _MOST_IN_A_HEADER:
            text = text[: _MOST_IN_A_HEADER - 1].rstrip("&") + "…"
        sheet.set_header(f"&C{text}", _HEADER)
    sheet.set_footer("&R&P / &N", _FOOTER)


def _set_widths(sheet: Any, rows: Iterable[Sequence[object]]) -> None:
    """Make the columns as wide as what stands in them, up to a width from which text wraps."""
    for place, values in enumerate(zip(*rows, strict=True)):
        # A date that does not fit shows as "####", and its month may be long.
        texts = {_A_DATE if isinstance(v, date) else str(v) for v in values}
        longest = nlargest(_MEASURED, texts, key=len)
        widest = max(text_length(line) for text in longest for line in text.split("\n"))
        sheet.set_column(place, place, min(widest, _WIDEST_COLUMN) + 2)


def to_xlsx(
    table: pd.DataFrame,
    sheet: str,
    caption: str = "",
    cover: Sequence[Sequence[object]] = (),
    language: str = "th",
    about_sheet: str = "",
) -> bytes:
    """Return a table as an Excel workbook with its heading frozen and a filter on it.

    Text is written as text and never as a formula, numbers and dates as such. The heading is
    repeated on every printed page. The same table always gives the same bytes.

    Args:
        table: the rows; nothing else stands in their sheet, so that programs read it too.
        sheet: name of the sheet.
        caption: as_of and filters; the title of the file, and of every page when it is printed.
        cover: rows of a sheet before it, which says what the table is; the first is its title.
        language: of the dates.
        about_sheet: name of that sheet.
    """
    file = ExcelFile(caption)
    if cover:
        _write_cover(file, about_sheet, cover)
    page = file.sheet(sheet)
    _print_set_up(page, caption, wide=True)
    # The list opens; what it is stands on the tab before it.
    page.activate()
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    headings = [str(column) for column in table.columns]
    rows = table.astype("object").values.tolist()
    page.autofilter(0, 0, len(rows), max(len(headings), 1) - 1)
    # A heading wraps at its spaces and brackets, so that a narrow column need not be wide for it.
    _set_widths(page, [[max(heading.split() or [""], key=len) for heading in headings], *rows])
    page.set_row(0, _LINE * max((len(h.split()) for h in headings), default=1))
    for column, heading in enumerate(headings):
        file.write(page, 0, column, heading, {**_BOLD, **_WRAP})
    looks: dict[type, Mapping[str, object]] = {
        int: {"num_format": EXCEL_COUNT},
        float: {"num_format": EXCEL_ONE_DECIMAL},
        # Between a number and a text a date on the right would touch its neighbour.
        date: {"num_format": DATE_FORMATS[language], "align": "center"},
    }
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                wrap = len(value) > _WIDEST_COLUMN or "\n" in value
                file.write(page, number, column, value, _WRAP if wrap else None)
            elif not is_null(value):
                file.write(page, number, column, value, looks.get(type(value)))
    return file.to_bytes()


def _write_cover(file: ExcelFile, name: str, cover: Sequence[Sequence[object]]) -> None:
    page = file.sheet(name)
    _print_set_up(page, "", wide=False)
    columns = max(len(row) for row in cover)
    _set_widths(page, [[*row, *[""] * (columns - len(row))] for row in cover[1:]] or cover)
    for number, row in enumerate(cover):
        # The title runs on over the columns beside it; labels and what they say stay in theirs.
        first = {**_WRAP, **_BOLD} if number else _TITLE
        for column, value in enumerate(row):
            file.write(page, number, column, value, _WRAP if column else first)
