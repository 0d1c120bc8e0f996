"""The tables of provinces of an export -> what they claim."""

from itasdash.findings import Finding, Refusal
from itasdash.ingest import check
from itasdash.ingest.facts import SAMPLES, Export, LaoRow, Sample, Unresolved
from itasdash.ingest.layout.rows import Row
from itasdash.ingest.layout.table import Table
from itasdash.ingest.values import RowReader, Summary
from itasdash.reference import BANGKOK
from itasdash.reference.names import read_province

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


def read_summary(table: Table, export: Export) -> None:
    """Read a table of provinces into what an export claims."""
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
