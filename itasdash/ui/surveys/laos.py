"""The LAOs behind the surveys: those furthest from their quota, under filters, with downloads."""

import pandas as pd
import streamlit as st

from itasdash.charts.look import SMALL_SIZE, text_width
from itasdash.documents.filters import filter_sentence, filter_words
from itasdash.documents.survey_tables import not_printed, survey_list, survey_words
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.metrics.surveys import SURVEY_STATES, survey_laos
from itasdash.reference import lao_types
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.filters import province_names
from itasdash.ui.parts.tables import choose_row
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.loading import load_with_quotas
from itasdash.ui.shell.navigation import open_page
from itasdash.ui.shell.text import on_screen
from itasdash.ui.shell.view import View
from itasdash.ui.surveys.country import survey_looks

# What the address calls the filters of the list.
LIST_FILTERS = ("in", "type", "answers", "q")
_ROWS = 14


def laos_part(view: View, instruments: tuple[str, ...], area: LaoFilter) -> None:
    """Show the list with its filters; a click opens the LAO.

    Args:
        view: what the page shows.
        instruments: the surveys that are shown.
        area: what the page is about already: some regions, or one province.
    """
    t, language = view.t, view.language
    with st.container(border=True):
        title = st.container()
        wanted, states = _choose(view, area)
        rows = kept(select_laos, load_with_quotas(view.store, view.info).status, wanted)
        rows = kept(survey_laos, rows, instruments, states)
        name = " · ".join(each.upper() for each in instruments)
        with title:
            st.header(t("survey.list", instrument=name, count=len(rows)), anchor=False)
            st.caption(on_screen(t("survey.list_note")))
        if rows.empty:
            st.info(t("survey.no_rows"), icon=":material/filter_alt_off:")
            st.button(
                t("filter.clear"),
                icon=":material/filter_alt_off:",
                on_click=choices.clear,
                args=LIST_FILTERS,
                key="clear_surveys",
            )
            return
        table = kept(survey_list, rows, instruments, language)
        subject = t("survey.list_subject", instrument=name)
        of_answers = survey_words(states, language)
        sentence = " · ".join([filter_sentence(wanted, language), *of_answers])
        words = [*filter_words(wanted, language), *of_answers]
        counts = rows["state"].value_counts().to_dict()
        download_table(view, table, subject, words, "survey_laos", sentence=sentence, counts=counts)
        looks = survey_looks(view, instruments)
        first = t("column.name")
        wide = max(text_width(text, SMALL_SIZE) for text in table[first].head(200))
        looks[first] = st.column_config.TextColumn(width=min(wide + 20, 330))
        row = choose_row(
            table,
            subject,
            "survey_laos",
            looks,
            rows_shown=_ROWS,
            not_printed=[*not_printed(t, instruments), t("column.state")],
        )
    lao_id = None if row is None else rows["lao_id"].iloc[row]
    if not pd.isna(lao_id):
        open_page("unregistered", lao=str(lao_id))


def _choose(view: View, area: LaoFilter) -> tuple[LaoFilter, tuple[str, ...]]:
    t, anything = view.t, view.t("filter.anything")
    in_provinces = area.province_codes
    columns = st.columns(3 if in_provinces else 4)
    if not in_provinces:
        with columns[0]:
            names = province_names(view.language, area.regions)
            in_provinces = choices.several(t("filter.province"), names, "in", placeholder=anything)
    with columns[-3]:
        names = {code: named.name(view.language) for code, named in lao_types().items()}
        of_types = choices.several(t("filter.type"), names, "type", placeholder=anything)
    with columns[-2]:
        names = {state: t(f"survey.state_{state}") for state in SURVEY_STATES}
        states = choices.several(t("survey.filter"), names, "answers", placeholder=anything)
    with columns[-1]:
        search = choices.words(
            t("filter.search"), "q", placeholder=t("filter.search_hint"), icon=":material/search:"
        )
    wanted = LaoFilter(
        regions=area.regions, province_codes=in_provinces, lao_types=of_types, search=search
    )
    return wanted, states
