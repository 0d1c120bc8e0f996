"""A deck of slides: 16:9, with title, footer and number on each; deterministic."""

import copy
import io
import re
from datetime import datetime
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from itasdash.charts import Look
from itasdash.charts.look import text_width
from itasdash.documents.archives import undated
from itasdash.documents.slides.text import (
    LANGUAGES,
    TYPEFACE,
    Box,
    add_text,
    fitting_size,
    plain_frame,
    write,
)

# In points.
WIDTH, HEIGHT, MARGIN = 960.0, 540.0, 36.0
BODY_TOP, BODY_BOTTOM = 106.0, 494.0
BODY_WIDTH = WIDTH - 2 * MARGIN
BODY_HEIGHT = BODY_BOTTOM - BODY_TOP
BODY: Box = (MARGIN, BODY_TOP, BODY_WIDTH, BODY_HEIGHT)
GAP = 18.0
_TITLE = (MARGIN, 10.0, BODY_WIDTH, 60.0)
_SUBTITLE = (MARGIN, 76.0, BODY_WIDTH, 24.0)
_FOOTER = (MARGIN, 499.0, BODY_WIDTH - 60, 34.0)
_NUMBER = (WIDTH - MARGIN - 60, 499.0, 60.0, 34.0)
_TITLE_SIZES = (30, 27, 24)
_TITLE_TWO_LINES = 22
_SUBTITLE_SIZES = (16, 14, 12)
_FOOTER_SIZE = 11
_WRITTEN_AT = datetime(2000, 1, 1)
_TITLE_ONLY = "Title Only"
_FIELD = "{C1FF6DA9-008F-8B48-92A6-B652298478BF}"
_FOOT = ("ftr", "sldNum")
_UNUSED = ("thumbnail", "printerSettings")


class Deck:
    """A presentation in the making.

    Args:
        look: language and colours.
        title: of the file.
        moment: fiscal year and as_of, in the footer of each slide.
        source: where the numbers are from, below it.
        warning: what is wrong with the snapshot, beside ``moment``; none where it is empty.
    """

    def __init__(self, look: Look, title: str, moment: str, source: str, warning: str = "") -> None:
        self.look = look
        self._moment, self._source, self._warning = moment, source, warning
        self._file = Presentation()
        self._file.slide_width, self._file.slide_height = Pt(WIDTH), Pt(HEIGHT)
        self._layout = self._only_layout()
        self._theme()
        properties = self._file.core_properties
        properties.title, properties.author, properties.last_modified_by = title, "", ""
        properties.subject, properties.language = moment, LANGUAGES[look.language]
        properties.created = properties.modified = _WRITTEN_AT
        properties.revision = 1

    def slide(self, title: str, subtitle: str) -> Any:
        """Add a slide with its title (the finding), subtitle (what is measured) and footer."""
        look = self.look
        slide = self._file.slides.add_slide(self._layout)
        frame = slide.shapes.title.text_frame
        plain_frame(frame, anchor=MSO_ANCHOR.BOTTOM)
        size = fitting_size(title, BODY_WIDTH, _TITLE_SIZES)
        if text_width(title, size, bold=True) > BODY_WIDTH:
            size = _TITLE_TWO_LINES
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        write(frame.paragraphs[0], title, look, size, bold=True)
        if subtitle:
            size = fitting_size(subtitle, BODY_WIDTH, _SUBTITLE_SIZES)
            add_text(slide, _SUBTITLE, look, subtitle, size=size, role="muted")
        self._foot(slide)
        return slide

    def _foot(self, slide: Any) -> None:
        """Fill in footer and slide number: placeholders, which PowerPoint's own dialog knows."""
        look = self.look
        for shape in self._layout.placeholders:
            kind = shape._element.ph.get("type")
            if kind not in _FOOT:
                continue
            element = copy.deepcopy(shape._element)
            slide.shapes._spTree.append(element)
            added = slide.shapes[-1]
            frame = added.text_frame
            for old in element.txBody.findall(qn("a:p")):
                element.txBody.remove(old)
            paragraph = frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT if kind == "ftr" else PP_ALIGN.RIGHT
            if kind == "ftr":
                write(paragraph, self._moment, look, _FOOTER_SIZE, "muted")
                if self._warning:
                    write(paragraph, f" · {self._warning}", look, _FOOTER_SIZE, "action", bold=True)
                source = frame.add_paragraph()
                source.alignment = PP_ALIGN.LEFT
                write(source, self._source, look, _FOOTER_SIZE, "muted")
            else:
                write(paragraph, str(len(self._file.slides)), look, _FOOTER_SIZE, "muted")
                _make_field(paragraph)

    def to_bytes(self) -> bytes:
        """Return the file; the same slides always give the same bytes."""
        for slide in self._file.slides:
            # What stands on every slide is read out last.
            for shape in list(slide.placeholders):
                if shape._element.ph.get("type") in _FOOT:
                    slide.shapes._spTree.append(shape._element)
        sink = io.BytesIO()
        self._file.save(sink)
        return undated(sink.getvalue())

    def _only_layout(self) -> Any:
        """Keep one layout of the template, for 16:9 and with our footer."""
        layouts = self._file.slide_layouts
        wanted = next(layout for layout in layouts if layout.name == _TITLE_ONLY)
        for layout in list(layouts):
            if layout is not wanted and layout.name != _TITLE_ONLY:
                layouts.remove(layout)
        places = {"title": _TITLE, "ftr": _FOOTER, "sldNum": _NUMBER}
        for holder in (self._file.slide_master, wanted):
            for shape in list(holder.placeholders):
                place = places.get(shape._element.ph.get("type"))
                if place is None:
                    shape._element.getparent().remove(shape._element)
                    continue
                shape.left, shape.top, shape.width, shape.height = (Pt(value) for value in place)
                plain_frame(shape.text_frame)
        return wanted

    def _theme(self) -> None:
        """Make whatever a person adds later look alike: typeface and colours of the theme."""
        theme = self._file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        text = theme.blob.decode("utf-8")
        text = re.sub(r'(<a:(?:latin|ea|cs) typeface=)"[^"]*"', rf'\1"{TYPEFACE}"', text)
        text = re.sub(r'(script="Thai" typeface=)"[^"]*"', rf'\1"{TYPEFACE}"', text)
        for number in range(1, 7):
            colour = self.look.colour(f"series_{number}").removeprefix("#")
            found = rf'(<a:accent{number}><a:srgbClr val=)"\w+"'
            text = re.sub(found, rf'\1"{colour}"', text)
        theme._blob = text.encode("utf-8")
        # A thumbnail of an empty slide and the settings of somebody's printer.
        for part in (self._file.part, self._file.part.package):
            rels = part.rels if part is self._file.part else part._rels
            for key, rel in list(rels.items()):
                if rel.reltype.endswith(_UNUSED):
                    rels.pop(key)


def _make_field(paragraph: Any) -> None:
    """Turn the run of a paragraph into a field that counts slides."""
    run = paragraph._p.find(qn("a:r"))
    field = etree.SubElement(paragraph._p, qn("a:fld"), id=_FIELD, type="slidenum")
    field.extend(list(run))
    paragraph._p.remove(run)
