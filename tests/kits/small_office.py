"""A tiny office for tests: a register of three provinces and exports of four moments."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from itasdash.importing import (
    FileReport,
    ImportOptions,
    Upload,
    import_files,
    load_register,
)
from itasdash.store import Store
from itasdash.thai.dates import BANGKOK
from tests.kits.files import as_csv

WHEN = datetime(2022, 4, 1, 9, tzinfo=BANGKOK)
# code, province, district, type, name
REGISTER = (
    ("2500101", "เชียงใหม่", "เมืองเชียงใหม่", "อบจ.", "เชียงใหม่"),
    ("3500102", "เชียงใหม่", "เมืองเชียงใหม่", "เทศบาลนคร", "เชียงใหม่"),
    ("6500103", "เชียงใหม่", "เมืองเชียงใหม่", "อบต.", "ช้างเผือก"),
    ("6500201", "เชียงใหม่", "จอมทอง", "อบต.", "บ้านแปะ"),
    ("2810101", "กระบี่", "เมืองกระบี่", "อบจ.", "กระบี่"),
    ("4810102", "กระบี่", "เมืองกระบี่", "เทศบาลเมือง", "กระบี่"),
    ("6810201", "กระบี่", "เขาพนม", "อบต.", "เขาพนม"),
    ("2200101", "ชลบุรี", "เมืองชลบุรี", "อบจ.", "ชลบุรี"),
    ("5200201", "ชลบุรี", "บ้านบึง", "เทศบาลตำบล", "บ้านบึง"),
    ("6200202", "ชลบุรี", "บ้านบึง", "อบต.", "คลองกิ่ว"),
)
# Who has registered at a moment: administrator and executive, by code; nobody where not named.
FIRST = {"2500101": "11", "3500102": "10", "2810101": "11", "6200202": "01"}
SECOND = FIRST | {"3500102": "11", "2200101": "11", "6810201": "10"}
LAST = SECOND | {"6810201": "11", "4810102": "11", "6500103": "11"}

# A list of who is missing then names one province of three, and does not say why.
ALL_BUT_CHON_BURI = {lao[0]: "11" for lao in REGISTER if lao[1] != "ชลบุรี"}


def register() -> Upload:
    """Return the register as a file."""
    header = ("รหัส อปท.", "จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท.")
    return Upload("register.csv", as_csv([header, *REGISTER]))


def status(name: str, title: str, states: Mapping[str, str]) -> Upload:
    """Return a status export of all LAOs; ``states`` has "1" or "0" for the two roles by code."""
    header = ("ข้อมูล ณ " + title,)
    columns = ("รหัส อปท.", "จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร")
    rows = [(*lao, *states.get(lao[0], "00")) for lao in REGISTER]
    return Upload(name, as_csv([header, columns, *rows]))


def listing(name: str, title: str, states: Mapping[str, str]) -> Upload:
    """Return a list of the LAOs that have not registered, without codes."""
    missing = [lao[1:] for lao in REGISTER if states.get(lao[0]) != "11"]
    columns = ("จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท.")
    titles = [("รายชื่อ อปท. ที่ยังไม่ลงทะเบียน",), ("ข้อมูล ณ " + title,)]
    return Upload(name, as_csv([*titles, columns, *missing]))


def summary(name: str, title: str, states: Mapping[str, str], wrong: int = 0) -> Upload:
    """Return a province summary; ``wrong`` is added to the outstanding of the first province."""
    columns = ("จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน")
    rows = []
    for number, province in enumerate(dict.fromkeys(lao[1] for lao in REGISTER)):
        laos = [lao for lao in REGISTER if lao[1] == province]
        done = sum(states.get(lao[0]) == "11" for lao in laos)
        off = wrong if number == 0 else 0
        rows.append((province, len(laos), done - off, len(laos) - done + off))
    return Upload(name, as_csv([("ข้อมูล ณ " + title,), columns, *rows]))


def take(store: Store, *uploads: Upload) -> list[FileReport]:
    """Import files as ``tester``; a refusal fails the test that called."""
    options = ImportOptions(who="tester", when=WHEN)
    reports = import_files(store, list(uploads), options)
    assert [report.error for report in reports] == [None] * len(uploads)
    return reports


def office(root: Path, *uploads: Upload) -> Store:
    """Return a store at ``root`` with the register and ``uploads``, or else with four moments.

    24 December 2021 (status, 2 of 10), 7 January 2022 (list with a summary that disagrees, 4 of
    10), 14 January 2022 (summary only, 4 of 10) and 31 January 2022 (status, 7 of 10).
    """
    store = Store(root)
    load_register(store, register(), date(2021, 10, 1), who="tester", when=WHEN)
    exports = uploads or (
        status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST),
        listing("b.csv", "7 ม.ค. 2565 เวลา 13.00 น.", SECOND),
        summary("c.csv", "7 ม.ค. 2565 เวลา 13.00 น.", SECOND, wrong=1),
        summary("d.csv", "14 ม.ค. 2565 เวลา 10.30 น.", SECOND),
        status("e.csv", "31 ม.ค. 2565 เวลา 16.30 น.", LAST),
    )
    take(store, *exports)
    return store


def as_published(laos: Sequence[Sequence[str]], subdistricts: int) -> Upload:
    """Return LAOs as the department publishes them: 13 columns, a row per LAO and subdistrict."""
    header = (
        *("จังหวัด", "อำเภอ", "ตำบล", "รหัส อปท.", "ประเภท อปท.", "อปท.", "ที่ตั้งสำนักงานเลขที่"),
        *("หมู่ที่", "รหัสไปรษณีย์", "ขนาดพื้นที่", "LAT", "LONG", "เว็ปไซต์ของอปท"),
    )
    rows = [
        (province, district, f"ตำบล {number}", code, lao_type, name, "", "", "", "2.7", "", "", "")
        for code, province, district, lao_type, name in laos
        for number in range(subdistricts)
    ]
    return Upload("re01.csv", "\ufeff".encode() + as_csv([header, *rows]))
