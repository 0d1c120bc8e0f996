"""Notes of staff on pages: written, found again, taken along by choice, and for nobody else."""

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from itasdash.importing.notes import all_notes, write_note
from itasdash.store import Store
from itasdash.thai.dates import BANGKOK
from tests.kits.small_office import WHEN

Visit = Callable[..., AppTest]
LAST_MOMENT = "20220131T1630"
MOMENT = datetime(2022, 1, 31, 16, 30, tzinfo=BANGKOK)


@pytest.fixture
def data(small_data: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_data, tmp_path / "store")
    return tmp_path / "store"


def noted(data: Path, lao_id: str, day: date | None = None, text: str = "รอผู้บริหารใหม่") -> None:
    how: dict[str, Any] = {"person": "คุณ ก", "promised_on": day, "text": text}
    kind = "promised" if day else "called"
    write_note(Store(data), MOMENT, "20", lao_id, kind, **how, who="tester", when=WHEN)


def texts(at: AppTest) -> str:
    kinds = ("title", "header", "caption", "success", "error", "markdown")
    return " ".join(str(element.value) for kind in kinds for element in at.get(kind))


@pytest.mark.parametrize(
    ("page", "address", "lao_id"),
    [("unregistered", {"lao": "5200201"}, "5200201"), ("provinces", {"province": "20"}, "")],
)
def test_a_note_is_written_beside_the_name(
    visit: Visit, data: Path, page: str, address: dict[str, str], lao_id: str
) -> None:
    at = visit(page, data=data, **address)
    assert "ยังไม่มีบันทึก" in texts(at)
    at.selectbox(key="note_kind").set_value("promised")
    at.text_input(key="note_person").set_value("ปลัด สมชาย")
    at.button(key="note_save").click().run()
    assert not at.exception
    # Without the day it says too little; what was typed stays.
    assert "กรุณาเลือกวัน" in texts(at) and not all_notes(Store(data))
    assert at.text_input(key="note_person").value == "ปลัด สมชาย"
    at.date_input(key="note_promised_on").set_value(date(2022, 2, 4))
    at.text_area(key="note_text").set_value("จะลงทะเบียน <b>วันศุกร์</b>")
    at.button(key="note_save").click().run()
    assert not at.exception and "บันทึกแล้ว" in texts(at)
    [note] = all_notes(Store(data))
    assert (note.lao_id, note.province_code, note.promised_on) == (lao_id, "20", date(2022, 2, 4))
    assert note.person == "ปลัด สมชาย" and note.who
    assert at.text_input(key="note_person").value == ""
    [table] = [frame.value for frame in at.dataframe if "รับปากภายใน" in frame.value]
    assert table["รายละเอียดการติดตาม"].tolist() == ["จะลงทะเบียน <b>วันศุกร์</b>"]


def test_the_list_finds_what_is_overdue_and_who_was_not_called(visit: Visit, data: Path) -> None:
    noted(data, "5200201", date(2022, 1, 28))
    at = visit("unregistered", data=data, as_of=LAST_MOMENT, follow="overdue")
    assert not at.exception
    assert "เลยวันที่รับปาก" in texts(at) and "รายชื่อ 1 แห่ง" in texts(at)
    labels = [element.proto.label for element in at.get("download_button")]
    assert "ดาวน์โหลด CSV 1 แถว" in labels
    at = visit("unregistered", data=data, as_of=LAST_MOMENT, follow="not_called")
    assert "รายชื่อ 2 แห่ง" in texts(at)


def test_notes_are_for_staff_alone(visit: Visit, data: Path, monkeypatch: Any) -> None:
    noted(data, "5200201", date(2022, 1, 28))
    monkeypatch.setattr("itasdash.ui.parts.notes.may_import", lambda _: False)
    for page, address in (
        ("unregistered", {"lao": "5200201"}),
        ("unregistered", {"follow": "overdue"}),
        ("provinces", {"province": "20"}),
    ):
        at = visit(page, data=data, as_of=LAST_MOMENT, **address)
        assert not at.exception
        shown = texts(at) + " ".join(str(frame.value) for frame in at.dataframe)
        assert "รอผู้บริหารใหม่" not in shown and "การติดตาม" not in shown
        assert not [each for each in at.text_input if each.key == "note_person"]


def test_notes_are_in_nothing_that_goes_to_provinces(visit: Visit, data: Path) -> None:
    noted(data, "5200201", date(2022, 1, 28))
    at = visit("letters", data=data, as_of=LAST_MOMENT)
    assert not at.exception and "รอผู้บริหารใหม่" not in texts(at)
    at = visit("unregistered", data=data, as_of=LAST_MOMENT)
    assert at.toggle(key="with_notes").value is False
