"""The page of letters: what it offers, what it refuses, and who may see it."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from itasdash.schema import LetterEvent
from itasdash.store import Store
from itasdash.ui.shell.navigation import PAGES
from tests.kits.small_office import REGISTER, WHEN, office, status

LIST, SUMMARY, LAST_MOMENT = "20220107T1300", "20220114T1030", "20220131T1630"
Visit = Callable[..., AppTest]


def labels(at: AppTest) -> list[str]:
    return [element.proto.label for element in at.get("download_button")]


def shown(at: AppTest) -> str:
    texts = [element.value for element in (*at.markdown, *at.info, *at.success, *at.caption)]
    return re.sub(r"\\([^\w\s])", r"\1", " ".join(texts))


def sound(at: AppTest) -> AppTest:
    assert not at.exception
    assert [error.value for error in at.error] == []
    return at


@pytest.mark.parametrize("language", ["th", "en"])
def test_page_shows_the_letter_and_offers_all_files(visit: Visit, language: str) -> None:
    at = sound(visit("letters", as_of=LAST_MOMENT, lang=language))
    assert "จาก ๑๐ แห่ง ลงทะเบียนครบถ้วนแล้ว ๗ แห่ง" in shown(at)
    assert len(labels(at)) == 7
    named = {"th": "จัดทำชุดเอกสาร", "en": "Make the pack"}
    assert at.button(key="make_pack").label == named[language]


def test_page_is_about_the_chosen_provinces(visit: Visit) -> None:
    at = sound(visit("letters", as_of=LAST_MOMENT, **{"in": ["20"]}))
    assert "ในจังหวัดชลบุรี จาก ๓ แห่ง" in shown(at)
    assert "สิ่งที่ส่งมาด้วย 2 Excel 2 แถว" in labels(at)
    at.multiselect(key="in").set_value(["81"]).run()
    assert "ในจังหวัดกระบี่ จำนวน ๓ แห่ง ลงทะเบียนครบถ้วนแล้วทุกแห่ง" in shown(sound(at))
    assert not [label for label in labels(at) if "วย 2" in label]
    assert "ลงทะเบียนครบทุกแห่งแล้ว" in shown(at)


def test_page_of_a_summary_says_that_there_are_no_names(visit: Visit) -> None:
    at = sound(visit("letters", as_of=SUMMARY))
    assert "ไม่มีรายชื่อ" in shown(at)
    assert [label for label in labels(at) if "วย 1" in label]


def test_page_says_why_there_is_no_letter(visit: Visit, small_data: Path, tmp_path: Path) -> None:
    data = tmp_path / "copy"
    shutil.copytree(small_data, data)
    at = visit("letters", data=data, as_of=LIST)
    assert not at.exception
    [error] = at.error
    assert "ยังไม่มีผู้รับทราบ" in error.value
    assert labels(at) == [] and not [b for b in at.button if b.key == "make_pack"]
    # The sentence, and below it the way to where errors are acknowledged.
    assert at.button(key="to_import").label == "ไปรับทราบหรือนำเข้าไฟล์ที่แก้ไขแล้ว"
    at.button(key="to_import").click().run()
    assert at.title[0].value == "นำเข้าข้อมูล"
    store = Store(data)
    with store.writing() as writer:
        writer.acknowledge(store.snapshots()[1].as_of, "ตรวจแล้ว", "tester", WHEN)
    assert len(labels(sound(visit("letters", data=data, as_of=LIST)))) == 7


def test_pack_is_made_in_the_background_and_then_offered(visit: Visit) -> None:
    at = sound(visit("letters", as_of=LAST_MOMENT))
    at.button(key="make_pack").click()
    for _ in range(50):
        at.run()
        if len(labels(at)) == 8:
            break
    assert labels(sound(at))[-1].startswith("ดาวน์โหลดชุดเอกสาร")
    # Another choice asks for another pack.
    at.multiselect(key="in").set_value(["81"]).run()
    assert at.button(key="make_pack")


def test_page_names_what_is_wrong_in_the_files_of_the_office(
    visit: Visit, small_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "copy"
    shutil.copytree(small_data, data)
    (data / "office.toml").write_text("font = 3", encoding="utf-8")
    at = visit("letters", data=data, as_of=LAST_MOMENT)
    assert not at.exception
    assert "office.toml" in at.error[0].value and "font" in at.error[0].value


def test_everything_complete_still_has_a_letter(visit: Visit, tmp_path: Path) -> None:
    everybody = {lao[0]: "11" for lao in REGISTER}
    office(tmp_path / "all", status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", everybody))
    at = sound(visit("letters", data=tmp_path / "all"))
    assert "จึงแจ้งมาเพื่อทราบ" in shown(at)


def test_page_is_for_staff() -> None:
    assert [entry.staff for entry in PAGES if entry.name == "letters"] == [True]


def test_numbers_of_a_letter_may_be_written_for_it(visit: Visit) -> None:
    at = visit("letters", as_of=LAST_MOMENT)
    at.text_input(key="letter_reference").set_value("มท ๐๘๐๔.๖/ว ๑๒๓")
    at.text_input(key="letter_earlier_reference").set_value("มท {{unit}} ๙๙").run()
    said = shown(sound(at))
    assert "ที่ มท ๐๘๐๔.๖/ว ๑๒๓" in said
    # What is written is text, and no field of the template.
    assert "ตามหนังสือที่ มท {{unit}} ๙๙ นั้น" in said


def test_letters_that_were_made_are_shown(visit: Visit, small_data: Path, tmp_path: Path) -> None:
    data = tmp_path / "copy"
    shutil.copytree(small_data, data)
    assert "ทะเบียนหนังสือที่จัดทำแล้ว" not in headers(visit("letters", data=data))
    store = Store(data)
    event = LetterEvent(
        at=WHEN, who="tester", as_of=store.snapshots()[-1].as_of, reference="มท ๑",
        date="", provinces=("20",), file="ก.docx",
    )  # fmt: skip
    with store.writing() as writer:
        writer.log(event)
    at = sound(visit("letters", data=data))
    assert "ทะเบียนหนังสือที่จัดทำแล้ว" in headers(at)
    [table] = [frame.value for frame in at.dataframe if "ที่หนังสือ" in frame.value]
    assert table["ที่หนังสือ"].tolist() == ["มท ๑"] and table["จังหวัด"].tolist() == ["ชลบุรี"]


def headers(at: AppTest) -> list[str]:
    return [element.value for element in at.header]
