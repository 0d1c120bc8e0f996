"""The perception surveys IIT and EIT: who has answered how much of what was wanted.

Every group is summed from its LAOs, each counted up to its own quota: an eager LAO does not hide a
silent one. No data is not zero: an LAO whose quota or answers a snapshot does not tell is counted
as such, and nothing is divided by a quota of 0.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import pandas as pd

from itasdash.metrics.groups import KEYS, region_of
from itasdash.metrics.rates import rates

INSTRUMENTS = ("iit", "eit")
# What an LAO's answers come to, from the one that needs a push most.
SURVEY_STATES = ("none", "partly", "met", "no_quota", "untold")
# Sums over the LAOs of a group: LAOs, then respondents.
_LAO_COUNTS = ("with_data", "with_quota", "zero_quota", "met", "partly", "none", "above_quota")
_RESPONDENTS = ("quota", "answered", "counted", "missing", "quota_untold")
_RAW = ("raw_answered", "raw_quota")
_NEEDS_ANSWERS = ("met", "partly", "none", "above_quota")
# Where no LAO has data, this is what the claims of a summary can fill.
_CLAIMED = ("quota", "answered", "quota_untold", *_RAW)


def with_survey(status: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """Return ``status`` with what each row's answers to one survey come to.

    Args:
        status: a ``status`` frame.
        instrument: one of :data:`INSTRUMENTS`.

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


def told_by(
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
        instrument: one of :data:`INSTRUMENTS`.
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
    laos = _measure_laos(status, instrument)
    groups = rates(status, summary, by, language)
    if groups.empty and laos["with_data"].any():
        # A summary tells the registration, the LAOs tell the survey.
        groups = rates(status, summary.iloc[:0], by, language)
    keys = [str(name) for name in groups.columns[: groups.columns.get_loc("name_th")]]
    measured = pd.concat([laos, _claims(laos, summary, instrument)], ignore_index=True)
    region = measured["province_code"].map(region_of())
    measured = measured.assign(country="TH", region=region).dropna(subset=keys)
    sums = measured.groupby(keys, sort=True)[list(_SUMMED)].sum(min_count=1)
    found = groups[[*keys, "name_th", "expected"]].merge(
        sums.reset_index(), on=keys, how="left", validate="one_to_one"
    )
    return _finished(found)[[*keys, "name_th", "expected", *SURVEY_MEASURES]]


_SUMMED = (*_LAO_COUNTS, "answers_told", *_RESPONDENTS, *_RAW)
# In the order of the contract, what was added to it behind.
SURVEY_MEASURES = (
    *("with_quota", "met", "none", "quota", "answered", "counted", "attainment"),
    *("raw_share", "missing", "partly", "above_quota", "with_data", "zero_quota"),
    *("without_quota", "quota_untold"),
)


def _measure_laos(status: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """Return a row per LAO (and unmatched row) with everything that is summed."""
    rows = with_survey(status, instrument)
    quota, answered = rows["quota"], rows["answered"]
    wanted, told = quota.gt(0).fillna(False), answered.notna()
    both = wanted & told
    columns = {
        "province_code": status["province_code"].astype("object"),
        "district": status["district_name_th"].astype("object"),
        "lao_type": status["lao_type"].astype("object"),
        "with_data": quota.notna() | told,
        "with_quota": wanted,
        "zero_quota": quota.eq(0).fillna(False),
        **{state: rows["survey"] == state for state in ("met", "partly", "none")},
        "above_quota": both & answered.gt(quota).fillna(False),
        "answers_told": told,
        "quota": quota.where(wanted),
        "answered": answered,
        "counted": rows["counted"],
        "missing": rows["missing"],
        "quota_untold": quota.where(wanted & ~told),
        "raw_answered": answered.where(both),
        "raw_quota": quota.where(both),
    }
    return pd.DataFrame(columns).astype(dict.fromkeys(_SUMMED, "Int64"))


def _claims(laos: pd.DataFrame, summary: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """Return what the summary claims of the provinces of which no LAO tells anything."""
    telling = laos.loc[laos["with_data"] > 0, "province_code"].dropna().unique()
    claims = summary[~summary["province_code"].astype("object").isin(telling)]
    quota, answered = (claims[f"{instrument}_{part}"].astype("Int64") for part in _PARTS)
    both = quota.gt(0).fillna(False) & answered.notna()
    known = dict(
        zip(
            _CLAIMED,
            (quota, answered, quota, answered.where(both), quota.where(both)),
            strict=True,
        )
    )
    blank = pd.Series(pd.NA, index=claims.index, dtype="Int64")
    columns = {name: known.get(name, blank) for name in _SUMMED}
    return pd.DataFrame(
        {
            "province_code": claims["province_code"].astype("object"),
            "district": None,
            "lao_type": None,
            **columns,
        }
    )


def _finished(found: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from the sums; what is 0 only for want of knowledge is missing."""
    counts = [*_LAO_COUNTS, "answers_told"]
    found[counts] = found[counts].fillna(0)
    # Who has no row of their own in the file has no quota either.
    told = found["with_quota"] + found["zero_quota"]
    found["without_quota"] = (found["expected"] - told).clip(lower=0)
    silent = found["answers_told"] == 0
    for name in _NEEDS_ANSWERS:
        found[name] = found[name].mask(silent)
    # A quota whose answers nobody tells is no quota that nobody has answered.
    capped = found["counted"].notna()
    untold = found["quota_untold"].fillna(0)
    found["quota_untold"] = untold.where(found["quota"].notna())
    found["attainment"] = (found["counted"] / (found["quota"] - untold).astype("Float64")).where(
        capped
    )
    found["raw_share"] = found["raw_answered"] / found["raw_quota"].astype("Float64")
    return found


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
    parts = [
        frame.assign(as_of=as_of).rename(columns={KEYS[by]: "key", "name_th": "name"})
        for as_of, frame in sorted(frames.items())
    ]
    columns = ["as_of", "key", "name", "expected", *SURVEY_MEASURES]
    if not parts:
        return pd.DataFrame(columns=columns)
    together = pd.concat(parts, ignore_index=True)[columns]
    return together.dropna(subset=["attainment", "raw_share"], how="all", ignore_index=True)


def survey_laos(
    rows: pd.DataFrame, instruments: Sequence[str], states: Sequence[str] = ()
) -> pd.DataFrame:
    """Return rows of LAOs with their surveys, those furthest from their quota first.

    Furthest is who lacks most respondents of all these surveys, then who has the lowest share in
    any; whose distance is not told comes last. Otherwise rows keep their order.

    Args:
        rows: rows of ``status``.
        instruments: of :data:`INSTRUMENTS`, at least one.
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
