"""One export from its bytes to what it says: kind, moment, rows with their LAOs, findings."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from itasdash.findings import Finding, Refusal
from itasdash.ingest import check
from itasdash.ingest.layout import SheetTable, find_table
from itasdash.ingest.match import Alias, Place, Register, Suggestion
from itasdash.ingest.moment import find_as_of, title_text
from itasdash.ingest.normalise import RowReader, Status, Summary, says_registered
from itasdash.ingest.read import Sheet, read_sheets
from itasdash.ingest.rows import Row, read_section
from itasdash.reference import BANGKOK, words
from itasdash.thai.names import province_within, read_province
from itasdash.thai.text import key

# What the LAOs on a list of the unregistered have in common (DESIGN: "What a list means").
EITHER_MISSING, NOBODY = "either", "nobody"
LIST_MEANINGS = (EITHER_MISSING, NOBODY)
# How far a sheet without a table (a cover) is searched for the moment.
_LOOSE_ROWS = 60


@dataclass(frozen=True)
class LaoRow:
    """A row about one LAO: where it stands, who it is about, what it says."""

    sheet: str
    row: int
    place: Place
    lao_id: str | None
    rule: str
    status: Status


@dataclass(frozen=True)
class Unresolved:
    """A row whose LAO a person must name, with what it most likely means, the best first."""

    sheet: str
    row: int
    written: str
    province_code: str | None
    district: str | None
    suggestions: tuple[Suggestion, ...]


@dataclass
class RowCount:
    """How many rows were read and what became of them; ``read`` is the sum of the others."""

    resolved: int = 0
    unresolved: int = 0
    ignored: int = 0

    @property
    def read(self) -> int:
        """All rows below the headers that hold anything."""
        return self.resolved + self.unresolved + self.ignored

    def stored(self) -> dict[str, int]:
        """Return the counts as reports print them."""
        return {
            "read": self.read,
            "resolved": self.resolved,
            "unresolved": self.unresolved,
            "ignored": self.ignored,
        }


@dataclass
class Export:
    """What one file says."""

    file: str
    sha256: str
    kind: str
    as_of: datetime
    list_means: str
    rows: RowCount = field(default_factory=RowCount)
    laos: list[LaoRow] = field(default_factory=list)
    summaries: list[Summary] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


RegisterAt = Callable[[datetime], Register]


def read_export(
    data: bytes,
    file: str,
    register_at: RegisterAt,
    aliases: Sequence[Alias] = (),
    as_of: datetime | None = None,
    list_means: str = EITHER_MISSING,
) -> Export:
    """Return what an export says.

    Args:
        data: the bytes of the file.
        file: its name, which may hold the moment and the kind.
        register_at: gives the register that is valid at a moment.
        aliases: names that were confirmed before.
        as_of: the moment, where the caller knows it.
        list_means: who stands on a list: ``either`` or ``nobody``.

    Raises:
        Refusal: the file cannot be read, holds no table, or does not say its kind or moment.
    """
    findings: list[Finding] = []
    tables, loose = _find_tables(read_sheets(data), findings)
    titles = [text for table in tables for text in table.titles]
    notes = [text for table in tables for text in table.notes] + loose
    kinds = {id(table): _kind(table, file) for table in tables}
    if None in kinds.values():
        raise Refusal("kind_unknown")
    kind = next(
        k for k in ("status", "unregistered_list", "province_summary") if k in kinds.values()
    )
    moment, said = find_as_of(titles, notes, file, as_of)
    export = Export(file, hashlib.sha256(data).hexdigest(), kind, moment, list_means)
    export.findings = findings + said
    register = register_at(moment)
    for table in tables:
        export.findings += table.findings
        export.rows.ignored += table.ignored
        if kinds[id(table)] == "province_summary":
            _read_summary(table, export)
        elif kinds[id(table)] == kind:
            _read_laos(table, export, register, aliases)
        else:
            export.findings.append(Finding("sheet_of_other_kind", table.sheet))
            export.rows.ignored += len(table.rows)
    if not export.laos and not export.summaries:
        raise Refusal("no_rows")
    _suggest(export, register)
    export.findings += check.duplicates(export.laos)
    export.findings += check.provinces_twice(export.summaries)
    export.findings += check.against_register(export, register)
    export.findings = list(dict.fromkeys(export.findings))
    return export


def _find_tables(
    sheets: list[Sheet], findings: list[Finding]
) -> tuple[list[SheetTable], list[str]]:
    """Return the tables of the visible sheets, and the text of visible sheets without one.

    Hidden sheets are read only where no other has a table.
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
            loose += [title_text(row) for row in sheet.rows[:_LOOSE_ROWS] if sheet.visible]
        elif visible and not sheet.visible:
            findings.append(Finding("hidden_sheet_skipped", sheet.name))
    return visible or [table for _, table in tables], loose


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
    for row in table.rows:
        if read_province(row.text("name")) == BANGKOK:
            _skip_bangkok(table, row, export)
            continue
        place = register.place(row.text, province, "district" not in row.carried)
        match = register.match(place, aliases, export.as_of.date())
        if match.lao is not None:
            # Beside its code a row need not say its province.
            place = replace(place, province_code=match.lao.province_code)
        elif place.province_code not in register.by_province:
            written = row.text("province") or place.written
            export.findings.append(
                Finding("unknown_province", table.sheet, row.number, found=written)
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
    export.laos += read
    export.findings += check.stated_totals(table, read, len(export.laos))


def _skip_bangkok(table: SheetTable, row: Row, export: Export) -> None:
    """Leave out the capital, which is an LAO but none that the department watches."""
    export.findings.append(Finding("bangkok_skipped", table.sheet, row.number))
    export.rows.ignored += 1


def _located(finding: Finding, sheet: str, row: int, province_code: str | None) -> Finding:
    return Finding(
        finding.code, sheet, row, province_code, finding.expected, finding.found, finding.about
    )


def _listed(reader: RowReader, row: Row, export: Export) -> Status:
    """Return the status of an LAO on a list; columns for the roles say more."""
    said = reader.status(row, export.as_of)
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


def _suggest(export: Export, register: Register) -> None:
    """Count the LAO rows and say what each unmatched one may mean."""
    taken = {row.lao_id for row in export.laos if row.lao_id}
    for row in export.laos:
        if row.lao_id:
            export.rows.resolved += 1
            continue
        export.rows.unresolved += 1
        place = row.place
        export.unresolved.append(
            Unresolved(
                row.sheet,
                row.row,
                place.written,
                place.province_code,
                place.district,
                tuple(register.suggest(place, taken)),
            )
        )
        found = Finding(
            "unmatched_name", row.sheet, row.row, place.province_code, found=place.written
        )
        export.findings.append(found)
