"""Few of many combinations: every two values meet in the daily run, all values in the long one."""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any

import pytest


def pairwise(**axes: Sequence[Any]) -> pytest.MarkDecorator:
    """Return the parametrization of a test by all combinations of the values of its parameters.

    Those that are not needed for every two values to meet once are marked as slow.
    """
    wanted: set[tuple[int, int, int, int]] = set()
    daily: set[tuple[int, ...]] = set()
    choices = list(product(*(range(len(values)) for values in axes.values())))
    for choice in choices:
        wanted |= _pairs(choice)
    while wanted:
        best = max(choices, key=lambda choice: len(_pairs(choice) & wanted))
        wanted -= _pairs(best)
        daily.add(best)
    cases = [
        pytest.param(
            *(values[at] for values, at in zip(axes.values(), choice, strict=True)),
            marks=() if choice in daily else pytest.mark.slow,
        )
        for choice in choices
    ]
    return pytest.mark.parametrize(tuple(axes), cases)


def _pairs(choice: tuple[int, ...]) -> set[tuple[int, int, int, int]]:
    places = combinations(enumerate(choice), 2)
    return {(first, a, second, b) for (first, a), (second, b) in places}
