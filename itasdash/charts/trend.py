"""Rates and counts over the snapshots."""

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from itasdash.charts.chart import Chart, empty_chart, make_chart
from itasdash.charts.drawing import Drawing
from itasdash.charts.lines import NARROWEST, Line, draw_lines
from itasdash.charts.look import QUARTERS, Look, escape
from itasdash.i18n import numbers
from itasdash.i18n.numbers import is_null
from itasdash.reference import lao_types, regions
from itasdash.schema import CalendarEntry
from itasdash.thai.dates import BANGKOK, format_moment

MAX_SERIES = 10


def rate_trend(
    trend: pd.DataFrame,
    look: Look,
    deadline: date | None = None,
    events: Sequence[CalendarEntry] = (),
    width: int = NARROWEST,
) -> Chart:
    """Return lines of the registration rate, the first key's emphasised, named at their ends.

    Args:
        trend: one row per snapshot and key (``as_of`` with zone, ``key``, ``name``, ``expected``,
            ``registered``, ``outstanding``, ``unknown``, ``rate`` 0 to 1); at most ten keys drawn.
        look: language and colours.
        deadline: last day of registration; drawn where it is not too far from the snapshots.
        events: dates that matter; those within the time that is shown are marked.
        width: what the figure has at least, in pixels.
    """
    known = trend.dropna(subset=["rate"])
    keys = list(dict.fromkeys(known["key"]))[:MAX_SERIES]
    if not keys:
        return empty_chart(look)
    lines = [
        rate_line(trend[trend["key"] == key], look, number, alone=len(keys) == 1)
        for number, key in enumerate(keys)
    ]
    figure = Drawing()
    draw_lines(figure, look, lines, (0.0, 1.0), deadline, events, width)
    _rate_ticks(figure)
    first = known[known["key"] == keys[0]].sort_values("as_of")
    title = _rate_title(first, look, deadline, named=len(keys) > 1)
    moment = format_moment(first["as_of"].iloc[-1].to_pydatetime(), look.language)
    alt = look.t("chart.trend_alt", title=title, moment=moment, count=len(lines[0].times))
    return make_chart(figure, look, title, look.t("chart.trend_subtitle"), alt)


def count_trend(
    trend: pd.DataFrame,
    look: Look,
    events: Sequence[CalendarEntry] = (),
    width: int = NARROWEST,
) -> Chart:
    """Return the numbers of registered, outstanding and, where there are any, unknown LAOs.

    Args:
        trend: as for :func:`rate_trend`; the rows of the first key are drawn.
        look: language and colours.
        events, width: as for :func:`rate_trend`.
    """
    known = trend.dropna(subset=["registered", "outstanding"])
    if known.empty:
        return empty_chart(look)
    known = known[known["key"] == known["key"].iloc[0]].sort_values("as_of")
    rows = trend[trend["key"] == known["key"].iloc[0]].sort_values("as_of")
    shown = [("registered", "complete"), ("outstanding", "action")]
    if known["unknown"].fillna(0).gt(0).any():
        shown.append(("unknown", "muted"))
    lines = []
    for number, (field, role) in enumerate(shown):
        values = [None if is_null(value) else float(value) for value in rows[field]]
        name = look.t(f"chart.{field}")
        last = next(value for value in reversed(values) if value is not None)
        hovers = [
            f"{_moment(moment, look)}<br>{escape(name)} <b>{look.count(value)}</b>"
            for moment, value in zip(rows["as_of"], values, strict=True)
        ]
        label = f"{escape(name)} <b>{look.count(int(last))}</b>"
        lines.append(Line(_times(rows), values, label, look.colour(role), hovers, number))
    figure = Drawing()
    top = max(value for line in lines for value in line.values if value is not None)
    draw_lines(figure, look, lines, (0.0, max(top, 1.0) * 1.05), None, events, width)
    figure.update_yaxes(
        showgrid=True, nticks=5, tickformat=numbers.PLOTLY_COUNT, rangemode="tozero"
    )

    first, last_row = known.iloc[0], known.iloc[-1]
    words = {
        "registered": int(last_row["registered"]),
        "outstanding": int(last_row["outstanding"]),
        "span": _span(known, look),
    }
    done = int(last_row["registered"]) - int(first["registered"])
    if len(known) == 1:
        title = look.t("chart.counts_single", **words)
    elif not done:
        title = look.t("chart.counts_flat", **words)
    else:
        title = look.t(
            "chart.counts_up" if done > 0 else "chart.counts_down", count=abs(done), **words
        )
    alt = look.t("chart.counts_alt", title=title, **words)
    return make_chart(figure, look, title, look.t("chart.counts_subtitle"), alt)


