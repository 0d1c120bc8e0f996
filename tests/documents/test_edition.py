"""The single-file edition of a snapshot: what is in it, and that nothing in it is live."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from itasdash.documents.edition import Edition
from itasdash.documents.file_names import file_name
from itasdash.importing import Upload
from itasdash.schema import Snapshot, SnapshotInfo
from itasdash.store import Store
from tests.kits.browsing import DESKTOP, chromium
from tests.kits.small_office import (
    FIRST,
    LAST,
    SECOND,
    listing,
    office,
    status,
    summary,
)

FIRST_MOMENT = "24 ธ.ค. 2564 เวลา 09.00 น."
WILD = "<img src=x onerror=alert(1)></script><b>`${x}`</b>"


def edition_of(store: Store, language: str = "th") -> Edition:
    infos = store.snapshots()
    before = infos[-2] if len(infos) > 1 else None
    return Edition(infos, before, store.open_errors(infos[-1]), language)


def reader(store: Store) -> Callable[[SnapshotInfo], Snapshot]:
    return lambda info: store.read(info.as_of)


def edition(store: Store, language: str = "th") -> str:
    return edition_of(store, language).to_html(reader(store)).decode()


def body(text: str) -> str:
    # Its own scripts come last; those of charts hold data and say so.
    begin = text.index("<body>")
    return text[begin : text.index("<script>", begin)].replace("\u00a0", " ")


@pytest.fixture(scope="module")
def wild(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store whose last snapshot has a name that would be live if anything let it."""
    export = listing("b<i>.csv", "7 ม.ค. 2565 เวลา 13.00 น.", LAST)
    odd = Upload(export.name, export.data.replace("บ้านแปะ".encode(), WILD.encode()))
    first = status("a.csv", FIRST_MOMENT, FIRST)
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


@pytest.mark.slow
def test_editions_that_differ_have_names_that_differ(tmp_path: Path) -> None:
    """Also where only the course before differs, or what somebody took note of."""
    middle = status("b.csv", "31 ธ.ค. 2564 เวลา 09.00 น.", SECOND)
    title = "14 ม.ค. 2565 เวลา 10.30 น."
    last = [status("c.csv", title, LAST), summary("d.csv", title, LAST, wrong=1)]
    stores = [
        office(
            tmp_path / name, status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", states), middle, *last
        )
        for name, states in (("as_it_was", FIRST), ("corrected", FIRST | {"2200101": "11"}))
    ]
    one, other = (edition_of(store) for store in stores)
    assert one.so_far[1:] == other.so_far[1:]
    assert one.before == other.before == one.so_far[1]
    editions = [
        (one, stores[0]),
        (other, stores[1]),
        (replace(one, open_errors=()), stores[0]),
        (replace(one, before=None), stores[0]),
        (replace(one, before=one.so_far[0]), stores[0]),
        (replace(one, language="en"), stores[0]),
        (replace(one, sample=True), stores[0]),
        (replace(one, so_far=one.so_far[1:]), stores[0]),
    ]
    contents = {each.to_html(reader(store)) for each, store in editions}
    moment = one.so_far[-1].as_of
    names = {file_name("ฉบับ", moment, [], each.ingredients, "html") for each, _ in editions}
    assert len(contents) == len(names) == len(editions)
    assert edition_of(stores[0]).ingredients == one.ingredients


def test_an_open_error_stands_in_the_edition_until_somebody_takes_note(tmp_path: Path) -> None:
    title = "14 ม.ค. 2565 เวลา 10.30 น."
    store = office(tmp_path / "s", status("c.csv", title, LAST), summary("d.csv", title, LAST, 1))
    edition = edition_of(store)
    made = [
        body(each.to_html(reader(store)).decode())
        for each in (edition, replace(edition, open_errors=()))
    ]
    assert ['class="warning"' in text for text in made] == [True, False]


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
    context = browser.new_context(offline=True, viewport=DESKTOP)
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
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
    context.close()
