"""Layouts that a person has taught, known again by their headings; and how a sheet differs.

A layout is known again by what its headings say, never by where they stand or what the sheet is
called. Where some headings differ it is not taken: what differs is said instead.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from itasdash.ingest.files.sheets import Cell, Sheet
from itasdash.ingest.layout.rows import as_text
from itasdash.schema import UNUSED, Layout, TaughtColumn
from itasdash.schema.layouts import heading_key

# Headings of a layout are looked for so far down; what repeats them further down is found too.
HEADINGS_WITHIN = 60
MOST_HEADING_ROWS = 6
# A column without a heading belongs to a table if one of the next rows has something in it.
_ROWS_BELOW = 3
# From such a share of its headings on, a sheet is said to resemble a layout.
_RESEMBLES = 0.7
_NUMBER = re.compile(r"[\d\s.,%/:()-]*")


def headings_at(sheet: Sheet, start: int, height: int) -> dict[int, tuple[str, ...]]:
    """Return the headings of each column of a table whose heading rows begin at ``start``.

    What stands over several columns (merged, or written once with empty cells to its right) is a
    heading of each. A column without any heading counts where the rows below have something.
    """
    heads = [_texts(row) for row in sheet.rows[start : start + height]]
    below = sheet.rows[start + height : start + height + _ROWS_BELOW]
    width = max([*map(len, heads), *map(len, below)], default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in heads]
    found: dict[int, tuple[str, ...]] = {}
    # From the bottom up: what is carried over a gap of one row is itself below another.
    for lower, upper in pairwise(reversed(rows)):
        carried = ""
        for column in range(width):
            carried = upper[column] or (carried if lower[column] else "")
            upper[column] = carried
    for column in range(width):
        path = tuple(dict.fromkeys(row[column] for row in rows if row[column]))
        if path or any(column < len(row) and as_text(row[column]) for row in below):
            found[column] = path
    return found


def _texts(cells: Iterable[Cell]) -> list[str]:
    return [as_text(cell) for cell in cells]


def places(layout: Layout, sheet: Sheet) -> list[int]:
    """Return the rows (0-based) at which the headings of a layout begin in a sheet."""
    within = range(min(len(sheet.rows), HEADINGS_WITHIN))
    first = next((start for start in within if _stands(layout, sheet, start)), None)
    if first is None:
        return []
    headings = sheet.rows[first : first + layout.height]
    # On every further page they are repeated as they are.
    rest = range(first + layout.height, len(sheet.rows))
    again = (at for at in rest if sheet.rows[at] == headings[0])
    return [first, *(at for at in again if sheet.rows[at : at + layout.height] == headings)]


def _stands(layout: Layout, sheet: Sheet, start: int) -> bool:
    found = headings_at(sheet, start, layout.height)
    return tuple(map(heading_key, found.values())) == layout.keys


@dataclass(frozen=True)
class Difference:
    """How a sheet that resembles a layout differs: headings that it lacks, and that are new."""

    layout: Layout
    start: int
    missing: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def only_order(self) -> bool:
        """Whether all headings are there, in another order."""
        return not self.missing and not self.new


def difference(layout: Layout, sheet: Sheet) -> Difference | None:
    """Return how a sheet differs from a layout that it resembles, None where it does not."""
    best: tuple[int, Difference] | None = None
    wanted = Counter(layout.keys)
    for start in range(min(len(sheet.rows), HEADINGS_WITHIN)):
        found = headings_at(sheet, start, layout.height)
        keys = {column: heading_key(path) for column, path in found.items()}
        common = (wanted & Counter(keys.values())).total()
        enough = common >= _RESEMBLES * max(len(layout.columns), len(found))
        if enough and (best is None or common > best[0]):
            missing = _beyond(zip(layout.keys, layout.columns, strict=True), keys.values())
            new = _beyond(
                ((keys[column], TaughtColumn(path)) for column, path in found.items()), layout.keys
            )
            best = (common, Difference(layout, start, missing, new))
    return best[1] if best else None


def _beyond(columns: Iterable[tuple[str, TaughtColumn]], others: Iterable[str]) -> tuple[str, ...]:
    """Return the headings of the columns that have no counterpart among the others."""
    left = Counter(others)
    beyond = []
    for each, column in columns:
        if left[each] > 0:
            left[each] -= 1
        else:
            beyond.append(column.shown)
    return tuple(beyond)


def fields_at(layout: Layout, sheet: Sheet, start: int) -> dict[int, str] | None:
    """Return what each column of a sheet says by a layout, also where headings differ.

    A column that the layout does not know is left out. None where a heading that the layout reads
    is not there, or is there more or fewer times than the layout has it.
    """
    found = {c: heading_key(p) for c, p in headings_at(sheet, start, layout.height).items()}
    by_key: dict[str, list[str]] = {}
    for each, column in zip(layout.keys, layout.columns, strict=True):
        by_key.setdefault(each, []).append(column.field)
    counted = Counter(found.values())
    for each, fields in by_key.items():
        if any(fields) and counted[each] != len(fields):
            return None
    left = {each: iter(fields) for each, fields in by_key.items()}
    return {c: next(left[each], UNUSED) for c, each in found.items() if each in left}


def likely_start(sheet: Sheet) -> int:
    """Return the row (0-based) that most looks like headings: most words, data below it."""
    best, at = 0, 0
    for start, row in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        words = {text for text in _texts(row) if text and not _NUMBER.fullmatch(text)}
        if len(words) > best:
            best, at = len(words), start
    return at


def columns_of(
    headings: Mapping[int, tuple[str, ...]], fields: Mapping[int, str]
) -> tuple[TaughtColumn, ...]:
    """Return the columns of a layout from the headings of a table and what each column says."""
    return tuple(
        TaughtColumn(path, fields.get(column, UNUSED)) for column, path in headings.items()
    )


def resembling(layouts: Sequence[Layout], sheets: Sequence[Sheet]) -> Iterator[Difference]:
    """Yield how visible sheets differ from layouts that they resemble and are not of."""
    for sheet in sheets:
        for layout in layouts:
            found = difference(layout, sheet) if sheet.visible else None
            if found is not None:
                yield found
