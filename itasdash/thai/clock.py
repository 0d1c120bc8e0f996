"""Times of day as they stand before or behind a date: words, marks, zones."""

import re
from datetime import timedelta

from itasdash.thai.digits import to_arabic
from itasdash.thai.text import clean

# How far before its date a time is looked for: "เวลาประมาณ 13.00 นาฬิกา ของวันพฤหัสบดีที่ ".
LONGEST_TIME = 120
# What may stand between a date and the time behind it. A dash or a stroke with a space beside it
# parts a date from its time, or two days.
_LEAD = re.compile(
    r"(?P<apart>\s+[\-–—/·]\s+|\s*[–—·]\s*|[\-/]\s+|\s+/(?=\d))?"
    r"\s*[,;|]?\s*[(\[]?\s*(?:(?:เมื่อ|ณ)\s*)?"
    r"(?P<word>(?:ตอน|เวลา(?:ประมาณ)?|time|at|@)\s*:?)?\s*(?P<mark>T(?=\d)|_|-(?=\d)|,)?\s*",
    re.IGNORECASE,
)


# The day whose time stands before it.
_ANOTHER_DAY = re.compile(r"\s*\)?\s*,?\s*(?:ของ\s*)?(?:ณ\s*)?(?:วัน\S*\s*)?(?:ที่\s*)?\d")


_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:\s?(?P<mark>[:.])\s?(?P<minute>\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)?)?(?!\d)"
    r"(?P<unit>\s*(?:นาฬิกา|น\.|น(?![ก-๎])))?"
    r"(?:\s*(?P<spelt>\d{1,2})\s*นาที)?(?P<half>\s*[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)


# Four or six digits in a row, or parts between what a file name can hold instead of colons.
_PACKED = re.compile(
    r"(?P<hour>\d{2})(?P<mark>[_\-]?)(?P<minute>\d{2})(?:(?P=mark)\d{2}(?:[.,_]\d{1,9})?)?"
    r"(?=$|[\s._Z+(น])(?!\.\d)"
)


# The end of a file's name.
_SUFFIX = re.compile(r"(?:\.\w{1,5})?")


_ZONE = re.compile(
    r"\s*(?:(?P<utc>Z\b|\(?(?:UTC|GMT)\)?(?!\s?[+\-]\s?\d))"
    r"|\(?(?:(?P<named>(?:UTC|GMT)\s?)|(?<=[\d\s]))(?P<sign>[+\-])(?P<hours>\d{1,2})"
    r"(?::?(?P<minutes>\d{2}))?\)?(?!\d))",
    re.IGNORECASE,
)


# A time before its date: "เวลา 13.00 น. ของวันที่", "13:00 น., ".
_BEFORE = re.compile(
    r"(?P<word>(?:เวลา(?:ประมาณ)?|ตอน|time|at)\s*:?\s*)?(?<![\d/.:\-])"
    + _CLOCK.pattern
    + r"\s*\)?\s*,?\s*(?:ของ)?\s*(?:ณ\s*)?"
    r"(?:(?:วัน)?(?:อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์)?\s*(?:ที่|วันที่)|on)?\s*$",
    re.IGNORECASE,
)


# A text that shows a time, whether or not it can be read.
_SHOWS_TIME = re.compile(
    r"เวลา|นาฬิกา|โมง|\d{1,2}[:.]\d{2}\s*(?:น\.|น\b|[ap]\.?m\b)|\b\d{1,2}:\d{2}\b", re.IGNORECASE
)


# What behind a day is most likely a time, though nothing says so for sure.
_LOOKS_TIMED = re.compile(
    r"(?<!\d)(?:[01]?\d|2[0-4])(?:[.:;,\-h]\s?[0-5]?\d)?\s*(?:น\.?(?![ก-๎])|h(?:rs?)?\b|โมง|ทุ่ม)"
    r"|(?<![\d.])(?:[01]?\d|2[0-4])[.:;h][0-5]\d(?!\d)|^\W*(?:[01]?\d|2[0-4])[0-5]\d(?![\d/])"
    r"|นาฬิกา|โมง|ทุ่ม|เที่ยง|เช้า|สาย|บ่าย|เย็น|ค่ำ|สิ้นวัน|noon|midnight|morning|evening",
    re.IGNORECASE,
)


# "ข้อมูล ณ (UTC)" in the cell before that of the date.
_ZONE_BEFORE = re.compile(r"\(?\b(?:UTC|GMT)\)?\s*:?\s*$", re.IGNORECASE)
_HERE = timedelta(hours=7)


def shows_time(text: str) -> bool:
    """Say whether a text shows a time of day, also one that no form of a time can read."""
    return bool(_SHOWS_TIME.search(to_arabic(clean(text))))


def looks_timed(text: str) -> bool:
    """Say whether what stands behind a day looks like a time of it, in digits or in words."""
    return bool(_LOOKS_TIMED.search(to_arabic(clean(text))))


