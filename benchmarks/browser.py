"""What a viewer waits for in a browser over a long history, against an app of two lines.

A fresh server's first complete page, a click on a choice to the settled page, the bytes that a page
brings after the first visit, and the server's memory. Each is the least of several.
"""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.commands import Row
from benchmarks.servers import ROOT, megabytes, served
from itasdash.i18n import translator
from tests.kits.browsing import CHROMIUM, WHOLE

_TWO_LINES = 'import streamlit as st\nst.header(st.selectbox("one of two", ["a", "b"]))\n'
_PATIENCE = 60.0
_SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"


@dataclass
class Measured:
    """Seconds, megabytes of memory and megabytes to the browser."""

    first: float
    click: float
    memory: float
    received: float


class _Tab:
    """A tab that counts the runs that end and the bytes that come."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(300_000)
        self.runs, self.received = 0, 0
        self.page.on("websocket", lambda stream: stream.on("framereceived", self._frame))
        network = context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.on("Network.dataReceived", self._data)

    def _frame(self, frame: bytes | str) -> None:
        self.received += len(frame)
        if isinstance(frame, bytes) and len(frame) < 1000:
            message = ForwardMsg.FromString(frame)
            self.runs += message.HasField("script_finished") and message.script_finished in WHOLE

    def _data(self, event: dict[str, int]) -> None:
        self.received += event["encodedDataLength"]

    def after(self, act: Callable[[Page], object]) -> float:
        """Return the seconds from an act to the settled page that comes of it."""
        before, began = self.runs, time.perf_counter()
        act(self.page)
        while self.runs == before:
            if time.perf_counter() - began > _PATIENCE:
                raise RuntimeError("no run of the page came of an act")
            self.page.wait_for_timeout(5)
        self.page.locator(_SETTLED).wait_for()
        return time.perf_counter() - began


def measure(
    browser: Browser,
    script: Path,
    data: Path,
    ready: Callable[[Page], None],
    clicks: list[Callable[[Page], None]],
    runs: int,
) -> Measured:
    """Return the least of several for a script over a data folder."""
    firsts, least, received, memory = [], [], [], 0.0
    for number in range(runs):
        context = browser.new_context()
        began = time.perf_counter()
        with ExitStack() as stack:
            pid, address = served(data, stack, script)
            tab = _Tab(context)
            tab.page.goto(address)
            ready(tab.page)
            tab.page.locator(_SETTLED).wait_for()
            firsts.append(time.perf_counter() - began)
            if number:
                for _ in range(3):
                    least += [tab.after(act) for act in clicks]
                tab.received = 0
                tab.after(Page.reload)
                ready(tab.page)
                tab.page.wait_for_timeout(500)
                received.append(tab.received / 2**20)
                memory = megabytes(pid)
        context.close()
    return Measured(min(firsts), min(least), memory, min(received))


def _other_of(*names: str) -> Callable[[Page], None]:
    """Return a click on the button that is not chosen: late in a campaign it is another one."""

    def act(page: Page) -> None:
        buttons = [page.get_by_role("radio", name=name, exact=True).first for name in names]
        next(each for each in buttons if not each.is_checked()).click()

    return act


def _two_lines(option: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.get_by_role("combobox").click()
        page.get_by_role("option", name=option).click()

    return act


def in_browser(data: Path, runs: int) -> list[Row]:
    """Return what a viewer waits for over a data folder, against the two-line app."""
    t = translator("th")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        script = Path(folder) / "two_lines.py"
        script.write_text(_TWO_LINES)
        args = ["--no-sandbox", "--disable-gpu", "--force-prefers-reduced-motion"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        floor = measure(
            browser,
            script,
            data,
            lambda page: page.get_by_role("combobox").wait_for(),
            [_two_lines("b"), _two_lines("a")],
            runs,
        )
        app = measure(
            browser,
            ROOT / "app.py",
            data,
            lambda page: page.locator(".js-plotly-plot .main-svg").nth(2).wait_for(),
            [_other_of(t("map.outstanding"), t("map.rate"))] * 2,
            runs,
        )
        browser.close()
    name = "two-line app"
    return [
        Row("fresh server to first overview, browser (s)", name, floor.first, app.first, 2.0),
        Row("a click to the settled page, browser (s)", name, floor.click, app.click, 2.5),
        Row(
            "memory of the server, 1 session (MB)",
            f"{name} + 300",
            floor.memory + 300,
            app.memory,
            1.0,
        ),
        Row("overview after the first visit (MB)", "1 MB", 1.0, app.received, 1.0),
    ]
