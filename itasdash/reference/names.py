"""Names of provinces, districts and LAOs as offices write them.

Nothing here decides which LAO a name means; it only says what a written name can be read as.
See ``docs/matching.md``.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

from itasdash.reference import lao_types, province_codes, table
from itasdash.thai.digits import to_arabic
from itasdash.thai.text import bare_key, clean, key, remembering_short

# The longest official name has 60 characters; what is far longer is none, whatever stands behind.
_LONGEST_NAME = 300
# "1. กระบี่": in narrow tables the number of a row shares its cell with the province.
_ITEM_NUMBER = re.compile(r"^\d{1,2}(?:\s*[.)]\s*|\s+)")
# "กระบี่ (32 แห่ง)": how many LAOs it has, or has on a list.
_PROVINCE_COUNT = re.compile(r"\s*\(\s*\d+\s*(?:แห่ง|อปท\.?|หน่วยงาน|ราย)?\s*\)$")
_PROVINCE_PREFIX = re.compile(r"^(?:จังหวัด|จ\.|จ\s)\s*")
_PROVINCE_WITHIN = re.compile(r"(?:จังหวัด|(?<![\u0e01-\u0e4e.])จ\.)\s*([\u0e01-\u0e4e]+)")
_DISTRICT_PREFIX = re.compile(r"^(?:กิ่งอำเภอ|กิ่ง\s*อ\.|อำเภอ|อ\.|อ\s)\s*")
# A place written behind the name in the same cell: "ทต.เลาขวัญ ต.เลาขวัญ อ.เลาขวัญ จ.กาญจนบุรี".
_TRAILING_PLACE = re.compile(
    r"[\s(]+(?P<kind>ตำบล|ต\.|อำเภอ|อ\.|จังหวัด|จ\.)\s*(?P<place>[^\s()]+)\)?"
)
# Thai letters and dots alone: of all that stands around a name only the house can be among them.
_ONE_WORD = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e.]+")
# Marks of footnotes behind a name, and numbers and bullets before it.
_FOOTNOTE = re.compile(
    r"(?:\s*(?:\*+|[¹²³⁴-⁹⁰†‡※#]+|(?<!\d)\d{1,2}/|\[\d{1,2}\]|\(\d{1,2}\)|\(\*+\)|\(ต่อ\)))+\s*$"
)
_NUMBERED = re.compile(r"^(?:[*•·▪●○–\-]+\s*|\(?\d{1,5}\s*[.)]\)?\s*(?!\d))+")
_NUMBER_ALONE = re.compile(r"^\d{1,5}\s+")
# An address behind the name; what names the district and the province is read before.
_ADDRESS = re.compile(
    r"[\s,(]+(?:เลขที่|ตั้งอยู่|หมู่ที่|หมู่บ้าน|หมู่|ม\.\s*\d|ถนน|ถ\.|โทรศัพท์|โทร\b|โทร\.|รหัสไปรษณีย์|ไปรษณีย์"
    r"|\d+(?:/\d+)?\s*(?:หมู่|ม\.|ถ\.|ถนน)|\d{5}\b).*$"
)
# The house of an LAO, whose name it bears.
_OFFICE = re.compile(r"^(?:ที่ทำการ|ที่ว่าการ|สำนักงาน|สนง\.?|สนง)\s*(?:ของ\s*)?")
_BRACKETED_END = re.compile(r"^(?P<name>.+?)\s*[(\[]\s*(?P<type>[^()\[\]]+?)\s*[)\]]$")
_SPOKEN_END = re.compile(r"^(?P<name>\S.*?)[\s,–\-]+(?P<type>\S+(?:\s+\S+)?)$")
# What the type says once already: อบต.ตำบลX, อบจ.จังหวัดX.
_AREA_AGAIN = {
    "SAO": ("ตำบล", "ต."),
    "SUBDISTRICT": ("ตำบล", "ต."),
    "PAO": ("จังหวัด",),
}
_PLACES_APART = re.compile(
    r"\s*[/,|;()]\s*|\s+[-–]\s+|\s+(?=(?:จังหวัด|จ\.|อำเภอ|อ\.))|(?<=[ก-๎])(?=(?:จังหวัด|จ\.))"
)
_CAPITAL = "เมือง"
# Which class of municipality this bare word means is for a person to say.
_BARE_MUNICIPALITY = "เทศบาล"


@remembering_short
def read_province(written: str) -> str | None:
    """Return the DOPA code of a province however it is written, Bangkok included, or None."""
    text = _ITEM_NUMBER.sub("", to_arabic(clean(written)))
    if len(text) > _LONGEST_NAME:
        return None
    name = key(_PROVINCE_COUNT.sub("", _PROVINCE_PREFIX.sub("", text)))
    known = province_codes()
    return known.get(name) or known.get(name.rstrip("ฯ")) or _loose_provinces().get(_loose(name))


def read_place(written: str) -> tuple[str, str]:
    """Return the district and the province of a cell that holds both, in any order.

    Both as written, empty where it does not name one: ``คลองท่อม/กระบี่``, ``จ.กระบี่ อ.คลองท่อม``.
    """
    text = clean(written)
    if len(text) > _LONGEST_NAME:
        return text, ""
    parts = [part for part in _PLACES_APART.split(text) if part and part.strip()]
    provinces = [n for n, part in enumerate(parts) if read_province(part)]
    named = [n for n in provinces if _PROVINCE_PREFIX.match(parts[n])]
    districts = [n for n, part in enumerate(parts) if without_district_prefix(part)]
    choice = named or [n for n in provinces if n not in districts]
    if not choice:
        return (parts[0] if parts else ""), ""
    at = choice[-1]
    others = districts or [n for n in range(len(parts)) if n != at]
    return (parts[others[0]] if others else ""), parts[at]


def province_within(text: str) -> str | None:
    """Return the DOPA code of the one province that a title names, None where it names more.

    Only behind ``จังหวัด`` or ``จ.``, because LAOs bear the names of provinces too.
    """
    found = provinces_within(text)
    return found.pop() if len(found) == 1 else None


def provinces_within(text: str) -> set[str]:
    """Return the DOPA codes of the provinces that a title names behind ``จังหวัด`` or ``จ.``."""
    names = sorted(province_codes().items(), key=lambda item: -len(item[0]))
    found = {
        next((code for name, code in names if key(match[1]).startswith(name)), None)
        for match in _PROVINCE_WITHIN.finditer(clean(text))
    }
    return {code for code in found if code}


def _loose(name: str) -> str:
    """Return a name without marks and with ำ as า, which files lose: no two provinces then meet."""
    return bare_key(name).replace("ำ", "า")


@cache
def _loose_provinces() -> dict[str, str]:
    return {_loose(name): code for name, code in province_codes().items()}


def read_district(written: str, province_name: str, districts: Collection[str]) -> str | None:
    """Return which of a province's ``districts`` a text means, or None.

    ``เมือง``, ``อ.เมือง`` and ``เมืองฯ`` mean the capital's district: ``เมือง<province>``, or the
    district that bears the province's own name (พระนครศรีอยุธยา).
    """
    text = clean(written)
    if len(text) > _LONGEST_NAME:
        return None
    name = key(_DISTRICT_PREFIX.sub("", text)).rstrip("ฯ")
    readings = [name]
    if name == _CAPITAL:
        readings = [key(_CAPITAL + province_name), key(province_name)]
    for compare in (key, bare_key):
        known = {compare(district): district for district in districts}
        for reading in readings:
            if compare(reading) in known:
                return known[compare(reading)]
    return None


def without_district_prefix(text: str) -> str | None:
    """Return the name behind ``อำเภอ`` or ``อ.``, None where the text begins otherwise."""
    written = clean(text)
    name = _DISTRICT_PREFIX.sub("", written)
    return name if name and name != written else None


@dataclass(frozen=True)
class WrittenName:
    """What a written LAO name can be read as.

    Attributes:
        readings: ``(lao_type or None, name)`` pairs, the most literal first; the name is a strict
            key (:func:`itasdash.thai.text.key`).
        lao_type: the type that the text names, None where it names none.
        district: the district written in the same cell, or None.
        province: the province written in the same cell, or None.
    """

    readings: tuple[tuple[str | None, str], ...]
    lao_type: str | None
    district: str | None = None
    province: str | None = None


@cache
def _type_prefixes() -> dict[str, str]:
    """Return the type by the key of each of its words, the longest first."""
    prefixes = {key(row["word"]): row["lao_type"] for row in table("lao_type_words")}
    return dict(sorted(prefixes.items(), key=lambda item: (-len(item[0]), item[0])))


@lru_cache(maxsize=256)
def _prefixes_from(letter: str) -> tuple[tuple[str, str], ...]:
    return tuple(each for each in _type_prefixes().items() if each[0].startswith(letter))


@remembering_short
def read_lao_type(written: str) -> str | None:
    """Return the LAO type that a type column's word means, or None."""
    return _type_prefixes().get(key(written))


