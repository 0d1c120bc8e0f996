"""Dates and moments as Thai offices write them.

Years from 2400 on are Buddhist Era (BE = CE + 543); two-digit years are BE beside Thai month words
and in plain numbers. Days come before months. Moments are in Asia/Bangkok, which keeps one offset
all year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from math import isfinite
from zoneinfo import ZoneInfo

from itasdash.thai.clock import LONGEST_TIME, in_bangkok, packed_time, time_before, time_behind
from itasdash.thai.digits import to_arabic, to_thai
from itasdash.thai.tables import Row, read_table
from itasdash.thai.text import clean

BANGKOK = ZoneInfo("Asia/Bangkok")
BE_OFFSET = 543
# Moments whose texts are remembered: those of a long history stand on every page.
_MOMENTS = 16_384
# From day 0 of 1900 to that of 1904, in days: what a workbook of an old Mac counts from.
DAYS_TO_1904 = 1462
# Outside these years a number in a file is not the date of an ITA export (ITA began in 2556 BE).
_YEARS = range(2000, 2101)


def now() -> datetime:
    """Return the present moment in Asia/Bangkok, to the second."""
    return datetime.now(BANGKOK).replace(microsecond=0)


@dataclass(frozen=True)
class Written:
    """A date found in a text; ``time`` is None where the text gives none.

    ``start`` and ``end`` are where the date stands in the cleaned text
    (:func:`itasdash.thai.text.clean`).
    """

    date: date
    time: time | None
    start: int
    end: int

    def moment(self) -> datetime:
        """Return the moment in Asia/Bangkok, midnight where no time is written."""
        return datetime.combine(self.date, self.time or time(), BANGKOK)


@cache
def _month_rows() -> tuple[Row, ...]:
    return read_table(__package__, "month_words")


@cache
def _months() -> dict[str, int]:
    return {_plain(row["word"]): int(row["month"]) for row in _month_rows()}


def _plain(word: str) -> str:
    return word.replace(".", "").replace(" ", "").casefold()


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    spellings = sorted({row["word"] for row in _month_rows()}, key=len, reverse=True)
    # People leave out any of the dots of an abbreviation, or put a space behind one.
    month = "|".join(re.escape(word).replace(r"\.", r"\.?\s?") for word in spellings)
    year = r"(?:ปี\s*)?(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|พุทธศักราช)?\s*(?P<year>\d{4}|\d{2})"
    number = r"(?<!\d)(?P<day>\d{1,2})"
    return (
        re.compile(
            r"(?<!\d)(?P<year>\d{4})(?P<separator>[/.\-_])(?P<month>\d{1,2})(?P=separator)"
            r"(?P<day>\d{1,2})(?!\d)"
        ),
        re.compile(
            rf"{number}(?:[/\-]|\s*(?:เดือน\s*)?)(?P<word>{month})\.?(?:[/\-]|\s*){year}(?!\d)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?<![a-z])(?P<word>{month})\.?\s*(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})", re.I
        ),
        re.compile(
            rf"{number}(?P<separator>[/.\-_])(?P<month>\d{{1,2}})(?P=separator){year}(?!\d)"
        ),
        re.compile(r"(?<!\d)(?P<compact>\d{14}|\d{12}|\d{8}|\d{6})(?!\d)"),
    )


# Days since 1900 of the years 1982 to 2118; six digits are a date written without separators.
_SERIAL = re.compile(r"[3-7]\d{4}(?:\.\d+)?")


def find_dates(text: str, *, named: bool = False) -> Iterator[Written]:
    """Yield every date that ``text`` holds, in reading order, with its time where one is written.

    Understands ``๗ มกราคม ๒๕๖๕ เวลา ๑๓.๐๐ น.``, ``7 ม.ค. 65 (13.00 น.)``, ``เวลา 13.00 น. ของวันที่
    7/1/2565``, ``7/1/2565 1:00 PM``, ``28 February 2022 09:00``, in file names ``25641224_0900``,
    ``20220107130000``, ``11กพ65``, and with a zone ``2022-01-07T06:00:00Z``, which is 13:00 here.
    24.00 is midnight of the next day. With ``named`` the text is the name of a sheet or a file, in
    which 12.00 behind a date is a time.
    """
    text = to_arabic(clean(text))
    taken = bytearray(len(text))
    days: list[tuple[date, re.Match[str]]] = []
    for pattern in _patterns():
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            day = _read(match.groupdict())
            if day is None:
                continue
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            days.append((day, match))
    end = 0
    for day, match in sorted(days, key=lambda found: found[1].start()):
        packed = match.groupdict().get("compact") or ""
        if len(packed) > 8:
            at, after = packed_time(packed[8:]), match.end()
        else:
            at, after = time_behind(text, match.end(), sure=named)
            if at is None:
                behind = max(end, match.start() - LONGEST_TIME)
                at, after = time_before(text[behind : match.start()]), match.end()
        if at is not None:
            at, after = in_bangkok(at, text, after, match)
        end = after
        whole = datetime.combine(day, time()) + (at or timedelta())
        clock = None if at is None else whole.time()
        yield Written(whole.date(), clock, match.start(), match.end())


def parse_date(value: object) -> date | None:
    """Return the day that a cell holds, or None.

    Takes text in any form of :func:`find_dates`, dates (also those stored in a Buddhist year) and
    Excel's serial numbers (also as text), each cell by itself: one rule for a whole column would
    turn a stray 2022 into 1479.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _day(value.year, value.month, value.day)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(float(value))
    text = to_arabic(clean(str(value)))
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text))
    dates = list(find_dates(text))
    return dates[0].date if len(dates) == 1 else None


