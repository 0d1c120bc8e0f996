"""Cells of a row -> what it says of its LAO, each doubtful one a finding and never a guess."""

from datetime import date, datetime
from itertools import product
from typing import ClassVar

import pytest

from itasdash.ingest.facts import Status
from itasdash.ingest.layout.rows import Row
from itasdash.ingest.layout.table import Table
from itasdash.ingest.statuses import StatusReader
from itasdash.ingest.values import ABOUT_WHOM, RowReader
from itasdash.reference import table, words
from tests.kits.tiny import AS_OF, codes, found, read

ROLES = ["จังหวัด", "ชื่อหน่วยงาน", "ผู้ดูแลระบบ", "ผู้บริหาร"]
OVERALL = ["จังหวัด", "ชื่อหน่วยงาน", "สถานะการลงทะเบียน"]
WHO = ["กระบี่", "ทต.คลองพน"]


def roles(admin: object, executive: object) -> Status:
    return read([ROLES, [*WHO, admin, executive]]).laos[0].status


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"),
        ("ลงทะเบียนแล้ว ", "ยังไม่ได้ลงทะเบียน"),
        ("แล้ว", "ยัง"),
        ("เปิดใช้งานแล้ว", "ยังไม่เปิดใช้งาน"),
        ("เปิดเข้าใช้งานแล้ว", "ยังไม่เปิดเข้าใช้งาน"),
        ("เเล้ว", "ยังไม่\nลงทะเบียน"),
        ("✓", "-"),
        ("✔", "–"),
        ("/", "-"),
        ("√", "-"),
        ("Y", "N"),
        ("y", "n"),
        ("Yes", "No"),
        ("1", "0"),
        ("๑", "๐"),
        (1, 0),
        (1.0, 0.0),
        (True, False),
        ("TRUE", "FALSE"),
        ("Registered", "Not registered"),
    ],
)
def test_every_word_of_a_status(yes: object, no: object) -> None:
    export = read([ROLES, [*WHO, yes, no], ["กระบี่", "อบต.คลองยาง", yes, yes]])
    first, second = (row.status for row in export.laos)
    assert (first.admin_registered, first.executive_registered, first.registered) == (
        True,
        False,
        False,
    )
    assert second.registered is True
    assert "unknown_status" not in codes(export)


def test_no_status_word_means_yes_and_no() -> None:
    known = words("status_words", "registered", "word")
    assert set(known.values()) == {"true", "false", "unknown"}
    assert all(known[word] != "true" for word in known if word.startswith(("ยัง", "ไม่")))


@pytest.mark.parametrize("word", ["อยู่ระหว่างดำเนินการ", "รอตรวจสอบ", "?", "2", "ลงทะเบียน", "x", 7])
def test_an_unknown_word_is_a_finding_with_its_place_and_no_guess(word: object) -> None:
    export = read([["รายงาน"], ROLES, [*WHO, "แล้ว", word]], sheet="Export")
    status = export.laos[0].status
    assert (status.admin_registered, status.executive_registered) == (True, None)
    assert status.registered is None
    (finding,) = [f for f in export.findings if f.code == "unknown_status"]
    assert (finding.sheet, finding.row, finding.found) == ("Export", 3, str(word))


def test_an_empty_status_is_unknown_and_not_unregistered() -> None:
    export = read([ROLES, [*WHO, "แล้ว", None]])
    assert export.laos[0].status.registered is None
    assert found(export, "unknown_status") == [(2, None, None, "")]


def test_one_missing_role_is_enough_not_to_be_registered() -> None:
    assert roles("ยัง", "??").registered is False
    assert roles("??", "ยัง").registered is False
    assert roles("??", "แล้ว").registered is None


def test_an_overall_status_does_not_tell_the_roles() -> None:
    export = read([OVERALL, [*WHO, "ลงทะเบียนแล้ว"], ["กระบี่", "อบต.คลองยาง", "ยังไม่ลงทะเบียน"]])
    assert [row.status for row in export.laos] == [
        Status(registered=True),
        Status(registered=False),
    ]


@pytest.mark.parametrize(
    ("overall", "admin", "executive", "registered"),
    [("แล้ว", "แล้ว", "ยัง", False), ("ยัง", "แล้ว", "แล้ว", True), ("แล้ว", "ยัง", "??", False)],
)
def test_the_two_roles_win_over_an_overall_status_that_contradicts_them(
    overall: str, admin: str, executive: str, registered: bool
) -> None:
    export = read([[*ROLES, "สถานะ"], [*WHO, admin, executive, overall]])
    assert export.laos[0].status.registered is registered
    assert found(export, "status_contradicts_roles") == [(2, None, None, overall)]


SURVEYS = [*OVERALL, "วันที่ลงทะเบียน", "IIT เป้าหมาย", "IIT ตอบแล้ว", "EIT เป้าหมาย", "EIT ตอบแล้ว"]


def survey(*cells: object) -> tuple[Status, list[tuple[object, ...]]]:
    export = read([SURVEYS, [*WHO, "แล้ว", *cells]])
    said = [(f.code, f.found) for f in export.findings if f.row]
    return export.laos[0].status, said


