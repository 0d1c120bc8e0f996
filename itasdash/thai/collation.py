"""Thai dictionary order (เชียงราย stands under ช, not after อ)."""

from collections.abc import Iterable

import pandas as pd
from pythainlp.util import collate


def sorted_thai(words: Iterable[str]) -> list[str]:
    """Return the distinct ``words`` in Thai dictionary order."""
    return list(collate(sorted(set(words))))


def thai_rank(words: "pd.Series[str]") -> "pd.Series[int]":
    """Return the place of each word in dictionary order, as a sort key with the same index."""
    order = {word: place for place, word in enumerate(sorted_thai(words.dropna()))}
    return words.map(order).fillna(len(order)).astype(int)
