"""How far executives are behind their administrators, by type of LAO."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from itasdash.charts.chart import Chart, Group, empty_chart, groups, hover, make_chart
from itasdash.charts.dumbbell import Dumbbell, add_dumbbells
from itasdash.charts.look import Look
from itasdash.charts.rows import add_rate_axis, lay_out_rows, name_label, value_label


def role_gap(rates: pd.DataFrame, look: Look) -> Chart | None:
    """Return per LAO type the share with its administrator (hollow) and with both roles (filled).

    Args:
        rates: one row per LAO type (``lao_type``, ``name_th``, ``expected``, ``rate``,
            ``admin_registered``, and where known ``executive_registered``), in display order.
        look: language and colours.

    Returns:
        None where the snapshot does not tell the roles apart, or tells of some types only that
        nobody has registered.
    """
    expected = [g for g in groups(rates, "lao_type", look) if g.expected]
    shown = [g for g in expected if g.rate is not None and g.admin_registered is not None]
    # A list of the LAOs that nobody opened tells of nobody else: that is no equality of roles.
    if len(shown) < len(expected) and not any(g.admin_registered for g in shown):
        return None
    if not shown:
        return empty_chart(look)
    names = [name_label(g.name, look.count(g.expected), look) for g in shown]
    ends = [value_label(look.percent(g.rate), "", look) for g in shown]
    figure = go.Figure()
    add_dumbbells(
        figure,
        look,
        [
            Dumbbell(row, _admin(g), g.rate or 0.0, look.colour("primary"), g.code, _hover(g, look))
            for row, g in enumerate(shown)
        ],
    )
    lay_out_rows(figure, look, names, ends, [1.0] * len(ends), gap=10)
    add_rate_axis(figure, look)
    title = _title(shown, look)
    widest = max(shown, key=lambda g: _admin(g) - (g.rate or 0.0))
    alt = look.t(
        "chart.roles_alt",
        title=title,
        name=widest.name,
        admin=look.percent(_admin(widest)),
        both=look.percent(widest.rate),
    )
    return make_chart(figure, look, title, look.t("chart.roles_subtitle"), alt)


def _admin(group: Group) -> float:
    return (group.admin_registered or 0) / (group.expected or 1)


def _hover(group: Group, look: Look) -> str:
    lines = [hover(group, look)]
    for role in ("admin", "executive"):
        number = getattr(group, f"{role}_registered")
        if number is not None:
            lines.append(look.t(f"chart.hover_{role}", number=number))
    return "<br>".join(lines)


def _title(shown: Sequence[Group], look: Look) -> str:
    """Say who is behind; without the executives' own counts, how many lack only them."""
    t = look.t
    pairs = [
        (g.admin_registered or 0, g.executive_registered)
        for g in shown
        if g.executive_registered is not None
    ]
    if len(pairs) < len(shown):
        lacking = sum(max((g.admin_registered or 0) - (g.registered or 0), 0) for g in shown)
        if not lacking:
            return t("chart.roles_none_lacking")
        return t("chart.roles_lacking", count=lacking)
    behind = sum(1 for admin, executive in pairs if executive < admin)
    ahead = sum(1 for admin, executive in pairs if executive > admin)
    if not behind and not ahead:
        return t("chart.roles_equal")
    # Who is behind in any type is the finding; where both are somewhere, the executives are.
    late, count = ("behind", behind) if behind else ("ahead", ahead)
    if len(shown) == 1:
        return t(f"chart.roles_one_{late}", name=shown[0].name)
    if count == len(shown):
        return t(f"chart.roles_all_{late}")
    return t(f"chart.roles_some_{late}", count=count, all=len(shown))
