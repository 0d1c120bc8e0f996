"""Lists as files: what stands in them, and that it comes back as it was."""

import csv
import io
import re
from datetime import date, datetime
from pathlib import PureWindowsPath

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.documents.csv_files import inert, to_csv, with_text_dates
from itasdash.documents.file_names import file_name
from itasdash.documents.headline import headline_sentence, make_headline
from itasdash.documents.lao_tables import lao_list
from itasdash.documents.workbook import to_xlsx
from itasdash.metrics import rates, with_gain, with_state
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.schema import LAO_TYPES, PROVINCE_SUMMARY, STATES
from itasdash.thai.dates import BANGKOK, format_date
from tests.kits.frames import lao, status

HOSTILE = [
    "=HYPERLINK(\"http://x\")", "@x", "+1", "-1", "<b>", "\tก", "\rก", "\nก", "#REF!", "#N/A", "NA",
    "None", "00701", "12345678901234567", "ก,ข", 'ก"ข', "ก\nข", "'ก", "nan", "1/2", "ก\x0bข", "",
]  # fmt: skip
AS_OF = datetime(2022, 1, 7, 13, 0, tzinfo=BANGKOK)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def as_lists(table: pd.DataFrame) -> list[list[object]]:
    return [list(table.columns), *table.to_numpy().tolist()]


# --- the list -----------------------------------------------------------------------------------

ROWS = with_state(
    status(
        lao("ท่าช้าง", False, True, False, lao_id="6300101", registered_on=None),
        lao("เชียงราย", True, province="57", district="เมืองเชียงราย", lao_type="PAO",
            lao_id="2570101", registered_on=date(2022, 1, 5)),
        lao("เมืองพัทยา", None, province="20", district="บางละมุง", lao_type="SPECIAL",
            lao_id="8200101"),
        lao("อบต.โคกเพซร", False, lao_id=None, district=None, lao_type=None),
    )
)  # fmt: skip


def test_list_in_thai() -> None:
    table = lao_list(ROWS, "th")
    assert as_lists(table) == [
        ["รหัส อปท.", "ชื่อ อปท.", "ประเภท", "อำเภอ", "จังหวัด", "ภาค", "สถานะ",
         "ผู้ที่ยังขาด", "วันที่ลงทะเบียน", "หมายเหตุ"],
        ["2570101", "องค์การบริหารส่วนจังหวัดเชียงราย", "อบจ.", "เมืองเชียงราย",
         "เชียงราย", "เหนือ", "ลงทะเบียนครบ", "", date(2022, 1, 5), ""],
        ["6300101", "องค์การบริหารส่วนตำบลท่าช้าง", "อบต.", "เมืองนครราชสีมา",
         "นครราชสีมา", "ตะวันออกเฉียงเหนือ", "ลงทะเบียนเฉพาะผู้ดูแลระบบ", "ผู้บริหาร", None,
         ""],
        ["8200101", "เมืองพัทยา", "เมืองพัทยา", "บางละมุง", "ชลบุรี", "ตะวันออก",
         "ไม่ทราบสถานะ", "ไม่ทราบ", None, ""],
        ["", "อบต.โคกเพซร", "", "", "นครราชสีมา", "ตะวันออกเฉียงเหนือ",
         "ยังลงทะเบียนไม่ครบ", "ไม่บอกว่าขาดใคร", None, "ชื่อยังไม่ตรงกับทะเบียน"],
    ]  # fmt: skip


def test_list_in_english() -> None:
    assert as_lists(lao_list(ROWS, "en"))[1] == [
        "2570101", "องค์การบริหารส่วนจังหวัดเชียงราย", "PAO",
        "เมืองเชียงราย", "Chiang Rai", "North", "Registered", "", date(2022, 1, 5),
        "",
    ]  # fmt: skip


def test_list_of_nothing_has_its_headings() -> None:
    table = lao_list(ROWS.iloc[:0], "th")
    assert len(table.columns) == 10
    assert read_csv(to_csv(table)) == [list(table.columns)]
    assert read_xlsx(to_xlsx(table, "รายชื่อ")) == [list(table.columns)]


# --- CSV ----------------------------------------------------------------------------------------


