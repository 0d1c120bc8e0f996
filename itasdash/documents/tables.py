"""Lists of LAOs as people read them: column headings, words for values, CSV and Excel."""

import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from datetime import datetime

import pandas as pd

from itasdash.i18n import translator
from itasdash.reference import Named, Province, all_provinces, lao_types, regions
from itasdash.thai.dates import BANGKOK, format_date
from itasdash.thai.names import official_name

# A cell that begins so runs as a formula when a spreadsheet opens the file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What may not stand in a file name on Windows, and what makes one hard to read.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


def lao_list(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return LAO rows (``status`` with ``state``) as text for people, same rows and order.

    The columns are headings in ``language``: code, name in full, type, district, province, region,
    state, who of the two is missing, day of registration.
    """
    t = translator(language)
    provinces = all_provinces()
    codes = rows["province_code"].astype("object")
    # The name of an unmatched row stands as its file has it.
    names = [
        name if pd.isna(lao_id) else official_name(lao_type, name)
        for lao_id, lao_type, name in zip(
            rows["lao_id"], rows["lao_type"], rows["name_th"], strict=True
        )
    ]
    region_of = {
        code: regions()[province.region].name(language) for code, province in provinces.items()
    }
    states = rows["state"].map(lambda state: t(f"state.{state}"))
    unmatched = rows["lao_id"].isna()
    columns = {
        "lao_id": rows["lao_id"].fillna("").astype("object"),
        "name": pd.Series(names, index=rows.index, dtype="object"),
        "type": rows["lao_type"].map(_names(lao_types(), language)).fillna(""),
        "district": rows["district_name_th"].fillna("").astype("object"),
        "province": codes.map(_names(provinces, language)).fillna(""),
        "region": codes.map(region_of).fillna(""),
        "state": states.where(~unmatched, states + t("state.unmatched_suffix")),
        "missing": rows["state"].map(lambda state: t(f"missing.{state}")),
        "registered_on": [
            format_date(day, language) if not pd.isna(day) else "" for day in rows["registered_on"]
        ],
    }
    return pd.DataFrame({t(f"column.{name}"): values for name, values in columns.items()})


def _names(named: Mapping[str, Named | Province], language: str) -> dict[str, str]:
    return {code: entry.name(language) for code, entry in named.items()}


def to_csv(table: pd.DataFrame) -> bytes:
    """Return a table of text as CSV that opens right in Thai Excel.

    UTF-8 with BOM, CRLF; text that a spreadsheet would run as a formula gets an apostrophe before
    it; a number that is a code is written so that Excel keeps it as text.
    """
    safe = table.map(inert)
    safe.columns = [inert(str(column)) for column in table.columns]
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def inert(value: object) -> object:
    """Return text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def to_xlsx(table: pd.DataFrame, sheet: str) -> bytes:
    """Return a table as an Excel workbook; text is written as text and never as a formula."""
    sink = io.BytesIO()
    with pd.ExcelWriter(sink, engine="openpyxl") as writer:
        table.to_excel(writer, sheet_name=sheet[:31], index=False, freeze_panes=(1, 0))
        for row in writer.book.active.iter_rows(min_row=2):
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
    return sink.getvalue()


def file_name(
    subject: str, as_of: datetime, filters: Iterable[str], content: bytes, suffix: str
) -> str:
    """Return a file name that says what is in it: subject, filters, moment and a content hash.

    The hash is there because a browser is given an old file again where only the content of a
    large download has changed.
    """
    moment = as_of.astimezone(BANGKOK)
    parts = [subject, *filters]
    words = "_".join(_NOT_IN_NAMES.sub("-", part).strip("-.") for part in parts if part)[:80]
    stamp = f"{moment.year + 543}{moment:%m%d-%H%M}"
    return f"{words}_{stamp}_{hashlib.sha256(content).hexdigest()[:8]}.{suffix}"
