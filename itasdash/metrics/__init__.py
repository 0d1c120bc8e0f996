"""Tables of the data folder -> tidy frames for pages, charts, documents and commands."""

from itasdash.metrics.groups import GROUPS, KEYS, region_of
from itasdash.metrics.outstanding import outstanding_by_state
from itasdash.metrics.rates import MEASURES, counts, rates, trend, with_gain, with_gaps
from itasdash.metrics.states import with_state

__all__ = [
    "GROUPS",
    "KEYS",
    "MEASURES",
    "counts",
    "outstanding_by_state",
    "rates",
    "region_of",
    "trend",
    "with_gain",
    "with_gaps",
    "with_state",
]
