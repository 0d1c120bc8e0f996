"""Rates, filters and sources as people read them."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from itasdash.documents.filters import filter_sentence, filter_words
from itasdash.documents.provenance import findings_table, sources_table, with_open_errors
from itasdash.documents.rate_tables import rates_table, trend_table
from itasdash.i18n import translator
from itasdash.i18n.numbers import percent_values
from itasdash.metrics.selection import LaoFilter
from itasdash.schema import OUTSTANDING_STATES
from itasdash.thai.dates import BANGKOK, format_moment
from tests.kits.small_office import office

RATES = pd.DataFrame(
    {
        "province_code": ["81", "20"],
        "name_th": ["กระบี่", "ชลบุรี"],
        "expected": [3, 2000],
        "registered": [3, 1999],
        "outstanding": [0, 1],
        "unknown": [0, 0],
        "rate": [1.0, 0.9995],
        "gain_points": [33.333, None],
        "gain_laos": [1, None],
    }
)


@pytest.mark.parametrize("dtype", ["Float64", "float64", "object"])
def test_a_rate_that_is_not_told_has_no_per_cent(dtype: str) -> None:
    rates = pd.Series([None, 0.5, 0.9999, 1.0], dtype=dtype)
    shown = percent_values(rates)
    assert pd.isna(shown[0])
    assert list(shown[1:]) == [50.0, 99.9, 100.0]


def test_rates_stand_under_headings_with_units() -> None:
    table = rates_table(RATES, "province", "th")
    assert list(table.columns) == [
        "จังหวัด",
        "ทั้งหมด (แห่ง)",
        "ลงทะเบียนแล้ว (แห่ง)",
        "ยังไม่ลงทะเบียน (แห่ง)",
        "อัตรา (%)",
        "เพิ่มขึ้น (จุด)",
        "เพิ่มขึ้น (แห่ง)",
    ]
    assert table["เพิ่มขึ้น (จุด)"][0] == 33.3


def test_unknown_has_a_column_only_where_there_is_any() -> None:
    with_unknown = RATES.assign(unknown=[0, 2])
    assert "ไม่ทราบ (แห่ง)" in rates_table(with_unknown, "province", "th")


def test_histories_follow_their_province() -> None:
    trend = pd.DataFrame(
        {
            "as_of": pd.to_datetime(["2022-01-07", "2021-12-24", "2022-01-07"], utc=True),
            "key": ["81", "81", "20"],
            "rate": [1.0, 0.5, 0.25],
        }
    )
    table = rates_table(RATES, "province", "en", trend)
    assert table["So far"].tolist() == [[50.0, 100.0], [25.0]]


def test_the_latest_snapshot_stands_first() -> None:
    moments = [datetime(2021, 12, 24, 9, tzinfo=BANGKOK), datetime(2022, 1, 7, 13, tzinfo=BANGKOK)]
    trend = pd.DataFrame(
        {
            "as_of": pd.to_datetime(moments),
            "key": ["TH"] * 2,
            "name": ["ทั้งประเทศ"] * 2,
            "expected": [10, 10],
            "registered": [2, 4],
            "outstanding": [8, 6],
            "unknown": [0, 0],
            "rate": [0.2, 0.4],
        }
    )
    table = trend_table(trend, "th")
    assert list(table["ข้อมูล ณ"]) == ["7 ม.ค. 2565 13:00 น.", "24 ธ.ค. 2564 09:00 น."]
    assert list(table["อัตรา (%)"]) == [40.0, 20.0]


def test_a_filter_says_what_it_asks_for() -> None:
    everything = LaoFilter(states=OUTSTANDING_STATES)
    assert filter_sentence(everything, "th") == "ทุกภาค · ทุกประเภท"
    assert filter_words(everything, "th") == []
    some = LaoFilter(
        regions=("SOUTH",),
        province_codes=("81", "80"),
        lao_types=("SAO",),
        states=("none",),
        search="ท่า",
    )
    assert filter_sentence(some, "th") == (
        "ภาค ใต้ · จังหวัด กระบี่, นครศรีธรรมราช · ประเภท อบต. · สถานะ ยังไม่ลงทะเบียนทั้งสองคน · ค้นหา “ท่า”"
    )
    assert filter_words(some, "en") == [
        "South",
        "Krabi",
        "Nakhon Si Thammarat",
        "SAO",
        "both-missing",
        "ท่า",
    ]


def test_sources_and_findings_name_their_files(tmp_path: Path) -> None:
    info = office(tmp_path).snapshots()[1]
    assert list(sources_table(info, "th")["ไฟล์"]) == ["c.csv", "b.csv"]
    table = findings_table(info, "th")
    assert table["ระดับ"].tolist() == ["ผิดพลาด"]
    assert table["ไฟล์"].tolist() == [""]


@pytest.mark.parametrize("language", ["th", "en"])
def test_snapshots_with_open_errors_are_marked_in_lists(language: str) -> None:
    heading = translator(language)("column.as_of")
    first, second = (datetime(2022, 1, day, 13, tzinfo=BANGKOK) for day in (7, 14))
    moments = [format_moment(each, language) for each in (second, first, second)]
    table = pd.DataFrame({"group": ["a", "b", "c"], heading: moments, "rate": [1.0, 2.0, 3.0]})
    marked = with_open_errors(table, {first: 2, second: 0}, language)
    assert list(marked.columns)[:2] == ["group", heading]
    assert marked.iloc[:, 2].tolist() == [0, 2, 0]
    assert marked["rate"].tolist() == [1.0, 2.0, 3.0]
    assert with_open_errors(table, {first: 0, second: 0}, language) is table
