"""A published copy on pages: read as a data folder is, and where staff would change something."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from itasdash.importing.publishing import publish_copy
from itasdash.store import Store
from itasdash.store.published import mirror
from itasdash.thai.dates import BANGKOK

Visit = Callable[..., AppTest]
AT = datetime(2022, 4, 1, 9, 30, tzinfo=BANGKOK)


@pytest.fixture
def copy(small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ITASDASH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(mirror, "LOOK_AGAIN", 0.0)
    monkeypatch.setattr(mirror, "PATIENCE", 300.0)
    address = (tmp_path / "copy").as_uri()
    publish_copy(Store(small_data), address, when=AT, progress=lambda *_: None)
    return address


def texts(at: AppTest) -> str:
    kinds = ("title", "header", "caption", "success", "info", "warning", "error", "markdown")
    shown = " ".join(str(element.value) for kind in kinds for element in at.get(kind))
    # As people read it, without what keeps Markdown from being one.
    return shown.replace("\\", "").replace("\u2060", "")


def test_a_page_shows_of_a_copy_what_it_shows_of_the_data_folder(
    visit: Visit, small_data: Path, copy: str
) -> None:
    own, other = visit(data=small_data), visit(data=copy)
    assert not other.exception
    assert [m.value for m in own.get("markdown")] == [m.value for m in other.get("markdown")]
    assert "สำเนาสำหรับอ่านอย่างเดียว เผยแพร่เมื่อ 1 เม.ย. 2565 09:30 น." in texts(other)
    assert "สำเนาสำหรับอ่านอย่างเดียว" not in texts(own)


@pytest.mark.parametrize(
    ("page", "address", "sentence"),
    [
        ("import", {}, "นำเข้า ยืนยัน หรือลบที่นี่ไม่ได้"),
        ("letters", {}, "ไม่ลงทะเบียนหนังสือ"),
        ("unregistered", {"lao": "5200201"}, "บันทึกการติดตามอยู่ในระบบของหน่วยงานเท่านั้น"),
    ],
)
def test_where_staff_would_change_something_a_copy_says_where_that_is_done(
    visit: Visit, copy: str, page: str, address: dict[str, str], sentence: str
) -> None:
    at = visit(page, data=copy, **address)
    assert not at.exception and not at.error
    assert sentence in texts(at)
    assert not at.get("file_uploader")
    keys = {button.key for button in at.button}
    assert keys.isdisjoint({"note_save", "letter_event", "save_calendar", "acknowledge"})


def test_a_copy_in_english(visit: Visit, copy: str) -> None:
    assert "nothing can be imported" in texts(visit("import", data=copy, lang="en"))


def test_a_copy_that_cannot_be_reached_is_shown_with_its_age(
    visit: Visit, copy: str, tmp_path: Path
) -> None:
    assert not visit(data=copy).warning
    shutil.rmtree(tmp_path / "copy")
    at = visit(data=copy)
    [warning] = at.warning
    assert "เผยแพร่เมื่อ 1 เม.ย. 2565 09:30 น." in texts(at)
    # Where it lies is nobody's business who only looks.
    assert "ยังไม่มีข้อมูลที่เผยแพร่ไว้" in warning.value and str(tmp_path) not in texts(at)
    assert not at.error and "ลงทะเบียนแล้วร้อยละ" in texts(at)


def test_where_there_is_no_copy_the_page_says_so(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITASDASH_CACHE", str(tmp_path / "cache"))
    at = visit(data=(tmp_path / "nowhere").as_uri())
    [error] = at.error
    assert "ยังไม่มีข้อมูลที่เผยแพร่ไว้" in error.value
