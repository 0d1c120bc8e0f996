"""Headings of columns -> fields, by ``reference/header_words.csv``."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest

from itasdash.reference import table
from itasdash.thai.text import key

_UNITS = re.compile(r"\((?:แห่ง|คน|ชุด|ราย|หน่วยงาน|ร้อยละ)\)")
_NOT_A_WORD = re.compile(r"[^0-9a-z\u0e01-\u0e4e]+")
# In the column ``header``: every heading under this parent that no other line names.
_ANY_OTHER = "*"
STATUS_FIELDS = frozenset({"admin_status", "executive_status", "overall_status"})
COUNT_FIELDS = frozenset({"expected", "registered", "outstanding"})


def header_key(text: str) -> str:
    """Return the comparison key of a column heading: no units, spaces or punctuation."""
    plain = key(text).replace("%", "ร้อยละ").replace("#", "ลำดับ")
    return _NOT_A_WORD.sub("", _UNITS.sub("", plain)) or _NOT_A_WORD.sub("", plain)


@cache
def _headings() -> tuple[dict[str, str], tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    """Return fields by heading, (parent, heading, field), and parents that hold nothing else."""
    flat, nested, closed = {}, [], []
    for row in table("header_words"):
        if row["header"] == _ANY_OTHER:
            closed.append(header_key(row["parent"]))
        elif row["parent"]:
            nested.append((header_key(row["parent"]), header_key(row["header"]), row["field"]))
        else:
            flat[header_key(row["header"])] = row["field"]
    return flat, tuple(nested), tuple(closed)


def _field_of(heading: str, parent: str) -> str | None:
    flat, nested, closed = _headings()
    for above, below, name in nested:
        if below == heading and above in parent:
            return name
    if any(above in parent for above in closed):
        return None
    return flat.get(parent + heading) or flat.get(heading)


def read_header(top: Sequence[str], below: Sequence[str] | None) -> dict[int, str | None]:
    """Return the field of each column that has a heading (None where it is not known)."""
    fields: dict[int, str | None] = {}
    parent = ""
    for column, (text, under) in enumerate(zip_longest(top, below or (), fillvalue="")):
        heading, child = header_key(text), header_key(under)
        # A merged heading stands over the columns to its right until the next one begins.
        parent = heading or (parent if child else "")
        if child:
            fields[column] = _field_of(child, parent)
        elif heading:
            fields[column] = _field_of(heading, "")
    return fields


def usable(names: set[str]) -> bool:
    """Say whether columns of these fields make a table of LAOs or of provinces."""
    if "name" in names:
        return len(names - {"ignored", "remark"}) >= 2
    return "province" in names and bool(COUNT_FIELDS & names)
