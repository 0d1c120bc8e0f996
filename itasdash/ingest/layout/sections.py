"""Rows that write once what holds for those below them, and the counts that rows state."""

import re
from collections.abc import Sequence

from itasdash.ingest.layout.legends import names_state
from itasdash.reference.names import read_province, without_district_prefix
from itasdash.thai.digits import parse_count, parse_number_words, to_arabic
from itasdash.thai.text import clean

UNIT = r"(?:แห่ง|อปท\.?|หน่วยงาน|ราย|แถว|รายการ|rows|records)"
# Each begins where its digits or letters do, so that none is looked for again from its middle.
_WITH_UNIT = re.compile(rf"(?<!\d)(\d[\d,]{{0,30}})\s*{UNIT}", re.IGNORECASE)
_AT_END = re.compile(r"(?<!\d)(\d[\d,]{0,30})\s*\)?$")
_WORDED = re.compile(rf"(?<![ก-๎])([ก-๎]{{3,}})\s*{UNIT}")
_OUTSTANDING = re.compile(
    r"(?:ยังไม่(?:ได้)?|ไม่)\s*(?:ลงทะเบียน|เปิดใช้งาน|เปิดเข้าใช้งาน)\D{0,12}?(\d[\d,]*)"
)
_CONTINUED = re.compile(r"\s*[(（]?\s*\(?(?:ต่อ|cont(?:inued|\.|d)?)\)?\s*$", re.IGNORECASE)
# "2. จังหวัดกระบี่ (จำนวน 32 แห่ง)"; a unit only behind a number: เชียงราย ends in one.
SECTION_WORDS = ("จำนวน", "รวม")
_LONGEST_SECTION = 300
_SECTION = re.compile(
    rf"(?:\d+\s*[.)]\s*)?(?P<place>.*?)[\s:]*[(\-–]?\s*(?:{'|'.join(SECTION_WORDS)})?\s*"
    rf"(?:(?P<count>\d[\d,]*)\s*{UNIT}?)?\s*\)?",
    re.IGNORECASE,
)
# "จังหวัด : กระบี่"
_AFTER_COLON = re.compile(r"(?P<what>จังหวัด|อำเภอ)\s*[:：]\s*")
# What may stand before the status that a section writes.
_STATE_LEAD = re.compile(
    r"^(?:(?:\d+|[ก-ฮ])\s*[.)]\s*)?(?:(?:กลุ่ม|รายชื่อ|อปท\.?|หน่วยงาน|องค์กรปกครองส่วนท้องถิ่น|สถานะ)\s*:?\s*)*(?:ที่)?\s*"
)


def _parts(text: str) -> tuple[str, int | None]:
    text = to_arabic(clean(text))
    if len(text) > _LONGEST_SECTION:
        return text, None
    plain = _CONTINUED.sub("", _AFTER_COLON.sub(r"\g<what>", text))
    match = _SECTION.fullmatch(plain)
    return (match["place"], parse_count(match["count"] or "")) if match else (plain, None)


def read_section(text: str) -> tuple[str, int | None]:
    """Return the province that a section row (or a sheet's name) writes, and its count of LAOs."""
    place, count = _parts(text)
    plain = to_arabic(clean(text))[:_LONGEST_SECTION]
    if not read_province(place) and (counted := _COUNTED.fullmatch(plain)):
        place, counts = counted["place"], stated("section", [text])
        count = counts[0] if counts else None
    return (place if read_province(place) else "", count)


# "1) จังหวัดกระบี่ (ยังไม่ลงทะเบียน 5 แห่ง จากทั้งหมด 62 แห่ง)"
_COUNTED = re.compile(r"(?:\d+\s*[.)]\s*)?(?P<place>[^\d()]{2,60}?)\s*[(:\-–]\s*[^()]*\d[^()]*\)?")


def district_of_section(text: str) -> str:
    """Return the district that a section row writes."""
    return without_district_prefix(_parts(text)[0]) or ""


def state_of_section(text: str) -> tuple[str, int | None]:
    """Return the status that a section row writes, and its count of LAOs.

    It is that of the rows below: ``1. อปท. ที่ลงทะเบียนแล้ว (2 แห่ง)`` gives ``ลงทะเบียนแล้ว`` and 2.
    """
    place, count = _parts(text)
    plain = _STATE_LEAD.sub("", place)
    return (plain if names_state(plain) else "", count)


def type_of_section(text: str) -> str:
    """Return the type that a section row writes, as written."""
    return _parts(text)[0]


def stated(role: str, filled: Sequence[str]) -> tuple[int, ...]:
    """Return the counts of a total row: ``รวมจังหวัดกระบี่ ๓๒ แห่ง`` gives 32.

    Without a unit it is the number at the end, which in the name of a region is none. Where the
    row tells registered and outstanding apart, the outstanding come first.
    """
    text = to_arabic(" ".join(filled))
    numbers = [*_OUTSTANDING.findall(text), *_WITH_UNIT.findall(text)]
    if not numbers and role != "region":
        worded = [n for w in _WORDED.findall(text) if (n := parse_number_words(w)) is not None]
        if worded:
            return tuple(worded)
    if not numbers and role != "region" and len(filled) <= 2:
        numbers = _AT_END.findall(text)
    found = (parse_count(number) for number in numbers)
    return tuple(dict.fromkeys(number for number in found if number is not None))
