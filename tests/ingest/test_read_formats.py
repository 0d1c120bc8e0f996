"""Ordinary files of every format read alike, whatever their name says."""

import io
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from itasdash.ingest.export import read_export
from itasdash.ingest.files.read import read_sheets
from tests.kits.files import workbook
from tests.kits.tiny import AS_OF, AS_OF_TITLE, LIST_TITLE, register

ROWS = [
    [LIST_TITLE],
    [AS_OF_TITLE],
    [],
    ["ที่", "จังหวัด", "อำเภอ", "ชื่อ อปท."],
    ["๑", "กระบี่", "อ.คลองท่อม", "เทศบาลตําบล คลองพน"],
    ["๒", "กระบี่", "เกาะลันตา", "อบต. คลองยาง"],
    ["รวมทั้งสิ้น ๒ แห่ง"],
]


def xlsx() -> bytes:
    return workbook(("รายชื่อ", ROWS), merge=["A1:D1"])


def xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("รายชื่อ")
    for at, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def ods() -> bytes:
    document = OpenDocumentSpreadsheet()
    sheet = Table(name="รายชื่อ")
    for row in ROWS:
        line = TableRow()
        for value in row or [""]:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            line.addElement(cell)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def html(charset: str = "utf-8", encoding: str = "utf-8") -> bytes:
    lines = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        if len(row) != 1
        else f"<tr><td colspan='4'>{row[0]}</td></tr>"
        for row in ROWS
    )
    head = f"<meta http-equiv='Content-Type' content='text/html; charset={charset}'>"
    return f"<html><head>{head}</head><body><table>{lines}</table></body></html>".encode(encoding)


def text(separator: str, encoding: str, end: str = "\r\n") -> bytes:
    width = max(map(len, ROWS))
    lines = [separator.join([*row, *[""] * (width - len(row))]) for row in ROWS]
    return (end.join(lines) + end).encode(encoding)


MADE: dict[str, Callable[[], bytes]] = {
    "xlsx": xlsx,
    "xls": xls,
    "ods": ods,
    "html": html,
    "html in TIS-620": lambda: html("TIS-620", "cp874"),
}
for separator, called in ((",", "comma"), (";", "semicolon"), ("\t", "tab")):
    for encoding in ("utf-8", "utf-8-sig", "cp874", "utf-16", "utf-16-le"):
        MADE[f"{called}, {encoding}"] = lambda s=separator, e=encoding: text(s, e)  # type: ignore[misc]
MADE["comma, unix ends"] = lambda: text(",", "utf-8", "\n")
MADE["sep= line"] = lambda: "sep=;\r\n".encode("utf-8-sig") + text(";", "utf-8")


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("name", ["list.xlsx", "list.xls", "list.csv", "list.txt", "list"])
def test_every_format_reads_alike_under_any_name(made: str, name: str) -> None:
    export = read_export(MADE[made](), name, lambda _: register())
    assert export.kind == "unregistered_list"
    assert export.as_of == AS_OF
    assert [row.lao_id for row in export.laos] == ["5810402", "6810305"]
    first = 6 if made == "sep= line" else 5
    assert [row.row for row in export.laos] == [first, first + 1]
    assert export.rows.stored() == {"read": 3, "resolved": 2, "unresolved": 0, "ignored": 1}
    assert {f.code for f in export.findings} == {"list_names_no_lao_of_provinces"}


def test_a_workbook_with_macros_is_a_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx()), keep_vba=True)
    kept = io.BytesIO()
    book.save(kept)
    book.vba_archive.close()
    export = read_export(kept.getvalue(), "list.xlsm", lambda _: register())
    assert len(export.laos) == 2


def test_text_stays_as_written() -> None:
    """No 00701 without its zeros, no "NA" taken for nothing, no columns shifted by a last comma."""
    (sheet,) = read_sheets('รหัส,ชื่อ,\r\n00701,NA,\r\n"ก,ข","None",\r\n'.encode())
    assert sheet.rows == [["รหัส", "ชื่อ"], ["00701", "NA"], ["ก,ข", "None"]]


def test_a_line_break_inside_a_cell_is_one_row() -> None:
    (sheet,) = read_sheets('ก,"ข\nค"\r\nง,จ\r\n'.encode())
    assert sheet.rows == [["ก", "ข\nค"], ["ง", "จ"]]


def test_windows_thai_quotes_and_dashes_are_read() -> None:
    # TIS-620 has neither of them; Windows writes both.
    (sheet,) = read_sheets("อบต.,“แกลง–กะเฉด”\r\n".encode("cp874"))
    assert sheet.rows == [["อบต.", "“แกลง–กะเฉด”"]]


def test_numbers_dates_and_flags_keep_their_types() -> None:
    values = [49, 51.8, True, datetime(2022, 1, 7, 13, 0), date(2022, 1, 7), "49", None, "ท้าย"]
    (sheet,) = read_sheets(workbook(("Sheet1", [values])))
    number, share, flag, moment, day, written, empty, _ = sheet.rows[0]
    assert (number, share, flag, written, empty) == (49, 51.8, True, "49", None)
    assert moment == datetime(2022, 1, 7, 13, 0)
    assert isinstance(day, date) and (day.year, day.month, day.day) == (2022, 1, 7)


def test_spans_of_an_html_table_keep_the_columns_in_place() -> None:
    page = (
        "<table><tr><th rowspan='2'>จังหวัด</th><th colspan='2'>ลงทะเบียน</th></tr>"
        "<tr><th>แล้ว</th><th>ยัง</th></tr><tr><td>กระบี่</td><td>5</td><td>2</td></tr></table>"
    )
    (sheet,) = read_sheets(page.encode())
    assert sheet.rows == [
        ["จังหวัด", "ลงทะเบียน"],
        [None, "แล้ว", "ยัง"],
        ["กระบี่", "5", "2"],
    ]
    assert {(m.top, m.left, m.bottom, m.right) for m in sheet.merged} == {
        (0, 0, 1, 0),
        (0, 1, 0, 2),
    }


def test_a_break_in_a_cell_of_a_web_page_parts_words() -> None:
    page = "<table><tr><td>อบต.คลองยาง<br>อ.เกาะลันตา</td></tr></table>"
    [sheet] = read_sheets(page.encode(), isolated=False)
    assert sheet.rows == [["อบต.คลองยาง อ.เกาะลันตา"]]
