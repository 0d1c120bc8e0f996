"""What is summed of a snapshot, once for all groups: a row for each district and type in it.

Every count of LAOs and of respondents is a sum, so that countries, regions, provinces, districts
and types all come from these rows: the same numbers as from the LAOs themselves, out of a few
thousand rows instead of many. Nothing is lost that a group is counted by.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from itasdash.metrics.states import flags, state_places
from itasdash.schema.columns import INSTRUMENTS, STATES
from itasdash.schema.marts import SUMS

_Numbers = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]

PLACES = ("province_code", "district", "lao_type")
ROLES = ("admin_registered", "executive_registered")


def tally(status: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of a snapshot by province, district and type, and the claims of its summary.

    Args:
        status: a ``status`` frame.
        summary: a ``province_summary`` frame, perhaps empty.

    Returns:
        :data:`PLACES` (missing where a row of a file does not tell them), ``claimed`` and
        :data:`itasdash.schema.marts.SUMS`. A claimed row is one of the summary, as the file writes
        it: of a province, without district and type, missing what it does not claim. Any other row
        sums LAOs, and
        rows that no LAO could be matched with: an LAO that is registered has both roles, whether or
        not the file tells them, and an unmatched row never counts as registered. Respondents are
        missing where no LAO tells any.
    """
    place, rows = places_of(status)
    sums = {name: _sum(place, len(rows), values) for name, values in _measured(status).items()}
    found = rows.assign(claimed=False, **sums)
    if not len(summary):
        return found
    return pd.concat([found, _claims(summary)], ignore_index=True)


def _claims(summary: pd.DataFrame) -> pd.DataFrame:
    names = ["expected", "registered", "outstanding"]
    names += [f"{instrument}_{part}" for instrument in INSTRUMENTS for part in _PARTS]
    claims = {name: summary[name].astype("Int64").array for name in names}
    blank = pd.array([pd.NA] * len(summary), dtype="Int64")
    return pd.DataFrame(
        {
            "province_code": summary["province_code"].astype("object").array,
            "district": None,
            "lao_type": None,
            "claimed": True,
            **{name: claims.get(name, blank) for name in SUMS},
        }
    )


def places_of(status: pd.DataFrame) -> tuple[npt.NDArray[np.intp], pd.DataFrame]:
    """Return the number of the place that each row is of, and the places (:data:`PLACES`)."""
    columns = ("province_code", "district_name_th", "lao_type")
    coded = [pd.factorize(status[name], sort=True) for name in columns]
    together = np.zeros(len(status), dtype=np.int64)
    for codes, known in coded:
        together = together * (len(known) + 1) + codes + 1
    _, first, place = np.unique(together, return_index=True, return_inverse=True)
    rows = {
        name: status[column].iloc[first].astype("object").where(lambda v: v.notna(), None).array
        for name, column in zip(PLACES, columns, strict=True)
    }
    return place, pd.DataFrame(rows)


def _sum(place: npt.NDArray[np.intp], places: int, values: _Numbers | _Flags) -> object:
    """Return the sum of each place, missing where no row of it has a value."""
    if values.dtype == np.bool_:
        return pd.array(np.bincount(place[values], minlength=places), dtype="Int64")
    told = ~np.isnan(values)
    sums = np.bincount(place[told], weights=values[told], minlength=places)
    found = pd.array(sums.round().astype(np.int64), dtype="Int64")
    found[np.bincount(place[told], minlength=places) == 0] = pd.NA
    return found


def _measured(status: pd.DataFrame) -> dict[str, _Numbers | _Flags]:
    """Return, for each row of ``status``, what it adds to each of the sums."""
    matched = status["lao_id"].notna().to_numpy()
    yes, no = flags(status["registered"])
    found: dict[str, _Numbers | _Flags] = {
        "expected": matched,
        "registered": yes & matched,
        "outstanding": no,
        "unmatched": no & ~matched,
    }
    for role in ROLES:
        has, has_not = flags(status[role])
        found[role] = (has | yes) & matched
        found[f"{role}_known"] = (has | has_not) & matched
    state = state_places(status)
    found |= {name: state == place for place, name in enumerate(STATES)}
    for instrument in INSTRUMENTS:
        measured = answers(status, instrument)
        found |= {f"{instrument}_{name}": values for name, values in measured.items()}
    return found


_PARTS = ("quota", "answered")


def answers(status: pd.DataFrame, instrument: str) -> Mapping[str, _Numbers | _Flags]:
    """Return what each row adds to the sums of a survey, by their names."""
    quota, answered = (_numbers(status[f"{instrument}_{part}"]) for part in _PARTS)
    # What is missing compares as false.
    wanted, told = quota > 0, ~np.isnan(answered)
    both = wanted & told
    met = both & (answered >= quota)
    counted = np.where(both, np.fmin(answered, quota), np.nan)
    none = told & (answered == 0)
    return {
        "with_data": ~np.isnan(quota) | told,
        "with_quota": wanted,
        "zero_quota": quota == 0,
        "met": met & ~none,
        "partly": both & ~met & ~none,
        "none": none,
        "above_quota": both & (answered > quota),
        "answers_known": told,
        "quota": np.where(wanted, quota, np.nan),
        "answered": answered,
        "counted": counted,
        "missing": quota - counted,
        "quota_untold": np.where(wanted & ~told, quota, np.nan),
        "raw_answered": np.where(both, answered, np.nan),
        "raw_quota": np.where(both, quota, np.nan),
    }


def _numbers(values: pd.Series) -> _Numbers:
    found: _Numbers = values.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return found


def of_provinces(tallies: pd.DataFrame, province_codes: Sequence[str]) -> pd.DataFrame:
    """Return the rows of some provinces, all where none is named."""
    if not province_codes:
        return tallies
    return tallies[tallies["province_code"].isin(list(province_codes))]
