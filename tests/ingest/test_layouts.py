"""What a person has taught of a layout: known again by its headings, and proven like any other."""

import json
from dataclasses import replace

import pytest

from itasdash.findings import Refusal
from itasdash.ingest.by_layout import moments_of, translated
from itasdash.ingest.export import read_export
from itasdash.ingest.facts import Export
from itasdash.ingest.files.sheets import Merge, Sheet
from itasdash.ingest.layouts import difference, headings_at, likely_start, places
from itasdash.schema import Layout, RecordError, TaughtColumn
from tests.kits.files import Rows, workbook
from tests.kits.tiny import AS_OF, AS_OF_TITLE, codes, register

HEADINGS = ("ฉลากจังหวัด", "พื้นที่ย่อย", "ผู้ตอบรับ", "กุญแจดอกที่หนึ่ง", "กุญแจดอกที่สอง", "จิปาถะ")
FIELDS = ("province", "district", "name", "admin_status", "executive_status", "")
LAYOUT = Layout(
    "กุญแจสองดอก",
    tuple(TaughtColumn((heading,), name) for heading, name in zip(HEADINGS, FIELDS, strict=True)),
    "status",
    yes=("ไขแล้ว",),
    no=("ยังไม่ไข", ""),
)
ROWS: Rows = [
    [AS_OF_TITLE],
    HEADINGS,
    ["กระบี่", "คลองท่อม", "เทศบาลตำบลคลองพน", "ไขแล้ว", "ไขแล้ว", "ก"],
    ["กระบี่", "คลองท่อม", "อบต.คลองพน", "ไขแล้ว", "ยังไม่ไข", "ข"],
    ["ตราด", "แหลมงอบ", "อบต.คลองใหญ่", "ยังไม่ไข", None, "ค"],
]


def sheet(rows: Rows, name: str = "Sheet1", merged: tuple[Merge, ...] = ()) -> Sheet:
    return Sheet(name, [list(row) for row in rows], merged=merged)  # type: ignore[arg-type]


def read(rows: Rows, *layouts: Layout, demanded: bool = False, name: str = "Sheet1") -> Export:
    data = workbook((name, rows))
    return read_export(
        data, "export.xlsx", lambda _: register(), layouts=layouts, demanded=demanded
    )


def states(export: Export) -> list[tuple[str | None, bool | None, bool | None, bool | None]]:
    return [
        (row.lao_id, row.status.registered, row.status.admin_registered,
         row.status.executive_registered)
        for row in export.laos
    ]  # fmt: skip


EXPECTED = [
    ("5810402", True, True, True),
    ("6810404", False, True, False),
    ("6230503", False, False, False),
]


def test_a_layout_comes_back_as_it_was_stored() -> None:
    kept = json.loads(json.dumps(LAYOUT.stored()))
    assert Layout.from_stored(kept) == LAYOUT
    assert Layout.from_stored(kept).fingerprint == LAYOUT.fingerprint


@pytest.mark.parametrize("without", ["name", "columns", "kind"])
def test_what_lacks_a_part_is_no_layout(without: str) -> None:
    kept = {name: value for name, value in LAYOUT.stored().items() if name != without}
    with pytest.raises(RecordError, match=f"{without} is missing"):
        Layout.from_stored(kept)


def test_words_that_nobody_knows_are_refused_until_they_are_taught() -> None:
    with pytest.raises(Refusal):
        read(ROWS)
    export = read(ROWS, LAYOUT)
    assert states(export) == EXPECTED
    assert export.layouts == (LAYOUT.fingerprint,)
    assert export.kind == "status"
    assert [(row.sheet, row.row) for row in export.laos] == [("Sheet1", n) for n in (3, 4, 5)]
    assert codes(export)[0] == "layout_used"


def test_a_layout_is_known_by_its_headings_wherever_they_stand() -> None:
    moved = [["หนังสือแนบ"], [None], *([None, None, *row] for row in ROWS)]
    assert states(read(moved, LAYOUT, name="เมษายน")) == EXPECTED
    spelt = [ROWS[0], [f" {heading}\u200b " for heading in HEADINGS], *ROWS[2:]]
    assert states(read(spelt, LAYOUT)) == EXPECTED
    assert places(LAYOUT, sheet(ROWS)) == [1]


def test_the_fingerprint_knows_neither_name_nor_meaning() -> None:
    other = replace(
        LAYOUT,
        name="อื่น",
        yes=("x",),
        columns=tuple(TaughtColumn(c.heading) for c in LAYOUT.columns),
    )
    assert other.fingerprint == LAYOUT.fingerprint
    turned = replace(LAYOUT, columns=LAYOUT.columns[::-1])
    assert turned.fingerprint != LAYOUT.fingerprint


