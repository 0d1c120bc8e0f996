"""Rows of horizontal charts: names, values at their ends, and the axis of rates."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from itasdash.charts.drawing import Drawing
from itasdash.charts.look import FONT_SIZE, SMALL_SIZE, Look, escape, text_width
from itasdash.i18n.numbers import whole_percent

ROW_HEIGHT = 26
NARROW_ROW_HEIGHT = 40
AXIS_HEIGHT = 26
_GAP = 10
_NARROW_BAR = 11
_NARROW_SIDE = 6
# Where every point of a scatter of rates lies above this, its axis begins at the ten below them.
_ZOOM_FROM = 0.7


def muted(text: str, look: Look) -> str:
    """Return ``text`` (markup) in the colour and size of secondary text."""
    return f'<span style="color:{look.colour("muted")};font-size:{SMALL_SIZE}px">{text}</span>'


@dataclass(frozen=True)
class Label:
    """A label beside a row: its markup and an upper estimate of its width in pixels."""

    markup: str
    width: int


def name_label(name: str, beside: str, look: Look) -> Label:
    """Return a row's name with a muted number after it, or none where ``beside`` is empty."""
    if not beside:
        return Label(escape(name), text_width(name))
    width = text_width(f"{name} ") + text_width(beside, SMALL_SIZE)
    return Label(f"{escape(name)} {muted(beside, look)}", width)


def value_label(value: str, beside: str, look: Look) -> Label:
    """Return a row's value in bold with a muted one after it."""
    width = text_width(f"{value}  ", bold=True) + text_width(beside, SMALL_SIZE)
    return Label(f"<b>{value}</b>  {muted(beside, look)}", width)


def lay_out_rows(
    figure: Drawing,
    look: Look,
    names: Sequence[Label],
    ends: Sequence[Label],
    x: Sequence[float],
    gap: int = 5,
) -> None:
    """Give ``figure`` a row per name, at y = 0, 1, … from the top, and the values at their ends.

    Args:
        figure: its x axis must have its range.
        look: a narrow one has names and values above the bars, so that these keep the full width;
            otherwise names stand at the left and values ``gap`` pixels right of ``x``.
        names: names of the rows.
        ends: values of the rows; an empty one leaves its row free.
        x: where the bars end.
        gap: in pixels.
    """
    figure.update_yaxes(range=[len(names) - 0.5, -0.5])
    if look.narrow:
        _stack_rows(figure, names, ends)
        return
    # Margins are fixed in pixels from the widths of the texts: names are whole at any width.
    left = max(label.width for label in names) + _GAP
    right = gap + max(label.width for label in ends) + _GAP
    name_rows(figure, look, dict(enumerate(label.markup for label in names)), left)
    figure.update_layout(
        height=len(names) * ROW_HEIGHT + 8, margin={"l": left, "r": right, "t": 4, "b": 4}
    )
    # All at once: plotly copies every annotation there is for each one that is added.
    figure.update_layout(
        annotations=[
            {
                "text": label.markup,
                "x": end,
                "y": row,
                "xanchor": "left",
                "align": "left",
                "xshift": gap,
            }
            for row, (label, end) in enumerate(zip(ends, x, strict=True))
            if label.markup
        ]
    )


def name_rows(
    figure: Drawing, look: Look, names: Mapping[int, str], left: int, size: int = FONT_SIZE
) -> None:
    """Write names of rows flush left into the margin.

    Args:
        figure: its rows are at y = 0, 1, … from the top.
        look: colours.
        names: markup by row.
        left: width of the margin in pixels.
        size: of the names in pixels.
    """
    figure.update_yaxes(
        # Labels of a right-hand axis are flush left; the standoff moves them into the margin.
        side="right",
        anchor="free",
        position=0,
        ticklabelstandoff=-left,
        tickvals=list(names),
        ticktext=list(names.values()),
        tickfont={"color": look.colour("ink"), "size": size},
    )


def _stack_rows(figure: Drawing, names: Sequence[Label], ends: Sequence[Label]) -> None:
    figure.update_yaxes(visible=False)
    annotations = [
        {
            "text": label.markup,
            "x": side,
            "xref": "paper",
            "xanchor": anchor,
            "align": anchor,
            "y": row,
            # A heading has no bar below it.
            "yanchor": "bottom" if end.markup else "middle",
            "yshift": _NARROW_BAR / 2 if end.markup else 0,
        }
        for row, (name, end) in enumerate(zip(names, ends, strict=True))
        for label, side, anchor in ((name, 0, "left"), (end, 1, "right"))
        if label.markup
    ]
    figure.update_layout(
        annotations=annotations,
        height=len(names) * NARROW_ROW_HEIGHT + 16,
        margin={"l": _NARROW_SIDE, "r": _NARROW_SIDE, "t": 12, "b": 4},
        bargap=1 - _NARROW_BAR / NARROW_ROW_HEIGHT,
    )


def _tick_texts(ticks: Sequence[float]) -> list[str]:
    """Return what stands at the ticks of rates; the sign at the last one is enough."""
    return [whole_percent(rate, sign=rate == 1) for rate in ticks]


def rate_floor(rates: Sequence[float]) -> float:
    """Return where the axis of a scatter of rates begins: at 0, or at the ten below all of them.

    Late in a campaign three quarters of the whole axis would be empty.
    """
    lowest = min(rates, default=0.0)
    return math.floor((lowest - 0.005) * 10) / 10 if lowest > _ZOOM_FROM else 0.0


def add_rate_axis(figure: Drawing, look: Look, floor: float = 0.0) -> None:
    """Give a figure of rows an x axis of rates with its ticks on top.

    It is 0 to 100 %, where bars stand on it; one of points may begin at a ``floor``
    (:func:`rate_floor`), which its ticks say.
    """
    font = {"color": look.colour("muted"), "size": SMALL_SIZE}
    ticks = (floor, (1 + floor) / 2, 1.0)
    figure.update_xaxes(range=[floor, 1])
    if look.narrow:
        # Names and values above the bars would be crossed by lines, and a label in the middle of
        # its tick would be cut off at the edge.
        figure.update_xaxes(visible=False)
        for value, text, anchor in zip(
            ticks, _tick_texts(ticks), ("left", "center", "right"), strict=True
        ):
            figure.add_annotation(
                text=text,
                x=value,
                xanchor=anchor,
                y=1,
                yref="paper",
                yanchor="bottom",
                yshift=_GAP,
                font=font,
            )
    else:
        figure.update_xaxes(
            tickvals=ticks,
            ticktext=_tick_texts(ticks),
            side="top",
            showgrid=True,
            tickangle=0,
            tickfont=font,
        )
    figure.grow(AXIS_HEIGHT)


def zoomed(subtitle: str, floor: float, look: Look) -> str:
    """Return the subtitle of a scatter of rates, which says where its axis begins if not at 0."""
    if not floor:
        return subtitle
    begins = look.t("chart.zoomed", floor=whole_percent(floor, sign=True))
    return f"{subtitle} · {begins}"
