"""Files that are too big, malicious, damaged or of another kind: refused in one sentence.

Every file here is made by the test and goes the whole way: checks, child process, parsing, layout.
"""

import io
import json
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import pairwise

import pytest

from itasdash.findings import Refusal
from itasdash.ingest.files.process import start
from itasdash.ingest.files.sandbox import parse_in_child
from itasdash.ingest.files.sheets import Unreadable
from itasdash.settings import limits
from tests.kits.corpus import (
    EXPECTED,
    FORMATS,
    HEADER,
    TITLES,
    cell_xml,
    export_of,
    html_page,
    ods,
    ods_rows,
    patched_record,
    renamed_stream,
    row_of,
    rows_xml,
    sheet_xml,
    statuses,
    table,
    text,
    workbook,
    xls,
    xlsx,
    zipped,
)


def refusal_of(data: bytes, file: str = "ไฟล์.xlsx") -> Refusal:
    """Return why a file is refused, after a look at how it says so."""
    with pytest.raises(Refusal) as refused:
        export_of(data, file)
    refusal = refused.value.of_file(file)
    for language in ("th", "en"):
        message = refusal.message(language)
        assert message.startswith(file)
        assert not re.search(r"[{}\n]|None", message)
    return refusal


def with_member(name: str, content: str | bytes, data: bytes | None = None) -> bytes:
    """Return a sound .xlsx with a member added or replaced."""
    with zipfile.ZipFile(io.BytesIO(data or xlsx())) as archive:
        members: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    return zipped(members | {name: content})


def far(at: str, filled: bool = True) -> bytes:
    row = re.sub("[A-Z]", "", at)
    cell = cell_xml(at, "x") if filled else f'<c r="{at}" s="0"/>'
    return xlsx(extra=f'<row r="{row}">{cell}</row>')


def shared_strings(content: str) -> str:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<sst xmlns="{main}"><si><t>{content}</t></si></sst>'


BILLION_LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in pairwise("abcdefghi"))
    + "]>"
)
QUADRATIC = f'<!DOCTYPE l [<!ENTITY a "{"a" * 50_000}">]>'
EXTERNAL = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGN_IN = (
    "<html><head><title>Sign in</title></head><body><form><table><tr><td>ชื่อผู้ใช้</td><td>"
    '<input type="text"></td></tr><tr><td>รหัสผ่าน</td><td><input type="password"></td></tr>'
    "</table></form></body></html>"
).encode()

