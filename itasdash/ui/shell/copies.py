"""What pages say of a published copy: that it is one, from when, and where staff go instead."""

import streamlit as st

from itasdash.i18n import Translator
from itasdash.settings import data_address, data_folder
from itasdash.store import Store
from itasdash.store.published import copy_mark, copy_state
from itasdash.thai.dates import format_moment
from itasdash.ui.shell.text import plain


def is_copy(store: Store) -> bool:
    """Tell whether a store is a published copy, into which nothing is written."""
    return copy_mark(store) is not None


def copy_caption(store: Store, t: Translator) -> None:
    """Say that a copy is one, and when it was published; nothing of a data folder."""
    mark = copy_mark(store)
    if mark is not None:
        published = format_moment(mark.published_at, t.language)
        st.caption(plain(t("copy.caption", published=published)))


def copy_warning(t: Translator) -> None:
    """Say of a copy that cannot be reached from when what is shown is."""
    address = data_address()
    state = None if address is None else copy_state(data_folder(), address)
    if state is not None and state.failure is not None:
        published = format_moment(state.published_at, t.language)
        reason = state.failure.message(t.language, on_page=True)
        st.warning(
            plain(t("copy.kept", published=published, reason=reason)), icon=":material/cloud_off:"
        )


def elsewhere(t: Translator, what: str) -> None:
    """Say that something is not done in a copy, and where it is.

    Args:
        t: the catalogue of the language.
        what: ``import``, ``notes``, ``letters`` or ``originals``.
    """
    st.info(plain(t(f"copy.no_{what}")), icon=":material/lock:")
