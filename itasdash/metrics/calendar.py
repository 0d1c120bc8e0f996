"""The dates that matter in a fiscal year: what the office has entered, else what is on record."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from itasdash.reference import table
from itasdash.schema import REGISTRATION_WINDOW, CalendarEntry


@cache
def dates_on_record() -> tuple[CalendarEntry, ...]:
    """Return the dates that the project knows, each with its source, in order."""
    rows = [
        CalendarEntry.from_stored({**row, "fiscal_year": int(row["fiscal_year"])})
        for row in table("calendar")
    ]
    return tuple(sorted(rows, key=lambda entry: entry.place))


def calendar_of(
    fiscal_year: int, entered: Sequence[CalendarEntry] = ()
) -> tuple[CalendarEntry, ...]:
    """Return the entries of a fiscal year, in order.

    Args:
        fiscal_year: in Buddhist Era.
        entered: what the office has entered, of any years. As soon as it has entered anything of
            the year its calendar is what holds, and what is on record no longer counts.
    """
    own = [entry for entry in entered if entry.fiscal_year == fiscal_year]
    known = own or [entry for entry in dates_on_record() if entry.fiscal_year == fiscal_year]
    return tuple(sorted(known, key=lambda entry: entry.place))


def registration_deadline(fiscal_year: int, entered: Sequence[CalendarEntry] = ()) -> date | None:
    """Return the last day of registration of a fiscal year, None where it is not known.

    Where registration was extended and there are several windows, the last one ends it.

    Args:
        fiscal_year: in Buddhist Era.
        entered: as for :func:`calendar_of`.
    """
    windows = [e for e in calendar_of(fiscal_year, entered) if e.kind == REGISTRATION_WINDOW]
    return max((entry.last_day for entry in windows), default=None)


def first_entry(fiscal_year: int, entered: Sequence[CalendarEntry] = ()) -> date | None:
    """Return the first day of a fiscal year's calendar, None where there is nothing in it."""
    return min((entry.first_day for entry in calendar_of(fiscal_year, entered)), default=None)
