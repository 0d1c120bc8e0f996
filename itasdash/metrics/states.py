"""States of registration: of each LAO, and how many of a group are in each outstanding one."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from itasdash.metrics.groups import group_keys, group_names, in_group_order, region_of
from itasdash.schema import OUTSTANDING_STATES, STATES


def with_state(status: pd.DataFrame) -> pd.DataFrame:
    """Return ``status`` with a column ``state`` (one of :data:`itasdash.schema.STATES`).

    ``complete``: both roles; ``admin_only`` and ``executive_only``: the other is missing; ``none``:
    neither; ``incomplete``: not registered, roles not told; ``unknown``: the snapshot does not say.
    """
    return status.assign(state=pd.array(STATES, dtype="str").take(state_places(status)))


def state_places(status: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Return the place of the state of each row in :data:`itasdash.schema.STATES`."""
    registered, out = flags(status["registered"])
    admin, no_admin = flags(status["admin_registered"])
    executive, no_executive = flags(status["executive_registered"])
    found = np.full(len(status), STATES.index("unknown"))
    for state, where in (
        ("incomplete", out),
        ("admin_only", out & admin & ~executive),
        ("executive_only", out & executive & ~admin),
        ("none", out & no_admin & no_executive),
        ("complete", registered),
    ):
        found[where] = STATES.index(state)
    return found


def flags(values: "pd.Series[bool]") -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return where a column says yes and where it says no; it may say neither."""
    yes = values.astype("boolean").to_numpy(dtype=bool, na_value=False)
    told = values.notna().to_numpy()
    return yes, told & ~yes


def counted_by_name(status: pd.DataFrame) -> int:
    """Return how many LAOs that are unknown are counted as outstanding, under a name of a file.

    An unmatched row that is outstanding stands for an LAO of its own province that is unknown, and
    for no other, and every count has it once (:func:`itasdash.metrics.rates`). A list of single
    LAOs has both: the name, and each LAO that it may mean.

    Args:
        status: a ``status`` frame, of some provinces or all.
    """
    told = status["registered"].notna()
    matched = status["lao_id"].notna()
    codes = status["province_code"].astype("object")
    names = codes[~matched & told & ~status["registered"].fillna(True).astype(bool)].value_counts()
    silent = codes[matched & ~told].value_counts()
    return int(names.reindex(silent.index).fillna(0).clip(upper=silent).sum())


def outstanding_by_state(status: pd.DataFrame, by: str, language: str = "th") -> pd.DataFrame:
    """Return how many LAOs of each group are in each state of the outstanding.

    Args:
        status: a ``status`` frame.
        by: one of :data:`itasdash.metrics.GROUPS`.
        language: of the names.

    Returns:
        A row per group that has outstanding LAOs: its key (as in
        :func:`itasdash.metrics.rates`), ``name_th``, and the number of LAOs (and unmatched rows) in
        each of :data:`itasdash.schema.OUTSTANDING_STATES`.
    """
    state = with_state(status)["state"]
    rows = status[["province_code", "lao_type"]].assign(
        district=status["district_name_th"], **{name: state == name for name in OUTSTANDING_STATES}
    )
    return outstanding_of(rows, by, language)


def outstanding_of(tallied: pd.DataFrame, by: str, language: str = "th") -> pd.DataFrame:
    """Return what :func:`outstanding_by_state` does, from what was counted of the snapshot.

    Args:
        tallied: :data:`itasdash.metrics.tallies.PLACES` and what is counted in each of
            :data:`itasdash.schema.OUTSTANDING_STATES` there.
        by: one of :data:`itasdash.metrics.GROUPS`.
        language: of the names.
    """
    states, keys = list(OUTSTANDING_STATES), group_keys(by)
    rows = tallied.assign(country="TH", region=tallied["province_code"].map(region_of()))
    counted = rows.groupby(keys)[states].sum().astype("int64")
    counted = counted[counted.any(axis=1)].reset_index()
    counted["name_th"] = group_names(counted, by, language)
    return in_group_order(counted[[*keys, "name_th", *states]], by)
