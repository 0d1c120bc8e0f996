"""Rates, states and lists of LAOs as tables of slides."""

from collections.abc import Sequence

import pandas as pd

from itasdash.charts import Look
from itasdash.charts.chart import Group, groups
from itasdash.documents.headline import Headline
from itasdash.documents.slides.deck import BODY_HEIGHT, BODY_TOP, BODY_WIDTH, GAP, MARGIN, Deck
from itasdash.documents.slides.tables import SlideTable, add_table, pages
from itasdash.i18n.numbers import NO_VALUE, percent, signed
from itasdash.metrics import KEYS
from itasdash.reference.written_names import short_name
from itasdash.schema import OUTSTANDING_STATES

COUNTS = ("expected", "registered", "outstanding", "unknown", "rate")
ALL_COLUMNS = (*COUNTS, "gain_points", "gain_laos")
ROLES = ("expected", "admin_registered", "executive_registered", "outstanding", "unknown")
_OPTIONAL = (*ROLES[1:3], "unknown", "gain_points", "gain_laos")
# Decimals of the changes.
_GAINS = {"gain_points": 1, "gain_laos": 0}


def rates_rows(
    rates: pd.DataFrame,
    by: str,
    look: Look,
    columns: Sequence[str] = ALL_COLUMNS,
    total: pd.DataFrame | None = None,
) -> SlideTable:
    """Return rates as a table, in their order, the rate coloured on the rate scale.

    Args:
        rates: as :func:`itasdash.metrics.rates` gives them, perhaps with gains.
        by: what the groups are, one of :data:`itasdash.metrics.GROUPS`.
        look: language and colours.
        columns: which of them are shown; gains, roles and unknown only where there are any.
        total: the row of the country below the others; none where it is left out.
    """
    shown = groups(rates, KEYS[by], look)
    if total is not None:
        shown += groups(total, "country", look)
    t = look.t
    columns = [name for name in columns if name not in _OPTIONAL or _any(shown, name)]
    headings = [
        t("column.rate_percent" if name == "rate" else f"column.{name}") for name in columns
    ]
    rate = columns.index("rate") + 1 if "rate" in columns else None
    return SlideTable(
        headings=[t(f"group.{by}"), *headings],
        rows=[[g.name, *(_text(g, name, look) for name in columns)] for g in shown],
        shares=[1.6, *(1.0 for _ in columns)],
        fills={
            (row, rate): (look.rate_colour(g.rate), look.rate_text_colour(g.rate))
            for row, g in enumerate(shown)
            if g.rate is not None and rate is not None
        },
        bold=frozenset({len(shown) - 1} if total is not None else ()),
    )


def _any(shown: Sequence[Group], column: str) -> bool:
    values = [getattr(group, column) for group in shown]
    return any(values) if column == "unknown" else any(value is not None for value in values)


def _text(group: Group, column: str, look: Look) -> str:
    value = getattr(group, column)
    if value is None:
        return NO_VALUE
    if column == "rate":
        # The unit stands in the heading.
        return percent(value, sign=False)
    if column in _GAINS:
        return signed(value, _GAINS[column])
    return look.count(value)


def states_rows(headline: Headline, look: Look) -> SlideTable | None:
    """Return who is missing: LAOs and share by state, None where it is not told."""
    found = {s: headline.states.get(s, 0) for s in OUTSTANDING_STATES if headline.states.get(s)}
    total = sum(found.values())
    if total == found.get("incomplete", 0):
        return None
    t = look.t
    return SlideTable(
        headings=[t("column.missing"), t("slides.laos"), t("slides.share")],
        rows=[
            [t(f"missing_person.{state}"), look.count(number), look.percent(number / total)]
            for state, number in found.items()
        ],
        shares=[2.2, 1.0, 1.0],
    )


def laos_rows(rows: pd.DataFrame, look: Look) -> SlideTable:
    """Return LAOs (``status`` with ``state``) with district and who of the two is missing."""
    t = look.t
    shown = []
    for row in rows.to_dict("records"):
        unmatched = pd.isna(row["lao_id"])
        lao_type = None if pd.isna(row["lao_type"]) else str(row["lao_type"])
        # The name of an unmatched row stands as its file has it.
        name = str(row["name_th"])
        name = f"{name} ({t('remark.unmatched')})" if unmatched else short_name(lao_type, name)
        district = "" if pd.isna(row["district_name_th"]) else str(row["district_name_th"])
        shown.append([name, district, t(f"missing_person.{row['state']}")])
    return SlideTable(
        headings=[t("column.name"), t("column.district"), t("column.missing")],
        rows=shown,
        shares=[1.3, 1.0, 1.1],
        left=frozenset({0, 1, 2}),
    )


def add_pages(
    deck: Deck, table: SlideTable, title: str, subtitle: str, blocks: int = 1, about: str = ""
) -> None:
    """Add slides with the whole table, ``blocks`` parts of it side by side on each.

    From the second on, titles say from whom to whom they go, and of what (``about``).
    """
    look = deck.look
    width = (BODY_WIDTH - GAP * (blocks - 1)) / blocks
    parts = pages(table, width, BODY_HEIGHT)
    slides = [parts[start : start + blocks] for start in range(0, len(parts), blocks)]
    for number, side_by_side in enumerate(slides, start=1):
        heading = title
        if len(slides) > 1:
            if number > 1:
                shown = [row[0] for each in side_by_side for row in _single(each)]
                words = {"first": shown[0], "last": shown[-1]} if shown else {}
                heading = look.t("slides.from_to", **words) if words else title
                heading = f"{about}: {heading}" if about and words else heading
            heading = look.t("slides.page", title=heading, page=number, pages=len(slides))
        slide = deck.slide(heading, subtitle)
        for place, part in enumerate(side_by_side):
            box = (MARGIN + place * (width + GAP), BODY_TOP, width, BODY_HEIGHT)
            add_table(slide, part, look, box, heading)


def _single(table: SlideTable) -> list[Sequence[str]]:
    """Return the rows that are no sums."""
    return [row for number, row in enumerate(table.rows) if number not in table.bold]
