"""The chart of the range that may be reached."""

from datetime import date, datetime, timedelta
from typing import Literal

import pytest

from itasdash.charts import Look
from itasdash.charts.pace import projection_chart
from itasdash.metrics.pace import project
from itasdash.thai.dates import BANGKOK
from tests.metrics.test_pace import COURSE, trend


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_range_is_drawn_from_the_last_snapshot_to_the_deadline(
    language: Literal["th", "en"],
) -> None:
    rows, until = trend(COURSE), datetime(2022, 1, 6, tzinfo=BANGKOK)
    projection = project(rows, until)
    chart = projection_chart(rows, projection, Look(language), date(2022, 1, 5))
    band, line = chart.figure.data
    assert (min(band.x), max(band.x)) == (line.x[-1], until.replace(tzinfo=None))
    assert band.y[0] == band.y[-1] == line.y[-1] == 0.316
    assert max(band.y) * 1000 == pytest.approx(projection.most, abs=1)
    assert str(projection.fewest) in chart.title
    assert str(projection.most) in chart.title
    assert until - rows["as_of"].iloc[-1] < timedelta(days=3)
