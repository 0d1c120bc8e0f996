"""Reconciliations: every number that is written twice must agree, and both are told."""

import re
from pathlib import Path

import pandas as pd
import pytest

from itasdash.findings import SEVERITIES, Finding
from itasdash.ingest.compose import compose
from itasdash.ingest.export import read_export
from itasdash.ingest.facts import Export
from itasdash.ingest.values import same_percent
from itasdash.reference import table
from tests.kits.files import workbook
from tests.kits.tiny import LAOS, LIST_TITLE, codes, found, read, register

INGEST = Path(__file__).resolve().parents[2] / "itasdash" / "ingest"
SOURCE = "".join(path.read_text(encoding="utf-8") for path in INGEST.glob("*.py"))

LIST = ["ที่", "จังหวัด", "อำเภอ", "ชื่อ อปท."]
SUMMARY = ["ที่", "จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "ร้อยละ"]
STATUS = ["จังหวัด", "อำเภอ", "ชื่อหน่วยงาน", "ผู้ดูแลระบบ", "ผู้บริหาร"]
KRABI = [1, "กระบี่", 7, 5, 2, 71.43]
TRAT = [2, "ตราด", 4, 3, 1, 75]
PHON = [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"]
PHON_SAO = [2, "กระบี่", "คลองท่อม", "อบต.คลองพน"]
YAI = [3, "ตราด", "คลองใหญ่", "อบต.คลองใหญ่"]


def listed(*rows: list[object]) -> Export:
    return read([[LIST_TITLE], LIST, *rows])


def summed(*rows: list[object]) -> Export:
    return read([SUMMARY, *rows])


def told(*exports: Export, code: str) -> list[tuple[object, ...]]:
    return [
        (f.province_code, f.expected, f.found)
        for f in compose(register(), exports).findings
        if f.code == code
    ]


# --- a summary against itself ---


def test_a_summary_that_adds_up_says_nothing() -> None:
    assert codes(summed(KRABI, TRAT, [None, "รวม", 11, 8, 3, 72.73])) == []


def test_registered_and_outstanding_must_be_expected() -> None:
    export = summed([1, "กระบี่", 7, 5, 3, 71.43], TRAT)
    assert found(export, "sum_differs") == [(2, "81", 7, 8)]


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        (71.43, True),
        ("71.42", True),  # cut off instead of rounded
        ("71.4 %", True),
        ("๗๑.๔๓", True),
        ("ร้อยละ 71", True),
        (0.7143, True),
        (0.714285714, True),
        (71.5, True),  # one decimal says 71.4 to 71.5
        (71.63, False),
        (72, False),
        (62.16, False),
        (0.62, False),
        ("100 %", False),
        (1, False),
    ],
)
def test_a_share_must_be_the_counted_one(written: object, fits: bool) -> None:
    export = summed([1, "กระบี่", 7, 5, 2, written], TRAT)
    said = [
        (row, province, expected) for row, province, expected, _ in found(export, "percent_differs")
    ]
    assert said == ([] if fits else [(2, "81", 71.43)])


@pytest.mark.parametrize("part", range(0, 12))
def test_every_way_to_write_a_share_is_accepted(part: int) -> None:
    counted = 100 * part / 11
    ways = (round(counted), round(counted, 1), round(counted, 2), counted, counted / 100)
    assert all(same_percent(written, counted) for written in (*ways, round(counted / 100, 4)))
    assert not any(same_percent(written + 3, counted) for written in ways[:4])


def test_the_total_row_must_be_the_sum() -> None:
    export = summed(KRABI, TRAT, [None, "รวมทั้งสิ้น", 12, 8, 3, 72.73])
    assert found(export, "total_row_differs") == [(4, None, 11, 12)]
    assert next(f.subject for f in export.findings if f.code == "total_row_differs") == "expected"


def test_the_total_row_may_stand_first() -> None:
    assert codes(summed([None, "ทั้งประเทศ", 11, 8, 3, 72.73], KRABI, TRAT)) == []
    export = summed([None, "ทั้งประเทศ", 11, 9, 3, 72.73], KRABI, TRAT)
    assert found(export, "total_row_differs") == [(2, None, 8, 9)]


def test_survey_shares_are_checked_too() -> None:
    header = [*SUMMARY[1:3], "IIT เป้าหมาย", "IIT ตอบแล้ว", "IIT ร้อยละ"]
    export = read([header, ["กระบี่", 7, 200, 50, 25.0], ["ตราด", 4, 100, 50, 40.0]])
    assert found(export, "percent_differs") == [(3, "23", 50.0, 40.0)]


