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
from itasdash.charts.chart import Group, groups
from itasdash.charts.look import mix
from itasdash.documents.cards import headline_cards
from itasdash.documents.headline import Headline, headline_sentence
from itasdash.documents.marks import Marks
from itasdash.documents.rate_tables import in_order
from itasdash.documents.slides.charts import Series, add_bars, add_rate_bars
from itasdash.documents.slides.deck import (
    BODY,
    BODY_BOTTOM,
    BODY_HEIGHT,
    BODY_TOP,
    BODY_WIDTH,
    GAP,
    MARGIN,
    Deck,
)
from itasdash.documents.slides.province import ProvinceInputs, add_province
from itasdash.documents.slides.shapes import add_cards, add_key, add_tiles
from itasdash.documents.slides.surveys import SurveySlideInputs, add_surveys
from itasdash.documents.slides.table_contents import ROLES, add_pages, rates_rows, states_rows
from itasdash.documents.slides.tables import add_table, table_height
from itasdash.documents.slides.text import LINE, add_text, lines
from itasdash.documents.slides.trend import add_rate_line
from itasdash.documents.summary import summary_sentences
from itasdash.findings import Finding
from itasdash.metrics.calendar import calendar_of, registration_deadline
from itasdash.schema import CalendarEntry, SnapshotInfo
from itasdash.thai.dates import format_date, format_moment

# How pale the bars of administrators are beside those of executives.
_PALE = 0.4
_MOST_BARS = 12
_LOWEST = 10
_SUMMARY_SIZES = (22, 20, 18, 16, 14)


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
        open_errors: the errors of the snapshot that nobody has acknowledged.
        surveys: the whole road and the surveys; None where the snapshot tells nothing of them.
        sample: whether the snapshot is of the sample.
        calendar: the dates that the office has entered.
        outdated: whether the snapshot, or the earlier one, has yet to follow a change.
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
    open_errors: Sequence[Finding] = ()
    surveys: SurveySlideInputs | None = None
    sample: bool = False
    calendar: Sequence[CalendarEntry] = ()
    outdated: bool = False


def make_slides(inputs: SlideInputs) -> bytes:
    """Return a .pptx of a snapshot; the same inputs always give the same bytes.

    Headline with summary, map, where to push, by type, by region, trend, the whole road and the
    surveys, all provinces, and slides of each chosen province. A slide of which the snapshot tells
    nothing is left out.
    """
    look = Look("en" if inputs.language == "en" else "th")
    return _Slides(inputs, look).make()


