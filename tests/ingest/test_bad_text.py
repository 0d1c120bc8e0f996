"""Delimited text and HTML as people and systems break them."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from itasdash.findings import Refusal
from itasdash.ingest.files.parse import parse
from itasdash.ingest.files.sheets import Merge, Unreadable, seen
from itasdash.settings import limits
from tests.kits.corpus import (
    EXPECTED,
    HEADER,
    LAOS,
    TITLES,
    Table,
    export_of,
    html_page,
    row_of,
    statuses,
    table,
    text,
    xlsx,
)

CODES = [lao.lao_id for lao in LAOS]


def refused(data: bytes) -> tuple[str, object]:
    """Return the code and the row of a refusal, after a look at how it says so."""
    with pytest.raises(Refusal) as error:
        export_of(data, "ไฟล์.csv")
    refusal = error.value.of_file("ไฟล์.csv")
    row = refusal.values.get("row")
    for language in ("th", "en"):
        message = refusal.message(language)
        assert message.startswith("ไฟล์.csv")
        assert not re.search(r"[{}\n]|None", message)
        assert row is None or str(row) in message
    return refusal.code, row


def unquoted(rows: Table | None = None) -> list[str]:
    return text(rows).split("\r\n")


READ_RIGHT: dict[str, Callable[[], bytes]] = {
    "semicolon": lambda: text(separator=";").encode("utf-8-sig"),
    "tab": lambda: text(separator="\t").encode("cp874"),
    "comma, LF only": lambda: text(end="\n").encode(),
    "CR only": lambda: text(end="\r").encode(),
    "sep= line": ("sep=;\r\n" + text(separator=";")).encode,
    "sep= line after a BOM": lambda: ("sep=;\r\n" + text(separator=";")).encode("utf-8-sig"),
    "sep= line in UTF-16": lambda: ("sep=|\r\n" + text(separator="|")).encode("utf-16"),
    "trailing commas": lambda: text().replace("\r\n", ",,,,\r\n").encode(),
    "UTF-16 without BOM": lambda: text().encode("utf-16-le"),
    "UTF-16 without BOM, big endian": lambda: text(separator="\t").encode("utf-16-be"),
    "UTF-16 with BOM, big endian": lambda: b"\xfe\xff" + text().encode("utf-16-be"),
    "blank lines in between": lambda: text().replace("\r\n", "\r\n\r\n").encode(),
    "a million blank lines at the end": (text() + "\r\n" * 1_000_000).encode,
    "end of file of DOS": lambda: text().encode("cp874") + b"\x1a",
    "a quoted title": ('"สถานะ ""ITAS"""\r\n' + text()).encode,
    "everything quoted": lambda: (
        "\r\n".join(
            ",".join(f'"{cell}"' for cell in line.split(",")) for line in text().splitlines()
        ).encode()
        + b"\r\n"
    ),
    "HTML under cp874": lambda: (
        html_page(head='<meta charset="windows-874">').decode().encode("cp874")
    ),
    "HTML that lies about cp874": lambda: html_page(head='<meta charset="windows-874">'),
    "HTML that lies about UTF-8": lambda: html_page().decode().encode("cp874"),
    "HTML with a declaration of XML": lambda: b'<?xml version="1.0"?>' + html_page(),
    "HTML without closed cells": lambda: html_page().replace(b"</td>", b"").replace(b"</tr>", b""),
    "HTML within a layout table": lambda: (
        html_page()
        .replace(b"<table>", b"<table><tr><td><table>")
        .replace(b"</table>", b"</table></td></tr></table>")
    ),
    "HTML with markup in cells": lambda: html_page().replace(
        "อบต.".encode(), "<b><!-- x -->อบต.</b>".encode()
    ),
}


@pytest.mark.parametrize("name", READ_RIGHT)
def test_read_right(name: str) -> None:
    export = export_of(READ_RIGHT[name]())
    assert statuses(export) == EXPECTED
    assert [finding.code for finding in export.findings if finding.code != "last_row_open"] == []


def test_row_numbers_are_those_that_an_editor_shows() -> None:
    assert export_of(("sep=;\r\n" + text(separator=";")).encode()).laos[0].row == 5
    assert export_of(text().encode()).laos[0].row == 4


def test_ragged_rows_are_named_with_both_numbers() -> None:
    lines = unquoted()
    lines[5] = lines[5].replace("อบต.หนอง", "อบต.หน,อง")
    lines[8] = ",".join(lines[8].split(",")[:7])
    findings = export_of("\r\n".join(lines).encode()).findings
    named = [(f.code, f.row, f.expected, f.found) for f in findings if f.code.startswith("row_")]
    assert named == [("row_longer", 6, 11, 12), ("row_shorter", 9, 11, 7)]


