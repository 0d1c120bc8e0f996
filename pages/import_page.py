"""Import: files as they arrived, what they say, what is unclear, and saving them; staff only."""

import streamlit as st

from itasdash.ui.importing.page import batch_part, files_part, saving_part
from itasdash.ui.importing.stored import opened_record, registers_part, snapshots_part
from itasdash.ui.shell.access import require_staff
from itasdash.ui.shell.copies import elsewhere, is_copy
from itasdash.ui.shell.following import following_part
from itasdash.ui.shell.loading import office_store
from itasdash.ui.shell.view import current_view

t = current_view().t
store = office_store()
person = require_staff()

st.title(t("page.import"), anchor=False)
reads_only = is_copy(store)
if reads_only:
    elsewhere(t, "import")
else:
    st.caption(t("import.explain"))
    following_part(store, t)
if opened_record():
    snapshots_part(store, t)
if not reads_only and not saving_part(t):
    files = files_part(t)
    if files:
        batch_part(store, files, t)
if not opened_record():
    snapshots_part(store, t)
registers_part(store, t)
