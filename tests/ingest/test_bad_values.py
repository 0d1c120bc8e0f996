"""Values that mislead: each ends as the right value or as nothing and a finding with its place."""

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.cli import main
from itasdash.findings import Finding, Refusal, most_severe
from itasdash.importing import ImportOptions, Upload, import_files, load_register
from itasdash.ingest.facts import Export
from itasdash.ingest.register import read_register
from itasdash.ingest.values import same_percent
from itasdash.store import Store
from itasdash.thai import text as thai_text
from tests.kits.corpus import (
    EXPECTED,
    HEADER,
    LAOS,
    PROVINCES,
    TITLES,
    Table,
    Value,
    cell_xml,
    export_of,
    row_of,
    rows_xml,
    sheet_xml,
    status_of,
    statuses,
    table,
    text,
    workbook,
    xls,
    xlsx,
)

CODES = [lao.lao_id for lao in LAOS]
WHEN = datetime.fromisoformat("2022-01-28T15:00+07:00")


def with_value(heading: str, value: Value, n: int = 2) -> tuple[Export, list[Finding]]:
    """Read the sound export with one value changed, as .csv and as .xlsx; both must agree."""
    rows = table({(n, heading): value})
    exports = [export_of(text(rows).encode()), export_of(xlsx(rows))]
    findings = [[(f.code, f.row, str(f.found)) for f in export.findings] for export in exports]
    assert statuses(exports[0]) == statuses(exports[1])
    assert findings[0] == findings[1]
    return exports[0], exports[0].findings


# --- dates --------------------------------------------------------------------------------------

DATES: dict[Value, date | None] = {
    "10/1/2565": date(2022, 1, 10),
    "๑๐ มกราคม ๒๕๖๕": date(2022, 1, 10),
    "10 ม.ค. 65": date(2022, 1, 10),
    "2022-01-10": date(2022, 1, 10),
    "2565-01-10": date(2022, 1, 10),
    "05/01/2565": date(2022, 1, 5),
    44571: date(2022, 1, 10),
    44571.75: date(2022, 1, 10),
    # 2567 BE is 2024, a leap year; the moment of the export is before that day, so it is doubted.
    "29/02/2567": None,
    "29/02/2565": None,
    "32/01/2565": None,
    "10/13/2564": None,
    "10/1/1479": None,
    "10/1/9999": None,
    "29/1/2565": None,
    0: None,
    -1: None,
    1e300: None,
    99999999: None,
    "เมื่อวาน": None,
}


@pytest.mark.parametrize("written", DATES, ids=str)
def test_dates(written: Value) -> None:
    rows = table({(2, "วันที่ลงทะเบียน"): written})
    export = export_of(xlsx(rows))
    assert statuses(export)[CODES[2]].registered_on == DATES[written]
    bad = [("bad_date", 6)] if DATES[written] is None else []
    assert [(f.code, f.row) for f in export.findings] == bad


def test_a_leap_day_of_the_buddhist_calendar() -> None:
    titles: Table = [["ข้อมูล ณ วันที่ 15 มีนาคม 2567 เวลา 13.00 น."]]
    rows = [*titles, HEADER, *table({(2, "วันที่ลงทะเบียน"): "29/02/2567"})[3:]]
    assert statuses(export_of(xlsx(rows)))[CODES[2]].registered_on == date(2024, 2, 29)


FORMATS = (
    "[$-D07041E]d mmm yyyy",
    "[$-107041E]d mmmm yyyy",
    "[$-1070000]d/m/yyyy;@",
    "[$-th-TH,107]d mmm yyyy",
    "d/m/bbbb",
    "ว/ด/ปปปป",
    "[$-D00041E]0",
    "yyyy-mm-dd",
    "General",
)


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("epoch", [1900, 1904])
def test_excels_thai_date_formats_in_both_date_systems(code: str, epoch: int) -> None:
    # 10 January 2022 and noon: 44571 days after 1899-12-30, 43109 after 1904-01-01.
    serial = 44571.5 if epoch == 1900 else 43109.5
    rows = rows_xml(table()).replace(cell_xml("I6", "10/1/2565"), cell_xml("I6", serial, style=1))
    properties = '<workbookPr date1904="1"/>' if epoch == 1904 else ""
    data = workbook({"สถานะ": sheet_xml(rows)}, properties=properties, formats=[code])
    export = export_of(data)
    assert statuses(export) == EXPECTED
    assert export.findings == []


