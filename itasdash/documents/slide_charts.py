"""Native charts on slides, whose data open in Excel, and the map as shapes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_MARK,
)
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter import Workbook

from itasdash.charts import Look
from itasdash.charts.chart import groups
from itasdash.charts.look import rate_steps
from itasdash.charts.tiles import tile_number
from itasdash.documents.slide_parts import paint
from itasdash.documents.slide_text import (
    Box,
    add_text,
    describe,
    inert,
    plain_frame,
    rgb,
    set_font,
    write,
)
from itasdash.reference import all_provinces, table

PERCENT, COUNT = '0.0" %"', "#,##0"
# "7 ม.ค." and "7 Jan"; the year, which Excel would show in the Common Era, stands in the footer.
_DAY = {"th": "[$-41E]d mmm", "en": "[$-409]d mmm"}
_LABEL, _AXIS = 14, 13
_DATES = 10
_COLUMNS, _ROWS = 10, 18
_TILE_TEXT = 13


class _SafeWorkbook(CategoryWorkbookWriter):
    """Writes the data of a chart as a workbook in which text is text, and that tells no time."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        workbook = Workbook(xlsx_file, options)
        workbook.set_properties({"created": datetime(2000, 1, 1)})
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _SafeChartData(CategoryChartData):
    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _SafeWorkbook(self)  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Series:
    """A series of a chart: its name, a value per category (None where there is none), colour."""

    name: str
    values: Sequence[float | None]
    colour: str


def add_bars(
    slide: Any,
    look: Look,
    box: Box,
    categories: Sequence[str],
    series: Sequence[Series],
    alt: str,
    *,
    rates: bool = False,
    colours: Sequence[str] = (),
) -> None:
    """Add horizontal bars, the first category on top, with the values at their ends.

    Args:
        slide: where.
        look: language and colours.
        box: place and size.
        categories: names of the bars.
        series: one, or several with a legend.
        alt: words for screen readers.
        rates: whether the values are rates (0 to 1) on an axis of 0 to 100 %, or counts.
        colours: one for each bar of a lone series, instead of the series' own.
    """
    kind, form = XL_CHART_TYPE.BAR_CLUSTERED, PERCENT if rates else COUNT
    chart = _add_chart(slide, look, box, kind, categories, series, alt, rates=rates)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45 if len(series) == 1 else 60, -5
    chart.category_axis.reverse_order = True
    _name_every_bar(chart.category_axis._element)
    axis = chart.value_axis
    axis.visible, axis.has_major_gridlines = False, False
    axis.minimum_scale = 0
    if rates:
        axis.maximum_scale = 100
    _label(plot, look, form, XL_LABEL_POSITION.OUTSIDE_END)
    for number, colour in enumerate(colours):
        fill = plot.series[0].points[number].format
        _fill(fill.fill, colour)
        fill.line.color.rgb = rgb(look.colour("muted"))
        fill.line.width = Pt(0.5)
    if len(series) > 1:
        chart.has_legend, chart.legend.include_in_layout = True, False
        chart.legend.position = XL_LEGEND_POSITION.TOP
        set_font(chart.legend.font, look, _LABEL)


def _name_every_bar(axis: Any) -> None:
    # PowerPoint leaves out names where it thinks that there is little room.
    skip = etree.Element(qn("c:tickLblSkip"), val="1")
    axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def add_rate_line(slide: Any, look: Look, box: Box, trend: pd.DataFrame, alt: str) -> None:
    """Add the line of the rate over the snapshots, on an axis of 0 to 100 %.

    Args:
        slide: where.
        look: language and colours.
        box: place and size.
        trend: rows of one key in order of time (``as_of``, ``name``, ``rate`` 0 to 1).
        alt: words for screen readers.
    """
    days = [moment.date() for moment in trend["as_of"]]
    # Several snapshots of one day would stand on one place of an axis of days.
    distinct = len(set(days)) == len(days)
    labels = days if distinct else [f"{day.day}/{day.month}" for day in days]
    line = Series(str(trend["name"].iloc[0]), list(trend["rate"]), look.colour("primary"))
    kind = XL_CHART_TYPE.LINE_MARKERS
    chart = _add_chart(slide, look, box, kind, labels, [line], alt, rates=True)
    drawn = chart.plots[0].series[0]
    drawn.smooth = False
    drawn.format.line.color.rgb, drawn.format.line.width = rgb(line.colour), Pt(3)
    drawn.marker.size, drawn.marker.style = 9, XL_MARKER_STYLE.CIRCLE
    _fill(drawn.marker.format.fill, line.colour)
    drawn.marker.format.line.color.rgb = rgb(line.colour)
    _label(chart.plots[0], look, PERCENT, XL_LABEL_POSITION.ABOVE)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 25
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = '0" %"', False
    axis.format.line.fill.background()
    axis.major_gridlines.format.line.color.rgb = rgb(look.colour("line"))
    if distinct:
        below = chart.category_axis.tick_labels
        below.number_format, below.number_format_is_linked = _DAY[look.language], False
        _space_dates(chart.category_axis._element, days)


