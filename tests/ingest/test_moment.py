"""The moment that an export is true at."""

import io
from collections.abc import Sequence
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from itasdash.findings import Refusal
from itasdash.ingest.export import read_export
from itasdash.ingest.facts import Export
from itasdash.ingest.layout.moment import find_as_of
from itasdash.thai.dates import BANGKOK
from tests.kits.files import workbook
from tests.kits.tiny import AS_OF, AS_OF_TITLE, LIST_TITLE, codes, found, read, register

HEADER = ["ที่", "จังหวัด", "อำเภอ", "ชื่อ อปท."]
ROW = [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"]
MIDNIGHT = AS_OF.replace(hour=0)


def moment(*titles: object, file: str = "list.xlsx", notes: tuple[object, ...] = ()) -> Export:
    rows = [[LIST_TITLE], *([title] for title in titles), HEADER, ROW, *([n] for n in notes)]
    return read(rows, file=file, as_of=None)


@pytest.mark.parametrize(
    "title",
    [
        AS_OF_TITLE,
        "ข้อมูล  ณ  วันที่  7  มกราคม  พ.ศ. 2565  เวลา 13.00 น.",
        "ข้อมูล ณ 7 ม.ค. 65 เวลา 13:00 น.",
        "ณ วันที่ 7/1/2565 13:00",
        "As of 7 January 2022 13:00",
        "As of 2022-01-07 13:00",
        "สถานะวันที่ 7 ม.ค. 65 เวลา 13.00 น.",
        "ข้อมูลถึงวันที่ 7 ม.ค. 65 เวลา 13.00 น.",
        "ข้อมูล ณ วันที่ 7 ม.ค. 65 - 13.00น.",
        "ข้อมูล ณ วันที่ 7 ม.ค. 65 / 13:00 น.",
        "ข้อมูล ณ วันที่ 7 ม.ค. 65 เวลา 1300 น.",
    ],
)
def test_a_title_gives_the_moment(title: str) -> None:
    export = moment(title)
    assert export.as_of == AS_OF
    assert "time_missing" not in codes(export)


def test_a_title_without_a_time_is_midnight_and_says_so() -> None:
    export = moment("ข้อมูล ณ วันที่ 7 มกราคม 2565")
    assert export.as_of == MIDNIGHT
    assert found(export, "time_missing") == [(None, None, None, "7 ม.ค. 2565")]


@pytest.mark.parametrize(
    ("file", "as_of"),
    [
        ("itas_25650107_1300.xlsx", AS_OF),
        ("list_070165.xlsx", MIDNIGHT),
        ("รายชื่อ_7มค65.xlsx", MIDNIGHT),
        ("สิ่งที่ส่งมาด้วย 2 รายชื่อ อปท. 7 ม.ค. 65.xlsx", MIDNIGHT),
    ],
)
def test_the_file_name_gives_it_where_no_title_does(file: str, as_of: datetime) -> None:
    assert moment(file=file).as_of == as_of


def test_the_file_name_lends_its_time_to_the_same_day() -> None:
    assert moment("ข้อมูล ณ 7 ม.ค. 65", file="list_25650107_1300.xlsx").as_of == AS_OF


def test_a_title_wins_over_the_file_name_which_disagrees() -> None:
    export = moment(AS_OF_TITLE, file="list_080165.xlsx")
    assert export.as_of == AS_OF
    assert found(export, "as_of_file_name_differs") == [(None, None, "7 ม.ค. 2565", "8 ม.ค. 2565")]


def test_a_note_below_the_table_gives_it() -> None:
    assert moment(notes=(AS_OF_TITLE,)).as_of == AS_OF


def test_a_title_wins_over_a_note_with_another_date() -> None:
    assert moment(AS_OF_TITLE, notes=("หมายเหตุ: ข้อมูล ณ วันที่ 5 ม.ค. 65 แก้ไขแล้ว",)).as_of == AS_OF


def test_a_date_in_a_note_that_is_not_of_the_data_does_not_count() -> None:
    with pytest.raises(Refusal) as refused:
        moment(notes=("หมายเหตุ: ประชุมวันที่ 14 มกราคม 2565",))
    assert refused.value.code == "as_of_missing"


@pytest.mark.parametrize(
    "other",
    [
        "ให้ลงทะเบียนภายในวันที่ 28 กุมภาพันธ์ 2565",
        "ลงทะเบียนระหว่างวันที่ 1 มกราคม - 28 กุมภาพันธ์ 2565",
        "ลงทะเบียนระหว่างวันที่ 1 ม.ค. 2565 - 28 ก.พ. 2565",
        "ลงทะเบียนตั้งแต่วันที่ 1 ม.ค. 65 ถึงวันที่ 28 ก.พ. 65",
        "ตามหนังสือ ที่ มท ๐๘๐๔.๖/ว ๑๒ ลงวันที่ 10 มกราคม 2565",
        "ครบกำหนด 28/02/2565",
        "การประเมินประจำปีงบประมาณ พ.ศ. ๒๕๖๕",
    ],
)
def test_a_deadline_or_a_letter_is_not_the_moment(other: str) -> None:
    assert moment(other, AS_OF_TITLE).as_of == AS_OF
    assert moment(f"{other} {AS_OF_TITLE}").as_of == AS_OF
    assert moment(f"{AS_OF_TITLE} ({other})").as_of == AS_OF
    assert moment(other, "7 มกราคม 2565 เวลา 13.00 น.").as_of == AS_OF
    assert moment(other, file="list_25650107_1300.xlsx").as_of == AS_OF
    with pytest.raises(Refusal) as refused:
        moment(other)
    assert refused.value.code == "as_of_missing"


@pytest.mark.parametrize(
    "days", ["ณ 7-8 มกราคม 2565", "ณ วันที่ ๖ - ๗ มกราคม ๒๕๖๕", "ณ วันที่ 6 ถึง 7 ม.ค. 65"]
)
def test_several_days_are_no_moment(days: str) -> None:
    with pytest.raises(Refusal) as refused:
        moment(f"ข้อมูล {days}")
    assert refused.value.code == "as_of_missing"
    assert moment("ข้อมูล ครั้งที่ 2 - 7 มกราคม 2565 เวลา 13.00 น.").as_of == AS_OF


def test_the_inside_of_a_province_is_no_deadline() -> None:
    assert moment("อปท. ภายในจังหวัด 7 ม.ค. 65 เวลา 13.00 น.").as_of == AS_OF


@pytest.mark.parametrize(
    ("cells", "as_of"),
    [
        (["ข้อมูล ณ วันที่", datetime(2022, 1, 7, 13, 0)], AS_OF),
        (["ข้อมูล ณ วันที่", date(2022, 1, 7)], MIDNIGHT),
        # Kept as a day of the year 2565, as a Thai calendar in Excel does.
        (["ข้อมูล ณ วันที่", date(2565, 1, 7)], MIDNIGHT),
        # Excel's number of the day, where its Thai format was not recognised.
        (["ข้อมูล ณ วันที่", 44568.0 + 13 / 24], AS_OF),
        (["ข้อมูล ณ วันที่", None, "7/1/2565"], MIDNIGHT),
    ],
)
def test_the_date_may_stand_in_the_next_cell(cells: list[object], as_of: datetime) -> None:
    assert read([[LIST_TITLE], cells, HEADER, ROW], as_of=None).as_of == as_of


def test_a_cover_sheet_gives_it() -> None:
    data = workbook(("ปก", [["คำอธิบาย"], [AS_OF_TITLE]]), ("รายชื่อ", [[LIST_TITLE], HEADER, ROW]))
    assert read_export(data, "x.xlsx", lambda _: register()).as_of == AS_OF


def test_nothing_says_when_so_the_refusal_says_how_to_give_it() -> None:
    with pytest.raises(Refusal) as refused:
        moment()
    named = Refusal(refused.value.code, {"file": "list.xlsx", **refused.value.values})
    for language in ("th", "en"):
        message = named.message(language)
        assert "list.xlsx" in message
        assert "--as-of 2022-01-07T13:00" in message


def test_titles_that_disagree_are_refused_with_their_dates() -> None:
    with pytest.raises(Refusal) as refused:
        moment(AS_OF_TITLE, "ข้อมูล ณ วันที่ 8 ม.ค. 65")
    assert refused.value.code == "as_of_ambiguous"
    assert refused.value.values["dates"] == "7 ม.ค. 2565, 8 ม.ค. 2565"


def test_the_given_moment_overrides_whatever_the_file_says() -> None:
    given = datetime(2022, 1, 9, 8, 15, 42, tzinfo=BANGKOK)
    for titles in ([], [AS_OF_TITLE], [AS_OF_TITLE, "ข้อมูล ณ วันที่ 8 ม.ค. 65"]):
        as_of, said = find_as_of(titles, [], "list.xlsx", given)
        # Snapshots are told apart by the minute.
        assert as_of == given.replace(second=0)
        assert [(f.code, f.expected) for f in said] == [("as_of_overridden", "9 ม.ค. 2565")] * bool(
            titles
        )


@pytest.mark.parametrize(
    ("title", "hour", "said"),
    [
        (AS_OF_TITLE, 13, []),
        (AS_OF_TITLE, 15, ["as_of_overridden"]),
        # Whoever gives a day only has not said that it was midnight.
        (AS_OF_TITLE, 0, ["time_not_given"]),
        ("ข้อมูล ณ วันที่ 7 มกราคม 2565 เวลาบ่ายสามโมงครึ่ง", 0, ["time_not_read"]),
        ("ข้อมูล ณ วันที่ 7 มกราคม 2565 เวลาบ่ายสามโมงครึ่ง", 15, []),
        ("ข้อมูล ณ เวลาบ่ายสาม", 0, ["time_not_read"]),
        ("ข้อมูล ณ วันที่ 7 มกราคม 2565", 0, ["time_missing"]),
        ("รายชื่อ", 0, ["time_missing"]),
    ],
)
def test_a_time_of_the_file_is_not_dropped_for_a_given_day(
    title: str, hour: int, said: list[str]
) -> None:
    given = AS_OF.replace(hour=hour)
    as_of, findings = find_as_of([title], [], "list.xlsx", given)
    assert (as_of, [finding.code for finding in findings]) == (given, said)


@pytest.mark.parametrize(
    "tail",
    [
        *(
            "9.00",
            "930",
            "13h00",
            "13;00",
            "13,00 น.",
            "T13.00",
            "ประมาณ 13.00",
            "9.5 น.",
            "25.00 น.",
        ),
        *("ตอนบ่าย 3", "บ่ายสามโมง", "2 ทุ่ม", "ช่วงเช้า", "เที่ยงคืน", "สิ้นวัน", "(ข้อมูล 13 น.)", "1300H"),
    ],
)
def test_what_looks_like_a_time_and_is_not_read_is_a_warning(tail: str) -> None:
    [finding] = find_as_of([f"ข้อมูล ณ วันที่ 7 มกราคม 2565 {tail}"], [], "a.xlsx", None)[1]
    assert (finding.code, finding.severity) == ("time_not_read", "warning")


@pytest.mark.parametrize(
    "tail", ["จำนวน 67 แห่ง", "(รวม 7,849 แห่ง)", "ครั้งที่ 2", "ร้อยละ 51.80", "ปีงบประมาณ พ.ศ. 2565"]
)
def test_other_numbers_behind_a_day_look_like_no_time(tail: str) -> None:
    [finding] = find_as_of([f"ข้อมูล ณ วันที่ 7 มกราคม 2565 {tail}"], [], "a.xlsx", None)[1]
    assert finding.code == "time_missing"


@pytest.mark.parametrize("titles", [1, 2])
def test_titles_merged_over_all_columns_straight_above_are_no_headings(titles: int) -> None:
    above = [["สรุปผลการลงทะเบียน รายจังหวัด"], ["ข้อมูล ณ วันที่ 7 มกราคม พ.ศ. 2565 เวลา 13.00"]][-titles:]
    header = ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    merges = [f"A{row}:D{row}" for row in range(1, titles + 1)]
    data = workbook(("Sheet1", [*above, header, ["กระบี่", 8, 7, 1]]), merge=merges)
    assert read_export(data, "x.xlsx", lambda _: register()).as_of == AS_OF


def test_the_time_in_a_heading_is_kept() -> None:
    day = "ณ วันที่ 7 มกราคม 2565 เวลา 13.00 น."
    header = ["จังหวัด", "จำนวน อปท.", f"ลงทะเบียนแล้ว {day}", f"ยังไม่ลงทะเบียน {day}"]
    data = workbook(("Sheet1", [["สรุปผล"], header, ["กระบี่", 8, 7, 1]]))
    assert read_export(data, "x.xlsx", lambda _: register()).as_of == AS_OF


@pytest.mark.parametrize("where", ["title", "note", "cover"])
def test_a_day_that_a_workbook_counts_from_1904_is_read_right_wherever_it_stands(
    where: str,
) -> None:
    told: list[object] = ["ข้อมูล ณ วันที่", 44568.0 + 13 / 24 - 1462]
    table: list[Sequence[object]] = [[LIST_TITLE], HEADER, ROW]
    table = {"title": [told, *table], "note": [*table, [], told], "cover": table}[where]
    sheets: list[tuple[str, Sequence[Sequence[object]]]] = [("รายชื่อ", table)]
    if where == "cover":
        sheets.insert(0, ("ปก", [["คำอธิบาย"], told]))
    book = openpyxl.load_workbook(io.BytesIO(workbook(*sheets)))
    book.epoch = CALENDAR_MAC_1904
    kept = io.BytesIO()
    book.save(kept)
    assert read_export(kept.getvalue(), "x.xlsx", lambda _: register()).as_of == AS_OF