def test_csv_opens_right_in_thai_excel() -> None:
    data = to_csv(pd.DataFrame({"ชื่อ": ["ก", "ข"], "แห่ง": [1, 2]}))
    assert data == b"\xef\xbb\xbf" + "ชื่อ,แห่ง\r\nก,1\r\nข,2\r\n".encode()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
        ("@x", "'@x"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("-", "'-"),
        # A program that splits lines at tabs as well sees a cell that begins here.
        ("\t=1", "'\t'=1"),
        ("ก;=1", "ก;'=1"),
        ("ก; @x|+1", "ก; '@x|'+1"),
        ("ก\t\u200b=1", "ก\t\u200b'=1"),
        ("ก;ข-1", "ก;ข-1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        # A spreadsheet looks past what cannot be seen, or takes it out.
        ("\x00=1", "'=1"),
        ("\u202e=1", "'=1"),
        (" =1", "' =1"),
        ("\u200b@x", "'\u200b@x"),
        ("\ufeff+1", "'\ufeff+1"),
        ("\uff1d1", "'\uff1d1"),
        ("อบต.\u202egnp.exe", "อบต.gnp.exe"),
        ("00701", "'00701"),  # Excel would make 701 of it
        ("1234567890123456", "'1234567890123456"),  # and zero of the last digit
        ("6101301", "6101301"),
        ("0", "0"),
        ("0.5", "0.5"),
        ("<b>", "<b>"),
        ("ก-ข", "ก-ข"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)  # fmt: skip
def test_text_that_a_spreadsheet_would_change_is_made_inert(text: str, written: str) -> None:
    assert inert(text) == written
    assert read_csv(to_csv(pd.DataFrame({text or "ก": [text]})))[1] == [written]


def test_numbers_stay_numbers_in_csv_and_what_is_missing_is_empty() -> None:
    table = pd.DataFrame(
        {
            "gain": pd.array([-3, None], dtype="Int64"),
            "rate": pd.array([0.5, None], dtype="Float64"),
            "name": ["=ก", None],
        }
    )
    assert read_csv(to_csv(table)) == [["gain", "rate", "name"], ["-3", "0.5", "'=ก"], ["", "", ""]]


def test_headings_are_inert_too() -> None:
    assert read_csv(to_csv(pd.DataFrame({"=1+1": ["ก"]})))[0] == ["'=1+1"]


# --- Excel --------------------------------------------------------------------------------------


def test_text_in_excel_is_text_and_never_a_formula_or_an_error() -> None:
    # A number beside each, because a row of empty cells only is none.
    table = pd.DataFrame({"=1+1": HOSTILE, "n": 1})
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(table, "รายชื่อ"))).active
    cells = [row[0] for row in sheet.iter_rows()]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    # A workbook cannot hold control characters, and its lines end in line feeds; empty text is an
    # empty cell.
    expected = [text.replace("\x0b", "").replace("\r", "\n") or None for text in HOSTILE]
    assert [cell.value for cell in cells] == ["=1+1", *expected]


def test_numbers_in_excel_are_numbers() -> None:
    table = pd.DataFrame(
        {"n": pd.array([3783, None], dtype="Int64"), "r": [0.5, float("nan")], "t": ["00701", None]}
    )
    assert read_xlsx(to_xlsx(table, "x")) == [["n", "r", "t"], [3783, 0.5, "00701"]]


def test_sheet_is_named_frozen_filtered_and_captioned() -> None:
    data = to_xlsx(lao_list(ROWS, "th"), "รายชื่อ [1/2]: " + "ก" * 40, caption="ข้อมูล ณ 7 ม.ค. & 1")
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    assert sheet.title == ("รายชื่อ -1-2-- " + "ก" * 40)[:31]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:J5"
    assert sheet.oddHeader.center.text == "ข้อมูล ณ 7 ม.ค. && 1"
    assert book.properties.title == "ข้อมูล ณ 7 ม.ค. & 1"
    assert 20 < sheet.column_dimensions["B"].width < 70


def test_same_table_gives_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    table = lao_list(ROWS, "th")
    first = to_xlsx(table, "รายชื่อ")
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 4, 3, 2, 1, 0, 1, 0))
    assert to_xlsx(table, "รายชื่อ") == first
    assert to_xlsx(table.iloc[1:], "รายชื่อ") != first


# --- both, whatever is in the list ----------------------------------------------------------------

