"""The cards with the headline numbers."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from itasdash.charts import Look, sparkline
from itasdash.documents.cards import Card, headline_cards
from itasdash.documents.headline import Headline
from itasdash.documents.surveys import CARD_FIELDS
from itasdash.schema import STATES
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.navigation import way_to
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View

# Below this width a card's figure of 36 px no longer fits in.
_NARROWEST = 168


def show_cards(
    cards: Sequence[Card],
    drawings: Sequence[str] = (),
    ways: Mapping[str, Callable[[], None]] | None = None,
) -> None:
    """Show cards side by side, each over a drawing of its course; on a narrow screen they wrap.

    Args:
        cards: the numbers.
        drawings: a picture below each card, as HTML.
        ways: what shows a link that leads on from a card, by the card's label.
    """
    with st.grid(len(cards), min_column_width=_NARROWEST):
        for card, drawing in zip(cards, [*drawings, *[""] * len(cards)], strict=False):
            value = plain(card.value)
            shown = f":orange[{value}]" if card.needs_action else value
            with st.container(border=True, height="stretch", gap=None):
                st.metric(plain(card.label), shown)
                # A delta of the metric would cut what does not fit; a caption wraps.
                st.caption(plain(card.note))
                if ways and card.label in ways:
                    ways[card.label]()
                if drawing:
                    st.html(drawing)


def show_survey_cards(view: View, cards: Sequence[Card], trend: pd.DataFrame) -> None:
    """Show the five numbers of a survey, each with its course over the snapshots.

    Args:
        view: what the page shows.
        cards: as :func:`itasdash.documents.surveys.survey_cards` gives them.
        trend: a row per snapshot, with the columns :data:`itasdash.documents.surveys.CARD_FIELDS`.
    """
    drawings = [
        kept(_course, trend, field, card.label, view.look)
        for card, field in zip(cards, CARD_FIELDS, strict=True)
    ]
    show_cards(cards, drawings)


def _course(trend: pd.DataFrame, field: str, label: str, look: Look) -> str:
    """Return the drawing of a card's number over the snapshots, as HTML."""
    count = int(trend[field].count())
    return sparkline(list(trend[field]), look, look.t("card.trend", label=label, count=count))


def show_headline(view: View, headline: Headline, trend: pd.DataFrame) -> None:
    """Show the five national numbers.

    Args:
        view: what the page shows.
        headline: the numbers.
        trend: the same over the snapshots (:func:`itasdash.documents.headline.headline_trend`).
    """
    cards = headline_cards(headline, view.look)
    fields = ("rate", "registered", "outstanding", "gain_per_day", "complete_provinces")
    drawings = [
        kept(_course, trend, field, card.label, view.look)
        for card, field in zip(cards, fields, strict=True)
    ]
    ways = {}
    if view.before is not None:
        ways[cards[3].label] = lambda: way_to("changes", view.t("changes.look"))
    show_cards(cards, drawings, ways)


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
