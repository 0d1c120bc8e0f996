"""The cards with the headline numbers, as words and numbers: pages and slides show the same."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from itasdash.charts import Look
from itasdash.documents.headline import Headline
from itasdash.i18n.numbers import decimal, signed
from itasdash.metrics.comparison import ranks


@dataclass(frozen=True)
class Card:
    """A number with its label and what stands below it."""

    label: str
    value: str
    note: str = ""
    needs_action: bool = False


def headline_cards(headline: Headline, look: Look) -> list[Card]:
    """Return the five national numbers: rate, registered, outstanding, gain, provinces complete."""
    t = look.t
    since = ""
    if headline.gain_points is not None:
        since = t("card.since", points=look.points(headline.gain_points))
    per_day = headline.gain_per_day
    pace = t("card.per_day", value=decimal(per_day, 0)) if per_day and per_day >= 1 else ""
    gain_note = t("card.no_gain")
    if headline.gain_laos is not None and headline.gain_days is not None:
        gain_note = t("card.gain_days", count=headline.gain_days) + pace
    return [
        Card(t("card.rate"), look.percent(headline.rate), since),
        Card(
            t("card.registered"),
            look.count(headline.registered),
            t("card.of_expected", count=headline.expected),
        ),
        Card(
            t("card.outstanding"),
            look.count(headline.outstanding),
            _missing_note(headline.states, headline.unknown, look),
            needs_action=bool(headline.outstanding),
        ),
        _gain_card(headline.gain_laos, gain_note, look),
        Card(
            t("card.complete_provinces"),
            look.count(headline.complete_provinces if headline.provinces else None),
            t("card.of_provinces", count=headline.provinces) if headline.provinces else "",
        ),
    ]


def province_cards(
    own: pd.Series, country: pd.Series, all_rates: pd.DataFrame, look: Look
) -> list[Card]:
    """Return the numbers of a province beside the country's.

    Args:
        own: the province's row of rates with gains.
        country: the country's.
        all_rates: all provinces', for the rank.
        look: gives the language and the form of numbers.
    """
    t = look.t
    rank = ranks(all_rates["rate"])[all_rates["province_code"] == own["province_code"]].iloc[0]
    known = own[["unknown", "outstanding"]].fillna(0)
    unknown, outstanding = int(known["unknown"]), int(known["outstanding"])
    place = "" if pd.isna(rank) else t("card.rank", rank=rank, all=all_rates["rate"].count())
    return [
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
        _gain_card(
            own["gain_laos"],
            t("card.no_gain") if pd.isna(own["gain_points"]) else look.points(own["gain_points"]),
            look,
        ),
        Card(t("card.rank_label"), look.count(rank), place),
    ]


def _gain_card(laos: int | None, note: str, look: Look) -> Card:
    """Return the card of the gain; one that fell is not called a gain."""
    if laos is not None and not pd.isna(laos) and laos < 0:
        return Card(look.t("card.loss"), look.count(-int(laos)), note, needs_action=True)
    return Card(look.t("card.gain"), signed(laos), note)


def _missing_note(states: Mapping[str, int], unknown: int | None, look: Look) -> str:
    t = look.t
    parts = [
        t(f"card.missing_{state}", count=states[state])
        for state in ("admin_only", "executive_only", "none", "incomplete")
        if states.get(state)
    ]
    if unknown:
        parts.append(t("card.unknown", count=unknown))
    return " · ".join(parts)
