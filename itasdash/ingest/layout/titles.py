"""What the title of a list says of its LAOs: which of them it is of, and how many there are."""

import re

from itasdash.reference import words
from itasdash.reference.names import provinces_within
from itasdash.thai.dates import find_dates
from itasdash.thai.digits import parse_count, to_arabic
from itasdash.thai.text import clean


def qualifier(title: str) -> str:
    """Return by what the title of a list may leave out LAOs that have not registered either.

    That is what stands between the word for LAOs and that for not being registered
    (``อปท. ขนาดเล็กที่ยังไม่ลงทะเบียน``), or what goes on behind that (``และขอขยายเวลา``). Places, types
    and the whole country are no concern of this; empty where nothing else stands there.
    """
    plain = clean(title)
    found = [match for word in words("kind_words", "word", "word") for match in _found(word, plain)]
    if not found:
        return ""
    begin, end = min(start for start, _ in found), max(stop for _, stop in found)
    noun = [match.end() for match in _LAOS.finditer(plain, 0, begin)]
    between = plain[noun[-1] : begin] if noun else ""
    if len(_LETTER.findall(_PLACES.sub("", between))) >= _FEWEST and not _elsewhere(between):
        return between.strip()
    behind = _GOES_ON.match(_SYSTEM.sub("", plain[end:]))
    if behind and not _elsewhere(behind[0]):
        return behind[0].strip()
    lead = _SAMPLE.search(plain[:begin])
    return lead[0] if lead else ""


def outstanding_stated(title: str) -> int | None:
    """Return how many LAOs have not registered as the title of a list says, or None.

    A title that is nothing but a count is one of these.
    """
    plain = to_arabic(clean(title)).strip()
    if alone := _COUNT_ALONE.fullmatch(plain):
        return parse_count(alone["count"])
    ends = [stop for word in words("kind_words", "word", "word") for _, stop in _found(word, plain)]
    match = _STATED.match(plain, max(ends)) if ends else None
    return parse_count(match["count"]) if match else None


_COUNT_ALONE = re.compile(
    r"\(?(?:รวมทั้งสิ้น|รวมทั้งหมด|รวม|จำนวนทั้งสิ้น|จำนวน|ทั้งหมด|ทั้งสิ้น)\s*(?P<count>\d[\d,]*)"
    r"\s*(?:แห่ง|อปท\.?|หน่วยงาน|ราย)\)?"
)
_STATED = re.compile(
    r"[^\d\n]{0,60}?(?:จำนวน|รวม|ทั้งสิ้น|ทั้งหมด|[(:=\s])\s*(?P<count>\d[\d,]*)\s*(?:แห่ง|อปท|หน่วยงาน|ราย|LAOs?)",
    re.IGNORECASE,
)


def _found(word: str, text: str) -> list[tuple[int, int]]:
    """Return where a word stands in a text, whatever spaces are in between."""
    pattern = r"\s*".join(map(re.escape, word.replace(" ", "")))
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def _elsewhere(text: str) -> bool:
    """Say whether a text names a place or a moment, of which other rules take care."""
    return bool(provinces_within(text)) or any(find_dates(text))


_LAOS = re.compile(r"องค์กรปกครองส่วนท้องถิ่น|อปท\.?|หน่วยงาน|รายชื่อ|LAOs?", re.IGNORECASE)
_LETTER = re.compile(r"[ก-๎a-z]", re.IGNORECASE)
_FEWEST = 3
# What may stand between without leaving anybody out.
_PLACES = re.compile(
    r"ที่|ซึ่ง|ทั้งหมด|ทุกแห่ง|ทุกประเภท|ของ|ใน|สังกัด|ระบบ|ITAS|ITA|OIT|ทั่วประเทศ|ทั้งประเทศ|ทุกจังหวัด|ทุกภาค"
    r"|\d+\s*จังหวัด|จังหวัด|ภาค\S*|อำเภอ|เขต(?:พื้นที่)?|พื้นที่|ประเภท|คงเหลือ|ประจำปี\S*|ปีงบประมาณ|พ\.ศ\.|จำนวน|แห่ง"
    r"|องค์การบริหารส่วน(?:จังหวัด|ตำบล)|เทศบาล(?:ตำบล|เมือง|นคร)?|อบต\.?|อบจ\.?|ท[ตมน]\.|เมืองพัทยา|และ|ผู้ดูแลระบบ|ผู้บริหาร"
    r"|รายชื่อ|บัญชี|องค์กรปกครองส่วนท้องถิ่น|อปท\.?|หน่วยงาน|ยัง|ไม่|ได้|who|that|have|are|which|all|the|of|in",
    re.IGNORECASE,
)
_SYSTEM = re.compile(
    r"^(?:\s|เพื่อ|เข้า|ใช้งาน|ใช้|ใน|ระบบ|ITAS|ITA|OIT|การประเมิน|คุณธรรม|และความโปร่งใส|ผู้ดูแลระบบ|ผู้บริหาร|หรือ|และ(?=ผู้|/)|/)+",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s*(?:และ|แต่|ซึ่ง|โดย|เกิน(?:กว่า)?|มากกว่า|นานกว่า|ภายหลัง|หลังจาก|เพราะ|เนื่องจาก|ที่"
    r"|but|and|for more than)\s*.{3,}"
    r"|.*(?:\d+\s*(?:อันดับ|ลำดับ)(?:แรก|สุดท้าย)|เพิ่มเติม|บางส่วน|ใหม่|top \d+|additional).*",
    re.IGNORECASE,
)
_SAMPLE = re.compile(r"ตัวอย่าง|บางส่วน|นำร่อง|example|sample", re.IGNORECASE)