def test_an_embedded_newline_stays_in_its_cell() -> None:
    rows = table()
    rows[4] = [*row_of(1)[:5], "อบต.\nทับปริก", *row_of(1)[6:]]
    export = export_of(text(rows).encode())
    assert statuses(export) == EXPECTED


UNBALANCED = {
    "opened before a name": (lambda line: line.replace("อบต.ไสไทย", '"อบต.ไสไทย'), 9),
    "opened in the first field": (lambda line: '"' + line, 9),
    "opened in the last field": (lambda line: re.sub(r",(\d+)$", r',"\1', line), 9),
    "closed too early": (lambda line: line.replace("อบต.ไสไทย", '"อบต".ไสไทย'), 9),
}


@pytest.mark.parametrize("name", UNBALANCED)
@pytest.mark.parametrize("quoted_after", [False, True])
def test_an_unbalanced_quote_is_found_and_swallows_nothing(name: str, quoted_after: bool) -> None:
    change, row = UNBALANCED[name]
    lines = unquoted()
    lines[row - 1] = change(lines[row - 1])
    if quoted_after:
        lines[14] = re.sub(r"(อบต[.][^,]+)", r'"\1"', lines[14])
    code, said = refused("\r\n".join(lines).encode())
    assert (code, said) == ("csv_quote", row)


def test_a_quote_that_swallows_rows_up_to_another_slip_is_found() -> None:
    rows = [*table(), *([row_of(n % 24) for n in range(60)])]
    lines = unquoted(rows)
    lines[10] = lines[10].replace("อบต.", '"อบต.', 1)
    # The second slip closes the first one cleanly, 40 rows later.
    lines[50] = '",' + lines[50]
    assert refused("\r\n".join(lines).encode()) == ("csv_quote", 11)


def test_quotation_marks_within_unquoted_text_are_text() -> None:
    data = text().replace("อบต.ไสไทย", 'อบต.ไสไทย "ใหม่"').replace('""', '"').encode()
    written = [row.place.written for row in export_of(data).laos]
    assert any("ไสไทย" in name for name in written)


UNSEEN = {
    "a control character": "\x01=1+1",
    "NUL": "\x00=HYPERLINK(1)",
    "as Excel writes it": "_x0000_=HYPERLINK(1)",
    "written twice": "_x00_x0000_00_=1",
    "turned around": "อบต.\u202egnp.exe",
    "isolated": "\u2066อบต.\u2069\u061c",
}


