"""The whole road of an LAO: from nobody registered to both surveys answered as wanted."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from itasdash.metrics.groups import region_of
from itasdash.metrics.rates import rates_of, told_by_claims
from itasdash.metrics.states import with_state
from itasdash.metrics.surveys import survey_states
from itasdash.metrics.tallies import places_of, tally
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
    iit, eit = (survey_states(status, instrument) for instrument in INSTRUMENTS)
    anybody = iit.isin(_ANSWERING) | eit.isin(_ANSWERING)
    road = pd.Series("registered_untold", index=status.index, dtype="object")
    road[(iit == "none") & (eit == "none")] = "registered"
    road[anybody] = "answering"
    road[(iit == "met") & (eit == "met")] = "met"
    before = state.map(_OF_STATE)
    road = road.where(before.isna(), before)
    out = road.isin(NOT_YET_REGISTERED)
    return status.assign(road=road.astype("str"), answered_unregistered=out & anybody)


_ANSWERING = ("partly", "met", "no_quota")


def road_tally(status: pd.DataFrame) -> pd.DataFrame:
    """Return what is counted of the road in a snapshot, once for all groups.

    Args:
        status: a ``status`` frame.

    Returns:
        :data:`itasdash.metrics.tallies.PLACES`, the LAOs in each of :data:`ROAD`, the rows that no
        LAO could be matched with in each of :data:`NOT_YET_REGISTERED` (``unmatched_…``), and
        ``answered_unregistered`` (rows). A row for each place of which a file tells anything.
    """
    rows = with_road(status)
    place, places = places_of(status)
    matched = rows["lao_id"].notna().to_numpy()
    stage = rows["road"].to_numpy()

    def counted(wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
        return np.bincount(place[wanted], minlength=len(places))

    return places.assign(
        **{name: counted(matched & (stage == name)) for name in ROAD},
        **{_UNMATCHED + name: counted(~matched & (stage == name)) for name in NOT_YET_REGISTERED},
        answered_unregistered=counted(rows["answered_unregistered"].to_numpy(dtype=bool)),
    )


_UNMATCHED = "unmatched_"


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
    return road_of(road_tally(status), tally(status, summary), by, language)


def road_of(
    tallied: pd.DataFrame, summed: pd.DataFrame, by: str = "country", language: str = "th"
) -> pd.DataFrame:
    """Return what :func:`road` does, from what was counted of the snapshot.

    Args:
        tallied: as :func:`road_tally` gives it.
        summed: as :func:`itasdash.metrics.tallies.tally` gives it.
        by: one of :data:`itasdash.metrics.GROUPS`.
        language: of the names.
    """
    groups = rates_of(summed, by, language)
    keys = [str(name) for name in groups.columns[: groups.columns.get_loc("name_th")]]
    named = [*keys, "name_th", "expected"]
    if told_by_claims(summed):
        return _claimed(groups)[[*named, *ROAD, "answered_unregistered"]]
    stages = [*ROAD, "answered_unregistered"]
    cells = tallied.assign(country="TH", region=tallied["province_code"].map(region_of()))
    # An unmatched row stands for an LAO of its own province that is unknown, and for no other.
    within = list(dict.fromkeys([*keys, "province_code"]))
    counts = [*stages, *(_UNMATCHED + stage for stage in NOT_YET_REGISTERED)]
    own = cells.dropna(subset=keys).groupby(within, dropna=False)[counts].sum()
    own = own[own[list(ROAD)].any(axis=1)]
    for stage in NOT_YET_REGISTERED:
        taken = own[_UNMATCHED + stage].clip(upper=own["unknown"])
        own[stage] += taken
        own["unknown"] -= taken
    counted = own[stages].groupby(level=keys).sum().reset_index()
    found = groups[named].merge(counted, on=keys, how="left", validate="one_to_one")
    found[stages] = found[stages].fillna(0).astype("Int64")
    return found[[*named, *stages]]


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
