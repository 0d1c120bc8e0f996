"""Whether the office wants quotas computed, and what it knows of the sizes of LAOs.

``quotas = "rules"`` in ``DATA/office.toml`` turns it on; ``DATA/sizes.csv`` tells the sizes. See
``docs/surveys.md``.
"""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from itasdash.documents.letters.office import OFFICE_FILE, read_office
from itasdash.findings import Refusal
from itasdash.i18n import Translator
from itasdash.metrics.quotas import quota_origin, with_quotas
from itasdash.metrics.surveys import source_table
from itasdash.reference import table, words
from itasdash.reference.quotas import quota_rules
from itasdash.schema import SIZES, Snapshot, sha256
from itasdash.schema.office import QUOTAS_BY_RULES, text_of_csv
from itasdash.thai.text import key

SIZES_FILE = "sizes.csv"
_PEOPLE = ("iit_people", "eit_people")


@dataclass(frozen=True)
class Quotas:
    """What the office has decided of quotas that an export does not give.

    Attributes:
        computed: whether they are computed after the rules.
        identity: tells apart what may give other quotas; empty where nothing is computed.
    """

    computed: bool = False
    identity: str = ""
    _sizes: bytes | None = None

    def of(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot with the quotas that are computed; as it is where none are."""
        if not self.computed:
            return snapshot
        rules = quota_rules(snapshot.info.fiscal_year)
        return replace(snapshot, status=with_quotas(snapshot.status, rules, _read(self._sizes)))

    def notes(self, snapshot: Snapshot, instrument: str, t: Translator) -> list[str]:
        """Return which quotas of a survey are used, in sentences; none where nothing is told of it.

        Args:
            snapshot: as :meth:`of` gives it.
            instrument: ``iit`` or ``eit``.
            t: the catalogue of a language.
        """
        status, summary, year = (
            snapshot.status,
            snapshot.province_summary,
            snapshot.info.fiscal_year,
        )
        source = source_table(status, summary, instrument)
        name = {"instrument": instrument.upper(), "year": year}
        origin = quota_origin(status, instrument)
        claimed = source == "summary" and summary[f"{instrument}_quota"].notna().any()
        notes = []
        if origin.from_export or claimed:
            notes.append(t("quota.from_export", **name))
        elif source and not origin.computed:
            notes.append(t("quota.none", **name))
        if origin.computed:
            notes.append(t("quota.computed", count=origin.computed, **name))
        if self.computed and origin.lacking:
            ruled = any(rule.instrument == instrument for rule in quota_rules(year))
            entry = "quota.lacking" if ruled else "quota.no_rule"
            notes.append(t(entry, count=origin.lacking, **name))
        return notes


def read_quotas(office_file: Callable[[str], bytes | None]) -> Quotas:
    """Return what the office has decided of quotas.

    Args:
        office_file: gives the bytes of a file that the office has put into the data folder, by its
            name; None where there is none.

    Raises:
        Refusal: ``office.toml`` or, where quotas are computed, ``sizes.csv`` cannot be used.
    """
    if read_office(office_file(OFFICE_FILE)).quotas != QUOTAS_BY_RULES:
        return Quotas()
    sizes = office_file(SIZES_FILE)
    _read(sizes)
    return Quotas(True, sha256(sizes or b""), sizes)


@lru_cache(maxsize=4)
def _read(data: bytes | None) -> pd.DataFrame:
    """Return the table of sizes; an empty one where there is no file."""
    if data is None:
        return SIZES.frame([])
    reader = csv.DictReader(io.StringIO(text_of_csv(data), newline=""))
    columns = [str(name).strip() for name in reader.fieldnames or ()]
    strange = [name for name in columns if name not in SIZES.names]
    if strange or "lao_id" not in columns or len(set(columns)) < len(columns):
        found = ", ".join(strange or columns)
        values = {"file": SIZES_FILE, "needed": "lao_id", "found": found}
        raise Refusal("sizes_columns", {**values, "known": ", ".join(SIZES.names)})
    reader.fieldnames = columns
    rows: list[dict[str, object]] = []
    lines: dict[str, int] = {}
    for row in reader:
        if not any(isinstance(cell, str) and cell.strip() for cell in row.values()):
            continue
        rows.append(_row(row, reader.line_num))
        lao_id = str(rows[-1]["lao_id"])
        if lao_id[-6:] in lines:
            at = {"row": reader.line_num, "other": lines[lao_id[-6:]], "found": lao_id}
            raise Refusal("sizes_twice", {"file": SIZES_FILE, **at})
        lines[lao_id[-6:]] = reader.line_num
    return SIZES.frame(rows)


def _row(row: Mapping[str | None, object], line: int) -> dict[str, object]:
    """Return a row of the file as a row of the table."""

    def refused(name: str, found: str) -> Refusal:
        place = {"file": SIZES_FILE, "row": line, "column": name, "found": found}
        place["known"] = ", ".join(row["written"] for row in table("size_words"))
        return Refusal(f"sizes_{'people' if name in _PEOPLE else name}", place)

    if None in row:
        raise refused("cells", "")
    cells = {str(name): str(cell or "").strip() for name, cell in row.items()}
    read: dict[str, object] = dict.fromkeys(SIZES.names)
    if not (len(cells["lao_id"]) == 7 and cells["lao_id"].isascii() and cells["lao_id"].isdigit()):
        raise refused("lao_id", cells["lao_id"])
    read["lao_id"] = cells["lao_id"]
    if size := cells.get("size"):
        read["size"] = words("size_words", "size", "written").get(key(size))
        if read["size"] is None:
            raise refused("size", size)
    for name in _PEOPLE:
        if people := cells.get(name, "").replace(",", ""):
            # Nine digits are more than anybody counts, and fit the column.
            if not (people.isascii() and people.isdigit() and 0 < int(people[:10]) < 10**9):
                raise refused(name, cells[name])
            read[name] = int(people)
    return read
