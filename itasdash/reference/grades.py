"""The grades of the assessment, which differ from one fiscal year to another."""

from itasdash.reference import table
from itasdash.thai.tables import Row
from itasdash.thai.text import key


def read_grade(written: str, fiscal_year: int) -> str | None:
    """Return the grade that a word means, as the grades of the year are written.

    Both vocabularies are met side by side, so that those of other years are known too.

    Args:
        written: a cell, in any spelling.
        fiscal_year: in Buddhist Era.

    Returns:
        None where no year has such a grade.
    """
    word = key(written)
    rows = sorted(table("grades"), key=lambda row: not _holds(row, fiscal_year))
    return next((row["grade"] for row in rows if key(row["grade"]) == word), None)


def lowest_score(grade: str, fiscal_year: int) -> float:
    """Return the lowest score (0 to 100) that has a grade in a year; 0 if the year has it not."""
    found = (r for r in table("grades") if r["grade"] == grade and _holds(r, fiscal_year))
    return next((float(row["from_score"]) for row in found), 0.0)


def _holds(row: Row, fiscal_year: int) -> bool:
    first, last = row["first_fiscal_year"], row["last_fiscal_year"]
    return (not first or int(first) <= fiscal_year) and (not last or fiscal_year <= int(last))
