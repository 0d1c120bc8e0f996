"""The unregistered page: the list under its filters, counted by province, each row to be opened."""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from itasdash.documents.filters import filter_sentence, filter_words, list_subject
from itasdash.documents.follow_up import with_follow_up_columns
from itasdash.documents.lao_tables import (
    counted_once,
    lao_list,
    province_counts,
    province_counts_table,
)
from itasdash.i18n.numbers import SCREEN_COUNT
from itasdash.metrics.follow_up import followed_up, with_follow_up
from itasdash.metrics.selection import Elsewhere, LaoFilter, found_elsewhere, select_laos
from itasdash.ui.parts.cards import state_cards
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.filters import EVERY_STATE, LAO_FILTERS, choose_laos
from itasdash.ui.parts.frame import page_head
from itasdash.ui.parts.notes import notes_of, sees_notes
from itasdash.ui.parts.tables import all_counts, choose_row, show_laos
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.loading import load_snapshot
from itasdash.ui.shell.over_time import load_histories
from itasdash.ui.shell.text import on_screen, plain
from itasdash.ui.shell.view import View
from itasdash.ui.unregistered.find import search_for
from itasdash.ui.unregistered.lao import open_lao

_PROVINCES_SHOWN = 5


def list_part(view: View, head: DeltaGenerator) -> None:
    """Show the filters and what they select: counts by province, and the list with downloads."""
    t, language = view.t, view.language
    status = load_snapshot(view.store, view.info).status
    notes = notes_of(view)
    wanted = choose_laos(view, status, follows=sees_notes(view))
    rows = kept(select_laos, status, wanted, load_histories(view))
    rows = kept(with_follow_up, rows, notes, view.info.as_of)
    rows = kept(followed_up, rows, wanted.follow_up)
    sentence = filter_sentence(wanted, language)
    with head:
        title = (
            t("page.unregistered") if wanted.only_outstanding else list_subject(wanted, language)
        )
        page_head(view, title, sentence)
    if rows.empty:
        _nothing_listed(view, wanted, found_elsewhere(status, wanted, rows))
        return
    if wanted.search:
        _also_found(view, found_elsewhere(status, wanted, rows))
    state_cards(view, rows, needs_action=wanted.only_outstanding)
    _provinces_part(view, rows)
    with st.container(border=True):
        title = t("unregistered.list", count=len(rows))
        note = counted_once(status, wanted, language)
        with st.container(horizontal=True, vertical_alignment="top"):
            with st.container(gap=None):
                st.header(title, anchor=False)
                st.caption(on_screen(t("unregistered.list_note")))
                if note:
                    st.caption(plain(note))
            if not wanted.all_outstanding:
                _clear_button(view)
        table = kept(lao_list, rows, language)
        words, subject = filter_words(wanted, language), list_subject(wanted, language)
        counts = rows["state"].value_counts().to_dict()
        noted = with_follow_up_columns(table, rows, language) if notes else table
        # What staff noted goes into a file only if they say so: lists are handed on.
        told = bool(notes) and st.toggle(t("follow_up.download"), key="with_notes")
        taken = noted if told else table
        download_table(
            view,
            taken,
            subject,
            words,
            "laos",
            sentence=sentence,
            counts=counts,
            staff=told,
            note=note,
        )
        row = show_laos(view, noted, title)
    lao_id = None if row is None else rows["lao_id"].iloc[row]
    if not pd.isna(lao_id):
        open_lao(str(lao_id))
        st.rerun()


def _also_found(view: View, elsewhere: Elsewhere) -> None:
    """Say what the search finds besides what is listed, with the way to it."""
    if elsewhere.count:
        text = view.t(
            "unregistered.also_found", count=elsewhere.count, state=_states(view, elsewhere)
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(plain(text), width="content")
            _show_button(view, _show_in_any_state)


def _nothing_listed(view: View, wanted: LaoFilter, elsewhere: Elsewhere) -> None:
    """Say why nothing is listed: all of it is in other states, in other places, or misspelt."""
    t = view.t
    if elsewhere.count:
        text = t("unregistered.found_states", count=elsewhere.count, state=_states(view, elsewhere))
        if set(elsewhere.states) == {"complete"}:
            text = t("unregistered.found_registered", count=elsewhere.count)
        st.info(plain(text), icon=":material/visibility_off:")
        with st.container(horizontal=True):
            _show_button(view, _show_in_any_state)
            _clear_button(view)
    elif elsewhere.outside:
        text = t("unregistered.found_outside", count=elsewhere.outside)
        st.info(plain(text), icon=":material/visibility_off:")
        with st.container(horizontal=True):
            _show_button(view, search_for, wanted.search)
            _clear_button(view)
    else:
        st.info(t("unregistered.no_rows"), icon=":material/filter_alt_off:")
        with st.container(horizontal=True, vertical_alignment="center"):
            if elsewhere.suggestions:
                st.caption(t("unregistered.did_you_mean"), width="content")
            for n, text in enumerate(elsewhere.suggestions):
                st.button(plain(text), on_click=search_for, args=(text,), key=f"meant_{n}")
            _clear_button(view)


def _states(view: View, elsewhere: Elsewhere) -> str:
    """Return how many are in which state, in words: ``ลงทะเบียนครบ 3``."""
    t = view.t
    counted = elsewhere.states.items()
    said = (t("unregistered.of_state", state=t(f"state.{name}"), count=n) for name, n in counted)
    return ", ".join(said)


def _show_button(view: View, on_click: Callable[..., None], *args: str) -> None:
    label, icon = view.t("unregistered.show"), ":material/visibility:"
    st.button(label, icon=icon, type="primary", on_click=on_click, args=args, key="show_found")


def _show_in_any_state() -> None:
    choices.clear("history", "days", "follow")
    choices.choose("state", EVERY_STATE)


def _clear_button(view: View) -> None:
    st.button(
        view.t("filter.clear"),
        icon=":material/filter_alt_off:",
        on_click=choices.clear,
        args=LAO_FILTERS,
        key="clear",
    )


def _provinces_part(view: View, rows: pd.DataFrame) -> None:
    """Show how many of the listed LAOs each province has; a click lists its own alone."""
    t = view.t
    counts = kept(province_counts, rows)
    if len(counts) < 2:
        return
    table = kept(province_counts_table, counts, view.language)
    listed = t("column.listed")
    looks = all_counts(table)
    looks[listed] = st.column_config.ProgressColumn(
        listed,
        format=SCREEN_COUNT,
        min_value=0,
        max_value=int(counts["listed"].max()),
        color=view.look.colour("action" if "complete" not in counts else "primary"),
    )
    with st.container(border=True):
        title = t("unregistered.by_province", count=len(counts))
        st.header(title, anchor=False)
        st.caption(on_screen(t("unregistered.by_province_note")))
        row = choose_row(table, title, "by_province", looks, rows_shown=_PROVINCES_SHOWN)
    if row is not None:
        choices.choose("in", str(counts["province_code"].iloc[row]))
        st.rerun()
