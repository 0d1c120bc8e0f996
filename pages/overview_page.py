"""Overview: where we stand, what changed, where to push; in meeting mode one of them at a time."""

import streamlit as st

from itasdash.ui.overview.meeting import meeting_steps
from itasdash.ui.overview.parts import Overview
from itasdash.ui.parts.downloads import download_edition
from itasdash.ui.parts.frame import page_foot, page_head
from itasdash.ui.parts.meeting import meeting_step, show_meeting
from itasdash.ui.shell.navigation import open_page
from itasdash.ui.shell.view import current_view

view = current_view()
step = meeting_step()
parts = Overview(view, large=bool(step))

if step:
    show_meeting(view, step, meeting_steps(parts))
else:
    page_head(view, parts.title, actions=parts.actions, one_sheet=True)
    parts.fallen()
    parts.cards()
    left, right = st.columns([5, 7])
    with left:
        parts.map()
    with right:
        # Once all have registered nobody is to be pushed: the surveys are what comes next.
        if parts.is_complete:
            parts.road()
        else:
            parts.push()
        roles_told = None if parts.is_complete else parts.roles()
        if not roles_told:
            parts.trend()
    left, right = st.columns([7, 5])
    with left:
        parts.words()
        if roles_told:
            parts.trend()
    with right:
        compared = parts.movers()
        if not parts.is_complete:
            parts.groups("type", "lao_type")
    if not parts.is_complete:
        # Where the columns have room.
        free = right if roles_told else left
        with st.container() if roles_told and compared else free:
            parts.groups("region", "region")
        parts.road()
    page_foot(view)
    download_edition(view)
if parts.clicked:
    open_page("provinces", province=parts.clicked)
