"""Overview: where we stand, what changed, where to push."""

import streamlit as st

from itasdash.charts import (
    group_outstanding,
    movers,
    outstanding_bars,
    rate_bars,
    rate_trend,
    role_gap,
    tile_map,
)
from itasdash.documents.headline import headline_sentence, make_headline
from itasdash.documents.rates import rates_table, trend_table
from itasdash.reference import registration_deadline
from itasdash.ui.cards import headline_cards
from itasdash.ui.charts import show_chart
from itasdash.ui.downloads import download_edition
from itasdash.ui.frame import page_foot, page_head
from itasdash.ui.loading import Loader, load_states
from itasdash.ui.navigation import open_page
from itasdash.ui.tables import rates_columns
from itasdash.ui.view import current_view

view = current_view()
t, look, language = view.t, view.look, view.language
load = Loader(view)
country, provinces = load.rates("country"), load.rates("province")
regions, types = load.rates("region"), load.rates("type")
trend = load.trend("country")
deadline = registration_deadline(view.info.fiscal_year)
headline = make_headline(country, provinces, load_states(view.store, view.info), view.days)

page_head(view, headline_sentence(headline, language, view.info.as_of.date(), deadline))
headline_cards(view, headline)

columns = rates_columns(t, look.colour("primary"))
province_table = rates_table(provinces, "province", language)
type_table = rates_table(types, "type", language) if len(types) else None

rate_lines = rate_trend(trend, look, deadline)
rate_numbers = trend_table(trend, language)
gap = role_gap(types, look) if len(types) else None
note = t("chart.click_province")

left, right = st.columns([5, 7])
with left:
    clicked = show_chart(view, tile_map(provinces, look), "map", province_table, columns, note)
with right:
    bars = outstanding_bars(provinces, look)
    clicked = show_chart(view, bars, "outstanding", province_table, columns, note) or clicked
    if gap is None:
        show_chart(view, rate_lines, "trend", rate_numbers, columns)
    else:
        show_chart(view, gap, "roles", type_table, columns)

left, right = st.columns(2)
with left:
    worst = rate_bars(provinces, look, "province_code", "lowest", limit=8)
    clicked = show_chart(view, worst, "lowest", province_table, columns, note) or clicked
with right:
    best = rate_bars(provinces, look, "province_code", "highest", limit=8)
    clicked = show_chart(view, best, "highest", province_table, columns, note) or clicked

left, right = st.columns(2)
with left:
    by_region = group_outstanding(regions, look, "region")
    show_chart(view, by_region, "regions", rates_table(regions, "region", language), columns)
with right:
    if type_table is not None:
        by_type = group_outstanding(types, look, "lao_type")
        show_chart(view, by_type, "types", type_table, columns)

# Where the roles are told, the trend left its place beside the map to them.
last = st.columns(1 if gap is None else 2)
with last[0]:
    if view.before is not None:
        moved = movers(provinces, look)
        clicked = show_chart(view, moved, "movers", province_table, columns, note) or clicked
if gap is not None:
    with last[1]:
        show_chart(view, rate_lines, "trend", rate_numbers, columns)

page_foot(view)
download_edition(view)
if clicked:
    open_page("provinces", province=clicked)