def test_the_date_system_of_old_files() -> None:
    rows = table({(2, "วันที่ลงทะเบียน"): 43109})
    data = xls(rows)
    at = data.index(b"\x22\x00\x02\x00\x00\x00")
    export = export_of(data[:at] + b"\x22\x00\x02\x00\x01\x00" + data[at + 6 :])
    assert statuses(export) == EXPECTED


def test_a_real_date_in_a_buddhist_year() -> None:
    # 10 January 2565 typed as such.
    serial = (date(2565, 1, 10) - date(1899, 12, 30)).days
    export = export_of(xlsx(table({(2, "วันที่ลงทะเบียน"): serial})))
    assert statuses(export) == EXPECTED
    assert export.findings == []


# --- counts, codes, words -----------------------------------------------------------------------

COUNTS: dict[Value, int | None] = {
    "๑๒": 12,
    "1,234": 1234,
    "12.0": 12,
    12.0: 12,
    "12 คน": 12,
    "-": None,
    "": None,
}
NEGATIVE: tuple[Value, ...] = ("-5", -5)
BAD_COUNTS: tuple[Value, ...] = (
    "-5",
    -5,
    "12.5",
    12.5,
    "3000000000",
    3_000_000_000,
    "9" * 1900,
    "1e3",
    "สิบสอง",
    "#REF!",
    "12 34",
)


@pytest.mark.parametrize("written", COUNTS, ids=repr)
def test_counts(written: Value) -> None:
    export, findings = with_value("IIT เป้าหมาย", written)
    assert statuses(export)[CODES[2]].iit_quota == COUNTS[written]
    lacking = [("counts_missing", 6, 1, "IIT")] if COUNTS[written] is None else []
    assert [(f.code, f.row, f.found, f.subject) for f in findings] == lacking


@pytest.mark.parametrize("written", BAD_COUNTS, ids=lambda value: repr(value)[:20])
def test_counts_that_are_none(written: Value) -> None:
    export, findings = with_value("IIT เป้าหมาย", written)
    assert statuses(export)[CODES[2]].iit_quota is None
    code = "count_negative" if written in NEGATIVE else "bad_number"
    assert [(f.code, f.row) for f in findings] == [(code, 6)]


@pytest.mark.parametrize("number", ["NaN", "INF", "-INF", "1e999"])
def test_numbers_that_are_none_in_the_xml(number: str) -> None:
    rows = rows_xml(table()).replace('<c r="J6" s="0"><v>20</v>', f'<c r="J6"><v>{number}</v>')
    rows = rows.replace(cell_xml("I7", "10/1/2565"), f'<c r="I7"><v>{number}</v></c>')
    export = export_of(workbook({"สถานะ": sheet_xml(rows)}))
    assert [(f.code, f.row) for f in export.findings] == [("bad_number", 6), ("bad_date", 7)]


def test_leading_zeros_and_codes_that_look_like_numbers_stay_text() -> None:
    export, findings = with_value("รหัส อปท.", "0" + CODES[2][1:])
    # The first digit is that of the type; the other six are the LAO.
    assert export.laos[2].lao_id == CODES[2]
    for code in ("12E5", "1.2E+06", "00701", "681010"):
        export, findings = with_value("รหัส อปท.", code)
        assert [(f.code, f.row) for f in findings] == [("code_unknown", 6)]
        # The name is still that of one LAO only.
        assert export.laos[2].lao_id == CODES[2]


@pytest.mark.parametrize("word", ["NA", "None", "NaN", "null", "#N/A"])
def test_words_of_emptiness_are_text(word: str) -> None:
    export, findings = with_value("ผู้บริหาร", word)
    assert statuses(export)[CODES[2]].executive_registered is None
    assert [(f.code, f.row, f.found) for f in findings] == [("unknown_status", 6, word)]
    export, findings = with_value("ชื่อ อปท.", word)
    assert export.laos[2].place.written == word
    assert export.laos[2].lao_id is None


