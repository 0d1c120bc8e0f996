"""How fast registration goes, how fast it would have to go, and what may come of it.

All functions take the rates over the snapshots as :func:`itasdash.metrics.trend` gives them, one
row per moment and group; moments at which a group is not told of are not there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

import pandas as pd

Verdict = Literal["reached", "enough", "short", "still", "over", "untold"]
Reason = Literal["", "few", "over", "reached", "far", "register", "unknown", "falling", "small"]

# "Lately" is at least so long, where the snapshots reach back that far.
RECENT = timedelta(days=7)
# A projection rests on the paces between so many snapshots; two within a day tell no pace.
SNAPSHOTS = 4
APART = timedelta(days=1)
# Further ahead than so many times what it rests on, a projection says nothing.
REACH = 2.0
# Shares of all LAOs above which another register, or what is not known, would carry the result.
REGISTER_SHARE = UNKNOWN_SHARE = 0.01
# Of fewer outstanding LAOs each one is a matter of its own and not of a pace.
FEWEST = 20
# The last ones are the slowest: at the worst they come half as fast as the slowest did lately.
SLOWING = 0.5

_COLUMNS = ["key", "name", "as_of", "expected", "registered", "outstanding", "wanted", "missing"]
_PACES = ["days_left", "since", "recent", "needed", "at_pace", "short", "verdict"]


def paces(trend: pd.DataFrame, until: datetime, target: float = 1.0) -> pd.DataFrame:
    """Return the pace of each group lately, and the one that it needs.

    Args:
        trend: rates over the snapshots.
        until: the end of the time in which the target is to be reached.
        target: the share of its LAOs that each group is to have registered, 0 to 1.

    Returns:
        A row per group, in the order given: ``key``, ``name``, ``as_of`` (its latest snapshot),
        ``expected``, ``registered``, ``outstanding``, ``wanted`` (LAOs that make the target),
        ``missing`` (to that), ``days_left``, ``since`` (from when on the pace is reckoned),
        ``recent`` and ``needed`` (LAOs a day; missing where there is no earlier snapshot, and where
        no time is left), ``at_pace`` (LAOs registered at the end if the pace stays), ``short``
        (those missing to the target then) and ``verdict``: ``reached``; ``enough`` or ``short`` at
        this pace; ``still``: nothing is gained lately; ``over``: no time is left; ``untold``: there
        is only one snapshot.
    """
    rows = [_pace(own, until, target) for _, own in trend.groupby("key", sort=False)]
    found = pd.DataFrame(rows, columns=[*_COLUMNS, *_PACES])
    counts = ["expected", "registered", "outstanding", "wanted", "missing", "at_pace", "short"]
    return found.astype(dict.fromkeys(counts, "Int64") | {"recent": "Float64", "needed": "Float64"})


def _pace(own: pd.DataFrame, until: datetime, target: float) -> dict[str, object]:
    rows = own.sort_values("as_of")
    last = rows.iloc[-1]
    moment, expected = last["as_of"], int(last["expected"])
    registered = int(last["registered"])
    # A hair less, as 0.95 of a whole number is not always a whole float.
    wanted = math.ceil(target * expected - 1e-9)
    missing = max(wanted - registered, 0)
    left = (until - moment) / timedelta(days=1)
    earlier = rows[rows["as_of"] <= moment - RECENT]
    first = earlier.iloc[-1] if len(earlier) else rows.iloc[0]
    days = (moment - first["as_of"]) / timedelta(days=1)
    recent = (registered - int(first["registered"])) / days if days else None
    at_pace = short = None
    if recent is not None and left > 0:
        at_pace = min(registered + math.floor(max(recent, 0) * left + 1e-9), expected)
        short = max(wanted - at_pace, 0)
    verdict: Verdict = "untold"
    if not missing:
        verdict = "reached"
    elif left <= 0:
        verdict = "over"
    elif recent is not None:
        verdict = "still" if recent <= 0 else "short" if short else "enough"
    return {
        **{name: last[name] for name in _COLUMNS[:6]},
        "wanted": wanted,
        "missing": missing,
        "days_left": max(left, 0.0),
        "since": first["as_of"] if days else None,
        "recent": recent,
        "needed": missing / left if left > 0 else None,
        "at_pace": at_pace,
        "short": short,
        "verdict": verdict,
    }


@dataclass(frozen=True)
class Projection:
    """How many LAOs may be registered at a moment to come, as a range; or why nobody can say.

    Attributes:
        reason: why there is none, empty where there is one: ``few`` (fewer than four snapshots that
            are a day apart), ``over`` (the moment is past), ``reached`` (nothing is outstanding),
            ``far`` (more than twice as far ahead as what it would rest on), ``register`` (the
            number of LAOs changed meanwhile), ``unknown`` (too many are not known), ``falling``
            (fewer are registered than before), ``small`` (too few are outstanding).
        moment: of the latest snapshot.
        until: the moment to come.
        expected, registered: LAOs at the latest snapshot.
        fewest, most: LAOs registered at ``until``.
        slow, fast: the share of the outstanding that registers in a day (0 to 1) behind the two.
    """

    reason: Reason
    moment: datetime
    until: datetime
    expected: int
    registered: int
    fewest: int | None = None
    most: int | None = None
    slow: float = 0.0
    fast: float = 0.0

    def course(self, steps: int = 20) -> list[tuple[datetime, float, float]]:
        """Return the range from now to then: moments with the fewest and the most LAOs."""
        if self.reason:
            return []
        span = (self.until - self.moment) / steps
        ahead = [span * step for step in range(steps + 1)]
        return [(self.moment + a, self._at(a, self.slow), self._at(a, self.fast)) for a in ahead]

    def _at(self, ahead: timedelta, hazard: float) -> float:
        outstanding = self.expected - self.registered
        return self.expected - outstanding * math.exp(-hazard * (ahead / timedelta(days=1)))


def project(own: pd.DataFrame, until: datetime) -> Projection:
    """Return how many LAOs of one group may be registered at a moment to come, as a range.

    What stays outstanding after a day is taken to be a share of what was outstanding: the fewer are
    left, the fewer register in a day. Between the last four snapshots that are at least a day
    apart this share is h = ln(outstanding before / outstanding after) / days. At best the
    outstanding go on to register as fast as in the fastest of these three spans, at worst half
    as fast as in the slowest, because the last ones are the slowest:

        most = expected − outstanding · e^(−max h · days)
        fewest = expected − outstanding · e^(−min h / 2 · days)

    What is not known counts as outstanding. The range says what came of past paces, and nothing of
    what a letter or another deadline will do.

    Args:
        own: the rates of one group over the snapshots, at least one row.
        until: the moment to come.
    """
    rows = own.sort_values("as_of")
    last = rows.iloc[-1]
    moment = last["as_of"].to_pydatetime()
    expected, registered = int(last["expected"]), int(last["registered"])
    used = _apart(rows)
    reason = _reason(used, until)
    if reason:
        return Projection(reason, moment, until, expected, registered)
    hazards = [
        math.log(early.left / late.left) / ((late.as_of - early.as_of) / timedelta(days=1))
        for early, late in pairwise(used)
    ]
    slow, fast = min(hazards) * SLOWING, max(hazards)
    found = Projection("", moment, until, expected, registered, slow=slow, fast=fast)
    _, fewest, most = found.course()[-1]
    return Projection(
        "",
        moment,
        until,
        expected,
        registered,
        # Outwards, so that the range never says more than it knows.
        math.floor(fewest),
        math.ceil(most),
        slow,
        fast,
    )


@dataclass(frozen=True)
class _Point:
    """What a snapshot tells of the group, in LAOs."""

    as_of: datetime
    expected: int
    registered: int
    unknown: int

    @property
    def left(self) -> int:
        return self.expected - self.registered


def _apart(rows: pd.DataFrame) -> list[_Point]:
    """Return the last rows that are at least a day apart, the latest among them, in order."""
    kept: list[_Point] = []
    for row in reversed(rows.to_dict("records")):
        point = _Point(
            row["as_of"].to_pydatetime(),
            int(row["expected"]),
            int(row["registered"]),
            0 if pd.isna(row["unknown"]) else int(row["unknown"]),
        )
        if not kept or kept[-1].as_of - point.as_of >= APART:
            kept.append(point)
    return kept[:SNAPSHOTS][::-1]


def _reason(used: Sequence[_Point], until: datetime) -> Reason:
    last = used[-1]
    expected = [point.expected for point in used]
    checks: tuple[tuple[Reason, bool], ...] = (
        ("reached", last.left <= 0),
        ("over", until <= last.as_of),
        ("few", len(used) < SNAPSHOTS),
        ("register", max(expected) - min(expected) > REGISTER_SHARE * last.expected),
        ("unknown", max(point.unknown for point in used) > UNKNOWN_SHARE * last.expected),
        ("falling", any(late.left > early.left for early, late in pairwise(used))),
        ("small", last.left < FEWEST),
        ("far", until - last.as_of > (last.as_of - used[0].as_of) * REACH),
    )
    return next((reason for reason, holds in checks if holds), "")
