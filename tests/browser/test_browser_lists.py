"""A list downloaded for real, and again after one cell of its data has changed."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from itasdash.schema.events import DownloadEvent
from itasdash.store import Store
from tests.kits.browsing import PHONE, Visit, downloaded, server
from tests.kits.small_office import FIRST, LAST, office, status, take

pytestmark = pytest.mark.browser
MOMENT = "31 ม.ค. 2565 เวลา 16.30 น."


def download(visit: Visit, label: str, store: Store) -> tuple[str, bytes]:
    """Click a download and return the name and the bytes that the browser got."""
    logged = len(store.events(DownloadEvent))
    # A click is logged, for which the page runs again; a click into that run would be lost.
    with visit.run():
        caught = downloaded(visit.page.get_by_role("button", name=label))
    file = store.root.with_name(caught.suggested_filename)
    caught.save_as(file)
    assert len(store.events(DownloadEvent)) == logged + 1
    return file.name, file.read_bytes()


@pytest.mark.slow
def test_a_download_is_the_screen_and_new_when_the_data_are(
    browser: Browser, tmp_path: Path
) -> None:
    data = tmp_path / "store"
    store = office(
        data,
        status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST),
        status("e.csv", MOMENT, LAST),
    )
    with server(data) as address:
        visit = Visit(browser)
        page = visit.open(f"{address}/unregistered?in=20")
        expect(page.get_by_text("จังหวัด ชลบุรี").first).to_be_visible()
        name, content = download(visit, "ดาวน์โหลด CSV 2 แถว", store)
        assert name.startswith("อปท.-ที่ยังค้าง_ชลบุรี_25650131-1630_")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert [row[1] for row in rows[1:]] == ["เทศบาลตำบลบ้านบึง", "องค์การบริหารส่วนตำบลคลองกิ่ว"]
        book, workbook = download(visit, "ดาวน์โหลด Excel 2 แถว", store)
        cover, listed = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets
        assert [cell.value for cell in listed["B"]][1:] == [row[1] for row in rows[1:]]
        cells = {row[0]: row[1] for row in cover.iter_rows(values_only=True)}
        assert cells["เงื่อนไข"] == "จังหวัด ชลบุรี · ทุกประเภท"

        # A corrected file, in which one person has registered meanwhile.
        take(store, status("e.csv", MOMENT, LAST | {"5200201": "10"}))
        visit.open(f"{address}/unregistered?in=20")
        new_name, new_content = download(visit, "ดาวน์โหลด CSV 2 แถว", store)
        assert new_name != name
        assert new_content != content
        new_book, new_workbook = download(visit, "ดาวน์โหลด Excel 2 แถว", store)
        assert new_book != book
        assert new_workbook != workbook
        column = rows[0].index("ผู้ที่ยังขาด")
        again = list(csv.reader(io.StringIO(new_content.decode("utf-8-sig"))))
        assert (rows[1][column], again[1][column]) == ("ผู้ดูแลระบบและผู้บริหาร", "ผู้บริหาร")
        visit.close()

        phone = Visit(browser, PHONE)
        page = phone.open(f"{address}/unregistered?in=20&lao=5200201")
        expect(page.locator("h1")).to_have_text("เทศบาลตำบลบ้านบึง")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.get_by_role("button", name="กลับไปที่รายชื่อ").click()
        expect(page.locator("h1")).to_have_text("อปท. ที่ยังไม่ลงทะเบียน")
        expect(page).to_have_url(f"{address}/unregistered?in=20")
        phone.close()
