"""One export from its bytes to what it says: kind, moment, rows with their LAOs, findings."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from itasdash.findings import Finding, Refusal
from itasdash.ingest import check, check_surveys, check_totals
from itasdash.ingest.by_layout import translated
from itasdash.ingest.coverage import coverage_of
from itasdash.ingest.facts import Export, LaoRow, Status
from itasdash.ingest.files.read import read_sheets
from itasdash.ingest.files.sheets import Sheet
from itasdash.ingest.layout.choice import find_tables, what_and_when
from itasdash.ingest.layout.claims import remark_claims_registered
from itasdash.ingest.layout.kinds import kinds_of, status_reader
from itasdash.ingest.layout.rows import Row, list_word
from itasdash.ingest.layout.sections import read_section
from itasdash.ingest.layout.table import Found, Table
from itasdash.ingest.matching.confirmed import Alias, is_no_lao
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.match import Register
from itasdash.ingest.matching.settle import settle
from itasdash.ingest.people import check_one_name, join_people, lists_twice, share_names
from itasdash.ingest.suggestions import suggest
from itasdash.ingest.summary import check_counts, keep_sample, read_summary, skip_bangkok
from itasdash.ingest.values import RowReader
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
    covers: str | None = None,
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
        covers: of whom a list's silence speaks: ``country``, ``listed``, or None for what the
            file itself says.

    Raises:
        Refusal: the file cannot be read, holds no table, does not say its kind or moment, or can
            be read in two ways that give other numbers; what was noticed until then is among its
            findings.
    """
    sheets = read_sheets(data)
    digest = hashlib.sha256(data).hexdigest()
    return understood(
        sheets,
        file,
        digest,
        register_at,
        aliases,
        as_of,
        list_means,
        layouts,
        demanded=demanded,
        covers=covers,
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
    covers: str | None = None,
) -> Export:
    """Return what the sheets of an export say; ``digest`` is the hash of its bytes.

    Raises:
        Refusal: as :func:`read_export` does.
    """
    findings: list[Finding] = []
    try:
        known = translated(sheets, layouts, findings, demanded=demanded)
        found = find_tables(known.sheets, findings)
        _check_length(found, file, known.kind)
        given = as_of or known.as_of
        kinds, kind, moment = what_and_when(found, file, given, findings, known.kind)
        if as_of is None:
            known.check_days(moment)
        export = Export(file, digest, kind, moment, known.list_means(list_means))
        export.layouts = tuple(layout.fingerprint for layout in known.layouts)
        export.findings = findings
        covers = covers or known.covers
        _read_tables(export, found, kinds, register_at(moment), aliases, covers)
    except Refusal as refusal:
        raise replace(refusal, findings=tuple(dict.fromkeys(findings))) from refusal
    export.samples = [known.as_written(sample, sheets) for sample in export.samples]
    export.findings = list(dict.fromkeys(export.findings))
    return export


def _check_length(found: Found, file: str, taught: Callable[[str, str | None], str | None]) -> None:
    """Refuse what has far more rows than there are LAOs, before any of them is matched.

    What names LAOs and says nothing of them is no export, and its length no fault: the department's
    register has a row for each subdistrict of an LAO.
    """
    most = limits().export_rows
    rows = sum(
        (len(table.rows) + len(table.totals) + len(table.notes)) // (2 if _by_person(table) else 1)
        for table in found.tables
    )
    if rows > most:
        refusals: list[Refusal] = []
        kinds_of(found, file, taught, refusals)
        unknown = [refusal for refusal in refusals if refusal.code == "kind_unknown"]
        raise [*unknown, Refusal("too_many_rows", {"rows": rows, "most": most})][0]


def _by_person(table: Table) -> bool:
    """Say whether a table has a row for each person of an LAO."""
    return table.has_laos and "person" in table.fields


def _read_tables(
    export: Export,
    found: Found,
    kinds: dict[int, str | None],
    register: Register,
    aliases: Sequence[Alias],
    covers: str | None,
) -> None:
    lists: list[Table] = []
    for table in found.tables:
        export.findings += table.findings
        export.rows.ignored += table.ignored
        if kinds[id(table)] == "province_summary":
            read_summary(table, export, register)
        elif kinds[id(table)] == export.kind:
            lists.append(table)
            _check_titles(table, export)
            _read_laos(table, found, export, register, aliases)
            if table.hidden_rows:
                code = "list_rows_hidden" if export.kind == "unregistered_list" else "rows_hidden"
                export.findings.append(Finding(code, table.sheet, found=len(table.hidden_rows)))
        else:
            export.findings.append(Finding("sheet_of_other_kind", table.sheet))
            export.rows.ignored += len(table.rows)
    places = (read_province(place) for table in lists for place in table.nobody)
    if not export.laos and not export.summaries and not export.unresolved:
        if not any(code in register.by_province for code in places):
            raise Refusal("no_rows")
    else:
        check_counts(export)
        _check_provinces(export, register)
    if export.kind == "unregistered_list":
        export.coverage, doubts = coverage_of(
            export.laos, lists, found, export.file, register, covers, export.summaries
        )
        export.findings += doubts
        export.findings += check_totals.days_on_list(export.laos)
        export.findings += lists_twice(export.laos)
    elif export.kind == "status":
        export.findings += check_totals.days_unregistered(export.laos)
    suggest(export, register)
    export.findings += check_totals.stated_counts(found, export)
    export.findings += check.duplicates(export.laos)
    export.findings += check_surveys.answered_above_quota(export.laos)
    export.findings += check_surveys.answered_unregistered(export.laos)
    export.findings += check_surveys.missing_counts(export.laos, export.findings)
    export.findings += check.provinces_twice(export.summaries)
    export.findings += check.against_register(export, register)