name = st.sampled_from([*HOSTILE[:-1], "ท่าช้าง", "น้ำแดง"]) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
)
some_lao = st.builds(
    lao,
    name,
    *[st.sampled_from([True, False, None])] * 3,
    province=st.sampled_from(["57", "30", "20"]),
    district=name | st.none(),
    lao_type=st.sampled_from(LAO_TYPES) | st.none(),
    registered_on=st.none() | st.dates(date(2021, 10, 1), date(2022, 3, 31)),
)
some_filter = st.builds(
    LaoFilter,
    province_codes=st.sampled_from([(), ("57",), ("30", "20")]),
    lao_types=st.sampled_from([(), ("SAO", "TOWN")]),
    states=st.sampled_from([(), ("complete",), STATES[1:]]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(some_lao, max_size=8), some_filter, st.sampled_from(["th", "en"]))
def test_files_hold_exactly_the_list(
    rows: list[dict[str, object]], wanted: LaoFilter, language: str
) -> None:
    table = lao_list(select_laos(status(*rows), wanted), language)
    shown = with_text_dates(table, language)
    written = read_csv(to_csv(table, language))
    assert written == [[inert(cell) for cell in row] for row in as_lists(shown)]

    def in_excel(cell: object) -> object:
        text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", str(cell))
        # XML reads a carriage return as a line feed.
        return text.replace("\r\n", "\n").replace("\r", "\n") or None

    def line_ends(cell: object) -> object:
        if isinstance(cell, datetime):
            return format_date(cell.date(), language)
        return cell.replace("_x000D_", "\n").replace("\r", "\n") if isinstance(cell, str) else cell

    read = [[line_ends(cell) for cell in row] for row in read_xlsx(to_xlsx(table, "รายชื่อ"))]
    assert read == [[in_excel(cell) for cell in row] for row in as_lists(shown)]


# --- file names -----------------------------------------------------------------------------------


def test_file_name_says_what_is_in_it() -> None:
    name = file_name("ยังไม่ลงทะเบียน", AS_OF, ["เชียงราย", "อบต."], b"data", "csv")
    assert name == "ยังไม่ลงทะเบียน_เชียงราย_อบต_25650107-1300_3a6eb079.csv"


def test_file_name_counts_the_filters_that_find_no_room() -> None:
    # 15 + 10 times 5 characters: nine fit into the 60 of a name.
    name = file_name("ยังไม่ลงทะเบียน", AS_OF, [f"กก{n:02}" for n in range(10)], b"", "csv")
    words = name.split("_25650107")[0]
    assert words.split("_") == ["ยังไม่ลงทะเบียน", *(f"กก{n:02}" for n in range(9)), "+1"]
    assert "_+" not in file_name("ก", AS_OF, ["ข" * 58], b"", "csv")
    assert file_name("ก", AS_OF, ["ข" * 59, "ค"], b"", "csv").startswith("ก_+2_25650107")
    # What the subject names stands in it once, unless it was cut there.
    named = file_name("ภาคใต้: ค้างน้อย", AS_OF, ["ภาคใต้", "อบต."], b"", "csv")
    assert named.startswith("ภาคใต้-ค้างน้อย_อบต_25650107")
    assert file_name("ก" * 80 + "ภาคใต้", AS_OF, ["ภาคใต้"], b"", "csv").count("_+1_") == 1
    # Characters of four bytes each leave less room than a folder has.
    assert len(file_name("\U0001d11e" * 80, AS_OF, ["ข"] * 3, b"", "xlsx").encode()) <= 255


def test_file_name_is_told_apart_by_content_only() -> None:
    assert file_name("ก", AS_OF, [], b"1", "csv") == file_name("ก", AS_OF, [], b"1", "csv")
    assert file_name("ก", AS_OF, [], b"1", "csv") != file_name("ก", AS_OF, [], b"2", "csv")


@settings(deadline=None)
@given(st.text(max_size=120), st.lists(st.text(max_size=40), max_size=5))
def test_file_name_is_safe_on_windows_and_in_archives(subject: str, filters: list[str]) -> None:
    name = file_name(subject, AS_OF, filters, b"", "xlsx")
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f\x7f]', name)
    assert name == name.strip(" .")
    assert PureWindowsPath(name).name == name
    assert not PureWindowsPath(name).is_reserved()
    assert len(name.encode("utf-8", "replace")) <= 255


# --- the headline ---------------------------------------------------------------------------------


def test_headline_of_a_list_that_tells_no_rate_has_no_zero_in_it() -> None:
    listed = status(lao("ก", False, False, False), lao("ข"), lao("ค"))
    none = PROVINCE_SUMMARY.frame([])
    country, provinces = (
        with_gain(rates(listed, none, by), None, by) for by in ("country", "province")
    )
    headline = make_headline(country, provinces, {}, None)
    assert (headline.expected, headline.outstanding, headline.unknown) == (3, 1, 2)
    assert (headline.registered, headline.rate, headline.provinces) == (None, None, 0)
    assert headline_sentence(headline, "th", AS_OF.date(), None)
