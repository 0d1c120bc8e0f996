"""The parts of the page of changes."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from itasdash.charts.changes import flow_chart, move_bars
from itasdash.documents.cards import Card
from itasdash.documents.changes import account_sentence, account_table, balance_table, change_list
from itasdash.documents.rate_tables import rates_table
from itasdash.i18n.numbers import signed
from itasdash.metrics.changes import (
    GAINED,
    LISTS,
    LOST,
    Changes,
    balance,
    moves_by_province,
    registered_account,
    whole_flow,
)
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.reference import all_provinces
from itasdash.ui.parts.cards import show_cards
from itasdash.ui.parts.charts import show_chart
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.filters import province_names
from itasdash.ui.parts.frame import page_head
from itasdash.ui.parts.tables import all_counts, rates_columns, show_laos, show_table
from itasdash.ui.shell import choices
from itasdash.ui.shell.kept import kept, kept_under
from itasdash.ui.shell.loading import Loader, load_rates, load_snapshot
from itasdash.ui.shell.navigation import open_page
from itasdash.ui.shell.over_time import load_changes
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View

# From this height on the bars of all provinces scroll in their card.
_SCROLL = 760


def changes_part(view: View, head: DeltaGenerator) -> None:
    """Show what changed between the snapshot of the view and the earlier one."""
    t = view.t
    if view.before is None:
        with head:
            page_head(view, t("page.changes"))
        st.info(t("changes.needs_two"), icon=":material/info:")
        return
    if view.info.summary_only or view.before.summary_only:
        with head:
            page_head(view, t("page.changes"))
        st.info(t("changes.summary_only"), icon=":material/info:")
        _gains(view)
        return
    found = load_changes(view, view.before)
    with head:
        page_head(view, _title(view, found))
    show_cards(_cards(view, found))
    left, right = st.columns([5, 7])
    with left:
        flow = kept(whole_flow, found.states)
        show_chart(view, kept(flow_chart, flow, view.look), "flow", compared=True)
    with right:
        _sums(view, found)
    left, right = st.columns([5, 7])
    with left:
        clicked = _moves(view, found)
    with right:
        _lists(view, found)
    if clicked:
        choices.choose("in", clicked)
        st.rerun()


def _title(view: View, found: Changes) -> str:
    t = view.t
    done, back = len(found.completed), len(found.regressed)
    if not done and not back:
        return t("changes.found_nothing")
    words = t("changes.found", count=done)
    return (
        t("changes.both", first=words, second=t("changes.found_back", count=back))
        if back
        else words
    )


def _cards(view: View, found: Changes) -> list[Card]:
    t, look = view.t, view.look
    counted = {name: len(found.rows(name)) for name in LISTS}
    register = {
        "added": counted["added"],
        "removed": counted["removed"],
        "changed": counted["type_changed"],
    }
    net = counted["added"] - counted["removed"]
    cards = [
        Card(
            t(f"changes.card_{card}"),
            look.count(counted[name]),
            t(f"changes.card_{card}_note"),
            needs_action=name == "regressed" and counted[name] > 0,
        )
        for card, name in (
            ("completed", "completed"),
            ("regressed", "regressed"),
            ("partly", "partly"),
        )
    ]
    note = t("changes.card_register_note", **register)
    cards.append(Card(t("changes.card_register"), signed(net) if net else "0", note))
    silent = look.count(counted["no_longer_known"])
    return [*cards, Card(t("changes.card_silent"), silent, t("changes.card_silent_note"))]


def _sums(view: View, found: Changes) -> None:
    """Show why the number of registered LAOs is another, and how every state adds up."""
    t = view.t
    with st.container(border=True, height="stretch"):
        st.header(t("changes.account"), anchor=False)
        st.markdown(plain(account_sentence(_registered(found), view.language)))
        st.header(t("changes.balance"), anchor=False)
        st.caption(plain(t("changes.balance_note")))
        table = kept(balance_table, kept(balance, found.states), view.language)
        show_table(table, t("changes.balance"), "balance", all_counts(table))
        _note_other_counts(view, found)
        unmatched = [
            int(load_snapshot(view.store, info).status["lao_id"].isna().sum())
            for info in (view.before, view.info)
            if info is not None
        ]
        if any(unmatched):
            before, after = unmatched
            st.caption(plain(t("changes.unmatched", before=before, after=after)))


def _registered(found: Changes) -> dict[str, int]:
    return kept(registered_account, found.states)


def _note_other_counts(view: View, found: Changes) -> None:
    """Say so where other pages count the claims of a summary and not the LAOs."""
    counted = []
    for info in (view.before, view.info):
        if info is not None:
            rates = load_rates(view.store, info, "country", view.language)
            number = rates["registered"].iloc[0]
            counted.append(None if pd.isna(number) else int(number))
    registered = _registered(found)
    own = [registered["before"], registered["after"]]
    if counted != own:
        before, after = map(view.look.count, counted)
        st.info(
            plain(view.t("changes.counted_otherwise", before=before, after=after)),
            icon=":material/info:",
        )


def _moves(view: View, found: Changes) -> str | None:
    """Show what each province gained and lost; return the province that was clicked."""
    moves = kept(moves_by_province, found.states)
    names = {code: province.name(view.language) for code, province in all_provinces().items()}
    bars = kept(_move_bars, moves, names)
    table = kept(account_table, moves, view.language)
    chart = kept(move_bars, bars, view.look)
    note = view.t("chart.click_list")
    looks = all_counts(table)
    return show_chart(view, chart, "moves", table, looks, note, scroll=_SCROLL, compared=True)


def _move_bars(moves: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    return moves.assign(
        name_th=moves["province_code"].map(names),
        up=moves[list(GAINED)].sum(axis=1),
        down=moves[list(LOST)].sum(axis=1),
    )


def _gains(view: View) -> None:
    """Show what each province gained on balance, where nobody is named."""
    rates = Loader(view).rates("province")
    gain = rates["gain_laos"].astype("Float64")
    bars = rates.assign(up=gain.clip(lower=0), down=(-gain).clip(lower=0))
    table = kept(rates_table, rates, "province", view.language)
    chart = kept(move_bars, bars[["province_code", "name_th", "up", "down"]], view.look)
    looks = rates_columns(view.t, view.look.colour("primary"))
    show_chart(view, chart, "moves", table, looks, scroll=_SCROLL, compared=True)


def _lists(view: View, found: Changes) -> None:
    """Show who changed, a list at a time, perhaps of some provinces, with downloads."""
    t, language = view.t, view.language
    with st.container(border=True, height="stretch"):
        st.header(t("changes.list"), anchor=False)
        names = province_names(language)
        place = st.container()
        in_provinces = choices.several(
            t("filter.province"), names, "in", placeholder=t("filter.anything")
        )
        wanted = LaoFilter(province_codes=in_provinces)
        offered = {
            name: t(f"changes.list_{name}", count=_count(rows, in_provinces))
            for name, rows in ((name, found.rows(name)) for name in LISTS)
            # One that is empty in these provinces only stays, so that the choice does.
            if len(rows) or name == LISTS[0]
        }
        with place:
            chosen = choices.segments(t("changes.list"), offered, "list", LISTS[0])
        rows = kept_under(
            ("change_rows", found.states, chosen, wanted),
            lambda: select_laos(found.rows(chosen), wanted),
        )
        if rows.empty:
            st.info(t("changes.no_rows"), icon=":material/filter_alt_off:")
            return
        title = t(f"changes.{chosen}", count=len(rows))
        table = kept(change_list, rows, chosen, language)
        words = [offered[chosen], *(names[code] for code in in_provinces)]
        download_table(view, table, t("page.changes"), words, "changes", compared=True)
        row = show_laos(view, table, title)
    if row is not None:
        open_page("unregistered", lao=str(rows["lao_id"].iloc[row]))


def _count(rows: pd.DataFrame, province_codes: tuple[str, ...]) -> int:
    """Return how many rows are of some provinces, or of all where none is named."""
    return int(rows["province_code"].isin(province_codes).sum()) if province_codes else len(rows)
