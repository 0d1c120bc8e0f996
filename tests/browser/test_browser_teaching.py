"""Somebody teaches a layout that no rule can read; the next file of it needs no question."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from itasdash.importing import Upload
from itasdash.importing.verify import verify
from itasdash.schema import LayoutEvent
from tests.kits.browsing import Visit, server
from tests.kits.small_store import base_tree, moment, pivot_file, written

pytestmark = pytest.mark.browser
# After all that is there already.
NOW = moment(40)
MEANINGS = ("จังหวัด", "จำนวนที่ลงทะเบียนแล้ว", "จำนวนที่ยังไม่ลงทะเบียน", "จำนวนทั้งหมด")
LATER = NOW + timedelta(days=7)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    visiting = Visit(browser, alone=True)
    yield visiting
    visiting.close()


def drop(visit: Visit, upload: Upload) -> None:
    payload = {"name": upload.name, "mimeType": "text/csv", "buffer": upload.data}
    visit.page.locator("input[type=file]").set_input_files([payload])  # type: ignore[list-item]


def choose(visit: Visit, at: int, meaning: str) -> None:
    """Say by the keyboard alone what a column is."""
    field = visit.page.locator("[class*=st-key-teach_column_] input").nth(at)
    if field.input_value() == meaning:
        return
    field.focus()
    visit.page.keyboard.press("Control+A")
    visit.page.keyboard.type(meaning)
    with visit.run():
        visit.page.keyboard.press("Enter")


def save(visit: Visit) -> None:
    visit.page.get_by_role("button", name="บันทึก 1 ไฟล์").click()
    expect(visit.page.get_by_text("pivot.csv: นำเข้าแล้ว")).to_be_visible()


def test_it_is_taught_once_and_read_from_then_on(visit: Visit, tmp_path: Path) -> None:
    store = written(tmp_path / "store", base_tree())
    with server(store.root) as address:
        page = visit.open(f"{address}/import")
        drop(visit, pivot_file(NOW, 7))
        page.get_by_role("button", name="อ่านด้วยตนเอง").click()
        part = page.locator(".st-key-by_hand")
        expect(part.get_by_text("แต่ละคอลัมน์คืออะไร (4 คอลัมน์)")).to_be_visible()
        keep = part.get_by_role("button", name="จำรูปแบบนี้")
        expect(keep).to_be_disabled()
        for at, meaning in enumerate(
            ("จังหวัด", "จำนวนที่ลงทะเบียนแล้ว", "จำนวนที่ยังไม่ลงทะเบียน", "จำนวนทั้งหมด")
        ):
            choose(visit, at, meaning)
        counted = "อปท. 40 แห่ง ลงทะเบียนแล้ว 14 ยังไม่ลงทะเบียน 26"
        expect(part.get_by_text(counted)).to_be_visible()
        expect(keep).to_be_disabled()
        part.get_by_role("textbox", name="ชื่อรูปแบบ").fill("ไฟจราจร")
        with visit.run():
            page.keyboard.press("Tab")
        part.get_by_role("checkbox").focus()
        with visit.run():
            page.keyboard.press("Space")
        expect(keep).to_be_enabled()
        keep.click()
        expect(page.get_by_text("จำรูปแบบ “ไฟจราจร” แล้ว")).to_be_visible()
        expect(page.locator(".st-key-by_hand")).to_have_count(0)
        save(visit)

        with visit.run():
            page.get_by_role("button", name="นำเข้าไฟล์อื่น").click()
        drop(visit, pivot_file(LATER, 9))
        expect(page.get_by_text("อ่านด้วยตนเอง")).to_have_count(0)
        save(visit)
    assert [event.layout.name for event in store.events(LayoutEvent)] == ["ไฟจราจร"]
    for as_of, green in ((NOW, 14), (LATER, 18)):
        assert store.read(as_of).info.counts["registered"] == green
    assert verify(store).sound
