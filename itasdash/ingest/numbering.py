"""The running numbers of a list: whether rows of it are missing."""

from collections.abc import Sequence
from itertools import pairwise

from itasdash.ingest.layout.table import Table
from itasdash.thai.digits import parse_count

# A list that kept the numbers of a longer one has gaps everywhere; one that lost rows has few.
_STEPS_FOR_A_GAP = 3


def numbering_gap(tables: Sequence[Table]) -> tuple[str, set[tuple[str, int]]]:
    """Return the numbers between which rows of a list are missing, and the rows beside the gaps.

    The rows are given by sheet and number. Numbers may begin again at 1; where they go on from one
    table to the next they are taken together. Empty where nothing is missing, or where a list names
    provinces in which there is nobody, as their rows may be numbered as well.
    """
    if any(table.nobody for table in tables):
        return "", set()
    numbered = [
        (number, table.sheet, row.number)
        for table in tables
        for row in table.rows
        if (number := parse_count(row.cells.get("sequence"))) is not None
    ]
    if len(numbered) < 2:
        return "", set()
    first, gaps, steps = numbered[0], [], 0
    for place, (before, after) in enumerate(pairwise(numbered), start=2):
        # Numbers of all rows may stand beside those of a section.
        if after[0] in (before[0] + 1, place):
            steps += 1
        elif after[0] > before[0] + 1:
            gaps.append((before, after))
    begun = steps == len(numbered) - 1 and first[0] > 1
    if begun:
        return f"{first[0]} –", {first[1:]}
    if gaps and steps >= _STEPS_FOR_A_GAP * len(gaps):
        shown = ", ".join(f"{before[0]} … {after[0]}" for before, after in gaps[:3])
        return shown, {each[1:] for gap in gaps for each in gap}
    return "", set()
