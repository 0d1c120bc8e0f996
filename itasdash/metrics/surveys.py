"""The perception surveys IIT and EIT: who has answered how much of what was wanted.

Every group is summed from its LAOs, each counted up to its own quota: an eager LAO does not hide a
silent one. No data is not zero: an LAO whose quota or answers a snapshot does not tell is counted
as such, and nothing is divided by a quota of 0.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import numpy as np
import pandas as pd

from itasdash.metrics.groups import KEYS
from itasdash.metrics.sums import Counts, Tallied, paired
from itasdash.metrics.survey_sums import PARTS, SURVEY_MEASURES, survey_groups_of
from itasdash.metrics.tallies import tally

# What an LAO's answers come to, from the one that needs a push most.
SURVEY_STATES = ("none", "partly", "met", "no_quota", "untold")


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
    quota, answered = (status[f"{instrument}_{part}"].astype("Int64") for part in PARTS)
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


def source_table(
    status: pd.DataFrame, summary: pd.DataFrame, instrument: str
) -> Literal["laos", "summary", ""]:
    """Tell where a snapshot's numbers of a survey come from: its LAOs, its summary, or nowhere."""
    columns = [f"{instrument}_{part}" for part in PARTS]
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
    groups = survey_groups_of(tallied, [instrument], by, language)[instrument]
    if "as_of" not in tallies:
        return pd.DataFrame(groups.columns)
    return pd.DataFrame({"as_of": tallied.moments[groups.at], **groups.columns})


def with_survey_gain(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """Return ``now`` with the change since ``before`` (both as :func:`surveys` gives them).

    Adds ``gain_answers`` (respondents) and ``gain_points`` (percentage points of attainment),
    missing where either snapshot does not tell.
    """
    keys = [str(name) for name in now.columns[: now.columns.get_loc("name_th")]]
    rows, before_rows = paired(now, before, keys)
    answers = Counts.none(len(now))
    points, known = np.zeros(len(now)), np.zeros(len(now), dtype=bool)
    if before is not None and len(rows):
        answered = Counts.of(before["answered"]).at(before_rows).spread(rows, len(now))
        answers = Counts.of(now["answered"]) - answered
        shares = (
            frame["attainment"].to_numpy(dtype=float, na_value=np.nan)[own]
            for frame, own in ((now, rows), (before, before_rows))
        )
        change = (next(shares) - next(shares)) * 100
        both = ~np.isnan(change)
        points[rows[both]], known[rows[both]] = change[both], True
    return now.assign(
        gain_answers=answers.array, gain_points=pd.arrays.FloatingArray(points, ~known)
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