class _Slides:
    def __init__(self, inputs: SlideInputs, look: Look) -> None:
        self.inputs, self.look, self.t = inputs, look, look.t
        info = inputs.info
        self.moment = format_moment(info.as_of, look.language)
        self.deadline = registration_deadline(info.fiscal_year, inputs.calendar)
        marks = Marks(inputs.sample, len(inputs.open_errors), inputs.outdated)
        self.deck = Deck(
            look,
            self.t("slides.title", year=info.fiscal_year, as_of=self.moment),
            self._caption(),
            self.t("slides.source", files=", ".join(self._sources())),
            " · ".join(marks.words(look.language)),
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
        if self.inputs.surveys is not None:
            add_surveys(self.deck, self.inputs.surveys)
        self._all_provinces()
        for chosen in self.inputs.chosen:
            add_province(self.deck, chosen, self.inputs.provinces, self.inputs.country)
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
            text = f"{source.file} ({source.sha256[:8]})"
            if source.kind == "unregistered_list":
                text += " " + self.t(f"slides.list_{source.list_means}")
            found.append(text)
        return found

    # --- the country ---

    def _headline(self) -> None:
        inputs, look = self.inputs, self.look
        as_of = inputs.info.as_of
        title = headline_sentence(inputs.headline, look.language, as_of.date(), self.deadline)
        slide = self.deck.slide(title, self.t("slides.about"))
        end = add_cards(slide, headline_cards(inputs.headline, look), look, BODY) + GAP
        sentences = summary_sentences(
            inputs.headline,
            inputs.provinces,
            look,
            as_of,
            inputs.before,
            self.deadline,
            inputs.surveys.road["country"] if inputs.surveys else None,
        )
        room = BODY_BOTTOM - end
        size = next(
            (s for s in _SUMMARY_SIZES if _height(sentences, s) <= room), _SUMMARY_SIZES[-1]
        )
        add_text(slide, (MARGIN, end, BODY_WIDTH, room), look, *sentences, size=size)

    def _map(self) -> None:
        look, rates = self.look, self.inputs.provinces
        chart = tile_map(rates, look)
        slide = self.deck.slide(chart.title, chart.subtitle)
        width = 500.0
        add_tiles(slide, look, (MARGIN, BODY_TOP, width, BODY_HEIGHT), rates, chart.alt)
        left = MARGIN + width + GAP
        right = BODY_WIDTH - width - GAP
        # Who is complete is no laggard, however few others there are.
        late = rates[(rates["rate"] < 1).fillna(False).astype(bool)]
        lowest, end = in_order(late, "lowest", "province").head(_LOWEST), BODY_TOP
        if len(lowest):
            heading = self.t("slides.lowest", count=len(lowest))
            add_text(slide, (left, BODY_TOP, right, 24), look, heading, size=16)
            table = rates_rows(lowest, "province", look, ("outstanding", "rate"))
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
            left, right = MARGIN + width + GAP, BODY_WIDTH - width - GAP
            heading = self.t("slides.who")
            add_text(slide, (left, BODY_TOP, right, 24), look, heading, size=16)
            add_table(slide, table, look, (left, BODY_TOP + 26, right, 0), heading)

    def _groups(self, rates: pd.DataFrame, key: str) -> None:
        """Add a slide of types or regions: a chart and the table of the same groups."""
        look = self.look
        if not len(rates) or not rates[["rate", "outstanding"]].notna().any().any():
            return
        by = "type" if key == "lao_type" else key
        table = rates_rows(rates, by, look)
        # Where only some types have a rate, nothing can be said of all of them.
        if key == "lao_type" and rates["rate"].notna().all():
            roles = role_gap(rates, look)
            if roles is not None:
                self._roles(rates, roles)
                return
        late = rates["outstanding"].fillna(0).gt(0).any()
        bars = group_outstanding if late else rate_bars
        chart = bars(rates, look, key)
        slide = self.deck.slide(chart.title, chart.subtitle)
        height = BODY_HEIGHT - table_height(table, BODY_WIDTH) - GAP
        box = (MARGIN, BODY_TOP, BODY_WIDTH, height)
        if late:
            known = [g for g in groups(rates, key, look) if g.outstanding is not None]
            known.sort(key=lambda g: -(g.outstanding or 0))
            values = [float(g.outstanding or 0) for g in known]
            shares = [look.percent(value / sum(values)) for value in values]
            names = [f"{g.name} ({share})" for g, share in zip(known, shares, strict=True)]
            series = Series(self.t("chart.outstanding"), values, look.colour("action"))
            add_bars(slide, look, box, names, [series], chart.alt)
        else:
            add_rate_bars(slide, look, box, rates, key, chart.alt)
        below = (MARGIN, BODY_TOP + height + GAP, BODY_WIDTH, 0.0)
        add_table(slide, table, look, below, chart.title)

    def _roles(self, rates: pd.DataFrame, chart: Chart) -> None:
        """Add the slide of types where the snapshot tells the two roles apart."""
        t, look = self.t, self.look
        known = groups(rates, "lao_type", look)
        roles = [
            ("slides.admin", [g.admin_registered for g in known], _PALE),
            ("slides.executive", [g.executive_registered for g in known], 1.0),
        ]
        ground, colour = look.colour("background"), look.colour("primary")
        series = [
            Series(t(name), _shares(counts, known), mix(colour, ground, share))
            for name, counts, share in roles
            if any(count is not None for count in counts)
        ]
        slide = self.deck.slide(chart.title, t("slides.roles_subtitle"))
        table = rates_rows(rates, "type", look, ROLES)
        width = min(max(BODY_WIDTH - GAP - table.natural_width(), 240.0), BODY_WIDTH / 2)
        box = (MARGIN, BODY_TOP, width, BODY_HEIGHT)
        names = [g.name for g in known]
        add_bars(slide, look, box, names, series, chart.alt, rates=True)
        right = (MARGIN + width + GAP, BODY_TOP, BODY_WIDTH - width - GAP, 0.0)
        add_table(slide, table, look, right, chart.title)

    def _trend(self) -> None:
        look, trend = self.look, self.inputs.trend.sort_values("as_of")
        events = calendar_of(self.inputs.info.fiscal_year, self.inputs.calendar)
        chart = rate_trend(trend, look, self.deadline, events)
        subtitle = chart.subtitle
        if self.deadline is not None:
            day = format_date(self.deadline, look.language)
            subtitle = f"{subtitle} · {self.t('chart.deadline', day=day)}"
        slide = self.deck.slide(chart.title, subtitle)
        add_rate_line(slide, look, BODY, trend, chart.alt, self.deadline)

    def _all_provinces(self) -> None:
        look = self.look
        # Who is behind stands first, and of equal rates who has more to do.
        rates = in_order(self.inputs.provinces, "lowest", "province")
        chart = rate_bars(rates, look, "province_code", "given")
        rated = rates["rate"].notna().any()
        table = rates_rows(rates, "province", look, total=self.inputs.country)
        add_pages(
            self.deck,
            table,
            chart.title if rated else self.t("province.all"),
            self.t("slides.provinces_subtitle", count=len(rates)),
        )


def _shares(counts: Sequence[int | None], known: Sequence[Group]) -> list[float | None]:
    return [
        None if count is None or not g.expected else count / g.expected
        for count, g in zip(counts, known, strict=True)
    ]


def _height(texts: Sequence[str], size: int) -> float:
    return sum(lines(text, size, BODY_WIDTH) * size * LINE + size * 0.3 for text in texts)
