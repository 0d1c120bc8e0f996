"""What the page of the surveys shows: all provinces or one of them, on a screen or in a meeting."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from itasdash.documents.filters import province_filter_words
from itasdash.metrics.provinces import ProvinceFilter
from itasdash.metrics.selection import LaoFilter
from itasdash.reference import provinces, regions
from itasdash.schema import INSTRUMENTS
from itasdash.ui.parts.downloads import download_edition
from itasdash.ui.parts.filters import province_names
from itasdash.ui.parts.frame import page_head
from itasdash.ui.parts.meeting import meeting_button, meeting_step, show_meeting
from itasdash.ui.parts.slides import load_headline, slides_button
from itasdash.ui.parts.survey_data import SurveyData
from itasdash.ui.shell import choices
from itasdash.ui.shell.navigation import page_button
from itasdash.ui.shell.view import View
from itasdash.ui.surveys.country import Surveys
from itasdash.ui.surveys.laos import laos_part
from itasdash.ui.surveys.province import ProvinceSurveys, open_province, province_part

_BOTH = "both"


def surveys_part(view: View, head: DeltaGenerator) -> str | None:
    """Show the surveys as they are chosen; return the province that was clicked."""
    t, data = view.t, SurveyData(view)
    told = data.instruments
    if not told:
        with head:
            page_head(view, t("page.surveys"))
        st.info(t("survey.none"), icon=":material/info:")
        page_button("overview", t("step.to_overview"))
        return None
    step = meeting_step()
    if step:
        instruments = _held(told)
        code = choices.held("province", ["", *provinces()], "")
        if code:
            view = view.filtered([provinces()[code].name(view.language)])
            of_province = ProvinceSurveys(view, code, instruments, large=True)
            show_meeting(view, step, of_province.steps())
            return None
        area = ProvinceFilter(regions=tuple(st.query_params.get_all("region")))
        choices.keep("region")
        view = view.filtered(province_filter_words(area, view.language))
        parts = Surveys(view, instruments, area, large=True)
        show_meeting(view, step, parts.steps())
        return parts.clicked
    with (
        st.container(border=True, key="choices_surveys"),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        instruments = _choose(view, told)
        options = {"": t("province.all")} | province_names(view.language)
        code = choices.select(t("province.choose"), options, "province", "", width=360)
        in_regions: tuple[str, ...] = ()
        if not code:
            names = {key: named.short(view.language) for key, named in regions().items()}
            in_regions = choices.several(
                t("filter.region"), names, "region", placeholder=t("filter.anything")
            )
    if code:
        with st.container(horizontal=True):
            back = t("province.back")
            st.button(back, icon=":material/apps:", key="back", on_click=open_province, args=("",))
        province_part(view, code, instruments, head)
        return None
    area = ProvinceFilter(regions=in_regions)
    return _country(view, instruments, area, head)


def _country(
    view: View, instruments: tuple[str, ...], area: ProvinceFilter, head: DeltaGenerator
) -> str | None:
    words = province_filter_words(area, view.language)
    view = view.filtered(words)
    parts = Surveys(view, instruments, area)

    def actions() -> None:
        meeting_button(view.t)
        slides_button(view, load_headline(view))

    with head:
        page_head(view, parts.title, ", ".join(words), actions=actions)
        if not parts.tells_laos:
            st.info(view.t("survey.summary_only"), icon=":material/info:")
    parts.cards()
    parts.notes()
    parts.measures()
    parts.side_by_side(parts.map)
    if parts.tells_laos:
        parts.side_by_side(parts.push)
    parts.table(words)
    if parts.tells_laos:
        parts.side_by_side(lambda instrument: parts.groups("type", "lao_type", instrument))
        parts.side_by_side(lambda instrument: parts.groups("region", "region", instrument))
        laos_part(view, instruments, LaoFilter(regions=area.regions))
    parts.trend()
    download_edition(view)
    return parts.clicked


def _choose(view: View, told: tuple[str, ...]) -> tuple[str, ...]:
    """Show the choice between the surveys, and return those that are shown."""
    names = {name: view.t(f"survey.{name}") for name in (_BOTH, *told)}
    if len(told) < len(INSTRUMENTS):
        return told
    chosen = choices.segments(view.t("survey.choose"), names, "survey", _BOTH)
    return told if chosen == _BOTH else (chosen,)


def _held(told: tuple[str, ...]) -> tuple[str, ...]:
    if len(told) < len(INSTRUMENTS):
        return told
    chosen = choices.held("survey", (_BOTH, *told), _BOTH)
    return told if chosen == _BOTH else (chosen,)


def open_clicked(code: str | None) -> None:
    """Open the province that was clicked, from the next run on."""
    if code:
        choices.choose("province", code)
        choices.choose("meeting", "")
        st.rerun()
