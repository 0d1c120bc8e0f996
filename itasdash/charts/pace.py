"""The rate so far and the range that it may reach by a moment to come."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from itasdash.charts.chart import Chart, make_chart
from itasdash.charts.drawing import Drawing
from itasdash.charts.lines import draw_lines
from itasdash.charts.look import QUARTERS, Look, escape, mix
from itasdash.charts.trend import rate_line
from itasdash.i18n import numbers
from itasdash.metrics.pace import Projection
from itasdash.schema import CalendarEntry
from itasdash.thai.dates import BANGKOK, format_date

_SHARE = 0.3


def projection_chart(
    trend: pd.DataFrame,
    projection: Projection,
    look: Look,
    deadline: date,
    events: Sequence[CalendarEntry] = (),
) -> Chart:
    """Return the line of the rate so far, and beyond it the range that it may reach.

    Args:
        trend: the rates of one group over the snapshots (:func:`itasdash.metrics.trend`).
        projection: of the same group, one that gives a range.
        look: language and colours.
        deadline: the last day of registration, to whose end the range reaches.
        events: dates that matter; those within the time that is shown are marked.
    """
    figure = Drawing()
    course = projection.course()
    times = [moment.astimezone(BANGKOK).replace(tzinfo=None) for moment, _, _ in course]
    low = [fewest / projection.expected for _, fewest, _ in course]
    high = [most / projection.expected for _, _, most in course]
    fewest, most = int(projection.fewest or 0), int(projection.most or 0)
    words = {
        "day": format_date(deadline, look.language).rsplit(" ", 1)[0],
        "fewest": look.count(fewest),
        "most": look.count(most),
        "expected": look.count(projection.expected),
        "low": look.percent(fewest / projection.expected),
        "high": look.percent(most / projection.expected),
        "count": projection.expected - fewest,
    }
    tint = mix(look.colour("primary"), look.colour("background"), _SHARE)
    figure.add_scatter(
        x=[*times, *reversed(times)],
        y=[*low, *reversed(high)],
        mode="lines",
        fill="toself",
        fillcolor=tint,
        line={"width": 0},
        hoveron="fills",
        hoverinfo="text",
        text=escape(look.t("pace.hover", **words)),
    )
    draw_lines(figure, look, [rate_line(trend, look, 0, alone=True)], (0.0, 1.0), deadline, events)
    # The label of the last point makes room for the range.
    figure.layout["annotations"][0]["yshift"] = -16
    figure.update_yaxes(
        tickvals=QUARTERS,
        ticktext=[numbers.whole_percent(rate, sign=True) for rate in QUARTERS],
        showgrid=True,
    )
    title = look.t("pace.projected", **words)
    return make_chart(figure, look, title, look.t("pace.subtitle"), title)
