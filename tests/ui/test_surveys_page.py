"""The page of the surveys, run as streamlit runs it, over every state that a snapshot can be in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.kits.frames import plain
from tests.kits.survey_office import (
    MANY_ABOVE,
    NO_SURVEYS,
    NOTHING_ANSWERED,
    PARTLY,
    SUMMARY_ONLY,
    survey_office,
)
from tests.ui.test_pages import cards, on_screen, sound

Visit = Callable[..., AppTest]


@pytest.fixture(scope="session")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("surveys") / "store"
    survey_office(root)
    return root


@pytest.fixture
def open_page(visit: Visit, surveyed: Path) -> Visit:
    def go(page: str = "surveys", **address: Any) -> AppTest:
        return sound(visit(page, surveyed, **address))

    return go


def notes(at: AppTest) -> str:
    return " ".join(on_screen(caption.value) for caption in at.main.caption)


# A snapshot of a summary and one of LAOs every time, each in one language; all in the long run.
DAILY = ((1, "en"), (2, "th"))
KINDS = [
    pytest.param(moment, language, marks=() if (number, language) in DAILY else pytest.mark.slow)
    for number, moment in enumerate((NOTHING_ANSWERED, SUMMARY_ONLY, PARTLY, MANY_ABOVE))
    for language in ("th", "en")
]


@pytest.mark.parametrize(("moment", "language"), KINDS)
def test_every_kind_of_snapshot_with_surveys(open_page: Visit, moment: str, language: str) -> None:
    at = open_page(as_of=moment, lang=language)
    assert "IIT" in on_screen(at.title[0].value)
    assert "EIT" in on_screen(at.title[0].value)
    assert len(at.metric) == 10


def test_a_snapshot_without_surveys_says_so_and_leads_on(open_page: Visit) -> None:
    at = open_page(as_of=NO_SURVEYS)
    assert [info.value for info in at.info] == [
        "ข้อมูลชุดนี้ไม่มีตัวเลขแบบวัดการรับรู้ นำเข้าไฟล์ที่มีคอลัมน์ IIT และ EIT หรือเลือกข้อมูลครั้งอื่น"
    ]
    assert not at.metric


def test_numbers_of_a_survey_by_hand(open_page: Visit) -> None:
    at = open_page(as_of=PARTLY, survey="iit")
    assert cards(at) == {
        "IIT ร้อยละของเป้าหมาย": "23.5 %",
        "IIT ตอบแล้ว (คน)": "122",
        "IIT ครบเป้าหมาย (แห่ง)": "1",
        "IIT ยังขาด (คน)": ":orange[260]",
        "IIT ยังไม่มีผู้ตอบ (แห่ง)": ":orange[4]",
    }
    shown = notes(at)
    assert "ไม่มีเป้าหมายในไฟล์ 2 · เป้าหมายเป็น 0 1" in shown
    assert "มีข้อมูล 9 จาก 10 แห่ง" in shown
    assert "IIT: 1 แห่งมีผู้ตอบเกินเป้าหมาย" in shown
    assert "1 แห่งมีผู้ตอบแบบวัดแล้วทั้งที่ยังลงทะเบียนไม่ครบ" in shown
    table = at.dataframe[0].value.set_index("จังหวัด")
    assert table.loc["เชียงใหม่", "IIT นับไม่เกินเป้าหมาย"] == 60
    total = at.dataframe[1].value.iloc[0]
    assert (total["IIT เป้าหมาย"], total["IIT ยังขาด"]) == (340, 260)


def test_a_first_snapshot_says_that_nobody_has_answered(open_page: Visit) -> None:
    at = open_page(as_of=NOTHING_ANSWERED)
    assert "ยังไม่มีผู้ตอบแบบวัดในข้อมูลครั้งนี้" in [info.value for info in at.info]
    assert cards(at)["IIT ร้อยละของเป้าหมาย"] == "0.0 %"


def test_a_summary_shows_its_totals_and_says_what_it_cannot_show(open_page: Visit) -> None:
    at = open_page(as_of=SUMMARY_ONLY, survey="iit")
    assert any(info.value.startswith("ข้อมูลชุดนี้มีแต่ตารางสรุป") for info in at.info)
    shown = cards(at)
    assert shown["IIT ตอบแล้ว (คน)"] == "90"
    assert shown["IIT ครบเป้าหมาย (แห่ง)"] == "–"
    assert shown["IIT ร้อยละของเป้าหมาย"] == "18.4 %"


def test_a_province_from_the_inside(open_page: Visit) -> None:
    at = open_page(as_of=PARTLY, province="50", survey="iit")
    assert on_screen(at.title[0].value) == "แบบวัดการรับรู้ เชียงใหม่"
    assert cards(at)["IIT ตอบแล้ว (คน)"] == "90"
    assert len(at.dataframe[0].value) == 4


def test_regions_narrow_everything(open_page: Visit) -> None:
    at = open_page(as_of=PARTLY, survey="iit", region="NORTH")
    assert cards(at)["IIT ตอบแล้ว (คน)"] == "90"
    assert list(at.dataframe[0].value["จังหวัด"]) == ["เชียงใหม่"]


def test_the_list_is_filtered_by_answers(open_page: Visit) -> None:
    at = open_page(as_of=PARTLY, survey="iit", answers="no_quota")
    listed = next(t.value for t in at.dataframe if "IIT การตอบ" in t.value)
    assert set(listed["IIT การตอบ"]) == {"มีผู้ตอบ แต่ไม่มีเป้าหมาย"}
    assert len(listed) == 2
    at = open_page(as_of=PARTLY, survey="iit", q="ไม่มีที่ใด")
    assert "ไม่มี อปท. ตามตัวกรองนี้" in [info.value for info in at.info]


def listed(at: AppTest) -> pd.DataFrame:
    return next(each.value for each in at.dataframe if "IIT การตอบ" in each.value)


def test_the_first_of_many_laos_are_shown_and_all_are_in_the_download(
    open_page: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("itasdash.ui.surveys.laos.MOST_ROWS", 3)
    # What other tests have been shown was longer.
    monkeypatch.setattr("itasdash.ui.shell.kept._kept", {})
    offered: dict[str, Any] = {}

    def button(label: str, data: Callable[[], bytes], **_more: object) -> None:
        offered[label] = data

    monkeypatch.setattr(st, "download_button", button)
    at = open_page(as_of=PARTLY, survey="iit")
    assert "อปท. 10 แห่ง กับแบบวัด IIT" in [header.value for header in at.header]
    assert "แสดง 3 แถวแรกตามลำดับที่เลือกจาก 10 แถว" in notes(at)
    assert plain(listed(at)["IIT ยังขาด"]) == [50, 50, 50]
    whole = offered["ดาวน์โหลด CSV 10 แถว"]().decode("utf-8-sig").splitlines()
    assert len(whole) == 11
    # The order is that of all rows: nobody without a quota has a per cent.
    at = open_page(as_of=PARTLY, survey="iit", laos_order="highest")
    assert plain(listed(at)["IIT ร้อยละของเป้าหมาย"])[0] == 100
    by_order = offered["ดาวน์โหลด CSV 10 แถว"]().decode("utf-8-sig").splitlines()
    assert by_order != whole
    assert sorted(by_order) == sorted(whole)
    # One province has few enough.
    at = open_page(as_of=PARTLY, survey="iit", province="50")
    assert len(listed(at)) == 4
    assert "แถวแรก" not in notes(at)


@pytest.mark.parametrize("step", ["stand", "map", "push", "trend"])
@pytest.mark.parametrize("survey", ["iit", "both"])
def test_every_step_of_a_meeting(open_page: Visit, step: str, survey: str) -> None:
    at = open_page(as_of=PARTLY, survey=survey, meeting=step)
    assert len(at.title) == 1


@pytest.mark.parametrize("step", ["stand", "map", "push", "trend"])
def test_every_step_of_a_meeting_about_one_province(open_page: Visit, step: str) -> None:
    at = open_page(as_of=PARTLY, province="50", survey="iit", meeting=step)
    assert [on_screen(title.value) for title in at.title] == ["แบบวัดการรับรู้ เชียงใหม่"]
    # What is filtered stands in the bar.
    assert any("เชียงใหม่" in text.value for text in at.markdown)
    assert bool(at.metric) == (step == "stand")


def test_a_province_offers_a_meeting_and_slides_of_its_own(open_page: Visit) -> None:
    at = open_page(as_of=PARTLY, province="50")
    assert "โหมดประชุม" in [button.label for button in at.button]
    [chosen] = [each.value for each in at.multiselect if each.label == "จังหวัดที่มีสไลด์ของตนเอง"]
    assert chosen == ["50"]


def test_regions_stand_in_the_bar_of_a_meeting(open_page: Visit) -> None:
    at = open_page(as_of=PARTLY, survey="iit", region="NORTH", meeting="stand")
    assert any("ภาคเหนือ" in text.value for text in at.markdown)


def test_what_is_noted_is_the_same_at_every_run(open_page: Visit) -> None:
    at = open_page(as_of=PARTLY)
    noted = notes(at)
    assert noted.count("ทั้งที่ยังลงทะเบียนไม่ครบ") == 1
    assert notes(sound(at.run())) == noted
