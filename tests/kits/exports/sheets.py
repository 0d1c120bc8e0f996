"""Sheets of cells and the bytes of a file in each format, written as small and fast as can be."""

import csv
import html
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

import xlwt


@dataclass(frozen=True)
class Percent:
    """A number that the sheet shows as per cent: 0.975 as 97.50%."""

    value: float


@dataclass(frozen=True)
class Painted:
    """A cell with a background: ``green`` or ``red``."""

    colour: str
    value: str | None = None


Value = str | int | float | bool | date | datetime | None | Percent | Painted
Row = list[Value]


@dataclass
class Sheet:
    """A sheet: its cells, and what the formats that can hold it say beside them."""

    name: str
    rows: list[Row]
    merges: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # top, left, bottom, right
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: tuple[int, int] | None = None  # the heading row and the last row of an AutoFilter
    hidden: bool = False
    header_text: str = ""  # what is printed above each page


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DAY, _MOMENT, _PERCENT, _GREEN, _RED = 1, 2, 3, 4, 5
_FILLS = {"green": _GREEN, "red": _RED}
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts>'
    '<numFmt numFmtId="200" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="201" formatCode="dd/mm/yyyy hh:mm"/></numFmts>'
    "<fonts><font/></fonts><fills><fill><patternFill/></fill>"
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF92D050"/></patternFill></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill></fills>'
    "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/>"
    '<xf numFmtId="200" applyNumberFormat="1"/><xf numFmtId="201" applyNumberFormat="1"/>'
    '<xf numFmtId="10" applyNumberFormat="1"/>'
    '<xf fillId="2" applyFill="1"/><xf fillId="3" applyFill="1"/></cellXfs></styleSheet>'
)


def letters(number: int) -> str:
    """Return the letters of a column, 0-based."""
    text, number = "", number + 1
    while number:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("A") + letter) + text
    return text


def serial(value: date) -> float:
    """Return a day or moment as Excel counts it."""
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86400
    return float((value - date(1899, 12, 30)).days)


def _cell(at: str, value: Value) -> str:
    style = 0
    if isinstance(value, Painted):
        style, value = _FILLS[value.colour], value.value
    elif isinstance(value, Percent):
        style, value = _PERCENT, value.value
    elif isinstance(value, date):
        style = _MOMENT if isinstance(value, datetime) else _DAY
        value = serial(value)
    begin = f'<c r="{at}" s="{style}"'
    if value is None:
        return f"{begin}/>" if style else ""
    if isinstance(value, str):
        text = escape(value)
        return f'{begin} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, bool):
        return f'{begin} t="b"><v>{int(value)}</v></c>'
    return f"{begin}><v>{value}</v></c>"


