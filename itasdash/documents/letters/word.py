"""Word files as their parts: a base with styles, bodies put into it, the same bytes every time."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree

from itasdash.documents.archives import Undated
from itasdash.documents.workbook import without_forbidden

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BODY = "word/document.xml"
_SPACES = re.compile(r"\s+")
Parts = dict[str, bytes]
_UNUSED = ("/stylesWithEffects", "/thumbnail", "/customXml", "/numbering", "/webSettings")
_KEPT = ("Header", "Footer")


def xml_text(text: str) -> str:
    """Return text on one line as it may stand in XML, markup inert."""
    return escape(plain_text(text))


def plain_text(text: str) -> str:
    """Return text on one line without what a Word file cannot hold."""
    return _SPACES.sub(" ", without_forbidden(text))


def parts_of(data: bytes) -> Parts:
    """Return the parts of a Word file, in order.

    Raises:
        zipfile.BadZipFile, KeyError, ValueError: it is no Word file.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    if BODY not in parts:
        raise KeyError(BODY)
    return parts


def file_of(parts: Mapping[str, bytes]) -> bytes:
    """Return a Word file of its parts; the same parts always give the same bytes."""
    sink = io.BytesIO()
    with Undated(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return sink.getvalue()


def parsed(data: bytes) -> Any:
    """Return a part as a tree; entities and outside files are not looked at."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def serialised(tree: Any) -> bytes:
    """Return a tree as the bytes of a part."""
    data: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def set_text(element: Any, text: str) -> None:
    """Set the text of a run; spaces at its ends stay."""
    element.text = text
    element.set(_SPACE, "preserve")


def texts_of(paragraph: Any) -> list[Any]:
    """Return the text elements of a paragraph, without those of text boxes within it."""
    return [t for t in paragraph.iter(f"{W}t") if next(t.iterancestors(f"{W}p")) is paragraph]


@lru_cache(maxsize=16)
def base_parts(
    font: str,
    size: int,
    landscape: bool,
    margins: tuple[float, float, float, float],
    numbered: str = "",
) -> Mapping[str, bytes]:
    """Return the parts of an empty A4 document.

    Args:
        font: typeface of everything, Thai and Latin.
        size: of the text, in points.
        landscape: whether the paper lies on its side.
        margins: left, right, top and bottom, in centimetres.
        numbered: format of page numbers (``decimal``, ``thaiNumbers``), empty for none.
    """
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = map(
        Cm, margins
    )
    section.header_distance = section.footer_distance = Cm(1.0)
    normal = document.styles["Normal"]
    normal.font.size = Pt(size)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    properties = normal.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    properties.insert(0, fonts)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(2 * size))
    properties.append(complex_size)
    language = OxmlElement("w:lang")
    for name, value in (("val", "en-US"), ("eastAsia", "en-US"), ("bidi", "th-TH")):
        language.set(qn(f"w:{name}"), value)
    properties.append(language)
    if numbered:
        _number_pages(section, numbered)
    _drop_the_unused(document)
    core = document.core_properties
    core.author = core.comments = core.title = core.last_modified_by = ""
    sink = io.BytesIO()
    document.save(sink)
    return parts_of(sink.getvalue())


def _drop_the_unused(document: Any) -> None:
    """Take out what python-docx's own template brings along: nine tenths of every file."""
    for holder in (document.part.rels, document.part.package.rels):
        for key in [k for k, rel in holder.items() if rel.reltype.endswith(_UNUSED)]:
            del holder[key]
    styles = document.styles.element
    for style in list(styles):
        if style.tag == qn("w:latentStyles") or (
            style.tag == qn("w:style")
            and not style.get(qn("w:default"))
            and style.get(qn("w:styleId")) not in _KEPT
        ):
            styles.remove(style)


def _number_pages(section: Any, numbered: str) -> None:
    kind = OxmlElement("w:pgNumType")
    kind.set(qn("w:fmt"), numbered)
    section._sectPr.append(kind)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = 2
    for piece in ("begin", "PAGE", "end"):
        run = paragraph.add_run()
        if piece == "PAGE":
            made = OxmlElement("w:instrText")
            made.text = piece
        else:
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), piece)
        run._r.append(made)


def with_body(base: Mapping[str, bytes], elements: Iterable[str]) -> Parts:
    """Return the parts with a body of these elements, given as XML with the prefix ``w``."""
    old = base[BODY].decode("utf-8")
    start, section = old.index("<w:body>") + len("<w:body>"), old.index("<w:sectPr")
    return {**base, BODY: (old[:start] + "".join(elements) + old[section:]).encode("utf-8")}