@pytest.mark.parametrize("written", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_can_see_is_taken_out_of_every_format(written: str) -> None:
    left = seen(written)
    assert left.isprintable()
    assert "_x00" not in left
    assert left == seen(left)
    assert left.endswith(("=1+1", "=HYPERLINK(1)", "=1", "gnp.exe", "อบต."))
    if min(written) < " ":
        return
    page = f"<table><tr><td>ชื่อ<td>หมายเหตุ<tr><td>ก<td>{written}<tr><td>ข<td>ง</table>"
    for data in (xlsx([["ชื่อ", "หมายเหตุ"], ["ก", written], ["ข", "ง"]]), page.encode()):
        [sheet] = parse(data, limits())
        assert sheet.rows[1][1] == left


def test_a_text_longer_than_any_is_cut_before_anything_looks_at_it() -> None:
    marks = "ก" + "่" * 32_000
    export = export_of(text(table({(2, "ชื่อ อปท."): marks})).encode())
    assert ("cell_shortened", 32_001, 2_000) in [
        (finding.code, finding.found, finding.expected) for finding in export.findings
    ]
    [sheet] = parse(text(table({(2, "ชื่อ อปท."): marks})).encode(), limits())
    assert max(len(cell) for row in sheet.rows for cell in row if isinstance(cell, str)) == 2_000


def test_cells_are_counted_in_every_format() -> None:
    allowed = replace(limits(), cells=100)
    for data in (b"a,b,c\r\n" * 40, xlsx([["a", "b", "c"]] * 40)):
        with pytest.raises(Unreadable) as refused_for:
            parse(data, allowed)
        assert refused_for.value.code == "cell_too_far"
    assert len(parse(b"a,b,c\r\n" * 30, allowed)[0].rows) == 30


def test_one_giant_field_is_refused() -> None:
    assert refused(text(table({(2, "ชื่อ อปท."): "ก" * 40_000})).encode())[0] == "cell_too_long"
    giant = text(table({(2, "ชื่อ อปท."): "ก" * 400_000}))
    assert refused(giant.encode())[0] == "cell_too_long"
    assert refused(text().encode() + b'"' + b"a\r\n" * 100_000)[0] == "csv_quote"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_nul_bytes_are_named_with_their_row(encoding: str) -> None:
    data = text().encode(encoding)
    at = data.index(CODES[3].encode())
    assert refused(data[:at] + bytes(3) + data[at + 3 :]) == ("file_control_character", 7)
    # What a disk leaves of a file whose end was never written.
    assert refused(data + bytes(512)) == ("file_control_character", 28)


def test_mixed_encodings_are_named_with_their_row() -> None:
    lines = unquoted()
    thai = [line.encode("cp874") for line in lines]
    thai[9] = lines[9].encode()
    assert refused(b"\r\n".join(thai)) == ("file_mixed_encodings", 10)
    utf8 = [line.encode() for line in lines]
    utf8[9] = lines[9].encode("cp874")
    assert refused(b"\r\n".join(utf8)) == ("file_mixed_encodings", 10)


def test_one_wrong_byte_does_not_turn_the_file_into_another_encoding() -> None:
    data = text().encode()
    at = data.index("อบต.ไสไทย".encode())
    assert refused(data[:at] + b"\xff" + data[at + 1 :]) == ("file_encoding", 9)
    cp874 = text().encode("cp874")
    at = cp874.index("อบต.ไสไทย".encode("cp874"))
    assert refused(cp874[:at] + b"\xfc" + cp874[at + 1 :]) == ("file_encoding", 9)


def test_cut_in_the_middle_of_a_row() -> None:
    data = text().encode()
    row = data.index(CODES[19].encode())
    assert refused(data[: row + 30].decode(errors="ignore").encode()) == ("file_cut", 23)


def test_cut_in_the_last_field_of_a_row_is_doubted() -> None:
    data = text().encode()
    assert data.endswith(b",3\r\n")
    export = export_of(data[:-2])
    assert statuses(export) == EXPECTED
    assert [(f.code, f.row) for f in export.findings] == [("last_row_open", 27)]
    # As long as the other rows, so nothing but the missing end of the line shows it.
    cut = text(table({(23, "IIT เป้าหมาย"): "20"})).encode()[:-3]
    assert ("last_row_open", 27) in [(f.code, f.row) for f in export_of(cut).findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_cut_in_the_middle_of_a_character(encoding: str) -> None:
    data = text().encode(encoding)
    inner = encoding if encoding == "utf-8" else "utf-16-le"
    name = data.index("ไสไทย".encode(inner))
    assert refused(data[: name + 4 if encoding == "utf-8" else name + 3]) == ("file_cut", 9)


def test_cut_html() -> None:
    page = html_page()
    for at in (len(page) // 3, len(page) // 2, len(page) - 30):
        assert refused(page[:at])[0] == "file_cut"


def test_a_cut_at_a_row_boundary_lacks_laos() -> None:
    lines = unquoted()
    export = export_of("\r\n".join([*lines[:15], ""]).encode())
    missing = {f.province_code: (f.expected, f.found) for f in export.findings}
    assert missing == {"82": (8, 4), "83": (8, 0)}


def test_html_spans_lay_out_as_merged_ranges() -> None:
    page = b"<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d<tr><td>e<td>f<td>g</table>"
    (sheet,) = parse(page, limits())
    assert sheet.rows == [["a", "b"], [None, "c", "d"], ["e", "f", "g"]]
    assert sheet.merged == (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2))


def test_html_spans_that_are_no_numbers_count_as_one() -> None:
    for span in ("x", "-1", "0", "1.5", "9" * 5000, "๕", ""):
        page = f'<table><tr><td colspan="{span}">a<td>b</table>'.encode()
        assert parse(page, limits())[0].rows == [["a", "b"]]


def test_a_sign_in_form_beside_a_table_does_not_hide_it() -> None:
    page = html_page().replace(b"<table>", b'<form><input type="password"></form><table>')
    assert statuses(export_of(page)) == EXPECTED


def test_all_reasons_to_refuse_come_in_one_report() -> None:
    # Neither kind nor moment, and an unknown column besides.
    header = ["ลำดับ", "จังหวัด", "ชื่อ อปท.", "อะไรสักอย่าง"]
    rows: Table = [header, [1, "กระบี่", "อบต.คลองยาง", "x"]]
    with pytest.raises(Refusal) as error:
        export_of(text(rows).encode(), "a.csv")
    refusal = error.value.of_file("a.csv")
    codes = [refusal.code, *(other.code for other in refusal.also)]
    assert codes == ["kind_unknown", "as_of_missing"]
    assert refusal.message("th").count("a.csv: ") == 2
    assert [finding.code for finding in refusal.findings] == ["unknown_column"]


def test_header_and_titles_are_what_the_corpus_says() -> None:
    assert unquoted()[2] == ",".join(map(str, HEADER))
    assert len(unquoted()) == len(TITLES) + 1 + 24 + 1
