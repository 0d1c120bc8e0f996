"""The two roles: how far executives are behind administrators, and which role lacks where."""

from collections.abc import Sequence

import pandas as pd

from itasdash.charts.chart import Chart, Group, empty_chart, groups, hover, make_chart
from itasdash.charts.drawing import Drawing
from itasdash.charts.dumbbell import Dumbbell, add_dumbbells
from itasdash.charts.look import SMALL_SIZE, Look, escape
from itasdash.charts.rows import (
    AXIS_HEIGHT,
    add_rate_axis,
    lay_out_rows,
    name_label,
    rate_floor,
    value_label,
    zoomed,
)
from itasdash.reference import lao_types, regions
from itasdash.schema import OUTSTANDING_STATES

# The key of the parts has to fit beside each other on a phone.
_TINY = 11
# Parts of a bar from the palest tint to the darkest, as signs that need no colour to be told apart.
_SIGNS = {"admin_only": "▒", "executive_only": "▓", "none": "█", "incomplete": "░"}


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
    left = [look.t("chart.left", outstanding=look.count(g.outstanding)) for g in shown]
    ends = [
        value_label(look.percent(g.rate), beside, look)
        for g, beside in zip(shown, left, strict=True)
    ]
    figure = Drawing()
    floor = rate_floor([rate for g in shown for rate in (_admin(g), g.rate or 0.0)])
    dumbbells = [
        Dumbbell(row, _admin(g), g.rate or 0.0, look.colour("primary"), g.code, _hover(g, look))
        for row, g in enumerate(shown)
    ]
    add_dumbbells(figure, look, dumbbells, floor)
    lay_out_rows(figure, look, names, ends, [1.0] * len(ends), gap=10)
    add_rate_axis(figure, look, floor)
    title = _title(shown, look)
    widest = max(shown, key=lambda g: _admin(g) - (g.rate or 0.0))
    alt = look.t(
        "chart.roles_alt",
        title=title,
        name=widest.name,
        admin=look.percent(_admin(widest)),
        both=look.percent(widest.rate),
    )
    subtitle = zoomed(look.t("chart.roles_subtitle"), floor, look)
    return make_chart(figure, look, title, subtitle, alt)


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


def unregistered_roles(
    counts: pd.DataFrame, look: Look, key: str, *, late: bool = False
) -> Chart | None:
    """Return one bar per group, stacked by who is missing, with the sum at its end.

    Args:
        counts: one row per group, as :func:`itasdash.metrics.outstanding_by_state` gives them.
        look: language and colours.
        key: the column with the groups' codes: ``region``, ``lao_type`` or ``province_code``.
        late: whether few are left of all, so that these are the finding and not where they are.

    Returns:
        None where no LAO is outstanding, or none of which it is told who is missing.
    """
    states = [state for state in OUTSTANDING_STATES if counts[state].sum()]
    if not set(states) - {"incomplete"}:
        return None
    totals = counts[list(OUTSTANDING_STATES)].sum(axis=1)
    shown = counts.assign(total=totals)
    if key == "province_code":
        shown = shown.sort_values(key)
    shown = shown.sort_values("total", ascending=False, kind="stable")
    rows = shown.to_dict("records")
    names = [_group_name(row, key, look) for row in rows]
    figure = Drawing()
    for state in states:
        _add_part(figure, look, state, rows, names)
    figure.update_layout(barmode="stack")
    ends = [value_label(look.count(int(row["total"])), "", look) for row in rows]
    most = float(shown["total"].max())
    figure.update_xaxes(visible=False, range=[0, most])
    labels = [name_label(name, "", look) for name in names]
    lay_out_rows(figure, look, labels, ends, [float(row["total"]) for row in rows])
    _add_key(figure, look, states)
    return make_chart(figure, look, *_words(shown, look, key, states, names[0], late=late))


def _add_part(
    figure: Drawing,
    look: Look,
    state: str,
    rows: Sequence[dict[str, object]],
    names: Sequence[str],
) -> None:
    values = [int(str(row[state])) for row in rows]
    colour = _part_colour(state, look)
    figure.add_bar(
        x=values,
        y=list(range(len(values))),
        orientation="h",
        marker={"color": colour, "line": {"color": look.colour("action"), "width": 1}},
        # A number that does not fit into its part is left to the pointer.
        text=[f"<b>{look.count(value)}</b>" if value else "" for value in values],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none" if look.narrow else "inside",
        textfont={"color": look.text_on(colour), "size": SMALL_SIZE},
        hovertext=[
            f"<b>{escape(name)}</b><br>{escape(_heading(state, look))} {_laos(value, look)}"
            for name, value in zip(names, values, strict=True)
        ],
        hoverinfo="text",
    )


def _part_colour(state: str, look: Look) -> str:
    """Return the tint of a part: the more people are missing, the darker."""
    steps = look.action_steps()
    return steps[{"admin_only": 1, "executive_only": 2, "none": -1, "incomplete": 0}[state]]


def _add_key(figure: Drawing, look: Look, states: Sequence[str]) -> None:
    """Write above the bars what their parts are, in their order."""
    parts = [
        f'<span style="color:{look.colour("action")}">{_SIGNS[state]}</span> '
        f"{escape(_heading(state, look))}"
        for state in states
    ]
    size = _TINY if look.narrow else SMALL_SIZE
    figure.add_annotation(
        text="   ".join(parts),
        x=0,
        xref="paper",
        xanchor="left",
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=6,
        font={"size": size, "color": look.colour("muted")},
    )
    figure.grow(AXIS_HEIGHT)


def _heading(state: str, look: Look) -> str:
    return look.t("chart.missing_both" if state == "none" else f"missing_person.{state}")


def _laos(number: int, look: Look) -> str:
    return look.t("number.laos", count=number, value=look.count(number))


def _group_name(row: dict[str, object], key: str, look: Look) -> str:
    named = {**regions(), **lao_types()}.get(str(row[key]))
    return named.short(look.language) if named else str(row["name_th"])


def _words(
    shown: pd.DataFrame,
    look: Look,
    key: str,
    states: Sequence[str],
    first: str,
    *,
    late: bool,
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
    nobody, untold = int(shown["none"].sum()), int(shown["incomplete"].sum())
    if late and (nobody or not untold):
        title = t("chart.last_nobody" if nobody else "chart.last", count=total, nobody=nobody)
    parts = [f"{_heading(state, look)} {_laos(int(shown[state].sum()), look)}" for state in states]
    subtitle = t("chart.missing_subtitle", groups=t(f"chart.by_{key}"))
    return title, subtitle, f"{title}. {subtitle}: {', '.join(parts)}."
