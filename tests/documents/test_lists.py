"""Lists of a whole register: screen, CSV file and workbook say the same, cell by cell."""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from itasdash.documents.csv_files import inert, to_csv, with_text_dates
from itasdash.documents.filters import filter_sentence, filter_words, list_subject
from itasdash.documents.lao_tables import (
    lao_list,
    lao_timeline_table,
    province_counts,
    province_counts_table,
)
from itasdash.documents.provenance import cover_rows
from itasdash.documents.workbook import MOST_IN_A_CELL, count_cut, to_xlsx
from itasdash.metrics.histories import lao_histories, lao_timeline
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.reference import lao_types, provinces, regions
from itasdash.schema import OUTSTANDING_STATES, STATES, STATUS
from itasdash.thai.dates import BANGKOK, format_date
from tests.kits.small_records import snapshot_info, source

LAOS, MOMENTS = 7_849, 4
HOSTILE = [
    '=HYPERLINK("http://x")',
    "@x",
    "+1",
    "-1",
    "<b>ก</b>",
    "#REF!",
    "007",
    "ก,ข",
    'ก"ข',
    "'ก",
]
AS_OF = datetime(2022, 1, 7, 13, tzinfo=BANGKOK)


def register(rng: random.Random) -> pd.DataFrame:
    """Return a row per LAO of a made-up register of full size, ten of them with hostile names."""
    codes, types = sorted(provinces()), list(lao_types())
    rows = []
    for number in range(LAOS):
        province = codes[number % len(codes)]
        row = dict.fromkeys(STATUS.names)
        rows.append(
            row
            | {
                "lao_id": f"{rng.randint(2, 6)}{province}{number // len(codes):04}",
                "province_code": province,
                "district_name_th": rng.choice(["เมือง", "ท่าช้าง", "บ้านใหม่", "หนองบัว"]),
                "lao_type": rng.choice(types),
                "name_th": HOSTILE[number % 10] if number < 10 else f"บ้าน{number}",
                "basis": "reported",
                "match": "code",
            }
        )
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def frames() -> dict[datetime, pd.DataFrame]:
    rng = random.Random(7)
    base = register(rng)
    made = {}
    for number in range(MOMENTS):
        roles = np.random.default_rng(number).random((LAOS, 2)) < 0.4 + 0.15 * number
        admin, executive = roles[:, 0], roles[:, 1]
        on = [date(2021, 12, 1) + timedelta(days=int(n) % 30) for n in range(LAOS)]
        done = admin & executive
        said = base.assign(registered=done, admin_registered=admin, executive_registered=executive)
        said["registered_on"] = [day if all_ else None for day, all_ in zip(on, done, strict=True)]
        silent = np.random.default_rng(90 + number).random(LAOS) < 0.01
        for name in ("registered", "admin_registered", "executive_registered"):
            said[name] = said[name].astype("boolean").mask(silent)
        made[AS_OF + timedelta(weeks=number)] = STATUS.frame(said)
    return made


def combinations(number: int) -> Iterator[LaoFilter]:
    """Yield filters of every kind together, and two that ask for nearly all."""
    rng = random.Random(number)
    codes, types = sorted(provinces()), list(lao_types())

    def some(values: list[str], most: int, often: float = 0.5) -> tuple[str, ...]:
        chosen = rng.sample(values, rng.randint(1, most)) if rng.random() < often else ()
        return tuple(chosen)

    yield LaoFilter()
    yield LaoFilter(states=OUTSTANDING_STATES)
    for _ in range(number - 2):
        yield LaoFilter(
            regions=some(list(regions()), 3, 0.1),
            nacc_regions=some(list("123456789"), 4, 0.1),
            inspection_regions=some([str(n) for n in range(1, 19)], 9, 0.1),
            province_codes=some(codes, 4, 0.97),
            districts=some(["เมือง", "ท่าช้าง", "บ้านใหม่"], 2, 0.2),
            lao_types=some(types, 4, 0.4),
            states=some(list(STATES[:-2]), 3, 0.8),
            search=rng.choice(["", "", "", "", "บ้าน1", "อบต.บ้าน", "00", "บ้าน 7"]),
            is_new=rng.random() < 0.05,
            since_first=rng.random() < 0.05,
            regressed=rng.random() < 0.1,
            min_days=rng.choice([0, 0, 0, 7]),
        )


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def as_written(cell: object) -> str:
    """Return a cell of the screen as it stands in CSV."""
    return "" if pd.isna(cell) else str(inert(cell))  # type: ignore[call-overload]


