"""Lists of LAOs: what is asked for, and the rows of a snapshot that it selects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from itasdash.metrics.histories import with_histories
from itasdash.metrics.provinces import ProvinceFilter
from itasdash.metrics.search import rows_found, suggestions
from itasdash.metrics.states import with_state
from itasdash.reference import all_provinces, lao_types
from itasdash.schema import OUTSTANDING_STATES, STATES
from itasdash.thai.collation import thai_rank


@dataclass(frozen=True)
class LaoFilter:
    """Which LAOs are asked for; an empty choice asks for all.

    ``search`` finds part of a name or a code, types and places as
    :func:`itasdash.metrics.search.rows_found` reads them. ``is_new``, ``since_first``,
    ``regressed`` and ``min_days`` (at least so many days on the list) ask for histories as
    :func:`itasdash.metrics.histories.lao_histories` tells them; each narrows the others.
    ``follow_up`` asks for one of :data:`itasdash.metrics.follow_up.FOLLOW_UPS` by the notes of
    staff (:func:`itasdash.metrics.follow_up.followed_up` narrows by it).
    """

    regions: tuple[str, ...] = ()
    inspection_regions: tuple[str, ...] = ()
    nacc_regions: tuple[str, ...] = ()
    province_codes: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    lao_types: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    search: str = ""
    is_new: bool = False
    since_first: bool = False
    regressed: bool = False
    min_days: int = 0
    follow_up: str = ""

    @property
    def only_outstanding(self) -> bool:
        """Whether nothing but what is outstanding is asked for."""
        return bool(self.states) and set(self.states) <= set(OUTSTANDING_STATES)

    @property
    def all_outstanding(self) -> bool:
        """Whether all that is outstanding is asked for, and nothing else."""
        only_states = LaoFilter(states=self.states)
        return set(self.states) == set(OUTSTANDING_STATES) and self == only_states


def select_laos(
    status: pd.DataFrame, wanted: LaoFilter, history: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the rows of ``status`` (with ``state``) that a filter asks for.

    In Thai dictionary order of province, district and name, LAO types in official order. With
    ``history`` (:func:`itasdash.metrics.histories.lao_histories`) the rows have its columns too; a
    filter that asks for histories needs it.
    """
    choices: Sequence[tuple[tuple[str, ...], pd.Series]] = (
        (_in_areas(wanted), status["province_code"]),
        (wanted.province_codes, status["province_code"]),
        (wanted.districts, status["district_name_th"]),
        (wanted.lao_types, status["lao_type"]),
    )
    keep = pd.Series(True, index=status.index)
    for chosen, values in choices:
        if chosen:
            keep &= values.isin(chosen).astype(bool)
    # Everything that takes its time is done for what is left.
    rows = with_state(status[keep])
    if wanted.states:
        rows = rows[rows["state"].isin(wanted.states)]
    if history is not None:
        rows = with_histories(rows, history)
    keep = pd.Series(True, index=rows.index)
    for flag in ("is_new", "since_first", "regressed"):
        if getattr(wanted, flag):
            keep &= rows[flag]
    if wanted.min_days > 0:
        keep &= (rows["days"] >= wanted.min_days).fillna(False).astype(bool)
    rows = rows[keep]
    if wanted.search.strip():
        rows = rows[rows_found(rows, wanted.search)]
    return rows.loc[_places(rows).sort_values().index].reset_index(drop=True)


@dataclass(frozen=True)
class Elsewhere:
    """What a filter hides of what it would find without some of its choices.

    Attributes:
        states: how many LAOs of each state the filter leaves out by state, history, days and notes
            alone; each state has at least one.
        outside: how many the searched text finds in the whole country where the other choices
            (places, types) leave none of them; 0 where they do not, and without a search.
        suggestions: what else may be meant by a searched text that finds nothing anywhere.
    """

    states: Mapping[str, int]
    outside: int = 0
    suggestions: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many LAOs the filter leaves out by state, history, days and notes alone."""
        return sum(self.states.values())


def in_any_state(wanted: LaoFilter) -> LaoFilter:
    """Return a filter for the same places, types and text, in whatever state and since whenever."""
    return replace(
        wanted,
        states=(),
        is_new=False,
        since_first=False,
        regressed=False,
        min_days=0,
        follow_up="",
    )


def found_elsewhere(status: pd.DataFrame, wanted: LaoFilter, listed: pd.DataFrame) -> Elsewhere:
    """Return what a filter does not show, for a list that must not say "none" of what there is.

    ``listed`` are the rows that the filter selects from ``status``.
    """
    everywhere = select_laos(status, in_any_state(wanted))
    counts = everywhere["state"].value_counts()
    hidden = counts.sub(listed["state"].value_counts(), fill_value=0).astype(int)
    states = {state: int(hidden[state]) for state in STATES if hidden.get(state, 0)}
    if len(everywhere) or not wanted.search.strip():
        return Elsewhere(states)
    outside = int(rows_found(status, wanted.search).sum())
    return Elsewhere({}, outside, () if outside else suggestions(status, wanted.search))


def _in_areas(wanted: LaoFilter) -> tuple[str, ...]:
    """Return the provinces of the areas that are asked for; none where no area is."""
    areas = ProvinceFilter(wanted.regions, wanted.nacc_regions, wanted.inspection_regions)
    if areas == ProvinceFilter():
        return ()
    # Areas that do not overlap have no province in common, and are not the whole country.
    return areas.province_codes() or ("",)


def _places(rows: pd.DataFrame) -> "pd.Series[int]":
    """Return the place of each row in the order of lists, as a sort key with the same index."""
    names = {code: province.name_th for code, province in all_provinces().items()}
    types = {code: place for place, code in enumerate(lao_types())}
    ranks = [
        thai_rank(rows["province_code"].map(names)),
        thai_rank(rows["district_name_th"]),
        rows["lao_type"].map(types).fillna(len(types)),
        thai_rank(rows["name_th"]),
    ]
    order = np.lexsort([rank.to_numpy(dtype="int64") for rank in reversed(ranks)])
    places = np.empty(len(rows), dtype="int64")
    places[order] = np.arange(len(rows))
    return pd.Series(places, index=rows.index)
