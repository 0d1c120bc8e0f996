"""Unregistered: which LAOs are outstanding, who is missing and since when; and one over time."""

import streamlit as st

from itasdash.ui.parts.frame import page_foot, page_head
from itasdash.ui.shell import choices
from itasdash.ui.shell.navigation import page_button
from itasdash.ui.shell.view import current_view
from itasdash.ui.unregistered.lao import OPENED, lao_part
from itasdash.ui.unregistered.outstanding import list_part

view = current_view()
head = st.container()
code = choices.opened(OPENED)
if code:
    lao_part(view, code, head)
elif view.info.summary_only:
    with head:
        page_head(view, view.t("page.unregistered"))
    st.warning(view.t("unregistered.summary_only"), icon=":material/info:")
    page_button("provinces", view.t("step.to_provinces"))
else:
    list_part(view, head)
page_foot(view)
