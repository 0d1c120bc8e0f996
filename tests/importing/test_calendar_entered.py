"""The calendar as staff enter it, and as the data folder keeps it."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from itasdash.findings import Refusal
from itasdash.i18n import LANGUAGES
from itasdash.importing.calendar import add_entry, read_entries, save_calendar
from itasdash.importing.inspection import DAMAGED, REPAIRED
from itasdash.importing.verify import verify
from itasdash.metrics.calendar import calendar_of, registration_deadline
from itasdash.schema import CalendarEntry, CalendarEvent
from itasdash.store import Store
from itasdash.store.calendar import calendar_file, read_calendar_file
from tests.kits.small_office import WHEN

ROW = {"kind": "registration", "first_day": "1 ม.ค. 2565", "last_day": "๓๑ มีนาคม ๒๕๖๕"}


def row(**changed: str) -> Mapping[str, str]:
    return ROW | changed


def entries(*rows: Mapping[str, str], year: int = 2565) -> tuple[CalendarEntry, ...]:
    return read_entries(rows or [ROW], year)


def save(store: Store, *rows: Mapping[str, str], year: int = 2565) -> bool:
    seen = calendar_of(year, store.calendar())
    return save_calendar(store, year, read_entries(rows, year), seen, who="tester", when=WHEN)


def test_rows_are_read_as_people_write_them() -> None:
    letter = {"kind": "letter", "first_day": "2021-12-24", "note": " หนังสือ\nเวียน "}
    blank = dict.fromkeys(ROW, "")
    first, second = read_entries([ROW, blank, letter], 2565)
    assert (first.kind, first.first_day, first.last_day) == (
        "letter",
        date(2021, 12, 24),
        date(2021, 12, 24),
    )
    assert first.note == "หนังสือ เวียน"
    assert (second.first_day, second.last_day) == (date(2022, 1, 1), date(2022, 3, 31))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "party"}, "calendar_kind"),
        ({"kind": ""}, "calendar_kind"),
        ({"first_day": "เร็ว ๆ นี้"}, "calendar_day"),
        ({"first_day": ""}, "calendar_day"),
        ({"last_day": "31/12/2564"}, "calendar_order"),
        # A year that was mistyped would move every pace.
        ({"last_day": "31 มี.ค. 2566"}, "calendar_year"),
        ({"first_day": "1 ม.ค. 2556"}, "calendar_year"),
    ],
)
def test_what_is_no_entry_is_refused_by_its_row(changed: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        entries(ROW, row(**changed))
    assert refused.value.code == code
    assert all("2" in refused.value.message(language) for language in LANGUAGES)


def test_a_new_office_sets_its_own_dates_and_they_are_logged(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    assert store.calendar() == ()
    assert save(store, row(first_day="1 ม.ค. 2570", last_day="28 ก.พ. 2570"), year=2570)
    assert registration_deadline(2570, store.calendar()) == date(2027, 2, 28)
    assert registration_deadline(2565, store.calendar()) == date(2022, 2, 28)
    [event] = store.events(CalendarEvent)
    assert (event.who, event.entries) == ("tester", store.calendar())
    # The same again changes nothing, not even the log.
    assert not save(store, row(first_day="1 ม.ค. 2570", last_day="28 ก.พ. 2570"), year=2570)
    assert len(store.events(CalendarEvent)) == 1
    # Without entries, what is on record holds again.
    save(store, ROW)
    assert registration_deadline(2565, store.calendar()) == date(2022, 3, 31)
    save(store)
    assert registration_deadline(2565, store.calendar()) == date(2022, 2, 28)


def test_who_saw_another_calendar_does_not_overwrite_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    seen = calendar_of(2565, store.calendar())
    save(store, ROW)
    with pytest.raises(Refusal) as refused:
        save_calendar(store, 2565, (), seen, who="other", when=WHEN)
    assert refused.value.code == "calendar_changed"
    assert registration_deadline(2565, store.calendar()) == date(2022, 3, 31)


def test_an_entry_is_added_to_what_is_there(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    day = date(2022, 1, 10)
    letter = CalendarEntry(fiscal_year=2565, kind="letter", first_day=day, last_day=day)
    assert add_entry(store, letter, who="tester", when=WHEN)
    assert not add_entry(store, letter, who="tester", when=WHEN + timedelta(days=1))
    kinds = [entry.kind for entry in calendar_of(2565, store.calendar())]
    assert kinds == ["announcement", "letter", "registration", "letter", "oit"]


def test_the_file_is_read_as_it_was_written() -> None:
    known = entries(row(note='a "b", c'), row(kind="other", source="รก."))
    assert read_calendar_file(calendar_file(known)) == (list(known), [])
    assert read_calendar_file(b"") == ([], [])


@pytest.mark.parametrize("bit", range(8))
def test_a_flipped_bit_is_noticed_and_costs_no_date(tmp_path: Path, bit: int) -> None:
    store = Store(tmp_path / "store")
    save(store, ROW)
    path = store.paths.calendar
    before = path.read_bytes()
    place = before.index(b"2022-03-31") + 6
    path.write_bytes(before[:place] + bytes([before[place] ^ 1 << bit]) + before[place + 1 :])
    assert store.damaged() == [path]
    # The log still knows.
    assert registration_deadline(2565, store.calendar()) == date(2022, 3, 31)
    [fault] = verify(store).faults
    assert (fault.path, fault.code, fault.outcome) == ("calendar.csv", "calendar", REPAIRED)
    assert path.read_bytes() == before
    assert verify(store).sound


@pytest.mark.parametrize("how", ["lost", "cut"])
def test_a_lost_file_comes_back_from_the_log(tmp_path: Path, how: str) -> None:
    store = Store(tmp_path / "store")
    save(store, ROW, row(kind="letter", last_day=""))
    path, before = store.paths.calendar, store.paths.calendar.read_bytes()
    if how == "lost":
        path.unlink()
    else:
        path.write_bytes(b"".join(before.splitlines(keepends=True)[:-1]))
    [fault] = verify(store).faults
    assert (fault.code, fault.outcome) == ("calendar", REPAIRED)
    assert path.read_bytes() == before


def test_a_file_that_nobody_logged_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    save(store, ROW)
    store.paths.log.unlink()
    store.paths.calendar.write_bytes(b"fiscal_year,kind\n2565,letter\n")
    cut, fault = verify(store).faults
    assert cut.code == "log_cut"
    assert (fault.code, fault.outcome, fault.lines) == ("calendar", DAMAGED, (1, 2))
