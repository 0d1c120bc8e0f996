"""The sample on screen: read once, with its progress, and never taken for real data."""

from pathlib import Path

import streamlit as st

from itasdash.i18n import Translator
from itasdash.settings import SAMPLE_FILES
from itasdash.store import Store
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.work import Progress, Work, show_progress

_WATCHED = "reading of the sample"


@st.cache_resource(show_spinner=False, max_entries=4)
def _work(root: str) -> Work[None]:
    store = Store(Path(root))

    def read(progress: Progress) -> None:
        # An office with data of its own never needs what reads it.
        from itasdash.importing.sample import load_sample, sample_is_loaded

        if not sample_is_loaded(store, SAMPLE_FILES):
            load_sample(store, SAMPLE_FILES, progress)

    return Work("sample", read)


def wait_for_sample(store: Store, t: Translator) -> bool:
    """Return True where the sample is ready; else show how far its reading has come.

    Where the reading failed, whoever saw that can begin it again, and so does whoever comes anew:
    what was in its way may be gone by now.
    """
    work = _work(str(store.root))
    if work.failure is not None and st.session_state.get(_WATCHED) is not work:
        _work.clear(str(store.root))
        work = _work(str(store.root))
    st.session_state[_WATCHED] = work
    # Where it is there already, the check takes a moment that needs no progress bar.
    if work.finished(within=0.3):
        if work.failure is None:
            return True
        reason = work.failure.message(t.language, on_page=True)
        st.error(plain(t("sample.failed", reason=reason)), icon=":material/block:")
        st.button(
            t("sample.again"), icon=":material/refresh:", key="sample_again", on_click=_forget
        )
        return False
    st.title(t("sample.title"), anchor=False)
    st.write(t("sample.wait"))

    def text(done: int, everything: int, at: str) -> str:
        return t("sample.progress", done=done, all=everything, file=plain(at))

    show_progress(work, text)
    return False


def _forget() -> None:
    st.session_state.pop(_WATCHED, None)


def sample_banner(t: Translator) -> None:
    """Say that nothing on this page is true."""
    st.info(t("sample.banner"), icon=":material/science:")
