"""How fast it goes, whether that is enough, and the range that may come of it, by hand."""

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.metrics.pace import Projection, paces, project
from itasdash.thai.dates import BANGKOK

SHARED = Path(__file__).resolve().parents[3] / "shared"
START = datetime(2022, 1, 1, 9, tzinfo=BANGKOK)


def trend(
    points: Sequence[tuple[float, int]], expected: int = 1000, key: str = "TH", unknown: int = 0
) -> pd.DataFrame:
    """Rates of one group: (days since the start, registered)."""
    return pd.DataFrame(
        {
            "as_of": pd.Series(
                [START + timedelta(days=day) for day, _ in points],
                dtype="datetime64[us, Asia/Bangkok]",
            ),
            "key": key,
            "name": key,
            "expected": expected,
            "registered": [registered for _, registered in points],
            "outstanding": [expected - registered - unknown for _, registered in points],
            "unknown": unknown,
            "rate": [registered / expected for _, registered in points],
        }
    )


def after(days: float) -> datetime:
    return START + timedelta(days=days)


def pace(rows: pd.DataFrame, until: datetime, target: float = 1.0) -> dict[str, object]:
    [row] = paces(rows, until, target).to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_the_pace_lately_and_the_pace_needed() -> None:
    # 200 in the ten days before; the last snapshot but one is too near to tell a pace.
    row = pace(trend([(0, 100), (10, 500), (20, 700), (25, 700 + 100)]), after(35))
    assert row["recent"] == pytest.approx((800 - 500) / 15)
    assert row["needed"] == pytest.approx(200 / 10)
    assert (row["missing"], row["at_pace"], row["short"]) == (200, 1000, 0)
    assert row["verdict"] == "enough"


def test_unequal_spacing_is_reckoned_in_days_with_their_hours() -> None:
    row = pace(trend([(0, 0), (7.5, 75)]), after(8.5))
    assert (row["recent"], row["needed"]) == (pytest.approx(10), pytest.approx(925))
    assert (row["at_pace"], row["short"], row["verdict"]) == (85, 915, "short")


def test_a_target_below_all_wants_whole_laos() -> None:
    row = pace(trend([(0, 0), (10, 100)], expected=130), after(11), target=0.95)
    # 123.5 LAOs are none.
    assert (row["wanted"], row["missing"], row["short"]) == (124, 24, 14)
    assert pace(trend([(0, 19)], expected=20), after(1), target=0.95)["verdict"] == "reached"


@pytest.mark.parametrize(
    ("points", "days", "verdict"),
    [
        ([(0, 100)], 10, "untold"),
        ([(0, 100), (10, 100)], 20, "still"),
        ([(0, 100), (10, 90)], 20, "still"),
        ([(0, 100), (10, 1000)], 20, "reached"),
        ([(0, 100), (10, 200)], 10, "over"),
        ([(0, 100), (10, 1000)], 5, "reached"),
    ],
)
def test_every_verdict(points: list[tuple[float, int]], days: float, verdict: str) -> None:
    row = pace(trend(points), after(days))
    assert row["verdict"] == verdict
    assert pd.isna(row["recent"]) == (len(points) == 1)


def test_a_pace_backwards_loses_nobody_more() -> None:
    row = pace(trend([(0, 100), (10, 90)]), after(20))
    assert (row["recent"], row["at_pace"], row["short"]) == (-1, 90, 910)


def test_groups_have_paces_of_their_own_in_their_order() -> None:
    rows = pd.concat([trend([(0, 0), (10, 10)], key="31"), trend([(0, 0), (10, 20)], key="30")])
    assert paces(rows, after(20))[["key", "recent"]].to_numpy().tolist() == [["31", 1], ["30", 2]]
    assert paces(rows.iloc[:0], after(20)).empty


# --- the range -----------------------------------------------------------------------------------

# Of those outstanding 10 % a day, then 5 %, then 20 %.
COURSE = [(0.0, 0), (1.0, 100), (2.0, 145), (3.0, 316)]


