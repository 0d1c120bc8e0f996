"""Fiscal years beside each other."""

from datetime import date

import pandas as pd

from itasdash.charts.chart import Chart, empty_chart, make_chart
from itasdash.charts.drawing import Drawing
from itasdash.charts.lines import spread
from itasdash.charts.look import QUARTERS, SMALL_SIZE, Look, escape, text_width
from itasdash.i18n import numbers
from itasdash.metrics.years import same_day
from itasdash.thai.dates import format_date, format_moment

_PLOT, _TOP, _DATES, _LEFT, _MARGIN = 224, 30, 42, 50, 4
_LABEL_GAP = 19
_MARKED = 30
_MONTHS = 12


def year_lines(days: pd.DataFrame, look: Look, year: int, *, from_october: bool = True) -> Chart:
    """Return a line of the rate for each fiscal year over the days of its campaign.

    Args:
        days: rates of one group (:func:`itasdash.metrics.years.by_day`).
        look: language and colours.
        year: the fiscal year that is shown, in Buddhist Era; its line is emphasised.
        from_october: whether days count from 1 October, so that the axis can name months.
    """
    known = days.dropna(subset=["rate"])
    years = sorted(set(known["fiscal_year"]), key=lambda other: (other != year, -other))
    if year not in years or len(years) < 2:
        return empty_chart(look, look.t("years.one"))
    figure = Drawing()
    ends, labels = [], []
    for number, each in reversed(list(enumerate(years))):
        rows = known[known["fiscal_year"] == each]
        colour = look.colour(f"series_{number % 10 + 1}")
        figure.add_scatter(
            x=list(rows["day"]),
            y=[float(rate) for rate in rows["rate"]],
            mode="lines+markers",
            line={"color": colour, "width": 3 if each == year else 1.5},
            marker={"size": (8 if each == year else 6) if len(rows) <= _MARKED else 4},
            hovertext=[_hover(row, look) for row in rows.to_dict("records")],
            hoverinfo="text",
            cliponaxis=False,
        )
        last = rows.iloc[-1]
        ends.append((float(last["day"]), float(last["rate"]), colour))
        labels.append(f"{each} <b>{look.percent(last['rate'])}</b>")
    places = spread([rate * _PLOT for _, rate, _ in ends], _LABEL_GAP, _PLOT)
    far = max(day for day, _, _ in ends)
    near = float(known["day"].min())
    for (_, rate, colour), label, place in zip(ends, labels, places, strict=True):
        figure.add_annotation(
            text=label,
            x=far,
            y=rate,
            xanchor="left",
            xshift=10,
            yshift=place - rate * _PLOT,
            font={"color": colour, "size": SMALL_SIZE if look.narrow else 14},
        )
    _time_axis(figure, look, near, far, from_october=from_october)
    figure.update_yaxes(
        range=[0, 1],
        # The dates stand inside the plot's height, as below lines.
        domain=[_DATES / (_DATES + _PLOT), 1],
        tickvals=QUARTERS,
        ticktext=[numbers.whole_percent(rate, sign=True) for rate in QUARTERS],
        showgrid=True,
    )
    right = max(text_width(label, 14, bold=True) for label in labels)
    figure.update_layout(
        height=_PLOT + _TOP + _DATES + _MARGIN,
        margin={"l": _LEFT, "r": right, "t": _TOP, "b": _MARGIN},
    )
    title = _title(known, year, look)
    since = "october" if from_october else "calendar"
    return make_chart(figure, look, title, look.t(f"years.subtitle_{since}"), title)


def _time_axis(figure: Drawing, look: Look, near: float, far: float, *, from_october: bool) -> None:
    pad = max((far - near) * 0.03, 1)
    # Of any year: only the names of months are taken from it.
    start = date(2021, 10, 1)
    ticks, texts = [], []
    for step in range(-_MONTHS, _MONTHS):
        month = date(start.year + (9 + step) // 12, (9 + step) % 12 + 1, 1)
        day = (month - start).days if from_october else step * 30
        if near - pad <= day <= far + pad:
            name = format_date(month, look.language).split(" ")[1]
            ticks.append(day)
            texts.append(name if from_october else numbers.count(day))
    figure.update_xaxes(
        range=[near - pad, far + pad],
        tickvals=ticks,
        ticktext=texts,
        showline=True,
        ticks="outside",
        tickangle=0,
    )


def _hover(row: dict[str, object], look: Look) -> str:
    rate, moment = row["rate"], row["as_of"]
    assert isinstance(moment, pd.Timestamp)
    words = escape(format_moment(moment.to_pydatetime(), look.language))
    day = look.t("years.day", count=int(float(str(row["day"]))))
    return (
        f"<b>{row['fiscal_year']}</b> {look.percent(float(str(rate)))}<br>{words}<br>{escape(day)}"
    )


def _title(known: pd.DataFrame, year: int, look: Look) -> str:
    others = same_day(known, year)
    if others.empty:
        return look.t("years.no_same_day", year=year)
    other = others.iloc[0]
    return look.t(
        "years.title",
        year=year,
        other=int(other["fiscal_year"]),
        points=look.points(float(other["points"])),
        rate=look.percent(float(other["rate"])),
    )