def from_excel(cell: object, language: str) -> object:
    """Return a cell of a workbook as it stands on the screen."""
    if isinstance(cell, datetime | date):
        return format_date(cell.date() if isinstance(cell, datetime) else cell, language)
    return int(cell) if isinstance(cell, float) and cell == int(cell) else cell


@pytest.mark.parametrize("filters", [40, pytest.param(200, marks=pytest.mark.slow)])
def test_screen_csv_and_excel_are_equal_for_many_filters(
    frames: dict[datetime, pd.DataFrame], filters: int
) -> None:
    history, last = lao_histories(frames), frames[max(frames)]
    sizes = []
    for number, wanted in enumerate(combinations(filters)):
        language = "en" if number % 5 == 4 else "th"
        rows = select_laos(last, wanted, history)
        sizes.append(len(rows))
        table = lao_list(rows, language)
        screen = with_text_dates(table, language)
        cells = [list(screen.columns), *screen.astype("object").to_numpy().tolist()]
        assert read_csv(to_csv(table, language)) == [[as_written(c) for c in row] for row in cells]
        cover = [["เกี่ยวกับ"], ["เงื่อนไข", filter_sentence(wanted, language)]]
        data = to_xlsx(table, "รายชื่อ", "x", cover, language, "เกี่ยวกับไฟล์นี้")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        assert book.sheet_names == ["เกี่ยวกับไฟล์นี้", "รายชื่อ"]
        read = book.get_sheet_by_index(1).to_python()
        expected = [["" if pd.isna(cell) else cell for cell in row] for row in cells]
        assert [[from_excel(cell, language) for cell in row] for row in read] == expected
        assert book.get_sheet_by_index(0).to_python()[1][1] == cover[1][1]
    assert sizes[0] == LAOS
    assert sum(size > 0 for size in sizes) > filters // 2, sizes


def test_province_counts_add_up_to_the_list(frames: dict[datetime, pd.DataFrame]) -> None:
    rows = select_laos(frames[max(frames)], LaoFilter(states=OUTSTANDING_STATES))
    counts = province_counts(rows)
    assert counts["listed"].sum() == len(rows)
    assert counts["listed"].is_monotonic_decreasing
    assert (
        counts.set_index("province_code").loc["30", "none"]
        == ((rows["province_code"] == "30") & (rows["state"] == "none")).sum()
    )
    table = province_counts_table(counts, "th")
    assert list(table)[:2] == ["จังหวัด", "ในรายการ (แห่ง)"]
    alone = province_counts_table(province_counts(rows[rows["state"] == "none"]), "th")
    assert list(alone) == ["จังหวัด", "ในรายการ (แห่ง)"], "one state needs no column of its own"


def test_history_of_one_lao_names_file_sheet_and_row(frames: dict[datetime, pd.DataFrame]) -> None:
    told = {
        moment: STATUS.frame(
            frame.assign(source="f" * 64, source_sheet="รายชื่อ", source_row=number + 5)
        )
        for number, (moment, frame) in enumerate(frames.items())
    }
    info = snapshot_info(sources=(source(sha256="f" * 64, file="=สถานะ.xlsx"),))
    code = str(next(iter(frames.values()))["lao_id"].iloc[100])
    table = lao_timeline_table(lao_timeline(told, code), [info], "th")
    assert table["แถวที่"].tolist() == [8, 7, 6, 5]
    assert set(table["ไฟล์"]) == {"=สถานะ.xlsx"}
    assert set(table["ชีต"]) == {"รายชื่อ"}
    assert table["ข้อมูล ณ"].tolist()[-1] == "7 ม.ค. 2565 13:00 น."
    assert read_csv(to_csv(table))[1][5] == "'=สถานะ.xlsx"


# --- what a workbook looks like -----------------------------------------------------------------


def test_the_first_sheet_says_what_the_file_holds() -> None:
    table = pd.DataFrame({"ก": ["x", "ย" * 40_000]})
    named = source(file="=สถานะ.xlsx", sha256="ab" * 32, kind="unregistered_list")
    info = snapshot_info(as_of=AS_OF, sources=(named,), identity="0123456789abcdef")
    rows = cover_rows(info, "อปท.", "ทุกภาค", table, "th", {"none": 2, "complete": 0})
    said = {row[0]: row[1] for row in rows[1:]}
    assert rows[0] == ["อปท."]
    assert said["ข้อมูล ณ"] == "7 ม.ค. 2565 13:00 น."
    assert said["เงื่อนไข"] == "ทุกภาค"
    assert said["จำนวนแถว"] == 2
    assert said["ยังไม่ลงทะเบียนทั้งสองคน"] == 2
    assert "ลงทะเบียนครบ" not in said
    assert said["รหัสตรวจสอบไฟล์ (SHA-256)"] == "ab" * 32
    assert "32,767" in str(said["ข้อความที่ถูกตัด"])
    assert "0123456789ab" in str(said["จัดทำโดย"])


