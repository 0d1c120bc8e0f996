"""Columns that are not read: what is said of them, the louder the more they tell."""

from collections.abc import Container
from functools import cache

from itasdash.findings import Finding
from itasdash.ingest.files.sheets import Sheet, column_letters
from itasdash.ingest.layout.blocks import merged_across
from itasdash.ingest.layout.headings import SILENT, STATUS_FIELDS
from itasdash.ingest.layout.heads import Head
from itasdash.ingest.layout.rows import as_text
from itasdash.ingest.layout.table import Table
from itasdash.reference import words
from itasdash.reference.names import read_lao_name
from itasdash.thai.text import key


def report_unread(table: Table) -> None:
    """Say which columns are not read: those that tell of the registration louder than others."""
    for column in table.columns:
        means = column.means
        # A status says nothing of a province.
        lost = not table.has_laos and means.field in STATUS_FIELDS
        if means.field and means.field != "type_count" and not lost:
            continue
        code = "column_not_read" if means.loud else "unknown_column"
        table.findings.append(Finding(code, table.sheet, table.heading_row, found=column.heading))


_MANY_ROWS = 10


def report_unheaded(sheet: Sheet, head: Head, table: Table, filled: set[int]) -> None:
    """Say which columns hold data and have no heading: they are not read."""
    headed = {c.at for c in head.columns}
    over = merged_across(sheet, head)
    for column in sorted(filled - headed):
        if (owner := over.get(column)) is not None:
            table.beneath[owner] = (*table.beneath.get(owner, ()), column)
        if head.left <= column < head.right and not any(
            column < len(row) and as_text(row[column]) for row in sheet.rows[head.top : head.bottom]
        ):
            code = "column_not_read" if _tells(table, column) else "unknown_column"
            letter = column_letters(column + 1)
            table.findings.append(Finding(code, sheet.name, table.heading_row, found=letter))


def _tells(table: Table, column: int) -> bool:
    """Say whether a column without a heading holds LAOs or states, so that it is missed."""
    telling = 0
    for row in table.rows[:50]:
        cells = table.grid[row.number - 1]
        text = as_text(cells[column]) if column < len(cells) else ""
        telling += bool(text) and (
            read_lao_name(text).lao_type is not None or key(text) in _status_keys()
        )
    return telling >= 3


@cache
def _status_keys() -> frozenset[str]:
    known = words("status_words", "registered", "word")
    return frozenset(word for word in known if len(word) > 2)


def report_empty(head: Head, table: Table, filled: Container[int]) -> None:
    """Say under which headings no row has anything, where there are rows enough to tell."""
    if len(table.rows) < _MANY_ROWS:
        return
    for column in head.columns:
        name = column.means.field
        if (
            name
            and table.fields.get(name) == column.at
            and name not in SILENT
            and column.at not in filled
        ):
            table.findings.append(
                Finding("column_empty", table.sheet, table.heading_row, found=column.heading)
            )
