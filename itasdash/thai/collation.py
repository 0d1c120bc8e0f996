"""Thai dictionary order (เชียงราย stands under ช, not after อ)."""

import re
from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from itasdash.thai.text import remembering_short

# A vowel that is written before its consonant is looked up behind it.
_LEADING = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
# The shortener, tones and the mark of silent letters: they count where all letters are equal.
_TONES = re.compile("[\u0e47-\u0e4e]")
# What dictionaries pass over.
_PASSED_OVER = re.compile("[\u0e2f\u0e46\u0e4f\u0e5a\u0e5b\\s.,\\-()]")


# The names of a register are put in order again and again, each time others of them.
@remembering_short
def collation_key(word: str) -> tuple[str, str, str]:
    """Return the key by which a word stands in a Thai dictionary.

    All letters and vowels come first, then the tones from left to right: แม่สาย stands before
    แม่สายมิตรภาพ, and ปา before ป่า before ปาก. (pythainlp's ``collate`` compares a tone before
    the letters that follow it, which puts longer names first.)
    """
    turned = _LEADING.sub(r"\2\1", word.casefold())
    plain = _PASSED_OVER.sub("", turned)
    letters = _TONES.sub("", plain)
    # Where a tone stands counts from the beginning: one further behind comes first.
    tones = "".join(c if _TONES.match(c) else "\0" for c in plain)
    return letters, tones, word


def sorted_thai(words: Iterable[str]) -> list[str]:
    """Return the distinct ``words`` in Thai dictionary order."""
    return sorted(set(words), key=collation_key)


def thai_rank(words: "pd.Series[str]") -> "pd.Series[int]":
    """Return the place of each word in dictionary order, as a sort key with the same index."""
    words = words.astype("object")
    order = _places(frozenset(words.dropna()))
    return words.map(order).fillna(len(order)).astype(int)


# The names of a register are put in order again at every click on a page.
@lru_cache(maxsize=16)
def _places(words: frozenset[str]) -> dict[str, int]:
    return {word: place for place, word in enumerate(sorted_thai(words))}
