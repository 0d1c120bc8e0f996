"""Native charts on slides, whose data open in Excel, and the map as shapes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
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
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter import Workbook

from itasdash.charts import Look
from itasdash.charts.chart import groups
from itasdash.charts.look import text_width
from itasdash.documents.slides.text import Box, describe, inert, rgb, set_font
from itasdash.i18n.numbers import (
    EXCEL_COUNT,
    EXCEL_PERCENT,
    EXCEL_WHOLE_PERCENT,
    count,
    percent,
    percent_value,
)
from itasdash.thai.dates import format_date, format_moment

# "7 ม.ค." and "7 Jan"; the year, which Excel would show in the Common Era, stands in the footer.
_DAY = {"th": "[$-41E]d mmm", "en": "[$-409]d mmm"}
_DAY_ZERO = date(1899, 12, 30)
_LABEL, _AXIS, _SMALLEST = 14, 13, 10
_DATES = 10
# So few bars would be as thick as cards.
_FEW = 6
_LEGEND = 44.0
# A last day further off than this from the last snapshot is told and not drawn.
_DRAWN = timedelta(days=120)


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
    kind, form = XL_CHART_TYPE.BAR_CLUSTERED, EXCEL_PERCENT if rates else EXCEL_COUNT
    chart = _add_chart(slide, look, box, kind, categories, series, alt, rates=rates)
    plot = chart.plots[0]
    plot.vary_by_categories = False
    plot.gap_width, plot.overlap = 45 if len(categories) > _FEW else 110, 0
    chart.category_axis.reverse_order = True
    _name_every_bar(chart.category_axis._element)
    axis = chart.value_axis
    axis.visible, axis.has_major_gridlines = False, False
    axis.minimum_scale = 0
    values = [value for each in series for value in each.values if value is not None]
    axis.maximum_scale = 100 if rates else max([1.0, *values])
    # The bars of a group, and the names of many, need smaller type.
    several = len(series) > 1
    top = _LEGEND if several else 0.0
    each = (box[3] - top) / len(categories)
    size = int(min(_LABEL, max(_SMALLEST, each * (0.4 if several else 0.6))))
    _label(plot, look, form, XL_LABEL_POSITION.OUTSIDE_END, min(size, 12) if several else size)
    set_font(chart.category_axis.tick_labels.font, look, size)
    left = max(text_width(inert(name), size) for name in categories) + 12
    right = max(text_width(_shown(v, rates=rates), size, bold=True) for v in [0.0, *values]) + 8
    _place_plot(chart, box, left, top, right)
    for number, colour in enumerate(colours):
        fill = plot.series[0].points[number].format
        _fill(fill.fill, colour)
        fill.line.color.rgb = rgb(look.colour("muted"))
        fill.line.width = Pt(0.5)
    if len(series) > 1:
        chart.has_legend, chart.legend.include_in_layout = True, False
        chart.legend.position = XL_LEGEND_POSITION.TOP
        set_font(chart.legend.font, look, _LABEL)


def _shown(value: float, *, rates: bool) -> str:
    return percent(value) if rates else count(value)


def _place_plot(chart: Any, box: Box, left: float, top: float, right: float) -> None:
    """Fix where the bars begin and end, so that every name and value has its room."""
    _, _, width, height = box
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = etree.Element(qn("c:layout"))
    area.insert(0, layout)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    for name, value in (
        ("layoutTarget", "inner"),
        ("xMode", "edge"),
        ("yMode", "edge"),
        ("x", f"{left / width:.4f}"),
        ("y", f"{top / height:.4f}"),
        ("w", f"{max(width - left - right, 20) / width:.4f}"),
        ("h", f"{(height - top) / height:.4f}"),
    ):
        etree.SubElement(manual, qn(f"c:{name}"), val=value)


def _name_every_bar(axis: Any) -> None:
    # PowerPoint leaves out names where it thinks that there is little room.
    skip = etree.Element(qn("c:tickLblSkip"), val="1")
    axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def add_rate_line(
    slide: Any,
    look: Look,
    box: Box,
    trend: pd.DataFrame,
    alt: str,
    deadline: date | None = None,
) -> None:
    """Add the line of the rate over the snapshots, on an axis of 0 to 100 %.

    The last day of registration is marked by an upright line, where the axis is one of days.

    Args:
        slide: where.
        look: language and colours.
        box: place and size.
        trend: rows of one key in order of time (``as_of``, ``name``, ``rate`` 0 to 1).
        alt: words for screen readers.
        deadline: the last day, None where it is not known.
    """
    days = [moment.date() for moment in trend["as_of"]]
    # Several snapshots of one day would stand on one place of an axis of days.
    distinct = len(set(days)) == len(days)
    rated = dict(zip(days, trend["rate"], strict=True))
    line = Series(str(trend["name"].iloc[0]), list(trend["rate"]), look.colour("primary"))
    series = [line]
    near = deadline is not None and days[0] <= deadline <= days[-1] + _DRAWN
    if distinct and near and deadline is not None:
        days = sorted({*days, deadline})
        series[0] = replace(line, values=[rated.get(day) for day in days])
        name = look.t("chart.deadline", day=format_date(deadline, look.language))
        marked = [1.0 if day == deadline else None for day in days]
        series.append(Series(name, marked, look.colour("action")))
    labels = days if distinct else [_moment(moment, look) for moment in trend["as_of"]]
    kind = XL_CHART_TYPE.LINE_MARKERS
    chart = _add_chart(slide, look, box, kind, labels, series, alt, rates=True)
    drawn = chart.plots[0].series[0]
    drawn.smooth = False
    drawn.format.line.color.rgb, drawn.format.line.width = rgb(line.colour), Pt(3)
    drawn.marker.size, drawn.marker.style = 9, XL_MARKER_STYLE.CIRCLE
    _fill(drawn.marker.format.fill, line.colour)
    drawn.marker.format.line.color.rgb = rgb(line.colour)
    _label(chart.plots[0], look, EXCEL_PERCENT, XL_LABEL_POSITION.ABOVE)
    if len(series) > 1:
        _mark_day(chart, look, days.index(deadline))
        if deadline not in rated:
            # The line goes on over a day of which no snapshot tells.
            chart._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "span")
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 25
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = (
        EXCEL_WHOLE_PERCENT,
        False,
    )
    axis.format.line.fill.background()
    axis.major_gridlines.format.line.color.rgb = rgb(look.colour("line"))
    if distinct:
        below = chart.category_axis.tick_labels
        below.number_format, below.number_format_is_linked = _DAY[look.language], False
        _space_dates(chart.category_axis, days)


def _mark_day(chart: Any, look: Look, place: int) -> None:
    """Draw the second series of a line chart, a point on top, as an upright line with its name."""
    marked, colour = chart.plots[0].series[1], rgb(look.colour("action"))
    marked.format.line.fill.background()
    marked.marker.style = XL_MARKER_STYLE.NONE
    label = marked.points[place].data_label
    label.position = XL_LABEL_POSITION.RIGHT
    label.text_frame.text = inert(marked.name)
    font = label.text_frame.paragraphs[0].runs[0].font
    set_font(font, look, _AXIS, "action")
    bars = etree.fromstring(_UPRIGHT.replace("RRGGBB", str(colour)))
    # In the order of the schema, the bars stand before the categories.
    marked._element.find(qn("c:cat")).addprevious(bars)


_UPRIGHT = (
    '<c:errBars xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<c:errDir val="y"/><c:errBarType val="minus"/><c:errValType val="percentage"/>'
    '<c:noEndCap val="1"/><c:val val="100"/><c:spPr><a:ln w="19050"><a:solidFill>'
    '<a:srgbClr val="RRGGBB"/></a:solidFill><a:prstDash val="dash"/></a:ln></c:spPr></c:errBars>'
)


def _moment(moment: pd.Timestamp, look: Look) -> str:
    return format_moment(moment.to_pydatetime(), look.language)


def _space_dates(axis: Any, days: Sequence[date]) -> None:
    """Let an axis of days show about ten dates, with room for labels before the first point."""
    span = (days[-1] - days[0]).days
    pad = max(round(span * 0.04), 1)
    axis.minimum_scale = (days[0] - _DAY_ZERO).days - pad
    axis.maximum_scale = (days[-1] - _DAY_ZERO).days + pad
    step = max(-(-span // _DATES), 1)
    element = axis._element
    for name, value in (
        ("c:baseTimeUnit", "days"),
        ("c:majorUnit", str(step)),
        ("c:majorTimeUnit", "days"),
    ):
        for old in element.findall(qn(name)):
            element.remove(old)
        etree.SubElement(element, qn(name), val=value)


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
        number_format=EXCEL_PERCENT if rates else EXCEL_COUNT
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
    return percent_value(value) if rates else int(value)


def _label(plot: Any, look: Look, form: str, position: Any, size: int = _LABEL) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.position = True, position
    labels.number_format, labels.number_format_is_linked = form, False
    set_font(labels.font, look, size, bold=True)


def _fill(fill: Any, colour: str) -> None:
    fill.solid()
    fill.fore_color.rgb = rgb(colour)


def add_rate_bars(
    slide: Any, look: Look, box: Box, rates: pd.DataFrame, key: str, alt: str
) -> None:
    """Add bars of the rates of groups, in their order, in the colours of the rate scale.

    Args:
        slide: where.
        look: language and colours.
        box: place and size.
        rates: a row per group; those without a rate are left out.
        key: name of the column with the groups' codes.
        alt: words for screen readers.
    """
    known = [g for g in groups(rates, key, look) if g.rate is not None]
    series = Series(look.t("card.rate"), [g.rate for g in known], look.colour("primary"))
    colours = [look.rate_colour(g.rate) for g in known]
    names = [g.name for g in known]
    add_bars(slide, look, box, names, [series], alt, rates=True, colours=colours)
