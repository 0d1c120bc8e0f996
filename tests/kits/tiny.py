"""A register of a few LAOs and exports built from rows, for the tests of the ingest pipeline."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from itasdash.ingest.export import read_export
from itasdash.ingest.facts import Export
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.match import Alias, Register
from itasdash.thai.dates import BANGKOK
from tests.kits.files import Rows, workbook

AS_OF = datetime(2022, 1, 7, 13, 0, tzinfo=BANGKOK)
AS_OF_TITLE = "ข้อมูล ณ วันที่ ๗ มกราคม ๒๕๖๕ เวลา ๑๓.๐๐ น."
LIST_TITLE = "รายชื่อองค์กรปกครองส่วนท้องถิ่นที่ยังไม่เปิดเข้าใช้งานในระบบ ITAS"

# Two provinces, made of the traps: a name that two districts share, names one letter apart, one
# name borne by several types, and a PAO, which covers all districts of its province.
LAOS = (
    Lao("2810101", "81", "เมืองกระบี่", "PAO", "กระบี่"),
    Lao("4810102", "81", "เมืองกระบี่", "TOWN", "กระบี่"),
    Lao("6810305", "81", "เกาะลันตา", "SAO", "คลองยาง"),
    Lao("6810508", "81", "อ่าวลึก", "SAO", "คลองยา"),
    Lao("5810402", "81", "คลองท่อม", "SUBDISTRICT", "คลองพน"),
    Lao("6810404", "81", "คลองท่อม", "SAO", "คลองพน"),
    Lao("5810407", "81", "คลองท่อม", "SUBDISTRICT", "ห้วยน้ำขาว"),
    Lao("2230101", "23", "เมืองตราด", "PAO", "ตราด"),
    Lao("6230203", "23", "คลองใหญ่", "SAO", "คลองใหญ่"),
    Lao("6230503", "23", "แหลมงอบ", "SAO", "คลองใหญ่"),
    Lao("5230702", "23", "เกาะช้าง", "SUBDISTRICT", "เกาะช้างใต้"),
)
KRABI, TRAT = 7, 4


@cache
def register() -> Register:
    """Return the small register."""
    return Register(LAOS)


def read(
    rows: Rows,
    *,
    file: str = "export.xlsx",
    sheet: str = "Sheet1",
    laos: Register | None = None,
    aliases: Sequence[Alias] = (),
    as_of: datetime | None = AS_OF,
    list_means: str = "either",
    merge: Sequence[str] = (),
) -> Export:
    """Return what an export of one sheet says."""
    data = workbook((sheet, rows), merge=merge)
    return read_export(data, file, lambda _: laos or register(), aliases, as_of, list_means)


def codes(export: Export) -> list[str]:
    """Return the codes of an export's findings, in order."""
    return [finding.code for finding in export.findings]


def found(export: Export, code: str) -> list[tuple[object, ...]]:
    """Return (row, province, expected, found) of every finding with a code."""
    return [
        (f.row, f.province_code, f.expected, f.found) for f in export.findings if f.code == code
    ]


def names(export: Export) -> list[str | None]:
    """Return the LAO of every row about one, in order."""
    return [row.lao_id for row in export.laos]
