"""What the heading of a column says: ``reference/header_words.csv`` and ``heading_concepts.csv``.

A heading is a path: what stands above the column, from the uppermost row of the heading to the
lowest. A path that the words name exactly is taken first; else it is taken apart into concepts
(a role, a state, a share, a survey, …), and only where nothing of it is left over.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from itasdash.reference import table
from itasdash.thai.dates import find_dates
from itasdash.thai.text import clean, key

_UNITS = re.compile(r"\((?:แห่ง|คน|ชุด|ราย|หน่วยงาน|ร้อยละ|\d{1,2}|[ก-ฮ])\)")
_NOT_A_WORD = re.compile(r"[^0-9a-z\u0e01-\u0e4e]+")
_NUMBERS = re.compile(r"\d+")
_BEFORE_DATE = re.compile(r"(?:ข้อมูล\s*)?(?:ณ\s*)?(?:วันที่\s*)?$")
_PERCENT = re.compile(r"ร้อยละ|%|percent|เปอร์เซ็นต์", re.IGNORECASE)
# In the column ``header``: every heading under this parent that no other line names.
_ANY_OTHER = "*"
STATUS_FIELDS = frozenset({"admin_status", "executive_status", "overall_status"})
COUNT_FIELDS = frozenset({"expected", "registered", "outstanding"})
ROLES = ("admin", "executive")
# Columns that may be left unread without a word.
SILENT = frozenset({"ignored", "remark", "sequence", "subdistrict", "year"})
# Concepts whose column is missed where it is not read.
_LOUD = frozenset(
    {"outstanding", "registered", "registration", "admin", "executive", "both", "iit", "eit"}
)
# The words of ``groups`` that are types of LAOs.
TYPE_GROUPS = frozenset(
    {"PAO", "CITY", "TOWN", "SUBDISTRICT", "SAO", "SPECIAL", "เทศบาล", "รูปแบบพิเศษ", "พิเศษ"}
)
_FILL = frozenset({"lao", "count", "filler"})
_TOPIC = _FILL | {"registration", "status"}


@dataclass(frozen=True)
class Meaning:
    """What a heading says.

    Attributes:
        field: the field, empty where it is not known.
        groups: LAO types that the column counts apart, ``total``, or the words of a parent that
            nothing is known of; empty where the column counts all.
        moment: a day in the heading, of which the column is true.
        loud: it names a role, the registration or a survey, so that leaving it out is a loss.
        percent: a share may stand in its cells instead of a count or beside it.
    """

    field: str = ""
    groups: frozenset[str] = frozenset()
    moment: date | None = None
    loud: bool = False
    percent: bool = False


def header_key(text: str) -> str:
    """Return the comparison key of a column heading: no units, spaces or punctuation."""
    plain = key(text).replace("%", "ร้อยละ").replace("#", "ลำดับ")
    return _NOT_A_WORD.sub("", _UNITS.sub("", plain)) or _NOT_A_WORD.sub("", plain)


@cache
def _named() -> tuple[dict[str, str], tuple[tuple[str, str, str], ...], tuple[str, ...]]:
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


@cache
def _concepts() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return concepts by word, and what finds the words in a text, the longest first."""
    found: dict[str, str] = {}
    for row in table("heading_concepts"):
        if row["concept"] not in ("whole", "whole_not"):
            found[header_key(row["word"])] = row["concept"]
    for row in table("lao_type_words"):
        word = header_key(row["word"])
        if len(word) > 1:
            found.setdefault(word, "type:" + row["lao_type"])
    for word in ("เทศบาล", "รูปแบบพิเศษ", "พิเศษ"):
        found.setdefault(header_key(word), "type:" + word)
    ordered = sorted(found, key=len, reverse=True)
    return found, re.compile("|".join(map(re.escape, ordered)))


@cache
def _whole() -> dict[str, str]:
    """Return concepts of headings that mean something only as a whole (แล้ว, ยัง)."""
    names = {"whole": "registered", "whole_not": "outstanding"}
    return {
        header_key(row["word"]): names[row["concept"]]
        for row in table("heading_concepts")
        if row["concept"] in names
    }


def flat_field(text: str) -> str | None:
    """Return the field of a heading without a parent, where the words name it exactly."""
    return _named()[0].get(header_key(text))