def test_a_date_in_a_heading_may_be_another_next_week() -> None:
    rows = [[*HEADINGS[:3], "เปิด ณ 7 ม.ค. 2565", "ปิด 07/01/2565"]]
    later = [[*HEADINGS[:3], "เปิด ณ ๑๔ ม.ค. ๒๕๖๕", "ปิด 14/01/2565"]]
    headings = headings_at(sheet(rows), 0, 1)
    layout = replace(LAYOUT, columns=tuple(TaughtColumn(path) for path in headings.values()))
    assert places(layout, sheet(later)) == [0]
    numbered = [[*HEADINGS[:3], "เปิด ณ 7 ม.ค. 2565", "ปิดครั้งที่ 2"]]
    assert places(layout, sheet(numbered)) == []


def test_headings_of_three_rows_belong_to_every_column_below_them() -> None:
    rows = [
        ["พื้นที่", "รอบแรก", None, None, None, None],
        [None, "ก", None, "ข", None, None],
        [None, "ใช่", "ไม่", "ใช่", "ไม่", None],
        ["กระบี่", 1, 2, 3, 4, 5],
    ]
    assert headings_at(sheet(rows), 0, 3) == {
        0: ("พื้นที่",),
        1: ("รอบแรก", "ก", "ใช่"),
        2: ("รอบแรก", "ก", "ไม่"),
        3: ("รอบแรก", "ข", "ใช่"),
        4: ("รอบแรก", "ข", "ไม่"),
        5: (),
    }


def test_the_headings_of_every_page_are_found() -> None:
    paged = [*ROWS[:4], HEADINGS, *ROWS[4:]]
    assert places(LAYOUT, sheet(paged)) == [1, 4]
    assert states(read(paged, LAYOUT)) == EXPECTED


def test_a_layout_that_differs_a_little_is_not_taken_and_said() -> None:
    more = [[*row, extra] for row, extra in zip(ROWS, [None, "ใหม่", 1, 2, 3], strict=True)]
    near = difference(LAYOUT, sheet(more))
    assert near is not None
    assert (near.missing, near.new) == ((), ("ใหม่",))
    renamed = [ROWS[0], [*HEADINGS[:5], "เบ็ดเตล็ด"], *ROWS[2:]]
    for rows, said in ((more, ("–", "ใหม่")), (renamed, ("จิปาถะ", "เบ็ดเตล็ด"))):
        with pytest.raises(Refusal) as refused:
            read(rows, LAYOUT)
        values = refused.value.values
        assert refused.value.code == "layout_differs"
        assert (values["layout"], values["missing"], values["new"]) == (LAYOUT.name, *said)


def test_a_demand_takes_a_layout_in_which_all_that_is_read_is_there() -> None:
    renamed = [ROWS[0], [*HEADINGS[:5], "เบ็ดเตล็ด"], *ROWS[2:]]
    assert states(read(renamed, LAYOUT, demanded=True)) == EXPECTED
    turned = [[*row[:3], row[4], row[3], *row[5:]] if len(row) > 4 else row for row in ROWS]
    assert states(read(turned, LAYOUT, demanded=True)) == EXPECTED
    lacking = [ROWS[0], [*HEADINGS[:4], "อื่น", HEADINGS[5]], *ROWS[2:]]
    with pytest.raises(Refusal) as refused:
        read(lacking, LAYOUT, demanded=True)
    assert refused.value.code == "layout_lacks"
    with pytest.raises(Refusal) as refused:
        read([["จังหวัด", "ทั้งหมด"], ["กระบี่", 1]], LAYOUT, demanded=True)
    assert refused.value.code == "layout_absent"


def test_what_is_read_by_itself_as_it_was_taught_is_only_said() -> None:
    known = ("จังหวัด", "อำเภอ", "ชื่อ อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร")
    layout = Layout(
        "รู้จัก", tuple(TaughtColumn((h,), f) for h, f in zip(known, FIELDS, strict=False)), "status"
    )
    rows = [
        [AS_OF_TITLE],
        [*known, "หมายเหตุ"],
        ["กระบี่", "คลองท่อม", "เทศบาลตำบลคลองพน", "ลงทะเบียนแล้ว", "ลงทะเบียนแล้ว", None],
    ]  # fmt: skip
    export = read(rows, layout)
    assert states(export) == EXPECTED[:1]
    assert export.layouts == ()
    [said] = [f for f in export.findings if f.code == "layout_resembled"]
    assert (said.subject, said.found) == ("รู้จัก", "หมายเหตุ")


