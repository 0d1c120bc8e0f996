"""Whole ways through the app in a browser, by as few clicks as they may take."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.kits.browsing import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Clicks:
    """A visitor whose clicks are counted."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.count = visit, 0

    def click(self, target: Locator) -> None:
        """Click, once it is there and the page has run."""
        expect(target).to_be_visible()
        self.visit.settled()
        target.click()
        self.count += 1


def test_the_picture_of_a_province_is_two_clicks_from_its_page(
    browser: Browser, small_app: str
) -> None:
    visit = Visit(browser)
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
    visit.close()
