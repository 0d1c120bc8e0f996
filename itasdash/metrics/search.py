"""What a searched text means: which rows of a snapshot it finds, and what else may be meant."""

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from itasdash.reference import all_provinces, lao_types
from itasdash.reference.names import read_lao_name, read_lao_type, read_province
from itasdash.reference.written_names import official_name, short_name
from itasdash.schema import lao_key
from itasdash.thai.text import bare_key, clean, key

# Longer than any name with its place, and than anybody types: the rest is not looked at.
MOST_CHARS = 200
# More words than a name, its type and its place have.
_MOST_WORDS = 8
# A place said with its word: "อำเภอกมลาไสย", "ทต.เลาขวัญ อ.เลาขวัญ (จ.กาญจนบุรี)", "จังหวัด กระบี่".
_PLACE = re.compile(
    r"(?:^|[\s(])\(?(?P<word>กิ่งอำเภอ|อำเภอ|อ\.|จังหวัด|จ\.)(?!\s*(?:บ|ต|ป)\.)\s*(?P<name>[^\s()]+)\)?"
)
_PROVINCE_WORDS = ("จังหวัด", "จ.")
# How like, of 100, a name must be to what was typed to be suggested: one slip in a short name.
_LIKE = 75
# Letters that sound alike and are taken for each other; only likeness looks past them.
_SOUNDS = str.maketrans("ใญณศษซฎฏฐฑฒธฆภฬ", "ไยนสสสดตถทททคพล")


@dataclass(frozen=True)
class _Asked:
    """A searched text taken apart: what names the LAO, and the places said with their words."""

    name: str
    districts: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()


def rows_found(rows: pd.DataFrame, search: str) -> "pd.Series[bool]":
    """Say which rows of ``status`` a searched text means.

    It may be part of a code; part of a name in any spelling, with or without its type; a place
    said with its word, alone or beside a name or a type (``อำเภอกมลาไสย``, ``จ.กาฬสินธุ์ อบต.``);
    or several words, each of which is part of the name, a type, a district or a province (``อบต.
    กาฬสินธุ์``). Nothing is guessed: what is misspelt finds nothing (:func:`suggestions`).
    """
    search = search[:MOST_CHARS]
    digits = key(search)
    if digits.isdecimal():
        # A code is also found by the type digit that the LAO had before.
        wanted = lao_key(digits) if len(digits) == 7 else digits
        return rows["lao_id"].fillna("").str.contains(wanted, regex=False).astype(bool)
    asked = _taken_apart(search)
    keep = pd.Series(True, index=rows.index)
    for district in asked.districts:
        keep &= _in_district(rows, district)
    for province in asked.provinces:
        keep &= _in_province(rows, province)
    if asked.name or not (asked.districts or asked.provinces):
        keep &= _named(rows, asked.name)
    return keep


def suggestions(status: pd.DataFrame, search: str, most: int = 3) -> tuple[str, ...]:
    """Return texts that may be meant by one that finds nothing, the most like it first.

    Each finds something in ``status``. They are names of LAOs, districts and provinces that are
    spelt much like what was typed; what is said beside a misspelt word stays as it is, unless the
    name is found in another place only. Empty for codes, and where nothing is much like it.
    """
    search = clean(search[:MOST_CHARS])
    if not search or key(search).isdecimal():
        return ()
    asked = _taken_apart(search)
    words = asked.name.split()
    if bare := [word for word in words[:_MOST_WORDS] if len(words) > 1 and read_province(word)]:
        name = " ".join(word for word in words if word not in bare)
        asked = _Asked(name, asked.districts, (*asked.provinces, *bare))
    provinces = [
        "จ." + like if read_province(name) is None else "จ." + name
        for name in asked.provinces
        for like in [_nearest(name, _province_names())]
        if like or read_province(name)
    ]
    known = {str(name) for name in status["district_name_th"].dropna().unique()}
    districts = [
        "อ." + (name if _in_district(status, name).any() else like)
        for name in asked.districts
        for like in [_nearest(name, known)]
        if like or _in_district(status, name).any()
    ]
    places = [*districts, *provinces]
    names = _names_like(status, asked.name) if asked.name else []
    tried = [" ".join([name, *places]) for name in (asked.name, *names) if name] or [
        " ".join(places)
    ]
    tried += names
    if asked.name and not (asked.districts or asked.provinces):
        tried += [
            word + name
            for word, of in (("อ.", known), ("จ.", _province_names()))
            if (name := _nearest(asked.name, of))
        ]
    found: list[str] = []
    for text in dict.fromkeys(tried):
        if len(found) == most:
            break
        if text and text != search and rows_found(status, text).any():
            found.append(text)
    return tuple(found)


