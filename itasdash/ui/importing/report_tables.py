"""What a dry run has to say of a file, as tables for people."""

from collections.abc import Sequence

import pandas as pd

from itasdash.i18n import translator
from itasdash.i18n.numbers import count
from itasdash.importing import FileReport, LaoRow, Sample, Summary
from itasdash.reference import all_provinces

# Findings in which two sources give two numbers for one province.
_DISAGREEMENTS = {
    "summary_list_differ": ("summary", "list"),
    "summary_status_differ": ("summary", "status"),
    "list_status_differ": ("list", "status"),
    "expected_differs_from_register": ("register", "summary"),
}


def findings_of(report: FileReport, language: str) -> pd.DataFrame:
    """Return the findings of a file: severity, sentence, sheet, row, expected and found."""
    t = translator(language)
    rows = [
        {
            "severity": t(f"severity.{finding.severity}"),
            "finding": finding.message(language),
            "sheet": finding.sheet or "",
            "row": finding.row,
            "expected_value": "" if finding.expected is None else str(finding.expected),
            "found_value": "" if finding.found is None else str(finding.found),
        }
        for finding in report.findings
    ]
    columns = ["severity", "finding", "sheet", "row", "expected_value", "found_value"]
    table = pd.DataFrame(rows, columns=columns)
    table["row"] = table["row"].astype("Int64")
    return table.rename(columns=lambda name: t(f"column.{name}"))


def side_by_side(report: FileReport, language: str) -> pd.DataFrame:
    """Return what two sources say of the same province: both numbers and their difference."""
    t = translator(language)
    rows = []
    for finding in report.findings:
        sources = _DISAGREEMENTS.get(finding.code)
        numbers = (finding.expected, finding.found)
        if sources and all(isinstance(number, int) for number in numbers):
            first, second = (int(number) for number in numbers if isinstance(number, int))
            province = all_provinces().get(finding.province_code or "")
            rows.append(
                {
                    "province": province.name(language) if province else "",
                    "says_first": f"{t(f'import.source_{sources[0]}')} {count(first)}",
                    "says_second": f"{t(f'import.source_{sources[1]}')} {count(second)}",
                    "difference": second - first,
                }
            )
    columns = ["province", "says_first", "says_second", "difference"]
    return pd.DataFrame(rows, columns=columns).rename(columns=lambda name: t(f"column.{name}"))


def sample_table(report: FileReport, language: str) -> pd.DataFrame:
    """Return the first rows of a file as they were written, beside what they were understood as."""
    return sample_rows(report.samples, language)


def sample_rows(samples: Sequence[Sample], language: str) -> pd.DataFrame:
    """Return rows as they were written, beside what they were understood as."""
    t = translator(language)
    rows = [
        {
            "row": sample.row,
            "written": " | ".join(cell for cell in sample.written if cell),
            "understood": _understood(sample.understood, language),
        }
        for sample in samples
    ]
    return pd.DataFrame(rows).rename(columns=lambda name: t(f"column.{name}"))


def _understood(row: LaoRow | Summary, language: str) -> str:
    t = translator(language)
    province = all_provinces().get(
        (row.place.province_code if isinstance(row, LaoRow) else row.province_code) or ""
    )
    name = province.name(language) if province else "?"
    if isinstance(row, Summary):
        counts = (row.expected, row.registered, row.outstanding)
        numbers = ["?" if claimed is None else count(claimed) for claimed in counts]
        words = dict(zip(("expected", "registered", "outstanding"), numbers, strict=True))
        return t("import.understood_summary", province=name, **words)
    status = {True: "yes", False: "no", None: "unknown"}
    return t(
        "import.understood_lao",
        lao_id=row.lao_id or t("import.not_matched"),
        name=row.place.written,
        province=name,
        admin=t(f"import.{status[row.status.admin_registered]}"),
        executive=t(f"import.{status[row.status.executive_registered]}"),
        registered=t(f"import.{status[row.status.registered]}"),
    )
