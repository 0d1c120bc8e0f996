"""The attachments: their layout, hostile names in them, and that they import again."""

import io
import shutil
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

from itasdash.documents.letters.attachments import attachment_1, attachment_2
from itasdash.documents.letters.content import LetterContent, letter_content
from itasdash.documents.letters.forms_pdf import form_content, forms_to_pdf
from itasdash.documents.letters.forms_xlsx import forms_to_xlsx
from itasdash.documents.letters.letter import Template, letter_text
from itasdash.documents.letters.pack import LetterWriter
from itasdash.importing import (
    FileReport,
    ImportOptions,
    Upload,
    import_files,
    load_register,
)
from itasdash.ingest.layout.table import Table
from itasdash.ingest.whole_lists import goes_on_below
from itasdash.metrics import GROUPS, rates, with_state
from itasdash.metrics.road import road
from itasdash.metrics.surveys import surveys as survey_frame
from itasdash.schema import PROVINCE_SUMMARY, Office, Snapshot
from itasdash.store import Store
from tests.kits.files import as_csv
from tests.kits.frames import lao
from tests.kits.frames import status as status_frame
from tests.kits.hostile import HOSTILE, LONG
from tests.kits.small_office import (
    FIRST,
    LAST,
    REGISTER,
    SECOND,
    WHEN,
    listing,
    office,
    register,
    status,
    summary,
    take,
)
from tests.kits.survey_office import SOME, survey_office, survey_summary
from tests.kits.survey_office import surveyed as survey_export

SHARED = Path(__file__).resolve().parents[3] / "shared"
ROLES = ("admin_registered", "executive_registered")
TITLE = "7 ม.ค. 2565 เวลา 13.00 น."


@pytest.fixture(scope="module")
def store(small_data: Path) -> Store:
    return Store(small_data)


def snapshot_of(store: Store, number: int = -1) -> Snapshot:
    return store.read(store.snapshots()[number].as_of)


def cells(data: bytes, sheet: int = 0) -> list[list[object]]:
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[sheet]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def surveyed(name: str = "a.csv") -> Upload:
    """Return a status export with survey counts, the quota 10 and one answer of each LAO."""
    plain = status(name, TITLE, SECOND).data.decode().splitlines()
    more = ("IIT เป้าหมาย", "IIT ตอบแล้ว", "EIT เป้าหมาย", "EIT ตอบแล้ว")
    rows = [plain[0], f"{plain[1]},{','.join(more)}", *(f"{row},10,1,20,0" for row in plain[2:])]
    return Upload(name, "\n".join(rows).encode())


# --- layout -------------------------------------------------------------------------------------


def test_attachment_1_has_a_row_per_province_and_their_sum(tmp_path: Path) -> None:
    content = letter_content(snapshot_of(office(tmp_path / "surveys", surveyed())))
    form, _ = attachment_1(content, thai_digits=False)
    data = forms_to_xlsx([form], "TH SarabunPSK")
    assert cells(data) == [
        ["สิ่งที่ส่งมาด้วย 1", *[None] * 11],
        ["สถานะการตอบแบบวัดการรับรู้ รายจังหวัด", *[None] * 11],
        ["การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. 2565",
         *[None] * 11],
        ["ข้อมูล ณ วันที่ 7 มกราคม 2565 เวลา 13:00 น.", *[None] * 11],
        [None] * 12,
        ["ลำดับ", "จังหวัด", "จำนวน อปท.", "การลงทะเบียนเข้าใช้งานระบบ ITAS", None, None, "แบบวัด IIT",
         None, None, "แบบวัด EIT", None, None],
        [None, None, None, "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "ร้อยละ", "เป้าหมาย", "ตอบแล้ว", "ร้อยละ",
         "เป้าหมาย", "ตอบแล้ว", "ร้อยละ"],
        [1, "กระบี่", 3, 1, 2, 33.33, 30, 3, 10, 60, 0, 0],
        [2, "ชลบุรี", 3, 1, 2, 33.33, 30, 3, 10, 60, 0, 0],
        [3, "เชียงใหม่", 4, 2, 2, 50, 40, 4, 10, 80, 0, 0],
        ["รวม", None, 10, 4, 6, 40, 100, 10, 10, 200, 0, 0],
    ]  # fmt: skip
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {"A1:L1", "A6:A7", "D6:F6", "G6:I6", "A11:B11"} <= {str(m) for m in page.merged_cells}
    assert page.print_title_rows == "$6:$7"
    assert page.freeze_panes == "A8"
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    # One page wide is what a workbook means that does not say how wide.
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert page["B8"].font.name == "TH SarabunPSK"


