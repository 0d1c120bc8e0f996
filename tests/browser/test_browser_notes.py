"""A note of staff: written beside a name, found by its promise, and taken along."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from itasdash.importing.notes import all_notes
from itasdash.store import Store
from tests.kits.browsing import Visit, downloaded, server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_note_is_written_found_and_exported(
    browser: Browser, small_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "store"
    shutil.copytree(small_data, data)
    with server(data) as address:
        visit = Visit(browser)
        page = visit.open(f"{address}/unregistered?lao=5200201")
        page.get_by_label("พูดกับใคร").fill("ปลัด สมชาย")
        page.get_by_label("รายละเอียด", exact=True).fill("รอผู้บริหารคนใหม่")
        # Day, month and year are fields of their own, each of which leads on to the next.
        page.get_by_test_id("stDateInputField").get_by_role("spinbutton").first.click()
        page.keyboard.type("28012022")
        with visit.run():
            page.get_by_role("button", name="บันทึก", exact=True).click()
        expect(page.get_by_text("บันทึกแล้ว")).to_be_visible()
        [note] = all_notes(Store(data))
        assert (note.lao_id, note.text) == ("5200201", "รอผู้บริหารคนใหม่")

        page = visit.open(f"{address}/unregistered")
        with visit.run():
            page.get_by_text("เลยวันที่รับปาก", exact=True).first.click()
        expect(page.get_by_role("heading", name="รายชื่อ 1 แห่ง")).to_be_visible()
        expect(page).to_have_url(f"{address}/unregistered?follow=overdue")
        with visit.run():
            page.get_by_text("รวมบันทึกการติดตามในไฟล์").click()
        with visit.run():
            caught = downloaded(page.get_by_role("button", name="ดาวน์โหลด CSV 1 แถว"))
        file = tmp_path / "list.csv"
        caught.save_as(file)
        head, row = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
        assert row[head.index("รายละเอียดการติดตาม")] == "รอผู้บริหารคนใหม่"
        assert row[head.index("พูดกับ")] == "ปลัด สมชาย"
        visit.close()
