"""Sheets of an .xlsx as written in its XML: how far they reach, and cells that hold no value.

calamine allots rows times columns of the used area before it reads a cell, and reads error cells
and formulas that were never calculated as empty. Both are looked for here, with regular
expressions: parsing the XML as well would take longer than calamine does.
"""

import html
import posixpath
import re
import string
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping

from itasdash.ingest.files.sheets import (
    Problem,
    SheetNotes,
    Unreadable,
    column_number,
    far_cell,
    page_text,
    without_zones,
)
from itasdash.settings import Limits

# A cell with its reference, written as nearly every program does, and written in any way.
_PLAIN_CELL = re.compile(rb'<c(?=[\s/>])(?: r="([A-Za-z]{1,3}[0-9]{1,7})")?')
_CELL = re.compile(
    rb'<(?:[\w.-]+:)?c(?=[\s/>])(?:(?:\s+[\w:.-]+="[^"<]*")*?\s+r="([A-Za-z]{1,3}[0-9]{1,7})")?'
)
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_CELL_TAG = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])[^<>]*>")
_ROW_TAG = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])[^<>]*>")
_ROW_NUMBER = re.compile(rb'\sr="([0-9]{1,7})"')
_BLANK_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?:\s[^<>]*)?(?:/>|>\s*</(?:[\w.-]+:)?c\s*>)")
_WHOLE_CELL = re.compile(rb"<(?:[\w.-]+:)?c(\s[^<>]*[^<>/]|)>(.*?)</(?:[\w.-]+:)?c\s*>", re.DOTALL)
_SPLIT = re.compile(rb"([A-Za-z]+)([0-9]+)")
_LETTERS = string.ascii_letters.encode()
_REFERENCE = re.compile(rb"""\sr=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_ERROR_TYPE = re.compile(rb"""\st=["']e["']""")
# The value of a formula that gives text may well be empty.
_TEXT_TYPE = re.compile(rb"""\st=["']str["']""")
_TAG_NAME = re.compile(rb"<([\w.:-]+)")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?(?:v|t)(?:\s[^<>]*)?>([^<]+)<")
_DATE1904 = re.compile(rb"""<(?:[\w.-]+:)?workbookPr\s[^<>]*date1904\s*=\s*["'](?:1|true)["']""")
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^<>]*/>")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_PAGE_TEXT = re.compile(
    rb"<(?:[\w.-]+:)?(?:odd|even|first)(?:Header|Footer)>([^<]+)<", re.IGNORECASE
)
# Page headers stand at the end of a sheet's XML.
_TAIL = 65536
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# From this size on a sheet is mostly blank formatted cells, which are taken out first.
_BIG = 32 * 2**20
# Excel's own last row and column.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def date1904(members: Mapping[str, bytes]) -> bool:
    """Say whether the workbook counts days from 1904, as those of old Macs do."""
    return any(_DATE1904.search(content) for name, content in members.items() if "workbook" in name)


def check(members: dict[str, bytes], limits: Limits) -> dict[str, SheetNotes]:
    """Return what is to be said about each sheet by its name: problems, hidden rows, page headers.

    The sheets among the members lose what they claim about their size, and big ones their blank
    cells.

    Raises:
        Unreadable: a sheet reaches further than any table needs, or its XML makes no sense.
    """
    names = _sheet_names(members)
    notes: dict[str, SheetNotes] = {}
    for member, content in tuple(members.items()):
        if b"sheetData" in content:
            sheet = names.get(member.lower(), posixpath.basename(member))
            members[member] = without_zones(_without_dimension(content))
            if len(content) > _BIG:
                members[member] = _BLANK_CELL.sub(b"", members[member])
            _check_reach(sheet, members[member], limits)
            notes[sheet] = SheetNotes(
                _valueless(members[member]), _hidden_rows(content), list(_page_texts(content))
            )
    return notes


def _hidden_rows(content: bytes) -> set[int]:
    """Return the numbers of rows that a filter or a person has hidden."""
    if b"hidden=" not in content:
        return set()
    tags = (tag for tag in _ROW_TAG.findall(content) if _HIDDEN.search(tag))
    return {int(number[1]) for tag in tags if (number := _ROW_NUMBER.search(tag))}


def _page_texts(content: bytes) -> Iterator[str]:
    """Yield the texts of the headers and footers of the pages."""
    for found in _PAGE_TEXT.findall(content[-_TAIL:]):
        text = page_text(html.unescape(found.decode("utf-8", "replace")))
        if text:
            yield text


