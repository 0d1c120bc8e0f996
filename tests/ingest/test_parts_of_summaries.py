"""Summaries that count a part of what they seem to count: a division, a type, a person."""

from collections.abc import Sequence

import pytest

from itasdash.findings import Refusal
from itasdash.ingest.export import understood
from itasdash.ingest.facts import Export
from itasdash.ingest.files.sheets import Cell, Merge, Sheet
from itasdash.ingest.layout.titles import counts_people, role_counted, types_named
from tests.kits.tiny import AS_OF, register

SUMMARY = ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
TYPED = ["จังหวัด", "ประเภท", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
Row = Sequence[Cell]


def read(*rows: Row, merged: Sequence[Merge] = ()) -> Export:
    cells: list[list[Cell]] = [[None if c == "" else c for c in row] for row in rows]
    sheet = Sheet("Sheet1", cells, merged=tuple(merged))
    return understood([sheet], "export.xlsx", "0" * 64, lambda _: register(), as_of=AS_OF)


def refusal(*rows: Row, merged: Sequence[Merge] = ()) -> str:
    with pytest.raises(Refusal) as caught:
        read(*rows, merged=merged)
    return caught.value.code


def claims(export: Export) -> list[tuple[str, int | None, int | None, int | None]]:
    return [(s.province_code, s.expected, s.registered, s.outstanding) for s in export.summaries]


def errors(export: Export) -> set[str]:
    return {finding.code for finding in export.findings if finding.severity == "error"}


@pytest.mark.parametrize("merged", [(), (Merge(0, 2, 0, 3),)])
def test_a_heading_that_is_divided_in_words_nobody_knows_is_refused(
    merged: tuple[Merge, ...],
) -> None:
    head = ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", ""]
    code = refusal(
        head, ["", "", "รอบแรก", "รอบสอง"], ["กระบี่", 7, 2, 5], ["ตราด", 4, 1, 3], merged=merged
    )
    assert code == "columns_ambiguous"


def test_what_was_added_up_is_the_whole_of_a_divided_heading() -> None:
    export = read(
        ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", ""],
        ["", "", "เดือนนี้", "สะสม"],
        ["กระบี่", 7, 2, 5],
        merged=(Merge(0, 2, 0, 3),),
    )
    assert claims(export) == [("81", 7, 5, None)]


def test_states_that_are_divided_in_words_nobody_knows_are_refused() -> None:
    code = refusal(
        ["จังหวัด", "อำเภอ", "ชื่อ อปท.", "สถานะการลงทะเบียน", ""],
        ["", "", "", "ครั้งที่ 1", "ครั้งที่ 2"],
        ["กระบี่", "คลองท่อม", "อบต.คลองยาง", "ยังไม่ลงทะเบียน", "ลงทะเบียนแล้ว"],
        merged=(Merge(0, 3, 0, 4),),
    )
    assert code == "columns_ambiguous"


def test_contacts_under_the_name_of_a_person_are_no_two_states() -> None:
    export = read(
        ["รายชื่อ อปท. ที่ยังไม่ลงทะเบียนทั้งประเทศ"],
        ["จังหวัด", "อำเภอ", "ชื่อ อปท.", "ผู้ดูแลระบบ", ""],
        ["", "", "", "ชื่อ - สกุล", "เบอร์ติดต่อ"],
        ["กระบี่", "คลองท่อม", "ทต.คลองพน", "นายสมชาย ใจดี", "0812345678"],
        merged=(Merge(1, 3, 1, 4),),
    )
    assert [row.status.registered for row in export.laos] == [False]


def test_a_heading_over_two_columns_of_counts_is_refused() -> None:
    head = ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", ""]
    over = (Merge(0, 2, 0, 3),)
    rows = [["กระบี่", 7, 2, 3], ["ตราด", 4, 1, 2]]
    assert refusal(head, *rows, merged=over) == "columns_ambiguous"
    shares = read(head, ["กระบี่", 7, 2, 28.57], ["ตราด", 4, 1, 25.0], merged=over)
    assert claims(shares) == [("81", 7, 2, None), ("23", 4, 1, None)]
    assert refusal(head, ["กระบี่", 7, 28.57, 2], merged=over) == "columns_ambiguous"


def test_a_share_under_each_state_is_the_share_of_that_state() -> None:
    rows = [
        ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "", "ยังไม่ลงทะเบียน", ""],
        ["", "", "จำนวน", "ร้อยละ", "จำนวน", "ร้อยละ"],
    ]
    over = (Merge(0, 2, 0, 3), Merge(0, 4, 0, 5))
    export = read(*rows, ["กระบี่", 7, 2, 28.57, 5, 71.43], merged=over)
    assert claims(export) == [("81", 7, 2, 5)]
    assert not errors(export)
    wrong = read(*rows, ["กระบี่", 7, 2, 28.57, 5, 28.57], merged=over)
    assert "percent_differs" in errors(wrong)


