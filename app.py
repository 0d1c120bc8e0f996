"""The app: page config, language, navigation and what every page of a run shows.

``streamlit run app.py`` imports this file once to serve ``app``, and then runs it for each visit.
"""

import streamlit as st
from starlette.middleware import Middleware

from itasdash.ui.shell.gate import Gate
from itasdash.ui.shell.server import ICON, STYLE, ready

app = st.App(__file__, lifespan=ready, middleware=[Middleware(Gate)])

if __name__ == "__main__":
    from itasdash.i18n import translator
    from itasdash.ui.parts.ahead import look_ahead
    from itasdash.ui.parts.printing import prepare_browser
    from itasdash.ui.shell.access import access_controls, may_import, require_staff, sign_in
    from itasdash.ui.shell.choices import end_page
    from itasdash.ui.shell.copies import copy_caption, copy_warning
    from itasdash.ui.shell.damage import (
        has_lost_snapshots,
        is_repairing,
        lost_snapshots_part,
        show_damage,
    )
    from itasdash.ui.shell.loading import office_store, sample_store, sound_snapshots
    from itasdash.ui.shell.navigation import is_for_staff, show_navigation, start_page
    from itasdash.ui.shell.problems import show_problem, showing_errors
    from itasdash.ui.shell.sample import wait_for_sample
    from itasdash.ui.shell.view import choose_view, chosen_language, current_view, language_switch
    from itasdash.ui.unregistered.find import find_box

    page = start_page()
    language = chosen_language()
    t = translator(language)
    st.set_page_config(page_title=t("app.title"), page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    prepare_browser(language)
    with showing_errors(t):
        with st.sidebar:
            st.header(t("app.title"), anchor=False)
            finder, menu = st.container(), st.container()
            chooser, account = st.container(), st.container()
            language_switch(t)
            st.caption(t("app.credits"))
        person = sign_in(t)
        if person is None:
            end_page()
            st.stop()
        with account:
            access_controls(t)
        store = office_store()
        copy_warning(t)
        show_damage(store, t)
        snapshots = sound_snapshots(store)
        is_sample = not snapshots
        if is_repairing() or (is_sample and has_lost_snapshots(store)):
            show_problem(t)
            lost_snapshots_part(store, t, staff=may_import(person))
            end_page()
            st.stop()
        if is_sample:
            store = sample_store()
            if not wait_for_sample(store, t):
                st.stop()
            snapshots = store.snapshots()
        with chooser:
            copy_caption(store, t)
            choose_view(language, store, snapshots, is_sample=is_sample)
        with menu:
            show_navigation(t, staff=may_import(person))
        with finder:
            find_box(t)
        if is_for_staff(page):
            require_staff()
        show_problem(t)
        page.run()
        end_page()
        look_ahead(current_view())
