"""Whether registration is fast enough: in sentences, as a range, and province by province."""

from datetime import date, datetime, time, timedelta

import pandas as pd
import streamlit as st

from itasdash.charts.pace import projection_chart
from itasdash.documents.pace import (
    ordered_paces,
    pace_sentences,
    pace_table,
    projection_sentence,
    warning_sentence,
)
from itasdash.i18n.numbers import SCREEN_DECIMAL, whole_percent
from itasdash.metrics.pace import paces, project
from itasdash.thai.dates import BANGKOK, format_date
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.tables import all_counts, show_table
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View

_TARGETS = ("100", "95", "90", "80", "70", "60", "50")


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over: the last day counts in full."""
    return datetime.combine(day + timedelta(days=1), time(), BANGKOK)


def pace_part(view: View) -> None:
    """Show the pace lately and the pace needed, the range that may come of it, and provinces."""
    t, load = view.t, Loader(view)
    deadline = load.deadline
    if deadline is None:
        with st.container(border=True):
            st.header(t("pace.title"), anchor=False)
            st.info(t("pace.no_deadline", year=view.info.fiscal_year), icon=":material/event:")
        return
    country, provinces = load.trend("country"), load.trend("province")
    if country.empty:
        return
    left, right = st.columns([5, 7])
    with left:
        target = _country_part(view, country, deadline)
    with right:
        _provinces_part(view, kept(paces, provinces, end_of(deadline), target), deadline, target)


def _country_part(view: View, country: pd.DataFrame, deadline: date) -> float:
    """Show the pace of the country and the range; return the target that was chosen, 0 to 1."""
    t, look = view.t, view.look
    day = format_date(deadline, view.language)
    with st.container(border=True):
        st.header(t("pace.title"), anchor=False)
        names = {code: t("pace.target_is", percent=code) for code in _TARGETS}
        target = int(choices.select(t("pace.target"), names, "target", "100", width=160)) / 100
        own = kept(paces, country, end_of(deadline), target).iloc[0]
        projection = kept(project, country, end_of(deadline))
        warning = warning_sentence(own, projection, view.language)
        for sentence in (*pace_sentences(own, look, day), warning):
            if sentence:
                st.markdown(plain(sentence))
    words = projection_sentence(projection, view.language, day)
    if projection.reason:
        st.info(plain(words), icon=":material/timeline:")
        return target
    chart = kept(projection_chart, country, projection, look, deadline, Loader(view).calendar)

    def assumption() -> None:
        st.caption(plain(words))

    show_chart(view, chart, "projection", below=assumption)
    return target


def _provinces_part(view: View, found: pd.DataFrame, deadline: date, target: float) -> None:
    """Show which provinces will make it at their present pace, those furthest from it on top."""
    t = view.t
    late = found[found["verdict"].isin(["short", "still", "over"])]
    laos = int(late["short"].fillna(late["missing"]).sum())
    title = t("pace.provinces_none")
    if len(late):
        over = late["verdict"].eq("over").any()
        title = t("pace.provinces_over" if over else "pace.provinces", count=len(late), laos=laos)
    # After the deadline nothing is needed a day, and nothing will be missing.
    table = kept(pace_table, kept(ordered_paces, found), "province", view.language).dropna(
        axis=1, how="all"
    )
    looks = all_counts(table)
    for name in ("column_recent", "column_needed"):
        label = t(f"pace.{name}")
        looks[label] = st.column_config.NumberColumn(label, format=SCREEN_DECIMAL)
    with st.container(border=True, height="stretch"):
        st.header(plain(title), anchor=False)
        st.caption(plain(t("pace.provinces_note")))
        show_table(table, title, "paces", looks)
        words = [
            t("pace.target_is", percent=whole_percent(target)),
            t("pace.until", day=format_date(deadline, view.language)),
        ]
        download_table(view, table, t("pace.title"), words, "paces")


def province_pace(view: View, code: str) -> None:
    """Show the pace of one province in sentences; nothing where there is no deadline or trend."""
    load = Loader(view)
    trend = load.trend("province")
    own = trend[trend["key"] == code]
    if load.deadline is None or own.empty:
        return
    row = kept(paces, own, end_of(load.deadline)).iloc[0]
    day = format_date(load.deadline, view.language)
    with st.container(border=True):
        st.header(view.t("pace.title"), anchor=False)
        st.markdown(plain(" · ".join(pace_sentences(row, view.look, day))))
