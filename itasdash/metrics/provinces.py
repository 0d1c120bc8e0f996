"""Parts of the country that provinces belong to: which are asked for, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from itasdash.metrics.comparison import ranks
from itasdash.reference import Province, provinces, regions
from itasdash.thai.collation import thai_rank

# How provinces can be ordered; ``name`` is Thai dictionary order.
ORDERS = ("lowest", "highest", "outstanding", "gain", "name", "region")


@dataclass(frozen=True)
class ProvinceFilter:
    """Which provinces are asked for; an empty choice asks for all.

    Attributes:
        regions: codes of :func:`itasdash.reference.regions`.
        nacc_regions: numbers of the commission's regions, ``1`` to ``9``.
        inspection_regions: numbers of the inspection regions, ``1`` to ``18``.
    """

    regions: tuple[str, ...] = ()
    nacc_regions: tuple[str, ...] = ()
    inspection_regions: tuple[str, ...] = ()

    def takes(self, province: Province) -> bool:
        """Tell whether a province is asked for."""
        asked = (
            (self.regions, province.region),
            (self.nacc_regions, province.nacc_region),
            (self.inspection_regions, province.inspection_region),
        )
        return all(not wanted or value in wanted for wanted, value in asked)

    def province_codes(self) -> tuple[str, ...]:
        """Return the codes of the provinces that are asked for."""
        return tuple(code for code, province in provinces().items() if self.takes(province))

    def of(self, frame: pd.DataFrame, key: str = "province_code") -> pd.DataFrame:
        """Return the rows of ``frame`` whose province (code in the column ``key``) is asked for."""
        return frame[frame[key].isin(self.province_codes())].reset_index(drop=True)


def order_provinces(rates: pd.DataFrame, order: str) -> pd.DataFrame:
    """Return rates of provinces in one of :data:`ORDERS`, with their ``rank`` among them.

    Provinces of the same rate, count or gain come most outstanding first, and then by code, alike
    in every language. What is missing stands last. Ranks are as
    :func:`itasdash.metrics.comparison.ranks` gives them.
    """
    places = {code: number for number, code in enumerate(regions())}
    sortable = rates.assign(
        rank=ranks(rates["rate"]),
        dictionary=thai_rank(rates["name_th"]),
        place=rates["province_code"].map(
            {code: places[province.region] for code, province in provinces().items()}
        ),
        late=-rates["outstanding"].astype("Float64"),
    )
    by: Mapping[str, tuple[str, bool]] = {
        "lowest": ("rate", True),
        "highest": ("rate", False),
        "outstanding": ("late", True),
        "gain": ("gain_points", False),
        "name": ("dictionary", True),
        "region": ("place", True),
    }
    column, ascending = by[order]
    then = "rate" if order == "region" else "late"
    ordered = sortable.sort_values(
        [column, then, "province_code"], ascending=[ascending, True, True], ignore_index=True
    )
    return ordered.drop(columns=["dictionary", "place", "late"])
