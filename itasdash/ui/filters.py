"""The filters of pages; what is chosen stands in the address."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from itasdash.charts import MAX_SERIES
from itasdash.laos import LaoFilter
from itasdash.reference import lao_types, provinces, regions
from itasdash.schema import OUTSTANDING_STATES
from itasdash.thai.collation import sorted_thai
from itasdash.ui import choices
from itasdash.ui.loading import Loader
from itasdash.ui.view import View


def choose_laos(view: View, status: pd.DataFrame) -> LaoFilter:
    """Show the filters of LAOs and return what is asked for; nothing chosen asks for all.

    States are those of LAOs that are outstanding, unless others are chosen.
    """
    t, language = view.t, view.language
    anything = t("filter.anything")
    with st.container(border=True):
        place = st.columns(3)
        kind = st.columns([3, 3, 3])
    with place[0]:
        names = {code: named.short(language) for code, named in regions().items()}
        in_regions = choices.several(t("filter.region"), names, "region", placeholder=anything)
    with place[1]:
        names = province_names(language, in_regions)
        in_provinces = choices.several(t("filter.province"), names, "in", placeholder=anything)
    with place[2]:
        # District names recur between provinces, so that they are offered within one only.
        one = in_provinces[0] if len(in_provinces) == 1 else None
        districts = status.loc[status["province_code"] == one, "district_name_th"].dropna()
        in_districts = choices.several(
            t("filter.district"),
            {name: name for name in sorted_thai(districts)},
            "district",
            placeholder=anything if one else t("filter.district_needs_province"),
            disabled=one is None,
        )
    with kind[0]:
        names = {code: named.name(language) for code, named in lao_types().items()}
        of_types = choices.several(t("filter.type"), names, "type", placeholder=anything)
    with kind[1]:
        names = {state: t(f"state.{state}") for state in (*OUTSTANDING_STATES, "unknown")}
        in_states = choices.several(
            t("filter.state"), names, "state", placeholder=t("filter.outstanding")
        )
    with kind[2]:
        search = choices.words(
            t("filter.search"), "q", placeholder=t("filter.search_hint"), icon=":material/search:"
        )
    return LaoFilter(
        regions=in_regions,
        province_codes=in_provinces,
        districts=in_districts,
        lao_types=of_types,
        states=in_states or OUTSTANDING_STATES,
        search=search,
    )


def province_names(language: str, in_regions: Iterable[str] = ()) -> dict[str, str]:
    """Return names by code, of all provinces or those of some regions, in dictionary order."""
    wanted = set(in_regions)
    codes = {
        province.name(language): code
        for code, province in provinces().items()
        if not wanted or province.region in wanted
    }
    ordered = sorted_thai(codes) if language == "th" else sorted(codes)
    return {codes[name]: name for name in ordered}


def choose_series(view: View, load: Loader) -> tuple[pd.DataFrame, list[str]]:
    """Show what the lines of a trend can be; return their rates and the choice in words.

    The country always comes first.
    """
    t = view.t
    kinds = {by: t(f"trends.by_{by}") for by in ("country", "province", "region", "type")}
    with st.container(border=True):
        by = choices.segments(t("trends.lines"), kinds, "lines", "country")
        chosen: tuple[str, ...] = ()
        if by == "province":
            chosen = choices.several(
                t("filter.province"),
                province_names(view.language),
                "in",
                placeholder=t("province.choose"),
                max_selections=MAX_SERIES - 1,
            )
    country = load.trend("country")
    if by == "country":
        return country, [kinds[by]]
    others = load.trend(by)
    if by == "province":
        others = others[others["key"].isin(chosen)]
        names = province_names(view.language)
        return pd.concat([country, others]), [names[code] for code in chosen]
    return pd.concat([country, others]), [kinds[by]]
