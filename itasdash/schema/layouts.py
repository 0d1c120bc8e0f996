"""What a person has taught of a layout of exports, as plain data."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from itasdash.schema.records import Record, sha256, unstored
from itasdash.schema.tables import EITHER_MISSING
from itasdash.thai.dates import find_dates
from itasdash.thai.text import clean, key

# What nothing is read from.
UNUSED = ""
_FINGERPRINT_LENGTH = 16


@dataclass(frozen=True)
class TaughtColumn(Record):
    """A column of a layout: its headings from the top row down, as written, and what it says.

    ``field`` is one of ``reference/header_words.csv``, or :data:`UNUSED`.
    """

    heading: tuple[str, ...]
    field: str = UNUSED

    @property
    def shown(self) -> str:
        """Return the heading as one text, ``–`` where the column has none."""
        return " › ".join(self.heading) or "–"


@dataclass(frozen=True)
class Layout(Record):
    """How files of one layout are read, as a person has taught it.

    ``height`` is the number of heading rows; ``yes`` and ``no`` are the words of the columns of a
    status, ``""`` for an empty cell; ``kind``, ``list_means`` and ``covers`` are what a file may
    say itself elsewhere (``covers`` is empty where it does); ``moment_after`` are the words that
    stand before the moment, empty where the file shows its moment in a way that is known;
    ``known_as`` is the fingerprint that it was stored by, because a later version may compare
    headings otherwise.
    """

    name: str
    columns: tuple[TaughtColumn, ...]
    kind: str
    height: int = 1
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    list_means: str = EITHER_MISSING
    covers: str = ""
    moment_after: str = ""
    known_as: str = field(default="", compare=False, metadata=unstored("").metadata)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The comparison key of each column's heading, from left to right."""
        return tuple(heading_key(column.heading) for column in self.columns)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the headings: layouts with the same one are the same layout."""
        described = "\n".join([str(self.height), *self.keys])
        return self.known_as or sha256(described.encode())[:_FINGERPRINT_LENGTH]


@lru_cache(maxsize=4096)
def heading_key(heading: tuple[str, ...]) -> str:
    """Return the comparison key of a column's headings, in which every date is alike."""
    return " ".join(key(_without_dates(text)) for text in heading)


def _without_dates(text: str) -> str:
    text, kept, at = clean(text), "", 0
    for date in find_dates(text):
        kept, at = f"{kept}{text[at : date.start]}@", date.end
    return kept + text[at:]
