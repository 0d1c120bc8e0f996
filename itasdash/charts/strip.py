"""What one LAO did: its states over all snapshots as a strip."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pandas as pd

from itasdash.charts.chart import Chart, empty_chart, make_chart
from itasdash.charts.drawing import Drawing
from itasdash.charts.look import SMALL_SIZE, Look, escape, mix, text_width
from itasdash.schema import OUTSTANDING_STATES
from itasdash.thai.dates import BANGKOK, format_date, format_moment

_HEIGHT, _LABELS, _DATES, _MARGIN = 34, 26, 44, 4
_MARK = 16
_SHARES = {"none": 1.0, "admin_only": 0.55, "executive_only": 0.55, "incomplete": 0.75}
# What the strip has at least, in pixels.
_NARROWEST, _WIDTH, _GAP = 286, 640, 10


def state_strip(history: pd.DataFrame, look: Look, deadline: date | None = None) -> Chart:
    """Return a mark per snapshot on a true time axis, coloured by the LAO's state in it.

    Two that are alike are joined; between two that are not, nothing is known of when it changed,
    and there is nothing drawn. A state is named where it begins.

    Args:
        history: ``as_of`` and ``state`` of each snapshot that has the LAO
            (:func:`itasdash.metrics.histories.lao_timeline`), in any order.
        look: language and colours.
        deadline: the last day of registration, marked where it lies within the time shown.
    """
    if history.empty:
        return empty_chart(look)
    rows = history.sort_values("as_of")
    times = [
        moment.to_pydatetime().astimezone(BANGKOK).replace(tzinfo=None) for moment in rows["as_of"]
    ]
    states = [str(state) for state in rows["state"]]
    pad = max((times[-1] - times[0]) * 0.03, timedelta(hours=12))
    start, end = times[0] - pad, times[-1] + pad
    figure = Drawing()
    for place in range(len(times) - 1):
        if states[place] == states[place + 1]:
            figure.add_shape(
                type="rect",
                x0=times[place],
                x1=times[place + 1],
                y0=0.3,
                y1=0.7,
                line={"width": 0},
                fillcolor=_colour(states[place], look),
                layer="below",
            )
    figure.add_scatter(
        x=times,
        y=[0.5] * len(times),
        mode="markers",
        marker={
            "symbol": "square",
            "size": _MARK,
            "color": [_colour(state, look) for state in states],
            "line": {"color": look.colour("background"), "width": 1},
        },
        hovertext=[
            f"<b>{escape(look.t(f'state.{state}'))}</b><br>"
            + escape(format_moment(moment.to_pydatetime(), look.language))
            for state, moment in zip(states, rows["as_of"], strict=True)
        ],
        hoverinfo="text",
        cliponaxis=False,
    )
    width = _NARROWEST if look.narrow else _WIDTH
    _add_labels(figure, look, times, states, (start, end), width)
    if deadline is not None:
        closing = datetime.combine(deadline, time(23, 59))
        if start <= closing <= end:
            line = {"color": look.colour("action"), "width": 1.5, "dash": "dash"}
            figure.add_shape(type="line", x0=closing, x1=closing, y0=0, y1=1, line=line)
    _add_dates(figure, look, times, (start, end), width)
    figure.update_xaxes(type="date", range=[start, end])
    # The dates stand inside the plot's height, as below lines.
    figure.update_yaxes(range=[0, 1], visible=False, domain=[_DATES / (_DATES + _HEIGHT), 1])
    figure.update_layout(
        height=_LABELS + _HEIGHT + _DATES + _MARGIN,
        margin={"l": 24, "r": 24, "t": _LABELS, "b": _MARGIN},
    )
    t = look.t
    reported = _reported(states)
    changed = sum(one != other for one, other in pairwise(reported))
    title = t(
        "strip.title" if changed else "strip.title_same",
        state=t(f"state.{states[-1]}"),
        count=changed,
    )
    return make_chart(figure, look, title, t("strip.subtitle"), title)


def _reported(states: list[str]) -> list[str]:
    """Return the states without those that are no news: silence, and who is missing not told."""
    found: list[str] = []
    for state in states:
        if state == "incomplete" and found and found[-1] in OUTSTANDING_STATES:
            continue
        if found and found[-1] == "incomplete" and state in OUTSTANDING_STATES:
            found[-1] = state
        elif state != "unknown":
            found.append(state)
    return found


def _colour(state: str, look: Look) -> str:
    if state == "complete":
        return look.colour("complete")
    if state in OUTSTANDING_STATES:
        return mix(look.colour("action"), look.colour("background"), _SHARES[state])
    return look.colour("empty")


def _add_labels(
    figure: Drawing,
    look: Look,
    times: list[datetime],
    states: list[str],
    span: tuple[datetime, datetime],
    width: int,
) -> None:
    """Name each state where it begins, as long as the names leave each other room."""
    right = 0.0
    for place, (moment, state) in enumerate(zip(times, states, strict=True)):
        if place and states[place - 1] == state:
            continue
        name = look.t(f"flow.{state}")
        left = (moment - span[0]) / (span[1] - span[0]) * width - _MARK / 2
        if left < right:
            continue
        right = left + text_width(name, SMALL_SIZE) + _GAP
        rather_left = right > width
        figure.add_annotation(
            text=escape(name),
            x=moment,
            xanchor="right" if rather_left else "left",
            xshift=_MARK / 2 if rather_left else -_MARK / 2,
            y=1,
            yref="paper",
            yanchor="bottom",
            font={"size": SMALL_SIZE, "color": look.colour("ink")},
        )


def _add_dates(
    figure: Drawing,
    look: Look,
    times: list[datetime],
    span: tuple[datetime, datetime],
    width: int,
) -> None:
    values, texts, year, right = [], [], "", float("-inf")
    for moment in times:
        text, its_year = format_date(moment.date(), look.language).rsplit(" ", 1)
        at = (moment - span[0]) / (span[1] - span[0]) * width
        half = text_width(text, SMALL_SIZE) / 2
        if at - half < right:
            continue
        right = at + half + _GAP
        values.append(moment)
        texts.append(text if its_year == year else f"{text}<br>{its_year}")
        year = its_year
    figure.update_xaxes(tickvals=values, ticktext=texts, ticks="outside", ticklen=4, tickangle=0)
