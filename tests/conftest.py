"""What several test modules share."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from itasdash.importing.sample import load_sample
from itasdash.settings import SAMPLE_FILES, sample_folder
from itasdash.store import Store
from tests.kits.browsing import chromium, server
from tests.kits.small_office import office

ROOT = Path(__file__).resolve().parents[1]
# Seconds after which a run of the app is not slow but hangs, also on a busy machine.
HANGS = 600
# A busy machine must not make a sound file one that takes too long to read.
os.environ.setdefault("ITASDASH_LIMIT_SECONDS", str(HANGS))
# In CI the same change meets the same examples; whoever works on one meets new ones each time.
# The daily run draws few of them, the long run (-m "slow or hypothesis" --long) many.
# No check of the library asks how long that takes: on a busy machine it takes long.
for name, examples in (("daily", 25), ("long", 200)):
    settings.register_profile(
        name,
        max_examples=examples,
        derandomize="CI" in os.environ,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="draw many examples for each property")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "daily")


# Rooms whose files take long, the longest first: begun last, one of them would be waited for.
LONG_ROOMS = ("browser", "ui", "ingest", "documents", "store", "importing", "cli")


# Tests that take more than a second or two each, of whole documents, pages and commands. Their
# parts have tests of their own that run every day; these are left to the long run.
LONG = frozenset((ROOT / "tests" / "long_run.txt").read_text("utf-8").split("\n"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave long tests to the long run, and let the long files start first."""
    for item in items:
        name = item.nodeid.removeprefix("tests/")
        if name in LONG or name.partition("[")[0] in LONG:
            item.add_marker(pytest.mark.slow)
    places = {room: place for place, room in enumerate(LONG_ROOMS)}
    items.sort(key=lambda item: places.get(item.path.parent.name, len(places)))


@pytest.fixture(scope="session", autouse=True)
def installed_components() -> Iterator[None]:
    """Let streamlit look once, and not at every AppTest, for components among what is installed.

    It reads the metadata of each package for it, which took two thirds of a page's test.
    """
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the tiny office; tests only read it."""
    root = tmp_path_factory.mktemp("office") / "store"
    office(root)
    return root


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with nothing in it, whose sample has been read before; read once for all."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    data = shared / "sample" / "store"
    with FileLock(shared / "sample.lock"):
        sample = Store(sample_folder(data))
        if not sample.snapshots():
            load_sample(sample, SAMPLE_FILES, lambda *_: None)
    return data


@pytest.fixture(scope="session")
def sample_app(sample_data: Path) -> Iterator[str]:
    """The address of the app over the sample."""
    with server(sample_data) as address:
        yield address


@pytest.fixture(scope="session")
def small_app(small_data: Path) -> Iterator[str]:
    """The address of the app over the tiny office, where little is read and drawn."""
    with server(small_data) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # One for each module: it must be gone before a test that runs the app in this process.
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def known_pages(small_data: Path) -> Mapping[str, Any]:
    """Return the pages as the app declares them to streamlit, whatever the data."""
    with pytest.MonkeyPatch.context() as patch:
        at = opened(patch, small_data).run()
    return at._registered_pages


def opened(patch: pytest.MonkeyPatch, data: Path) -> AppTest:
    """Return the app over a data folder, before its first run."""
    patch.setenv("ITASDASH_DATA", str(data))
    patch.chdir(ROOT)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=HANGS)


@pytest.fixture
def visit(
    small_data: Path, known_pages: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AppTest]:
    """Open a page of the app by its name, as who, with what its address says."""

    def go(
        page: str = "overview",
        data: Path = small_data,
        user: Mapping[str, Any] | None = None,
        **address: Any,
    ) -> AppTest:
        at = opened(monkeypatch, data)
        if page != "overview":
            # Else streamlit takes the name of the file for the address until the app has run once.
            at._registered_pages = dict(known_pages)
            at.switch_page(f"pages/{page}_page.py")
        if user is not None:
            at.user = dict(user)
        for key, value in address.items():
            at.query_params[key] = value
        return at.run()

    return go
