"""The LAOs behind the surveys: those furthest from their quota, under filters, with downloads."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from itasdash.documents.filters import filter_sentence, filter_words
from itasdash.documents.html_tables import MOST_ROWS
from itasdash.documents.survey_tables import (
    LIST_ORDERS,
    furthest_laos,
    listed_laos,
    not_printed,
    survey_list,
    survey_words,
)
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.metrics.surveys import SURVEY_STATES
from itasdash.reference import lao_types
from itasdash.ui.parts.downloads import Later, download_table
from itasdash.ui.parts.filters import province_names
from itasdash.ui.parts.tables import choose_row
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept_under
from itasdash.ui.shell.navigation import open_page
from itasdash.ui.shell.quotas import load_with_quotas, office_quotas
from itasdash.ui.shell.text import on_screen, plain
from itasdash.ui.shell.view import View
from itasdash.ui.surveys.country import survey_looks

# What the address calls the filters of the list.
LIST_FILTERS = ("in", "type", "answers", "q")
_ORDER = "laos_order"
_ROWS = 14


@dataclass(frozen=True)
class _Listed:
    """What is shown of the LAOs that are asked for: the first ones, and how many there are.

    Attributes:
        count: all of them.
        first: rows of ``status`` with their surveys.
    """

    count: int
    first: pd.DataFrame


def laos_part(view: View, instruments: tuple[str, ...], area: LaoFilter) -> None:
    """Show the list with its filters; a click opens the LAO.

    A browser is given the first of many LAOs, in the order that is chosen, and all of one province.

    Args:
        view: what the page shows.
        instruments: the surveys that are shown.
        area: what the page is about already: some regions, or one province.
    """
    t, language = view.t, view.language
    with st.container(border=True):
        title = st.container()
        wanted, states, order = _choose(view, area)
        quotas = office_quotas(view.store).identity
        asked = (wanted, states, instruments, order)
        grounds = ("survey_laos", str(view.store.root), view.info.identity, quotas, asked)

        def rows(most: int | None = None) -> pd.DataFrame:
            status = load_with_quotas(view.store, view.info).status
            if most and (wanted, states, order) == (LaoFilter(), (), LIST_ORDERS[0]):
                status = furthest_laos(status, instruments, most)
            return listed_laos(select_laos(status, wanted), instruments, states, order)

        def listed() -> _Listed:
            if wanted == LaoFilter() and not states:
                count = len(load_with_quotas(view.store, view.info).status)
                return _Listed(count, rows(MOST_ROWS).head(MOST_ROWS))
            found = rows()
            # No province has so many that they would be too many to send.
            shown = found if len(wanted.province_codes) == 1 else found.head(MOST_ROWS)
            return _Listed(len(found), shown)

        def by_state() -> dict[str, int]:
            return {str(state): int(n) for state, n in rows()["state"].value_counts().items()}

        found = kept_under(grounds, listed)
        name = " · ".join(each.upper() for each in instruments)
        with title:
            st.header(t("survey.list", instrument=name, count=found.count), anchor=False)
            shown = len(found.first)
            rest = t("survey.list_first", shown=shown, all=found.count)
            words = [plain(rest)] if shown < found.count else []
            st.caption(" ".join([*words, on_screen(t("survey.list_note"))]))
        if not found.count:
            st.info(t("survey.no_rows"), icon=":material/filter_alt_off:")
            st.button(
                t("filter.clear"),
                icon=":material/filter_alt_off:",
                on_click=choices.clear,
                args=LIST_FILTERS,
                key="clear_surveys",
            )
            return
        table = kept_under(
            ("table", grounds, language), lambda: survey_list(found.first, instruments, language)
        )
        subject = t("survey.list_subject", instrument=name)
        of_answers = survey_words(states, language)
        sentence = " · ".join([filter_sentence(wanted, language), *of_answers])
        words = [*filter_words(wanted, language), *of_answers]
        made_from = repr((view.info.identity, quotas, asked, language)).encode()
        whole = Later(lambda: survey_list(rows(), instruments, language), found.count, made_from)
        download_table(
            view, whole, subject, words, "survey_laos", sentence=sentence, counts=by_state
        )
        looks = survey_looks(view, instruments)
        row = choose_row(
            table,
            subject,
            "survey_laos",
            looks,
            rows_shown=_ROWS,
            not_printed=[*not_printed(t, instruments), t("column.state")],
        )
    lao_id = None if row is None else found.first["lao_id"].iloc[row]
    if not pd.isna(lao_id):
        open_page("unregistered", lao=str(lao_id))


def _choose(view: View, area: LaoFilter) -> tuple[LaoFilter, tuple[str, ...], str]:
    """Show the filters and the order; return the filter, the answers and the order."""
    t, anything = view.t, view.t("filter.anything")
    in_provinces = area.province_codes
    columns = st.columns(4 if in_provinces else 5)
    if not in_provinces:
        with columns[0]:
            names = province_names(view.language, area.regions)
            in_provinces = choices.several(t("filter.province"), names, "in", placeholder=anything)
    with columns[-4]:
        names = {code: named.name(view.language) for code, named in lao_types().items()}
        of_types = choices.several(t("filter.type"), names, "type", placeholder=anything)
    with columns[-3]:
        names = {state: t(f"survey.state_{state}") for state in SURVEY_STATES}
        states = choices.several(t("survey.filter"), names, "answers", placeholder=anything)
    with columns[-2]:
        search = choices.words(
            t("filter.search"), "q", placeholder=t("filter.search_hint"), icon=":material/search:"
        )
    with columns[-1]:
        names = {order: t(f"survey.order_{order}") for order in LIST_ORDERS}
        order = choices.select(t("survey.list_order"), names, _ORDER, LIST_ORDERS[0])
    wanted = LaoFilter(
        regions=area.regions, province_codes=in_provinces, lao_types=of_types, search=search
    )
    return wanted, states, order
