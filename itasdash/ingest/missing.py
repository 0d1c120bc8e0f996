"""Whom a cell means: the administrator, the executive, both of them or nobody."""

import re
from collections.abc import Mapping
from functools import cache

from itasdash.ingest.layout.headings import ROLES
from itasdash.reference import words
from itasdash.thai.text import key


@cache
def _missing_words() -> Mapping[str, str]:
    """Return who is missing (``admin``, ``executive``, ``both``, ``nobody``, or ``unknown`` where
    a text says that nobody knows) by key.
    """
    return words("missing_words", "missing", "word")


def person_of(text: str) -> str | None:
    """Return the role of the person that a row is about (``admin``, ``executive``), or None."""
    found = _missing_words().get(key(text))
    return found if found in ROLES else None


def who_is_missing(text: str) -> str | None:
    """Return who of the two has not registered, or None where no such word is known.

    Both may be named in any order, with anything that parts two names between them.
    """
    known = _missing_words()
    whole = known.get(key(text))
    if whole is not None:
        return whole
    named = {known.get(key(part)) for part in _BETWEEN.split(text) if part.strip()}
    return "both" if named == set(ROLES) else None


_BETWEEN = re.compile(r"และ|กับ|\band\b|[,;/+&\n]", re.IGNORECASE)