@lru_cache(maxsize=4096)
def meaning(path: tuple[str, ...]) -> Meaning:
    """Return what a heading says; ``path`` is its texts from the uppermost row down."""
    plain, moment = _without_date([text for text in path if text])
    keys = [found for text in plain if (found := header_key(text))]
    if not keys:
        return Meaning("" if moment is None else "date", moment=moment)
    percent = any(_PERCENT.search(text) for text in plain)
    field = _exactly(keys)
    if field is not None:
        return Meaning(field, moment=moment, percent=percent)
    topic, apart = _take_apart(keys[:-1])
    if not apart and topic <= _TOPIC and (own := _exactly(keys[-1:])):
        # Under nothing but the topic of the whole table a heading means what it means alone.
        return Meaning(own, moment=moment, percent=percent)
    concepts, left = _take_apart(keys)
    composed = "" if left else _compose(concepts)
    groups = frozenset(c.removeprefix("type:") for c in concepts if c.startswith("type:"))
    loud = bool(_LOUD & concepts)
    if composed:
        if "total" in concepts and not groups and len(keys) > 1:
            groups |= {"total"}
        return Meaning(composed, groups, moment, loud, percent)
    closed = concepts & {"other", "iit", "eit"} or any(a in k for a in _named()[2] for k in keys)
    if len(keys) > 1 and left and not closed:
        # Below a parent that nothing is known of the heading itself may still be plain.
        own = _exactly(keys[-1:]) or _alone(keys[-1])
        if own and not (loud and left == keys[-1]):
            above = frozenset({" ".join(plain[:-1])})
            return Meaning(own, above, moment, loud, percent)
    return Meaning("", groups, moment, loud, percent)


def _without_date(texts: Sequence[str]) -> tuple[list[str], date | None]:
    """Return the texts without a day that stands in them, and the day."""
    plain, moment = [], None
    for text in texts:
        written = clean(text)
        found = list(find_dates(written)) if any(c.isdigit() for c in written) else []
        if len(found) == 1:
            moment = found[0].date
            before = _BEFORE_DATE.sub("", written[: found[0].start])
            written = f"{before} {written[found[0].end :]}".strip()
        plain.append(written)
    return plain, moment


def _exactly(keys: Sequence[str]) -> str | None:
    flat, nested, _ = _named()
    if len(keys) == 1:
        return flat.get(keys[0])
    parent, heading = "".join(keys[:-1]), keys[-1]
    for above, below, name in nested:
        if below == heading and above in parent:
            return name
    return flat.get(parent + heading)


def _alone(heading: str) -> str:
    concepts, left = _take_apart([heading])
    return "" if left else _compose(concepts)


def _take_apart(keys: Sequence[str]) -> tuple[set[str], str]:
    """Return the concepts of a path and what of it is no word of theirs."""
    words, pattern = _concepts()
    found: set[str] = set()
    left = []
    for text in keys:
        if text in _whole():
            found.add(_whole()[text])
            continue
        at = 0
        for match in pattern.finditer(text):
            left.append(text[at : match.start()])
            found.add(words[match[0]])
            at = match.end()
        left.append(text[at:])
    return found, _NUMBERS.sub("", "".join(left))


def _compose(concepts: set[str]) -> str:
    """Return the field that concepts make together, empty where they make none."""
    if "other" in concepts:
        return ""
    types = {c for c in concepts if c.startswith("type:")}
    core = concepts - _FILL - types
    roles = core & set(ROLES)
    # The two together are no role of their own.
    both = "both" in core or len(roles) == 2
    role = "" if both or not roles else f"{roles.pop()}_"
    core -= {"both", *ROLES}
    surveys = core & {"iit", "eit"}
    if surveys:
        return _survey(surveys, core - surveys) if len(surveys) == 1 else ""
    if core & {"registered", "outstanding", "day", "percent"}:
        found = _measure(core - {"status"}, named=bool(role))
    elif core & {"status", "registration"} and core <= {"status", "registration", "total"}:
        found = "status" if role else "overall_status"
    elif role and not core:
        found = "status"
    elif core <= {"total"} and (core or types or "lao" in concepts):
        return "expected" if core or {"lao", "count"} & concepts else "type_count"
    else:
        found = ""
    return role + found if found else ""


def _survey(surveys: set[str], core: set[str]) -> str:
    (survey,) = surveys
    rest = core - {"total"}
    if "percent" in rest and rest <= {"percent", "answered"}:
        return f"{survey}_percent"
    return f"{survey}_{rest.pop()}" if rest in ({"quota"}, {"answered"}) else ""


def _measure(core: set[str], *, named: bool) -> str:
    """Return the field of a day, a share or a count of the registration."""
    rest = core - {"registration", "registered", "total"}
    if "day" in core:
        return "registered_on" if rest == {"day"} and (named or len(core) > 1) else ""
    if "percent" in core:
        shares = {"percent": "percent", "outstanding|percent": "outstanding_percent"}
        return shares.get("|".join(sorted(rest)), "")
    state = "outstanding" if "outstanding" in core else "registered"
    return state if core <= {state, "registration", "total"} else ""
