"""Who is missing: the outstanding LAOs of groups, by the role that has not registered."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from itasdash.charts.chart import Chart, make_chart
from itasdash.charts.look import FONT_SIZE, SMALL_SIZE, Look, escape, text_width
from itasdash.charts.rows import AXIS_HEIGHT, ROW_HEIGHT, name_rows
from itasdash.reference import lao_types, regions
from itasdash.schema import OUTSTANDING_STATES

_GAP = 10
# Part of the width between two panels.
_BETWEEN = 0.03
# Bars leave room for their numbers in figures as narrow as these, in pixels: on a phone, elsewhere.
_NARROW, _USUAL = 300, 380
# Three headings stand side by side on a phone.
_TINY = 11


def missing_roles(counts: pd.DataFrame, look: Look, key: str) -> Chart | None:
    """Return a panel of bars per missing role, all on one scale, a row per group.

    Args:
        counts: one row per group, as :func:`itasdash.metrics.missing` gives them.
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
    names = [_name(row, key, look) for row in shown.to_dict("records")]
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
    return make_chart(figure, look, *_words(shown, look, key, states, names[0]))


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
    return look.t("chart.missing_both" if state == "none" else f"missing.{state}")


def _laos(number: int, look: Look) -> str:
    return look.t("chart.laos", count=number, value=look.count(number))


def _name(row: dict[str, object], key: str, look: Look) -> str:
    named = {**regions(), **lao_types()}.get(str(row[key]))
    return named.short(look.language) if named else str(row["name_th"])


def _words(
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
