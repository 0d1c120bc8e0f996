"""Excel files of 1997 to 2003: an OLE container with a stream of BIFF records.

calamine panics or asks for endless memory where such a file is damaged, and reads error cells as
empty; so the container and the records are walked here first.
"""

import struct
from collections.abc import Iterator, Sequence

from itasdash.ingest.files.office import read_workbook
from itasdash.ingest.files.sheets import (
    Problem,
    Sheet,
    SheetNotes,
    Unreadable,
    cell_name,
    far_cell,
    page_text,
)
from itasdash.settings import Limits

# Sector numbers from here on are marks: the end of a chain, a free sector, part of a table.
_SPECIAL = 0xFFFFFFFA
# Directory entries: their size, and the kind that is a stream.
_ENTRY, _STREAM = 128, 2
_BOOK_STREAMS = ("Workbook", "Book")
_ENCRYPTED_STREAMS = ("EncryptedPackage", "EncryptionInfo")
# BIFF records: https://learn.microsoft.com/openspecs/office_file_formats/ms-xls
_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _DATEMODE = 0x0809, 0x000A, 0x002F, 0x0085, 0x0022
_OF_THE_BOOK = frozenset({_FILEPASS, _BOUNDSHEET, _DATEMODE})
_ROW, _HEADER, _FOOTER = 0x0208, 0x0014, 0x0015
_BESIDE_CELLS, _ROW_HIDDEN = frozenset({_ROW, _HEADER, _FOOTER}), 0x20
_FORMULA, _BOOLERR, _MULRK = 0x0006, 0x0205, 0x00BD
_ONE_CELL = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _BOOLERR, _FORMULA})
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def read_ole(data: bytes, limits: Limits) -> list[Sheet]:
    """Return the sheets of an .xls file.

    Raises:
        Unreadable: the file is damaged, protected by a password, reaches further than any table
            needs, or is no workbook.
    """
    try:
        streams = dict(_streams(data))
        if any(name in streams for name in _ENCRYPTED_STREAMS):
            raise Unreadable("file_password")
        book = next((streams[name] for name in _BOOK_STREAMS if name in streams), None)
        if book is None:
            raise Unreadable("file_not_a_table")
        survey = _Survey(book, limits)
    except (struct.error, IndexError) as error:
        raise Unreadable("file_damaged") from error
    return read_workbook(data, survey.notes, date1904=survey.date1904)


def _number(data: bytes, at: int, size: int = 4) -> int:
    if at + size > len(data):
        raise Unreadable("file_damaged")
    return int.from_bytes(data[at : at + size], "little")


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the streams of a container that matter here, by name."""
    shift = _number(data, 30, 2)
    if shift not in (9, 12) or _number(data, 32, 2) != 6:
        raise Unreadable("file_damaged")
    sectors = _Sectors(data, 1 << shift)
    entries = sectors.chain(_number(data, 48))
    for at in range(0, len(entries), _ENTRY):
        length_of_name = max(0, _number(entries, at + 64, 2) - 2)
        name = entries[at : at + min(length_of_name, 62)].decode("utf-16-le", "replace")
        if entries[at + 66] != _STREAM or name not in (*_BOOK_STREAMS, *_ENCRYPTED_STREAMS):
            continue
        if name in _ENCRYPTED_STREAMS:
            yield name, b""
            continue
        start, length = _number(entries, at + 116), _number(entries, at + 120)
        small = length < _number(data, 56)
        found = sectors.mini(entries, start) if small else sectors.chain(start)
        if len(found) < length:
            raise Unreadable("file_damaged")
        yield name, found[:length]


class _Sectors:
    """The sectors of a container and the table that says which one follows which."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data = data
        self._size = size
        listed = [_number(data, at) for at in range(76, 512, 4)]
        more, seen = _number(data, 68), 0
        while more < _SPECIAL and seen * size < len(data):
            numbers = self._numbers(self._sector(more))
            listed += numbers[:-1]
            more, seen = numbers[-1], seen + 1
        table = b"".join(self._sector(number) for number in listed if number < _SPECIAL)
        self._next = self._numbers(table)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        found = self._data[start : start + self._size]
        if not found:
            raise Unreadable("file_damaged")
        # Some writers leave out the rest of the last sector.
        return found.ljust(self._size, b"\0")

    @staticmethod
    def _numbers(data: bytes) -> Sequence[int]:
        return struct.unpack(f"<{len(data) // 4}I", data)

    @staticmethod
    def _follow(start: int, following: Sequence[int]) -> Iterator[int]:
        for _ in range(len(following) + 1):
            if start >= _SPECIAL:
                return
            if start >= len(following):
                break
            yield start
            start = following[start]
        # It leads outside the file, or in a circle.
        raise Unreadable("file_damaged")

    def chain(self, start: int) -> bytes:
        """Return the sectors that follow each other from ``start`` on."""
        return b"".join(self._sector(number) for number in self._follow(start, self._next))

    def mini(self, entries: bytes, start: int) -> bytes:
        """Return a small stream, which lies in pieces of 64 bytes within that of the root."""
        held = self.chain(_number(entries, 116))
        following = self._numbers(self.chain(_number(self._data, 60)))
        return b"".join(held[at * 64 : at * 64 + 64] for at in self._follow(start, following))


