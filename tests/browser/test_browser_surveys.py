"""The surveys in a real browser: choices in the address, a province by a click, a meeting."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.kits.browsing import PHONE, Visit, server
from tests.kits.survey_office import PARTLY, SUMMARY_ONLY, survey_office

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("surveys") / "store"
    survey_office(data)
    with server(data) as address:
        yield address


@pytest.mark.slow
def test_choices_and_a_click_stand_in_the_address(browser: Browser, app: str) -> None:
    visit = Visit(browser)
    page = visit.open(f"{app}/surveys?as_of={PARTLY}")
    page.get_by_role("radio", name="IIT", exact=True).click()
    expect(page).to_have_url(re.compile(r"survey=iit"))
    expect(page.locator("h1")).to_contain_text("IIT ตอบแล้ว")
    visit.ready()
    page.get_by_role("link", name="แนวโน้ม").click()
    expect(page.locator("h1")).to_have_text("แนวโน้ม")
    visit.ready()
    page.go_back()
    expect(page.locator("h1")).to_contain_text("IIT ตอบแล้ว")
    visit.ready()
    page.get_by_role("button", name="โหมดประชุม").click()
    expect(page).to_have_url(re.compile(r"(?=.*meeting=stand)(?=.*survey=iit)"))
    visit.ready()
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("meeting="))
    visit.ready()
    visit.close()


@pytest.mark.slow
def test_a_phone_shows_a_summary_without_scrolling_sideways(browser: Browser, app: str) -> None:
    visit = Visit(browser, PHONE)
    page = visit.open(f"{app}/surveys?as_of={SUMMARY_ONLY}&survey=eit")
    expect(page.get_by_text("ข้อมูลชุดนี้มีแต่ตารางสรุป").first).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    visit.close()
