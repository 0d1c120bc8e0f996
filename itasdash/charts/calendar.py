"""The dates that matter, drawn into charts over time."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from itasdash.charts.drawing import Drawing
from itasdash.charts.look import SMALL_SIZE, Look, escape, text_width
from itasdash.schema import REGISTRATION_WINDOW, CalendarEntry
from itasdash.thai.dates import format_date

# Labels are smaller than all other text: they stand beside what is measured.
_SIZE = SMALL_SIZE - 1
_GAP = 8


def event_label(entry: CalendarEntry, look: Look) -> str:
    """Return an entry in short words."""
    return entry.note if entry.kind == "other" and entry.note else look.t(f"calendar.{entry.kind}")


def event_words(entry: CalendarEntry, look: Look) -> str:
    """Return an entry in full: what it is, its note, and its days; plain text."""
    first, last = (format_date(day, look.language) for day in (entry.first_day, entry.last_day))
    days = first if first == last else look.t("calendar.days", first=first, last=last)
    parts = [look.t(f"calendar.{entry.kind}"), entry.note, days]
    return " · ".join(part for part in parts if part)


def add_events(
    figure: Drawing,
    look: Look,
    events: Sequence[CalendarEntry],
    span: tuple[datetime, datetime],
    top: float,
    plot: int,
    taken: Sequence[tuple[float, float]] = (),
) -> None:
    """Mark the dates that matter: a line, a mark on top to point at, and a label where it fits.

    A window of days is a band; the window of registration is only marked where it begins, as its
    end is drawn as the deadline.

    Args:
        figure: with its axes set.
        look: language and colours.
        events: those outside ``span`` are left out.
        span: what the time axis shows, as wall times.
        top: the upper end of the y axis.
        plot: width of the plot in pixels.
        taken: from where to where labels stand already, in pixels from the left of the plot.
    """
    start, end = span
    shown = [entry for entry in events if start <= datetime.combine(entry.first_day, time()) <= end]
    if not shown:
        return
    places = list(taken)
    for entry in shown:
        at = datetime.combine(entry.first_day, time())
        line = {"color": look.colour("muted"), "width": 1, "dash": "dot"}
        figure.add_shape(
            type="line", x0=at, x1=at, y0=0, y1=1, yref="y domain", line=line, layer="below"
        )
        if entry.last_day > entry.first_day and entry.kind != REGISTRATION_WINDOW:
            figure.add_shape(
                type="rect",
                x0=at,
                x1=min(datetime.combine(entry.last_day, time()) + timedelta(days=1), end),
                y0=0,
                y1=1,
                yref="y domain",
                line={"width": 0},
                fillcolor=look.colour("surface"),
                layer="below",
            )
        label = event_label(entry, look)
        left = (at - start) / (end - start) * plot
        right = left + text_width(label, _SIZE) + _GAP
        free = all(right < begins or left > ends for begins, ends in places)
        if free and right <= plot + _GAP:
            places.append((left, right))
            figure.add_annotation(
                text=escape(label),
                x=at,
                y=1,
                yref="paper",
                xanchor="left",
                yanchor="bottom",
                yshift=8,
                font={"color": look.colour("muted"), "size": _SIZE},
            )
    figure.add_scatter(
        x=[datetime.combine(entry.first_day, time()) for entry in shown],
        y=[top] * len(shown),
        mode="markers",
        marker={"symbol": "triangle-down", "size": 9, "color": look.colour("muted")},
        hovertext=[escape(event_words(entry, look)) for entry in shown],
        hoverinfo="text",
        cliponaxis=False,
    )
