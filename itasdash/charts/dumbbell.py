"""Two rates per row joined by a line: hollow the first, filled the second."""

from collections.abc import Sequence
from dataclasses import dataclass

from itasdash.charts.drawing import Drawing
from itasdash.charts.look import Look


@dataclass(frozen=True)
class Dumbbell:
    """A row's two rates (0 to 1), its colour, code and hover text."""

    row: int
    hollow: float
    filled: float
    colour: str
    code: str
    hover: str


def add_dumbbells(
    figure: Drawing, look: Look, dumbbells: Sequence[Dumbbell], floor: float = 0.0
) -> None:
    """Draw ``dumbbells`` over a track from ``floor`` to 100 %; clicks carry the code."""
    tracks_x: list[float | None] = []
    tracks_y: list[int | None] = []
    for d in dumbbells:
        tracks_x += [floor, 1, None]
        tracks_y += [d.row, d.row, None]
    figure.add_scatter(
        x=tracks_x,
        y=tracks_y,
        mode="lines",
        line={"color": look.colour("line"), "width": 1},
        hoverinfo="skip",
    )
    for d in dumbbells:
        figure.add_scatter(
            x=[d.hollow, d.filled],
            y=[d.row, d.row],
            mode="lines+markers",
            line={"color": d.colour, "width": 2},
            marker={
                "color": [look.colour("background"), d.colour],
                "size": 11,
                "line": {"color": d.colour, "width": 2},
                "opacity": 1,
            },
            customdata=[[d.code], [d.code]],
            hovertext=[d.hover, d.hover],
            hoverinfo="text",
            cliponaxis=False,
            unselected={"marker": {"opacity": 1}},
        )
