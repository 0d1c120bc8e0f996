"""What is chosen travels: into a copied address, another language, a meeting, slides, a picture."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from itasdash.reference import lao_types
from tests.kits.browsing import PHONE, Visit, downloaded, wait_until

MOMENT = "7 ม.ค. 2565 13:00 น."
AS_OF = "20220107T1300"
# Of the tiny office.
SMALL = "20211224T0900"
STEPS = ("stand", "map", "push", "trend")

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    visiting = Visit(browser)
    yield visiting
    visiting.close()


def choose(page: Page, label: str, option: str, address: str) -> None:
    """Choose an option of a box, and wait until the address says so."""
    page.get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(address))


def shown(page: Page) -> dict[str, list[str]]:
    """Return what a reader sees of a page: titles and the line above, choices, order of names."""
    main = page.locator("[data-testid=stMain]")
    return {
        "titles": main.locator("h1, h2").all_inner_texts(),
        "captions": main.locator("[data-testid=stCaptionContainer]").all_inner_texts(),
        "chosen": main.get_by_role("radio", checked=True).all_inner_texts(),
        "boxes": [box.input_value() for box in main.get_by_role("combobox").all()],
        "tags": main.get_by_test_id("stMultiSelectTagsContainer").all_inner_texts(),
        "bars": main.locator(".ytick text").all_inner_texts(),
    }


def see(page: Page, expected: dict[str, list[str]]) -> None:
    """Wait until a page shows what is expected; charts are drawn after the run is over."""
    wait_until(page, lambda: shown(page) == expected)


def see_elsewhere(browser: Browser, address: str, expected: dict[str, list[str]]) -> None:
    other = Visit(browser, alone=True)
    see(other.open(address), expected)
    other.close()


@pytest.fixture(scope="module")
def chosen(browser: Browser, sample_app: str) -> Iterator[Visit]:
    """The provinces after a reader has chosen something of every kind, by clicks alone."""
    visiting = Visit(browser)
    page = visiting.open(f"{sample_app}/provinces?as_of={AS_OF}")
    choose(page, "ภาค", "ใต้", "region=SOUTH")
    choose(page, "ภาค", "เหนือ", "region=SOUTH&region=NORTH")
    choose(page, "เรียงลำดับ", "ค้างมากสุดก่อน", "order=outstanding")
    page.get_by_role("radio", name="จำนวนที่ค้าง").click()
    expect(page).to_have_url(re.compile("map=outstanding"))
    page.get_by_role("radio", name="ตามตัวอักษร").click()
    expect(page).to_have_url(re.compile("heat=name"))
    visiting.ready()
    yield visiting
    visiting.close()


@pytest.mark.slow
def test_a_copied_address_shows_the_same_elsewhere(chosen: Visit, browser: Browser) -> None:
    here = shown(chosen.page)
    assert "จำนวนที่ค้าง" in here["chosen"]
    assert "ตามตัวอักษร" in here["chosen"]
    assert any(MOMENT in line and "ใต้, " in line for line in here["captions"])
    see_elsewhere(browser, chosen.page.url, here)


@pytest.mark.slow
def test_the_picture_of_a_chart_carries_moment_and_filters(chosen: Visit) -> None:
    page = chosen.page
    card = page.locator(".stColumn", has=page.locator("h2", has_text="ค้าง")).first
    chart = card.locator(".js-plotly-plot")
    inside = chart.locator(".gtitle").text_content() or ""
    assert card.locator("h2").inner_text() in inside
    assert f"ข้อมูล ณ {MOMENT} · ภาคใต้ · ภาคเหนือ" in inside
    with page.expect_download() as waiting:
        chart.hover()
        chart.locator(".modebar-btn").click()
    name = waiting.value.suggested_filename
    assert name.startswith("ตัวอย่าง_ภาคใต้,-ภาคเหนือ-")
    assert name.endswith("_25650107-1300.png")
    width, height = (
        int.from_bytes(Path(waiting.value.path()).read_bytes()[at : at + 4]) for at in (16, 20)
    )
    assert width >= 1440
    assert height >= 800


@pytest.mark.slow
def test_the_language_switch_keeps_every_choice(chosen: Visit) -> None:
    page = chosen.page
    thai, address = shown(page), page.url
    page.get_by_role("radio", name="English").click()
    expect(page.locator("h1")).to_have_text("Provinces")
    chosen.ready()
    assert page.url.replace("lang=en&", "").replace("&lang=en", "") == address
    english = shown(page)
    assert english["chosen"] == ["Outstanding", "By name"]
    assert english["boxes"][-1] == "Most outstanding first"
    assert {name: len(found) for name, found in english.items()} == {
        name: len(found) for name, found in thai.items()
    }
    page.get_by_role("radio", name="ไทย").click()
    expect(page.locator("h1")).to_have_text("รายจังหวัด")
    chosen.ready()
    see(page, thai)


def test_a_meeting_is_led_by_the_keyboard_alone(
    visit: Visit, browser: Browser, small_app: str
) -> None:
    page = visit.open(f"{small_app}/overview?as_of={SMALL}")
    cards = page.locator("[data-testid=stMetricValue]").all_inner_texts()
    begin = page.get_by_role("button", name="โหมดประชุม")
    begin.focus()
    page.keyboard.press("Enter")
    titles = []
    for number, step in enumerate(STEPS):
        if number:
            page.keyboard.press("ArrowRight")
        expect(page).to_have_url(re.compile(f"meeting={step}"))
        visit.ready()
        bar = page.locator(".st-key-meeting_bar")
        expect(bar).to_contain_text(f"{number + 1} จาก 4")
        page.mouse.wheel(0, 3000)
        expect(bar.get_by_text("24 ธ.ค. 2564 09:00 น.")).to_be_in_viewport()
        expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
        main = ".js-plotly-plot .main-svg" if number else "[data-testid=stMetric]"
        expect(page.locator(main).first).to_be_visible()
        titles.append(page.locator("h1").inner_text())
        if step == "push":
            see_elsewhere(browser, page.url, shown(page))
    assert len(set(titles)) == len(STEPS)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("meeting=push"))
    expect(page.locator("h1")).to_have_text(titles[2])
    visit.settled()
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("meeting="))
    expect(page.locator("[data-testid=stSidebar]")).to_be_visible()
    visit.ready()
    assert page.locator("[data-testid=stMetricValue]").all_inner_texts() == cards


WINDOWS = ((1366, 625), (1366, 768), (1920, 1080), (1024, 768))
# How high the step stands in the window, and whether anything can be scrolled.
FITS = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  const block = document.querySelector("[data-testid=stMainBlockContainer]");
  const drawn = [...block.querySelectorAll(".stVerticalBlock")];
  const low = Math.max(...drawn.map((each) => each.getBoundingClientRect().bottom));
  const charts = [...document.querySelectorAll(".stPlotlyChart")].map((chart) => {
    const own = chart.querySelector(".main-svg").clientWidth;
    return own / chart.clientWidth;
  });
  return [low / innerHeight, main.scrollHeight - main.clientHeight, ...charts];
}"""


