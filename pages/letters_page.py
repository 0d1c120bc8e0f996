"""Letters: the stamped letter, its attachments and the pack per province; staff only."""

import streamlit as st

from itasdash.ui.letters.choice import choose_letter, next_step
from itasdash.ui.letters.files import (
    attachments_part,
    letter_part,
    messages_part,
    pack_part,
    register_part,
)
from itasdash.ui.parts.calendar import letter_event_part
from itasdash.ui.parts.frame import page_foot
from itasdash.ui.shell.access import require_staff
from itasdash.ui.shell.problems import showing_errors
from itasdash.ui.shell.view import current_view

view = current_view()
require_staff()

head = st.container()
with showing_errors(view.t):
    content, writer, words = choose_letter(view, head)
    letter_part(view, content, writer, words)
    attachments_part(view, content, writer, words)
    pack_part(view, content, writer, words)
    messages_part(view, content)
    letter_event_part(view)
    register_part(view)
next_step(view)
page_foot(view)
