"""The dates that matter, as staff enter them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from itasdash.findings import Refusal
from itasdash.metrics.calendar import calendar_of
from itasdash.schema import CALENDAR_KINDS, CalendarEntry, CalendarEvent
from itasdash.store import Store
from itasdash.thai.dates import BE_OFFSET, format_date, parse_date
from itasdash.thai.text import clean

# How far outside its fiscal year an entry may lie; what lies further off is a wrong year.
_REACH = timedelta(days=92)


def read_entries(rows: Sequence[Mapping[str, str]], fiscal_year: int) -> tuple[CalendarEntry, ...]:
    """Return the entries that somebody has written, in order.

    Args:
        rows: ``kind``, ``first_day`` and ``last_day`` (in any form of a date; a last day that is
            left out is the first one), ``note`` and ``source``. Rows without anything are passed
            over.
        fiscal_year: of the entries, in Buddhist Era.

    Raises:
        Refusal: a row is no entry; the sentence names it by its number (1-based).
    """
    found = []
    for number, row in enumerate(rows, start=1):
        cells = {name: clean(text or "") for name, text in row.items()}
        if any(cells.values()):
            found.append(_entry(cells, number, fiscal_year))
    return tuple(sorted(found, key=lambda entry: entry.place))


def _entry(cells: Mapping[str, str], number: int, fiscal_year: int) -> CalendarEntry:
    if cells.get("kind") not in CALENDAR_KINDS:
        raise Refusal("calendar_kind", {"row": number})
    days = []
    for name in ("first_day", "last_day"):
        written = cells.get(name) or cells.get("first_day", "")
        day = parse_date(written)
        if day is None:
            raise Refusal("calendar_day", {"row": number, "found": written or "–"})
        days.append(day)
    first, last = days
    if last < first:
        raise Refusal("calendar_order", {"row": number})
    begins = date(fiscal_year - BE_OFFSET - 1, 10, 1)
    ends = date(fiscal_year - BE_OFFSET, 9, 30)
    if first < begins - _REACH or last > ends + _REACH:
        values = {"row": number, "year": fiscal_year}
        raise Refusal("calendar_year", {**values, "found": format_date(max(first, last))})
    return CalendarEntry(
        fiscal_year=fiscal_year,
        kind=cells["kind"],
        first_day=first,
        last_day=last,
        note=cells.get("note", ""),
        source=cells.get("source", ""),
    )


def save_calendar(
    store: Store,
    fiscal_year: int,
    entries: Sequence[CalendarEntry],
    seen: Sequence[CalendarEntry],
    *,
    who: str,
    when: datetime,
) -> bool:
    """Let these be the entries of a fiscal year; return whether anything changed.

    Args:
        store: where they are kept.
        fiscal_year: in Buddhist Era.
        entries: all entries of the year. Without any, what is on record holds again.
        seen: the entries of the year that whoever decided had before their eyes.
        who: who enters them.
        when: at what time.

    Raises:
        Refusal: somebody else has changed the year's entries meanwhile.
    """
    with store.writing("calendar") as writer:
        everything = store.calendar()
        now = calendar_of(fiscal_year, everything)
        wanted = tuple(sorted(set(entries), key=lambda entry: entry.place))
        if now == wanted:
            return False
        if now != tuple(seen):
            raise Refusal("calendar_changed")
        others = [entry for entry in everything if entry.fiscal_year != fiscal_year]
        kept = tuple(sorted([*others, *wanted], key=lambda entry: entry.place))
        writer.keep_calendar(CalendarEvent(at=when, who=who, entries=kept))
    return True


def add_entry(store: Store, entry: CalendarEntry, *, who: str, when: datetime) -> bool:
    """Add one entry to its fiscal year; return whether it was not there before."""
    now = calendar_of(entry.fiscal_year, store.calendar())
    return save_calendar(store, entry.fiscal_year, [*now, entry], now, who=who, when=when)
