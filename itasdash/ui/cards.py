"""The cards with the headline numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from itasdash.documents.headline import Headline
from itasdash.schema import STATES
from itasdash.ui.text import plain
from itasdash.ui.view import View

# Below this width a card's figure of 36 px no longer fits in.
_NARROWEST = 168


@dataclass(frozen=True)
class Card:
    """A number with its label and what stands below it."""

    label: str
    value: str
    note: str = ""
    needs_action: bool = False


def show_cards(cards: Sequence[Card]) -> None:
    """Show cards side by side; on a narrow screen they wrap."""
    with st.grid(len(cards), min_column_width=_NARROWEST):
        for card in cards:
            value = plain(card.value)
            shown = f":orange[{value}]" if card.needs_action else value
            with st.container(border=True, height="stretch", gap=None):
                st.metric(plain(card.label), shown)
                # A delta of the metric would cut what does not fit; a caption wraps.
                st.caption(plain(card.note))


def headline_cards(view: View, headline: Headline) -> None:
    """Show the five national numbers."""
    t, look = view.t, view.look
    since = t("card.since", points=look.points(headline.gain_points))
    per_day = headline.gain_per_day
    pace = t("card.per_day", value=f"{per_day:,.0f}") if per_day and per_day >= 1 else ""
    show_cards(
        [
            Card(
                t("card.rate"),
                look.percent(headline.rate),
                since if headline.gain_points is not None else "",
            ),
            Card(
                t("card.registered"),
                look.count(headline.registered),
                t("card.of_expected", count=headline.expected),
            ),
            Card(
                t("card.outstanding"),
                look.count(headline.outstanding),
                _missing_note(view, headline.states, headline.unknown),
                needs_action=bool(headline.outstanding),
            ),
            Card(
                t("card.gain"),
                signed(headline.gain_laos),
                ""
                if headline.gain_days is None
                else t("card.gain_days", count=headline.gain_days) + pace,
            ),
            Card(
                t("card.complete_provinces"),
                look.count(headline.complete_provinces),
                t("card.of_provinces", count=headline.provinces),
            ),
        ]
    )


def province_cards(view: View, own: pd.Series, country: pd.Series, all_rates: pd.DataFrame) -> None:
    """Show the numbers of a province beside the country's.

    Args:
        view: what the page shows.
        own: the province's row of rates with gains.
        country: the country's.
        all_rates: all provinces', for the rank.
    """
    t, look = view.t, view.look
    rank = int((all_rates["rate"] > own["rate"]).sum()) + 1 if not pd.isna(own["rate"]) else None
    known = own[["unknown", "outstanding"]].fillna(0)
    unknown, outstanding = int(known["unknown"]), int(known["outstanding"])
    place = "" if rank is None else t("card.rank", rank=rank, all=all_rates["rate"].count())
    show_cards(
        [
            Card(
                t("card.rate"),
                look.percent(own["rate"]),
                t("card.country", rate=look.percent(country["rate"])),
            ),
            Card(
                t("card.registered"),
                look.count(own["registered"]),
                t("card.of_expected", count=int(own["expected"])),
            ),
            Card(
                t("card.outstanding"),
                look.count(own["outstanding"]),
                t("card.unknown", count=unknown) if unknown else "",
                needs_action=outstanding > 0,
            ),
            Card(t("card.gain"), signed(own["gain_laos"]), look.points(own["gain_points"])),
            Card(t("card.rank_label"), look.count(rank), place),
        ]
    )


def signed(number: int | None) -> str:
    """Return a change with its sign, ``+1,125``, or a dash where it is not known."""
    return "–" if number is None or pd.isna(number) else f"{number:+,}".replace("-", "−")


def _missing_note(view: View, states: Mapping[str, int], unknown: int | None) -> str:
    t = view.t
    parts = [
        t(f"card.missing_{state}", count=states[state])
        for state in ("admin_only", "executive_only", "none", "incomplete")
        if states.get(state)
    ]
    if unknown:
        parts.append(t("card.unknown", count=unknown))
    return " · ".join(parts)


def state_cards(view: View, rows: pd.DataFrame, *, needs_action: bool = True) -> None:
    """Show how many of the listed LAOs lack whom, and in how many provinces they are.

    ``needs_action`` says whether all that are listed are outstanding.
    """
    t, look = view.t, view.look
    counted = rows["state"].value_counts()
    cards = [
        Card(
            t("card.listed"),
            look.count(len(rows)),
            t("card.in_provinces", count=rows["province_code"].nunique()),
            needs_action=needs_action,
        )
    ]
    for state in STATES:
        if counted.get(state):
            share = look.percent(counted[state] / len(rows))
            cards.append(Card(t(f"state.{state}"), look.count(counted[state]), share))
    show_cards(cards)
