"""Whether a list is whole: its running numbers, and what stands below its last row."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from itasdash.ingest.layout.moment import title_text
from itasdash.ingest.layout.table import Table
from itasdash.thai.digits import parse_count

# Where one of these stands, LAOs of any province may be missing.
_GOES_ON = re.compile(
    r"และอีก\s*\d|อีก\s*\d+\s*(?:แห่ง|อปท|หน่วยงาน|รายการ|แถว)|ฯลฯ|มีต่อ|ยังมี(?:รายชื่อ|ต่อ)|หน้าถัดไป|^[.…\s]+$"
    r"|and \d+ more|to be continued|continued on|\betc\b|more rows",
    re.IGNORECASE,
)


def _below(tables: Sequence[Table]) -> Iterator[str]:
    """Yield what stands below the last row about an LAO in each sheet."""
    last: dict[str, int] = {}
    for table in tables:
        numbers = [row.number for row in table.rows] or [table.top]
        last[table.sheet] = max(last.get(table.sheet, 0), *numbers)
    for table in tables:
        for cells in table.grid[last.pop(table.sheet, len(table.grid)) :]:
            yield title_text(cells)


def goes_on_below(tables: Sequence[Table]) -> str:
    """Return what says below the last row of a list that it goes on elsewhere, empty if nothing."""
    return next((text for text in _below(tables) if _GOES_ON.search(text)), "")


def missing_numbers(tables: Sequence[Table]) -> tuple[int, int] | None:
    """Return the first and the last of the numbers that the rows of a list leave out.

    Rows are numbered from 1, in all or anew in each block or table, or one after the other. Where
    the numbers jump often they are those of another list, and tell nothing.
    """
    numbers: list[int] = []
    for table in tables:
        at = next((c.at for c in table.columns if c.means.field == "sequence"), None)
        if at is None:
            continue
        cells = (row[at] for row in table.grid[table.top : table.bottom] if at < len(row))
        numbers += [number for cell in cells if (number := parse_count(cell)) is not None]
    gaps = [
        (before + 1, number - 1)
        for place, (before, number) in enumerate(pairwise([0, *numbers]), start=1)
        if number not in (before + 1, place) and number > before
    ]
    often = len(gaps) > 1 and len(gaps) * _OFTEN > len(numbers)
    return gaps[0] if gaps and not often else None


# Numbers that jump once in fewer rows than this are those of another list.
_OFTEN = 3
