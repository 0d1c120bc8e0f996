"""Labels at points, placed so that none covers another one or a point."""

from collections.abc import Sequence

from itasdash.charts.look import Look

LABEL_HEIGHT = 17
_GAP, _DOT = 8, 5

# How a label stands at its point: how it is anchored across and along, and how far it is moved from
# there to the right and up, in pixels.
Corner = tuple[str, str, int, int]
Box = tuple[float, float, float, float]
CORNERS: tuple[Corner, ...] = (
    ("left", "middle", _GAP, 0),
    ("right", "middle", -_GAP, 0),
    ("center", "bottom", 0, _GAP),
    ("center", "top", 0, -_GAP),
    *(
        (across, along, right, up)
        for away, high in ((6, 4), (10, 22), (10, 42))
        for along, up in (("bottom", high), ("top", -high))
        for across, right in (("left", away), ("right", -away))
    ),
)
# From here on a hairline leads from the point to its label.
_FAR = 20


def place_labels(
    points: Sequence[tuple[float, float]],
    wanted: Sequence[tuple[int, float]],
    size: tuple[float, float],
    most: int,
) -> list[tuple[int, Corner]]:
    """Return which points are labelled and in which of the :data:`CORNERS`.

    Args:
        points: all points, in pixels from the lower left corner of the plot.
        wanted: the numbers of those to label with the widths of their labels in pixels, the most
            important first; one that finds no room goes without.
        size: width and height of the plot; no label leaves it.
        most: how many labels there may be.
    """
    taken: list[Box] = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in points]
    placed: list[tuple[int, Corner]] = []
    for number, width in wanted:
        if len(placed) == most:
            break
        # Its own point is no obstacle.
        others = taken[:number] + taken[number + 1 :]
        for corner in CORNERS:
            box = label_box(points[number], width, corner)
            if _within(box, size) and not any(_overlap(box, other) for other in others):
                taken.append(box)
                placed.append((number, corner))
                break
    return placed


def label_box(point: tuple[float, float], width: float, corner: Corner) -> Box:
    """Return the box of a label: left, bottom, right and top in pixels."""
    across, along, right, up = corner
    left = point[0] + right - width * {"left": 0.0, "center": 0.5, "right": 1.0}[across]
    bottom = point[1] + up - LABEL_HEIGHT * {"bottom": 0.0, "middle": 0.5, "top": 1.0}[along]
    return left, bottom, left + width, bottom + LABEL_HEIGHT


def _within(box: Box, size: tuple[float, float]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def at_corner(corner: Corner, look: Look) -> dict[str, object]:
    """Return how an annotation at the point is anchored and moved, lines kept from its text."""
    across, along, right, up = corner
    anchored = {
        "xanchor": across,
        "yanchor": along,
        "borderpad": 0,
        "bgcolor": look.colour("background"),
    }
    if abs(up) < _FAR:
        return anchored | {"xshift": right, "yshift": up}
    return anchored | {
        "showarrow": True,
        "ax": right,
        "ay": -up,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": look.colour("muted"),
        "standoff": _DOT,
    }
