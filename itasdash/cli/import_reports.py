"""What an import has to say of a file, for programs and for people."""

from typing import Any

from itasdash.cli.reports import findings_as_text
from itasdash.findings import most_severe
from itasdash.i18n import translator
from itasdash.i18n.numbers import NO_VALUE, count, decimal
from itasdash.importing.imports import FileReport
from itasdash.settings import limits
from itasdash.thai.dates import format_moment


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
