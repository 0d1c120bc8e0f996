"""The head of a table: its columns with what their headings mean, and where it stands."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from itasdash.ingest.layout.headings import COUNT_FIELDS, Meaning, header_key

# Who a row is about: a table needs one of them.
SUBJECTS = ("name", "label", "province", "place")
IDENTITY = frozenset({"sequence", "code", "province", "district", "type", "name", "label", "place"})
_NO_CONTENT = frozenset({"ignored", "remark", "date"})


@dataclass(frozen=True)
class Column:
    """A column of a table: where it stands (0-based), its heading as written, what it means."""

    at: int
    heading: str
    path: tuple[str, ...]
    means: Meaning


@dataclass(frozen=True)
class Head:
    """The rows of headings of one table: ``top`` (0-based) and how many, and its columns.

    ``left`` and ``right`` are the columns that belong to it, the right one exclusive; ``beside`` is
    how many tables stand to its left under the same rows.
    """

    top: int
    height: int
    left: int
    right: int
    columns: tuple[Column, ...]
    beside: int = 0

    @property
    def bottom(self) -> int:
        """The first row below the headings."""
        return self.top + self.height

    @property
    def fields(self) -> set[str]:
        """The fields that its headings name."""
        return {c.means.field for c in self.columns if c.means.field}

    def same_as(self, other: "Head") -> bool:
        """Say whether another head has the same headings in the same columns."""
        return [(c.at, header_key(c.heading)) for c in self.columns] == [
            (c.at, header_key(c.heading)) for c in other.columns
        ]


def usable(fields: set[str]) -> bool:
    """Say whether columns of these fields make a table of LAOs or of provinces."""
    if "name" in fields:
        return len(fields - _NO_CONTENT) >= 2
    counts = {f.removeprefix("admin_").removeprefix("executive_") for f in fields} & COUNT_FIELDS
    return bool({"province", "label", "place"} & fields) and bool(
        counts | ({"type_count"} & fields)
    )


def side_by_side(columns: list[Column]) -> list[list[Column]]:
    """Cut columns where the same headings begin again: the table goes on beside itself."""
    gaps = [n for n in range(1, len(columns)) if columns[n].at > columns[n - 1].at + 1]
    for gap in gaps:
        parts = [columns[:gap], columns[gap:]]
        if all(_stands_alone(part) for part in parts):
            return [parts[0], *side_by_side(parts[1])]
    identity = [(n, c.means.field) for n, c in enumerate(columns) if c.means.field in IDENTITY]
    first: dict[str, int] = {}
    for number, field in identity:
        if field in first:
            start = identity[0][1]
            # It begins where the leftmost field of all stands again.
            at = [n for n, name in identity if name == start]
            if len(at) > 1:
                bounds = [0, *at[1:], len(columns)]
                parts = [columns[a:b] for a, b in itertools.pairwise(bounds)]
                if all(usable(_known(part)) for part in parts):
                    return parts
            rest = columns[number:]
            parts = [columns[:number], rest]
            if all(usable(_known(part)) for part in parts):
                return [parts[0], *side_by_side(rest)]
            return [columns]
        first[field] = number
    return [columns]


def _stands_alone(columns: Sequence[Column]) -> bool:
    fields = _known(columns)
    return usable(fields) and bool(fields & set(SUBJECTS))


def _known(columns: Sequence[Column]) -> set[str]:
    """Return the fields of columns whose headings are understood."""
    return {c.means.field for c in columns if c.means.field}
