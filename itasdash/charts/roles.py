"""The two roles: how far executives are behind administrators, and which role lacks where."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from itasdash.charts.chart import Chart, Group, empty_chart, groups, hover, make_chart
from itasdash.charts.dumbbell import Dumbbell, add_dumbbells
from itasdash.charts.look import FONT_SIZE, SMALL_SIZE, Look, escape, text_width
from itasdash.charts.rows import (
    AXIS_HEIGHT,
    ROW_HEIGHT,
    add_rate_axis,
    lay_out_rows,
    name_label,
    name_rows,
    value_label,
)
from itasdash.reference import lao_types, regions
from itasdash.schema import OUTSTANDING_STATES

_GAP = 10
# Part of the width between two panels.
_BETWEEN = 0.03
# Bars leave room for their numbers in figures as narrow as these, in pixels: on a phone, elsewhere.
_NARROW, _USUAL = 300, 380
# Three headings stand side by side on a phone.
_TINY = 11


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


def unregistered_roles(counts: pd.DataFrame, look: Look, key: str) -> Chart | None:
    """Return a panel of bars per missing role, all on one scale, a row per group.

    Args:
        counts: one row per group, as :func:`itasdash.metrics.outstanding_by_state` gives them.
        look: language and colours.
        key: the column with the groups' codes: ``region``, ``lao_type`` or ``province_code``.

    Returns:
        None where no LAO is outstanding, or none of which it is told who is missing.
    """
    states = [state for state in OUTSTANDING_STATES if counts[state].sum()]
    if not set(states) - {"incomplete"}:
        return None
    totals = counts[list(OUTSTANDING_STATES)].sum(axis=1)
    shown = counts.assign(total=totals).sort_values("total", ascending=False, kind="stable")
    names = [_group_name(row, key, look) for row in shown.to_dict("records")]
    figure = go.Figure()
    for number, state in enumerate(states):
        _add_panel(figure, look, number, shown, state, names)
    size = SMALL_SIZE if look.narrow else FONT_SIZE
    left = max(text_width(name, size) for name in names) + _GAP
    figure.update_yaxes(range=[len(names) - 0.5, -0.5])
    name_rows(figure, look, dict(enumerate(map(escape, names))), left, size)
    room = (_NARROW if look.narrow else _USUAL) - left
    _lay_out_panels(figure, look, states, int(shown[states].max().max()), room)
    head = AXIS_HEIGHT + 4
    figure.update_layout(
        height=len(names) * ROW_HEIGHT + head + 4,
        margin={"l": left, "r": 4, "t": head, "b": 4},
    )
    return make_chart(figure, look, *_panel_words(shown, look, key, states, names[0]))


def _add_panel(
    figure: go.Figure,
    look: Look,
    number: int,
    shown: pd.DataFrame,
    state: str,
    names: Sequence[str],
) -> None:
    values = [int(value) for value in shown[state]]
    title = _heading(state, look)
    figure.add_bar(
        x=values,
        y=list(range(len(values))),
        xaxis=f"x{number + 1}" if number else "x",
        orientation="h",
        marker_color=look.colour("action"),
        text=[f"<b>{look.count(value)}</b>" for value in values],
        textposition="outside",
        cliponaxis=False,
        hovertext=[
            f"<b>{escape(name)}</b><br>{escape(title)} {_laos(value, look)}"
            for name, value in zip(names, values, strict=True)
        ],
        hoverinfo="text",
    )


def _lay_out_panels(
    figure: go.Figure, look: Look, states: Sequence[str], top: int, room: int
) -> None:
    width = (1 - _BETWEEN * (len(states) - 1)) / len(states)
    number_share = (text_width(look.count(top), bold=True) + _GAP) / (room * width)
    # The rest of the panel is for the number at the end of its longest bar.
    reach = max(top, 1) / max(1 - number_share, 0.15)
    annotations = []
    for number, state in enumerate(states):
        start = number * (width + _BETWEEN)
        axis = {"domain": [start, start + width], "range": [0, reach], "visible": False}
        figure.update_layout({f"xaxis{number + 1}" if number else "xaxis": axis})
        annotations.append(
            {
                "text": escape(_heading(state, look)),
                "x": start,
                "xref": "paper",
                "xanchor": "left",
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "yshift": 2,
                "font": {
                    "size": _TINY if look.narrow else SMALL_SIZE,
                    "color": look.colour("muted"),
                },
            }
        )
    figure.update_layout(annotations=annotations)


def _heading(state: str, look: Look) -> str:
    return look.t("chart.missing_both" if state == "none" else f"missing_person.{state}")


def _laos(number: int, look: Look) -> str:
    return look.t("number.laos", count=number, value=look.count(number))


def _group_name(row: dict[str, object], key: str, look: Look) -> str:
    named = {**regions(), **lao_types()}.get(str(row[key]))
    return named.short(look.language) if named else str(row["name_th"])


def _panel_words(
    shown: pd.DataFrame, look: Look, key: str, states: Sequence[str], first: str
) -> tuple[str, str, str]:
    t, total = look.t, int(shown["total"].sum())
    most = int(shown["total"].iloc[0])
    words = {
        "name": first,
        "outstanding": most,
        "share": look.percent(most / total),
        "total": total,
    }
    title = t("chart.group_title" if len(shown) > 1 else "chart.outstanding_only", **words)
    parts = [f"{_heading(state, look)} {_laos(int(shown[state].sum()), look)}" for state in states]
    subtitle = t("chart.missing_subtitle", groups=t(f"chart.by_{key}"))
    return title, subtitle, f"{title}. {subtitle}: {', '.join(parts)}."