def _from_serial(serial: float) -> date | None:
    if not isfinite(serial):
        return None
    # 1899-12-30 is day 0 of Excel's 1900 date system once its false leap day has passed.
    ordinal = date(1899, 12, 30).toordinal() + int(serial)
    if not 1 <= ordinal <= date.max.toordinal():
        return None
    day = date.fromordinal(ordinal)
    return _day(day.year, day.month, day.day)


def _read(parts: dict[str, str | None]) -> date | None:
    compact = parts.get("compact")
    if compact:
        sound = len(compact) <= 8 or packed_time(compact[8:]) is not None
        return _read_compact(compact[:8]) if sound else None
    word, number = parts.get("word"), parts.get("month")
    month = _months()[_plain(word)] if word else int(number or 0)
    year, day = parts["year"] or "", parts["day"] or ""
    return _day(_full_year(year, common_era=bool(word and word.isascii())), month, int(day))


def _read_compact(digits: str) -> date | None:
    """Read ``yyyymmdd``, ``ddmmyyyy``, ``ddmmyy`` or ``yymmdd``; None where two readings fit."""
    pairs = [digits[i : i + 2] for i in range(0, len(digits), 2)]
    if len(digits) == 8:
        orders = ((digits[:4], pairs[2], pairs[3]), (digits[4:], pairs[1], pairs[0]))
    else:
        orders = ((pairs[2], pairs[1], pairs[0]), (pairs[0], pairs[1], pairs[2]))
    days = {_day(_full_year(y, common_era=False), int(m), int(d)) for y, m, d in orders} - {None}
    return days.pop() if len(days) == 1 else None


def _full_year(written: str, *, common_era: bool) -> int:
    if len(written) == 4:
        return int(written)
    return int(written) + (2000 if common_era else 2500)


def _day(year: int, month: int, day: int) -> date | None:
    year = year - BE_OFFSET if year >= 2400 else year
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def fiscal_year(day: date) -> int:
    """Return the fiscal year in BE: 1 October 2021 to 30 September 2022 is 2565."""
    return day.year + BE_OFFSET + (day.month >= 10)


@cache
def _month_names(language: str) -> dict[int, tuple[str, str]]:
    """Return ``{month: (full, short)}``; the table gives the full word first, the short second."""
    names: dict[int, list[str]] = {}
    for row in _month_rows():
        if row["word"].isascii() == (language == "en"):
            names.setdefault(int(row["month"]), []).append(row["word"])
    return {month: (found[0], found[min(1, len(found) - 1)]) for month, found in names.items()}


def format_date(day: date, language: str = "th", *, short: bool = True) -> str:
    """Return ``7 ม.ค. 2565`` (or in full, or in English), always in Buddhist Era."""
    full, brief = _month_names(language)[day.month]
    return f"{day.day} {brief if short else full} {day.year + BE_OFFSET}"


@lru_cache(_MOMENTS)
def format_moment(
    moment: datetime, language: str = "th", *, short: bool = True, thai_digits: bool = False
) -> str:
    """Return ``7 ม.ค. 2565 13:00 น.``; in letters ``๗ มกราคม ๒๕๖๕ เวลา ๑๓.๐๐ น.``."""
    moment = moment.astimezone(BANGKOK)
    day = format_date(moment, language, short=short)
    if language == "en":
        text = f"{day} {moment:%H:%M}"
    elif thai_digits:
        text = f"{day} เวลา {moment:%H.%M} น."
    else:
        text = f"{day} {moment:%H:%M} น." if short else f"{day} เวลา {moment:%H:%M} น."
    return to_thai(text) if thai_digits else text


def read_moment(text: str) -> datetime | None:
    """Return the moment that a person typed: in any form of :func:`find_dates`, or ISO 8601."""
    found = list(find_dates(text))
    return found[0].moment() if len(found) == 1 else parse_when(text.strip())


def parse_when(text: str) -> datetime | None:
    """Return the moment of ``WHEN`` as given to a command, to the minute.

    ISO 8601, in Bangkok time where it names no zone; a Buddhist year is understood too.
    """
    year = int(text[:4]) if text[:4].isdecimal() else 0
    try:
        moment = datetime.fromisoformat(f"{year - BE_OFFSET}{text[4:]}" if year >= 2400 else text)
    except ValueError:
        return None
    moment = moment.replace(second=0, microsecond=0)
    return moment.replace(tzinfo=BANGKOK) if moment.tzinfo is None else moment.astimezone(BANGKOK)