def _space_dates(axis: Any, days: Sequence[date]) -> None:
    """Let an axis of days show about ten dates, counted from the first."""
    step = max(-(-(days[-1] - days[0]).days // _DATES), 1)
    for name, value in (
        ("c:baseTimeUnit", "days"),
        ("c:majorUnit", str(step)),
        ("c:majorTimeUnit", "days"),
    ):
        for old in axis.findall(qn(name)):
            axis.remove(old)
        etree.SubElement(axis, qn(name), val=value)


def _add_chart(
    slide: Any,
    look: Look,
    box: Box,
    kind: Any,
    categories: Sequence[str | date],
    series: Sequence[Series],
    alt: str,
    *,
    rates: bool,
) -> Any:
    data: Any = _SafeChartData(  # type: ignore[no-untyped-call]
        number_format=PERCENT if rates else COUNT
    )
    data.categories = [inert(c) if isinstance(c, str) else c for c in categories]
    for each in series:
        data.add_series(inert(each.name), [_value(value, rates=rates) for value in each.values])
    frame = slide.shapes.add_chart(kind, *(Pt(value) for value in box), data)
    describe(frame, alt)
    chart = frame.chart
    chart.has_title, chart.has_legend = False, False
    set_font(chart.font, look, _LABEL)
    for drawn, each in zip(chart.plots[0].series, series, strict=True):
        if kind == XL_CHART_TYPE.BAR_CLUSTERED:
            drawn.invert_if_negative = False
            _fill(drawn.format.fill, each.colour)
    axis = chart.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = rgb(look.colour("line"))
    set_font(axis.tick_labels.font, look, _LABEL)
    set_font(chart.value_axis.tick_labels.font, look, _AXIS, "muted")
    return chart


def _value(value: float | None, *, rates: bool) -> float | None:
    if value is None or pd.isna(value):
        return None
    # In per cent with one decimal, below 1 never 100.0, as everywhere else.
    if not rates:
        return int(value)
    shown = round(float(value) * 100, 1)
    return min(shown, 99.9) if value < 1 else shown


def _label(plot: Any, look: Look, form: str, position: Any) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.position = True, position
    labels.number_format, labels.number_format_is_linked = form, False
    set_font(labels.font, look, _LABEL, bold=True)


def _fill(fill: Any, colour: str) -> None:
    fill.solid()
    fill.fore_color.rgb = rgb(colour)


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
    group = slide.shapes.add_group_shape()
    describe(group, alt)
    for tile in table("tiles"):
        code, column, row = tile["province_code"], int(tile["column"]), int(tile["row"])
        found = known.get(code)
        rate = found.rate if found else None
        place = (left + column * across, top + row * down, across - 3, down - 2)
        shape = group.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *(Pt(value) for value in place))
        shape.name = all_provinces()[code].name(look.language)
        shape.adjustments[0] = 0.18
        paint(shape, look.rate_colour(rate), look)
        frame = shape.text_frame
        plain_frame(frame, anchor=MSO_ANCHOR.MIDDLE)
        frame.word_wrap = False
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        text = f"{all_provinces()[code].abbreviation_th} {tile_number(found, look)}"
        ink = look.rate_text_colour(rate)
        write(frame.paragraphs[0], text, look, _TILE_TEXT, ink, bold=True)


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
        ("0 %", left, PP_ALIGN.LEFT),
        ("100 %", left + width / 2, PP_ALIGN.RIGHT),
    ):
        frame = add_text(
            slide, (place, top + height + 1, width / 2, 18), look, text, size=_AXIS, role="muted"
        )
        frame.paragraphs[0].alignment = align
    below = (left, top + height + 20, width, 40)
    add_text(slide, below, look, look.t("slides.grey"), size=_AXIS, role="muted")
