"""Tables of the data folder -> tidy frames for pages, charts, documents and commands."""

from itasdash.metrics.rates import (
    GROUPS,
    KEYS,
    MEASURES,
    counts,
    missing,
    rates,
    region_of,
    trend,
    with_gain,
    with_state,
)

__all__ = [
    "GROUPS",
    "KEYS",
    "MEASURES",
    "counts",
    "missing",
    "rates",
    "region_of",
    "trend",
    "with_gain",
    "with_state",
]
