"""Bundles: the records of a month in one file, so that a long history is few requests to a reader.

A bundle holds the bytes of records one after the other, in the order of their paths; where each
begins follows from the list of the copy. It lies beside the marts and is as these: whoever does not
find it, or something else in it than the list says, takes the records themselves.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from itasdash.schema import sha256
from itasdash.schema.publication import PublishedFile
from itasdash.store.paths import RECORD

_BUNDLES, _SUFFIX = "marts/records/", ".records"
_OF_A_RECORD = re.compile(
    rf"snapshots/(fiscal_year=\d+)/as_of=(\d{{4}})(\d\d)[^/]*/{re.escape(RECORD)}"
)


def bundle_of(path: str) -> str | None:
    """Return the path of the bundle that a file belongs into, None where it is no record."""
    found = _OF_A_RECORD.fullmatch(path)
    if found is None:
        return None
    year, calendar_year, month = found.groups()
    return f"{_BUNDLES}{year}/month={calendar_year}-{month}{_SUFFIX}"


def is_bundle(path: str) -> bool:
    """Tell whether a file of a copy is a bundle, which readers take apart and do not keep."""
    return path.startswith(_BUNDLES)


def bundled(files: Iterable[PublishedFile]) -> dict[str, list[PublishedFile]]:
    """Return the records among some files, under the path of their bundle, in its order.

    A record alone in its month needs none.
    """
    into = sorted((path, file.path, file) for file in files if (path := bundle_of(file.path)))
    months = {path: [each[2] for each in own] for path, own in groupby(into, lambda each: each[0])}
    return {path: records for path, records in months.items() if len(records) > 1}


def taken_apart(data: bytes, records: Sequence[PublishedFile]) -> Mapping[str, bytes]:
    """Return the bytes of those records that are in a bundle as the list names them, by path."""
    found, at = {}, 0
    for record in records:
        own = data[at : at + record.size]
        at += record.size
        if sha256(own) == record.sha256:
            found[record.path] = own
    return found
