"""The perception surveys IIT and EIT: who has answered how much of what was wanted.

Every group is summed from its LAOs, each counted up to its own quota: an eager LAO does not hide a
silent one. No data is not zero: an LAO whose quota or answers a snapshot does not tell is counted
as such, and nothing is divided by a quota of 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np
import pandas as pd

from itasdash.metrics.groups import KEYS
from itasdash.metrics.rates import counted_groups, deciding_of
from itasdash.metrics.sums import Counts, Flags, Numbers, Tallied, kinds_of, shares, sums
from itasdash.metrics.tallies import tally
from itasdash.schema.marts import SURVEY_LAOS, SURVEY_SUMS

# What an LAO's answers come to, from the one that needs a push most.
SURVEY_STATES = ("none", "partly", "met", "no_quota", "untold")
_NEEDS_ANSWERS = ("met", "partly", "none", "above_quota")


def with_survey(status: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """Return ``status`` with what each row's answers to one survey come to.

    Args:
        status: a ``status`` frame.
        instrument: one of :data:`itasdash.schema.INSTRUMENTS`.

    Returns:
        The rows with ``quota``, ``answered``, ``counted`` (answers up to the quota), ``missing``
        (respondents that the quota still wants), ``attainment`` (counted / quota), ``raw_share``
        (answered / quota, may be over 1), and ``survey``, one of :data:`SURVEY_STATES`: ``none``
        (not one answer), ``partly``, ``met``, ``no_quota`` (answers, but a quota that is 0 or not
        told) and ``untold`` (answers not told). What is not told is missing, never 0.
    """
    quota, answered = (status[f"{instrument}_{part}"].astype("Int64") for part in _PARTS)
    wanted, told = quota.gt(0).fillna(False), answered.notna()
    both = wanted & told
    counted = answered.where(answered.le(quota).fillna(False), quota).where(both)
    state = pd.Series("untold", index=status.index, dtype="object")
    state[told] = "no_quota"
    state[both] = "partly"
    state[both & answered.ge(quota).fillna(False)] = "met"
    state[told & answered.eq(0).fillna(False)] = "none"
    share = quota.where(both).astype("Float64")
    return status.assign(
        quota=quota,
        answered=answered,
        counted=counted,
        missing=(quota - counted).where(both),
        attainment=counted / share,
        raw_share=answered.where(both) / share,
        survey=state.astype("str"),
    )


_PARTS = ("quota", "answered")


def source_table(
    status: pd.DataFrame, summary: pd.DataFrame, instrument: str
) -> Literal["laos", "summary", ""]:
    """Tell where a snapshot's numbers of a survey come from: its LAOs, its summary, or nowhere."""
    columns = [f"{instrument}_{part}" for part in _PARTS]
    if status[columns].notna().any(axis=None):
        return "laos"
    return "summary" if summary[columns].notna().any(axis=None) else ""


def surveys(
    status: pd.DataFrame,
    summary: pd.DataFrame,
    instrument: str,
    by: str = "country",
    language: str = "th",
) -> pd.DataFrame:
    """Return how far each group has answered a survey.

    Where no LAO of a province tells anything, the claims of the summary fill its quota and its
    answers; how many LAOs met theirs nobody can tell then, nor what single LAOs still lack. Rows
    of a file that no LAO could be matched with count where they stand, each as one LAO.

    Args:
        status: a ``status`` frame.
        summary: a ``province_summary`` frame, perhaps empty.
        instrument: one of :data:`itasdash.schema.INSTRUMENTS`.
        by: one of :data:`itasdash.metrics.GROUPS`.
        language: of the names.

    Returns:
        A row per group as :func:`itasdash.metrics.rates` orders and names them: its key,
        ``name_th``, ``expected`` (LAOs), then

        - LAOs: ``with_data`` (quota or answers told), ``with_quota`` (a quota above 0),
          ``zero_quota``, ``without_quota`` (the rest), ``met`` (answers reach the quota),
          ``partly``, ``none`` (not one answer), ``above_quota`` (among those that met it);
        - respondents: ``quota``, ``answered``, ``counted`` (each LAO up to its quota), ``missing``,
          ``quota_untold`` (the part of ``quota`` of which the LAOs' answers are not told);
        - shares: ``attainment`` (counted / quota, of the LAOs that tell both) and ``raw_share``
          (answered / quota of the same LAOs, or of the summary's claims; may be over 1).

        What the snapshot does not tell of a group is missing, never 0.
    """
    return surveys_of(tally(status, summary), instrument, by, language)


def surveys_of(
    tallies: pd.DataFrame, instrument: str, by: str = "country", language: str = "th"
) -> pd.DataFrame:
    """Return how far each group has answered a survey, as :func:`surveys`, from tallies.

    Args:
        tallies: as :func:`itasdash.metrics.tallies.tally` gives them; of several snapshots under
            each other, where there is a column ``as_of``.
        instrument: one of :data:`itasdash.schema.INSTRUMENTS`.
        by: one of :data:`itasdash.metrics.GROUPS`.
        language: of the names.

    Returns:
        The columns of :func:`surveys`, behind ``as_of`` where the tallies have it, by moment.
    """
    tallied = Tallied(tallies)
    groups = survey_groups_of(tallied, instrument, by, language)
    if "as_of" not in tallies:
        return pd.DataFrame(groups.columns)
    return pd.DataFrame({"as_of": tallied.moments[groups.at], **groups.columns})


