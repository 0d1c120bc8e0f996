"""Words on screen and in messages: one TOML catalogue per language."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Protocol, runtime_checkable

LANGUAGES = ("th", "en")
DEFAULT_LANGUAGE = "th"

Translator = Callable[..., str]


@runtime_checkable
class Told(Protocol):
    """A value that has words of its own in each language."""

    def message(self, language: str) -> str:
        """Return the value in words."""
        ...


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return all entries of a language as ``{"section.key": text}``.

    Raises:
        KeyError: there is no such language.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    text = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{name}": entry
        for section, entries in tomllib.loads(text).items()
        for name, entry in entries.items()
    }


@cache
def translator(language: str) -> Translator:
    """Return ``t(key, **values)`` for a language.

    An entry may give a singular beside its plural as ``key`` and ``key_one``; the singular is
    taken where the value ``count`` is 1. Values are filled in with :meth:`str.format`; one that
    has words of its own (``message(language)``) in the language of the catalogue.

    Raises (from ``t``):
        KeyError: the catalogue has no such entry.
    """
    entries = catalogue(language)

    def t(entry: str, **values: object) -> str:
        if values.get("count") == 1:
            entry = f"{entry}_one" if f"{entry}_one" in entries else entry
        said = {n: v.message(language) if isinstance(v, Told) else v for n, v in values.items()}
        return entries[entry].format(**said)

    return t
