"""Surveys as tables under headings for people."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from itasdash.documents.lao_tables import lao_list, later_stages
from itasdash.i18n import Translator, translator
from itasdash.i18n.numbers import percent_values
from itasdash.metrics.road import ROAD
from itasdash.metrics.surveys import SURVEY_STATES, survey_laos
from itasdash.thai.dates import format_moment

# What a table of groups shows of each survey; what says nothing anywhere is left out.
_SHOWN = ("quota", "answered", "counted", "attainment", "raw_share", "missing", "met")
_SHOWN_BEHIND = ("with_quota", "none", "with_data")
_IF_ANY = ("without_quota", "zero_quota")
_SHARES = ("attainment", "raw_share")
# In an LAO's row.
_OF_LAO = ("quota", "answered", "attainment", "missing", "survey")
# How a list can be ordered: by the respondents that are missing, by the per cent of the quota (of
# two surveys the lower one), or by province, district and name.
LIST_ORDERS = ("furthest", "lowest", "highest", "place")
# What a sheet of paper has no room for: all of it follows from the columns that are printed.
_NOT_PRINTED = ("counted", "raw_share", "with_quota", "with_data", "survey")


def survey_table(surveys: Mapping[str, pd.DataFrame], by: str, language: str) -> pd.DataFrame:
    """Return surveys of groups under headings for people, in the same order.

    Args:
        surveys: by instrument, as :func:`itasdash.metrics.surveys.surveys` gives them, all of the
            same groups.
        by: what the groups are, one of :data:`itasdash.metrics.GROUPS`.
        language: of the headings.
    """
    t = translator(language)
    first = next(iter(surveys.values()))
    columns: dict[str, Any] = {
        t(f"group.{by}"): first["name_th"],
        t("column.expected"): first["expected"],
    }
    for instrument, frame in surveys.items():
        # How many LAOs have what is no question where only a summary tells anything.
        of_laos = frame["with_data"].fillna(0).gt(0).any()
        behind = _SHOWN_BEHIND if of_laos else ()
        some = [name for name in _IF_ANY if of_laos and frame[name].fillna(0).gt(0).any()]
        gains = ["gain_points"] if "gain_points" in frame else []
        for name in (*_SHOWN, *gains, *behind, *some):
            # What nobody tells, as by a summary alone, takes no room.
            if frame[name].isna().all():
                continue
            heading = t(f"survey.column_{name}", instrument=instrument.upper())
            values = percent_values(frame[name]) if name in _SHARES else frame[name]
            columns[heading] = values.round(1) if name in gains else values
    return pd.DataFrame(columns)


def survey_trend_table(trends: Mapping[str, pd.DataFrame], language: str) -> pd.DataFrame:
    """Return a group's surveys over the snapshots under headings for people, the latest first.

    Args:
        trends: by instrument, as :func:`itasdash.metrics.surveys.survey_trend` gives them.
        language: of the headings.
    """
    t = translator(language)
    found: pd.DataFrame | None = None
    for instrument, trend in trends.items():
        columns = {
            t(f"survey.column_{name}", instrument=instrument.upper()): percent_values(trend[name])
            if name in _SHARES
            else trend[name]
            for name in (*_SHOWN, "with_quota", "none")
            if trend[name].notna().any()
        }
        own = pd.DataFrame({"as_of": trend["as_of"], **columns})
        found = own if found is None else found.merge(own, on="as_of", how="outer")
    if found is None:
        return pd.DataFrame({t("column.as_of"): []})
    found = found.sort_values("as_of", ascending=False, ignore_index=True)
    moments = [format_moment(moment.to_pydatetime(), language) for moment in found["as_of"]]
    return pd.DataFrame({t("column.as_of"): moments}).join(found.drop(columns="as_of"))


def not_printed(t: Translator, instruments: Sequence[str]) -> list[str]:
    """Return the headings of columns of surveys that are left out on paper."""
    return [
        t(f"survey.column_{name}", instrument=instrument.upper())
        for instrument in instruments
        for name in _NOT_PRINTED
    ]


def listed_laos(
    rows: pd.DataFrame, instruments: Sequence[str], states: Sequence[str], order: str
) -> pd.DataFrame:
    """Return rows of LAOs with their surveys in the order that is asked for.

    Args:
        rows: rows of ``status``, in the order of lists.
        instruments: which surveys they are asked about.
        states: as of :func:`itasdash.metrics.surveys.survey_laos`, which adds the columns.
        order: one of :data:`LIST_ORDERS`; whose per cent is not told comes last.
    """
    found = survey_laos(rows.assign(place=range(len(rows))), instruments, states)
    if order == "place":
        found = found.sort_values("place", ignore_index=True)
    elif order != LIST_ORDERS[0]:
        shares = [found[f"{instrument}_attainment"].astype("Float64") for instrument in instruments]
        lower = pd.concat(shares, axis=1).min(axis=1)
        lower = lower.sort_values(ascending=order == "lowest", kind="stable")
        found = found.loc[lower.index].reset_index(drop=True)
    return found.drop(columns="place")


def furthest_laos(status: pd.DataFrame, instruments: Sequence[str], most: int) -> pd.DataFrame:
    """Return the rows of ``status`` among which the first of a list of all LAOs are.

    These are the first ``most`` of :func:`listed_laos` in its first order, and whoever is as far
    from the quota as the last of them: the same list begins with them, for a part of the time.
    """
    lack = np.full(len(status), np.nan)
    share = np.full(len(status), np.nan)
    for instrument in instruments:
        quota, answered = (
            status[f"{instrument}_{part}"].astype("Float64").to_numpy(np.float64, na_value=np.nan)
            for part in ("quota", "answered")
        )
        quota = np.where(quota > 0, quota, np.nan)
        counted = np.minimum(answered, quota)
        missing = quota - counted
        lack = np.where(np.isnan(lack), missing, lack + np.nan_to_num(missing))
        share = np.fmin(share, counted / quota)
    if len(status) <= most:
        return status
    last = np.lexsort((share, -lack))[most - 1]
    if np.isnan(lack[last]):
        return status
    as_far = (lack == lack[last]) & (share <= share[last])
    return status[(lack > lack[last]) | as_far]


def survey_list(rows: pd.DataFrame, instruments: Sequence[str], language: str) -> pd.DataFrame:
    """Return LAOs with their surveys as a table for people, same rows and order.

    Args:
        rows: rows of ``status`` with ``state`` as
            :func:`itasdash.metrics.surveys.survey_laos` gives them.
        instruments: which surveys to show.
        language: of the headings.
    """
    t = translator(language)
    listed = lao_list(rows, language)
    states = {state: t(f"survey.state_{state}") for state in SURVEY_STATES}
    columns: dict[str, Any] = {}
    for instrument in instruments:
        for name in _OF_LAO:
            values = rows[f"{instrument}_{name}"]
            if name == "attainment":
                values = percent_values(values)
            elif name == "survey":
                values = values.map(states)
            else:
                values = values.astype("Int64")
            columns[t(f"survey.column_{name}", instrument=instrument.upper())] = values
    # Later stages, where any file tells them.
    columns |= {t(f"column.{name}"): values for name, values in later_stages(rows).items()}
    kept = ("name", "province", "district", "type", "state", "lao_id")
    shown = listed[[t(f"column.{name}") for name in kept]]
    code = t("column.lao_id")
    return shown.drop(columns=code).assign(**columns, **{code: shown[code]})


def survey_words(states: Sequence[str], language: str) -> list[str]:
    """Return the chosen states of a survey as short words, none where all are asked for."""
    t = translator(language)
    return [t(f"survey.state_{state}") for state in states]


def road_table(road: pd.DataFrame, by: str, language: str) -> pd.DataFrame:
    """Return how many LAOs of each group stand where, under headings for people.

    Args:
        road: as :func:`itasdash.metrics.road.road` gives them.
        by: what the groups are, one of :data:`itasdash.metrics.GROUPS`.
        language: of the headings.
    """
    t = translator(language)
    columns = {t(f"group.{by}"): road["name_th"], t("column.expected"): road["expected"]}
    for stage in ROAD:
        if road[stage].sum():
            columns[t("road.column", stage=t(f"road.{stage}"))] = road[stage]
    return pd.DataFrame(columns)