def test_dates_and_counts_of_a_row() -> None:
    status, said = survey("2 ม.ค. 65", "49", 12.0, "๔๐๐", "1,234")
    assert status.registered_on == date(2022, 1, 2)
    assert (status.iit_quota, status.iit_answered) == (49, 12)
    assert (status.eit_quota, status.eit_answered) == (400, 1234)
    assert said == [("answered_above_quota", 1)]


@pytest.mark.parametrize("empty", [None, "", "-", "–", "N/A", "ไม่มี"])
def test_what_is_empty_is_unknown_and_not_zero(empty: object) -> None:
    status, said = survey(empty, empty, empty, empty, empty)
    assert status == Status(registered=True)
    assert said == []


@pytest.mark.parametrize("number", ["สี่สิบ", "-5", -5, 1.5, "4 5", 10**12])
def test_what_is_no_count_is_a_finding(number: object) -> None:
    status, said = survey(None, number, 0, 0, 0)
    assert status.iit_quota is None
    negative = str(number).startswith("-")
    assert said == [("count_negative" if negative else "bad_number", str(number))]


def test_more_answers_than_the_quota_are_kept_and_none_without_a_quota_are_said() -> None:
    status, said = survey(None, 49, 60, 0, 3)
    assert (status.iit_answered, status.eit_answered) == (60, 3)
    assert said == [("answered_without_quota", "3"), ("answered_above_quota", 1)]


@pytest.mark.parametrize("day", ["29/02/2565", "เร็ว ๆ นี้", "8 ม.ค. 65", date(2022, 1, 8), True])
def test_what_is_no_day_or_lies_after_the_data_is_a_finding(day: object) -> None:
    status, said = survey(day, 1, 1, 1, 1)
    assert status.registered_on is None
    assert [code for code, _ in said] == ["bad_date"]


@pytest.mark.parametrize(
    "day",
    [
        "7/1/2565",
        "7 ม.ค. 65",
        date(2022, 1, 7),
        datetime(2022, 1, 7, 9, 30),
        date(2565, 1, 7),
        44568.4,
    ],
)
def test_the_day_of_registration_in_every_form(day: object) -> None:
    status, said = survey(day, 1, 1, 1, 1)
    assert (status.registered_on, said) == (date(2022, 1, 7), [])


def test_rows_that_say_the_same_in_other_types_of_cell_are_told_apart() -> None:
    header = ["จังหวัด", "ชื่อหน่วยงาน", "ผู้ดูแลระบบ", "ผู้บริหาร", "IIT เป้าหมาย", "IIT ตอบแล้ว"]
    cells = [("ลงทะเบียนแล้ว", 30, 1), ("ลงทะเบียนแล้ว", 30, True), ("ลงทะเบียนแล้ว", 30, "1 คน")]
    who = ["ทต.คลองพน", "อบต.คลองพน", "อบต.คลองยา"]
    rows = [
        ["กระบี่", name, said, said, *counts]
        for name, (said, *counts) in zip(who, cells, strict=True)
    ]
    export = read([header, *rows])
    assert [row.status.iit_answered for row in export.laos] == [1, None, 1]
    assert [row for row, *_ in found(export, "bad_number")] == [3]


def test_what_is_doubtful_is_said_of_every_row_that_says_it() -> None:
    rows = [["กระบี่", name, "ก็ดี", "ลงทะเบียนแล้ว"] for name in ("ทต.คลองพน", "อบต.คลองพน")]
    export = read([ROLES, *rows])
    assert [row for row, *_ in found(export, "unknown_status")] == [2, 3]


FIELDS = frozenset(row["field"] for row in table("header_words")) - {""}


class _Watched(dict[str, object]):
    """Cells that note which of them were asked for."""

    asked: ClassVar[set[object]] = set()

    def get(self, name: object, default: object = None) -> object:  # type: ignore[override]
        self.asked.add(name)
        return super().get(name, default)  # type: ignore[call-overload]


def test_a_status_rests_on_no_cell_that_tells_whom_the_row_is_about() -> None:
    fields = {name: at for at, name in enumerate(FIELDS)}
    cells = dict.fromkeys(FIELDS, "ลงทะเบียนแล้ว")
    for value in ("ลงทะเบียนแล้ว", "ยัง", "1", 1, "7 ม.ค. 2565", "-", None):
        said = dict.fromkeys(FIELDS - ABOUT_WHOM, value)
        row = Row(5, _Watched({**cells, **said}))  # type: ignore[arg-type]
        RowReader(Table("Sheet1", fields, [], rows=[row]), []).status(row, AS_OF)
    assert _Watched.asked - {None} <= FIELDS - ABOUT_WHOM
    assert {"admin_status", "registered_on", "iit_answered", "missing"} <= _Watched.asked


def test_whatever_a_row_says_otherwise_is_read_otherwise() -> None:
    """Each row differs from the first in one cell; all by one reader is as each by its own."""
    fields = {name: at for at, name in enumerate(FIELDS)}
    plain = dict.fromkeys(FIELDS)
    values = ("ลงทะเบียนแล้ว", "ผู้บริหาร", 1, True)
    rows = [Row(n, {**plain, name: v}) for n, (name, v) in enumerate(product(FIELDS, values))]
    together = StatusReader(fields, rows)
    for row in (*rows, *rows):
        assert together.read(row) == StatusReader(fields, rows).read(row)
