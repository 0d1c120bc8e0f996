"""Tables as CSV files that open right in Thai Excel."""

import csv
import io
import re
from datetime import date
from typing import Any

import pandas as pd

from itasdash.thai.dates import format_date

# What a spreadsheet does not leave as it is when it opens a CSV file: text that begins like a
# formula runs, and a code loses its leading zeros or its digits after the fifteenth.
# It looks past what cannot be seen before it.
_UNSEEN = (
    r"[\x00-\x20\x7f-\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    r"\ufff9-\uffff]*"
)
_CHANGED_BY_EXCEL = re.compile(
    rf"[\t\r\n]|{_UNSEEN}(?:[=+\-@\uff0b\uff0d\uff1d\uff20]|0[0-9]+$|[0-9]{{16,}}$)"
)
# Some programs split lines at these too where no quotation marks stand.
_AFTER_A_SEPARATOR = re.compile(rf"([;|\t]{_UNSEEN})(?=[=+\-@\uff0b\uff0d\uff1d\uff20])")
# What a text begins with that may be changed, where all of it can be printed: of what cannot be
# seen only the space and two signs can. A number too long for Excel begins with any digit.
_RISKY_BEGINNINGS = frozenset(" \ufffc\ufffd0=+-@\uff0b\uff0d\uff1d\uff20")
_DIGITS, _LONGEST_NUMBER = frozenset("123456789"), 15
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u061c]")


def with_text_dates(table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return a table with its dates written out as people read them, ``7 ม.ค. 2565``."""
    written = {}
    for name in table:
        values = table[name]
        found = values.dropna() if values.dtype == "object" else ()
        if values.dtype == "object" and all(isinstance(value, date) for value in found):
            days = {day: format_date(day, language) for day in values.dropna().unique()}
            texts = [days.get(day, "") for day in values]
            written[name] = pd.Series(texts, index=table.index, dtype="object")
    return table.assign(**written)


def to_csv(table: pd.DataFrame, language: str = "th") -> bytes:
    """Return a table as CSV that opens right in Thai Excel: UTF-8 with BOM, CRLF.

    Dates are written out in ``language``.

    Text that Excel would run as a formula, and a code that it would shorten (``00701``), gets an
    apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([inert(str(column)) for column in table.columns])
    table = with_text_dates(table, language)
    columns = [_inert_values(table.iloc[:, place]) for place in range(table.shape[1])]
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


def _inert_values(values: "pd.Series[Any]") -> list[object]:
    """Return the values of a column, inert; what is missing is empty."""
    found = (
        values.astype("object").where(values.notna(), "") if values.hasnans else values
    ).tolist()
    # Most texts stand in many rows, and nearly none may be changed.
    texts = {v for v in found if isinstance(v, str)}
    changed = {text: inert(text) for text in texts if _may_be_changed(text)}
    return [changed.get(v, v) for v in found] if changed else found


def _may_be_changed(text: str) -> bool:
    """Tell whether :func:`inert` may change a text, without looking at all of it."""
    first = text[:1]
    return (
        not text.isprintable()
        or first in _RISKY_BEGINNINGS
        or (first in _DIGITS and len(text) > _LONGEST_NUMBER)
        or ";" in text
        or "|" in text
    )


def inert(value: object) -> object:
    """Return text with an apostrophe before it where a spreadsheet would change it.

    Without control characters, and without those that turn text around.
    """
    if isinstance(value, str) and not value.isprintable():
        value = _CONTROL.sub("", value)
    if isinstance(value, str):
        value = _AFTER_A_SEPARATOR.sub(r"\1'", value)
        if _CHANGED_BY_EXCEL.match(value):
            return f"'{value}"
    return value
