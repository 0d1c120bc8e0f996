"""Fewer points where a figure has less room than a history has snapshots."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itasdash.charts import Look, heat_map
from itasdash.charts.condense import moments_that_fit, telling_points
from itasdash.charts.multiples import rate_panels
from tests.metrics.test_pace import trend

# Wednesday, 1 December 2021.
DAYS = list(pd.date_range("2021-12-01 13:00", periods=70, freq="D", tz="Asia/Bangkok"))


@pytest.mark.parametrize(
    ("moments", "most", "found", "period"),
    [
        (DAYS, 70, DAYS, ""),
        # The first, ten Sundays less the one that is no longer there, and the last, a Tuesday.
        (DAYS, 69, [DAYS[0], *DAYS[4:69:7], DAYS[69]], "week"),
        (DAYS, 5, [DAYS[0], DAYS[30], DAYS[61], DAYS[69]], "month"),
        (DAYS, 3, [DAYS[0], DAYS[30], DAYS[69]], "year"),
        (DAYS, 1, [DAYS[0], DAYS[30], DAYS[69]], "year"),
        ([DAYS[0], DAYS[0] + pd.Timedelta("2h"), DAYS[1]], 2, [DAYS[0], DAYS[1]], "week"),
    ],
)
def test_the_finest_period_that_fits_keeps_the_first_and_the_last_of_each(
    moments: list[pd.Timestamp], most: int, found: list[pd.Timestamp], period: str
) -> None:
    assert moments_that_fit(moments, most) == (found, period)


def test_a_line_keeps_its_falls_and_its_peaks_and_its_gaps() -> None:
    values: list[float | None] = [place / 100 for place in range(100)]
    values[33], values[57], values[71] = 0.0, 1.0, None
    shares = [place / 99 for place in range(100)]
    found = telling_points(shares, values, 10)
    assert {0, 33, 57, 71, 99} <= {*found}
    # One of each of the ten parts, the first, and the three.
    assert len(found) == 14
    assert telling_points(shares, values, 100) == list(range(100))


@given(
    st.lists(st.none() | st.floats(0, 1, allow_nan=False), min_size=1, max_size=80),
    st.integers(1, 30),
)
def test_no_extreme_is_lost_and_no_line_is_much_longer_than_its_room(
    values: list[float | None], most: int
) -> None:
    shares = [place / max(len(values) - 1, 1) for place in range(len(values))]
    found = telling_points(shares, values, most)
    assert found == sorted({*found})
    assert len(found) <= 4 * most + 1
    known = [value for value in values if value is not None]
    kept = [value for place in found if (value := values[place]) is not None]
    if known:
        assert (min(kept), max(kept), kept[-1]) == (min(known), max(known), known[-1])
    assert (None in values) == (None in [values[place] for place in found])


def test_a_year_of_days_is_a_heat_map_of_weeks_that_says_so() -> None:
    daily = pd.concat([trend([(day, day) for day in range(365)], key=f"{n}") for n in (10, 50)])
    chart = heat_map(daily, Look("en"))
    columns = {*chart.figure.data[-1].x}
    assert len(columns) == 54
    assert "last of each week" in chart.subtitle
    assert "365 snapshots" in chart.alt
    few = heat_map(daily[daily["as_of"].isin(daily["as_of"].unique()[:20])], Look("en"))
    assert len({*few.figure.data[-1].x}) == 20
    assert "week" not in few.subtitle


def test_panels_of_a_year_of_days_keep_the_day_of_a_fall() -> None:
    counts = [(day, 0 if day == 200 else 500 + day) for day in range(365)]
    lines = rate_panels(trend(counts, key="a"), trend(counts), Look()).figure.data[1]
    known = [value for value in lines.y if value is not None]
    assert len(known) < 100
    # From 500 of 1,000 to none is half of a panel's 48 pixels, downwards.
    assert max(known) - known[0] == pytest.approx(24)
    assert all(before < after for before, after in pairwise(x for x in lines.x if x is not None))
