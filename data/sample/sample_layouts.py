"""Snapshots to the rows of the three kinds of export, in the spelling of real offices."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from pythainlp.util import collate
from sample_model import Snapshot
from sample_register import TYPE_WORDS, Lao, read_reference
from sample_writers import Cell, Merge, Rows, Sheet

Found = list[tuple[int, Lao]]  # LAOs with their place in the register

REGISTER_COLUMNS = ["รหัส อปท.", "จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท."]
STATUS_COLUMNS = [
    *("ลำดับ", "รหัสหน่วยงาน", "จังหวัด", "อำเภอ", "ประเภท อปท.", "ชื่อหน่วยงาน"),
    *("ผู้ดูแลระบบ", "ผู้บริหาร", "วันที่ลงทะเบียน"),
    *("IIT เป้าหมาย", "IIT ตอบแล้ว", "EIT เป้าหมาย", "EIT ตอบแล้ว"),
]
# The same columns under a first header row: words in it span the columns until the next word.
STATUS_PARENTS = {6: "สถานะการลงทะเบียน", 9: "แบบวัด IIT", 11: "แบบวัด EIT"}
STATUS_CHILDREN = {9: "เป้าหมาย", 10: "ตอบแล้ว", 11: "เป้าหมาย", 12: "ตอบแล้ว"}
LIST_COLUMNS = ["ที่", "จังหวัด", "อำเภอ", "ชื่อ อปท."]
SUMMARY_COLUMNS = ["ลำดับ", "จังหวัด", "จำนวน อปท."]
SUMMARY_PARENTS = {3: "การลงทะเบียนเข้าใช้งานระบบ ITAS", 6: "แบบวัด IIT", 9: "แบบวัด EIT"}
SUMMARY_CHILDREN = [
    *("ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "ร้อยละ"),
    *("เป้าหมาย", "ตอบแล้ว", "ร้อยละ") * 2,
]
SHORT_MONTHS = {11: "พ.ย.", 12: "ธ.ค.", 1: "ม.ค.", 2: "ก.พ.", 3: "มี.ค.", 4: "เม.ย."}
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
NOTE = "หมายเหตุ: ข้อมูลตัวอย่าง สถานะทั้งหมดเป็นข้อมูลสมมติ"


class Spelling:
    """How one file writes names: every office mixes full and short forms in its own measure."""

    def __init__(self, rng: np.random.Generator, *, long: float = 0.3, loose: bool = False) -> None:
        """Use the long type word in a share ``long``; ``loose`` also varies places and spaces."""
        rows = read_reference("lao_types")
        self._short = {row["lao_type"]: row["abbreviation_th"] for row in rows}
        self._long = {row["lao_type"]: row["name_th"] for row in rows}
        self._rng = rng
        self._share = long
        self._loose = loose

    def province(self, name: str) -> str:
        """Return a province as written."""
        return self._pick("", "", "จ.", "จังหวัด") + name if self._loose else name

    def district(self, lao: Lao) -> str:
        """Return an LAO's district as written, sometimes without the province's name in it."""
        if not self._loose:
            return lao.district
        name = self._pick(lao.district, "เมือง") if lao.in_capital else lao.district
        return self._pick("", "อ.", "อำเภอ") + name

    def name(self, lao: Lao) -> str:
        """Return an LAO's name with a type word in front."""
        if lao.lao_type == "SPECIAL":
            return lao.name
        words = self._long if self._rng.random() < self._share else self._short
        # Behind a space, a name like จ.ป.ร. would read as "province of ป.ร.".
        gap = self._pick("", "", " ") if self._loose and "." not in lao.name else ""
        return f"{words[lao.lao_type]}{gap}{lao.name}"

    def short_name(self, lao: Lao, name: str) -> str:
        """Return ``name`` with the abbreviation of the LAO's type."""
        return self._short[lao.lao_type] + name

    def _pick(self, *choices: str) -> str:
        return choices[int(self._rng.integers(len(choices)))]


