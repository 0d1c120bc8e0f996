"""A chart for the last row of a meeting room: everything that is measured in pixels grows."""

import re
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from itasdash.charts.chart import Chart

# Numbers in pixels, by the names that plotly gives them. Arrays of these hold pixels too.
_PIXELS = frozenset(
    {
        *("height", "minreducedheight", "size", "width", "l", "r", "t", "b", "pad"),
        *("xshift", "yshift", "ticklabelstandoff", "standoff", "ticklen", "borderpad"),
    }
)
# The same names mean something else here: shares, or the size of a file.
_OTHER = frozenset({"meta", "colorbar", "customdata"})
_SIZES = re.compile(r"(font-size:)(\d+(?:\.\d+)?)px")


def enlarged(chart: Chart, factor: float) -> Chart:
    """Return ``chart`` with text, marks, rows and margins ``factor`` times as large.

    Its width is that of the page, as before; names and values keep the room that was reckoned for
    them, since this grows with them.
    """
    figure = chart.figure.to_plotly_json()
    grown = {"data": _grown(figure["data"], factor), "layout": _grown(figure["layout"], factor)}
    return replace(chart, figure=go.Figure(grown))


def _grown(value: Any, factor: float, name: str = "") -> Any:
    if name in _OTHER:
        return value
    if isinstance(value, dict):
        return {key: _grown(inner, factor, key) for key, inner in value.items()}
    if isinstance(value, str):
        return _SIZES.sub(lambda m: f"{m[1]}{float(m[2]) * factor:g}px", value)
    if isinstance(value, list | tuple):
        return [_grown(inner, factor, name) for inner in value]
    if name in _PIXELS and isinstance(value, int | float) and not isinstance(value, bool):
        return round(value * factor) if isinstance(value, int) else value * factor
    return value
