"""Slides of what is shown: a download that is made when it is asked for."""

from typing import TYPE_CHECKING

import streamlit as st

from itasdash.documents.file_names import file_name
from itasdash.documents.headline import Headline, make_headline
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.schema import OUTSTANDING_STATES
from itasdash.schema.records import canonical
from itasdash.ui.parts.downloads import before_download, view_delivery
from itasdash.ui.parts.filters import province_names
from itasdash.ui.parts.province_data import type_rates
from itasdash.ui.parts.survey_data import SurveyData
from itasdash.ui.shell import choices
from itasdash.ui.shell.loading import Loader, load_snapshot, load_states
from itasdash.ui.shell.quotas import office_quotas
from itasdash.ui.shell.view import View

if TYPE_CHECKING:
    # What makes slides is loaded when somebody wants some; every page offers them.
    from itasdash.documents.slides import SlideInputs
    from itasdash.documents.slides.province import ProvinceInputs
    from itasdash.documents.slides.surveys import SurveySlideInputs

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
# More slides than a meeting sees, and still made in seconds.
_MOST = 20


def slides_button(view: View, headline: Headline, province: str = "") -> None:
    """Offer the slides, after a choice of the provinces that get slides of their own.

    Args:
        view: what the page shows.
        headline: the national numbers.
        province: the one that a page is about, which is chosen at first.
    """
    t = view.t
    with st.popover(t("slides.button"), icon=":material/co_present:"):
        names = province_names(view.language)
        label = t("slides.provinces")
        chosen = choices.several(
            label,
            names,
            f"slides_{province}" if province else "slides",
            (province,) if province else (),
            placeholder=t("slides.none"),
            max_selections=_MOST,
            help=t("slides.explain"),
        )

        def made() -> bytes:
            from itasdash.documents.slides import make_slides

            return make_slides(_inputs(view, headline, chosen))

        words = [names[code] for code in chosen]
        # The same inputs make the same bytes, so that these name them before they are made.
        seen = [*view.so_far, *([view.before] if view.before else [])]
        inputs = {
            "snapshots": [info.identity for info in seen],
            "compared": view.before is not None,
            "open_errors": [error.stored() for error in view.open_errors],
            "language": view.language,
            "sample": view.is_sample,
            "outdated": view.outdated,
            "quotas": office_quotas(view.store).identity,
            "provinces": chosen,
        }
        subject = view.marks.subject(t("slides.file"), view.language)
        name = file_name(subject, view.info.as_of, words, canonical(inputs), "pptx")
        st.download_button(
            t("slides.download"),
            view_delivery(view, name, made),
            file_name=name,
            mime=_PPTX,
            key="slides_download",
            type="primary",
            icon=":material/download:",
            on_click=before_download,
        )


def load_headline(view: View) -> Headline:
    """Return the national numbers of what is shown."""
    load, states = Loader(view), load_states(view.store, view.info)
    return make_headline(load.rates("country"), load.rates("province"), states, view.days)


def _inputs(view: View, headline: Headline, chosen: tuple[str, ...]) -> "SlideInputs":
    from itasdash.documents.slides import SlideInputs

    load = Loader(view)
    return SlideInputs(
        view.info,
        view.before.as_of if view.before else None,
        headline,
        load.rates("country"),
        load.rates("province"),
        load.rates("region"),
        load.rates("type"),
        load.trend("country"),
        view.language,
        tuple(_province(view, load, code) for code in chosen),
        view.open_errors,
        _surveys(view),
        view.is_sample,
        view.store.calendar(),
        view.outdated,
    )


def _surveys(view: View) -> "SurveySlideInputs | None":
    from itasdash.documents.slides.surveys import SurveySlideInputs

    data = SurveyData(view)
    if not data.instruments:
        return None
    return SurveySlideInputs(
        {by: data.road(by) for by in ("country", "region", "province")},
        {each: data.surveys(each, "country") for each in data.instruments},
        {each: data.surveys(each, "province") for each in data.instruments},
        {each: data.quota_notes(each) for each in data.instruments},
    )


def _province(view: View, load: Loader, code: str) -> "ProvinceInputs":
    from itasdash.documents.slides.province import ProvinceInputs

    districts, surveys = load.rates("district"), SurveyData(view, [code])
    outstanding = None
    if not view.info.summary_only:
        wanted = LaoFilter(province_codes=(code,), states=OUTSTANDING_STATES)
        outstanding = select_laos(load_snapshot(view.store, view.info).status, wanted)
    return ProvinceInputs(
        code,
        districts[districts["province_code"] == code] if len(districts) else districts,
        type_rates(view, code),
        outstanding,
        {
            each: (surveys.surveys(each, "country"), surveys.surveys(each, "district"))
            for each in surveys.instruments
        },
    )
