"""What kind each table of a file is: by its columns, or by what its texts claim of its names."""

from collections import Counter
from collections.abc import Callable, Sequence

from itasdash.findings import Refusal
from itasdash.ingest.layout.claims import claims_otherwise, claims_unregistered
from itasdash.ingest.layout.legends import names_colours
from itasdash.ingest.layout.table import Found, Table
from itasdash.ingest.statuses import StatusReader
from itasdash.reference.names import read_province
from itasdash.thai.digits import parse_count


def kinds_of(
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
        # Columns of a state of which nothing tells which one counts are why none tells the kind.
        known = any(refusal.code == "columns_ambiguous" for refusal in refusals)
        refusals.insert(len(refusals) if known else 0, _kind_unknown(unknown[0]))
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
            refusals.append(_kind_unknown(table))


def _kind_unknown(table: Table) -> Refusal:
    """Return the refusal of a table of names of which nothing says what it lists."""
    found = " ".join(table.titles)[:120] or "-"
    values = {"sheet": table.sheet, "rows": str(len(table.rows)), "found": found}
    return Refusal("kind_unknown", values)


def _counts_are(table: Table, summaries: Sequence[Table], name: str) -> bool:
    """Say whether a table names as many LAOs of each province as summaries count."""
    named = Counter(read_province(row.text("province")) for row in table.rows)
    counted = {
        read_province(row.text("province")): parse_count(row.cells.get(name))
        for summary in summaries
        for row in summary.rows
    }
    return bool(named) and all(counted.get(code) == count for code, count in named.items())


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
        return _kind_of_names(table, found, file)
    if not titled and not colours:
        # Nothing else could make it a list, so its rows need not be looked at here.
        return "status"
    reader = status_reader(table, found)
    readings = [reader.read(row) for row in table.rows]
    if readings and all(each.registered is None and not each.unknown for each in readings):
        empty = all(not row.text(name) for row in table.rows for name in reader.columns)
        if colours and empty:
            values = {"sheet": table.sheet, "found": colours[:80]}
            raise Refusal("status_colours", values)
    plain = all(each.registered is False or each.unknown for each in readings)
    return "unregistered_list" if titled and plain and "person" not in table.fields else "status"


def _kind_of_names(table: Table, found: Found, file: str) -> str | None:
    """Return the kind of a table of names alone: that of its titles, None where they tell none.

    Raises:
        Refusal: they call the names unregistered, and something else calls them, or those below a
            line between them, otherwise.
    """
    texts = _texts_of(table, found, file, _name_headings(table))
    listed = next((text for text in texts if claims_unregistered(text)), None)
    if listed is None:
        return None
    last = table.rows[-1].number if table.rows else 0
    within = [text for number, text in table.between if number < last]
    other = next((text for text in (*texts, *within) if claims_otherwise(text)), None)
    if other is not None:
        values = {"sheet": table.sheet, "found": listed[:80], "other": other[:80]}
        raise Refusal("kind_contradicts", values)
    return "unregistered_list"


def _kind_by_missing(table: Table, found: Found, file: str) -> str:
    """Return the kind of a table of which only a column of who is missing tells of registrations.

    On a list somebody is missing in every row; where a row says that nobody is, or nothing, its LAO
    must not be listed as outstanding.
    """
    reader = status_reader(table, found)
    readings = [reader.read(row) for row in table.rows]
    if any(each.registered for each in readings):
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
    return any(map(claims_unregistered, _texts_of(table, found, file, headings)))


def _texts_of(table: Table, found: Found, file: str, headings: Sequence[str]) -> Sequence[str]:
    """Return the texts that may tell what a table lists."""
    return (*table.titles, *found.around, *headings, table.sheet, file)


def _name_headings(table: Table) -> list[str]:
    """Return the heading of the column of names; other headings never decide the kind."""
    return [c.heading for c in table.columns if c.means.field in ("name", "missing")]
