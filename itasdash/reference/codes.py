"""Codes of LAOs as files write them: a number, text of a formula, with dashes or brackets."""

import re

from itasdash.thai.digits import to_arabic
from itasdash.thai.text import key, remembering_short

LAO_ID_LENGTH = 7
_CODE = re.compile(rf"\W*\d(?:[-\s]?\d){{{LAO_ID_LENGTH - 1}}}(?:\.0+)?\W*")
# A code that was a number once: 6810104.0.
_FRACTION = re.compile(r"\.0+$")
_NOT_A_DIGIT = re.compile(r"\D")


@remembering_short
def read_code(text: str) -> str:
    """Return the digits of a cell of codes, empty where it has none; ``6810104.0`` is 6810104.

    Those of another length than :data:`LAO_ID_LENGTH` are of another numbering.
    """
    if text.isascii() and text.isdigit():
        return text
    return _NOT_A_DIGIT.sub("", _FRACTION.sub("", key(text)))


@remembering_short
def is_code(text: str) -> bool:
    """Say whether a text is the code of an LAO and nothing else: ``="6810104"``, ``6-81-01-04``."""
    if text.isascii() and text.isdigit():
        return len(text) == LAO_ID_LENGTH
    return bool(_CODE.fullmatch(to_arabic(text)))