BOMBS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "zip bomb": (
        lambda: with_member("xl/media/a.xml", bytes(500 * 2**20)),
        "file_unpacks_too_big",
        "",
    ),
    "1 GB in one cell": (
        lambda: with_member("xl/sharedStrings.xml", b"<sst><si><t>" + b"A" * 2**30),
        "file_unpacks_too_big",
        "",
    ),
    "a long text in one cell": (
        lambda: xlsx(table({(3, "ชื่อ อปท."): "ก" * 40_000})),
        "cell_too_long",
        "F7",
    ),
    "stray cell at the end": (lambda: far("XFD1048576"), "cell_too_far", "XFD1048576"),
    "stray cell in the last row": (lambda: far("A1048576"), "cell_too_far", "A1048576"),
    "stray cell in the last column": (lambda: far("XFD40"), "cell_too_far", "XFD40"),
    "stray cell beyond Excel": (lambda: far("ZZZ9999999"), "cell_too_far", "ZZZ9999999"),
    "stray cell in other quotes": (
        lambda: xlsx(extra="<row r='9'><c r='XFD1048576'><v>1</v></c></row>"),
        "cell_too_far",
        "XFD1048576",
    ),
    "stray cell behind a false reference": (
        lambda: xlsx(extra="<row r='9'><c t=' r=\"A9\"' r='XFD1048576'><v>1</v></c></row>"),
        "cell_too_far",
        "XFD1048576",
    ),
    "cells without references in a far row": (
        lambda: xlsx(extra='<row r="1048576"><c><v>1</v></c></row>'),
        "cell_too_far",
        "",
    ),
    "300,000 rows": (
        lambda: xlsx([*TITLES, HEADER, *([[1, "x"]] * 300_000)]),
        "cell_too_far",
        "300003",
    ),
    "more rows than LAOs": (
        lambda: xlsx([*TITLES, HEADER, *([row_of(0)] * 10_001)]),
        "too_many_rows",
        "10,001",
    ),
    "50,000 columns": (
        (text() + ",".join(["x"] * 50_000) + "\r\n").encode,
        "cell_too_far",
        "28",
    ),
    "merged ranges on top of each other": (
        lambda: xlsx(
            after="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 40_000 + "</mergeCells>"
        ),
        "too_many_merges",
        "สถานะ",
    ),
    "ods: a filled row a million times": (
        lambda: ods(
            extra=ods_rows([["x"]]).replace(
                "-row>", '-row table:number-rows-repeated="1048576">', 1
            )
        ),
        "cell_too_far",
        "A1048603",
    ),
    "ods: a filled cell 16,384 times": (
        lambda: ods(
            extra=ods_rows([["x"]]).replace(
                "-cell ", '-cell table:number-columns-repeated="16384" ', 1
            )
        ),
        "cell_too_far",
        "XFD28",
    ),
    "ods: a repeat of two thousand million": (
        lambda: ods(extra='<table:table-row table:number-rows-repeated="2147483647"/>'),
        "file_damaged",
        "",
    ),
    "xls: a cell in column 65,536": (
        lambda: patched_record(xls(), 0x00FD, b"\xff\xff\xff\xff"),
        "cell_too_far",
        "65536",
    ),
    "html: spans over everything": (
        lambda: html_page().replace(b"<td>", b'<td rowspan="1000" colspan="1000">'),
        "too_many_merges",
        "",
    ),
    "html: deep nesting": (
        lambda: html_page().replace(b"<table>", b"<div>" * 3000 + b"<table>"),
        "file_nested",
        "",
    ),
    "html: tables within tables": (
        lambda: b"<html>" + b"<table><tr><td>" * 3000 + b"</td></tr></table>" * 3000,
        "file_nested",
        "",
    ),
    "billion laughs": (
        lambda: with_member("xl/sharedStrings.xml", BILLION_LAUGHS + shared_strings("&i;")),
        "file_entities",
        "",
    ),
    "quadratic blow-up": (
        lambda: with_member("xl/sharedStrings.xml", QUADRATIC + shared_strings("&a;" * 50_000)),
        "file_entities",
        "",
    ),
    "external entity": (
        lambda: with_member("xl/sharedStrings.xml", EXTERNAL + shared_strings("&a;")),
        "file_entities",
        "",
    ),
    "ods: billion laughs": (lambda: ods(before=BILLION_LAUGHS), "file_entities", ""),
    "ods: external entity": (lambda: ods(before=EXTERNAL), "file_entities", ""),
    "html: billion laughs": (lambda: BILLION_LAUGHS.encode() + html_page(), "file_entities", ""),
    "entities in UTF-16": (
        lambda: with_member(
            "xl/sharedStrings.xml", (EXTERNAL + shared_strings("&a;")).encode("utf-16")
        ),
        "file_damaged",
        "",
    ),
    "member that climbs out": (
        lambda: with_member("../../evil.xml", "<a/>"),
        "file_unsafe_member",
        "../../evil.xml",
    ),
    "member with an absolute name": (
        lambda: with_member("/etc/evil.xml", "<a/>"),
        "file_unsafe_member",
        "/etc/evil.xml",
    ),
    "10,000 members": (
        lambda: zipped({f"xl/{n}.xml": "<a/>" for n in range(10_000)}),
        "file_unpacks_too_big",
        "",
    ),
    "a file of 60 MB": (lambda: text().encode() + b"," * (60 * 2**20), "file_too_big", "50 MB"),
}

