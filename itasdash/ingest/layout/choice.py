"""Which tables of a file are read, what kind each is, and the moment of the file."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from itasdash.findings import Finding, Refusal
from itasdash.ingest.files.sheets import Sheet
from itasdash.ingest.layout.columns import choose_columns
from itasdash.ingest.layout.kinds import kinds_of
from itasdash.ingest.layout.moment import dates_of, find_as_of, title_text
from itasdash.ingest.layout.rows import as_text, list_word
from itasdash.ingest.layout.table import Found, Table
from itasdash.ingest.layout.tables import find_tables_of
from itasdash.schema import KINDS
from itasdash.thai.dates import format_date

# How far a sheet without a table (a cover) is searched for the moment and for conditions.
_LOOSE_ROWS = 60


def find_tables(sheets: Sequence[Sheet], findings: list[Finding]) -> Found:
    """Return the tables of the visible sheets, and the text of visible sheets without one.

    Hidden sheets are read only where no other has a table.

    Raises:
        Refusal: no sheet has a table.
    """
    held = [(sheet, find_tables_of(sheet)) for sheet in sheets if any(any(r) for r in sheet.rows)]
    if not any(tables for _, tables in held):
        raise Refusal("no_table")
    seen = any(tables for sheet, tables in held if sheet.visible)
    found = Found([])
    for sheet, tables in held:
        if not tables:
            findings.append(Finding("sheet_without_table", sheet.name, subject=sheet.name))
            if sheet.visible:
                rows = sheet.rows[:_LOOSE_ROWS]
                texts = [title_text(row, date1904=sheet.date1904) for row in rows]
                found.loose += texts
                if list_word(sheet.name) == "filter":
                    joined = (" : ".join(map(as_text, row)) for row in rows)
                    found.conditions += list(joined)
        elif seen and not sheet.visible:
            findings.append(Finding("hidden_sheet_skipped", sheet.name))
        else:
            findings += _noticed(sheet)
            found.tables += tables
            found.around += sheet.texts
    found.around = list(dict.fromkeys(found.around))
    return found


def _noticed(sheet: Sheet) -> list[Finding]:
    """Return what reading the file noticed in a sheet."""
    return [
        Finding(p.code, sheet.name, p.row or None, None, p.expected, p.found, p.subject)
        for p in sheet.problems
    ]


def what_and_when(
    found: Found,
    file: str,
    as_of: datetime | None,
    findings: list[Finding],
    taught: Callable[[str, str | None], str | None],
) -> tuple[dict[int, str | None], str, datetime]:
    """Return the kind of each table by its identity, that of the file, and its moment.

    ``taught`` gives the kind of a sheet that a person has said, or else the one that it shows.
    Tables of another moment are taken out of ``found``.

    Raises:
        Refusal: the kind, the moment or both cannot be told.
    """
    refusals: list[Refusal] = []
    moment, noted = _choose_moment(found, file, as_of, findings, refusals)
    kinds = kinds_of(found, file, taught, refusals)
    if refusals or moment is None:
        for table in found.tables:
            findings += table.findings
        # A reason that several tables give is told once.
        apart = list({refusal.code: refusal for refusal in refusals}.values())
        raise replace(apart[0], also=tuple(apart[1:]))
    findings += noted
    return kinds, next(kind for kind in KINDS if kind in kinds.values()), moment


def _choose_moment(
    found: Found,
    file: str,
    as_of: datetime | None,
    findings: list[Finding],
    refusals: list[Refusal],
) -> tuple[datetime | None, list[Finding]]:
    """Return the moment of the file, by which columns of one meaning are told apart."""
    try:
        moment, noted = _moment(found, file, as_of, findings)
    except Refusal as refusal:
        refusals.append(refusal)
        moment, noted = None, []
    for table in found.tables:
        try:
            choose_columns(table, moment.date() if moment else None)
        except Refusal as refusal:
            refusals.append(refusal)
    return moment, noted


def _moment(
    found: Found, file: str, as_of: datetime | None, findings: list[Finding]
) -> tuple[datetime, list[Finding]]:
    """Return the moment of the file; tables that are of another one are left out.

    Raises:
        Refusal: there is none, or there are several and nothing chooses.
    """
    days = {id(table): _own_days(table) for table in found.tables}
    every = {day for own in days.values() for day in own}
    sets = {frozenset(own) for own in days.values() if own}
    if (
        len(found.tables) > 1
        and len(every) > 1
        and len(sets) > 1
        and all(len(s) == 1 for s in sets)
    ):
        wanted = as_of.date() if as_of else None
        if wanted not in every:
            shown = ", ".join(
                f"{table.sheet}: {format_date(min(days[id(table)]))}"
                for table in found.tables
                if days[id(table)]
            )
            raise Refusal("as_of_several", {"found": shown})
        for table in found.tables:
            own = days[id(table)]
            if own and wanted not in own:
                findings.append(
                    Finding(
                        "sheet_of_other_moment",
                        table.sheet,
                        expected=format_date(wanted),
                        found=format_date(min(own)),
                    )
                )
        found.tables[:] = [t for t in found.tables if not days[id(t)] or wanted in days[id(t)]]
    dated = (c for table in found.tables for c in table.columns if c.means.moment)
    headings = list(dict.fromkeys(text for column in dated for text in column.path))
    sheets = list(dict.fromkeys(table.sheet for table in found.tables))
    return find_as_of(found.titles, found.notes, file, as_of, sheets, headings)


def _own_days(table: Table) -> set[date]:
    """Return the days that a table gives of itself: in its titles, else in its sheet's name."""
    titled = {written.date for written in dates_of(table.titles)}
    return titled or {written.date for written in dates_of([table.sheet])}
