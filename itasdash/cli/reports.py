"""What imports, snapshots and rates have to say, for programs and for people."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from itasdash.documents.marks import Marks
from itasdash.documents.surveys import survey_table
from itasdash.findings import SEVERITIES, Finding, most_severe
from itasdash.i18n import translator
from itasdash.i18n.numbers import NO_VALUE, count, decimal, percent
from itasdash.importing import FileReport
from itasdash.importing.inspection import REPAIRED, Fault, Inspection
from itasdash.reference import all_provinces
from itasdash.schema import SnapshotInfo
from itasdash.settings import limits
from itasdash.thai.dates import format_moment

_COUNTS = ("expected", "registered", "outstanding", "unknown")
_ROLES = ("admin_registered", "executive_registered")


def report_as_json(report: FileReport, language: str) -> dict[str, Any]:
    """Return what ``import --json`` prints about one file.

    The findings are the most severe ones up to the limit; ``findings_rest`` counts the others.
    """
    findings, rest = most_severe(report.findings, limits().findings)
    return {
        "file": report.file,
        "sha256": report.sha256,
        "outcome": report.outcome,
        "kind": report.kind,
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "rows": report.rows.stored(),
        "unresolved": [
            {
                "sheet": row.sheet,
                "row": row.row,
                "written": row.written,
                "province_code": row.province_code,
                "district": row.district,
                "suggestions": [
                    {"lao_id": s.lao_id, "name": s.name, "district": s.district, "score": s.score}
                    for s in row.suggestions
                ],
            }
            for row in report.unresolved
        ],
        "findings": [
            {**finding.stored(), "message": finding.message(language)} for finding in findings
        ],
        "findings_rest": rest,
        "error": report.error
        and {"code": report.error.code, "message": report.error.message(language)},
    }


def report_as_text(report: FileReport, language: str, *, dry_run: bool = False) -> str:
    """Return what ``import`` prints for people about one file."""
    t = translator(language)
    if report.error is not None or report.as_of is None:
        message = report.error.message(language) if report.error else ""
        return "\n".join([t("cli.import_rejected", message=message), *_findings(report, language)])
    values = {
        "file": report.file,
        "outcome": t(f"outcome.{report.outcome}"),
        "kind": t(f"kind.{report.kind}"),
        "as_of": format_moment(report.as_of, language),
    }
    lines = [t("cli.import_done", **values) + (t("cli.dry_run") if dry_run else "")]
    counted = {name: count(rows) for name, rows in report.rows.stored().items()}
    lines.append("  " + t("cli.import_rows", **counted))
    for row in report.unresolved:
        likely = " · ".join(
            f"{s.name} {s.lao_id} ({decimal(s.score, 0)})" for s in row.suggestions[:3]
        )
        open_row = {"sheet": row.sheet, "row": row.row, "written": row.written}
        lines.append("  " + t("cli.unresolved", likely=likely or NO_VALUE, **open_row))
    return "\n".join(lines + _findings(report, language))


def _findings(report: FileReport, language: str) -> list[str]:
    # Of names that were not matched there are lines with what they may mean.
    others = [finding for finding in report.findings if finding.code != "unmatched_name"]
    return [f"  {line}" for line in findings_as_text(others, language)]


def findings_as_text(findings: Sequence[Finding], language: str) -> list[str]:
    """Return a line for each finding, the most severe first, and one for those beyond the limit."""
    shown, rest = most_severe(findings, limits().findings)
    lines = [located(finding, language) for finding in shown]
    if rest:
        lines.append(translator(language)("cli.more_findings", rest=count(rest)))
    return lines


def located(finding: Finding, language: str) -> str:
    """Return a finding as a line: its severity, its sentence, its place."""
    t = translator(language)
    place = t("cli.place", sheet=finding.sheet, row=finding.row) if finding.row else ""
    return f"[{t(f'severity.{finding.severity}')}] {finding.message(language)}{place}"


def inspection_as_json(found: Inspection, language: str) -> dict[str, Any]:
    """Return what ``verify --json`` and ``rebuild --json`` print."""
    return {
        "checked": found.checked,
        "derived": found.derived,
        "sound": found.sound,
        "faults": [
            {
                "path": fault.path,
                "code": fault.code,
                "outcome": fault.outcome,
                "lines": list(fault.lines),
                "message": fault_as_text(fault, language),
            }
            for fault in found.faults
        ],
    }


def fault_as_text(fault: Fault, language: str) -> str:
    """Return a fault as a sentence: which file, what is wrong, what became of it or is to do."""
    t = translator(language)
    lines = ", ".join(str(line) for line in fault.lines)
    place = t("fault.lines", lines=lines) if lines else ""
    fault_words = t(f"fault.{fault.code}")
    remedy = t("fault.repaired") if fault.outcome == REPAIRED else t(f"remedy.{fault.code}")
    return t("fault.sentence", path=fault.path, where=place, fault=fault_words, remedy=remedy)


def snapshot_as_json(info: SnapshotInfo) -> dict[str, Any]:
    """Return what ``snapshots --json`` prints about one snapshot."""
    severities = [finding.severity for finding in info.findings]
    names = ("file", "sha256", "kind", "imported_at", "imported_by", "list_means")
    return {
        "as_of": info.as_of.isoformat(),
        "fiscal_year": info.fiscal_year,
        "kinds": info.kinds,
        **info.counts,
        "findings": {severity: severities.count(severity) for severity in SEVERITIES},
        "sources": [{n: source.stored()[n] for n in names} for source in info.sources],
    }


def snapshot_as_text(info: SnapshotInfo, language: str) -> str:
    """Return the line of ``snapshots`` about one snapshot."""
    t = translator(language)
    stored = snapshot_as_json(info)
    numbers = {name: count(stored[name]) for name in _COUNTS}
    kinds = ", ".join(t(f"kind.{kind}") for kind in info.kinds)
    moment = format_moment(info.as_of, language)
    return t("cli.snapshot", as_of=moment, kinds=kinds, **numbers, **stored["findings"])


def moment_as_text(info: SnapshotInfo, marks: Marks, language: str) -> str:
    """Return the line that says of which moment the numbers are, and what must be said of them."""
    t = translator(language)
    line = t("cli.as_of", as_of=format_moment(info.as_of, language))
    return "\n".join([line, *marks.words(language)])


def span_as_text(before: SnapshotInfo, after: SnapshotInfo, language: str) -> str:
    """Return the line that says between which moments something changed."""
    moments = (format_moment(info.as_of, language) for info in (before, after))
    start, end = moments
    return translator(language)("changes.span", start=start, end=end)


def flow_as_text(flow: pd.DataFrame, language: str) -> str:
    """Return lines that say how many LAOs went from which state to which."""
    t = translator(language)
    return "\n".join(
        t(
            "changes.stayed" if row["from_state"] == row["to_state"] else "changes.went",
            start=t(f"state.{row['from_state']}"),
            end=t(f"state.{row['to_state']}"),
            count=row["laos"],
        )
        for row in flow.to_dict("records")
    )


def rates_as_text(table: pd.DataFrame, language: str) -> str:
    """Return what ``rates`` prints for people; ``table`` is as :func:`itasdash.metrics.rates`."""
    t = translator(language)
    shown = {t("column.name_th"): table["name_th"]}
    if "district" in table:
        names = {code: province.name(language) for code, province in all_provinces().items()}
        shown = {t("column.province"): table["province_code"].map(names), **shown}
    for name in (*_COUNTS, *_ROLES):
        shown[t(f"column.{name}")] = table[name].map(count)
        if name == _COUNTS[-1]:
            shown[t("column.rate_percent")] = [percent(rate, sign=False) for rate in table["rate"]]
    return table_as_text(pd.DataFrame(shown), language)


def survey_rates_as_text(groups: pd.DataFrame, measure: str, by: str, language: str) -> str:
    """Return what ``rates --measure`` prints for people of :func:`itasdash.metrics.surveys`."""
    table = survey_table({measure: groups}, by, language)
    if by == "district":
        names = {code: province.name(language) for code, province in all_provinces().items()}
        heading = translator(language)("column.province")
        table.insert(0, heading, groups["province_code"].map(names))
    return table_as_text(table, language)


def table_as_text(table: pd.DataFrame, language: str) -> str:
    """Return a table as lines, or a sentence where it has no rows; what is missing is a dash."""
    if not len(table):
        return translator(language)("cli.no_rows")
    shown = table.astype("object").where(table.notna(), NO_VALUE)
    return str(shown.to_string(index=False))