OTHER_KINDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "file_empty"),
    "only zeros": (lambda: bytes(4096), "file_empty"),
    "only a byte order mark": (lambda: b"\xef\xbb\xbf\r\n", "file_empty"),
    "PDF": (lambda: b"%PDF-1.7\n1 0 obj<<>>endobj", "file_not_a_table"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "file_not_a_table"),
    "docx": (
        lambda: zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        "file_not_a_table",
    ),
    "odt": (
        lambda: zipped({"mimetype": "text", "content.xml": "<office:text/>"}),
        "file_not_a_table",
    ),
    "any zip": (lambda: zipped({"a.txt": "x"}), "file_zipped"),
    "empty zip": (lambda: b"PK\x05\x06" + bytes(18), "file_not_a_table"),
    "SpreadsheetML of 2003": (
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office"/>',
        "file_not_a_table",
    ),
    "doc": (lambda: renamed_stream(xls(), "WordDocument"), "file_not_a_table"),
    "sign-in page saved as .xls": (lambda: SIGN_IN, "file_sign_in_page"),
    "web page without a table": (lambda: b"<html><body><p>404</p></body></html>", "no_table"),
    "prose": ("สวัสดี\r\nเรียน ผู้ว่าราชการ\r\n".encode, "no_table"),
    "header only": (lambda: xlsx([*TITLES, HEADER]), "no_rows"),
    "header only, csv": (lambda: text([*TITLES, HEADER]).encode(), "no_rows"),
    "password (xlsx)": (lambda: renamed_stream(xls(), "EncryptedPackage"), "file_password"),
    "password (xls)": (
        # The record WRITEACCESS becomes FILEPASS.
        lambda: xls().replace(b"\x5c\x00\x70\x00", b"\x2f\x00\x70\x00", 1),
        "file_password",
    ),
    "password (ods)": (
        lambda: ods(manifest="<manifest:encryption-data/>"),
        "file_password",
    ),
    "OLE header and nothing else": (lambda: OLE, "file_damaged"),
    "OLE header and noise": (lambda: OLE + bytes(range(256)) * 40, "file_damaged"),
    "zip header and noise": (lambda: b"PK\x03\x04" + bytes(range(256)) * 40, "file_damaged"),
}


# What takes long to make, or to refuse.
LONG = ("1 GB in one cell", "300,000 rows")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow if name in LONG else ()) for name in BOMBS],
)
def test_what_would_take_the_server_down_is_refused_with_its_place(name: str) -> None:
    build, code, place = BOMBS[name]
    refusal = refusal_of(build())
    assert refusal.code == code
    assert place in refusal.message("th")


@pytest.mark.parametrize("name", OTHER_KINDS)
def test_other_kinds_of_file_are_refused(name: str) -> None:
    build, code = OTHER_KINDS[name]
    assert refusal_of(build()).code == code


@pytest.mark.parametrize("extension", ["xlsx", "xls", "csv", "ods", "txt", "pdf", ""])
@pytest.mark.parametrize("form", FORMATS)
def test_the_extension_says_nothing(form: str, extension: str) -> None:
    export = export_of(FORMATS[form](), f"สถานะ.{extension}")
    assert statuses(export) == EXPECTED
    assert export.findings == []


