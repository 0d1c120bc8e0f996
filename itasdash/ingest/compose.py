"""Several exports of one moment -> the tables of one snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
from pandas.arrays import ArrowExtensionArray

from itasdash.findings import Finding
from itasdash.ingest import check, check_surveys
from itasdash.ingest.facts import Export, LaoRow, Status, Unresolved
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.match import Register
from itasdash.schema import NOBODY, PROVINCE_SUMMARY, STATUS
from itasdash.schema.declared import declared

Values = dict[str, object]
_NOTHING_SAID: Values = vars(Status())


@dataclass(frozen=True)
class Composition:
    """The tables of a snapshot and what its exports say against each other."""

    status: pd.DataFrame
    province_summary: pd.DataFrame
    findings: tuple[Finding, ...]


def compose(register: Register, exports: Sequence[Export]) -> Composition:
    """Return the snapshot that ``exports`` of one moment make; those of one kind are its parts.

    A status export says more than a list: the list only fills in LAOs that the status export
    leaves out. An LAO on no list is registered (``basis`` = inferred) where a list speaks of it;
    those that an unmatched row of a list may mean are unknown until a person decides.
    """
    full = [export for export in exports if export.kind == "status"]
    lists = [export for export in exports if export.kind == "unregistered_list"]
    findings: list[Finding] = []
    reported: dict[str, Values] = {}
    for export in full:
        reported |= _reported(export, register)
    rows: dict[str, Values] = {
        lao.lao_id: _blank(lao) for lao in register.laos if lists or lao.lao_id not in reported
    }
    open_rows: list[Values] = []
    for listing in lists:
        others = [other.provinces for other in lists if other is not listing]
        spoken = frozenset().union(*others)
        open_rows += _fill_in(rows, listing, register, reported if full else {}, spoken)
    for listing in lists:
        rows |= _reported(listing, register)
    if full and lists:
        findings += check.list_against_status(
            {lao_id: _as_flag(row["registered"]) for lao_id, row in reported.items()},
            set().union(*(listing.outstanding for listing in lists)),
            {lao.lao_id: lao.province_code for lao in register.laos},
        )
    rows |= reported
    for export in full:
        open_rows += [_unresolved(row, export) for row in export.laos if row.lao_id is None]
    status = _status([*rows.values(), *open_rows])
    summary = PROVINCE_SUMMARY.frame(_summaries(exports))
    if len(summary) and (full or lists):
        findings += check.summary_against_status(summary, status, listed=not full)
        findings += check_surveys.summary_against_laos(summary, status)
    return Composition(status, summary, tuple(findings))


def _status(rows: Sequence[Values]) -> pd.DataFrame:
    """Return rows of the status table as a frame of it."""
    if all(row["lao_id"] is not None for row in rows):
        # In its order nearly always: an LAO has one row.
        rows = sorted(rows, key=lambda row: str(row["lao_id"]))
    columns = {
        each.name: pa.array([row[each.name] for row in rows], each.type, from_pandas=True)
        for each in (*STATUS.columns, *STATUS.optional)
    }
    for each in STATUS.optional:
        if columns[each.name].null_count == len(rows):
            del columns[each.name]
    frame = pd.DataFrame({name: ArrowExtensionArray(values) for name, values in columns.items()})
    return frame if declared(STATUS, frame) is not None else STATUS.frame(frame)


def _fill_in(
    rows: dict[str, Values],
    listing: Export,
    register: Register,
    reported: Mapping[str, Values],
    spoken: frozenset[str],
) -> list[Values]:
    """Say of the LAOs that a list does not name what its silence means; return its open rows.

    ``reported`` is what status exports say; an open row that most likely means one of these LAOs
    is left out. ``spoken`` are the provinces that other lists of the moment speak of: what was
    only assumed of them does not hold.
    """
    likely = _likely(listing.unresolved, listing.outstanding, listing.unknown)
    open_ = {*likely.values(), *(i for row in listing.unresolved for i in row.plausible)}
    for lao in register.laos:
        # A list of those whom nobody opened says nothing of the others.
        coverage = listing.coverage
        speaks = coverage is None or coverage.speaks_of(lao)
        if coverage is not None and lao.province_code in coverage.assumed & spoken:
            speaks = False
        if speaks and listing.list_means != NOBODY and lao.lao_id not in open_:
            rows[lao.lao_id]["registered"] = True
    return [
        _unresolved(row, listing)
        for row in listing.laos
        if row.lao_id is None and likely.get((row.sheet, row.row)) not in reported
    ]


def _as_flag(value: object) -> bool | None:
    return None if value is None else bool(value)


def _blank(lao: Lao) -> Values:
    """Return the row of an LAO that no export names."""
    return {
        **_of_lao(lao),
        **_NOTHING_SAID,
        "basis": "inferred",
        "match": "register",
        "source": None,
        "source_sheet": None,
        "source_row": None,
    }


def _of_lao(lao: Lao) -> Values:
    return {
        "lao_id": lao.lao_id,
        "province_code": lao.province_code,
        "district_name_th": lao.district_name_th,
        "lao_type": lao.lao_type,
        "name_th": lao.name_th,
    }


def _source(row: LaoRow, export: Export) -> Values:
    return {
        "basis": "reported",
        "match": row.rule,
        "source": export.sha256,
        "source_sheet": row.sheet,
        "source_row": row.row,
    }


def _reported(export: Export, register: Register) -> dict[str, Values]:
    """Return the row of every LAO that an export names; one named twice unequally is unknown."""
    laos = {lao.lao_id: lao for lao in register.laos}
    rows: dict[str, Values] = {}
    first: dict[str, Status] = {}
    for row in export.laos:
        if row.lao_id is None:
            continue
        if row.lao_id not in rows:
            first[row.lao_id] = row.status
            rows[row.lao_id] = {
                **_of_lao(laos[row.lao_id]),
                **vars(row.status),
                **_source(row, export),
            }
        elif first[row.lao_id] != row.status:
            rows[row.lao_id] |= _NOTHING_SAID
    return rows


def _unresolved(row: LaoRow, export: Export) -> Values:
    place = row.place
    return {
        "lao_id": None,
        "province_code": place.province_code,
        "district_name_th": place.district,
        "lao_type": place.name.lao_type or place.lao_type,
        "name_th": place.written,
        **vars(row.status),
        **_source(row, export),
    }


def _likely(
    unresolved: Iterable[Unresolved], taken: set[str], unknown: set[str]
) -> dict[tuple[str, int], str]:
    """Give each unmatched row the LAO that it most likely means, no LAO to two rows.

    The surest go first, so that a doubtful row does not take the LAO of a clear one; before all
    others come LAOs that the list itself calls ``unknown``.
    """
    taken = set(taken)
    given: dict[tuple[str, int], str] = {}
    wishes = [
        (suggestion.lao_id not in unknown, -suggestion.score, row.sheet, row.row, suggestion.lao_id)
        for row in unresolved
        for suggestion in row.suggestions
    ]
    for _, _, sheet, number, lao_id in sorted(wishes):
        if lao_id not in taken and (sheet, number) not in given:
            given[sheet, number] = lao_id
            taken.add(lao_id)
    return given


def _summaries(exports: Sequence[Export]) -> list[Values]:
    """Return the claims per province; those of a file of its own before those of a mere sheet."""
    rows: dict[str, Values] = {}
    for export in sorted(exports, key=lambda export: export.kind != "province_summary"):
        for claim in export.summaries:
            values = vars(claim)
            rows.setdefault(claim.province_code, {n: values[n] for n in PROVINCE_SUMMARY.names})
    return list(rows.values())
