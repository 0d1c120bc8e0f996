"""Checks named after what they protect: every number that is written twice must agree.

Each function takes what was read and returns findings with both numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from itasdash.findings import Finding
from itasdash.ingest.facts import Export, LaoRow, Summary
from itasdash.ingest.layout.rows import Row, Total
from itasdash.ingest.layout.table import Table
from itasdash.ingest.matching.match import Register
from itasdash.ingest.values import RowReader, same_percent

_STATES = ("registered", "outstanding", "unknown")
_SUMMARY_COUNTS = (
    "expected",
    "registered",
    "outstanding",
    "iit_quota",
    "iit_answered",
    "eit_quota",
    "eit_answered",
)


def duplicates(rows: "Sequence[LaoRow]") -> list[Finding]:
    """Report every LAO that one file names twice, an error where the rows disagree."""
    seen: dict[str, LaoRow] = {}
    findings = []
    for row in rows:
        if row.lao_id is None:
            continue
        first = seen.setdefault(row.lao_id, row)
        if first is not row:
            same = first.status == row.status
            findings.append(
                Finding(
                    "duplicate_lao_same" if same else "duplicate_lao_differs",
                    row.sheet,
                    row.row,
                    row.place.province_code,
                    expected=first.row,
                    found=row.row,
                    subject=row.place.written,
                )
            )
    return findings


def provinces_twice(summaries: Sequence[Summary]) -> list[Finding]:
    """Report every province that a file sums up twice with different numbers."""
    first: dict[str, Summary] = {}
    return [
        Finding("province_twice", s.sheet, s.row, s.province_code, expected=before.row, found=s.row)
        for s in summaries
        if (before := first.setdefault(s.province_code, s)) is not s
        and any(getattr(s, name) != getattr(before, name) for name in _SUMMARY_COUNTS)
    ]


def against_register(export: "Export", register: Register) -> list[Finding]:
    """Compare what an export covers with the register: LAOs and provinces, too few or too many."""
    findings = []
    if export.kind == "province_summary":
        named = {summary.province_code for summary in export.summaries}
        findings += [
            Finding("province_missing", province_code=code)
            for code in register.by_province
            if code not in named
        ]
    for summary in export.summaries:
        known = len(register.by_province.get(summary.province_code, ()))
        whole = summary.expected
        if whole is None and None not in (summary.registered, summary.outstanding):
            # Without a count of all, both states together are all of them.
            whole = sum(getattr(summary, name) or 0 for name in _STATES)
        if whole is not None and whole != known:
            findings.append(
                Finding(
                    "expected_differs_from_register",
                    summary.sheet,
                    summary.row,
                    summary.province_code,
                    expected=known,
                    found=whole,
                )
            )
    if export.kind == "province_summary":
        return findings
    rows = Counter(row.place.province_code for row in export.laos)
    if export.kind == "status":
        for code, laos in register.by_province.items():
            if rows[code] < len(laos):
                findings.append(
                    Finding("lao_missing", province_code=code, expected=len(laos), found=rows[code])
                )
    # Who is on a list only because nothing is known of it may be whom an unmatched name means.
    counted = [r for r in export.laos if export.kind == "status" or r.status.registered is False]
    distinct = Counter(
        province for province, _ in {(r.place.province_code, r.lao_id or r.row) for r in counted}
    )
    for code, laos in register.by_province.items():
        if distinct[code] > len(laos):
            findings.append(
                Finding(
                    "more_rows_than_register",
                    province_code=code,
                    expected=len(laos),
                    found=distinct[code],
                )
            )
    return findings


def summary_rows(summaries: Iterable[Summary]) -> list[Finding]:
    """Check each row of a province summary against itself: its sum, its per cents."""
    findings = []
    for s in summaries:
        where = (s.sheet, s.row, s.province_code)
        for part in (s.registered, s.outstanding):
            if part is not None and s.expected is not None and part > s.expected:
                findings.append(
                    Finding("count_impossible", *where, expected=s.expected, found=part)
                )
        if None not in (s.expected, s.registered, s.outstanding):
            total = (s.registered or 0) + (s.outstanding or 0) + (s.unknown or 0)
            if total != s.expected:
                findings.append(Finding("sum_differs", *where, expected=s.expected, found=total))
        shares = (
            (s.percent, s.registered, s.expected),
            (s.outstanding_percent, s.outstanding, s.expected),
            (s.iit_percent, s.iit_answered, s.iit_quota),
            (s.eit_percent, s.eit_answered, s.eit_quota),
        )
        for written, part, whole in shares:
            if written is None or part is None or not whole:
                continue
            counted = 100 * part / whole
            if not same_percent(written, counted):
                findings.append(
                    Finding("percent_differs", *where, expected=round(counted, 2), found=written)
                )
    return findings


def summary_total(
    table: Table, summaries: Sequence[Summary], outside: Sequence[Summary], reader: RowReader
) -> list[Finding]:
    """Compare the total row of a province summary with the sum of its provinces.

    Args:
        table: the sheet.
        summaries: its provinces.
        outside: rows that are no province of the department; a total may count them or not.
        reader: reads the cells of the sheet.
    """
    totals = [total for total in table.totals if total.role != "region"]
    if not totals:
        return []
    last = totals[-1]
    more = {name: sum(getattr(s, name) or 0 for s in outside) for name in _SUMMARY_COUNTS}
    differing = _total_differs(last, summaries, reader, more)
    first = max((total.number for total in table.totals if total.number < last.number), default=0)
    block = [s for s in summaries if first < s.row < last.number]
    # The last may be that of a group where another one is that of all.
    closes = block and not _total_differs(last, block, reader, dict.fromkeys(more, 0))
    if closes and not all(_total_differs(t, summaries, reader, more) for t in totals[:-1]):
        return []
    return [
        Finding(
            "total_row_differs",
            table.sheet,
            last.number,
            expected=counted,
            found=stated,
            subject=name,
        )
        for name, stated, counted in differing
    ]


def _total_differs(
    total: Total, summaries: Sequence[Summary], reader: RowReader, more: Mapping[str, int]
) -> list[tuple[str, int, int]]:
    """Return which counts of a total, as stated, are not the sum of provinces, with that sum."""
    row = Row(total.number, total.cells)
    found = []
    for name in _SUMMARY_COUNTS:
        stated = reader.count(row, name)
        counts = [getattr(s, name) for s in summaries]
        if stated is None or None in counts:
            continue
        if stated not in (sum(counts), sum(counts) + more[name]):
            found.append((name, stated, sum(counts)))
    return found


def summary_against_status(
    summary: pd.DataFrame, status: pd.DataFrame, *, listed: bool
) -> list[Finding]:
    """Compare what a summary claims for each province with what the LAOs of it say.

    Args:
        summary: a ``province_summary`` frame.
        status: a ``status`` frame of the same moment.
        listed: the status comes from a list of the unregistered.
    """
    counted = _counts_by_province(status)
    code = "summary_list_differ" if listed else "summary_status_differ"
    findings = []
    for claim in summary.itertuples():
        have = counted[claim.province_code]
        claimed = claim.outstanding
        if pd.isna(claimed):
            claimed = claim.expected - claim.registered
        if pd.isna(claimed):
            claimed = sum(have[state] for state in _STATES) - claim.registered
        if pd.isna(claimed):
            continue
        # LAOs that the snapshot says nothing of may be either, so they leave room.
        if not have["outstanding"] <= claimed <= have["outstanding"] + have["unknown"]:
            findings.append(
                Finding(
                    code,
                    province_code=claim.province_code,
                    expected=int(claimed),
                    found=have["outstanding"],
                )
            )
    return findings


def _counts_by_province(status: pd.DataFrame) -> dict[str, Counter[str]]:
    """Count LAOs by what is known of them, each unmatched row standing for an unknown one."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    columns = (status["province_code"], status["registered"], status["lao_id"])
    for code, registered, lao_id in zip(*columns, strict=True):
        if pd.isna(registered):
            counted[code]["unknown"] += 1
        elif not registered:
            counted[code]["outstanding"] += 1
            counted[code]["unknown"] -= pd.isna(lao_id)
        else:
            counted[code]["registered"] += 1
            counted[code]["unknown"] -= pd.isna(lao_id)
    return counted


def list_against_status(
    status: dict[str, bool | None], listed: set[str], province_of: dict[str, str]
) -> list[Finding]:
    """Compare a list with a status export of the same moment, province by province.

    Args:
        status: what the status export says of each LAO (by ``lao_id``).
        listed: the LAOs on the list.
        province_of: province code by ``lao_id``.
    """
    outstanding = {lao for lao, registered in status.items() if registered is False}
    known = {lao for lao, registered in status.items() if registered is not None}
    codes = {province_of[lao] for lao in outstanding ^ (listed & known)}
    return [
        Finding(
            "list_status_differ",
            province_code=code,
            expected=sum(province_of[lao] == code for lao in listed),
            found=sum(province_of[lao] == code for lao in outstanding),
        )
        for code in sorted(codes)
    ]
