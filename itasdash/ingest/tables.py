"""Sheets of a file -> the tables to read, what kind each is, and the moment of the file."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from itasdash.findings import Finding, Refusal
from itasdash.ingest.files.sheets import Sheet
from itasdash.ingest.layout import SheetTable, find_table
from itasdash.ingest.moment import find_as_of, title_text
from itasdash.ingest.normalise import says_registered
from itasdash.reference import words
from itasdash.schema import KINDS
from itasdash.thai.text import key

# How far a sheet without a table (a cover) is searched for the moment.
_LOOSE_ROWS = 60


def find_tables(sheets: list[Sheet], findings: list[Finding]) -> tuple[list[SheetTable], list[str]]:
    """Return the tables of the visible sheets, and the text of visible sheets without one.

    Hidden sheets are read only where no other has a table.

    Raises:
        Refusal: no sheet has a table.
    """
    found = [(sheet, find_table(sheet)) for sheet in sheets if any(any(r) for r in sheet.rows)]
    tables = [(sheet, table) for sheet, table in found if table is not None]
    if not tables:
        raise Refusal("no_table")
    visible = [table for sheet, table in tables if sheet.visible]
    loose = []
    for sheet, table in found:
        if table is None:
            findings.append(Finding("sheet_without_table", sheet.name, about=sheet.name))
            if sheet.visible:
                rows = sheet.rows[:_LOOSE_ROWS]
                loose += [title_text(row, date1904=sheet.date1904) for row in rows]
        elif visible and not sheet.visible:
            findings.append(Finding("hidden_sheet_skipped", sheet.name))
        else:
            findings += _noticed(sheet)
    return visible or [table for _, table in tables], loose


def _noticed(sheet: Sheet) -> list[Finding]:
    """Return what reading the file noticed in a sheet."""
    return [
        Finding(p.code, sheet.name, p.row or None, None, p.expected, p.found, p.about)
        for p in sheet.problems
    ]


def _kind(table: SheetTable, file: str) -> str | None:
    """Return the kind of a sheet; a list of names is known by its title, sheet or file name.

    A list can have columns for the roles too, but a sheet that calls anybody registered is no list
    of the unregistered, whatever its title mentions.
    """
    if table.kind == "province_summary" or says_registered(table):
        return table.kind
    said = [key(text) for text in (*table.titles, *table.headings, table.sheet, file)]
    for word, kind in words("kind_words", "kind", "word").items():
        if any(word in text for text in said):
            return kind
    return table.kind


def what_and_when(
    tables: Sequence[SheetTable],
    loose: Sequence[str],
    file: str,
    as_of: datetime | None,
    findings: list[Finding],
    taught: Callable[[str, str | None], str | None],
) -> tuple[dict[int, str | None], str, datetime]:
    """Return the kind of each table by its identity, that of the file, and its moment.

    ``taught`` gives the kind of a sheet that a person has said, or else the one that it shows.

    Raises:
        Refusal: the kind, the moment or both cannot be told.
    """
    titles = [text for table in tables for text in table.titles]
    notes = [*(text for table in tables for text in table.notes), *loose]
    kinds = {id(table): taught(table.sheet, _kind(table, file)) for table in tables}
    refusals = [Refusal("kind_unknown")] if None in kinds.values() else []
    try:
        moment, said = find_as_of(titles, notes, file, as_of)
    except Refusal as refusal:
        refusals.append(refusal)
    if refusals:
        for table in tables:
            findings += table.findings
        raise replace(refusals[0], also=tuple(refusals[1:]))
    findings += said
    return kinds, next(kind for kind in KINDS if kind in kinds.values()), moment