def _offset(zone: re.Match[str]) -> timedelta:
    if zone["utc"]:
        return timedelta()
    ahead = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"] or 0))
    return ahead if zone["sign"] == "+" else -ahead


def _is_offset(zone: re.Match[str], day: re.Match[str]) -> bool:
    """Say whether "+07:00" is a zone: only behind a day as systems write it, year first."""
    written = day.groupdict()
    systems = written.get("compact") or (
        len(written.get("year") or "") == 4 and day[0][:4].isdecimal()
    )
    whole = zone["minutes"] is not None and int(zone["hours"]) <= 14
    return bool(systems and whole and len(zone["hours"]) == 2)


def packed_time(digits: str) -> timedelta | None:
    """Return the time since midnight that four or six digits write, or None."""
    return _since_midnight(int(digits[:2]), int(digits[2:4]))


def time_behind(text: str, start: int, *, sure: bool) -> tuple[timedelta | None, int]:
    """Return the time that stands behind a date, since its midnight, and where it ends."""
    lead = _LEAD.match(text, start)
    assert lead is not None
    at = lead.end()
    if at == start:
        return None, start
    packed = _PACKED.match(text, at)
    if packed and not lead["apart"] and _is_packed(text, lead, packed):
        found = _since_midnight(int(packed["hour"]), int(packed["minute"]))
        if found is not None:
            return found, packed.end()
    match = _CLOCK.match(text, at)
    if match is None:
        return None, start
    if lead["apart"]:
        # In "1.1.65 - 13.01.65" the second is a day, and so is what a time stands before.
        sure = False
        if _ANOTHER_DAY.match(text, match.end()):
            return None, start
    sure = sure or bool(lead["word"] or "(" in lead[0] or "[" in lead[0])
    return _read_clock(match, sure=sure), match.end()


def _is_packed(text: str, lead: re.Match[str], packed: re.Match[str]) -> bool:
    """Say whether digits in a row are a time: behind a word of time also "0830 น." and "0830"."""
    if lead["word"]:
        return packed["mark"] == ""
    return bool(packed["mark"] == "" or lead["mark"] or _ends(text, packed))


def _ends(text: str, packed: re.Match[str]) -> bool:
    """Say whether nothing but the end of a file's name follows."""
    return text.startswith("Z", packed.end()) or bool(_SUFFIX.fullmatch(text, packed.end()))


def time_before(text: str) -> timedelta | None:
    """Return the time since midnight at the end of what stands before a date, or None."""
    match = _BEFORE.search(text)
    if match is None or (match["mark"] != ":" and not match["unit"] and not match["word"]):
        return None
    return _read_clock(match, sure=bool(match["word"]))


def time_alone(text: str) -> timedelta | None:
    """Return the time since midnight that a text is, and nothing else; None where it is more.

    Without a word or a unit a number is no time.
    """
    match = _ALONE.fullmatch(to_arabic(clean(text)))
    return _read_clock(match, sure=True) if match else None


_ALONE = re.compile(
    r"\(?\s*(?=.*(?:เวลา|time|น\.|นาฬิกา|[ap]\.?m))(?:(?:ณ\s*|รอบ\s*)?เวลา|time)?\s*:?\s*"
    + _CLOCK.pattern
    + r"\s*\)?",
    re.IGNORECASE,
)


def _read_clock(match: re.Match[str], *, sure: bool) -> timedelta | None:
    """Return the time since midnight of a clock; ``sure`` where a word says that it is one."""
    minute, half = match["minute"] or match["spelt"], (match["half"] or "").strip().casefold()
    named = bool(match["unit"] or half)
    # "10.30" alone may be a version or an amount, "10" anything.
    if minute is None and not named:
        return None
    if match["mark"] == "." and not (named or sure):
        return None
    hour = int(match["hour"])
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * half.startswith("p")
    return _since_midnight(hour, int(minute or 0))


def _since_midnight(hour: int, minute: int) -> timedelta | None:
    whole = hour < 24 or (hour == 24 and minute == 0)
    return timedelta(hours=hour, minutes=minute) if whole and minute < 60 else None


def in_bangkok(at: timedelta, text: str, end: int, day: re.Match[str]) -> tuple[timedelta, int]:
    """Return a time since midnight as one of Bangkok, by the zone that stands behind it.

    Args:
        at: the time as written.
        text: the text that it stands in.
        end: where it ends there.
        day: the date that it belongs to.

    Returns:
        The time since the same midnight, which may be of another day, and where the zone ends.
    """
    zone = _ZONE.match(text, end)
    if _ZONE_BEFORE.search(text[max(0, day.start() - LONGEST_TIME) : day.start()]) and not (
        zone and zone["sign"]
    ):
        return at + _HERE, end
    if zone and (zone["utc"] or zone["named"] or _is_offset(zone, day)):
        return at - _offset(zone) + _HERE, zone.end()
    return at, end
