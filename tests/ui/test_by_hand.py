"""Reading by hand on the page: what is chosen shows at once, and only agreed numbers are kept."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from itasdash.importing import Upload
from itasdash.importing.layouts import taught_layouts, teach
from itasdash.schema import Layout, TaughtColumn
from itasdash.store import Store
from tests.kits.small_office import LAST, REGISTER, SECOND, WHEN, status
from tests.ui.test_import_page import button, drop, errors, run_until

Visit = Callable[..., AppTest]
MOMENT = "1 ก.พ. 2565 เวลา 09.00 น."
HEADINGS = ("เขต", "ย่าน", "แบบ", "ผู้ตอบรับ", "กุญแจหนึ่ง", "กุญแจสอง")
FIELDS = ("province", "district", "type", "name", "admin_status", "executive_status")


@pytest.fixture
def data(small_data: Path, tmp_path: Path) -> Path:
    """A data folder that may be changed."""
    shutil.copytree(small_data, tmp_path / "copy")
    return tmp_path / "copy"


def invented(states: Mapping[str, str], *more: str) -> Upload:
    """Return a status export in words that nobody knows; ``more`` are further headings."""
    rows = [("ข้อมูล ณ " + MOMENT,), (*HEADINGS, *more)]
    for code, province, district, kind, name in REGISTER:
        found = ("เจอ" if role == "1" else "หาย" for role in states.get(code, "00"))
        rows.append((province, district, kind, name, *found, *("x" for _ in more)))
    return Upload("keys.csv", "".join(",".join(row) + "\n" for row in rows).encode())


def choice(at: AppTest, begins: str, of: str) -> str:
    """Return the key of the choice whose label holds a text."""
    keys = [
        str(each.key)
        for each in at.selectbox
        if str(each.key).startswith(begins) and of in each.label
    ]
    assert len(keys) == 1, [each.label for each in at.selectbox]
    return keys[0]


def opened(visit: Visit, data: Path, upload: Upload, language: str = "en") -> AppTest:
    at = visit("import", data=data, lang=language)
    drop(at, upload, "teach_")
    [way] = [each for each in at.button if str(each.key).startswith("teach_")]
    way.click()
    run_until(at, lambda: button(at, "teach_keep"))
    return at


def say(at: AppTest, **fields: str) -> None:
    for heading, name in fields.items():
        at.selectbox(choice(at, "teach_column", heading)).set_value(name).run()


def shows(at: AppTest, text: str) -> bool:
    return any(text in each.value for each in at.markdown)


def keep(at: AppTest) -> bool:
    [found] = [each for each in at.button if str(each.key).startswith("teach_keep")]
    return not found.disabled


def test_words_of_ones_own_are_taught_and_the_file_is_read(visit: Visit, data: Path) -> None:
    at = opened(visit, data, invented(SECOND))
    # What the cells show by themselves is filled in.
    assert at.selectbox(choice(at, "teach_column", "เขต")).value == "province"
    assert not keep(at)
    say(
        at,
        ย่าน="district",
        แบบ="type",
        ผู้ตอบรับ="name",
        กุญแจหนึ่ง="admin_status",
        กุญแจสอง="executive_status",
    )
    assert {metric.label: metric.value for metric in at.metric}["Registered"] == "0"
    at.selectbox(choice(at, "teach_word", "เจอ")).set_value("true").run()
    at.selectbox(choice(at, "teach_word", "หาย")).set_value("false").run()
    [agreed] = [each for each in at.checkbox if str(each.key).startswith("teach_agreed")]
    assert shows(at, "10 LAOs, 4 registered, 6 not registered")
    agreed.check().run()
    assert keep(at)
    # Other numbers have to be agreed to anew.
    at.selectbox(choice(at, "teach_word", "หาย")).set_value("").run()
    assert not keep(at)
    at.selectbox(choice(at, "teach_word", "หาย")).set_value("false").run()
    [agreed] = [each for each in at.checkbox if str(each.key).startswith("teach_agreed")]
    agreed.check().run()
    [button_of_it] = [each for each in at.button if str(each.key).startswith("teach_keep")]
    button_of_it.click()
    run_until(at, lambda: any(each.key == "save" for each in at.button))
    [layout] = taught_layouts(Store(data))
    assert (layout.name, layout.kind) == ("keys", "status")
    assert (layout.yes, layout.no) == (("เจอ",), ("หาย",))
    assert [column.field for column in layout.columns][:2] == ["province", "district"]
    assert not at.exception


def test_one_that_resembles_is_filled_in_from_what_was_taught(visit: Visit, data: Path) -> None:
    columns = tuple(TaughtColumn((h,), f) for h, f in zip(HEADINGS, FIELDS, strict=True))
    layout = Layout("กุญแจ", columns, "status", yes=("เจอ",), no=("หาย",))
    teach(Store(data), layout, who="ผู้ทดสอบ", when=WHEN)
    at = opened(visit, data, invented(LAST, "ของแถม"))
    [differs] = [text for text in errors(at) if "กุญแจ" in text]
    assert "ของแถม" in differs
    assert at.selectbox(choice(at, "teach_column", "กุญแจสอง")).value == "executive_status"
    assert at.selectbox(choice(at, "teach_column", "ของแถม")).value == ""
    assert at.selectbox(choice(at, "teach_word", "เจอ")).value == "true"
    assert any(str(each.key).startswith("teach_agreed") for each in at.checkbox)
    assert not at.exception


def test_what_was_read_otherwise_than_meant_leads_there_too(visit: Visit, data: Path) -> None:
    at = opened(visit, data, status("a.csv", MOMENT, SECOND), "th")
    assert at.selectbox(choice(at, "teach_column", "ผู้บริหาร")).value == "executive_status"
    assert shows(at, "อปท. 10 แห่ง ลงทะเบียนแล้ว 4 ยังไม่ลงทะเบียน 6")
    [close] = [each for each in at.button if str(each.key).startswith("teach_close")]
    close.click()
    run_until(at, lambda: not button(at, "teach_keep"))
    assert taught_layouts(Store(data)) == []
