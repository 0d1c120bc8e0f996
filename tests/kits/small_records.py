"""Records of snapshots with just what a test says, the rest filled in."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from itasdash.schema import SnapshotInfo, Source
from itasdash.thai.dates import BANGKOK

_AS_OF = datetime(2022, 1, 7, 13, tzinfo=BANGKOK)


def source(**changes: Any) -> Source:
    """Return a source: a status export, if nothing else is said."""
    plain = Source(
        file="สถานะ.xlsx",
        sha256="0123456789abcdef",
        as_of_given=None,
        list_means="either",
        kind="status",
        rows={"read": 0, "resolved": 0, "unresolved": 0, "ignored": 0},
        imported_at=_AS_OF,
        imported_by="ผู้ทดสอบ",
        replaces=None,
    )
    return replace(plain, **changes)


def snapshot_info(**changes: Any) -> SnapshotInfo:
    """Return the record of a snapshot of one source, if nothing else is said."""
    plain = SnapshotInfo(
        as_of=_AS_OF,
        fiscal_year=2565,
        register=date(2021, 10, 1),
        sources=(source(),),
        findings=(),
        counts={},
        tables={},
        identity="identity",
    )
    return replace(plain, **changes)
