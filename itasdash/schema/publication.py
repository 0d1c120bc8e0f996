"""What a published copy says of itself: the pointer, and the list of all that the copy holds.

A copy is read from its pointer on: the pointer names one list, and the list every file. Whatever
else lies beside them is of an earlier copy, or of one that is on its way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from itasdash.schema.records import Record


@dataclass(frozen=True, kw_only=True)
class PublishedFile(Record):
    """A file of a copy.

    Attributes:
        path: where it lies in a data folder.
        name: where its bytes lie below the address; it has a part of their hash in it.
        sha256: their hash.
        size: how many they are.
    """

    path: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class AcknowledgedErrors(Record):
    """The errors of a snapshot that somebody took as they are; a copy does not say who, and why."""

    as_of: datetime
    at: datetime
    errors: str


@dataclass(frozen=True, kw_only=True)
class Publication(Record):
    """All that a copy holds: the same data folder always gives the same.

    Attributes:
        files: in the order of their paths.
        acknowledged: the errors that are no longer open.
        made_from: the hash of what a record or a mart of the copy was made from, by its path.
        maker: which way of making them that was.
        sample: whether it is made from the sample, and nothing in it is true.
        originals: whether the files as received are in it.
    """

    files: tuple[PublishedFile, ...]
    acknowledged: tuple[AcknowledgedErrors, ...]
    made_from: Mapping[str, str]
    maker: int
    sample: bool = False
    originals: bool = False


@dataclass(frozen=True, kw_only=True)
class Superseded(Record):
    """The list of an earlier copy that somebody may still be reading, and since when it is one."""

    name: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Pointer(Record):
    """Which list holds: the one small object that makes a copy the one that is read.

    Attributes:
        published_at: when.
        name: where the list lies below the address.
        sha256: the hash of the list.
        earlier: the lists that held before, as long as their files are kept for readers.
    """

    published_at: datetime
    name: str
    sha256: str
    earlier: tuple[Superseded, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CopyMark(Record):
    """What tells a folder that is a copy from a data folder; nothing is written into a copy."""

    published_at: datetime
    originals: bool
