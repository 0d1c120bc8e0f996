"""How groups compare with each other: ranks, concentration, and what differs more than by chance.

Plain functions of frames as :mod:`itasdash.metrics` gives them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

SHARE = 0.8
# Where comparing says nothing: nearly all are there, or too few to tell what is usual.
NEARLY_COMPLETE = 0.97
FEWEST = 20
# Two-sided limits of 95 % and 99.8 % of a normal distribution, some 2 and 3 standard deviations.
INNER, OUTER = 1.959964, 3.090232
WINSORISED = 0.1


def ranks(rates: "pd.Series[float]") -> "pd.Series[int]":
    """Return standard competition ranks, the highest rate first: 1, 2, 2, 4.

    Rates tie where registered ÷ expected are the same fraction (1 of 2 and 2 of 4), never where
    they only look alike when rounded: quotients of whole numbers below 2^26 are equal as floats
    exactly if the fractions are.

    Args:
        rates: 0 to 1; a missing rate has a missing rank and takes no place.
    """
    return rates.astype("Float64").rank(method="min", ascending=False).astype("Int64")


def cumulative_shares(outstanding: "pd.Series[int]") -> "pd.Series[float]":
    """Return the share of all outstanding that a group and those before it hold, most first.

    Groups with equal counts stay in the order that they have. Missing values count as none, and
    where nothing is outstanding there are no shares.

    Args:
        outstanding: outstanding LAOs per group.

    Returns:
        0 to 1 under the index of ``outstanding``, in descending order of counts.
    """
    counts = outstanding.astype("Float64").fillna(0).sort_values(ascending=False, kind="stable")
    return counts.cumsum() / (counts.sum() or pd.NA)


def concentration(outstanding: "pd.Series[int]", share: float = SHARE) -> int:
    """Return the smallest number of groups that hold at least ``share`` of the outstanding.

    Args:
        outstanding: outstanding LAOs per group; missing values count as none.
        share: 0 to 1.
    """
    counts = sorted((int(count) for count in outstanding.dropna()), reverse=True)
    # A hair less than the exact share: 0.8 of a whole number is not always a whole float.
    wanted = share * sum(counts) - 1e-9
    held = number = 0
    while held < wanted:
        held += counts[number]
        number += 1
    return number


# So many groups are spoken of together where most of what is outstanding is everywhere.
FIRST = 10


def share_of_first(outstanding: "pd.Series[int]") -> float:
    """Return the share (0 to 1) that the :data:`FIRST` groups with most hold of the outstanding.

    Args:
        outstanding: outstanding LAOs per group, some at least; missing values count as none.
    """
    counts = sorted((int(count) for count in outstanding.dropna()), reverse=True)
    return sum(counts[:FIRST]) / sum(counts)


def is_concentrated(outstanding: "pd.Series[int]", share: float = SHARE) -> bool:
    """Tell whether a third of the groups hold at least ``share`` of the outstanding.

    Where it takes more of them nothing is concentrated anywhere, and no sentence may say so; among
    few groups whatever they hold is worth saying.

    Args:
        outstanding: outstanding LAOs per group, of all groups; missing values count as none.
        share: 0 to 1.
    """
    late = int(outstanding.fillna(0).gt(0).sum())
    return late <= FIRST or 3 * concentration(outstanding, share) <= len(outstanding)


def stagnant(rates: pd.DataFrame) -> pd.DataFrame:
    """Return the groups that stand still: nothing gained although something is outstanding.

    Args:
        rates: a row per group with ``outstanding`` and ``gain_laos`` (LAOs since the earlier
            snapshot, see :func:`itasdash.metrics.with_gain`). A group whose gain is missing is
            not known to stand still; one that lost LAOs does not stand still either.

    Returns:
        These rows, most outstanding first, otherwise in their order.
    """
    waiting = rates["outstanding"].gt(0) & rates["gain_laos"].eq(0)
    found = rates[waiting.fillna(False).astype(bool)]
    return found.sort_values("outstanding", ascending=False, kind="stable", ignore_index=True)


@dataclass(frozen=True)
class Funnel:
    """What rates of groups of different sizes are expected to be, and who is outside.

    Attributes:
        groups: a row per group that has a rate, in the order given: ``province_code``,
            ``name_th``, ``expected``, ``registered``, ``rate``, ``z``, ``z_adjusted``, and on
            which side it lies (``above``, ``below`` or empty): ``watch`` beyond the inner limits
            (95 %), ``outside`` beyond the outer ones too (99.8 %).
        target: the rate of all groups together, 0 to 1.
        phi: how many times wider than chance alone the rates vary, as a ratio of variances.
        reason: why nothing is to be compared: ``few``, ``complete`` or ``none``; empty otherwise.
    """

    groups: pd.DataFrame
    target: float
    phi: float
    reason: Literal["", "few", "complete", "none"] = ""

    def limits(
        self, sizes: Sequence[float], deviations: float = INNER
    ) -> tuple[list[float], list[float]]:
        """Return the lower and upper limits of the rate of groups of some sizes.

        ``target ± deviations · √(φ · target · (1 − target) / size)``, cut off at 0 and 1.
        """
        spread = math.sqrt(self.phi * self.target * (1 - self.target))
        widths = [deviations * spread / math.sqrt(size) for size in sizes]
        return (
            [max(self.target - width, 0.0) for width in widths],
            [min(self.target + width, 1.0) for width in widths],
        )

    @property
    def by_chance(self) -> int:
        """How many groups would lie beyond the inner limits if only chance were at work."""
        return round(len(self.groups) * 0.05)


def funnel(rates: pd.DataFrame, winsorised: float = WINSORISED) -> Funnel:
    """Return which groups differ from all together by more than their size explains.

    The funnel plot of D. J. Spiegelhalter (2005), "Funnel plots for comparing institutional
    performance", Statistics in Medicine 24:1185-1202, https://doi.org/10.1002/sim.1970, for
    proportions with the normal approximation. With n_i LAOs expected of group i, r_i registered
    and the target θ = Σ r_i / Σ n_i:

        z_i = (r_i / n_i − θ) / √(θ (1 − θ) / n_i)

    LAOs of one province are no independent draws, so that rates vary more than binomially. The
    paper's multiplicative correction (there called over-dispersion) estimates by how much from
    winsorised scores, in order that those who really differ do not widen the limits for themselves:
    the ⌊q · I⌋ lowest of the I scores are raised to the next one, the highest lowered likewise, and

        φ = Σ z_i² / I           z_i as winsorised

    Without overdispersion φ has a mean of 1 and a variance of 2 / I: limits are widened by √φ only
    where φ > 1 + 2 √(2 / I), and φ is 1 otherwise. A group is outside where |z_i| / √φ is more
    than 1.96 (95 %) or 3.09 (99.8 %). The multiplicative form was chosen, and not the additive
    random effects that the paper gives too, because it keeps the funnel's meaning: limits narrow
    with size. No transformation (arcsine) is used: limits then are what people can recompute.

    Args:
        rates: a row per group (``province_code``, ``name_th``, ``expected``, ``registered``,
            ``rate``); those without a rate are left out.
        winsorised: the share q of scores at each end that is pulled in.

    Returns:
        The funnel; its ``reason`` says where comparing says nothing (fewer than 20 groups, more
        than 97 % registered in all, or nobody), and then there are no scores.
    """
    columns = ["province_code", "name_th", "expected", "registered", "rate"]
    groups = rates.dropna(subset=["rate"])[columns].reset_index(drop=True)
    size = groups["expected"].to_numpy(dtype="float64")
    total = size.sum()
    target = float(groups["registered"].sum() / total) if total else 0.0
    reason: Literal["", "few", "complete", "none"] = ""
    if len(groups) < FEWEST:
        reason = "few"
    elif target > NEARLY_COMPLETE:
        reason = "complete"
    elif target == 0:
        reason = "none"
    if reason:
        blank = groups.assign(z=np.nan, z_adjusted=np.nan, watch="", outside="")
        return Funnel(blank, target, 1.0, reason)
    rate = groups["rate"].to_numpy(dtype="float64")
    z = (rate - target) / np.sqrt(target * (1 - target) / size)
    phi = _dispersion(z, winsorised)
    adjusted = z / math.sqrt(phi)
    found = groups.assign(
        z=z, z_adjusted=adjusted, watch=_side(adjusted, INNER), outside=_side(adjusted, OUTER)
    )
    return Funnel(found, target, phi)


def _dispersion(z: "np.ndarray[tuple[int], np.dtype[np.float64]]", winsorised: float) -> float:
    number = len(z)
    pulled = math.floor(number * winsorised + 1e-9)
    ordered = np.sort(z)
    phi = float(np.mean(np.clip(z, ordered[pulled], ordered[number - 1 - pulled]) ** 2))
    return phi if phi > 1 + 2 * math.sqrt(2 / number) else 1.0


def _side(scores: "np.ndarray[tuple[int], np.dtype[np.float64]]", limit: float) -> list[str]:
    return ["above" if s > limit else "below" if s < -limit else "" for s in scores]
