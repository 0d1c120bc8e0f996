"""Checks named after what they protect: every number that is written twice must agree.

Each function takes what was read and returns findings with both numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from itasdash.findings import Finding
from itasdash.ingest.layout import Row, SheetTable, Total
from itasdash.ingest.match import Register
from itasdash.ingest.normalise import SURVEYS, RowReader, Summary, percent_follows
from itasdash.reference import provinces
from itasdash.thai.names import read_province

if TYPE_CHECKING:
    from itasdash.ingest.export import Export, LaoRow

# Where fewer rows than this share lack a value, its absence is no habit of the file but a loss.
_MOSTLY_FILLED = 0.1
_LOST_VALUES = frozenset({"bad_number", "error_cell", "formula_without_value"})
_SUMMARY_COUNTS = (
    "expected",
    "registered",
    "outstanding",
    "iit_quota",
    "iit_answered",
    "eit_quota",
    "eit_answered",
)


def stated_totals(table: SheetTable, rows: "Sequence[LaoRow]") -> list[Finding]:
    """Compare every ``รวม … N แห่ง`` of a sheet with the rows that it can be about."""
    findings = []
    for total in table.totals:
        if total.stated is None:
            continue
        before = [row for row in rows if row.row < total.number]
        province = _province_in(total)
        if province is not None:
            counted = [sum(row.place.province_code == province for row in before)]
        elif total.role == "total":
            counted = [len(before)]
        else:
            # A bare "รวม 61 แห่ง" may close a province's block or the whole sheet.
            last = before[-1].place.province_code if before else None
            counted = [sum(row.place.province_code == last for row in before), len(before)]
            province = last
        if total.stated not in counted:
            findings.append(
                Finding(
                    "stated_total_differs",
                    table.sheet,
                    total.number,
                    province,
                    expected=total.stated,
                    found=counted[0],
                )
            )
    return findings


def _province_in(total: Total) -> str | None:
    _, mark, rest = total.text.partition("จังหวัด")
    name = rest.split() if mark else []
    return read_province(name[0]) if name else None


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
                    about=row.place.written,
                )
            )
    return findings


def answered_above_quota(rows: "Sequence[LaoRow]") -> list[Finding]:
    """Report, once for each survey, how many LAOs have more answers than were wanted."""
    findings = []
    for survey in SURVEYS:
        above = [
            row
            for row in rows
            if 0
            < (getattr(row.status, f"{survey}_quota") or 0)
            < (getattr(row.status, f"{survey}_answered") or 0)
        ]
        if above:
            sheet, row = above[0].sheet, above[0].row
            about = survey.upper()
            findings.append(
                Finding("answered_above_quota", sheet, row, found=len(above), about=about)
            )
    return findings


def missing_counts(rows: "Sequence[LaoRow]", said: Iterable[Finding]) -> list[Finding]:
    """Report, once for each survey, the LAOs without a count where nearly all others have one.

    Rows of which ``said`` tells already what is wrong are left out.
    """
    named = {(f.sheet, f.row) for f in said if f.code in _LOST_VALUES}
    findings = []
    for survey in SURVEYS:
        lacking: dict[int, LaoRow] = {}
        for part in ("quota", "answered"):
            empty = [row for row in rows if getattr(row.status, f"{survey}_{part}") is None]
            if len(empty) < len(rows) * _MOSTLY_FILLED:
                lacking |= {id(r): r for r in empty if (r.sheet, r.row) not in named}
        if lacking:
            first = min(lacking.values(), key=lambda row: (row.sheet, row.row))
            findings.append(
                Finding(
                    "counts_missing",
                    first.sheet,
                    first.row,
                    found=len(lacking),
                    about=survey.upper(),
                )
            )
    return findings


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
        if summary.expected is not None and summary.expected != known:
            findings.append(
                Finding(
                    "expected_differs_from_register",
                    summary.sheet,
                    summary.row,
                    summary.province_code,
                    expected=known,
                    found=summary.expected,
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
    elif missing := [code for code in register.by_province if not rows[code]]:
        names = ", ".join(provinces()[code].name_th for code in missing[:10])
        findings.append(Finding("list_names_no_lao_of_provinces", found=len(missing), about=names))
    distinct = Counter(
        province
        for province, _ in {(r.place.province_code, r.lao_id or r.row) for r in export.laos}
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
        if None not in (s.expected, s.registered, s.outstanding):
            total = (s.registered or 0) + (s.outstanding or 0)
            if total != s.expected:
                findings.append(Finding("sum_differs", *where, expected=s.expected, found=total))
        shares = (
            (s.percent, s.registered, s.expected),
            (s.iit_percent, s.iit_answered, s.iit_quota),
            (s.eit_percent, s.eit_answered, s.eit_quota),
        )
        for written, part, whole in shares:
            if written is None or part is None or not whole:
                continue
            counted = 100 * part / whole
            if not percent_follows(written, counted):
                findings.append(
                    Finding("percent_differs", *where, expected=round(counted, 2), found=written)
                )
    return findings


def summary_total(
    table: SheetTable, summaries: Sequence[Summary], reader: RowReader
) -> list[Finding]:
    """Compare the total row of a province summary with the sum of its provinces."""
    findings = []
    for total in table.totals[-1:]:
        row = Row(total.number, total.cells)
        for name in _SUMMARY_COUNTS:
            stated = reader.count(row, name)
            counts = [getattr(s, name) for s in summaries if s.sheet == table.sheet]
            if stated is None or None in counts:
                continue
            if stated != sum(counts):
                findings.append(
                    Finding(
                        "total_row_differs",
                        table.sheet,
                        total.number,
                        expected=sum(counts),
                        found=stated,
                        about=name,
                    )
                )
    return findings


def summary_against_status(
    summary: pd.DataFrame, status: pd.DataFrame, *, listed: bool
) -> list[Finding]:
    """Compare what a summary claims for each province with what the LAOs of it say.

    Args:
        summary: a ``province_summary`` frame.
        status: a ``status`` frame of the same moment.
        listed: the status comes from a list of the unregistered, so only the outstanding count is
            reported there; otherwise the registered count is compared too.
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
    """Count outstanding rows and LAOs that are unknown, each unmatched row standing for one LAO."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    columns = (status["province_code"], status["registered"], status["lao_id"])
    for code, registered, lao_id in zip(*columns, strict=True):
        if pd.isna(registered):
            counted[code]["unknown"] += 1
        elif not registered:
            counted[code]["outstanding"] += 1
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