def test_numbers_show_thai_digits_and_stay_numbers(store: Store) -> None:
    [form] = attachment_1(letter_content(snapshot_of(store)))
    page = openpyxl.load_workbook(io.BytesIO(forms_to_xlsx([form], "TH SarabunPSK"))).active
    [total] = [row for row in page.iter_rows() if row[0].value == "รวม"]
    assert [cell.value for cell in total] == ["รวม", None, 10, 7, 3, 70]
    assert total[2].number_format == "[$-D00041E]#,##0"
    assert page["A3"].value.endswith("พ.ศ. ๒๕๖๕")
    assert form.shown(1234, "count") == "๑,๒๓๔"


def test_attachment_2_has_the_names_by_province_with_their_numbers(store: Store) -> None:
    forms = attachment_2(letter_content(snapshot_of(store)), thai_digits=False)
    data = forms_to_xlsx(forms, "TH SarabunPSK")
    assert cells(data)[5:] == [
        ["ที่", "จังหวัด", "อำเภอ", "รหัส อปท.", "ชื่อ อปท.", "การลงทะเบียน", None],
        [None, None, None, None, None, "ผู้ดูแลระบบ", "ผู้บริหาร"],
        [1, "ชลบุรี", "บ้านบึง", "5200201", "ทต.บ้านบึง", "ยัง", "ยัง"],
        [2, "ชลบุรี", "บ้านบึง", "6200202", "อบต.คลองกิ่ว", "ยัง", "แล้ว"],
        ["รวมจังหวัดชลบุรี 2 แห่ง", *[None] * 6],
        [3, "เชียงใหม่", "จอมทอง", "6500201", "อบต.บ้านแปะ", "ยัง", "ยัง"],
        ["รวมจังหวัดเชียงใหม่ 1 แห่ง", *[None] * 6],
        ["รวมทั้งสิ้น 3 แห่ง", *[None] * 6],
        [None] * 7,
        ["หมายเหตุ: อปท. ที่ผู้ดูแลระบบหรือผู้บริหารท้องถิ่นคนใดคนหนึ่งยังไม่ลงทะเบียน ถือว่ายังไม่ลงทะเบียน",
         *[None] * 6],
    ]  # fmt: skip


def test_printed_pages_say_what_the_workbook_says(store: Store) -> None:
    content = letter_content(snapshot_of(store))
    for [form] in (attachment_1(content), attachment_2(content)):
        said = form_content(form, "{page}")
        texts = [*said["titles"], *said["notes"]]
        whole = [form.digits(text) for text in (*form.titles, *form.notes)]
        assert [text.replace("\u00a0", " ") for text in texts] == whole
        for line, row in zip(form.lines, said["lines"], strict=True):
            shown = [form.shown(v, c.kind) for v, c in zip(line.cells, form.columns, strict=True)]
            assert row["cells"][1:] == shown[line.span :]
            assert row["cells"][0] == (form.digits(shown[0]) if line.is_total else shown[0])
            assert row["span"] == line.span
        assert sum(head.get("colspan", 1) for head in said["heads"]) == len(form.columns) + sum(
            bool(column.above) for column in form.columns
        )


def test_a_snapshot_without_names_or_without_outstanding_has_no_second_attachment(
    store: Store, tmp_path: Path
) -> None:
    assert attachment_2(letter_content(snapshot_of(store, 2))) == []
    assert attachment_2(letter_content(snapshot_of(store)).of(["81"])) == []


def test_attachments_of_some_provinces_say_so(store: Store) -> None:
    [form] = attachment_2(letter_content(snapshot_of(store)).of(["20"]))
    assert form.titles[2] == "เฉพาะจังหวัดชลบุรี"
    assert len([line for line in form.lines if not line.is_total]) == 2


# --- hostile names ------------------------------------------------------------------------------


def hostile_figures(store: Store) -> LetterContent:
    snapshot = snapshot_of(store)
    rows = [
        lao(name, False, lao_id=f"63001{number:02}" if number % 2 else None)
        for number, name in enumerate(HOSTILE, start=1)
    ]
    frame = status_frame(*rows)
    empty = PROVINCE_SUMMARY.frame([])
    return letter_content(Snapshot(snapshot.info, frame, empty))


