"""Write the bundled sample: a register, twelve exports of fiscal year 2565 and a manifest.

Run ``python data/sample/generate.py``. Every status is invented (see README.md); the same seed
always writes the same bytes.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import sample_layouts as layouts
from sample_layouts import LIST_COLUMNS, STATUS_COLUMNS, Spelling, StatusWords
from sample_misspellings import misspell
from sample_model import Model, Snapshot
from sample_register import Lao, build_register
from sample_writers import Rows, Sheet, to_html, to_ods, to_text, to_xls, to_xlsx

FOLDER = Path(__file__).resolve().parent
SEED = 2565
REGISTER_FILE, REGISTER_VALID_FROM = "register.csv", "2021-10-01"
MISSPELT_FILE = "สิ่งที่ส่งมาด้วย 2 รายชื่อ อปท. 7 ม.ค. 65.xlsx"

STATUS_TITLE = "สถานะการลงทะเบียนเข้าใช้งานระบบ ITAS ขององค์กรปกครองส่วนท้องถิ่น"
LIST_TITLE = "รายชื่อองค์กรปกครองส่วนท้องถิ่นที่ยังไม่ลงทะเบียน"
SUMMARY_TITLE = "สถานะการลงทะเบียนและการตอบแบบวัดการรับรู้ รายจังหวัด"
ASSESSMENT = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. ๒๕๖๕"


def as_rows(titles: list[str]) -> Rows:
    """Return a row of one cell per title."""
    return [[title] for title in titles]


@dataclass(frozen=True)
class View:
    """What one export is made from: the register, the state at its moment, its own dice."""

    register: list[Lao]
    snapshot: Snapshot
    rng: np.random.Generator
    misspelt: dict[str, str]

    def status(self, words: StatusWords, *, long: float = 0.3) -> Rows:
        """Return the rows of a status file below its header."""
        return layouts.status_rows(
            self.register, self.snapshot, words, Spelling(self.rng, long=long)
        )

    def unregistered(self, titles: list[str]) -> Rows:
        """Return a plain unregistered list with ``titles`` and header."""
        found = layouts.outstanding(self.register, self.snapshot)
        rows = layouts.list_rows(found, Spelling(self.rng, loose=True), {})
        return [*as_rows(titles), list(LIST_COLUMNS), *rows]


@dataclass(frozen=True)
class SampleFile:
    """An export of the sample."""

    name: str
    kind: str
    as_of: datetime
    build: Callable[[View], bytes]


class Sample:
    """The register and the history behind all files."""

    @cached_property
    def register(self) -> list[Lao]:
        """All LAOs."""
        return build_register(np.random.default_rng([SEED, 0]))

    @cached_property
    def model(self) -> Model:
        """When each of them registered and answered."""
        return Model(self.register, np.random.default_rng([SEED, 1]))

    @cached_property
    def misspelt(self) -> dict[str, str]:
        """The names that the list of 7 January gets wrong, by code."""
        moment = next(file.as_of for file in FILES if file.name == MISSPELT_FILE)
        found = layouts.outstanding(self.register, self.model.at(moment))
        return misspell(self.register, [lao for _, lao in found], np.random.default_rng([SEED, 2]))

    def build(self, file: SampleFile) -> bytes:
        """Return the bytes of one export."""
        rng = np.random.default_rng([SEED, 10 + FILES.index(file)])
        return file.build(View(self.register, self.model.at(file.as_of), rng, self.misspelt))

    def register_bytes(self) -> bytes:
        """Return the register as UTF-8 with BOM."""
        return to_text(layouts.register_rows(self.register), encoding="utf-8-sig")

    def manifest_bytes(self) -> bytes:
        """Return what to load, in which order, and which names are misspelt on purpose."""
        spelling = Spelling(np.random.default_rng(SEED))
        laos = {lao.code: lao for lao in self.register}
        manifest = {
            "register": REGISTER_FILE,
            "effective": REGISTER_VALID_FROM,
            "files": [
                {"file": f.name, "kind": f.kind, "as_of": f"{f.as_of.isoformat()}+07:00"}
                for f in FILES
            ],
            "misspellings": [
                {
                    "file": MISSPELT_FILE,
                    "written": spelling.short_name(laos[code], wrong),
                    "lao_id": code,
                }
                for code, wrong in self.misspelt.items()
            ],
        }
        return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def _status_cp874(view: View) -> bytes:
    rows = view.status(StatusWords("ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "be"), long=0.15)
    titles: Rows = [[STATUS_TITLE], ["ข้อมูล ณ วันที่ 24 ธันวาคม 2564 เวลา 09.00 น."]]
    return to_text([*titles, list(STATUS_COLUMNS), *rows], encoding="cp874")


def _status_xlsx(view: View) -> bytes:
    rows = view.status(StatusWords("ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "date"))
    titles: Rows = [[STATUS_TITLE], ["ข้อมูล ณ วันที่ 30 ธ.ค. 64 เวลา 16:00 น."]]
    width = len(STATUS_COLUMNS)
    merges = [(1, 1, 1, width), (2, 1, 2, width)]
    return to_xlsx(Sheet("Export", [*titles, list(STATUS_COLUMNS), *rows], merges))


def _summary_thai_digits(view: View) -> bytes:
    titles = [SUMMARY_TITLE, ASSESSMENT, "ข้อมูล ณ วันที่ ๗ มกราคม ๒๕๖๕ เวลา ๑๓.๐๐ น."]
    return to_xlsx(layouts.summary_sheet(view.register, view.snapshot, titles, thai_digits=True))


def _list_blocks(view: View) -> bytes:
    titles = [f"{LIST_TITLE}ในระบบ ITAS", "ข้อมูล ณ วันที่ ๗ มกราคม ๒๕๖๕ เวลา ๑๓.๐๐ น."]
    found = layouts.outstanding(view.register, view.snapshot)
    spelling = Spelling(view.rng, loose=True)
    return to_xlsx(layouts.blocked_list(found, spelling, view.misspelt, titles))


def _list_sheets(view: View) -> bytes:
    moment = "ข้อมูล  ณ  วันที่  14  มกราคม  พ.ศ. 2565  เวลา 10.30 น."
    found = layouts.by_province(layouts.outstanding(view.register, view.snapshot))
    spelling = Spelling(view.rng, loose=True)
    sheets = []
    for province, block in found.items():
        titles: Rows = [[f"{LIST_TITLE}ในระบบ ITAS จังหวัด{province}"], [moment], []]
        rows: Rows = [*titles, list(LIST_COLUMNS), *layouts.list_rows(block, spelling, {})]
        sheets.append(Sheet(province, rows, [(1, 1, 1, 4), (2, 1, 2, 4)], (8, 22, 26, 46)))
    return to_xlsx(*sheets)


def _list_html(view: View) -> bytes:
    titles = [f"{LIST_TITLE}ในระบบ ITAS", "ข้อมูล ณ วันที่ ๒๑ มกราคม ๒๕๖๕ เวลา ๑๕.๐๐ น."]
    return to_html(view.unregistered(titles), titles=2)


def _status_ods(view: View) -> bytes:
    rows = view.status(StatusWords("แล้ว", "ยัง", "month"))
    titles: Rows = [[STATUS_TITLE], ["ข้อมูล ณ วันที่ 28 ม.ค. 65 เวลา 13:00 น."]]
    return to_ods(Sheet("Sheet1", [*titles, list(STATUS_COLUMNS), *rows]))


def _list_xls(view: View) -> bytes:
    titles = [f"{LIST_TITLE}ในระบบ ITAS", "ข้อมูล ณ วันที่ 11 ก.พ. 65 เวลา 13.00 น."]
    return to_xls(Sheet("รายชื่อ", view.unregistered(titles), widths=(8, 22, 26, 46)))


def _status_cover(view: View) -> bytes:
    cover: Rows = [["คำอธิบายข้อมูล"], ["ส่งออกจากระบบโดยอัตโนมัติ"], [layouts.NOTE]]
    titles: Rows = [[STATUS_TITLE], ["As of 28 February 2022 09:00"]]
    width = len(STATUS_COLUMNS)
    header, merges = layouts.two_row_status_header(len(titles) + 1)
    rows: Rows = [*titles, *header, *view.status(StatusWords("✓", "-", "date"))]
    merges += [(1, 1, 1, width), (2, 1, 2, width)]
    # Excel's own Thai format with a Buddhist year, which readers do not know for a date.
    data = Sheet("Export", rows, merges, date_format="[$-107041E]d\\ mmm\\ yy;@")
    return to_xlsx(Sheet("คำอธิบาย", cover, widths=(60,)), data)


def _list_csv(view: View) -> bytes:
    return to_text(view.unregistered([LIST_TITLE]), encoding="utf-8-sig", delimiter=";")


def _summary_plain(view: View) -> bytes:
    titles = [SUMMARY_TITLE, ASSESSMENT, "ข้อมูล ณ วันที่ 22 มีนาคม 2565 เวลา 10.00 น."]
    return to_xlsx(layouts.summary_sheet(view.register, view.snapshot, titles, thai_digits=False))


def _status_utf16(view: View) -> bytes:
    rows = view.status(StatusWords("1", "0", "be"), long=0.0)
    titles: Rows = [[STATUS_TITLE], ["ณ วันที่ 31/3/2565 16:30"]]
    table: Rows = [*titles, list(STATUS_COLUMNS), *rows]
    return to_text(table, encoding="utf-16", delimiter="\t")


_STATUS, _LIST, _SUMMARY = "status", "unregistered_list", "province_summary"
FILES = tuple(
    SampleFile(name, kind, datetime.fromisoformat(as_of), build)
    for name, kind, as_of, build in (
        ("สถานะ ITAS 24 ธ.ค. 64.csv", _STATUS, "2021-12-24T09:00", _status_cp874),
        ("สถานะ ITAS 30 ธ.ค. 64.xlsx", _STATUS, "2021-12-30T16:00", _status_xlsx),
        (
            "สิ่งที่ส่งมาด้วย 1 รายจังหวัด 7 ม.ค. 65.xlsx",
            _SUMMARY,
            "2022-01-07T13:00",
            _summary_thai_digits,
        ),
        (MISSPELT_FILE, _LIST, "2022-01-07T13:00", _list_blocks),
        ("unregistered_by_province_140165.xlsx", _LIST, "2022-01-14T10:30", _list_sheets),
        ("รายชื่อยังไม่ลงทะเบียน_21012565.xls", _LIST, "2022-01-21T15:00", _list_html),
        ("status_28-01-2565.ods", _STATUS, "2022-01-28T13:00", _status_ods),
        ("รายชื่อยังไม่ลงทะเบียน_11กพ65.xls", _LIST, "2022-02-11T13:00", _list_xls),
        ("itas_export_2022-02-28.xlsx", _STATUS, "2022-02-28T09:00", _status_cover),
        ("itas_20220315_1300.csv", _LIST, "2022-03-15T13:00", _list_csv),
        ("province_status_220365.xlsx", _SUMMARY, "2022-03-22T10:00", _summary_plain),
        ("status_31032565_1630.txt", _STATUS, "2022-03-31T16:30", _status_utf16),
    )
)


def main() -> None:
    """Write every file of the sample into this folder."""
    sample = Sample()
    (FOLDER / REGISTER_FILE).write_bytes(sample.register_bytes())
    (FOLDER / "manifest.json").write_bytes(sample.manifest_bytes())
    for file in FILES:
        (FOLDER / file.name).write_bytes(sample.build(file))


if __name__ == "__main__":
    main()
