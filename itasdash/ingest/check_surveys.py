"""Checks of the survey counts of all LAOs of an export together."""

from collections.abc import Iterable, Sequence

from itasdash.findings import Finding
from itasdash.ingest.facts import LaoRow
from itasdash.ingest.normalise import SURVEYS

# Where fewer rows than this share lack a value, its absence is no habit of the file but a loss.
_MOSTLY_FILLED = 0.1
_LOST_VALUES = frozenset({"bad_number", "error_cell", "formula_without_value"})


def answered_above_quota(rows: "Sequence[LaoRow]") -> list[Finding]:
    """Report, once for each survey, how many LAOs have more answers than were wanted."""
    findings = []
    for survey in SURVEYS:
        quota, answered = f"{survey}_quota", f"{survey}_answered"
        above = [
            row
            for row in rows
            if 0 < (getattr(row.status, quota) or 0) < (getattr(row.status, answered) or 0)
        ]
        if above:
            findings.append(_survey_finding("answered_above_quota", survey, above))
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
            findings.append(_survey_finding("counts_missing", survey, list(lacking.values())))
    return findings


def _survey_finding(code: str, survey: str, rows: "Sequence[LaoRow]") -> Finding:
    first = min(rows, key=lambda row: (row.sheet, row.row))
    return Finding(code, first.sheet, first.row, found=len(rows), about=survey.upper())
