"""The message to a province, to be copied."""

import streamlit as st

from itasdash.documents.letters.office import OFFICE_FILE, read_office
from itasdash.documents.messages import province_message
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.schema import OUTSTANDING_STATES
from itasdash.ui.shell.loading import Loader, load_snapshot
from itasdash.ui.shell.view import View


def message_text(view: View, code: str) -> str:
    """Return the message to a province of the snapshot that is shown."""
    load = Loader(view)
    rates = load.rates("province")
    outstanding = None
    if not view.info.summary_only:
        wanted = LaoFilter(province_codes=(code,), states=OUTSTANDING_STATES)
        outstanding = select_laos(load_snapshot(view.store, view.info).status, wanted)
    return province_message(
        rates[rates["province_code"] == code].iloc[0],
        outstanding,
        view.info.as_of,
        load.deadline,
        read_office(view.store.office_file(OFFICE_FILE)),
        view.language,
        view.marks,
    )


def message_part(view: View, code: str) -> None:
    """Show the message to a province, folded away, with the button that copies it."""
    t = view.t
    with st.expander(t("message.part"), icon=":material/chat:"):
        st.code(message_text(view, code), language=None, wrap_lines=True)
