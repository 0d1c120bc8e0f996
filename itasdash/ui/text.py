"""Text for streamlit's Markdown."""

import re

# Streamlit reads Markdown, colour directives (:red[…]), emoji codes (:smile:), LaTeX ($…$) and HTML
# entities in nearly every text that it is given.
_LIVE = re.compile(r"([\\`*_{}\[\]()#+\-!|<>~$:&^=])")


def plain(text: str) -> str:
    """Return ``text`` so that streamlit shows it to the letter, on one line.

    For everything that comes from files: names, file names, cells.
    """
    return _LIVE.sub(r"\\\1", " ".join(text.split()))
