"""The parts of the page of trends."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from itasdash.charts import count_trend, rate_trend
from itasdash.documents.rate_tables import trend_table
from itasdash.ui.parts.calendar import calendar_part
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.pace import pace_part
from itasdash.ui.parts.tables import rates_columns, show_table
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.view import View

# What a chart across the page has at least, in pixels.
_WIDTH = 640


def trends_part(view: View, series: pd.DataFrame, words: Sequence[str]) -> None:
    """Show rates and counts over the snapshots, and their table.

    Args:
        view: what the page shows, with its filters.
        series: the chosen groups, as :func:`itasdash.metrics.trend` gives them.
        words: the choice in short words.
    """
    t, look = view.t, view.look
    if len(view.so_far) == 1:
        st.info(t("trends.one_snapshot"), icon=":material/info:")
    columns = rates_columns(t, look.colour("primary"))
    table = trend_table(series, view.language)
    load = Loader(view)
    show_chart(
        view,
        rate_trend(series, look, load.deadline, load.calendar, _WIDTH),
        "rates",
        table,
        columns,
    )
    country = load.trend("country")
    counts = trend_table(country, view.language)
    show_chart(view, count_trend(country, look, load.calendar, _WIDTH), "counts", counts, columns)
    pace_part(view)
    calendar_part(view)
    with st.container(border=True):
        st.header(t("trends.table"), anchor=False)
        show_table(table, t("trends.table"), key="trend_table", columns=columns)
        download_table(view, table, t("page.trends"), words, "trends")