@pytest.mark.parametrize("blank", [30_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_harmless_oddities_are_read_right(blank: int) -> None:
    styled = "".join(
        f'<row r="{n}"><c r="A{n}" s="0"/><c r="K{n}" s="0"/></row>' for n in range(28, blank + 28)
    )
    odd = {
        "many blank formatted rows": xlsx(extra=styled),
        "a blank formatted cell at the end": far("XFD1048576", filled=False),
        "a dimension that says everything": xlsx(before='<dimension ref="A1:XFD1048576"/>'),
        "a dimension that says nothing": xlsx(before='<dimension ref="A1"/>'),
        "a dimension that is nonsense": xlsx(before='<dimension ref="#REF!"/>'),
        "a merged range to the end": xlsx(
            after='<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'
        ),
        "a macro": with_member("xl/vbaProject.bin", OLE + bytes(600)),
        "a picture in it": with_member("xl/media/image1.png", b"\x89PNG" + bytes(600)),
        "ods: blank rows to the end": ods(
            extra='<table:table-row table:number-rows-repeated="1048549"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row>'
        ),
        "xls: a dimension that says everything": patched_record(
            xls(), 0x0200, b"\0\0\0\0\0\0\1\0\0\0\0\1"
        ),
    }
    for name, data in odd.items():
        assert statuses(export_of(data)) == EXPECTED, name


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_binary_file_is_refused(form: str, share: float) -> None:
    data = FORMATS[form]()
    assert refusal_of(data[: int(len(data) * share)]).code == "file_damaged"


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_no_flipped_bit_in_a_zip_changes_a_value(form: str) -> None:
    data = FORMATS[form]()
    for at in range(0, len(data), 397):
        flipped = data[:at] + bytes([data[at] ^ 16]) + data[at + 1 :]
        try:
            assert statuses(export_of(flipped)) == EXPECTED
        except Refusal:
            continue


def test_the_right_sheet_is_read_wherever_it_stands() -> None:
    sound = sheet_xml(rows_xml(table()))
    notes = sheet_xml(rows_xml([["หมายเหตุ", "โปรดอ่าน"]]))
    chart = '<chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    books = {
        "hidden first": workbook(
            {"ก": sheet_xml(rows_xml(table())), "ข": sound}, states={"ก": "hidden"}
        ),
        "very hidden first": workbook({"ก": notes, "ข": sound}, states={"ก": "veryHidden"}),
        "chart first": workbook({"ก": chart, "ข": sound}),
        "empty first": workbook({"ก": sheet_xml(""), "ข": sound}),
        "cover first": workbook({"ก": notes, "ข": sound}),
    }
    for name, data in books.items():
        export = export_of(data)
        assert statuses(export) == EXPECTED, name
        assert {row.sheet for row in export.laos} == {"ข"}, name


def test_error_cells_and_formulas_without_value_are_named() -> None:
    rows = rows_xml(table())
    cells = {
        cell_xml("K4", 0): '<c r="K4" t="e"><f>Z9</f><v>#REF!</v></c>',
        cell_xml("J6", 20): '<c r="J6"><f>10+10</f></c>',
        cell_xml("J7", 20): '<c r="J7"><f>10+10</f><v>20</v></c>',
        # The value of this one is an empty text.
        cell_xml("I6", "10/1/2565"): '<c r="I6" t="str"><f>""</f><v></v></c>',
    }
    for sound, bad in cells.items():
        assert rows.count(sound) == 1
        rows = rows.replace(sound, bad)
    export = export_of(workbook({"สถานะ": sheet_xml(rows)}))
    named = [(f.code, f.sheet, f.row, f.subject, f.found) for f in export.findings]
    assert ("error_cell", "สถานะ", 4, "K4", "#REF!") in named
    assert ("formula_without_value", "สถานะ", 6, "J6", None) in named
    assert len([code for code, *_ in named if code in ("error_cell", "formula_without_value")]) == 2
    said = statuses(export)
    lao_ids = list(EXPECTED)
    assert said[lao_ids[0]].iit_answered is None
    assert said[lao_ids[2]].iit_quota is None
    assert said[lao_ids[3]].iit_quota == 20


def test_error_cells_are_named_in_old_and_open_formats() -> None:
    error = '<table:table-cell table:formula="of:=[.#REF!]" office:value-type="string" '
    error += 'office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p>'
    sound = '<table:table-cell office:value-type="float" office:value="20"><text:p>20</text:p>'
    content = ods_rows(table())
    assert sound in content
    found = export_of(_ods_of(content.replace(sound, error, 1))).findings
    assert [(f.code, f.row, f.subject) for f in found] == [("error_cell", 4, "J4")]
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("สถานะ")
    for r, row in enumerate(table()):
        for c, value in enumerate(row):
            if (r, c) == (3, 9):
                sheet.row(r).set_cell_error(c, "#REF!")
            elif value is not None:
                sheet.write(r, c, value)
    sink = io.BytesIO()
    book.save(sink)
    found = export_of(sink.getvalue()).findings
    assert [(f.code, f.row, f.subject, f.found) for f in found] == [
        ("error_cell", 4, "J4", "#REF!")
    ]


def _ods_of(rows: str) -> bytes:
    return ods([], extra=rows)


def test_merged_duplicate_and_blank_headers() -> None:
    header = [*HEADER, None, "ชื่อ อปท.", "หมายเหตุพิเศษ"]
    rows = [*TITLES, header, *([*row_of(n), None, "อื่น", "x"] for n in range(24))]
    export = export_of(xlsx(rows, after='<mergeCells><mergeCell ref="A1:N1"/></mergeCells>'))
    assert statuses(export) == EXPECTED
    assert {f.code for f in export.findings} == {"name_column_twice", "unknown_column"}


# --- the child process --------------------------------------------------------------------------


def _limited(monkeypatch: pytest.MonkeyPatch, **values: int) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"ITASDASH_LIMIT_{name.upper()}", str(value))


def test_a_parser_out_of_memory_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource")
    _limited(monkeypatch, memory_bytes=150 * 2**20, cells=10**9, rows=10**7, columns=20_000)
    assert refusal_of(far("CCC200000")).code == "file_too_heavy"


