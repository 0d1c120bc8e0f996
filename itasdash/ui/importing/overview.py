"""What many files are at a glance: a row for each, those that wait for a decision first."""

from collections.abc import Sequence

import pandas as pd

from itasdash.i18n import Translator, translator
from itasdash.importing.batch import Reading
from itasdash.thai.dates import format_date, format_moment

# What is found of a list that does not say whom its silence speaks of.
ASKED = ("coverage_unknown", "list_of_some", "list_rows_missing")


def decisions(reading: Reading, t: Translator) -> list[str]:
    """Return what somebody has to decide of a file, a few words each; none where nothing waits."""
    report = reading.report
    if reading.choices.unreadable:
        return [t("import.decide_date")]
    if report.error is not None:
        return [t("import.decide_refused")]
    if report.outcome == "unchanged":
        return []
    errors = sum(finding.severity == "error" for finding in report.findings)
    found = [t("import.decide_errors", count=errors)] if errors else []
    if any(finding.code in ASKED for finding in report.findings):
        found.append(t("import.decide_coverage"))
    names = report.rows.unresolved
    return [*found, *([t("import.decide_names", count=names)] if names else [])]


def decisions_first(readings: Sequence[Reading], t: Translator) -> list[Reading]:
    """Return files with those that wait for a decision first, each part as they were dropped."""
    return sorted(readings, key=lambda reading: not decisions(reading, t))


def files_table(readings: Sequence[Reading], language: str) -> pd.DataFrame:
    """Return a row for each file: name, what becomes of it, kind, moment, rows, what is to decide.

    The names are whole: two that begin alike are never the same on screen.
    """
    t = translator(language)
    rows = []
    for reading in decisions_first(readings, t):
        report, register = reading.report, reading.register
        moment = format_moment(report.as_of, language) if report.as_of else "–"
        rows.append(
            {
                "file": reading.upload.name,
                "decision": " · ".join(decisions(reading, t)) or t("import.decide_nothing"),
                "outcome": t(f"import.will_be_{report.outcome}"),
                "kind": t("import.kind_register") if register else _kind(report.kind, t),
                "as_of": format_date(register.effective, language) if register else moment,
                "rows": len(register.laos) if register else report.rows.read,
            }
        )
    return pd.DataFrame(rows).rename(columns=lambda name: t(f"column.{name}"))


def _kind(kind: str | None, t: Translator) -> str:
    return t(f"kind.{kind}") if kind else "–"
