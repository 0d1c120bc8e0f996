"""The sums of a survey by groups of LAOs, and what follows from them: whose numbers count where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from itasdash.metrics.rates import Deciding, counted_groups, deciding_of
from itasdash.metrics.sums import (
    Counts,
    Flags,
    Groups,
    Kinds,
    Numbers,
    Tallied,
    kinds_of,
    shares,
    sums,
)
from itasdash.schema.marts import SURVEY_LAOS, SURVEY_SUMS

# In the order of the contract, what was added to it behind.
SURVEY_MEASURES = (
    *("with_quota", "met", "none", "quota", "answered", "counted", "attainment"),
    *("raw_share", "missing", "partly", "above_quota", "with_data", "zero_quota"),
    *("without_quota", "quota_untold"),
)
PARTS = ("quota", "answered")
_NEEDS_ANSWERS = ("met", "partly", "none", "above_quota")


@dataclass(frozen=True)
class GroupsOfSurvey:
    """The groups of a survey at each of some snapshots.

    Attributes:
        at: the number of the snapshot of each.
        columns: those of :func:`itasdash.metrics.surveys.surveys`.
    """

    at: Numbers
    columns: Mapping[str, pd.api.extensions.ExtensionArray]


def survey_groups_of(
    tallied: Tallied, instruments: Sequence[str], by: str = "country", language: str = "th"
) -> dict[str, GroupsOfSurvey]:
    """Return :func:`itasdash.metrics.surveys.surveys_of` of each survey, and whose a group is."""
    kinds, deciding = kinds_of(tallied, by, language), deciding_of(tallied)
    found = counted_groups(tallied, kinds, deciding)
    return {
        instrument: _groups_of(tallied, instrument, kinds, deciding, *found)
        for instrument in instruments
    }


def _groups_of(
    tallied: Tallied,
    instrument: str,
    kinds: Kinds,
    deciding: Deciding,
    groups: Groups,
    counted: Mapping[str, Counts],
) -> GroupsOfSurvey:
    telling = ~tallied.claimed & (tallied.counts(f"{instrument}_with_data").values > 0)
    # Where a summary tells the registration of no such group, the LAOs may tell the survey.
    without = np.zeros(len(tallied.moments), dtype=bool)
    without[tallied.at[telling]] = True
    without[groups.at] = False
    if (without & deciding.by_claims).any():
        deciding = replace(deciding, by_claims=deciding.by_claims & ~without)
        groups, counted = counted_groups(tallied, kinds, deciding)
    rows, found = _measured(tallied, telling, instrument)
    place = groups.number_of(tallied.at, kinds.of_row, len(kinds))
    place = np.where(rows, place, -1)
    summed = {name: sums(column, place, len(groups)) for name, column in found.items()}
    names = {name: values.take(groups.kind) for name, values in kinds.columns.items()}
    expected = counted["expected"]
    measures = _finished(summed, expected)
    columns = {**names, "expected": expected.array}
    return GroupsOfSurvey(
        groups.at, {**columns, **{name: measures[name] for name in SURVEY_MEASURES}}
    )


def _measured(tallied: Tallied, telling: Flags, instrument: str) -> tuple[Flags, dict[str, Counts]]:
    """Return which rows are summed, and what of each.

    ``telling`` are the rows of LAOs that tell anything. Claims count in provinces of which no LAO
    does.
    """
    found = {name: tallied.counts(f"{instrument}_{name}") for name in SURVEY_SUMS}
    claimed = tallied.claimed
    if not claimed.any():
        return ~claimed, found
    told = np.zeros(tallied.provinces, dtype=bool)
    told[tallied.of_province[telling & tallied.names_province]] = True
    quota, answered = (found[part] for part in PARTS)
    both = (quota.values > 0) & answered.told
    found["quota_untold"] = found["quota_untold"].in_place(claimed, quota)
    found["raw_answered"] = found["raw_answered"].in_place(claimed, answered.where(both))
    found["raw_quota"] = found["raw_quota"].in_place(claimed, quota.where(both))
    return ~claimed | ~told[tallied.of_province], found


def _finished(
    found: Mapping[str, Counts], expected: Counts
) -> dict[str, pd.api.extensions.ExtensionArray]:
    """Return what follows from the sums; what is 0 only for want of knowledge is missing."""
    counts = dict(found)
    for name in SURVEY_LAOS:
        values, _ = counts[name]
        counts[name] = Counts(values, np.ones(len(values), dtype=bool))
    # Who has no row of their own in the file has no quota either.
    rest = expected - (counts["with_quota"] + counts["zero_quota"])
    counts["without_quota"] = Counts(np.maximum(rest.values, 0), rest.told)
    silent = counts["answers_known"].values == 0
    for name in _NEEDS_ANSWERS:
        counts[name] = counts[name].where(~silent)
    # A quota whose answers nobody tells is no quota that nobody has answered.
    quota, untold = counts["quota"], counts["quota_untold"].values
    counts["quota_untold"] = Counts(np.where(quota.told, untold, 0), quota.told)
    capped = counts["counted"]
    raw_answered, raw_quota = counts["raw_answered"], counts["raw_quota"]
    return {
        **{name: column.array for name, column in counts.items()},
        "attainment": shares(capped, Counts(quota.values - untold, quota.told), capped.told),
        "raw_share": shares(raw_answered, raw_quota, raw_quota.told),
    }
