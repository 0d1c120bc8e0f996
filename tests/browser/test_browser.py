"""Journeys through the app in a real browser, over the bundled sample."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.kits.browsing import Visit, downloaded, place, server

TITLES = {"provinces": "รายจังหวัด", "trends": "แนวโน้ม"}
pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    visiting = Visit(browser)
    yield visiting
    visiting.close()


@pytest.mark.slow
def test_a_fresh_machine_reads_the_sample_and_shows_it(visit: Visit, tmp_path: Path) -> None:
    with server(tmp_path / "store") as address:
        visit.page.goto(address)
        expect(visit.page.get_by_text(re.compile(r"อ่านแล้ว \d+ จาก 13 ไฟล์"))).to_be_visible()
        expect(visit.page.get_by_text("สถานะทุกรายการสมมติขึ้น")).to_be_visible()
        visit.ready()
        expect(visit.page.locator("[data-testid=stMetric]")).to_have_count(5)
        expect(visit.page.locator(".js-plotly-plot").first).to_be_visible()


# Lists and imports begin with the addresses of theirs.
@pytest.mark.parametrize("page", ["trends", pytest.param("provinces", marks=pytest.mark.slow)])
def test_a_deep_link_works_on_a_fresh_server(visit: Visit, small_data: Path, page: str) -> None:
    # Little to show, as it is the start of the server that may lead astray.
    with server(small_data) as address:
        shown = visit.open(f"{address}/{page}?as_of=20220107T1300")
        expect(shown.locator("h1")).to_contain_text(TITLES[page])
        expect(shown.get_by_text("7 ม.ค. 2565 13:00 น.").first).to_be_visible()


@pytest.mark.slow
def test_the_language_switch_survives_navigation(visit: Visit, sample_app: str) -> None:
    page = visit.open(f"{sample_app}/?as_of=20220107T1300")
    page.get_by_role("radio", name="English").click()
    expect(page.locator("h1")).to_contain_text("registered")
    expect(page).to_have_url(re.compile(r"lang=en"))
    page.get_by_role("link", name="Trends").click()
    expect(page.locator("h1")).to_have_text("Trends")
    visit.ready()
    expect(page).to_have_url(re.compile(r"/trends\?(?=.*lang=en)(?=.*as_of=20220107T1300)"))
    page.go_back()
    expect(page.locator("h1")).to_contain_text("registered")


@pytest.mark.slow
def test_a_click_on_the_map_opens_the_province(visit: Visit, small_app: str) -> None:
    page = visit.open(f"{small_app}/?as_of=20211224T0900")
    # The tile of Chon Buri, by its abbreviation.
    tile = page.locator(".js-plotly-plot").first.locator("text", has_text=re.compile("^ชบ"))
    box = place(tile.first)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("h1")).to_contain_text("จังหวัด")
    visit.ready()
    expect(page).to_have_url(re.compile(r"/provinces\?.*province=\d\d"))
    link, title = page.url, page.locator("h1").inner_text()
    other = Visit(page.context.browser or pytest.fail("no browser"), alone=True)
    expect(other.open(link).locator("h1")).to_have_text(title)
    other.close()


@pytest.mark.slow
def test_a_click_in_the_table_opens_the_province(visit: Visit, sample_app: str) -> None:
    page = visit.open(f"{sample_app}/provinces?order=name")
    table = page.locator("[data-testid=stDataFrame]").first
    box = place(table)
    page.mouse.click(box["x"] + 60, box["y"] + 36 + 18)
    expect(page.locator("h1")).to_have_text("จังหวัดกระบี่")
    visit.ready()
    page.get_by_role("button", name="กลับไปทุกจังหวัด").click()
    expect(page.locator("h1")).to_have_text("รายจังหวัด")


@pytest.mark.slow
def test_the_download_holds_the_filtered_rows(visit: Visit, sample_app: str) -> None:
    page = visit.open(f"{sample_app}/unregistered?as_of=20220228T0900&in=30&type=SAO")
    button = page.get_by_role("button", name=re.compile("ดาวน์โหลด CSV"))
    stated = int(re.search(r"([\d,]+) แถว", button.inner_text())[1].replace(",", ""))  # type: ignore[index]
    file = downloaded(button)
    name, path = file.suggested_filename, file.path()
    data = Path(path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == stated > 0
    assert {row["จังหวัด"] for row in rows} == {"นครราชสีมา"}
    assert "25650228-0900" in name
    assert "นครราชสีมา" in name
