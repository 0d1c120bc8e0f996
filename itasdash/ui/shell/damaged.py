"""Which files of a data folder are damaged, as it was last looked at."""

from functools import cached_property
from pathlib import Path
from threading import Lock, Thread
from time import monotonic

import streamlit as st

from itasdash.settings import looks_file
from itasdash.store import Store
from itasdash.store.looks import Looks


def damaged_files(root: str) -> list[Path]:
    """Return the damaged files of a data folder, as :meth:`Store.damaged` found them last."""
    return _damage(root).found()


def look_for_damage_again() -> None:
    """Let whoever asks next for damaged files look for them."""
    _damage.clear()


class _Damage:
    """What a look at a data folder found; it is looked at beside the pages.

    Looking costs more the longer the history is, and a damage waits: nobody waits for a look but
    the first, and of a long history not even they. Whatever is shown is compared with its hash.
    """

    def __init__(self, root: str) -> None:
        self._store = Store(Path(root))
        self._looks = Looks(looks_file(self._store.root))
        self._lock = Lock()
        self._thread: Thread | None = None
        self._found: list[Path] | None = None
        self._failure: Exception | None = None
        self._again = 0.0

    def found(self) -> list[Path]:
        """Return the damaged files that are known of.

        Raises:
            OSError, Refusal, Damaged: the last look came to nothing, and why.
        """
        with self._lock:
            due = self._found is None or monotonic() > self._again
            if due and self._thread is None and self._failure is None:
                self._thread = Thread(target=self._look, name="damage", daemon=True)
                self._thread.start()
            first = self._thread if self._found is None else None
        if first is not None and self._is_awaited:
            first.join()
        with self._lock:
            failure, self._failure = self._failure, None
            if failure is not None:
                raise failure
            return self._found or []

    @cached_property
    def _is_awaited(self) -> bool:
        return len(self._store.moments()) <= _AWAITED

    def _look(self) -> None:
        found: list[Path] | None = None
        failure: Exception | None = None
        try:
            found = self._store.damaged(self._looks)
        except Exception as error:
            # Whoever comes next is told what is wrong, and whoever comes then looks again.
            failure = error
        with self._lock:
            self._found, self._failure = found, failure
            self._again = monotonic() + _LOOK_AFTER
            self._thread = None


# Seconds.
_LOOK_AFTER = 20.0
# So many snapshots are looked at in a moment.
_AWAITED = 200


@st.cache_resource(max_entries=4, show_spinner=False)
def _damage(root: str) -> _Damage:
    return _Damage(root)
