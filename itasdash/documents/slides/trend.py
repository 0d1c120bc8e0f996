"""The line of the rate over the snapshots on a slide, with the last day of registration."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from lxml import etree
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.oxml.ns import qn
from pptx.util import Pt

from itasdash.charts import Look
from itasdash.documents.slides.charts import AXIS, Series, add_chart, label_values, paint
from itasdash.documents.slides.text import Box, inert, rgb, set_font
from itasdash.i18n.numbers import EXCEL_PERCENT, EXCEL_WHOLE_PERCENT
from itasdash.thai.dates import format_date, format_moment

# "7 ม.ค." and "7 Jan"; the year, which Excel would show in the Common Era, stands in the footer.
_DAY = {"th": "[$-41E]d mmm", "en": "[$-409]d mmm"}
_DAY_ZERO = date(1899, 12, 30)
# A last day further off than so many times what the snapshots span would squeeze them into a
# corner: it is told and not drawn.
_DRAWN = 2
_DATES = 10


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
    near = deadline is not None and days[0] <= deadline <= days[-1] + _DRAWN * (days[-1] - days[0])
    if distinct and near and deadline is not None:
        days = sorted({*days, deadline})
        series[0] = replace(line, values=[rated.get(day) for day in days])
        name = look.t("chart.deadline", day=format_date(deadline, look.language))
        marked = [1.0 if day == deadline else None for day in days]
        series.append(Series(name, marked, look.colour("action")))
    labels = days if distinct else [_moment(moment, look) for moment in trend["as_of"]]
    kind = XL_CHART_TYPE.LINE_MARKERS
    chart = add_chart(slide, look, box, kind, labels, series, alt, rates=True)
    drawn = chart.plots[0].series[0]
    drawn.smooth = False
    drawn.format.line.color.rgb, drawn.format.line.width = rgb(line.colour), Pt(3)
    drawn.marker.size, drawn.marker.style = 9, XL_MARKER_STYLE.CIRCLE
    paint(drawn.marker.format.fill, line.colour)
    drawn.marker.format.line.color.rgb = rgb(line.colour)
    label_values(chart.plots[0], look, EXCEL_PERCENT, XL_LABEL_POSITION.ABOVE)
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
    set_font(font, look, AXIS, "action")
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
