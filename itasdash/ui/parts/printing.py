"""What runs in the browser: pages on paper, meetings in their window, words, pictures of charts.

One script for all, because whoever restricts scripts has to name each by its hash.
"""

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

import streamlit as st

from itasdash.charts import picture_script
from itasdash.i18n import Translator, catalogue

_SCRIPTS = ("print.js", "meeting.js", "words.js")
# What streamlit says in English of itself, by the entries of the catalogue that say it otherwise.
_WORDS = "widget."


@cache
def script() -> str:
    """Return the script as it stands in the page."""
    folder = Path(__file__).parent
    own = ((folder / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    return "".join([*own, picture_script()])


def script_source() -> str:
    """Return what a Content-Security-Policy must name to let the script run."""
    return f"'sha256-{b64encode(sha256(script().encode()).digest()).decode()}'"


def widget_words(language: str) -> dict[str, str]:
    """Return what streamlit's own widgets are to say, by what they say in English."""
    english, own = catalogue("en"), catalogue(language)
    return {english[name]: own[name] for name in english if name.startswith(_WORDS)}


def prepare_browser(language: str) -> None:
    """Let the browser print whole pages, fit meetings to the window, and speak the language."""
    words = escape(json.dumps(widget_words(language), ensure_ascii=False), quote=False)
    st.html(f'<div class="itasdash-words" lang="{language}" hidden>{words}</div>')
    st.html(f"<script>{script()}</script>", unsafe_allow_javascript=True)


def print_button(t: Translator) -> None:
    """Show the button that prints the page; the script waits for a click on it."""
    st.button(t("print.button"), icon=":material/print:", key="print_page")
