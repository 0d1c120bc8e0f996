"""Shapes on slides that can be edited: cards with numbers, the tile map and its colour key."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from itasdash.charts import Look
from itasdash.charts.chart import groups
from itasdash.charts.look import rate_steps
from itasdash.charts.maps import map_number
from itasdash.documents.cards import Card
from itasdash.documents.slides.text import (
    Box,
    add_text,
    describe,
    lines,
    plain_frame,
    rgb,
    write,
)
from itasdash.i18n.numbers import whole_percent
from itasdash.reference import all_provinces, table

_GAP = 12.0
_CARD_HEIGHT = 126.0
_COLUMNS, _ROWS = 10, 18
_TILE_TEXT = 13


def add_cards(slide: Any, cards: Sequence[Card], look: Look, box: Box) -> float:
    """Add cards side by side over the width of ``box``; return where they end below."""
    left, top, width, _ = box
    each = (width - _GAP * (len(cards) - 1)) / len(cards)
    for number, card in enumerate(cards):
        place = (left + number * (each + _GAP), top, each, _CARD_HEIGHT)
        shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *(Pt(value) for value in place))
        shape.adjustments[0] = 0.05
        paint(shape, look.colour("surface"), look)
        frame = shape.text_frame
        plain_frame(frame, margin=8)
        note = 14 if lines(card.note, 14, each - 16) <= 2 else 12
        role = "action" if card.needs_action else "ink"
        for text, size, colour, bold in (
            (card.label, 15, "muted", False),
            (card.value, 34, role, True),
            (card.note, note, "muted", False),
        ):
            paragraph = frame.paragraphs[0] if size == 15 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            write(paragraph, text, look, size, colour, bold=bold)
    return top + _CARD_HEIGHT


def paint(shape: Any, colour: str, look: Look) -> None:
    """Fill a shape with ``colour``, with a thin edge and nothing else."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.color.rgb = rgb(look.colour("line"))
    shape.line.width = Pt(0.75)
    # The theme's style would lay a shadow under it.
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def add_tiles(slide: Any, look: Look, box: Box, rates: pd.DataFrame, alt: str) -> None:
    """Add the tile map, a rounded rectangle per province in its colour, and the colour key.

    Args:
        slide: where.
        look: language and colours.
        box: place and size; the key stands at its right edge, where the map leaves room.
        rates: a row per province; one without a rate, and Bangkok, is grey with a dash.
        alt: words for screen readers.
    """
    left, top, width, height = box
    across, down = width / _COLUMNS, height / _ROWS
    known = {g.code: g for g in groups(rates, "province_code", look) if g.rate is not None}
    tiles = []
    for tile in table("tiles"):
        code, column, row = tile["province_code"], int(tile["column"]), int(tile["row"])
        found = known.get(code)
        rate = found.rate if found else None
        place = (left + column * across, top + row * down, across - 3, down - 2)
        shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *(Pt(value) for value in place))
        shape.name = all_provinces()[code].name(look.language)
        shape.adjustments[0] = 0.18
        paint(shape, look.rate_colour(rate), look)
        frame = shape.text_frame
        plain_frame(frame, anchor=MSO_ANCHOR.MIDDLE)
        frame.word_wrap = False
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        abbreviation = all_provinces()[code].abbreviation(look.language)
        text = f"{abbreviation} {map_number(found, look, 'rate')}"
        ink = look.rate_text_colour(rate)
        write(frame.paragraphs[0], text, look, _TILE_TEXT, ink, bold=True)
        tiles.append(shape)
    # At once: the extent of a group is reckoned anew with each shape that is added to it.
    describe(slide.shapes.add_group_shape(tiles), alt)


def add_key(slide: Any, look: Look, box: Box) -> None:
    """Add the key of the rate scale: its ten steps from 0 to 100 %, and what grey means."""
    left, top, width, height = box
    group = slide.shapes.add_group_shape()
    describe(group, look.t("slides.key"))
    step = width / len(rate_steps())
    for number, each in enumerate(rate_steps()):
        shape = group.shapes.add_shape(
            MSO_SHAPE.RECTANGLE,
            *(Pt(value) for value in (left + number * step, top, step, height)),
        )
        paint(shape, each.colour, look)
    for text, place, align in (
        (whole_percent(0, sign=True), left, PP_ALIGN.LEFT),
        (whole_percent(1, sign=True), left + width / 2, PP_ALIGN.RIGHT),
    ):
        frame = add_text(
            slide,
            (place, top + height + 1, width / 2, 18),
            look,
            text,
            size=_TILE_TEXT,
            role="muted",
        )
        frame.paragraphs[0].alignment = align
    below = (left, top + height + 20, width, 40)
    add_text(slide, below, look, look.t("slides.grey"), size=_TILE_TEXT, role="muted")
