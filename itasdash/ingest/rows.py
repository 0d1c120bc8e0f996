"""What each row below a header is for: an LAO or province, a total, a section, a note."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from itasdash.ingest.files.read import Cell
from itasdash.reference import words
from itasdash.reference.names import read_province, without_district_prefix
from itasdash.thai.digits import parse_count, to_arabic
from itasdash.thai.text import clean, key

TOTALS = frozenset({"total", "subtotal", "region"})
_WITH_UNIT = re.compile(r"(\d[\d,]*)\s*(?:แห่ง|อปท|หน่วยงาน|ราย)")
_AT_END = re.compile(r"(\d[\d,]*)\s*\)?$")
# "2. จังหวัดกระบี่ (จำนวน 32 แห่ง)"
_SECTION = re.compile(
    r"(?:\d+\s*[.)]\s*)?(?P<place>.*?)[\s:]*\(?\s*(?:จำนวน|รวม)?\s*"
    r"(?P<count>\d[\d,]*)?\s*(?:แห่ง|อปท\.?|หน่วยงาน|ราย)?\s*\)?"
)
# The line "(1) | (2) | (3) = (1) - (2)" under a header.
_COLUMN_NUMBER = re.compile(r"\(?[0-9ก-ฮ]{1,2}\)?(?:\s*=.*)?")


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

    ``role`` is total, subtotal, region or section (which stands above its rows, not below),
    ``stated`` the count written in its text.
    """

    number: int
    role: str
    text: str
    stated: int | None
    cells: dict[str, Cell]


def as_text(cell: Cell) -> str:
    """Return a cell as cleaned text: ``49.0`` as ``49``, an empty cell as ``''``."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell)
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)


@cache
def _row_words() -> tuple[tuple[str, str], ...]:
    """Return (word, role), the longest word first, so that รวมทั้งสิ้น is not read as รวม."""
    found = words("row_words", "role", "word").items()
    return tuple(sorted(found, key=lambda item: -len(item[0])))


@cache
def _all_words() -> tuple[str, ...]:
    return tuple(word for word, _ in _row_words())


@cache
def _dittos() -> frozenset[str]:
    return frozenset(word for word, role in _row_words() if role == "ditto")


def _starting_role(text: str) -> str | None:
    compared = key(text)
    # One look tells for nearly every row of a table that it begins with none of them.
    if not compared.startswith(_all_words()):
        return None
    return next((role for word, role in _row_words() if compared.startswith(word)), None)


def list_word(text: str) -> str | None:
    """Return what a list says of itself or of a row by a word of ``reference/list_words.csv``."""
    told = key(text)
    return next((s for w, s in words("list_words", "says", "word").items() if w in told), None)


def is_ditto(cell: Cell) -> bool:
    """Say whether a cell means "as above"."""
    return cell is not None and key(as_text(cell)) in _dittos()


def role_of(subject: str, filled: Sequence[str], *, has_name: bool) -> str:
    """Return what a row is for.

    Args:
        subject: the text of the column that names who the row is about.
        filled: the texts of all cells that hold something, in order.
        has_name: the table is about LAOs, otherwise about provinces.

    Returns:
        ``data``, ``total``, ``subtotal``, ``region``, ``section`` (a province), ``district`` (a
        section), ``note``, ``numbering`` or ``nameless``.
    """
    alone = len(filled) == 1
    if subject and not alone and all(_COLUMN_NUMBER.fullmatch(text) for text in filled):
        return "numbering"
    if has_name and not alone and parse_count(subject) is not None:
        # A number stands for no LAO; it is the count of a total or of a section.
        subject = ""
    role = _starting_role(filled[0])
    if role in TOTALS and (alone or not subject or not (has_name or read_province(subject))):
        return role
    if alone or not subject:
        role = "note" if role == "note" else _section_role(filled) if has_name else None
        if role:
            return role
    return "data" if subject else "note" if alone else "nameless"


def _section_role(filled: Sequence[str]) -> str | None:
    if read_section(" ".join(filled))[0]:
        return "section"
    return "district" if len(filled) == 1 and district_of_section(filled[0]) else None


def _parts(text: str) -> tuple[str, int | None]:
    match = _SECTION.fullmatch(to_arabic(clean(text)))
    return (match["place"], parse_count(match["count"] or "")) if match else (text, None)


def read_section(text: str) -> tuple[str, int | None]:
    """Return the province that a section row (or a sheet's name) writes, and its count of LAOs."""
    place, count = _parts(text)
    return (place if read_province(place) else "", count)


def district_of_section(text: str) -> str:
    """Return the district that a section row writes."""
    return without_district_prefix(_parts(text)[0]) or ""


def stated(role: str, filled: Sequence[str]) -> int | None:
    """Return the count of a total row: ``รวมจังหวัดกระบี่ ๓๒ แห่ง`` gives 32.

    Without a unit it is the number at the end, which in the name of a region is none.
    """
    text = to_arabic(" ".join(filled))
    numbers = _WITH_UNIT.findall(text)
    if not numbers and role != "region" and len(filled) <= 2:
        numbers = _AT_END.findall(text)
    return parse_count(numbers[-1]) if numbers else None
