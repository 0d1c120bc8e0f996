"""Sentences that are put together from their parts."""

from collections.abc import Sequence

from itasdash.charts import Look


def listed(parts: Sequence[str], look: Look) -> str:
    """Return parts, at least one, as a list in a sentence: ``a, b and c``."""
    *first, last = parts
    if not first:
        return last
    return look.t("summary.and_last", parts=look.t("summary.comma").join(first), last=last)