def _sheet_xml(sheet: Sheet) -> str:
    columns = "".join(
        f'<col min="{c + 1}" max="{c + 1}" width="9" hidden="1"/>'
        for c in sorted(sheet.hidden_columns)
    )
    rows = ""
    for number, row in enumerate(sheet.rows):
        cells = "".join(_cell(f"{letters(c)}{number + 1}", value) for c, value in enumerate(row))
        hidden = ' hidden="1"' if number in sheet.hidden_rows else ""
        rows += f'<row r="{number + 1}"{hidden}>{cells}</row>'
    after = ""
    if sheet.filtered:
        width = max(len(row) for row in sheet.rows)
        area = f"A{sheet.filtered[0] + 1}:{letters(width - 1)}{sheet.filtered[1] + 1}"
        after += f'<autoFilter ref="{area}"/>'
    if sheet.merges:
        areas = "".join(
            f'<mergeCell ref="{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"/>'
            for top, left, bottom, right in sheet.merges
        )
        after += f"<mergeCells>{areas}</mergeCells>"
    if sheet.header_text:
        told = escape(sheet.header_text)
        after += f"<headerFooter><oddHeader>&amp;C{told}</oddHeader></headerFooter>"
    return (
        f'<worksheet xmlns="{_MAIN}">{f"<cols>{columns}</cols>" if columns else ""}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def _zipped(members: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 1)
    return sink.getvalue()


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return an Excel workbook."""
    listed, relations = "", f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    for n, sheet in enumerate(sheets, start=1):
        state = ' state="hidden"' if sheet.hidden else ""
        listed += f'<sheet name={quoteattr(sheet.name)} sheetId="{n}"{state} r:id="r{n}"/>'
        relations += (
            f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        )
    package = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    members = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'{package}<Relationship Id="b" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{package}{relations}</Relationships>",
        "xl/styles.xml": _STYLES,
    }
    for n, sheet in enumerate(sheets, start=1):
        members[f"xl/worksheets/sheet{n}.xml"] = _sheet_xml(sheet)
    return _zipped(members)


def xls(sheets: Sequence[Sheet]) -> bytes:
    """Return an old Excel workbook (BIFF)."""
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    moment = xlwt.easyxf(num_format_str="dd/mm/yyyy hh:mm")
    percent = xlwt.easyxf(num_format_str="0.00%")
    for sheet in sheets:
        made = book.add_sheet(sheet.name)
        if sheet.hidden:
            made.visibility = 1
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                if value is None or (isinstance(value, Painted) and value.value is None):
                    continue
                if isinstance(value, Percent):
                    made.write(r, c, value.value, percent)
                elif isinstance(value, date):
                    style = moment if isinstance(value, datetime) else day
                    made.write(r, c, serial(value), style)
                else:
                    made.write(r, c, value.value if isinstance(value, Painted) else value)
        for top, left, bottom, right in sheet.merges:
            made.merge(top, bottom, left, right)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def shown(value: Value) -> str:
    """Return a cell as text, the way a sheet shows it."""
    if isinstance(value, Painted):
        value = value.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Percent):
        return f"{value.value:.2%}"
    if isinstance(value, datetime):
        return f"{value.day:02}/{value.month:02}/{value.year + 543} {value:%H:%M}"
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year + 543}"
    return str(value)


def text(sheets: Sequence[Sheet], separator: str, encoding: str) -> bytes:
    """Return the first sheet as delimited text."""
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=separator, lineterminator="\r\n")
    rows = sheets[0].rows
    width = max(map(len, rows))
    for row in rows:
        cells = [shown(value) for value in row]
        writer.writerow(cells + [""] * (width - len(cells)))
    return sink.getvalue().encode(encoding)


def html_page(sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets as tables of an HTML page, with their merged cells."""
    tables = ""
    for sheet in sheets:
        spans = {(top, left): (b - top + 1, r - left + 1) for top, left, b, r in sheet.merges}
        covered = {
            (row, column)
            for top, left, b, r in sheet.merges
            for row in range(top, b + 1)
            for column in range(left, r + 1)
            if (row, column) != (top, left)
        }
        lines = ""
        for r, row in enumerate(sheet.rows):
            cells = ""
            for c, value in enumerate(row):
                if (r, c) in covered:
                    continue
                down, over = spans.get((r, c), (1, 1))
                span = (f' rowspan="{down}"' if down > 1 else "") + (
                    f' colspan="{over}"' if over > 1 else ""
                )
                told = html.escape(shown(value)).replace("\n", "<br>")
                cells += f"<td{span}>{told}</td>"
            lines += f"<tr>{cells}</tr>\n"
        tables += f"<table border=1>\n{lines}</table>\n"
    page = f'<html><head><meta charset="utf-8"></head><body>{tables}</body></html>'
    return page.encode()


_XML_2003 = "urn:schemas-microsoft-com:office:spreadsheet"


def xml_2003(sheets: Sequence[Sheet]) -> bytes:
    """Return an XML Spreadsheet 2003."""
    made = ""
    for sheet in sheets:
        lines = ""
        for row in sheet.rows:
            cells = ""
            for value in row:
                if value is None:
                    cells += "<Cell/>"
                    continue
                number = isinstance(value, int | float) and not isinstance(value, bool)
                kind = "Number" if number else "String"
                told = escape(shown(value)).replace("\n", "&#10;")
                cells += f'<Cell><Data ss:Type="{kind}">{told}</Data></Cell>'
            lines += f"<Row>{cells}</Row>"
        made += f"<Worksheet ss:Name={quoteattr(sheet.name)}><Table>{lines}</Table></Worksheet>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{_XML_2003}" xmlns:ss="{_XML_2003}">{made}</Workbook>'
    ).encode()


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
    "</office:document-content>"
)


def ods(sheets: Sequence[Sheet]) -> bytes:
    """Return an OpenDocument spreadsheet."""

    def cell(value: Value) -> str:
        if value is None:
            return "<table:table-cell/>"
        number = isinstance(value, int | float) and not isinstance(value, bool)
        kind = f'"float" office:value="{value}"' if number else '"string"'
        told = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown(value).split("\n"))
        return f"<table:table-cell office:value-type={kind}>{told}</table:table-cell>"

    tables = ""
    for sheet in sheets:
        rows = "".join(
            f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in sheet.rows
        )
        tables += f"<table:table table:name={quoteattr(sheet.name)}>{rows}</table:table>"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return _zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": _ODS.format(tables),
            "META-INF/manifest.xml": manifest,
        }
    )


FORMATS = {
    "xlsx": (".xlsx", xlsx),
    "xls": (".xls", xls),
    "ods": (".ods", ods),
    "html": (".xls", html_page),
    "xml 2003": (".xls", xml_2003),
    "csv": (".csv", lambda sheets: text(sheets, ",", "utf-8-sig")),
    "csv plain": (".csv", lambda sheets: text(sheets, ",", "utf-8")),
    "csv cp874": (".csv", lambda sheets: text(sheets, ",", "cp874")),
    "csv semicolon": (".csv", lambda sheets: text(sheets, ";", "utf-8-sig")),
    "csv utf-16": (".txt", lambda sheets: text(sheets, "\t", "utf-16")),
    "tab": (".txt", lambda sheets: text(sheets, "\t", "utf-8")),
    "bar": (".txt", lambda sheets: text(sheets, "|", "utf-8-sig")),
}
