"""The surveys of the country in parts, each of which stands on the page and alone in a meeting."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from itasdash.charts import Chart, Look, enlarged
from itasdash.charts.maps import Measure
from itasdash.charts.surveys import survey_bars, survey_lines, survey_map, survey_push
from itasdash.documents.survey_tables import not_printed, survey_table, survey_trend_table
from itasdash.documents.surveys import survey_cards, survey_notes, survey_sentence
from itasdash.i18n.numbers import SCREEN_DECIMAL
from itasdash.metrics.provinces import ProvinceFilter
from itasdash.ui.parts.cards import show_survey_cards
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.survey_data import SurveyData
from itasdash.ui.parts.tables import all_counts, choose_row, fixed_widths, rate_column, show_table
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.text import on_screen, plain
from itasdash.ui.shell.view import View

# How much larger charts are drawn for a meeting; the map is as tall as a screen already.
LARGE, _LARGE_MAP = 1.4, 0.84
_BARS, BARS_LARGE = 12, 12
_ROWS = 14
_MEASURES: tuple[Measure, ...] = ("rate", "outstanding")


class Surveys:
    """What the page shows of one survey or both, loaded when a part asks for it.

    Attributes:
        clicked: the province that was clicked in any part, None where none was.
    """

    def __init__(
        self,
        view: View,
        instruments: tuple[str, ...],
        area: ProvinceFilter,
        *,
        large: bool = False,
    ) -> None:
        codes = () if area == ProvinceFilter() else area.province_codes()
        self._view, self._instruments, self._large = view, instruments, large
        # Areas that do not overlap have no province in common, and are not the whole country.
        self._data = SurveyData(view, codes if area == ProvinceFilter() else codes or ("",))
        self._looks = survey_looks(view, instruments)
        self._chosen: Measure | None = None
        self.clicked: str | None = None

    @property
    def title(self) -> str:
        """How far the surveys have come, in a sentence for each."""
        return kept(
            _title,
            {each: self._country(each) for each in self._instruments},
            {each: self._provinces(each) for each in self._instruments},
            self._view.look,
        )

    @property
    def tells_laos(self) -> bool:
        """Whether any number is of single LAOs, and not of a summary alone."""
        return any(self._data.source_table(each) == "laos" for each in self._instruments)

    def _country(self, instrument: str) -> pd.DataFrame:
        return self._data.surveys(instrument, "country")

    def _provinces(self, instrument: str) -> pd.DataFrame:
        return self._data.surveys(instrument, "province")

    def cards(self) -> None:
        """Show five numbers of each survey, each with its history."""
        look, view = self._view.look, self._view
        for instrument in self._instruments:
            country = self._country(instrument).iloc[0]
            cards = kept(survey_cards, country, self._provinces(instrument), instrument, look)
            trend = self._data.trend(instrument)
            show_survey_cards(view, cards, trend)

    def notes(self) -> None:
        """Say what must be known to read the numbers."""
        view, t = self._view, self._view.t
        countries = {each: self._country(each) for each in self._instruments}
        provinces = {each: self._provinces(each) for each in self._instruments}
        odd = self._data.answered_unregistered
        # What is kept is shared and stays as it is.
        notes = [
            *kept(survey_notes, countries, provinces, view.look),
            *([t("survey.odd", count=odd)] if odd else []),
        ]
        quotas = [note for each in self._instruments for note in self._data.quota_notes(each)]
        st.caption(plain(" · ".join([*quotas, *notes])))
        answered = [frame.iloc[0]["answered"] for frame in countries.values()]
        if not any(bool(number) for number in answered if not pd.isna(number)):
            st.info(t("survey.first"), icon=":material/info:")

    def side_by_side(self, part: Callable[[str], object]) -> None:
        """Show a part for each survey, two of them beside each other."""
        for column, instrument in zip(
            st.columns(len(self._instruments)), self._instruments, strict=True
        ):
            with column:
                part(instrument)

    def map(self, instrument: str, *, titled: bool = True) -> str:
        """Show the map of a survey; return its finding."""
        frame = self._provinces(instrument)
        chart = kept(
            survey_map, frame, self._view.look, instrument, self._measure, wide=self._large
        )
        return self._by_province(chart, f"map_{instrument}", instrument, titled=titled)

    @property
    def _measure(self) -> Measure:
        """What the maps show, asked for once in a run."""
        if self._chosen is None:
            measures: dict[str, Measure] = {str(measure): measure for measure in _MEASURES}
            code = str(_MEASURES[0])
            if self.tells_laos:
                code = choices.chosen("map", self._measure_names, code)
            self._chosen = measures[code]
        return self._chosen

    @property
    def _measure_names(self) -> dict[str, str]:
        return {str(measure): self._view.t(f"survey.map_{measure}") for measure in _MEASURES}

    def measures(self) -> None:
        """Show the choice of what the maps show, where there is one."""
        if not self.tells_laos:
            return
        # What is chosen is asked for before its widget stands on the page.
        _ = self._measure
        label, first = self._view.t("map.label"), _MEASURES[0]
        choices.segments(label, self._measure_names, "map", first, label_visibility="collapsed")

    def push(self, instrument: str, *, titled: bool = True) -> str:
        """Show the provinces that lack most respondents; return the finding."""
        limit = BARS_LARGE if self._large else _BARS
        chart = kept(survey_push, self._provinces(instrument), self._view.look, instrument, limit)
        return self._by_province(chart, f"push_{instrument}", instrument, titled=titled)

    def lowest(self, instrument: str) -> str:
        """Show the provinces with the lowest attainment; return the finding."""
        chart = kept(
            survey_bars,
            self._provinces(instrument),
            self._view.look,
            instrument,
            "province_code",
            limit=BARS_LARGE,
        )
        return self._by_province(chart, f"lowest_{instrument}", instrument)

    def groups(self, by: str, key: str, instrument: str) -> None:
        """Show the attainment of types or regions, where it is told."""
        frame = self._data.surveys(instrument, by)
        if not frame["attainment"].notna().any():
            return
        chart = kept(survey_bars, frame, self._view.look, instrument, key)
        table = partial(kept, survey_table, {instrument: frame}, by, self._language)
        self._show(chart, f"{by}_{instrument}", table)

    def trend(self, *, titled: bool = True) -> str:
        """Show the surveys over the snapshots; return the finding."""
        trends = {each: self._data.trend(each) for each in self._instruments}
        chart = kept(survey_lines, trends, self._view.look, Loader(self._view).calendar)
        table = partial(kept, survey_trend_table, trends, self._language)
        return self._show(chart, "survey_trend", table, titled=titled)

    def table(self, words: list[str]) -> None:
        """Show all provinces with a total row, and their download; a click opens one."""
        t, view = self._view.t, self._view
        frames = {each: self._provinces(each) for each in self._instruments}
        first = next(iter(frames.values()))
        with st.container(border=True):
            st.header(t("survey.table"), anchor=False)
            st.caption(
                " ".join([plain(t("survey.table_note")), on_screen(t("survey.table_click"))])
            )
            table = kept(survey_table, frames, "province", view.language)
            name = t("province.total", count=len(first))
            countries = {each: self._country(each) for each in frames}
            total = kept(_total_row, countries, tuple(table.columns), name, view.language)
            fixed = fixed_widths(table, self._looks, name)
            with st.container(gap=None, key="provinces_total"):
                row = choose_row(
                    table,
                    t("survey.table"),
                    "surveys",
                    fixed,
                    rows_shown=_ROWS,
                    total=total,
                    not_printed=not_printed(t, self._instruments),
                )
                show_table(total, name, "surveys_sum", fixed, printed=False)
            download_table(view, table, t("survey.table"), words, "surveys")
        if row is not None:
            self.clicked = str(first["province_code"].iloc[row])

    def steps(self) -> dict[str, Callable[[], str]]:
        """Return what draws each step of meeting mode, and returns its title."""
        return {
            "stand": self._stand,
            "map": lambda: self._each(self.map, self.lowest),
            "push": self._push,
            "trend": lambda: self.trend(titled=False),
        }

    def _stand(self) -> str:
        self.cards()
        self.notes()
        return self.title

    def _push(self) -> str:
        missing = [self._provinces(each)["missing"] for each in self._instruments]
        if all(each.notna().all() and not each.sum() for each in missing):
            # So few bars have the whole width, one survey below the other.
            for each in self._instruments:
                self._by_type(each)
            return self.title
        return self._each(self.push, self._by_type)

    def _by_type(self, instrument: str) -> None:
        self.groups("type", "lao_type", instrument)

    def _each(self, main: Callable[..., str], beside: Callable[[str], object]) -> str:
        """Show a part of both surveys side by side, or of one with another part beside it."""
        if len(self._instruments) > 1:
            titles: list[str] = []
            self.side_by_side(lambda instrument: titles.append(main(instrument)))
            return self.title
        (only,) = self._instruments
        left, right = st.columns(2)
        with left:
            title = main(only, titled=False)
        with right:
            beside(only)
        return title

    @property
    def _language(self) -> str:
        return self._view.language

    def _by_province(
        self,
        chart: Chart,
        key: str,
        instrument: str,
        *,
        titled: bool = True,
    ) -> str:
        provinces = {instrument: self._provinces(instrument)}
        table = partial(kept, survey_table, provinces, "province", self._language)
        note = "" if self._large else self._view.t("chart.click_province")
        return self._show(chart, key, table, note, titled=titled)

    def _show(
        self,
        chart: Chart,
        key: str,
        table: Callable[[], pd.DataFrame],
        note: str = "",
        *,
        titled: bool = True,
    ) -> str:
        factor = _LARGE_MAP if key.startswith("map") else LARGE
        shown = kept(enlarged, chart, factor) if self._large else chart
        clicked = show_chart(self._view, shown, key, table, self._looks, note, titled=titled)
        if note and clicked:
            self.clicked = clicked
        return chart.title


def _title(
    countries: Mapping[str, pd.DataFrame], provinces: Mapping[str, pd.DataFrame], look: Look
) -> str:
    """Return how far the surveys have come, in a sentence for each."""
    # Two surveys fill the title: where their respondents are missing stands on the cards.
    number = None if len(countries) == 1 else 0
    return " · ".join(
        survey_sentence(country, provinces[each].iloc[:number], each, look)
        for each, country in countries.items()
    )


def _total_row(
    countries: Mapping[str, pd.DataFrame], columns: Sequence[str], name: str, language: str
) -> pd.DataFrame:
    """Return the row of all groups together, with the columns of their table."""
    named = {each: country.assign(name_th=name) for each, country in countries.items()}
    return survey_table(named, "province", language).reindex(columns=list(columns))


def survey_looks(view: View, instruments: tuple[str, ...]) -> dict[str, object]:
    """Return the looks of the columns of tables of surveys."""
    t, colour = view.t, view.look.colour("primary")
    looks: dict[str, object] = {}
    for instrument in instruments:
        name = instrument.upper()
        heading = t("survey.column_attainment", instrument=name)
        looks[heading] = rate_column(heading, colour)
        heading = t("survey.column_raw_share", instrument=name)
        looks[heading] = st.column_config.NumberColumn(heading, format=SCREEN_DECIMAL)
        counts = ("quota", "answered", "counted", "missing", "met", "with_quota", "none")
        more = ("with_data", "without_quota", "zero_quota")
        headings = [t(f"survey.column_{each}", instrument=name) for each in (*counts, *more)]
        looks |= all_counts(pd.DataFrame({heading: [0] for heading in headings}))
    heading = t("column.expected")
    return looks | all_counts(pd.DataFrame({heading: [0]}))
