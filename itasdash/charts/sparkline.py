"""A history as small as a word, for cards."""

from collections.abc import Sequence

import plotly.graph_objects as go

from itasdash.charts.look import Look, missing

HEIGHT = 36
_ROOM = 6


def sparkline(values: Sequence[float | None], look: Look) -> go.Figure:
    """Return a tiny line of ``values`` without axes, its last point marked.

    The height shows the course from the lowest to the highest value, not their distance from 0;
    the number belongs beside it in the card. Nothing happens on hover. A missing value is a gap.

    Args:
        values: rates or counts, the earliest first.
        look: colours.
    """
    known = [None if missing(value) else value for value in values]
    figure = go.Figure(
        go.Scatter(
            x=list(range(len(known))),
            y=known,
            mode="lines",
            line={"color": look.colour("primary"), "width": 2},
            hoverinfo="skip",
            cliponaxis=False,
        )
    )
    told = [(number, value) for number, value in enumerate(known) if value is not None]
    if told:
        figure.add_scatter(
            x=[told[-1][0]],
            y=[told[-1][1]],
            mode="markers",
            marker={"color": look.colour("primary"), "size": 7},
            hoverinfo="skip",
            cliponaxis=False,
        )
    # Plotly gives a flat line, and a single point, a range of its own around them.
    figure.update_xaxes(visible=False, range=[0, max(len(known) - 1, 1)])
    figure.update_yaxes(visible=False)
    figure.update_layout(
        template=look.template(),
        height=HEIGHT,
        margin={"l": _ROOM, "r": _ROOM, "t": _ROOM, "b": _ROOM},
    )
    return figure
