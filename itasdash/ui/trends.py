"""The parts of the page of trends."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from itasdash.charts import count_trend, rate_trend
from itasdash.charts.multiples import PANEL_ORDERS, rate_panels
from itasdash.charts.trend import role_trend
from itasdash.charts.years import year_lines
from itasdash.documents.filters import choice_name
from itasdash.documents.provenance import with_open_errors
from itasdash.documents.rate_tables import trend_table
from itasdash.metrics import with_gaps
from itasdash.metrics.calendar import first_entry
from itasdash.metrics.years import by_day
from itasdash.reference import lao_types, provinces
from itasdash.ui.parts.calendar import calendar_part
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.filters import province_names
from itasdash.ui.parts.pace import pace_part
from itasdash.ui.parts.tables import rates_columns, show_table
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept, kept_under
from itasdash.ui.shell.loading import Loader, history_key
from itasdash.ui.shell.navigation import open_page
from itasdash.ui.shell.view import View

# What a chart across the page has at least, in pixels.
_WIDTH = 640
# From this height on the panels scroll in their card.
_SCROLL = 760
_COUNTRY = "TH"
_PANELS = ("province", "region", "type")


def trends_part(view: View, series: pd.DataFrame, words: Sequence[str]) -> None:
    """Show rates and counts over the snapshots, and their table.

    Args:
        view: what the page shows, with its filters.
        series: the chosen groups, as :func:`itasdash.metrics.trend` gives them.
        words: the choice in short words.
    """
    t, look = view.t, view.look
    if len(view.so_far) == 1:
        st.info(t("trends.one_snapshot"), icon=":material/info:")
    columns = rates_columns(t, look.colour("primary"))
    table = kept(trend_table, series, view.language)
    load = Loader(view)
    show_chart(
        view,
        kept(rate_trend, _with_gaps(view, series), look, load.deadline, load.calendar, _WIDTH),
        "rates",
        table,
        columns,
    )
    chosen = [key for key in series["key"].unique() if key in provinces()]
    name = choice_name(words, len(chosen), view.language) if chosen else ""
    whole = load.trend_together(chosen, name) if chosen else load.trend("country")
    gaps = _with_gaps(view, whole)
    counts = partial(kept, trend_table, whole, view.language)
    chart = kept(count_trend, gaps, look, load.calendar, _WIDTH)
    show_chart(view, chart.about(name, look) if name else chart, "counts", counts, columns)
    chart = kept(role_trend, gaps, look, load.calendar, _WIDTH)
    show_chart(view, chart.about(name, look) if name else chart, "roles_over_time")
    # What follows is of all provinces, or has a choice of its own.
    everything = view.filtered(())
    pace_part(everything)
    _panels_part(everything, load)
    _years_part(everything, load)
    calendar_part(everything)
    with st.container(border=True):
        st.header(t("trends.table"), anchor=False)
        errors = {as_of: count for as_of, count in view.open_errors_by_moment.items() if count}
        table = kept(with_open_errors, table, errors, view.language)
        show_table(table, t("trends.table"), key="trend_table", columns=columns)
        download_table(view, table, t("page.trends"), words, "trends")


def _with_gaps(view: View, history: pd.DataFrame) -> pd.DataFrame:
    """Return a trend with a gap at each snapshot of the fiscal year so far that it has not."""
    moments = [info.as_of for info in view.so_far]
    grounds = ("with_gaps", history, history_key(view.so_far))
    return kept_under(grounds, lambda: with_gaps(history, moments))


def _panels_part(view: View, load: Loader) -> None:
    """Show a small chart per province, region or LAO type; a click on a province opens it."""
    t, look = view.t, view.look
    by_names = {by: t(f"panels.by_{by}") for by in _PANELS}
    orders: dict[str, str] = {order: t(f"panels.order_{order}") for order in PANEL_ORDERS}
    by_order = {str(order): order for order in PANEL_ORDERS}
    by = choices.chosen("panels", by_names, _PANELS[0])
    order = by_order[choices.chosen("panel_order", orders, PANEL_ORDERS[0])]
    groups, country = load.trend(by), load.trend("country")
    moments = [info.as_of for info in view.so_far]
    chart = kept_under(
        ("rate_panels", groups, country, look, order, history_key(view.so_far)),
        lambda: rate_panels(groups, country, look, order, moments),
    )

    def controls() -> None:
        with st.container(horizontal=True):
            choices.segments(t("panels.by"), by_names, "panels", _PANELS[0])
            choices.segments(t("panels.order"), orders, "panel_order", PANEL_ORDERS[0])

    columns = rates_columns(t, look.colour("primary"))
    table = partial(kept, trend_table, groups, view.language)
    if chart.is_empty:
        # Without its card the choice of what it shows would be lost.
        controls()
    note = t("chart.click_province") if by == "province" else ""
    clicked = show_chart(
        view, chart, "panels", table, columns, note, scroll=_SCROLL, controls=controls
    )
    if clicked and by == "province":
        open_page("provinces", province=clicked)


def _years_part(view: View, load: Loader) -> None:
    """Show the fiscal years beside each other, where the store holds more than one."""
    t, year = view.t, view.info.fiscal_year
    years = {info.fiscal_year for info in view.snapshots}
    if len(years) < 2:
        return
    types = {code: named.name(view.language) for code, named in lao_types().items()}
    groups = {_COUNTRY: t("trends.by_country"), **types, **province_names(view.language)}
    code = choices.chosen("year_group", groups, _COUNTRY)
    by = "country" if code == _COUNTRY else "type" if code in types else "province"
    starts = {each: first_entry(each, view.store.calendar()) for each in years}
    known = {each: day for each, day in starts.items() if day is not None}
    since = {"october": t("years.since_october")}
    if len(known) == len(years):
        since["calendar"] = t("years.since_calendar")
    chosen = choices.chosen("since", since, "october")
    history = load.trend_of_years(by, code)
    every = kept(by_day, history, known if chosen == "calendar" else None)
    days = kept(_known_at, every, view.info.as_of, year)
    chart = kept(year_lines, days, view.look, year, from_october=chosen == "october")

    def controls() -> None:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            choices.select(t("years.group"), groups, "year_group", _COUNTRY, width=260)
            if len(since) > 1:
                choices.segments(t("years.since"), since, "since", "october")

    if chart.is_empty:
        controls()
    columns = rates_columns(t, view.look.colour("primary"))
    show_chart(
        view,
        chart,
        "years",
        partial(kept, trend_table, days, view.language),
        columns,
        controls=controls,
    )


def _known_at(days: pd.DataFrame, as_of: datetime, fiscal_year: int) -> pd.DataFrame:
    """Return days of years without those of a fiscal year that came after a moment."""
    known = (days["as_of"] <= as_of) | (days["fiscal_year"] != fiscal_year)
    return days[known].reset_index(drop=True)
