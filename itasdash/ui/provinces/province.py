"""One province from the inside."""

from collections.abc import Mapping
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from itasdash.charts import rate_bars, rate_trend
from itasdash.documents.cards import province_cards
from itasdash.documents.filters import filter_sentence, filter_words, list_subject
from itasdash.documents.lao_tables import lao_list
from itasdash.documents.rate_tables import in_order, rates_table, trend_table
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.reference import provinces
from itasdash.schema import OUTSTANDING_STATES
from itasdash.ui.parts.brief import brief_button
from itasdash.ui.parts.cards import show_cards
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.frame import page_head
from itasdash.ui.parts.message import message_part
from itasdash.ui.parts.notes import notes_part
from itasdash.ui.parts.pace import province_pace
from itasdash.ui.parts.province_data import district_rates, type_rates
from itasdash.ui.parts.tables import rates_columns, show_laos
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.loading import Loader, load_snapshot
from itasdash.ui.shell.navigation import open_page, way_to
from itasdash.ui.shell.over_time import load_histories
from itasdash.ui.shell.view import View


def open_province(code: str) -> None:
    """Show a province from the next run on; none where ``code`` is empty."""
    choices.choose("province", code)


def ways_on(view: View, options: Mapping[str, str], code: str) -> None:
    """Show the buttons to the provinces before and after one, and back to all.

    Args:
        view: what the page shows.
        options: the names by code in the order of going through; all provinces under ``""``.
        code: the province that is shown.
    """
    codes = [each for each in options if each]
    at = codes.index(code)
    before, after = codes[at - 1], codes[(at + 1) % len(codes)]
    _button("previous", before, options[before], ":material/chevron_left:")
    _button("next", after, options[after], ":material/chevron_right:", "right")
    _button("back", "", view.t("province.back"), ":material/apps:")


def _button(
    name: str, code: str, label: str, icon: str, side: Literal["left", "right"] = "left"
) -> None:
    key = f"province_{name}"
    st.button(label, icon=icon, icon_position=side, key=key, on_click=open_province, args=(code,))


def province_part(view: View, code: str, head: DeltaGenerator) -> None:
    """Show one province: its numbers, districts, types, trend and outstanding LAOs."""
    t, look, load = view.t, view.look, Loader(view)
    name = provinces()[code].name(view.language)
    with head:
        # What is not in the snapshot has no brief.
        there = code in set(load.rates("province")["province_code"])
        actions = partial(brief_button, view, code) if there else None
        page_head(view, t("province.title", name=name), actions=actions)
    view = view.filtered([name])
    rates = load.rates("province")
    own = rates[rates["province_code"] == code]
    if own.empty:
        st.info(t("province.not_in_snapshot", name=name), icon=":material/info:")
        return
    show_cards(province_cards(own.iloc[0], load.rates("country").iloc[0], rates, look))
    province_pace(view, code)
    columns = rates_columns(t, look.colour("primary"))
    districts = district_rates(view, code)
    left, right = st.columns(2) if len(districts) else (st.container(), st.container())
    with left:
        if len(districts):
            chart = kept(rate_bars, districts, look, "district", "lowest")

            def table() -> pd.DataFrame:
                ordered = kept(in_order, districts, "lowest", "district")
                return kept(rates_table, ordered, "district", view.language)

            show_chart(view, chart, "districts", table, columns)
    with right:
        region = load.trend("region")
        trend = load.trend("province")
        trend = pd.concat(
            [
                trend[trend["key"] == code],
                region[region["key"] == provinces()[code].region],
                load.trend("country"),
            ]
        )
        chart = kept(rate_trend, trend, look, load.deadline, load.calendar)
        numbers = partial(kept, trend_table, trend, view.language)
        show_chart(view, chart, "trend", numbers, columns)
        types = type_rates(view, code)
        if types["rate"].notna().any():
            chart = kept(rate_bars, types, look, "lao_type", "given")
            numbers = partial(kept, rates_table, types, "type", view.language)
            show_chart(view, chart, "types", numbers, columns)
    message_part(view, code)
    notes_part(view, code, name=name)
    _outstanding_part(view, code, name)


def _outstanding_part(view: View, code: str, name: str) -> None:
    t = view.t
    with st.container(border=True):
        if view.info.summary_only:
            st.info(t("unregistered.summary_only"), icon=":material/info:")
            return
        wanted = LaoFilter(province_codes=(code,), states=OUTSTANDING_STATES)
        rows = select_laos(
            load_snapshot(view.store, view.info).status, wanted, load_histories(view)
        )
        if rows.empty:
            st.success(t("province.complete", name=name), icon=":material/check_circle:")
            return
        title = t("province.outstanding", count=len(rows))
        st.header(title, anchor=False)
        table = kept(lao_list, rows, view.language)
        row = show_laos(view, table, title, hidden=("province", "region"))
        way_to("unregistered", t("overview.province_outstanding"), **{"in": code})
        words, sentence = (
            filter_words(wanted, view.language),
            filter_sentence(wanted, view.language),
        )
        subject = list_subject(wanted, view.language)
        counts = rows["state"].value_counts().to_dict()
        download_table(view, table, subject, words, "laos", sentence=sentence, counts=counts)
    lao_id = None if row is None else rows["lao_id"].iloc[row]
    if not pd.isna(lao_id):
        open_page("unregistered", lao=str(lao_id))
