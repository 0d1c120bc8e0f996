"""Lines over a true time axis: labels at their ends, Buddhist dates below, a deadline."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import plotly.graph_objects as go

from itasdash.charts.look import SMALL_SIZE, Look, escape, text_width
from itasdash.thai.dates import format_date

HEIGHT = 300
# A deadline further ahead than this would squeeze the snapshots into a corner.
REACH = timedelta(days=120)
_TOP, _LEFT, _MARGIN = 30, 50, 4
# Below the plot, inside its margins: room for the dates.
_DATES = 42
_PLOT = HEIGHT - _TOP - _DATES - _MARGIN
_LABEL_GAP = 19
# Dates are as many as fit the narrowest figure, because plotly thins out no given ticks.
_NARROWEST, _TICK_WIDTH = 286, 54
_SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross")


@dataclass(frozen=True)
class Line:
    """A line of the figure: wall times in Bangkok, values, its look and the label at its end."""

    times: list[datetime]
    values: list[float | None]
    label: str
    colour: str
    hovers: list[str]
    number: int

    @property
    def last(self) -> tuple[datetime, float]:
        """The last point that has a value."""
        pairs = zip(self.times, self.values, strict=True)
        return [(moment, value) for moment, value in pairs if value is not None][-1]


def draw_lines(
    figure: go.Figure,
    look: Look,
    lines: Sequence[Line],
    scale: tuple[float, float],
    deadline: date | None,
) -> None:
    """Draw lines, labels, time axis and deadline; ``scale`` is the y axis from bottom to top."""
    moments = sorted({moment for line in lines for moment in line.times})
    start, end = moments[0], moments[-1]
    # The last day of registration counts in full.
    closing = datetime.combine(deadline, time(23, 59)) if deadline else None
    if closing and not start <= closing <= end + REACH:
        closing = None
    last = max(end, closing) if closing else end
    pad = max((last - start) * 0.03, timedelta(hours=12))
    for line in reversed(lines):
        first = line.number == 0
        figure.add_scatter(
            x=line.times,
            y=line.values,
            mode="lines+markers",
            line={"color": line.colour, "width": 3 if first else 1.5},
            marker={"size": 9 if first else 6, "symbol": _SYMBOLS[line.number % len(_SYMBOLS)]},
            hovertext=line.hovers,
            hoverinfo="text",
            cliponaxis=False,
        )
    # A lone line bears its label beside its last point, where before the deadline there is room.
    alone = len(lines) == 1
    inside = alone and closing is not None and closing - end > (last - start) / 4
    _add_labels(figure, look, lines, scale, None if alone else last + pad)
    size = _label_size(lines, look)
    widest = max(text_width(_plain(line.label), size, bold=True) for line in lines)
    right = 12 if inside else widest + 16
    plot = _NARROWEST - _LEFT - right
    ticks = max(plot // _TICK_WIDTH, 1)
    values, texts = _time_ticks(start, last, look, ticks)
    figure.update_xaxes(
        type="date",
        range=[start - pad, last + pad],
        tickvals=values,
        ticktext=texts,
        showline=True,
        ticks="outside",
        ticklen=5,
        tickcolor=look.colour("muted"),
        # Few dates fit; a short tick marks every snapshot.
        minor={
            "tickvals": moments,
            "ticks": "outside",
            "ticklen": 3,
            "tickcolor": look.colour("muted"),
        },
        tickangle=0,
    )
    figure.update_yaxes(
        range=list(scale), domain=[_DATES / (_DATES + _PLOT), 1], ticklabelstandoff=4
    )
    figure.update_layout(height=HEIGHT, margin={"l": _LEFT, "r": right, "t": _TOP, "b": _MARGIN})
    if closing and deadline:
        share = (closing - start + pad) / (last - start + 2 * pad)
        rather_left = _LEFT + share * plot > (1 - share) * plot + right
        _add_deadline(figure, look, closing, deadline, rather_left=rather_left)


def _add_labels(
    figure: go.Figure,
    look: Look,
    lines: Sequence[Line],
    scale: tuple[float, float],
    edge: datetime | None,
) -> None:
    """Label each line at ``edge`` (or at its last point), spread so that none covers another."""
    pixels = _PLOT / (scale[1] - scale[0])
    wanted = [(line.last[1] - scale[0]) * pixels for line in lines]
    places = spread(wanted, _LABEL_GAP, top=_PLOT)
    for line, place, at in zip(lines, places, wanted, strict=True):
        moment, value = line.last
        font = {"color": line.colour, "size": _label_size(lines, look)}
        if edge is not None and (edge - moment > timedelta(days=3) or abs(place - at) > 2):
            # A hairline leads from the point to a label that had to move away from it.
            figure.add_shape(
                type="line",
                x0=moment,
                y0=value,
                x1=edge,
                y1=scale[0] + place / pixels,
                line={"color": look.colour("line"), "width": 1},
                layer="below",
            )
        figure.add_annotation(
            text=line.label,
            x=edge or moment,
            y=value,
            yshift=place - at,
            xanchor="left",
            xshift=4 if edge else 10,
            font=font,
        )


def _label_size(lines: Sequence[Line], look: Look) -> int:
    if len(lines) == 1:
        return 17
    return SMALL_SIZE if look.narrow else 14


def spread(places: Sequence[float], gap: float, top: float) -> list[float]:
    """Return ``places`` moved as little as needed to lie ``gap`` apart, from 0 to ``top``.

    Groups of crowded places move together around their middle; the order stays. Where ``top``
    leaves too little room for all, they pass below 0.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    clusters: list[list[int]] = []

    def bottom(members: list[int]) -> float:
        middle = sum(places[i] for i in members) / len(members)
        height = gap * (len(members) - 1)
        return min(max(middle - height / 2, 0.0), top - height)

    for index in order:
        clusters.append([index])
        while len(clusters) > 1:
            below, above = clusters[-2], clusters[-1]
            if bottom(below) + gap * len(below) <= bottom(above):
                break
            clusters[-2:] = [below + above]
    placed = list(places)
    for members in clusters:
        for step, index in enumerate(members):
            placed[index] = bottom(members) + gap * step
    return placed


