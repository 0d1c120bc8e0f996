"""The picture that a chart downloads as: its lines of words, and what it has around the chart."""

import math
from functools import cache
from importlib.resources import files
from typing import Any

from itasdash.charts.look import escape, text_width

PICTURE_WIDTH = 720
# What is left free around the picture, which has no card around it.
PICTURE_MARGIN = 24
# The height of a line by the size of its letters.
LINE = 1.3
BETWEEN = " · "
_SOURCE_SIZE = 12


@cache
def picture_script() -> str:
    """Return what a page runs so that its charts download as pictures that are whole.

    Without it a picture has its words, but neither margins nor source nor the page's typeface.
    """
    return files(__package__).joinpath("picture.js").read_text(encoding="utf-8")


def around(margin: Any, source: str) -> dict[str, Any]:
    """Return the margins of a picture, and its line of the source as an annotation.

    Args:
        margin: that of the figure, in pixels, as plotly has it.
        source: where the numbers come from, empty where that is not said.
    """
    left, right, bottom = (margin[side] or 0 for side in ("l", "r", "b"))
    line = {
        "text": "<br>".join(map(escape, wrapped(source, _SOURCE_SIZE))),
        "font": {"size": _SOURCE_SIZE},
        "opacity": 0.85,
        "align": "left",
        "showarrow": False,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": -left,
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -(bottom + _SOURCE_SIZE),
    }
    return {
        "margin": {
            "l": left + PICTURE_MARGIN,
            "r": right + PICTURE_MARGIN,
            "b": bottom + room_below(source),
        },
        "annotations": [line] if source else [],
    }


def room_below(source: str) -> int:
    """Return the height in pixels of the line of the source and of the margin below it."""
    lines = len(wrapped(source, _SOURCE_SIZE))
    words = math.ceil(lines * LINE * _SOURCE_SIZE) + _SOURCE_SIZE if lines else 0
    return words + PICTURE_MARGIN


def wrapped(text: str, size: int, *, bold: bool = False) -> list[str]:
    """Return ``text`` in lines of the picture's width.

    Broken between what stands side by side (``·``), so that a date stays whole, and at spaces only
    where that is not enough.
    """
    lines: list[str] = []
    for part in text.split(BETWEEN) if text else []:
        longer = f"{lines[-1]}{BETWEEN}{part}" if lines else part
        if text_width(longer, size, bold=bold) <= PICTURE_WIDTH:
            lines[-1:] = [longer]
        else:
            lines += _broken(part, size, bold=bold)
    return lines


def _broken(part: str, size: int, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in part.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= PICTURE_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
