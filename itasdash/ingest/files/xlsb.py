"""Sheets of an .xlsb as written in its records: how far they reach, and what is hidden or in error.

calamine allots rows times columns of the used area before it reads a cell, and reads error cells
as empty; so the records are walked here first. They are those of [MS-XLSB]: a number and a length,
each in bytes of seven bits, then so many bytes.
"""

import posixpath
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping

from itasdash.ingest.files.sheets import Problem, SheetNotes, Unreadable, cell_name, far_cell
from itasdash.settings import Limits

# Records of a sheet: a row, and its cells from blank ones to formulas.
_ROW, _BLANK, _LAST_CELL = 0, 1, 11
_ERROR_CELLS = frozenset({3, 11})
_BUNDLE_SHEET, _BOOK = 156, 153
_ROW_HIDDEN, _FROM_1904 = 0x10, 0x01
_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}
_RELATIONS = "xl/_rels/workbook.bin.rels"


def records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the body of each record.

    Raises:
        Unreadable: one reaches beyond the end.
    """
    at, end = 0, len(content)
    while at < end:
        number, at = _packed(content, at, 2)
        length, at = _packed(content, at, 4)
        if at + length > end:
            raise Unreadable("file_damaged")
        yield number, content[at : at + length]
        at += length


def _packed(content: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for place in range(most):
        if at >= len(content):
            raise Unreadable("file_damaged")
        byte = content[at]
        at += 1
        # The number of a record keeps its mark of a second byte, as the documents count it.
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            break
    return value, at


def date1904(members: Mapping[str, bytes]) -> bool:
    """Say whether the workbook counts days from 1904, as those of old Macs do."""
    book = members.get("xl/workbook.bin", b"")
    return any(n == _BOOK and body[:1] and body[0] & _FROM_1904 for n, body in records(book))


def check(members: dict[str, bytes], limits: Limits) -> dict[str, SheetNotes]:
    """Return what is to be said about each sheet by its name.

    Raises:
        Unreadable: a sheet reaches further than any table needs, or its records make no sense.
    """
    notes: dict[str, SheetNotes] = {}
    for name, member in _sheets(members):
        if member in members:
            notes[name] = _survey(name, members[member], limits)
    return notes


def _sheets(members: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and that of its member."""
    try:
        relations = ET.fromstring(members[_RELATIONS])
    except (KeyError, ET.ParseError) as error:
        raise Unreadable("file_damaged") from error
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("xl", relation.get("Target", "")))
        for relation in relations
    }
    for number, body in records(members["xl/workbook.bin"]):
        if number == _BUNDLE_SHEET:
            identity, at = _text(body, 8)
            name, _ = _text(body, at)
            yield name, targets.get(identity, "").lstrip("/")


def _text(body: bytes, at: int) -> tuple[str, int]:
    length = int.from_bytes(body[at : at + 4], "little")
    end = at + 4 + 2 * length
    if length == 0xFFFFFFFF or end > len(body):
        return "", at + 4
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _survey(sheet: str, content: bytes, limits: Limits) -> SheetNotes:
    found = SheetNotes()
    row = height = width = 0
    for number, body in records(content):
        if number == _ROW:
            row = int.from_bytes(body[:4], "little") + 1
            if len(body) > 11 and body[11] & _ROW_HIDDEN:
                found.hidden_rows.add(row)
        elif _BLANK < number <= _LAST_CELL:
            column = int.from_bytes(body[:4], "little") + 1
            height, width = max(height, row), max(width, column)
            if column > limits.columns or height > limits.rows or height * width > limits.cells:
                raise far_cell(sheet, row, column)
            if number in _ERROR_CELLS and len(body) > 8:
                error = _ERRORS.get(body[8], "#?")
                problem = Problem("error_cell", row, error, subject=cell_name(row, column))
                found.problems.append(problem)
    return found
