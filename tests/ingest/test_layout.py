"""Layouts met in the wild: where the table stands, what its columns and sheets are."""

import io
from collections.abc import Sequence

import openpyxl
import pytest

from itasdash.findings import Refusal
from itasdash.ingest.export import read_export
from itasdash.ingest.facts import Export
from itasdash.ingest.header import header_key
from itasdash.reference import table
from tests.kits.files import Rows, workbook
from tests.kits.tiny import AS_OF_TITLE, LIST_TITLE, codes, found, names, read, register

LIST = ["ที่", "จังหวัด", "อำเภอ", "ชื่อ อปท."]
STATUS = ["ลำดับ", "จังหวัด", "อำเภอ", "ประเภท อปท.", "ชื่อหน่วยงาน", "ผู้ดูแลระบบ", "ผู้บริหาร"]
SUMMARY = ["ที่", "จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "ร้อยละ"]
PHON = "5810402"  # ทต.คลองพน
PHON_SAO = "6810404"  # อบต.คลองพน
YAI, YAI_NGOP = "6230203", "6230503"  # อบต.คลองใหญ่ of two districts of ตราด


def read_book(*sheets: tuple[str, Rows], hide: Sequence[str] = ()) -> Export:
    data = workbook(*sheets, hide=hide)
    return read_export(data, "list_25650107_1300.xlsx", lambda _: register())


def listed(*rows: Sequence[object], merge: Sequence[str] = (), title: str = LIST_TITLE) -> Export:
    return read([[title], *rows], merge=merge)


# --- the header ---


def test_title_rows_may_stand_above_the_header() -> None:
    export = read(
        [
            [LIST_TITLE],
            ["การประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๕"],
            [AS_OF_TITLE],
            [],
            LIST,
            [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"],
        ],
        as_of=None,
        merge=["A1:D1", "A2:D2", "A3:D3"],
    )
    assert names(export) == [PHON]
    assert export.laos[0].row == 6


@pytest.mark.parametrize(
    "header",
    [
        ["ที่", "จังหวัด", "อำเภอ", "ชื่อ อปท."],
        ["ลำดับที่", "จ.", "อ.", "ทต./อบต."],
        ["ลำดับ\nที่", "จังหวัด", "อำเภอ", "ชื่อ\nอปท."],
        ["#", "จังหวัด ", " อำเภอ", "ชื่อหน่วยงาน"],
        ["No.", "Province", "District", "Name"],
        ["ที่", "จังหวัด", "อำเภอ", "รายชื่อ อปท. ที่ยังไม่ลงทะเบียน"],
        ["ลําดับ", "จังหวัด", "อําเภอ", "ชื่อองค์กรปกครองส่วนท้องถิ่น"],
        ["ที่", "จังหวัด", "อำเภอ", "ชื่อเทศบาล/อบต."],
    ],
)
def test_headings_in_many_words(header: list[str]) -> None:
    assert names(listed(header, [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"])) == [PHON]


def test_a_summary_header_with_units_line_breaks_and_percent_signs() -> None:
    header = ["ที่", "จังหวัด", "จำนวน\nอปท.\n(แห่ง)", "ลงทะเบียน\nแล้ว", "ยังไม่\nลงทะเบียน", "(%)"]
    export = read(
        [header, ["๑", "กระบี่", "๗", "๓", "๔", "42.86%"], ["๒", "ตราด", "4", 3.0, "๑", 75]]
    )
    assert [
        (s.province_code, s.expected, s.registered, s.outstanding, s.percent)
        for s in export.summaries
    ] == [("81", 7, 3, 4, 42.86), ("23", 4, 3, 1, 75.0)]
    assert codes(export) == []


def test_a_merged_two_row_header() -> None:
    top = "ลำดับ|จังหวัด|จำนวน อปท.|การลงทะเบียนเข้าใช้งานระบบ ITAS|||แบบวัด IIT||แบบวัด EIT|"
    below = "|||ลงทะเบียนแล้ว|ยังไม่ลงทะเบียน|ร้อยละ|เป้าหมาย|ตอบแล้ว|เป้าหมาย|ตอบแล้ว"
    header = [[text or None for text in row.split("|")] for row in (top, below)]
    export = read(
        [
            ["สถานะการตอบแบบวัดการรับรู้ รายจังหวัด"],
            *header,
            [1, "กระบี่", 7, 3, 4, 42.86, 210, 12, 700, 30],
        ],
        merge=["A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:H2", "I2:J2"],
    )
    (summary,) = export.summaries
    assert (summary.expected, summary.registered, summary.outstanding) == (7, 3, 4)
    assert (summary.iit_quota, summary.iit_answered) == (210, 12)
    assert (summary.eit_quota, summary.eit_answered) == (700, 30)
    assert summary.row == 4


def test_roles_under_a_merged_heading() -> None:
    export = read(
        [
            ["ที่", "จังหวัด", "ชื่อหน่วยงาน", "สถานะการลงทะเบียน", None],
            [None, None, None, "ผู้ดูแลระบบ", "ผู้บริหาร"],
            [1, "กระบี่", "ทต.คลองพน", "✓", "-"],
        ],
        merge=["D1:E1"],
    )
    status = export.laos[0].status
    assert (status.admin_registered, status.executive_registered) == (True, False)


def test_a_heading_under_another_topic_is_not_taken_for_registration() -> None:
    """The counts of one role, or of OIT, are not those of the LAOs that are registered."""
    export = read(
        [
            ["จังหวัด", "จำนวน อปท.", "ผู้ดูแลระบบ", None, "OIT", "การลงทะเบียน", None],
            [None, None, "ลงทะเบียนแล้ว", "ร้อยละ", "ร้อยละ", "ลงทะเบียนแล้ว", "ร้อยละ"],
            ["กระบี่", 7, 5, 71.43, 10, 3, 42.86],
        ]
    )
    (summary,) = export.summaries
    assert (summary.registered, summary.percent) == (3, 42.86)
    assert [finding[3] for finding in found(export, "unknown_column")] == [
        "ผู้ดูแลระบบ ลงทะเบียนแล้ว",
        "ร้อยละ",
        "OIT ร้อยละ",
    ]


def test_no_heading_of_the_table_of_words_stands_for_two_fields() -> None:
    fields: dict[tuple[str, str], set[str]] = {}
    for row in table("header_words"):
        at = header_key(row["parent"]), header_key(row["header"])
        fields.setdefault(at, set()).add(row["field"])
    assert {at: names for at, names in fields.items() if len(names) > 1} == {}


def test_one_merged_heading_over_type_and_name() -> None:
    export = listed(
        ["ที่", "จังหวัด", "อำเภอ", "ชื่อ อปท.", None],
        [1, "กระบี่", "คลองท่อม", "ทต.", "คลองพน"],
        [2, "กระบี่", "คลองท่อม", "อบต.", "คลองพน"],
        merge=["D2:E2"],
    )
    assert names(export) == [PHON, PHON_SAO]


def test_unknown_columns_are_findings_and_the_rest_is_read() -> None:
    export = listed(
        ["ที่", "จังหวัด", "ผู้ประสาน", "อำเภอ", "ชื่อ อปท.", None],
        [1, "กระบี่", "นาย ก", "คลองท่อม", "ทต.คลองพน", "โทรแล้ว"],
    )
    assert names(export) == [PHON]
    # A column without a heading goes by its letter.
    assert found(export, "unknown_column") == [(2, None, None, "ผู้ประสาน"), (2, None, None, "F")]


def test_a_repeated_column_is_said_and_the_first_one_counts() -> None:
    export = read(
        [
            ["จังหวัด", "ชื่อหน่วยงาน", "สถานะ", "สถานะ"],
            ["กระบี่", "ทต.คลองพน", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"],
        ]
    )
    assert export.laos[0].status.registered is True
    assert found(export, "repeated_column") == [(1, None, None, "สถานะ")]


def test_two_tables_side_by_side_are_an_error() -> None:
    """Half of the names would go missing, and be taken for registered."""
    export = listed(
        [*LIST, None, *LIST],
        [1, "กระบี่", "คลองท่อม", "ทต.คลองพน", None, 2, "กระบี่", "เกาะลันตา", "อบต.คลองยาง"],
    )
    assert found(export, "name_column_twice") == [(2, None, None, "ชื่อ อปท.")]
    assert {f.severity for f in export.findings if f.code == "name_column_twice"} == {"error"}


def test_no_header_is_a_refusal() -> None:
    with pytest.raises(Refusal) as refused:
        read([["บันทึกข้อความ"], ["เรียน ท้องถิ่นจังหวัด"]])
    assert refused.value.code == "no_table"


def test_a_list_of_names_that_says_nothing_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        read([["รายชื่อ อปท."], LIST, [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"]])
    assert refused.value.code == "kind_unknown"


def test_a_header_without_rows_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        listed(LIST)
    assert refused.value.code == "no_rows"


# --- which kind ---


@pytest.mark.parametrize("where", ["title", "sheet", "file", "heading"])
def test_a_list_is_known_by_what_is_written_anywhere_about_it(where: str) -> None:
    heading = "รายชื่อ อปท. ที่ยังไม่ลงทะเบียน" if where == "heading" else "ชื่อ อปท."
    export = read(
        [
            ["อปท. ที่ยังไม่ได้ลงทะเบียน" if where == "title" else "รายงาน"],
            ["ที่", "จังหวัด", heading],
            [1, "กระบี่", "ทต.คลองพน"],
        ],
        sheet="ยังไม่ลงทะเบียน" if where == "sheet" else "Sheet1",
        file="รายชื่อยังไม่ลงทะเบียน.xlsx" if where == "file" else "x.xlsx",
    )
    assert export.kind == "unregistered_list"


def test_a_status_table_is_no_list_because_its_title_mentions_the_unregistered() -> None:
    export = read(
        [
            ["อปท. ที่ลงทะเบียนแล้วและที่ยังไม่ลงทะเบียน"],
            STATUS,
            [1, "กระบี่", "คลองท่อม", "เทศบาลตำบล", "ทต.คลองพน", "แล้ว", "แล้ว"],
            [2, "กระบี่", "คลองท่อม", "อบต.", "อบต.คลองพน", "แล้ว", "ยัง"],
        ]
    )
    assert export.kind == "status"
    assert [row.status.registered for row in export.laos] == [True, False]


def test_a_list_may_tell_the_roles() -> None:
    export = read(
        [
            [LIST_TITLE],
            STATUS,
            [1, "กระบี่", "คลองท่อม", "เทศบาลตำบล", "ทต.คลองพน", "แล้ว", "ยัง"],
            [2, "กระบี่", "คลองท่อม", "อบต.", "อบต.คลองพน", "ยัง", "ยัง"],
        ]
    )
    assert export.kind == "unregistered_list"
    assert [(r.status.registered, r.status.admin_registered) for r in export.laos] == [
        (False, True),
        (False, False),
    ]


# --- sheets ---


def test_a_cover_sheet_first_is_not_the_data() -> None:
    export = read_book(
        ("หมายเหตุ", [["คำอธิบายข้อมูล"], ["ผู้จัดทำ: กองกฎหมาย"]]),
        ("Export", [[LIST_TITLE], LIST, [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"]]),
    )
    assert names(export) == [PHON]
    assert [f.sheet for f in export.findings if f.code == "sheet_without_table"] == ["หมายเหตุ"]


def test_a_hidden_sheet_first_is_not_the_data() -> None:
    export = read_book(
        ("เก่า", [[LIST_TITLE], LIST, [1, "กระบี่", "เกาะลันตา", "อบต.คลองยาง"]]),
        ("ใหม่", [[LIST_TITLE], LIST, [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"]]),
        hide=["เก่า"],
    )
    assert names(export) == [PHON]
    assert [f.sheet for f in export.findings if f.code == "hidden_sheet_skipped"] == ["เก่า"]


def test_hidden_columns_are_read_like_the_others() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(
            workbook(
                (
                    "Sheet1",
                    [
                        [LIST_TITLE],
                        ["ที่", "รหัส อปท.", *LIST[1:]],
                        [1, PHON, "กระบี่", "", "ทต.คลองพน"],
                    ],
                )
            )
        )
    )
    book.active.column_dimensions["B"].hidden = True
    book.active.column_dimensions["C"].hidden = True
    kept = io.BytesIO()
    book.save(kept)
    export = read_export(kept.getvalue(), "x_25650107_1300.xlsx", lambda _: register())
    assert (names(export), export.laos[0].rule) == ([PHON], "code")


@pytest.mark.parametrize(
    ("krabi", "trat"), [("กระบี่", "ตราด"), ("1.กระบี่", "2.ตราด"), ("จ.กระบี่ (1)", "ตราด (2 แห่ง)")]
)
def test_a_sheet_per_province(krabi: str, trat: str) -> None:
    header = ["ที่", "อำเภอ", "ชื่อ อปท."]
    export = read_book(
        (krabi, [[LIST_TITLE], header, [1, "คลองท่อม", "ทต.คลองพน"]]),
        (
            trat,
            [[LIST_TITLE], header, [1, "คลองใหญ่", "อบต.คลองใหญ่"], [2, "แหลมงอบ", "อบต.คลองใหญ่"]],
        ),
    )
    assert names(export) == [PHON, YAI, YAI_NGOP]
    assert [row.sheet for row in export.laos] == [krabi, trat, trat]


def test_a_sheet_is_about_the_province_of_its_title() -> None:
    rows = [["ที่", "ชื่อ อปท."], [1, "ทต.คลองพน"]]
    for title in (f"{LIST_TITLE} จังหวัดกระบี่", "อปท. ในเขตจังหวัดกระบี่ที่ยังไม่ลงทะเบียน"):
        assert names(read([[title], *rows])) == [PHON]


def test_a_summary_and_a_list_in_one_workbook() -> None:
    export = read_book(
        ("รายจังหวัด", [SUMMARY, [1, "กระบี่", 7, 6, 1, 85.71], [2, "ตราด", 4, 4, 0, 100]]),
        ("รายชื่อ", [[LIST_TITLE], LIST, [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"]]),
    )
    assert export.kind == "unregistered_list"
    assert [s.outstanding for s in export.summaries] == [1, 0]
    assert export.rows.stored() == {"read": 3, "resolved": 3, "unresolved": 0, "ignored": 0}


def test_a_sheet_of_another_kind_is_said_and_not_read() -> None:
    export = read_book(
        ("สถานะ", [["จังหวัด", "ชื่อ อปท.", "สถานะ"], ["กระบี่", "ทต.คลองพน", "แล้ว"]]),
        ("ยังไม่ลงทะเบียน", [LIST, [1, "กระบี่", "เกาะลันตา", "อบต.คลองยาง"]]),
    )
    assert (export.kind, names(export)) == ("status", [PHON])
    assert export.rows.ignored == 1
    assert "sheet_of_other_kind" in codes(export)
