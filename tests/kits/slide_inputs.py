"""Inputs of slides, made from a store as pages make them, and by hand."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from itasdash.documents.headline import make_headline
from itasdash.documents.slides import ProvinceInputs, SlideInputs
from itasdash.metrics import rates, trend, with_gain, with_state
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.reference import provinces
from itasdash.schema import OUTSTANDING_STATES
from itasdash.store import Store


def from_store(
    store: Store, place: int = -1, language: str = "th", chosen: Sequence[str] = ()
) -> SlideInputs:
    """Return the inputs of the snapshot at ``place`` of a store's history."""
    history = store.snapshots()
    info = history[place]
    so_far = [each for each in history if each.as_of <= info.as_of]
    before = so_far[-2] if len(so_far) > 1 else None
    now = store.read(info.as_of)
    earlier = store.read(before.as_of) if before else None

    def gained(by: str) -> pd.DataFrame:
        old = earlier and rates(earlier.status, earlier.province_summary, by, language)
        return with_gain(rates(now.status, now.province_summary, by, language), old, by)

    def own(code: str) -> ProvinceInputs:
        districts = gained("district")
        status = now.status[now.status["province_code"] == code]
        wanted = LaoFilter(province_codes=(code,), states=OUTSTANDING_STATES)
        return ProvinceInputs(
            code,
            districts[districts["province_code"] == code],
            rates(status, now.province_summary.iloc[:0], "type", language),
            None if info.summary_only else select_laos(now.status, wanted),
        )

    country, by_province = gained("country"), gained("province")
    counted = with_state(now.status)["state"].value_counts()
    days = (info.as_of.date() - before.as_of.date()).days if before else None
    parts = {each.as_of: store.read(each.as_of) for each in so_far}
    histories = {
        as_of: rates(each.status, each.province_summary, "country", language)
        for as_of, each in parts.items()
    }
    return SlideInputs(
        info=info,
        before=before and before.as_of,
        headline=make_headline(country, by_province, dict(counted), days),
        country=country,
        provinces=by_province,
        regions=gained("region"),
        types=gained("type"),
        trend=trend(histories, "country"),
        language=language,
        chosen=[own(code) for code in chosen],
        open_errors=store.open_errors(info),
    )


def all_provinces(inputs: SlideInputs) -> SlideInputs:
    """Return the inputs with all 76 provinces: 100 LAOs each, 1 to 76 of them registered."""
    rows = [
        {
            "province_code": code,
            "name_th": province.name_th,
            "expected": 100,
            "registered": number,
            "outstanding": 100 - number,
            "unknown": 0,
            "rate": number / 100,
            "admin_registered": None,
            "executive_registered": None,
            "gain_laos": None,
            "gain_points": None,
        }
        for number, (code, province) in enumerate(provinces().items(), start=1)
    ]
    return replace(inputs, provinces=pd.DataFrame(rows))
