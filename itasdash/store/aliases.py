"""``aliases.csv`` as lines: names that a person has confirmed; nothing here touches a file.

Each line ends in a check over the rest of it, so that a flipped bit costs one name and is noticed.
"""

import csv
import io
from collections.abc import Iterable

from itasdash.schema import ALIAS_COLUMNS, AliasEvent, sha256

_COLUMNS = (*ALIAS_COLUMNS, "confirmed_by", "confirmed_at")
# What the event calls who confirmed a name and when.
_OF_EVENT = {"confirmed_by": "who", "confirmed_at": "at"}
_CHECK_LENGTH = 16


def _line(cells: Iterable[str]) -> bytes:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerow(cells)
    return sink.getvalue().encode()


def alias_line(alias: AliasEvent) -> bytes:
    """Return the line of a name."""
    stored = alias.stored()
    cells = [stored[_OF_EVENT.get(name, name)] for name in _COLUMNS]
    return _line([*cells, sha256(_line(cells))[:_CHECK_LENGTH]])


def alias_file(aliases: Iterable[AliasEvent]) -> bytes:
    """Return the bytes of the file."""
    return _line([*_COLUMNS, "check"]) + b"".join(alias_line(alias) for alias in aliases)


def read_alias_file(data: bytes) -> tuple[list[AliasEvent], list[int]]:
    """Return the sound rows of the file, and the numbers (1-based) of lines that are damaged."""
    rows, damaged = [], []
    # Only at "\n": splitlines() would take a minus that became a "\r" for the end of a line.
    for number, line in enumerate(io.BytesIO(data), start=1):
        if number == 1:
            if line != alias_file([]):
                damaged.append(number)
            continue
        alias = _alias_of(line)
        if alias is None:
            damaged.append(number)
        else:
            rows.append(alias)
    return rows, damaged


def _alias_of(line: bytes) -> AliasEvent | None:
    """Return the name of a line, None where the line is not what was written."""
    try:
        cells = next(csv.reader([line.decode()], strict=True))
        named = dict(zip(_COLUMNS, cells, strict=False))
        alias = AliasEvent.from_stored({_OF_EVENT.get(k, k): v for k, v in named.items()})
        alias.holds()
    except (ValueError, csv.Error, StopIteration):
        return None
    return alias if alias_line(alias) == line else None
