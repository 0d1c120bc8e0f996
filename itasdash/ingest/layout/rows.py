"""What each row below a heading is for: an LAO or province, a total, a section, a note."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from itasdash.ingest.files.sheets import Cell
from itasdash.reference import words
from itasdash.reference.codes import is_code
from itasdash.reference.names import (
    read_lao_name,
    read_lao_type,
    read_province,
    without_district_prefix,
)
from itasdash.thai.digits import parse_count, parse_number_words, to_arabic
from itasdash.thai.text import clean, key

TOTALS = frozenset({"total", "subtotal", "region", "page"})
_UNIT = r"(?:แห่ง|อปท\.?|หน่วยงาน|ราย|แถว|รายการ|rows|records)"
_WITH_UNIT = re.compile(rf"(\d[\d,]*)\s*{_UNIT}", re.IGNORECASE)
_AT_END = re.compile(r"(\d[\d,]*)\s*\)?$")
# A word for a total, with every space that somebody may put between its letters.
_LONGEST_TOTAL = 100
_COUNT_BEHIND = re.compile(
    rf"(?<![\s:=])[\s:=]*\(?(?<![\d,])\d[\d,]*\s*{_UNIT}?\)?$", re.IGNORECASE
)
_WORDED = re.compile(rf"([ก-๎]{{3,}})\s*{_UNIT}")
_OUTSTANDING = re.compile(
    r"(?:ยังไม่(?:ได้)?|ไม่)\s*(?:ลงทะเบียน|เปิดใช้งาน|เปิดเข้าใช้งาน)\D{0,12}?(\d[\d,]*)"
)
_CONTINUED = re.compile(r"\s*[(（]?\s*\(?(?:ต่อ|cont(?:inued|\.|d)?)\)?\s*$", re.IGNORECASE)
# "2. จังหวัดกระบี่ (จำนวน 32 แห่ง)"; a unit only behind a number: เชียงราย ends in one.
_SECTION_WORDS = ("จำนวน", "รวม")
_LONGEST_SECTION = 300
_SECTION = re.compile(
    rf"(?:\d+\s*[.)]\s*)?(?P<place>.*?)[\s:]*[(\-–]?\s*(?:{'|'.join(_SECTION_WORDS)})?\s*"
    rf"(?:(?P<count>\d[\d,]*)\s*{_UNIT}?)?\s*\)?",
    re.IGNORECASE,
)
# The line "(1) | (2) | (3) = (1) - (2)" under a heading.
_COLUMN_NUMBER = re.compile(r"\(?[0-9ก-ฮ]{1,2}\)?(?:\s*=.*)?")
_PAGE = re.compile(r"(?:หน้า(?:ที่)?|page|แผ่นที่)\s*\d+(?:\s*(?:/|จาก|of)\s*\d+)?", re.IGNORECASE)
# What no name of an LAO has: dots to sign on, a colon, brackets around a name.
_SIGNATURE = re.compile(r"[.…_]{5,}|^\(.*\)$|[:=]|https?://")
_LONGEST_NAME = 60
# "..." for rows that were left out.
_LEFT_OUT = re.compile(r"(?:\.{2,}|…|:|⋮)+")
# What may stand before the status that a section writes; shorter words are no sections.
_STATE_LEAD = re.compile(
    r"^(?:(?:\d+|[ก-ฮ])\s*[.)]\s*)?(?:(?:กลุ่ม|รายชื่อ|อปท\.?|หน่วยงาน|องค์กรปกครองส่วนท้องถิ่น|สถานะ)\s*:?\s*)*(?:ที่)?\s*"
)
_SHORTEST_STATE = 6


@dataclass(frozen=True)
class Row:
    """A data row: its 1-based number in the sheet and its cells by field."""

    number: int
    cells: dict[str, Cell]
    # Fields that the row itself leaves empty and that were taken from a row above without a
    # merged range or a ditto mark to prove it.
    carried: frozenset[str] = frozenset()

    def text(self, name: str) -> str:
        """Return the cell of a field as cleaned text, empty where there is none."""
        return as_text(self.cells.get(name))


@dataclass(frozen=True)
class Total:
    """A row that states a count.

    ``role`` is total, subtotal, region, page or section (which stands above its rows, not below),
    ``stated`` the counts written in its text, of which one must be that of its rows.
    """

    number: int
    role: str
    text: str
    stated: tuple[int, ...]
    cells: dict[str, Cell]


def as_text(cell: Cell) -> str:
    """Return a cell as cleaned text: ``49.0`` as ``49``, an empty cell as ``''``."""
    if isinstance(cell, str):
        return clean(cell)
    if cell is None:
        return ""
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)


@cache
def _row_words() -> tuple[tuple[str, str], ...]:
    """Return (word, role), the longest word first, so that รวมทั้งสิ้น is not read as รวม."""
    found = words("row_words", "role", "word").items()
    return tuple(sorted(found, key=lambda item: -len(item[0])))


@cache
def _words_of(*roles: str) -> tuple[str, ...]:
    return tuple(word for word, role in _row_words() if role in roles)


@cache
def _all_words() -> tuple[str, ...]:
    return tuple(word for word, _ in _row_words())


@cache
def _endings() -> tuple[str, ...]:
    """Return the words that make a total of what stands before them, the longest first."""
    return tuple(sorted(words("row_endings", "role", "word"), key=len, reverse=True))


@cache
def _dittos() -> frozenset[str]:
    return frozenset(_words_of("ditto"))


def _starting_role(text: str) -> str | None:
    compared = key(text)
    # One look tells for nearly every row of a table that it begins with none of them.
    if not compared.startswith(_all_words()):
        return None
    return next((role for word, role in _row_words() if compared.startswith(word)), None)


def list_word(text: str) -> str | None:
    """Return what a list says of itself or of a row by a word of ``reference/list_words.csv``."""
    plain = key(text)
    return next((s for w, s in words("list_words", "says", "word").items() if w in plain), None)


def is_ditto(cell: Cell) -> bool:
    """Say whether a cell means "as above"."""
    return cell is not None and key(as_text(cell)) in _dittos()


def says_nobody(text: str) -> bool:
    """Say whether a row tells that a place has nobody to name: "ไม่มี (ลงทะเบียนครบแล้ว)"."""
    compared = key(text).strip("-–()[]. ")
    return compared.startswith(_words_of("nobody"))


def is_dash(text: str) -> bool:
    """Say whether a text is nothing but dashes."""
    return bool(text) and not text.strip("-–— ")


def _is_nobody(subject: str, filled: Sequence[str]) -> bool:
    """Say whether a row names a province and nobody in it: "ลำพูน | -"."""
    if not is_dash(subject):
        return False
    others = [text for text in filled if not is_dash(text) and parse_count(text) is None]
    return len(others) == 1 and read_province(others[0]) is not None


def total_behind(text: str) -> str | None:
    """Return what stands before a word for a total: ``ภูเก็ต`` of ``ภูเก็ต ผลรวม 8``, or None."""
    whole = key(text)
    text = _COUNT_BEHIND.sub("", to_arabic(clean(text)))
    compared = key(text)
    for word in _endings():
        if word in _SECTION_WORDS and not whole.endswith(word):
            # "จังหวัดตราด จำนวน 1 แห่ง" stands above its rows.
            continue
        if compared.endswith(word) and len(compared) > len(word):
            plain = clean(text)
            cut = len(plain)
            # The key has no spaces, so the word is looked for from the end.
            while cut and key(plain[cut:]) != word:
                if len(plain) - cut > _LONGEST_TOTAL:
                    return None
                cut -= 1
            return plain[:cut].strip() or None
    return None


def role_of(subject: str, filled: Sequence[str], *, has_name: bool) -> str:
    """Return what a row is for.

    Args:
        subject: the text of the column that names who the row is about.
        filled: the texts of all cells that hold something, in order.
        has_name: the table is about LAOs, otherwise about provinces.

    Returns:
        ``data``, ``total``, ``subtotal``, ``region``, ``page``, ``nobody``, ``section`` (a
        province), ``district``, ``type`` or ``state`` (sections), ``note``, ``numbering`` or
        ``nameless``.
    """
    alone = len(filled) == 1
    if subject and not alone and all(_COLUMN_NUMBER.fullmatch(text) for text in filled):
        return "numbering"
    if has_name and not alone and parse_count(subject) is not None:
        # A number stands for no LAO; it is the count of a total or of a section.
        subject = ""
    # A row with a code is about an LAO, whatever stands where its name should be.
    if has_name and says_nobody(subject or filled[-1]) and not any(map(is_code, filled)):
        return "nobody"
    if has_name and all(_LEFT_OUT.fullmatch(text) for text in filled):
        return "note"
    if has_name and _is_nobody(subject, filled):
        return "nobody"
    bare = not subject or not (has_name or read_province(subject))
    role = _total_role(subject, filled, has_name=has_name, bare=bare)
    if role is None and has_name and alone and state_of_section(filled[0])[0]:
        return "state"
    if role is None and (alone or not subject):
        starts = _starting_role(filled[0])
        role = "note" if starts == "note" else _section_role(filled) if has_name else None
    if role is None and alone and (_is_page(filled[0]) or (has_name and _is_remark(filled[0]))):
        role = "note"
    return role or ("data" if subject else "note" if alone else "nameless")


def _total_role(subject: str, filled: Sequence[str], *, has_name: bool, bare: bool) -> str | None:
    """Return which total a row is, by the word that begins it or that ends its first text."""
    first, alone = filled[0], len(filled) == 1
    role = _starting_role(first)
    if role in TOTALS and (alone or bare):
        return role
    before = total_behind(first) if alone or bare or subject == first else None
    if before is None or (has_name and subject == first and read_lao_name(first).lao_type):
        return None
    return "region" if _starting_role(before) == "region" else "subtotal"


def _is_page(text: str) -> bool:
    return bool(_PAGE.fullmatch(to_arabic(text)))


def _is_remark(text: str) -> bool:
    """Say whether a text that stands alone in a row cannot be a name."""
    long = len(text) > _LONGEST_NAME and read_lao_name(text).lao_type is None
    return bool(_SIGNATURE.search(text)) or long


def _section_role(filled: Sequence[str]) -> str | None:
    if read_section(" ".join(filled))[0]:
        return "section"
    if len(filled) == 1:
        place, _ = _parts(filled[0])
        if district_of_section(filled[0]):
            return "district"
        if read_lao_type(place) not in (None, "SPECIAL"):
            return "type"
    return None


def _parts(text: str) -> tuple[str, int | None]:
    text = to_arabic(clean(text))
    if len(text) > _LONGEST_SECTION:
        return text, None
    plain = _CONTINUED.sub("", text)
    match = _SECTION.fullmatch(plain)
    return (match["place"], parse_count(match["count"] or "")) if match else (plain, None)


def read_section(text: str) -> tuple[str, int | None]:
    """Return the province that a section row (or a sheet's name) writes, and its count of LAOs."""
    place, count = _parts(text)
    return (place if read_province(place) else "", count)


def district_of_section(text: str) -> str:
    """Return the district that a section row writes."""
    return without_district_prefix(_parts(text)[0]) or ""


def state_of_section(text: str) -> tuple[str, int | None]:
    """Return the status that a section row writes, and its count of LAOs.

    It is that of the rows below: ``1. อปท. ที่ลงทะเบียนแล้ว (2 แห่ง)`` gives ``ลงทะเบียนแล้ว`` and 2.
    """
    place, count = _parts(text)
    plain = _STATE_LEAD.sub("", place)
    known = words("status_words", "registered", "word").get(key(plain))
    long = len(key(plain)) >= _SHORTEST_STATE
    return (plain if long and known in ("true", "false") else "", count)


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
