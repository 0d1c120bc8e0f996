"""Changes: what became of every LAO between two snapshots, counted and by name."""

import streamlit as st

from itasdash.ui.changes import changes_part
from itasdash.ui.parts.frame import page_foot
from itasdash.ui.shell.view import current_view

view = current_view()
changes_part(view, st.container())
page_foot(view)
