"""What is asked of provinces in words, and whether the sources of each agree."""

import pandas as pd

from itasdash.i18n import translator
from itasdash.metrics.areas import AreaFilter
from itasdash.reference import regions
from itasdash.schema import SnapshotInfo


def area_words(wanted: AreaFilter, language: str) -> list[str]:
    """Return the active choices as short words, empty where all provinces are asked for."""
    t = translator(language)
    return [
        *(regions()[code].name(language) for code in wanted.regions),
        *(t("filter.nacc_is", number=number) for number in wanted.nacc_regions),
        *(t("filter.inspection_is", number=number) for number in wanted.inspection_regions),
    ]


def reconciliation(
    info: SnapshotInfo, province_codes: "pd.Series[str]", language: str
) -> pd.Series:
    """Return for each province, in words, whether what its files say of it agrees.

    Args:
        info: the snapshot.
        province_codes: one code per row.
        language: of the words.

    Returns:
        How many contradictions or doubts there are; that the sources agree; or that there is only
        one, which nothing can be compared with.
    """
    t = translator(language)
    graves: dict[str, int] = {}
    doubts: dict[str, int] = {}
    for finding in info.findings:
        counted = {"error": graves, "warning": doubts}.get(finding.severity)
        if counted is not None and finding.province_code:
            counted[finding.province_code] = counted.get(finding.province_code, 0) + 1
    otherwise = t("area.agrees" if len(info.kinds) > 1 else "area.one_source")

    def said(code: str) -> str:
        if code in graves:
            return t("area.contradicts", count=graves[code])
        return t("area.doubts", count=doubts[code]) if code in doubts else otherwise

    return province_codes.map(said)
