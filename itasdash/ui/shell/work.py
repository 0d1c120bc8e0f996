"""Work that goes on while pages come and go: in a thread that no click or closed tab can stop."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

import streamlit as st

from itasdash.findings import Refusal
from itasdash.ui.shell.problems import refusal_of

_T = TypeVar("_T")
_LOOK_AGAIN = 0.5
Progress = Callable[[int, int, str], None]


# Readings of files at a time, for the whole server: each may take as much memory as a file may.
READINGS = threading.BoundedSemaphore(2)
_LOOK_FOR_A_TURN = 0.1


class _Superseded(Exception):
    """Nobody waits for this work any more."""


class Work(Generic[_T]):
    """A function at work; it reports its progress and must not call streamlit.

    Attributes:
        done, all, at: how many of how many parts are done, and what is at hand.
        result: what the function returned, None while it works or where it failed.
        failure: what stopped it.
    """

    def __init__(
        self,
        name: str,
        function: Callable[[Progress], _T],
        turns: threading.Semaphore | None = None,
    ) -> None:
        """Begin the work, or wait for its turn where only so many may work at a time."""
        self.done, self.all, self.at = 0, 1, ""
        self.result: _T | None = None
        self.failure: Refusal | None = None
        self._function = function
        self._turns = turns
        self._finished, self._superseded = threading.Event(), threading.Event()
        _unfinished.add(self)
        threading.Thread(target=self._run, name=name).start()

    def _run(self) -> None:
        try:
            with self._turn():
                self.result = self._function(self._progress)
        except _Superseded:
            self.result = None
        except Exception as failure:
            self.failure = refusal_of(failure)
        finally:
            self._finished.set()
            _unfinished.discard(self)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._turns is None:
            yield
            return
        while not self._turns.acquire(timeout=_LOOK_FOR_A_TURN):
            self._go_on()
        try:
            yield
        finally:
            self._turns.release()

    def _go_on(self) -> None:
        if self._superseded.is_set():
            raise _Superseded

    def supersede(self) -> None:
        """End the work at its next step, or before it begins: something else has taken its place.

        For work that changes nothing. It leaves no result and no failure.
        """
        self._superseded.set()

    def _progress(self, done: int, everything: int, at: str) -> None:
        self._go_on()
        self.done, self.all, self.at = done, everything, at

    @property
    def is_reading(self) -> bool:
        """Whether it waits for its turn among those that read files, and changes nothing."""
        return self._turns is not None

    def finished(self, within: float | None = 0.0) -> bool:
        """Tell whether it has ended, well or not, at the latest ``within`` seconds (None: ever)."""
        return self._finished.wait(within)


# What is at work in this server.
_unfinished: "set[Work[Any]]" = set()


def finish_works() -> None:
    """Wait until all work has ended that is to leave something behind.

    For a server that is told to stop: what its process does at the end waits for no thread.
    """
    for work in list(_unfinished):
        if work.is_reading:
            work.supersede()
        else:
            work.finished(within=None)


@st.fragment(run_every=_LOOK_AGAIN)
def show_progress(work: "Work[_T]", text: Callable[[int, int, str], str]) -> None:
    """Show how far it has come, in the words of ``text``; at its end the page runs again."""
    if work.finished():
        st.rerun()
    st.progress(min(work.done / max(work.all, 1), 1.0), text=text(work.done, work.all, work.at))
