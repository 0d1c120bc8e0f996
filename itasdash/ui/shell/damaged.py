"""Which files of a data folder are damaged, as it was last looked at."""

import math
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from time import monotonic

import streamlit as st

from itasdash.findings import Damaged, Refusal
from itasdash.store import Store


def damaged_files(root: str) -> list[Path]:
    """Return the damaged files of a data folder, as :meth:`Store.damaged` found them last."""
    return _damage(root).found()


def look_for_damage_again() -> None:
    """Let whoever asks next for damaged files look for them."""
    _damage.clear()


class _Damage:
    """What a look at a data folder found; it is looked at anew beside the pages.

    Looking costs more the longer the history is, and a damage waits: nobody but the first waits
    for a look.
    """

    def __init__(self, root: str) -> None:
        self._store = Store(Path(root))
        self._lock = Lock()
        self._found: list[Path] | None = None
        self._again = 0.0

    def found(self) -> list[Path]:
        """Return the damaged files."""
        with self._lock:
            known = self._found
            if known is None:
                known = self._found = self._store.damaged()
                self._again = monotonic() + _LOOK_AFTER
            elif monotonic() > self._again:
                # One look at a time, which sets this anew when it is done.
                self._again = math.inf
                Thread(target=self._look, name="damage", daemon=True).start()
        return known

    def _look(self) -> None:
        found: list[Path] | None = None
        try:
            with suppress(OSError, Refusal, Damaged):
                found = self._store.damaged()
        finally:
            # After whatever error, whoever comes next looks, and is told what is wrong.
            with self._lock:
                self._found, self._again = found, monotonic() + _LOOK_AFTER


# Seconds.
_LOOK_AFTER = 20.0


@st.cache_resource(max_entries=4, show_spinner=False)
def _damage(root: str) -> _Damage:
    return _Damage(root)