def test_counts_of_one_type_are_not_those_of_the_province() -> None:
    head = ["จังหวัด", "จำนวน อบต. ที่ลงทะเบียนแล้ว", "จำนวน อบต. ที่ยังไม่ลงทะเบียน"]
    assert refusal(head, ["กระบี่", 2, 1]) == "parts_without_total"
    head = ["จังหวัด", "จำนวน อบต.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    assert "expected_differs_from_register" in errors(read(head, ["กระบี่", 3, 2, 1]))


def test_types_without_a_total_leave_what_they_count_untold() -> None:
    export = read(
        ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "", "", "ยังไม่ลงทะเบียน"],
        ["", "", "อบจ.", "เทศบาล", "อบต.", ""],
        ["กระบี่", 7, 1, 1, 1, 4],
        merged=(Merge(0, 2, 0, 4),),
    )
    assert claims(export) == [("81", 7, None, 4)]
    assert sum(f.code == "column_not_read" for f in export.findings) == 3


def test_both_states_together_are_compared_with_the_register() -> None:
    head = ["จังหวัด", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    assert "expected_differs_from_register" in errors(read(head, ["กระบี่", 2, 1]))
    assert not errors(read(head, ["กระบี่", 3, 4]))


def test_rows_of_types_below_their_province() -> None:
    parts = [["", "เทศบาล", 2, 1, 1], ["", "อบต.", 4, 2, 2]]
    first = ["กระบี่", "อบจ.", 1, 0, 1]
    assert refusal(TYPED, first, *parts, ["ตราด", "อบจ.", 1, 1, 0]) == "rows_of_parts"
    whole = read(TYPED, ["กระบี่", "ทุกประเภท", 6, 3, 3], *parts, ["ตราด", "ทุกประเภท", 4, 1, 3])
    assert claims(whole)[0] == ("81", 6, 3, 3)
    below = read(TYPED, first, *parts, ["", "รวม", 7, 3, 4])
    assert claims(below) == [("81", 7, 3, 4)]
    assert refusal(TYPED, first, *parts, ["", "รวม", 7, 4, 3]) == "rows_of_parts"


def test_a_total_that_has_no_name_is_no_part_of_the_last_province() -> None:
    export = read(SUMMARY, ["กระบี่", 7, 3, 4], ["ตราด", 4, 1, 3], ["", 11, 4, 7])
    assert claims(export) == [("81", 7, 3, 4), ("23", 4, 1, 3)]


def test_the_last_total_may_be_that_of_a_group_where_one_above_is_that_of_all() -> None:
    rows = [["กระบี่", 7, 3, 4], ["รวมภาคใต้ตอนล่าง", 7, 3, 4], ["ตราด", 4, 1, 3]]
    assert not errors(read(SUMMARY, ["รวม", 11, 4, 7], *rows, ["รวมเขต 2", 4, 1, 3]))
    wrong = read(SUMMARY, ["รวม", 11, 4, 7], *rows, ["รวมเขต 2", 4, 2, 2])
    assert "total_row_differs" in errors(wrong)
    none = read(SUMMARY, ["รวม", 12, 5, 7], *rows, ["รวมเขต 2", 4, 1, 3])
    assert "total_row_differs" in errors(none)


def test_averages_below_a_total_are_none_of_the_last_province() -> None:
    rows = [SUMMARY, ["กระบี่", 7, 3, 4], ["ตราด", 4, 1, 3], ["รวม", 11, 4, 7]]
    export = read(*rows, ["ค่าเฉลี่ย", 5.5, 2, 3.5], ["สูงสุด", 7, 3, 4])
    assert len(claims(export)) == 2
    assert not errors(export)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("สรุปการลงทะเบียนผู้ดูแลระบบ ITAS รายจังหวัด", "one_role_counted"),
        ("(เฉพาะผู้บริหารท้องถิ่น)", "one_role_counted"),
        ("จำนวนผู้ลงทะเบียนระบบ ITAS รายจังหวัด", "people_counted"),
        ("(หน่วย : คน)", "people_counted"),
        ("สรุปการลงทะเบียน ITAS ขององค์การบริหารส่วนตำบล", "some_types_counted"),
        ("ประเภท อบต.", "some_types_counted"),
    ],
)
def test_a_title_that_counts_a_part_is_refused(title: str, code: str) -> None:
    assert refusal([title], SUMMARY, ["กระบี่", 3, 2, 1], ["ตราด", 2, 1, 1]) == code


