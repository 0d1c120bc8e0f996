"""The surveys of one province from the inside."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from itasdash.charts import sparkline
from itasdash.charts.surveys import survey_bars, survey_lines
from itasdash.documents.surveys import (
    CARD_FIELDS,
    survey_cards,
    survey_table,
    survey_trend_table,
)
from itasdash.metrics.selection import LaoFilter
from itasdash.reference import provinces
from itasdash.ui.parts.cards import show_cards
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.frame import page_head
from itasdash.ui.parts.survey_data import SurveyData
from itasdash.ui.shell import choices
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View
from itasdash.ui.surveys.country import survey_looks
from itasdash.ui.surveys.laos import laos_part


def open_province(code: str) -> None:
    """Show a province from the next run on; all of them where ``code`` is empty."""
    choices.choose("province", code)


def province_part(
    view: View, code: str, instruments: tuple[str, ...], head: DeltaGenerator
) -> None:
    """Show a province: its numbers, districts, types, history and LAOs."""
    t, look = view.t, view.look
    name = provinces()[code].name(view.language)
    with head:
        page_head(view, t("survey.province_title", name=name))
    view = view.filtered([name])
    data, looks = SurveyData(view, [code]), survey_looks(view, instruments)
    for instrument in instruments:
        own = data.surveys(instrument, "country").iloc[0]
        trend = data.trend(instrument, "country")
        cards = survey_cards(own, pd.DataFrame(), instrument, look)
        histories = [
            sparkline(list(trend[field]), look, card.label)
            for card, field in zip(cards, CARD_FIELDS, strict=True)
        ]
        show_cards(cards, histories)
    st.caption(plain(" · ".join(note for each in instruments for note in data.quota_notes(each))))
    for column, instrument in zip(st.columns(len(instruments)), instruments, strict=True):
        with column:
            for by, key in (("district", "district"), ("type", "lao_type")):
                frame = data.surveys(instrument, by)
                if frame["attainment"].notna().any():
                    chart = survey_bars(frame, look, instrument, key)
                    table = survey_table({instrument: frame}, by, view.language)
                    show_chart(view, chart, f"{by}_{instrument}", table, looks)
    trends = {each: data.trend(each, "country") for each in instruments}
    table = survey_trend_table(trends, view.language)
    show_chart(view, survey_lines(trends, look), "survey_trend", table, looks)
    if any(data.told_by(each) == "laos" for each in instruments):
        laos_part(view, instruments, LaoFilter(province_codes=(code,)))
