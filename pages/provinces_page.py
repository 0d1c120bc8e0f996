"""Provinces: all of them side by side, and one of them from the inside."""

import streamlit as st

from itasdash.ui.parts.filters import province_names
from itasdash.ui.parts.frame import page_foot
from itasdash.ui.provinces.all_provinces import all_provinces_part
from itasdash.ui.provinces.province import open_province, province_part, ways_on
from itasdash.ui.shell import choices
from itasdash.ui.shell.view import current_view

view = current_view()
options = {"": view.t("province.all")} | province_names(view.language)

head = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    code = choices.select(view.t("province.choose"), options, "province", "", width=360)
    if code:
        ways_on(view, options, code)
clicked = None
if code:
    province_part(view, code, head)
else:
    clicked = all_provinces_part(view, head)
page_foot(view)
if clicked:
    open_province(clicked)
    st.rerun()
