"""The dates that matter, in charts over time; and which dates of snapshots are written."""

from datetime import date, timedelta
from typing import Literal

import pytest

from itasdash.charts import Chart, Look, count_trend, rate_trend
from itasdash.schema import CalendarEntry
from tests.metrics.test_pace import START, trend


def entry(kind: str, first: date, last: date | None = None, note: str = "") -> CalendarEntry:
    return CalendarEntry(
        fiscal_year=2565, kind=kind, first_day=first, last_day=last or first, note=note
    )


ROWS = trend([(0, 100), (20, 500), (60, 900)])
LETTER = entry("letter", date(2022, 1, 10), note="ว <b>12</b>")
SURVEY = entry("iit", date(2022, 2, 1), date(2022, 2, 10))
LATER = entry("oit", date(2022, 6, 1))


def texts(chart: Chart) -> list[str]:
    return [str(note.text) for note in chart.figure.layout.annotations]


@pytest.mark.parametrize("language", ["th", "en"])
def test_dates_within_the_time_that_is_shown_are_marked(language: Literal["th", "en"]) -> None:
    look = Look(language)
    for chart in (
        rate_trend(ROWS, look, None, [LETTER, SURVEY, LATER], 640),
        count_trend(ROWS, look, [LETTER, SURVEY, LATER], 640),
    ):
        marks = chart.figure.data[-1]
        assert [moment.date() for moment in marks.x] == [LETTER.first_day, SURVEY.first_day]
        assert look.t("calendar.letter") in texts(chart)
        assert look.t("calendar.iit") in texts(chart)
        # What somebody has typed is shown to the letter.
        assert "ว &lt;b&gt;12&lt;/b&gt;" in marks.hovertext[0]
        [band] = [shape for shape in chart.figure.layout.shapes if shape.type == "rect"]
        assert band.x1.date() == SURVEY.last_day + timedelta(days=1)


def test_labels_that_would_cover_each_other_are_left_to_the_hover() -> None:
    near = entry("letter", date(2022, 1, 11))
    chart = rate_trend(ROWS, Look(), None, [LETTER, near], 640)
    assert texts(chart).count("หนังสือถึงจังหวัด") == 1
    assert len(chart.figure.data[-1].x) == 2


def test_no_label_covers_that_of_the_deadline() -> None:
    deadline = date(2022, 2, 27)
    chart = rate_trend(ROWS, Look(), deadline, [entry("eit", date(2022, 2, 26))], 640)
    assert "สำรวจ EIT" not in texts(chart)


def test_every_date_that_fits_is_written_the_last_and_the_first_before_others() -> None:
    ten = trend([(day, 100 + day) for day in (0, 6, 14, 21, 28, 35, 49, 66, 81, 97)])

    def days(rows_width: int) -> list[int]:
        axis = rate_trend(ten, Look(), None, (), rows_width).figure.layout.xaxis
        assert len(axis.minor.tickvals) == 10
        start = START.replace(tzinfo=None)
        return [(moment - start).days for moment in axis.tickvals]

    assert days(1200) == [0, 6, 14, 21, 28, 35, 49, 66, 81, 97]
    few = days(286)
    assert few[0] == 0
    assert few[-1] == 97
    assert 3 <= len(few) < 10


def test_two_hundred_snapshots_stay_readable() -> None:
    many = trend([(day, day) for day in range(200)])
    chart = rate_trend(many, Look(), None, (), 640)
    assert len(chart.figure.layout.xaxis.tickvals) <= 12
    assert chart.figure.data[0].marker.size == 4
