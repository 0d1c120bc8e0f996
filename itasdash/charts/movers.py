"""The provinces that moved most and least between two snapshots."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from itasdash.charts.chart import Chart, Group, empty_chart, groups, hover, make_chart
from itasdash.charts.dumbbell import Dumbbell, add_dumbbells
from itasdash.charts.look import Look, escape, text_width
from itasdash.charts.rows import Label, add_rate_axis, lay_out_rows, name_label, value_label

# In a small card longer names would leave the lines no room beside them.
_NAME_WIDTH = 130


def movers(rates: pd.DataFrame, look: Look, n: int = 4) -> Chart:
    """Return the ``n`` provinces with the largest gain and the ``n`` with the smallest.

    Each is a line from the rate before (hollow) to the rate now (filled), its gain at the right.
    What did not gain is not among the largest, and a province that has nobody left to register,
    so that it cannot gain, not among the smallest.

    Args:
        rates: one row per province with ``gain_points`` (percentage points) and ``rate``.
        look: language and colours.
        n: how many of each.
    """
    known = [
        g
        for g in groups(rates, "province_code", look)
        if g.gain_points is not None and g.rate is not None
    ]
    if not known:
        return empty_chart(look)
    by_gain = sorted(known, key=lambda g: (-_gain(g), -(g.gain_laos or 0)))
    most = [g for g in by_gain[:n] if _gain(g) > 0]
    least = [g for g in by_gain[len(most) :] if (g.rate or 0.0) < 1][-n:]
    if not most and not least:
        return empty_chart(look, look.t("chart.movers_none"))

    if not look.narrow and max(text_width(g.name) for g in (*most, *least)) > _NAME_WIDTH:
        look = replace(look, narrow=True)
    names: list[Label] = []
    ends: list[Label] = []
    dumbbells: list[Dumbbell] = []
    for heading, section, colour in (
        ("chart.movers_most", most, look.colour("complete")),
        ("chart.movers_least", least, look.colour("action")),
    ):
        if not section:
            continue
        title = look.t(heading)
        names.append(Label(f"<b>{escape(title)}</b>", text_width(title, bold=True)))
        ends.append(Label("", 0))
        for g in section:
            before = min(max((g.rate or 0.0) - _gain(g) / 100, 0.0), 1.0)
            dumbbells.append(
                Dumbbell(len(names), before, g.rate or 0.0, colour, g.code, hover(g, look))
            )
            names.append(name_label(g.name, "", look))
            # In a card of this kind a rate beside each gain would leave the lines no room.
            rate = look.percent(g.rate) if look.narrow else ""
            ends.append(value_label(look.points(g.gain_points), rate, look))
    figure = go.Figure()
    add_dumbbells(figure, look, dumbbells)
    lay_out_rows(figure, look, names, ends, [1.0] * len(ends), gap=10)
    add_rate_axis(figure, look)
    title = _title(by_gain, look)
    fallen = sum(1 for g in known if _gain(g) < 0)
    alt = look.t("chart.movers_alt", title=title, fallen=fallen, all=len(known))
    return make_chart(figure, look, title, look.t("chart.movers_subtitle"), alt)


def _gain(group: Group) -> float:
    return group.gain_points or 0.0


def _title(by_gain: Sequence[Group], look: Look) -> str:
    first, last = by_gain[0], by_gain[-1]
    if _gain(first) > 0:
        return look.t("chart.movers_up", name=first.name, gain=look.points(first.gain_points))
    if _gain(last) < 0:
        return look.t("chart.movers_down", name=last.name, gain=look.points(last.gain_points))
    return look.t("chart.movers_none")
