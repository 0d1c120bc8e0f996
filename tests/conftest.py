"""What several test modules share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from small_office import office
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[1]
# In CI the same change meets the same examples; whoever works on one meets new ones each time.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the tiny office; tests only read it."""
    root = tmp_path_factory.mktemp("office") / "store"
    office(root)
    return root


@pytest.fixture
def visit(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a page of the app by its name, with what its address says."""

    def go(page: str = "overview", data: Path = small_data, **address: Any) -> AppTest:
        monkeypatch.setenv("ITASDASH_DATA", str(data))
        monkeypatch.chdir(ROOT)
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        if page != "overview":
            at.run()
            at.switch_page(f"pages/{page}_page.py")
        for key, value in address.items():
            at.query_params[key] = value
        return at.run()

    return go
