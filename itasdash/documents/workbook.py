"""Excel workbooks: typed cells that never run, the same bytes every time."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.packaging.core import DocumentProperties
from openpyxl.writer.excel import ExcelWriter

# Excel refuses a workbook with more in a cell.
MOST_IN_A_CELL = 32_767


def new_workbook(title: str) -> Workbook:
    """Return an empty workbook to append to, dated the same at any time."""
    workbook = Workbook(write_only=True)
    written_at = datetime(2000, 1, 1)
    workbook.properties = DocumentProperties(
        creator="", title=ILLEGAL_CHARACTERS_RE.sub("", title), created=written_at,
        modified=written_at,
    )  # fmt: skip
    return workbook


def cell(page: Any, value: Any, **styles: Any) -> Any:
    """Return what to append to a sheet for a value; text is text and never a formula.

    Args:
        page: the sheet.
        value: text, a number, a date, or what is missing.
        styles: attributes of the cell, such as ``font`` and ``number_format``.
    """
    text = _excel_text(value) if isinstance(value, str) else value
    if not isinstance(text, str):
        text = None if pd.isna(text) else text
    elif not text.startswith(("=", "#")) and not styles:
        return text
    if not styles and not isinstance(text, str):
        return text
    made = WriteOnlyCell(page, text)
    if isinstance(text, str):
        # Neither a formula nor an error value such as #N/A, and text also after someone edits it.
        made.data_type = "s"
        if text.startswith(("=", "#")):
            made.quotePrefix = True
    for name, style in styles.items():
        setattr(made, name, style)
    return made


def _excel_text(text: str) -> str:
    """Return text as a cell can hold it: no control characters, and no more than fits."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(text) * 2 <= MOST_IN_A_CELL:
        return text
    # Excel counts in UTF-16.
    return text.encode("utf-16-le")[: 2 * MOST_IN_A_CELL].decode("utf-16-le", "ignore")


def saved(workbook: Workbook) -> bytes:
    """Return the bytes of a workbook; the same content always gives the same."""
    sink = io.BytesIO()
    ExcelWriter(workbook, Undated(sink, "w", zipfile.ZIP_DEFLATED)).save()
    return sink.getvalue()


class Undated(zipfile.ZipFile):
    """A zip archive that does not tell when it was written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Add a member under the earliest date that the format knows."""
        super().writestr(zipfile.ZipInfo(zinfo_or_arcname), data, zipfile.ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file in the same way."""
        self.writestr(arcname, Path(filename).read_bytes())
