"""All provinces side by side: in a table, on a map, within fair limits, and over time."""

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from itasdash.charts import (
    Chart,
    HeatOrder,
    funnel_explanation,
    funnel_plot,
    heat_map,
    rate_bars,
)
from itasdash.documents.filters import choice_name, province_filter_words
from itasdash.documents.provenance import reconciliation
from itasdash.documents.rate_tables import provinces_table, rates_table, total_row, trend_table
from itasdash.metrics.provinces import ORDERS, ProvinceFilter, order_provinces
from itasdash.reference import regions
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.filters import area_names
from itasdash.ui.parts.frame import page_head
from itasdash.ui.parts.map import map_part
from itasdash.ui.parts.tables import choose_row, fixed_widths, rates_columns, show_table
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.text import on_screen, plain
from itasdash.ui.shell.view import View

_ROWS = 14
# The bars and the cells of 76 provinces scroll in their cards, as tall as what is beside them.
_BARS_HEIGHT, _CELLS_HEIGHT = 770, 560
_HEAT_ORDERS: tuple[HeatOrder, ...] = ("lowest", "name", "region")


def all_provinces_part(view: View, head: DeltaGenerator) -> str | None:
    """Show all provinces, or those of some regions; return the one that was clicked."""
    t, look, load = view.t, view.look, Loader(view)
    wanted, order = _choose(view)
    words = province_filter_words(wanted, view.language)
    shown = ", ".join(words) or t("province.all")
    with head:
        page_head(view, t("page.provinces"), shown)
    view = view.filtered(words)
    rates = kept(order_provinces, kept(ProvinceFilter.of, wanted, load.rates("province")), order)
    if rates.empty:
        st.info(t("province.none_fit"), icon=":material/filter_alt_off:")
        return None
    trend = kept(ProvinceFilter.of, wanted, load.trend("province"), "key")
    name = choice_name(words, len(rates), view.language)

    def said(chart: Chart) -> Chart:
        return chart.about(name, look) if name else chart

    columns = rates_columns(t, look.colour("primary"))
    plain_table = partial(kept, rates_table, rates, "province", view.language)
    note = t("chart.click_province")
    row = _table(view, rates, trend, wanted)
    clicked = None if row is None else str(rates["province_code"].iloc[row])
    left, right = st.columns([5, 7])
    with left:
        clicked = map_part(view, rates, plain_table, columns, said) or clicked
    with right:
        chart = said(kept(rate_bars, rates, look, "province_code", "given"))
        clicked = (
            show_chart(view, chart, "rates", plain_table, columns, note, scroll=_BARS_HEIGHT)
            or clicked
        )
    part = bool(words)
    chart = said(kept(funnel_plot, rates, look, chosen=part))
    # Where the funnel says nothing, its sentence stands above the cells.
    left, right = (st.container(), st.container()) if chart.is_empty else st.columns([7, 5])
    with left:

        def explained() -> None:
            st.caption(plain(kept(funnel_explanation, rates, look, chosen=part)))

        clicked = (
            show_chart(view, chart, "funnel", plain_table, columns, note, controls=explained)
            or clicked
        )
    with right:
        names: dict[str, str] = {name: t(f"province.order_{name}") for name in _HEAT_ORDERS}
        by_name: dict[str, HeatOrder] = {name: name for name in _HEAT_ORDERS}
        first = _HEAT_ORDERS[0]
        heat_order = by_name[choices.chosen("heat", names, first)]
        chart = said(kept(heat_map, trend, look, heat_order))

        def orders() -> None:
            label = t("province.order")
            choices.segments(label, names, "heat", first, label_visibility="collapsed")

        numbers = partial(kept, trend_table, trend, view.language)
        return (
            show_chart(view, chart, "heat", numbers, columns, note, _CELLS_HEIGHT, controls=orders)
            or clicked
        )


def _table(
    view: View, rates: pd.DataFrame, trend: pd.DataFrame, wanted: ProvinceFilter
) -> int | None:
    """Show the table of provinces with all of them together below, and its downloads.

    Returns the position of the row that was clicked, None where none was.
    """
    t, words = view.t, list(view.filters)
    columns = rates_columns(t, view.look.colour("primary"))
    with st.container(border=True):
        st.header(t("province.table"), anchor=False)
        st.caption(on_screen(t("province.table_note")))
        reconciled = reconciliation(view.info, rates["province_code"], view.language)
        table = kept(provinces_table, rates, view.language, reconciled, trend)
        name = t("province.total", count=len(rates))
        together = Loader(view).together(wanted.province_codes() if words else ())
        total = total_row(together.assign(name_th=name), table, view.language)
        fixed = fixed_widths(table, columns, name)
        with st.container(gap=None, key="provinces_total"):
            row = choose_row(
                table, t("province.table"), "provinces", fixed, rows_shown=_ROWS, total=total
            )
            show_table(total, name, "total", fixed, printed=False)
        saved = kept(_without, table, t("column.trend"))
        download_table(view, saved, t("page.provinces"), words, "provinces")
    return row


def _without(table: pd.DataFrame, heading: str) -> pd.DataFrame:
    return table.drop(columns=heading)


def _choose(view: View) -> tuple[ProvinceFilter, str]:
    """Show the filters and the order of provinces; return both."""
    t, everything = view.t, view.t("filter.anything")
    inspections, nacc = area_names(view)
    with (
        st.container(border=True, key="choices_provinces"),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        names = {code: named.short(view.language) for code, named in regions().items()}
        in_regions = choices.several(t("filter.region"), names, "region", placeholder=everything)
        in_nacc = choices.several(t("filter.nacc"), nacc, "nacc", placeholder=everything)
        label = t("filter.inspection")
        in_inspection = choices.several(label, inspections, "inspection", placeholder=everything)
        names = {order: t(f"province.order_{order}") for order in ORDERS}
        order = choices.select(t("province.order"), names, "order", ORDERS[0])
    return ProvinceFilter(in_regions, in_nacc, in_inspection), order
