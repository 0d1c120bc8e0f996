"""The app in a real browser: a server of its own, and visits that note what should never happen."""

import contextlib
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Download,
    FloatRect,
    Locator,
    Page,
    TimeoutError,
    ViewportSize,
    WebSocket,
    expect,
    sync_playwright,
)
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
# Milliseconds after which something is not slow but never comes, also on a busy machine.
HANGS = 300_000
# How a run ends that nothing has cut short.
WHOLE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
# What a page shows and where, in short; nothing while a chart or a part of it is still to come.
DRAWN = """() => {
    const charts = [...document.querySelectorAll(".stPlotlyChart")];
    const due = charts.some(chart => chart.checkVisibility() && !chart.querySelector(".main-svg"));
    if (due || document.querySelector("[data-testid=stSkeleton]")) return "";
    const main = document.querySelector("[data-testid=stMain]") || document.body;
    const places = [...main.querySelectorAll(".main-svg, canvas, h1, h2")].map(
        each => { const at = each.getBoundingClientRect(); return [at.y, at.width, at.height]; });
    return JSON.stringify([main.scrollHeight, main.innerText.length, places]);
}"""
expect.set_options(timeout=HANGS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser; skip the test where there is none, but never in CI."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI installs Chromium, but there is none on the path")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        # Without a graphics card every frame of an animation costs as much as a page.
        quiet += ["--force-prefers-reduced-motion", "--disable-gpu-compositing"]
        # A page whose headers a test has changed counts as one from outside this machine.
        changed = "--disable-features=LocalNetworkAccessChecks"
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", changed, *quiet]
        )
        yield browser
        browser.close()


def free_port() -> int:
    """Return a port of this machine that nobody listens on, and that is given to no client."""
    while True:
        with socket.socket() as free, contextlib.suppress(OSError):
            free.bind(("127.0.0.1", random.SystemRandom().randrange(20_000, 32_000)))
            return int(free.getsockname()[1])


@contextmanager
def server(
    data: Path,
    *options: str,
    port: int | None = None,
    environment: Mapping[str, str] | None = None,
    script: str = "app.py",
) -> Iterator[str]:
    """Serve the app over a data folder and give its address."""
    # Another may take the port that was free a moment ago.
    ports = [port] if port else [free_port() for _ in range(3)]
    begun = (started(data, options, each, script, environment or {}) for each in ports)
    process, address = next(each for each in begun if each)
    try:
        yield address
    finally:
        process.kill()
        process.wait()


def started(
    data: Path, options: Sequence[str], port: int, script: str, environment: Mapping[str, str]
) -> tuple[subprocess.Popen[bytes], str] | None:
    """Return a server that answers, with its address, or None where it has ended at once."""
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless=true"]
    process = subprocess.Popen(
        [*command, f"--server.port={port}", *options],
        cwd=ROOT,
        env=os.environ | {"ITASDASH_DATA": str(data)} | dict(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    while process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=HANGS / 1000).close()
            return process, address
        time.sleep(0.1)
    return None


class Visit:
    """A page of the browser that notes what should never happen."""

    def __init__(
        self,
        browser: Browser,
        size: ViewportSize = DESKTOP,
        others: Sequence[str] = (),
        *,
        alone: bool = False,
        within: BrowserContext | None = None,
    ) -> None:
        """Open an empty page.

        Args:
            browser: the browser; its visits share what it has loaded before, and its cookies.
            size: of the page.
            others: addresses that pages of somebody else may ask for.
            alone: whether the visitor comes for the first time, with cookies of their own.
            within: whose cookies, and what has been loaded before; else those that all share.
        """
        self._own = browser.new_context() if alone else None
        shared = browser.contexts[0] if browser.contexts else browser.new_context()
        self.page: Page = (self._own or within or shared).new_page()
        self.page.set_viewport_size(size)
        self.page.set_default_timeout(HANGS)
        self.outside: list[str] = []
        self.runs = 0
        self._others = tuple(others)
        self.page.on("request", self._note)
        self.page.on("websocket", self._listen)

    def _note(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        own = re.match(r"(?:https?|wss?)://localhost[:/]|data:|blob:", url)
        if not own and not url.startswith(self._others):
            self.outside.append(url)

    def _listen(self, stream: WebSocket) -> None:
        stream.on("framereceived", self._count)

    def _count(self, frame: bytes | str) -> None:
        # What says that a run is over is short; charts and tables need not be read for it.
        if isinstance(frame, bytes) and len(frame) < 1000:
            message = ForwardMsg.FromString(frame)
            self.runs += message.HasField("script_finished") and message.script_finished in WHOLE

    @contextmanager
    def run(self) -> Iterator[None]:
        """Do something that makes the app run, and wait until it has run.

        What is clicked while a page is still changing may land where something else stands by then.
        """
        before = self.runs
        yield
        wait_until(self.page, lambda: self.runs > before)
        self.settled()

    def open(self, address: str) -> Page:
        """Go to an address and wait for what it shows."""
        self.page.goto(address)
        self.ready()
        return self.page

    def ready(self) -> None:
        """Wait until the run is over, and see that it ended well."""
        expect(self.page.locator("h1")).to_be_visible()
        self.settled()
        for bad in ("stException", "stAlertContentError"):
            assert self.page.locator(f"[data-testid={bad}]").count() == 0
        assert self.page.locator("[role=dialog]").count() == 0

    def settled(self) -> None:
        """Wait until the run is over and what it has sent is drawn."""
        state = "[data-testid=stApp][data-test-script-state=notRunning]"
        self.page.locator(state).wait_for()
        seen = [""]

        def at_rest() -> bool:
            seen.append(str(self.page.evaluate(DRAWN)))
            return bool(seen[-1]) and seen[-1] == seen[-2]

        wait_until(self.page, at_rest, every=100)

    def close(self) -> None:
        """Leave, and see that nothing was asked for from outside."""
        self.page.close()
        if self._own:
            self._own.close()
        assert self.outside == []


def downloaded(button: Locator) -> Download:
    """Click until a file comes: a page that is drawn anew just then may lose a click."""
    for _ in range(5):
        try:
            with button.page.expect_download(timeout=HANGS / 5) as caught:
                button.click()
            return caught.value
        except TimeoutError:
            continue
    raise AssertionError("no file ever came")


def place(shown: Locator) -> FloatRect:
    """Return where something stands, once it has stood there for a moment.

    A chart is drawn anew when its space has changed: what it showed before has no place any more.
    """
    places: list[FloatRect | None] = [None]

    def at_rest() -> bool:
        places.append(shown.bounding_box())
        return places[-1] is not None and places[-1] == places[-2]

    wait_until(shown.page, at_rest)
    return places[-1] or pytest.fail("it stands nowhere")


def wait_until(page: Page, ready: Callable[[], bool], every: int = 300) -> None:
    """Wait until something that no locator can see has come, while the page goes on.

    Args:
        page: that goes on.
        ready: whether it has come.
        every: the milliseconds between two looks.

    Raises:
        AssertionError: it has not come when it hangs.
    """
    for _ in range(HANGS // every):
        if ready():
            return
        page.wait_for_timeout(every)
    raise AssertionError("it never came")