def test_answers_above_the_quota_are_kept_and_said_once() -> None:
    changes: dict[tuple[int, str], Value] = {(n, "IIT ตอบแล้ว"): 21 + n for n in (6, 7, 10)}
    export = export_of(xlsx(table(changes)))
    assert statuses(export)[CODES[6]].iit_answered == 27
    said = [(f.code, f.row, f.found, f.subject) for f in export.findings]
    assert said == [("answered_above_quota", 10, 3, "IIT")]


def test_a_share_that_does_not_follow_from_its_counts() -> None:
    header = [*HEADER, "IIT ร้อยละ"]
    answers = [status_of(n).iit_answered or 0 for n in range(24)]
    rows = [[*row_of(n), f"{100 * answers[n] / 20:.2f}"] for n in range(24)]
    rows[6][-1] = "52.00"
    export = export_of(xlsx([*TITLES, header, *rows]))
    said = [(f.code, f.row, f.expected, f.found) for f in export.findings]
    assert said == [("share_differs", 10, 30.0, "52")]


PER_CENTS = [
    # written, counted, follows
    (97.5, 97.4978, True),
    (97.5, 97.0, False),
    (98, 97.5, True),
    (97, 97.6, False),
    (0.975, 97.4978, True),
    (0.98, 97.5, True),
    (0.97, 98.9, False),
    (1, 100, True),
    (1, 97, False),
    (100, 120, False),
    (120, 120, True),
    (51.83, 51.8025, False),
]


@pytest.mark.parametrize(("written", "counted", "follows"), PER_CENTS)
def test_per_cents_follow_as_precisely_as_they_are_written(
    written: float, counted: float, follows: bool
) -> None:
    assert same_percent(written, counted) is follows


# --- LAOs and provinces -------------------------------------------------------------------------


def test_the_same_lao_twice() -> None:
    again = [25, *row_of(3)[1:]]
    other = [26, *row_of(6)[1:6], "ยังไม่ลงทะเบียน", *row_of(6)[7:]]
    export = export_of(xlsx([*table(), again, other]))
    said = [(f.code, f.severity, f.row, f.expected, f.found) for f in export.findings]
    assert ("duplicate_lao_same", "warning", 28, 7, 28) in said
    assert ("duplicate_lao_differs", "error", 29, 10, 29) in said


def test_an_lao_of_another_province() -> None:
    # Its code is of Krabi, its province says Phuket.
    export, findings = with_value("จังหวัด", "ภูเก็ต")
    assert export.laos[2].lao_id is None
    assert ("code_name_disagree", 6) in [(f.code, f.row) for f in findings]
    # Without a code, a name that only another province has is left to a person as well.
    rows = table({(2, "รหัส อปท."): None, (2, "จังหวัด"): "ภูเก็ต", (2, "อำเภอ"): None})
    export = export_of(xlsx([row[:2] + row[2:] for row in rows]))
    assert export.laos[2].lao_id in (None, CODES[18])


def test_a_province_that_is_none() -> None:
    _, findings = with_value("จังหวัด", "แดนสนธยา")
    said = [(f.code, f.row, f.found) for f in findings]
    assert ("unknown_province", 6, "แดนสนธยา") in said


@pytest.mark.parametrize("title", ["สถานะ", "รายชื่อ อปท. ที่ยังไม่ลงทะเบียน"])
def test_all_rows_of_an_unknown_province_are_refused(title: str) -> None:
    rows: Table = [[n, "แดนสนธยา", f"อบต.คลองยาง{n}", "ยัง"] for n in range(10)]
    header = ["ลำดับ", "จังหวัด", "ชื่อ อปท.", "ผู้ดูแลระบบ"]
    with pytest.raises(Refusal) as error:
        export_of(xlsx([[title], TITLES[1], header, *rows]))
    assert error.value.code == "no_known_province"
    assert error.value.values == {"sheet": "สถานะ", "row": 4, "found": "แดนสนธยา"}
    assert [f.row for f in error.value.findings if f.code == "unknown_province"] == [*range(4, 14)]


def test_a_summary_of_no_known_province_is_refused() -> None:
    header = ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว"]
    with pytest.raises(Refusal) as error:
        export_of(xlsx([TITLES[1], header, ["แดนสนธยา", 8, 1]]))
    assert error.value.code == "no_known_province"