def _is_type(text: str) -> bool:
    return read_lao_type(text) is not None and not _special().endswith(key(text))


@cache
def _special() -> str:
    """Return the one LAO that its type's name is the name of."""
    return key(lao_types()["SPECIAL"].name("th"))


@remembering_short
def read_lao_name(written: str) -> WrittenName:
    """Read a written LAO name: its type prefix, its name, a place behind it.

    Exactly one prefix is taken off, the longest first. Where the prefix ends in a syllable that
    names themselves begin with (เทศบาลเมืองพล is the town of เมืองพล), the name with that
    syllable put back is a further reading, and so is the whole text for a name that happens to
    begin like an abbreviation.
    """
    text = clean(written)
    if len(text) > _LONGEST_NAME:
        return WrittenName(((None, key(text)),), None)
    name, places = _name_and_places(text)
    lao_type: str | None = None
    readings: list[tuple[str | None, str]] = []
    for prefix, prefix_type in _prefixes_from(name[:1]):
        if not name.startswith(prefix):
            continue
        rest = _behind(prefix, prefix_type, name)
        if rest:
            lao_type = prefix_type
            readings.append((lao_type, _without_repeated_type(lao_type, rest)))
            if lao_type == "TOWN" and rest.startswith(_CAPITAL) and rest != _CAPITAL:
                readings.append((lao_type, rest.removeprefix(_CAPITAL)))
            if prefix.startswith(_BARE_MUNICIPALITY) and prefix != _BARE_MUNICIPALITY:
                readings.append((lao_type, prefix.removeprefix(_BARE_MUNICIPALITY) + rest))
            break
    else:
        readings.append((None, name.removeprefix(_BARE_MUNICIPALITY)))
    if name not in (reading for _, reading in readings) and _may_be_name(name):
        readings.append((None, name))
    return WrittenName(tuple(readings), lao_type, places.get("อ"), places.get("จ"))


