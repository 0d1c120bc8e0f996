"""Trends: the rate over the snapshots, for the country, regions, types and chosen provinces."""

import streamlit as st

from itasdash.charts import count_trend, rate_trend
from itasdash.documents.rate_tables import trend_table
from itasdash.reference import registration_deadline
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.filters import choose_series
from itasdash.ui.parts.frame import page_foot, page_head
from itasdash.ui.parts.tables import rates_columns, show_table
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.view import current_view

view = current_view()
t, look = view.t, view.look
load = Loader(view)
deadline = registration_deadline(view.info.fiscal_year)

head = st.container()
series, words = choose_series(view, load)
with head:
    page_head(view, t("page.trends"), " · ".join(words))
view = view.filtered(words)
if len(view.so_far) == 1:
    st.info(t("trends.one_snapshot"), icon=":material/info:")

columns = rates_columns(t, look.colour("primary"))
table = trend_table(series, view.language)
show_chart(view, rate_trend(series, look, deadline), "rates", table, columns)
country = load.trend("country")
show_chart(view, count_trend(country, look), "counts", trend_table(country, view.language), columns)
with st.container(border=True):
    st.header(t("trends.table"), anchor=False)
    show_table(table, t("trends.table"), key="trend_table", columns=columns)
    download_table(view, table, t("page.trends"), words, "trends")
page_foot(view)
