"""``calendar.csv`` as lines: the dates that matter; nothing here touches a file."""

from collections.abc import Iterable

from itasdash.schema import CalendarEntry
from itasdash.store.checked_lines import checked_line, header, read_lines

_COLUMNS = ("fiscal_year", "kind", "first_day", "last_day", "note", "source")


def calendar_file(entries: Iterable[CalendarEntry]) -> bytes:
    """Return the bytes of the file."""
    lines = [
        checked_line([str(entry.stored()[name]) for name in _COLUMNS])
        for entry in sorted(entries, key=lambda entry: entry.place)
    ]
    return header(_COLUMNS) + b"".join(lines)


def read_calendar_file(data: bytes) -> tuple[list[CalendarEntry], list[int]]:
    """Return the sound entries of the file, and the numbers (1-based) of lines that are damaged."""
    entries, damaged = [], []
    for number, _, cells in read_lines(data, _COLUMNS):
        entry = None if cells is None else _entry(cells)
        if entry is None:
            damaged.append(number)
        else:
            entries.append(entry)
    return entries, damaged


def _entry(cells: dict[str, str]) -> CalendarEntry | None:
    try:
        year = int(cells["fiscal_year"])
        return CalendarEntry.from_stored({**cells, "fiscal_year": year})
    except ValueError:
        return None