def _name_and_places(text: str) -> tuple[str, dict[str, str]]:
    """Return the key of a name without what stands around it, and the places behind it.

    These are under the letter that their kind begins with.
    """
    if _ONE_WORD.fullmatch(text):
        return key(_without_office(text)), {}
    text = _type_first(_undecorated(text))
    # Behind a bare type stands the name itself, even if it begins like a place (อบต. จ.ป.ร.), and
    # the type may be written apart (เทศบาล ตำบล คลองพน).
    trailing = [
        match
        for match in _TRAILING_PLACE.finditer(text)
        if not _is_type(text[: match.start()])
        and not _is_type(text[: match.start()] + match["kind"])
    ]
    places = {match["kind"][0]: match["place"] for match in trailing}
    if trailing:
        text = text[: trailing[0].start()]
    without = _ADDRESS.sub("", text)
    # A name may begin like an address: อบต. ถนนหัก, ทต. ถนนใหญ่.
    name = key(text if not without or _is_type(without) else without).strip(",")
    return name, places


def _undecorated(text: str) -> str:
    """Return a written name without numbers, bullets, footnote marks, and without its office."""
    plain = _FOOTNOTE.sub("", text) or text
    numbered = _NUMBERED.sub("", plain)
    # A number without a dot is one only before a type.
    alone = _NUMBER_ALONE.sub("", numbered)
    if alone != numbered and key(alone).startswith(_sure_prefixes()):
        numbered = alone
    return _without_office(numbered or plain)


def _without_office(text: str) -> str:
    house = _OFFICE.sub("", text)
    return house if house != text and key(house).startswith(_sure_prefixes()) else text


def _type_first(text: str) -> str:
    """Return a name whose type stands behind it with the type before: ``คลองพน (อบต.)``."""
    for pattern in (_BRACKETED_END, _SPOKEN_END):
        match = pattern.match(text)
        if match is None or key(match["name"]).startswith(_sure_prefixes()):
            continue
        sure = key(match["type"]).startswith(_sure_prefixes()) or pattern is _BRACKETED_END
        if sure and _is_type(match["type"]):
            return match["type"] + match["name"]
    return text


def _without_repeated_type(lao_type: str, rest: str) -> str:
    """Return what stands behind a type that is said twice (ทต.เทศบาลตำบลX, อบต.ตำบลX)."""
    for prefix in _sure_prefixes_of(lao_type):
        if rest.startswith(prefix) and len(rest) > len(prefix):
            return _without_repeated_type(lao_type, rest[len(prefix) :])
    for word in _AREA_AGAIN.get(lao_type, ()):
        if rest.startswith(word) and len(rest) > len(word):
            return rest[len(word) :]
    return rest


def _behind(prefix: str, lao_type: str, name: str) -> str:
    """Return what stands behind a type prefix, empty where the name does not begin with it.

    The one LAO of special form has no prefix: it is called by its type, or by a part of it.
    """
    if lao_type == "SPECIAL" and _special().endswith(prefix):
        return _special() if name == prefix else ""
    return name[len(prefix) :] if name.startswith(prefix) else ""


def _may_be_name(name: str) -> bool:
    """Say whether a text that begins like an abbreviation may be a name as a whole.

    Only an abbreviation without dots can be the beginning of a name (two names begin with ทม).
    """
    return not name.startswith(_sure_prefixes())


@cache
def _sure_prefixes() -> tuple[str, ...]:
    return tuple(prefix for prefix in _type_prefixes() if "." in prefix or len(prefix) > 4)


@cache
def _sure_prefixes_of(lao_type: str) -> tuple[str, ...]:
    """Return what surely names a type of which there are many LAOs, the longest first."""
    named = () if lao_type == "SPECIAL" else _sure_prefixes()
    return tuple(prefix for prefix in named if _type_prefixes()[prefix] == lao_type)
