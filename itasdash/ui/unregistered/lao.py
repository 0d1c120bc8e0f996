"""One LAO over all snapshots: what each says of it, from which file, sheet and row."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from itasdash.charts.strip import state_strip
from itasdash.documents.cards import Card
from itasdash.documents.csv_files import with_text_dates
from itasdash.documents.lao_tables import lao_timeline_table
from itasdash.documents.provenance import with_open_errors
from itasdash.i18n.numbers import SCREEN_NUMBER
from itasdash.reference import all_provinces
from itasdash.reference.written_names import official_name
from itasdash.schema import OUTSTANDING_STATES
from itasdash.thai.dates import format_date
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.filters import LAO_FILTERS
from itasdash.ui.parts.frame import page_head
from itasdash.ui.parts.notes import notes_part
from itasdash.ui.parts.tables import show_table
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.over_time import is_condensed, load_histories, load_timeline
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View

# What the address calls the LAO that is opened.
OPENED = "lao"


def open_lao(lao_id: str) -> None:
    """Show an LAO from the next run on; the list where ``lao_id`` is empty."""
    choices.choose(OPENED, lao_id)


def lao_part(view: View, lao_id: str, head: DeltaGenerator) -> None:
    """Show one LAO: its state, since when, and what every snapshot says of it."""
    t, language = view.t, view.language
    # The way back leads to the same list.
    choices.keep(*LAO_FILTERS)
    rows = load_timeline(view, lao_id)
    with head:
        title = t("lao.unknown", code=lao_id)
        if len(rows):
            last = rows.iloc[0]
            title = official_name(last["lao_type"], last["name_th"])
        page_head(view, title, _place(rows, language))
        back = t("lao.back")
        st.button(back, icon=":material/arrow_back:", on_click=open_lao, args=("",), key="back")
    if rows.empty:
        st.info(t("lao.not_found"), icon=":material/info:")
        return
    _cards(view, rows)
    province = rows.iloc[0]["province_code"]
    notes_part(view, "" if pd.isna(province) else str(province), lao_id, title)
    show_chart(view, kept(state_strip, rows, view.look, Loader(view).deadline), "strip")
    table = lao_timeline_table(rows, view.snapshots, language)
    table = with_open_errors(table, view.open_errors_by_moment, language)
    with st.container(border=True):
        st.header(t("lao.history"), anchor=False)
        st.caption(t("lao.history_changes" if is_condensed(view) else "lao.history_note"))
        columns = {
            t("column.file"): st.column_config.TextColumn(width=300),
            t("column.row"): st.column_config.NumberColumn(format=SCREEN_NUMBER),
        }
        shown = with_text_dates(table, language)
        filled = [h for h in shown if (shown[h].notna() & shown[h].ne("")).any()]
        show_table(shown[filled], t("lao.history"), "lao_histories", columns)
        subject = t("document.one_lao", name=title)
        download_table(view, table, subject, [lao_id], "lao", sentence=_place(rows, language))


def _place(rows: pd.DataFrame, language: str) -> str:
    if rows.empty:
        return ""
    last = rows.iloc[0]
    names = {code: province.name(language) for code, province in all_provinces().items()}
    district = {"th": f"อำเภอ{last['district_name_th']}"}.get(language, last["district_name_th"])
    return f"{last['lao_id']} · {district} · {names.get(last['province_code'], '')}"


def _cards(view: View, rows: pd.DataFrame) -> None:
    """Show the state at the moment that is shown, since when, and the last change."""
    t, language = view.t, view.language
    now = rows[rows["as_of"] == view.info.as_of]
    state = now["state"].iloc[0] if len(now) else "unknown"
    histories = load_histories(view)
    key = str(rows["lao_id"].iloc[0])[-6:]
    own = histories.loc[key] if key in histories.index else None
    is_outstanding = state in OUTSTANDING_STATES
    cards = [
        Card(
            t("column.state"),
            t(f"state.{state}"),
            t("lao.missing", who=t(f"missing_person.{state}")) if is_outstanding else "",
            needs_action=is_outstanding,
        )
    ]
    if own is not None and not pd.isna(own["since"]):
        since = format_date(own["since"].date(), language)
        remarks = [n for n in ("is_new", "since_first", "regressed") if own[n]]
        begun = t("lao.since_at_least" if own["since_first"] else "lao.since", day=since)
        note = " · ".join([begun, *(t(f"remark.{name}") for name in remarks)])
        # The run of what the first snapshot has already may have begun long before it.
        told = "lao.at_least_days" if own["since_first"] else "filter.days_is"
        days = t(told, count=int(own["days"]))
        cards.append(Card(t("lao.outstanding_for"), days, note))
    if own is not None and not pd.isna(own["changed_at"]):
        before = t("lao.from_state", state=t(f"state.{own['changed_from']}"))
        changed = format_date(own["changed_at"].date(), language)
        cards.append(Card(t("column.changed_at"), changed, before))
    for card, place in zip(cards, st.columns(len(cards)), strict=True):
        # Words are longer than numbers, and a metric would cut them.
        with place, st.container(border=True, height="stretch", gap=None):
            st.caption(plain(card.label))
            value = plain(card.value)
            st.header(f":orange[{value}]" if card.needs_action else value, anchor=False)
            st.caption(plain(card.note))
