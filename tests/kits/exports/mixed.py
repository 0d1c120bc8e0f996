"""Kinds that put several oddities into one file, each of which a clerk reads over."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from itasdash.thai.digits import to_thai
from tests.kits.exports.draft import (
    LIST,
    MONTHS,
    SHORT_MONTHS,
    STATUS,
    SUMMARY,
    Case,
    Column,
    Draft,
    thai_date,
)
from tests.kits.exports.kinds import kind
from tests.kits.exports.sheets import Row, Sheet
from tests.kits.exports.world import LONG, SHORT, province_name

_FORMS = ("xlsx", "csv", "xls", "html", "ods", "csv cp874", "csv semicolon", "tab")
Change = Callable[[Draft], None]


def _odd_moment(draft: Draft) -> None:
    rng, moment = draft.rng, draft.world.moment
    day = thai_date(moment, style=rng.choice((0, 2, 3)))
    time = f"{moment:%H.%M} น."
    draft.when = rng.choice(
        (
            f"ข้อมูล ณ วันที่ {day} ({time})",
            f"ข้อมูล ณ เวลา {time} ของวันที่ {day}",
            f"ข้อมูล ณ วันที่ {day}, {time}",
            to_thai(f"ข้อมูล ณ วันที่ {day} เวลา {time}"),
            f"(ข้อมูล ณ วันที่ {day} เวลา {time})",
            f"ข้อมูล ณ {moment:%Y-%m-%dT%H:%M:%S}+07:00",
            f"ข้อมูล ณ วันที่ {moment.day} {SHORT_MONTHS[moment.month - 1]}"
            f"{(moment.year + 543) % 100} เวลา {moment:%H:%M}:00 น.",
        )
    )


def _letter(draft: Draft) -> None:
    other = draft.world.moment - timedelta(days=draft.rng.randint(2, 20))
    month = MONTHS[other.month - 1]
    line = f"ตามหนังสือ ที่ มท 0804.6/ว 12 ลงวันที่ {other.day} {month} {other.year + 543}"
    draft.titles.insert(draft.rng.randint(0, len(draft.titles)), line)


def _signature(draft: Draft) -> None:
    at = draft.rng.randrange(len(draft.columns))
    draft.notes += [
        [],
        draft.told(at, "(ลงชื่อ) ............................... ผู้รายงาน"),
        draft.told(at, "(นายสมชาย ใจดี)"),
        draft.told(at, "ตำแหน่ง นักวิเคราะห์นโยบายและแผน"),
    ]


def _source(draft: Draft) -> None:
    draft.notes += [["ที่มา: ระบบ ITAS สำนักงาน ป.ป.ช."]]


def _legend(draft: Draft) -> None:
    draft.notes += [["หมายเหตุ: ยังไม่ลงทะเบียน หมายถึง ผู้ดูแลระบบหรือผู้บริหารยังไม่ลงทะเบียน"]]


def _remarks(draft: Draft) -> None:
    words = ("", "โทรแจ้งแล้ว", "อยู่ระหว่างสรรหา", "")
    draft.columns.append(draft.column("remark", lambda _, n: words[n % 4] or None))


def _telephone(draft: Draft) -> None:
    draft.columns.append(Column("", "โทรศัพท์", lambda _, n: f"0-7{n % 9}61-{1000 + n}"))


def _province_word(draft: Draft) -> None:
    form = draft.rng.choice(("จ.{}", "จังหวัด{}", " {}"))
    draft.put("province", lambda lao, _: form.format(province_name(lao.province_code)))


def _dressed_names(draft: Draft) -> None:
    if draft.kind == SUMMARY:
        return
    own = draft.columns[draft.at("name")].cell
    form = draft.rng.choice(("{} *", "{}¹", " {}", "{}\u200b", "{}\u00a0", "ที่ทำการ{}"))
    laos = {
        lao.lao_id for lao in draft.rng.sample(draft.subjects, max(1, len(draft.subjects) // 4))
    }

    def cell(lao, n):  # type: ignore[no-untyped-def]
        office = form.startswith("ที่ทำการ") and lao.lao_type not in ("PAO", "SAO")
        if lao.lao_id not in laos or office:
            return own(lao, n)
        return form.format(own(lao, n))

    draft.put("name", cell)
    if "*" in form:
        draft.notes.append(["* อยู่ระหว่างสรรหาผู้บริหาร"])


def _type_twice(draft: Draft) -> None:
    if draft.kind == SUMMARY:
        return
    own = draft.columns[draft.at("name")].cell
    draft.put(
        "name",
        lambda lao, n: (
            own(lao, n) if n % 5 else SHORT[lao.lao_type] + LONG[lao.lao_type] + lao.name_th
        ),
    )


def _numbered_columns(draft: Draft) -> None:
    own: Row = [column.heading for column in draft.columns]
    draft.header = [own, [f"({n})" for n in range(1, len(own) + 1)]]


def _long_heading(draft: Draft) -> None:
    for column in draft.columns:
        if draft.rng.random() < 0.3:
            column.heading = draft.rng.choice((" {}", "{} ", "{}\n")).format(column.heading)


# The heading comes last: it is made of all columns.
_CHANGES: tuple[Change, ...] = (
    _odd_moment,
    _letter,
    _source,
    _legend,
    _remarks,
    _telephone,
    _province_word,
    _dressed_names,
    _type_twice,
    _long_heading,
)
_LAST: tuple[Change, ...] = (_numbered_columns, _signature)


def _mixed(rng: Random, kind: str) -> Case:
    forms = ("xlsx", "xls", "html", "ods", "csv") if rng.random() < 0.7 else _FORMS
    draft = Draft(rng, kind, forms=forms)
    for change in rng.sample(_CHANGES, rng.randint(2, 4)):
        change(draft)
    for change in _LAST:
        if rng.random() < 0.3:
            change(draft)
    if draft.form == "csv cp874":
        draft.form = "csv"
    rows = draft.body()
    if kind == LIST and rng.random() < 0.5:
        rows.append(draft.told(0, f"รวมทั้งสิ้น {len(rows)} แห่ง"))
    sheet = draft.grid(rows)
    if draft.form in ("xlsx", "xls", "ods") and rng.random() < 0.3:
        return draft.case([Sheet("ปก", [["รายงาน ITAS"], ["จัดทำโดย กองกฎหมาย"]]), sheet])
    return draft.case(sheet)


@kind("mixed: a status table with several oddities")
def status(rng: Random) -> Case:
    return _mixed(rng, STATUS)


@kind("mixed: a list with several oddities")
def listing(rng: Random) -> Case:
    return _mixed(rng, LIST)


@kind("mixed: a summary with several oddities")
def summary(rng: Random) -> Case:
    return _mixed(rng, SUMMARY)