def test_hostile_names_come_through_whole_and_inert(store: Store) -> None:
    forms = attachment_2(hostile_figures(store))
    data = forms_to_xlsx(forms, "TH SarabunPSK")
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    at = [column.text for column in forms[0].columns].index("ชื่อ อปท.")
    found = [row[at] for row in page.iter_rows() if isinstance(row[0].value, int)]
    assert {cell.data_type for cell in found} == {"s"}
    names = {str(cell.value) for cell in found}
    said = form_content(forms[0], "{page}")
    printed = {row["cells"][at].replace("\x0b", "") for row in said["lines"] if not row["total"]}
    assert forms_to_pdf(forms, "{page}").startswith(b"%PDF")
    for number, name in enumerate(HOSTILE, start=1):
        expected = ("อบต." if number % 2 else "") + name.replace("\x0b", "")
        assert expected in printed
        assert expected[:32_767] in names
    assert any(len(name) == 32_767 for name in names)
    assert any("32,767" in str(row[0].value) or "๓๒,๗๖๗" in str(row[0].value) for row in page)
    assert len(LONG) > 32_767


# --- the way back -------------------------------------------------------------------------------


def imported_again(
    root: Path, content: LetterContent, *, thai_digits: bool = True, means: str = "either"
) -> tuple[Snapshot, list[FileReport]]:
    """Import the attachments into an empty store with the same register."""
    again = Store(root / "again")
    load_register(again, register(), WHEN.date().replace(year=2021), who="x", when=WHEN)
    writer = LetterWriter(Office(), Template(), thai_digits)
    files = [Upload(n, data) for n, data, _ in writer.attachments(content) if n.endswith("xlsx")]
    options = ImportOptions(who="x", when=WHEN, list_means=means)
    reports = import_files(again, files, options)
    assert [report.error for report in reports] == [None] * len(files)
    return again.read(content.info.as_of), reports


def states(snapshot: Snapshot) -> Mapping[str, str]:
    rows = with_state(snapshot.status[snapshot.status["lao_id"].notna()])
    return dict(zip(rows["lao_id"], rows["state"], strict=True))


def open_names(snapshot: Snapshot) -> list[tuple[object, ...]]:
    rows = snapshot.status[snapshot.status["lao_id"].isna()]
    columns = ["province_code", "district_name_th", "name_th", "registered"]
    values = rows[columns].astype("object").where(rows[columns].notna(), None)
    return sorted(values.itertuples(index=False, name=None))


def assert_identical(before: Snapshot, after: Snapshot, without: Sequence[str] = ()) -> None:
    assert states(after) == states(before)
    assert open_names(after) == open_names(before)
    for by in GROUPS:
        frames = [rates(s.status, s.province_summary, by) for s in (before, after)]
        shown = [frame.drop(columns=list(without)) for frame in frames]
        assert shown[0].equals(shown[1]), f"{shown[0].to_string()}\n{shown[1].to_string()}"


def unmatched(name: str = "b.csv") -> Upload:
    """Return a list with a name of Chiang Mai that no LAO bears; code and name of another."""
    good = listing(name, TITLE, SECOND)
    return Upload(name, good.data.replace("ช้างเผือก".encode(), "ช้างเผือกก".encode()))


def disagreeing(name: str = "a.csv") -> Upload:
    """Return a status export in which one row has the code of one LAO and the name of another."""
    good = status(name, TITLE, SECOND)
    return Upload(name, good.data.replace(b"6500103", b"6810201", 1))


def kinds_of_snapshots() -> Iterator[tuple[str, Sequence[Upload]]]:
    yield "status with roles", [status("a.csv", TITLE, SECOND)]
    yield "status with surveys", [surveyed()]
    yield "list without roles", [listing("b.csv", TITLE, SECOND)]
    both = [listing("b.csv", TITLE, LAST), summary("c.csv", TITLE, LAST)]
    yield "list with its summary", both
    yield "list with an open name", [unmatched()]
    yield "unknown words", [status("a.csv", TITLE, {**SECOND, "6810201": "??", "2200101": "1?"})]
    yield "code of one, name of another", [disagreeing()]
    roles = listing("b.csv", TITLE, SECOND).data.decode().splitlines()
    partly = [*roles[:2], f"{roles[2]},ผู้ดูแลระบบ", *(f"{row},-" for row in roles[3:])]
    yield "list with one role", [Upload("b.csv", "\n".join(partly).encode())]