@dataclass(frozen=True)
class StatusWords:
    """The words of a status file and how it writes days: ``be``, ``month``, ``iso``, ``date``."""

    yes: str
    no: str
    days: str


def register_rows(register: list[Lao]) -> Rows:
    """Return the register as a table, names without their type."""
    rows: Rows = [list(REGISTER_COLUMNS)]
    for lao in register:
        rows.append([lao.code, lao.province, lao.district, TYPE_WORDS[lao.lao_type], lao.name])
    return rows


def status_rows(
    register: list[Lao], snapshot: Snapshot, words: StatusWords, spelling: Spelling
) -> Rows:
    """Return a row per LAO, without titles and header."""
    rows: Rows = []
    for number, (i, lao) in enumerate(by_dictionary(register), start=1):
        place = [spelling.province(lao.province), spelling.district(lao), TYPE_WORDS[lao.lao_type]]
        roles = [
            words.yes if role[i] else words.no for role in (snapshot.admin, snapshot.executive)
        ]
        day = _write_day(snapshot.registered_on[i], words.days)
        answers = [
            *(int(snapshot.iit_quota[i]), int(snapshot.iit_answered[i])),
            *(int(snapshot.eit_quota[i]), int(snapshot.eit_answered[i])),
        ]
        rows.append([number, lao.code, *place, spelling.name(lao), *roles, day, *answers])
    return rows


def _write_day(day: date | None, style: str) -> Cell:
    if day is None:
        return None if style == "date" else ""
    if style == "date":
        return day
    if style == "iso":
        return day.isoformat()
    if style == "month":
        return f"{day.day} {SHORT_MONTHS[day.month]} {day.year + 543 - 2500}"
    return f"{day.day}/{day.month}/{day.year + 543}"


def two_row_status_header(row: int) -> tuple[Rows, list[Merge]]:
    """Return the status header over two rows, the first of them being ``row``."""
    upper = [
        STATUS_PARENTS.get(x, "" if x in (7, 10, 12) else c) for x, c in enumerate(STATUS_COLUMNS)
    ]
    lower = [STATUS_CHILDREN.get(x, c if x in (6, 7) else "") for x, c in enumerate(STATUS_COLUMNS)]
    merges = [(row, x + 1, row, x + 2) for x in STATUS_PARENTS]
    merges += [(row, x + 1, row + 1, x + 1) for x, word in enumerate(lower) if not word]
    return [list(upper), list(lower)], merges


def list_rows(
    found: Found, spelling: Spelling, misspelt: Mapping[str, str], first_number: int = 1
) -> Rows:
    """Return a row per LAO of an unregistered list; ``misspelt`` maps code to the wrong name."""
    rows: Rows = []
    for number, (_, lao) in enumerate(found, start=first_number):
        wrong = misspelt.get(lao.code)
        name = spelling.short_name(lao, wrong) if wrong else spelling.name(lao)
        rows.append([number, spelling.province(lao.province), spelling.district(lao), name])
    return rows


def blocked_list(
    found: Found, spelling: Spelling, misspelt: Mapping[str, str], titles: list[str]
) -> Sheet:
    """Return attachment 2: the province once per block, subtotals, Thai digits."""
    sheet = Sheet("รายชื่อ", [[title] for title in titles], widths=(8, 22, 26, 46))
    sheet.merges += [(row, 1, row, len(LIST_COLUMNS)) for row in range(1, len(titles) + 1)]
    sheet.rows += [[], list(LIST_COLUMNS)]
    number = 1
    for province, block in by_province(found).items():
        rows = list_rows(block, spelling, misspelt, number)
        number += len(rows)
        for row in rows:
            row[0], row[1] = str(row[0]).translate(THAI_DIGITS), ""
        rows[0][1] = province
        first = len(sheet.rows) + 1
        sheet.rows += [*rows, [_thai(f"รวมจังหวัด{province} {len(rows)} แห่ง")]]
        last = len(sheet.rows)
        if len(rows) > 1:
            sheet.merges.append((first, 2, last - 1, 2))
        sheet.merges.append((last, 1, last, len(LIST_COLUMNS)))
    sheet.rows.append([_thai(f"รวมทั้งสิ้น {len(found):,} แห่ง")])
    sheet.merges.append((len(sheet.rows), 1, len(sheet.rows), len(LIST_COLUMNS)))
    return sheet


