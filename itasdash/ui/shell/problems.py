"""What went wrong, said to people: one sentence with place and remedy, never a traceback."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import PurePath
from typing import ParamSpec

import streamlit as st

from itasdash.findings import Damaged, Refusal, as_refusal
from itasdash.i18n import Translator
from itasdash.settings import data_folder, sample_folder
from itasdash.ui.shell.text import plain

_P = ParamSpec("_P")
_log = logging.getLogger(__name__)
_PROBLEM = "what stopped the last act"


def refusal_of(error: Exception) -> Refusal:
    """Return whatever went wrong as a refusal; files of the data folders by their place there."""
    data = data_folder()
    refusal = as_refusal(error, data, sample_folder(data))
    file = str(refusal.values.get("file", ""))
    # Where else on this machine something lies is for the server's log.
    if PurePath(file).is_absolute():
        _log.error("%s", refusal)
        refusal = replace(refusal, values={**refusal.values, "file": PurePath(file).name})
    return refusal


def show_error(error: Exception, t: Translator) -> None:
    """Show what went wrong as one sentence."""
    st.error(plain(refusal_of(error).message(t.language, on_page=True)), icon=":material/block:")


@contextmanager
def showing_errors(t: Translator) -> Iterator[None]:
    """Show what stops a page, or a part of one, as a sentence; the log keeps the details."""
    try:
        yield
    except (Refusal, Damaged, OSError) as error:
        show_error(error, t)
    except Exception:
        _log.exception("A page could not be shown.")
        st.error(t("app.failed"))


def act(function: Callable[_P, None]) -> Callable[_P, None]:
    """Return a callback of a button whose refusal is shown on the page and not by streamlit."""

    @wraps(function)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except Exception as error:
            st.session_state[_PROBLEM] = refusal_of(error)

    return guarded


def show_problem(t: Translator) -> None:
    """Show what stopped the act that began this run, once."""
    problem = st.session_state.pop(_PROBLEM, None)
    if problem is not None:
        show_error(problem, t)
