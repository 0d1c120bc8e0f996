"""Kinds of moments: how and where a file says of when it is."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from itasdash.thai.digits import to_thai
from tests.kits.exports.draft import (
    LIST,
    MONTHS,
    SHORT_MONTHS,
    STATUS,
    SUMMARY,
    Case,
    Draft,
    thai_date,
)
from tests.kits.exports.kinds import kind
from tests.kits.exports.sheets import Row

_WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_EXPORTS = (STATUS, STATUS, LIST, SUMMARY)


def _draft(rng: Random, forms: Sequence[str] = ("xlsx", "csv", "csv cp874", "html")) -> Draft:
    return Draft(rng, rng.choice(_EXPORTS), forms=forms, most=3)


def _day(rng: Random, moment: datetime, *styles: int) -> str:
    return thai_date(moment, style=rng.choice(styles or (0, 1, 2, 3, 5)))


def _time(rng: Random, moment: datetime) -> str:
    return rng.choice((f"{moment:%H.%M} น.", f"{moment:%H:%M} น.", f"{moment:%H.%M}น."))


@kind("moment: plain")
def plain(rng: Random) -> Case:
    return _draft(rng).case()


@kind("moment: UTC, Z and offsets in a title")
def zulu(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    utc = moment.astimezone(UTC)
    other = rng.choice((0, 1, 9, -5, 7, 8))
    shifted = utc + timedelta(hours=other)
    written = rng.choice(
        (
            f"{utc:%Y-%m-%dT%H:%M:%SZ}",
            f"{utc:%Y-%m-%dT%H:%M:%S}.{rng.randrange(1000):03}Z",
            f"{utc:%Y-%m-%d %H:%M} UTC",
            f"{utc:%Y-%m-%d %H:%M:%S}+00:00",
            f"{utc:%Y-%m-%d %H:%M} GMT",
            f"{moment:%Y-%m-%dT%H:%M:%S}+07:00",
            f"{moment:%Y-%m-%d %H:%M} GMT+7",
            f"{moment:%Y-%m-%dT%H:%M:%S}+0700",
            f"{shifted:%Y-%m-%dT%H:%M:%S}{other:+03}:00",
        )
    )
    draft.when = rng.choice(("ข้อมูล ณ ", "ข้อมูล ณ วันที่ ", "Data as of ", "as of: ")) + written
    return draft.case()


@kind("moment: UTC in a cell of its own")
def zulu_cell(rng: Random) -> Case:
    draft = _draft(rng, ("xlsx", "csv"))
    utc = draft.world.moment.astimezone(UTC)
    draft.when = None
    sheet = draft.grid()
    label, value = rng.choice(
        (
            ("ข้อมูล ณ (UTC)", f"{utc:%Y-%m-%d %H:%M}"),
            ("ข้อมูล ณ", f"{utc:%Y-%m-%dT%H:%M:%SZ}"),
            ("ข้อมูล ณ (UTC)", utc.replace(tzinfo=None)),
            ("as of (UTC)", f"{utc:%Y-%m-%d %H:%M:%S}"),
        )
    )
    sheet.rows.insert(len(draft.titles), [label, value])
    sheet.merges = []
    return draft.case(sheet)


@kind("moment: UTC in the file's name")
def zulu_file(rng: Random) -> Case:
    draft = _draft(rng)
    draft.when = None
    utc = draft.world.moment.astimezone(UTC)
    stem = rng.choice(
        (
            f"query_result_{utc:%Y-%m-%dT%H_%M_%S}.{rng.randrange(1000):03}Z",
            f"export-{utc:%Y-%m-%dT%H-%M-%S}Z",
            f"itas_{utc:%Y%m%dT%H%M%S}Z",
            f"status {utc:%Y-%m-%d}T{utc:%H%M}Z",
        )
    )
    suffix = ".csv" if draft.form.startswith("csv") else ".xlsx" if draft.form == "xlsx" else ".xls"
    return draft.case(file=stem + suffix)


@kind("moment: AM and PM")
def half_days(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    half = f"{moment:%I:%M %p}"
    time = rng.choice((half, half.lower(), half.lstrip("0"), half.replace(" ", "")))
    day = rng.choice(
        (
            f"{moment:%Y-%m-%d}",
            f"{moment.day} {MONTHS[moment.month - 1]} {moment.year + 543}",
            f"{moment:%d/%m}/{moment.year + 543}",
            f"{moment.day} {moment:%B %Y}",
        )
    )
    draft.when = f"ข้อมูล ณ วันที่ {day} {time}"
    return draft.case()


@kind("moment: the time before the day")
def time_first(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    time, day = _time(rng, moment), _day(rng, moment)
    draft.when = rng.choice(
        (
            f"ข้อมูล ณ เวลา {time} ของวันที่ {day}",
            f"ข้อมูล ณ เวลา {time} วันที่ {day}",
            f"ข้อมูลเมื่อเวลา {time} วันที่ {day}",
            f"ข้อมูล ณ {time} {day}",
            f"(ข้อมูล ณ เวลา {time} ของวันที่ {day})",
        )
    )
    if rng.random() < 0.3:
        draft.when = to_thai(draft.when)
    return draft.case()


@kind("moment: the time behind a comma or in brackets")
def time_apart(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    time, day = _time(rng, moment), _day(rng, moment)
    draft.when = "ข้อมูล ณ วันที่ " + rng.choice(
        (
            f"{day}, {time}",
            f"{day} ({time})",
            f"{day} (เวลา {time})",
            f"{day}, เวลา {time}",
            f"{day} / {time}",
            f"{day} - {time}",
            f"{day} เมื่อเวลา {time}",
            f"{day} ณ เวลา {time}",
            f"{day}\nเวลา {time}",
        )
    )
    return draft.case()


@kind("moment: นาฬิกา")
def spelt_hours(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    minutes = f" {moment.minute} นาที" if moment.minute else ""
    time = rng.choice(
        (
            f"{moment.hour} นาฬิกา{minutes}",
            f"{moment:%H.%M} นาฬิกา",
            f"{moment.hour}.{moment.minute:02} นาฬิกา",
        )
    )
    draft.when = f"ข้อมูล ณ วันที่ {_day(rng, moment)} เวลา {time}"
    if rng.random() < 0.4:
        draft.when = to_thai(draft.when)
    return draft.case()


@kind("moment: 24.00")
def midnight(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    draft.when = (
        f"ข้อมูล ณ วันที่ {_day(rng, moment)} เวลา {rng.choice(('24.00 น.', '24:00 น.', '๒๔.๐๐ น.'))}"
    )
    end = moment.replace(hour=0, minute=0) + timedelta(days=1)
    draft.truth.as_of = (end,)
    draft.truth.expect, draft.truth.words = "either", ("24", "เวลา")
    return draft.case()


@kind("moment: seconds and odd separators")
def seconds(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    year, short = moment.year + 543, (moment.year + 543) % 100
    month = SHORT_MONTHS[moment.month - 1]
    draft.when = rng.choice(
        (
            f"ข้อมูล ณ วันที่ {moment.day} {month}{short} เวลา {moment:%H:%M}:00 น.",
            f"ข้อมูล ณ {moment:%d/%m}/{year} {moment:%H.%M}น.",
            f"ข้อมูล ณ {moment:%d-%m}-{year} {moment:%H:%M}",
            f"ข้อมูล ณ {moment:%d.%m}.{year} เวลา {moment:%H.%M} น.",
            f"ข้อมูล ณ วันที่ {moment.day}/{moment.month}/{short} เวลา {moment:%H.%M} น.",
            f"ข้อมูล  ณ  วันที่  {moment.day}  {MONTHS[moment.month - 1]}  พ.ศ. {year}  "
            f"เวลา  {moment:%H.%M}  น.",
        )
    )
    if rng.random() < 0.3:
        draft.when = to_thai(draft.when)
    return draft.case()


@kind("moment: with the day of the week")
def weekday(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    day = f"{moment.day} {MONTHS[moment.month - 1]} พ.ศ. {moment.year + 543}"
    draft.when = f"ข้อมูล ณ วัน{_WEEKDAYS[moment.weekday()]}ที่ {day} เวลา {_time(rng, moment)}"
    if rng.random() < 0.3:
        draft.when = to_thai(draft.when)
    return draft.case()


@kind("moment: in the file's name")
def file_name(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    year = moment.year + 543
    draft.when = None
    stem = rng.choice(
        (
            f"status_{year}{moment:%m%d_%H%M}",
            f"itas_{moment:%Y%m%d%H%M%S}",
            f"itas_{year}{moment:%m%d%H%M%S}",
            f"รายงาน_{moment:%d-%m}-{year}_{moment:%H%M}",
            f"itas_status_{moment:%d_%m}_{year}_{moment:%H%M}",
            f"ITAS {moment.day} {SHORT_MONTHS[moment.month - 1]} {year} {moment:%H.%M} น.",
            f"export_{moment:%Y-%m-%d_%H-%M-%S}",
            f"export {moment:%Y-%m-%d} {moment:%H%M}",
        )
    )
    suffix = ".csv" if draft.form.startswith("csv") else ".xlsx" if draft.form == "xlsx" else ".xls"
    return draft.case(file=stem + suffix)


@kind("moment: in the file's name, without a time")
def file_name_day(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment.replace(hour=0, minute=0)
    draft.when = None
    year = moment.year + 543
    stem = rng.choice(
        (
            f"itas_status_{moment:%d_%m}_{year}",
            f"itas-{moment:%d-%m}-{year}",
            f"itas {year}{moment:%m%d}",
            f"รายชื่อ {moment.day} {SHORT_MONTHS[moment.month - 1]} {year % 100}",
            f"{moment:%Y%m%d} itas (1)",
        )
    )
    draft.truth.as_of = (moment,)
    return draft.case(file=stem + (".csv" if draft.form.startswith("csv") else ".xlsx"))


@kind("moment: in the sheet's name")
def sheet_name(rng: Random) -> Case:
    draft = _draft(rng, ("xlsx", "ods", "xls"))
    moment = draft.world.moment
    draft.when = None
    month = SHORT_MONTHS[moment.month - 1]
    draft.sheet = rng.choice(
        (
            f"{moment.day} {month} {(moment.year + 543) % 100} ({moment:%H.%M} น.)",
            f"{moment:%d-%m}-{moment.year + 543} {moment:%H.%M} น.",
            f"{moment.day} {month} {moment.year + 543} {moment:%H.%M}",
        )
    )
    return draft.case()


@kind("moment: over several cells")
def cells(rng: Random) -> Case:
    draft = _draft(rng, ("xlsx", "csv"))
    moment = draft.world.moment
    draft.when = None
    month, year = MONTHS[moment.month - 1], moment.year + 543
    row: Row = list(
        rng.choice(
            (
                ["ข้อมูล ณ วันที่", moment.day, month, year, "เวลา", f"{moment:%H.%M} น."],
                ["ข้อมูล ณ วันที่", moment.replace(tzinfo=None)],
                ["ข้อมูล ณ วันที่", f"{moment.day} {month} {year}", "เวลา", f"{moment:%H.%M} น."],
                ["ข้อมูล ณ", f"{moment:%d/%m}/{year}", f"{moment:%H:%M}"],
                ["ข้อมูล ณ วันที่", f"{moment.day} {month} {year}", f"เวลา {moment:%H.%M} น."],
            )
        )
    )
    sheet = draft.grid()
    sheet.rows.insert(len(draft.titles), row)
    sheet.merges = []
    return draft.case(sheet)


@kind("moment: the time in the row below")
def time_below(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    draft.titles.append(f"ข้อมูล ณ วันที่ {_day(rng, moment)}")
    draft.when = f"เวลา {_time(rng, moment)}"
    draft.truth.as_of = (moment, moment.replace(hour=0, minute=0))
    draft.truth.expect, draft.truth.words = "either", ("เวลา",)
    return draft.case()


@kind("moment: below the table")
def below(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    line, draft.when = draft.when, None
    width = len(draft.columns)
    at = rng.choice((0, max(0, width - 2)))
    draft.notes = [draft.told(at, line)]
    if rng.random() < 0.5:
        draft.notes.insert(0, [])
    if rng.random() < 0.6:
        printed = moment + timedelta(days=rng.randint(0, 3), hours=1)
        draft.notes += [
            draft.told(at, "(ลงชื่อ) ........................................ ผู้รายงาน"),
            draft.told(at, "(นายสมชาย ใจดี)"),
            draft.told(at, f"พิมพ์เมื่อ {thai_date(printed, style=0)} {printed:%H:%M}"),
        ]
    return draft.case()


@kind("moment: a letter's day beside it")
def letter(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    other = moment + timedelta(days=rng.choice((-9, -3, 2)))
    draft.titles.append(
        f"ตามหนังสือกรมส่งเสริมการปกครองท้องถิ่น ด่วนที่สุด ที่ มท 0804.6/ว {rng.randint(10, 3000)} "
        f"ลงวันที่ {thai_date(other, style=0)}"
    )
    if rng.random() < 0.5:
        draft.titles.reverse()
    return draft.case()


@kind("moment: a deadline and the campaign beside it")
def deadline(rng: Random) -> Case:
    draft = _draft(rng)
    draft.titles.append(
        rng.choice(
            (
                "ให้แล้วเสร็จภายในวันที่ 28 กุมภาพันธ์ 2565",
                "ระยะเวลาลงทะเบียน 1 มกราคม - 28 กุมภาพันธ์ 2565",
                "กำหนดลงทะเบียนระหว่างวันที่ 1 ม.ค. 2565 ถึงวันที่ 28 ก.พ. 2565 เวลา 16.30 น.",
            )
        )
    )
    if rng.random() < 0.5:
        draft.notes.append([draft.titles.pop()])
    return draft.case()


@kind("moment: the day of printing above")
def printed(rng: Random) -> Case:
    draft = _draft(rng)
    other = draft.world.moment + timedelta(days=rng.randint(1, 4), hours=2)
    draft.titles.insert(
        0,
        rng.choice(("พิมพ์เมื่อ", "วันที่พิมพ์", "พิมพ์วันที่", "Printed:"))
        + f" {thai_date(other, style=rng.choice((0, 2, 4)))} เวลา {other:%H:%M} น.",
    )
    return draft.case()


@kind("moment: none anywhere")
def missing(rng: Random) -> Case:
    draft = _draft(rng)
    draft.when = None
    draft.truth.as_of = ()
    draft.truth.expect, draft.truth.words = "ask", ("วันที่", "เวลา", "เมื่อใด")
    return draft.case()


@kind("moment: two that contradict in the titles")
def contradict(rng: Random) -> Case:
    draft = _draft(rng)
    other = draft.world.moment + timedelta(days=rng.choice((-14, -7, -1, 7)))
    draft.titles.append(f"ข้อมูล ณ วันที่ {_day(rng, other)} เวลา {_time(rng, other)}")
    draft.truth.as_of = ()
    draft.truth.expect, draft.truth.words = "ask", ("วันที่", "เวลา")
    return draft.case()


@kind("moment: two times of one day that contradict")
def contradict_times(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    other = moment + timedelta(hours=rng.choice((1, 2, 3)))
    draft.when = f"ข้อมูล ณ วันที่ {thai_date(moment, style=0)} เวลา {moment:%H.%M} น."
    draft.titles.append(f"ข้อมูล ณ วันที่ {thai_date(moment, style=0)} เวลา {other:%H.%M} น.")
    draft.truth.as_of = ()
    draft.truth.expect, draft.truth.words = "ask", ("วันที่", "เวลา")
    return draft.case()


@kind("moment: in the page header only")
def page_header(rng: Random) -> Case:
    draft = _draft(rng, ("xlsx",))
    line, draft.when = draft.when, None
    sheet = draft.grid()
    sheet.header_text = line or ""
    draft.truth.expect, draft.truth.words = "either", ("วันที่", "เวลา")
    return draft.case(sheet)


@kind("moment: title and file name differ")
def file_differs(rng: Random) -> Case:
    draft = _draft(rng)
    other = draft.world.moment + timedelta(days=rng.choice((-7, -1, 1, 7)))
    draft.truth.expect, draft.truth.words = "either", ("วันที่", "ไฟล์")
    suffix = ".csv" if draft.form.startswith("csv") else ".xlsx" if draft.form == "xlsx" else ".xls"
    return draft.case(file=f"itas_{other:%Y%m%d}{suffix}")


@kind("moment: a year of the common era")
def common_era(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    draft.when = "ข้อมูล ณ วันที่ " + rng.choice(
        (
            f"{moment:%d/%m/%Y} {moment:%H:%M}",
            f"{moment:%Y-%m-%d} {moment:%H:%M}",
            f"{moment.day} {MONTHS[moment.month - 1]} {moment.year} เวลา {moment:%H.%M} น.",
            f"{moment.day} {moment:%b %Y} {moment:%H:%M}",
            f"{moment:%d-%b-%Y} {moment:%H:%M}",
        )
    )
    return draft.case()


@kind("moment: an hour as one digit or four")
def bare_hours(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment.replace(hour=rng.choice((8, 9)))
    draft.world.moment = moment
    draft.truth.as_of = (moment,)
    day = _day(rng, moment)
    draft.when = f"ข้อมูล ณ วันที่ {day} " + rng.choice(
        (
            f"เวลา {moment.hour}.{moment.minute:02} น.",
            f"เวลา {moment:%H%M} น.",
            f"{moment.hour}:{moment.minute:02}",
            f"เวลา {moment.hour}.{moment.minute:02}",
        )
    )
    return draft.case()


@kind("moment: as programs write it")
def programs(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    utc = moment.astimezone(UTC)
    draft.when = rng.choice(("ข้อมูล ณ ", "Data as of ", "Export Timestamp: ")) + rng.choice(
        (
            f"{moment:%a %b %d %Y %H:%M:%S} GMT+0700 (Indochina Time)",
            f"{utc:%a, %d %b %Y %H:%M:%S} GMT",
            f"{moment:%B} {moment.day}, {moment.year} {moment:%I:%M %p}",
            f"{moment:%d %b %Y, %H:%M}",
            f"{moment:%d/%m/%Y, %H:%M:%S}",
            f"{moment:%Y/%m/%d %H:%M}",
            f"{moment:%Y-%m-%d %H:%M:%S}.{rng.randrange(1000):03}",
            f"{moment:%d/%m}/{moment.year + 543} {moment:%H:%M:%S}",
        )
    )
    return draft.case()


@kind("moment: the end of a day or month in words")
def end_of(rng: Random) -> Case:
    draft = _draft(rng)
    moment = draft.world.moment
    month, year = MONTHS[moment.month - 1], moment.year + 543
    draft.when = rng.choice(
        (
            f"ข้อมูล ณ สิ้นวันที่ {moment.day} {month} {year}",
            f"ข้อมูล ณ สิ้นเดือน{month} {year}",
            f"ข้อมูลประจำเดือน{month} {year}",
            f"ข้อมูลระหว่างวันที่ 1 - {moment.day} {month} {year}",
        )
    )
    day = moment.replace(hour=0, minute=0)
    draft.truth.as_of = (day, day + timedelta(days=1), day.replace(hour=23, minute=59))
    if "เดือน" in draft.when:
        after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        draft.truth.as_of = (after, after - timedelta(days=1))
    draft.truth.expect, draft.truth.words = "either", ("วันที่", "เวลา")
    return draft.case()
