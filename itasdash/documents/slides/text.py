"""Text on slides: typeface, sizes that fit, boxes and words for screen readers."""

import re
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Pt

from itasdash.charts import Look
from itasdash.charts.look import text_width

# Sarabun as Thai offices have it on their PCs; the app's own Sarabun is on hardly any. Its letters
# are smaller than those of Sarabun: sizes are chosen for it, and boxes so that Sarabun fits in too.
TYPEFACE = "TH Sarabun New"
LANGUAGES = {"th": "th-TH", "en": "en-US"}
# A line of Thai, with room for marks above and below, in parts of its size.
LINE = 1.32

# What neither a slide nor the data of a chart may hold.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
# Left, top, width and height in points, as all sizes here.
Box = tuple[float, float, float, float]


def set_font(font: Any, look: Look, size: float, role: str = "ink", *, bold: bool = False) -> None:
    """Give text its typeface for every script, so that Thai is not left to the computer.

    Args:
        font: a font of python-pptx, of a run or of a part of a chart.
        look: language and colours.
        size: in points.
        role: of the colour, or the colour itself as ``#RRGGBB``.
        bold: whether it is bold.
    """
    font.size, font.bold = Pt(size), bold
    colour = role if role.startswith("#") else look.colour(role)
    font.color.rgb = rgb(colour)
    font.name = TYPEFACE
    properties = font._rPr
    properties.set("lang", LANGUAGES[look.language])
    latin = properties.find(qn("a:latin"))
    for script in ("a:cs", "a:ea"):
        for old in properties.findall(qn(script)):
            properties.remove(old)
        latin.addnext(etree.SubElement(properties, qn(script), typeface=TYPEFACE))


def rgb(colour: str) -> RGBColor:
    """Return ``#RRGGBB`` as python-pptx wants it."""
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))


def fitting_size(text: str, width: float, sizes: tuple[int, ...]) -> int:
    """Return the first size at which ``text`` fits a line, else the last."""
    return next((size for size in sizes if text_width(text, size, bold=True) <= width), sizes[-1])


def lines(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """Return an upper estimate of the lines that ``text`` takes in a box of ``width`` points."""
    # A line that breaks at words is not filled to its end.
    taken = text_width(text, int(size), bold=bold)
    return 1 if taken <= width else int(taken / (width * 0.92)) + 1


def write(
    paragraph: Any, text: str, look: Look, size: float, role: str = "ink", *, bold: bool = False
) -> None:
    """Write ``text`` at the end of a paragraph; it is text and nothing else."""
    # Lines of a fixed height: that of typefaces differs by a tenth, which a full table lacks.
    paragraph.line_spacing = Pt(round(size * LINE, 1))
    run = paragraph.add_run()
    run.text = inert(text)
    set_font(run.font, look, size, role, bold=bold)


def inert(text: str) -> str:
    """Return ``text`` without characters that a file cannot hold or that would break its line."""
    return _CONTROL.sub(" ", text)


def describe(shape: Any, text: str) -> None:
    """Give a chart, table or group its words for screen readers."""
    shape._element._nvXxPr.cNvPr.set("descr", inert(text))


def add_text(slide: Any, box: Box, look: Look, *texts: str, size: float, role: str = "ink") -> Any:
    """Add a box with a paragraph for each text."""
    frame = slide.shapes.add_textbox(*(Pt(value) for value in box)).text_frame
    plain_frame(frame)
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size * 0.3)
        write(paragraph, text, look, size, role)
    return frame


def plain_frame(frame: Any, margin: float = 0, anchor: Any = MSO_ANCHOR.TOP) -> None:
    """Set a text frame to wrap, with the margin in points, and to keep its size."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(margin)
    frame.vertical_anchor = anchor
