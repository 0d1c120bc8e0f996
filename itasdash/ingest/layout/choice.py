"""Which tables of a file are read, what kind each is, and the moment of the file."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from itasdash.findings import Finding, Refusal
from itasdash.ingest.files.sheets import Sheet
from itasdash.ingest.layout.columns import settle
from itasdash.ingest.layout.legends import names_colours
from itasdash.ingest.layout.moment import dates_of, find_as_of, title_text
from itasdash.ingest.layout.rows import as_text, list_word
from itasdash.ingest.layout.table import Table
from itasdash.ingest.layout.tables import find_tables_of
from itasdash.ingest.statuses import StatusReader
from itasdash.reference import words
from itasdash.reference.names import read_province
from itasdash.schema import KINDS
from itasdash.thai.dates import format_date
from itasdash.thai.digits import parse_count
from itasdash.thai.text import key

# How far a sheet without a table (a cover) is searched for the moment and for conditions.
_LOOSE_ROWS = 60


@dataclass
class Found:
    """The tables of a file that are looked at, and the texts of its visible sheets without one."""

    tables: list[Table]
    loose: list[str] = field(default_factory=list)
    # What the file writes about its pages and around its tables.
    around: list[str] = field(default_factory=list)
    # The rows of sheets that are named after conditions or filters.
    conditions: list[str] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        """The texts above the tables and about them."""
        return [*(text for table in self.tables for text in table.titles), *self.around]

    @property
    def notes(self) -> list[str]:
        """The texts below the tables and on covers."""
        return [*(text for table in self.tables for text in table.notes), *self.loose]


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
            findings.append(Finding("sheet_without_table", sheet.name, about=sheet.name))
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
        Finding(p.code, sheet.name, p.row or None, None, p.expected, p.found, p.about)
        for p in sheet.problems
    ]


def status_reader(table: Table, found: Found) -> StatusReader:
    """Return the reader of a table's status columns, which knows its legends."""
    words_of: dict[str, str] = {}
    texts = [*table.titles, *table.notes, *found.around, *found.loose]
    if table.nested:
        # The sums of a pivot table are compared with its rows, so an empty cell is a zero.
        words_of.setdefault("", "false")
    return StatusReader(table.fields, table.rows, texts, words_of)


def _kind(table: Table, found: Found, file: str) -> str | None:
    """Return the kind of a table; a list of names is known by its title, sheet or file name.

    A list can have columns for the roles too, but only where every row of them says that the LAO
    is not registered; whatever its title mentions, a table that says otherwise is a status.

    Raises:
        Refusal: its states are told by colours only.
    """
    if not table.has_laos:
        return table.kind
    titled = _called_list(table, found, file)
    colours = names_colours([*table.titles, *table.notes, *found.loose, *found.around])
    if colours and not table.tells_status:
        raise Refusal("status_colours", {"sheet": table.sheet, "found": colours[:80]})
    if not table.tells_status:
        if "missing" in table.fields:
            return _kind_by_missing(table, found, file)
        return "unregistered_list" if titled else None
    if not titled and not colours:
        # Nothing else could make it a list, so its rows need not be looked at here.
        return "status"
    reader = status_reader(table, found)
    told = [reader.read(row) for row in table.rows]
    if told and all(each.registered is None and not each.unknown for each in told):
        empty = all(not row.text(name) for row in table.rows for name in reader.columns)
        if colours and empty:
            values = {"sheet": table.sheet, "found": colours[:80]}
            raise Refusal("status_colours", values)
    plain = all(each.registered is False or each.unknown for each in told)
    return "unregistered_list" if titled and plain and "person" not in table.fields else "status"


def _kind_by_missing(table: Table, found: Found, file: str) -> str:
    """Return the kind of a table of which only a column of who is missing tells of registrations.

    On a list somebody is missing in every row; where a row says that nobody is, or nothing, its LAO
    must not be listed as outstanding.
    """
    reader = status_reader(table, found)
    told = [reader.read(row) for row in table.rows]
    if any(each.registered for each in told):
        return "status"
    blank = any(not row.text("missing") for row in table.rows)
    headings = [c.heading for c in table.columns if c.means.field == "name"]
    if blank and not _called_list(table, found, file, headings):
        return "status"
    return "unregistered_list"


