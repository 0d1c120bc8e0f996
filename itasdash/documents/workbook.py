"""Excel workbooks: typed cells that never run, print set-up for A4, the same bytes every time."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from heapq import nlargest
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.writer.excel import ExcelWriter

from itasdash.documents.archives import Undated
from itasdash.i18n.numbers import EXCEL_COUNT, EXCEL_ONE_DECIMAL

# Excel refuses a workbook with more in a cell, and one with more in the head of a printed page.
MOST_IN_A_CELL = 32_767
_MOST_IN_A_HEADER = 250
_SHEET_NAME = 31
_WIDEST_COLUMN = 60
_MEASURED = 12
_A_DATE = "30 xxxx 2564"
# Points that a line of text takes; one in a heading is never more than a word.
_LINE = 16
_A4, _LANDSCAPE, _PORTRAIT = "9", "landscape", "portrait"
_MARGINS = {"left": 0.3, "right": 0.3, "top": 0.6, "bottom": 0.5, "header": 0.3, "footer": 0.2}
# Marks that stand above or below a letter and take no room of their own.
_NO_WIDTH = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
# 01: Arabic digits, 07: Buddhist Era, 041E and 0409: Thai and English names of months.
DATE_FORMATS = {"th": "[$-107041E]d mmm yyyy", "en": "[$-1070409]d mmm yyyy"}
_BOLD, _TITLE = Font(bold=True), Font(bold=True, size=14)
_WRAP, _MIDDLE = Alignment(wrap_text=True, vertical="top"), Alignment(horizontal="center")


def new_workbook(title: str) -> Workbook:
    """Return an empty workbook to append to, dated the same at any time."""
    workbook = Workbook(write_only=True)
    written_at = datetime(2000, 1, 1)
    workbook.properties = DocumentProperties(
        creator="", title=ILLEGAL_CHARACTERS_RE.sub("", title), created=written_at,
        modified=written_at,
    )  # fmt: skip
    return workbook


def new_sheet(workbook: Workbook, name: str, caption: str = "", *, wide: bool = True) -> Any:
    """Return a new sheet that prints on A4, as wide as a page, with its number on every page.

    Args:
        workbook: as :func:`new_workbook` gives it.
        name: of the sheet; what Excel forbids in it is replaced.
        caption: head of every printed page; what is longer than Excel takes ends in "…".
        wide: whether the paper lies on its side.
    """
    page = workbook.create_sheet(re.sub(r"[\\/*?:\[\]]", "-", name)[:_SHEET_NAME])
    page.page_setup.paperSize = _A4
    page.page_setup.orientation = _LANDSCAPE if wide else _PORTRAIT
    page.page_margins = PageMargins(
        left=0.3, right=0.3, top=0.6, bottom=0.5, header=0.3, footer=0.2
    )
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    if caption:
        page.oddHeader.center.text = _header(caption)
    page.oddFooter.right.text = "&P / &N"
    return page


def _header(caption: str) -> str:
    text = ILLEGAL_CHARACTERS_RE.sub("", caption).replace("&", "&&")
    if len(text) <= _MOST_IN_A_HEADER:
        return text
    return text[: _MOST_IN_A_HEADER - 1].rstrip("&") + "…"


def cell(page: Any, value: object, **styles: Any) -> Any:
    """Return what to append to a sheet for a value; text is text and never a formula.

    Args:
        page: the sheet.
        value: text, a number, a date, or what is missing.
        styles: attributes of the cell, such as ``font`` and ``number_format``.
    """
    text = _excel_text(value) if isinstance(value, str) else value
    if not isinstance(text, str):
        text = None if pd.isna(text) else text
    elif not text.startswith(("=", "#")) and not styles:
        return text
    if not styles and not isinstance(text, str):
        return text
    made: Any = WriteOnlyCell(page, text)  # type: ignore[arg-type]
    if isinstance(text, str):
        # Neither a formula nor an error value such as #N/A, and text also after someone edits it.
        made.data_type = "s"
        if text.startswith(("=", "#")):
            made.quotePrefix = True
    for name, style in styles.items():
        setattr(made, name, style)
    return made


def _excel_text(text: str) -> str:
    """Return text as a cell can hold it: no control characters, and no more than fits."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(text) * 2 <= MOST_IN_A_CELL:
        return text
    # Excel counts in UTF-16.
    return text.encode("utf-16-le")[: 2 * MOST_IN_A_CELL].decode("utf-16-le", "ignore")


