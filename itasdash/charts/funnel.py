"""The funnel plot: rates against sizes, and who differs by more than size explains."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from itasdash.charts.chart import Chart, Group, empty_chart, groups, hover, make_chart
from itasdash.charts.drawing import Drawing
from itasdash.charts.lines import spread
from itasdash.charts.look import QUARTERS, SMALL_SIZE, Look, escape, text_width
from itasdash.charts.placing import LABEL_HEIGHT, Corner, at_corner, place_labels
from itasdash.charts.rows import rate_floor, zoomed
from itasdash.i18n import numbers
from itasdash.metrics.comparison import INNER, OUTER, Funnel, funnel

MAX_LABELS = 12
_HEIGHT = 440
_LEFT, _TOP, _MARGIN = 50, 10, 4
# Below the plot, inside its margins: room for the axis (see Chart: margins move the words in).
_AXIS = 46
_PLOT = _HEIGHT - _TOP - _AXIS - _MARGIN
# Labels are laid out for the narrowest figure of each kind: what lies apart there does so in wider
# ones, where the points move away from each other and the labels keep their size.
_NARROWEST, _NARROW = 500, 290
_EDGE = 0.03
# The label of the country has two lines.
_END_GAP = 27
_STEPS = 60


def funnel_plot(rates: pd.DataFrame, look: Look, *, chosen: bool = False) -> Chart:
    """Return a point per province over the limits that a province of its size should keep.

    Provinces outside the limits are named as far as there is room, the farthest first. A click on a
    point carries the province code in ``customdata[0]``. Where comparing says nothing
    (:func:`itasdash.metrics.comparison.funnel`) the chart is a sentence that says why.

    Args:
        rates: one row per province (``province_code``, ``name_th``, ``expected``, ``registered``,
            ``outstanding``, ``rate``, optionally gains).
        look: language and colours.
        chosen: whether these are some provinces, which are compared with each other then.
    """
    found, whole = funnel(rates), "chosen" if chosen else "country"
    t = look.t
    said = t(f"funnel.whole_{whole}")
    if found.reason:
        reason = t(f"funnel.{found.reason}", whole=said)
        return empty_chart(look, reason if len(found.groups) else None)
    known = [g for g in groups(rates, "province_code", look) if g.rate is not None]
    points = [
        _Point(g, float(g.expected or 0), g.rate or 0.0, row["watch"], bool(row["outside"]))
        for g, row in zip(known, found.groups.to_dict("records"), strict=True)
    ]
    figure = Drawing()
    top = max(point.size for point in points) * (1 + _EDGE)
    start = max(min(point.size for point in points) * 0.8, 1.0)
    ends = _add_limits(figure, look, found, start, top, t(f"funnel.target_{whole}"))
    _add_points(figure, look, points)
    right = max(text_width(text, SMALL_SIZE) for text, _, _ in ends) + 12
    plot = (_NARROW if look.narrow else _NARROWEST) - _LEFT - right
    floor = rate_floor([point.rate for point in points])
    upright = _PLOT / (1 - floor)
    # Where the plot begins at 0 LAOs it is easier to read than where it begins at the smallest.
    named = _named(points, found, (plot / top, upright), plot)
    figure.update_layout(
        annotations=[
            *(_annotation(point, corner, look) for point, corner in named),
            *_at_ends([(text, max(rate, floor), c) for text, rate, c in ends], top, floor),
            _axis_title(look),
        ],
        height=_HEIGHT,
        margin={"l": _LEFT, "r": right, "t": _TOP, "b": _MARGIN},
    )
    figure.update_xaxes(range=[0, top], nticks=6, rangemode="tozero", showline=True)
    figure.update_yaxes(
        range=[floor, 1],
        domain=[_AXIS / (_AXIS + _PLOT), 1],
        tickvals=[floor + rate * (1 - floor) for rate in QUARTERS],
        ticktext=[
            numbers.percent(floor + rate * (1 - floor), sign=True)
            if floor
            else numbers.whole_percent(rate, sign=True)
            for rate in QUARTERS
        ],
        showgrid=True,
    )
    title, alt = _words(points, found, look, said)
    return make_chart(figure, look, title, zoomed(t("funnel.subtitle"), floor, look), alt)


def funnel_explanation(rates: pd.DataFrame, look: Look, *, chosen: bool = False) -> str:
    """Return two sentences on how to read the plot, empty where it cannot be drawn."""
    found = funnel(rates)
    if found.reason:
        return ""
    whole = look.t(f"funnel.whole_{'chosen' if chosen else 'country'}")
    rate = look.percent(found.target)
    return look.t("funnel.explained", count=found.by_chance, rate=rate, whole=whole)


@dataclass(frozen=True)
class _Point:
    group: Group
    size: float
    rate: float
    side: str
    clear: bool


def _add_limits(
    figure: Drawing, look: Look, found: Funnel, start: float, top: float, target: str
) -> list[tuple[str, float, str]]:
    """Draw the limits and the target; return what stands at their ends: text, rate, colour."""
    # Close together where the lines bend most.
    sizes = [start * (top / start) ** (step / _STEPS) for step in range(_STEPS + 1)]
    muted = look.colour("muted")
    ends = []
    for deviations, dash, width, text in (
        (OUTER, "solid", 1.5, "99.8\u00a0%"),
        (INNER, "dash", 1.2, "95\u00a0%"),
    ):
        for values in found.limits(sizes, deviations):
            figure.add_scatter(
                x=sizes,
                y=values,
                mode="lines",
                line={"color": muted, "width": width, "dash": dash},
                hoverinfo="skip",
            )
        ends.append((text, values[-1], muted))
    ink = look.colour("ink")
    figure.add_scatter(
        x=[0, top],
        y=[found.target] * 2,
        mode="lines",
        line={"color": ink, "width": 1.2},
        hoverinfo="skip",
    )
    ends.append((f"{target}<br>{look.percent(found.target)}", found.target, ink))
    # The two limits may end at the same place, at the ceiling or in a country of equals.
    if abs(ends[0][1] - ends[1][1]) * _PLOT < LABEL_HEIGHT:
        ends[:2] = [("95, 99.8\u00a0%", ends[0][1], muted)]
    return ends


def _add_points(figure: Drawing, look: Look, points: Sequence[_Point]) -> None:
    colours = {
        "above": look.colour("complete"),
        "below": look.colour("action"),
        "": look.colour("primary"),
    }
    # Colour is never alone: the side is a direction too, and beyond the outer limits it is filled.
    shapes = {"above": "triangle-up", "below": "triangle-down", "": "circle"}
    figure.add_scatter(
        x=[point.size for point in points],
        y=[point.rate for point in points],
        mode="markers",
        marker={
            "color": [colours[point.side] for point in points],
            "symbol": [
                shapes[point.side] + ("-open" if point.side and not point.clear else "")
                for point in points
            ],
            "size": [12 if point.side else 8 for point in points],
            "opacity": [1.0 if point.side else 0.55 for point in points],
            "line": {"width": 1.5},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0.8}},
        customdata=[[point.group.code] for point in points],
        hovertext=[_hover(point, look) for point in points],
        hoverinfo="text",
        cliponaxis=False,
    )


def _hover(point: _Point, look: Look) -> str:
    text = hover(point.group, look)
    if not point.side:
        return text
    beyond = "outside" if point.clear else "watch"
    return f"{text}<br>{escape(look.t(f'funnel.{point.side}_{beyond}'))}"


def _named(
    points: Sequence[_Point], found: Funnel, scale: tuple[float, float], width: float
) -> list[tuple[_Point, Corner]]:
    """Return which points are named, the farthest first, and where their names stand."""
    scores = found.groups["z_adjusted"].abs().tolist()
    order = sorted(range(len(points)), key=lambda number: -scores[number])
    wanted = [
        (number, text_width(points[number].group.name, SMALL_SIZE, bold=points[number].clear))
        for number in order
        if points[number].side
    ]
    floor = 1 - _PLOT / scale[1]
    places = [(point.size * scale[0], (point.rate - floor) * scale[1]) for point in points]
    placed = place_labels(places, wanted, (width, _PLOT), MAX_LABELS)
    return [(points[number], corner) for number, corner in placed]


def _annotation(point: _Point, corner: Corner, look: Look) -> dict[str, object]:
    name = escape(point.group.name)
    return {
        "text": f"<b>{name}</b>" if point.clear else name,
        "x": point.size,
        "y": point.rate,
        **at_corner(corner, look),
        "font": {
            "size": SMALL_SIZE,
            "color": look.colour("complete" if point.side == "above" else "action"),
        },
    }


def _at_ends(
    ends: Sequence[tuple[str, float, str]], x: float, floor: float
) -> list[dict[str, object]]:
    """Return the labels right of the lines' ends, moved apart where these lie close."""
    at = [(rate - floor) * _PLOT / (1 - floor) for _, rate, _ in ends]
    return [
        {
            "text": text,
            "x": x,
            "y": rate,
            "yshift": place - own,
            "xanchor": "left",
            "align": "left",
            "xshift": 5,
            "font": {"size": SMALL_SIZE, "color": colour},
        }
        for (text, rate, colour), own, place in zip(
            ends, at, spread(at, _END_GAP, top=_PLOT), strict=True
        )
    ]


def _axis_title(look: Look) -> dict[str, object]:
    return {
        "text": escape(look.t("funnel.axis")),
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "y": 0,
        "yref": "paper",
        "yanchor": "bottom",
        "font": {"size": SMALL_SIZE, "color": look.colour("muted")},
    }


def _words(points: Sequence[_Point], found: Funnel, look: Look, whole: str) -> tuple[str, str]:
    t = look.t
    clear = [point for point in points if point.clear]
    watch = sum(1 for point in points if point.side and not point.clear)
    if clear:
        title = t("funnel.title", count=len(clear), whole=whole)
        if watch:
            title = t("funnel.title_more", title=title, count=watch)
    else:
        title = t("funnel.title_watch" if watch else "funnel.title_none", count=watch, whole=whole)
    scores = found.groups["z_adjusted"].tolist()
    low, high = (
        points[end(range(len(points)), key=scores.__getitem__)].group for end in (min, max)
    )
    alt = t(
        "funnel.alt",
        title=title,
        whole=whole,
        rate=look.percent(found.target),
        low=low.name,
        low_rate=look.percent(low.rate),
        high=high.name,
        high_rate=look.percent(high.rate),
    )
    return title, alt
