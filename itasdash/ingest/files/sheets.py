"""What reading a file gives: sheets of cells, and what was noticed on the way.

Part of what the child process imports, so it imports nothing heavy.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Rows = list[list[Cell]]
# What a cell may hold without anybody seeing it, and what could act for it elsewhere: control
# characters (also as Excel writes them, "_x0000_"), and those that turn text around: a name could
# seem to end otherwise than it does.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
    "|_x00(?:0[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF])_"
)
_ROUNDS = 4
_PAGE_CODE = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z])")


class Unreadable(Exception):
    """A file that cannot be taken: ``code`` and ``values`` of the refusal to be made of it."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Merge:
    """A merged range of cells, 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Problem:
    """Something that reading noticed in a sheet: ``code`` is that of a finding, ``row`` 1-based."""

    code: str
    row: int
    found: str | int | None = None
    expected: int | None = None
    subject: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet as written: ``rows[0]`` is row 1, empty cells are None, rows end at their last cell.

    ``date1904`` says that its numbers of days count from 1904 and not from 1900. ``hidden_rows``
    are numbers (1-based) of rows that a filter or a person has hidden; ``texts`` is what the file
    writes about the sheet outside its cells: the header and footer of its pages, the text around
    a table of a web page.
    """

    name: str
    rows: Rows
    visible: bool = True
    merged: tuple[Merge, ...] = ()
    date1904: bool = False
    problems: tuple[Problem, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    texts: tuple[str, ...] = ()


@dataclass
class SheetNotes:
    """What the bytes of a sheet say beside its cells, before a reader of cells sees them."""

    problems: list[Problem] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)


_ZONED = re.compile(
    rb"(?<=[\">])(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)(?=[\"<])"
)
_HERE = timezone(timedelta(hours=7))


def without_zones(content: bytes) -> bytes:
    """Return XML whose moments with a zone are written as the moment in Bangkok.

    Readers of cells drop the zone, and 06:00Z is 13:00 here, or another day.
    """
    if b"Z" not in content and b"+0" not in content:
        return content
    return _ZONED.sub(_moved, content)


def _moved(match: re.Match[bytes]) -> bytes:
    try:
        moment = datetime.fromisoformat(match[0].decode("ascii"))
    except ValueError:
        return match[0]
    here = moment.astimezone(_HERE).replace(tzinfo=None)
    return here.isoformat(timespec="seconds").encode("ascii")


def seen(text: str) -> str:
    """Return a text without what nobody can see of it."""
    if text.isprintable() and "_x00" not in text:
        return text
    # What is taken out may leave another, "_x00_x0000_00_"; heaps of that go with their sign.
    for _ in range(_ROUNDS):
        shorter = _UNSEEN.sub("", text)
        if shorter == text:
            return text
        text = shorter
    return _UNSEEN.sub("", text.replace("_x00", ""))


def page_text(code: str) -> str:
    """Return the text of a page header in Excel's code: ``&Cข้อมูล ณ …`` without what begins in &."""
    return " ".join(_PAGE_CODE.sub(" ", code).split())


def column_number(letters: str) -> int:
    """Return the 1-based number of a column: ``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(column: int) -> str:
    """Return the name of a column by its 1-based place, as Excel shows it: ``AB``."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell by its 1-based row and column, as Excel shows it: ``C12``."""
    return f"{column_letters(column)}{row}"


def far_cell(sheet: str, row: int, column: int) -> Unreadable:
    """Return the reason for a sheet whose last cell is beyond what any table needs."""
    return Unreadable("cell_too_far", sheet=sheet, cell=cell_name(row, column), row=row)
