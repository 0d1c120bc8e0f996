"""The whole road of an LAO: from nobody registered to both surveys answered as wanted."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from itasdash.metrics.groups import region_of
from itasdash.metrics.rates import rates_of, told_by_claims
from itasdash.metrics.states import state_places
from itasdash.metrics.tallies import answers, places_of, tally
from itasdash.schema import INSTRUMENTS, STATES

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
_BEFORE = range(len(NOT_YET_REGISTERED))
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
    places, odd = _placed(status)
    road = pd.array(ROAD, dtype="str").take(places)
    return status.assign(road=road, answered_unregistered=odd)


def _placed(status: pd.DataFrame) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Return the place of each row on the road, and whether it answers without registration."""
    surveys = [answers(status, instrument) for instrument in INSTRUMENTS]
    silent, met = (
        np.logical_and.reduce([survey[name].astype(bool) for survey in surveys])
        for name in ("none", "met")
    )
    anybody = np.logical_or.reduce(
        [survey["answers_known"].astype(bool) & ~survey["none"].astype(bool) for survey in surveys]
    )
    found = np.full(len(status), ROAD.index("registered_untold"))
    found[silent] = ROAD.index("registered")
    found[anybody] = ROAD.index("answering")
    found[met] = ROAD.index("met")
    # Before registration it is the state that counts.
    before = np.array(
        [ROAD.index(_OF_STATE[state]) if state in _OF_STATE else -1 for state in STATES]
    )
    own = before[state_places(status)]
    found = np.where(own >= 0, own, found)
    return found, np.isin(found, _BEFORE) & anybody


def road_tally(status: pd.DataFrame) -> pd.DataFrame:
    """Return what is counted of the road in a snapshot, once for all groups.

    Args:
        status: a ``status`` frame.

    Returns:
        :data:`itasdash.metrics.tallies.PLACES`, the LAOs in each of :data:`ROAD`, the rows that no
        LAO could be matched with in each of :data:`NOT_YET_REGISTERED` (``unmatched_…``), and
        ``answered_unregistered`` (rows). A row for each place of which a file tells anything.
    """
    stage, odd = _placed(status)
    place, places = places_of(status)
    matched = status["lao_id"].notna().to_numpy()

    def counted(rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
        return np.bincount(place[rows], minlength=len(places))

    found = {name: counted(matched & (stage == at)) for at, name in enumerate(ROAD)}
    found |= {_UNMATCHED + ROAD[at]: counted(~matched & (stage == at)) for at in _BEFORE}
    return places.assign(**found, answered_unregistered=counted(odd))


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
    summed = tally(status, summary)
    groups = rates_of(summed, by, language)
    return road_of(road_tally(status), groups, claimed=told_by_claims(summed))


def road_of(tallied: pd.DataFrame, groups: pd.DataFrame, *, claimed: bool) -> pd.DataFrame:
    """Return what :func:`road` does, from what was counted of the snapshot.

    Args:
        tallied: as :func:`road_tally` gives it.
        groups: the rates of the same snapshot, as :func:`itasdash.metrics.rates` gives them.
        claimed: whether claims are counted (:func:`itasdash.metrics.rates.told_by_claims`).
    """
    keys = [str(name) for name in groups.columns[: groups.columns.get_loc("name_th")]]
    named = [*keys, "name_th", "expected"]
    if claimed:
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