def test_data_without_a_heading_and_headings_without_data_are_named() -> None:
    header = [*HEADER[:-1], None, "EIT เป้าหมาย"]
    export = export_of(xlsx([*TITLES, header, *map(row_of, range(24))]))
    said = [(f.code, f.row, f.found) for f in export.findings]
    assert said == [("unknown_column", 3, "K"), ("column_empty", 3, "EIT เป้าหมาย")]


# --- one report ---------------------------------------------------------------------------------


def test_a_report_holds_the_most_severe_findings_and_counts_the_rest() -> None:
    infos = [Finding("unknown_column", "s", n) for n in range(150)]
    errors = [Finding("error_cell", "s", n) for n in range(3)]
    shown, rest = most_severe([*infos, *errors], 100)
    assert shown == [*errors, *infos[:97]]
    assert rest == 53
    assert most_severe(errors, 100) == (errors, 0)


REGISTER_HEADER: list[Value] = ["รหัส อปท.", "จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท."]


def register_rows() -> Table:
    return [
        [lao.lao_id, PROVINCES[lao.province_code], lao.district_name_th, "อบต.", lao.name_th]
        for lao in LAOS
    ]


def test_all_bad_rows_of_a_register_come_in_one_report() -> None:
    rows = register_rows()
    rows[3][0] = "12"
    rows[7][1] = "แดนสนธยา"
    rows.append([LAOS[0].lao_id, "กระบี่", "x", "อบต.", "อื่น"])
    with pytest.raises(Refusal) as error:
        read_register(xlsx([REGISTER_HEADER, *rows]))
    assert (error.value.code, error.value.values["row"]) == ("register_row", 5)
    assert [(f.code, f.row) for f in error.value.findings] == [
        ("register_row_unreadable", 5),
        ("register_row_unreadable", 9),
        ("register_code_repeated", 26),
    ]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store")
    upload = Upload("register.csv", text([REGISTER_HEADER, *register_rows()]).encode())
    load_register(made, upload, None, who="t", when=WHEN)
    return made


def dated(rows: Table, moment: str) -> bytes:
    return xlsx([[f"ข้อมูล ณ วันที่ {moment} เวลา 13.00 น."], HEADER, *rows])


def take(store: Store, data: bytes, *, accept_shrink: bool = False, name: str = "สถานะ") -> str:
    options = ImportOptions(who="t", when=WHEN, accept_shrink=accept_shrink)
    (report,) = import_files(store, [Upload(name, data)], options)
    return report.error.code if report.error else report.outcome


def test_a_snapshot_that_shrinks_asks_for_confirmation(store: Store) -> None:
    rows = [row_of(n) for n in range(24)]
    assert take(store, dated(rows, "7 มกราคม 2565")) == "imported"
    # 17 of 24 is 29 per cent fewer, 16 of 24 is 33.
    assert take(store, dated(rows[:17], "14 มกราคม 2565")) == "imported"
    assert take(store, dated(rows[:12], "21 มกราคม 2565")) == "imported"
    assert take(store, dated(rows[:8], "28 มกราคม 2565")) == "shrunk"
    assert take(store, dated(rows[:8], "28 มกราคม 2565"), accept_shrink=True) == "imported"
    assert take(store, dated(rows[:8], "28 มกราคม 2565")) == "unchanged"
    # An earlier moment is compared with what was before it, and a correction with what it replaces.
    assert take(store, dated(rows[:16], "8 มกราคม 2565")) == "shrunk"
    # A correction with some of the provinces only is asked about before its size is.
    assert take(store, dated(rows[:16], "7 มกราคม 2565")) == "parts_overlap"
    assert take(store, dated(rows[:16], "6 มกราคม 2565")) == "imported"


