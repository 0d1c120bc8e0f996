"""Unregistered: which LAOs are outstanding, and which of the two people is missing."""

import streamlit as st

from itasdash.documents.filters import filter_sentence, filter_words
from itasdash.documents.tables import lao_list
from itasdash.laos import laos
from itasdash.ui.cards import state_cards
from itasdash.ui.downloads import download_table
from itasdash.ui.filters import choose_laos
from itasdash.ui.frame import page_foot, page_head
from itasdash.ui.loading import load_snapshot
from itasdash.ui.tables import show_laos
from itasdash.ui.view import current_view

view = current_view()
t = view.t

head = st.container()
if view.info.summary_only:
    with head:
        page_head(view, t("page.unregistered"))
    st.warning(t("unregistered.summary_only"), icon=":material/info:")
else:
    status = load_snapshot(view.store, view.info).status
    wanted = choose_laos(view, status)
    rows = laos(status, wanted)
    with head:
        page_head(view, t("page.unregistered"), filter_sentence(wanted, view.language))
    if rows.empty:
        st.info(t("unregistered.no_rows"), icon=":material/filter_alt_off:")
    else:
        state_cards(view, rows)
        table = lao_list(rows, view.language)
        words = filter_words(wanted, view.language)
        download_table(view, table, t("document.outstanding"), words, "laos")
        show_laos(view, table, t("page.unregistered"))
page_foot(view)
