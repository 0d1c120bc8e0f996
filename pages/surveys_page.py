"""Surveys: how far IIT and EIT have come, where to push, and one province from the inside."""

import streamlit as st

from itasdash.ui.parts.frame import page_foot
from itasdash.ui.parts.meeting import meeting_step
from itasdash.ui.shell.view import current_view
from itasdash.ui.surveys.page import open_clicked, surveys_part

view = current_view()
head = st.container()
clicked = surveys_part(view, head)
if not meeting_step():
    page_foot(view)
open_clicked(clicked)
