"""The slides of one province: its numbers, districts, types and outstanding LAOs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from itasdash.charts import Look, rate_bars
from itasdash.documents.cards import province_cards
from itasdash.documents.slides.charts import add_rate_bars
from itasdash.documents.slides.deck import BODY, BODY_BOTTOM, BODY_WIDTH, GAP, MARGIN, Deck
from itasdash.documents.slides.shapes import add_cards
from itasdash.documents.slides.surveys import add_province_survey
from itasdash.documents.slides.table_contents import COUNTS, add_pages, laos_rows, rates_rows
from itasdash.documents.slides.tables import add_table
from itasdash.documents.slides.text import add_text, fitting_size
from itasdash.reference import provinces as all_known

_MOST_DISTRICTS = 10
_HEADING_SIZES = (14, 13, 12, 11)


@dataclass(frozen=True)
class ProvinceInputs:
    """A province that gets slides of its own.

    Attributes:
        province_code: which.
        districts, types: rates of its districts and LAO types, empty where not told.
        outstanding: its LAOs that have not registered (``laos.laos``: ``status`` with ``state``),
            None where the snapshot names none.
        surveys: its row and those of its districts by instrument
            (:func:`itasdash.metrics.surveys.surveys`), of surveys that the snapshot tells.
    """

    province_code: str
    districts: pd.DataFrame
    types: pd.DataFrame
    outstanding: pd.DataFrame | None = None
    surveys: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]] = field(default_factory=dict)


def add_province(
    deck: Deck, chosen: ProvinceInputs, rates: pd.DataFrame, country: pd.DataFrame
) -> None:
    """Add the slides of a province.

    Args:
        deck: where.
        chosen: the province.
        rates: all provinces' rates with gains.
        country: the country's row.
    """
    look, t = deck.look, deck.look.t
    own = rates[rates["province_code"] == chosen.province_code]
    name = all_known()[chosen.province_code].name(look.language)
    title = t("province.title", name=name)
    if own.empty:
        deck.slide(title, t("slides.no_province", name=name))
        return
    known = bool(own["rate"].notna().any())
    if known:
        title = rate_bars(own, look, "province_code").title
    slide = deck.slide(title, t("slides.province_subtitle", name=name))
    cards = province_cards(own.iloc[0], country.iloc[0], rates, look)
    end = add_cards(slide, cards, look, BODY) + GAP
    # Of a province without a rate a few districts may have one: those where all are late.
    if known and len(chosen.districts) and len(chosen.types):
        _districts_and_types(slide, look, chosen, end)
    else:
        add_text(slide, (MARGIN, end, BODY_WIDTH, 24), look, t("slides.no_laos"), size=18)
    if known and len(chosen.districts) > _MOST_DISTRICTS:
        chart = rate_bars(chosen.districts, look, "district", "given")
        finding = t("chart.trend_named", name=name, title=chart.title)
        behind = chosen.districts.sort_values(
            ["rate", "outstanding"], ascending=[True, False], kind="stable"
        )
        table = rates_rows(behind, "district", look)
        add_pages(deck, table, finding, chart.subtitle, about=name)
    for instrument, (of_province, districts) in chosen.surveys.items():
        add_province_survey(deck, name, instrument, of_province, districts)
    if chosen.outstanding is not None and len(chosen.outstanding):
        finding = t("province.outstanding", count=len(chosen.outstanding))
        finding = t("chart.trend_named", name=name, title=finding)
        table = laos_rows(chosen.outstanding, look)
        add_pages(deck, table, finding, t("slides.laos_subtitle"), blocks=2, about=name)


def _districts_and_types(slide: Any, look: Look, chosen: ProvinceInputs, top: float) -> None:
    half = BODY_WIDTH * 0.45
    left, right = MARGIN + half + GAP, BODY_WIDTH - half - GAP
    chart = rate_bars(chosen.districts, look, "district", "lowest", limit=_MOST_DISTRICTS)
    subtitle = rate_bars(chosen.types, look, "lao_type", "given").subtitle
    headings = ((chart.subtitle, MARGIN, half), (subtitle, left, right))
    size = min(fitting_size(text, width, _HEADING_SIZES) for text, _, width in headings)
    for text, place, width in headings:
        add_text(slide, (place, top, width, 22), look, text, size=size, role="muted")
    lowest = chosen.districts.sort_values(
        ["rate", "outstanding"], ascending=[True, False], kind="stable"
    ).head(_MOST_DISTRICTS)
    box = (MARGIN, top + 22, half, BODY_BOTTOM - top - 22)
    add_rate_bars(slide, look, box, lowest, "district", chart.alt)
    table = rates_rows(chosen.types, "type", look, COUNTS)
    add_table(slide, table, look, (left, top + 22, right, 0), subtitle)
