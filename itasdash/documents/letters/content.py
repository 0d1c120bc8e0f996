"""What a letter and its attachments say: the numbers and names of a snapshot's provinces."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from itasdash.findings import Refusal
from itasdash.metrics import rates
from itasdash.metrics.road import ROAD, road
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.reference import all_provinces
from itasdash.schema import Snapshot, SnapshotInfo

NOBODY = "nobody"
SURVEYS = ("iit", "eit")
SURVEY_COUNTS = tuple(f"{survey}_{part}" for survey in SURVEYS for part in ("quota", "answered"))
_COUNTS = ("expected", "registered", "outstanding", "unknown")


@dataclass(frozen=True)
class LetterContent:
    """What is known of some provinces at the moment of a snapshot.

    Attributes:
        info: the snapshot.
        provinces: a row per province as :func:`itasdash.metrics.rates` gives it, and the survey
            counts (missing where the snapshot has none); and ``road_…`` for each of
            :data:`itasdash.metrics.road.ROAD`; ``…_computed``, of how many LAOs the quota of a
            survey is computed (:func:`itasdash.metrics.quotas.with_quotas`).
        outstanding: the rows of ``status`` that are not registered, in the order of lists;
            None where the snapshot names no LAO.
        unknown: LAOs of which it does not tell, none where it names only those whom nobody opened.
        surveyed: all rows of ``status``, in the order of lists, where it tells the surveys of any
            LAO; else none.
        whole: these are all provinces of the snapshot.
    """

    info: SnapshotInfo
    provinces: pd.DataFrame
    outstanding: pd.DataFrame | None
    unknown: pd.DataFrame
    surveyed: pd.DataFrame
    whole: bool = True

    @property
    def codes(self) -> list[str]:
        """The provinces, by code, in order."""
        return list(self.provinces["province_code"])

    @property
    def names(self) -> list[str]:
        """The provinces, by Thai name, in order."""
        return [all_provinces()[code].name_th for code in self.codes]

    @property
    def nobody(self) -> bool:
        """Whether the list is of those whom nobody opened."""
        return _names_nobody(self.info)

    @property
    def listed(self) -> int | None:
        """How many names the list has, None where there is no list."""
        return None if self.outstanding is None else len(self.outstanding)

    @property
    def has_list(self) -> bool:
        """Whether there are names for attachment 2."""
        return self.outstanding is not None and len(self.outstanding) + len(self.unknown) > 0

    def total(self, name: str) -> int | None:
        """Return the sum of a count over the provinces, None where no province has one."""
        known = self.provinces[name].dropna()
        return int(known.sum()) if len(known) else None

    @property
    def rate(self) -> float | None:
        """Registered ÷ expected, 0 to 1; None where it is not known."""
        registered, expected = self.total("registered"), self.total("expected")
        return registered / expected if registered is not None and expected else None

    @property
    def has_surveys(self) -> bool:
        """Whether the snapshot has survey counts of any of the provinces."""
        return bool(self.provinces[list(SURVEY_COUNTS)].notna().any(axis=None))

    def of(self, codes: Sequence[str]) -> "LetterContent":
        """Return the figures of some of the provinces.

        Raises:
            Refusal: one of them is not in the snapshot.
        """
        for code in codes:
            if code not in self.codes:
                name = all_provinces()[code].name_th if code in all_provinces() else code
                raise Refusal("province_not_there", {"province": name})

        def here(rows: pd.DataFrame) -> pd.DataFrame:
            return rows[rows["province_code"].isin(list(codes)).astype(bool)]

        outstanding = None if self.outstanding is None else here(self.outstanding)
        whole = self.whole and set(codes) == set(self.codes)
        return LetterContent(
            self.info,
            here(self.provinces),
            outstanding,
            here(self.unknown),
            here(self.surveyed),
            whole,
        )


def letter_content(snapshot: Snapshot) -> LetterContent:
    """Return the figures of all provinces of a snapshot."""
    status, summary, info = snapshot.status, snapshot.province_summary, snapshot.info
    provinces = rates(status, summary, "province").join(
        _surveys(status, summary), on="province_code"
    )
    for survey in SURVEYS:
        provinces[f"{survey}_computed"] = _computed(status, survey, provinces["province_code"])
    stages = road(status, summary, "province").set_index("province_code")[list(ROAD)]
    provinces = provinces.join(stages.add_prefix("road_"), on="province_code")
    rows = select_laos(status, LaoFilter())
    # What no longer tells its province comes last.
    rows = pd.concat([rows[rows["province_code"].notna()], rows[rows["province_code"].isna()]])
    registered = rows["registered"].astype("boolean")
    outstanding = rows[(registered == False).fillna(False)]  # noqa: E712 - three-valued logic
    unknown = rows[registered.isna() & rows["lao_id"].notna()]
    surveyed = rows if rows[list(SURVEY_COUNTS)].notna().any(axis=None) else rows.iloc[:0]
    if info.summary_only:
        return LetterContent(info, provinces, None, unknown.iloc[:0], surveyed)
    unknown = unknown.iloc[:0] if _names_nobody(info) else unknown
    return LetterContent(info, provinces, outstanding, unknown, surveyed)


def _computed(status: pd.DataFrame, survey: str, codes: "pd.Series[str]") -> "pd.Series[int]":
    """Return of how many LAOs of each province the quota is computed and not of the export."""
    name = f"{survey}_quota_computed"
    if name not in status:
        return pd.Series(0, index=codes.index)
    counted = status[name].groupby(status["province_code"].astype("object")).sum()
    return codes.map(counted).fillna(0).astype("int64")


def _names_nobody(info: SnapshotInfo) -> bool:
    means = {source.kind: source.list_means for source in info.sources}
    return "status" not in means and means.get("unregistered_list") == NOBODY


def _surveys(status: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
    """Return the survey counts by province: what LAOs add up to, else what the summary claims."""
    columns = list(SURVEY_COUNTS)
    added = status.dropna(subset=["province_code"])
    added = added[columns].astype("Int64").groupby(added["province_code"].astype("object"))
    claimed = summary.set_index(summary["province_code"].astype("object"))[columns].astype("Int64")
    return added.sum(min_count=1).combine_first(claimed)