def test_a_taught_reading_is_checked_like_any_other() -> None:
    headings = ("หน่วยพื้นที่", "เป้า", "เข้าแล้ว", "ค้าง")
    fields = ("province", "expected", "registered", "outstanding")
    columns = tuple(TaughtColumn((h,), f) for h, f in zip(headings, fields, strict=True))
    layout = Layout("สรุป", columns, "province_summary")
    rows = [[AS_OF_TITLE], headings, ["กระบี่", 7, 3, 5], ["ตราด", 4, 2, 2], ["รวม", 11, 6, 6]]
    export = read(rows, layout)
    assert [(s.expected, s.registered, s.outstanding) for s in export.summaries] == [
        (7, 3, 5),
        (4, 2, 2),
    ]
    assert "sum_differs" in codes(export)
    assert "total_row_differs" in codes(export)


def test_a_word_that_was_not_taught_is_a_finding() -> None:
    rows = [*ROWS[:4], ["ตราด", "แหลมงอบ", "อบต.คลองใหญ่", "ทำหาย", "ไขแล้ว", "ค"]]
    export = read(rows, LAYOUT)
    assert states(export)[2][2] is None
    assert "unknown_status" in codes(export)


def test_an_empty_cell_means_what_was_taught_only_beside_a_name() -> None:
    rows = [*ROWS, ["หมายเหตุ ข้อมูลจากระบบ"], [None, None, "อบต.เกาะช้างใต้"]]
    export = read(rows, LAYOUT)
    assert states(export)[:3] == EXPECTED
    assert [row.place.written for row in export.laos[3:]] == ["อบต.เกาะช้างใต้"]
    assert export.laos[3].status.registered is False


def test_a_list_is_one_because_that_was_taught() -> None:
    layout = Layout(
        "ค้าง",
        (TaughtColumn(("จว.",), "province"), TaughtColumn(("ใคร",), "name")),
        "unregistered_list",
        list_means="nobody",
    )
    rows = [
        [AS_OF_TITLE],
        ["จว.", "ใคร"],
        ["ตราด", "เทศบาลตำบลเกาะช้างใต้"],
        ["กระบี่", "เทศบาลตำบลห้วยน้ำขาว"],
    ]
    export = read(rows, layout)
    assert (export.kind, export.list_means) == ("unregistered_list", "nobody")
    assert export.outstanding == {"5230702", "5810407"}


def test_the_moment_stands_behind_the_words_that_were_taught() -> None:
    rows = [["ออก 9 ม.ค. 2565 เวลา 10.00 น. ยอดสะสม 7 ม.ค. 2565 เวลา 13.00 น."], *ROWS[1:]]
    with pytest.raises(Refusal):
        read(rows, LAYOUT)
    said = [(each.after, each.row) for each in moments_of([sheet(rows)])]
    assert said == [("ออก", 1), ("ยอดสะสม", 1)]
    assert read(rows, replace(LAYOUT, moment_after="ยอดสะสม")).as_of == AS_OF
    later = [[str(rows[0][0]).replace(" 7 ", " ๘ ").replace("10.00", "11.30")], *ROWS[1:]]
    assert read(later, replace(LAYOUT, moment_after="ยอดสะสม")).as_of.day == 8


def test_samples_show_what_the_file_says() -> None:
    assert read(ROWS, LAYOUT).samples[0].written == tuple(ROWS[2][:5])


def test_merged_headings_are_gone_once_they_are_translated() -> None:
    rows = [["พื้นที่", "กุญแจ", None], [None, "หนึ่ง", "สอง"], ["กระบี่", "x", "x"]]
    merges = (Merge(0, 1, 0, 2), Merge(0, 0, 1, 0))
    there = sheet(rows, merged=merges)
    columns = zip(headings_at(there, 0, 2).values(), ("province", "expected", ""), strict=True)
    layout = replace(LAYOUT, height=2, columns=tuple(TaughtColumn(p, f) for p, f in columns))
    told = translated([there], [layout], [], demanded=False)
    assert told.sheets[0].merged == ()
    assert told.sheets[0].rows[1][:2] == ["จังหวัด", "จำนวน อปท."]
    assert there.rows[0][1] == "กุญแจ"


def test_the_likely_heading_row_is_the_one_with_most_words() -> None:
    assert likely_start(sheet(ROWS)) == 1
    assert likely_start(sheet([])) == 0


def test_the_day_in_a_heading_is_that_of_the_moment_or_the_file_is_refused() -> None:
    headings = (*HEADINGS[:3], "เปิด ณ 7 ม.ค. 2565", "ปิด ณ 7 ม.ค. 2565", HEADINGS[5])
    columns = tuple(TaughtColumn((h,), f) for h, f in zip(headings, FIELDS, strict=True))
    layout = replace(LAYOUT, columns=columns)
    assert states(read([ROWS[0], headings, *ROWS[2:]], layout)) == EXPECTED
    later = [heading.replace("7 ม.ค.", "14 ม.ค.") for heading in headings]
    with pytest.raises(Refusal) as refused:
        read([ROWS[0], later, *ROWS[2:]], layout)
    assert refused.value.code == "as_of_ambiguous"
    assert "14 ม.ค. 2565" in str(refused.value.values["dates"])
