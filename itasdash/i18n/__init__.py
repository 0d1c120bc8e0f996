"""Words on screen and in messages: one TOML catalogue per language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import NoneType
from typing import Protocol, runtime_checkable

LANGUAGES = ("th", "en")
DEFAULT_LANGUAGE = "th"
_PLAIN = (str, int, float, NoneType)


@runtime_checkable
class Worded(Protocol):
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


@dataclass(frozen=True)
class Translator:
    """The catalogue of a language, called as ``t(key, **values)``."""

    language: str

    def __call__(self, entry: str, **values: object) -> str:
        """Return an entry of the catalogue with its values filled in.

        An entry may give a singular beside its plural as ``key`` and ``key_one``; the singular is
        taken where the value ``count`` is 1. Values are filled in with :meth:`str.format`; one
        that has words of its own (:class:`Worded`) in the language of the catalogue.

        Raises:
            KeyError: the catalogue has no such entry, or the entry asks for a value not given.
        """
        entries = catalogue(self.language)
        if values.get("count") == 1:
            entry = f"{entry}_one" if f"{entry}_one" in entries else entry
        # Asked of these first: to look whether a value has words takes longer than all the rest.
        words = {
            name: value
            if isinstance(value, _PLAIN) or not isinstance(value, Worded)
            else value.message(self.language)
            for name, value in values.items()
        }
        return entries[entry].format(**words)


@cache
def translator(language: str) -> Translator:
    """Return the catalogue of a language, ready to be called.

    Raises:
        KeyError: there is no such language.
    """
    catalogue(language)
    return Translator(language)
