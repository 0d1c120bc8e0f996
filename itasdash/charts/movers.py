"""The provinces that moved most and least between two snapshots."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from itasdash.charts.chart import Chart, Group, empty_chart, groups, hover, make_chart
from itasdash.charts.drawing import Drawing
from itasdash.charts.dumbbell import Dumbbell, add_dumbbells
from itasdash.charts.look import Look, escape, text_width
from itasdash.charts.rows import (
    Label,
    add_rate_axis,
    lay_out_rows,
    name_label,
    rate_floor,
    value_label,
    zoomed,
)

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
    # Ties are broken by what is at stake, and then alike in every language.
    by_gain = sorted(known, key=lambda g: (-_gain(g), -(g.gain_laos or 0), -_left(g), g.code))
    most = [g for g in by_gain[:n] if _gain(g) > 0]
    late = [g for g in by_gain[len(most) :] if (g.rate or 0.0) < 1]
    least = sorted(late, key=lambda g: (_gain(g), -_left(g), g.code))[:n][::-1]
    if not most and not least:
        return empty_chart(look, look.t("chart.movers_none"))

    if not look.narrow and max(text_width(g.name) for g in (*most, *least)) > _NAME_WIDTH:
        look = replace(look, narrow=True)
    names: list[Label] = []
    ends: list[Label] = []
    dumbbells: list[Dumbbell] = []
    for heading, section, colour in (
        ("chart.movers_most", most, look.colour("complete")),
        (_least_heading(least), least, look.colour("action")),
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
            left = look.t("chart.left", outstanding=look.count(_left(g)))
            ends.append(value_label(look.points(g.gain_points), left, look))
    figure = Drawing()
    floor = rate_floor([d.hollow for d in dumbbells] + [d.filled for d in dumbbells])
    add_dumbbells(figure, look, dumbbells, floor)
    lay_out_rows(figure, look, names, ends, [1.0] * len(ends), gap=10)
    add_rate_axis(figure, look, floor)
    title = _title(by_gain, look)
    fallen = sum(1 for g in known if _gain(g) < 0)
    alt = look.t("chart.movers_alt", title=title, fallen=fallen, all=len(known))
    subtitle = zoomed(look.t("chart.movers_subtitle"), floor, look)
    return make_chart(figure, look, title, subtitle, alt)


def _least_heading(least: Sequence[Group]) -> str:
    fell = all(_gain(group) < 0 for group in least)
    return "chart.movers_fell" if fell else "chart.movers_least"


def _left(group: Group) -> int:
    return group.outstanding or 0


def _gain(group: Group) -> float:
    return group.gain_points or 0.0


def _title(by_gain: Sequence[Group], look: Look) -> str:
    first, last = by_gain[0], by_gain[-1]
    if _gain(first) > 0:
        return look.t("chart.movers_up", name=first.name, gain=look.points(first.gain_points))
    if _gain(last) < 0:
        return look.t("chart.movers_down", name=last.name, gain=look.points(last.gain_points))
    return look.t("chart.movers_none")
