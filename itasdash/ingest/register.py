"""The register of LAOs: the department's open-data file, or any table with the same five facts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from itasdash.findings import Finding, Refusal
from itasdash.ingest.files.read import read_sheets
from itasdash.ingest.files.sheets import Sheet
from itasdash.ingest.layout.table import Table
from itasdash.ingest.layout.tables import find_tables_of
from itasdash.ingest.matching.lao import Lao
from itasdash.reference import BANGKOK
from itasdash.reference.names import read_lao_name, read_lao_type, read_province
from itasdash.schema import lao_key
from itasdash.thai.text import clean, key

_NEEDED = ("code", "province", "district", "type", "name")


def read_register(data: bytes, findings: list[Finding] | None = None) -> list[Lao]:
    """Return the LAOs of a register file, one for each code, in the order of their codes.

    The open-data file has a row per LAO and subdistrict; the first row of an LAO counts, which for
    one that spans districts (every PAO) gives the first of them. The capital is an LAO but none
    that the department watches: its rows are left out, and named in ``findings``.

    Raises:
        Refusal: a column is missing, a row cannot be read, a code stands for two LAOs (all such
            rows are among its findings), or there is no LAO in it.
    """
    return laos_in(read_sheets(data), findings)


def laos_in(sheets: Sequence[Sheet], findings: list[Finding] | None = None) -> list[Lao]:
    """Return the LAOs of the sheets of a register, as :func:`read_register` does.

    Raises:
        Refusal: they are no register.
    """
    skipped: list[Finding] = [] if findings is None else findings
    tables = [table for sheet in sheets for table in find_tables_of(sheet)]
    complete = [table for table in tables if all(name in table.fields for name in _NEEDED)]
    if not complete:
        raise Refusal("register_columns")
    laos: dict[str, Lao] = {}
    bad: list[tuple[Refusal, Finding]] = []
    for table in complete:
        for number, lao in _laos(table, bad, skipped):
            first = laos.setdefault(lao_key(lao.lao_id), lao)
            if (first.name_th, first.lao_type) != (lao.name_th, lao.lao_type):
                names = {"first": first.name_th, "second": lao.name_th}
                refusal = Refusal("register_code_twice", {"code": lao.lao_id, **names})
                finding = Finding(
                    "register_code_repeated",
                    table.sheet,
                    number,
                    expected=first.name_th,
                    found=lao.name_th,
                    subject=lao.lao_id,
                )
                bad.append((refusal, finding))
    if bad:
        found = tuple(dict.fromkeys(finding for _, finding in bad))
        raise replace(bad[0][0], findings=found)
    if not laos:
        raise Refusal("no_rows", findings=tuple(skipped))
    return sorted(laos.values(), key=lambda lao: lao.lao_id)


def _laos(
    table: Table, bad: list[tuple[Refusal, Finding]], skipped: list[Finding]
) -> Iterator[tuple[int, Lao]]:
    """Yield the row number and the LAO of each row, and collect the rows that are none."""
    for row in table.rows:
        code, name = key(row.text("code")), clean(row.text("name"))
        province = read_province(row.text("province"))
        if province == BANGKOK:
            skipped.append(Finding("bangkok_skipped", table.sheet, row.number))
            continue
        lao_type = read_lao_type(row.text("type"))
        if not (code.isdecimal() and len(code) == 7 and province and lao_type):
            where = {"sheet": table.sheet, "row": row.number, "name": name}
            finding = Finding("register_row_unreadable", table.sheet, row.number, subject=name[:80])
            bad.append((Refusal("register_row", where), finding))
            continue
        written = read_lao_name(name)
        if written.lao_type == lao_type and lao_type != "SPECIAL":
            # Registers of other makers write the type before the name; ours keeps them apart.
            name = written.readings[0][1]
        yield row.number, Lao(code, province, clean(row.text("district")), lao_type, name)
