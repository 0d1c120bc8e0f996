"""A small sound export in every format, from which the tests make bad ones. Nothing is committed.

The table has 24 LAOs of three provinces; LAO number ``n`` (from 0) has the administrator registered
where ``n`` is no multiple of 4, the executive where ``n % 4 > 1``, and those with both
``n % 20`` of 20 answers, the others none.
"""

import csv
import html
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

import xlwt

from itasdash.ingest.export import read_export
from itasdash.ingest.facts import Export, Status
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.match import Register

Value = str | int | float | None
Table = list[list[Value]]

AS_OF = datetime.fromisoformat("2022-01-28T13:00+07:00")
TITLES: Table = [
    ["สถานะการลงทะเบียน ITAS"],
    ["ข้อมูล ณ วันที่ 28 มกราคม 2565 เวลา 13.00 น."],
]
HEADER: list[Value] = [
    "ลำดับ",
    "รหัส อปท.",
    "จังหวัด",
    "อำเภอ",
    "ประเภท อปท.",
    "ชื่อ อปท.",
    "ผู้ดูแลระบบ",
    "ผู้บริหาร",
    "วันที่ลงทะเบียน",
    "IIT เป้าหมาย",
    "IIT ตอบแล้ว",
]
PROVINCES = {"81": "กระบี่", "82": "พังงา", "83": "ภูเก็ต"}
_NAMES = ("คลองยาง", "ทับปริก", "หนองทะเล", "เขาคราม", "อ่าวนาง", "ไสไทย", "กระบี่น้อย", "ศาลาด่าน")
FIRST_ROW = 4


def _laos() -> list[Lao]:
    return [
        Lao(f"6{code}{1 + n // 4:02}{1 + n:02}", code, f"อำเภอที่{1 + n // 4}", "SAO", name)
        for code in PROVINCES
        for n, name in enumerate(_NAMES)
    ]


LAOS = _laos()
REGISTER = Register(LAOS)


def status_of(n: int) -> Status:
    """Return what the sound export says of LAO number ``n``."""
    admin, executive = n % 4 > 0, n % 4 > 1
    day = date(2022, 1, 10) if executive else None
    return Status(admin and executive, admin, executive, day, 20, _answers(n))


def _answers(n: int) -> int:
    # Answers of an LAO that is not registered are a finding, and this export has none.
    return n % 20 if n % 4 > 1 else 0


def row_of(n: int) -> list[Value]:
    """Return LAO number ``n`` as a row of the sound export."""
    lao, status = LAOS[n], status_of(n)
    words = {True: "ลงทะเบียนแล้ว", False: "ยังไม่ลงทะเบียน"}
    return [
        n + 1,
        lao.lao_id,
        PROVINCES[lao.province_code],
        lao.district_name_th,
        "อบต.",
        f"อบต.{lao.name_th}",
        words[bool(status.admin_registered)],
        words[bool(status.executive_registered)],
        "10/1/2565" if status.registered_on else None,
        20,
        _answers(n),
    ]


def table(changes: Mapping[tuple[int, str], Value] | None = None) -> Table:
    """Return the sound export with ``{(LAO number, column heading): value}`` changed."""
    rows = [row_of(n) for n in range(len(LAOS))]
    for (n, heading), value in (changes or {}).items():
        rows[n][HEADER.index(heading)] = value
    return [*TITLES, HEADER, *rows]


def export_of(data: bytes, file: str = "export", register: Register = REGISTER) -> Export:
    """Read an export the way an import does, in the child process."""
    return read_export(data, file, lambda _: register)


def statuses(export: Export) -> dict[str | None, Status]:
    """Return what an export says, by LAO."""
    return {row.lao_id: row.status for row in export.laos}


EXPECTED = {lao.lao_id: status_of(n) for n, lao in enumerate(LAOS)}


# --- .xlsx --------------------------------------------------------------------------------------

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def column(number: int) -> str:
    """Return the letters of a column, 0-based."""
    letters = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def cell_xml(at: str, value: Value, style: int = 0) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{at}" s="{style}"><v>{value}</v></c>'


