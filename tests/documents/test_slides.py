"""Slides open again, hold the numbers of the frames, and are the same each time."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Pt

from itasdash import charts
from itasdash.charts import Look
from itasdash.documents.headline import headline_sentence
from itasdash.documents.slides import SlideInputs, make_slides
from itasdash.documents.slides.tables import SlideTable, pages
from itasdash.documents.slides.text import TYPEFACE
from itasdash.documents.summary import summary_sentences
from itasdash.importing import ImportOptions, import_files
from itasdash.metrics.calendar import REGISTRATION_WINDOW, registration_deadline
from itasdash.reference import provinces
from itasdash.schema import CalendarEntry
from itasdash.store import Store
from tests.kits import small_office
from tests.kits.slide_inputs import all_provinces, from_store
from tests.kits.small_records import snapshot_info, source

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHIANG_MAI = "50"


@pytest.fixture(scope="module")
def store(small_data: Path) -> Store:
    return Store(small_data)


@pytest.fixture(scope="module")
def last(store: Store) -> SlideInputs:
    """The snapshot of 31 January: 7 of 10, roles told; Chiang Mai chosen."""
    return from_store(store, chosen=[CHIANG_MAI])


@pytest.fixture(scope="module")
def made(last: SlideInputs) -> bytes:
    return make_slides(last)


@pytest.fixture(scope="module")
def whole(last: SlideInputs) -> tuple[SlideInputs, bytes]:
    """All 76 provinces."""
    inputs = all_provinces(last)
    return inputs, make_slides(inputs)


def opened(data: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(data)).slides)


def titles(data: bytes) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in opened(data)]


def texts(slide: Any) -> str:
    return "\n".join(element.text or "" for element in slide._element.iter(f"{A}t"))


def titled(data: bytes, title: str) -> Any:
    (slide,) = (s for s in opened(data) if s.shapes.title.text_frame.text == title)
    return slide


def tables(slide: Any) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for shape in slide.shapes
        if shape.has_table
    ]


def chart(slide: Any) -> Any:
    (found,) = (shape.chart for shape in slide.shapes if shape.has_chart)
    return found


def values(drawn: Any) -> dict[str, list[float | None]]:
    return {series.name: list(series.values) for series in drawn.plots[0].series}


# --- numbers --------------------------------------------------------------------------------------


def test_first_slide_has_the_five_numbers_and_the_summary(made: bytes, last: SlideInputs) -> None:
    slide = opened(made)[0]
    deadline = registration_deadline(2565)
    as_of = last.info.as_of
    title = headline_sentence(last.headline, "th", as_of.date(), deadline)
    assert slide.shapes.title.text_frame.text == title
    figures = [
        shape.text_frame.paragraphs[1].text
        for shape in slide.shapes
        if shape.has_text_frame
        and len(shape.text_frame.paragraphs) == 3
        and not shape.is_placeholder
    ]
    # 7 of 10, 3 to go, 4 before; of three provinces only Krabi has all.
    assert figures == ["70.0\u00a0%", "7", "3", "+3", "1"]
    said = summary_sentences(
        last.headline, last.provinces, Look("th"), as_of, last.before, deadline
    )
    assert "\n".join(said) in "\n".join(
        shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
    )


def test_map_has_a_shape_for_each_province_in_the_colour_of_its_rate(
    whole: tuple[SlideInputs, bytes],
) -> None:
    inputs, data = whole
    look = Look("th")
    slide = titled(data, charts.tile_map(inputs.provinces, look).title)
    groups = [list(shape.shapes) for shape in slide.shapes if shape.shape_type == 6]
    tiles = {shape.name: shape for group in groups if len(group) == 77 for shape in group}
    assert len(tiles) == 77
    for row in inputs.provinces.to_dict("records"):
        shape = tiles[row["name_th"]]
        short = provinces()[row["province_code"]].abbreviation_th
        assert shape.text_frame.text == f"{short} {row['registered']}"
        assert f"#{shape.fill.fore_color.rgb}" == look.rate_colour(row["rate"])
    bangkok = tiles["กรุงเทพมหานคร"]
    assert bangkok.text_frame.text == "กท –"
    assert f"#{bangkok.fill.fore_color.rgb}" == look.colour("empty")


def test_where_to_push_is_a_native_chart_of_the_first_twelve(
    whole: tuple[SlideInputs, bytes],
) -> None:
    inputs, data = whole
    title = charts.outstanding_bars(inputs.provinces, Look("th")).title
    drawn = chart(titled(data, title))
    # The first province of the table has 1 of 100, and so on.
    assert values(drawn) == {"ยังไม่ลงทะเบียน": [99 - n for n in range(12)]}
    names = list(inputs.provinces["name_th"])[:12]
    assert list(drawn.plots[0].categories) == [
        f"{n} ({i}.0\u00a0%)" for i, n in enumerate(names, 1)
    ]
    fill = drawn.plots[0].series[0].format.fill.fore_color.rgb
    assert f"#{fill}" == Look("th").colour("action")


def test_who_is_missing_stands_beside_where_to_push(made: bytes, last: SlideInputs) -> None:
    slide = titled(made, charts.outstanding_bars(last.provinces, Look("th")).title)
    ((_, *rows),) = tables(slide)
    # 6200202 lacks its administrator; 6500201 and 5200201 both.
    assert rows == [
        ["ผู้ดูแลระบบ", "1", "33.3\u00a0%"],
        ["ผู้ดูแลระบบและผู้บริหาร", "2", "66.7\u00a0%"],
    ]


def test_types_have_both_roles_as_shares_and_as_counts(made: bytes, last: SlideInputs) -> None:
    drawn = charts.role_gap(last.types, Look("th"))
    assert drawn is not None
    slide = titled(made, drawn.title)
    # PAO 3 of 3, city 1 of 1, town 1 of 1, subdistrict municipality 0 of 1, SAO 2 of 4 (+ 1 role).
    assert values(chart(slide)) == {
        "ผู้ดูแลระบบ": [100, 100, 100, 0, 50],
        "ผู้บริหาร": [100, 100, 100, 0, 75],
    }
    ((_, *rows),) = tables(slide)
    assert rows[-1] == ["อบต.", "4", "2", "3", "2"]
    assert [row[0] for row in rows] == ["อบจ.", "เทศบาลนคร", "เทศบาลเมือง", "เทศบาลตำบล", "อบต."]


def test_regions_have_chart_and_table(made: bytes, last: SlideInputs) -> None:
    slide = titled(made, charts.group_outstanding(last.regions, Look("th"), "region").title)
    assert sorted(values(chart(slide))["ยังไม่ลงทะเบียน"]) == [0, 1, 2]
    ((heading, *rows),) = tables(slide)
    assert heading[0] == "ภาค"
    assert len(rows) == len(last.regions) == 3
    for row, region in zip(rows, last.regions.to_dict("records"), strict=True):
        assert row[:4] == [
            region["name_th"],
            *(str(region[name]) for name in ("expected", "registered", "outstanding")),
        ]


def test_trend_is_a_native_line_over_true_dates(made: bytes, last: SlideInputs) -> None:
    title = charts.rate_trend(last.trend, Look("th"), registration_deadline(2565)).title
    drawn = chart(titled(made, title))
    # The last day of registration, 28 February, is marked after the last snapshot.
    line, marked = values(drawn).values()
    assert line == [20.0, 40.0, 40.0, 70.0, None]
    assert marked == [*[None] * 4, 100.0]
    assert "28 ก.พ. 2565" in list(values(drawn))[1]
    upright = drawn._chartSpace.xpath(".//c:ser[2]/c:errBars/c:val/@val")
    assert upright == ["100"]
    days = [moment.date() for moment in last.trend["as_of"]]
    assert days[0] == date(2021, 12, 24)
    zero = date(1899, 12, 30)
    shown = [float(category.label) for category in drawn.plots[0].categories]
    assert shown == [(day - zero).days for day in [*days, date(2022, 2, 28)]]
    assert (drawn.value_axis.minimum_scale, drawn.value_axis.maximum_scale) == (0, 100)


def test_snapshots_of_one_day_stand_beside_each_other(last: SlideInputs) -> None:
    first, second = last.trend.iloc[:1], last.trend.iloc[1:2]
    same_day = second.assign(as_of=first["as_of"].iloc[0] + pd.Timedelta(hours=4))
    data = make_slides(replace(last, trend=pd.concat([first, same_day], ignore_index=True)))
    (drawn,) = (
        shape.chart
        for _, shape in everywhere(data)
        if shape.has_chart and "LINE" in shape.chart.chart_type.name
    )
    assert list(drawn.plots[0].categories) == ["24 ธ.ค. 2564 09:00 น.", "24 ธ.ค. 2564 13:00 น."]
    assert list(values(drawn).values()) == [[20.0, 40.0]]


def test_a_last_day_far_off_would_press_the_line_together(last: SlideInputs) -> None:
    day = date(2022, 9, 30)
    far = CalendarEntry(fiscal_year=2565, kind=REGISTRATION_WINDOW, first_day=day, last_day=day)
    data = make_slides(replace(last, calendar=[far]))
    title = charts.rate_trend(last.trend, Look("th"), day).title
    assert list(values(chart(titled(data, title))).values()) == [[20.0, 40.0, 40.0, 70.0]]


def test_table_of_provinces_is_continued_and_not_cut(whole: tuple[SlideInputs, bytes]) -> None:
    """Each slide has a title of its own, and who is behind stands first."""
    inputs, data = whole
    behind = inputs.provinces.sort_values(["rate", "outstanding"], ascending=[True, False])
    title = charts.rate_bars(inputs.provinces, Look("th"), "province_code", "given").title
    slides = [each for each in opened(data) if tables(each)]
    names = [each.shapes.title.text_frame.text for each in slides]
    first = next(n for n, name in enumerate(names) if name.startswith(f"{title} (1/"))
    continued = slides[first : first + int(names[first].removesuffix(")").rpartition("/")[2])]
    said = [slide.shapes.title.text_frame.text for slide in continued]
    assert said[0] == f"{title} (1/{len(said)})"
    shown = [[row[0] for row in tables(each)[0][1:] if row[0] != "ทั้งประเทศ"] for each in continued]
    assert said[1:] == [
        f"{names[0]} ถึง {names[-1]} ({n}/{len(said)})" for n, names in enumerate(shown[1:], 2)
    ]
    rows = [row for slide in continued for row in tables(slide)[0][1:]]
    expected = [
        [row["name_th"], "100", str(row["registered"]), str(row["outstanding"])]
        for row in behind.to_dict("records")
    ]
    assert [row[:4] for row in rows] == [*expected, ["ทั้งประเทศ", "10", "7", "3"]]
    assert [row[4] for row in rows[:3]] == ["1.0", "2.0", "3.0"]


def test_chosen_province_has_cards_districts_types_and_its_outstanding(
    made: bytes, last: SlideInputs
) -> None:
    slide = titled(made, "เชียงใหม่ ลงทะเบียนแล้ว 75.0\u00a0%")
    # Mueang 3 of 3, Chom Thong 0 of 1: the lowest first.
    assert list(values(chart(slide)).values()) == [[0, 100]]
    assert list(chart(slide).plots[0].categories) == ["จอมทอง", "เมืองเชียงใหม่"]
    ((_, *types),) = tables(slide)
    assert types == [
        ["อบจ.", "1", "1", "0", "100.0"],
        ["เทศบาลนคร", "1", "1", "0", "100.0"],
        ["อบต.", "2", "1", "1", "50.0"],
    ]
    names = titled(made, "เชียงใหม่: ยังไม่ลงทะเบียน 1 แห่ง")
    assert tables(names)[0][1:] == [["อบต.บ้านแปะ", "จอมทอง", "ผู้ดูแลระบบและผู้บริหาร"]]


def test_long_list_of_a_province_stands_side_by_side_and_whole(last: SlideInputs) -> None:
    rows = last.chosen[0].outstanding
    assert rows is not None
    many = pd.concat([rows.assign(name_th=f"บ้านแปะ{n}") for n in range(70)], ignore_index=True)
    inputs = replace(last, chosen=[replace(last.chosen[0], outstanding=many)])
    found = [
        row[0]
        for slide in opened(make_slides(inputs))
        if "ยังไม่ลงทะเบียน 70 แห่ง" in slide.shapes.title.text_frame.text
        for table in tables(slide)
        for row in table[1:]
    ]
    assert found == [f"อบต.บ้านแปะ{n}" for n in range(70)]


def test_english_slides_are_english(store: Store) -> None:
    data = make_slides(from_store(store, language="en", chosen=[CHIANG_MAI]))
    assert "Chiang Mai: 1 LAO outstanding" in titles(data)
    assert "Fiscal year 2565" in texts(opened(data)[0])


# --- every slide ----------------------------------------------------------------------------------


def everywhere(data: bytes) -> Iterator[Any]:
    for slide in opened(data):
        for shape in slide.shapes:
            yield slide, shape


def test_every_slide_has_title_moment_source_and_number(made: bytes, last: SlideInputs) -> None:
    (file,) = last.info.sources
    for number, slide in enumerate(opened(made), start=1):
        assert slide.shapes.title.text_frame.text
        text = texts(slide)
        assert "ปีงบประมาณ 2565 · ข้อมูล ณ 31 ม.ค. 2565 16:30 น." in text
        assert f"ที่มา: e.csv ({file.sha256[:8]})" in text
        (field,) = slide._element.iter(f"{A}fld")
        assert field.get("type") == "slidenum"
        assert field.findtext(f"{A}t") == str(number)
        kinds = [shape._element.ph.get("type") for shape in list(slide.shapes)[-2:]]
        assert kinds == ["ftr", "sldNum"]
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(set(numbers)) == len(numbers)


def test_every_run_names_its_typeface_for_thai_and_its_language(
    whole: tuple[SlideInputs, bytes],
) -> None:
    _, data = whole
    seen = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not re.match(r"ppt/(slides|charts)/[^/]+\.xml$", name):
                continue
            for properties in etree.fromstring(archive.read(name)).iter(f"{A}rPr", f"{A}defRPr"):
                seen += 1
                for script in ("latin", "cs", "ea"):
                    assert properties.find(f"{A}{script}").get("typeface") == TYPEFACE, name
                assert properties.get("lang") == "th-TH"
                # The order that the format asks for; PowerPoint repairs files that lack it.
                order = [etree.QName(child).localname for child in properties]
                assert order == ["solidFill", "latin", "ea", "cs"]
        theme = archive.read("ppt/theme/theme1.xml").decode()
    assert seen > 700
    assert f'script="Thai" typeface="{TYPEFACE}"' in theme


def test_lines_have_a_fixed_height_that_no_typeface_changes(made: bytes) -> None:
    """A table fills its slide: with lines of another typeface it would run into the footer."""
    for slide in opened(made):
        for paragraph in slide._element.iter(f"{A}p"):
            if paragraph.find(f"{A}r") is not None:
                assert paragraph.find(f"{A}pPr/{A}lnSpc/{A}spcPts") is not None


def test_charts_tables_and_groups_have_words_for_screen_readers(made: bytes) -> None:
    seen = 0
    for _, shape in everywhere(made):
        if shape.has_chart or shape.has_table or shape.shape_type == 6:
            seen += 1
            assert shape._element._nvXxPr.cNvPr.get("descr"), shape.name
    assert seen > 8


def test_nothing_leaves_the_slide_or_covers_the_footer(whole: tuple[SlideInputs, bytes]) -> None:
    _, data = whole
    file = Presentation(io.BytesIO(data))
    assert file.slide_width * 9 == file.slide_height * 16
    for slide, shape in everywhere(data):
        cover = f"{slide.shapes.title.text_frame.text}: {shape.name}"
        assert 0 <= shape.left <= shape.left + shape.width <= file.slide_width + 1, cover
        bottom = shape.top + shape.height
        assert 0 <= shape.top <= bottom <= file.slide_height + 1, cover
        if not shape.is_placeholder:
            assert bottom <= Pt(499), cover


def test_same_inputs_give_the_same_bytes_that_tell_no_time(last: SlideInputs, made: bytes) -> None:
    assert make_slides(last) == made
    books = 0
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                books += 1
                with zipfile.ZipFile(io.BytesIO(archive.read(name))) as book:
                    assert {member.date_time[0] for member in book.infolist()} == {1980}
                    assert b"2000-01-01T00:00:00Z" in book.read("docProps/core.xml")
    assert books == 5


# --- text from files ------------------------------------------------------------------------------


def test_names_from_files_are_text_and_nothing_else(last: SlideInputs) -> None:
    wild = '=HYPERLINK("http://x.example")\x01\x0b<b>'
    chosen = last.chosen[0]
    districts = chosen.districts.assign(district=wild, name_th=[wild, "http://x.example"])
    assert chosen.outstanding is not None
    listed = chosen.outstanding.assign(name_th=wild, lao_id=None)
    data = make_slides(
        replace(
            last,
            info=snapshot_info(sources=(source(file=wild),)),
            chosen=[replace(chosen, districts=districts, outstanding=listed)],
        )
    )
    shown = '=HYPERLINK("http://x.example") <b>'
    assert shown in texts(opened(data)[0])
    slide = titled(data, "เชียงใหม่ ลงทะเบียนแล้ว 75.0\u00a0%")
    assert shown in list(chart(slide).plots[0].categories)
    assert tables(opened(data)[-1])[0][1][0] == f"{shown} (ชื่อยังไม่ตรงกับทะเบียน)"
    book = openpyxl.load_workbook(io.BytesIO(chart(slide).part.chart_workbook.xlsx_part.blob))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert shown in [cell.value for cell in cells]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        links = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
    assert not any(b"x.example" in link for link in links)


# --- states ---------------------------------------------------------------------------------------


def test_summary_only_has_no_types_and_names_no_lao(store: Store) -> None:
    inputs = from_store(store, 2, chosen=[CHIANG_MAI])
    assert inputs.info.summary_only
    data = make_slides(inputs)
    assert titles(data)[-1] == "เชียงใหม่ ลงทะเบียนแล้ว 50.0\u00a0%"
    assert "ข้อมูลชุดนี้ไม่บอกว่า อปท. ใดของจังหวัดนี้ลงทะเบียนแล้ว" in texts(opened(data)[-1])
    assert not any("ประเภท" in title for title in titles(data))
    for slide in opened(data):
        assert not any("ประเภท" in row for table in tables(slide) for row in table)


def test_one_snapshot_has_no_trend_and_no_gain(store: Store) -> None:
    inputs = from_store(store, 0)
    assert inputs.before is None
    data = make_slides(inputs)
    assert not any("เพิ่มขึ้น (จุด)" in texts(slide) for slide in opened(data))
    assert "ยังไม่มีข้อมูลครั้งก่อนให้เปรียบเทียบ" in texts(opened(data)[0])
    assert not re.search(r"เทียบกับ \d", texts(opened(data)[0]))
    kinds = [c.chart_type for s in opened(data) for c in (x.chart for x in s.shapes if x.has_chart)]
    assert all("LINE" not in kind.name for kind in kinds)


def test_contradictions_in_the_files_stand_on_every_slide(store: Store) -> None:
    inputs = from_store(store, 1)
    errors = sum(finding.severity == "error" for finding in inputs.info.findings)
    assert errors == 1
    for slide in opened(make_slides(inputs)):
        assert "ตัวเลขในไฟล์ขัดกันเอง 1 รายการ" in texts(slide)
        assert "รายชื่อหมายถึงขาดคนใดคนหนึ่ง" in texts(slide)


def test_slides_do_not_warn_of_what_somebody_took_note_of(store: Store) -> None:
    """As pages and letters do not."""
    inputs = replace(from_store(store, 1), open_errors=())
    for slide in opened(make_slides(inputs)):
        assert "ตัวเลขในไฟล์ขัดกันเอง" not in texts(slide)


def test_all_complete_has_nobody_to_push(tmp_path: Path) -> None:
    everyone = {lao[0]: "11" for lao in small_office.REGISTER}
    title = "31 ม.ค. 2565 เวลา 16.30 น."
    done = small_office.office(tmp_path / "s", small_office.status("a.csv", title, everyone))
    data = make_slides(from_store(done, chosen=[CHIANG_MAI]))
    assert titles(data) == [
        "ลงทะเบียนครบทั้ง 10 แห่ง",
        "ลงทะเบียนครบแล้วทั้ง 3 จังหวัด",
        "ผู้บริหารและผู้ดูแลระบบลงทะเบียนเท่ากันทุกประเภท",
        "ลงทะเบียนครบแล้วทุกภาค",
        "ลงทะเบียนครบแล้วทุกจังหวัด",
        "เชียงใหม่ ลงทะเบียนแล้ว 100.0\u00a0%",
    ]


def test_list_of_nobody_claims_no_rate(tmp_path: Path) -> None:
    silent = Store(tmp_path / "s")
    first = small_office.status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", small_office.FIRST)
    silent = small_office.office(tmp_path / "s", first)
    listed = small_office.listing("b.csv", "7 ม.ค. 2565 เวลา 13.00 น.", small_office.SECOND)
    options = ImportOptions(who="tester", when=small_office.WHEN, list_means="nobody")
    assert [report.error for report in import_files(silent, [listed], options)] == [None]
    data = make_slides(from_store(silent, chosen=[CHIANG_MAI]))
    assert titles(data) == [
        "ข้อมูลชุดนี้ไม่บอกสถานะการลงทะเบียน",
        "ที่ค้างทั้งหมดอยู่ใน 3 จังหวัด",
        "อบต. ค้างมากที่สุด 4 แห่ง คิดเป็น 66.7\u00a0%",
        "ภาคเหนือ ค้างมากที่สุด 2 แห่ง คิดเป็น 33.3\u00a0%",
        "ทุกจังหวัด",
        "จังหวัดเชียงใหม่",
        "เชียงใหม่: ยังไม่ลงทะเบียน 2 แห่ง",
    ]
    (table,) = tables(titled(data, "ทุกจังหวัด"))
    rate = table[0].index("อัตรา (%)")
    assert {row[rate] for row in table[1:]} == {"–"}
    assert "รายชื่อหมายถึงยังไม่มีผู้ใดลงทะเบียน" in texts(opened(data)[0])


def test_province_that_the_snapshot_lacks_says_so(last: SlideInputs) -> None:
    chosen = replace(last.chosen[0], province_code="96")
    slide = opened(make_slides(replace(last, chosen=[chosen])))[-1]
    assert "ข้อมูลชุดนี้ไม่มีจังหวัดนราธิวาส" in texts(slide)


# --- tables ---------------------------------------------------------------------------------------


def test_pages_lose_no_row_and_keep_fills_with_their_rows() -> None:
    rows = [[str(n), "ก" * (200 if n % 7 == 0 else 3)] for n in range(50)]
    fills = {(n, 0): (f"#{n:06X}", "ink") for n in range(50)}
    table = SlideTable(["a", "b"], rows, [1, 1], fills=fills, bold=frozenset({49}))
    parts = pages(table, 400, 300)
    assert len(parts) > 3
    assert [row for part in parts for row in part.rows] == rows
    for part in parts:
        for number, row in enumerate(part.rows):
            assert part.fills[number, 0] == (f"#{int(row[0]):06X}", "ink")
    assert [part.bold for part in parts][:-1] == [frozenset()] * (len(parts) - 1)
    assert parts[-1].bold == frozenset({len(parts[-1].rows) - 1})


def test_widths_give_every_cell_its_room_where_there_is_enough() -> None:
    table = SlideTable(["ชื่อ", "ทั้งหมด (แห่ง)"], [["องค์การบริหารส่วนตำบล", "1"]], [1, 1])
    narrow, wide = table.widths(table.natural_width()), table.widths(600)
    assert sum(wide) == pytest.approx(600)
    assert all(w >= n for n, w in zip(narrow, wide, strict=True))
    assert sum(table.widths(50)) == pytest.approx(50)
