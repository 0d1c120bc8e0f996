"""Text for streamlit's Markdown."""

import re

# Streamlit reads Markdown, colour directives (:red[…]), emoji codes (:smile:), LaTeX ($…$) and HTML
# entities in nearly every text that it is given, and a list in what begins "1.".
_LIVE = re.compile(r"[\\`*_{}\[\]()#+\-!|<>~$:&^=]")
_NUMBERED = re.compile(r"^(\d+)\.")
# And it looks through what was escaped once more: for addresses to link, icons, and arrows. Only
# something between their signs keeps these apart: a word joiner, which has no width.
_LOOKED_FOR = re.compile(
    r"(?<=:)(?=//|material/|streamlit:)|(?<=www)(?=\.)|(?=@)"
    r"|(?<=[<~>-])(?=[>=-]>?(?:\s|$))",
    re.IGNORECASE,
)
_JOINER = "\u2060"
# All but the space that keeps a number and its sign on one line.
_SPACES = re.compile(r"[^\S\u00a0]+")


def plain(text: str) -> str:
    """Return ``text`` so that streamlit shows it to the letter, on one line.

    For everything that comes from files: names, file names, cells. Not for tables and the options
    of select boxes, which show text as it is.
    """
    joined = _LOOKED_FOR.sub(_JOINER, _SPACES.sub(" ", text).strip())
    return _NUMBERED.sub(r"\1\.", _LIVE.sub(r"\\\g<0>", joined))


def on_screen(text: str) -> str:
    """Return ``text`` as :func:`plain` does, in the colour by which paper leaves it out.

    For what a click does. The colour is that of captions.
    """
    return f":gray[{plain(text)}]"
