"""The map of real boundaries: drawn as plain shapes, so that nothing is fetched from outside."""

import math

import pandas as pd

from itasdash.charts.chart import Chart, empty_chart, make_chart
from itasdash.charts.drawing import Drawing
from itasdash.charts.geojson import Boundaries, Ring
from itasdash.charts.look import Look
from itasdash.charts.maps import (
    Measure,
    colour_key,
    map_colours,
    map_hover,
    map_number,
    map_words,
    measured,
    targets,
)
from itasdash.reference import all_provinces, provinces

HEIGHT = 712
_KEY = 30
_TEXT_SIZE = 12
# The width of the narrowest figure, and from how much room in pixels on a province is labelled.
_WIDTH, _NARROW_WIDTH = 420, 320
_ONE_LINE, _TWO_LINES = 13, 19


def boundary_map(
    rates: pd.DataFrame, boundaries: Boundaries, look: Look, measure: Measure = "rate"
) -> Chart:
    """Return the map of the provinces in their boundaries, coloured as the tile map is.

    A click carries the province code in ``customdata[0]``. Bangkok, which the department does not
    watch, and provinces without data are grey. Abbreviation and number stand where there is room.
    The subtitle says how many provinces with data have no boundaries.

    Args:
        rates: one row per province (``province_code``, ``name_th``, ``expected``, ``registered``,
            ``outstanding``, ``rate``, optionally gains).
        boundaries: as :func:`itasdash.charts.geojson.read_boundaries` gives them.
        look: language and colours.
        measure: ``rate`` colours by the fixed scale, ``outstanding`` by tints up to the maximum.
    """
    known = measured(rates, look, measure)
    drawn = [shape for shape in boundaries.provinces if shape.province_code in all_provinces()]
    if not known or not drawn:
        return empty_chart(look)
    top = max(g.outstanding or 0 for g in known.values())
    middle = math.radians((boundaries.south + boundaries.north) / 2)
    # Degrees of longitude are narrower the farther from the equator.
    stretch = 1 / max(math.cos(middle), 0.1)
    pixels = _pixels(boundaries, look, stretch)
    shapes, labels, traces = [], [], []
    for shape in drawn:
        code, group = shape.province_code, known.get(shape.province_code)
        colour, ink = map_colours(group, look, measure, top)
        shapes.append(_shape(shape.rings, colour, look))
        x, y = zip(*shape.spots, strict=True)
        # A trace for each, so that its hover text is sent once.
        traces.append(targets(x, y, [code] * len(x), map_hover(code, group, look), size=6))
        room = shape.room * pixels
        if room >= _ONE_LINE:
            text = f"<b>{all_provinces()[code].abbreviation(look.language)}</b>"
            if room >= _TWO_LINES:
                text += f"<br>{map_number(group, look, measure)}"
            labels.append(
                {
                    "text": text,
                    "x": shape.centre[0],
                    "y": shape.centre[1],
                    "font": {"color": ink, "size": _TEXT_SIZE},
                }
            )
    figure = Drawing(*traces)
    share = _KEY / HEIGHT
    key, ends = colour_key(
        look, measure, top, (0.1, 0.8), (1 - share * 0.6, 1 - share * 0.3), ("paper", "paper")
    )
    # All at once: plotly copies every shape there is for each one that is added.
    figure.update_layout(
        shapes=[*shapes, *key],
        annotations=[*labels, *ends],
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
    )
    figure.update_xaxes(range=[boundaries.west, boundaries.east], visible=False, constrain="domain")
    figure.update_yaxes(
        range=[boundaries.south, boundaries.north],
        visible=False,
        domain=[0, 1 - share],
        scaleanchor="x",
        scaleratio=stretch,
        constrain="domain",
        constraintoward="top",
    )
    title, subtitle, alt = map_words(list(known.values()), look, measure)
    without = set(known) & set(provinces()) - {shape.province_code for shape in drawn}
    if without:
        subtitle = look.t("boundary.without", subtitle=subtitle, count=len(without))
    return make_chart(figure, look, title, subtitle, alt)


def _pixels(boundaries: Boundaries, look: Look, stretch: float) -> float:
    """Return how many pixels a degree of longitude has in the narrowest figure."""
    width = _NARROW_WIDTH if look.narrow else _WIDTH
    across = max(boundaries.east - boundaries.west, 1e-9)
    along = max(boundaries.north - boundaries.south, 1e-9) * stretch
    return min(width / across, (HEIGHT - _KEY) / along)


def _shape(rings: tuple[Ring, ...], colour: str, look: Look) -> dict[str, object]:
    path = "".join("M" + "L".join(f"{x},{y}" for x, y in ring[:-1]) + "Z" for ring in rings)
    return {
        "type": "path",
        "path": path,
        "fillcolor": colour,
        "fillrule": "evenodd",
        # The palest and the darkest province would melt into the ground without an edge.
        "line": {"color": look.colour("muted"), "width": 0.7},
        "layer": "below",
    }
