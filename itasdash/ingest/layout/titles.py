"""What a title says of the LAOs below it: which of them it is of, and how many there are."""

import re
from collections.abc import Iterable
from functools import cache

from itasdash.reference import lao_types, table, words
from itasdash.reference.names import provinces_within, read_lao_type
from itasdash.thai.dates import find_dates
from itasdash.thai.digits import parse_count, to_arabic
from itasdash.thai.text import clean, key


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
    noun = [match.end() for match in _pattern("", "laos", "").finditer(plain, 0, begin)]
    between = plain[noun[-1] : begin] if noun else ""
    if len(_LETTER.findall(_pattern("", "all", "").sub("", between))) >= _FEWEST and not _elsewhere(
        between
    ):
        return between.strip()
    rest = _pattern(r"^(?:\s|", "system", ")+").sub("", plain[end:])
    behind = _pattern(r"\s*", "goes_on", r"\s*.{3,}").match(rest)
    behind = behind or _pattern(".*", "some", ".*").match(rest)
    if behind and not _elsewhere(behind[0]):
        return behind[0].strip()
    lead = _pattern("", "sample", "").search(plain[:begin])
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


_LETTER = re.compile(r"[ก-๎a-z]", re.IGNORECASE)
_FEWEST = 3


@cache
def _words(use: str) -> str:
    """Return what finds the words of a use of ``reference/title_words.csv``, the longest first.

    In a word ``#`` stands for a number and ``*`` for letters up to the next space.
    """
    found = {row["word"] for row in table("title_words") if row["use"] == use}
    patterns = (
        re.escape(word).replace(r"\ ", r"\s*").replace(r"\#", r"\d+").replace(r"\*", r"\S*")
        for word in sorted(found, key=len, reverse=True)
    )
    return "|".join(patterns)


@cache
def _pattern(before: str, use: str, behind: str) -> re.Pattern[str]:
    """Return what finds a word of a use between two patterns."""
    return re.compile(f"{before}(?:{_words(use)}){behind}", re.IGNORECASE)


def roles_named(title: str) -> frozenset[str]:
    """Return the roles (``admin``, ``executive``) that a title is about.

    Whom it is written for ("สำหรับผู้บริหาร") is none of them.
    """
    text = key(title)
    return frozenset(
        role
        for role, word in _ROLES.items()
        for match in re.finditer(word, text)
        if not _pattern("", "for", "$").search(text, max(0, match.start() - _BEFORE), match.start())
    )


def role_counted(titles: Iterable[str]) -> tuple[str, str]:
    """Return the only role whose registration titles are about, and which says so; else ``""``."""
    about = {title: roles_named(title) for title in titles if _REGISTRATION.search(key(title))}
    sole = {title: roles for title, roles in about.items() if len(roles) == 1}
    only = {title: roles for title, roles in sole.items() if says_only(title)} or sole
    named = frozenset().union(*(only if only is not sole else about).values())
    return (min(named), next(iter(only))) if len(named) == 1 else ("", "")


_REGISTRATION = re.compile("ลงทะเบียน|เปิดใช้งาน|เข้าใช้งาน|เฉพาะ|regist|only")
# How many characters before a role a word stands that says for whom the text is written.
_BEFORE = 16
_ROLES = {"admin": "ผู้ดูแลระบบ|administrator", "executive": "ผู้บริหาร|executive"}


def says_only(title: str) -> bool:
    """Say whether a title leaves out all others in so many words."""
    return bool(_pattern("", "only", "").search(clean(title)))


def counts_people(title: str) -> bool:
    """Say whether a title says that people are counted below it."""
    return bool(_pattern("", "people", "").search(clean(title)))


def types_written(text: str) -> set[str]:
    """Return the types whose full or short name stands in the key of a title."""
    named = {code for code, names in lao_types().items() if key(names.name_th) in text}
    short = [row["word"] for row in table("title_words") if row["use"] == "type"]
    return named | {code for w in short if w in text and (code := read_lao_type(w))}


def types_named(title: str) -> frozenset[str]:
    """Return the types that a title names; "เทศบาล" alone means all three of them."""
    text = key(title)
    named = types_written(text)
    if _ANY_MUNICIPALITY.search(text):
        named |= {"CITY", "TOWN", "SUBDISTRICT"}
    return frozenset(named)


_ANY_MUNICIPALITY = re.compile(r"เทศบาล(?!ตำบล|เมือง|นคร)")
