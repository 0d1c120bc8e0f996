"""What went wrong, said to people: one sentence with place and remedy, never a traceback."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import streamlit as st

from itasdash.findings import Damaged, Refusal
from itasdash.i18n import Translator
from itasdash.store import Store
from itasdash.ui.shell.text import plain

_P = ParamSpec("_P")
_PROBLEM = "what stopped the last act"


@contextmanager
def said_to_people(t: Translator) -> Iterator[None]:
    """Show what stops a page as a sentence; the log keeps the details."""
    try:
        yield
    except Damaged as damaged:
        st.error(t("refusal.store_damaged", file=plain(str(damaged.path))))
    except Refusal as refusal:
        st.error(plain(t(f"refusal.{refusal.code}", **refusal.values)))
    except OSError as error:
        values = {"file": error.filename or "", "reason": error.strerror or error}
        st.error(plain(t("refusal.system", **values)))
    except Exception:
        logging.getLogger(__name__).exception("A page could not be shown.")
        st.error(t("app.failed"))


def act(function: Callable[_P, None]) -> Callable[_P, None]:
    """Return a callback of a button whose refusal is said on the page and not by streamlit."""

    @wraps(function)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except (Refusal, Damaged, OSError) as problem:
            st.session_state[_PROBLEM] = problem

    return guarded


def show_problem(t: Translator) -> None:
    """Say what stopped the act that began this run, once."""
    problem = st.session_state.pop(_PROBLEM, None)
    if problem is not None:
        with said_to_people(t):
            raise problem


def show_damage(store: Store, t: Translator) -> None:
    """Say which files of the data folder are damaged; what is whole is shown all the same."""
    for path in _damaged(str(store.root)):
        st.error(plain(t("refusal.store_damaged", file=path)))


# Looking costs more the longer the history is, and a damage waits.
@st.cache_data(ttl=20, max_entries=4, show_spinner=False)
def _damaged(root: str) -> list[Path]:
    # Where the folder lies is nobody's business who only looks.
    return [path.relative_to(root) for path in Store(Path(root)).damaged()]
