"""The map of the provinces: equal tiles, or real boundaries where the data folder has them."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from itasdash.charts import Chart, boundary_map, tile_map
from itasdash.charts.geojson import Boundaries, read_boundaries
from itasdash.charts.maps import Measure, first_measure
from itasdash.findings import Refusal
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.tables import Columns
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.loading import office_store
from itasdash.ui.shell.problems import refusal_of
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View

_MEASURES: tuple[Measure, ...] = ("rate", "outstanding")
_SHAPES = ("tiles", "boundaries")


def map_part(
    view: View,
    rates: pd.DataFrame,
    table: Callable[[], pd.DataFrame],
    columns: Columns,
    said: Callable[[Chart], Chart] = lambda chart: chart,
) -> str | None:
    """Show the map with what can be chosen of it; return the province that was clicked.

    Args:
        view: what the page shows.
        rates: a row per province, as :func:`itasdash.metrics.with_gain` gives them.
        table: gives the same for people.
        columns: how the columns of ``table`` are shown.
        said: gives the map the words of what is chosen.
    """
    chart, controls = chosen_map(view, rates)
    chart = said(chart)
    note = view.t("chart.click_province")
    return show_chart(view, chart, "map", table, columns, note, controls=controls)


def chosen_map(
    view: View, rates: pd.DataFrame, *, large: bool = False
) -> tuple[Chart, Callable[[], None]]:
    """Return the map that is chosen, and what shows the choices.

    Args:
        view: what the page shows.
        rates: a row per province.
        large: whether the map is for a meeting.
    """
    t = view.t
    problem, boundaries = _boundaries()
    measures = {str(measure): t(f"map.{measure}") for measure in _MEASURES}
    by_name: dict[str, Measure] = {measure: measure for measure in _MEASURES}
    first = first_measure(rates)
    measure = by_name[choices.chosen("map", measures, first)]
    shapes = {shape: t(f"map.{shape}") for shape in _SHAPES}
    real = boundaries is not None and choices.chosen("shape", shapes, _SHAPES[0]) == _SHAPES[1]
    if real and boundaries is not None:
        chart = kept(boundary_map, rates, boundaries, view.look, measure)
    else:
        chart = kept(tile_map, rates, view.look, measure, wide=large)

    def controls() -> None:
        hidden = "collapsed"
        with st.container(horizontal=True):
            choices.segments(t("map.label"), measures, "map", first, label_visibility=hidden)
            if boundaries is not None:
                label = t("map.shape")
                choices.segments(label, shapes, "shape", _SHAPES[0], label_visibility=hidden)
        if problem is not None:
            st.warning(plain(problem.message(t.language, on_page=True)), icon=":material/map:")

    return chart, controls


def _boundaries() -> tuple[Refusal | None, Boundaries | None]:
    """Return the boundaries of the office's data folder, or what is wrong with them."""
    store = office_store()
    try:
        identity = store.boundaries_identity()
        return (None, _read(str(store.root), identity)) if identity else (None, None)
    except (Refusal, OSError) as error:
        return refusal_of(error), None


@st.cache_resource(max_entries=2, show_spinner=False)
def _read(root: str, identity: str) -> Boundaries:  # noqa: ARG001 - the key
    return read_boundaries(office_store().boundaries())
