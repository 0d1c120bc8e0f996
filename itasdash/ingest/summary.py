"""The tables of provinces of an export -> what they claim."""

import re
from collections.abc import Sequence

from itasdash.findings import Finding, Refusal
from itasdash.ingest import check
from itasdash.ingest.facts import SAMPLES, Export, LaoRow, Sample, Summary, Unresolved
from itasdash.ingest.layout.headings import COUNT_FIELDS
from itasdash.ingest.layout.rows import Row, as_text
from itasdash.ingest.layout.table import Table
from itasdash.ingest.layout.titles import counts_people, role_counted, types_named
from itasdash.ingest.matching.match import Register
from itasdash.ingest.values import RowReader
from itasdash.reference import BANGKOK
from itasdash.reference.names import read_province
from itasdash.thai.digits import parse_count

# What a summary may count, of which a share or a name of a province alone is none.
_COUNTS = (
    *("expected", "registered", "outstanding"),
    *("iit_quota", "iit_answered", "eit_quota", "eit_answered"),
)


def keep_sample(table: Table, row: Row, understood: "LaoRow | Summary", export: Export) -> None:
    """Keep one of the first rows as it was written and as it was understood."""
    if len(export.samples) < SAMPLES:
        written = tuple(row.text(name) for name in table.fields)
        export.samples.append(Sample(table.sheet, row.number, written, understood))


def skip_bangkok(table: Table, row: Row, export: Export) -> None:
    """Leave out the capital, which is an LAO but none that the department watches."""
    export.findings.append(Finding("bangkok_skipped", table.sheet, row.number))
    export.rows.ignored += 1


def _check_subject(table: Table, register: Register) -> None:
    """Refuse a summary that does not count all LAOs by both of their people.

    Raises:
        Refusal: its titles are about one of the two people, about people, or about some types of
            LAO, and its counts are not those of all LAOs of the register.
    """
    titles = [*table.titles, table.sheet]
    both = any(c.means.field in _STATES and _BOTH.search(c.heading) for c in table.columns)
    _, one = role_counted(titles)
    if one and not both:
        raise Refusal("one_role_counted", {"sheet": table.sheet, "found": one[:80]})
    people = next((t for t in titles if counts_people(t) and "แห่ง" not in t), "")
    if people:
        values = {"sheet": table.sheet, "row": table.heading_row, "found": people[:80]}
        raise Refusal("people_counted", values)
    named = frozenset().union(*map(types_named, titles))
    known = {lao.lao_type for lao in register.laos} - {"SPECIAL"}
    if not named or not known - named:
        return
    for row in table.rows:
        laos = register.by_province.get(read_province(row.text("province")) or "", ())
        if laos and parse_count(row.cells.get("expected")) != len(laos):
            title = next(t for t in titles if types_named(t))
            raise Refusal("some_types_counted", {"sheet": table.sheet, "found": title[:80]})


_STATES = ("registered", "outstanding")
_BOTH = re.compile(r"ทั้งสอง|ทั้ง\s*2|ทั้งคู่|ครบ|both", re.IGNORECASE)


def _settle_parts(table: Table) -> None:
    """Read the rows of counts that name no province, below one that does, as its parts.

    They are passed over where the row of the province is their sum; where the total below them is
    that of all, it is what the province counts.

    Raises:
        Refusal: neither is so, and the row of the province may be that of its first part.
    """
    counted = [name for name in COUNT_FIELDS if name in table.fields]
    starts = [*(row.number for row in table.rows), table.bottom + 1]
    for at, row in enumerate(table.rows):
        inside = range(row.number + 1, starts[at + 1])
        total = next((t for t in table.totals if t.number in inside), None)
        inside = range(row.number + 1, total.number if total else starts[at + 1])
        below = [r for r in table.nameless if r.number in inside and _counts(r, counted)]
        if not below:
            continue
        last = at + 1 == len(table.rows)
        if last and len(below) == 1 and len({r.number for r in table.nameless}) == 1:
            # A single row that names nobody, below all: a total that is not called one.
            continue
        own, parts = _counts(row, counted), [_counts(r, counted) for r in below]
        sums = {n: sum(part.get(n, 0) for part in parts) for n in own}
        if own == sums or not any(sums.values()):
            continue
        whole = {n: own[n] + sums[n] for n in own}
        told = {n: parse_count(total.cells.get(n)) for n in own} if total else {}
        if total is None or told != whole:
            found = " ".join(as_text(cell) for cell in table.grid[below[0].number - 1])
            values = {"sheet": table.sheet, "row": below[0].number, "found": found[:80]}
            raise Refusal("rows_of_parts", values | {"province": row.text("province")})
        cells = {**total.cells, "province": row.cells["province"]}
        table.rows[at] = Row(total.number, cells)
        table.totals.remove(total)


def _counts(row: Row, names: Sequence[str]) -> dict[str, int]:
    counts = ((name, parse_count(row.cells.get(name))) for name in names)
    return {name: count for name, count in counts if count is not None}


def read_summary(table: Table, export: Export, register: Register) -> None:
    """Read a table of provinces into what an export claims.

    Raises:
        Refusal: a province has several rows of counts, and nothing tells which of them is its own;
            or the counts of a summary are not those of LAOs by both of their people.
    """
    if export.kind == "province_summary":
        _check_subject(table, register)
    _settle_parts(table)
    reader = RowReader(table, export.findings)
    outside: list[Summary] = []
    for row in table.rows:
        code = read_province(row.text("province"))
        if code == BANGKOK:
            skip_bangkok(table, row, export)
            outside.append(reader.summary(row, code))
        elif code is not None:
            export.summaries.append(reader.summary(row, code))
            keep_sample(table, row, export.summaries[-1], export)
            export.rows.resolved += 1
        else:
            written = row.text("province")
            export.findings.append(
                Finding("unknown_province", table.sheet, row.number, found=written)
            )
            if export.kind == "province_summary":
                export.rows.unresolved += 1
                export.unresolved.append(
                    Unresolved(table.sheet, row.number, written, None, None, ())
                )
            else:
                export.rows.ignored += 1
    here = [summary for summary in export.summaries if summary.sheet == table.sheet]
    export.findings += check.summary_rows(here)
    export.findings += check.summary_total(table, here, outside, reader)


def check_counts(export: Export) -> None:
    """Refuse a summary of which not one count was understood, before it replaces one that has any.

    What was found of its cells goes along, so that it can be seen why.

    Raises:
        Refusal: none was.
    """
    if export.kind != "province_summary" or not export.summaries:
        return
    if not any(getattr(claim, name) is not None for claim in export.summaries for name in _COUNTS):
        first = export.summaries[0]
        values = {"sheet": first.sheet, "row": str(first.row), "rows": str(len(export.summaries))}
        raise Refusal("no_counts", values)
