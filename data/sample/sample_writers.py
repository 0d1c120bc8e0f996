"""Sheets to bytes in the formats that exports come in, the same bytes every time."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

import xlwt
from odf import table, text
from odf.opendocument import OpenDocumentSpreadsheet
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | date | None
Rows = list[list[Cell]]
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; from 1

# Zip archives and Office files carry the moment of writing; the sample carries this one instead.
WRITTEN_AT = (2022, 4, 1, 0, 0, 0)
_OFFICE_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass
class Sheet:
    """A sheet of a workbook."""

    name: str
    rows: Rows
    merges: list[Merge] = field(default_factory=list)
    widths: Sequence[int] = ()
    date_format: str = "dd/mm/yyyy"


def to_text(rows: Rows, *, encoding: str, delimiter: str = ",") -> bytes:
    """Return delimited text with Windows line ends."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    # Python picks the byte order of plain utf-16 by machine; a BOM in front names it instead.
    if encoding == "utf-16":
        return ("\ufeff" + buffer.getvalue()).encode("utf-16-le")
    return buffer.getvalue().encode(encoding)


def to_xlsx(*sheets: Sheet) -> bytes:
    """Return an Excel workbook."""
    book = Workbook()
    del book[book.sheetnames[0]]
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for row in sheet.rows:
            page.append(row)
        _lay_out(page, sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(buffer.getvalue())


def _lay_out(page: Worksheet, sheet: Sheet) -> None:
    for column, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    for first_row, first_column, last_row, last_column in sheet.merges:
        page.merge_cells(None, first_row, first_column, last_row, last_column)
        page.cell(first_row, first_column).alignment = Alignment("center", "top")
    for cells in page.iter_rows():
        for cell in cells:
            if isinstance(cell.value, date):
                cell.number_format = sheet.date_format


def to_xls(sheet: Sheet) -> bytes:
    """Return a workbook in the old binary format (BIFF8)."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet.name)
    for column, width in enumerate(sheet.widths):
        page.col(column).width = width * 256
    for y, row in enumerate(sheet.rows):
        for x, value in enumerate(row):
            page.write(y, x, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def to_html(rows: Rows, titles: int) -> bytes:
    """Return a web page with one table, which is what many systems call an .xls file.

    The first ``titles`` rows are titles over the whole width, the next one is the header.
    """
    width = max(map(len, rows))
    lines = ['<html><head><meta charset="utf-8"></head><body><table border="1">']
    for y, row in enumerate(rows):
        if y < titles:
            lines.append(f'<tr><td colspan="{width}"><b>{escape(str(row[0]))}</b></td></tr>')
        else:
            tag = "th" if y == titles else "td"
            cells = "".join(f"<{tag}>{escape(str(value))}</{tag}>" for value in row)
            lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</table></body></html>", ""]).encode()


def to_ods(sheet: Sheet) -> bytes:
    """Return an OpenDocument spreadsheet."""
    document = OpenDocumentSpreadsheet()
    page = table.Table(name=sheet.name)
    for row in sheet.rows:
        line = table.TableRow()
        for value in row:
            is_number = isinstance(value, int | float)
            cell = (
                table.TableCell(valuetype="float", value=str(value))
                if is_number
                else table.TableCell(valuetype="string")
            )
            if value is not None:
                cell.addElement(text.P(text=str(value)))
            line.addElement(cell)
        page.addElement(line)
    document.spreadsheet.addElement(page)
    buffer = io.BytesIO()
    document.write(buffer)
    return _without_clock(buffer.getvalue())


def _without_clock(archive: bytes) -> bytes:
    """Return a zip archive with every moment of writing replaced by :data:`WRITTEN_AT`."""
    buffer = io.BytesIO()
    year, month, day, *_ = WRITTEN_AT
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                stamp = f"{year}-{month:02}-{day:02}T00:00:00Z".encode()
                content = _OFFICE_TIME.sub(rb"\g<1>" + stamp, content)
            info = zipfile.ZipInfo(member.filename, WRITTEN_AT)
            info.compress_type = member.compress_type
            info.create_system = 3  # else it tells on which kind of machine it was written
            info.external_attr = 0o644 << 16
            new.writestr(info, content, compresslevel=9)
    return buffer.getvalue()
