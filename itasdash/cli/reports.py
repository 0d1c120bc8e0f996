"""What imports, snapshots and rates have to say, for programs and for people."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from itasdash.documents.marks import Marks
from itasdash.findings import SEVERITIES, Finding, most_severe
from itasdash.i18n import translator
from itasdash.i18n.numbers import NO_VALUE, count
from itasdash.schema import SnapshotInfo
from itasdash.settings import limits
from itasdash.thai.dates import format_moment

COUNTS = ("expected", "registered", "outstanding", "unknown")
_ROLES = ("admin_registered", "executive_registered")


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


def snapshot_as_json(info: SnapshotInfo) -> dict[str, Any]:
    """Return what ``snapshots --json`` prints about one snapshot."""
    names = ("file", "sha256", "kind", "imported_at", "imported_by", "list_means")
    return {
        "as_of": info.as_of.isoformat(),
        "fiscal_year": info.fiscal_year,
        "kinds": info.kinds,
        **info.counts,
        "findings": _severities(info),
        "sources": [{n: source.stored()[n] for n in names} for source in info.sources],
    }


def snapshot_as_text(info: SnapshotInfo, language: str) -> str:
    """Return the line of ``snapshots`` about one snapshot."""
    t = translator(language)
    numbers = {name: count(info.counts[name]) for name in COUNTS}
    kinds = ", ".join(t(f"kind.{kind}") for kind in info.kinds)
    moment = format_moment(info.as_of, language)
    return t("cli.snapshot", as_of=moment, kinds=kinds, **numbers, **_severities(info))


def _severities(info: SnapshotInfo) -> dict[str, int]:
    found = [finding.severity for finding in info.findings]
    return {severity: found.count(severity) for severity in SEVERITIES}


def moment_as_text(info: SnapshotInfo, marks: Marks, language: str) -> str:
    """Return the line that says of which moment the numbers are, and what must be said of them."""
    t = translator(language)
    line = t("cli.as_of", as_of=format_moment(info.as_of, language))
    return "\n".join([line, *marks.words(language)])


def table_as_text(table: pd.DataFrame, language: str) -> str:
    """Return a table as lines, or a sentence where it has no rows; what is missing is a dash."""
    if not len(table):
        return translator(language)("cli.no_rows")
    shown = table.astype("object").where(table.notna(), NO_VALUE)
    return str(shown.to_string(index=False))
