"""The page of changes, over the tiny office and one whose LAOs fall back and change."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from itasdash.importing import ImportOptions, Upload, import_files, load_register
from itasdash.store import Store
from tests.kits.files import as_csv
from tests.kits.small_office import (
    FIRST,
    LAST,
    REGISTER,
    WHEN,
    listing,
    office,
    status,
    summary,
    take,
)
from tests.ui.test_pages import (
    FIRST_MOMENT,
    LAST_MOMENT,
    LIST,
    SUMMARY,
    cards,
    in_one_language,
    on_screen,
    sound,
)

Visit = Callable[..., AppTest]


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which LAOs fell back, came, went, and changed name and type."""
    root = tmp_path_factory.mktemp("moved") / "store"
    fallen = {code: roles for code, roles in LAST.items() if code != "2810101"}
    office(root, status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST))
    header = ("รหัส อปท.", "จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท.")
    rows = [list(lao) for lao in REGISTER if lao[0] != "6200202"]
    rows.append(["6500202", "เชียงใหม่", "จอมทอง", "อบต.", "ข่วงเปา"])
    # An อบต. that became a เทศบาลตำบล and took another name.
    rows = [
        ["5500201", row[1], row[2], "เทศบาลตำบล", "บ้านแปะใหม่"] if row[0] == "6500201" else row
        for row in rows
    ]
    later = Upload("register.csv", as_csv([header, *map(tuple, rows)]))
    store = Store(root)
    load_register(store, later, date(2022, 1, 1), who="tester", when=WHEN)
    export = status("b.csv", "31 ม.ค. 2565 เวลา 16.30 น.", fallen)
    lines = export.data.decode().splitlines()
    kept = [line for line in lines if "6200202" not in line and "6500201" not in line]
    take(store, Upload("b.csv", "\n".join(kept).encode()))
    return root


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_shows_every_kind_of_change(visit: Visit, moved: Path, language: str) -> None:
    at = sound(visit("changes", data=moved, lang=language))
    in_one_language(at, language)
    if language == "en":
        return
    assert on_screen(at.title[0].value) == "ครบใหม่ 5 แห่ง · ถอยหลัง 1 แห่ง"
    assert cards(at) == {
        "ครบใหม่": "5",
        "ถอยหลัง": ":orange[1]",
        "เพิ่มหนึ่งคน": "0",
        "ทะเบียน": "0",
        "ไม่ทราบแล้ว": "1",
    }
    texts = [on_screen(text.value) for text in at.markdown]
    assert "ลงทะเบียนแล้ว 2 + ครบใหม่ 5 − ถอยหลัง 1 = 6 (+4)" in texts
    balance = at.dataframe[0].value.set_index("สถานะ")
    assert balance.loc["รวมทั้งหมด"].to_list() == [10, 1, 1, 0, 0, 10]
    assert at.segmented_control(key="list").options == [
        "ครบใหม่ 5",
        "ถอยหลัง 1",
        "ไม่ทราบแล้ว 1",
        "เข้าทะเบียน 1",
        "ออกจากทะเบียน 1",
        "เปลี่ยนชื่อ 1",
        "เปลี่ยนประเภท 1",
    ]


def test_a_list_and_a_province_are_chosen_by_the_address(visit: Visit, moved: Path) -> None:
    at = sound(visit("changes", data=moved, list="renamed"))
    [row] = at.dataframe[1].value.to_dict("records")
    assert row["ชื่อ อปท."] == "เทศบาลตำบลบ้านแปะใหม่"
    assert row["ชื่อเดิม"] == "องค์การบริหารส่วนตำบลบ้านแปะ"
    at = sound(visit("changes", data=moved, **{"in": ["81"]}))
    assert list(at.dataframe[1].value["ชื่อ อปท."]) == [
        "องค์การบริหารส่วนตำบลเขาพนม",
        "เทศบาลเมืองกระบี่",
    ]
    at = sound(visit("changes", data=moved, list="regressed", **{"in": ["50"]}))
    assert any("ไม่มี อปท. ในรายการนี้" in info.value for info in at.info)


def test_one_click_leads_from_the_gain_of_the_overview_to_who_changed(visit: Visit) -> None:
    at = sound(visit(as_of=LAST_MOMENT, before=FIRST_MOMENT))
    [link] = [link for link in at.main.get("page_link") if link.proto.label == "ดูว่าใครเปลี่ยน"]
    assert link.proto.page == "changes"
    assert f"before={FIRST_MOMENT}" in link.proto.query_string


def test_without_two_snapshots_the_page_says_what_to_do(visit: Visit) -> None:
    at = sound(visit("changes", as_of=FIRST_MOMENT))
    assert any("อย่างน้อยสองครั้ง" in info.value for info in at.info)


@pytest.mark.parametrize(("as_of", "before"), [(SUMMARY, LIST), (LAST_MOMENT, SUMMARY)])
def test_a_summary_names_nobody_but_its_gains_are_shown(
    visit: Visit, as_of: str, before: str
) -> None:
    at = sound(visit("changes", as_of=as_of, before=before))
    assert any("ไม่มีรายชื่อ" in info.value for info in at.info)
    in_one_language(at, "th")


def test_the_gain_is_the_same_on_every_page(visit: Visit) -> None:
    at = sound(visit(as_of=LAST_MOMENT, before=FIRST_MOMENT))
    gain = cards(at)["เพิ่มขึ้น"]
    at = sound(visit("changes", as_of=LAST_MOMENT, before=FIRST_MOMENT))
    assert any(f"({gain})" in on_screen(text.value) for text in at.markdown)


def test_where_other_pages_count_a_summary_the_page_says_so(visit: Visit, tmp_path: Path) -> None:
    store = office(tmp_path / "store", status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST))
    when = "31 ม.ค. 2565 เวลา 16.30 น."
    exports = [listing("b.csv", when, LAST), summary("c.csv", when, LAST)]
    # A list of those whom nobody opened tells of nobody that they have registered.
    options = ImportOptions(who="tester", when=WHEN, list_means="nobody")
    assert [r.error for r in import_files(store, exports, options)] == [None, None]
    at = sound(visit("changes", data=store.root))
    in_one_language(at, "th")
    said = [on_screen(info.value) for info in at.info]
    assert any("ลงทะเบียนแล้ว 2 และ 7 ตามลำดับ" in words for words in said)


def test_a_table_of_successions_that_cannot_be_used_is_said(visit: Visit, tmp_path: Path) -> None:
    store = office(
        tmp_path / "store",
        status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST),
        summary("b.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST),
        status("c.csv", "31 ม.ค. 2565 เวลา 16.30 น.", LAST),
    )
    (store.root / "successions.csv").write_text("effective\n", encoding="utf-8")
    at = visit("changes", data=store.root)
    assert not at.exception
    assert any("successions.csv" in error.value for error in at.error)


@pytest.mark.parametrize(
    ("page", "subject"), [("changes", "การเปลี่ยนแปลง"), ("provinces", "รายจังหวัด")]
)
def test_files_of_changes_name_the_moment_compared_with(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, page: str, subject: str
) -> None:
    names: list[str] = []

    def offered(*_: object, file_name: str, **__: object) -> bool:
        names.append(file_name)
        return False

    monkeypatch.setattr(st, "download_button", offered)
    sound(visit(page, as_of="20220131T1630", before="20211224T0900"))
    tables = [name for name in names if name.startswith(subject)]
    assert [name.rsplit(".")[-1] for name in tables] == ["csv", "xlsx"]
    assert all("_25650131-1630_เทียบกับ-25641224-0900_" in name for name in tables)
