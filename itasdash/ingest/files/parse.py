"""Bytes of a file -> sheets of cells, by content and never by extension.

Runs in the child process (:mod:`itasdash.ingest.files.child`); what it imports is light.
"""

import codecs
import re
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module

from itasdash.ingest.files.delimited import decode, read_delimited, split_one_column
from itasdash.ingest.files.sheets import (
    Cell,
    Problem,
    Sheet,
    Unreadable,
    cell_name,
    far_cell,
    seen,
)
from itasdash.settings import Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Kinds of file that are sent by mistake and would otherwise be read as text.
_OTHER_KINDS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"MZ",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"SQLite format 3",
    b"PAR1",
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w\-]+)", re.IGNORECASE)
HTML = re.compile(r"<(?:!doctype\s+html|html|table|meta|head|body)\b", re.IGNORECASE)
# The pages of a workbook that was saved as a web page lie beside it, in files of their own.
_FRAMES = re.compile(r"<frameset\b|<x:WorksheetSource\b", re.IGNORECASE)
_MOST_FRAMES = 262_144
_WEB_ARCHIVE = re.compile(
    rb"\s*(?:MIME-Version:|From:\s*<?Saved by|Content-Type:\s*multipart/related)", re.IGNORECASE
)
NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
_XML = re.compile(r"\s*<\?xml\b")
# Texts around the tables of a sheet, and cells of which it is said that they were cut.
_MOST_TEXTS, _MOST_SHORTENED = 200, 100
# Texts of a sheet are looked at all together up to so many characters, for they are held twice.
_MOST_TOGETHER = 2**24
# How far into a file its kind is looked for; real files say what they are in the first lines.
SNIFF_BYTES = 4096


# What reading a file of each format may load on its way: nothing can be loaded once a process has
# forbidden itself to open files.
_OFFICE = ("itasdash.ingest.files.office", "itasdash.ingest.files.ole", "lxml.etree")
# Python itself loads this one when it counts.
_TEXT = ("heapq",)
_MARKUP = ("itasdash.ingest.files.html", "itasdash.ingest.files.xml2003")
_CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874", "cp437", "latin-1", "ascii")


def load_readers(data: bytes) -> None:
    """Load whatever reading these bytes may need of modules and codecs.

    To tell which, only their beginning is looked at.
    """
    for codec in _CODECS:
        codecs.lookup(codec)
    is_office = data.startswith((*ZIP, OLE))
    is_markup = b"<" in data[:SNIFF_BYTES] and not is_office
    for module in (*_TEXT, *(_OFFICE if is_office else ()), *(_MARKUP if is_markup else ())):
        import_module(module)


def load_all_readers() -> None:
    """Load whatever reading any file may need, for those who read many."""
    for begin in (b"", ZIP[0], b"<"):
        load_readers(begin)


def parse(data: bytes, limits: Limits) -> list[Sheet]:
    """Return the sheets of a file, in their order.

    Understands .xlsx, .xlsm, .xlsb, .xls (BIFF), .ods, XML Spreadsheet 2003, HTML tables, and
    delimited text in UTF-8, UTF-16 and cp874 with comma, semicolon, tab or bar.

    Raises:
        Unreadable: the file is empty, damaged, protected by a password, of another kind, or bigger
            than the limits allow.
    """
    sheets: list[Sheet] = []
    room = limits.cells
    for sheet in _sheets(data, limits):
        sheets.append(_bounded(sheet, limits))
        room -= sum(map(len, sheets[-1].rows))
        if room < 0:
            rows = sheets[-1].rows
            raise far_cell(sheet.name, len(rows), max(map(len, rows)))
    return sheets


