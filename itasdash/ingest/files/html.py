"""HTML tables, which many systems save as .xls."""

import re
from dataclasses import replace

import lxml.html
from lxml import etree

from itasdash.ingest.files.sheets import Cell, Merge, Rows, Sheet, Unreadable
from itasdash.settings import Limits

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\b[^>]{0,500}\btype\s*=\s*[\"']?password", re.IGNORECASE)
_TABLE_BEGINS = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_ENDS = re.compile(r"</table\s*>", re.IGNORECASE)
_SPAN = re.compile(r"\s*([0-9]{1,4})\s*", re.ASCII)
_ALL_TEXT = etree.XPath("string()")
_TEXT_TAGS = (
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "div",
    "span",
    "center",
    "b",
    "font",
    "caption",
    "title",
)
_LONGEST_LINE, _MOST_LINES = 300, 40
_MOST_LINES_OF_TEXT = 6
# A span beyond this is nonsense and would only cost memory.
_WIDEST_SPAN = 1000


def read_html(text: str, limits: Limits) -> list[Sheet]:
    """Return each innermost table of a page as a sheet, its spans as merged ranges.

    Raises:
        Unreadable: the page is a sign-in page, was cut, declares entities, or its tables are nested
            or spanned beyond the limits.
    """
    if _ENTITY.search(text):
        raise Unreadable("file_entities")
    begun = len(_TABLE_BEGINS.findall(text))
    if begun > len(_TABLE_ENDS.findall(text)):
        raise Unreadable("file_cut", row=text.count("<tr") or 1)
    # lxml refuses text that declares an encoding of its own.
    text = _XML_DECLARATION.sub("", text)
    parser = lxml.html.HTMLParser(huge_tree=False, no_network=True)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable("file_damaged") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise Unreadable("file_nested")
    for element in root.iter("br", "p", "div"):
        # A line ends there, and so does a word.
        element.tail = f"\n{element.tail or ''}"
    outer: set[etree._Element] = set()
    tables = list(root.iter("table"))
    for table in tables:
        above = next(table.iterancestors("table"), None)
        if above is not None:
            outer.add(above)
    if not tables and _PASSWORD.search(text):
        raise Unreadable("file_sign_in_page")
    left = [limits.cells]
    sheets = [
        _sheet(f"table {number}", table, left)
        for number, table in enumerate((t for t in tables if t not in outer), start=1)
    ]
    around = tuple(dict.fromkeys([*_around(root), *_laid_out(sheets)]))[:_MOST_LINES]
    if around:
        sheets = [replace(sheet, texts=around) for sheet in sheets]
    if _PASSWORD.search(text) and not any(len(sheet.rows) > 10 for sheet in sheets):
        raise Unreadable("file_sign_in_page")
    return sheets


def _around(root: "etree._Element") -> tuple[str, ...]:
    """Return the lines of text that stand outside the tables of a page, and their captions."""
    lines = []
    for element in root.iter(*_TEXT_TAGS):
        if next(element.iterancestors("table"), None) is not None and element.tag != "caption":
            continue
        if any(
            child.tag in _TEXT_TAGS or child.tag == "table"
            for child in element.iter()
            if child is not element
        ):
            text = element.text or ""
        else:
            text = _ALL_TEXT(element)
        if line := " ".join(text.split()):
            lines.append(line[:_LONGEST_LINE])
    return tuple(dict.fromkeys(lines))


def _laid_out(sheets: list[Sheet]) -> list[str]:
    """Return the lines of tables that only lay out a text: few rows of one cell each."""
    return [
        cell
        for sheet in sheets
        if len(sheet.rows) <= _MOST_LINES_OF_TEXT
        and all(sum(cell is not None for cell in row) <= 1 for row in sheet.rows)
        for row in sheet.rows
        for cell in row
        if isinstance(cell, str)
    ]


def _sheet(name: str, table: "etree._Element", left: list[int]) -> Sheet:
    """Lay out the cells of a table; ``left`` is how many more cells all tables may cover."""
    rows: Rows = []
    merged = []
    # How many more rows each column is covered from above.
    covered: dict[int, int] = {}
    for top, line in enumerate(table.iter("tr")):
        row: list[Cell] = []
        spans: list[tuple[int, int]] = []
        for cell in line:
            if cell.tag not in ("td", "th"):
                continue
            while covered.get(len(row)):
                row.append(None)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            left[0] -= across * down
            if left[0] < 0:
                raise Unreadable("too_many_merges", sheet=name)
            at = len(row)
            row.append(_text(cell))
            if across > 1 or down > 1:
                row += [None] * (across - 1)
                merged.append(Merge(top, at, top + down - 1, at + across - 1))
                spans += [(column, down) for column in range(at, at + across)]
        if covered or spans:
            covered = {column: rest - 1 for column, rest in covered.items() if rest > 1}
            covered |= {column: down - 1 for column, down in spans if down > 1}
        rows.append(row)
    return Sheet(name, rows, merged=tuple(merged))


def _text(cell: "etree._Element") -> str | None:
    text = _ALL_TEXT(cell) if len(cell) else cell.text
    return " ".join(text.split()) or None if text else None


def _span(cell: "etree._Element", name: str) -> int:
    written = cell.get(name)
    match = _SPAN.fullmatch(written) if written else None
    return min(max(int(match[1]), 1), _WIDEST_SPAN) if match else 1
