"""Readings of layouts by kind: what is read, what is asked, and that no number is wrong unsaid."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from itasdash.findings import Refusal
from itasdash.ingest.export import understood
from itasdash.ingest.facts import Export
from itasdash.ingest.files.sheets import Cell, Merge, Sheet
from tests.kits.tiny import AS_OF, AS_OF_TITLE, LIST_TITLE, codes, found, names, register

PAO_KRABI, TOWN_KRABI = "2810101", "4810102"
YANG, YA, PHON, PHON_SAO, NAM = "6810305", "6810508", "5810402", "6810404", "5810407"
PAO_TRAT, YAI, YAI_NGOP, CHANG = "2230101", "6230203", "6230503", "5230702"
LIST = ["ที่", "จังหวัด", "อำเภอ", "ชื่อ อปท."]
SUMMARY = ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
Row = Sequence[Cell]


def sheet(*rows: Row, name: str = "Sheet1", merged: Sequence[Merge] = (), **more: object) -> Sheet:
    cells: list[list[Cell]] = [[None if c == "" else c for c in row] for row in rows]
    return Sheet(name, cells, merged=tuple(merged), **more)  # type: ignore[arg-type]


def read(
    *rows: Row,
    file: str = "export.xlsx",
    name: str = "Sheet1",
    as_of: datetime | None = AS_OF,
    covers: str | None = None,
    merged: Sequence[Merge] = (),
    **more: object,
) -> Export:
    return read_all(
        sheet(*rows, name=name, merged=merged, **more),
        file=file,
        as_of=as_of,
        covers=covers,
    )


def read_all(
    *sheets: Sheet,
    file: str = "export.xlsx",
    as_of: datetime | None = AS_OF,
    covers: str | None = None,
) -> Export:
    return understood(sheets, file, "0" * 64, lambda _: register(), as_of=as_of, covers=covers)


def refused(*rows: Row, **more: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(*rows, **more)  # type: ignore[arg-type]
    return caught.value


def claims(export: Export) -> list[tuple[str, int | None, int | None, int | None]]:
    return [(s.province_code, s.expected, s.registered, s.outstanding) for s in export.summaries]


def states(export: Export) -> dict[str | None, tuple[bool | None, bool | None, bool | None]]:
    return {
        r.lao_id: (r.status.registered, r.status.admin_registered, r.status.executive_registered)
        for r in export.laos
    }


def loud(export: Export) -> set[str]:
    return {f.code for f in export.findings if f.severity == "error"}


YES, NO = (True, True, True), (False, False, False)

# --- tables side by side, one below the other, newspaper columns ---


def test_halves_side_by_side_are_read_left_then_right() -> None:
    export = read(
        [LIST_TITLE],
        [*LIST, "", *LIST],
        [1, "กระบี่", "คลองท่อม", "ทต.คลองพน", "", 3, "ตราด", "แหลมงอบ", "อบต.คลองใหญ่"],
        [2, "กระบี่", "เกาะลันตา", "อบต.คลองยาง"],
    )
    assert names(export) == [PHON, YANG, YAI_NGOP]
    assert not loud(export)


def test_newspaper_columns_without_a_gap() -> None:
    head = ["ที่", "ชื่อ อปท."]
    export = read(
        [f"{LIST_TITLE} จังหวัดกระบี่"],
        head * 3,
        [1, "ทต.คลองพน", 3, "อบต.คลองพน", 5, "ทต.ห้วยน้ำขาว"],
        [2, "อบต.คลองยาง", 4, "อบต.คลองยา"],
    )
    assert names(export) == [PHON, YANG, PHON_SAO, YA, NAM]


def test_the_right_half_goes_on_with_the_province_of_the_left() -> None:
    head = ["จังหวัด", "ชื่อ อปท."]
    export = read(
        [LIST_TITLE],
        [*head, *head],
        ["กระบี่", "ทต.คลองพน", "", "อบต.คลองยา"],
        ["", "อบต.คลองยาง", "ตราด", "ทต.เกาะช้างใต้"],
    )
    assert names(export) == [PHON, YANG, YA, CHANG]


def test_a_summary_beside_a_list_is_a_table_of_its_own() -> None:
    export = read(
        [LIST_TITLE],
        ["ที่", "จังหวัด", "ชื่อ อปท.", "", *SUMMARY],
        [1, "กระบี่", "ทต.คลองพน", "", "กระบี่", 7, 6, 1],
        [2, "ตราด", "ทต.เกาะช้างใต้", "", "ตราด", 4, 3, 1],
    )
    assert (names(export), claims(export)) == (
        [PHON, CHANG],
        [("81", 7, 6, 1), ("23", 4, 3, 1)],
    )


@pytest.mark.parametrize("summary_first", [True, False])
def test_a_summary_and_a_list_one_below_the_other(summary_first: bool) -> None:
    summary = [SUMMARY, ["กระบี่", 7, 6, 1], ["ตราด", 4, 3, 1], ["รวม", 11, 9, 2]]
    listed = [
        [LIST_TITLE],
        LIST,
        [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"],
        [2, "ตราด", "เกาะช้าง", "ทต.เกาะช้างใต้"],
    ]
    export = read(*([*summary, [], *listed] if summary_first else [*listed, [], *summary]))
    assert export.kind == "unregistered_list"
    assert (names(export), claims(export)) == (
        [PHON, CHANG],
        [("81", 7, 6, 1), ("23", 4, 3, 1)],
    )
    assert not loud(export)


def test_names_below_a_summary_are_what_its_counts_say() -> None:
    rows = [SUMMARY, ["กระบี่", 7, 6, 1], ["ตราด", 4, 3, 1], [], ["รายละเอียด"]]
    names_only = [["จังหวัด", "ชื่อ อปท."], ["กระบี่", "ทต.คลองพน"], ["ตราด", "ทต.เกาะช้างใต้"]]
    assert read(*rows, *names_only).kind == "unregistered_list"
    as_many = [SUMMARY, ["กระบี่", 2, 1, 1], ["ตราด", 2, 1, 1], [], ["รายละเอียด"]]
    assert refused(*as_many, *names_only).code == "kind_unknown"


def test_blocks_of_provinces_with_the_headings_again() -> None:
    head = ["ที่", "ชื่อ อปท."]
    export = read(
        [LIST_TITLE],
        ["จังหวัดกระบี่"],
        head,
        [1, "ทต.คลองพน"],
        ["จังหวัดตราด"],
        head,
        [1, "ทต.เกาะช้างใต้"],
    )
    assert names(export) == [PHON, CHANG]


# --- headings ---


def test_three_rows_of_headings() -> None:
    export = read(
        ["จังหวัด", "การลงทะเบียน", "", "", ""],
        ["", "จำนวน อปท.", "ผลการลงทะเบียน", "", ""],
        ["", "", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "ร้อยละ"],
        ["กระบี่", 7, 3, 4, 42.86],
        merged=[Merge(0, 1, 0, 4), Merge(1, 2, 1, 4)],
    )
    assert claims(export) == [("81", 7, 3, 4)]


@pytest.mark.parametrize("total", ["รวม", "รวมทั้งสิ้น", "ทั้งหมด"])
@pytest.mark.parametrize("type_above", [True, False])
def test_groups_by_type_with_a_total(total: str, type_above: bool) -> None:
    types, counts = ["อบจ.", "เทศบาล", "อบต.", total], ["จำนวน อปท.", "ลงทะเบียนแล้ว"]
    above, below = (types, counts) if type_above else (counts, types)
    top = [cell for name in above for cell in (name, *[""] * (len(below) - 1))]
    whole, done = [1, 2, 4, 7], [0, 1, 2, 3]
    values = (
        [n for pair in zip(whole, done, strict=True) for n in pair]
        if type_above
        else [*whole, *done]
    )
    export = read(["จังหวัด", *top], ["", *below * len(above)], ["กระบี่", *values])
    assert claims(export) == [("81", 7, 3, None)]
    assert not loud(export)


def test_a_total_that_its_types_do_not_add_up_to_is_an_error() -> None:
    export = read(
        ["จังหวัด", "ลงทะเบียนแล้ว", "", "", "จำนวน อปท."],
        ["", "อบจ.", "อบต.", "รวม", ""],
        ["กระบี่", 1, 1, 3, 7],
    )
    assert claims(export) == [("81", 7, 3, None)]
    assert found(export, "parts_differ") == [(3, "81", 3, 2)]
    assert "parts_differ" in loud(export)


def test_types_without_a_total_are_refused() -> None:
    refusal = refused(
        ["จังหวัด", "ลงทะเบียนแล้ว", ""], ["", "เทศบาล", "อบต."], ["กระบี่", 1, 2], ["ตราด", 1, 2]
    )
    assert refusal.code == "parts_without_total"
    assert "อบต." in str(refusal.values["found"])
    bare = refused(["จังหวัด", "อบจ.", "เทศบาล", "อบต.", "รวม"], ["กระบี่", 1, 2, 4, 7])
    assert bare.code in ("parts_without_total", "no_table")


def test_roles_counted_apart_are_refused_unless_both_are_counted_too() -> None:
    roles = ["จังหวัด", "จำนวน อปท.", "ผู้ดูแลระบบ", "", "ผู้บริหาร", ""]
    below = ["", "", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    assert refused(roles, below, ["กระบี่", 7, 5, 2, 4, 3]).code == "roles_apart"
    export = read([*roles, "ครบทั้งสองคน"], [*below, "ลงทะเบียนแล้ว"], ["กระบี่", 7, 5, 2, 4, 3, 3])
    assert claims(export) == [("81", 7, 3, None)]


def test_two_days_side_by_side_the_moment_chooses() -> None:
    rows: list[Row] = [
        ["จังหวัด", "จำนวน อปท.", "ณ 3 ม.ค. 65", "", "ณ 7 ม.ค. 65", ""],
        ["", "", "ลงทะเบียนแล้ว", "ร้อยละ", "ลงทะเบียนแล้ว", "ร้อยละ"],
        ["กระบี่", 7, 1, 14.29, 3, 42.86],
    ]
    export = read([AS_OF_TITLE], *rows, as_of=None)
    assert claims(export) == [("81", 7, 3, None)]
    assert "columns_of_other_moment" in codes(export)
    assert refused(*rows, as_of=None).code == "as_of_ambiguous"
    assert refused(["ข้อมูล ณ วันที่ 9 ม.ค. 65"], *rows, as_of=None).code == "columns_ambiguous"


@pytest.mark.parametrize("parents", [("รอบที่ 1", "รอบที่ 2"), ("ก่อน", "หลัง")])
def test_columns_that_nothing_tells_apart_are_refused(parents: tuple[str, str]) -> None:
    refusal = refused(
        ["จังหวัด", "จำนวน อปท.", *parents],
        ["", "", "ลงทะเบียนแล้ว", "ลงทะเบียนแล้ว"],
        ["กระบี่", 7, 1, 3],
    )
    assert refusal.code == "columns_ambiguous"
    assert all(parent in refusal.message("th") for parent in parents)


def test_two_status_columns_that_differ_are_refused_and_equal_ones_are_said() -> None:
    head = ["จังหวัด", "ชื่อ อปท.", "สถานะ", "สถานะ"]
    assert refused(head, ["กระบี่", "ทต.คลองพน", "แล้ว", "ยัง"]).code == "columns_ambiguous"
    export = read(head, ["กระบี่", "ทต.คลองพน", "แล้ว", "แล้ว"])
    assert states(export)[PHON][0] is True
    assert "repeated_column" in codes(export)


def test_a_column_about_the_registration_that_is_not_read_is_a_warning() -> None:
    head = ["จังหวัด", "ชื่อ อปท.", "สถานะ", "ผู้ดูแลระบบลงทะเบียนด้วยวิธี"]
    export = read(head, ["กระบี่", "ทต.คลองพน", "แล้ว", "x"])
    assert found(export, "column_not_read") == [(1, None, None, "ผู้ดูแลระบบลงทะเบียนด้วยวิธี")]


# --- pivots ---


@pytest.mark.parametrize("label", ["ป้ายชื่อแถว", "Row Labels"])
def test_a_pivot_of_provinces(label: str) -> None:
    export = read(
        ["นับจำนวน ของ ชื่อ อปท.", "ป้ายชื่อคอลัมน์"],
        [label, "ยังไม่ลงทะเบียน", "ลงทะเบียนแล้ว", "ผลรวมทั้งหมด"],
        ["กระบี่", 4, 3, 7],
        ["ตราด", 1, 3, 4],
        ["ผลรวมทั้งหมด", 5, 6, 11],
    )
    assert claims(export) == [("81", 7, 3, 4), ("23", 4, 3, 1)]
    assert not loud(export)


PIVOT: list[Row] = [
    ["ป้ายชื่อแถว", "ผลรวม ของ ผู้ดูแลระบบลงทะเบียนแล้ว", "ผลรวม ของ ผู้บริหารลงทะเบียนแล้ว"],
    ["กระบี่", 2, 1],
    ["คลองท่อม", 1, 1],
    ["ทต.คลองพน", 1, 1],
    ["อบต.คลองพน", 0, 0],
    ["เกาะลันตา", 1, 0],
    ["อบต.คลองยาง", 1, 0],
    ["ตราด", 1, 1],
    ["แหลมงอบ", 1, 1],
    ["อบต.คลองใหญ่", 1, 1],
    ["ผลรวมทั้งหมด", 3, 2],
]


def test_a_pivot_of_laos_below_their_districts_and_provinces() -> None:
    export = read(*PIVOT)
    assert states(export) == {
        PHON: YES,
        PHON_SAO: NO,
        YANG: (False, True, False),
        YAI_NGOP: YES,
    }
    assert not loud(export)


def test_a_pivot_whose_sums_are_wrong_is_an_error() -> None:
    rows = [list(row) for row in PIVOT]
    rows[1][1] = 3
    assert found(read(*rows), "stated_total_differs") == [(2, None, 3, 2)]


def test_districts_below_their_province_in_a_pivot_are_not_counted_twice() -> None:
    export = read(
        ["Row Labels", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"],
        ["กระบี่", 3, 4],
        ["คลองท่อม", 1, 2],
        ["เกาะลันตา", 2, 2],
        ["ตราด", 3, 1],
        ["Grand Total", 6, 5],
    )
    assert claims(export) == [("81", None, 3, 4), ("23", None, 3, 1)]
    assert "unknown_province" not in codes(export)


# --- rows ---


@pytest.mark.parametrize(
    "row",
    [
        ["รวมหน้านี้ 1 แห่ง"],
        ["ยอดยกมา 1 แห่ง"],
        ["ยอดยกไป", "", "", "1 แห่ง"],
        ["หน้า 1/2"],
        ["ลงชื่อ ........................ ผู้รายงาน"],
        ["(นายสมชาย ใจดี)"],
        ["", "", "", "ลงชื่อ ........................"],
        ["พิมพ์เมื่อวันที่ 9 มกราคม 2565 เวลา 12.00 น."],
        ["ตำแหน่ง ท้องถิ่นจังหวัด"],
        ["กระบี่ ผลรวม", "", "", 1],
        ["กระบี่ Total", "", "", 1],
        ["กระบี่ จำนวน", "", "", 1],
        ["รวมหนึ่งแห่ง"],
        ["รวม 7 แห่ง ลงทะเบียนแล้ว 6 แห่ง ยังไม่ลงทะเบียน 1 แห่ง"],
        ["* อยู่ระหว่างสรรหา"],
        ["# Export Timestamp: 2022-01-07 13:00"],
        ["-", "ตราด", "-", "ไม่มี (ลงทะเบียนครบทุกแห่งแล้ว)"],
        ["", "ตราด", "", "- ไม่มี -"],
    ],
)
def test_rows_that_are_no_laos_and_no_alarms(row: Row) -> None:
    export = read([LIST_TITLE], LIST, [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"], row)
    assert names(export) == [PHON]
    assert export.rows.stored() == {"read": 2, "resolved": 1, "unresolved": 0, "ignored": 1}
    assert not loud(export)


def test_sections_of_pages_go_on() -> None:
    export = read(
        [LIST_TITLE],
        ["ที่", "ชื่อ อปท."],
        ["จังหวัดกระบี่ (2 แห่ง)"],
        [1, "ทต.คลองพน"],
        ["จังหวัดกระบี่ (ต่อ)"],
        [2, "อบต.คลองยาง"],
    )
    assert names(export) == [PHON, YANG]
    assert not loud(export)


@pytest.mark.parametrize("section", ["จังหวัดเชียงราย", "เชียงราย 3 ราย", "จ.เชียงราย (3 แห่ง)"])
def test_the_unit_at_the_end_of_a_section_is_no_part_of_its_name(section: str) -> None:
    from itasdash.ingest.layout.sections import read_section

    place, count = read_section(section)
    assert "เชียงราย" in place
    assert count == (3 if "3" in section else None)


def test_sections_of_types_give_the_type() -> None:
    export = read(
        [f"{LIST_TITLE} จังหวัดกระบี่"],
        ["ที่", "ชื่อ อปท."],
        ["เทศบาลตำบล"],
        [1, "คลองพน"],
        ["องค์การบริหารส่วนตำบล"],
        [1, "คลองพน"],
    )
    assert names(export) == [PHON, PHON_SAO]


@pytest.mark.parametrize("at", ["above", "below"])
@pytest.mark.parametrize("told", [1, 3])
def test_totals_of_a_province_above_and_below_its_rows(at: str, told: int) -> None:
    block: list[Row] = [
        [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"],
        [2, "ตราด", "เกาะช้าง", "ทต.เกาะช้างใต้"],
    ]
    total: Row = [f"รวมจังหวัดกระบี่ {told} แห่ง"]
    rows = [total, *block] if at == "above" else [*block, total]
    export = read([LIST_TITLE], LIST, *rows)
    assert ("stated_total_differs" in loud(export)) == (told == 3)


def test_the_number_of_rows_that_a_title_states() -> None:
    rows: list[Row] = [LIST, [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"]]
    assert not loud(read([LIST_TITLE], ["จำนวนแถวที่ส่งออก", 1], *rows))
    assert "stated_total_differs" in loud(read([LIST_TITLE], ["จำนวนแถวที่ส่งออก", 41], *rows))


def test_hidden_rows_of_a_list_are_an_error_and_of_a_status_a_warning() -> None:
    rows: list[Row] = [LIST, [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"]]
    listed = read([LIST_TITLE], *rows, hidden_rows=frozenset({3}))
    assert "list_rows_hidden" in loud(listed)
    status = read(
        [*LIST, "สถานะ"],
        [1, "กระบี่", "คลองท่อม", "ทต.คลองพน", "แล้ว"],
        hidden_rows=frozenset({2}),
    )
    assert found(status, "rows_hidden") == [(None, None, None, 1)]


# --- statuses ---

ROLES = ["จังหวัด", "ชื่อ อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร"]
K, L = ["กระบี่", "ทต.คลองพน"], ["กระบี่", "อบต.คลองยาง"]


@pytest.mark.parametrize("mark", ["/", "x", "✓", 1, "X"])
def test_ticks_in_two_columns(mark: Cell) -> None:
    export = read(
        ["จังหวัด", "ชื่อ อปท.", "ผู้ดูแลระบบ", "", "ผู้บริหาร", ""],
        ["", "", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"],
        [*K, mark, "", mark, ""],
        [*L, mark, "", "", mark],
    )
    assert export.kind == "status"
    assert states(export) == {PHON: YES, YANG: (False, True, False)}


def test_a_tick_in_both_columns_or_in_neither_says_nothing() -> None:
    export = read(
        ["จังหวัด", "ชื่อ อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"],
        [*K, "/", "/"],
        [*L, "", ""],
        ["กระบี่", "อบต.คลองยา", "", "/"],
    )
    assert [registered for registered, _, _ in states(export).values()] == [None, None, False]
    assert codes(export).count("unknown_status") == 2


def test_a_cross_beside_ticks_is_a_no_and_beside_noes_a_yes() -> None:
    assert states(read(ROLES, [*K, "/", "x"]))[PHON] == (False, True, False)
    assert states(read(ROLES, [*K, "x", "-"]))[PHON] == (False, True, False)
    alone = read(ROLES, [*K, "x", ""])
    assert states(alone)[PHON] == (None, None, None)
    assert "unknown_status" in codes(alone)


@pytest.mark.parametrize(
    "legend",
    [
        "หมายเหตุ: x หมายถึง ลงทะเบียนแล้ว, ช่องว่าง หมายถึง ยังไม่ลงทะเบียน",
        "x = ลงทะเบียนแล้ว   ว่าง = ยังไม่ลงทะเบียน",
        "x คือ ลงทะเบียนแล้ว และ ช่องว่าง คือ ยังไม่ลงทะเบียน",
    ],
)
def test_a_legend_says_what_marks_and_blanks_mean(legend: str) -> None:
    export = read(ROLES, [*K, "x", ""], [*L, "x", "x"], [legend])
    assert states(export) == {PHON: (False, True, False), YANG: YES}


def test_blanks_among_ticks_are_not_registered_and_said_among_words_unknown() -> None:
    ticks = read(ROLES, [*K, "✓", ""], [*L, "✓", "✓"])
    assert states(ticks)[PHON] == (False, True, False)
    assert "blanks_mean_not" in codes(ticks)
    worded = read(ROLES, [*K, "ลงทะเบียนแล้ว", ""], [*L, "ลงทะเบียนแล้ว", "ลงทะเบียนแล้ว"])
    assert states(worded)[PHON][0] is None


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("2/2", YES),
        ("1/2", (False, None, None)),
        ("0/2", NO),
        ("2 จาก 2 คน", YES),
        ("1 จาก 2", (False, None, None)),
        ("0 of 2", NO),
    ],
)
@pytest.mark.parametrize(
    "heading", ["สถานะการลงทะเบียน", "ลงทะเบียนแล้ว (คน) ผู้ดูแลระบบและผู้บริหาร รวม 2 คน"]
)
def test_how_many_of_the_two(cell: str, state: tuple[bool | None, ...], heading: str) -> None:
    export = read(["จังหวัด", "ชื่อ อปท.", heading], [*K, cell], [*L, "2/2"])
    assert states(export)[PHON] == state


@pytest.mark.parametrize(
    ("yes", "no"), [("มี", "ไม่มี"), ("Active", "Inactive"), ("ครบ", "ไม่ครบ"), ("TRUE", "FALSE")]
)
def test_more_words_of_a_status(yes: str, no: str) -> None:
    assert states(read(ROLES, [*K, yes, no]))[PHON] == (False, True, False)


def test_a_time_of_registration_for_each_of_the_two() -> None:
    export = read(
        ["จังหวัด", "ชื่อ อปท.", "วันเวลาที่ลงทะเบียน", ""],
        ["", "", "ผู้ดูแลระบบ", "ผู้บริหาร"],
        [*K, datetime(2022, 1, 3, 9, 0), "5/1/2565 10:00"],
        [*L, datetime(2022, 1, 3, 9, 0), ""],
        ["กระบี่", "อบต.คลองยา", "", "-"],
    )
    assert states(export) == {PHON: YES, YANG: (False, True, False), YA: NO}
    assert [str(r.status.registered_on) for r in export.laos] == ["2022-01-05", "None", "None"]


@pytest.mark.parametrize(
    ("who", "state"),
    [
        ("ทั้งสองคน", NO),
        ("ผู้ดูแลระบบ", (False, False, True)),
        ("ผู้บริหารท้องถิ่น", (False, True, False)),
        ("ผู้ดูแลระบบ, ผู้บริหาร", NO),
        ("ผู้บริหารท้องถิ่น กับ ผู้ดูแลระบบ", NO),
        ("Administrator and executive", NO),
        ("ไม่ทราบ", (False, None, None)),
    ],
)
@pytest.mark.parametrize("heading", ["ผู้ที่ยังไม่ลงทะเบียน", "ผู้ที่ยังขาด", "Who is missing"])
def test_a_column_that_says_who_is_missing(
    who: str, state: tuple[bool | None, ...], heading: str
) -> None:
    export = read([LIST_TITLE], ["จังหวัด", "ชื่อ อปท.", heading], [*K, who])
    assert export.kind == "unregistered_list"
    assert states(export)[PHON] == state
    assert "unknown_status" not in codes(export)


@pytest.mark.parametrize("who", ["", "ปลัด", "ผู้บริหาร หรือ ปลัด"])
def test_who_is_missing_in_no_known_word_is_a_warning(who: str) -> None:
    export = read([LIST_TITLE], ["จังหวัด", "ชื่อ อปท.", "ผู้ที่ยังขาด"], [*K, who])
    assert states(export)[PHON] == (False, None, None)
    assert found(export, "unknown_status") == [(3, None, None, who)]


@pytest.mark.parametrize("heading", ["ผู้ที่ยังไม่ลงทะเบียน", "ผู้ที่ยังขาด"])
def test_where_nobody_is_missing_in_a_row_the_table_is_no_list(heading: str) -> None:
    rows = [[*K, "ผู้บริหาร"], [*L, "-"]]
    for title in ([], [LIST_TITLE]):
        export = read(title, ["จังหวัด", "ชื่อ อปท.", heading], *rows)
        assert export.kind == "status"
        assert states(export) == {PHON: (False, True, False), YANG: YES}


@pytest.mark.parametrize("heading", ["ผู้ที่ยังไม่ลงทะเบียน", "ผู้ที่ยังขาด"])
def test_an_empty_cell_of_who_is_missing_does_not_list_its_lao(heading: str) -> None:
    export = read(["จังหวัด", "ชื่อ อปท.", heading], [*K, "ผู้บริหาร"], [*L, ""])
    assert states(export) == {PHON: (False, True, False), YANG: (None, None, None)}
    assert "unknown_status" in codes(export)


def test_who_is_missing_that_contradicts_the_roles_is_an_error() -> None:
    head = ["จังหวัด", "ชื่อ อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร", "ผู้ที่ยังขาด"]
    yes, no = "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"
    export = read(head, [*K, yes, no, "ผู้บริหาร"], [*L, yes, yes, ""])
    assert not {"status_contradicts_roles", "unknown_status"} & set(codes(export))
    export = read(head, [*K, yes, no, "ผู้ดูแลระบบ"], [*L, yes, yes, ""])
    assert found(export, "status_contradicts_roles")[0][0] == 2


@pytest.mark.parametrize("heading", ["บทบาท", "ประเภทผู้ใช้งาน", "Role"])
def test_a_row_for_each_person(heading: str) -> None:
    export = read(
        ["จังหวัด", "ชื่อ อปท.", heading, "สถานะ"],
        [*K, "ผู้ดูแลระบบ", "ลงทะเบียนแล้ว"],
        [*K, "ผู้บริหาร", "ยังไม่ลงทะเบียน"],
        [*L, "ผู้บริหาร", "ลงทะเบียนแล้ว"],
        [*L, "ผู้ดูแลระบบ", "ลงทะเบียนแล้ว"],
    )
    assert states(export) == {PHON: (False, True, False), YANG: YES}
    assert export.rows.stored() == {"read": 4, "resolved": 2, "unresolved": 0, "ignored": 2}


def test_a_person_told_twice_unequally_is_an_error_and_unknown() -> None:
    export = read(
        ["จังหวัด", "ชื่อ อปท.", "บทบาท", "สถานะ"],
        [*K, "ผู้ดูแลระบบ", "ลงทะเบียนแล้ว"],
        [*K, "ผู้ดูแลระบบ", "ยังไม่ลงทะเบียน"],
        [*K, "ผู้บริหาร", "ลงทะเบียนแล้ว"],
    )
    assert states(export)[PHON] == (None, None, True)
    assert "duplicate_lao_differs" in loud(export)


def test_colours_are_asked_about() -> None:
    refusal = refused(
        ["สีเขียว = ลงทะเบียนแล้ว   สีแดง = ยังไม่ลงทะเบียน"], ROLES, [*K, "", ""], [*L, "", ""]
    )
    assert refusal.code == "status_colours"


@pytest.mark.parametrize(
    "note", ["/ หมายถึง ลงทะเบียนแล้ว  - หมายถึง ยังไม่ลงทะเบียน", "หมายเหตุ: ยังไม่ลงทะเบียน = สีแดง"]
)
def test_a_legend_below_never_makes_a_list_of_a_status(note: str) -> None:
    export = read(ROLES, [*K, "/", "/"], [*L, "-", "-"], [], [note])
    assert export.kind == "status"
    assert states(export)[PHON] == YES


def test_a_heading_of_ticks_never_makes_a_list_of_a_status() -> None:
    rows: list[Row] = [
        ["จังหวัด", "ชื่อ อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"],
        [*K, "", "/"],
        [*L, "", "/"],
    ]
    assert read(*rows).kind == "status"


# --- numbers ---


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("3 (42.86%)", 3),
        ("3\n(42.86%)", 3),
        ("42.86% (3)", 3),
        ("3 แห่ง (ร้อยละ 42.86)", 3),
        ("๓ แห่ง", 3),
        ("จำนวน 3 แห่ง", 3),
    ],
)
def test_counts_in_every_form(cell: str, count: int) -> None:
    export = read(SUMMARY, ["กระบี่", 7, cell, 4])
    assert claims(export) == [("81", 7, count, 4)]
    assert not loud(export)


def test_a_share_under_a_heading_of_shares_is_no_count() -> None:
    export = read(
        ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว (ร้อยละ)", "ยังไม่ลงทะเบียน"],
        ["กระบี่", 7, "50.00", 4],
        ["ตราด", 4, "75.00", 1],
    )
    assert [registered for _, _, registered, _ in claims(export)] == [None, None]


@pytest.mark.parametrize(
    ("row", "claim"),
    [
        (["กระบี่", 7, "-", 7], (7, 0, 7)),
        (["กระบี่", 7, 7, " - "], (7, 7, 0)),
        (["กระบี่", 7, 3, "-"], (7, 3, None)),
        (["กระบี่", "-", "-", "-"], (None, None, None)),
    ],
)
def test_a_dash_is_zero_only_where_the_row_shows_it(
    row: Row, claim: tuple[int | None, ...]
) -> None:
    assert claims(read(SUMMARY, row, ["ตราด", 4, 1, 3]))[0][1:] == claim


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["กระบี่", 7, 9, ""], "count_impossible"),
        (["กระบี่", 7, "", 8], "count_impossible"),
        (["กระบี่", 7, -1, 8], "count_negative"),
    ],
)
def test_counts_that_cannot_be_are_errors(row: Row, code: str) -> None:
    assert code in loud(read(SUMMARY, row))


def test_a_share_above_100_is_an_error() -> None:
    export = read([*SUMMARY, "ร้อยละ"], ["กระบี่", 7, 3, 4, 128.57])
    assert "share_impossible" in loud(export)


def test_a_decimal_comma() -> None:
    export = read([*SUMMARY, "ร้อยละ"], ["กระบี่", 7, 3, 4, "42,9"])
    assert not loud(export)


# --- coverage of a list's silence ---

WIDE: list[Row] = [
    LIST,
    [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"],
]


def covered(export: Export) -> list[str]:
    assert export.coverage is not None
    return sorted(export.coverage.provinces)


@pytest.mark.parametrize(
    "part",
    [
        ["ตัวกรอง: จังหวัด = กระบี่"],
        ["# Applied Filters: province = กระบี่"],
        ["Applied filters: จังหวัด is กระบี่ สถานะ is ยังไม่ลงทะเบียน"],
    ],
)
def test_a_filter_by_province_covers_what_is_listed(part: Row) -> None:
    for rows in ([[LIST_TITLE], part, *WIDE], [[LIST_TITLE], *WIDE, [], part]):
        export = read(*rows)
        assert covered(export) == ["81"]
        assert "list_of_part" in codes(export)


@pytest.mark.parametrize(
    "part",
    [
        ["ตัวกรอง: ประเภท อปท. = อบต."],
        ["Applied filters: อำเภอ is คลองท่อม"],
        ["กรองเฉพาะหน่วยงานที่ติดตาม"],
    ],
)
def test_a_filter_by_anything_else_is_refused(part: Row) -> None:
    assert refused([LIST_TITLE], part, *WIDE).code == "list_filtered"


def test_a_filter_of_a_year_is_no_part() -> None:
    export = read([LIST_TITLE], ["Applied filters: ปีงบประมาณ is 2565"], *WIDE)
    assert covered(export) == ["23", "81"]


def test_conditions_on_a_sheet_of_their_own() -> None:
    conditions = sheet(["รายการ", "ค่า"], ["จังหวัด", "กระบี่"], name="สรุปเงื่อนไข")
    export = read_all(conditions, sheet([LIST_TITLE], *WIDE))
    assert covered(export) == ["81"]


@pytest.mark.parametrize("half", ["ครึ่งแรก", "แผ่นที่ 1/2", "หน้า 1 จาก 2"])
def test_a_half_says_nothing_of_the_province_where_it_was_cut(half: str) -> None:
    export = read([LIST_TITLE], [half], *WIDE)
    assert covered(export) == []
    assert "list_of_part" in codes(export)


def test_a_part_speaks_of_the_provinces_that_it_names() -> None:
    export = read([LIST_TITLE], ["ส่วนที่ 1"], *WIDE)
    assert covered(export) == ["81"]
    assert "list_of_part" in codes(export)


def test_an_answer_of_a_person_counts() -> None:
    part = ["ตัวกรอง: จังหวัด = กระบี่"]
    assert covered(read([LIST_TITLE], part, *WIDE, covers="country")) == ["23", "81"]
    assert covered(read([LIST_TITLE], *WIDE, covers="listed")) == ["81"]


def test_a_row_of_a_province_that_has_nobody_to_name_speaks_for_it() -> None:
    export = read([LIST_TITLE], *WIDE, ["-", "ตราด", "-", "ไม่มี"], covers="listed")
    assert covered(export) == ["23", "81"]


def test_rows_of_a_list_that_carry_days_of_registration_are_an_error() -> None:
    export = read(
        [LIST_TITLE], [*LIST, "วันที่ลงทะเบียน"], [1, "กระบี่", "คลองท่อม", "ทต.คลองพน", "5 ม.ค. 65"]
    )
    assert "list_row_registered" in loud(export)


# --- moments ---


def when(*titles: str, file: str = "x.xlsx", name: str = "Sheet1", **more: object) -> Export:
    return read(
        [LIST_TITLE], *([t] for t in titles), *WIDE, file=file, name=name, as_of=None, **more
    )


@pytest.mark.parametrize(
    "title",
    [
        "ข้อมูล ณ 2022-01-07T06:00:00Z",
        "ข้อมูล ณ 2022-01-07 06:00 UTC",
        "ข้อมูล ณ วันที่ 7 ม.ค. 65 (13.00 น.)",
        "ข้อมูล ณ เวลา 13.00 น. ของวันที่ 7 มกราคม 2565",
        "ข้อมูล ณ วันที่ 7 มกราคม 2565 เวลา 13 นาฬิกา",
        "ข้อมูล ณ วันที่ 7 มกราคม 2565, 13.00 น.",
        "ข้อมูล ณ 7/1/2565 1:00 PM",
    ],
)
def test_times_in_every_place_and_zone(title: str) -> None:
    assert when(title).as_of == AS_OF


@pytest.mark.parametrize(
    "file",
    ["list_2022-01-07_13-00.csv", "list_20220107130000.csv", "q_2022-01-07T06_00_00.890Z.csv"],
)
def test_times_in_file_names(file: str) -> None:
    assert when(file=file).as_of == AS_OF


def test_the_name_of_the_sheet_or_the_header_of_its_pages_gives_the_moment() -> None:
    assert when(name="7 ม.ค. 65 (13.00 น.)").as_of == AS_OF
    assert when(texts=(AS_OF_TITLE,)).as_of == AS_OF


def test_a_sheet_that_is_named_after_another_day_than_its_title_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        when(AS_OF_TITLE, name="24-12-2564")
    assert caught.value.code == "as_of_ambiguous"


def test_two_times_of_one_day_are_refused() -> None:
    with pytest.raises(Refusal) as caught:
        when(AS_OF_TITLE, "ข้อมูล ณ วันที่ 7 ม.ค. 65 เวลา 9.00 น.")
    assert caught.value.code == "as_of_ambiguous"


def test_a_time_that_is_shown_but_cannot_be_read_is_a_warning() -> None:
    export = when("ข้อมูล ณ วันที่ 7 ม.ค. 65 เวลาบ่ายโมง")
    assert found(export, "time_not_read") == [(None, None, None, "7 ม.ค. 2565")]


def test_sheets_of_two_days_are_refused_unless_one_is_asked_for() -> None:
    head = ["จังหวัด", "ชื่อ อปท.", "สถานะ"]
    old = sheet(head, [*K, "ยัง"], name="24-12-2564")
    new = sheet(head, [*K, "แล้ว"], name="07-01-2565")
    with pytest.raises(Refusal) as caught:
        read_all(old, new, as_of=None)
    assert caught.value.code == "as_of_several"
    assert all(day in caught.value.message("th") for day in ("24 ธ.ค. 2564", "7 ม.ค. 2565"))
    export = read_all(old, new)
    assert states(export)[PHON][0] is True
    assert "sheet_of_other_moment" in codes(export)


def test_the_day_of_printing_is_no_moment() -> None:
    export = when("พิมพ์เมื่อ 9 ม.ค. 65 เวลา 8.00 น.", AS_OF_TITLE)
    assert export.as_of == AS_OF


def test_tables_side_by_side_have_sections_of_their_own() -> None:
    head: Row = ["ที่", "ชื่อ อปท.", "", "ที่", "ชื่อ อปท."]
    export = read(
        [LIST_TITLE],
        ["จังหวัดกระบี่", "", "", "จังหวัดตราด"],
        head,
        [1, "ทต.คลองพน", "", 1, "อบจ.ตราด"],
        # A section of the left table is none of the right one, which has its own.
        ["จังหวัดตราด"],
        [1, "ทต.เกาะช้างใต้", "", "จังหวัดกระบี่"],
        ["", "", "", *head[:2]],
        ["", "", "", 1, "อบต.คลองยาง"],
    )
    assert names(export) == [PHON, CHANG, PAO_TRAT, YANG]


def test_a_section_of_the_left_table_alone_is_one_of_the_table_beside_it_as_well() -> None:
    export = read(
        [LIST_TITLE],
        ["ที่", "ชื่อ อปท.", "", "ที่", "ชื่อ อปท."],
        ["จังหวัดกระบี่"],
        [1, "ทต.คลองพน", "", 2, "อบต.คลองยาง"],
        ["จังหวัดตราด"],
        [1, "อบจ.ตราด", "", 2, "ทต.เกาะช้างใต้"],
    )
    assert names(export) == [PHON, PAO_TRAT, YANG, CHANG]


def test_who_signs_below_a_short_list_is_on_no_list() -> None:
    signed: list[Row] = [["", "", "", text] for text in ("ตรวจแล้วถูกต้อง", "ท้องถิ่นจังหวัด")]
    rows: list[Row] = [[1, "กระบี่", "คลองท่อม", "ทต.คลองพน"], [2, "ตราด", "", "อบจ.ตราด"]]
    rows += [[3, "กระบี่", "เกาะลันตา", "อบต.คลองยาง"], [4, "ตราด", "", "ทต.เกาะช้างใต้"]]
    export = read([LIST_TITLE], LIST, *rows, [], *signed)
    assert names(export) == [PHON, PAO_TRAT, YANG, CHANG]
    assert codes(export).count("row_not_understood") == 2


def test_a_dash_for_a_name_means_nobody_only_where_its_province_has_no_other_row() -> None:
    export = read([LIST_TITLE], LIST, [1, "กระบี่", "", "-"], [2, "ตราด", "", "อบจ.ตราด"])
    assert (names(export), covered(export)) == ([PAO_TRAT], ["23", "81"])
    assert "row_without_name" not in codes(export)
    export = read([LIST_TITLE], LIST, [1, "ตราด", "", "-"], [2, "ตราด", "", "อบจ.ตราด"])
    assert found(export, "row_without_name") == [(3, None, None, "-")]


@pytest.mark.parametrize("page", ["หน้า 1/1", "หน้า 1 จาก 1", "page 1 of 1"])
def test_the_only_page_is_no_part_of_a_list(page: str) -> None:
    export = read([LIST_TITLE], *WIDE, [2, "ตราด", "", "อบจ.ตราด"], [page])
    assert covered(export) == ["23", "81"]
    assert "list_of_part" not in codes(export)


@pytest.mark.parametrize("total", ["กระบี่ ผลรวม 1", "กระบี่ ผลรวม (1 แห่ง)", "กระบี่ Total: 1"])
def test_a_count_may_stand_behind_the_word_for_a_total(total: str) -> None:
    rows: list[Row] = [[1, "กระบี่", "คลองท่อม", "ทต.คลองพน"], ["", "", "", total]]
    assert names(read([LIST_TITLE], LIST, *rows)) == [PHON]


def test_a_column_whose_cells_name_the_two_roles_tells_whom_a_row_is_about() -> None:
    export = read(
        [*LIST, "ฝ่าย", "สถานะการลงทะเบียน"],
        [1, "กระบี่", "คลองท่อม", "ทต.คลองพน", "ผู้ดูแลระบบ", "ลงทะเบียนแล้ว"],
        [2, "กระบี่", "คลองท่อม", "ทต.คลองพน", "ผู้บริหาร", "ยังไม่ลงทะเบียน"],
    )
    assert states(export) == {PHON: (False, True, False)}
    assert not loud(export)


@pytest.mark.parametrize(
    "legend",
    ["ช่องที่เว้นว่าง คือ ยังไม่ลงทะเบียน", "ปล่อยว่างไว้ = ยังไม่ลงทะเบียน", "ไม่กรอก หมายถึง ยังไม่ลงทะเบียน"],
)
def test_a_legend_may_call_an_empty_cell_by_many_names(legend: str) -> None:
    export = read(
        [legend],
        [*LIST, "ผู้ดูแลระบบ", "ผู้บริหาร"],
        [1, "กระบี่", "คลองท่อม", "ทต.คลองพน", "แล้ว", ""],
        [2, "กระบี่", "เกาะลันตา", "อบต.คลองยาง", "แล้ว", "แล้ว"],
    )
    assert states(export) == {PHON: (False, True, False), YANG: YES}


def test_the_same_headings_with_nothing_below_them_say_nothing_of_a_list() -> None:
    export = read([LIST_TITLE], [*LIST, "", *LIST], *WIDE[1:], [2, "ตราด", "", "อบจ.ตราด"])
    assert covered(export) == ["23", "81"]
    assert "list_of_districts" not in codes(export)


@pytest.mark.parametrize("count", ["", " (1 แห่ง)", " จำนวน 1 แห่ง"])
def test_a_row_that_writes_a_status_is_that_of_the_rows_below_it(count: str) -> None:
    export = read(
        [LIST_TITLE],
        LIST,
        [f"1. อปท. ที่ลงทะเบียนแล้ว{count}"],
        [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"],
        [f"2. อปท. ที่ยังไม่ลงทะเบียน{count}"],
        [1, "ตราด", "", "อบจ.ตราด"],
    )
    assert export.kind == "status"
    assert {lao: state[0] for lao, state in states(export).items()} == {PHON: True, PAO_TRAT: False}


def test_a_status_whose_count_is_not_that_of_the_rows_below_it_is_none_of_them() -> None:
    rows: list[Row] = [["ลงทะเบียนแล้ว 6 แห่ง"], [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"]]
    export = read([LIST_TITLE], LIST, *rows)
    assert (export.kind, states(export)[PHON][0]) == ("unregistered_list", False)
    assert "row_not_understood" in codes(export)


def test_one_status_between_the_rows_is_no_section_of_all() -> None:
    rows: list[Row] = [[1, "กระบี่", "คลองท่อม", "ทต.คลองพน"], ["ลงทะเบียนแล้ว"]]
    rows += [[2, "ตราด", "", "อบจ.ตราด"]]
    assert refused([LIST_TITLE], LIST, *rows).code == "kind_contradicts"


@pytest.mark.parametrize(
    ("titles", "file"),
    [
        (["รายชื่อ อปท. ที่ลงทะเบียนแล้ว"], "ยังไม่ลงทะเบียน.xlsx"),
        (["รายชื่อ อปท. ที่ลงทะเบียนแล้วและยังไม่ลงทะเบียน"], "a.xlsx"),
        (["รายชื่อ อปท. ยกเว้นที่ยังไม่ลงทะเบียน"], "a.xlsx"),
        (["LAOs that have registered"], "not registered.xlsx"),
    ],
)
def test_titles_that_contradict_each_other_are_refused(titles: list[str], file: str) -> None:
    rows = [*([title] for title in titles), *WIDE]
    assert refused(*rows, file=file).code in ("kind_contradicts", "kind_unknown")


@pytest.mark.parametrize(
    "title",
    [
        "รายชื่อ อปท. ที่ยังไม่เคยลงทะเบียนและยังไม่ลงทะเบียน",
        "รายชื่อ อปท. ที่ยังไม่ลงทะเบียนเข้าร่วมการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565",
    ],
)
def test_a_title_with_counts_or_denials_is_that_of_a_list(title: str) -> None:
    export = read([title], *WIDE)
    assert export.kind == "unregistered_list"
    assert not loud(export)


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        ("ลงทะเบียนแล้ว 8 ม.ค. 65", True),
        ("ลงทะเบียนเรียบร้อย", True),
        ("ผู้ดูแลระบบลงทะเบียนแล้ว", False),
        ("ยังไม่ลงทะเบียน", False),
        ("ประสานแล้ว", False),
    ],
)
def test_a_remark_that_an_lao_has_registered_contradicts_the_list(remark: str, said: bool) -> None:
    row: Row = [1, "กระบี่", "คลองท่อม", "ทต.คลองพน", remark]
    export = read([LIST_TITLE], [*LIST, "หมายเหตุ"], row)
    assert ("list_remark_registered" in loud(export)) == said
    assert states(export)[PHON][0] is (None if said else False)


@pytest.mark.parametrize(
    "title",
    [
        *("รายชื่อ อปท. ขนาดเล็กที่ยังไม่ลงทะเบียน", "รายชื่อ อปท. ที่ยังไม่ลงทะเบียนเกิน 30 วัน"),
        *("ตัวอย่างรายชื่อ อปท. ที่ยังไม่ลงทะเบียน", "รายชื่อ อปท. ที่ยังไม่ลงทะเบียน (เพิ่มเติม)"),
        "รายชื่อ อปท. ที่ยังไม่ลงทะเบียน 10 อันดับแรก",
    ],
)
def test_a_title_of_some_laos_only_says_nothing_of_the_others(title: str) -> None:
    rows: list[Row] = [[title], *WIDE, [2, "ตราด", "", "อบจ.ตราด"]]
    export = read(*rows)
    assert covered(export) == []
    assert "list_of_some" in codes(export)
    assert covered(read(*rows, covers="country")) == ["23", "81"]


@pytest.mark.parametrize("below", ["(มีต่อ)", "และอีก 3 แห่ง", "ฯลฯ", "..."])
def test_a_list_that_goes_on_elsewhere_says_nothing_of_the_others(below: str) -> None:
    rows: list[Row] = [*WIDE, [2, "ตราด", "", "อบจ.ตราด"]]
    assert covered(read([LIST_TITLE], *rows, [below])) == []
    # Below a page that others follow it says nothing.
    assert covered(read([LIST_TITLE], *WIDE, [below], rows[-1])) == ["23", "81"]


@pytest.mark.parametrize(
    ("numbers", "provinces"),
    [
        ([1, 2, 3, 4, 5], ["23", "81"]),
        ([51, 52, 53, 54, 55], []),
        ([1, 2, 3, 4, 9], []),
        # Those of a longer list, of which this is a part by its state.
        ([3, 17, 21, 22, 40], ["23", "81"]),
        # Beginning again in each province.
        ([1, 2, 3, 1, 2], ["23", "81"]),
    ],
)
def test_rows_are_missing_where_the_running_numbers_have_a_gap(
    numbers: list[int], provinces: list[str]
) -> None:
    laos = [["กระบี่", "คลองท่อม", "ทต.คลองพน"], ["กระบี่", "เกาะลันตา", "อบต.คลองยาง"]]
    laos += [["กระบี่", "อ่าวลึก", "อบต.คลองยา"], ["ตราด", "", "อบจ.ตราด"]]
    laos += [["ตราด", "เกาะช้าง", "ทต.เกาะช้างใต้"]]
    rows: list[Row] = [[n, *lao] for n, lao in zip(numbers, laos, strict=True)]
    assert covered(read([LIST_TITLE], LIST, *rows)) == provinces


def test_the_count_in_the_title_of_a_list_is_compared_with_its_rows() -> None:
    title = "รายชื่อ อปท. ที่ยังไม่ลงทะเบียนในระบบ ITAS จำนวน 5 แห่ง"
    assert found(read([title], *WIDE), "stated_total_differs") == [(None, None, 5, 1)]


def test_a_share_that_is_called_by_a_status_is_not_lost_without_a_word() -> None:
    rows: list[Row] = [["จังหวัด", "จำนวน อปท.", "ลงทะเบียน (ร้อยละ)"], ["กระบี่", 7, 71.4]]
    assert "column_not_read" in codes(read(*rows))


def test_a_name_with_a_long_address_that_stands_alone_is_no_note() -> None:
    name = "องค์การบริหารส่วนจังหวัดกระบี่ อำเภอเมืองกระบี่ จังหวัดกระบี่ รหัสไปรษณีย์ 81000 ประเทศไทย"
    export = read([LIST_TITLE], ["รายชื่อ อปท."], [name], ["ทต.คลองพน อ.คลองท่อม จ.กระบี่"])
    assert len(export.laos) == 2
