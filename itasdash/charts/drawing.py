"""What a chart draws, as plotly's JSON has it.

Plotly's own figures check every property in the moment it is set, which takes most of the time
that a page needs for a choice nobody made before. A drawing is the same data unchecked, under the
same names of what is added; :attr:`itasdash.charts.Chart.figure` is plotly's own, checked whole.
"""

from collections.abc import Mapping
from typing import Any

Properties = dict[str, Any]


class Drawing:
    """Traces and a layout.

    Attributes:
        data: the traces, the lowest first.
        layout: properties of the layout; ``shapes`` and ``annotations`` are lists.
    """

    def __init__(self, *traces: Properties) -> None:
        self.data: list[Properties] = list(traces)
        self.layout: Properties = {}

    def plotly(self) -> Properties:
        """Return the drawing as plotly takes one."""
        return {"data": self.data, "layout": self.layout}

    def add_trace(self, trace: Properties) -> None:
        """Draw a trace, as :func:`trace` gives it, over all others."""
        self.data.append(trace)

    def add_bar(self, **properties: Any) -> None:
        """Draw bars."""
        self.add_trace(trace("bar", **properties))

    def add_heatmap(self, **properties: Any) -> None:
        """Draw cells."""
        self.add_trace(trace("heatmap", **properties))

    def add_scatter(self, **properties: Any) -> None:
        """Draw points and lines."""
        self.add_trace(trace("scatter", **properties))

    def add_annotation(self, **properties: Any) -> None:
        """Write a text."""
        self.layout.setdefault("annotations", []).append(_told(properties))

    def add_shape(self, **properties: Any) -> None:
        """Draw a shape."""
        self.layout.setdefault("shapes", []).append(_told(properties))

    def update_layout(self, **properties: Any) -> None:
        """Set properties of the layout; of groups of them only those that are named."""
        _update(self.layout, properties)

    def update_traces(self, **properties: Any) -> None:
        """Set properties of all traces."""
        for each in self.data:
            _update(each, properties)

    def update_xaxes(self, **properties: Any) -> None:
        """Set properties of the x axis."""
        _update(self.layout.setdefault("xaxis", {}), properties)

    def update_yaxes(self, **properties: Any) -> None:
        """Set properties of the y axis."""
        _update(self.layout.setdefault("yaxis", {}), properties)

    def grow(self, height: int) -> None:
        """Make the drawing higher by some pixels, all of them above the plot."""
        margin = self.layout["margin"]
        top = {"t": margin["t"] + height}
        self.update_layout(height=self.layout["height"] + height, margin=top)


def trace(kind: str, **properties: Any) -> Properties:
    """Return a trace of a kind that plotly names."""
    return {"type": kind, **_told(properties)}


def _told(properties: Mapping[str, Any]) -> Properties:
    """Return the properties that have a value."""
    return {
        name: _told(value) if isinstance(value, dict) else value
        for name, value in properties.items()
        if value is not None
    }


def _update(properties: Properties, others: Mapping[str, Any]) -> None:
    for name, value in _told(others).items():
        before = properties.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            _update(before, value)
        else:
            properties[name] = value