def _taken_apart(search: str) -> _Asked:
    text = clean(search)
    found: dict[bool, list[str]] = {True: [], False: []}

    def take(match: "re.Match[str]") -> str:
        before = text[: match.start()]
        # The type's own last word ("องค์การบริหารส่วน จังหวัด…") says no place of its own.
        own = read_lao_type(before + match["word"]) if before.strip() else None
        # A name may begin like a place: อบต. จ.ป.ร.
        if "." in match["name"]:
            return match[0]
        is_province = match["word"] in _PROVINCE_WORDS
        found[is_province].append(match["name"])
        return " " + match["word"] if own else " "

    name = _PLACE.sub(take, text)
    return _Asked(" ".join(name.split()), tuple(found[False]), tuple(found[True]))


def _named(rows: pd.DataFrame, text: str) -> "pd.Series[bool]":
    """Say which rows are named so: as one name, or by each of several words."""
    found = _as_one_name(rows, text)
    words = text.split()
    if 1 < len(words) <= _MOST_WORDS:
        each = pd.Series(True, index=rows.index)
        for word in words:
            each &= _as_one_name(rows, word) | _in_place_called(rows, word)
        found |= each
    return found


def _as_one_name(rows: pd.DataFrame, text: str) -> "pd.Series[bool]":
    types = rows["lao_type"].astype("object")
    names = rows["name_th"].astype("object").map(bare_key)
    found = pd.Series(False, index=rows.index)
    for written in (official_name, short_name):
        prefixes = {code: bare_key(written(code, "")) for code in lao_types()}
        shown = types.map(prefixes).fillna("") + names
        found |= shown.str.contains(bare_key(text) or " ", regex=False)
    of_type = read_lao_type(text)
    if of_type is not None and of_type != "SPECIAL":
        found |= types == of_type
    for lao_type, name in read_lao_name(text).readings:
        part = bare_key(name)
        if lao_type:
            found |= names.str.startswith(part) & (types == lao_type)
        elif part:
            found |= names.str.contains(part, regex=False)
    return found


def _in_place_called(rows: pd.DataFrame, word: str) -> "pd.Series[bool]":
    """Say which rows lie in the district or the province that a word is the whole name of."""
    districts = rows["district_name_th"].fillna("").map(bare_key)
    return (districts == (bare_key(word) or " ")) | _in_province(rows, word)


def _in_district(rows: pd.DataFrame, written: str) -> "pd.Series[bool]":
    districts = rows["district_name_th"].fillna("").map(bare_key)
    return districts.str.contains(bare_key(written.rstrip("ฯ")) or " ", regex=False).astype(bool)


def _in_province(rows: pd.DataFrame, written: str) -> "pd.Series[bool]":
    return (rows["province_code"] == read_province(written)).fillna(False).astype(bool)


def _province_names() -> set[str]:
    return {province.name_th for province in all_provinces().values()}


def _nearest(written: str, names: set[str]) -> str:
    """Return the name most like a written one, empty where none is much like it."""
    best = _most_like(written, names, 1)
    return best[0] if best else ""


def _names_like(status: pd.DataFrame, written: str) -> list[str]:
    """Return short names of LAOs, or names alone where no type was typed, much like a text."""
    read = read_lao_name(written)
    own = status if read.lao_type is None else status[status["lao_type"] == read.lao_type]
    # The type may be the slip: of an LAO that has become a city since, or never was a town.
    for rows, lao_type in ((own, read.lao_type), (status, None)):
        names = {str(name) for name in rows["name_th"].dropna().unique()}
        if like := _most_like(read.readings[0][1], names, 5):
            return [short_name(lao_type, name) for name in like]
    return []


def _most_like(written: str, names: set[str], most: int) -> list[str]:
    """Return names by likeness of their sounds and then as written, the most like first."""
    ordered = sorted(names)
    how: dict[str, Any] = {"scorer": fuzz.ratio, "score_cutoff": _LIKE, "limit": 20}
    heard = [bare_key(name).translate(_SOUNDS) for name in ordered]
    found = process.extract(bare_key(written).translate(_SOUNDS), heard, **how)
    scores = {
        ordered[place]: (-score, -fuzz.ratio(key(written), key(ordered[place])))
        for _, score, place in found
    }
    return sorted(scores, key=lambda name: (scores[name], name))[:most]
