"""Rows that are about one LAO together, and rows whose name several LAOs bear."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from itasdash.findings import Finding, Refusal
from itasdash.ingest.facts import Export, LaoRow
from itasdash.ingest.layout.table import Table
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.missing import person_of
from itasdash.reference.names import read_lao_name, read_lao_type
from itasdash.thai.text import key


def share_names(
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
            choices = ", ".join(f"{lao.district_name_th} ({lao.lao_id})" for lao in several[at])
            findings.append(
                Finding(
                    "name_of_several",
                    row.sheet,
                    row.row,
                    row.place.province_code,
                    expected=len(lao_ids),
                    found=row.place.written,
                    subject=choices,
                )
            )


def join_people(rows: list[LaoRow], table: Table, export: Export) -> list[LaoRow]:
    """Return one row for each LAO out of those of its people, each of which tells one role.

    Two rows of one role that disagree tell nothing of that role; that is an error.
    """
    person = {row.number: person_of(row.text("person")) for row in table.rows}
    joined: dict[str, LaoRow] = {}
    roles: dict[tuple[str, str], bool | None] = {}
    for row in rows:
        place = row.place
        who = row.lao_id or f"{place.province_code}|{place.district}|{key(place.written)}"
        role = person[row.row]
        first = joined.setdefault(who, row)
        if first is not row:
            export.rows.ignored += 1
        if role is None:
            written = next(r.text("person") for r in table.rows if r.number == row.row)
            export.findings.append(
                Finding("unknown_status", table.sheet, row.row, found=written[:80])
            )
            continue
        if (who, role) in roles and roles[who, role] != row.status.registered:
            export.findings.append(
                Finding(
                    "duplicate_lao_differs",
                    row.sheet,
                    row.row,
                    place.province_code,
                    expected=first.row,
                    found=row.row,
                    subject=place.written,
                )
            )
            roles[who, role] = None
        else:
            roles[who, role] = row.status.registered
    found = []
    for who, row in joined.items():
        admin, executive = roles.get((who, "admin")), roles.get((who, "executive"))
        registered = admin and executive
        if admin is False or executive is False:
            registered = False
        status = replace(
            row.status,
            registered=registered,
            admin_registered=admin,
            executive_registered=executive,
        )
        found.append(replace(row, status=status))
    export.findings.append(
        Finding("rows_of_persons", table.sheet, expected=len(found), found=len(rows))
    )
    return found


def check_one_name(row: LaoRow) -> None:
    """Refuse a row whose cell holds the names of several LAOs: all but one would be lost.

    Raises:
        Refusal: it does.
    """
    parts = _NAMES_APART.split(row.place.written)
    typed = [part for part in parts if part.strip() and _typed(part)]
    if len(typed) > 1 and len({part.strip() for part in typed}) > 1:
        values = {"sheet": row.sheet, "row": row.row, "found": row.place.written[:60]}
        raise Refusal("names_in_one_cell", values)


# What stands between the names of a cell, or begins the next one.
_NAMES_APART = re.compile(
    r"[,;/\n]|\s*และ\s*|\s+(?=(?:อบต|ทต|ทม|ทน|อบจ)\.|องค์การบริหาร|องค์กรบริหาร|เทศบาล(?:ตำบล|เมือง|นคร))"
)


def _typed(text: str) -> bool:
    """Say whether a text is the name of an LAO with its type, and more than the type."""
    name = read_lao_name(text)
    return name.lao_type is not None and read_lao_type(text) is None


def lists_twice(rows: Sequence[LaoRow]) -> list[Finding]:
    """Report sheets that list many of the same LAOs, but not all: one may be an older copy."""
    sheets: dict[str, dict[str, LaoRow]] = {}
    for row in rows:
        if row.lao_id:
            sheets.setdefault(row.sheet, {}).setdefault(row.lao_id, row)
    findings = []
    for first, second in combinations(sheets, 2):
        both = sheets[first].keys() & sheets[second].keys()
        fewest = min(len(sheets[first]), len(sheets[second]))
        if 2 * len(both) >= fewest and sheets[first].keys() != sheets[second].keys():
            every = len(sheets[first].keys() | sheets[second].keys())
            findings.append(
                Finding("list_twice", second, expected=every, found=len(both), subject=first)
            )
    return findings
