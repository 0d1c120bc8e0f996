"""XML Spreadsheet 2003, which systems without a library for Excel save as .xls."""

from datetime import datetime

from lxml import etree

from itasdash.ingest.files.sheets import (
    Cell,
    Merge,
    Problem,
    Rows,
    Sheet,
    Unreadable,
    cell_name,
    far_cell,
)
from itasdash.settings import Limits

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"


def read_xml2003(data: bytes, limits: Limits) -> list[Sheet]:
    """Return the worksheets of a workbook of XML Spreadsheet 2003.

    Raises:
        Unreadable: it declares entities, was cut, or reaches further than any table needs.
    """
    if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        raise Unreadable("file_entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("file_damaged") from error
    sheets = [_sheet(element, limits) for element in root.iter(_SS + "Worksheet")]
    if not sheets:
        raise Unreadable("file_not_a_table")
    return sheets


def _sheet(element: "etree._Element", limits: Limits) -> Sheet:
    name = element.get(_SS + "Name", "")
    rows: Rows = []
    merged: list[Merge] = []
    problems: list[Problem] = []
    hidden: set[int] = set()
    for line in element.iterfind(f"{_SS}Table/{_SS}Row"):
        number = _index(line, len(rows))
        if number > limits.rows:
            raise far_cell(name, number, 1)
        while len(rows) < number - 1:
            rows.append([])
        if line.get(_SS + "Hidden") == "1":
            hidden.add(number)
        rows.append(_cells(line, number, name, limits, merged, problems))
    visible = element.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible") is None
    return Sheet(name, rows, visible, tuple(merged), False, tuple(problems), frozenset(hidden))


def _cells(
    line: "etree._Element",
    number: int,
    name: str,
    limits: Limits,
    merged: list[Merge],
    problems: list[Problem],
) -> list[Cell]:
    cells: list[Cell] = []
    for cell in line.iterfind(_SS + "Cell"):
        column = _index(cell, len(cells))
        if column > limits.columns:
            raise far_cell(name, number, column)
        cells += [None] * (column - 1 - len(cells))
        data = cell.find(_SS + "Data")
        kind = data.get(_SS + "Type", "String") if data is not None else ""
        text = "".join(data.itertext()) if data is not None else ""
        if kind == "Error":
            problems.append(Problem("error_cell", number, text, subject=cell_name(number, column)))
        elif data is None and cell.get(_SS + "Formula"):
            problems.append(
                Problem("formula_without_value", number, subject=cell_name(number, column))
            )
        cells.append(_value(kind, text))
        across, down = _span(cell, "MergeAcross"), _span(cell, "MergeDown")
        if across or down:
            merged.append(Merge(number - 1, column - 1, number - 1 + down, column - 1 + across))
            cells += [None] * min(across, limits.columns)
    return cells


def _index(element: "etree._Element", before: int) -> int:
    written = element.get(_SS + "Index", "")
    number = int(written) if written.isascii() and written.isdecimal() else before + 1
    if number <= before:
        raise Unreadable("file_damaged")
    return number


def _span(element: "etree._Element", name: str) -> int:
    written = element.get(_SS + name, "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else 0


def _value(kind: str, text: str) -> Cell:
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "DateTime":
        # A zone, which the format does not know, stays in the text.
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        return text if moment.tzinfo else moment
    if kind == "Boolean":
        return text.strip() in ("1", "true")
    return None if kind == "Error" or not text.strip() else text
