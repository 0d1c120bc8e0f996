"""The surveys of one province from the inside."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from itasdash.charts import enlarged
from itasdash.charts.surveys import survey_bars, survey_lines
from itasdash.documents.survey_tables import survey_table, survey_trend_table
from itasdash.documents.surveys import survey_cards
from itasdash.metrics import KEYS
from itasdash.metrics.selection import LaoFilter
from itasdash.reference import provinces
from itasdash.ui.parts.cards import show_survey_cards
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.frame import page_head
from itasdash.ui.parts.meeting import meeting_button
from itasdash.ui.parts.slides import load_headline, slides_button
from itasdash.ui.parts.survey_data import SurveyData
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View
from itasdash.ui.surveys.country import BARS_LARGE, LARGE, survey_looks
from itasdash.ui.surveys.laos import laos_part


def open_province(code: str) -> None:
    """Show a province from the next run on; all of them where ``code`` is empty."""
    choices.choose("province", code)


class ProvinceSurveys:
    """The surveys of a province in parts, each of which stands on the page and in a meeting."""

    def __init__(
        self, view: View, code: str, instruments: tuple[str, ...], *, large: bool = False
    ) -> None:
        self.name = provinces()[code].name(view.language)
        self._view, self._instruments, self._large = view, instruments, large
        self._data, self._looks = SurveyData(view, [code]), survey_looks(view, instruments)

    @property
    def title(self) -> str:
        """What the page is about."""
        return self._view.t("survey.province_title", name=self.name)

    @property
    def tells_laos(self) -> bool:
        """Whether any number is of single LAOs, and not of a summary alone."""
        return any(self._data.source_table(each) == "laos" for each in self._instruments)

    def cards(self) -> None:
        """Show five numbers of each survey, each with its history, and which quotas are used."""
        view, data, look = self._view, self._data, self._view.look
        for instrument in self._instruments:
            own = data.surveys(instrument, "country").iloc[0]
            trend = data.trend(instrument)
            cards = kept(survey_cards, own, pd.DataFrame(), instrument, look)
            show_survey_cards(view, cards, trend)
        quotas = [note for each in self._instruments for note in data.quota_notes(each)]
        st.caption(plain(" · ".join(quotas)))

    def groups(self, *kinds: str) -> None:
        """Show the attainment of districts, types or both, of two surveys side by side."""
        columns = st.columns(len(self._instruments))
        for column, instrument in zip(columns, self._instruments, strict=True):
            with column:
                for by in kinds:
                    self._bars(instrument, by)

    def _bars(self, instrument: str, by: str) -> None:
        frame = self._data.surveys(instrument, by)
        if not frame["attainment"].notna().any():
            return
        view = self._view
        # A meeting sees one screen: the lowest, and the table has them all.
        limit = BARS_LARGE if self._large else None
        chart = kept(survey_bars, frame, view.look, instrument, KEYS[by], limit=limit)
        table = partial(kept, survey_table, {instrument: frame}, by, view.language)
        shown = kept(enlarged, chart, LARGE) if self._large else chart
        show_chart(view, shown, f"{by}_{instrument}", table, self._looks)

    def trend(self) -> None:
        """Show the surveys over the snapshots."""
        view = self._view
        trends = {each: self._data.trend(each) for each in self._instruments}
        chart = kept(survey_lines, trends, view.look, Loader(view).calendar)
        table = partial(kept, survey_trend_table, trends, view.language)
        shown = kept(enlarged, chart, LARGE) if self._large else chart
        show_chart(view, shown, "survey_trend", table, self._looks)

    def steps(self) -> dict[str, Callable[[], str]]:
        """Return what draws each step of meeting mode, and returns its title."""
        return {
            "stand": lambda: self._titled(self.cards),
            "map": lambda: self._titled(lambda: self.groups("district")),
            "push": lambda: self._titled(self._types),
            "trend": lambda: self._titled(self.trend),
        }

    def _types(self) -> None:
        # So few bars have the whole width, one survey below the other.
        for instrument in self._instruments:
            self._bars(instrument, "type")

    def _titled(self, draw: Callable[[], None]) -> str:
        draw()
        return self.title


def province_part(
    view: View, code: str, instruments: tuple[str, ...], head: DeltaGenerator
) -> None:
    """Show a province: its numbers, districts, types, history and LAOs."""
    view = view.filtered([provinces()[code].name(view.language)])
    parts = ProvinceSurveys(view, code, instruments)

    def actions() -> None:
        meeting_button(view.t)
        slides_button(view, load_headline(view), code)

    with head:
        page_head(view, parts.title, actions=actions)
    parts.cards()
    parts.groups("district", "type")
    parts.trend()
    if parts.tells_laos:
        laos_part(view, instruments, LaoFilter(province_codes=(code,)))
