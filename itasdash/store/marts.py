"""Marts as they are read: a file a month, believed for the snapshots that it was made from."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import pyarrow as pa

from itasdash.schema import Table
from itasdash.store.paths import Paths, bytes_of
from itasdash.store.seals import mart_of


def mart_months(paths: Paths) -> set[date]:
    """Return the months of which there are marts, by the first day of each."""
    found = set()
    for path in paths.marts.rglob("month=*.parquet"):
        with suppress(ValueError):
            found.add(date.fromisoformat(f"{path.stem.removeprefix('month=')}-01"))
    return found


def read_mart(
    table: Table, path: Path, columns: Sequence[str] | None = None, *, coded: bool = False
) -> tuple[pa.Table, dict[str, str]]:
    """Return the rows of a mart, and what they were made from: identities by moment.

    No rows, made from nothing, where the file is missing, damaged or of another version: whatever
    it held can be derived again. ``columns`` are the ones that are asked for, ``coded`` as of
    :func:`itasdash.store.seals.mart_of`.
    """
    try:
        return mart_of(table, bytes_of(path), columns, coded=coded)
    except (ValueError, OSError):
        empty = table.arrow_schema().empty_table()
        return empty if columns is None else empty.select(list(columns)), {}
