"""What the overview and the provinces lead on to, and say where there is little to say."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from itasdash.importing import ImportOptions, import_files, load_register
from itasdash.store import Store
from tests.kits.small_office import FIRST, REGISTER, WHEN, listing, office, register, status

FIRST_MOMENT, SUMMARY, LAST_MOMENT = "20211224T0900", "20220114T1030", "20220131T1630"
Visit = Callable[..., AppTest]


def links(at: AppTest) -> dict[str, tuple[str, str]]:
    """Return page and query of the links on the page by their label."""
    found = (link.proto for link in at.main.get("page_link"))
    return {link.label: (link.page, link.query_string) for link in found}


def titles(at: AppTest) -> list[str]:
    return [heading.value.replace("\\", "") for heading in at.header]


def test_where_to_push_leads_to_all_provinces_and_to_the_list(visit: Visit) -> None:
    at = visit(as_of=LAST_MOMENT, before=FIRST_MOMENT)
    assert not at.exception
    page, query = links(at)["ดูทั้ง 3 จังหวัด"]
    assert page.endswith("provinces")
    assert "order=outstanding" in query
    assert f"before={FIRST_MOMENT}" in query
    page, query = links(at)["ดูรายชื่อที่ค้าง 3 แห่ง"]
    assert page.endswith("unregistered")


def test_a_province_leads_to_its_list_and_to_its_neighbours(visit: Visit) -> None:
    at = visit("provinces", province="50")
    page, query = links(at)["ค้นและกรองรายชื่อนี้"]
    assert page.endswith("unregistered")
    assert "in=50" in query
    at.button(key="province_next").click().run()
    assert at.title[0].value == "จังหวัดตรัง"
    at.button(key="province_previous").click().run()
    assert at.title[0].value == "จังหวัดเชียงใหม่"
    at.button(key="province_back").click().run()
    assert not at.exception
    assert "province" not in at.query_params


def test_the_last_province_leads_on_to_the_first(visit: Visit) -> None:
    at = visit("provinces", province="34")
    assert at.title[0].value == "จังหวัดอุบลราชธานี"
    at.button(key="province_next").click().run()
    assert at.title[0].value == "จังหวัดกระบี่"


def test_nothing_moves_where_there_is_nothing_earlier(visit: Visit) -> None:
    at = visit(as_of=FIRST_MOMENT)
    assert not at.exception
    assert "ยังไม่มีข้อมูลให้แสดง" not in titles(at)
    assert "เทียบกับครั้งก่อนไม่ได้" in [caption.value for caption in at.caption]


def test_where_all_have_registered_no_card_says_that_nobody_is_to_be_pushed(
    visit: Visit, tmp_path: Path
) -> None:
    everybody = {lao[0]: "11" for lao in REGISTER}
    export = status("all.csv", "31 ม.ค. 2565 เวลา 16.30 น.", everybody)
    data = office(tmp_path, export).root
    meeting = visit(data=data, meeting="push")
    assert not meeting.exception
    assert len(meeting.get("plotly_chart")) == 2
    at = visit(data=data)
    assert not at.exception
    assert "ไม่มี อปท. ค้างลงทะเบียน" not in titles(at)
    captions = [caption.value for caption in at.caption]
    assert [text for text in captions if text.startswith(" ·")] == []
    keys = [toggle.key for toggle in at.toggle]
    assert "map_as_table" in keys
    assert "outstanding_as_table" not in keys


def test_a_list_of_whom_nobody_opened_shows_the_outstanding_and_no_roles(
    visit: Visit, tmp_path: Path
) -> None:
    store = Store(tmp_path)
    load_register(store, register(), date(2021, 10, 1), who="tester", when=WHEN)
    export = listing("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST)
    options = ImportOptions(who="tester", when=WHEN, list_means="nobody")
    [report] = import_files(store, [export], options)
    assert report.error is None
    at = visit(data=tmp_path)
    assert not at.exception
    assert at.segmented_control(key="map").value == "outstanding"
    assert not [title for title in titles(at) if "ผู้ดูแลระบบลงทะเบียน" in title]


def test_a_summary_of_a_province_has_no_empty_half(visit: Visit) -> None:
    at = visit("provinces", as_of=SUMMARY, province="50")
    assert not at.exception
    assert len(at.get("plotly_chart")) == 1


def test_the_total_stands_under_the_columns_of_its_table(visit: Visit) -> None:
    at = visit("provinces", as_of=LAST_MOMENT)
    table, total = (frame for frame in at.dataframe[:2])
    assert list(total.value.columns) == list(table.value.columns)
    assert total.value["ลงทะเบียนแล้ว (แห่ง)"].tolist() == [7]
    widths = [
        {name: how.get("width") for name, how in json.loads(frame.proto.columns).items()}
        for frame in (table, total)
    ]
    assert widths[0] == widths[1]
    free = [name for name in table.value if widths[0].get(name) is None]
    assert len(free) <= 1


@pytest.mark.parametrize(("page", "choice"), [("overview", {}), ("provinces", {"province": "20"})])
def test_brief_and_pictures_are_two_clicks_away(
    visit: Callable[..., AppTest], page: str, choice: dict[str, str]
) -> None:
    at = visit(page, **choice)
    assert not at.exception
    labels = [element.proto.label for element in at.get("download_button")]
    for wanted in ("ภาพแนวตั้ง 1080 × 1350", "ภาพแนวนอน 1920 × 1080", "PDF หน้าเดียว"):
        assert labels.count(wanted) == 1
