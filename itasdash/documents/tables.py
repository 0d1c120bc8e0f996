"""Lists of LAOs as people read them: column headings, words for values, CSV and Excel."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.packaging.core import DocumentProperties
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from itasdash.i18n import translator
from itasdash.reference import Named, Province, all_provinces, lao_types, regions
from itasdash.thai.dates import BANGKOK, BE_OFFSET, format_date
from itasdash.thai.names import official_name
from itasdash.thai.text import clean

# What a spreadsheet does not leave as it is when it opens a CSV file: text that begins like a
# formula runs, and a code loses its leading zeros or its digits after the fifteenth.
_CHANGED_BY_EXCEL = re.compile(r"[=+\-@\t\r\n]|0[0-9]+$|[0-9]{16,}$")
# What may not stand in a file name on Windows, and what makes one hard to read.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')
# Thai takes three bytes a character, and no part of a path may be longer than 255 bytes.
_LONGEST_NAME = 60
_SHEET_NAME = 31
_WIDEST_COLUMN = 60


def lao_list(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return LAO rows (``status`` with ``state``) as text for people, same rows and order.

    The columns are headings in ``language``: code, name in full, type, district, province, region,
    state, who of the two is missing, day of registration.
    """
    t = translator(language)
    provinces = all_provinces()
    codes = rows["province_code"].astype("object")
    # The name of an unmatched row stands as its file has it.
    types = rows["lao_type"].astype("object").where(rows["lao_type"].notna(), None)
    names = [
        name if pd.isna(lao_id) else official_name(lao_type, name)
        for lao_id, lao_type, name in zip(rows["lao_id"], types, rows["name_th"], strict=True)
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
    """Return a table as CSV that opens right in Thai Excel: UTF-8 with BOM, CRLF.

    Text that Excel would run as a formula, and a code that it would shorten (``00701``), gets an
    apostrophe before it.
    """
    safe = table.map(inert)
    safe.columns = [inert(str(column)) for column in table.columns]
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def inert(value: object) -> object:
    """Return text with an apostrophe before it where a spreadsheet would change it."""
    if isinstance(value, str) and _CHANGED_BY_EXCEL.match(value):
        return f"'{value}"
    return value


def to_xlsx(table: pd.DataFrame, sheet: str, caption: str = "") -> bytes:
    """Return a table as an Excel workbook with its heading frozen and a filter on it.

    Text is written as text and never as a formula. The same table always gives the same bytes.

    Args:
        table: the rows; nothing else stands in the sheet, so that programs read it too.
        sheet: name of the sheet.
        caption: as_of and filters; the title of the file, and of every page when it is printed.
    """
    workbook = Workbook(write_only=True)
    written_at = datetime(2000, 1, 1)
    workbook.properties = DocumentProperties(
        creator="", title=caption, created=written_at, modified=written_at
    )
    page = workbook.create_sheet(re.sub(r"[\\/*?:\[\]]", "-", sheet)[:_SHEET_NAME])
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.oddHeader.center.text = caption.replace("&", "&&")
    rows = [[str(column) for column in table.columns], *table.astype("object").values.tolist()]
    for place in range(len(table.columns)):
        letter = get_column_letter(place + 1)
        widest = max(len(str(row[place])) for row in rows)
        page.column_dimensions[letter].width = min(widest, _WIDEST_COLUMN) + 3
    page.auto_filter.ref = f"A1:{get_column_letter(max(len(table.columns), 1))}{len(rows)}"
    for row in rows:
        page.append([_cell(page, value) for value in row])
    sink = io.BytesIO()
    ExcelWriter(workbook, _Undated(sink, "w", zipfile.ZIP_DEFLATED)).save()
    return sink.getvalue()


def _cell(page: Any, value: object) -> object:
    """Return what to append for a value; only text that openpyxl would misread costs a cell."""
    if not isinstance(value, str):
        return None if pd.isna(value) else value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not text.startswith(("=", "#")):
        return text
    cell = WriteOnlyCell(page, text)
    # Neither a formula nor an error value such as #N/A, and text also after someone edits it.
    cell.data_type, cell.quotePrefix = "s", True
    return cell


class _Undated(zipfile.ZipFile):
    """A zip archive that does not tell when it was written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Add a member under the earliest date that the format knows."""
        super().writestr(zipfile.ZipInfo(zinfo_or_arcname), data, zipfile.ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file in the same way."""
        self.writestr(arcname, Path(filename).read_bytes())


def file_name(
    subject: str, as_of: datetime, filters: Iterable[str], content: bytes, suffix: str
) -> str:
    """Return a file name that says what is in it: :func:`file_stem` and a content hash.

    The hash is there because a browser is given an old file again where only the content of a
    large download has changed.
    """
    digest = hashlib.sha256(content).hexdigest()[:8]
    return f"{file_stem(subject, as_of, filters)}_{digest}.{suffix}"


def file_stem(subject: str, as_of: datetime, filters: Iterable[str]) -> str:
    """Return the subject, the filters and the moment in Buddhist Era, as a file may be named."""
    moment = as_of.astimezone(BANGKOK)
    parts = [_NOT_IN_NAMES.sub("-", clean(part)).strip("-.") for part in (subject, *filters)]
    words = "_".join(part for part in parts if part)[:_LONGEST_NAME].strip("-._")
    stamp = f"{moment.year + BE_OFFSET}{moment:%m%d-%H%M}"
    return f"{words}_{stamp}"
