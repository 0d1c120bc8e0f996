"""Checks of the survey counts of all LAOs of an export together."""

from collections.abc import Iterable, Sequence

import pandas as pd

from itasdash.findings import Finding
from itasdash.ingest.facts import LaoRow
from itasdash.ingest.values import SURVEYS

# Where fewer rows than this share lack a value, its absence is no habit of the file but a loss.
_MOSTLY_FILLED = 0.1
_LOST_VALUES = frozenset({"bad_number", "count_negative", "error_cell", "formula_without_value"})


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


def answered_unregistered(rows: "Sequence[LaoRow]") -> list[Finding]:
    """Report how many LAOs have answers to any survey although they are not registered."""
    odd = [
        row
        for row in rows
        if row.status.registered is False
        and any((getattr(row.status, f"{survey}_answered") or 0) > 0 for survey in SURVEYS)
    ]
    if not odd:
        return []
    first = min(odd, key=lambda row: (row.sheet, row.row))
    return [Finding("answered_unregistered", first.sheet, first.row, found=len(odd))]


def summary_against_laos(summary: pd.DataFrame, status: pd.DataFrame) -> list[Finding]:
    """Compare the survey counts that a summary claims for a province with the sum of its LAOs.

    Where LAOs do not tell a count, the claim may be as much higher as these have; a province of
    which no LAO tells it is not compared.

    Args:
        summary: a ``province_summary`` frame.
        status: a ``status`` frame of the same moment.
    """
    names = [f"{survey}_{part}" for survey in SURVEYS for part in ("quota", "answered")]
    counts = status[names].astype("Int64")
    province = status["province_code"].astype("object")
    sums = counts.groupby(province).sum(min_count=1)
    # A row that fits no LAO stands for one whose own row is empty.
    lacking = (counts.isna() & status["lao_id"].notna().to_numpy()[:, None]).groupby(province).sum()
    found_rows = (counts.notna() & status["lao_id"].isna().to_numpy()[:, None]).groupby(province)
    lacking = lacking - found_rows.sum()
    findings = []
    for claim in summary.to_dict("records"):
        code = claim["province_code"]
        for name in names if code in sums.index else ():
            claimed, have = claim[name], sums.loc[code, name]
            if pd.isna(claimed) or pd.isna(have):
                continue
            if claimed < have or (claimed > have and lacking.loc[code, name] <= 0):
                subject = name.partition("_")[0].upper()
                kind = name.rpartition("_")[2]
                findings.append(
                    Finding(
                        f"survey_{kind}_differs",
                        province_code=code,
                        expected=int(claimed),
                        found=int(have),
                        subject=subject,
                    )
                )
    return findings


def missing_counts(rows: "Sequence[LaoRow]", earlier: Iterable[Finding]) -> list[Finding]:
    """Report, once for each survey, the LAOs without a count where nearly all others have one.

    Rows of which ``said`` tells already what is wrong are left out.
    """
    named = {(f.sheet, f.row) for f in earlier if f.code in _LOST_VALUES}
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
    return Finding(code, first.sheet, first.row, found=len(rows), subject=survey.upper())
