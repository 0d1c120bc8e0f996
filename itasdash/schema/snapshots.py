"""A snapshot as it is stored: what it was made from, its counts and findings, and its tables."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import Any, Self

import pandas as pd

from itasdash.findings import STORED_AS, Finding, finding_codes
from itasdash.schema.records import (
    Json,
    LaterVersion,
    Record,
    added_later,
    canonical,
    sha256,
    unstored,
)
from itasdash.schema.tables import COUNTRY
from itasdash.thai.dates import BANGKOK


@dataclass(frozen=True, kw_only=True)
class ReadingOptions(Record):
    """A file, and what staff said of it when they imported it: all that its reading rests on.

    ``as_of_given`` is the moment that they gave, None where the file tells it itself;
    ``list_means`` is one of :data:`itasdash.schema.LIST_MEANINGS`; ``layouts`` are the fingerprints
    of the taught layouts that it is read by, none where it is read by itself, None (never stored)
    where it is read by whichever it is of; ``covers`` is of whom a list's silence speaks: of the
    country, as it did for every list before anybody asked, of the provinces that are listed, or of
    those of which the file itself shows it (``file``).
    """

    file: str
    sha256: str
    as_of_given: datetime | None
    list_means: str
    layouts: tuple[str, ...] | None = added_later(())
    covers: str = added_later(COUNTRY)


@dataclass(frozen=True, kw_only=True)
class Source(ReadingOptions):
    """A file that a snapshot is made from.

    ``rows`` are the numbers of rows read, resolved, unresolved and ignored; ``replaces`` is the
    sha256 of the file of this kind that stood there before. A ``part`` stands beside other files of
    its kind, which are about other provinces.
    """

    kind: str
    rows: Mapping[str, int]
    imported_at: datetime
    imported_by: str
    replaces: str | None
    part: bool = added_later(False)

    def reads_alike(self, other: "Source") -> bool:
        """Tell whether both are the same bytes, of one kind, and mean the same."""
        names = ("sha256", "kind", "list_means", "layouts", "covers")
        return all(getattr(self, name) == getattr(other, name) for name in names)


@dataclass(frozen=True)
class SourceFinding(Finding):
    """A finding of a snapshot; ``source`` is the sha256 of its file, None if of several files."""

    source: str | None = None

    @classmethod
    def of(cls, finding: Finding, source: str | None) -> Self:
        """Return a finding as one of a file, or of several."""
        known = {each.name: getattr(finding, each.name) for each in fields(finding)}
        return cls(**{**known, "source": source})

    def stored(self) -> Json:
        """Return the finding as it is written."""
        return {**super().stored(), "source": self.source}

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Self:
        """Return the finding that :meth:`stored` gave.

        Raises:
            LaterVersion: it has a field, or is of a code, that this program does not know.
        """
        known = {"severity", *STORED_AS, *(each.name for each in fields(cls))}
        unknown = stored.keys() - known
        if unknown or stored.get("code") not in finding_codes():
            raise LaterVersion(f"the finding {stored.get('code')}", "is unknown")
        return super().from_stored(stored)


@dataclass(frozen=True, kw_only=True)
class SnapshotInfo(Record):
    """The record of a snapshot (``snapshot.json``): everything about it but its tables.

    Attributes:
        as_of: the moment, in Asia/Bangkok.
        fiscal_year: in Buddhist Era.
        register: the date from which the register holds that it was made with.
        sources: the files that it was made from, one of each kind.
        findings: what its imports noticed.
        counts: the national expected, registered, outstanding and unknown, None where not told.
        names_to_confirm: province code and written name of what only a confirmed name decides.
        tables: the sha256 of each table by its name.
        identity: the hash of the record, which holds the hashes of the tables; not part of it.
    """

    as_of: datetime
    fiscal_year: int
    register: date
    sources: tuple[Source, ...]
    findings: tuple[SourceFinding, ...]
    counts: Mapping[str, int | None]
    names_to_confirm: tuple[tuple[str, str], ...] = ()
    tables: Mapping[str, str]
    identity: str = unstored("")

    def __post_init__(self) -> None:
        object.__setattr__(self, "as_of", self.as_of.astimezone(BANGKOK))

    @property
    def kinds(self) -> list[str]:
        """The kinds of export it was made from."""
        return [source.kind for source in self.sources]

    @property
    def summary_only(self) -> bool:
        """Whether nothing in it says which LAOs are registered."""
        return set(self.kinds) == {"province_summary"}

    @cached_property
    def errors(self) -> tuple[SourceFinding, ...]:
        """The errors among the findings, acknowledged or not."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @cached_property
    def errors_digest(self) -> str:
        """A hash of the errors: what an acknowledgement is about."""
        return sha256(canonical({"errors": [finding.stored() for finding in self.errors]}))


@dataclass(frozen=True)
class Snapshot:
    """A snapshot with its tables, which :mod:`itasdash.schema.tables` declares."""

    info: SnapshotInfo
    status: pd.DataFrame
    province_summary: pd.DataFrame
