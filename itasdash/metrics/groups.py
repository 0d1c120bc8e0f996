"""Groups of LAOs that are counted: what tells them apart, what they are called, their order."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from itasdash.reference import Named, Province, all_provinces, lao_types, provinces, regions
from itasdash.thai.collation import thai_rank

GROUPS = ("country", "region", "province", "district", "type")
# The column that names the group, as commands and frames call it.
KEYS = {
    "country": "country",
    "region": "region",
    "province": "province_code",
    "district": "district",
    "type": "lao_type",
}


# Those that are made of whole provinces.
OF_PROVINCES = ("country", "region", "province")


def group_keys(by: str) -> list[str]:
    """Return the columns that tell groups apart; names of districts recur between provinces."""
    return ["province_code", "district"] if by == "district" else [KEYS[by]]


def region_of() -> dict[str, str]:
    """Return the region of each province, by their codes."""
    return {code: province.region for code, province in provinces().items()}


def group_names(frame: pd.DataFrame, by: str, language: str) -> pd.Series:
    """Return the name of the group of each row of ``frame``, in ``language``."""
    if by == "district":
        return frame["district"]
    if by == "country":
        return pd.Series(["ทั้งประเทศ" if language == "th" else "Thailand"] * len(frame))
    named: Mapping[str, Named | Province] = all_provinces()
    if by != "province":
        named = regions() if by == "region" else lao_types()
    return frame[KEYS[by]].map({code: entry.name(language) for code, entry in named.items()})


def in_group_order(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Put groups in official order, or in Thai dictionary order where there is none."""
    return frame.iloc[np.argsort(group_ranks(frame, by), kind="stable")].reset_index(drop=True)


def group_ranks(frame: pd.DataFrame, by: str) -> npt.NDArray[np.int64]:
    """Return the rank of each group, which has its keys and ``name_th``, as they are ordered."""
    if by == "country":
        return np.arange(len(frame))
    if by in ("region", "type"):
        order = {
            code: rank for rank, code in enumerate(regions() if by == "region" else lao_types())
        }
        places = frame[KEYS[by]].map(order).fillna(len(order))
        return np.asarray(places, dtype=np.int64)
    ranks: npt.NDArray[np.int64] = thai_rank(frame["name_th"]).to_numpy(dtype=np.int64)
    if by == "district":
        codes, _ = pd.factorize(frame["province_code"], sort=True)
        # Names of districts are ordered within their province.
        ranks = codes.astype(np.int64) * (int(ranks.max(initial=0)) + 1) + ranks
    return ranks