# --- a summary against the register ---


def test_expected_must_be_the_number_of_laos_in_the_register() -> None:
    export = summed([1, "กระบี่", 9, 5, 4, 55.56], TRAT)
    assert found(export, "expected_differs_from_register") == [(2, "81", 7, 9)]


def test_a_province_that_is_missing() -> None:
    assert found(summed(KRABI), "province_missing") == [(None, "23", None, None)]


def test_a_province_twice_with_other_numbers() -> None:
    export = summed(KRABI, TRAT, [3, "จ.กระบี่", 7, 6, 1, 85.71])
    assert found(export, "province_twice") == [(4, "81", 2, 4)]
    assert "province_twice" not in codes(summed(KRABI, TRAT, [3, "จ.กระบี่", *KRABI[2:]]))
    summary = compose(register(), [export]).province_summary
    assert list(summary.loc[summary["province_code"] == "81", "registered"]) == [5]


# --- a list: stated counts, duplicates, strangers ---


@pytest.mark.parametrize(
    "total",
    ["รวม 2 แห่ง", "รวมจังหวัดกระบี่ ๒ แห่ง", "รวมทั้งสิ้น 2 แห่ง", "รวมทั้งสิ้น 2", "จำนวนรวม 2 อปท."],
)
def test_a_stated_count_that_holds_says_nothing(total: str) -> None:
    assert "stated_total_differs" not in codes(listed(PHON, PHON_SAO, [total]))


@pytest.mark.parametrize(
    ("total", "province"),
    [
        ("รวม 3 แห่ง", "81"),
        ("รวมจังหวัดกระบี่ ๓ แห่ง", "81"),
        ("รวมทั้งสิ้น 3 แห่ง", None),
        ("รวมทั้งสิ้น 3", None),
    ],
)
def test_a_stated_count_that_does_not_hold(total: str, province: str | None) -> None:
    export = listed(PHON, PHON_SAO, [total])
    assert found(export, "stated_total_differs") == [(5, province, 3, 2)]


def test_each_total_is_about_its_own_rows() -> None:
    rows = [PHON, PHON_SAO, ["รวม 2 แห่ง"], YAI, ["รวม 1 แห่ง"], ["รวมทั้งสิ้น 3 แห่ง"]]
    assert "stated_total_differs" not in codes(listed(*rows))


def test_a_section_states_the_rows_below_it() -> None:
    header = ["ที่", "อำเภอ", "ชื่อ อปท."]
    for stated, said in ((2, []), (3, [(3, "81", 3, 2)])):
        export = read(
            [
                [LIST_TITLE],
                header,
                [f"จังหวัดกระบี่ จำนวน {stated} แห่ง"],
                *(row[:1] + row[2:] for row in (PHON, PHON_SAO)),
                ["จังหวัดตราด จำนวน 1 แห่ง"],
                [1, *YAI[2:]],
            ]
        )
        assert found(export, "stated_total_differs") == said


def test_the_grand_total_on_the_last_sheet_counts_all_sheets() -> None:
    header = ["ที่", "อำเภอ", "ชื่อ อปท."]
    for stated, said in ((2, []), (5, [(4, None, 5, 1)])):
        data = workbook(
            ("กระบี่", [[LIST_TITLE], header, [1, *PHON[2:]]]),
            ("ตราด", [[LIST_TITLE], header, [1, *YAI[2:]], [f"รวมทั้งสิ้น {stated} แห่ง"]]),
        )
        export = read_export(data, "x_25650107_1300.xlsx", lambda _: register())
        assert found(export, "stated_total_differs") == said


def test_an_lao_twice_with_the_same_words() -> None:
    export = listed(PHON, PHON_SAO, [3, *PHON[1:]])
    assert found(export, "duplicate_lao_same") == [(5, "81", 3, 5)]
    assert export.rows.resolved == 3


def test_an_lao_twice_with_different_words_is_an_error_and_unknown() -> None:
    rows = [["กระบี่", "", "ทต.คลองพน", "Y", "Y"], ["กระบี่", "", "ทต.คลองพน", "Y", "N"]]
    export = read([STATUS, *rows])
    assert found(export, "duplicate_lao_differs") == [(3, "81", 2, 3)]
    assert next(f.severity for f in export.findings if f.code == "duplicate_lao_differs") == "error"
    status = compose(register(), [export]).status
    row = status[status["lao_id"] == "5810402"].iloc[0]
    assert pd.isna(row["registered"]) and pd.isna(row["admin_registered"])


