"""Fiscal years beside each other: the same day of the campaign."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import pandas as pd

from itasdash.thai.dates import BANGKOK, BE_OFFSET, fiscal_year


def first_of_october(year: int) -> date:
    """Return the first day of a fiscal year (Buddhist Era)."""
    return date(year - BE_OFFSET - 1, 10, 1)


def by_day(history: pd.DataFrame, starts: Mapping[int, date] | None = None) -> pd.DataFrame:
    """Return a trend with its fiscal year and the day of the campaign.

    Args:
        history: rates of one group in any years (:func:`itasdash.metrics.trend`).
        starts: the day from which each fiscal year is counted; 1 October where it is not told.

    Returns:
        The same rows with ``fiscal_year`` (Buddhist Era) and ``day`` (days with their hours since
        the start; below 0 before it), by year and day.
    """
    rows = []
    for row in history.to_dict("records"):
        moment = row["as_of"].to_pydatetime()
        year = fiscal_year(moment.astimezone(BANGKOK))
        start = (starts or {}).get(year, first_of_october(year))
        begins = datetime.combine(start, time(), BANGKOK)
        rows.append({**row, "fiscal_year": year, "day": (moment - begins) / timedelta(days=1)})
    found = pd.DataFrame(rows, columns=[*history, "fiscal_year", "day"])
    return found.sort_values(["fiscal_year", "day"], ignore_index=True)


def same_day(days: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return where every other fiscal year stood on the day on which one stands now.

    Another year's number is that of its last snapshot up to that day: nothing is reckoned between
    snapshots. A year that had none by then is left out.

    Args:
        days: as :func:`by_day` gives them.
        year: the fiscal year to compare with.

    Returns:
        The rows of the other years, the latest year first, with ``points``: by how many percentage
        points the year stands above them now, and ``older``: how many days earlier in its campaign
        the other year's snapshot is.
    """
    own = days[days["fiscal_year"] == year]
    if own.empty:
        return days.iloc[:0].assign(points=[], older=[])
    now = own.iloc[-1]
    others = days[(days["fiscal_year"] != year) & (days["day"] <= now["day"])]
    last = others.groupby("fiscal_year", as_index=False).tail(1)
    last = last.sort_values("fiscal_year", ascending=False, ignore_index=True)
    points = (float(now["rate"]) - last["rate"].astype("float64")) * 100
    return last.assign(points=points, older=now["day"] - last["day"])
