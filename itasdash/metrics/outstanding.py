"""Who is outstanding: how many of each group are in which state, and under a name of a file."""

import pandas as pd

from itasdash.metrics.groups import group_keys, group_names, in_group_order, region_of
from itasdash.metrics.states import with_state
from itasdash.schema import OUTSTANDING_STATES


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