def test_an_lao_that_is_not_in_the_register() -> None:
    export = listed(PHON, [2, "กระบี่", "คลองท่อม", "อบต.ไม่มีจริง"])
    assert found(export, "unmatched_name") == [(4, "81", None, "อบต.ไม่มีจริง")]
    assert export.rows.unresolved == 1


def test_more_laos_than_the_register_has() -> None:
    rows = [[n, "ตราด", "", f"อบต.ที่ {n}"] for n in range(5)]
    assert found(listed(*rows), "more_rows_than_register") == [(None, "23", 4, 5)]


def test_an_unknown_province_is_told_with_its_row() -> None:
    assert found(listed(PHON, [2, "ตลาด", "", "อบต.คลองใหญ่"]), "unknown_province") == [
        (4, None, None, "ตลาด")
    ]


def test_provinces_without_an_lao_on_the_list_are_named() -> None:
    export = listed(PHON)
    assert found(export, "list_names_no_lao_of_provinces") == [(None, None, None, 1)]
    assert "ตราด" in next(f.subject for f in export.findings if f.code.startswith("list_names"))


def test_a_status_export_that_leaves_laos_out() -> None:
    rows = [["กระบี่", "", "ทต.คลองพน", "Y", "Y"]]
    assert found(read([STATUS, *rows]), "lao_missing") == [(None, "81", 7, 1), (None, "23", 4, 0)]


# --- one export against another ---


def test_summary_and_list_must_agree_province_by_province() -> None:
    the_list = listed(PHON, PHON_SAO, YAI)
    assert told(summed(KRABI, TRAT), the_list, code="summary_list_differ") == []
    off = summed([1, "กระบี่", 7, 4, 3, 57.14], TRAT)
    assert told(off, the_list, code="summary_list_differ") == [("81", 3, 2)]


def test_an_unmatched_row_of_the_list_counts_in_its_province() -> None:
    the_list = listed(PHON, [2, "กระบี่", "คลองท่อม", "อบต.คลองพลล"], YAI)
    assert told(summed(KRABI, TRAT), the_list, code="summary_list_differ") == []


def test_a_summary_without_the_outstanding_count_is_still_compared() -> None:
    the_list = listed(PHON, PHON_SAO, YAI)
    for header, krabi, trat in (
        (["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว"], ["กระบี่", 7, 4], ["ตราด", 4, 3]),
        (["จังหวัด", "ลงทะเบียนแล้ว"], ["กระบี่", 4], ["ตราด", 3]),
    ):
        summary = read([header, krabi, trat])
        assert told(summary, the_list, code="summary_list_differ") == [("81", 3, 2)]


def full_status(outstanding: set[str]) -> Export:
    rows = []
    for lao in LAOS:
        prefix = {"PAO": "อบจ.", "TOWN": "ทม.", "SUBDISTRICT": "ทต.", "SAO": "อบต."}[lao.lao_type]
        province = {"81": "กระบี่", "23": "ตราด"}[lao.province_code]
        word = "N" if lao.lao_id in outstanding else "Y"
        rows.append([province, lao.district_name_th, prefix + lao.name_th, word, "Y"])
    return read([STATUS, *rows])


def test_summary_and_status_must_agree() -> None:
    status = full_status({"5810402", "6810404", "6230203"})
    assert told(summed(KRABI, TRAT), status, code="summary_status_differ") == []
    status = full_status({"5810402", "6230203"})
    assert told(summed(KRABI, TRAT), status, code="summary_status_differ") == [("81", 2, 1)]


def test_list_and_status_must_agree() -> None:
    status = full_status({"5810402", "6810404", "6230203"})
    the_list = listed(PHON, PHON_SAO, YAI)
    assert told(the_list, status, code="list_status_differ") == []
    # As many, but other ones: both counts are told, and that they differ.
    other = listed(PHON, [2, "กระบี่", "เกาะลันตา", "อบต.คลองยาง"], YAI)
    assert told(other, status, code="list_status_differ") == [("81", 2, 2)]


def test_every_finding_has_its_severity_and_its_sentences() -> None:
    codes_known = {row["code"] for row in table("finding_severities")}
    assert {row["severity"] for row in table("finding_severities")} == set(SEVERITIES)
    for code in codes_known:
        finding = Finding(code, "Sheet1", 3, "81", expected=7, found=5, subject="อบต.คลองยาง")
        thai, english = finding.message("th"), finding.message("en")
        assert thai != english
        assert "{" not in thai + english
    used = set(re.findall(r'Finding\(\s*"(\w+)"', SOURCE)) | set(
        re.findall(r'_say\("(\w+)"', SOURCE)
    )
    assert used <= codes_known
