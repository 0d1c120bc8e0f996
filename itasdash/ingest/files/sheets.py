"""What reading a file gives: sheets of cells, and what was noticed on the way.

Part of what the child process imports, so it imports nothing heavy.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Rows = list[list[Cell]]


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
    about: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet as written: ``rows[0]`` is row 1, empty cells are None, rows end at their last cell.

    ``date1904`` says that its numbers of days count from 1904 and not from 1900.
    """

    name: str
    rows: Rows
    visible: bool = True
    merged: tuple[Merge, ...] = ()
    date1904: bool = False
    problems: tuple[Problem, ...] = ()


def column_number(letters: str) -> int:
    """Return the 1-based number of a column: ``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell by its 1-based row and column, as Excel shows it: ``C12``."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def far_cell(sheet: str, row: int, column: int) -> Unreadable:
    """Return the reason for a sheet whose last cell is beyond what any table needs."""
    return Unreadable("cell_too_far", sheet=sheet, cell=cell_name(row, column), row=row)
