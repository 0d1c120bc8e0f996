"""The summary in words, against sentences worked out by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest

from itasdash.charts import Look
from itasdash.documents.headline import Headline
from itasdash.documents.summary import summary_sentences
from itasdash.thai.dates import BANGKOK

DEADLINE = date(2022, 2, 28)
AS_OF = datetime(2022, 1, 7, 13, tzinfo=BANGKOK)
BEFORE = datetime(2021, 12, 30, 16, tzinfo=BANGKOK)
# Name, outstanding, rate, gain in points.
Row = tuple[str, int | None, float | None, float | None]
FIVE: tuple[Row, ...] = (
    ("กระบี่", 10, 0.9, 2.0),
    ("ชลบุรี", 50, 0.5, 1.0),
    ("ตรัง", 20, 0.8, -1.0),
    ("แพร่", 20, 0.7, 0.0),
    ("น่าน", 0, 1.0, 3.0),
)
MANY = Headline(
    expected=1500,
    registered=1400,
    outstanding=100,
    unknown=0,
    rate=1400 / 1500,
    gain_laos=40,
    gain_points=2.7,
    gain_days=8,
    complete_provinces=1,
    provinces=5,
    states={"admin_only": 60, "executive_only": 1, "none": 39, "complete": 1400},
)


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    columns = ["name_th", "outstanding", "rate", "gain_points"]
    types = {"outstanding": "Int64", "rate": "Float64", "gain_points": "Float64"}
    codes = [f"{10 + number}" for number in range(len(rows))]
    return pd.DataFrame(rows, columns=columns).astype(types).assign(province_code=codes)


def said(
    headline: Headline = MANY,
    rows: Sequence[Row] = FIVE,
    language: str = "en",
    as_of: datetime = AS_OF,
    before: datetime | None = BEFORE,
    deadline: date | None = DEADLINE,
) -> list[str]:
    look = Look("th" if language == "th" else "en")
    return summary_sentences(headline, frame(rows), look, as_of, before, deadline)


def test_five_sentences_say_everything() -> None:
    assert said() == [
        "As of 7 Jan 2565 13:00, 1,400 of 1,500 LAOs have registered (93.3\u00a0%).",
        "Since 30 Dec 2564 16:00, 40 more LAOs have registered (+2.7\u00a0pts), "
        "about 5 a day over 8 days.",
        # 50 + 20 + 20 of 100 are the first 80 %.
        "80\u00a0% of the 100 outstanding LAOs are in 3 provinces, "
        "most of them in ชลบุรี (50), แพร่ (20) and ตรัง (20).",
        "Of the outstanding, 60 lack only their executive, 1 lacks only its administrator "
        "and 39 lack both.",
        "1 of 5 provinces is complete; the rate rose in 3 provinces and the rate fell in "
        "1 province; 52 days are left until registration closes on 28 Feb 2565.",
    ]


def test_the_same_in_thai() -> None:
    assert said(language="th") == [
        "ข้อมูล ณ 7 ม.ค. 2565 13:00 น. อปท. ลงทะเบียนแล้ว 1,400 จาก 1,500 แห่ง คิดเป็น 93.3\u00a0%",
        "เพิ่มขึ้นจาก 30 ธ.ค. 2564 16:00 น. 40 แห่ง (+2.7\u00a0จุด) เฉลี่ยวันละ 5 แห่งใน 8 วัน",
        "ร้อยละ 80 ของที่ค้าง 100 แห่งอยู่ใน 3 จังหวัด มากที่สุดคือ ชลบุรี (50 แห่ง) แพร่ (20 แห่ง) และตรัง (20 แห่ง)",
        "ในจำนวนที่ค้าง ขาดผู้บริหาร 60 แห่ง ขาดผู้ดูแลระบบ 1 แห่ง และขาดทั้งคู่ 39 แห่ง",
        "ครบแล้ว 1 จาก 5 จังหวัด อัตราเพิ่มขึ้นใน 3 จังหวัด และอัตราลดลงใน 1 จังหวัด "
        "เหลือเวลาอีก 52 วันก่อนปิดลงทะเบียน 28 ก.พ. 2565",
    ]


def test_first_snapshot_claims_no_change() -> None:
    first = replace(MANY, gain_laos=None, gain_points=None, gain_days=None)
    rows = [(name, number, rate, None) for name, number, rate, _ in FIVE]
    sentences = said(first, rows, before=None)
    assert sentences[1] == "There is no earlier snapshot to compare with."
    assert sentences[4] == (
        "1 of 5 provinces is complete; 52 days are left until registration closes on 28 Feb 2565."
    )
    assert said(first, rows, "th", before=None)[1] == "ยังไม่มีข้อมูลครั้งก่อนให้เปรียบเทียบ"


def test_all_complete_leaves_out_whom_to_push() -> None:
    done = replace(
        MANY, registered=1500, outstanding=0, rate=1.0, complete_provinces=2, provinces=2, states={}
    )
    rows: list[Row] = [("กระบี่", 0, 1.0, 1.0), ("ตรัง", 0, 1.0, 0.0)]
    assert said(done, rows) == [
        "As of 7 Jan 2565 13:00, all 1,500 LAOs have registered.",
        "Since 30 Dec 2564 16:00, 40 more LAOs have registered (+2.7\u00a0pts), "
        "about 5 a day over 8 days.",
        "All 2 provinces are complete; the rate rose in 1 province.",
    ]
    assert (
        said(done, rows, "th")[0] == "ข้อมูล ณ 7 ม.ค. 2565 13:00 น. อปท. ลงทะเบียนครบทั้ง 1,500 แห่งแล้ว"
    )
    assert said(done, rows, "th")[2] == "ครบแล้วทั้ง 2 จังหวัด อัตราเพิ่มขึ้นใน 1 จังหวัด"


def test_one_of_everything() -> None:
    one = replace(
        MANY,
        expected=1,
        registered=0,
        outstanding=1,
        rate=0.0,
        gain_laos=0,
        gain_points=0.0,
        gain_days=1,
        complete_provinces=0,
        provinces=1,
        states={"none": 1},
    )
    assert said(one, [("น่าน", 1, 0.0, 0.0)], deadline=date(2022, 1, 8)) == [
        "As of 7 Jan 2565 13:00, the one LAO has not registered.",
        "The number of registered LAOs has not changed since 30 Dec 2564 16:00.",
        "The one outstanding LAO is in น่าน.",
        "Of the outstanding, 1 lacks both.",
        "The one province is not complete; the rate of no province has changed; "
        "1 day is left until registration closes on 8 Jan 2565.",
    ]
    done = replace(one, registered=1, outstanding=0, rate=1.0, complete_provinces=1, states={})
    assert said(done, [("น่าน", 0, 1.0, 100.0)]) == [
        "As of 7 Jan 2565 13:00, the one LAO has registered.",
        "The number of registered LAOs has not changed since 30 Dec 2564 16:00.",
        "The one province is complete; the rate rose in 1 province.",
    ]


def test_none_registered() -> None:
    none = replace(MANY, registered=0, outstanding=1500, rate=0.0, complete_provinces=0)
    assert said(none)[0] == "As of 7 Jan 2565 13:00, none of 1,500 LAOs has registered."
    assert said(none)[4].startswith("None of 5 provinces is complete; ")
    assert said(none, language="th")[4].startswith("ใน 5 จังหวัด ยังไม่มีจังหวัดใดครบ ")
    # Where some are unknown, perhaps they have.
    unsure = replace(none, outstanding=1499, unknown=1)
    assert said(unsure)[0] == (
        "As of 7 Jan 2565 13:00, 0 of 1,500 LAOs have registered (0.0\u00a0%); 1 is not known."
    )


def test_one_registered_has_its_plural_right() -> None:
    one = replace(MANY, registered=1, outstanding=1499, rate=1 / 1500)
    assert said(one)[0] == "As of 7 Jan 2565 13:00, 1 of 1,500 LAOs have registered (0.1\u00a0%)."


def test_nothing_outstanding_but_some_unknown_is_not_complete() -> None:
    unsure = replace(
        MANY, registered=1497, outstanding=0, unknown=3, rate=1497 / 1500, complete_provinces=1
    )
    rows: list[Row] = [("กระบี่", 0, 0.99, 0.0), ("ตรัง", 0, 1.0, 0.0)]
    sentences = said(unsure, rows)
    assert sentences[0].endswith(
        "1,497 of 1,500 LAOs have registered (99.8\u00a0%); 3 are not known."
    )
    assert sentences[2] == "No LAO is known to be outstanding."
    assert len(sentences) == 4
    assert said(unsure, rows, "th")[0].endswith("คิดเป็น 99.8\u00a0% ยังไม่ทราบสถานะ 3 แห่ง")


def test_list_of_nobody_claims_no_rate_and_no_registered() -> None:
    silent = replace(
        MANY,
        registered=None,
        rate=None,
        outstanding=100,
        unknown=1400,
        gain_laos=None,
        gain_points=None,
        complete_provinces=0,
        provinces=0,
        states={"none": 100, "unknown": 1400},
    )
    rows: list[Row] = [("กระบี่", 70, None, None), ("ตรัง", 30, None, None), ("แพร่", None, None, None)]
    assert said(silent, rows) == [
        "As of 7 Jan 2565 13:00, 100 of 1,500 LAOs have not registered; "
        "of the others the snapshot does not tell.",
        "The change since 30 Dec 2564 16:00 cannot be told, as one of the two snapshots does not "
        "say who has registered.",
        "The 100 outstanding LAOs are in 2 provinces: กระบี่ (70) and ตรัง (30).",
        "Of the outstanding, 100 lack both.",
        "52 days are left until registration closes on 28 Feb 2565.",
    ]


def test_snapshot_that_tells_nothing_says_so() -> None:
    silent = replace(
        MANY,
        registered=None,
        rate=None,
        outstanding=None,
        unknown=1500,
        gain_laos=None,
        gain_points=None,
        complete_provinces=0,
        provinces=0,
        states={"unknown": 1500},
    )
    rows: list[Row] = [("กระบี่", None, None, None)]
    assert said(silent, rows, before=None, deadline=None) == [
        "The snapshot of 7 Jan 2565 13:00 does not tell who has registered.",
        "There is no earlier snapshot to compare with.",
    ]
    assert said(silent, rows, "th", before=None, deadline=None) == [
        "ข้อมูล ณ 7 ม.ค. 2565 13:00 น. ไม่บอกว่า อปท. ใดลงทะเบียนแล้ว",
        "ยังไม่มีข้อมูลครั้งก่อนให้เปรียบเทียบ",
    ]


def test_summary_only_does_not_tell_who_is_missing() -> None:
    summary = replace(MANY, states={"unknown": 1500})
    assert said(summary)[3] == (
        "The snapshot does not tell whether the outstanding lack their administrator or their "
        "executive."
    )
    # A province that the summary leaves out is not known, and not incomplete.
    assert said(summary, [*FIVE, ("เลย", None, None, None)])[4].startswith(
        "1 of 5 provinces is complete (1 is not known); "
    )


def test_roles_that_are_told_of_some_only() -> None:
    some = replace(MANY, states={"admin_only": 1, "incomplete": 99})
    assert said(some)[3] == (
        "Of the outstanding, 1 lacks only its executive and 99 are not told apart."
    )
    assert said(some, language="th")[3] == ("ในจำนวนที่ค้าง ขาดผู้บริหาร 1 แห่ง และไม่บอกว่าขาดใคร 99 แห่ง")


@pytest.mark.parametrize(
    ("laos", "points", "days", "english"),
    [
        (1, 0.1, 8, "Since 30 Dec 2564 16:00, 1 more LAO has registered (+0.1\u00a0pts)."),
        (9, 0.6, 1, "Since 30 Dec 2564 16:00, 9 more LAOs have registered (+0.6\u00a0pts)."),
        (9, 0.6, 0, "Since 30 Dec 2564 16:00, 9 more LAOs have registered (+0.6\u00a0pts)."),
        # 2 in 8 days are less than one a day.
        (2, 0.1, 8, "Since 30 Dec 2564 16:00, 2 more LAOs have registered (+0.1\u00a0pts)."),
        (0, 0.0, 8, "The number of registered LAOs has not changed since 30 Dec 2564 16:00."),
        (
            -12,
            -0.8,
            8,
            "Since 30 Dec 2564 16:00, the number of registered LAOs has fallen by 12 "
            "(−0.8\u00a0pts).",
        ),
    ],
)
def test_change_has_its_sign_and_pace(laos: int, points: float, days: int, english: str) -> None:
    changed = replace(MANY, gain_laos=laos, gain_points=points, gain_days=days)
    assert said(changed)[1] == english


def test_loss_in_thai() -> None:
    lost = replace(MANY, gain_laos=-12, gain_points=-0.8)
    assert said(lost, language="th")[1] == "ลดลงจาก 30 ธ.ค. 2564 16:00 น. 12 แห่ง (−0.8\u00a0จุด)"


def test_one_province_that_holds_nearly_all_is_named() -> None:
    rows = [(name, number, 0.5, 0.0) for name, number in zip("กขคง", (85, 5, 5, 5), strict=True)]
    assert said(rows=rows)[2] == (
        "80\u00a0% of the 100 outstanding LAOs are in one province; "
        "most of them are in ก (85), ข (5) and ค (5)."
    )
    assert said(rows=rows, language="th")[2].startswith(
        "ร้อยละ 80 ของที่ค้าง 100 แห่งอยู่ในจังหวัดเดียว มากที่สุดคือ ก (85 แห่ง) "
    )


def test_all_in_one_province_of_several() -> None:
    rows: list[Row] = [("กระบี่", 0, 1.0, 0.0), ("ตรัง", 100, 0.1, 0.0)]
    assert said(rows=rows)[2] == "All 100 outstanding LAOs are in one province, ตรัง."
    assert said(rows=rows, language="th")[2] == "ที่ยังค้าง 100 แห่งอยู่ในจังหวัดเดียว คือ ตรัง"


@pytest.mark.parametrize(
    ("day", "english", "thai"),
    [
        (
            date(2022, 1, 7),
            "registration closes on this day, 7 Jan 2565.",
            "ในวันเดียวกันนี้ (7 ม.ค. 2565)",
        ),
        (
            date(2022, 1, 6),
            "registration closed 1 day before, on 6 Jan 2565.",
            "1 วัน (6 ม.ค. 2565)",
        ),
        (date(2022, 1, 5), "closed 2 days before, on 5 Jan 2565.", "2 วัน (5 ม.ค. 2565)"),
    ],
)
def test_deadline_today_and_past(day: date, english: str, thai: str) -> None:
    assert said(deadline=day)[4].endswith(english)
    assert said(deadline=day, language="th")[4].endswith(thai)


def test_no_deadline_is_left_out() -> None:
    assert "close" not in said(deadline=None)[4]


def test_never_more_than_five_and_each_ends_as_its_language_wants() -> None:
    for language, end in (("th", ""), ("en", ".")):
        sentences = said(language=language)
        assert len(sentences) == 5
        assert all(text.endswith(end) and "  " not in text for text in sentences)
        assert all(text[0] == text[0].upper() for text in sentences)
