"""Checks of the counts that a file states: totals, sections, the number of its rows."""

import re
from collections.abc import Iterable, Sequence

from itasdash.findings import Finding
from itasdash.ingest.facts import Export, LaoRow
from itasdash.ingest.layout.claims import claims_unregistered
from itasdash.ingest.layout.rows import Total, total_behind
from itasdash.ingest.layout.sections import read_section
from itasdash.ingest.layout.table import Found, Table
from itasdash.reference.names import province_within, read_province
from itasdash.thai.digits import parse_count, to_arabic


def stated_totals(table: Table, rows: Sequence[LaoRow], so_far: int) -> list[Finding]:
    """Compare every ``รวม … N แห่ง`` of a table with the rows that it can be about.

    A total may stand above its rows or below, be that of a province, of a page, of what follows
    the total before, or of all; one of the counts that it states must be that of one of these.

    Args:
        table: the table.
        rows: its rows about LAOs.
        so_far: how many such rows the file has up to the end of this table.
    """
    findings = []
    numbers = [row.row for row in rows]
    bounds = [0, *(total.number for total in table.totals), table.bottom + 1]
    for at, total in enumerate(table.totals):
        stated = total.stated or _stated_in_cells(table, total)
        if not stated or total.role == "region":
            continue
        before = [row for row in rows if row.row < total.number]
        since = sum(bounds[at] < n < total.number for n in numbers)
        until = sum(total.number < n < bounds[at + 2] for n in numbers)
        province = _province_in(total)
        if total.role == "page":
            page = [t.number for t in table.totals[:at] if t.role == "page"] or [0]
            last = max((n for n in page if n < total.number - 1), default=0)
            counted = [
                since,
                len(before),
                sum(last < n < total.number for n in numbers),
            ]
        elif province is not None:
            # A section stands above its rows, the total of a province below, or above as well.
            of_it = [row for row in rows if row.place.province_code == province]
            counted = [len(of_it)]
            if total.role != "section":
                counted = [sum(row.row < total.number for row in of_it), len(of_it)]
            else:
                counted.append(until)
        elif total.role == "total":
            counted = [len(before), so_far, len(rows)]
        else:
            # A bare "รวม 61 แห่ง" may close a province's block or the whole table.
            last_code = before[-1].place.province_code if before else None
            of_it = [row for row in before if row.place.province_code == last_code]
            counted = [len(of_it), len(before), since, until]
            province = last_code
        if not set(stated) & set(counted):
            findings.append(
                Finding(
                    "stated_total_differs",
                    table.sheet,
                    total.number,
                    province,
                    expected=stated[0],
                    found=counted[0],
                )
            )
    return findings


def _stated_in_cells(table: Table, total: Total) -> tuple[int, ...]:
    """Return the count that a total writes in a column without a heading of its own meaning."""
    if not table.has_laos or total.role == "section":
        return ()
    cells = table.grid[total.number - 1] if total.number <= len(table.grid) else ()
    counts = [n for cell in cells if (n := parse_count(cell)) is not None and n >= 0]
    return (counts[0],) if len(counts) == 1 else ()


_ROWS_STATED = re.compile(
    r"(?:จำนวนแถว|จำนวนรายการ|จำนวนระเบียน|row count|rows exported|total rows|records)"
    r"\D{0,20}(\d[\d,]*)",
    re.IGNORECASE,
)


# A title that is nothing but a count: "จำนวน 67 แห่ง".
_LAOS_STATED = re.compile(
    r"\(?(?:รวมทั้งสิ้น|รวมทั้งหมด|รวม|จำนวนทั้งสิ้น|จำนวน|ทั้งหมด|ทั้งสิ้น)\s*(\d[\d,]*)"
    r"\s*(?:แห่ง|อปท\.?|หน่วยงาน|ราย)\)?"
)


def stated_counts(found: Found, export: Export) -> list[Finding]:
    """Compare the number of rows that a title or a cover states with those that there are."""
    rows = sum(len(table.rows) for table in found.tables if table.has_laos)
    rows = rows or sum(len(table.rows) for table in found.tables)
    findings = []
    for text in dict.fromkeys((*found.titles, *found.notes)):
        match = _ROWS_STATED.search(to_arabic(text))
        stated = parse_count(match[1]) if match else None
        whole = _LAOS_STATED.fullmatch(to_arabic(text).strip())
        counted = rows, len(export.laos)
        if whole and export.kind == "unregistered_list" and text in found.titles:
            stated = parse_count(whole[1])
        elif stated is None and text in found.titles and _counts_its_rows(text, export.kind):
            # One of the counts of the sentence that heads the list is that of its rows.
            numbers = [parse_count(n) for n in _COUNTED.findall(to_arabic(text))]
            stated = None if set(numbers) & set(counted) else next(iter(numbers), None)
        if stated is not None and stated not in counted:
            findings.append(Finding("stated_total_differs", expected=stated, found=rows))
    return findings


_COUNTED = re.compile(r"(?<![\d.,/])(\d[\d,]*)\s*(?:แห่ง|อปท\.?|หน่วยงาน|ราย|LAOs)", re.IGNORECASE)


def _counts_its_rows(title: str, kind: str) -> bool:
    """Say whether a title calls what is listed below it, with a count of them."""
    return kind == "unregistered_list" and claims_unregistered(title)


def days_on_list(rows: Iterable[LaoRow]) -> list[Finding]:
    """Report rows of a list of the unregistered that say on which day they registered."""
    dated = [row for row in rows if row.status.registered_on]
    if not dated:
        return []
    first = dated[0]
    return [Finding("list_row_registered", first.sheet, first.row, found=len(dated))]


def _province_in(total: Total) -> str | None:
    text = _TRAILING_COUNT.sub("", total.text)
    return (
        read_province(read_section(total.text)[0])
        or province_within(total.text)
        or read_province(total_behind(text) or "")
    )


_TRAILING_COUNT = re.compile(r"[\s\d,.]+$")
