"""The page on paper: the button, and the script that fits what is on the screen to the sheet."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

import streamlit as st

from itasdash.i18n import Translator

_SCRIPT = Path(__file__).with_name("print.js")


@cache
def script() -> str:
    """Return the script as it stands in the page."""
    return _SCRIPT.read_text(encoding="utf-8")


def script_source() -> str:
    """Return what a Content-Security-Policy must name to let the script run."""
    return f"'sha256-{b64encode(sha256(script().encode()).digest()).decode()}'"


def prepare_print() -> None:
    """Make the browser's own print command print whole pages."""
    st.html(f"<script>{script()}</script>", unsafe_allow_javascript=True)


def print_button(t: Translator) -> None:
    """Show the button that prints the page; the script waits for a click on it."""
    st.button(t("print.button"), icon=":material/print:", key="print_page")