@dataclass(frozen=True)
class GroupsOfSurvey:
    """The groups of a survey at each of some snapshots.

    Attributes:
        at: the number of the snapshot of each.
        columns: those of :func:`surveys`.
    """

    at: Numbers
    columns: Mapping[str, pd.api.extensions.ExtensionArray]


def survey_groups_of(
    tallied: Tallied, instrument: str, by: str = "country", language: str = "th"
) -> GroupsOfSurvey:
    """Return what :func:`surveys_of` does, with the number of the snapshot of each group."""
    kinds, deciding = kinds_of(tallied, by, language), deciding_of(tallied)
    laos = ~tallied.claimed
    with_data = tallied.counts(f"{instrument}_with_data").values > 0
    telling = laos & with_data
    groups, counted = counted_groups(tallied, kinds, deciding)
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


# In the order of the contract, what was added to it behind.
SURVEY_MEASURES = (
    *("with_quota", "met", "none", "quota", "answered", "counted", "attainment"),
    *("raw_share", "missing", "partly", "above_quota", "with_data", "zero_quota"),
    *("without_quota", "quota_untold"),
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
    quota, answered = (found[part] for part in _PARTS)
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


def with_survey_gain(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """Return ``now`` with the change since ``before`` (both as :func:`surveys` gives them).

    Adds ``gain_answers`` (respondents) and ``gain_points`` (percentage points of attainment),
    missing where either snapshot does not tell.
    """
    keys = [str(name) for name in now.columns[: now.columns.get_loc("name_th")]]
    earlier = (now.iloc[:0] if before is None else before)[[*keys, "answered", "attainment"]]
    both = now.merge(earlier, on=keys, how="left", suffixes=("", "_before"))
    points = (both["attainment"] - both["attainment_before"]).astype("Float64") * 100
    return now.assign(
        gain_answers=(both["answered"] - both["answered_before"]).astype("Int64").array,
        gain_points=points.array,
    )


def survey_trend(frames: Mapping[datetime, pd.DataFrame], by: str) -> pd.DataFrame:
    """Return the answers of several snapshots under each other.

    ``frames`` are as :func:`surveys` gives them, by their moment. Returns ``as_of``
    (Asia/Bangkok), ``key``, ``name``, ``expected`` and the columns of :func:`surveys`, by moment;
    groups of which a moment tells neither share are left out there.
    """
    parts = [frame.assign(as_of=as_of) for as_of, frame in sorted(frames.items())]
    if not parts:
        return pd.DataFrame(columns=_OF_TREND)
    return survey_trend_of(pd.concat(parts, ignore_index=True), by)


def survey_trend_of(together: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return what :func:`survey_trend` does, from the surveys of several snapshots in one frame.

    ``together`` is as :func:`surveys_of` gives it, with ``as_of``.
    """
    found = together.rename(columns={KEYS[by]: "key", "name_th": "name"})[_OF_TREND]
    return found.dropna(subset=["attainment", "raw_share"], how="all", ignore_index=True)


_OF_TREND = ["as_of", "key", "name", "expected", *SURVEY_MEASURES]


def survey_laos(
    rows: pd.DataFrame, instruments: Sequence[str], states: Sequence[str] = ()
) -> pd.DataFrame:
    """Return rows of LAOs with their surveys, those furthest from their quota first.

    Furthest is who lacks most respondents of all these surveys, then who has the lowest share in
    any; whose distance is not told comes last. Otherwise rows keep their order.

    Args:
        rows: rows of ``status``.
        instruments: of :data:`itasdash.schema.INSTRUMENTS`, at least one.
        states: which of :data:`SURVEY_STATES` are asked for, of any of the surveys; all where
            none is.

    Returns:
        The rows with ``counted``, ``missing``, ``attainment``, ``raw_share`` and ``survey`` as
        :func:`with_survey` gives them, the instrument before each name: ``iit_missing``.
    """
    found = rows
    for instrument in instruments:
        measured = with_survey(rows, instrument)
        found = found.assign(**{f"{instrument}_{name}": measured[name] for name in OF_LAO})
    if states:
        asked = found[[f"{instrument}_survey" for instrument in instruments]].isin(list(states))
        found = found[asked.any(axis=1)]
    missing = found[[f"{instrument}_missing" for instrument in instruments]].astype("Float64")
    shares = found[[f"{instrument}_attainment" for instrument in instruments]].astype("Float64")
    order = pd.DataFrame({"lack": missing.sum(axis=1, min_count=1), "share": shares.min(axis=1)})
    order = order.sort_values(["lack", "share"], ascending=[False, True], kind="stable")
    return found.loc[order.index].reset_index(drop=True)


OF_LAO = ("counted", "missing", "attainment", "raw_share", "survey")
