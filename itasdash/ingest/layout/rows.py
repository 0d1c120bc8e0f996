"""What each row below a heading is for: an LAO or province, a total, a section, a note."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from itasdash.ingest.files.sheets import Cell
from itasdash.ingest.layout.legends import legend_of_cells, names_state
from itasdash.ingest.layout.sections import (
    SECTION_WORDS,
    UNIT,
    district_of_section,
    read_section,
    state_of_section,
    type_of_section,
)
from itasdash.reference import words
from itasdash.reference.codes import is_code
from itasdash.reference.names import (
    read_lao_name,
    read_lao_type,
    read_province,
)
from itasdash.thai.digits import parse_count, to_arabic
from itasdash.thai.text import clean, key, remembering_short

TOTALS = frozenset({"total", "subtotal", "region", "page"})
# A word for a total, with every space that somebody may put between its letters.
_LONGEST_TOTAL = 100
_COUNT_BEHIND = re.compile(rf"(?<![\s:=])[\s:=]*\(?(?<![\d,])\d[\d,]*\s*{UNIT}?\)?$", re.IGNORECASE)
# The line "(1) | (2) | (3) = (1) - (2)" under a heading.
_COLUMN_NUMBER = re.compile(r"\(?[0-9ก-ฮ]{1,2}\)?(?:\s*=.*)?")
_PAGE = re.compile(r"(?:หน้า(?:ที่)?|page|แผ่นที่)\s*\d+(?:\s*(?:/|จาก|of)\s*\d+)?", re.IGNORECASE)
# What no name of an LAO has: dots to sign on, a colon, brackets around a name.
_SIGNATURE = re.compile(r"[.…_]{5,}|^\(.*\)$|[:=]|https?://")
_LONGEST_NAME = 60
# The role of a row with more text is not remembered, in characters.
_LONGEST_KEPT = 400
_UNIT_ALONE = re.compile(UNIT)
# "..." for rows that were left out.
_LEFT_OUT = re.compile(r"(?:\.{2,}|…|:|⋮)+")


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
        cell = self.cells.get(name)
        return clean(cell) if type(cell) is str else as_text(cell)


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
    if type(cell) is str:
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
    if text.isdigit():
        # Codes, in every row of many files; no word is a number.
        return None
    plain = key(text)
    return next((s for w, s in words("list_words", "says", "word").items() if w in plain), None)


def is_ditto(cell: Cell) -> bool:
    """Say whether a cell means "as above"."""
    if type(cell) is str:
        return _as_above(cell)
    return cell is not None and _as_above(as_text(cell))


@remembering_short
def _as_above(text: str) -> bool:
    return key(text) in _dittos()


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
        if word in SECTION_WORDS and not whole.endswith(word):
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
    if len(subject) + sum(map(len, filled)) > _LONGEST_KEPT:
        return _role_of(subject, filled, has_name=has_name)
    return _known_role_of(subject, tuple(filled), has_name)


@lru_cache(maxsize=16384)
def _known_role_of(subject: str, filled: tuple[str, ...], has_name: bool) -> str:
    return _role_of(subject, filled, has_name=has_name)


def _role_of(subject: str, filled: Sequence[str], *, has_name: bool) -> str:
    alone = len(filled) == 1
    if subject and not alone and all(map(_COLUMN_NUMBER.fullmatch, filled)):
        return "numbering"
    if has_name and not alone and _is_no_name(subject):
        # It is the count of a total or of a section, or its unit.
        subject = ""
    # A row with a code is about an LAO, whatever stands where its name should be.
    if has_name and says_nobody(subject or filled[-1]) and not any(map(is_code, filled)):
        return "nobody"
    if has_name and all(map(_LEFT_OUT.fullmatch, filled)):
        return "note"
    if has_name and _is_nobody(subject, filled):
        return "nobody"
    bare = not subject or not (has_name or read_province(subject))
    role = _total_role(subject, filled, has_name=has_name, bare=bare)
    if role is None and has_name:
        if alone and state_of_section(filled[0])[0]:
            role = "state"
        elif not alone and _is_legend(subject, filled):
            role = "note"
    if role is None and (alone or not subject):
        starts = _starting_role(filled[0])
        role = "note" if starts == "note" else _section_role(filled) if has_name else None
    if role is None and alone and (_is_page(filled[0]) or (has_name and _is_remark(filled[0]))):
        role = "note"
    return role or ("data" if subject else "note" if alone else "nameless")


def _is_no_name(text: str) -> bool:
    """Say whether a text in the column of names is a number or a unit."""
    return parse_count(text) is not None or _UNIT_ALONE.fullmatch(text) is not None


def _is_legend(subject: str, filled: Sequence[str]) -> bool:
    """Say whether a row explains a mark or a status, or says who signs and when."""
    if any(map(is_code, filled)) or read_lao_name(subject).lao_type is not None:
        return False
    signed = len(filled) > 1 and subject == filled[-1] and _starting_role(filled[-2]) == "note"
    return (signed and len(filled[-2]) > 1) or names_state(subject) or bool(legend_of_cells(filled))


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
        place = type_of_section(filled[0])
        if district_of_section(filled[0]):
            return "district"
        if read_lao_type(place) not in (None, "SPECIAL"):
            return "type"
    return None
