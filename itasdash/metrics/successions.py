"""LAOs that go on under another code: what became of whom, by a dated table.

Nearly every LAO keeps the last six digits of its code for good (:func:`itasdash.schema.lao_key`).
Where it does not, or where several become one, :data:`itasdash.schema.SUCCESSIONS` says so.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date

import pandas as pd

from itasdash.schema import lao_key


def successors(
    before: Collection[str], after: Collection[str], successions: pd.DataFrame, until: date
) -> tuple[dict[str, str], dict[str, str]]:
    """Return which LAOs go on under another key, and which went into another LAO.

    An LAO goes on where it alone becomes one that was not there before. Where several become one,
    or one becomes part of another that was there already, nobody's history is that of the whole:
    they end, and are said to have gone into it. An LAO that becomes several at once ends as well.
    Nothing is followed that the later register does not bear out: the old key must be gone from
    it, and the new one be there.

    Args:
        before: the keys (six digits) of the earlier register.
        after: those of the later one.
        successions: a frame of :data:`itasdash.schema.SUCCESSIONS`.
        until: the last day whose successions count.

    Returns:
        By the earlier key, the later one: of those who go on, and of those who went into another.
    """
    known = successions[successions["effective"] <= until].sort_values("effective", kind="stable")
    under = {key: key for key in before}
    founded: set[str] = set()
    ended: dict[str, str] = {}
    for _, day in known.groupby("effective", sort=True):
        pairs = [
            (lao_key(old), lao_key(new))
            for old, new in zip(day["lao_id_before"], day["lao_id_after"], strict=True)
        ]
        pairs = list(dict.fromkeys(pair for pair in pairs if pair[0] != pair[1]))
        parts, wholes = Counter(new for _, new in pairs), Counter(old for old, _ in pairs)
        there = {*under.values(), *founded}
        for origin, now in list(under.items()):
            become = [new for old, new in pairs if old == now]
            if not become:
                continue
            new = become[0]
            if wholes[now] > 1 or parts[new] > 1 or new in there:
                ended[origin] = new
                del under[origin]
            else:
                under[origin] = new
        founded |= {new for _, new in pairs}
    left, come = set(before) - set(after), set(after)
    follows = {old: new for old, new in under.items() if old != new and old in left and new in come}
    return follows, {old: new for old, new in ended.items() if old in left and new in come}
