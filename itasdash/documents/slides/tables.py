"""Tables on slides; a table goes on over as many slides as it needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from itasdash.charts import Look
from itasdash.charts.look import text_width
from itasdash.documents.slides.text import LINE, Box, describe, lines, rgb, write
from itasdash.i18n.numbers import NO_VALUE

_CELL, _HEADING = 15, 13
_PAD, _SIDE = 1.0, 5.0
# PowerPoint's "no style, no grid": every colour of the table is its own.
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True)
class SlideTable:
    """A table as text.

    Attributes:
        headings: of the columns.
        rows: the cells as they are shown.
        shares: of the width, a column each.
        left: the columns whose text stands left; numbers stand right.
        fills: colours of ground and text by row and column.
        bold: rows that are sums.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[float]
    left: frozenset[int] = frozenset({0})
    fills: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    bold: frozenset[int] = frozenset()

    def widths(self, width: float) -> list[float]:
        """Return the widths of the columns in a table of ``width`` points.

        Each has room for its cells and for the longest word of its heading, as far as there is
        any; what is left over is shared out.
        """
        needed = self._needed()
        spare = width - sum(needed)
        if spare < 0:
            return [each * width / sum(needed) for each in needed]
        shares = [share / sum(self.shares) for share in self.shares]
        return [each + spare * share for each, share in zip(needed, shares, strict=True)]

    def natural_width(self) -> float:
        """Return the points that all columns need."""
        return sum(self._needed())

    def _needed(self) -> list[float]:
        return [_needed(texts) for texts in zip(self.headings, *self.rows, strict=True)]

    def part(self, start: int, end: int) -> "SlideTable":
        """Return the table with the rows from ``start`` up to ``end`` only."""
        inside = range(start, end)
        return replace(
            self,
            rows=self.rows[start:end],
            fills={(r - start, c): fill for (r, c), fill in self.fills.items() if r in inside},
            bold=frozenset(row - start for row in self.bold if row in inside),
        )


def _needed(texts: Sequence[str]) -> float:
    heading, *cells = texts
    words = max(text_width(word, _HEADING, bold=True) for word in heading.split(" "))
    widest = max((text_width(cell, _CELL) for cell in cells), default=0)
    return max(words, widest) + 2 * _SIDE + 1


def pages(table: SlideTable, width: float, height: float) -> list[SlideTable]:
    """Return the table in parts that each fit ``width`` by ``height`` points; no row is lost."""
    room = height - _heading_height(table, width)
    parts, start, filled = [], 0, 0.0
    for number, row_height in enumerate(_row_heights(table, width)):
        if filled + row_height > room and number > start:
            parts.append(table.part(start, number))
            start, filled = number, 0.0
        filled += row_height
    return [*parts, table.part(start, len(table.rows))]


def table_height(table: SlideTable, width: float) -> float:
    """Return how high a table of ``width`` points is."""
    return _heading_height(table, width) + sum(_row_heights(table, width))


def _row_heights(table: SlideTable, width: float) -> Iterator[float]:
    widths = table.widths(width)
    for number, row in enumerate(table.rows):
        bold = number in table.bold
        most = max(
            lines(text, _CELL, w - 2 * _SIDE, bold=bold)
            for text, w in zip(row, widths, strict=True)
        )
        yield most * _CELL * LINE + 2 * _PAD


def _heading_height(table: SlideTable, width: float) -> float:
    most = max(
        lines(text, _HEADING, w - 2 * _SIDE, bold=True)
        for text, w in zip(table.headings, table.widths(width), strict=True)
    )
    return most * _HEADING * LINE + 4 * _PAD


def add_table(slide: Any, table: SlideTable, look: Look, box: Box, alt: str) -> float:
    """Add a native table at the top of ``box``; return where it ends below."""
    left, top, width, _ = box
    heights = [_heading_height(table, width), *_row_heights(table, width)]
    frame = slide.shapes.add_table(
        len(heights),
        len(table.headings),
        *(Pt(value) for value in (left, top, width, sum(heights))),
    )
    describe(frame, alt)
    grid = frame.table
    frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    grid.horz_banding = False
    column_widths = table.widths(width)
    headings = [_broken(h, w) for h, w in zip(table.headings, column_widths, strict=True)]
    for column, points in zip(grid.columns, column_widths, strict=True):
        column.width = Pt(points)
    for number, (row, height) in enumerate(zip(grid.rows, heights, strict=True)):
        row.height = Pt(height)
        texts = table.rows[number - 1] if number else headings
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            fill = (
                table.fills.get((number - 1, place)) if number else (look.colour("surface"), "ink")
            )
            bold = number == 0 or number - 1 in table.bold
            align = PP_ALIGN.LEFT if place in table.left else PP_ALIGN.RIGHT
            _fill_cell(cell, text, look, fill, align, heading=number == 0, bold=bold)
    return top + sum(heights)


def _broken(heading: str, width: float) -> str:
    """Put the unit of a heading below it where both do not fit: Thai would break in the unit."""
    fits = text_width(heading, _HEADING, bold=True) <= width - 2 * _SIDE
    return heading if fits else heading.replace(" (", "\v(")


def _fill_cell(
    cell: Any,
    text: str,
    look: Look,
    fill: tuple[str, str] | None,
    align: Any,
    *,
    heading: bool,
    bold: bool,
) -> None:
    cell.margin_left = cell.margin_right = Pt(_SIDE)
    cell.margin_top = cell.margin_bottom = Pt(_PAD)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if heading else MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = align
    ink = fill[1] if fill else "ink"
    # An empty cell would take the height of PowerPoint's own type size.
    for number, line in enumerate(text.split("\v") if heading else [text or NO_VALUE]):
        if number:
            paragraph.add_line_break()
        write(paragraph, line, look, _HEADING if heading else _CELL, ink, bold=bold)
    if fill:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(fill[0])
    properties = cell._tc.get_or_add_tcPr()
    edge = etree.Element(qn("a:lnB"), w="6350")
    colour = etree.SubElement(etree.SubElement(edge, qn("a:solidFill")), qn("a:srgbClr"))
    colour.set("val", look.colour("line").removeprefix("#"))
    properties.insert(0, edge)
