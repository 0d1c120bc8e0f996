"""Charts on a page: a card with the finding as its title, and the numbers one click away."""

from collections.abc import Callable
from typing import Any, Literal

import orjson
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from itasdash.charts import Chart
from itasdash.documents.file_names import Compared, file_stem
from itasdash.documents.provenance import source_line
from itasdash.ui.parts.tables import Columns, show_table
from itasdash.ui.shell.text import on_screen, plain
from itasdash.ui.shell.view import View


class _Json(dict[str, Any]):
    """The JSON of a figure, where streamlit takes a figure for a dictionary."""

    def __init__(self, chart: Chart) -> None:
        # All that streamlit itself looks at: by its height the chart gets its room.
        super().__init__(layout={"height": chart.height})
        self._json = chart.json()

    def to_plotly_json(self) -> orjson.Fragment:
        """Return what plotly writes of it."""
        return orjson.Fragment(self._json)


class _Ready(go.Figure):  # type: ignore[misc]
    """A figure in the bytes that are sent of it: streamlit takes it as it is.

    It was checked when it was made, and is neither checked nor written anew at every run.
    """

    def __init__(self, chart: Chart) -> None:
        # Not begun as other figures are, which takes longer than all else that is done with it.
        object.__setattr__(self, "_chart", chart)

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as streamlit passes it on to plotly."""
        return _Json(object.__getattribute__(self, "_chart"))


def show_chart(
    view: View,
    chart: Chart,
    key: str,
    table: pd.DataFrame | Callable[[], pd.DataFrame] | None = None,
    columns: Columns | None = None,
    note: str = "",
    scroll: int | None = None,
    controls: Callable[[], None] | None = None,
    *,
    below: Callable[[], None] | None = None,
    titled: bool = True,
    compared: bool = False,
) -> str | None:
    """Show a chart in a card, with ``table`` as its twin; return the code that was clicked.

    Args:
        view: what the page shows; its picture carries the moment and the filters.
        chart: the figure with its words.
        key: name of the chart on its page.
        table: the numbers behind the chart, under headings for people; or what gives them, where
            they take their time and are seldom looked at.
        columns: how the columns of ``table`` are shown.
        note: what else the subtitle says, such as what a click does.
        scroll: height in pixels from which on the chart scrolls in its card.
        controls: shows what the chart can be chosen to be, below its words.
        below: shows what leads on from the chart.
        compared: whether it is about changes, so that its picture names the earlier moment.
        titled: whether the finding stands above the chart; where it is the page's title, no.
    """
    t = view.t
    # A card that only says why there is no chart is no taller than its words.
    height: Literal["content", "stretch"] = "content" if chart.is_empty else "stretch"
    with st.container(border=True, height=height, key=f"card_{key}"):
        as_table = False
        # What a click does is in a colour of its own, by which paper leaves it out.
        subtitle = plain(chart.subtitle) + (on_screen(f" · {note}") if note else "")
        with st.container(gap=None):
            with st.container(horizontal=True, vertical_alignment="top", key=f"head_{key}"):
                if titled:
                    st.header(plain(chart.title), anchor=False)
                else:
                    st.caption(subtitle)
                if table is not None and not chart.is_empty:
                    as_table = st.toggle(t("chart.as_table"), key=f"{key}_as_table")
            # Below the switch, so that it has the whole width of the card.
            if titled and not chart.is_empty:
                st.caption(subtitle)
        if chart.is_empty:
            if chart.alt != chart.title:
                st.caption(plain(chart.alt))
            return None
        if controls is not None:
            controls()
        if as_table and table is not None:
            numbers = table() if callable(table) else table
            show_table(numbers, chart.title, key=f"{key}_table", columns=columns)
            return None
        marks = view.marks.words(view.language)
        moments = [view.caption, *view.compared] if compared else [view.caption]
        caption = " · ".join([*moments, *view.filters, *marks])
        worded = chart.with_caption(caption, source_line(view.info, view.language))
        title = view.marks.subject(chart.title, view.language)
        since = view.before if compared else None
        earlier = Compared(since.as_of, view.language) if since else None
        name = file_stem(title, view.info.as_of, view.filters, earlier)
        scrolls = scroll if scroll and chart.height > scroll else None
        with st.container(height=scrolls or "content", border=False):
            state = st.plotly_chart(
                _Ready(worded),
                theme=None,
                key=f"{key}_chart",
                config=worded.config(name, view.look.language),
                alt=chart.alt,
                on_select="rerun",
                selection_mode="points",
            )
        if below is not None:
            below()
    points = state["selection"]["points"]
    return str(points[0]["customdata"][0]) if points and points[0].get("customdata") else None
