"""The single-file edition of a snapshot: what is in it, and that nothing in it is live."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from itasdash.documents.edition import Past, html_edition
from itasdash.importing import Upload
from itasdash.metrics import rates, trend
from itasdash.metrics.histories import lao_histories
from itasdash.store import Store
from tests.kits.browsing import DESK, chromium
from tests.kits.small_office import FIRST, LAST, listing, office, status, summary

WILD = "<img src=x onerror=alert(1)></script><b>`${x}`</b>"


def edition(store: Store, language: str = "th") -> str:
    snapshots = [store.read(info.as_of) for info in store.snapshots()]
    *earlier, last = snapshots
    by_moment = {
        s.info.as_of: rates(s.status, s.province_summary, "country", language) for s in snapshots
    }
    history = lao_histories({s.info.as_of: s.status for s in snapshots})
    past = Past(trend(by_moment, "country"), history, earlier[-1] if earlier else None)
    return html_edition(last, past, language).decode()


def body(text: str) -> str:
    end = text.rindex("<script>", 0, text.rindex("<script>"))
    return text[text.index("<body>") : end].replace("\u00a0", " ")


@pytest.fixture(scope="module")
def wild(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store whose last snapshot has a name that would be live if anything let it."""
    export = listing("b<i>.csv", "7 ม.ค. 2565 เวลา 13.00 น.", LAST)
    odd = Upload(export.name, export.data.replace("บ้านแปะ".encode(), WILD.encode()))
    first = status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST)
    return office(tmp_path_factory.mktemp("wild") / "store", first, odd)


def test_edition_says_what_the_pages_say(small_data: Path) -> None:
    text = body(edition(Store(small_data)))
    assert "ข้อมูล ณ 31 ม.ค. 2565 16:30 น." in text
    assert "ปีงบประมาณ 2565" in text
    assert "<b>70.0 %</b>" in text
    assert "ลงทะเบียนแล้วร้อยละ 70.0 เหลือ 3 แห่งก่อน 28 ก.พ." in text
    [source] = Store(small_data).snapshots()[-1].sources
    assert source.sha256 in text
    rows = re.findall(r"<td>(เทศบาลตำบลบ้านบึง|องค์การบริหารส่วนตำบล[^<]*)</td>", text)
    assert rows == ["เทศบาลตำบลบ้านบึง", "องค์การบริหารส่วนตำบลคลองกิ่ว", "องค์การบริหารส่วนตำบลบ้านแปะ"]
    assert text.count('class="chart"') == text.count('type="application/json"') >= 5


def test_edition_is_the_same_every_time_and_speaks_english(small_data: Path) -> None:
    store = Store(small_data)
    assert edition(store) == edition(store)
    english = body(edition(store, "en"))
    assert "As of 31 Jan 2565 16:30" in english
    assert '<html lang="en">' in edition(store, "en")


def test_nothing_in_the_data_is_live(wild: Store) -> None:
    text = body(edition(wild))
    assert "&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt;" in text
    assert "<img" not in text
    assert "b&lt;i&gt;.csv" in text
    assert text.count("</script>") == text.count('<script type="application/json"')


def test_a_summary_alone_has_an_edition_without_names(tmp_path: Path) -> None:
    store = office(tmp_path / "s", summary("d.csv", "14 ม.ค. 2565 เวลา 10.30 น.", LAST))
    text = body(edition(store))
    assert "<b>70.0 %</b>" in text
    assert "เทศบาลตำบลบ้านบึง" not in text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.browser
def test_edition_opens_without_a_network(wild: Store, tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "edition.html"
    file.write_text(edition(wild), encoding="utf-8")
    context = browser.new_context(offline=True, viewport=DESK)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(file.as_uri())
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    assert page.locator(".js-plotly-plot").count() == page.locator(".chart").count() >= 5
    assert page.get_by_text(WILD, exact=False).count() >= 1
    assert page.locator("img[src=x]").count() == 0
    assert "Sarabun" in page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status == 'loaded')"
        ".map(f => f.family))"
    )
    # The policy in the file holds whatever a network would allow.
    page.evaluate("fetch('https://example.com/').catch(() => 0)")
    assert asked == [file.as_uri()]
    assert [c for c in complaints if "example.com" not in c] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK["width"]
    context.close()
