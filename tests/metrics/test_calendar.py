"""The dates that matter: what is on record, and what the office has entered instead."""

from datetime import date

from itasdash.metrics.calendar import calendar_of, dates_on_record, registration_deadline
from itasdash.schema import CalendarEntry


def entry(year: int, kind: str, first: date, last: date | None = None) -> CalendarEntry:
    return CalendarEntry(fiscal_year=year, kind=kind, first_day=first, last_day=last or first)


EXTENDED = entry(2565, "registration", date(2022, 3, 1), date(2022, 3, 31))


def test_what_is_on_record_is_of_2565_and_has_its_source() -> None:
    assert {e.fiscal_year for e in dates_on_record()} == {2565}
    assert [(e.kind, e.first_day, e.last_day) for e in calendar_of(2565)] == [
        ("announcement", date(2021, 11, 26), date(2021, 11, 26)),
        ("letter", date(2021, 12, 24), date(2021, 12, 24)),
        ("registration", date(2022, 1, 1), date(2022, 2, 28)),
        ("oit", date(2022, 3, 1), date(2022, 4, 30)),
    ]
    assert all(e.source for e in dates_on_record())


def test_the_deadline_is_the_last_day_of_registration() -> None:
    assert registration_deadline(2565) == date(2022, 2, 28)
    assert registration_deadline(2566) is None


def test_what_the_office_has_entered_of_a_year_holds_instead() -> None:
    other = entry(2566, "registration", date(2023, 1, 1), date(2023, 2, 28))
    assert calendar_of(2565, [other]) == calendar_of(2565)
    assert registration_deadline(2566, [other]) == date(2023, 2, 28)
    assert calendar_of(2565, [EXTENDED, other]) == (EXTENDED,)
    letter = entry(2565, "letter", date(2022, 1, 10))
    assert registration_deadline(2565, [letter]) is None


def test_an_extension_moves_the_deadline() -> None:
    assert registration_deadline(2565, [*calendar_of(2565), EXTENDED]) == date(2022, 3, 31)
