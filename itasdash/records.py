"""What is stored of a snapshot, as bytes and as objects; nothing here touches a file."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from itasdash.findings import Finding
from itasdash.schema import Table
from itasdash.thai.dates import BANGKOK


class Damaged(Exception):
    """A stored file is not what was written; ``path`` is the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: damaged")
        self.path = path


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
    """A snapshot with its tables (frames of :data:`STATUS` and :data:`PROVINCE_SUMMARY`)."""

    info: SnapshotInfo
    status: pd.DataFrame
    province_summary: pd.DataFrame


def sha256(data: bytes) -> str:
    """Return the hex hash that names a file's content."""
    return hashlib.sha256(data).hexdigest()


def to_parquet(table: Table, frame: pd.DataFrame) -> bytes:
    """Return a checked frame as Parquet bytes: the same rows always give the same bytes."""
    arrow = pa.Table.from_pandas(
        table.frame(frame), schema=table.arrow_schema(), preserve_index=False
    ).replace_schema_metadata(None)
    sink = io.BytesIO()
    pq.write_table(arrow, sink, compression="zstd", write_page_checksum=True)
    return sink.getvalue()


def from_parquet(table: Table, data: bytes) -> pd.DataFrame:
    """Return the frame of Parquet bytes, its pages and its schema verified.

    Raises:
        OSError, ValueError: the bytes are damaged or of another table.
    """
    arrow = pq.read_table(io.BytesIO(data), page_checksum_verification=True)
    return table.frame(arrow.to_pandas(types_mapper=pd.ArrowDtype))


def _canonical(record: Mapping[str, object]) -> bytes:
    return json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1).encode()


def sealed(record: Mapping[str, object]) -> bytes:
    """Return the record with its own hash in it, so that a flipped bit in it is noticed too."""
    return _canonical({**record, "seal": sha256(_canonical(record))})


def read_info(path: Path, data: bytes) -> SnapshotInfo:
    """Return what the bytes of a ``snapshot.json`` say.

    Raises:
        Damaged: they are not what was written; ``path`` says where they are from.
    """
    try:
        record = json.loads(data)
        seal = record.pop("seal")
    except (ValueError, KeyError, AttributeError) as error:
        raise Damaged(path) from error
    if seal != sha256(_canonical(record)):
        raise Damaged(path)
    return SnapshotInfo(record, sha256(data))