def test_the_range_lies_between_half_the_slowest_and_the_fastest_share() -> None:
    found = project(trend(COURSE), after(4))
    assert found.reason == ""
    # 684 are outstanding: at best 20 % of them, at worst as if 5 % took two days.
    assert found.most == 316 + 137
    assert found.fewest == 316 + 17
    assert found.fewest <= found.most


def test_only_the_last_four_snapshots_that_are_a_day_apart_count() -> None:
    moved = [(day + 2, registered) for day, registered in COURSE]
    whole = project(trend([(0, 0), (1, 0), *moved]), after(6))
    assert (whole.fewest, whole.most) == (316 + 17, 316 + 137)
    # One that is hours before the latest is passed over.
    near = [*moved[:-1], (4.5, 315), moved[-1]]
    assert project(trend(near), after(6)) == project(trend(moved), after(6))


@pytest.mark.parametrize(
    ("rows", "until", "reason"),
    [
        (trend(COURSE[:3]), 4, "few"),
        (trend(COURSE), 3, "over"),
        (trend([*COURSE[:3], (3, 1000)]), 4, "reached"),
        (trend([*COURSE[:3], (3, 144)]), 4, "falling"),
        (trend([*COURSE[:3], (3, 981)]), 4, "small"),
        (trend(COURSE), 9.5, "far"),
        (trend(COURSE, unknown=11), 4, "unknown"),
        (pd.concat([trend(COURSE[:1], 1020), trend(COURSE[1:])]), 4, "register"),
        (trend([(0, 0), (0.2, 9), (0.4, 19), (0.6, 29)]), 1, "few"),
    ],
)
def test_it_refuses_where_it_would_mislead(rows: pd.DataFrame, until: float, reason: str) -> None:
    found = project(rows, after(until))
    assert (found.reason, found.fewest, found.most) == (reason, None, None)
    assert found.course() == []


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 900), min_size=4, max_size=6), st.floats(0.1, 6))
def test_a_range_never_loses_anybody_nor_passes_all(counts: list[int], ahead: float) -> None:
    points = [(float(day), registered) for day, registered in enumerate(sorted(counts))]
    found: Projection = project(trend(points), after(len(points) - 1 + ahead))
    if not found.reason:
        assert found.fewest is not None
        assert found.most is not None
        assert points[-1][1] <= found.fewest <= found.most <= 1000
        lows, highs = zip(*[(low, high) for _, low, high in found.course()], strict=True)
        assert list(lows) == sorted(lows)
        assert list(highs) == sorted(highs)


# --- held against what came -----------------------------------------------------------------------


def true_trend() -> pd.DataFrame:
    rows = []
    for path in sorted((SHARED / "truth").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            laos = list(csv.DictReader(file))
        done = sum(lao["admin_registered"] == lao["executive_registered"] == "1" for lao in laos)
        moment = datetime.strptime(path.stem, "%Y-%m-%dT%H%M").replace(tzinfo=BANGKOK)
        rows.append(((moment - START) / timedelta(days=1), done))
    return trend(rows, expected=7849)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_back_test_what_came_lies_within_the_range() -> None:
    rows = true_trend()
    moments = [moment.to_pydatetime() for moment in rows["as_of"]]
    ranges = {}
    for now in moments[3:]:
        for later in (moment for moment in moments if moment > now):
            found = project(rows[rows["as_of"] <= now], later)
            if not found.reason:
                [came] = rows.loc[rows["as_of"] == later, "registered"]
                ranges[now.date().isoformat(), later.date().isoformat()] = (found, int(came))
    # docs/pace.md tells of these.
    found, came = ranges["2022-01-28", "2022-02-28"]
    assert (found.fewest, found.most, came) == (6670, 7204, 7013)
    assert len(ranges) == 14
    assert [
        key for key, (f, n) in ranges.items() if not (f.fewest or 0) <= n <= (f.most or 0)
    ] == []
