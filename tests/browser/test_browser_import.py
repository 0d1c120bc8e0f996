"""Staff import files in a real browser: the whole way, broken files, disturbances, two at once."""

import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from itasdash.importing import Upload, load_register
from itasdash.importing.verify import verify
from itasdash.schema import AcknowledgementEvent, AliasEvent
from itasdash.store import Store
from itasdash.thai.dates import read_moment
from tests.kits.browsing import Visit, server, wait_until
from tests.kits.small_office import FIRST, SECOND, WHEN, listing, office, register, status, summary

JANUARY = "7 ม.ค. 2565 เวลา 13.00 น."

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    visiting = Visit(browser)
    yield visiting
    visiting.close()


def payloads(*uploads: Upload) -> list[FilePayload]:
    return [{"name": u.name, "mimeType": "text/csv", "buffer": u.data} for u in uploads]


def drop(visit: Visit, *uploads: Upload) -> None:
    visit.page.locator("input[type=file]").set_input_files(payloads(*uploads))


def misspelt(upload: Upload, **wrong: str) -> Upload:
    data = upload.data
    for right, written in wrong.items():
        data = data.replace(right.encode(), written.encode())
    return Upload(upload.name, data)


def test_from_a_fresh_store_to_the_numbers_on_the_overview(visit: Visit, tmp_path: Path) -> None:
    data = tmp_path / "store"
    # Something of another moment, so that no time is spent on the sample.
    office(data, status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST))
    (data / "register" / "2021-10-01.parquet").unlink()
    names = misspelt(listing("b.csv", JANUARY, SECOND), บ้านแปะ="บ้านแบะ", คลองกิ่ว="คลองกิ้ว")
    with server(data) as address:
        page = visit.open(f"{address}/import")
        drop(visit, register(), names, summary("c.csv", JANUARY, SECOND, wrong=1))
        expect(page.get_by_text("ทะเบียน อปท. ที่เคยบันทึกไว้หายไป")).to_have_count(2)
        page.get_by_role("button", name="บันทึกทะเบียน 10 แห่ง").click()

        expect(page.get_by_text("ชื่อที่ต้องเลือก 1 ชื่อ")).to_be_visible()
        # A choice of which the rest of the page is still being drawn anew is lost; within the form
        # it makes the page run no more.
        visit.settled()
        page.get_by_text("อบต.บ้านแปะ อำเภอ").click()
        page.get_by_role("button", name="ยืนยันชื่อที่เลือก").click()
        expect(page.get_by_text("ชื่อที่ต้องเลือก")).to_have_count(0)
        # What is left of the run before takes no more words.
        visit.settled()

        expect(page.get_by_text("ตัวเลขสองแหล่งที่ไม่ตรงกัน").first).to_be_visible()
        page.get_by_role("textbox", name="เหตุผลที่รับทราบ").fill("สรุปทำก่อนรายชื่อหนึ่งชั่วโมง")
        with visit.run():
            page.keyboard.press("Tab")
        page.get_by_role("button", name="บันทึก 2 ไฟล์").click()
        expect(page.get_by_text("b.csv: นำเข้าแล้ว")).to_be_visible()
        page.locator("[data-testid=stMain]").get_by_role("link", name="ภาพรวม").click()
        expect(page.locator("h1")).to_contain_text("เหลือ 6 แห่ง")
        visit.ready()
        expect(page.get_by_text("40.0 %").first).to_be_visible()
        expect(page.get_by_text("สรุปทำก่อนรายชื่อหนึ่งชั่วโมง")).to_be_visible()
    store = Store(data)
    assert verify(store).sound
    assert [alias.lao_id for alias in store.aliases()] == ["6500201"]
    assert len(store.events(AliasEvent)) == len(store.events(AcknowledgementEvent)) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "said"), [("en", r"^\d+ ?MB per file"), ("th", r"^ไม่เกิน \d+ เมกะไบต์ต่อไฟล์")]
)
def test_how_large_a_file_may_be_is_said_in_both_languages(
    visit: Visit, small_app: str, language: str, said: str
) -> None:
    page = visit.open(f"{small_app}/import?lang={language}")
    limit = page.get_by_test_id("stFileUploaderDropzoneInstructions")
    expect(limit).to_have_text(re.compile(said))