def summary_sheet(
    register: list[Lao], snapshot: Snapshot, titles: list[str], *, thai_digits: bool
) -> Sheet:
    """Return attachment 1: a row per province in code order, a total row, a note."""
    sheet = Sheet("รายจังหวัด", [[title] for title in titles], widths=(8, 22, *[13] * 10))
    width = len(SUMMARY_COLUMNS) + len(SUMMARY_CHILDREN)
    sheet.merges += [(row, 1, row, width) for row in range(1, len(titles) + 1)]
    top = len(titles) + 2
    upper: list[Cell] = [*SUMMARY_COLUMNS, *[""] * len(SUMMARY_CHILDREN)]
    for x, word in SUMMARY_PARENTS.items():
        upper[x] = word
        sheet.merges.append((top, x + 1, top, x + 3))
    sheet.merges += [(top, x, top + 1, x) for x in range(1, len(SUMMARY_COLUMNS) + 1)]
    sheet.rows += [[], upper, [*[""] * len(SUMMARY_COLUMNS), *SUMMARY_CHILDREN]]
    members: defaultdict[str, list[int]] = defaultdict(list)
    for i, lao in enumerate(register):
        members[lao.province].append(i)
    for number, (province, group) in enumerate(members.items(), start=1):
        cells = [number, province, *_summary(snapshot, group)]
        sheet.rows.append([_thai(c) for c in cells] if thai_digits else cells)
    total: list[Cell] = ["รวม", "", *_summary(snapshot, list(range(len(register))))]
    sheet.rows.append([_thai(cell) for cell in total] if thai_digits else total)
    sheet.rows += [[], [NOTE]]
    return sheet


def _summary(snapshot: Snapshot, group: list[int]) -> list[Cell]:
    registered = int(snapshot.registered[group].sum())
    cells: list[Cell] = [len(group), registered, len(group) - registered]
    cells.append(_percent(registered, len(group)))
    for quotas, answers in (
        (snapshot.iit_quota, snapshot.iit_answered),
        (snapshot.eit_quota, snapshot.eit_answered),
    ):
        quota, answered = int(quotas[group].sum()), int(answers[group].sum())
        cells += [quota, answered, _percent(answered, quota)]
    return cells


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2)


def _thai(value: Cell) -> Cell:
    """Return a cell in Thai digits: counts with thousands commas, percents with two decimals."""
    text = f"{value:,}" if isinstance(value, int) else value
    text = f"{text:.2f}" if isinstance(text, float) else text
    return text.translate(THAI_DIGITS) if isinstance(text, str) else text


def outstanding(register: list[Lao], snapshot: Snapshot) -> Found:
    """Return the LAOs of which either person is missing, in Thai dictionary order of province."""
    return [(i, lao) for i, lao in by_dictionary(register) if not snapshot.registered[i]]


def by_dictionary(register: list[Lao]) -> Found:
    """Return all LAOs with their place in the register, provinces in Thai dictionary order."""
    order = {name: n for n, name in enumerate(collate({lao.province for lao in register}))}
    return sorted(enumerate(register), key=lambda item: order[item[1].province])


def by_province(found: Iterable[tuple[int, Lao]]) -> dict[str, Found]:
    """Return the LAOs of each province, in the order given."""
    return {province: list(g) for province, g in groupby(found, key=lambda item: item[1].province)}
