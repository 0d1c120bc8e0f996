"""Rows written as files: what kits and tests hand to an import."""

import csv
import io
from collections.abc import Sequence

import openpyxl

Rows = Sequence[Sequence[object]]


def as_csv(rows: Rows) -> bytes:
    """Return rows as CSV in UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def workbook(
    *sheets: tuple[str, Rows], merge: Sequence[str] = (), hide: Sequence[str] = ()
) -> bytes:
    """Return an .xlsx of the sheets; ``merge`` are ranges of the last one, ``hide`` sheet names."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hide:
            sheet.sheet_state = "hidden"
    for cells in merge:
        sheet.merge_cells(cells)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
