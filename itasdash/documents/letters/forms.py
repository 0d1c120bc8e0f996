"""A table as an office prints it: titles, merged headings, rows, total rows, notes.

It is described once, by :class:`Form`; ``forms_xlsx`` and ``forms_pdf`` write it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from itasdash.i18n.numbers import decimal, number
from itasdash.thai.digits import to_thai

Value = str | int | float | None
COUNT, SHARE, TEXT, CODE = "count", "share", "text", "code"


@dataclass(frozen=True)
class Heading:
    """A column: its heading, the merged one above it, its width in millimetres and its kind.

    ``kind`` is ``count``, ``share`` (per cent with two decimals), ``text`` or ``code`` (text whose
    digits stay Arabic, so that it can be looked up).
    """

    text: str
    width: float
    kind: str = TEXT
    above: str = ""


@dataclass(frozen=True)
class Line:
    """A row: a cell per column; a total may span the columns of its first ``span`` cells."""

    cells: tuple[Value, ...]
    is_total: bool = False
    span: int = 1


@dataclass(frozen=True)
class Form:
    """A table with all that stands around it.

    One that is not ``printed`` is only for workbooks.
    ``mark`` warns on every page that it is not to be sent; ``thai_digits`` is how numbers look.
    """

    sheet: str
    titles: tuple[str, ...]
    columns: tuple[Heading, ...]
    lines: Sequence[Line]
    notes: tuple[str, ...] = ()
    landscape: bool = False
    thai_digits: bool = True
    mark: str = ""
    printed: bool = True
    head: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "head", 2 if any(c.above for c in self.columns) else 1)

    def digits(self, text: str) -> str:
        """Return text with its digits as the form shows them."""
        return to_thai(text) if self.thai_digits else text

    def shown(self, value: Value, kind: str) -> str:
        """Return a value as text, as a page shows it."""
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        return self.digits(decimal(value, 2) if kind == SHARE else number(value))

    def groups(self) -> list[tuple[str, int, int]]:
        """Return the merged headings as (text, first column, last column), counted from 0."""
        found: list[tuple[str, int, int]] = []
        for at, column in enumerate(self.columns):
            if found and column.above and found[-1][0] == column.above and found[-1][2] == at - 1:
                found[-1] = (column.above, found[-1][1], at)
            elif column.above:
                found.append((column.above, at, at))
        return found
