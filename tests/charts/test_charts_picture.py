"""The picture that a chart downloads as contains its words; the page shows them outside."""

import re
import shutil
from pathlib import Path

import plotly
import plotly.graph_objects as go
import pytest

from itasdash.charts import Look, config, outstanding_bars
from itasdash.charts.look import text_width
from tests.kits.frames import PROVINCES, all_charts, rates


def test_only_the_picture_button_stands_in_the_mode_bar():
    options = config("ตาราง.png", "en")
    assert options["modeBarButtons"] == [["toImage"]]
    assert options["displaylogo"] is False
    assert options["toImageButtonOptions"]["filename"] == "ตาราง"
    assert options["toImageButtonOptions"]["scale"] >= 2


def test_plotly_asks_for_the_words_that_are_translated():
    source = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    words = config("x")["locales"]["itasdash"]["dictionary"]
    script = source.read_text("utf-8")
    assert [word for word in words if f'"{word}"' not in script] == []


def test_the_picture_is_higher_by_its_words():
    chart = outstanding_bars(rates(PROVINCES), Look())
    long = chart.with_caption("ข้อมูล ณ 7 ม.ค. 2565 13:00 น. · " + "ภาคเหนือ " * 40)
    lines = long.spec()["layout"]["title"]["text"].split("<br>")
    assert len(lines) > 3
    assert lines[0] == f"<b>{chart.title}</b>"
    assert all(text_width(re.sub("<.+?>", "", line), 14) <= 720 for line in lines[1:])
    heights = [c.config("x")["toImageButtonOptions"]["height"] for c in (chart, long)]
    assert heights[1] - heights[0] == pytest.approx(1.3 * 18 * (len(lines) - 2), abs=1)


OFFLINE = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
def test_words_stand_in_the_picture_and_not_on_the_page(tmp_path):
    sync_api = pytest.importorskip("playwright.sync_api")
    drawn = {name: draw(Look()).with_caption("ณ ๗") for name, (_, draw) in all_charts().items()}
    parts = ["<script>", plotly.offline.get_plotlyjs(), "</script>"]
    for name, chart in drawn.items():
        drawn_figure = go.Figure(chart.spec())
        parts.append(drawn_figure.to_html(full_html=False, include_plotlyjs=False, div_id=name))
    page_file = tmp_path / "page.html"
    page_file.write_text("".join(parts), encoding="utf-8")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*OFFLINE])
        page = browser.new_page(viewport={"width": 700, "height": 900})
        page.goto(page_file.as_uri())
        for name, chart in drawn.items():
            # Below the upper edge of the figure nothing of the title is seen.
            below = page.evaluate(
                "n => { const g = document.getElementById(n);"
                " return g.querySelector('.gtitle').getBoundingClientRect().bottom"
                " - g.querySelector('.main-svg').getBoundingClientRect().top }",
                name,
            )
            assert below <= 0, name
            size = chart.config("x")["toImageButtonOptions"]
            inside = page.evaluate(
                "async ([n, w, h]) => { const uri = await Plotly.toImage(n,"
                " {format: 'svg', width: w, height: h});"
                " const box = document.createElement('div');"
                " box.innerHTML = decodeURIComponent(uri.slice(uri.indexOf(',') + 1));"
                " document.body.append(box); const svg = box.querySelector('svg');"
                " const s = svg.getBoundingClientRect();"
                " const t = svg.querySelector('.gtitle').getBoundingClientRect();"
                " const words = svg.querySelector('.gtitle').textContent; box.remove();"
                " return [t.top - s.top, s.right - t.right, words] }",
                [name, size["width"], size["height"]],
            )
            assert inside[0] >= 0, name
            assert inside[1] >= 0, name
            assert chart.title in inside[2]
            assert inside[2].endswith("ณ ๗")
        browser.close()
