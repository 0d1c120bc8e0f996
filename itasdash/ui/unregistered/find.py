"""Find any LAO, registered or not, from any page."""

import streamlit as st

from itasdash.i18n import Translator
from itasdash.metrics.search import MOST_CHARS
from itasdash.ui.parts.filters import EVERY_STATE, LAO_FILTERS
from itasdash.ui.shell import choices
from itasdash.ui.shell.navigation import open_page

_TYPED = "find"
# An LAO that stands open would hide the list.
_OPENED = "lao"
_WANTED = "searched for from any page"


def find_box(t: Translator) -> None:
    """Show a small box; what is typed there is looked for among all LAOs in whatever state."""
    st.text_input(
        t("find.label"),
        key=_TYPED,
        placeholder=t("find.hint"),
        icon=":material/search:",
        label_visibility="collapsed",
        on_change=_take,
    )
    text = st.session_state.pop(_WANTED, "")
    if text:
        choices.clear(*LAO_FILTERS, _OPENED)
        open_page("unregistered", q=text, state=EVERY_STATE)


def search_for(text: str) -> None:
    """Choose a searched text for the list of LAOs, in any state and without another choice."""
    choices.clear(*LAO_FILTERS)
    choices.choose("q", text)
    choices.choose("state", EVERY_STATE)


def _take() -> None:
    # The box itself says no limit, whose count of letters has no room in it.
    st.session_state[_WANTED] = (st.session_state[_TYPED] or "").strip()[:MOST_CHARS]
    st.session_state[_TYPED] = ""
