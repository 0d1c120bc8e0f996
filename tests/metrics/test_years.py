"""The same day of the campaign in other fiscal years, by hand."""

from datetime import date, datetime

import pandas as pd
import pytest

from itasdash.metrics import with_gaps
from itasdash.metrics.years import by_day, first_of_october, same_day
from itasdash.thai.dates import BANGKOK


def history(*points: tuple[int, int, int, float], key: str = "TH") -> pd.DataFrame:
    """Rates of one group: (year, month, day, rate), at noon."""
    moments = [datetime(y, m, d, 12, tzinfo=BANGKOK) for y, m, d, _ in points]
    return pd.DataFrame(
        {
            "as_of": pd.Series(moments, dtype="datetime64[us, Asia/Bangkok]"),
            "key": key,
            "name": key,
            "rate": [rate for *_, rate in points],
        }
    )


TWO_YEARS = history(
    (2021, 12, 24, 0.2),
    (2022, 1, 7, 0.5),
    (2022, 3, 1, 0.9),
    (2022, 12, 20, 0.3),
    (2023, 1, 9, 0.7),
)


def test_days_are_counted_from_the_first_of_october_of_each_year() -> None:
    days = by_day(TWO_YEARS)
    assert first_of_october(2565) == date(2021, 10, 1)
    assert days["fiscal_year"].tolist() == [2565, 2565, 2565, 2566, 2566]
    assert days["day"].tolist() == [84.5, 98.5, 151.5, 80.5, 100.5]


def test_or_from_the_first_date_of_the_calendar_also_before_it() -> None:
    days = by_day(TWO_YEARS, {2565: date(2021, 12, 25), 2566: date(2022, 12, 20)})
    assert days["day"].tolist() == [-0.5, 13.5, 66.5, 0.5, 20.5]


def test_another_year_stood_where_its_last_snapshot_up_to_that_day_says() -> None:
    [row] = same_day(by_day(TWO_YEARS), 2566).to_dict("records")
    assert (row["fiscal_year"], row["rate"]) == (2565, 0.5)
    assert row["points"] == pytest.approx(20)
    assert row["older"] == 2.0


def test_a_year_that_had_nothing_by_then_is_left_out() -> None:
    early = history((2021, 12, 24, 0.2), (2022, 12, 1, 0.3))
    assert same_day(by_day(early), 2566).empty
    assert same_day(by_day(early), 2567).empty
    assert by_day(early.iloc[:0]).empty


def test_the_leap_day_moves_no_earlier_day() -> None:
    days = by_day(history((2024, 2, 28, 0.1), (2024, 3, 1, 0.2), (2025, 3, 1, 0.2)))
    assert days["day"].tolist() == [150.5, 152.5, 151.5]


def test_a_group_has_a_row_for_every_moment_and_nothing_where_it_is_not_told() -> None:
    one = history((2022, 1, 7, 0.5), (2022, 1, 21, 0.7))
    other = history((2022, 1, 14, 0.4), key="30")
    moments = [datetime(2022, 1, 28, 12, tzinfo=BANGKOK)]
    found = with_gaps(pd.concat([one, other], ignore_index=True), moments)
    assert list(found) == list(one)
    rates = found[found["key"] == "TH"]["rate"]
    assert [None if pd.isna(rate) else rate for rate in rates] == [0.5, None, 0.7, None]
    rates = found[found["key"] == "30"]["rate"]
    assert [None if pd.isna(rate) else rate for rate in rates] == [None, 0.4, None, None]
    assert found["as_of"].is_monotonic_increasing
    assert with_gaps(one.iloc[:0], moments).empty
