"""What offices write around their tables: legends in cells, signatures, pages, odd moments."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from itasdash.ingest.export import understood
from itasdash.ingest.facts import Export
from itasdash.ingest.files.sheets import Cell, Sheet
from itasdash.ingest.layout.legends import legend_of_cells
from itasdash.ingest.layout.sections import read_section
from itasdash.reference.names import read_province
from itasdash.thai.dates import BANGKOK
from tests.kits.tiny import AS_OF, register

TITLE = "รายชื่อ อปท. ที่ยังไม่ลงทะเบียน"
LIST = ["ที่", "จังหวัด", "อำเภอ", "ชื่อ อปท."]
PHON = [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"]
CHANG = [2, "ตราด", "คลองใหญ่", "อบต.คลองใหญ่"]
YANG = [3, "กระบี่", "เกาะลันตา", "อบต.คลองยาง"]
STATUS = [*LIST, "ผู้ดูแลระบบ", "ผู้บริหาร"]
Row = Sequence[Cell]


def read(
    *rows: Row, name: str = "Sheet1", file: str = "x.xlsx", as_of: datetime | None = AS_OF
) -> Export:
    cells: list[list[Cell]] = [[None if c == "" else c for c in row] for row in rows]
    return understood([Sheet(name, cells)], file, "0" * 64, lambda _: register(), as_of=as_of)


def told(export: Export) -> list[tuple[bool | None, bool | None, bool | None]]:
    return [
        (r.status.registered, r.status.admin_registered, r.status.executive_registered)
        for r in export.laos
    ]


def codes(export: Export) -> set[str]:
    return {finding.code for finding in export.findings}


@pytest.mark.parametrize("above", [True, False])
def test_a_legend_whose_marks_stand_in_cells_of_their_own(above: bool) -> None:
    legend: list[Row] = [["หมายเหตุ", "", "○", "ลงทะเบียนแล้ว"], ["", "", "●", "ยังไม่ลงทะเบียน"]]
    rows: list[Row] = [STATUS, [*PHON, "○", "●"], [*CHANG, "○", "○"]]
    export = read(*(legend if above else []), *rows, *([] if above else legend))
    assert told(export) == [(False, True, False), (True, True, True)]
    assert not export.unresolved


def test_which_cells_are_a_legend() -> None:
    assert legend_of_cells(["✓", "ลงทะเบียนแล้ว", "x", "ยังไม่ลงทะเบียน"]) == [
        "✓ = ลงทะเบียนแล้ว",
        "x = ยังไม่ลงทะเบียน",
    ]
    assert legend_of_cells(["1", "ลงทะเบียนแล้ว"]) == []
    assert legend_of_cells(["คลองพน", "ลงทะเบียนแล้ว"]) == []


def test_whoever_signs_in_the_column_of_names_is_no_lao() -> None:
    foot: list[Row] = [["", "", "ผู้รับรองข้อมูล", "นายสมชาย ใจดี"], ["รวม", "", "2", "แห่ง"]]
    export = read([TITLE], LIST, PHON, CHANG, *foot)
    assert [row.row for row in export.laos] == [3, 4]
    assert "stated_total_differs" not in codes(export)


def test_pages_that_are_all_there_are_no_part() -> None:
    first = [[TITLE], LIST, PHON, ["", "", "", "หน้า 1/2"]]
    export = read(*first, LIST, CHANG, ["", "", "", "หน้า 2/2"])
    assert "list_of_part" not in codes(export)
    assert export.coverage is not None
    assert export.coverage.provinces == {"81", "23"}
    assert "list_of_part" in codes(read(*first))


def test_a_list_in_a_sheet_that_is_called_after_a_district() -> None:
    export = read([TITLE], LIST, PHON, name="อำเภอคลองท่อม")
    assert export.coverage is not None
    assert export.coverage.districts == {("81", "คลองท่อม")}
    assert "list_of_districts" in codes(export)


def test_bare_names_in_a_sheet_that_is_called_after_their_type() -> None:
    row = [1, "กระบี่", "คลองท่อม", "คลองพน"]
    assert [r.lao_id for r in read([TITLE], LIST, row, name="อบต.").laos] == ["6810404"]
    assert [r.lao_id for r in read([TITLE], LIST, row, name="เทศบาลตำบล").laos] == ["5810402"]
    assert [r.lao_id for r in read([TITLE], LIST, row).laos] == [None]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("1) จังหวัดกระบี่ (ยังไม่ลงทะเบียน 5 แห่ง จากทั้งหมด 62 แห่ง)", ("จังหวัดกระบี่", 5)),
        ("จังหวัด : กระบี่", ("จังหวัดกระบี่", None)),
        ("เชียงราย - 12 แห่ง", ("เชียงราย", 12)),
    ],
)
def test_sections(text: str, section: tuple[str, int | None]) -> None:
    assert read_section(text) == section


def test_a_province_with_its_count() -> None:
    assert read_province("กระบี่ (32 แห่ง)") == read_province("กระบี่ (5)") == "81"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["2022-01-05 10:00", "0000-00-00 00:00:00"], (False, True, False)),
        (["2022-01-05 10:00", "2022-01-05"], (True, True, True)),
        # Whether somebody had registered before the moment of the file, nobody knows.
        (["2022-01-05 10:00", "2023-01-05"], (None, True, None)),
        (["", "2023-01-05"], (False, False, None)),
        (["2022-01-05 10:00", "32/13/2565"], (None, True, None)),
    ],
)
def test_a_moment_that_cannot_be_one_registers_nobody(
    cells: list[str], says: tuple[bool | None, ...]
) -> None:
    head = [*LIST, "วันที่ลงทะเบียนผู้ดูแลระบบ", "วันที่ลงทะเบียนผู้บริหาร"]
    assert told(read(head, [*PHON, *cells])) == [says]


def test_people_are_counted_with_their_unit() -> None:
    head = [*LIST, "สถานะการลงทะเบียน"]
    export = read(head, [*PHON, "ครบ 2 คน"], [*CHANG, "1 คน"], [*YANG, "ยังไม่ลงทะเบียน"])
    assert [t[0] for t in told(export)] == [True, False, False]


@pytest.mark.parametrize(
    "lines",
    [
        ["ข้อมูล ณ วันที่ 7 มกราคม 2565", "เวลา 13.00 น."],
        ["ข้อมูล ณ วันที่ 7 มกราคม 2565", "(เวลา 13:00 น.)"],
    ],
)
def test_a_time_that_stands_alone_is_that_of_the_day(lines: list[str]) -> None:
    export = read(*([line] for line in [TITLE, *lines]), LIST, PHON, as_of=None)
    assert export.as_of == datetime(2022, 1, 7, 13, tzinfo=BANGKOK)


@pytest.mark.parametrize("lines", [["13.00"], ["เวลา 13.00 น.", "เวลา 14.00 น."]])
def test_a_number_or_two_times_are_that_of_no_day(lines: list[str]) -> None:
    rows = [["ข้อมูล ณ วันที่ 7 มกราคม 2565"], *([line] for line in lines)]
    export = read([TITLE], *rows, LIST, PHON, as_of=None)
    assert export.as_of == datetime(2022, 1, 7, tzinfo=BANGKOK)
