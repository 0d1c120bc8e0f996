"""Survey counts that contradict registrations, and summaries that contradict their LAOs."""

import pandas as pd

from itasdash.ingest.check_surveys import summary_against_laos
from itasdash.schema import PROVINCE_SUMMARY
from tests.kits.frames import lao, status
from tests.kits.tiny import codes, read

HEAD = ("จังหวัด", "อำเภอ", "ชื่อ อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร", "IIT เป้าหมาย", "IIT ตอบแล้ว")
DONE, NOT = "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"


def test_answers_of_an_lao_that_is_not_registered_are_a_finding() -> None:
    export = read(
        [
            HEAD,
            ("กระบี่", "คลองท่อม", "ทต.คลองพน", DONE, DONE, 50, 10),
            ("กระบี่", "คลองท่อม", "อบต.คลองพน", DONE, NOT, 50, 10),
            ("กระบี่", "คลองท่อม", "ทต.ห้วยน้ำขาว", NOT, NOT, 50, 0),
            ("ตราด", "เกาะช้าง", "ทต.เกาะช้างใต้", NOT, NOT, 50, 1),
        ]
    )
    said = [(f.row, f.found) for f in export.findings if f.code == "answered_unregistered"]
    assert said == [(3, 2)]
    assert "answered_unregistered" in codes(export)


def claims(code: str, **counts: int) -> pd.DataFrame:
    return PROVINCE_SUMMARY.frame(
        [dict.fromkeys(PROVINCE_SUMMARY.names) | {"province_code": code} | counts]
    )


def found(summary: pd.DataFrame, frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [
        (f.code, f.province_code, f.subject, f.expected, f.found)
        for f in summary_against_laos(summary, frame)
    ]


def test_a_summary_that_adds_up_says_nothing() -> None:
    frame = status(
        lao("ก", iit_quota=50, iit_answered=10, eit_quota=400),
        lao("ข", iit_quota=50, iit_answered=0, eit_quota=400),
    )
    assert found(claims("30", iit_quota=100, iit_answered=10, eit_quota=800), frame) == []
    assert found(claims("40", iit_quota=7), frame) == []


def test_both_numbers_of_a_disagreement_are_told() -> None:
    frame = status(
        lao("ก", iit_quota=50, iit_answered=10, eit_quota=400),
        lao("ข", iit_quota=50, iit_answered=0, eit_quota=400),
    )
    assert found(claims("30", iit_quota=99, iit_answered=11, eit_quota=801), frame) == [
        ("survey_quota_differs", "30", "IIT", 99, 100),
        ("survey_answered_differs", "30", "IIT", 11, 10),
        ("survey_quota_differs", "30", "EIT", 801, 800),
    ]


def test_laos_that_tell_nothing_leave_room_above_but_not_below() -> None:
    frame = status(lao("ก", iit_quota=50, iit_answered=10), lao("ข"))
    assert found(claims("30", iit_quota=90, iit_answered=20), frame) == []
    assert found(claims("30", iit_quota=40), frame) == [
        ("survey_quota_differs", "30", "IIT", 40, 50)
    ]
    assert found(claims("30", eit_quota=40), frame) == []


def test_a_row_that_fits_no_lao_fills_the_room_of_one() -> None:
    frame = status(lao("ก", iit_quota=50), lao("ข"), lao("ขข", lao_id=None, iit_quota=30))
    assert found(claims("30", iit_quota=80), frame) == []
    assert found(claims("30", iit_quota=90), frame) == [
        ("survey_quota_differs", "30", "IIT", 90, 80)
    ]
