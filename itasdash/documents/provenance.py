"""Where a snapshot is from and what its imports noticed, as tables for people."""

from datetime import datetime

import pandas as pd

from itasdash.findings import SEVERITIES, Finding
from itasdash.i18n import translator
from itasdash.records import SnapshotInfo
from itasdash.thai.dates import format_moment


def sources_table(info: SnapshotInfo, language: str) -> pd.DataFrame:
    """Return the files that a snapshot was made from, a row each, under headings for people."""
    t = translator(language)
    rows = [
        {
            "file": source["file"],
            "kind": t(f"kind.{source['kind']}"),
            "rows_read": source["rows"]["read"],
            "rows_resolved": source["rows"]["resolved"],
            "rows_unresolved": source["rows"]["unresolved"],
            "imported_at": format_moment(datetime.fromisoformat(source["imported_at"]), language),
            "imported_by": source["imported_by"],
            "sha256": source["sha256"],
        }
        for source in info.sources
    ]
    return pd.DataFrame(rows).rename(columns=lambda name: t(f"column.{name}"))


def findings_table(info: SnapshotInfo, language: str) -> pd.DataFrame:
    """Return the findings of a snapshot, the gravest first, each with its file, sheet and row.

    A finding between several files names none.
    """
    t = translator(language)
    files = {source["sha256"]: source["file"] for source in info.sources}
    found = [
        (Finding.from_stored({k: v for k, v in stored.items() if k != "source"}), stored["source"])
        for stored in info.stored["findings"]
    ]
    found.sort(key=lambda pair: SEVERITIES.index(pair[0].severity))
    rows = [
        {
            "severity": t(f"severity.{finding.severity}"),
            "finding": finding.message(language),
            "file": files.get(source or "", ""),
            "sheet": finding.sheet or "",
            "row": finding.row,
        }
        for finding, source in found
    ]
    table = pd.DataFrame(rows, columns=["severity", "finding", "file", "sheet", "row"])
    table["row"] = table["row"].astype("Int64")
    return table.rename(columns=lambda name: t(f"column.{name}"))
