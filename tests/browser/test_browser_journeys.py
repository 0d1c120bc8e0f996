"""Whole ways through the app in a browser, by as few clicks as they may take."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect

from itasdash.importing import Upload
from itasdash.reference import all_provinces, lao_types, table
from itasdash.store import Store
from tests.kits.browsing import Visit, server
from tests.kits.files import as_csv
from tests.kits.small_office import FIRST, SECOND, listing, office, status

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What each name of a list is written as: another letter, and no rule says which LAO is meant.
MISSPELT = {
    "ช้างเผือก": "ช้างเผอก์ก",
    "บ้านแปะ": "บ้านแบะ",
    "เขาพนม": "เขาพนน",
    "บ้านบึง": "บ้านบืงง",
    "คลองกิ่ว": "คลองกิ้วว",
}


class Clicks:
    """A visitor whose clicks are counted; files dropped on the page at once are one."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.count = visit, 0

    def click(self, target: Locator) -> None:
        """Click, once it is there and the page has run."""
        expect(target).to_be_visible()
        self.visit.settled()
        target.click()
        self.count += 1

    def drop(self, *uploads: Upload) -> None:
        """Drop files on the import page, all at once."""
        files: list[FilePayload] = [
            {"name": each.name, "mimeType": "text/csv", "buffer": each.data} for each in uploads
        ]
        self.visit.page.locator("input[type=file]").set_input_files(files)
        self.count += 1


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    visiting = Visit(browser)
    yield visiting
    visiting.close()


def export_of_a_province(code: str, registered: int) -> tuple[Upload, int]:
    """Return an export of the LAOs that the app knows in a province, and how many they are."""
    laos = [row for row in table("laos") if row["province_code"] == code]
    rows = [
        (
            row["lao_id"],
            all_provinces()[code].name_th,
            row["district_name_th"],
            lao_types()[row["lao_type"]].name_th,
            row["name_th"],
            *("11" if number < registered else "00"),
        )
        for number, row in enumerate(laos)
    ]
    head = ("รหัส อปท.", "จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร")
    title = ("ข้อมูล ณ 7 ม.ค. 2565 เวลา 13.00 น.",)
    return Upload("first.csv", as_csv([title, head, *rows])), len(laos)


def test_a_fresh_installation_shows_numbers_after_five_clicks(visit: Visit, tmp_path: Path) -> None:
    """With an export and nothing else: the register comes with the app."""
    export, laos = export_of_a_province("20", registered=60)
    assert laos > 60
    with server(tmp_path / "store") as address:
        by = Clicks(visit)
        page = visit.page
        page.goto(address)
        by.click(page.get_by_role("link", name="นำเข้าไฟล์ของหน่วยงาน"))
        expect(page.locator("h1")).to_have_text("นำเข้าข้อมูล")
        by.drop(export)
        by.click(page.get_by_role("button", name="บันทึก 1 ไฟล์"))
        expect(page.get_by_text("first.csv: นำเข้าแล้ว")).to_be_visible()
        by.click(page.locator("[data-testid=stMain]").get_by_role("link", name="ภาพรวม"))
        expect(page.get_by_text("ข้อมูล ณ 7 ม.ค. 2565").first).to_be_visible()
        numbers = page.locator("[data-testid=stMain]")
        expect(numbers).to_contain_text("ลงทะเบียนแล้ว 60 จาก 7,849 แห่ง")
        expect(numbers).to_contain_text(f"ดูรายชื่อที่ค้าง {laos - 60} แห่ง")
        assert by.count <= 5
    store = Store(tmp_path / "store")
    [info] = store.snapshots()
    assert (info.counts["registered"], info.counts["outstanding"]) == (60, laos - 60)


def test_twelve_exports_at_once_with_ten_names_to_settle(visit: Visit, tmp_path: Path) -> None:
    data = tmp_path / "store"
    # Something of another moment, so that no time is spent on the sample.
    office(data, status("0.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST))
    exports = [
        status(f"{day}.csv", f"{day} ม.ค. 2565 เวลา 09.00 น.", SECOND) for day in range(1, 11)
    ]
    for day in (11, 12):
        upload = listing(f"{day}.csv", f"{day} ม.ค. 2565 เวลา 09.00 น.", {})
        written = upload.data.decode()
        for right, wrong in MISSPELT.items():
            # Another slip on each day, or the second would be settled with the first.
            written = re.sub(f"{right}(?=[\r\n])", wrong + "ๆ" * (day - 11), written)
        exports.append(Upload(upload.name, written.encode()))
    with server(data) as address:
        by = Clicks(visit)
        page = visit.open(f"{address}/import")
        by.drop(*exports)
        expect(page.get_by_text("ชื่อที่ต้องเลือก 10 ชื่อ")).to_be_visible()
        bar = page.locator(".st-key-save_bar")
        # In sight before anybody scrolls.
        expect(bar.get_by_role("button", name="บันทึก 12 ไฟล์")).to_be_in_viewport()
        visit.settled()
        for choice in page.locator("[data-testid=stMain] .stRadio [role=radiogroup]").all():
            by.click(choice.locator("label").first)
        by.click(page.get_by_role("button", name="ยืนยันชื่อที่เลือก"))
        expect(page.get_by_text("ชื่อที่ต้องเลือก")).to_have_count(0)
        by.click(bar.get_by_role("button", name="บันทึก 12 ไฟล์"))
        expect(page.get_by_text("12.csv: นำเข้าแล้ว")).to_be_visible()
    store = Store(data)
    assert len(store.snapshots()) == 13
    assert sorted(alias.lao_id for alias in store.aliases()) == sorted(
        2 * ["6500103", "6500201", "6810201", "5200201", "6200202"]
    )
    # One for each name, and three besides.
    assert by.count == 13


def test_the_picture_of_a_province_is_two_clicks_from_its_page(
    visit: Visit, small_app: str
) -> None:
    page = visit.open(f"{small_app}/provinces?province=20")
    by = Clicks(visit)
    by.click(page.get_by_role("button", name="สรุปและภาพ"))
    with page.expect_download() as caught:
        by.click(page.get_by_role("button", name=re.compile("ภาพ.*แนวตั้ง")))
    assert by.count == 2
    assert "ชลบุรี" in caught.value.suggested_filename
    content = Path(caught.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert (int.from_bytes(content[16:20]), int.from_bytes(content[20:24])) == (1080, 1350)
