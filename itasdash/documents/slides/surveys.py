"""Slides of the whole road and of the surveys, with the findings that the pages compute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from itasdash.charts import Look
from itasdash.charts.road import road_finding, stage_colours
from itasdash.charts.surveys import survey_bars, survey_push
from itasdash.documents.cards import Card
from itasdash.documents.slides.charts import Series, add_bars
from itasdash.documents.slides.deck import (
    BODY,
    BODY_HEIGHT,
    BODY_TOP,
    BODY_WIDTH,
    GAP,
    MARGIN,
    Deck,
)
from itasdash.documents.slides.shapes import add_cards
from itasdash.documents.slides.table_contents import add_pages
from itasdash.documents.slides.tables import SlideTable, add_table, table_height
from itasdash.documents.surveys import survey_cards, survey_sentence
from itasdash.i18n.numbers import NO_VALUE, is_null
from itasdash.metrics.road import ROAD

_MOST_BARS = 10
_SHOWN = ("quota", "answered", "attainment", "raw_share", "missing", "met", "none")
_SHARES = ("attainment", "raw_share")


@dataclass(frozen=True)
class SurveySlideInputs:
    """What slides of surveys are made of: the frames that the page shows.

    Attributes:
        road: where LAOs stand, by ``country``, ``region`` and ``province``
            (:func:`itasdash.metrics.road.road`).
        country, provinces: by instrument, as :func:`itasdash.metrics.surveys.surveys` gives them;
            only instruments of which the snapshot tells anything.
        notes: where the quotas are from, in sentences by instrument.
    """

    road: Mapping[str, pd.DataFrame]
    country: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    provinces: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)


def add_surveys(deck: Deck, inputs: SurveySlideInputs) -> None:
    """Add a slide of the road, a slide of each survey, and the table of all provinces.

    Nothing where the snapshot tells nothing of any survey.
    """
    if not inputs.country:
        return
    _road(deck, inputs.road)
    for instrument, country in inputs.country.items():
        notes = inputs.notes.get(instrument, ())
        _survey(deck, instrument, country, inputs.provinces[instrument], notes)
    look, t = deck.look, deck.look.t
    for instrument, provinces in inputs.provinces.items():
        country = inputs.country[instrument]
        behind = provinces.sort_values("attainment", kind="stable")
        table = _table(pd.concat([behind, country], ignore_index=True), look)
        title = survey_sentence(country, provinces, instrument, look)
        name = instrument.upper()
        subtitle = t("slides.surveys_subtitle", count=len(provinces), instrument=name)
        add_pages(deck, table, title, subtitle, about=name)


def add_province_survey(
    deck: Deck, name: str, instrument: str, own: pd.DataFrame, districts: pd.DataFrame
) -> None:
    """Add a slide of one survey in a province: its numbers, and the districts that lack most.

    Args:
        deck: where.
        name: of the province.
        instrument: ``iit`` or ``eit``.
        own: the province's row of :func:`itasdash.metrics.surveys.surveys`.
        districts: those of its districts, perhaps none.
    """
    look = deck.look
    sentence = survey_sentence(own, districts.iloc[:0], instrument, look)
    title = look.t("chart.trend_named", name=name, title=sentence)
    chart = survey_bars(districts, look, instrument, "district")
    slide = deck.slide(title, chart.subtitle)
    cards = survey_cards(own.iloc[0], districts.iloc[:0], instrument, look)
    _cards_and_missing(slide, look, cards, districts, instrument, chart.alt)


def _road(deck: Deck, road: Mapping[str, pd.DataFrame]) -> None:
    look, t = deck.look, deck.look.t
    whole = road["country"].iloc[0]
    rows = pd.concat([road["region"], road["country"]], ignore_index=True)
    parts = [stage for stage in ROAD if whole[stage]]
    slide = deck.slide(road_finding(whole, look), t("road.title"))
    table = SlideTable(
        headings=[t("group.region"), t("column.expected"), *(t(f"road.{s}") for s in parts)],
        rows=[
            [str(row["name_th"]), *(look.count(row[name]) for name in ("expected", *parts))]
            for row in rows.to_dict("records")
        ],
        shares=[1.6, 1.0, *(1.0 for _ in parts)],
        bold=frozenset({len(rows) - 1}),
    )
    height = BODY_HEIGHT - table_height(table, BODY_WIDTH) - GAP
    series = Series(t("slides.laos"), [float(whole[s]) for s in parts], look.colour("primary"))
    names = [t(f"road.{stage}") for stage in parts]
    colours = [stage_colours(stage, look)[0] for stage in parts]
    words = ", ".join(
        f"{name} {look.count(whole[s])}" for name, s in zip(names, parts, strict=True)
    )
    box = (MARGIN, BODY_TOP, BODY_WIDTH, height)
    add_bars(slide, look, box, names, [series], words, colours=colours)
    below = (MARGIN, BODY_TOP + height + GAP, BODY_WIDTH, 0.0)
    add_table(slide, table, look, below, t("road.title"))


def _survey(
    deck: Deck,
    instrument: str,
    country: pd.DataFrame,
    provinces: pd.DataFrame,
    notes: Sequence[str],
) -> None:
    look = deck.look
    title = survey_sentence(country, provinces, instrument, look)
    chart = survey_push(provinces, look, instrument, _MOST_BARS)
    slide = deck.slide(title, " · ".join(part for part in (chart.subtitle, *notes) if part))
    cards = survey_cards(country.iloc[0], provinces, instrument, look)
    _cards_and_missing(slide, look, cards, provinces, instrument, chart.alt)


def _cards_and_missing(
    slide: Any, look: Look, cards: Sequence[Card], groups: pd.DataFrame, instrument: str, alt: str
) -> None:
    """Add the cards and below them the groups that lack most respondents, where any does."""
    end = add_cards(slide, cards, look, BODY) + GAP
    late = groups[groups["missing"].fillna(0) > 0]
    if late.empty:
        return
    late = late.sort_values("missing", ascending=False, kind="stable").head(_MOST_BARS)
    names = [
        f"{row['name_th']} ({look.percent(row['attainment'])})" for row in late.to_dict("records")
    ]
    lack = [float(number) for number in late["missing"]]
    heading = look.t("survey.column_missing", instrument=instrument.upper())
    box = (MARGIN, end, BODY_WIDTH, BODY_TOP + BODY_HEIGHT - end)
    add_bars(slide, look, box, names, [Series(heading, lack, look.colour("action"))], alt)


def _table(rows: pd.DataFrame, look: Look) -> SlideTable:
    t = look.t
    return SlideTable(
        headings=[
            t("group.province"),
            t("column.expected"),
            *(t(f"survey.column_{name}", instrument="").strip() for name in _SHOWN),
        ],
        rows=[
            [
                str(row["name_th"]),
                look.count(row["expected"]),
                *(_text(row[name], name, look) for name in _SHOWN),
            ]
            for row in rows.to_dict("records")
        ],
        shares=[1.6, 1.0, *(1.0 for _ in _SHOWN)],
        fills=_fills(list(rows["attainment"]), look),
        bold=frozenset({len(rows) - 1}),
    )


def _fills(shares: Sequence[float], look: Look) -> dict[tuple[int, int], tuple[str, str]]:
    place = 2 + _SHOWN.index("attainment")
    return {
        (row, place): (look.rate_colour(share), look.rate_text_colour(share))
        for row, share in enumerate(shares)
        if not is_null(share)
    }


def _text(value: float, name: str, look: Look) -> str:
    if is_null(value):
        return NO_VALUE
    return look.percent(value) if name in _SHARES else look.count(value)
