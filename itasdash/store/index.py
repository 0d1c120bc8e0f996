"""The index of the snapshots: their records by month, so that no snapshot is opened for a list.

It is believed for a record that still looks as it did when the index was made: of the same size,
and written at the same moment. What it says of it is the text of that record, to the letter.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from itasdash.schema import SnapshotInfo, sha256
from itasdash.schema.marts import INDEX
from itasdash.store.marts import read_mart
from itasdash.store.paths import RECORD, Paths
from itasdash.store.versions import known_version

# Of a file: its bytes, and when it was written, in nanoseconds since 1970. A copy keeps both.
Look = tuple[int, int]


def look_of(path: str) -> Look:
    """Return how a file looks.

    Raises:
        FileNotFoundError: there is none.
    """
    found = stat_of(path)
    return found.st_size, found.st_mtime_ns


def stat_of(path: str) -> os.stat_result:
    """Return what the system knows of a file, of thousands of them in a moment.

    Raises:
        FileNotFoundError: there is none.
    """
    return os.stat(path)  # noqa: PTH116 - a Path takes several times as long


def index_frame(paths: Paths, infos: Iterable[SnapshotInfo]) -> pd.DataFrame:
    """Return what the index holds of snapshots; one that is another by now is left out."""
    rows = []
    for info in infos:
        record = paths.snapshot(info.as_of) / RECORD
        try:
            look, data = look_of(str(record)), record.read_bytes()
        except OSError:
            continue
        if sha256(data) != info.identity or look_of(str(record)) != look:
            continue
        severities = [finding.severity for finding in info.findings]
        rows.append(
            {
                "as_of": info.as_of,
                "fiscal_year": info.fiscal_year,
                "register": info.register,
                "kinds": " ".join(info.kinds),
                **{name: info.counts.get(name) for name in _COUNTS},
                **{f"{each}s": severities.count(each) for each in ("error", "warning", "info")},
                "identity": info.identity,
                "record_bytes": look[0],
                "record_written": look[1],
                "record": data.decode(),
            }
        )
    return INDEX.frame(rows)


_COUNTS = ("expected", "registered", "outstanding", "unknown")
_READ = ("as_of", "identity", "record_bytes", "record_written", "record")


class Indexed(NamedTuple):
    """A record in the index: how its file looked, its moment and identity, and its text."""

    look: Look
    as_of: datetime
    identity: str
    record: str


def read_index(paths: Paths) -> dict[Path, Indexed]:
    """Return every record that the index holds, by the directory of the snapshot."""
    found = {}
    for path in sorted((paths.marts / INDEX.name).rglob("month=*.parquet")):
        rows, _ = read_mart(INDEX, path, _READ)
        for as_of, identity, size, written, record in zip(
            *(rows[name].to_pylist() for name in _READ), strict=True
        ):
            found[paths.snapshot(as_of)] = Indexed((size, written), as_of, identity, record)
    return found


def is_current(paths: Paths, path: Path, infos: Iterable[SnapshotInfo]) -> bool:
    """Tell whether the index of a month is made from these snapshots, as their records look now."""
    rows, _ = read_mart(INDEX, path, ("identity", "record_bytes", "record_written"))
    held = dict(
        zip(
            rows["identity"].to_pylist(),
            zip(rows["record_bytes"].to_pylist(), rows["record_written"].to_pylist(), strict=True),
            strict=True,
        )
    )
    try:
        current = {i.identity: look_of(str(paths.snapshot(i.as_of) / RECORD)) for i in infos}
    except OSError:
        return False
    return held == current


def understood(paths: Paths, path: Path, indexed: Indexed) -> SnapshotInfo | None:
    """Return a record out of its text in the index, None where that is another one's.

    Raises:
        Refusal: a later version of this program wrote it.
    """
    data = indexed.record.encode()
    if sha256(data) != indexed.identity:
        return None
    with known_version(paths, path):
        info = replace(SnapshotInfo.from_stored(_stored(data)), identity=indexed.identity)
    # As everywhere, a record that lies out of its place is none.
    return info if info.as_of == indexed.as_of else None


def _stored(data: bytes) -> Mapping[str, object]:
    # Its hash is that of a record whose seal was found to hold when it was indexed.
    stored: dict[str, object] = json.loads(data)
    del stored["seal"]
    return stored
