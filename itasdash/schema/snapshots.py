"""A snapshot as it is stored: what it was made from, its counts and findings, and its tables."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import pandas as pd

from itasdash.findings import Finding
from itasdash.thai.dates import BANGKOK

# A line of the log, and what it and ``snapshot.json`` keep of a file that a snapshot is made from.
Event = Mapping[str, Any]
Source = dict[str, Any]


@dataclass(frozen=True)
class SnapshotInfo:
    """What ``snapshot.json`` says: everything about a snapshot but its tables."""

    stored: Mapping[str, Any]
    # Hash of snapshot.json, which holds the hashes of the tables: the identity of the content.
    identity: str

    @property
    def as_of(self) -> datetime:
        """The moment, in Asia/Bangkok."""
        return datetime.fromisoformat(self.stored["as_of"]).astimezone(BANGKOK)

    @property
    def fiscal_year(self) -> int:
        """The fiscal year in Buddhist Era."""
        return int(self.stored["fiscal_year"])

    @property
    def sources(self) -> list[dict[str, Any]]:
        """The files it was made from: file, sha256, kind, rows, who, when."""
        return list(self.stored["sources"])

    @property
    def kinds(self) -> list[str]:
        """The kinds of export it was made from."""
        return [source["kind"] for source in self.sources]

    @property
    def counts(self) -> dict[str, int]:
        """The national expected, registered, outstanding and unknown."""
        return dict(self.stored["counts"])

    @property
    def summary_only(self) -> bool:
        """Whether nothing in it says which LAOs are registered."""
        return set(self.kinds) == {"province_summary"}

    @property
    def names_to_confirm(self) -> list[list[str]]:
        """Province code and written name of what no rule but a confirmed name settles."""
        return list(self.stored.get("names_to_confirm", ()))

    @property
    def errors_digest(self) -> str:
        """A hash of the errors among the findings: what an acknowledgement is about."""
        errors = [found for found in self.stored["findings"] if found["severity"] == "error"]
        return sha256(canonical({"errors": errors}))

    @cached_property
    def findings(self) -> list[Finding]:
        """What its imports noticed."""
        names = ("source",)
        return [
            Finding.from_stored({k: v for k, v in found.items() if k not in names})
            for found in self.stored["findings"]
        ]


@dataclass(frozen=True)
class Snapshot:
    """A snapshot with its tables.

    ``status`` is a frame of :data:`itasdash.schema.STATUS`, ``province_summary`` one of
    :data:`itasdash.schema.PROVINCE_SUMMARY`.
    """

    info: SnapshotInfo
    status: pd.DataFrame
    province_summary: pd.DataFrame


def sha256(data: bytes) -> str:
    """Return the hex hash that names a file's content."""
    return hashlib.sha256(data).hexdigest()


def canonical(record: Mapping[str, object]) -> bytes:
    """Return the one way in which a record is written as JSON."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1).encode()
