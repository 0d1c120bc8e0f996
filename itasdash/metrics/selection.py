"""Lists of LAOs: what is asked for, and the rows of a snapshot that it selects."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from itasdash.metrics.histories import with_histories
from itasdash.metrics.provinces import ProvinceFilter
from itasdash.metrics.states import with_state
from itasdash.reference import all_provinces, lao_types
from itasdash.reference.names import official_name, read_lao_name, read_province, short_name
from itasdash.schema import OUTSTANDING_STATES, lao_key
from itasdash.thai.collation import thai_rank
from itasdash.thai.text import bare_key, key


@dataclass(frozen=True)
class LaoFilter:
    """Which LAOs are asked for; an empty choice asks for all.

    ``search`` finds part of a name, in any spelling, with or without its type and with a place
    behind it (``อบต.ท่าช้าง อ.เมือง``), or part of a code. ``is_new``, ``since_first``,
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
        rows = rows[_found(rows, wanted.search)]
    return rows.loc[_places(rows).sort_values().index].reset_index(drop=True)


def _in_areas(wanted: LaoFilter) -> tuple[str, ...]:
    """Return the provinces of the areas that are asked for; none where no area is."""
    areas = ProvinceFilter(wanted.regions, wanted.nacc_regions, wanted.inspection_regions)
    if areas == ProvinceFilter():
        return ()
    # Areas that do not overlap have no province in common, and are not the whole country.
    return areas.province_codes() or ("",)


def _found(rows: pd.DataFrame, search: str) -> "pd.Series[bool]":
    """Say which rows a searched text means: part of a code, or of a name as it is shown."""
    digits = key(search)
    if digits.isdecimal():
        # A code is also found by the type digit that the LAO had before.
        wanted = lao_key(digits) if len(digits) == 7 else digits
        return rows["lao_id"].fillna("").str.contains(wanted, regex=False).astype(bool)
    read = read_lao_name(search)
    types = rows["lao_type"].astype("object")
    names = rows["name_th"].astype("object").map(bare_key)
    found = pd.Series(False, index=rows.index)
    for written in (official_name, short_name):
        prefixes = {code: bare_key(written(code, "")) for code in lao_types()}
        shown = types.map(prefixes).fillna("") + names
        found |= shown.str.contains(bare_key(search) or " ", regex=False)
    for lao_type, name in read.readings:
        part = bare_key(name)
        if lao_type:
            found |= names.str.startswith(part) & (types == lao_type)
        elif part:
            found |= names.str.contains(part, regex=False)
    if read.district:
        districts = rows["district_name_th"].fillna("").map(bare_key)
        found &= districts.str.contains(bare_key(read.district), regex=False).astype(bool)
    if read.province:
        found &= (rows["province_code"] == read_province(read.province)).fillna(False).astype(bool)
    return found


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
