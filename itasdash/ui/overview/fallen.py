"""Where fewer are registered than before."""

import streamlit as st

from itasdash.ui.shell.navigation import way_to
from itasdash.ui.shell.over_time import load_changes
from itasdash.ui.shell.view import View


def show_fallen(view: View, gain: int | None) -> None:
    """Say that fewer are registered than before, with the way to their names; else nothing.

    Args:
        view: what the page shows.
        gain: the change of the registered LAOs, None where it is not told.
    """
    if gain is None or gain >= 0 or view.before is None:
        return
    listed = not (view.info.summary_only or view.before.summary_only)
    lost = len(load_changes(view, view.before).regressed) if listed else 0
    with st.container(horizontal=True, vertical_alignment="center"):
        words = view.t("overview.fallen", count=lost or -gain)
        st.warning(words, icon=":material/trending_down:")
        if lost:
            way_to("changes", view.t("overview.fallen_names"))
