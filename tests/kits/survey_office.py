"""The tiny office with surveys: exports that bring quotas and answers, in every kind of state."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from itasdash.importing import Upload, load_register
from itasdash.store import Store
from tests.kits.files import as_csv
from tests.kits.small_office import FIRST, LAST, REGISTER, WHEN, register, status, take

# Moments, as addresses call them.
NO_SURVEYS = "20211224T0900"
NOTHING_ANSWERED = "20220115T0900"
SUMMARY_ONLY = "20220214T0900"
PARTLY = "20220228T0900"
MANY_ABOVE = "20220331T1630"
# IIT and EIT quota and answers by code: one above, one silent, a quota of 0, one not told, one
# that answers although it is not registered, and one of which nothing is told.
Answers = Mapping[str, tuple[object, ...]]
QUOTAS: Answers = {lao[0]: (50, 0, 400, 0) for lao in REGISTER}
SOME: Answers = QUOTAS | {
    "2500101": (50, 80, 400, 100),
    "3500102": (40, 10, 400, 40),
    "2810101": (0, 5, 400, 400),
    "6810201": ("", 7, 400, 0),
    "6200202": (50, 20, 400, 0),
    "5200201": ("", "", "", ""),
}
MOST: Answers = {lao[0]: (50, 90, 400, 500) for lao in REGISTER} | {"5200201": (50, 0, 400, 0)}


def surveyed(name: str, title: str, states: Mapping[str, str], answers: Answers) -> Upload:
    """Return a status export with the two roles and the counts of both surveys."""
    header = ("รหัส อปท.", "จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร")
    counts = ("IIT เป้าหมาย", "IIT ตอบแล้ว", "EIT เป้าหมาย", "EIT ตอบแล้ว")
    rows = [(*lao, *states.get(lao[0], "00"), *answers[lao[0]]) for lao in REGISTER]
    return Upload(name, as_csv([("ข้อมูล ณ " + title,), (*header, *counts), *rows]))


def survey_summary(name: str, title: str) -> Upload:
    """Return a province summary with surveys."""
    columns = ("จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน")
    columns += ("IIT เป้าหมาย", "IIT ตอบแล้ว", "EIT เป้าหมาย", "EIT ตอบแล้ว")
    rows = [
        ("เชียงใหม่", 4, 2, 2, 190, 60, 1600, 100),
        ("กระบี่", 3, 2, 1, 150, 0, 1200, 0),
        ("ชลบุรี", 3, 1, 2, 150, 30, 1200, 12),
    ]
    return Upload(name, as_csv([("ข้อมูล ณ " + title,), columns, *rows]))


def survey_office(root: Path, *uploads: Upload) -> Store:
    """Return a store with five moments: none, nothing answered, summary, partly, many above."""
    store = Store(root)
    load_register(store, register(), date(2021, 10, 1), who="tester", when=WHEN)
    exports = uploads or (
        status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST),
        surveyed("b.csv", "15 ม.ค. 2565 เวลา 09.00 น.", LAST, QUOTAS),
        survey_summary("c.csv", "14 ก.พ. 2565 เวลา 09.00 น."),
        surveyed("d.csv", "28 ก.พ. 2565 เวลา 09.00 น.", LAST, SOME),
        surveyed("e.csv", "31 มี.ค. 2565 เวลา 16.30 น.", LAST, MOST),
    )
    take(store, *exports)
    return store
