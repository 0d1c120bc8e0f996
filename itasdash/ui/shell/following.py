"""Snapshots that have yet to follow a change: the work beside the pages, and what they say of it.

A register or a name may concern every snapshot there is. It is kept in the click; the snapshots
follow one by one in a thread of the server, and the data folder says how far that has come, also
where another process is at it.
"""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from itasdash.findings import Damaged, Refusal
from itasdash.i18n import Translator
from itasdash.schema import StaleSnapshots
from itasdash.store import Store

_LOOK_AGAIN = 1.0
_log = logging.getLogger(__name__)


class Follower:
    """Brings a data folder up to date, in one thread at a time.

    ``stuck`` are the moments of the snapshots that could not follow when it ended last.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = self._fresh = False
        self.stuck: frozenset[datetime] = frozenset()

    @property
    def at_work(self) -> bool:
        """Whether it is at it."""
        return self._thread is not None

    def wake(self) -> None:
        """Begin, or look again at the end of what it is at."""
        with self._lock:
            self._again = True
            if self._thread is None:
                # A server that stops need not wait: whoever comes next takes up what is left.
                self._thread = threading.Thread(target=self._run, name="following", daemon=True)
                self._thread.start()

    def look(self) -> None:
        """Begin where there is something to do: after a start, or left by somebody else."""
        if not self._fresh or (not self.at_work and set(self._store.stale()) - self.stuck):
            self.wake()

    def _run(self) -> None:
        while True:
            self._again = False
            try:
                self._work()
            except (OSError, Refusal, Damaged) as failure:
                # A folder that only others may write to stays as it is.
                self.stuck = frozenset(self._left())
                _log.warning("Snapshots were not brought up to date: %s", failure)
            except Exception:
                self.stuck = frozenset(self._left())
                _log.exception("Snapshots were not brought up to date.")
            with self._lock:
                if not self._again:
                    self._thread = None
                    return

    def _left(self) -> Sequence[datetime]:
        try:
            return self._store.stale()
        except (OSError, Refusal):
            return ()

    def _work(self) -> None:
        stuck: Sequence[datetime] = ()
        if self._store.stale():
            # It reads files as an import does, with all that this takes: seldom, and not for the
            # first page of a server.
            from itasdash.importing.following import follow

            stuck = follow(self._store)
        self.stuck = frozenset(stuck)
        if not self._fresh:
            self._fresh = True
            from itasdash.importing.mart_writer import freshen

            # An earlier version of the program may have kept other marts, or none.
            freshen(self._store)


@st.cache_resource(max_entries=8, show_spinner=False)
def _follower(root: str) -> Follower:
    return Follower(Store(Path(root)))


def follower_of(store: Store) -> Follower:
    """Return the one who brings a data folder up to date in this server."""
    return _follower(str(store.root))


def causes(left: StaleSnapshots, t: Translator) -> str:
    """Return what snapshots have yet to follow, in words."""
    return ", ".join(t(f"following.{each}") for each in left.causes) or t("following.unnamed")


def following_part(store: Store, t: Translator) -> None:
    """Show how many snapshots are up to date by now, or how many cannot be; nothing else."""
    left, follower = store.following(), follower_of(store)
    waiting = set(left.as_of) - follower.stuck
    if waiting:
        _progress(store, t)
    if left.as_of and len(waiting) < len(left.as_of):
        count = len(left.as_of) - len(waiting)
        st.warning(t("following.stuck", count=count), icon=":material/error:")


@st.fragment(run_every=_LOOK_AGAIN)
def _progress(store: Store, t: Translator) -> None:
    left = store.following()
    if not set(left.as_of) - follower_of(store).stuck:
        st.rerun()
    text = t("following.progress", done=left.done, all=left.all, causes=causes(left, t), at="")
    st.progress(left.done / left.all, text=text)


def following_note(
    store: Store, shown: Sequence[datetime], history: Sequence[datetime], t: Translator
) -> None:
    """Say that what a page shows is not up to date yet.

    Args:
        store: the data folder.
        shown: the moments of the snapshots that the page is about.
        history: those of all that it may draw on.
        t: the catalogue.
    """
    left = store.following()
    waiting = set(left.as_of)
    if not waiting.intersection(history):
        return
    if waiting <= follower_of(store).stuck:
        st.warning(t("following.stuck", count=len(waiting)), icon=":material/error:")
    elif waiting.intersection(shown):
        st.warning(t("following.shown", causes=causes(left, t)), icon=":material/sync:")
    else:
        count = len(waiting.intersection(history))
        st.info(t("following.history", count=count, causes=causes(left, t)), icon=":material/sync:")