def _without_dimension(content: bytes) -> bytes:
    """Return a sheet without its dimension, which may be false and which nothing here needs."""
    head = content[: content.index(b"sheetData")]
    return _DIMENSION.sub(b"", head) + content[len(head) :] if b"dimension" in head else content


def _sheet_names(members: Mapping[str, bytes]) -> dict[str, str]:
    """Return the name of each sheet by that of its member, in lower case."""
    files = {name.lower().replace("\\", "/"): content for name, content in members.items()}
    try:
        book = ET.fromstring(files["xl/workbook.xml"])
        relations = ET.fromstring(files["xl/_rels/workbook.xml.rels"])
    except (KeyError, ET.ParseError) as error:
        raise Unreadable("file_damaged") from error
    targets = {
        relation.get("Id"): posixpath.join("xl", relation.get("Target", "").lower()).lstrip("/")
        for relation in relations
    }
    return {
        targets[element.get(_RELATION)]: element.get("name", "")
        for element in book.iter()
        if element.tag.endswith("}sheet") and element.get(_RELATION) in targets
    }


def _check_reach(sheet: str, content: bytes, limits: Limits) -> None:
    """Refuse a sheet whose used area is beyond the limits, blank formatted cells aside."""
    cell, references = _PLAIN_CELL, _PLAIN_CELL.findall(content)
    if b"" in references or _PREFIXED_CELL.search(content):
        content = _canonical(content)
        cell, references = _CELL, _CELL.findall(content)
    if _within(references, content, limits):
        return
    content = _BLANK_CELL.sub(b"", content)
    references = cell.findall(content)
    if _within(references, content, limits):
        return
    places = [(int(r[2]), column_number(r[1].decode())) for r in map(_SPLIT.match, references) if r]
    if not places:
        raise Unreadable("too_many_rows", rows=len(_ROW_TAG.findall(content)), most=limits.rows)
    raise far_cell(sheet, *max(places, key=lambda p: max(p[0] / _LAST_ROW, p[1] / _LAST_COLUMN)))


def _within(references: list[bytes], content: bytes, limits: Limits) -> bool:
    together = b" ".join(references)
    columns = set(together.translate(None, b"0123456789").split())
    height = max(map(int, set(together.translate(None, _LETTERS).split())), default=0)
    width = max((column_number(letters.decode()) for letters in columns), default=0)
    if b"" in references:
        # Cells may leave their reference out; then they follow each other.
        numbers = [
            int(found[1]) for tag in _ROW_TAG.findall(content) if (found := _ROW_NUMBER.search(tag))
        ]
        rows = _ROW_TAG.split(content)
        height = max([height, *numbers]) + len(rows)
        width += max(len(_CELL_TAG.findall(row)) for row in rows)
    return height <= limits.rows and width <= limits.columns and height * width <= limits.cells


def _canonical(content: bytes) -> bytes:
    """Return XML written the one way that the expressions above know.

    Raises:
        Unreadable: it is no XML, or a cell's reference is none.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        written: bytes = etree.tostring(etree.fromstring(content, parser), method="c14n")
    except etree.XMLSyntaxError as error:
        raise Unreadable("file_damaged") from error
    for tag in _CELL_TAG.findall(written):
        known = _CELL.match(tag)
        if b' r="' in tag and not (known and known[1]):
            raise Unreadable("file_damaged")
    return written


def _valueless(content: bytes) -> list[Problem]:
    """Return the error cells and the formulas that were saved without their value."""
    problems: list[Problem] = []
    if not any(mark in content for mark in (b"<f", b":f", b't="e"', b"t='e'")):
        return problems
    for attributes, inner in _WHOLE_CELL.findall(content):
        error = _ERROR_TYPE.search(attributes)
        if not error and not _FORMULA.search(inner):
            continue
        written = _VALUE.search(inner)
        reference = _REFERENCE.search(attributes)
        row = int(reference[2]) if reference else 0
        name = (reference[1] + reference[2]).decode() if reference else ""
        if error:
            found = written[1].decode("utf-8", "replace") if written else ""
            problems.append(Problem("error_cell", row, found, subject=name))
        elif written is None and not (_TEXT_TYPE.search(attributes) and b"v" in _tags(inner)):
            problems.append(Problem("formula_without_value", row, subject=name))
    return problems


def _tags(inner: bytes) -> set[bytes]:
    return {name.rpartition(b":")[2] for name in _TAG_NAME.findall(inner)}
