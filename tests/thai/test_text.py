"""Text from files on pages: nothing of it is Markdown, HTML, a link or a picture."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from streamlit.testing.v1 import AppTest

from itasdash.importing import Upload, load_register
from itasdash.store import Store
from itasdash.ui.shell.text import plain
from tests.kits.browsing import Visit, chromium, server
from tests.kits.small_office import FIRST, SECOND, WHEN, listing, register, status, take

ALERTS = ("info", "warning", "error", "success")
PAGES = ("overview", "provinces", "unregistered", "trends")
# Everything that was seen to become something else somewhere in streamlit.
WILD = (
    "![x](http://evil.test/p.png) [l](http://evil.test) <http://evil.test>",
    "http://evil.test/a HTTPS://evil.test www.evil.test WWW.evil.test ftp://evil.test",
    "a.b+c@evil.test, mailto:a@evil.test",
    ":red[r] :blue-background[x] :small[y] :material/home: :smile: :+1: :streamlit:",
    "$x^2$ $$y$$ H~2~O",
    "<b>b</b> <img src=http://evil.test/i.png> &amp; &#33;",
    "`c` ~~s~~ **b** __b__ *e* _e_",
    "1. a",
    "12345. a",
    "1) a",
    "- a",
    "+ a",
    "# a",
    "> a",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "-> a --",
    "---",
    "| a | b |",
    "[^1]: a",
    "[a]: http://evil.test",
    "\\(x\\) \\[y\\]",
    "2565-01-07.xlsx",
)
SCRIPT = """
import json, sys
import streamlit as st
sys.path.insert(0, {root!r})
from {module} import plain

with open({wild!r}, encoding="utf-8") as file:
    texts = json.load(file)
SHOW = (
    lambda text, key: st.title(text, anchor=False),
    lambda text, key: st.subheader(text, anchor=False),
    lambda text, key: st.caption(text),
    lambda text, key: st.error(text),
    lambda text, key: st.button(text, key=key + "b"),
    lambda text, key: st.metric("m", text),
    lambda text, key: st.progress(0.5, text=text),
    lambda text, key: st.checkbox(text, key=key + "c"),
)
for number, text in enumerate(texts):
    for way, show in enumerate(SHOW):
        with st.container(key=f"text{{number}}-{{way}}"):
            show(plain(text), f"{{number}}-{{way}}")
st.title("end", anchor=False)
"""
LIVE = (
    "a, img, b, strong, em, del, code, ol, ul, blockquote, hr, table, sup, sub, .katex, [role=img]"
)


@pytest.mark.browser
def test_text_from_files_is_shown_to_the_letter(tmp_path: Path) -> None:
    wild, script = tmp_path / "wild.json", tmp_path / "script.py"
    wild.write_text(json.dumps(WILD), encoding="utf-8")
    root = str(Path(__file__).resolve().parents[2])
    script.write_text(
        SCRIPT.format(root=root, wild=str(wild), module=plain.__module__), encoding="utf-8"
    )
    with chromium() as browser, server(tmp_path, script=str(script)) as address:
        shown = everything_shown(browser, address)
    different = {}
    for number, text in enumerate(WILD):
        for way in range(8):
            seen, live = shown[f"{number}-{way}"]
            lines = [line.strip() for line in seen.replace("\u2060", "").splitlines()]
            if text not in lines or live:
                different[number, way] = (text, lines, live)
    assert different == {}


def everything_shown(browser: Browser, address: str) -> dict[str, tuple[str, int]]:
    visit = Visit(browser)
    visit.page.goto(address)
    end = visit.page.get_by_text("end", exact=True)
    # A script that fails says so at once; its end never comes.
    failed = visit.page.get_by_test_id("stException")
    end.or_(failed).first.wait_for()
    assert not failed.count(), failed.inner_text()
    for kind in ("Button", "Metric", "Progress", "Checkbox"):
        expect(visit.page.get_by_test_id(f"st{kind}")).to_have_count(len(WILD))
    found = visit.page.evaluate(
        """live => Object.fromEntries([...document.querySelectorAll("[class*=st-key-text]")].map(
             box => [box.className.match(/st-key-text([0-9]+-[0-9]+)/)[1],
                     [box.innerText, box.querySelectorAll(live).length]]))""",
        LIVE,
    )
    visit.close()
    return {key: (text, live) for key, (text, live) in found.items()}


@pytest.mark.parametrize("text", WILD)
def test_the_letters_stay_the_same(text: str) -> None:
    assert re.sub(r"\\([^a-z0-9\s])", r"\1", plain(text)).replace("\u2060", "") == text


def test_text_stays_on_one_line() -> None:
    assert plain("a\n\n# b\u2028 c\t d ") == "a \\# b c d"


# --- pages ----------------------------------------------------------------------------------------

MARK = "![x](http://evil.test/x.png)<img src=x>:red[r]"


@pytest.fixture(scope="module")
def wild_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose district, LAO and file names are full of markup."""
    root = tmp_path_factory.mktemp("wild") / "store"
    files = (
        status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST),
        listing("b.csv", "7 ม.ค. 2565 เวลา 13.00 น.", SECOND),
    )
    odd = (Upload(f"{MARK.replace('/', '')}{file.name}", wild(file.data)) for file in files)
    store, names = Store(root), register()
    named = Upload(names.name, wild(names.data))
    load_register(store, named, date(2021, 10, 1), who="tester", when=WHEN)
    take(store, *odd)
    return root


def wild(data: bytes) -> bytes:
    for name in ("จอมทอง", "บ้านแปะ"):
        data = data.replace(name.encode(), f"{name}{MARK}".encode())
    return data


def marked_up(at: AppTest) -> Iterator[str]:
    """Yield every text of a page that streamlit or plotly takes for markup."""
    for kind in ("title", "header", "subheader", "caption", "markdown", *ALERTS):
        yield from (element.value for element in at.get(kind))
    for metric in at.metric:
        yield from (metric.label, metric.value)
    for widget in (*at.selectbox, *at.multiselect, *at.button, *at.toggle, *at.text_input):
        yield widget.label
    yield from (element.proto.label for element in at.get("download_button"))
    for chart in at.get("plotly_chart"):
        yield from drawn(json.loads(chart.proto.spec))


def drawn(spec: object) -> Iterator[str]:
    """Yield the texts of a figure but those that are only handed back to us."""
    if isinstance(spec, str):
        # Plotly knows a few tags, and no Markdown.
        yield re.sub(r"!\[x\]|:red\[r", "", spec)
    elif isinstance(spec, list):
        for part in spec:
            yield from drawn(part)
    elif isinstance(spec, dict):
        for key, part in spec.items():
            if key not in ("customdata", "meta"):
                yield from drawn(part)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("moment", ["20211224T0900", "20220107T1300"])
def test_no_name_on_a_page_is_markup(
    visit: Callable[..., AppTest], wild_data: Path, page: str, moment: str
) -> None:
    address = {"province": "50"} if page == "provinces" else {"in": ["50"], "district": ["จอมทอง"]}
    at = visit(page, data=wild_data, as_of=moment, **address)
    assert not at.exception
    assert not at.error
    texts = list(marked_up(at))
    for text in texts:
        for live in ("![x]", "<img", ":red[r"):
            assert not re.search(r"(?<!\\)" + re.escape(live), text), text
    if page == "provinces":
        assert any("&lt;img" in text for text in texts), "the chart of districts shows the name"
    if page in ("provinces", "unregistered"):
        cells = [str(cell) for table in at.dataframe for cell in table.value.to_numpy().flat]
        assert any(MARK in cell for cell in cells)
