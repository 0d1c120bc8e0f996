"""Delimited text: its characters, its separator, its rows, and the ways in which it gets broken."""

import csv
import io
import re
from collections import Counter

from itasdash.ingest.files.sheets import Problem, Rows, Unreadable
from itasdash.settings import Limits

_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_THAI_CHARSETS = ("tis-620", "tis620", "windows-874", "iso-8859-11", "cp874")
_SNIFF_BYTES = 4096
_SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)
_SEPARATORS = "\t;,|"
# Bytes that no text holds; \x1a ends files of DOS.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
# A Thai letter takes three bytes in UTF-8, and the first two are one of these pairs.
_THAI_IN_UTF8 = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
# Read as cp874, three such letters in a row would be เธ or เน three times with a letter between.
_UTF8_WITHIN = re.compile(rb"(?:\xe0[\xb8\xb9][\x80-\xbf]){3}")
# An honest field may hold line breaks, but not the rest of a file.
_MOST_BREAKS = 20


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of ``data``: by its byte order mark, as declared, as UTF-8, else as cp874.

    cp874 and not tis-620: Thai Windows writes quotes and dashes that only cp874 knows.

    Raises:
        Unreadable: the bytes are none of these, mix two of them, or end within a character.
    """
    if data.startswith(_UTF16_BOMS):
        encoding = "utf-16"
    elif _looks_like_utf16(data):
        encoding = "utf-16-le" if data[1:2] in (b"\x0e", b"\x00") else "utf-16-be"
    elif declared and declared.casefold() in _THAI_CHARSETS and not _mostly_utf8(data):
        encoding = "cp874"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8-sig" or _mostly_utf8(data):
            raise _undecodable(data, encoding, error) from error
        text = _decode_cp874(data)
    text = text.removesuffix("\x1a")
    if found := _CONTROL.search(text):
        row = _row_at(text, found.start())
        raise Unreadable("file_control_character", row=row, found=f"{ord(found[0]):02X}")
    return text


def _looks_like_utf16(data: bytes) -> bool:
    """Say whether every other byte is one that only UTF-16 puts there: 00 (Latin) or 0E (Thai)."""
    head = data[:_SNIFF_BYTES]
    return any(
        sum(head[side::2].count(b) for b in b"\x00\x0e") > len(head) * 0.4 for side in (0, 1)
    )


def _mostly_utf8(data: bytes) -> bool:
    """Say whether more than half of the bytes beyond ASCII are Thai letters in UTF-8."""
    high = len(data.translate(None, bytes(range(128))))
    return 2 * 3 * len(_THAI_IN_UTF8.findall(data)) > high


def _decode_cp874(data: bytes) -> str:
    if mixed := _UTF8_WITHIN.search(data):
        raise Unreadable("file_mixed_encodings", row=data.count(b"\n", 0, mixed.start()) + 1)
    try:
        return data.decode("cp874")
    except UnicodeDecodeError as error:
        raise _undecodable(data, "cp874", error) from error


def _undecodable(data: bytes, encoding: str, error: UnicodeDecodeError) -> Unreadable:
    before = data[: error.start].decode(encoding, "ignore")
    row = _row_at(before, len(before))
    if encoding == "utf-8-sig" and _thai_line(data, error.start):
        return Unreadable("file_mixed_encodings", row=row)
    ends = error.end >= len(data) and encoding != "cp874"
    return Unreadable("file_cut" if ends else "file_encoding", row=row)


def _thai_line(data: bytes, at: int) -> bool:
    """Say whether the line of a place is Thai in the older encoding, and not just damaged."""
    start = data.rfind(b"\n", 0, at) + 1
    end = data.find(b"\n", at)
    line = data[start : end if end >= 0 else len(data)]
    high = [byte for byte in line if byte >= 0x80]
    thai = sum(0xA1 <= byte <= 0xFB for byte in high)
    return end >= 0 and len(high) > 2 and thai == len(high) and not _THAI_IN_UTF8.search(line)


def _row_at(text: str, position: int) -> int:
    before = text[:position]
    return max(before.count("\n"), before.count("\r")) + 1


def read_delimited(text: str, limits: Limits) -> tuple[Rows, list[Problem]]:
    """Return the rows of delimited text; every cell is text, so that 00701 stays 00701.

    Raises:
        Unreadable: a quotation mark is not closed, the last row is cut off, or a limit is passed.
    """
    first = text[:10].splitlines()[0] if text else ""
    named = _SEPARATOR_LINE.fullmatch(first.strip().strip('"'))
    separator = named[1] if named else _find_separator(text)
    # A field that is too long is refused later, with its place.
    before = csv.field_size_limit(len(text) + 1)
    try:
        records = _records(text, separator, limits)
    finally:
        csv.field_size_limit(before)
    if named:
        # The line stays as an empty row, so that row numbers are those that an editor shows.
        records[0] = []
    problems = _lengths(records, complete=text.endswith(("\n", "\r")))
    return [[_plain(cell) for cell in record] for record in records], problems


def _plain(cell: str) -> str | None:
    """Return a cell without the formula that keeps Excel from reading it as a number: ="00701"."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        cell = cell[2:-1].replace('""', '"')
    return cell if cell.strip() else None


