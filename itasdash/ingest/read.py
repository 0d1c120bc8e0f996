"""Bytes of a file -> sheets of cells, by content and never by extension."""

import csv
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import lxml.html
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from itasdash.findings import Refusal

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Rows = list[list[Cell]]


@dataclass(frozen=True)
class Merge:
    """A merged range of cells, 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A sheet as written: ``rows[0]`` is row 1, empty cells are None."""

    name: str
    rows: Rows
    visible: bool = True
    merged: tuple[Merge, ...] = ()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w\-]+)", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|table|meta|head|body)\b", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)
_SEPARATORS = "\t;,"
# How far into a file its kind is looked for; real files say what they are in the first lines.
_SNIFF_BYTES = 4096


def read_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a file, in their order.

    Understands .xlsx, .xlsm, .xls (BIFF), .ods, HTML tables, and delimited text in UTF-8, UTF-16
    and cp874 with comma, semicolon or tab.

    Raises:
        Refusal: the file is empty, damaged, protected by a password, or of another kind.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Refusal("file_empty")
    if data.startswith(b"PK"):
        _check_office_zip(data)
        return _read_spreadsheet(data)
    if data.startswith(_OLE):
        return _read_spreadsheet(data)
    if data.startswith(b"%PDF") or b"\x89PNG" in data[:8] or data.startswith(b"\xff\xd8\xff"):
        raise Refusal("file_not_a_table")
    head = data[:_SNIFF_BYTES]
    declared = _CHARSET.search(head) if b"<" in head else None
    text = decode(data, declared[1].decode("ascii") if declared else None)
    if _HTML.search(text[:_SNIFF_BYTES]):
        return _read_html(text)
    return [Sheet("csv", read_delimited(text))]


def _check_office_zip(data: bytes) -> None:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile as error:
        raise Refusal("file_damaged") from error
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise Refusal("file_not_a_table")


def _read_spreadsheet(data: bytes) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for meta in book.sheets_metadata:
            sheet = book.get_sheet_by_name(meta.name)
            rows = [
                [None if cell == "" else cell for cell in row]
                for row in sheet.to_python(skip_empty_area=False)
            ]
            merged = tuple(Merge(*start, *end) for start, end in (sheet.merged_cell_ranges or ()))
            sheets.append(Sheet(meta.name, rows, meta.visible == SheetVisibleEnum.Visible, merged))
    except PasswordError as error:
        raise Refusal("file_password") from error
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refusal("file_damaged") from error
    return sheets


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of ``data``: by its byte order mark, as declared, as UTF-8, else as cp874.

    cp874 and not tis-620: Thai Windows writes quotes and dashes that only cp874 knows.

    Raises:
        Refusal: the bytes are none of these.
    """
    if data.startswith(_UTF16_BOMS):
        encodings = ["utf-16"]
    elif _looks_like_utf16(data):
        encodings = ["utf-16-le" if data[1:2] in (b"\x0e", b"\x00") else "utf-16-be"]
    else:
        thai = declared and declared.casefold() in ("tis-620", "windows-874", "iso-8859-11")
        encodings = ["cp874"] if thai else ["utf-8-sig", "cp874"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("file_encoding")


def _looks_like_utf16(data: bytes) -> bool:
    """Say whether every other byte is one that only UTF-16 puts there: 00 (Latin) or 0E (Thai)."""
    head = data[:_SNIFF_BYTES]
    return any(
        sum(head[side::2].count(b) for b in b"\x00\x0e") > len(head) * 0.4 for side in (0, 1)
    )


def read_delimited(text: str) -> Rows:
    """Return the rows of delimited text; every cell is text, so that 00701 stays 00701.

    Raises:
        Refusal: the text cannot be split into fields.
    """
    first = text[:8].splitlines()[0] if text else ""
    named = _SEPARATOR_LINE.fullmatch(first.strip("\ufeff"))
    separator = named[1] if named else _find_separator(text)
    try:
        rows: Rows = [
            [cell if cell.strip() else None for cell in record]
            for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as error:
        raise Refusal("file_damaged") from error
    if named:
        # The line stays as an empty row, so that row numbers are those that an editor shows.
        rows[0] = []
    return rows


def _find_separator(text: str) -> str:
    """Return the separator that gives the most fields in most lines."""
    sample = io.StringIO(text[: 256 * 1024], newline="").readlines()[:200]

    def weight(separator: str) -> int:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=separator) if row)
        return max((width - 1) * lines for width, lines in widths.items()) if widths else 0

    try:
        return max(_SEPARATORS, key=weight)
    except csv.Error as error:
        raise Refusal("file_damaged") from error


def _read_html(text: str) -> list[Sheet]:
    # lxml refuses text that declares an encoding of its own.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        tables = lxml.html.document_fromstring(text).xpath("//table[not(.//table)]")
    except (etree.LxmlError, ValueError) as error:
        raise Refusal("file_damaged") from error
    return [_html_sheet(f"table {n}", element) for n, element in enumerate(tables, start=1)]


def _html_sheet(name: str, element: "lxml.html.HtmlElement") -> Sheet:
    """Lay out the cells of an HTML table on a grid, spans as merged ranges."""
    cells: dict[tuple[int, int], Cell] = {}
    taken: set[tuple[int, int]] = set()
    merged = []
    height = width = 0
    for top, line in enumerate(element.xpath(".//tr")):
        left = 0
        for cell in line.xpath("./td|./th"):
            while (top, left) in taken:
                left += 1
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            taken |= {(top + d, left + a) for d in range(down) for a in range(across)}
            value = " ".join(cell.text_content().split())
            cells[top, left] = value or None
            if down > 1 or across > 1:
                merged.append(Merge(top, left, top + down - 1, left + across - 1))
            left += across
            width = max(width, left)
        height = top + 1
    rows = [[cells.get((row, column)) for column in range(width)] for row in range(height)]
    return Sheet(name, rows, merged=tuple(merged))


# A span beyond this is nonsense and would only cost memory.
_WIDEST_SPAN = 1000


def _span(cell: "lxml.html.HtmlElement", name: str) -> int:
    written = (cell.get(name) or "1").strip()
    return min(max(int(written), 1), _WIDEST_SPAN) if written.isdecimal() else 1
