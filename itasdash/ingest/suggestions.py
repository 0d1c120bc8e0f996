"""Rows that name no LAO of the register: counted, and each with what it may mean."""

from itasdash.findings import Finding
from itasdash.ingest.facts import Export, Unresolved
from itasdash.ingest.matching.match import Register

# For so many rows LAOs of the whole country are looked through, which takes its time.
_MOST_SLIPS = 500


def suggest(export: Export, register: Register) -> None:
    """Count the LAO rows and say what each unmatched one may mean."""
    reported = {(f.sheet, f.row) for f in export.findings if f.code == "name_of_several"}
    taken = {row.lao_id for row in export.laos if row.lao_id}
    if export.kind != "status":
        taken = export.outstanding
    elsewhere = 0
    for row in export.laos:
        if row.lao_id:
            export.rows.resolved += 1
            continue
        export.rows.unresolved += 1
        place = row.place
        elsewhere += place.province_code not in register.by_province
        looked = place.province_code in register.by_province or elsewhere <= _MOST_SLIPS
        suggestions = tuple(register.suggest(place, taken)) if looked else ()
        export.unresolved.append(
            Unresolved(
                row.sheet,
                row.row,
                place.written,
                place.province_code,
                place.district,
                suggestions,
                register.plausible(place, suggestions, taken),
            )
        )
        if (row.sheet, row.row) not in reported:
            export.findings.append(
                Finding(
                    "unmatched_name", row.sheet, row.row, place.province_code, found=place.written
                )
            )
