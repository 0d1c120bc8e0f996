"""Where a line of Thai must not end: within a date, and between a number and what it counts."""

import re
from functools import cache

from itasdash.thai.tables import read_table

_NO_BREAK = "\u00a0"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    sides: dict[str, list[str]] = {"before": [], "behind": [], "month": []}
    for row in read_table(__package__, "bound_words"):
        sides[row["side"]].append(re.escape(row["word"]))
    sides["month"] = [re.escape(row["word"]) for row in read_table(__package__, "month_words")]
    before, behind, month = ("|".join(words) for words in sides.values())
    return (
        re.compile(rf"((?:{before})) (?=[\d…])"),
        re.compile(rf"(\d) (?={behind}|{month})"),
        re.compile(rf"((?:{month})) (?=\d)"),
    )


def unbroken(text: str) -> str:
    """Return ``text`` with no-break spaces where its lines must not end.

    They stand in for the spaces of ``พ.ศ. ๒๕๖๕``, ``๗ มกราคม ๒๕๖๕`` and ``๓,๗๘๓ แห่ง``.
    """
    for pattern in _patterns():
        text = pattern.sub(rf"\1{_NO_BREAK}", text)
    return text
