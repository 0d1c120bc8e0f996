"""Every page as it is read: with a screen reader, by weak eyes, by day and night, and on paper."""

import io
import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.kits.browsing import DESKTOP, PHONE, Visit

# Of the sample, and of the tiny office: a moment, a province and an LAO.
SAMPLE, SMALL = ("20220228T0900", "30", "5300110"), ("20211224T0900", "20", "5200201")
PAGES = {
    "overview": "overview?as_of={0}",
    "provinces": "provinces?as_of={0}",
    "province": "provinces?as_of={0}&province={1}",
    "unregistered": "unregistered?as_of={0}",
    "surveys": "surveys?as_of={0}",
    "surveys of a province": "surveys?as_of={0}&province={1}&survey=iit",
    "trends": "trends?as_of={0}&lines=region",
    "lao": "unregistered?as_of={0}&lao={2}",
    "letters": "letters?as_of={0}",
    "import": "import",
    "meeting": "overview?as_of={0}&meeting=push",
    "english overview": "overview?as_of={0}&lang=en",
    "english provinces": "provinces?as_of={0}&lang=en",
}
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 25, 34)"}
# What the sheet of an overview has no room for, what is folded, and what is for staff alone.
LEFT_OUT = ":is(.st-key-card_region, .st-key-card_road, .stExpander, .st-key-notes)"
# How far the strongest of the ground is, of the text in the first column and of the text beside it.
STRENGTH = """table => {
  const canvas = table.querySelector("canvas"), scale = canvas.width / canvas.clientWidth;
  const row = Math.round(37 * scale), tall = Math.round(34 * scale), all = canvas.getContext("2d");
  const strongest = (left, wide) => {
    const { data } = all.getImageData(left, row, wide, tall), ground = data[4 * 4 + 1];
    let most = 0;
    for (let at = 1; at < data.length; at += 4) most = Math.max(most, Math.abs(data[at] - ground));
    return most;
  };
  const half = Math.round(100 * scale);
  return [strongest(8, half), strongest(half * 2, canvas.width - half * 2)];
}"""
PRINTED = ("overview", "provinces", "province", "unregistered", "surveys", "trends")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Iterator[Visit]:
    visiting = Visit(browser)
    yield visiting
    visiting.close()


def drawn(page: Page) -> None:
    """Wait until every chart of a page is drawn."""
    page.wait_for_function(
        """() => !document.querySelector('[data-testid=stSkeleton]') &&
        [...document.querySelectorAll('.stPlotlyChart')].every(c => c.querySelector('.main-svg'))"""
    )


def grave(page: Page) -> list[str]:
    """Return the serious and critical violations of a page, and headings that leave out a level."""
    violations = []
    for found in Axe().run(page).response["violations"]:
        if found["impact"] not in ("serious", "critical") and found["id"] != "heading-order":
            continue
        for node in found["nodes"]:
            violations.append(f"{found['id']}: {node['html'][:200]} {node['failureSummary']}")
    return violations


BOTH = [(name, scheme) for name in PAGES for scheme in BACKGROUNDS]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "scheme"), BOTH)
def test_a_page_can_be_read_by_all_and_printed(
    visit: Visit, sample_app: str, name: str, scheme: Literal["light", "dark"]
) -> None:
    look_at(visit, f"{sample_app}/{PAGES[name].format(*SAMPLE)}", name, scheme)


@pytest.mark.parametrize(("name", "scheme"), [("overview", "light"), ("province", "dark")])
def test_a_page_of_little_data_can_be_too(
    visit: Visit, small_app: str, name: str, scheme: Literal["light", "dark"]
) -> None:
    look_at(visit, f"{small_app}/{PAGES[name].format(*SMALL)}", name, scheme)


def look_at(visit: Visit, address: str, name: str, scheme: Literal["light", "dark"]) -> None:
    page = visit.page
    page.emulate_media(color_scheme=scheme)
    visit.open(address)
    background = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    page.wait_for_function(f"{background} == '{BACKGROUNDS[scheme]}'")
    drawn(page)
    has_its_typeface_and_fits(page)
    # What the address asked for is shown: it still says so after the run.
    assert set(re.findall(r"\w+=\w+", address)) <= set(re.findall(r"\w+=\w+", page.url))
    assert grave(page) == []
    # Those within what is folded are not drawn.
    tables = page.locator(".stDataFrame:visible")
    if tables.count():
        tables.last.locator("canvas").first.wait_for()
        frozen, other = tables.last.evaluate(STRENGTH)
        assert abs(frozen - other) < 40
    if name in PRINTED and scheme == "light":
        on_paper(page, name)


def has_its_typeface_and_fits(page: Page) -> None:
    """See that a page has its typeface, and fits into the width of a phone and of a desk."""
    fonts = "[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)"
    assert "Sarabun" in page.evaluate(fonts)
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        page.wait_for_function(
            "document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth"
        )
    drawn(page)


def on_paper(page: Page, name: str) -> None:
    """Print a page, and see that nothing of it is missing and nothing too much."""
    beside = page.locator("[data-testid=stSidebar]").get_by_text("GeoThai").inner_text()
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    sheets = PdfReader(io.BytesIO(paper)).pages
    for sheet in sheets:
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (595, 842)
    pages = [letters(sheet.extract_text()) for sheet in sheets]
    # Each sheet says of when it is, and which of how many; and that is not all.
    moment = letters(
        page.locator(".stCaptionContainer, [data-testid=stCaptionContainer]")
        .filter(has_text="ข้อมูล ณ")
        .first.inner_text()
        .split("ข้อมูล ณ")[1]
        .split("·")[0]
    )
    for number, text in enumerate(pages, 1):
        assert moment in text
        assert f"{number}{len(pages)}" in text
        assert len(text) > 120, f"sheet {number} is blank"
    if name == "overview":
        assert len(pages) == 1
    together = "".join(pages)
    assert "กดที่" not in together
    assert letters("กดเพื่อเปิด") not in together
    here = f"[data-testid=stMain] :is(h1, h2):not({LEFT_OUT} *)"
    titles = page.locator(here).all_inner_texts()
    assert [title for title in titles if letters(title) not in together] == []
    for chart in page.locator(f".stPlotlyChart:not({LEFT_OUT} *)").all():
        # The first line of what the picture says is the title of the card.
        title = chart.locator(".gtitle").evaluate("t => t.dataset.unformatted.split('</b>')[0]")
        start = letters(title.removeprefix("<b>"))
        names = [letters(text) for text in chart.locator(".ytick text").all_text_contents()]
        # Every row stands on the sheet of the title, the last as well as the first.
        on = [[name for name in names if name not in text] for text in pages if start in text]
        assert [] in on, (title, on)
    assert letters(beside) not in together


def letters(text: str) -> str:
    """Return consonants, leading vowels and figures: a PDF gives every other mark as it pleases."""
    return "".join(re.findall(r"[\u0e01-\u0e2e\u0e40-\u0e44A-Za-z0-9]", text))


def test_axe_sees_what_is_wrong(visit: Visit, small_app: str) -> None:
    page = visit.page
    page.emulate_media(color_scheme="light")
    visit.open(f"{small_app}/import")
    page.evaluate(
        "document.querySelector('[data-testid=stMain] h1').insertAdjacentHTML('afterend',"
        "'<button></button><p style=\"color:#aaa;background:#fff\">pale</p>')"
    )
    assert {each.split(":")[0] for each in grave(page)} >= {
        "button-name",
        "color-contrast",
    }