KINDS = dict(kinds_of_snapshots())


# A summary alone, and LAOs; every kind of snapshot in the long run.
DAILY = ((1, True), (3, False))
# Each kind with one of the two sorts of digits every time, with the other in the long run.
DIGITS = [
    pytest.param(kind, thai, marks=() if thai == bool(number % 2) else pytest.mark.slow)
    for number, kind in enumerate(KINDS)
    for thai in (True, False)
]


@pytest.mark.parametrize(("kind", "thai_digits"), DIGITS)
def test_attachments_imported_again_give_the_same(
    kind: str, thai_digits: bool, tmp_path: Path
) -> None:
    before = snapshot_of(office(tmp_path / "office", *KINDS[kind]))
    after, reports = imported_again(tmp_path, letter_content(before), thai_digits=thai_digits)
    # A list tells who of the outstanding is missing, but not so of the LAO behind an open name.
    assert_identical(before, after, ROLES if kind == "code of one, name of another" else ())
    assert [f for report in reports for f in report.findings if f.severity == "error"] == []
    # And what is written of what was read is the same again, but for what it was read from.
    first, second = (
        [form.lines for form in (*attachment_1(f), *attachment_2(f))]
        for f in (letter_content(before), letter_content(after))
    )
    if kind != "list with one role":
        assert first == second


def test_no_note_of_ours_says_that_the_list_goes_on() -> None:
    # Read again below the list, it would leave nobody outside of it registered.
    text = files("itasdash.documents.letters").joinpath("templates/attachments.toml")
    notes = tomllib.loads(text.read_text("utf-8"))["note"].values()
    assert [note for note in notes if goes_on_below([below(note.replace("{count}", "2"))])] == []
    assert goes_on_below([below("และอีก 2 แห่ง")])


def below(text: str) -> Table:
    """Return a table of no rows with a text below it."""
    return Table("s", {}, [], grid=[[text]])


def test_surveys_come_back_by_province(tmp_path: Path) -> None:
    before = snapshot_of(office(tmp_path / "office", surveyed()))
    after, _ = imported_again(tmp_path, letter_content(before))
    first, second = (
        survey_frame(s.status, s.province_summary, "iit", "province") for s in (before, after)
    )
    names = ["province_code", "expected", "quota", "answered"]
    assert first[names].equals(second[names])
    assert after.province_summary["iit_quota"].tolist() == [30, 40, 30]
    assert after.province_summary["eit_answered"].tolist() == [0, 0, 0]


SURVEY_COUNTS = ["iit_quota", "iit_answered", "eit_quota", "eit_answered"]


def numbers(snapshot: Snapshot) -> list[list[object]]:
    """Return the survey numbers of every row of a snapshot, by code, or by name where it has none.

    What is not told is -1, so that it is no 0.
    """
    rows = snapshot.status.assign(key=snapshot.status["lao_id"].fillna(snapshot.status["name_th"]))
    rows = rows.sort_values("key", ignore_index=True)
    return rows[["key", *SURVEY_COUNTS]].fillna(-1).to_numpy().tolist()


@pytest.mark.parametrize(
    ("number", "thai_digits"),
    [
        pytest.param(number, thai, marks=() if (number, thai) in DAILY else pytest.mark.slow)
        for number in range(1, 5)
        for thai in (True, False)
    ],
)
def test_surveys_of_single_laos_come_back(number: int, thai_digits: bool, tmp_path: Path) -> None:
    store = survey_office(tmp_path / "office")
    before = snapshot_of(store, number)
    after, reports = imported_again(tmp_path, letter_content(before), thai_digits=thai_digits)
    assert numbers(after) == numbers(before)
    assert_identical(before, after)
    for by in GROUPS:
        first, second = (road(s.status, s.province_summary, by) for s in (before, after))
        assert first.equals(second)
    grave = [f for report in reports for f in report.findings if f.severity == "error"]
    assert grave == []


def test_surveys_of_names_that_fit_no_lao_come_back(tmp_path: Path) -> None:
    good = survey_export("a.csv", TITLE, LAST, SOME)
    data = good.data.replace("ช้างเผือก".encode(), "ช้างเผือกก".encode()).replace(b"6500103", b"")
    odd = Upload("a.csv", data)
    before = snapshot_of(office(tmp_path / "office", odd))
    assert before.status["lao_id"].isna().sum() == 1
    after, _ = imported_again(tmp_path, letter_content(before))
    assert numbers(after) == numbers(before)
    assert states(after) == states(before)