def test_dates_are_dates_and_numbers_are_numbers_and_pages_are_a4() -> None:
    table = pd.DataFrame(
        {
            "ชื่อ": ["ก", "=1+1"],
            "วันที่": [date(2022, 1, 7), None],
            "วัน": pd.array([1234, None], dtype="Int64"),
            "ร้อยละ": [51.25, 0.0],
        }
    )
    data = to_xlsx(table, "รายชื่อ", "ก & ข " * 90, [["เรื่อง"], ["=A1", "=1+1"]], "th", "เกี่ยวกับ")
    book = openpyxl.load_workbook(io.BytesIO(data))
    cover, sheet = book.worksheets
    assert book.active is sheet, "the list opens, and says on the tab before it what it is"
    assert [cell.data_type for cell in cover[2]] == ["s", "s"]
    assert sheet["B2"].value == datetime(2022, 1, 7)
    assert sheet["B2"].number_format == "[$-107041E]d mmm yyyy"
    assert (sheet["C2"].value, sheet["C2"].number_format) == (1234, "#,##0")
    assert (sheet["D2"].value, sheet["D2"].number_format) == (51.25, "#,##0.0")
    assert sheet["A3"].data_type == "s"
    assert sheet["B3"].value is None
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation) == (9, "landscape")
    # One page wide is what a workbook means that does not say how wide.
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert len(sheet.oddHeader.center.text) <= 250, "Excel takes no more"
    assert "&P" in sheet.oddFooter.right.text
    english = openpyxl.load_workbook(io.BytesIO(to_xlsx(table, "x", language="en"))).active
    assert english["B2"].number_format == "[$-1070409]d mmm yyyy"


def test_a_cell_that_excel_cannot_hold_is_cut_there_and_whole_in_csv() -> None:
    long, wide = "ก" * 40_000, "😀" * 20_000
    table = pd.DataFrame({"ก": [long, wide, "=" + "ข" * 100, "<b>"]})
    assert count_cut(table) == 2
    read = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(table, "x"))).get_sheet_by_index(0)
    cells = [row[0] for row in read.to_python()][1:]
    assert cells == [long[:MOST_IN_A_CELL], wide[: MOST_IN_A_CELL // 2], "=" + "ข" * 100, "<b>"]
    assert [row[0] for row in read_csv(to_csv(table))][1:] == [long, wide, "'=" + "ข" * 100, "<b>"]


# --- what filters say ---------------------------------------------------------------------------


def test_filters_say_their_history_and_areas() -> None:
    wanted = LaoFilter(
        nacc_regions=("3",),
        inspection_regions=("13", "14"),
        states=OUTSTANDING_STATES,
        is_new=True,
        regressed=True,
        min_days=30,
    )
    assert filter_sentence(wanted, "th") == (
        "เขตตรวจราชการที่ 13, 14 · ป.ป.ช. ภาค 3 · ทุกประเภท · ใหม่ในรายชื่อจากข้อมูลครั้งก่อน"
        " · เคยลงทะเบียนครบแล้วกลับมาค้าง · ค้างมาแล้วอย่างน้อย 30 วัน"
    )
    assert filter_words(wanted, "th") == [
        "เขตตรวจราชการที่ 13", "เขตตรวจราชการที่ 14", "ป.ป.ช. ภาค 3", "ใหม่", "กลับมาค้าง", "ค้าง-30-วัน",
    ]  # fmt: skip


def test_only_the_whole_list_is_called_unregistered() -> None:
    """An import takes whoever is not on a list of the unregistered for registered."""
    everyone = LaoFilter(states=OUTSTANDING_STATES)
    some = LaoFilter(states=OUTSTANDING_STATES, province_codes=("30",))
    assert list_subject(everyone, "th") == "อปท. ที่ยังไม่ลงทะเบียน"
    for wanted in (some, LaoFilter(states=("none",)), LaoFilter(), LaoFilter(states=STATES)):
        for language, call in (("th", "ยังไม่ลงทะเบียน"), ("en", "nregistered")):
            words = [list_subject(wanted, language), *filter_words(wanted, language)]
            assert not [word for word in words if call in word]
