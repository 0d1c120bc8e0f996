"""The table of kinds: what a generated file is about, by name."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.kits.exports.draft import Case

Make = Callable[[Random], Case]
KINDS: dict[str, Make] = {}
# Of each kind so many files are read in every run of the tests, always the same: seeds from 0 on.
FILES = 3


def kind(name: str) -> Callable[[Make], Make]:
    """Enter a function that makes files of a kind."""

    def enter(make: Make) -> Make:
        assert name not in KINDS, name
        KINDS[name] = make
        return make

    return enter


def make(name: str, seed: int) -> Case:
    """Return the file of a kind that a number stands for; the same number, the same file."""
    case = KINDS[name](Random(f"{name} {seed}"))
    return replace(case, kind=name, seed=seed)
