"""The picture that a chart downloads as contains its words; the page shows them outside."""

import base64
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fontpkg_sarabun
import plotly
import plotly.graph_objects as go
import pytest

from itasdash.charts import Look, config, outstanding_bars, picture_script
from itasdash.charts.look import text_width
from itasdash.charts.picture import PICTURE_MARGIN
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


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".ttf": "font/ttf"}  # noqa: RUF012

    def log_message(self, *_args: object) -> None: ...


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


MAKE = """async () => {
  const seen = [], real = URL.createObjectURL;
  URL.createObjectURL = (blob) => { seen.push(blob); return real.call(URL, blob); };
  const chart = document.querySelector('.js-plotly-plot'), before = JSON.stringify(chart.layout);
  chart.querySelector('.modebar-btn').click();
  while (seen.length < 2) await new Promise((done) => setTimeout(done, 50));
  URL.createObjectURL = real;
  const image = seen.find((each) => each.type.startsWith('image/svg')) ;
  const bitmap = await createImageBitmap(seen.find((each) => each.type == 'image/png'));
  const sheet = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  sheet.drawImage(bitmap, 0, 0);
  const { data } = sheet.getImageData(0, 0, bitmap.width, bitmap.height);
  const inked = (x) => [...Array(bitmap.height).keys()].some((y) => {
    const at = 4 * (y * bitmap.width + x);
    return data[at] + data[at + 1] + data[at + 2] < 720;
  });
  const columns = [...Array(bitmap.width).keys()].filter(inked);
  return {
    svg: await image.text(), width: bitmap.width, kept: JSON.stringify(chart.layout) == before,
    first: columns[0], last: bitmap.width - 1 - columns.at(-1),
    native: String(window.Blob),
  };
}"""


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
def test_a_picture_is_drawn_in_the_typeface_with_margins_and_its_source(tmp_path):
    """Plotly draws from an image that sees no typeface of the page, and to the page's edge."""
    sync_api = pytest.importorskip("playwright.sync_api")
    font = Path(fontpkg_sarabun.ROOT) / "files" / "Sarabun-Regular.ttf"
    face = f"@font-face{{font-family:Sarabun;font-weight:400;src:url('{font.name}')}}"
    (tmp_path / font.name).write_bytes(font.read_bytes())
    source = "ที่มา: รายชื่อ 7 ม.ค. 65.xlsx <b>"
    chart = outstanding_bars(rates(PROVINCES), Look()).with_caption("ณ ๗", source)
    drawn = go.Figure(chart.spec()).to_html(
        full_html=False, include_plotlyjs="directory", config=chart.config("x")
    )
    (tmp_path / "plotly.min.js").write_text(plotly.offline.get_plotlyjs(), encoding="utf-8")
    page_file = tmp_path / "page.html"
    page_file.write_text(
        f"<meta charset=utf-8><style>{face}</style>{drawn}<script>{picture_script()}</script>",
        encoding="utf-8",
    )
    with sync_api.sync_playwright() as playwright, served(tmp_path) as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*OFFLINE])
        page = browser.new_page(viewport={"width": 700, "height": 900})
        page.goto(f"{address}/page.html")
        page.wait_for_selector(".modebar-btn", state="attached")
        found = [page.evaluate(MAKE) for _ in range(2)]
        browser.close()
    for each in found:
        embedded = base64.b64encode(font.read_bytes()).decode()
        assert f"font-weight:400;src:url(data:font/ttf;base64,{embedded})" in each["svg"]
        assert source.replace("<", "&lt;").replace(">", "&gt;") in each["svg"]
        assert chart.title in each["svg"]
        assert each["width"] == 2 * (720 + 2 * PICTURE_MARGIN)
        assert each["first"] >= 2 * PICTURE_MARGIN - 4
        assert each["last"] >= 2 * PICTURE_MARGIN - 4
        # The page is left as it was.
        assert each["kept"]
        assert "native code" in each["native"]
