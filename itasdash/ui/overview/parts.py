"""The overview in parts, each of which stands on the page and alone in meeting mode."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from itasdash.charts import (
    Chart,
    enlarged,
    group_outstanding,
    movers,
    outstanding_bars,
    rate_bars,
    rate_trend,
    role_gap,
    unregistered_roles,
)
from itasdash.charts.road import road_bars
from itasdash.documents.headline import headline_trend
from itasdash.documents.rate_tables import (
    in_order,
    outstanding_states_table,
    rates_table,
    trend_table,
)
from itasdash.documents.summary import summary_sentences
from itasdash.documents.survey_tables import road_table
from itasdash.metrics.comparison import stagnant
from itasdash.ui.overview.data import OverviewData
from itasdash.ui.overview.fallen import show_fallen
from itasdash.ui.overview.last import LATE, last_laos, show_last
from itasdash.ui.parts.brief import brief_button
from itasdash.ui.parts.cards import show_headline
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.map import chosen_map
from itasdash.ui.parts.meeting import meeting_button
from itasdash.ui.parts.slides import slides_button
from itasdash.ui.parts.tables import Columns, all_counts, rates_columns
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.navigation import way_to
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View

# How much larger charts are drawn for a meeting; the map is as tall as a screen already, and the
# trend has little to read.
_LARGE = {"map": 0.84, "trend": 1.7}
_LARGER = 1.4
_BARS, _BARS_LARGE = 15, 12
# Beside two charts above each other there is room for more.
_PUSH_LARGE = 18
# How many provinces that stand still are named.
_STILL = 6
# In which order the rows of the charts of provinces stand; the map has none.
_ORDERS = {"outstanding": "outstanding", "lowest": "lowest", "movers": "gain"}


class Overview:
    """What the overview shows of a view, loaded when a part asks for it.

    Attributes:
        clicked: the province that was clicked in any of the charts, None where none was.
    """

    def __init__(self, view: View, *, large: bool = False) -> None:
        self._view = view
        self._data = OverviewData(view)
        self._large = large
        self._titled = True
        self._columns = rates_columns(view.t, view.look.colour("primary"))
        self.clicked: str | None = None

    @property
    def title(self) -> str:
        """Where things stand, in a sentence."""
        return self._data.title

    @property
    def is_compared(self) -> bool:
        """Whether there is an earlier snapshot to compare with."""
        return self._view.before is not None

    @property
    def is_complete(self) -> bool:
        """Whether every LAO has registered: nothing is to be pushed, and the surveys are next."""
        headline = self._data.headline
        return headline.outstanding == 0 and (headline.rate or 0.0) >= 1

    @property
    def _bars(self) -> int:
        return _BARS_LARGE if self._large else _BARS

    def fallen(self) -> None:
        """Say where fewer are registered than before, with the way to their names."""
        show_fallen(self._view, self._data.headline.gain_laos)

    def cards(self) -> None:
        """Show the headline numbers, each with its course."""
        trend = kept(headline_trend, self._data.trend("country"), self._data.trend("province"))
        show_headline(self._view, self._data.headline, trend)

    def words(self) -> None:
        """Show the summary in words, ready to be copied into a message."""
        view = self._view
        sentences = kept(
            summary_sentences,
            self._data.headline,
            self._data.provinces,
            view.look,
            view.info.as_of,
            view.before.as_of if view.before else None,
            self._data.deadline,
            self._data.surveys.road("country") if self._data.surveys.instruments else None,
        )
        with st.container(border=True, height="stretch", key="words"):
            if not self._large:
                st.header(view.t("summary.title"), anchor=False)
            marks = view.marks.words(view.language)
            st.code("\n".join([*marks, *sentences]), language=None, wrap_lines=True)

    def map(self) -> str:
        """Show the map of the provinces; return its finding."""
        chart, controls = chosen_map(self._view, self._data.provinces, large=self._large)
        return self._by_province(chart, "map", None if self._large else controls)

    def push(self) -> str:
        """Show the provinces with most outstanding LAOs, or the last LAOs by name.

        Returns the finding.
        """
        t = self._view.t
        last = last_laos(self._view, self._data.headline, large=self._large)
        if last is not None:
            return show_last(self._view, last, large=self._large, titled=self._titled)
        chart = kept(
            outstanding_bars,
            self._data.provinces,
            self._view.look,
            _PUSH_LARGE if self._large else _BARS,
        )

        def ways() -> None:
            with st.container(horizontal=True):
                label = t("overview.all_provinces", count=len(self._data.provinces))
                way_to("provinces", label, order="outstanding")
                label = t("overview.all_outstanding", count=self._data.headline.outstanding or 0)
                way_to("unregistered", label)

        return self._by_province(chart, "outstanding", below=None if self._large else ways)

    def worst(self) -> str:
        """Show the provinces with the lowest rates; return the finding."""
        chart = kept(
            rate_bars,
            self._data.provinces,
            self._view.look,
            "province_code",
            "lowest",
            limit=self._bars,
        )
        return self._by_province(chart, "lowest")

    def movers(self) -> str | None:
        """Show which provinces moved most and least, and which not at all; return the finding.

        None, and nothing, where there is no earlier snapshot.
        """
        if not self.is_compared:
            return None
        quiet = stagnant(self._data.provinces)
        t = self._view.t

        def not_at_all() -> None:
            if len(quiet):
                names = ", ".join(quiet["name_th"].head(_STILL))
                more = t("overview.still_more") if len(quiet) > _STILL else ""
                words = t("overview.still", count=len(quiet), names=names, more=more)
                st.caption(plain(words))

        chart = kept(movers, self._data.provinces, self._view.look)
        return self._by_province(chart, "movers", not_at_all)

    def roles(self) -> str | None:
        """Show how far executives are behind; None, and nothing, where that is not told."""
        types = self._data.rates("type")
        chart = kept(role_gap, types, self._view.look) if len(types) else None
        if chart is None:
            return None
        table = partial(kept, rates_table, types, "type", self._view.language, roles=True)
        return self._show(chart, "roles", table)

    def road(self) -> str | None:
        """Show where the LAOs stand on the whole road; None, and nothing, without surveys."""
        data, view = self._data.surveys, self._view
        if not data.instruments:
            return None
        regions, country = data.road("region"), data.road("country")
        chart = kept(road_bars, regions, view.look, "region", country)
        table = kept(
            road_table, pd.concat([country, regions], ignore_index=True), "region", view.language
        )

        def ways() -> None:
            way_to("surveys", view.t("page.surveys"))

        looks, below = all_counts(table), None if self._large else ways
        return self._show(chart, "road", table, looks, below=below)

    def groups(self, by: str, key: str) -> None:
        """Show the outstanding LAOs of the types or regions, by who is missing where told."""
        view = self._view
        counts = self._data.outstanding_states(by)
        # Said once: the regions are about where they are.
        late = by == "type" and (self._data.headline.rate or 0.0) >= LATE
        chart = kept(unregistered_roles, counts, view.look, key, late=late) if len(counts) else None
        if chart is not None:
            table = kept(outstanding_states_table, counts, by, view.language)
            self._show(chart, by, table, all_counts(table))
            return
        rates = self._data.rates(by)
        if len(rates):
            chart = kept(group_outstanding, rates, view.look, key)
            ordered = kept(in_order, rates, "outstanding", by)
            self._show(chart, by, partial(kept, rates_table, ordered, by, view.language))

    def trend(self) -> str:
        """Show the rate over the snapshots; return the finding."""
        view = self._view
        trend = self._data.trend("country")
        chart = kept(rate_trend, trend, view.look, self._data.deadline, self._data.calendar)
        table = partial(kept, trend_table, trend, view.language)
        return self._show(chart, "trend", table)

    def actions(self) -> None:
        """Show what else can be done with the overview: a meeting, slides, pictures."""
        meeting_button(self._view.t)
        slides_button(self._view, self._data.headline)
        brief_button(self._view)

    def untitled(self, part: Callable[[], str]) -> str:
        """Show a part whose finding stands elsewhere as a title; return that finding."""
        self._titled = False
        title = part()
        self._titled = True
        return title

    def _by_province(
        self,
        chart: Chart,
        key: str,
        controls: Callable[[], None] | None = None,
        below: Callable[[], None] | None = None,
    ) -> str:
        # A meeting is led by its own keys.
        note = "" if self._large else self._view.t("chart.click_province")
        order = _ORDERS.get(key)
        rates = self._data.provinces
        # A twin reads as its chart does.

        def table() -> pd.DataFrame:
            ordered = kept(in_order, rates, order, "province") if order else rates
            return kept(rates_table, ordered, "province", self._view.language)

        return self._show(chart, key, table, note=note, controls=controls, below=below)

    def _show(
        self,
        chart: Chart,
        key: str,
        table: pd.DataFrame | Callable[[], pd.DataFrame],
        columns: Columns | None = None,
        note: str = "",
        controls: Callable[[], None] | None = None,
        below: Callable[[], None] | None = None,
    ) -> str:
        shown = kept(enlarged, chart, _LARGE.get(key, _LARGER)) if self._large else chart
        looks = columns or self._columns
        clicked = show_chart(
            self._view,
            shown,
            key,
            table,
            looks,
            note,
            controls=controls,
            below=below,
            titled=self._titled,
            compared=key == "movers",
        )
        if note and clicked:
            self.clicked = clicked
        return chart.title
