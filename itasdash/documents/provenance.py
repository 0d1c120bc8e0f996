"""Where a snapshot is from and what its imports noticed, as tables for people."""

from collections.abc import Mapping
from datetime import datetime
from textwrap import shorten

import pandas as pd

from itasdash.documents.marks import NO_MARKS, Marks
from itasdash.documents.workbook import MOST_IN_A_CELL, count_cut
from itasdash.findings import SEVERITIES
from itasdash.i18n import translator
from itasdash.schema import SnapshotInfo
from itasdash.thai.dates import format_moment

# Characters of all names of files in a line of the source.
_IN_A_LINE = 110


def sources_table(info: SnapshotInfo, language: str) -> pd.DataFrame:
    """Return the files that a snapshot was made from, a row each, under headings for people."""
    t = translator(language)
    rows = [
        {
            "file": source.file,
            "kind": t(f"kind.{source.kind}"),
            "rows_read": source.rows["read"],
            "rows_resolved": source.rows["resolved"],
            "rows_unresolved": source.rows["unresolved"],
            "imported_at": format_moment(source.imported_at, language),
            "imported_by": source.imported_by,
            "sha256": source.sha256,
        }
        for source in info.sources
    ]
    return pd.DataFrame(rows).rename(columns=lambda name: t(f"column.{name}"))


def with_open_errors(
    table: pd.DataFrame, open_errors: Mapping[datetime, int], language: str
) -> pd.DataFrame:
    """Return a table of snapshots with how many errors of each nobody has acknowledged.

    Args:
        table: under headings for people, with a column of moments as texts.
        open_errors: the counts by the moment of the snapshot.
        language: of the headings and moments.

    Returns:
        The table with the counts behind the moments; as it was, where none of its snapshots has
        such errors.
    """
    t = translator(language)
    heading = t("column.as_of")
    counts = {format_moment(moment, language): number for moment, number in open_errors.items()}
    errors = table[heading].map(counts).fillna(0).astype("Int64")
    if not errors.gt(0).any():
        return table
    marked = table.copy()
    marked.insert(list(table.columns).index(heading) + 1, t("column.open_errors"), errors)
    return marked


def source_line(info: SnapshotInfo, language: str) -> str:
    """Return the files that a snapshot was made from in one line; the last of many are left out."""
    names = "  ".join(source.file for source in info.sources)
    files = shorten(names, _IN_A_LINE, placeholder=" …")
    return translator(language)("source.line", files=files)


def cover_rows(
    info: SnapshotInfo,
    subject: str,
    filters: str,
    table: pd.DataFrame,
    language: str,
    counts: Mapping[str, int] | None = None,
    marks: Marks = NO_MARKS,
    note: str = "",
    before: datetime | None = None,
) -> list[list[object]]:
    """Return the sheet that says what a workbook holds, row by row; the first is its title.

    Nothing in it depends on who takes the file and when: the same rows give the same bytes.

    Args:
        info: the snapshot that the table is from.
        subject: what the table is about.
        filters: the sentence of the active filters.
        table: the rows.
        language: of the texts.
        counts: LAOs by state of registration among the rows, where they are LAOs.
        marks: what must be said of the snapshot.
        note: what else is to be said of the counts; nothing where it is empty.
        before: the moment that changes in the table are reckoned from, None where it has none.
    """
    t = translator(language)
    rows: list[list[object]] = [
        [subject],
        [t("about.as_of"), format_moment(info.as_of, language)],
        [t("view.fiscal_year"), str(info.fiscal_year)],
        [t("about.filters"), filters],
        [t("about.rows"), len(table)],
    ]
    rows += [[t(f"state.{state}"), number] for state, number in (counts or {}).items() if number]
    if before is not None:
        rows.insert(2, [t("about.compared"), format_moment(before, language)])
    rows += [["", note]] if note else []
    rows += [[t("about.marks"), words] for words in marks.words(language)]
    for source in info.sources:
        file = f"{source.file} ({t('kind.' + source.kind)})"
        rows += [[t("about.source"), file], [t("column.sha256"), source.sha256]]
        if source.kind == "unregistered_list":
            rows.append(["", t(f"source.list_means_{source.list_means}")])
    if cut := count_cut(table):
        rows.append([t("about.cut"), t("about.cut_cells", count=cut, most=MOST_IN_A_CELL)])
    return [*rows, [t("about.made_by"), t("about.program", identity=info.identity[:12])]]


def findings_table(info: SnapshotInfo, language: str) -> pd.DataFrame:
    """Return the findings of a snapshot, the gravest first, each with its file, sheet and row.

    A finding between several files names none.
    """
    t = translator(language)
    files = {source.sha256: source.file for source in info.sources}
    found = sorted(info.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    rows = [
        {
            "severity": t(f"severity.{finding.severity}"),
            "finding": finding.message(language),
            "file": files.get(finding.source or "", ""),
            "sheet": finding.sheet or "",
            "row": finding.row,
        }
        for finding in found
    ]
    table = pd.DataFrame(rows, columns=["severity", "finding", "file", "sheet", "row"])
    table["row"] = table["row"].astype("Int64")
    return table.rename(columns=lambda name: t(f"column.{name}"))


def reconciliation(
    info: SnapshotInfo, province_codes: "pd.Series[str]", language: str
) -> pd.Series:
    """Return for each province, in words, whether what its files say of it agrees.

    Args:
        info: the snapshot.
        province_codes: one code per row.
        language: of the words.

    Returns:
        How many contradictions or doubts there are; that the sources agree; or that there is only
        one, which nothing can be compared with.
    """
    t = translator(language)
    graves: dict[str, int] = {}
    doubts: dict[str, int] = {}
    for finding in info.findings:
        counted = {"error": graves, "warning": doubts}.get(finding.severity)
        if counted is not None and finding.province_code:
            counted[finding.province_code] = counted.get(finding.province_code, 0) + 1
    otherwise = t("agreement.agrees" if len(info.kinds) > 1 else "agreement.one_source")

    def agreement(code: str) -> str:
        if code in graves:
            return t("agreement.contradicts", count=graves[code])
        return t("agreement.doubts", count=doubts[code]) if code in doubts else otherwise

    return province_codes.map(agreement)
