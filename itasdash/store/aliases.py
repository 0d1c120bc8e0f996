"""``aliases.csv`` as lines: names that a person has confirmed; nothing here touches a file.

Each line ends in a check over the rest of it, so that a flipped bit costs one name and is noticed.
"""

from collections.abc import Iterable

from itasdash.schema import ALIAS_COLUMNS, AliasEvent
from itasdash.store.checked_lines import checked_line, header, read_lines

_COLUMNS = (*ALIAS_COLUMNS, "confirmed_by", "confirmed_at")
# What the event calls who confirmed a name and when.
_OF_EVENT = {"confirmed_by": "who", "confirmed_at": "at"}


def alias_line(alias: AliasEvent) -> bytes:
    """Return the line of a name."""
    stored = alias.stored()
    return checked_line([stored[_OF_EVENT.get(name, name)] for name in _COLUMNS])


def alias_file(aliases: Iterable[AliasEvent]) -> bytes:
    """Return the bytes of the file."""
    return header(_COLUMNS) + b"".join(alias_line(alias) for alias in aliases)


def read_alias_file(data: bytes) -> tuple[list[AliasEvent], list[int]]:
    """Return the sound rows of the file, and the numbers (1-based) of lines that are damaged."""
    rows, damaged = [], []
    for number, line, cells in read_lines(data, _COLUMNS):
        alias = None if cells is None else _alias_of(line, cells)
        if alias is None:
            damaged.append(number)
        else:
            rows.append(alias)
    return rows, damaged


def _alias_of(line: bytes, cells: dict[str, str]) -> AliasEvent | None:
    """Return the name of a line, None where the line is not what was written."""
    try:
        alias = AliasEvent.from_stored({_OF_EVENT.get(k, k): v for k, v in cells.items()})
        alias.holds()
    except ValueError:
        return None
    return alias if alias_line(alias) == line else None