class _Survey:
    """What the records of a workbook say of how far its sheets reach, and of cells in error."""

    def __init__(self, book: bytes, limits: Limits) -> None:
        self.date1904 = False
        self.notes: dict[str, SheetNotes] = {}
        self._limits = limits
        self._names: dict[int, str] = {}
        self._sheet = ""
        self._height = self._width = 0
        self._walk(book)

    def _walk(self, book: bytes) -> None:
        head = struct.Struct("<HH").unpack_from
        place = struct.Struct("<HH").unpack_from
        at = depth = 0
        end = len(book)
        while at + 4 <= end and (depth or at == 0 or book[at : at + 2] == b"\x09\x08"):
            code, length = head(book, at)
            body, following = at + 4, at + 4 + length
            if following > end:
                raise Unreadable("file_damaged")
            if code in _ONE_CELL:
                row, column = place(book, body)
                self._reach(row + 1, column + 1)
                if code in (_BOOLERR, _FORMULA):
                    self._look_at(code, book[body:following], row + 1, column + 1)
            elif code == _MULRK:
                self._reach(place(book, body)[0] + 1, place(book, following - 2)[0] + 1)
            elif code == _BOF:
                depth += 1
                if depth == 1:
                    self._sheet = self._names.get(at, "")
                    self._height = self._width = 0
            elif code == _EOF:
                depth -= 1
            elif code in _BESIDE_CELLS and length > 3:
                self._beside(code, book[body:following])
            elif code in _OF_THE_BOOK:
                self._note(code, book[body:following])
            at = following
        if depth or not self._names:
            raise Unreadable("file_damaged")

    def _note(self, code: int, body: bytes) -> None:
        if code == _FILEPASS:
            raise Unreadable("file_password")
        if code == _BOUNDSHEET:
            self._names[_number(body, 0)] = _sheet_name(body[6:])
        else:
            self.date1904 = body[0] == 1

    def _beside(self, code: int, body: bytes) -> None:
        """Note a row that is hidden, or the header or footer of the pages."""
        if code != _ROW:
            self._note_here().texts.append(page_text(_long_text(body)))
        elif len(body) > 12 and body[12] & _ROW_HIDDEN:
            self._note_here().hidden_rows.add(_number(body, 0, 2) + 1)

    def _note_here(self) -> SheetNotes:
        return self.notes.setdefault(self._sheet, SheetNotes())

    def _reach(self, row: int, column: int) -> None:
        if row <= self._height and column <= self._width:
            return
        self._height, self._width = max(row, self._height), max(column, self._width)
        limits = self._limits
        if column > limits.columns or self._height * self._width > limits.cells:
            raise far_cell(self._sheet, row, column)

    def _look_at(self, code: int, body: bytes, row: int, column: int) -> None:
        """Note a cell that holds an error, itself or as the value of its formula."""
        error = body[6] if code == _BOOLERR and body[7] else None
        if code == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            error = body[8]
        if error is not None:
            found = _ERRORS.get(error, "#?")
            problem = Problem("error_cell", row, found, subject=cell_name(row, column))
            self._note_here().problems.append(problem)


def _sheet_name(written: bytes) -> str:
    """Return the name in a BOUNDSHEET record, from its length on."""
    length, flags = written[0], written[1]
    if flags & 1:
        return written[2 : 2 + 2 * length].decode("utf-16-le", "replace")
    return written[2 : 2 + length].decode("latin-1")


def _long_text(written: bytes) -> str:
    """Return a text whose length takes two bytes, as those of page headers do."""
    length, flags = _number(written, 0, 2), written[2]
    if flags & 1:
        return written[3 : 3 + 2 * length].decode("utf-16-le", "replace")
    return written[3 : 3 + length].decode("latin-1")
