"""Dates and moments as Thai offices write them."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itasdash.thai.dates import (
    BANGKOK,
    find_dates,
    fiscal_year,
    format_date,
    format_moment,
    parse_date,
    parse_when,
)

SEVENTH = date(2022, 1, 7)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MOMENTS = st.datetimes(
    datetime(2000, 1, 1), datetime(2100, 12, 31), timezones=st.just(BANGKOK)
).map(lambda moment: moment.replace(second=0, microsecond=0))


def only(text: str) -> tuple[date, time | None]:
    (found,) = find_dates(text)
    return found.date, found.time


@pytest.mark.parametrize(
    "written",
    [
        "๗ มกราคม ๒๕๖๕",
        "7 มกราคม 2565",
        "7 มกราคม พ.ศ. 2565",
        "7 เดือน มกราคม พ.ศ. 2565",
        "7 มกราคม พุทธศักราช 2565",
        "7 มกราคม ค.ศ. 2022",
        "7 มกราคม ปี 2565",
        "7  มกราคม  2565",
        "7 ม.ค. 65",
        "7 ม.ค 65",
        "7 ม. ค. 65",
        "7 มค 65",
        "๗ ม.ค.๖๕",
        "7ม.ค.2565",
        "7-ม.ค.-65",
        "7/1/2565",
        "07/01/65",
        "๐๗/๐๑/๒๕๖๕",
        "7-1-2565",
        "7.1.2565",
        "2022-01-07",
        "2565-01-07",
        "2022/01/07",
        "7 January 2022",
        "7 Jan 2565",
        "07-Jan-22",
        "January 7, 2022",
        "20220107",
        "25650107",
        "07012565",
        "070165",
        "7มค65",
        "7/1/2022",
    ],
)
def test_every_form_is_the_seventh_of_january_2022(written: str) -> None:
    assert only(written) == (SEVENTH, None)
    assert parse_date(written) == SEVENTH


@pytest.mark.parametrize(
    ("name", "day", "hour"),
    [
        ("itas_status_25641224_0900.csv", date(2021, 12, 24), time(9)),
        ("province_status_140165.xlsx", date(2022, 1, 14), None),
        ("รายชื่อยังไม่ลงทะเบียน_11กพ65.xlsx", date(2022, 2, 11), None),
        ("ReportStatus21012565.xls", date(2022, 1, 21), None),
        ("status_28-01-2565.xls", date(2022, 1, 28), None),
        ("status_31032565_1630.txt", date(2022, 3, 31), time(16, 30)),
        ("itas_20220315_1300.csv", date(2022, 3, 15), time(13)),
        ("สถานะ ITAS 30 ธ.ค. 64.xlsx", date(2021, 12, 30), None),
        ("650114.xlsx", date(2022, 1, 14), None),
    ],
)
def test_file_names_hold_dates(name: str, day: date, hour: time | None) -> None:
    assert only(name) == (day, hour)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        # Days come before months here, whatever a program with American habits would say.
        ("05/01/2565", date(2022, 1, 5)),
        ("1/5/2565", date(2022, 5, 1)),
        # 2567 BE is 2024, a leap year; 2565 BE is 2022, none.
        ("29/02/2567", date(2024, 2, 29)),
        ("29/02/2565", None),
        ("31 เมษายน 2565", None),
        ("32/1/2565", None),
        ("7/13/2565", None),
        ("0/1/2565", None),
        # ITA did not exist, so this is a slip or not a date of ours.
        ("7 มกราคม 2465", None),
        ("ปี 2565", None),
        ("มกราคม 2565", None),
        ("5810402", None),
        ("", None),
        ("-", None),
        # Two dates are no answer to "which day".
        ("1 ม.ค. 65 - 28 ก.พ. 65", None),
    ],
)
def test_a_cell_holds_one_real_day_or_none(written: str, day: date | None) -> None:
    assert parse_date(written) == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2022, 1, 7), SEVENTH),
        (datetime(2022, 1, 7, 13, 0), SEVENTH),
        (date(2565, 1, 7), SEVENTH),
        (datetime(2567, 3, 1, 8, 30), date(2024, 3, 1)),
        # A day of the year 2564 that 2021 does not have.
        (date(2564, 2, 29), None),
        # Excel's own number of 7 January 2022, with and without a time, and as text.
        (44568, SEVENTH),
        (44568.0, SEVENTH),
        (44568.541666, SEVENTH),
        ("44568", SEVENTH),
        ("44568.5", SEVENTH),
        # The same day kept as one of the year 2565.
        ((date(2565, 1, 7) - date(1899, 12, 30)).days, SEVENTH),
        (True, None),
        (0, None),
        (-5.0, None),
        (1e12, None),
        (float("nan"), None),
        (float("inf"), None),
        (None, None),
    ],
)
def test_real_dates_and_serial_numbers(cell: object, day: date | None) -> None:
    assert parse_date(cell) == day


def test_each_cell_is_read_by_itself() -> None:
    # One rule for the column ("minus 543") would make 1479 of the stray 2022.
    column = [date(2565, 1, 7), date(2022, 1, 7), "7/1/2565", 44568.0]
    assert [parse_date(cell) for cell in column] == [SEVENTH] * 4


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("๗ มกราคม ๒๕๖๕ เวลา ๑๓.๐๐ น.", time(13)),
        ("7 ม.ค. 65 เวลา 13:00 น.", time(13)),
        ("7 ม.ค. 65 เวลา 9.05น.", time(9, 5)),
        ("7/1/2565 16:30", time(16, 30)),
        ("2022-01-07 13:00:00", time(13)),
        ("2022-01-07T13:00", time(13)),
        ("7 January 2022 09:00", time(9)),
        ("January 7, 2022 1:05 PM", time(13, 5)),
        ("7 January 2022 12:10 a.m.", time(0, 10)),
        ("7 ม.ค. 65 13.00 น.", time(13)),
        # Without its words a number with a dot may be a version or an amount.
        ("7 ม.ค. 65 13.00", None),
        ("7 ม.ค. 65 เวลา 25.00 น.", None),
        ("7 ม.ค. 65 จำนวน 1300 แห่ง", None),
    ],
)
def test_the_time_stands_behind_the_date(written: str, hour: time | None) -> None:
    assert only(written) == (SEVENTH, hour)


def test_several_dates_come_in_reading_order() -> None:
    text = "ลงทะเบียน 28 กุมภาพันธ์ 2565 ข้อมูล ณ วันที่ 7/1/2565 เวลา 13.00 น."
    assert [(found.date, found.time) for found in find_dates(text)] == [
        (date(2022, 2, 28), None),
        (SEVENTH, time(13)),
    ]


def test_a_range_of_days_gives_no_third_date() -> None:
    assert [f.date for f in find_dates("1 มกราคม - 28 กุมภาพันธ์ 2565")] == [date(2022, 2, 28)]


@given(DAYS, st.sampled_from(["th", "en"]), st.booleans())
def test_a_formatted_day_reads_back(day: date, language: str, short: bool) -> None:
    assert parse_date(format_date(day, language, short=short)) == day


@given(MOMENTS, st.sampled_from(["th", "en"]), st.booleans(), st.booleans())
def test_a_formatted_moment_reads_back(
    moment: datetime, language: str, short: bool, thai_digits: bool
) -> None:
    text = format_moment(moment, language, short=short, thai_digits=thai_digits)
    (found,) = find_dates(text)
    assert found.moment() == moment


@given(DAYS)
def test_numbers_of_a_day_read_back(day: date) -> None:
    year = day.year + 543
    for written in (
        f"{day.day}/{day.month}/{year}",
        f"{day:%d/%m}/{year}",
        f"{year}-{day:%m-%d}",
        day.isoformat(),
    ):
        assert parse_date(written) == day


@given(st.text(max_size=40))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for found in find_dates(text):
        assert 2000 <= found.date.year <= 2100


def test_moments_show_as_people_write_them() -> None:
    moment = datetime(2022, 1, 7, 13, 0, tzinfo=BANGKOK)
    assert format_moment(moment) == "7 ม.ค. 2565 13:00 น."
    assert format_moment(moment, short=False) == "7 มกราคม 2565 เวลา 13:00 น."
    assert format_moment(moment, short=False, thai_digits=True) == "๗ มกราคม ๒๕๖๕ เวลา ๑๓.๐๐ น."
    assert format_moment(moment, "en") == "7 Jan 2565 13:00"
    assert format_moment(datetime(2022, 1, 7, 6, 0, tzinfo=UTC)) == "7 ม.ค. 2565 13:00 น."


def test_the_fiscal_year_begins_in_october() -> None:
    assert fiscal_year(date(2021, 9, 30)) == 2564
    assert fiscal_year(date(2021, 10, 1)) == 2565
    assert fiscal_year(date(2022, 9, 30)) == 2565


def test_when_is_iso_in_bangkok_unless_it_says_otherwise() -> None:
    thirteen = datetime(2022, 1, 7, 13, 0, tzinfo=BANGKOK)
    assert parse_when("2022-01-07T13:00") == thirteen
    assert parse_when("2022-01-07T06:00+00:00") == thirteen
    assert parse_when("7 ม.ค. 65") is None


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2022-01-07T06:00:00Z", "2022-01-07 13:00"),
        ("2022-01-06T23:30:00.890+00:00", "2022-01-07 06:30"),
        ("q_2022-01-06T23_30_00.890Z.csv", "2022-01-07 06:30"),
        ("7 ม.ค. 65 (13.00 น.)", "2022-01-07 13:00"),
        ("เวลา 13.00 น. ของวันที่ 7 มกราคม 2565", "2022-01-07 13:00"),
        ("7 มกราคม 2565 เวลา 13 นาฬิกา", "2022-01-07 13:00"),
        ("7 ม.ค. 65 เวลา 24.00 น.", "2022-01-08 00:00"),
        ("7/1/2565 1:00 PM", "2022-01-07 13:00"),
        ("20220107130000", "2022-01-07 13:00"),
        ("ข้อมูล ณ (UTC) 2022-01-07 06:00", "2022-01-07 13:00"),
        ("7 ม.ค. 65 13:00-15:30 น.", "2022-01-07 13:00"),
        ("7 ม.ค. 65 เวลา 13 นาฬิกา 45 นาที", "2022-01-07 13:45"),
        ("เวลา ๑๓ นาฬิกา ๔๕ นาที วันที่ ๗ ม.ค. ๖๕", "2022-01-07 13:45"),
        ("7 ม.ค. 65, 13.00 น.", "2022-01-07 13:00"),
        ("7 ม.ค. 65 - 13.00น.", "2022-01-07 13:00"),
        ("7 ม.ค. 65 – 13.00 น.", "2022-01-07 13:00"),
        ("7/1/2565 / 13:00", "2022-01-07 13:00"),
        ("7 ม.ค. 65 - เวลา 13.00 น.", "2022-01-07 13:00"),
        ("7 ม.ค. 65 ณ เวลา 13.00 น.", "2022-01-07 13:00"),
        ("7 ม.ค. 65 เมื่อเวลา 13.00 น.", "2022-01-07 13:00"),
        ("7 ม.ค. 65 [13.00 น.]", "2022-01-07 13:00"),
        ("7 ม.ค. 65\nเวลา 13.00 น.", "2022-01-07 13:00"),
        ("7 มกราคม 2565 เวลา 0830 น.", "2022-01-07 08:30"),
        ("7 มกราคม 2565 (เวลา 0830น.)", "2022-01-07 08:30"),
    ],
)
def test_moments_of_every_form_and_zone(written: str, moment: str) -> None:
    (found,) = find_dates(written)
    assert f"{found.moment():%Y-%m-%d %H:%M}" == moment


def test_the_time_before_a_day_is_not_that_of_the_day_before_it() -> None:
    text = "24 ธ.ค. 2564 เวลา 17.00 น. - 7 ม.ค. 2565 เวลา 13.00 น."
    assert [found.time for found in find_dates(text)] == [time(17), time(13)]


@pytest.mark.parametrize(
    ("written", "times"),
    [
        ("24 ธ.ค. 2564 - 7 ม.ค. 2565", [None, None]),
        ("1.12.2564 - 13.01.2565", [None, None]),
        ("24 ธ.ค. 2564 - 13.00 น. วันที่ 7 ม.ค. 2565", [None, time(13)]),
    ],
)
def test_behind_a_dash_may_stand_another_day(written: str, times: list[time | None]) -> None:
    assert [found.time for found in find_dates(written, named=True)] == times


def test_only_in_a_name_a_bare_number_with_a_dot_is_a_time() -> None:
    assert [f.time for f in find_dates("7 ม.ค. 65 13.00")] == [None]
    assert [f.time for f in find_dates("7 ม.ค. 65 13.00", named=True)] == [time(13)]
