"""The whole road of an LAO: from nobody registered to both surveys answered as wanted."""

import pandas as pd

from itasdash.metrics.groups import region_of
from itasdash.metrics.rates import rates_of, told_by_claims
from itasdash.metrics.states import with_state
from itasdash.metrics.surveys import with_survey
from itasdash.metrics.tallies import tally
from itasdash.schema import INSTRUMENTS

# Where an LAO stands, from the beginning of the road to its end. ``not_registered``: who is missing
# is not told; ``registered_untold``: registered, and whether anybody answers is not told;
# ``registered``: no answer yet; ``answering``: answers, quota not known to be met in both surveys.
ROAD = (
    "nobody",
    "one_of_two",
    "not_registered",
    "registered_untold",
    "registered",
    "answering",
    "met",
    "unknown",
)
NOT_YET_REGISTERED = ROAD[:3]
_OF_STATE = {
    "none": "nobody",
    "admin_only": "one_of_two",
    "executive_only": "one_of_two",
    "incomplete": "not_registered",
    "unknown": "unknown",
}


def with_road(status: pd.DataFrame) -> pd.DataFrame:
    """Return ``status`` with ``road``, one of :data:`ROAD`, and ``answered_unregistered``.

    The latter says whether anybody answered a survey although the LAO is not registered.
    """
    state = with_state(status)["state"]
    surveys = [with_survey(status, instrument)["survey"] for instrument in INSTRUMENTS]
    answers = [survey.isin(("partly", "met", "no_quota")) for survey in surveys]
    anybody = answers[0] | answers[1]
    road = pd.Series("registered_untold", index=status.index, dtype="object")
    road[(surveys[0] == "none") & (surveys[1] == "none")] = "registered"
    road[anybody] = "answering"
    road[(surveys[0] == "met") & (surveys[1] == "met")] = "met"
    before = state.map(_OF_STATE)
    road = road.where(before.isna(), before)
    out = road.isin(NOT_YET_REGISTERED)
    return status.assign(road=road.astype("str"), answered_unregistered=out & anybody)


def road(
    status: pd.DataFrame, summary: pd.DataFrame, by: str = "country", language: str = "th"
) -> pd.DataFrame:
    """Return how many LAOs of each group stand where on the road; the parts add up to all.

    A row of a list that no LAO could be matched with stands for one LAO of its group that is
    unknown, as far as there are any. Where a snapshot has only a summary, its claims are counted:
    who is missing and who answers is not told then.

    Args:
        status: a ``status`` frame.
        summary: a ``province_summary`` frame, perhaps empty.
        by: one of :data:`itasdash.metrics.GROUPS`.
        language: of the names.

    Returns:
        A row per group as :func:`itasdash.metrics.rates` orders and names them: its key,
        ``name_th``, ``expected``, a column for each of :data:`ROAD`, and
        ``answered_unregistered`` (LAOs).
    """
    summed = tally(status, summary)
    groups = rates_of(summed, by, language)
    keys = [str(name) for name in groups.columns[: groups.columns.get_loc("name_th")]]
    named = [*keys, "name_th", "expected"]
    if told_by_claims(summed):
        return _claimed(groups)[[*named, *ROAD, "answered_unregistered"]]
    rows = with_road(status)
    cells = rows.assign(
        country="TH",
        region=rows["province_code"].map(region_of()),
        district=rows["district_name_th"],
    )
    # An unmatched row stands for an LAO of its own province that is unknown, and for no other.
    within = list(dict.fromkeys([*keys, "province_code"]))
    cells[within] = cells[within].astype("object")
    cells = cells.dropna(subset=keys)
    own = _sizes(cells[cells["lao_id"].notna()], within)
    unmatched = cells[cells["lao_id"].isna() & cells["road"].isin(NOT_YET_REGISTERED)]
    open_rows = _sizes(unmatched, within).reindex(own.index, fill_value=0)
    for stage in NOT_YET_REGISTERED:
        taken = open_rows[stage].clip(upper=own["unknown"])
        own[stage] += taken
        own["unknown"] -= taken
    odd = cells.groupby(within, dropna=False)["answered_unregistered"].sum()
    own["answered_unregistered"] = odd.reindex(own.index, fill_value=0)
    counted = own.groupby(level=keys).sum().reset_index()
    found = groups[named].merge(counted, on=keys, how="left", validate="one_to_one")
    stages = [*ROAD, "answered_unregistered"]
    found[stages] = found[stages].fillna(0).astype("Int64")
    return found[[*named, *stages]]


def _sizes(rows: pd.DataFrame, within: list[str]) -> pd.DataFrame:
    """Return how many rows of each cell stand where."""
    sizes = rows.groupby([*within, "road"], dropna=False).size().unstack("road", fill_value=0)
    return sizes.reindex(columns=list(ROAD), fill_value=0).astype("int64")


def _claimed(groups: pd.DataFrame) -> pd.DataFrame:
    """Return the road as far as the claims of a summary tell it."""
    registered, out = (
        groups[name].astype("Int64").fillna(0) for name in ("registered", "outstanding")
    )
    # A claim that is more than the whole is a finding; here its parts still are the whole.
    expected = groups["expected"].astype("Int64").fillna(registered + out)
    registered = registered.where(registered <= expected, expected)
    left = expected - registered
    out = out.where(out <= left, left)
    nothing = dict.fromkeys([*ROAD, "answered_unregistered"], pd.array([0] * len(groups), "Int64"))
    return groups.assign(
        **nothing
        | {
            "expected": expected,
            "not_registered": out,
            "registered_untold": registered,
            "unknown": expected - registered - out,
        }
    )
