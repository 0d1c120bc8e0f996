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
    count,
    percent,
    percent_value,
)

LABEL, AXIS = 14, 13
_SMALLEST = 10
# So few bars would be as thick as cards.
_FEW = 6
_LEGEND = 44.0


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
    chart = add_chart(slide, look, box, kind, categories, series, alt, rates=rates)
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
    size = int(min(LABEL, max(_SMALLEST, each * (0.4 if several else 0.6))))
    label_values(
        plot, look, form, XL_LABEL_POSITION.OUTSIDE_END, min(size, 12) if several else size
    )
    set_font(chart.category_axis.tick_labels.font, look, size)
    left = max(text_width(inert(name), size) for name in categories) + 12
    right = max(text_width(_shown(v, rates=rates), size, bold=True) for v in [0.0, *values]) + 8
    _place_plot(chart, box, left, top, right)
    for number, colour in enumerate(colours):
        fill = plot.series[0].points[number].format
        paint(fill.fill, colour)
        fill.line.color.rgb = rgb(look.colour("muted"))
        fill.line.width = Pt(0.5)
    if len(series) > 1:
        chart.has_legend, chart.legend.include_in_layout = True, False
        chart.legend.position = XL_LEGEND_POSITION.TOP
        set_font(chart.legend.font, look, LABEL)


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


def add_chart(
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
    """Add a native chart with its data as a workbook, and return it.

    Args:
        slide: where.
        look: language and colours.
        box: place and size.
        kind: of python-pptx.
        categories: names or days.
        series: what is drawn.
        alt: words for screen readers.
        rates: whether the values are rates (0 to 1), or counts.
    """
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
    set_font(chart.font, look, LABEL)
    for drawn, each in zip(chart.plots[0].series, series, strict=True):
        if kind == XL_CHART_TYPE.BAR_CLUSTERED:
            drawn.invert_if_negative = False
            paint(drawn.format.fill, each.colour)
    axis = chart.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = rgb(look.colour("line"))
    set_font(axis.tick_labels.font, look, LABEL)
    set_font(chart.value_axis.tick_labels.font, look, AXIS, "muted")
    return chart


def _value(value: float | None, *, rates: bool) -> float | None:
    if value is None or pd.isna(value):
        return None
    return percent_value(value) if rates else int(value)


def label_values(plot: Any, look: Look, form: str, position: Any, size: int = LABEL) -> None:
    """Write the values beside what is drawn, in an Excel number format."""
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.position = True, position
    labels.number_format, labels.number_format_is_linked = form, False
    set_font(labels.font, look, size, bold=True)


def paint(ground: Any, colour: str) -> None:
    """Give something the colour of its ground."""
    ground.solid()
    ground.fore_color.rgb = rgb(colour)


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
