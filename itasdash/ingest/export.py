"""One export from its bytes to what it says: kind, moment, rows with their LAOs, findings."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from itasdash.findings import Finding, Refusal
from itasdash.ingest import check, check_surveys
from itasdash.ingest.by_layout import translated
from itasdash.ingest.facts import SAMPLES, Export, LaoRow, Sample, Unresolved
from itasdash.ingest.files.read import read_sheets
from itasdash.ingest.files.sheets import Sheet
from itasdash.ingest.layout import SheetTable
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.match import Alias, Register, is_no_lao
from itasdash.ingest.normalise import RowReader, Status, Summary, says_unknown
from itasdash.ingest.rows import Row, list_word, read_section
from itasdash.ingest.suggestions import suggest
from itasdash.ingest.tables import find_tables, what_and_when
from itasdash.reference import BANGKOK
from itasdash.reference.names import province_within, read_province
from itasdash.schema import EITHER_MISSING, NOBODY, Layout
from itasdash.settings import limits

# So many rows of unknown provinces, and none of a known one, are no slips but another table.
_NO_SLIPS = 10

RegisterAt = Callable[[datetime], Register]


def read_export(
    data: bytes,
    file: str,
    register_at: RegisterAt,
    aliases: Sequence[Alias] = (),
    as_of: datetime | None = None,
    list_means: str = EITHER_MISSING,
    layouts: Sequence[Layout] = (),
    *,
    demanded: bool = False,
) -> Export:
    """Return what an export says.

    Args:
        data: the bytes of the file.
        file: its name, which may hold the moment and the kind.
        register_at: gives the register that is valid at a moment.
        aliases: names that were confirmed before.
        as_of: the moment, where the caller knows it.
        list_means: who stands on a list: ``either`` or ``nobody``.
        layouts: what was taught of layouts; a sheet of one of them is read as it says.
        demanded: the file is of these layouts, or it is refused.

    Raises:
        Refusal: the file cannot be read, holds no table, or does not say its kind or moment; what
            was noticed until then is among its findings.
    """
    sheets = read_sheets(data)
    digest = hashlib.sha256(data).hexdigest()
    return understood(
        sheets, file, digest, register_at, aliases, as_of, list_means, layouts, demanded=demanded
    )


def understood(
    sheets: Sequence[Sheet],
    file: str,
    digest: str,
    register_at: RegisterAt,
    aliases: Sequence[Alias] = (),
    as_of: datetime | None = None,
    list_means: str = EITHER_MISSING,
    layouts: Sequence[Layout] = (),
    *,
    demanded: bool = False,
) -> Export:
    """Return what the sheets of an export say; ``digest`` is the hash of its bytes.

    Raises:
        Refusal: as :func:`read_export` does.
    """
    findings: list[Finding] = []
    try:
        told = translated(sheets, layouts, findings, demanded=demanded)
        tables, loose = find_tables(told.sheets, findings)
        _check_length(tables)
        kinds, kind, moment = what_and_when(
            tables, loose, file, as_of or told.as_of, findings, told.kind
        )
        if as_of is None:
            told.check_days(moment)
        export = Export(file, digest, kind, moment, told.list_means(list_means))
        export.layouts = tuple(layout.fingerprint for layout in told.layouts)
        export.findings = findings
        _read_tables(export, tables, kinds, register_at(moment), aliases)
    except Refusal as refusal:
        raise replace(refusal, findings=tuple(dict.fromkeys(findings))) from refusal
    export.samples = [told.as_written(sample, sheets) for sample in export.samples]
    export.findings = list(dict.fromkeys(export.findings))
    return export


def _check_length(tables: Sequence[SheetTable]) -> None:
    """Refuse what has far more rows than there are LAOs, before any of them is matched."""
    most = limits().export_rows
    rows = sum(len(table.rows) + len(table.totals) + len(table.notes) for table in tables)
    if rows > most:
        raise Refusal("too_many_rows", {"rows": f"{rows:,}", "most": f"{most:,}"})


def _read_tables(
    export: Export,
    tables: Sequence[SheetTable],
    kinds: dict[int, str | None],
    register: Register,
    aliases: Sequence[Alias],
) -> None:
    for table in tables:
        export.findings += table.findings
        export.rows.ignored += table.ignored
        if kinds[id(table)] == "province_summary":
            _read_summary(table, export)
        elif kinds[id(table)] == export.kind:
            _check_titles(table, export)
            _read_laos(table, export, register, aliases)
        else:
            export.findings.append(Finding("sheet_of_other_kind", table.sheet))
            export.rows.ignored += len(table.rows)
    if not export.laos and not export.summaries and not export.unresolved:
        raise Refusal("no_rows")
    _check_provinces(export, register)
    suggest(export, register)
    export.findings += check.duplicates(export.laos)
    export.findings += check_surveys.answered_above_quota(export.laos)
    export.findings += check_surveys.answered_unregistered(export.laos)
    export.findings += check_surveys.missing_counts(export.laos, export.findings)
    export.findings += check.provinces_twice(export.summaries)
    export.findings += check.against_register(export, register)


def _check_titles(table: SheetTable, export: Export) -> None:
    """Refuse a list that says it is of some provinces only: all others would be registered."""
    if export.kind == "status":
        return
    said = {list_word(title): title for title in table.titles}
    if "partial" in said:
        raise Refusal("list_of_some_provinces", {"sheet": table.sheet, "found": said["partial"]})
    if NOBODY in said and export.list_means != NOBODY:
        export.findings.append(Finding("list_means_differs", table.sheet, found=said[NOBODY]))


def _check_provinces(export: Export, register: Register) -> None:
    """Refuse an export of which not one row stands in a province of the register.

    Taken as it is, a list of that sort would make nearly every LAO of the country registered. A
    few rows may be slips, each of which a person settles.
    """
    known = any(r.lao_id or r.place.province_code in register.by_province for r in export.laos)
    if export.summaries or known or 0 < len(export.laos) < _NO_SLIPS:
        return
    first = export.laos[0] if export.laos else export.unresolved[0]
    finding = next((f for f in export.findings if f.code == "unknown_province"), None)
    found = finding.found if finding else ""
    values = {"sheet": first.sheet, "row": first.row, "found": found}
    raise Refusal("no_known_province", values)


def _province_of(table: SheetTable) -> str | None:
    """Return the province that a whole sheet is about, by its name or its titles."""
    by_sheet = read_province(read_section(table.sheet)[0])
    return by_sheet or province_within(" ".join(table.titles))


def _read_laos(
    table: SheetTable, export: Export, register: Register, aliases: Sequence[Alias]
) -> None:
    reader = RowReader(table, export.findings)
    province = _province_of(table)
    read: list[LaoRow] = []
    several: dict[int, tuple[Lao, ...]] = {}
    for row in table.rows:
        place = register.place(row.text, province, "district" not in row.carried)
        match = register.match(place, aliases, export.as_of.date())
        if match.lao is None and is_no_lao(place, aliases, export.as_of.date()):
            export.dismissed.append(place)
            export.rows.ignored += 1
            continue
        if match.lao is None and read_province(place.written) == BANGKOK:
            _skip_bangkok(table, row, export)
            continue
        written = row.text("province")
        strange = bool(written) and read_province(written) is None
        if match.lao is not None:
            # Beside its code a row need not say its province.
            place = replace(place, province_code=match.lao.province_code)
        elif place.province_code not in register.by_province:
            strange = True
        if strange:
            found = written or place.written
            export.findings.append(
                Finding("unknown_province", table.sheet, row.number, found=found)
            )
        for said in match.findings:
            export.findings.append(_located(said, table.sheet, row.number, place.province_code))
        status = (
            _listed(reader, row, export)
            if export.kind != "status"
            else reader.status(row, export.as_of)
        )
        lao_id = match.lao.lao_id if match.lao else None
        read.append(LaoRow(table.sheet, row.number, place, lao_id, match.rule, status))
        if match.several:
            several[len(read) - 1] = match.several
        _sample(table, row, read[-1], export)
    _share_names(read, several, export.findings)
    export.laos += read
    export.findings += check.stated_totals(table, read, len(export.laos))


def _share_names(
    rows: list[LaoRow], several: dict[int, tuple[Lao, ...]], findings: list[Finding]
) -> None:
    """Settle or report the rows whose name several LAOs of the province bear alike.

    Where there are as many such rows as LAOs, none of which another row is about, and all say the
    same, which of them is which makes no difference; else a person must tell them apart.
    """
    taken = {row.lao_id for row in rows}
    alike: dict[tuple[str, ...], list[int]] = {}
    for at, laos in several.items():
        alike.setdefault(tuple(lao.lao_id for lao in laos), []).append(at)
    for lao_ids, places in alike.items():
        if (
            not taken.intersection(lao_ids)
            and len(lao_ids) == len(places)
            and len({rows[at].status for at in places}) == 1
        ):
            for at, lao_id in zip(places, lao_ids, strict=True):
                rows[at] = replace(rows[at], lao_id=lao_id, rule="name")
            continue
        for at in places:
            row = rows[at]
            told = ", ".join(f"{lao.district_name_th} ({lao.lao_id})" for lao in several[at])
            findings.append(
                Finding(
                    "name_of_several",
                    row.sheet,
                    row.row,
                    row.place.province_code,
                    expected=len(lao_ids),
                    found=row.place.written,
                    about=told,
                )
            )


def _sample(table: SheetTable, row: Row, understood: "LaoRow | Summary", export: Export) -> None:
    if len(export.samples) < SAMPLES:
        written = tuple(row.text(name) for name in table.fields)
        export.samples.append(Sample(table.sheet, row.number, written, understood))


def _skip_bangkok(table: SheetTable, row: Row, export: Export) -> None:
    """Leave out the capital, which is an LAO but none that the department watches."""
    export.findings.append(Finding("bangkok_skipped", table.sheet, row.number))
    export.rows.ignored += 1


def _located(finding: Finding, sheet: str, row: int, province_code: str | None) -> Finding:
    return Finding(
        finding.code, sheet, row, province_code, finding.expected, finding.found, finding.about
    )


def _listed(reader: RowReader, row: Row, export: Export) -> Status:
    """Return the status of an LAO on a list; columns for the roles say more.

    A list may also name LAOs that would else count as registered, with the word that nothing is
    known of them.
    """
    said = reader.status(row, export.as_of)
    if says_unknown(row):
        return Status(None, said.admin_registered, said.executive_registered)
    nobody = False if export.list_means == NOBODY else None
    admin = said.admin_registered if said.admin_registered is not None else nobody
    executive = said.executive_registered if said.executive_registered is not None else nobody
    return Status(False, admin, executive)


def _read_summary(table: SheetTable, export: Export) -> None:
    reader = RowReader(table, export.findings)
    outside: list[Summary] = []
    for row in table.rows:
        code = read_province(row.text("province"))
        if code == BANGKOK:
            _skip_bangkok(table, row, export)
            outside.append(reader.summary(row, code))
        elif code is not None:
            export.summaries.append(reader.summary(row, code))
            _sample(table, row, export.summaries[-1], export)
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
