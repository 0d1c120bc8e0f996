"""Work that goes on while pages come and go: in a thread that no click or closed tab can stop."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

import streamlit as st

from itasdash.findings import Refusal
from itasdash.ui.shell.problems import refusal_of

_T = TypeVar("_T")
_LOOK_AGAIN = 0.5
Progress = Callable[[int, int, str], None]


class Work(Generic[_T]):
    """A function at work; it reports its progress and must not call streamlit.

    Attributes:
        done, all, at: how many of how many parts are done, and what is at hand.
        result: what the function returned, None while it works or where it failed.
        failure: what stopped it.
    """

    def __init__(self, name: str, function: Callable[[Progress], _T]) -> None:
        self.done, self.all, self.at = 0, 1, ""
        self.result: _T | None = None
        self.failure: Refusal | None = None
        self._function = function
        self._finished = threading.Event()
        # Not a daemon: a server that is told to stop lets it finish.
        threading.Thread(target=self._run, name=name).start()

    def _run(self) -> None:
        try:
            self.result = self._function(self._progress)
        except Exception as failure:
            self.failure = refusal_of(failure)
        finally:
            self._finished.set()

    def _progress(self, done: int, everything: int, at: str) -> None:
        self.done, self.all, self.at = done, everything, at

    def finished(self, within: float = 0.0) -> bool:
        """Tell whether it has ended, well or not, at the latest ``within`` seconds."""
        return self._finished.wait(within)


@st.fragment(run_every=_LOOK_AGAIN)
def show_progress(work: "Work[_T]", text: Callable[[int, int, str], str]) -> None:
    """Show how far it has come, in the words of ``text``; at its end the page runs again."""
    if work.finished():
        st.rerun()
    st.progress(min(work.done / max(work.all, 1), 1.0), text=text(work.done, work.all, work.at))
