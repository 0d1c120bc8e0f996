"""What runs in the browser: pages on paper, meetings in their window, words, tables, pictures.

One script for all, because whoever restricts scripts has to name each by its hash.
"""

import json
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

import streamlit as st

from itasdash.charts import picture_script
from itasdash.i18n import Translator, catalogue

_SCRIPTS = ("print.js", "meeting.js", "words.js", "tables.js")
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


def prepare_paper(lines: Sequence[str], *, one_sheet: bool = False) -> None:
    """Let the page be printed on A4 with a number and some words on each sheet.

    Args:
        lines: what stands at the foot of each sheet, text.
        one_sheet: whether the page is made to fit one, without what is not needed on paper.
    """
    words = "".join(f"\\{ord(character):x} " for character in " · ".join(lines))
    small = "font: 10px Sarabun, sans-serif; color: #5b6b7a;"
    st.html(
        "<style>@page { size: A4 portrait; margin: 10mm 10mm 14mm;"
        f' @bottom-left {{ content: "{words}"; {small} width: 85%; }}'
        f' @bottom-right {{ content: counter(page) " / " counter(pages); {small} }} }}</style>'
    )
    # Where the script says of what only a part is printed.
    sheet = "itasdash-printed itasdash-sheet" if one_sheet else "itasdash-printed"
    st.html(f'<div class="{sheet}"><p class="itasdash-top"></p></div>')


def print_button(t: Translator) -> None:
    """Show the button that prints the page; the script waits for a click on it."""
    st.button(t("print.button"), icon=":material/print:", key="print_page")