def rows_xml(rows: Table) -> str:
    def line(number: int, row: list[Value]) -> str:
        cells = (cell_xml(f"{column(c)}{number}", value) for c, value in enumerate(row))
        return f'<row r="{number}">{"".join(cells)}</row>'

    return "".join(line(number, row) for number, row in enumerate(rows, start=1))


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def zipped(members: Mapping[str, str | bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", compress, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress, 1)
    return sink.getvalue()


def workbook(
    sheets: Mapping[str, str],
    *,
    states: Mapping[str, str] | None = None,
    properties: str = "",
    formats: Sequence[str] = (),
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return an .xlsx of sheets given as XML; cell style 1 is ``formats[0]``, and so on."""
    kinds = ["chartsheet" if "<chartsheet" in x else "worksheet" for x in sheets.values()]
    listed, relations = "", f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    for n, (name, kind) in enumerate(zip(sheets, kinds, strict=True), start=1):
        state = (states or {}).get(name, "visible")
        listed += f'<sheet name="{name}" sheetId="{n}" state="{state}" r:id="r{n}"/>'
        target = f"{kind}s/sheet{n}.xml"
        relations += f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    numbers = styles = ""
    for n, code in enumerate(formats, start=200):
        numbers += f'<numFmt numFmtId="{n}" formatCode={quoteattr(code)}/>'
        styles += f'<xf numFmtId="{n}" applyNumberFormat="1"/>'
    package = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'{package}<Relationship Id="b" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{package}{relations}</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{numbers}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
    }
    for n, (kind, xml) in enumerate(zip(kinds, sheets.values(), strict=True), start=1):
        members[f"xl/{kind}s/sheet{n}.xml"] = xml
    return zipped(members | dict(more or {}))


def xlsx(rows: Table | None = None, *, extra: str = "", before: str = "", after: str = "") -> bytes:
    """Return an .xlsx with one sheet of the rows (the sound export by default)."""
    body = rows_xml(table() if rows is None else rows) + extra
    return workbook({"สถานะ": sheet_xml(body, before, after)})


# --- the other formats --------------------------------------------------------------------------


def xls(rows: Table | None = None) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("สถานะ")
    for r, row in enumerate(table() if rows is None else rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def html_page(rows: Table | None = None, head: str = '<meta charset="utf-8">') -> bytes:
    lines = ""
    for row in table() if rows is None else rows:
        cells = (html.escape("" if value is None else str(value)) for value in row)
        lines += f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"
    return f"<html><head>{head}</head><body><table>\n{lines}</table></body></html>".encode()


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def ods_rows(rows: Table) -> str:
    def cell(value: Value) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, str):
            kind = 'office:value-type="string"'
        else:
            kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"

    return "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)


_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}'
    "</manifest:manifest>"
)


def ods(
    rows: Table | None = None, *, extra: str = "", before: str = "", manifest: str = ""
) -> bytes:
    body = ods_rows(table() if rows is None else rows) + extra
    content = before + _ODS.format(f'<table:table table:name="สถานะ">{body}</table:table>')
    manifest = _MANIFEST.format(manifest)
    members = {"mimetype": _ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped(members)


def text(rows: Table | None = None, separator: str = ",", end: str = "\r\n") -> str:
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=separator, lineterminator=end)
    for row in table() if rows is None else rows:
        writer.writerow(["" if value is None else value for value in row])
    return sink.getvalue()


FORMATS = {
    "xlsx": xlsx,
    "xls": xls,
    "html": html_page,
    "ods": ods,
    "csv utf-8": lambda: text().encode("utf-8-sig"),
    "csv cp874": lambda: text().encode("cp874"),
    "csv utf-16": lambda: text(separator="\t").encode("utf-16"),
}


# --- OLE containers and BIFF records ------------------------------------------------------------


def renamed_stream(data: bytes, name: str) -> bytes:
    """Return an .xls whose stream ``Workbook`` has another name."""
    written, new = "Workbook".encode("utf-16-le"), name.encode("utf-16-le")
    at = data.index(written + b"\0\0")
    entry = new.ljust(64, b"\0") + struct.pack("<H", len(new) + 2)
    return data[:at] + entry + data[at + 66 :]


def patched_record(data: bytes, code: int, body: bytes, nth: int = 0) -> bytes:
    """Return an .xls with the body of the ``nth`` record of a code overwritten from its start."""
    at = 512
    while True:
        found, length = struct.unpack_from("<HH", data, at)
        if found == code:
            if not nth:
                return data[: at + 4] + body + data[at + 4 + len(body) :]
            nth -= 1
        at += 4 + length
