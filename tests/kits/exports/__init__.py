"""Exports drawn at random, each with the truth beside it: ``make(kind, seed)``."""

from tests.kits.exports import (
    coverage,
    formats,
    mixed,
    moments,
    names,
    numbers,
    rivals,
    statuses,
    summaries,
    tables,
)
from tests.kits.exports.draft import Case
from tests.kits.exports.judge import Verdict, judge, read
from tests.kits.exports.kinds import KINDS, make

__all__ = [
    "KINDS",
    "Case",
    "Verdict",
    "coverage",
    "formats",
    "judge",
    "make",
    "mixed",
    "moments",
    "names",
    "numbers",
    "read",
    "rivals",
    "statuses",
    "summaries",
    "tables",
]
