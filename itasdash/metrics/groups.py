"""Groups of LAOs that are counted: what tells them apart, what they are called, their order."""

from collections.abc import Mapping

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
    if by in ("region", "type"):
        order = list(regions() if by == "region" else lao_types())
        return frame.sort_values(
            KEYS[by], key=lambda codes: codes.map(order.index), ignore_index=True
        )
    if by == "country":
        return frame
    columns = ["province_code", "name_th"] if by == "district" else ["name_th"]
    return frame.sort_values(
        columns, key=lambda s: thai_rank(s) if s.name == "name_th" else s, ignore_index=True
    )