def _sheets(data: bytes, limits: Limits) -> Iterable[Sheet]:
    """Return the sheets of a file as its format has them."""
    # The readers of each format are imported where they are needed: each costs start-up time.
    if len(data) > limits.file_bytes:
        raise Unreadable("file_too_big", megabytes=limits.file_bytes // 2**20)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("file_empty")
    if data.startswith(ZIP):
        from itasdash.ingest.files.office import read_office_zip

        return read_office_zip(data, limits)
    if data.startswith(OLE):
        from itasdash.ingest.files.ole import read_ole

        return read_ole(data, limits)
    if data.startswith(_OTHER_KINDS):
        raise Unreadable("file_not_a_table")
    head = data[:SNIFF_BYTES]
    if _WEB_ARCHIVE.match(head):
        raise Unreadable("file_web_archive")
    if NAMESPACE in head and b"<?xml" in head:
        from itasdash.ingest.files.xml2003 import read_xml2003

        return read_xml2003(data, limits)
    declared = _CHARSET.search(head) if b"<" in head else None
    text = decode(data, declared[1].decode("ascii") if declared else None)
    start = text[:SNIFF_BYTES]
    if _FRAMES.search(text[:_MOST_FRAMES]):
        raise Unreadable("file_frameset")
    if HTML.search(start):
        from itasdash.ingest.files.html import read_html

        return read_html(text, limits)
    if _XML.match(start):
        raise Unreadable("file_not_a_table")
    rows, problems = read_delimited(text, limits)
    return [Sheet("csv", rows, problems=tuple(problems))]


def _bounded(sheet: Sheet, limits: Limits) -> Sheet:
    """Return the sheet without the empty cells and rows at its ends, and with texts of a length.

    Raises:
        Unreadable: it is longer or wider than any export, or a cell holds too much.
    """
    filled = 0
    problems: list[Problem] = []
    as_they_are = _all_short_and_seen(sheet, limits)
    for number, row in enumerate(sheet.rows, start=1):
        while row and row[-1] is None:
            row.pop()
        if not row:
            continue
        filled += 1
        if len(row) > limits.columns:
            raise far_cell(sheet.name, number, len(row))
        if not as_they_are:
            _bound_row(sheet.name, row, number, problems, limits)
    while sheet.rows and not sheet.rows[-1]:
        sheet.rows.pop()
    split_one_column(sheet.rows)
    if filled > limits.rows:
        raise Unreadable("too_many_rows", rows=filled, most=limits.rows)
    _check_merges(sheet, limits)
    return replace(
        sheet,
        name=seen(sheet.name)[: limits.text_chars],
        texts=tuple(seen(text)[: limits.text_chars] for text in sheet.texts[:_MOST_TEXTS]),
        problems=(*sheet.problems, *problems),
    )


def _all_short_and_seen(sheet: Sheet, limits: Limits) -> bool:
    """Tell whether no text of a sheet is too long or holds what nobody sees, in one look at all."""
    texts = [cell for row in sheet.rows for cell in row if type(cell) is str]
    lengths = list(map(len, texts))
    longest = max(lengths, default=0)
    if longest > min(limits.cell_chars, limits.text_chars) or sum(lengths) > _MOST_TOGETHER:
        return False
    together = "".join(texts)
    return seen(together) is together


def _bound_row(
    sheet: str, row: list[Cell], number: int, problems: list[Problem], limits: Limits
) -> None:
    """Cut the texts of a row to their length, and take out what nobody sees, in place.

    Raises:
        Unreadable: a cell holds too much.
    """
    for column, cell in enumerate(row, start=1):
        if type(cell) is str and len(cell) > limits.cell_chars:
            raise Unreadable(
                "cell_too_long",
                sheet=sheet,
                cell=cell_name(number, column),
                most=limits.cell_chars,
            )
        if type(cell) is str and (len(cell) > limits.text_chars or cell != seen(cell)):
            row[column - 1] = _shortened(seen(cell), number, column, problems, limits)


def _shortened(
    text: str, row: int, column: int, problems: list[Problem], limits: Limits
) -> str | None:
    """Return the text of a cell, cut where it is longer than any text that an export needs."""
    if len(text) > limits.text_chars:
        if len(problems) < _MOST_SHORTENED:
            found = len(text)
            name = cell_name(row, column)
            problems.append(Problem("cell_shortened", row, found, limits.text_chars, name))
        text = text[: limits.text_chars]
    return text or None


def _check_merges(sheet: Sheet, limits: Limits) -> None:
    """Refuse merged ranges that overlap so often that laying them out would never end."""
    height = len(sheet.rows)
    width = max(map(len, sheet.rows), default=0)
    covered = sum(
        max(0, min(m.bottom + 1, height) - m.top) * max(0, min(m.right + 1, width) - m.left)
        for m in sheet.merged
    )
    if covered > limits.cells:
        raise Unreadable("too_many_merges", sheet=sheet.name)
