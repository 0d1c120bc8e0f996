"""Layouts that a person has taught: what no rule can read, as data.

A layout says what the headings of a table look like and what each column means. It is found again
by its headings alone, wherever they stand, in whatever sheet.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itasdash.findings import Refusal
from itasdash.ingest.files.sheets import Sheet
from itasdash.ingest.layout.blocks import Column, Head
from itasdash.ingest.layout.headings import Meaning, header_key
from itasdash.ingest.layout.rows import as_text
from itasdash.schema import KINDS

VERSION = 1
# What a column of a taught layout can be. ``label`` is place and LAO by turns (a pivot table),
# ``person`` the role of a row's person, ``missing`` who of the two has not registered.
FIELDS = (
    "sequence", "code", "province", "district", "place", "type", "name", "label", "person",
    "admin_status", "executive_status", "overall_status", "missing",
    "registered", "outstanding", "expected", "percent",
    "admin_registered", "admin_outstanding", "executive_registered", "executive_outstanding",
    "registered_on", "admin_registered_on", "executive_registered_on",
    "iit_quota", "iit_answered", "eit_quota", "eit_answered", "remark", "ignored",
)  # fmt: skip
# From this share of equal headings on a table is said to be nearly that of a layout.
_NEARLY = 0.6


@dataclass(frozen=True)
class Layout:
    """How tables of one look are to be read.

    Attributes:
        name: what the person calls it.
        headings: the rows of headings as written, each from the table's leftmost column on.
        fields: for each column one of :data:`FIELDS`.
        kind: the kind of export.
        words: what words in status columns mean: ``(word, "true" | "false" | "unknown")``; an
            empty word stands for an empty cell.
        covers: what a list's silence covers, ``country`` or ``listed``; None to be decided by
            the file.
        list_means: who stands on a list, ``either`` or ``nobody``; None as told at the import.
    """

    name: str
    headings: tuple[tuple[str, ...], ...]
    fields: tuple[str, ...]
    kind: str
    words: tuple[tuple[str, str], ...] = ()
    covers: str | None = None
    list_means: str | None = None

    @property
    def fingerprint(self) -> str:
        """What the layout looks like: a hash of the keys of its headings."""
        return hashlib.sha256(repr(self._keys()).encode()).hexdigest()[:16]

    def _keys(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(header_key(text) for text in row) for row in self.headings)

    def stored(self) -> dict[str, Any]:
        """Return the layout as JSON keeps it."""
        return {
            "version": VERSION,
            "name": self.name,
            "headings": [list(row) for row in self.headings],
            "fields": list(self.fields),
            "kind": self.kind,
            "words": [list(pair) for pair in self.words],
            "covers": self.covers,
            "list_means": self.list_means,
        }

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> "Layout":
        """Return the layout that :meth:`stored` gave.

        Raises:
            Refusal: it is of a later version, or no layout.
        """
        if stored.get("version", 0) > VERSION:
            raise Refusal("layout_later", {"name": str(stored.get("name", ""))})
        try:
            layout = cls(
                str(stored["name"]),
                tuple(tuple(map(str, row)) for row in stored["headings"]),
                tuple(map(str, stored["fields"])),
                str(stored["kind"]),
                tuple((str(word), str(means)) for word, means in stored["words"]),
                stored.get("covers"),
                stored.get("list_means"),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Refusal("layout_unreadable") from error
        width = max(map(len, layout.headings), default=0)
        sound = (
            layout.kind in KINDS
            and width == len(layout.fields)
            and set(layout.fields) <= {*FIELDS, ""}
            and any(any(row) for row in layout._keys())
        )
        if not sound:
            raise Refusal("layout_unreadable")
        return layout

    def heads(self, sheet: Sheet) -> Iterator[Head]:
        """Yield the heads of the tables of a sheet that look like this layout."""
        keys = self._keys()
        width = len(self.fields)
        first = next((k for k in keys[0] if k), "")
        for top in range(len(sheet.rows) - len(keys) + 1):
            row = [header_key(as_text(c)) if isinstance(c, str) else "" for c in sheet.rows[top]]
            if first not in row:
                continue
            for left in range(max(1, len(row))):
                if self._stands(sheet, top, left, keys):
                    yield self._head(sheet, top, left, width)

    def _stands(self, sheet: Sheet, top: int, left: int, keys: Sequence[Sequence[str]]) -> bool:
        for number, wanted in enumerate(keys):
            row = sheet.rows[top + number]
            for column, text in enumerate(wanted):
                cell = row[left + column] if left + column < len(row) else None
                if header_key(as_text(cell)) != text:
                    return False
        return True

    def _head(self, sheet: Sheet, top: int, left: int, width: int) -> Head:
        columns = []
        for at, name in enumerate(self.fields):
            texts = [row[at] for row in self.headings if at < len(row) and row[at]]
            columns.append(Column(left + at, " ".join(texts), tuple(texts), Meaning(name)))
        end = left + width if left else 1 << 30
        return Head(top, len(self.headings), left, end, tuple(columns))

    def made(self, head: Head) -> bool:
        """Say whether a head is one that :meth:`heads` gave."""
        return tuple(c.means.field for c in head.columns) == self.fields and [
            header_key(c.heading) for c in head.columns
        ] == [
            header_key(" ".join(row[at] for row in self.headings if at < len(row) and row[at]))
            for at in range(len(self.fields))
        ]

    def differs(self, headings: Sequence[str]) -> tuple[list[str], list[str]] | None:
        """Return which headings of a nearly equal table are missing and which are new.

        None where the table is quite another one.
        """
        own = [
            " ".join(row[at] for row in self.headings if at < len(row) and row[at])
            for at in range(len(self.fields))
        ]
        wanted = {header_key(text): text for text in own if text}
        there = {header_key(text): text for text in headings if text}
        same = wanted.keys() & there.keys()
        if len(same) < _NEARLY * max(len(wanted), len(there), 1):
            return None
        missing = [text for k, text in wanted.items() if k not in same]
        new = [text for k, text in there.items() if k not in same]
        return missing, new
