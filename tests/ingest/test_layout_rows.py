"""What the rows below a header are for: LAOs, sections, totals, notes; each is counted once."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.findings import Refusal
from itasdash.ingest.facts import Export
from itasdash.ingest.files.read import Sheet
from itasdash.ingest.layout.tables import find_tables_of
from tests.kits.tiny import (
    AS_OF_TITLE,
    LIST_TITLE,
    codes,
    found,
    names,
    read,
)

LIST = ["ที่", "จังหวัด", "อำเภอ", "ชื่อ อปท."]
STATUS = ["ลำดับ", "จังหวัด", "อำเภอ", "ประเภท อปท.", "ชื่อหน่วยงาน", "ผู้ดูแลระบบ", "ผู้บริหาร"]
SUMMARY = ["ที่", "จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "ร้อยละ"]
PHON = "5810402"  # ทต.คลองพน
PHON_SAO = "6810404"  # อบต.คลองพน
YANG = "6810305"  # อบต.คลองยาง
YAI, YAI_NGOP = "6230203", "6230503"  # อบต.คลองใหญ่ of two districts of ตราด


def listed(*rows: Sequence[object], merge: Sequence[str] = (), title: str = LIST_TITLE) -> Export:
    return read([[title], *rows], merge=merge)


# --- rows ---

PHON_ROW = [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"]


def test_the_province_once_per_block_unmerged() -> None:
    export = listed(
        LIST,
        PHON_ROW,
        [2, None, None, "อบต.คลองพน"],
        [3, None, "เกาะลันตา", "อบต.คลองยาง"],
        [4, "ตราด", "แหลมงอบ", "อบต.คลองใหญ่"],
        [5, None, "คลองใหญ่", "อบต.คลองใหญ่"],
    )
    assert names(export) == [PHON, PHON_SAO, YANG, YAI_NGOP, YAI]


def test_the_province_once_per_block_merged() -> None:
    export = listed(
        LIST,
        PHON_ROW,
        [2, None, None, "อบต.คลองพน"],
        [3, "ตราด", "แหลมงอบ", "อบต.คลองใหญ่"],
        [4, None, "คลองใหญ่", "อบต.คลองใหญ่"],
        merge=["B3:B4", "C3:C4", "B5:B6"],
    )
    assert names(export) == [PHON, PHON_SAO, YAI_NGOP, YAI]


def test_a_ditto_mark_means_as_above() -> None:
    export = listed(LIST, [1, "ตราด", "แหลมงอบ", "อบต.คลองใหญ่"], [2, '"', "''", "อบต.คลองใหญ่"])
    assert names(export) == [YAI_NGOP, YAI_NGOP]
    assert "duplicate_lao_same" in codes(export)


def test_a_district_does_not_carry_into_the_next_province() -> None:
    export = listed(LIST, [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"], [2, "ตราด", None, "อบต.คลองใหญ่"])
    # Without its district the name is that of two LAOs.
    assert names(export) == [PHON, None]
    assert export.laos[1].place.district is None


@pytest.mark.parametrize(
    "section",
    [
        "จังหวัดตราด",
        "จ.ตราด",
        "ตราด",
        "2. จังหวัดตราด",
        "จังหวัดตราด จำนวน 1 แห่ง",
        "จังหวัดตราด (๑ แห่ง)",
        "จังหวัดตราด : 1 อปท.",
    ],
)
def test_a_section_row_gives_the_province(section: str) -> None:
    export = listed(
        ["ที่", "อำเภอ", "ชื่อ อปท."],
        ["จังหวัดกระบี่ จำนวน 2 แห่ง"],
        [1, "คลองท่อม", "ทต.คลองพน"],
        [2, "เกาะลันตา", "อบต.คลองยาง"],
        [section],
        [1, "แหลมงอบ", "อบต.คลองใหญ่"],
    )
    assert names(export) == [PHON, YANG, YAI_NGOP]
    assert export.rows.ignored == 2
    assert "stated_total_differs" not in codes(export)


def test_a_section_in_two_cells() -> None:
    export = listed(
        ["ที่", "อำเภอ", "ชื่อ อปท."],
        [1, "คลองท่อม", "ทต.คลองพน"],
        ["จังหวัดตราด", None, "1 แห่ง"],
        [1, "แหลมงอบ", "อบต.คลองใหญ่"],
        title=f"{LIST_TITLE} จังหวัดกระบี่",
    )
    assert names(export) == [PHON, YAI_NGOP]


def test_district_sections() -> None:
    export = listed(
        ["ที่", "ชื่อ อปท."],
        ["อำเภอคลองใหญ่"],
        [1, "อบต.คลองใหญ่"],
        ["อ.แหลมงอบ (1 แห่ง)"],
        [1, "อบต.คลองใหญ่"],
        title=f"{LIST_TITLE} จังหวัดตราด",
    )
    assert names(export) == [YAI, YAI_NGOP]


@pytest.mark.parametrize(
    "total",
    [
        ["รวม"],
        ["รวม 1 แห่ง"],
        ["รวมทั้งสิ้น", None, None, "1 แห่ง"],
        ["รวมทั้งสิ้น", None, None, 1],
        [None, None, None, "รวม ๑ แห่ง"],
        ["รวมจังหวัดกระบี่ ๑ แห่ง"],
        ["จำนวนทั้งสิ้น 1 แห่ง"],
        ["Grand Total", 1],
        ["ผลรวมทั้งหมด", 1],
        ["ภาคใต้"],
        ["รวมภาค 8"],
        ["รวม ๗๖ จังหวัด"],
    ],
)
def test_total_rows_are_no_laos(total: list[object]) -> None:
    export = listed(LIST, PHON_ROW, total)
    assert names(export) == [PHON]
    assert export.rows.stored() == {"read": 2, "resolved": 1, "unresolved": 0, "ignored": 1}
    assert not {"stated_total_differs", "row_without_name", "unmatched_name"} & set(codes(export))


@pytest.mark.parametrize(
    "note",
    [
        "หมายเหตุ: ข้อมูลจากระบบ ITAS",
        "ที่มา : สำนักงาน ป.ป.ช.",
        AS_OF_TITLE,
        "ผู้จัดทำ นาย ก",
        "Note: draft",
    ],
)
def test_notes_are_no_laos(note: str) -> None:
    export = listed(LIST, PHON_ROW, [], [note])
    assert names(export) == [PHON]
    assert export.rows.ignored == 1


def test_a_name_may_begin_like_a_total() -> None:
    """อบต.รวมไทยพัฒนา is real, and in a table with a type column it stands bare."""
    export = read(
        [
            ["ที่", "จังหวัด", "ประเภท", "ชื่อ อปท.", "สถานะ"],
            [1, "ตาก", "อบต.", "รวมไทยพัฒนา", "แล้ว"],
            [None, None, "อบต.", "รวมไทยพัฒนา", "แล้ว"],
        ]
    )
    assert [row.place.written for row in export.laos] == ["รวมไทยพัฒนา", "รวมไทยพัฒนา"]


@pytest.mark.parametrize("two_rows", [False, True])
def test_a_repeated_header_is_skipped(two_rows: bool) -> None:
    top, below = ["ที่", "จังหวัด", "ชื่อ อปท.", "สถานะการลงทะเบียน", None], [
        None, None, None, "ผู้ดูแลระบบ", "ผู้บริหาร",
    ]  # fmt: skip
    header = [top, below] if two_rows else [["ที่", "จังหวัด", "ชื่อ อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร"]]
    export = read(
        [*header, [1, "กระบี่", "ทต.คลองพน", "Y", "N"], *header, [2, "กระบี่", "อบต.คลองยาง", "Y", "N"]]
    )
    assert names(export) == [PHON, YANG]
    assert codes(export).count("repeated_header") == len(header)
    assert export.rows.ignored == len(header)


def test_the_numbers_of_the_columns_are_no_row() -> None:
    numbers = ["(1)", "(2)", "(3)", "(4)", "(5) = (3) - (4)", "(6)"]
    for row in (numbers, [1, 2, 3, 4, 5, 6]):
        export = read([SUMMARY, row, [1, "กระบี่", 7, 3, 4, 42.86]])
        assert [s.province_code for s in export.summaries] == ["81"]
        assert export.rows.stored() == {"read": 2, "resolved": 1, "unresolved": 0, "ignored": 1}


def test_a_row_without_a_name_is_said() -> None:
    export = listed(LIST, PHON_ROW, [2, "กระบี่", "เกาะลันตา", None])
    assert found(export, "row_without_name") == [(4, None, None, "2 กระบี่ เกาะลันตา")]
    assert export.rows.ignored == 1


def test_regions_in_a_summary_are_subtotals() -> None:
    export = read(
        [
            SUMMARY,
            ["ภาคใต้"],
            [1, "กระบี่", 7, 3, 4, 42.86],
            ["รวมภาคใต้", None, 7, 3, 4, 42.86],
            [None, "ภาคตะวันออก", 4, 3, 1, 75],
            [2, "ตราด", 4, 3, 1, 75],
            [None, "รวมทั้งสิ้น", 11, 6, 5, 54.55],
        ]
    )
    assert [s.province_code for s in export.summaries] == ["81", "23"]
    assert codes(export) == []
    assert export.rows.stored() == {"read": 6, "resolved": 2, "unresolved": 0, "ignored": 4}


def test_a_column_of_regions_is_no_subtotal() -> None:
    header = ["ภาค", *SUMMARY[1:5]]
    export = read(
        [
            header,
            ["ภาคใต้", "กระบี่", 7, 3, 4],
            ["ภาคตะวันออก", "ตราด", 4, 3, 1],
            ["รวม", "76 จังหวัด", 11, 6, 5],
        ]
    )
    assert [s.province_code for s in export.summaries] == ["81", "23"]
    assert codes(export) == []


def test_a_code_tells_the_province_too() -> None:
    export = read([["รหัส อปท.", "ชื่อ อปท.", "สถานะ"], [PHON, "ทต.คลองพน", "แล้ว"]])
    assert [row.place.province_code for row in export.laos] == ["81"]
    assert found(export, "lao_missing") == [(None, "81", 7, 1), (None, "23", 4, 0)]
    assert "unknown_province" not in codes(export)


@pytest.mark.parametrize("total", [[None, "รวม", 11, 6, 5, 54.55], [None, "รวม", 61, 56, 5, 91.8]])
def test_bangkok_in_a_summary_is_left_out(total: list[object]) -> None:
    """It is not under the department; the total row may count it or not."""
    export = read(
        [
            SUMMARY,
            [1, "กระบี่", 7, 3, 4, 42.86],
            [2, "ตราด", 4, 3, 1, 75],
            [3, "กรุงเทพมหานคร", 50, 50, 0, 100],
            total,
        ]
    )
    assert [s.province_code for s in export.summaries] == ["81", "23"]
    assert codes(export) == ["bangkok_skipped"]


def test_an_unknown_province_of_a_summary_is_open() -> None:
    export = read([SUMMARY, [1, "กระบี่", 7, 3, 4, 42.86], [2, "ตลาด", 4, 3, 1, 75]])
    assert found(export, "unknown_province") == [(3, None, None, "ตลาด")]
    assert [(u.row, u.written) for u in export.unresolved] == [(3, "ตลาด")]
    assert export.rows.stored() == {"read": 2, "resolved": 1, "unresolved": 1, "ignored": 0}


def test_sequence_and_province_in_one_cell() -> None:
    header = ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "หมายเหตุ"]
    export = read([header, ["1 กระบี่", 7, 3, "-"], ["2. ตราด", 4, 3, "-"]])
    assert [s.province_code for s in export.summaries] == ["81", "23"]


# --- counts ---

CELLS = st.one_of(
    st.none(),
    st.integers(0, 9999),
    st.sampled_from(
        [
            "กระบี่",
            "ตราด",
            "จ.กระบี่",
            "คลองท่อม",
            "ทต.คลองพน",
            "อบต.คลองยาง",
            "อบต.คลองใหญ่",
            "รวม",
            "รวมทั้งสิ้น 2 แห่ง",
            "ภาคใต้",
            "หมายเหตุ: ก",
            "แล้ว",
            "ยัง",
            "✓",
            "-",
            "กรุงเทพมหานคร",
            '"',
            "จังหวัดตราด จำนวน 3 แห่ง",
            "(1)",
            "ที่",
            "๑๒",
            "7 ม.ค. 65",
            "อ.คลองท่อม",
            "x",
        ]
    ),
)


def test_a_list_of_provinces_that_have_nobody_to_name_names_nobody() -> None:
    export = listed(LIST, [1, "กระบี่", None, "-"], [2, "ตราด", None, "- ไม่มี -"])
    assert (export.laos, export.rows.ignored) == ([], 2)
    with pytest.raises(Refusal) as refused:
        listed(LIST, [1, "ไม่ใช่จังหวัด", None, "- ไม่มี -"])
    assert refused.value.code == "no_rows"


@settings(max_examples=30, deadline=None)
@given(
    table=st.sampled_from(
        [
            (LIST, ["คลองท่อม", "ทต.คลองพน"]),
            (STATUS, ["คลองท่อม", "ทต.", "คลองพน", "ลงทะเบียนแล้ว", "ลงทะเบียนแล้ว"]),
            (SUMMARY, [7, 3, 4, 42.86]),
        ]
    ),
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=7), max_size=8),
)
def test_every_row_is_counted_once(
    table: tuple[list[str], list[object]], rows: list[list[object]]
) -> None:
    header, first = table
    # A row of data ends the headings, which may else go on in the next row.
    rows = [[1, "กระบี่", *first], *rows]
    filled = sum(any(cell is not None for cell in row) for row in rows)
    try:
        export = read([[LIST_TITLE], header, *rows])
    except Refusal as refusal:
        # Counts below a province that name none may be its own.
        assert (refusal.code, header) == ("rows_of_parts", SUMMARY)
        return
    count = export.rows
    assert count.read == count.resolved + count.unresolved + count.ignored == filled
    assert len(export.unresolved) == count.unresolved
    assert [row.row for row in export.laos] == sorted(row.row for row in export.laos)


@given(st.lists(st.lists(st.one_of(CELLS, st.text(max_size=8)), max_size=6), max_size=12))
def test_any_sheet_is_read_without_an_error(rows: list[list[object]]) -> None:
    tables = find_tables_of(Sheet("Sheet1", rows))  # type: ignore[arg-type]
    assert all(table.fields for table in tables)
