"""The message to a province: its numbers, names, deadline and who is asked."""

from datetime import date
from pathlib import Path

import pytest

from itasdash.documents.marks import Marks
from itasdash.documents.messages import province_message
from itasdash.metrics import rates
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.schema import OUTSTANDING_STATES, Office
from itasdash.store import Store
from tests.kits.frames import lao, status

DEADLINE = date(2022, 2, 28)
OFFICE = Office(telephone="๐-๒๒๔๑-๐๒๖๗")


def message(small_data: Path, code: str, number: int = -1, language: str = "th") -> str:
    store = Store(small_data)
    snapshot = store.read(store.snapshots()[number].as_of)
    provinces = rates(snapshot.status, snapshot.province_summary, "province")
    wanted = LaoFilter(province_codes=(code,), states=OUTSTANDING_STATES)
    rows = None if snapshot.info.summary_only else select_laos(snapshot.status, wanted)
    [(_, own)] = provinces[provinces["province_code"] == code].iterrows()
    said = province_message(own, rows, snapshot.info.as_of, DEADLINE, OFFICE, language)
    return said.replace("\u00a0", " ")


def test_it_says_how_the_province_stands_and_names_who_is_missing(small_data: Path) -> None:
    assert message(small_data, "20").split("\n") == [
        "เรียน ท้องถิ่นจังหวัดชลบุรี",
        "ข้อมูล ณ 31 ม.ค. 2565 16:30 น.",
        "อปท. ในจังหวัด 3 แห่ง ลงทะเบียน ITAS แล้ว 1 แห่ง (33.3 %) ยังไม่ลงทะเบียน 2 แห่ง",
        "1. ทต.บ้านบึง (ขาดทั้งคู่)",
        "2. อบต.คลองกิ่ว (ขาดผู้ดูแลระบบ)",
        "ขอให้เร่งรัดให้ครบทั้งผู้ดูแลระบบและผู้บริหาร ภายใน 28 ก.พ. 2565",
        "กรมส่งเสริมการปกครองท้องถิ่น สำนักงานศูนย์ปฏิบัติการต่อต้านการทุจริต",
        "ติดต่อ ๐-๒๒๔๑-๐๒๖๗",
    ]


def test_a_complete_province_is_thanked_and_a_summary_names_nobody(small_data: Path) -> None:
    said = message(small_data, "81")
    assert "ครบแล้ว ขอขอบคุณ" in said and "เร่งรัด" not in said
    of_summary = message(small_data, "20", 2)
    assert "รายชื่อ 2 แห่ง อยู่ในเอกสารแนบ" in of_summary and "คลองกิ่ว" not in of_summary
    assert "Contact: ๐-๒๒๔๑-๐๒๖๗" in message(small_data, "20", language="en")


@pytest.mark.parametrize(("names", "named"), [(20, True), (21, False)])
def test_many_names_are_counted_and_what_is_invented_says_so(
    small_data: Path, names: int, named: bool
) -> None:
    frame = status(*(lao(f"ชื่อ\n{n}", False, lao_id=f"63001{n:02}") for n in range(names)))
    as_of = Store(small_data).snapshots()[-1].as_of
    [(_, own)] = rates(
        frame, Store(small_data).read(as_of).province_summary.iloc[:0], "province"
    ).iterrows()
    rows = select_laos(frame, LaoFilter(states=OUTSTANDING_STATES))
    said = province_message(own, rows, as_of, None, Office(), "th", Marks(True)).split("\n")
    assert said[0] == "ข้อมูลตัวอย่าง ทุกสถานะสมมติขึ้น ไม่ใช่ข้อมูลจริง"
    assert any(line.startswith("1. อบต.ชื่อ ") for line in said) is named
    assert ("รายชื่อ 21 แห่ง อยู่ในเอกสารแนบ" in said) is not named
    # What the office has not filled in is left out.
    assert not any("ติดต่อ" in line or "…" in line for line in said)
