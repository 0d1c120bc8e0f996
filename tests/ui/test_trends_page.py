"""The page of trends: whether the pace is enough, over the tiny office."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from itasdash.importing.calendar import read_entries, save_calendar
from itasdash.metrics.calendar import calendar_of
from itasdash.reference import all_provinces
from itasdash.schema import CalendarEvent
from itasdash.store import Store
from tests.kits.small_office import FIRST, LAST, REGISTER, WHEN, office, status
from tests.ui.test_pages import FIRST_MOMENT, LAST_MOMENT, in_one_language, on_screen, sound, words

Visit = Callable[..., AppTest]


def sentences(at: AppTest) -> list[str]:
    return [on_screen(text.value) for text in at.markdown]


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_pace_lately_and_needed_is_said_and_a_range_refused(
    visit: Visit, language: str
) -> None:
    at = sound(visit("trends", as_of=LAST_MOMENT, lang=language))
    in_one_language(at, language)
    if language == "th":
        # From 4 to 7 of 10 in 17.25 days; three in 28 days are needed.
        assert "ตั้งแต่ 14 ม.ค. 2565 ลงทะเบียนเพิ่มวันละ 0.2 แห่ง" in sentences(at)
        assert "ถ้าคงความเร็วนี้ไว้ได้ตลอดจะทัน" in sentences(at)
        # Chon Buri has nobody more since 14 January.
        [table] = [t.value for t in at.dataframe if "ถ้าคงความเร็วนี้" in t.value]
        row = table.set_index("จังหวัด").loc["ชลบุรี"]
        assert row["ถ้าคงความเร็วนี้"] == "ไม่เพิ่มเลย"
        assert any("ไม่ถึง 20 แห่ง" in info.value for info in at.info)


def test_a_target_is_chosen_by_the_address(visit: Visit) -> None:
    at = sound(visit("trends", as_of=LAST_MOMENT, target="70"))
    assert "ถึงเป้าหมายแล้ว" in sentences(at)


def test_one_snapshot_tells_no_pace(visit: Visit) -> None:
    at = sound(visit("trends", as_of=FIRST_MOMENT))
    assert "มีข้อมูลเพียงครั้งเดียว ยังบอกความเร็วไม่ได้" in sentences(at)


def test_a_province_says_whether_it_will_be_in_time(visit: Visit) -> None:
    at = sound(visit("provinces", as_of=LAST_MOMENT, province="81"))
    assert any("วันละ" in sentence for sentence in sentences(at))


def test_a_year_without_a_deadline_says_so(visit: Visit, tmp_path: Path) -> None:
    store = office(tmp_path / "store", status("a.csv", "24 ธ.ค. 2567 เวลา 09.00 น.", {}))
    assert len(REGISTER) == 10
    at = sound(visit("trends", data=store.root))
    assert any("ปีงบประมาณ 2568" in info.value for info in at.info)
    assert not any("ปิดลงทะเบียน 28" in word for word in words(at))


def test_the_small_charts_are_chosen_by_the_address(visit: Visit) -> None:
    at = sound(visit("trends", as_of=LAST_MOMENT, panels="region", panel_order="name"))
    assert at.segmented_control(key="panels").value == "region"
    assert at.segmented_control(key="panel_order").value == "name"
    # A summary alone tells no types: their choice stays on the page.
    at = sound(visit("trends", as_of=LAST_MOMENT, panels="type"))
    assert at.segmented_control(key="panels").value == "type"


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("years") / "store"
    office(
        root,
        status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST),
        status("b.csv", "31 ม.ค. 2565 เวลา 16.30 น.", LAST),
        status("c.csv", "20 ม.ค. 2566 เวลา 09.00 น.", LAST),
    )
    return root


@pytest.mark.parametrize("language", ["th", "en"])
def test_years_stand_beside_each_other(visit: Visit, two_years: Path, language: str) -> None:
    at = sound(visit("trends", data=two_years, lang=language))
    in_one_language(at, language)
    if language == "th":
        # 70 % now, and 20 % on the last snapshot up to that day a year ago.
        said = "ปี 2566 ต่างจากวันเดียวกันของปี 2565 ซึ่งอยู่ที่ 20.0 % +50.0 จุด"
        assert said in [on_screen(head.value) for head in at.header]
    at = sound(visit("trends", data=two_years, year_group="SAO", lang=language))
    assert at.selectbox(key="year_group").value == "SAO"


def test_one_year_has_none_beside_it(visit: Visit) -> None:
    at = sound(visit("trends", as_of=LAST_MOMENT))
    assert "year_group" not in [box.key for box in at.selectbox]


# --- the calendar ---------------------------------------------------------------------------------


@pytest.fixture
def own_data(small_data: Path, tmp_path: Path) -> Path:
    """A copy of the tiny office that a test may change."""
    shutil.copytree(small_data, tmp_path / "own")
    return tmp_path / "own"


def test_staff_see_the_dates_on_record_and_save_them_as_they_are(
    visit: Visit, own_data: Path
) -> None:
    at = sound(visit("trends", data=own_data, as_of=LAST_MOMENT))
    at.button(key="save_calendar").click().run()
    sound(at)
    # Nothing was changed, and so nothing is written.
    assert Store(own_data).events(CalendarEvent) == []


def test_a_letter_is_entered_with_one_click_and_drawn(visit: Visit, own_data: Path) -> None:
    at = sound(visit("letters", data=own_data, as_of=LAST_MOMENT))
    at.button(key="letter_event").click().run()
    sound(at)
    assert any("อยู่ในปฏิทินแล้ว" in done.value for done in at.success)
    store = Store(own_data)
    letters = [e for e in calendar_of(2565, store.calendar()) if e.kind == "letter"]
    # Today is of another fiscal year than the snapshot, whose day is offered therefore.
    assert [e.first_day for e in letters] == [date(2021, 12, 24), date(2022, 1, 31)]
    assert letters[1].note == "หนังสือจากข้อมูล ณ 31 ม.ค. 2565 16:30 น."
    [event] = store.events(CalendarEvent)
    assert event.entries == store.calendar()
    at = sound(visit("trends", data=own_data, as_of=LAST_MOMENT))
    drawn = [chart.proto.spec for chart in at.get("plotly_chart")]
    assert any("2022-01-31T00:00:00" in spec for spec in drawn)


def test_a_date_of_a_letter_that_is_none_is_refused(visit: Visit, own_data: Path) -> None:
    at = sound(visit("letters", data=own_data, as_of=LAST_MOMENT))
    at.text_input(key="letter_day").set_value("พรุ่งนี้").run()
    at.button(key="letter_event").click().run()
    assert not at.exception
    assert any("พรุ่งนี้" in error.value for error in at.error)
    assert Store(own_data).events(CalendarEvent) == []


def test_a_deadline_that_the_office_has_set_counts_everywhere(visit: Visit, own_data: Path) -> None:
    store = Store(own_data)
    row = {"kind": "registration", "first_day": "1 ม.ค. 2565", "last_day": "15 มี.ค. 2565"}
    seen = calendar_of(2565)
    save_calendar(store, 2565, read_entries([row], 2565), seen, who="tester", when=WHEN)
    at = sound(visit("trends", data=own_data, as_of=LAST_MOMENT))
    assert any("ภายใน 15 มี.ค. 2565" in sentence for sentence in sentences(at))
    at = sound(visit("overview", data=own_data, as_of=LAST_MOMENT))
    assert "15 มี.ค." in on_screen(at.title[0].value)
    at = sound(visit("letters", data=own_data, as_of=LAST_MOMENT))
    assert any("๑๕ มีนาคม ๒๕๖๕" in sentence for sentence in sentences(at))


def test_an_address_that_asks_for_the_lines_of_all_provinces_gets_some(visit: Visit) -> None:
    codes = list(all_provinces())
    assert len(codes) > 75
    at = sound(visit("trends", as_of=LAST_MOMENT, lines="province", **{"in": codes}))
    assert 0 < len(at.multiselect(key="in").value) < 10