@pytest.mark.slow
def test_broken_files_are_answered_in_place(visit: Visit, tmp_path: Path) -> None:
    office(tmp_path / "store", status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST))
    good = status("good.csv", JANUARY, SECOND)
    broken = {
        "empty.xlsx": (b"", "ไฟล์ว่าง"),
        "letter.pdf": (b"%PDF-1.7\n%", "ไม่ใช่ไฟล์ตาราง"),
        "half.xlsx": (b"PK\x03\x04 and then nothing", "เสียหาย"),
        "no date.csv": (status("x", "", FIRST).data, "ไม่พบวันที่ของข้อมูล"),
        "headings.csv": (b"\n".join(good.data.splitlines()[:2]), "ไม่มีข้อมูล"),
    }
    with server(tmp_path / "store") as address:
        page = visit.open(f"{address}/import")
        drop(visit, good, *(Upload(name, data) for name, (data, _) in broken.items()))
        for name, (_, sentence) in broken.items():
            answer = page.get_by_role("alert").filter(has_text=re.compile(re.escape(name)))
            expect(answer).to_contain_text(sentence)
        page.get_by_role("button", name="บันทึก 1 ไฟล์").click()
        expect(page.get_by_text("good.csv: นำเข้าแล้ว")).to_be_visible()
        assert page.locator("[data-testid=stException]").count() == 0
    assert len(Store(tmp_path / "store").snapshots()) == 2


def disturb(visit: Visit, how: str) -> None:
    if how == "reload":
        visit.page.reload(wait_until="commit")
    elif how == "click":
        visit.page.get_by_role("link", name="แนวโน้ม").click()
    else:
        visit.page.goto("about:blank")


@pytest.mark.parametrize(
    "disturbances", [pytest.param(number, marks=pytest.mark.slow) for number in (9, 27)]
)
def test_no_disturbance_leaves_half_an_import(
    visit: Visit, tmp_path: Path, disturbances: int
) -> None:
    data = tmp_path / "store"
    store = office(data, status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST))
    chance, stored = random.Random(disturbances), []
    with server(data) as address:
        for number in range(disturbances):
            moment = f"{number + 1} ก.พ. 2565 เวลา 09.00 น."
            as_of = read_moment(moment)
            assert as_of is not None
            page = visit.open(f"{address}/import")
            drop(visit, status("b.csv", moment, SECOND))
            page.get_by_role("button", name="บันทึก 1 ไฟล์").click()
            # Wherever the import is by then: before it, somewhere in it, or when all is stored.
            if number % 3 == 2:
                wait_until(page, lambda as_of=as_of: store.info(as_of) is not None)
                stored.append(as_of)
            elif number % 3 == 1:
                page.wait_for_timeout(chance.randrange(0, 400))
            disturb(visit, ("reload", "click", "leave")[number // 3 % 3])
    assert verify(store).sound
    assert {info.as_of for info in store.snapshots()} >= set(stored)
    for info in store.snapshots()[1:]:
        assert store.read(info.as_of).info.counts["registered"] == 4


@pytest.mark.slow
def test_two_sessions_at_once_both_get_what_they_asked_for(
    browser: Browser, tmp_path: Path
) -> None:
    data = tmp_path / "store"
    load_register(Store(data), register(), date(2021, 10, 1), who="tester", when=WHEN)
    office(data, status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST))
    with server(data) as address:
        # Two pages of one window would leave one of them asleep in the background.
        visits = [Visit(browser, alone=True), Visit(browser, alone=True)]
        for number, visit in enumerate(visits):
            visit.open(f"{address}/import")
            drop(visit, status(f"{number}.csv", f"{number + 1} ก.พ. 2565 เวลา 09.00 น.", SECOND))
        buttons = [v.page.get_by_role("button", name="บันทึก 1 ไฟล์") for v in visits]
        for button in buttons:
            expect(button).to_be_visible()
        for button in buttons:
            button.click(no_wait_after=True)
        for number, visit in enumerate(visits):
            expect(visit.page.get_by_text(f"{number}.csv: นำเข้าแล้ว")).to_be_visible()
            visit.close()
    store = Store(data)
    assert [info.as_of.day for info in store.snapshots()] == [24, 1, 2]
    assert verify(store).sound
