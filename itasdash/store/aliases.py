"""``aliases.csv`` as lines: names that a person has confirmed; nothing here touches a file.

Each line ends in a check over the rest of it, so that a flipped bit costs one name and is noticed.
"""

import csv
import io
from collections.abc import Iterable, Mapping

from itasdash.schema import sha256

ALIAS_COLUMNS = ("written", "province_code", "district", "lao_id", "valid_from", "valid_to")
_SIGNED = (*ALIAS_COLUMNS, "confirmed_by", "confirmed_at")
_CHECK_LENGTH = 16

Row = dict[str, str]


def alias_row(alias: Mapping[str, str], who: str, when: str) -> Row:
    """Return the row of a name (:data:`ALIAS_COLUMNS`) that was confirmed by someone."""
    # A line is a row, so a name that was written over two lines of a cell stands in one.
    row = {name: " ".join(alias[name].split()) for name in ALIAS_COLUMNS}
    return {**row, "confirmed_by": " ".join(who.split()), "confirmed_at": when}


def alias_event(row: Row) -> dict[str, str]:
    """Return the event of a row."""
    said = {name: row[name] for name in ALIAS_COLUMNS}
    return {"event": "alias", "at": row["confirmed_at"], "who": row["confirmed_by"], **said}


def row_of(event: Mapping[str, str]) -> Row:
    """Return the row that :func:`alias_event` made an event of."""
    return alias_row(event, event["who"], event["at"])


def _line(cells: Iterable[str]) -> bytes:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerow(cells)
    return sink.getvalue().encode()


def _row_line(row: Row) -> bytes:
    cells = [row[name] for name in _SIGNED]
    return _line([*cells, sha256(_line(cells))[:_CHECK_LENGTH]])


def alias_file(rows: Iterable[Row]) -> bytes:
    """Return the bytes of the file."""
    return _line([*_SIGNED, "check"]) + b"".join(_row_line(row) for row in rows)


def read_alias_file(data: bytes) -> tuple[list[Row], list[int]]:
    """Return the sound rows of the file, and the numbers (1-based) of lines that are damaged."""
    rows, damaged = [], []
    # Only at "\n": splitlines() would take a minus that became a "\r" for the end of a line.
    for number, line in enumerate(io.BytesIO(data), start=1):
        if number == 1:
            if line != alias_file([]):
                damaged.append(number)
            continue
        try:
            cells = next(csv.reader([line.decode()], strict=True))
            row = dict(zip(_SIGNED, cells, strict=False))
            sound = _row_line(row) == line
        except (ValueError, KeyError, csv.Error, StopIteration):
            sound = False
        if sound:
            rows.append(row)
        else:
            damaged.append(number)
    return rows, damaged