def _called_list(
    table: Table, found: Found, file: str, headings: Sequence[str] | None = None
) -> bool:
    headings = _name_headings(table) if headings is None else headings
    texts = (*table.titles, *found.around, *headings, table.sheet, file)
    said = [key(text) for text in texts]
    return any(word in text for word in words("kind_words", "kind", "word") for text in said)


def _name_headings(table: Table) -> list[str]:
    """Return the heading of the column of names; other headings never decide the kind."""
    return [c.heading for c in table.columns if c.means.field in ("name", "missing")]


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
    moment, said = _settled(found, file, as_of, findings, refusals)
    kinds = _kinds(found, file, taught, refusals)
    if refusals or moment is None:
        for table in found.tables:
            findings += table.findings
        # A reason that several tables give is told once.
        apart = list({refusal.code: refusal for refusal in refusals}.values())
        raise replace(apart[0], also=tuple(apart[1:]))
    findings += said
    return kinds, next(kind for kind in KINDS if kind in kinds.values()), moment


def _settled(
    found: Found,
    file: str,
    as_of: datetime | None,
    findings: list[Finding],
    refusals: list[Refusal],
) -> tuple[datetime | None, list[Finding]]:
    """Return the moment of the file, by which columns of one meaning are told apart."""
    try:
        moment, said = _moment(found, file, as_of, findings)
    except Refusal as refusal:
        refusals.append(refusal)
        moment, said = None, []
    for table in found.tables:
        try:
            settle(table, moment.date() if moment else None)
        except Refusal as refusal:
            refusals.append(refusal)
    return moment, said


def _kinds(
    found: Found,
    file: str,
    taught: Callable[[str, str | None], str | None],
    refusals: list[Refusal],
) -> dict[int, str | None]:
    """Return the kind of each table by its identity."""
    kinds: dict[int, str | None] = {}
    for table in found.tables:
        try:
            kinds[id(table)] = taught(table.sheet, _kind(table, found, file))
        except Refusal as refusal:
            refusals.append(refusal)
    unknown = [table for table in found.tables if kinds.get(id(table), "") is None]
    if unknown and not any(kinds.values()):
        refusals.insert(0, Refusal("kind_unknown"))
    else:
        for table in unknown:
            _by_summary(table, found.tables, kinds, refusals)
    return kinds


def _by_summary(
    table: Table,
    tables: Sequence[Table],
    kinds: dict[int, str | None],
    refusals: list[Refusal],
) -> None:
    """Let the counts of a summary tell what the names beside it are, where nothing else does."""
    if set(kinds.values()) <= {None, "province_summary"}:
        summaries = [t for t in tables if kinds[id(t)] == "province_summary"]
        if _counts_are(table, summaries, "outstanding") and not _counts_are(
            table, summaries, "registered"
        ):
            kinds[id(table)] = "unregistered_list"
        else:
            refusals.append(Refusal("kind_unknown"))


def _counts_are(table: Table, summaries: Sequence[Table], name: str) -> bool:
    """Say whether a table names as many LAOs of each province as summaries count."""
    named = Counter(read_province(row.text("province")) for row in table.rows)
    told = {
        read_province(row.text("province")): parse_count(row.cells.get(name))
        for summary in summaries
        for row in summary.rows
    }
    return bool(named) and all(told.get(code) == count for code, count in named.items())


def _moment(
    found: Found, file: str, as_of: datetime | None, findings: list[Finding]
) -> tuple[datetime, list[Finding]]:
    """Return the moment of the file; tables that are of another one are left out.

    Raises:
        Refusal: there is none, or there are several and nothing chooses.
    """
    days = {id(table): _own_days(table) for table in found.tables}
    told = {day for own in days.values() for day in own}
    sets = {frozenset(own) for own in days.values() if own}
    if len(found.tables) > 1 and len(told) > 1 and len(sets) > 1 and all(len(s) == 1 for s in sets):
        wanted = as_of.date() if as_of else None
        if wanted not in told:
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