def _add_deadline(
    figure: go.Figure, look: Look, closing: datetime, deadline: date, *, rather_left: bool
) -> None:
    day = format_date(deadline, look.language).rsplit(" ", 1)[0]
    figure.add_shape(
        type="line",
        x0=closing,
        x1=closing,
        y0=0,
        y1=1,
        yref="y domain",
        line={"color": look.colour("action"), "width": 1.5, "dash": "dash"},
        layer="below",
    )
    figure.add_annotation(
        text=escape(look.t("chart.deadline", day=day)),
        x=closing,
        y=1,
        yref="paper",
        # Beside the line where a narrow figure leaves more room, above the labels of the lines.
        xanchor="right" if rather_left else "left",
        yanchor="bottom",
        yshift=8,
        font={"color": look.colour("action"), "size": SMALL_SIZE},
    )


def _time_ticks(
    start: datetime, end: datetime, look: Look, number: int
) -> tuple[list[datetime], list[str]]:
    """Return up to ``number`` + 1 ticks of whole days from ``start`` on, and their dates.

    The year stands under the first date and wherever it changes.
    """
    step = max(math.ceil((end - start).days / number), 1)
    days = [start + timedelta(days=step * i) for i in range((end - start).days // step + 1)]
    texts, year = [], ""
    for day in days:
        text, its_year = format_date(day.date(), look.language).rsplit(" ", 1)
        texts.append(text if its_year == year else f"{text}<br>{its_year}")
        year = its_year
    return days, texts


def _plain(markup: str) -> str:
    return markup.replace("<b>", "").replace("</b>", "")
