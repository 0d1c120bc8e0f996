"""Thai dictionary order (เชียงราย stands under ช, not after อ)."""

from collections.abc import Iterable
from functools import lru_cache

import pandas as pd
from pythainlp.util import collate


def sorted_thai(words: Iterable[str]) -> list[str]:
    """Return the distinct ``words`` in Thai dictionary order."""
    return list(collate(sorted(set(words))))


def thai_rank(words: "pd.Series[str]") -> "pd.Series[int]":
    """Return the place of each word in dictionary order, as a sort key with the same index."""
    words = words.astype("object")
    order = _places(frozenset(words.dropna()))
    return words.map(order).fillna(len(order)).astype(int)


# The names of a register are put in order again at every click on a page.
@lru_cache(maxsize=16)
def _places(words: frozenset[str]) -> dict[str, int]:
    return {word: place for place, word in enumerate(sorted_thai(words))}
