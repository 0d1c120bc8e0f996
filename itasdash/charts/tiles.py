"""The tile map: every province an equal tile near its place on the map."""

from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from itasdash.charts.chart import Chart, Group, empty_chart, groups, hover, make_chart
from itasdash.charts.look import NO_VALUE, SMALL_SIZE, Look, escape, rate_steps
from itasdash.reference import BANGKOK, all_provinces, table

Measure = Literal["rate", "outstanding"]

HEIGHT = 712
_TEXT_SIZE = 12
_HALF = 0.47
_CORNER = 0.09
_KEY_ROW = -1.15


def tile_map(rates: pd.DataFrame, look: Look, measure: Measure = "rate") -> Chart:
    """Return the map of all 77 provinces as tiles with abbreviation and number.

    A click on a tile carries the province code in ``customdata[0]``. Bangkok, which the department
    does not watch, and provinces without data are grey with a dash.

    Args:
        rates: one row per province (``province_code``, ``name_th``, ``expected``, ``registered``,
            ``outstanding``, ``rate``, optionally gains).
        look: language and colours.
        measure: ``rate`` colours by the fixed scale, ``outstanding`` by tints up to the maximum.
    """
    known = {
        g.code: g for g in groups(rates, "province_code", look) if _value(g, measure) is not None
    }
    if not known:
        return empty_chart(look)
    top = max(g.outstanding or 0 for g in known.values())
    shapes, codes, columns, rows, hovers = [], [], [], [], []
    for tile in table("tiles"):
        code, column, row = tile["province_code"], int(tile["column"]), int(tile["row"])
        group = known.get(code)
        colour, ink = _colours(group, look, measure, top)
        text = (
            f"<b>{all_provinces()[code].abbreviation_th}</b><br>{tile_number(group, look, measure)}"
        )
        label: dict[str, object] = {"text": text, "font": {"color": ink, "size": _TEXT_SIZE}}
        shapes.append(_tile(column, row, colour, look, label))
        codes.append([code])
        columns.append(column)
        rows.append(row)
        hovers.append(_hover(code, group, look))
    figure = go.Figure()
    figure.add_scatter(
        x=columns,
        y=rows,
        mode="markers",
        # Seen by the pointer only: the tiles are shapes, which give no hover and no click.
        marker={"symbol": "square", "size": 32, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=codes,
        hovertext=hovers,
        hoverinfo="text",
    )
    key, ends = _key(look, measure, top)
    # All at once: plotly copies every shape there is for each one that is added.
    figure.update_layout(shapes=[*shapes, *key], annotations=ends)
    figure.update_xaxes(range=[-0.5, 9.5], visible=False)
    # Tiles take the width that there is: squares would leave half of a phone's screen empty.
    figure.update_yaxes(range=[17.5, -1.55], visible=False)
    figure.update_layout(height=HEIGHT, margin={"l": 0, "r": 0, "t": 4, "b": 4})
    title, subtitle, alt = _words(list(known.values()), look, measure)
    return make_chart(figure, look, title, subtitle, alt)


def _value(group: Group, measure: Measure) -> float | None:
    return group.rate if measure == "rate" else group.outstanding


def _colours(group: Group | None, look: Look, measure: Measure, top: int) -> tuple[str, str]:
    if group is None or measure == "rate":
        rate = group.rate if group else None
        return look.rate_colour(rate), look.rate_text_colour(rate)
    steps = look.action_steps()
    share = (group.outstanding or 0) / top if top else 0.0
    colour = steps[min(int(share * len(steps)), len(steps) - 1)]
    return colour, look.text_on(colour)


def tile_number(group: Group | None, look: Look, measure: Measure = "rate") -> str:
    """Return the number that stands in a province's tile: whole per cent, or a count."""
    if group is None:
        return NO_VALUE
    if measure == "outstanding":
        return look.count(group.outstanding)
    percent = round((group.rate or 0.0) * 100)
    # A province with one LAO left must not read 100.
    return str(min(percent, 99) if (group.rate or 0.0) < 1 else percent)


def _hover(code: str, group: Group | None, look: Look) -> str:
    if group is not None:
        return hover(group, look)
    name = escape(all_provinces()[code].name(look.language))
    reason = "chart.not_under_department" if code == BANGKOK else "chart.no_data"
    return f"<b>{name}</b><br>{escape(look.t(reason))}"


def _tile(
    x: float, y: float, colour: str, look: Look, label: dict[str, object]
) -> dict[str, object]:
    left, right, top, bottom = x - _HALF, x + _HALF, y - _HALF, y + _HALF
    c = _CORNER
    return {
        "type": "path",
        "path": (
            f"M{left + c},{top} L{right - c},{top} Q{right},{top} {right},{top + c} "
            f"L{right},{bottom - c} Q{right},{bottom} {right - c},{bottom} "
            f"L{left + c},{bottom} Q{left},{bottom} {left},{bottom - c} "
            f"L{left},{top + c} Q{left},{top} {left + c},{top} Z"
        ),
        "fillcolor": colour,
        # The palest and the darkest tile would melt into the ground without an edge.
        "line": {"color": look.colour("line"), "width": 1},
        "label": {"textposition": "middle center", "padding": 0} | label,
    }


def _key(
    look: Look, measure: Measure, top: int
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return the shapes and the annotations of the colour key."""
    if measure == "rate":
        colours = [step.colour for step in rate_steps()]
        ends = ("0 %", "100 %")
    else:
        colours = list(look.action_steps())
        ends = ("0", look.count(top))
    start, length = 0.6, 5.6
    width = length / len(colours)
    shapes: list[dict[str, object]] = [
        {
            "type": "rect",
            "x0": start + number * width,
            "x1": start + (number + 1) * width - 0.06,
            "y0": _KEY_ROW - 0.12,
            "y1": _KEY_ROW + 0.12,
            "fillcolor": colour,
            "line": {"color": look.colour("line"), "width": 1},
        }
        for number, colour in enumerate(colours)
    ]
    annotations: list[dict[str, object]] = [
        {
            "text": text,
            "x": x,
            "xanchor": anchor,
            "y": _KEY_ROW,
            "yanchor": "middle",
            "font": {"size": SMALL_SIZE, "color": look.colour("muted")},
        }
        for text, x, anchor in (
            (ends[0], start - 0.15, "right"),
            (ends[1], start + length + 0.1, "left"),
        )
    ]
    return shapes, annotations


def _words(known: list[Group], look: Look, measure: Measure) -> tuple[str, str, str]:
    t = look.t
    subtitle = t(f"chart.tile_subtitle_{measure}")
    if measure == "outstanding":
        high = max(known, key=lambda g: g.outstanding or 0)
        title = t(
            "chart.tile_outstanding" if high.outstanding else "chart.tile_outstanding_none",
            name=high.name,
            outstanding=high.outstanding,
        )
        total = sum(g.outstanding or 0 for g in known)
        return title, subtitle, t("chart.tile_alt_outstanding", title=title, total=total)
    low = min(known, key=lambda g: g.rate or 0.0)
    high = max(known, key=lambda g: g.rate or 0.0)
    below = sum(1 for g in known if (g.rate or 0.0) < 0.5)
    complete = sum(1 for g in known if (g.rate or 0.0) >= 1)
    if len(known) == 1:
        title = t("chart.rate_one", low=low.name, low_rate=look.percent(low.rate))
    elif complete == len(known):
        title = t("chart.tile_complete", provinces=complete)
    elif below:
        title = t("chart.tile_below_half", count=below)
    else:
        title = t("chart.tile_above_half", complete=complete)
    alt = t(
        "chart.tile_alt",
        title=title,
        low=low.name,
        low_rate=look.percent(low.rate),
        high=high.name,
        high_rate=look.percent(high.rate),
    )
    return title, subtitle, alt