def test_lists_shrink_by_nature_but_not_at_the_same_moment(store: Store) -> None:
    header = ["ลำดับ", "จังหวัด", "อำเภอ", "ชื่อ อปท."]
    rows = [[n, *row_of(n)[2:4], row_of(n)[5]] for n in range(24)]

    def listing(last: int, moment: str, of: str = "ทั่วประเทศ") -> bytes:
        title = f"รายชื่อ อปท. {of} ที่ยังไม่ลงทะเบียน ข้อมูล ณ วันที่ {moment}"
        return xlsx([[title], header, *rows[:last]])

    assert take(store, listing(24, "7 มกราคม 2565")) == "imported"
    assert take(store, listing(10, "14 มกราคม 2565")) == "imported"
    assert take(store, listing(6, "14 มกราคม 2565")) == "shrunk"
    # With fewer provinces, and no word that it is of all of them, it may be a part as well.
    assert take(store, listing(6, "14 มกราคม 2565", of="")) == "parts_overlap"


def test_the_commands_say_it_in_one_sentence(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row_of(n) for n in range(24)]
    files = {}
    for name, data in {
        "a.xlsx": dated(rows, "7 มกราคม 2565"),
        "b.xlsx": dated(rows[:5], "8 มกราคม 2565"),
        "empty.csv": b"",
        "c.xlsx": dated(rows[:5], "9 มกราคม 2565")[:900],
    }.items():
        files[name] = tmp_path / name
        files[name].write_bytes(data)
    arguments = ["--data", str(store.root), "import", *map(str, files.values()), "--json"]
    assert main(arguments) == 1
    reports = json.loads(capsys.readouterr().out)["files"]
    assert [r["outcome"] for r in reports] == ["imported", "rejected", "rejected", "rejected"]
    codes = [r["error"] and r["error"]["code"] for r in reports]
    assert codes == [None, "shrunk", "file_empty", "file_damaged"]
    assert all(r["findings_rest"] == 0 for r in reports)
    assert main(["--data", str(store.root), "import", str(files["b.xlsx"]), "--accept-shrink"]) == 0
    capsys.readouterr()


def test_a_file_that_is_too_big_is_not_even_read(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(10**12)
    assert main(["--data", str(store.root), "import", str(path)]) == 1
    assert "big.csv: ไฟล์ใหญ่กว่า 50 MB" in capsys.readouterr().err


def test_findings_beyond_the_limit_are_counted(
    store: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ITASDASH_LIMIT_FINDINGS", "5")
    rows = [[*row_of(n)[:9], "x", "y"] for n in range(24)]
    path = tmp_path / "a.xlsx"
    path.write_bytes(dated(rows, "28 มกราคม 2565"))
    assert main(["--data", str(store.root), "import", str(path), "--json", "--dry-run"]) == 0
    (report,) = json.loads(capsys.readouterr().out)["files"]
    assert (len(report["findings"]), report["findings_rest"]) == (5, 43)
    assert main(["--data", str(store.root), "import", str(path), "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert out.count("“x”") + out.count("“y”") == 5
    assert "43" in out.splitlines()[-1]


# --- the short cut of clean() -------------------------------------------------------------------

_TYPED = st.sampled_from(
    "กขเแโใไะาำๅๆฤฯ๑ a.-–1\u0e31\u0e34\u0e35\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4b"
    "\u0e4c\u0e4d\u0e4e\u200b\xa0"
)


def _cleaned(text: str) -> str:
    """Return what clean() makes of a text without its short cut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(thai_text, "_DOUBTFUL", re.compile(""))
        return thai_text.clean.__wrapped__(text)


@settings(max_examples=300, deadline=None)
@given(st.text(_TYPED, max_size=7))
def test_clean_skips_only_what_it_would_not_change(text: str) -> None:
    assert thai_text.clean.__wrapped__(text) == _cleaned(text)


def test_clean_skips_ordinary_names() -> None:
    assert not any(thai_text._DOUBTFUL.search(lao.name_th) for lao in LAOS)


def test_a_file_of_which_no_name_is_known_is_read() -> None:
    names = [[n, "กระบี่", "", f"อบต.ไม่รู้จัก{n}", "ยัง"] for n in range(400)]
    strange = [[n, f"แดน{n}", "", f"อบต.ไม่รู้จัก{n}", "ยัง"] for n in range(400)]
    header = ["ลำดับ", "จังหวัด", "อำเภอ", "ชื่อ อปท.", "ผู้ดูแลระบบ"]
    export = export_of(xlsx([*TITLES, header, *names, *strange]))
    assert export.rows.unresolved == 800
    assert export.unresolved[0].suggestions
