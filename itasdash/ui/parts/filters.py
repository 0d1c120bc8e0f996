"""The filters of pages; what is chosen stands in the address."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from itasdash.charts import MAX_SERIES
from itasdash.metrics.follow_up import FOLLOW_UPS
from itasdash.metrics.selection import LaoFilter
from itasdash.reference import lao_types, provinces, regions
from itasdash.schema import OUTSTANDING_STATES, STATES
from itasdash.thai.collation import sorted_thai
from itasdash.ui.shell import choices
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.view import View

# What the address calls the filters of LAOs.
LAO_FILTERS = (
    "region",
    "in",
    "district",
    "type",
    "state",
    "q",
    "inspection",
    "nacc",
    "history",
    "days",
    "follow",
)
_OTHER_STATES = tuple(state for state in STATES if state not in OUTSTANDING_STATES)
# What the address says for every state.
EVERY_STATE = "all"
_HISTORIES = ("is_new", "since_first", "regressed")
_DAYS = (7, 14, 30, 60, 90)
_MOST_DAYS = 3


def choose_laos(view: View, status: pd.DataFrame, *, follows: bool = False) -> LaoFilter:
    """Show the filters of LAOs and return what is asked for; nothing chosen asks for all.

    States are those of LAOs that are outstanding, unless others are chosen. Where staff look
    (``follows``) it may also be asked what they have noted.
    """
    t, language = view.t, view.language
    anything = t("filter.anything")
    with st.container(border=True, gap="small", key="choices_laos"):
        main = st.columns([3, 3, 3, 3])
        more = st.expander(t("filter.more"), icon=":material/tune:", expanded=_is_more_chosen())
    with more:
        areas, histories = st.columns(3), st.columns(3)
    with areas[0]:
        names = {code: named.short(language) for code, named in regions().items()}
        in_regions = choices.several(t("filter.region"), names, "region", placeholder=anything)
    inspections, nacc = area_names(view)
    with areas[1]:
        label = t("filter.inspection")
        in_inspection = choices.several(label, inspections, "inspection", placeholder=anything)
    with areas[2]:
        in_nacc = choices.several(t("filter.nacc"), nacc, "nacc", placeholder=anything)
    with histories[0]:
        names = {code: named.name(language) for code, named in lao_types().items()}
        of_types = choices.several(t("filter.type"), names, "type", placeholder=anything)
    with histories[1]:
        names = {"": anything} | {name: t(f"filter.{name}") for name in _HISTORIES}
        history = choices.select(t("filter.history"), names, "history", "")
    with histories[2]:
        names = {"": anything} | {str(n): t("filter.days_is", count=n) for n in _days_offered()}
        days = choices.select(t("filter.days"), names, "days", "")
    with main[0]:
        search = choices.words(
            t("filter.search"), "q", placeholder=t("filter.search_hint"), icon=":material/search:"
        )
    with main[1]:
        names = province_names(language, in_regions)
        in_provinces = choices.several(t("filter.province"), names, "in", placeholder=anything)
    with main[2]:
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
    with main[3]:
        names = {state: t(f"state.{state}") for state in (*OUTSTANDING_STATES, *_OTHER_STATES)}
        names |= {EVERY_STATE: t("filter.all_states")}
        in_states = choices.several(
            t("filter.state"), names, "state", placeholder=t("filter.outstanding")
        )
    follow_up = ""
    if follows:
        names = {"": t("follow_up.any")} | {name: t(f"follow_up.{name}") for name in FOLLOW_UPS}
        with st.container():
            follow_up = choices.segments(t("follow_up.filter"), names, "follow", "")
    every_state = EVERY_STATE in in_states
    return LaoFilter(
        regions=in_regions,
        inspection_regions=in_inspection,
        nacc_regions=in_nacc,
        province_codes=in_provinces,
        districts=in_districts,
        lao_types=of_types,
        states=() if every_state else in_states or OUTSTANDING_STATES,
        search=search,
        min_days=int(days or 0),
        follow_up=follow_up,
        **{name: name == history for name in _HISTORIES},
    )


def _is_more_chosen() -> bool:
    more = ("region", "inspection", "nacc", "type", "history", "days")
    return any(st.query_params.get(key) for key in more)


def _days_offered() -> list[int]:
    """Return the numbers of days to choose from, among them what the address asks for."""
    in_address = st.query_params.get("days", "")
    asked = (
        {int(in_address)}
        if in_address.isdecimal() and len(in_address) <= _MOST_DAYS and int(in_address)
        else set()
    )
    return sorted({*_DAYS, *asked})


def area_names(view: View) -> tuple[dict[str, str], dict[str, str]]:
    """Return the inspection regions and the NACC regions by number, in order."""
    found = []
    for field in ("inspection_region", "nacc_region"):
        numbers = {getattr(province, field) for province in provinces().values()} - {""}
        word = {"inspection_region": "inspection_is", "nacc_region": "nacc_is"}[field]
        found.append({n: view.t(f"filter.{word}", number=n) for n in sorted(numbers, key=int)})
    return found[0], found[1]


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

    The country comes first, but behind provinces that are chosen: titles speak of these.
    """
    t = view.t
    kinds = {by: t(f"trends.by_{by}") for by in ("country", "province", "region", "type")}
    with st.container(border=True, key="choices_lines"):
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
        return pd.concat([others, country]), [names[code] for code in chosen]
    return pd.concat([country, others]), [kinds[by]]