def test_one_province_of_a_pack_gives_its_numbers_and_nothing_of_others(tmp_path: Path) -> None:
    before = snapshot_of(survey_office(tmp_path / "office"), 3)
    after, _ = imported_again(tmp_path, letter_content(before).of(["50"]))
    own = before.status["province_code"] == "50"
    assert numbers(replace(after, status=after.status[after.status["province_code"] == "50"])) == (
        numbers(replace(before, status=before.status[own]))
    )
    others = after.status[after.status["province_code"] != "50"]
    assert others[["registered", *SURVEY_COUNTS]].isna().all(axis=None)


def test_where_nobody_is_outstanding_the_numbers_of_laos_are_still_there(tmp_path: Path) -> None:
    done = dict.fromkeys((lao[0] for lao in REGISTER), "11")
    before = snapshot_of(office(tmp_path / "office", survey_export("a.csv", TITLE, done, SOME)))
    content = letter_content(before)
    writer = LetterWriter(Office(), Template())
    assert [name for name, _, _ in writer.attachments(content)] == [
        "สิ่งที่ส่งมาด้วย 1.xlsx",
        "สิ่งที่ส่งมาด้วย 1.pdf",
        "สิ่งที่ส่งมาด้วย 2.xlsx",
    ]
    text = " ".join(letter_text(writer.letter(content)))
    assert "(๒) การตอบแบบวัดการรับรู้ราย อปท." in text
    after, _ = imported_again(tmp_path, content)
    assert numbers(after) == numbers(before)
    assert set(states(after).values()) == {"complete"}


def test_the_road_of_each_province_stands_in_a_sheet_of_its_own(tmp_path: Path) -> None:
    content = letter_content(snapshot_of(office(tmp_path / "office", surveyed())))
    figures, stages = attachment_1(content)
    assert figures.titles[1] == "สถานะการตอบแบบวัดการรับรู้ รายจังหวัด"
    assert stages.sheet == "ขั้นการดำเนินงาน"
    # Each LAO has one answer to IIT: four are registered, two have one person, four nobody.
    headings = [column.text for column in stages.columns]
    assert headings[2:] == [
        "ทั้งหมด",
        "ยังไม่มีผู้ใดลงทะเบียน",
        "ลงทะเบียนแล้วคนเดียว",
        "กำลังตอบแบบวัด",
    ]
    assert stages.lines[-1].cells[2:] == (10, 4, 2, 4)
    for line in stages.lines:
        assert sum(line.cells[3:]) == line.cells[2]
    after, reports = imported_again(tmp_path, content)
    said = {f.code for report in reports for f in report.findings}
    assert "unknown_column" not in said
    assert "provinces_twice" not in said
    assert len(after.province_summary) == 3


def test_a_list_says_where_the_survey_numbers_are(tmp_path: Path) -> None:
    content = letter_content(snapshot_of(office(tmp_path / "office", surveyed())))
    forms = attachment_2(content)
    assert any("อยู่ในแผ่นงานการตอบแบบวัดราย อปท. ของไฟล์ Excel" in note for note in forms[0].notes)
    assert [form.sheet for form in forms if not form.printed] == ["การตอบแบบวัดราย อปท."]
    # Of a summary and a list nobody knows them.
    both = survey_summary("c.csv", TITLE), listing("b.csv", TITLE, LAST)
    content = letter_content(snapshot_of(office(tmp_path / "list", *both)))
    [form] = attachment_2(content)
    assert any("จำนวนผู้ตอบแบบวัดของแต่ละ อปท. ไม่อยู่ในรายชื่อนี้" in note for note in form.notes)


def test_unknown_laos_are_never_taken_for_registered(tmp_path: Path) -> None:
    data = tmp_path / "office"
    before = snapshot_of(office(data, status("a.csv", TITLE, {**SECOND, "6810201": "??"})))
    forms = attachment_2(letter_content(before))
    assert [form.sheet for form in forms] == ["รายชื่อ", "ไม่ทราบสถานะ"]
    after, _ = imported_again(tmp_path, letter_content(before))
    assert states(after)["6810201"] == "unknown"


