"""The slides of a snapshot for a meeting: native charts and tables that can be edited.

Titles are the findings that the charts of the pages compute, so that the two cannot drift apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from itasdash.charts import (
    Chart,
    Look,
    group_outstanding,
    outstanding_bars,
    rate_bars,
    rate_trend,
    role_gap,
    tile_map,
)
from itasdash.charts.chart import groups
from itasdash.documents.cards import headline_cards, province_cards
from itasdash.documents.headline import Headline, headline_sentence
from itasdash.documents.slide_charts import Series, add_bars, add_key, add_rate_line, add_tiles
from itasdash.documents.slide_deck import (
    BODY_BOTTOM,
    BODY_HEIGHT,
    BODY_TOP,
    BODY_WIDTH,
    MARGIN,
    Deck,
)
from itasdash.documents.slide_parts import SlideTable, add_cards, add_table, pages, table_height
from itasdash.documents.slide_tables import laos_rows, rates_rows, states_rows
from itasdash.documents.slide_text import LINE, Box, add_text, lines
from itasdash.documents.summary import summary_sentences
from itasdash.records import SnapshotInfo
from itasdash.reference import provinces as all_known
from itasdash.reference import registration_deadline
from itasdash.thai.dates import format_date, format_moment

_BODY: Box = (MARGIN, BODY_TOP, BODY_WIDTH, BODY_HEIGHT)
_GAP = 18.0
_MOST_BARS = 12
_MOST_DISTRICTS = 10
_LOWEST = 10
_SUMMARY_SIZES = (22, 20, 18, 16, 14)


@dataclass(frozen=True)
class ProvinceInputs:
    """A province that gets slides of its own.

    Attributes:
        province_code: which.
        districts, types: rates of its districts and LAO types, empty where not told.
        outstanding: its LAOs that have not registered (``laos.laos``: ``status`` with ``state``),
            None where the snapshot names none.
    """

    province_code: str
    districts: pd.DataFrame
    types: pd.DataFrame
    outstanding: pd.DataFrame | None = None


@dataclass(frozen=True)
class SlideInputs:
    """What slides are made of: the frames that the pages show.

    Attributes:
        info: the snapshot.
        before: moment of the earlier snapshot that gains refer to, None where there is none.
        headline: the national numbers.
        country, provinces, regions, types: rates with gains (``metrics.rates``,
            ``metrics.with_gain``); ``types`` is empty where the snapshot does not tell them.
        trend: rates of the country over the snapshots so far (``metrics.trend``).
        language: ``th`` or ``en``.
        chosen: provinces that get slides of their own.
    """

    info: SnapshotInfo
    before: datetime | None
    headline: Headline
    country: pd.DataFrame
    provinces: pd.DataFrame
    regions: pd.DataFrame
    types: pd.DataFrame
    trend: pd.DataFrame
    language: str = "th"
    chosen: Sequence[ProvinceInputs] = ()


def make_slides(inputs: SlideInputs) -> bytes:
    """Return a .pptx of a snapshot; the same inputs always give the same bytes.

    Headline with summary, map, where to push, by type, by region, trend, all provinces, and slides
    of each chosen province. A slide of which the snapshot tells nothing is left out.
    """
    look = Look("en" if inputs.language == "en" else "th")
    return _Slides(inputs, look).make()


class _Slides:
    def __init__(self, inputs: SlideInputs, look: Look) -> None:
        self.inputs, self.look, self.t = inputs, look, look.t
        info = inputs.info
        self.moment = format_moment(info.as_of, look.language)
        self.deadline = registration_deadline(info.fiscal_year)
        errors = sum(finding.severity == "error" for finding in info.findings)
        self.deck = Deck(
            look,
            self.t("slides.title", year=info.fiscal_year, as_of=self.moment),
            self._caption(),
            self.t("slides.source", files=", ".join(self._sources())),
            self.t("slides.errors", count=errors) if errors else "",
        )

    def make(self) -> bytes:
        self._headline()
        rated = self.inputs.provinces["rate"].notna().any()
        late = self.inputs.provinces["outstanding"].fillna(0).gt(0).any()
        if rated:
            self._map()
        if late:
            self._where_to_push()
        self._groups(self.inputs.types, "lao_type")
        self._groups(self.inputs.regions, "region")
        if self.inputs.trend["as_of"].nunique() > 1:
            self._trend()
        self._all_provinces()
        for chosen in self.inputs.chosen:
            self._province(chosen)
        return self.deck.to_bytes()

    def _caption(self) -> str:
        t, inputs = self.t, self.inputs
        parts = [
            t("view.fiscal_year_is", year=inputs.info.fiscal_year),
            t("view.as_of", as_of=self.moment),
        ]
        if inputs.before is not None:
            before = format_moment(inputs.before, self.look.language)
            parts.append(t("view.compared_with", as_of=before))
        return " · ".join(parts)

    def _sources(self) -> list[str]:
        found = []
        for source in self.inputs.info.sources:
            text = f"{source['file']} ({source['sha256'][:8]})"
            if source["kind"] == "unregistered_list":
                text += " " + self.t(f"slides.list_{source['list_means']}")
            found.append(text)
        return found

    # --- the country ---

    def _headline(self) -> None:
        inputs, look = self.inputs, self.look
        as_of = inputs.info.as_of
        title = headline_sentence(inputs.headline, look.language, as_of.date(), self.deadline)
        slide = self.deck.slide(title, self.t("slides.about"))
        end = add_cards(slide, headline_cards(inputs.headline, look), look, _BODY) + _GAP
        said = summary_sentences(
            inputs.headline, inputs.provinces, look, as_of, inputs.before, self.deadline
        )
        room = BODY_BOTTOM - end
        size = next((s for s in _SUMMARY_SIZES if _height(said, s) <= room), _SUMMARY_SIZES[-1])
        add_text(slide, (MARGIN, end, BODY_WIDTH, room), look, *said, size=size)

    def _map(self) -> None:
        look, rates = self.look, self.inputs.provinces
        chart = tile_map(rates, look)
        slide = self.deck.slide(chart.title, chart.subtitle)
        width = 500.0
        add_tiles(slide, look, (MARGIN, BODY_TOP, width, BODY_HEIGHT), rates, chart.alt)
        left = MARGIN + width + _GAP
        right = BODY_WIDTH - width - _GAP
        lowest = rates.dropna(subset=["rate"]).sort_values("rate", kind="stable").head(_LOWEST)
        heading = self.t("slides.lowest", count=len(lowest))
        add_text(slide, (left, BODY_TOP, right, 24), look, heading, size=16)
        table = rates_rows(lowest, "province", look, gains=False, counts=False)
        end = add_table(slide, table, look, (left, BODY_TOP + 26, right, 0), heading)
        add_key(slide, look, (left, end + 24, right, 14))

    def _where_to_push(self) -> None:
        look, rates = self.look, self.inputs.provinces
        chart = outstanding_bars(rates, look, limit=_MOST_BARS)
        slide = self.deck.slide(chart.title, chart.subtitle)
        late = sorted(
            (g for g in groups(rates, "province_code", look) if g.outstanding),
            key=lambda g: (-(g.outstanding or 0), 2.0 if g.rate is None else g.rate),
        )[:_MOST_BARS]
        names = [f"{g.name} ({look.percent(g.rate)})" for g in late]
        counts = [float(g.outstanding or 0) for g in late]
        series = Series(self.t("chart.outstanding"), counts, look.colour("action"))
        table = states_rows(self.inputs.headline, look)
        width = BODY_WIDTH if table is None else 540.0
        add_bars(slide, look, (MARGIN, BODY_TOP, width, BODY_HEIGHT), names, [series], chart.alt)
        if table is not None:
            left, right = MARGIN + width + _GAP, BODY_WIDTH - width - _GAP
            heading = self.t("slides.who")
            add_text(slide, (left, BODY_TOP, right, 24), look, heading, size=16)
            add_table(slide, table, look, (left, BODY_TOP + 26, right, 0), heading)

    def _groups(self, rates: pd.DataFrame, key: str) -> None:
        """A slide of types or regions: a chart above the table of the same groups."""
        look = self.look
        if not len(rates) or not rates[["rate", "outstanding"]].notna().any().any():
            return
        roles = role_gap(rates, look) if key == "lao_type" else None
        late = rates["outstanding"].fillna(0).gt(0).any()
        if roles is not None:
            chart = roles
        elif late:
            chart = group_outstanding(rates, look, key)
        else:
            chart = rate_bars(rates, look, key, "given")
        subtitle = self.t("slides.roles_subtitle") if roles is not None else chart.subtitle
        slide = self.deck.slide(chart.title, subtitle)
        table = rates_rows(rates, "type" if key == "lao_type" else key, look, roles=True)
        (part,) = pages(table, BODY_WIDTH, BODY_HEIGHT)
        height = BODY_HEIGHT - table_height(part, BODY_WIDTH) - _GAP
        box = (MARGIN, BODY_TOP, BODY_WIDTH, height)
        if roles is not None:
            self._role_bars(slide, box, rates, chart)
        elif late:
            known = [g for g in groups(rates, key, look) if g.outstanding is not None]
            known.sort(key=lambda g: -(g.outstanding or 0))
            values = [float(g.outstanding or 0) for g in known]
            names = [
                f"{g.name} ({look.percent(v / sum(values))})"
                for g, v in zip(known, values, strict=True)
            ]
            series = Series(self.t("chart.outstanding"), values, look.colour("action"))
            add_bars(slide, look, box, names, [series], chart.alt)
        else:
            self._rate_bars(slide, box, rates, key, chart.alt)
        add_table(slide, part, look, (MARGIN, BODY_TOP + height + _GAP, BODY_WIDTH, 0), chart.title)

    def _role_bars(self, slide: object, box: Box, rates: pd.DataFrame, chart: Chart) -> None:
        t, look = self.t, self.look
        known = [g for g in groups(rates, "lao_type", look) if g.expected and g.rate is not None]
        roles = [
            ("slides.admin", [g.admin_registered for g in known], "series_2"),
            ("slides.executive", [g.executive_registered for g in known], "series_3"),
        ]
        series = [
            Series(
                t(name),
                [
                    None if n is None else n / (g.expected or 1)
                    for n, g in zip(ns, known, strict=True)
                ],
                look.colour(role),
            )
            for name, ns, role in roles
            if any(n is not None for n in ns)
        ]
        series.append(Series(t("slides.both"), [g.rate for g in known], look.colour("primary")))
        names = [g.name for g in known]
        add_bars(slide, look, box, names, series, chart.alt, rates=True)

    def _rate_bars(self, slide: object, box: Box, rates: pd.DataFrame, key: str, alt: str) -> None:
        look = self.look
        known = [g for g in groups(rates, key, look) if g.rate is not None]
        series = Series(self.t("card.rate"), [g.rate for g in known], look.colour("primary"))
        colours = [look.rate_colour(g.rate) for g in known]
        names = [g.name for g in known]
        add_bars(slide, look, box, names, [series], alt, rates=True, colours=colours)

    def _trend(self) -> None:
        look, trend = self.look, self.inputs.trend.sort_values("as_of")
        chart = rate_trend(trend, look, self.deadline)
        subtitle = chart.subtitle
        if self.deadline is not None:
            day = format_date(self.deadline, look.language)
            subtitle = f"{subtitle} · {self.t('chart.deadline', day=day)}"
        slide = self.deck.slide(chart.title, subtitle)
        add_rate_line(slide, look, _BODY, trend, chart.alt)

    def _all_provinces(self) -> None:
        rates, look = self.inputs.provinces, self.look
        chart = rate_bars(rates, look, "province_code", "given")
        rated = rates["rate"].notna().any()
        table = rates_rows(rates, "province", look, total=self.inputs.country)
        self._pages(
            table,
            chart.title if rated else self.t("province.all"),
            self.t("slides.provinces_subtitle", count=len(rates)),
        )

    def _pages(self, table: SlideTable, title: str, subtitle: str, blocks: int = 1) -> None:
        """Add slides with the whole table, ``blocks`` parts of it side by side on each."""
        width = (BODY_WIDTH - _GAP * (blocks - 1)) / blocks
        parts = pages(table, width, BODY_HEIGHT)
        slides = [parts[start : start + blocks] for start in range(0, len(parts), blocks)]
        for number, side_by_side in enumerate(slides, start=1):
            said = title
            if len(slides) > 1:
                entry = "slides.page" if number == 1 else "slides.continued"
                said = self.t(entry, title=title, page=number, pages=len(slides))
            slide = self.deck.slide(said, subtitle)
            for place, part in enumerate(side_by_side):
                box = (MARGIN + place * (width + _GAP), BODY_TOP, width, BODY_HEIGHT)
                add_table(slide, part, self.look, box, said)

    # --- a province ---

    def _province(self, chosen: ProvinceInputs) -> None:
        look, t, rates = self.look, self.t, self.inputs.provinces
        own = rates[rates["province_code"] == chosen.province_code]
        name = all_known()[chosen.province_code].name(look.language)
        if own.empty:
            self.deck.slide(t("province.title", name=name), t("slides.no_province", name=name))
            return
        known = own["rate"].notna().any()
        title = (
            rate_bars(own, look, "province_code").title if known else t("province.title", name=name)
        )
        slide = self.deck.slide(title, t("slides.province_subtitle", name=name))
        cards = province_cards(own.iloc[0], self.inputs.country.iloc[0], rates, look)
        end = add_cards(slide, cards, look, _BODY) + _GAP
        half = BODY_WIDTH * 0.45
        districts = chosen.districts.dropna(subset=["rate"]) if len(chosen.districts) else None
        if districts is not None and len(districts):
            shown = rate_bars(districts, look, "district", "lowest", limit=_MOST_DISTRICTS)
            lowest = districts.sort_values(
                ["rate", "outstanding"], ascending=[True, False], kind="stable"
            ).head(_MOST_DISTRICTS)
            add_text(slide, (MARGIN, end, half, 22), look, shown.subtitle, size=14, role="muted")
            box = (MARGIN, end + 22, half, BODY_BOTTOM - end - 22)
            self._rate_bars(slide, box, lowest, "district", shown.alt)
        if len(chosen.types):
            table = rates_rows(chosen.types, "type", look, gains=False)
            subtitle = rate_bars(chosen.types, look, "lao_type", "given").subtitle
            left = MARGIN + half + _GAP
            right = BODY_WIDTH - half - _GAP
            add_text(slide, (left, end, right, 22), look, subtitle, size=14, role="muted")
            add_table(slide, table, look, (left, end + 22, right, 0), subtitle)
        if len(chosen.districts) > _MOST_DISTRICTS:
            chart = rate_bars(chosen.districts, look, "district", "given")
            self._pages(
                rates_rows(chosen.districts, "district", look),
                t("chart.trend_named", name=name, title=chart.title),
                chart.subtitle,
            )
        if chosen.outstanding is not None and len(chosen.outstanding):
            title = t("province.outstanding", count=len(chosen.outstanding))
            self._pages(
                laos_rows(chosen.outstanding, look),
                t("chart.trend_named", name=name, title=title),
                t("slides.laos_subtitle"),
                blocks=2,
            )


def _height(texts: Sequence[str], size: int) -> float:
    return sum(lines(text, size, BODY_WIDTH) * size * LINE + size * 0.3 for text in texts)