def split_one_column(rows: Rows) -> None:
    """Part a table of which every row came as one cell, separators and all, in place."""
    filled = [row for row in rows if row]
    if len(filled) < 3 or any(len(row) > 1 for row in filled):
        return
    texts = [row[0] for row in filled]
    if not all(isinstance(text, str) for text in texts):
        return
    for separator in _SEPARATORS:
        # Titles stand above, without separators.
        first = next((n for n, text in enumerate(texts) if separator in str(text)), len(texts))
        within = texts[first:]
        if len(within) < 2:
            continue
        counts = Counter(str(text).count(separator) for text in within)
        most, lines = max(counts.items(), key=lambda item: (item[1] * bool(item[0]), item[0]))
        # Quoted cells may hold the separator too.
        many = sum(n for count, n in counts.items() if count >= most)
        if most > 1 and many * 5 >= len(within) * 4 and lines * 2 >= len(within):
            for row in filled:
                record = next(csv.reader([str(row[0])], delimiter=separator), [])
                if len(record) > 1:
                    row[:] = [_plain(cell) for cell in record]
                    while row and row[-1] is None:
                        row.pop()
            return


def _records(text: str, separator: str, limits: Limits) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[list[str]] = []
    filled = line = 0
    while True:
        row = len(records) + 1
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise Unreadable("csv_quote", row=row) from error
        if record is None:
            return records
        if reader.line_num - line > _MOST_BREAKS:
            raise Unreadable("csv_quote", row=row)
        line = reader.line_num
        if not any(record):
            record = []
        filled += bool(record)
        records.append(record)
        if filled > limits.rows or len(records) > 10 * limits.rows:
            raise Unreadable("too_many_rows", rows=len(records), most=limits.rows)


def _find_separator(text: str) -> str:
    """Return the separator that gives the most fields in most lines."""
    sample = io.StringIO(text[: 256 * 1024], newline="").readlines()[:200]

    def weight(separator: str) -> int:
        try:
            widths = Counter(len(row) for row in csv.reader(sample, delimiter=separator) if row)
        except csv.Error:
            return 0
        return max((width - 1) * lines for width, lines in widths.items()) if widths else 0

    return max(_SEPARATORS, key=weight)


def _lengths(records: list[list[str]], *, complete: bool) -> list[Problem]:
    """Report rows that are longer or shorter than the others, and a last row that may be cut.

    Titles, notes and totals fill one or two cells; they are no rows of the table.

    Raises:
        Unreadable: the last row is shorter and does not end: the file was cut there.
    """
    widths = Counter(len(record) for record in records if len(record) > 2)
    if not widths:
        return []
    width = widths.most_common(1)[0][0]
    first = next(at for at, record in enumerate(records) if len(record) == width)
    last = len(records)
    problems = []
    if not complete and last > first + 1:
        if 1 < len(records[-1]) < width:
            raise Unreadable("file_cut", row=last)
        problems.append(Problem("last_row_open", last))
    for row, record in enumerate(records[first:], start=first + 1):
        if len(record) > width and any(cell.strip() for cell in record[width:]):
            problems.append(Problem("row_longer", row, len(record), width))
        elif 2 < len(record) < width:
            problems.append(Problem("row_shorter", row, len(record), width))
    return problems
