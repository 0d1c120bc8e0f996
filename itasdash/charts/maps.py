"""What maps by province have in common: values, colours, words and the colour key."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from itasdash.charts.chart import Group, groups, hover
from itasdash.charts.drawing import Properties, trace
from itasdash.charts.look import SMALL_SIZE, Look, escape
from itasdash.i18n.numbers import NO_VALUE, whole_percent
from itasdash.reference import BANGKOK, all_provinces

Measure = Literal["rate", "outstanding"]
# What provinces have yet to reach, once all are half way.
_STEPS = (0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
# From here on nearly all of a map of rates is one colour.
_LATE = 0.85


def first_measure(rates: pd.DataFrame) -> Measure:
    """Return what a map shows unless somebody chooses: rates, as long as these tell much.

    A list of the LAOs that nobody opened tells who is outstanding and hardly any rate; and late in
    a campaign nearly every province has the darkest colour, so that the outstanding are shown.

    Args:
        rates: one row per province (``rate``, ``expected``, ``registered``, ``outstanding``).
    """
    known = rates[rates["rate"].notna()]
    if 2 * len(known) <= len(rates):
        return "outstanding"
    registered, expected = (int(known[name].sum()) for name in ("registered", "expected"))
    return "outstanding" if expected * _LATE <= registered < expected else "rate"


def measured(rates: pd.DataFrame, look: Look, measure: Measure) -> dict[str, Group]:
    """Return the provinces of which ``measure`` is known, by code."""
    found = groups(rates, "province_code", look)
    return {g.code: g for g in found if _value(g, measure) is not None}


def targets(
    x: Sequence[float],
    y: Sequence[float],
    codes: Sequence[str],
    hovers: Sequence[str] | str,
    size: int,
) -> Properties:
    """Return points of ``size`` pixels that only the pointer sees, because shapes take no clicks.

    Each carries its province code in ``customdata[0]``. One hover text is that of all of them.
    """
    return trace(
        "scatter",
        x=list(x),
        y=list(y),
        mode="markers",
        marker={"symbol": "square", "size": size, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=[[code] for code in codes],
        hovertext=hovers if isinstance(hovers, str) else list(hovers),
        hoverinfo="text",
    )


def _value(group: Group, measure: Measure) -> float | None:
    return group.rate if measure == "rate" else group.outstanding


def map_colours(group: Group | None, look: Look, measure: Measure, top: int) -> tuple[str, str]:
    """Return the fill of a province and the colour of text on it; ``top`` is the most there are."""
    if group is None or measure == "rate":
        rate = group.rate if group else None
        return look.rate_colour(rate), look.rate_text_colour(rate)
    steps = look.action_steps()
    share = (group.outstanding or 0) / top if top else 0.0
    colour = steps[min(int(share * len(steps)), len(steps) - 1)]
    return colour, look.text_on(colour)


def map_number(group: Group | None, look: Look, measure: Measure) -> str:
    """Return the number that stands on a province: whole per cent or LAOs, or a dash."""
    if group is None:
        return NO_VALUE
    if measure == "outstanding":
        return look.count(group.outstanding)
    return look.whole_percent(group.rate)


def map_hover(code: str, group: Group | None, look: Look) -> str:
    """Return what a province says when it is pointed at, also one that is not known."""
    if group is not None:
        return hover(group, look)
    name = escape(all_provinces()[code].name(look.language))
    reason = "chart.not_under_department" if code == BANGKOK else "chart.no_data"
    return f"<b>{name}</b><br>{escape(look.t(reason))}"


def colour_key(
    look: Look,
    measure: Measure,
    top: int,
    across: tuple[float, float],
    along: tuple[float, float],
    refs: tuple[str, str] = ("x", "y"),
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return the shapes and the annotations of the colour key.

    Args:
        look: language and colours.
        measure: what the colours mean.
        top: the most outstanding LAOs of a province.
        across: from where to where it reaches on the x axis, without its two labels.
        along: likewise on the y axis.
        refs: the axes that ``across`` and ``along`` are about, or ``paper``.
    """
    if measure == "rate":
        colours = look.rate_colours()
        ends = (whole_percent(0, sign=True), whole_percent(1, sign=True))
    else:
        colours = list(look.action_steps())
        ends = (look.count(0), look.count(top))
    start, end = across
    width = (end - start) / len(colours)
    axes = {"xref": refs[0], "yref": refs[1]}
    shapes: list[dict[str, object]] = [
        {
            "type": "rect",
            "x0": start + number * width,
            "x1": start + (number + 0.9) * width,
            "y0": along[0],
            "y1": along[1],
            "fillcolor": colour,
            "line": {"color": look.colour("line"), "width": 1},
            **axes,
        }
        for number, colour in enumerate(colours)
    ]
    annotations: list[dict[str, object]] = [
        {
            "text": text,
            "x": x,
            "xanchor": anchor,
            "xshift": shift,
            "y": sum(along) / 2,
            "yanchor": "middle",
            "font": {"size": SMALL_SIZE, "color": look.colour("muted")},
            **axes,
        }
        for text, x, anchor, shift in (
            (ends[0], start, "right", -5),
            (ends[1], end, "left", 4),
        )
    ]
    return shapes, annotations


def map_words(known: list[Group], look: Look, measure: Measure) -> tuple[str, str, str]:
    """Return title, subtitle and alternative text of a map of these provinces."""
    t = look.t
    subtitle = t(f"chart.tile_subtitle_{measure}")
    if measure == "outstanding":
        high = min(known, key=lambda g: (-(g.outstanding or 0), g.rate or 0.0, g.code))
        title = t(
            "chart.tile_outstanding" if high.outstanding else "chart.tile_outstanding_none",
            name=high.name,
            outstanding=high.outstanding,
        )
        total = sum(g.outstanding or 0 for g in known)
        return title, subtitle, t("chart.tile_alt_outstanding", title=title, total=total)
    low = min(known, key=lambda g: (g.rate or 0.0, -(g.outstanding or 0), g.code))
    high = min(known, key=lambda g: (-(g.rate or 0.0), g.outstanding or 0, g.code))
    below = sum(1 for g in known if (g.rate or 0.0) < 0.5)
    complete = sum(1 for g in known if (g.rate or 0.0) >= 1)
    if len(known) == 1:
        title = t("chart.rate_one", low=low.name, low_rate=look.percent(low.rate))
    elif complete == len(known):
        title = t("chart.tile_complete", provinces=complete)
    elif below:
        title = t("chart.tile_below_half", count=below)
    else:
        # What some have not reached is the finding, however late it is.
        step = next(step for step in _STEPS if (low.rate or 0.0) < step)
        count = sum(1 for g in known if (g.rate or 0.0) < step)
        words = {"step": look.whole_percent(step), "complete": complete}
        entry = "chart.tile_below_step" if step < 1 else "chart.tile_not_complete"
        title = t(entry, count=count, **words)
    alt = t(
        "chart.tile_alt",
        title=title,
        low=low.name,
        low_rate=look.percent(low.rate),
        high=high.name,
        high_rate=look.percent(high.rate),
    )
    return title, subtitle, alt