def test_a_list_of_those_whom_nobody_opened_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path / "office")
    load_register(store, register(), WHEN.date().replace(year=2021), who="x", when=WHEN)
    options = ImportOptions(who="x", when=WHEN, list_means="nobody")
    import_files(store, [listing("b.csv", TITLE, SECOND)], options)
    before = snapshot_of(store)
    content = letter_content(before)
    assert len(content.unknown) == 0 and content.listed == 6
    after, reports = imported_again(tmp_path, content, means="nobody")
    assert_identical(before, after)
    # Registered is a dash where only the outstanding are named; it is no zero, and that is said.
    assert [f.code for report in reports for f in report.findings] == ["dash_unclear"] * 3
    shutil.rmtree(tmp_path / "again")
    # Without that option the title is believed, which says it, and so does a finding.
    after, reports = imported_again(tmp_path, content)
    assert_identical(before, after)
    said = [f for report in reports for f in report.findings if f.code != "dash_unclear"]
    assert [(f.code, f.severity) for f in said] == [("list_means_differs", "warning")]


def test_a_list_of_some_provinces_is_not_imported(store: Store, tmp_path: Path) -> None:
    content = letter_content(snapshot_of(store)).of(["20"])
    again = office(tmp_path / "again")
    writer = LetterWriter(Office(), Template())
    made = {name: data for name, data, _ in writer.attachments(content)}
    data = made["สิ่งที่ส่งมาด้วย 2.xlsx"]
    [report] = import_files(again, [Upload("x.xlsx", data)], ImportOptions(who="x", when=WHEN))
    assert report.error is not None and report.error.code == "list_of_some_provinces"
    assert "ชลบุรี" in report.error.message("th")


def test_a_name_that_fits_no_lao_stays_open_though_it_would_fit_by_itself(tmp_path: Path) -> None:
    before = snapshot_of(office(tmp_path / "office", disagreeing()))
    [name] = open_names(before)
    assert name[2] == "ช้างเผือก"
    after, _ = imported_again(tmp_path, letter_content(before))
    assert open_names(after) == [name]
    # Until a person says who it is.
    header = ("รหัส อปท.", "จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท.")
    row = ("ชื่อไม่ตรงกับทะเบียน", "เชียงใหม่", "เมืองเชียงใหม่", "อบต.", "ช้างเผือก")
    titles = [("รายชื่อ อปท. ที่ยังไม่ลงทะเบียน",), ("ข้อมูล ณ " + TITLE,)]
    upload = Upload("b.csv", as_csv([*titles, header, row]))
    [report] = take(office(tmp_path / "open", status("z.csv", "1 ก.พ. 2565", FIRST)), upload)
    assert (report.rows.resolved, report.rows.unresolved) == (0, 1)


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the shared exports are not there")
def test_full_size_exports_come_back(tmp_path: Path) -> None:
    source = Store(tmp_path / "office")
    files = [*(SHARED / "register").glob("*.csv")][:1]
    upload = Upload(files[0].name, files[0].read_bytes())
    load_register(source, upload, WHEN.date().replace(year=2021), who="x", when=WHEN)
    chosen = ("7 ม.ค. 65", "31032565")
    exports = [p for p in (SHARED / "exports").iterdir() if any(c in p.name for c in chosen)]
    take(source, *(Upload(path.name, path.read_bytes()) for path in exports))
    again = Store(tmp_path / "again")
    load_register(again, upload, WHEN.date().replace(year=2021), who="x", when=WHEN)
    writer = LetterWriter(Office(), Template())
    for info in source.snapshots():
        before = source.read(info.as_of)
        attached = writer.attachments(letter_content(before))
        take(again, *(Upload(n, data) for n, data, _ in attached if n.endswith("xlsx")))
        after = again.read(info.as_of)
        assert_identical(before, after)
        if after.status["iit_answered"].notna().any():
            assert numbers(after) == numbers(before)
        assert len(letter_content(before).provinces) == 76
    assert len(source.snapshots()) == 2


def test_figures_are_those_of_the_snapshot_however_they_are_taken(store: Store) -> None:
    content = letter_content(snapshot_of(store))
    parts = [content.of([code]) for code in content.codes]
    for name in ("expected", "registered", "outstanding", "unknown"):
        assert sum(part.total(name) or 0 for part in parts) == content.total(name)
    assert sum(part.listed or 0 for part in parts) == content.listed
    assert replace(content, whole=False).names == content.names
