"""The tile map: every province an equal tile near its place on the map."""

import pandas as pd

from itasdash.charts.chart import Chart, empty_chart, make_chart
from itasdash.charts.drawing import Drawing
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
from itasdash.reference import all_provinces, table

HEIGHT = 712
_TEXT_SIZE, _WIDE_TEXT_SIZE = 12, 19
_HALF = 0.47
_CORNER = 0.09
_KEY_ROW = -1.15


def tile_map(
    rates: pd.DataFrame, look: Look, measure: Measure = "rate", *, wide: bool = False
) -> Chart:
    """Return the map of all 77 provinces as tiles with abbreviation and number.

    A click on a tile carries the province code in ``customdata[0]``. Bangkok, which the department
    does not watch, and provinces without data are grey with a dash.

    Args:
        rates: one row per province (``province_code``, ``name_th``, ``expected``, ``registered``,
            ``outstanding``, ``rate``, optionally gains).
        look: language and colours.
        measure: ``rate`` colours by the fixed scale, ``outstanding`` by tints up to the maximum.
        wide: whether tiles have room for both on one line, in larger type.
    """
    between, size = (" ", _WIDE_TEXT_SIZE) if wide else ("<br>", _TEXT_SIZE)
    known = measured(rates, look, measure)
    if not known:
        return empty_chart(look)
    top = max(g.outstanding or 0 for g in known.values())
    shapes, codes, columns, rows, hovers = [], [], [], [], []
    for tile in table("tiles"):
        code, column, row = tile["province_code"], int(tile["column"]), int(tile["row"])
        group = known.get(code)
        colour, ink = map_colours(group, look, measure, top)
        abbreviation = all_provinces()[code].abbreviation(look.language)
        text = f"<b>{abbreviation}</b>{between}{map_number(group, look, measure)}"
        label: dict[str, object] = {"text": text, "font": {"color": ink, "size": size}}
        shapes.append(_tile(column, row, colour, look, label))
        codes.append(code)
        columns.append(column)
        rows.append(row)
        hovers.append(map_hover(code, group, look))
    figure = Drawing(targets(columns, rows, codes, hovers, size=32))
    key, ends = colour_key(look, measure, top, (0.6, 6.2), (_KEY_ROW - 0.12, _KEY_ROW + 0.12))
    # All at once: plotly copies every shape there is for each one that is added.
    figure.update_layout(shapes=[*shapes, *key], annotations=ends)
    figure.update_xaxes(range=[-0.5, 9.5], visible=False)
    # Tiles take the width that there is: squares would leave half of a phone's screen empty.
    figure.update_yaxes(range=[17.5, -1.55], visible=False)
    figure.update_layout(height=HEIGHT, margin={"l": 0, "r": 0, "t": 4, "b": 4})
    title, subtitle, alt = map_words(list(known.values()), look, measure)
    return make_chart(figure, look, title, subtitle, alt)


def _tile(
    x: float, y: float, colour: str, look: Look, label: dict[str, object]
) -> dict[str, object]:
    left, right, top, bottom = x - _HALF, x + _HALF, y - _HALF, y + _HALF
    c = _CORNER
    return {
        "type": "path",
        "path": (
            f"M{left + c},{top} L{right - c},{top} Q{right},{top} {right},{top + c} "
            f"L{right},{bottom - c} Q{right},{bottom} {right - c},{bottom} "
            f"L{left + c},{bottom} Q{left},{bottom} {left},{bottom - c} "
            f"L{left},{top + c} Q{left},{top} {left + c},{top} Z"
        ),
        "fillcolor": colour,
        # The palest and the darkest tile would melt into the ground without an edge.
        "line": {"color": look.colour("line"), "width": 1},
        "label": {"textposition": "middle center", "padding": 0} | label,
    }
