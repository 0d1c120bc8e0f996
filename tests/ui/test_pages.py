"""Every page of the app, run as streamlit runs it, over the tiny office and broken ones."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from itasdash.i18n import LANGUAGES
from itasdash.schema import RemovalEvent
from itasdash.store import Store
from tests.kits.small_office import (
    FIRST,
    LAST,
    REGISTER,
    listing,
    office,
    register,
    status,
    summary,
    take,
)

PAGES = ("overview", "provinces", "unregistered", "trends")
FIRST_MOMENT, LIST, SUMMARY, LAST_MOMENT = (
    "20211224T0900",
    "20220107T1300",
    "20220114T1030",
    "20220131T1630",
)
# Names of things that are written in Latin letters in Thai too.
LATIN = re.compile(
    r"ITAS?|[OIE]IT|CSV|Excel|Word|PDF|English|SHA-256|Sarabun|OFL|GeoThai|CC BY|tester"
    r"|ts-local\.com|[a-f0-9]{64}"
)
Visit = Callable[..., AppTest]


def on_screen(text: str) -> str:
    """Return Markdown text as it stands on the screen, spaces that do not break as others."""
    return re.sub(r"\\([^\w\s])", r"\1", text).replace("\u00a0", " ")


def words(at: AppTest) -> Iterator[str]:
    """Yield every text on the page: headings, captions, labels, options, tables."""
    for kind in ("title", "header", "subheader", "caption", "markdown", "info", "warning", "error"):
        yield from (element.value for element in at.get(kind))
    for metric in at.metric:
        yield from (metric.label, metric.value)
    for widget in (*at.selectbox, *at.multiselect):
        yield from (widget.label, *widget.options)
    yield from (element.label for element in (*at.button, *at.toggle, *at.text_input))
    for table in at.dataframe:
        yield from map(str, table.value.columns)
        yield from (str(cell) for cell in table.value.to_numpy().flat if isinstance(cell, str))
    for chart in at.get("plotly_chart"):
        yield chart.proto.spec


def cards(at: AppTest) -> dict[str, str]:
    return {on_screen(metric.label): on_screen(metric.value) for metric in at.metric}


def sound(at: AppTest) -> AppTest:
    assert not at.exception
    assert [error.value for error in at.error] == []
    return at


MOMENTS = {
    FIRST_MOMENT: ("24 ธ.ค. 2564 09:00", "24 Dec 2564 09:00"),
    LIST: ("7 ม.ค. 2565 13:00", "7 Jan 2565 13:00"),
    SUMMARY: ("14 ม.ค. 2565 10:30", "14 Jan 2565 10:30"),
    LAST_MOMENT: ("31 ม.ค. 2565 16:30", "31 Jan 2565 16:30"),
}
# Every page and every kind of snapshot in both languages; in the long run every page with every
# kind of snapshot.
PAIRS = [
    pytest.param(
        page,
        moment,
        LANGUAGES[(number + place) % 2],
        marks=() if (place - number) % 4 in (0, 3) else pytest.mark.slow,
    )
    for number, page in enumerate(PAGES)
    for place, moment in enumerate(MOMENTS)
]


@pytest.mark.parametrize(("page", "moment", "language"), PAIRS)
def test_page_shows_every_kind_of_snapshot(
    visit: Visit, page: str, moment: str, language: str
) -> None:
    at = sound(visit(page, lang=language, as_of=moment))
    assert len(at.title) == 1
    in_thai = language == "th"
    assert MOMENTS[moment][not in_thai] in on_screen(at.main.caption[0].value)
    has_errors = "ข้อผิดพลาด 1 รายการ" if in_thai else "1 error"
    assert any(has_errors in warning.value for warning in at.warning) == (moment == LIST)
    if moment == LIST and in_thai:
        found = "จังหวัดเชียงใหม่: สรุปรายจังหวัดว่ายังไม่ลงทะเบียน 3 แห่ง แต่รายชื่อมี 2 แห่ง"
        # It is sent to whoever unfolds it.
        assert found not in words(at)
        at.session_state["source_folded"] = True
        assert found in words(sound(at.run()))
    in_one_language(at, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["import", "letters"])
def test_page_for_staff_shows_itself_in_both_languages(
    visit: Visit, page: str, language: str
) -> None:
    in_one_language(sound(visit(page, as_of=LAST_MOMENT, lang=language)), language)


def in_one_language(at: AppTest, language: str) -> None:
    """See that a Thai page has no English and no column names, an English one Thai names only."""
    if language == "en":
        fixed = [at.title[0].value, *(caption.value for caption in at.main.caption)]
        fixed += [element.label for element in (*at.selectbox, *at.multiselect, *at.metric)]
        assert not [text for text in fixed if re.search("[ก-๙]", text)]
        return
    for text in words(at):
        if not text.startswith("{"):
            left = LATIN.sub("", on_screen(text))
            left = re.sub(r":\w+\[|[\w-]+\.csv|csv", "", left)
            assert not re.search("[A-Za-z]{2}", left), text


def test_overview_shows_the_national_numbers(visit: Visit) -> None:
    at = sound(visit(as_of=LAST_MOMENT, before=FIRST_MOMENT))
    assert cards(at) == {
        "อัตราการลงทะเบียน": "70.0 %",
        "ลงทะเบียนแล้ว": "7",
        "ยังไม่ลงทะเบียน": ":orange[3]",
        "เพิ่มขึ้น": "+5",
        "จังหวัดที่ครบแล้ว": "1",
    }
    notes = [on_screen(caption.value) for caption in at.main.caption]
    assert "+50.0 จุด จากครั้งก่อน" in notes
    assert "ขาดผู้ดูแลระบบ 1 · ขาดทั้งคู่ 2" in notes
    assert on_screen(at.title[0].value) == r"ลงทะเบียนแล้วร้อยละ 70.0 เหลือ 3 แห่งก่อน 28 ก.พ."


def test_first_snapshot_has_nothing_to_compare_with(visit: Visit) -> None:
    at = sound(visit(as_of=FIRST_MOMENT))
    assert [box.key for box in at.selectbox] == ["year", "as_of"]
    assert cards(at)["เพิ่มขึ้น"] == "–"


def test_snapshot_of_a_list_says_what_the_list_means(visit: Visit) -> None:
    at = sound(visit(as_of=LIST))
    assert any("คนใดคนหนึ่งยังไม่ลงทะเบียน" in caption.value for caption in at.main.caption)


def test_summary_says_what_it_cannot_show(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=SUMMARY))
    assert any("ไม่มีรายชื่อ อปท." in warning.value for warning in at.warning)
    at.button(key="to_provinces").click().run()
    assert at.title[0].value == "รายจังหวัด"
    at = sound(visit("overview", as_of=SUMMARY))
    assert any("มีเพียงสรุปรายจังหวัด" in info.value for info in at.info)
    assert cards(at)["อัตราการลงทะเบียน"] == "40.0 %"


def test_language_switch_keeps_all_choices(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, type=["SAO"], q="บ้าน"))
    at.get_by_key("lang").set_value("en").run()
    sound(at)
    assert at.title[0].value == "Unregistered LAOs"
    assert at.query_params["lang"] == "en"
    assert at.query_params["type"] == "SAO"
    assert at.query_params["q"] == "บ้าน"
    assert at.multiselect(key="type").value == ["SAO"]


def test_choices_stay_when_the_page_changes(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LIST, lang="en", region=["NORTH"]))
    at.switch_page("pages/trends_page.py").run()
    sound(at)
    assert at.title[0].value == "Trends"
    assert at.selectbox(key="as_of").value == LIST
    at.switch_page("pages/unregistered_page.py").run()
    assert at.multiselect(key="region").value == ["NORTH"]


def test_nonsense_in_the_address_shows_the_page_as_it_opens(visit: Visit) -> None:
    junk = {"as_of": "20991231T0000", "year": "x", "before": "<b>", "lang": "xx"}
    at = sound(visit("unregistered", **junk, region=["MOON"], district=["x"], state=["complete"]))
    assert at.selectbox(key="as_of").value == LAST_MOMENT
    assert at.multiselect(key="region").value == []
    at = sound(visit("provinces", province="99", order="up"))
    assert at.title[0].value == "รายจังหวัด"


def test_all_provinces_stand_in_dictionary_order(visit: Visit) -> None:
    at = sound(visit("provinces", as_of=LAST_MOMENT, before=FIRST_MOMENT, order="name"))
    table = at.dataframe[0].value
    assert list(table["จังหวัด"]) == ["กระบี่", "ชลบุรี", "เชียงใหม่"]
    assert list(table["ทั้งหมด (แห่ง)"]) == [3, 3, 4]
    assert list(table["ลงทะเบียนแล้ว (แห่ง)"]) == [3, 1, 3]
    assert list(table["ยังไม่ลงทะเบียน (แห่ง)"]) == [0, 2, 1]
    assert list(table["อัตรา (%)"]) == [100.0, 33.3, 75.0]
    assert list(table["เพิ่มขึ้น (แห่ง)"]) == [2, 1, 2]


def test_a_province_opens_by_its_address(visit: Visit) -> None:
    at = sound(visit("provinces", province="20", as_of=LAST_MOMENT))
    assert at.title[0].value == "จังหวัดชลบุรี"
    assert cards(at)["อัตราการลงทะเบียน"] == "33.3 %"
    names = next(t.value for t in at.dataframe if "ชื่อ อปท." in t.value)["ชื่อ อปท."]
    assert list(names) == ["เทศบาลตำบลบ้านบึง", "องค์การบริหารส่วนตำบลคลองกิ่ว"]
    at.button(key="province_back").click().run()
    assert sound(at).title[0].value == "รายจังหวัด"
    assert "province" not in at.query_params


def test_a_complete_province_says_so(visit: Visit) -> None:
    at = sound(visit("provinces", province="81", as_of=LAST_MOMENT))
    assert any("ลงทะเบียนครบทุกแห่งแล้ว" in success.value for success in at.success)


def outstanding(at: AppTest) -> list[str]:
    tables = [t.value for t in at.dataframe if "ชื่อ อปท." in t.value]
    return list(tables[0]["ชื่อ อปท."]) if tables else []


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ({}, ["เทศบาลตำบลบ้านบึง", "องค์การบริหารส่วนตำบลคลองกิ่ว", "องค์การบริหารส่วนตำบลบ้านแปะ"]),
        ({"region": ["NORTH"]}, ["องค์การบริหารส่วนตำบลบ้านแปะ"]),
        ({"in": ["20"], "district": ["บ้านบึง"], "type": ["SUBDISTRICT"]}, ["เทศบาลตำบลบ้านบึง"]),
        ({"state": ["executive_only"]}, ["องค์การบริหารส่วนตำบลคลองกิ่ว"]),
        ({"q": "อบต.บ้านแปะ"}, ["องค์การบริหารส่วนตำบลบ้านแปะ"]),
        ({"q": "200201"}, ["เทศบาลตำบลบ้านบึง"]),
    ],
)
def test_filters_list_what_they_say(
    visit: Visit, address: dict[str, Any], names: list[str]
) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, **address))
    assert outstanding(at) == names
    labels = [button.label for button in at.get("download_button")]
    assert labels == [f"ดาวน์โหลด CSV {len(names)} แถว", f"ดาวน์โหลด Excel {len(names)} แถว"]


def test_a_filter_without_rows_says_so(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, q="ไม่มีชื่อนี้"))
    assert outstanding(at) == []
    assert any("ลดเงื่อนไข" in info.value for info in at.info)


def lines(at: AppTest, chart: int = 0) -> list[list[float]]:
    spec = json.loads(at.get("plotly_chart")[chart].proto.spec)
    # Beside the lines stand marks of the dates that matter.
    return [trace["y"] for trace in spec["data"] if trace["mode"] == "lines+markers"]


def test_trends_draw_the_rates_over_time(visit: Visit) -> None:
    at = sound(visit("trends", as_of=LAST_MOMENT))
    assert lines(at) == [[0.2, 0.4, 0.4, 0.7]]
    spec = json.loads(at.get("plotly_chart")[0].proto.spec)
    assert spec["layout"]["xaxis"]["type"] == "date"
    at = sound(visit("trends", as_of=LIST, lines="province", **{"in": ["81"]}))
    assert sorted(lines(at)) == [[0.2, 0.4], [1 / 3, 1 / 3]]


def test_trends_of_one_snapshot_say_that_it_is_one(visit: Visit, tmp_path: Path) -> None:
    office(tmp_path / "one", status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST))
    at = sound(visit("trends", data=tmp_path / "one"))
    assert any("เพียงครั้งเดียว" in info.value for info in at.info)


def test_everything_complete(visit: Visit, tmp_path: Path) -> None:
    everybody = {lao[0]: "11" for lao in REGISTER}
    office(tmp_path / "all", status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", everybody))
    for page in PAGES:
        at = sound(visit(page, data=tmp_path / "all"))
        if page == "overview":
            assert at.title[0].value == "ลงทะเบียนครบทั้ง 10 แห่ง"
            assert cards(at)["ยังไม่ลงทะเบียน"] == "0"


def test_names_are_shown_to_the_letter(visit: Visit, tmp_path: Path) -> None:
    wild = "![x](http://example.com/x.png) :red[a] $b$ <b>"
    export = listing(f"{wild.replace('/', '')}.csv", "7 ม.ค. 2565 เวลา 13.00 น.", LAST)
    odd = type(export)(export.name, export.data.replace("บ้านแปะ".encode(), wild.encode()))
    office(tmp_path / "wild", odd)
    at = sound(visit("unregistered", data=tmp_path / "wild", q="example"))
    assert any(wild in name for name in outstanding(at))
    assert "](" not in at.main.caption[0].value.replace("\\]\\(", "")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_damaged_snapshot_is_named_and_the_others_are_shown(
    visit: Visit, small_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "damaged"
    shutil.copytree(small_data, data)
    [table] = data.glob("snapshots/*/as_of=20220131T1630/status.parquet")
    flip(table)
    at = visit(data=data)
    assert not at.exception
    [error] = at.error
    assert "as_of=20220131T1630/status.parquet: " in error.value.replace("\\", "")
    # The latest of the others stands in its place, and says its own moment.
    assert "14 ม.ค. 2565 10:30" in on_screen(at.main.caption[0].value)
    at = visit(data=data, as_of=FIRST_MOMENT, before="")
    assert cards(at) == cards(visit(as_of=FIRST_MOMENT, before=""))
    assert len(at.error) == 1


def test_a_flipped_bit_in_an_old_snapshot_leaves_the_later_ones_alone(
    visit: Visit, small_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "damaged"
    shutil.copytree(small_data, data)
    [table] = data.glob(f"snapshots/*/as_of={FIRST_MOMENT}/status.parquet")
    flip(table)
    for page in PAGES:
        at = visit(page, data)
        assert not at.exception
        [error] = at.error
        text = error.value.replace("\\", "")
        assert text.startswith(f"{table.relative_to(data).as_posix()}: ")
        assert str(data) not in text
        if page == "overview":
            assert cards(at)["ลงทะเบียนแล้ว"] == cards(visit(page))["ลงทะเบียนแล้ว"]


@pytest.mark.parametrize("cause", ["flipped bits", "snapshots gone"])
def test_where_every_snapshot_is_lost_none_is_invented_and_staff_can_repair(
    visit: Visit, small_data: Path, tmp_path: Path, cause: str
) -> None:
    data = tmp_path / "damaged"
    shutil.copytree(small_data, data)
    if cause == "snapshots gone":
        shutil.rmtree(data / "snapshots")
    for table in data.glob("snapshots/*/*/status.parquet"):
        flip(table)
    at = visit(data=data)
    assert not at.exception
    assert [title.value for title in at.title] == ["ยังแสดงข้อมูลไม่ได้"]
    assert len(at.error) == (4 if cause == "flipped bits" else 0)
    assert not at.metric
    assert not data.with_name("damaged-sample").exists()
    at.button(key="repair").click().run()
    _run_until(at, lambda: bool(at.metric))
    assert cards(sound(at)) == cards(visit())


@pytest.fixture
def small_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of few files in place of the bundled sample."""
    sample = tmp_path / "sample"
    sample.mkdir()
    files = [register(), status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST)]
    for upload in files:
        (sample / upload.name).write_bytes(upload.data)
    entry = {"file": "a.csv", "kind": "status", "as_of": "2021-12-24T09:00:00+07:00"}
    manifest = {"register": "register.csv", "effective": "2021-10-01", "files": [entry]}
    (sample / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr("itasdash.settings.SAMPLE_FILES", sample)
    monkeypatch.setattr("itasdash.ui.shell.sample.SAMPLE_FILES", sample)
    return sample


@pytest.mark.usefixtures("small_sample")
def test_without_data_the_sample_is_read_and_said_to_be_one(visit: Visit, tmp_path: Path) -> None:
    data = tmp_path / "nothing"
    at = visit(data=data)
    _run_until(at, lambda: bool(at.metric))
    assert cards(sound(at))["ลงทะเบียนแล้ว"] == "2"
    assert any("สมมติขึ้น" in info.value for info in at.info)
    assert not data.exists()
    office(data, summary("d.csv", "14 ม.ค. 2565 เวลา 10.30 น.", LAST))
    at = sound(visit(data=data))
    assert not any("สมมติขึ้น" in info.value for info in at.info)
    assert cards(at)["ลงทะเบียนแล้ว"] == "7"


def test_a_sample_that_could_not_be_read_is_read_again(
    visit: Visit, small_sample: Path, tmp_path: Path
) -> None:
    data = tmp_path / "nothing"
    (small_sample / "a.csv").rename(tmp_path / "away.csv")
    at = visit(data=data)
    _run_until(at, lambda: bool(at.error))
    assert "a.csv" in on_screen(at.error[0].value)
    # As long as what is in its way stays there, whoever saw it fail sees so, and can try again.
    at.button("sample_again").click().run()
    _run_until(at, lambda: bool(at.error))
    (tmp_path / "away.csv").rename(small_sample / "a.csv")
    at.run()
    assert at.error
    at.button("sample_again").click().run()
    _run_until(at, lambda: bool(at.metric))
    assert cards(sound(at))["ลงทะเบียนแล้ว"] == "2"


def test_a_sample_that_could_not_be_read_is_read_again_for_who_comes_anew(
    visit: Visit, small_sample: Path, tmp_path: Path
) -> None:
    data = tmp_path / "nothing"
    (small_sample / "a.csv").rename(tmp_path / "away.csv")
    at = visit(data=data)
    _run_until(at, lambda: bool(at.error))
    (tmp_path / "away.csv").rename(small_sample / "a.csv")
    other = visit(data=data)
    _run_until(other, lambda: bool(other.metric))
    assert cards(sound(other))["ลงทะเบียนแล้ว"] == "2"


def test_staff_read_files_and_see_what_is_in_them(
    visit: Visit, small_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "copy"
    shutil.copytree(small_data, data)
    at = sound(visit("import", data=data))
    upload = status("f.csv", "1 ก.พ. 2565 เวลา 09.00 น.", LAST)
    at.file_uploader[0].upload(upload.name, upload.data)
    _run_until(at, lambda: any(button.key == "save" for button in at.button))
    sound(at)
    assert "ข้อมูล ณ 1 ก.พ. 2565 09:00 น." in on_screen(" ".join(m.value for m in at.markdown))
    at.button(key="save").click()
    _run_until(at, lambda: bool(at.success))
    assert "f.csv: นำเข้าแล้ว" in on_screen(at.success[0].value)


def test_files_are_read_anew_when_the_store_has_changed_since_they_were_shown(
    visit: Visit, small_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "copy"
    shutil.copytree(small_data, data)
    at = visit("import", data=data)
    upload = status("f.csv", "1 ก.พ. 2565 เวลา 09.00 น.", LAST)
    at.file_uploader[0].upload(upload.name, upload.data)
    _run_until(at, lambda: any(button.key == "save" for button in at.button))
    take(Store(data), status("g.csv", "2 ก.พ. 2565 เวลา 09.00 น.", LAST))
    at.button(key="save").click().run()
    [said_now] = at.error
    assert "อ่านไฟล์ใหม่ให้แล้ว" in said_now.value
    assert len(Store(data).snapshots()) == 5
    _run_until(at, lambda: any(button.key == "save" for button in at.button))
    at.button(key="save").click()
    _run_until(at, lambda: bool(at.success))
    assert len(Store(data).snapshots()) == 6


def _run_until(at: AppTest, ready: Callable[[], bool]) -> None:
    for _ in range(50):
        at.run()
        if ready():
            return
    raise AssertionError("it never came")


def test_a_snapshot_is_removed_with_a_reason_and_its_errors_acknowledged(
    visit: Visit, small_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "copy"
    shutil.copytree(small_data, data)
    at = sound(visit("import", data=data))
    at.selectbox(key="record_").select(LIST).run()
    at.text_input(key="acknowledge_reason").set_value("ตรวจแล้ว")
    at.button[[b.label for b in at.button].index("รับทราบข้อผิดพลาด 1 รายการ")].click().run()
    assert any("ตรวจแล้ว" in info.value for info in sound(at).info)
    at.button[[b.label for b in at.button].index("นำออก")].click().run()
    assert len(Store(data).snapshots()) == 4, "no reason, no removal"
    at.text_input(key="remove_reason").set_value("ไฟล์ผิด")
    at.button[[b.label for b in at.button].index("นำออก")].click().run()
    sound(at)
    assert len(Store(data).snapshots()) == 3
    assert Store(data).events(RemovalEvent)[-1].reason == "ไฟล์ผิด"


def test_meeting_mode_leads_through_the_overview_and_back(visit: Visit) -> None:
    at = sound(visit(as_of=LAST_MOMENT, before=FIRST_MOMENT))
    at.button(key="meeting_begin").click().run()
    titles = []
    for step in ("stand", "map", "push", "trend"):
        assert at.query_params["meeting"] == step
        assert at.query_params["before"] == FIRST_MOMENT
        bar = [on_screen(text.value) for text in at.markdown if "ปีงบประมาณ" in text.value]
        assert "ข้อมูล ณ 31 ม.ค. 2565 16:30 น." in bar[0]
        titles.append(on_screen(sound(at).title[0].value))
        if step != "trend":
            at.button(key="meeting_Right").click().run()
    assert len(set(titles)) == 4
    assert at.button(key="meeting_Right").disabled
    at.button(key="meeting_Left").click().run()
    assert at.query_params["meeting"] == "push"
    at.button(key="meeting_Esc").click().run()
    assert "meeting" not in at.query_params
    assert len(sound(at).metric) == 5


def test_the_map_shows_rates_or_numbers_by_its_address(visit: Visit) -> None:
    at = sound(visit(as_of=LAST_MOMENT))
    assert "<b>ชม</b><br>75" in tiles(at)
    at.segmented_control(key="map").set_value("outstanding").run()
    assert at.query_params["map"] == "outstanding"
    assert "<b>ชม</b><br>1" in tiles(sound(at))


def tiles(at: AppTest) -> list[str]:
    specs = [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]
    shapes = [shape for spec in specs for shape in spec["layout"].get("shapes", ())]
    return [shape["label"]["text"] for shape in shapes if "label" in shape]


def test_every_lao_can_be_listed(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, state=["all"]))
    assert len(outstanding(at)) == len(REGISTER)
    assert "ทุกสถานะ" in on_screen(at.main.caption[0].value)


def test_lists_tell_since_when_and_the_filters_of_history_hold(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT))
    listed = next(t.value for t in at.dataframe if "ชื่อ อปท." in t.value)
    assert set(listed["ค้างตั้งแต่"]) == {"24 ธ.ค. 2564"}
    assert set(listed["ค้างมาแล้ว (วัน)"]) == {38}
    at = sound(visit("unregistered", as_of=LAST_MOMENT, history="since_first", days="38"))
    assert len(outstanding(at)) == 3
    assert "ค้างมาแล้วอย่างน้อย 38 วัน" in on_screen(at.main.caption[0].value)
    at = sound(visit("unregistered", as_of=LAST_MOMENT, days="39"))
    assert outstanding(at) == []
    at.button(key="clear").click().run()
    assert len(outstanding(sound(at))) == 3
    assert "days" not in at.query_params


def test_provinces_are_counted_in_step_with_the_filters(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT))
    table = next(t.value for t in at.dataframe if "ในรายการ (แห่ง)" in t.value)
    assert dict(zip(table["จังหวัด"], table["ในรายการ (แห่ง)"], strict=True)) == {
        "ชลบุรี": 2,
        "เชียงใหม่": 1,
    }
    at = sound(visit("unregistered", as_of=LAST_MOMENT, state=["all"], type=["PAO"]))
    table = next(t.value for t in at.dataframe if "ในรายการ (แห่ง)" in t.value)
    assert sorted(table["ในรายการ (แห่ง)"]) == [1, 1, 1]


def test_an_lao_opens_by_its_address_over_all_snapshots(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, lao="6200202", **{"in": ["20"]}))
    assert at.title[0].value == "องค์การบริหารส่วนตำบลคลองกิ่ว"
    timeline = next(t.value for t in at.dataframe if "แถวที่" in t.value and "สถานะ" in t.value)
    assert timeline["ข้อมูล ณ"].tolist() == [
        "31 ม.ค. 2565 16:30 น.",
        "14 ม.ค. 2565 10:30 น.",
        "7 ม.ค. 2565 13:00 น.",
        "24 ธ.ค. 2564 09:00 น.",
    ]
    assert timeline["ไฟล์"].tolist() == ["e.csv", "", "b.csv", "a.csv"]
    assert timeline["แถวที่"].iloc[0] == 12
    assert timeline["สถานะ"].tolist()[1] == "ไม่ทราบสถานะ"
    at.button(key="back").click().run()
    assert sound(at).title[0].value == "อปท. ที่ยังไม่ลงทะเบียน"
    assert at.query_params["in"] == "20"
    assert "lao" not in at.query_params
    at = sound(visit("unregistered", as_of=LAST_MOMENT, lao="9999999"))
    assert any("ไม่พบ อปท." in info.value for info in at.info)


def test_an_address_that_asks_for_too_much_is_cut(visit: Visit) -> None:
    """What a browser sends is bounded by the server: options and lengths bind the browser only."""
    everywhere = [str(code) for code in range(10, 97)]
    at = sound(visit("trends", as_of=LIST, lines="province", **{"in": everywhere}))
    assert 1 < len(at.multiselect(key="in").value) < len(everywhere)
    at = sound(visit("unregistered", as_of=LIST, q="่" * 20_000))
    assert len(at.text_input(key="q").value) == 200
