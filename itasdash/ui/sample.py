"""The sample on screen: read once, with its progress, and never taken for real data."""

import logging
import threading
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from itasdash.findings import Refusal
from itasdash.i18n import Translator
from itasdash.records import Damaged
from itasdash.sample import load_sample, sample_is_loaded
from itasdash.settings import SAMPLE_FILES
from itasdash.store import Store
from itasdash.ui.text import plain

_LOOK_AGAIN = 0.5


@dataclass
class _Work:
    """The sample being read in a thread of its own, which no click or closed tab can stop."""

    store: Store
    done: int = 0
    all: int = 1
    file: str = ""
    failure: Refusal | OSError | Damaged | None = None
    finished: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        try:
            if not sample_is_loaded(self.store, SAMPLE_FILES):
                load_sample(self.store, SAMPLE_FILES, self._progress)
        except (Refusal, OSError, Damaged) as failure:
            logging.getLogger(__name__).exception("The sample could not be read.")
            self.failure = failure
        finally:
            self.finished.set()

    def _progress(self, done: int, all_files: int, file: str) -> None:
        self.done, self.all, self.file = done, all_files, file


@st.cache_resource(show_spinner=False, max_entries=4)
def _work(root: str) -> _Work:
    work = _Work(Store(Path(root)))
    threading.Thread(target=work.run, name="sample", daemon=True).start()
    return work


def wait_for_sample(store: Store, t: Translator) -> bool:
    """Return True where the sample is ready; else show how far its reading has come."""
    work = _work(str(store.root))
    # Where it is there already, the check takes a moment that needs no progress bar.
    if work.finished.wait(0.3) and work.failure is None:
        return True
    st.title(t("sample.title"))
    st.write(t("sample.wait"))
    _progress(work, t)
    return False


@st.fragment(run_every=_LOOK_AGAIN)
def _progress(work: _Work, t: Translator) -> None:
    if work.failure is not None:
        st.error(t("sample.failed", reason=plain(str(work.failure))))
        return
    if work.finished.is_set():
        st.rerun()
    text = t("sample.progress", done=work.done, all=work.all, file=plain(work.file))
    st.progress(work.done / work.all, text=text)


def sample_banner(t: Translator) -> None:
    """Say that nothing on this page is true."""
    st.info(t("sample.banner"), icon=":material/science:")
