"""The page of trends: whether the pace is enough, over the tiny office."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.kits.small_office import REGISTER, office, status
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
    assert not any("ปิดลงทะเบียน" in word for word in words(at))
