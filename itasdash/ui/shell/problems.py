"""What went wrong, said to people: one sentence with place and remedy, never a traceback."""

import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import ParamSpec

import streamlit as st

from itasdash.findings import Damaged, Moment, Refusal, as_refusal
from itasdash.i18n import Translator
from itasdash.settings import data_folder, sample_folder
from itasdash.ui.shell.text import plain

_P = ParamSpec("_P")
_log = logging.getLogger(__name__)
_PROBLEM = "what stopped the last act"
# Values that name a file; in others a stroke may be what stands in a cell.
_PLACES = frozenset({"file", "path", "folder", "reason", "place"})
# Values that are the words of a library or of the system, and what is taken out of them.
_OUR_WORDS = frozenset({"reason", "place"})
_AFFAIRS = (
    (re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s'\"<>)]+", re.IGNORECASE), "…"),
    (re.compile(r"[^\s@'\"<>(]+@[^\s@'\"<>)]+"), "…"),
    (re.compile(r"(?<![\w.])(?:/[^\s'\":;,)]+)+|\b[A-Za-z]:\\[^\s'\":;,)]+"), "…"),
    (
        re.compile(
            r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|\[?(?:[0-9a-f]{0,4}:){3,}[0-9a-f]*\]?"
        ),
        "…",
    ),
    (re.compile(r"\bv?\d+\.\d+\.\d+[\w.+-]*"), "…"),
)


def refusal_of(error: Exception) -> Refusal:
    """Return whatever went wrong as a refusal for people who only look.

    Files of the data folders are named by their place there; where else on this machine something
    lies, which other machine was asked, and whose address is in the way is for the server's log.
    """
    data = data_folder()
    refusal = as_refusal(error, data, sample_folder(data))
    told = _without_affairs(refusal)
    if _values(told) != _values(refusal):
        _log.error("%s", refusal)
    return told


def _without_affairs(refusal: Refusal) -> Refusal:
    """Return a refusal, and the further ones with it, without the server's own affairs."""
    return replace(
        refusal,
        values={name: _public(name, value) for name, value in refusal.values.items()},
        also=tuple(map(_without_affairs, refusal.also)),
    )


def _public(name: str, value: object) -> object:
    if isinstance(value, Moment) or value is None or isinstance(value, int | float):
        return value
    text = str(value)
    if name in _OUR_WORDS:
        # What a library or the system says, and never what stands in a file.
        for affair, told in _AFFAIRS:
            text = affair.sub(told, text)
    if isinstance(value, PurePath) or (name in _PLACES and _is_place(text)):
        text = _name_of(text) if _is_place(text) else text
    for folder in _own_folders():
        text = text.replace(f"{folder}{os.sep}", "").replace(folder, _name_of(folder))
    return text if text != str(value) or isinstance(value, PurePath) else value


def _is_place(text: str) -> bool:
    return PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()


def _name_of(place: str) -> str:
    return PureWindowsPath(place).name or place


def _own_folders() -> list[str]:
    """Return the folders of this machine that a text could name, the innermost first."""
    folders = [data_folder().absolute(), Path(__file__).parents[3], Path(sys.prefix), Path.home()]
    found = {str(folder) for folder in folders if folder != folder.parent}
    return sorted(found, key=len, reverse=True)


def _values(refusal: Refusal) -> list[object]:
    return [*map(str, refusal.values.values()), *map(_values, refusal.also)]


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
