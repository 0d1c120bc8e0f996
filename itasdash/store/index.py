"""The index of the snapshots: what lists show of each, and whose record was found to be sound.

A record of which the index holds the hash need not be checked again, seal and all; any other is.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from itasdash.schema import SnapshotInfo, sha256
from itasdash.schema.marts import INDEX
from itasdash.store.marts import read_mart
from itasdash.store.paths import Paths
from itasdash.store.versions import known_version

_COUNTS = ("expected", "registered", "outstanding", "unknown")
_READ = ("as_of", "identity")


def index_frame(infos: Iterable[SnapshotInfo]) -> pd.DataFrame:
    """Return what the index holds of snapshots."""
    return INDEX.frame([_row(info) for info in infos])


def _row(info: SnapshotInfo) -> dict[str, object]:
    severities = [finding.severity for finding in info.findings]
    return {
        "as_of": info.as_of,
        "fiscal_year": info.fiscal_year,
        "register": info.register,
        "kinds": " ".join(info.kinds),
        **{name: info.counts.get(name) for name in _COUNTS},
        **{f"{each}s": severities.count(each) for each in ("error", "warning", "info")},
        "identity": info.identity,
    }


def read_index(paths: Paths) -> dict[str, datetime]:
    """Return the moment of every record that the index holds, by the hash of the record."""
    found: dict[str, datetime] = {}
    for path in sorted((paths.marts / INDEX.name).rglob("month=*.parquet")):
        rows, _ = read_mart(INDEX, path, _READ)
        moments, identities = (rows[name].to_pylist() for name in _READ)
        found |= dict(zip(identities, moments, strict=True))
    return found


def understood(
    paths: Paths, path: Path, data: bytes, index: dict[str, datetime]
) -> SnapshotInfo | None:
    """Return what the bytes of a record say, None where the index does not know them.

    Raises:
        Refusal: a later version of this program wrote it.
    """
    identity = sha256(data)
    if identity not in index:
        return None
    stored = json.loads(data)
    del stored["seal"]
    with known_version(paths, path):
        info = replace(SnapshotInfo.from_stored(stored), identity=identity)
    return info if info.as_of == index[identity] else None