def count_cut(table: pd.DataFrame) -> int:
    """Return how many cells of a table hold more text than a cell of Excel can."""
    texts = (value for column in table for value in table[column] if isinstance(value, str))
    return sum(len(text) * 2 > MOST_IN_A_CELL and text != _excel_text(text) for text in texts)


def set_widths(page: Any, rows: Iterable[Sequence[object]]) -> None:
    """Make the columns as wide as what stands in them, up to a width from which text wraps."""
    for place, values in enumerate(zip(*rows, strict=True), start=1):
        # A date that does not fit shows as "####", and its month may be long.
        texts = {_A_DATE if isinstance(v, date) else str(v) for v in values}
        longest = nlargest(_MEASURED, texts, key=len)
        widest = max(len(_NO_WIDTH.sub("", line)) for text in longest for line in text.split("\n"))
        page.column_dimensions[get_column_letter(place)].width = min(widest, _WIDEST_COLUMN) + 2


def saved(workbook: Workbook) -> bytes:
    """Return the bytes of a workbook; the same content always gives the same."""
    sink = io.BytesIO()
    ExcelWriter(workbook, Undated(sink, "w", zipfile.ZIP_DEFLATED)).save()
    return sink.getvalue()


def to_xlsx(
    table: pd.DataFrame,
    sheet: str,
    caption: str = "",
    about: Sequence[Sequence[object]] = (),
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
        about: rows of a sheet before it, which says what the table is; the first is its title.
        language: of the dates.
        about_sheet: name of that sheet.
    """
    workbook = new_workbook(caption)
    if about:
        _about_sheet(workbook, about_sheet, about)
    page = new_sheet(workbook, sheet, caption)
    # The list opens; what it is stands on the tab before it.
    workbook.active = page
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    headings = [str(column) for column in table.columns]
    rows = table.astype("object").values.tolist()
    page.auto_filter.ref = f"A1:{get_column_letter(max(len(headings), 1))}{len(rows) + 1}"
    # A heading wraps at its spaces and brackets, so that a narrow column need not be wide for it.
    set_widths(page, [[max(heading.split() or [""], key=len) for heading in headings], *rows])
    page.row_dimensions[1].height = _LINE * max((len(h.split()) for h in headings), default=1)
    page.append([cell(page, heading, font=_BOLD, alignment=_WRAP) for heading in headings])
    write = _Writer(page, language)
    for row in rows:
        page.append([write(value) for value in row])
    return saved(workbook)


class _Writer:
    """Makes cells of values; what has a style costs a cell, and the style itself is made once."""

    def __init__(self, page: Any, language: str) -> None:
        self._page = page
        formats = {date: DATE_FORMATS[language], int: EXCEL_COUNT, float: EXCEL_ONE_DECIMAL}
        self._styles = {
            kind: cell(page, "", number_format=form)._style for kind, form in formats.items()
        }
        # Between a number and a text a date on the right would touch its neighbour.
        middle = {"number_format": formats[date], "alignment": _MIDDLE}
        self._styles[date] = cell(page, "", **middle)._style

    def __call__(self, value: object) -> Any:
        if isinstance(value, str):
            wrap = len(value) > _WIDEST_COLUMN or "\n" in value
            return cell(self._page, value, **({"alignment": _WRAP} if wrap else {}))
        style = self._styles.get(type(value))
        if style is None or pd.isna(value):
            return cell(self._page, value)
        made: Any = WriteOnlyCell(self._page, value)  # type: ignore[arg-type]
        made._style = style
        return made


def _about_sheet(workbook: Workbook, name: str, about: Sequence[Sequence[object]]) -> None:
    page = new_sheet(workbook, name, wide=False)
    columns = max(len(row) for row in about)
    set_widths(page, [[*row, *[""] * (columns - len(row))] for row in about[1:]] or about)
    for number, (first, *others) in enumerate(about):
        # The title runs on over the columns beside it; labels and what they say stay in theirs.
        look = {"alignment": _WRAP, "font": _BOLD} if number else {"font": _TITLE}
        page.append([cell(page, first, **look), *(cell(page, v, alignment=_WRAP) for v in others)])
