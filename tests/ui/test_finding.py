"""Finding any LAO, registered or not, from any page; and since when it is outstanding."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.test_pages import (
    LAST_MOMENT,
    SUMMARY,
    Visit,
    in_one_language,
    on_screen,
    outstanding,
    sound,
)

SAO = "องค์การบริหารส่วนตำบล"


def find(at: AppTest, text: str) -> AppTest:
    at.text_input(key="find").set_value(text).run()
    return sound(at)


def notes(at: AppTest) -> list[str]:
    return [on_screen(info.value) for info in at.info]


def test_a_registered_lao_is_found_from_another_page(visit: Visit) -> None:
    at = find(sound(visit("trends", as_of=LAST_MOMENT)), "อ.เขาพนม")
    assert outstanding(at) == [SAO + "เขาพนม"]
    assert at.title[0].value == "รายชื่อ อปท."
    assert at.query_params["q"] == "อ.เขาพนม"
    assert at.text_input(key="find").value == ""


def test_a_search_begins_anew_with_no_choice_of_the_one_before(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT))
    at.multiselect(key="type").set_value(["SAO"]).run()
    assert at.query_params["type"] == "SAO"
    at = find(at, "จ.ชลบุรี อบจ.")
    assert outstanding(at) == ["องค์การบริหารส่วนจังหวัดชลบุรี"]
    assert "type" not in at.query_params


def test_an_open_lao_and_older_filters_do_not_hide_what_is_searched_for(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, lao="6200202", region=["NORTH"]))
    assert outstanding(find(at, "6810201")) == [SAO + "เขาพนม"]


def test_a_search_where_no_list_is_leaves_nothing_behind(visit: Visit) -> None:
    at = find(sound(visit("overview", as_of=SUMMARY)), "เขาพนม")
    assert any("ไม่มีรายชื่อ อปท." in warning.value for warning in at.warning)


def test_what_is_registered_is_found_and_not_called_none(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, q="จ.กระบี่", type=["PAO", "TOWN"]))
    assert notes(at)[-1] == "พบ 2 แห่ง ลงทะเบียนแล้วทั้งหมด"
    in_one_language(at, "th")
    at.button(key="show_found").click().run()
    assert outstanding(sound(at)) == ["องค์การบริหารส่วนจังหวัดกระบี่", "เทศบาลเมืองกระบี่"]


def test_a_list_says_what_else_the_search_finds(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, q="จ.ชลบุรี"))
    assert len(outstanding(at)) == 2
    told = [on_screen(caption.value) for caption in at.main.caption]
    assert "พบอีก 1 แห่งที่ไม่อยู่ในเงื่อนไขที่เลือก (ลงทะเบียนครบ 1)" in told
    at.button(key="show_found").click().run()
    assert len(outstanding(sound(at))) == 3


def test_what_other_choices_hide_is_one_click_away(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, q="เขาพนม", region=["NORTH"]))
    assert "พบ 1 แห่ง แต่อยู่นอกพื้นที่หรือประเภทที่เลือก" in notes(at)
    at.button(key="show_found").click().run()
    assert outstanding(sound(at)) == [SAO + "เขาพนม"]
    assert "region" not in at.query_params


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_slip_is_answered_with_a_suggestion(visit: Visit, language: str) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, q="อบต.เขาพนน", lang=language))
    assert outstanding(at) == []
    assert at.button(key="meant_0").label == "อบต.เขาพนม"
    if language == "th":  # else the text that is searched for is Thai
        in_one_language(at, language)
    at.button(key="meant_0").click().run()
    assert any(SAO + "เขาพนม" in table.value.to_numpy() for table in sound(at).dataframe)
    assert at.query_params["q"] == "อบต.เขาพนม"


def test_days_are_at_least_so_many_where_the_first_snapshot_has_it(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, lao="6200202"))
    headers = [on_screen(header.value) for header in at.header]
    assert "อย่างน้อย 38 วัน" in headers
    at = sound(visit("unregistered", as_of=LAST_MOMENT, lao="6200202", lang="en"))
    assert "at least 38 days" in [on_screen(header.value) for header in at.header]