def role_trend(
    trend: pd.DataFrame,
    look: Look,
    events: Sequence[CalendarEntry] = (),
    width: int = NARROWEST,
) -> Chart:
    """Return a line of the share of LAOs for each of the two people who are to register.

    Args:
        trend: as for :func:`rate_trend`, with ``admin_registered`` and ``executive_registered``
            (LAOs, missing where a snapshot does not tell them); the first key's rows are drawn.
        look: language and colours.
        events, width: as for :func:`rate_trend`.
    """
    rows = trend[trend["key"] == trend["key"].iloc[0]].sort_values("as_of") if len(trend) else trend
    reported = rows.dropna(subset=["admin_registered", "executive_registered"])
    if reported.empty:
        return empty_chart(look, look.t("chart.role_trend_untold"))
    lines, words = [], {}
    for number, role in enumerate(("admin", "executive")):
        shares = [
            None if is_null(count) or is_null(expected) else float(count) / float(expected)
            for count, expected in zip(rows[f"{role}_registered"], rows["expected"], strict=True)
        ]
        name = look.t(f"chart.role_{role}")
        last = look.percent([share for share in shares if share is not None][-1])
        words[role] = last
        hovers = [
            f"<b>{escape(name)}</b> {look.percent(share)}<br>{_moment(moment, look)}"
            for moment, share in zip(rows["as_of"], shares, strict=True)
        ]
        colour = look.colour(f"series_{number + 1}")
        label = f"{escape(name)} <b>{last}</b>"
        lines.append(Line(_times(rows), shares, label, colour, hovers, number))
    figure = Drawing()
    draw_lines(figure, look, lines, (0.0, 1.0), None, events, width)
    _rate_ticks(figure)
    title = look.t("chart.role_trend_title", **words)
    return make_chart(figure, look, title, look.t("chart.role_trend_subtitle"), title)


def _rate_ticks(figure: Drawing) -> None:
    figure.update_yaxes(
        tickvals=QUARTERS,
        ticktext=[numbers.whole_percent(rate, sign=True) for rate in QUARTERS],
        showgrid=True,
    )


def rate_line(rows: pd.DataFrame, look: Look, number: int, *, alone: bool) -> Line:
    """Return the line of one group's rate.

    Args:
        rows: the rates of the group over the snapshots (:func:`itasdash.metrics.trend`).
        look: language and colours.
        number: place of the line among all, from 0 on; gives its colour and symbol.
        alone: whether it is the only one, so that its name need not be said.
    """
    rows = rows.sort_values("as_of")
    values = [None if is_null(rate) else float(rate) for rate in rows["rate"]]
    last = next(value for value in reversed(values) if value is not None)
    name = _name(rows, look)
    hovers = [
        f"<b>{escape(name)}</b> {look.percent(row['rate'])}<br>{_moment(row['as_of'], look)}<br>"
        + look.t(
            "chart.hover_registered_text",
            registered=look.count(row["registered"]),
            expected=look.count(row["expected"]),
        )
        for row in rows.to_dict("records")
    ]
    value = f"<b>{look.percent(last)}</b>"
    label = value if alone else escape(name)
    if not alone and not look.narrow:
        label = f"{label} {value}"
    colour = look.colour(f"series_{number + 1}")
    return Line(_times(rows), values, label, colour, hovers, number)


def _rate_title(rows: pd.DataFrame, look: Look, deadline: date | None, *, named: bool) -> str:
    t = look.t
    now, before = float(rows["rate"].iloc[-1]), float(rows["rate"].iloc[0])
    words = {
        "rate": look.percent(now),
        "points": look.points(abs(now - before) * 100).lstrip("+"),
        "span": _span(rows, look),
    }
    if len(rows) == 1:
        title = t("chart.trend_single", **words)
    elif not numbers.round_half_up(abs(now - before) * 100, 1):
        title = t("chart.trend_flat", **words)
    else:
        title = t("chart.trend_up" if now > before else "chart.trend_down", **words)
    last = float(rows["rate"].iloc[-2]) if len(rows) > 2 else now
    lost = (last - now) * 100
    # Over all the time it may be level or up, and fall all the same.
    if now >= before and numbers.round_half_up(lost, 1) > 0:
        title = t("chart.trend_fell", title=title, points=look.points(lost).lstrip("+"))
    if named:
        title = t("chart.trend_named", name=_name(rows, look), title=title)
    if deadline:
        left = (deadline - _times(rows)[-1].date()).days
        if left > 0 and now < 1:
            title = t("chart.trend_days_left", title=title, count=left)
    return title


def _name(rows: pd.DataFrame, look: Look) -> str:
    """Return the name of a series; regions and types under short names, to leave room."""
    named = {**regions(), **lao_types()}.get(str(rows["key"].iloc[0]))
    return named.short(look.language) if named else str(rows["name"].iloc[0])


def _span(rows: pd.DataFrame, look: Look) -> str:
    times = _times(rows)
    days = (times[-1].date() - times[0].date()).days
    return look.t("chart.span" if days else "chart.span_same_day", count=days)


def _times(rows: pd.DataFrame) -> list[datetime]:
    # Plotly draws wall times and knows no zones.
    local = rows["as_of"].dt.tz_convert(BANGKOK).dt.tz_localize(None)
    return [moment.to_pydatetime() for moment in local]


def _moment(moment: pd.Timestamp, look: Look) -> str:
    return escape(format_moment(moment.to_pydatetime(), look.language))
