"""The theme of the app has the colours of the reference tables, and nothing from outside."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from itasdash.reference import table

ROOT = Path(__file__).resolve().parents[2]
CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
ROLES = {
    "primaryColor": "primary",
    "backgroundColor": "background",
    "secondaryBackgroundColor": "surface",
    "textColor": "ink",
    "borderColor": "line",
    "orangeTextColor": "action",
    "greenTextColor": "complete",
    "grayTextColor": "muted",
}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_and_charts_share_their_colours(mode: str) -> None:
    colours = {row["role"]: row[mode] for row in table("colours")}
    theme = CONFIG["theme"][mode]
    assert {option: theme[option] for option in ROLES} == {o: colours[r] for o, r in ROLES.items()}
    assert theme["chartSequentialColors"] == [row[mode] for row in table("rate_scale")]


def test_style_sheets_take_their_colours_from_the_table() -> None:
    known = {(row["light"].lower(), row["dark"].lower()) for row in table("colours")}
    used = set()
    for path in (ROOT / "itasdash" / "ui").rglob("*.css"):
        sheet = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"light-dark\((#\w{6}), (#\w{6})\)", sheet))
        # Streamlit gives its colours no names that a style sheet could use.
        assert "var(--st-" not in sheet
    assert used
    assert used <= known


def test_typeface_is_served_from_here() -> None:
    urls = [face["url"] for face in CONFIG["theme"]["fontFaces"]]
    assert all(url.startswith("app/static/") for url in urls)
    assert "://" not in str(CONFIG["theme"])


def test_defaults_are_safe() -> None:
    server = CONFIG["server"]
    assert (server["address"], server["maxUploadSize"]) == ("localhost", 50)
    assert server["enableXsrfProtection"] is True
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
