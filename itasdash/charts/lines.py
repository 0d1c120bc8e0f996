"""Lines over a true time axis: labels at their ends, Buddhist dates below, a deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from itasdash.charts.calendar import add_events
from itasdash.charts.drawing import Drawing
from itasdash.charts.look import SMALL_SIZE, Look, escape, text_width
from itasdash.schema import CalendarEntry
from itasdash.thai.dates import format_date

HEIGHT = 300
# A deadline further ahead than this would squeeze the snapshots into a corner.
REACH = timedelta(days=120)
_TOP, _LEFT, _MARGIN = 30, 50, 4
# Below the plot, inside its margins: room for the dates.
_DATES = 42
_PLOT = HEIGHT - _TOP - _DATES - _MARGIN
_LABEL_GAP = 19
# Dates are as many as fit the figure at its narrowest, because plotly thins out no given ticks.
NARROWEST, _TICK_WIDTH = 286, 54
# Of more snapshots than these the points are smaller, as they would cover each other.
_MARKED, _SMALL_MARK = 30, 4
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
    figure: Drawing,
    look: Look,
    lines: Sequence[Line],
    scale: tuple[float, float],
    deadline: date | None,
    events: Sequence[CalendarEntry] = (),
    width: int = NARROWEST,
) -> None:
    """Draw lines, labels, time axis, deadline and the dates that matter.

    Args:
        figure: to draw into.
        look: language, colours and room.
        lines: at least one.
        scale: the y axis from bottom to top.
        deadline: drawn where it is not too far from the snapshots.
        events: dates that matter; those within the time that is shown are marked.
        width: what the figure has at least, in pixels; on it rests how many dates are written.
    """
    width = NARROWEST if look.narrow else width
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
            marker={
                "size": (9 if first else 6) if len(moments) <= _MARKED else _SMALL_MARK,
                "symbol": _SYMBOLS[line.number % len(_SYMBOLS)],
            },
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
    plot = width - _LEFT - right
    share = plot / ((last - start + 2 * pad) / timedelta(days=1))
    values, texts = _time_ticks(moments, share, look)
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
    taken = []
    if closing and deadline:
        at = (closing - start + pad) / (last - start + 2 * pad) * plot
        rather_left = _LEFT + at > plot - at + right
        long = _add_deadline(figure, look, closing, deadline, rather_left=rather_left)
        taken.append((at - long, at) if rather_left else (at, at + long))
    add_events(figure, look, events, (start - pad, last + pad), scale[1], plot, taken)


def _add_labels(
    figure: Drawing,
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
    figure: Drawing, look: Look, closing: datetime, deadline: date, *, rather_left: bool
) -> int:
    """Draw the deadline with its label; return the width of that in pixels."""
    day = format_date(deadline, look.language).rsplit(" ", 1)[0]
    label = look.t("chart.deadline", day=day)
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
        text=escape(label),
        x=closing,
        y=1,
        yref="paper",
        # Beside the line where a narrow figure leaves more room, above the labels of the lines.
        xanchor="right" if rather_left else "left",
        yanchor="bottom",
        yshift=8,
        font={"color": look.colour("action"), "size": SMALL_SIZE},
    )
    return text_width(label, SMALL_SIZE) + _LABEL_GAP


def _time_ticks(
    moments: Sequence[datetime], pixels_a_day: float, look: Look
) -> tuple[list[datetime], list[str]]:
    """Return the moments of snapshots whose dates can be written without covering each other.

    The first and the last are written before all others, then those that fit, the later ones
    first. The year stands under the first date and wherever it changes.
    """
    days = {moment.date(): moment for moment in reversed(moments)}
    wanted = [min(days), *sorted(days, reverse=True)]
    shown: list[date] = []
    for day in dict.fromkeys([wanted[1], wanted[0], *wanted]):
        apart = (abs((days[day] - days[other]).total_seconds()) / 86400 for other in shown)
        if all(distance * pixels_a_day >= _TICK_WIDTH for distance in apart):
            shown.append(day)
    texts, year = [], ""
    for day in sorted(shown):
        text, its_year = format_date(day, look.language).rsplit(" ", 1)
        texts.append(text if its_year == year else f"{text}<br>{its_year}")
        year = its_year
    return [days[day] for day in sorted(shown)], texts


def _plain(markup: str) -> str:
    return markup.replace("<b>", "").replace("</b>", "")