def _check_titles(table: Table, export: Export) -> None:
    """Refuse a list that says it is of some provinces only: all others would be registered."""
    if export.kind == "status":
        return
    titles = {list_word(title): title for title in table.titles}
    if "partial" in titles:
        raise Refusal("list_of_some_provinces", {"sheet": table.sheet, "found": titles["partial"]})
    if NOBODY in titles and export.list_means != NOBODY:
        # The title knows better than a default: silence then says nothing of anybody.
        export.list_means = NOBODY
        export.findings.append(Finding("list_means_differs", table.sheet, found=titles[NOBODY]))


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


def _province_of(table: Table) -> str | None:
    """Return the province that a whole sheet is about, by its name or its titles."""
    by_sheet = read_province(read_section(table.sheet)[0])
    return by_sheet or province_within(" ".join(table.titles))


def _read_laos(
    table: Table, found: Found, export: Export, register: Register, aliases: Sequence[Alias]
) -> None:
    statuses = status_reader(table, found)
    reader = RowReader(table, export.findings, statuses)
    if statuses.redefined and export.kind == "status":
        found_text = statuses.redefined[:120]
        export.findings.append(Finding("status_redefined", table.sheet, found=found_text))
    for name in statuses.blanks_assumed:
        heading = next(c.heading for c in table.columns if c.means.field == name)
        export.findings.append(
            Finding("blanks_mean_not", table.sheet, table.heading_row, found=heading)
        )
    province = _province_of(table)
    read: list[LaoRow] = []
    day = export.as_of.date()
    several: dict[int, tuple[Lao, ...]] = {}
    for row in table.rows:
        sure = "district" not in row.carried
        place, match = settle(register, row.text, province, sure, aliases, day)
        if match.lao is None and is_no_lao(place, aliases, day):
            export.dismissed.append(place)
            export.rows.ignored += 1
            continue
        if match.lao is None and read_province(place.written) == BANGKOK:
            skip_bangkok(table, row, export)
            continue
        written = row.text("province")
        strange = bool(written) and read_province(written) is None
        if match.lao is None and place.province_code not in register.by_province:
            strange = True
        if strange:
            export.findings.append(
                Finding("unknown_province", table.sheet, row.number, found=written or place.written)
            )
        for finding in match.findings:
            export.findings.append(_located(finding, table.sheet, row.number, place.province_code))
        status = _status_of(row, table, reader, export)
        lao_id = match.lao.lao_id if match.lao else None
        read.append(LaoRow(table.sheet, row.number, place, lao_id, match.rule, status))
        if match.lao is None:
            check_one_name(read[-1])
        if match.several:
            several[len(read) - 1] = match.several
        keep_sample(table, row, read[-1], export)
    share_names(read, several, export.findings)
    if _by_person(table):
        read = join_people(read, table, export)
    export.laos += read
    export.findings += check_totals.stated_totals(table, read, len(export.laos))


def _located(finding: Finding, sheet: str, row: int, province_code: str | None) -> Finding:
    return replace(finding, sheet=sheet, row=row, province_code=province_code)


def _status_of(row: Row, table: Table, reader: RowReader, export: Export) -> Status:
    if export.kind == "status":
        return reader.status(row, export.as_of)
    if row.number in table.hidden_rows:
        # Whether a row that was filtered out is on the list, nobody knows.
        return Status()
    return _listed(reader, row, export)


def _listed(reader: RowReader, row: Row, export: Export) -> Status:
    """Return the status of an LAO on a list; columns for the roles say more.

    A list may also name LAOs that would else count as registered, with the word that nothing is
    known of them.
    """
    status = reader.status(row, export.as_of)
    remark = row.text("remark")
    if remark_claims_registered(remark):
        export.findings.append(
            Finding("list_remark_registered", reader.sheet, row.number, found=remark[:80])
        )
        return Status()
    if reader.statuses.read(row).unknown:
        return Status(None, status.admin_registered, status.executive_registered)
    nobody = False if export.list_means == NOBODY else None
    admin = status.admin_registered if status.admin_registered is not None else nobody
    executive = status.executive_registered if status.executive_registered is not None else nobody
    return Status(False, admin, executive, status.registered_on)
