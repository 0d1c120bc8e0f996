"""Lists of LAOs as people read them: column headings, words for values, CSV; and file names."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from itasdash.i18n import translator
from itasdash.reference import Named, Province, all_provinces, lao_types, regions
from itasdash.reference.names import official_name
from itasdash.schema import STATES
from itasdash.thai.dates import BANGKOK, BE_OFFSET, format_date
from itasdash.thai.text import clean

# What a spreadsheet does not leave as it is when it opens a CSV file: text that begins like a
# formula runs, and a code loses its leading zeros or its digits after the fifteenth.
_CHANGED_BY_EXCEL = re.compile(r"[=+\-@\t\r\n]|0[0-9]+$|[0-9]{16,}$")
# What may not stand in a file name on Windows, and what makes one hard to read.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')
# Thai takes three bytes a character, and no part of a path may be longer than 255 bytes.
_LONGEST_NAME, _MOST_BYTES = 60, 200


def lao_list(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return LAO rows (``status`` with ``state``) as a table for people, same rows and order.

    The columns are headings in ``language``: code, name in full, type, district, province, region,
    state, who of the two is missing, day of registration, and remarks. Rows with a history
    (:func:`itasdash.metrics.histories.with_history`) also tell since which day they are
    outstanding, for how many days, when the state last changed and what it was before. Days are
    dates (:func:`with_text_dates` writes them out), counts are numbers, all else is text.
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
        code: regions()[province.region].short(language) for code, province in provinces.items()
    }
    states = {state: t(f"state.{state}") for state in STATES}
    columns = {
        "lao_id": rows["lao_id"].fillna("").astype("object"),
        "name": pd.Series(names, index=rows.index, dtype="object"),
        "type": rows["lao_type"].map(_short(lao_types(), language)).fillna(""),
        "district": rows["district_name_th"].fillna("").astype("object"),
        "province": codes.map(_names(provinces, language)).fillna(""),
        "region": codes.map(region_of).fillna(""),
        "state": rows["state"].map(states),
        "missing": rows["state"].map({state: t(f"missing.{state}") for state in STATES}),
        "registered_on": _days(rows["registered_on"]),
    }
    if "since" in rows:
        columns |= {
            "outstanding_since": _days(rows["since"]),
            "outstanding_days": rows["days"],
            "changed_at": _days(rows["changed_at"]),
            "changed_from": rows["changed_from"].map(states).fillna(""),
        }
    columns["remarks"] = _remarks(rows, language)
    return pd.DataFrame({t(f"column.{name}"): values for name, values in columns.items()})


def _days(moments: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the days of moments as dates, None where there is none."""
    found = {
        moment: moment.date() if isinstance(moment, datetime) else moment
        for moment in moments.dropna().unique()
    }
    days = moments.astype("object").map(found)
    return days.astype("object").where(days.notna(), None)


def _remarks(rows: pd.DataFrame, language: str) -> "pd.Series[Any]":
    """Return what else is to be said of each row, as one text."""
    t = translator(language)
    remarks = pd.Series("", index=rows.index, dtype="object")
    said = {"unmatched": rows["lao_id"].isna()}
    said |= {flag: rows[flag] for flag in ("is_new", "since_first", "regressed") if flag in rows}
    for name, holds in said.items():
        before = remarks[holds]
        remarks[holds] = (
            before + before.map(lambda text: " · " if text else "") + t(f"remark.{name}")
        )
    return remarks


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


def _short(named: Mapping[str, Named], language: str) -> dict[str, str]:
    return {code: entry.short(language) for code, entry in named.items()}


def _names(named: Mapping[str, Named | Province], language: str) -> dict[str, str]:
    return {code: entry.name(language) for code, entry in named.items()}


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
    # Most texts stand in many rows, and nearly none is changed.
    changed = {text: inert(text) for text in {v for v in found if isinstance(v, str)}}
    changed = {text: safe for text, safe in changed.items() if safe != text}
    return [changed.get(v, v) for v in found] if changed else found


def inert(value: object) -> object:
    """Return text with an apostrophe before it where a spreadsheet would change it."""
    if isinstance(value, str) and _CHANGED_BY_EXCEL.match(value):
        return f"'{value}"
    return value


def _fits(words: str) -> bool:
    return len(words) <= _LONGEST_NAME and len(words.encode("utf-8", "replace")) <= _MOST_BYTES


def file_name(
    subject: str, as_of: datetime, filters: Iterable[str], content: bytes, suffix: str
) -> str:
    """Return a file name that says what is in it: :func:`file_stem` and a content hash.

    Filters that find no room in a name are counted at their end, as in ``+3``.

    The hash is there because a browser is given an old file again where only the content of a
    large download has changed.
    """
    digest = hashlib.sha256(content).hexdigest()[:8]
    return f"{file_stem(subject, as_of, filters)}_{digest}.{suffix}"


def file_stem(subject: str, as_of: datetime, filters: Iterable[str]) -> str:
    """Return the subject, the filters and the moment in Buddhist Era, as a file may be named."""
    moment = as_of.astimezone(BANGKOK)
    parts = [_NOT_IN_NAMES.sub("-", clean(part)).strip("-.") for part in (subject, *filters)]
    words, *others = [part for part in parts if part] or [""]
    while not _fits(words):
        words = words[:-1].strip("-._")
    left = len(others)
    for part in others:
        if not _fits(f"{words}_{part}"):
            break
        words, left = f"{words}_{part}", left - 1
    words = f"{words}_+{left}" if left else words
    stamp = f"{moment.year + BE_OFFSET}{moment:%m%d-%H%M}"
    return f"{words}_{stamp}"