@pytest.mark.parametrize(
    "title",
    [
        "สรุปการลงทะเบียนผู้ดูแลระบบและผู้บริหารท้องถิ่น",
        "สรุปสำหรับผู้บริหาร: การลงทะเบียน ITAS",
        "สรุปการลงทะเบียน ITAS ของ อบจ. เทศบาล และ อบต.",
        "หน่วย : แห่ง",
        "สรุปการลงทะเบียนของ อบต. และเทศบาล",
    ],
)
def test_a_title_that_leaves_nobody_out_is_no_reason_to_refuse(title: str) -> None:
    export = read([title], SUMMARY, ["กระบี่", 7, 3, 4], ["ตราด", 4, 1, 3])
    assert len(claims(export)) == 2


def test_a_status_under_a_title_of_one_person_is_that_of_the_person() -> None:
    head = ["จังหวัด", "อำเภอ", "ชื่อ อปท.", "สถานะ"]
    export = read(
        ["สถานะการลงทะเบียนผู้ดูแลระบบ ITAS"],
        head,
        ["กระบี่", "คลองท่อม", "ทต.คลองพน", "ลงทะเบียนแล้ว"],
        ["กระบี่", "คลองท่อม", "อบต.คลองพน", "ยังไม่ลงทะเบียน"],
    )
    told = [(r.status.registered, r.status.admin_registered) for r in export.laos]
    assert told == [(None, True), (False, False)]


def test_what_titles_are_about() -> None:
    assert role_counted(["สถานะการลงทะเบียนผู้ดูแลระบบ"])[0] == "admin"
    assert role_counted(["การลงทะเบียนผู้ดูแลระบบ", "การลงทะเบียนผู้บริหาร"]) == ("", "")
    only = ["การลงทะเบียนผู้ดูแลระบบและผู้บริหาร", "เฉพาะผู้บริหาร"]
    assert role_counted(only) == ("executive", "เฉพาะผู้บริหาร")
    assert role_counted(["รายงานการลงทะเบียน เสนอผู้บริหาร"]) == ("", "")
    assert types_named("เทศบาล") == {"CITY", "TOWN", "SUBDISTRICT"}
    assert counts_people("หน่วย: คน")
    assert not counts_people("จำนวนหน่วยรายจังหวัด")
