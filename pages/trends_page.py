"""Trends: the rate over the snapshots, for the country, regions, types and chosen provinces."""

import streamlit as st

from itasdash.ui.parts.filters import choose_series
from itasdash.ui.parts.frame import page_foot, page_head
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.view import current_view
from itasdash.ui.trends import trends_part

view = current_view()
head = st.container()
series, words = choose_series(view, Loader(view))
with head:
    page_head(view, view.t("page.trends"), " · ".join(words))
view = view.filtered(words)
trends_part(view, series, words)
page_foot(view)
