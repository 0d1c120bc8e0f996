"""A figure as it is sent to a browser, in bytes, and drawn larger."""

import re
import sys
from dataclasses import dataclass
from typing import Any

import orjson
from plotly.io.json import to_json_plotly

from itasdash.charts.drawing import Drawing

# Numbers in pixels, by the names that plotly gives them. Arrays of these hold pixels too.
PIXELS = frozenset(
    {
        *("height", "minreducedheight", "size", "width", "l", "r", "t", "b", "pad"),
        *("xshift", "yshift", "ticklabelstandoff", "standoff", "ticklen", "borderpad"),
    }
)
# The same names mean something else here: shares, or the size of a file.
_OTHER = frozenset({"meta", "colorbar", "customdata"})
_SIZES = re.compile(r"(font-size:)(\d+(?:\.\d+)?)px")
# About how many bytes the words of a chart take in memory.
_WORDS = 4_000


@dataclass(frozen=True)
class Drawn:
    """A figure as it is sent to a browser, and what of it its words must know.

    Attributes:
        json: ``data`` and, behind it, ``layout`` in plotly's JSON, safe to stand in a page.
        height: of the figure in pixels.
        margin: what it leaves free at each side in pixels, by ``l``, ``r``, ``t`` and ``b``.
    """

    json: bytes
    height: int
    margin: dict[str, int]

    @classmethod
    def of(cls, drawing: Drawing) -> "Drawn":
        """Return what is sent of a drawing."""
        layout = drawing.layout
        margin = {side: layout["margin"].get(side, 0) for side in ("l", "r", "t", "b")}
        return cls(to_json_plotly(drawing.plotly()).encode(), layout["height"], margin)

    @property
    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return sys.getsizeof(self.json) + _WORDS

    def with_layout(self, more: dict[str, Any]) -> bytes:
        """Return the JSON with more properties of the layout, which take the place of earlier ones.

        They are written behind the others: a large figure is neither read nor written anew.
        """
        return b"%b,%b}" % (self.json[: -len(b"}}")], to_json_plotly(more).encode()[len(b"{") :])

    def plain(self) -> dict[str, Any]:
        """Return ``data`` and ``layout`` as lists, dictionaries, texts and numbers of one's own."""
        return orjson.loads(self.json)  # type: ignore[no-any-return]

    def enlarged(self, factor: float) -> "Drawn":
        """Return the figure with all that is measured in pixels ``factor`` times as large."""
        grown = {part: _grown(value, factor) for part, value in self.plain().items()}
        margin = {side: round(room * factor) for side, room in self.margin.items()}
        return Drawn(to_json_plotly(grown).encode(), grown["layout"]["height"], margin)


def _grown(value: Any, factor: float, name: str = "") -> Any:
    if name in _OTHER:
        return value
    if isinstance(value, dict):
        return {key: _grown(inner, factor, key) for key, inner in value.items()}
    if isinstance(value, str):
        return _SIZES.sub(lambda m: f"{m[1]}{float(m[2]) * factor:g}px", value)
    if isinstance(value, list | tuple):
        return [_grown(inner, factor, name) for inner in value]
    if name in PIXELS and isinstance(value, int | float) and not isinstance(value, bool):
        return round(value * factor) if isinstance(value, int) else value * factor
    return value