def test_a_meeting_fits_any_window(visit: Visit, small_app: str) -> None:
    """Every step is whole in every window, and fills most of it."""
    page = visit.open(f"{small_app}/overview?as_of={SMALL}&meeting=stand")
    for step in STEPS:
        expect(page).to_have_url(re.compile(f"meeting={step}"))
        visit.ready()
        for width, height in WINDOWS:
            page.set_viewport_size({"width": width, "height": height})

            def fits() -> bool:
                low, over, *charts = page.evaluate(FITS)
                whole = all(0.95 < share < 1.05 for share in charts)
                return bool(0.66 < low <= 1 and over <= 1 and whole)

            wait_until(page, fits)
        assert page.locator(".st-key-meeting_bar button:visible").count() == 3
        assert page.locator("[data-testid=stMain] button:visible").count() == 3
        page.keyboard.press("ArrowRight")


def test_a_phone_is_shown_the_page_and_offered_no_meeting(browser: Browser, small_app: str) -> None:
    phone = browser.new_context(user_agent="Mozilla/5.0 (Linux; Android 13) Mobile Safari/537.36")
    visit = Visit(browser, PHONE, within=phone)
    page = visit.open(f"{small_app}/overview?as_of={SMALL}&meeting=map")
    expect(page.get_by_role("button", name="พิมพ์")).to_be_visible()
    assert page.locator(".st-key-meeting_bar").count() == 0
    assert page.get_by_role("button", name="โหมดประชุม").count() == 0
    visit.close()
    phone.close()


Rows = dict[str, dict[str, str]]


def rows(cells: list[list[str]]) -> Rows:
    """Return a table as its rows by name, each as its cells by heading, without the signs."""
    head, *body = [[" ".join(cell.split()).replace("+", "") for cell in row] for row in cells]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


@pytest.mark.slow
def test_slides_by_a_click_hold_the_numbers_of_the_page(visit: Visit, sample_app: str) -> None:
    page = visit.open(f"{sample_app}/overview?as_of={AS_OF}")
    on_page: dict[str, Rows] = {}
    for key, name in (("type", "ประเภท"), ("region", "ภาค")):
        page.locator(f".st-key-{key}_as_table label").click()
        head = page.locator("th", has_text=re.compile(f"^{name}$"))
        table = page.locator(".itasdash-printed table", has=head)
        table.wait_for(state="attached")
        cells = "t => [...t.querySelectorAll('tr')].map(r => [...r.cells].map(c => c.textContent))"
        found = rows(table.evaluate(cells))
        on_page[key] = found
    page.get_by_role("button", name="สไลด์").click()
    file = downloaded(page.get_by_role("button", name="ดาวน์โหลดสไลด์"))
    assert "25650107-1300" in file.suggested_filename
    deck = Presentation(io.BytesIO(Path(file.path()).read_bytes()))
    slides = [list(slide.shapes) for slide in deck.slides]
    words = [s.text_frame.text.replace("\xa0", " ") for s in slides[0] if s.has_text_frame]
    assert page.locator("h1").inner_text().replace("\xa0", " ") in words[0]
    for card in page.locator("[data-testid=stMetric]").all():
        text = card.inner_text().replace("\xa0", " ")
        label, value = (part.strip() for part in text.split("\n", 1))
        assert any(card.startswith(f"{label}\n{value}\n") for card in words), (label, value)
    tables = [shape.table for shapes in slides for shape in shapes if shape.has_table]
    drawn = [rows([[cell.text for cell in row.cells] for row in table.rows]) for table in tables]
    for name, found in on_page.items():
        assert found
        assert any(same_numbers(found, other) for other in drawn), (name, found, drawn)


def same_numbers(found: Rows, other: Rows) -> bool:
    """Tell whether two tables name the same and agree in every column that both have."""
    full = {named.short("th"): named.name("th") for named in lao_types().values()}
    other = {full.get(name, name): cells for name, cells in other.items()}
    return set(found) == set(other) and all(
        len(set(cells) & set(other[name])) >= 4
        and all(other[name][head] == cells[head] for head in set(cells) & set(other[name]))
        for name, cells in found.items()
    )
