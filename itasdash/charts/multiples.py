"""Small charts of many groups on one scale: the rate of each over the same time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
import pandas as pd

from itasdash.charts.chart import Chart, empty_chart, make_chart
from itasdash.charts.condense import telling_points
from itasdash.charts.drawing import Drawing
from itasdash.charts.look import SMALL_SIZE, Look, escape, text_width
from itasdash.reference import lao_types, regions
from itasdash.thai.collation import thai_rank
from itasdash.thai.dates import format_date, format_moment

PanelOrder = Literal["lowest", "highest", "gain", "name"]
PANEL_ORDERS: tuple[PanelOrder, ...] = ("lowest", "highest", "gain", "name")

_COLUMNS, _NARROW_COLUMNS = 5, 2
# Pixels across that a panel has on a phone; on a desk every name fits.
_NARROW = 155
# Pixels of a panel from top to bottom: its name, its plot, and the gap below.
_NAME, _PLOT, _BELOW = 24, 48, 18
# What a panel leaves free on each side, as a share of its width.
_SIDE = 0.05
_MARKED = 30
# How many points a panel has room for beside each other.
_ROOM = 60


@dataclass(frozen=True)
class _Panel:
    """A group: its code and name, and its rate at each moment, None where it is not told."""

    key: str
    name: str
    rates: list[float | None]

    @property
    def known(self) -> list[float]:
        return [rate for rate in self.rates if rate is not None]

    @property
    def gain(self) -> float:
        return self.known[-1] - self.known[0]


def rate_panels(
    trend: pd.DataFrame,
    country: pd.DataFrame,
    look: Look,
    order: PanelOrder = "lowest",
    moments: Sequence[datetime] = (),
) -> Chart:
    """Return a small line of the rate for each group, all from 0 to 100 % over the same time.

    The country's line stands faintly behind each. A click carries the code in ``customdata[0]``.

    Args:
        trend: the rates of the groups over the snapshots (:func:`itasdash.metrics.trend`).
        country: those of the country.
        look: language and colours.
        order: what comes first: the lowest or highest rate at the last snapshot that tells the
            group's, the largest gain since the first, or the first name.
        moments: of all snapshots; where a group has no rate at one of them its line has a gap.
    """
    known = trend.dropna(subset=["rate"])
    if known.empty:
        return empty_chart(look)
    times = sorted({*known["as_of"].unique(), *map(pd.Timestamp, moments)})
    panels = _ordered(_panels(known, times, look), order)
    # A trend of one group, perhaps with gaps.
    behind = None if country.empty else _panels(country, times, look)[0]
    columns = _NARROW_COLUMNS if look.narrow else _COLUMNS
    columns = min(columns, len(panels))
    height = _NAME + _PLOT + _BELOW
    rows = math.ceil(len(panels) / columns)
    figure = Drawing()
    if behind is not None:
        _add_lines(figure, times, [behind] * len(panels), columns, look, look.colour("line"))
    _add_lines(figure, times, panels, columns, look, look.colour("series_1"), points=True)
    annotations, shapes = [], []
    for number, panel in enumerate(panels):
        left, top = number % columns, number // columns * height
        annotations.append(
            {
                "text": _heading(panel, look),
                "x": left + _SIDE,
                "y": top + _NAME,
                "xanchor": "left",
                "yanchor": "bottom",
                "align": "left",
                "font": {"size": SMALL_SIZE, "color": look.colour("ink")},
            }
        )
        for share in (0.0, 1.0):
            at = top + _NAME + _PLOT * (1 - share)
            shapes.append(
                {
                    "type": "line",
                    "x0": left + _SIDE,
                    "x1": left + 1 - _SIDE,
                    "y0": at,
                    "y1": at,
                    "line": {"color": look.colour("line"), "width": 1},
                    "layer": "below",
                }
            )
    figure.update_xaxes(range=[0, columns], visible=False)
    figure.update_yaxes(range=[rows * height, 0], visible=False)
    figure.update_layout(
        annotations=annotations,
        shapes=shapes,
        height=rows * height + 8,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
    )
    lowest = min(panels, key=lambda panel: panel.known[-1])
    highest = max(panels, key=lambda panel: panel.known[-1])
    t = look.t
    words = {
        "low": lowest.name,
        "low_rate": look.percent(lowest.known[-1]),
        "high": highest.name,
        "high_rate": look.percent(highest.known[-1]),
    }
    title = t("chart.rate_title", **words) if len(panels) > 1 else panels[0].name
    first, last = (format_date(at.date(), look.language) for at in (times[0], times[-1]))
    subtitle = t("panels.subtitle", first=first, last=last)
    return make_chart(figure, look, title, subtitle, f"{subtitle}: {title}")


def _panels(trend: pd.DataFrame, times: Sequence[pd.Timestamp], look: Look) -> list[_Panel]:
    """Return a panel for each group of a trend, in the order of their codes."""
    groups, keys = pd.factorize(trend["key"], sort=True)
    rates = np.full((len(keys), len(times)), np.nan)
    places = pd.DatetimeIndex(times).get_indexer(pd.DatetimeIndex(trend["as_of"]))
    known = trend["rate"].astype("Float64").to_numpy(np.float64, na_value=np.nan)
    shown = places >= 0
    rates[groups[shown], places[shown]] = known[shown]
    short = {**regions(), **lao_types()}
    names = trend["name"].to_numpy(dtype=object)[np.unique(groups, return_index=True)[1]]
    return [
        _Panel(
            str(key),
            short[str(key)].short(look.language) if str(key) in short else str(name),
            [None if math.isnan(rate) else rate for rate in own.tolist()],
        )
        for key, name, own in zip(keys, names, rates, strict=True)
    ]


def _heading(panel: _Panel, look: Look) -> str:
    """Return name and rate; the rate takes a line of its own where both are wider than a panel."""
    name, rate = escape(panel.name), f"<b>{look.percent(panel.known[-1])}</b>"
    words = f"{panel.name} {look.percent(panel.known[-1])}"
    parted = look.narrow and text_width(words, SMALL_SIZE) > _NARROW
    return f"{name}<br>{rate}" if parted else f"{name} {rate}"


def _ordered(panels: Sequence[_Panel], order: PanelOrder) -> list[_Panel]:
    ranks = thai_rank(pd.Series([panel.name for panel in panels], dtype="str"))
    by_name = [panel for _, panel in sorted(zip(ranks, panels, strict=True), key=lambda e: e[0])]
    if order == "name":
        return by_name
    if order == "gain":
        return sorted(by_name, key=lambda panel: -panel.gain)
    sign = 1 if order == "lowest" else -1
    return sorted(by_name, key=lambda panel: sign * panel.known[-1])


def _add_lines(
    figure: Drawing,
    times: Sequence[pd.Timestamp],
    panels: Sequence[_Panel],
    columns: int,
    look: Look,
    colour: str,
    *,
    points: bool = False,
) -> None:
    """Draw the lines of all panels as one trace: axes for each would take their time."""
    span = (times[-1] - times[0]).total_seconds() or 1.0
    shares = [(time - times[0]).total_seconds() / span for time in times]
    height = _NAME + _PLOT + _BELOW
    moments = [escape(format_moment(time.to_pydatetime(), look.language)) for time in times]
    x: list[float | None] = []
    y: list[float | None] = []
    hovers: list[str] = []
    codes: list[list[str]] = []
    # The line of the country stands in every panel.
    each = {id(panel): panel for panel in panels}
    shown = {at: telling_points(shares, panel.rates, _ROOM) for at, panel in each.items()}
    for number, panel in enumerate(panels):
        left, top = number % columns, number // columns * height + _NAME
        name = f"<b>{escape(panel.name)}</b>"
        for place in shown[id(panel)]:
            rate = panel.rates[place]
            x.append(left + _SIDE + shares[place] * (1 - 2 * _SIDE))
            y.append(None if rate is None else top + (1 - rate) * _PLOT)
            if points:
                hovers.append(f"{name} {look.percent(rate)}<br>{moments[place]}")
            codes.append([panel.key])
        # What follows is another panel's.
        x.append(None)
        y.append(None)
        hovers.append("")
        codes.append([panel.key])
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines+markers" if points else "lines",
        line={"color": colour, "width": 2},
        marker={"size": 5 if len(times) <= _MARKED else 2, "color": colour},
        hoverinfo="text" if points else "skip",
        hovertext=hovers if points else None,
        customdata=codes if points else None,
        cliponaxis=False,
    )
