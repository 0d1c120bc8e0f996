"""Repair and comparison keys of Thai text as it comes out of office files."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial, update_wrapper
from typing import TypeVar

from pythainlp.util import normalize, thai_digit_to_arabic_digit

# Characters that files carry without anybody seeing them: zero-width marks, BOM, soft hyphen.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
# Whatever clean() may change: most texts hold none of it, and looking costs a fiftieth of mending.
_DOUBTFUL = re.compile(
    "[^!-~ \u0e01-\u0e39\u0e3f-\u0e44\u0e46-\u0e4c\u0e4f-\u0e5b]"
    "|^ | $|  "
    "|([\u0e30-\u0e39\u0e40-\u0e4c]) *\\1"
    "|[\u0e48-\u0e4c][\u0e31\u0e34-\u0e39\u0e47-\u0e4c]"
    "|[\u0e30\u0e32\u0e33][\u0e48-\u0e4b]"
    "|(?:^| )[\u0e31-\u0e39\u0e47-\u0e4c]"
)
# No word begins with า or ำ: out of a PDF comes ต าบล for ตำบล, น ้า for น้ำ.
_SARA_AM_APART = re.compile("([\u0e01-\u0e2e][\u0e48-\u0e4b]?) ([\u0e48-\u0e4b]?)[\u0e32\u0e33]")
# No syllable has so many vowels and marks. What has, nobody wrote as a word: its mending would take
# time with the square of its length.
_HEAP = re.compile("((?:[\u0e30-\u0e3a\u0e40-\u0e4e] *){12})(?:[\u0e30-\u0e3a\u0e40-\u0e4e] *)+")
_THAI_DIGIT = re.compile("[๐-๙]")
_SPACES = re.compile(r"\s+")
# Vowels and tones written above or below a consonant. Taking them out creates no new collision
# within province and type over the whole register (measured; see docs/matching.md).
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_JOINERS = re.compile(r"[\s.\-·]+")


# Beyond this length what is kept would be bounded in number only, and not in bytes.
_KEPT_CHARS, _MOST_KEPT = 200, 65_536
_T = TypeVar("_T")


class _Kept(dict[str, _T]):
    """What a function made of short texts; all are given up once they are too many."""

    def __init__(self, function: Callable[[str], _T]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> _T:
        made = self._function(text)
        if len(text) <= _KEPT_CHARS:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[text] = made
        return made


def remembering_short(function: Callable[[str], _T]) -> Callable[[str], _T]:
    """Return a function of a text that remembers what it made of short ones."""
    kept = _Kept(function)
    # A look into a dictionary, with no function of Python around it, takes a third of the time of
    # functools.lru_cache behind a comparison.
    remembering: Callable[[str], _T] = update_wrapper(partial(kept.__getitem__), function)
    remembering.cache_clear = kept.clear  # type: ignore[attr-defined]
    return remembering


def _is_plain(text: str) -> bool:
    """Tell whether a text is of nothing but Latin letters and Arabic digits, as codes are."""
    return text.isascii() and text.isalnum()


@remembering_short
def clean(text: str) -> str:
    """Return ``text`` as a careful typist would have written it.

    Repairs what office files do to Thai: a doubled เ for แ, a decomposed ำ, one that a PDF tore
    apart (ต าบล), marks in the wrong order or twice, invisible characters, every kind of dash and
    space. Case, digits and words stay; a heap of marks that no word has is cut to its first. NFC
    and never NFKC, because NFKC takes every ำ apart.

    Idempotent: ``clean(clean(text)) == clean(text)``.
    """
    if _is_plain(text) or not _DOUBTFUL.search(text):
        return text
    text = _INVISIBLE.sub("", text)
    text = _SPACES.sub(" ", _DASHES.sub("-", text))
    text = _HEAP.sub(r"\1", text)
    previous = None
    # pythainlp removes what it finds in one pass; what that brings together needs another.
    while previous != text:
        previous = text
        text = _SARA_AM_APART.sub("\\1\\2\u0e33", text)
        text = unicodedata.normalize("NFC", normalize(unicodedata.normalize("NFC", text)))
        text = _SPACES.sub(" ", text).strip()
    return text


@remembering_short
def key(text: str) -> str:
    """Return the strict comparison key: :func:`clean`, Arabic digits, no spaces, lower case."""
    if _is_plain(text):
        return text.casefold()
    text = clean(text)
    if _THAI_DIGIT.search(text):
        text = thai_digit_to_arabic_digit(text)
    return text.replace(" ", "").casefold()


@remembering_short
def bare_key(text: str) -> str:
    """Return the tolerant key: :func:`key` without marks, hyphens and dots, ๅ read as า."""
    previous = None
    # What stood between two letters may leave a doubled one, which is mended once more.
    while previous != text:
        previous = text
        text = _JOINERS.sub("", _MARKS.sub("", key(text).replace("ๅ", "า")))
    return text
