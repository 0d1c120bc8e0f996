"""Fewer points where a figure has less room than a history has snapshots.

A browser draws what it is sent, also where several points fall on one pixel. What is left out here
could not be told apart; the table beside the figure has every snapshot.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

import pandas as pd

# From fine to coarse; a column stands for one of these.
PERIODS = ("day", "week", "month", "year")
_FIRST_OF: dict[str, Callable[[date], tuple[int, ...]]] = {
    "day": lambda day: (day.toordinal(),),
    "week": lambda day: day.isocalendar()[:2],
    "month": lambda day: (day.year, day.month),
    "year": lambda day: (day.year,),
}


def moments_that_fit(moments: Sequence[pd.Timestamp], most: int) -> tuple[list[pd.Timestamp], str]:
    """Return the moments that have room beside each other, and what each stands for.

    Args:
        moments: of snapshots, the earliest first.
        most: how many have room.

    Returns:
        all of them and an empty text where they have room; otherwise the first one and the last
        of each day, week, month or year, whichever is the finest that fits, and its name (one of
        ``PERIODS``). Where not even the years fit, those are returned all the same.
    """
    if len(moments) <= most:
        return list(moments), ""
    for period in PERIODS:
        last = {_FIRST_OF[period](moment.date()): moment for moment in moments}
        found = sorted({moments[0], *last.values()})
        if len(found) <= most:
            break
    return found, period


def telling_points(shares: Sequence[float], values: Sequence[float | None], most: int) -> list[int]:
    """Return which points of a line show its course in a figure that has room for a few.

    Time is cut into ``most`` equal parts. Of each part its last point stays, its lowest and its
    highest where these stand out from the last ones of this part and of the one before (a fall
    between two rises is never lost), and one point without a value, so that a gap stays a gap.

    Args:
        shares: when each point is, from 0 to 1, ascending.
        values: the value of each, None where there is none.
        most: into how many parts time is cut.

    Returns:
        the places of the points that stay, ascending: all where there are at most ``most``.
    """
    if len(values) <= most:
        return list(range(len(values)))
    stay: set[int] = {0}
    before = values[0]
    for places in _parts(tuple(shares), most):
        known = [(value, place) for place in places if (value := values[place]) is not None]
        stay.update([place for place in places if values[place] is None][:1])
        if not known:
            continue
        last, at = known[-1]
        around = [last] if before is None else [last, before]
        lowest, highest = min(known), max(known)
        stay.add(at)
        if lowest[0] < min(around):
            stay.add(lowest[1])
        if highest[0] > max(around):
            stay.add(highest[1])
        before = last
    return sorted(stay)


# Many lines over the same time are cut alike.
@lru_cache(maxsize=16)
def _parts(shares: tuple[float, ...], most: int) -> tuple[list[int], ...]:
    """Return the places of the points of each part of time that has any."""
    parts: dict[int, list[int]] = {}
    for place, share in enumerate(shares):
        parts.setdefault(min(int(share * most), most - 1), []).append(place)
    return tuple(parts.values())