def test_a_parser_that_aborts_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource")
    # Without the check of the used area calamine asks for 512 GiB and calls abort().
    _limited(monkeypatch, cells=10**12, rows=10**7, columns=20_000)
    assert refusal_of(far("XFD1048576")).code == "file_too_heavy"


def test_a_parser_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    _limited(monkeypatch, seconds=1)
    monkeypatch.setattr("itasdash.ingest.files.sandbox._CODE", "while True: pass")
    assert refusal_of(xlsx()).code == "file_too_heavy"


def test_a_child_that_cannot_start_is_not_blamed_on_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("itasdash.ingest.files.sandbox._CODE", "raise SystemExit(1)")
    with pytest.raises(Unreadable) as refused:
        parse_in_child(xlsx(), limits())
    assert refused.value.code == "reader_broken"


def test_an_answer_that_is_too_big_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _limited(monkeypatch, answer_bytes=1000)
    assert refusal_of(xlsx()).code == "file_too_heavy"


def test_a_parser_can_open_nothing_and_call_nobody() -> None:
    """Whoever takes it over through a file finds neither other files nor a network."""
    pytest.importorskip("resource")
    tried = """
import os, socket, sys
from itasdash.ingest.files.child import close_off
close_off()
os.close(0)
def opens(): open(sys.executable)
def listens(): socket.socket()
def pairs(): socket.socketpair()
def pipes(): os.pipe()
def copies(): os.dup(1)
def lists(): os.listdir("/")
for act in (opens, listens, pairs, pipes, copies, lists):
    try:
        act()
        print(act.__name__)
    except OSError:
        pass
print("tried")
"""
    told = subprocess.run([sys.executable, "-c", tried], capture_output=True, check=True, text=True)
    assert told.stdout == "tried\n"


def test_a_parser_sees_nothing_of_the_environment_of_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secrets = {"AWS_SECRET_ACCESS_KEY", "ITASDASH_DATA", "LD_PRELOAD_OF_OFFICE"}
    for name in secrets:
        monkeypatch.setenv(name, "known to the server alone")
    child = start("import json, os; print(json.dumps(dict(os.environ)))", limits())
    found, _ = child.communicate(timeout=60)
    assert "PATH" in json.loads(found)
    assert not secrets & json.loads(found).keys()
    assert b"known to the server alone" not in found


OPENED = """
import pickle, sys
from itasdash.ingest.files.child import answer, load_readers
from itasdash.settings import limits
number, files, opened = 0, pickle.load(sys.stdin.buffer), {}
def heard(event, about):
    if event in ("open", "import", "socket.__new__"):
        opened.setdefault(number, []).append(str(about[0]))
load_readers(files[0])
limits()
sys.addaudithook(heard)
for number, data in enumerate(files):
    answer(data, limits())
print(opened)
"""


def test_whatever_reading_needs_is_loaded_before_the_file_is_looked_at() -> None:
    """What is loaded later could not be: a sound file would be refused."""
    bad = [build() for build, _ in OTHER_KINDS.values()]
    sound = {name: build() for name, build in FORMATS.items()}
    kinds = [("<", sound["html"]), ("PK", sound["xlsx"]), ("\xd0\xcf", sound["xls"]), ("", b"")]
    files = [*sound.values(), *bad, text().encode("utf-16-be"), text().encode() + b"\xff"]
    # By what is loaded: from their beginning.
    grouped: dict[str, list[bytes]] = {}
    for data in files:
        kind = next(k for k, _ in kinds if data.startswith(k.encode("latin-1")))
        grouped.setdefault(kind, []).append(data)
    for kind, group in grouped.items():
        told = subprocess.run(
            [sys.executable, "-c", OPENED],
            input=pickle.dumps([dict(kinds)[kind], *group]),
            capture_output=True,
            check=True,
        )
        assert told.stdout.strip() == b"{}", kind


def test_limits_are_whole_numbers() -> None:
    assert limits({"ITASDASH_LIMIT_SECONDS": "30"}).seconds == 30
    for wrong in ("0", "-1", "1.5", "x", "๕", ""):
        with pytest.raises(ValueError, match="ITASDASH_LIMIT_SECONDS"):
            limits({"ITASDASH_LIMIT_SECONDS": wrong})
