"""What the overview adds to the charts: histories, who is missing, large charts, paper."""

import re
from base64 import b64decode
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
import streamlit

from itasdash.charts import (
    Look,
    enlarged,
    outstanding_bars,
    sparkline,
    tile_map,
    unregistered_roles,
)
from itasdash.charts.look import Language
from itasdash.documents.headline import headline_trend
from itasdash.documents.html_tables import halves, printed_table
from itasdash.documents.rate_tables import outstanding_states_table
from itasdash.metrics import outstanding_by_state
from itasdash.thai.dates import BANGKOK
from itasdash.ui.overview.last import are_named
from itasdash.ui.parts.printing import script_source, widget_words
from tests.kits.frames import PROVINCES, lao, rates, status, trend

ROOT = Path(__file__).resolve().parents[2]
# Two in a town that lack the executive, one SAO that lacks the administrator, one that lacks both,
# one complete, one unmatched row of which nothing is told but that it is outstanding.
WHO = status(
    lao("ก", False, True, False, lao_type="TOWN"),
    lao("ข", False, True, False, lao_type="TOWN"),
    lao("ค", False, False, True),
    lao("ง", False, False, False, province="40"),
    lao("จ", True, True, True),
    lao("ฉ", False, lao_id=None),
)


def drawn(image: str) -> str:
    return b64decode(re.search(r"base64,([^\"]+)", image)[1]).decode()  # type: ignore[index]


@pytest.mark.parametrize(
    ("values", "path", "dot"),
    [
        # 120 wide and 28 high with 4 to every side: the lowest lies at 24, the highest at 4.
        ([0.1, 0.2], "M4.0,24.0L116.0,4.0", ("116.0", "4.0")),
        ([3, float("nan"), 5, 4], "M4.0,24.0M78.7,4.0L116.0,14.0", ("116.0", "14.0")),
        ([7, 7, None], "M4.0,14.0L60.0,14.0", ("60.0", "14.0")),
    ],
)
def test_a_small_history_marks_its_last_value(
    values: list[float | None], path: str, dot: tuple[str, str]
) -> None:
    image = sparkline(values, Look(), 'อัตรา "<b>"')
    assert 'alt="อัตรา &quot;&lt;b&gt;&quot;"' in image
    assert f'd="{path}"' in drawn(image)
    assert f'cx="{dot[0]}" cy="{dot[1]}"' in drawn(image)


@pytest.mark.parametrize("values", [[], [None], [0.5], [None, 0.5]])
def test_a_point_is_no_history(values: list[float | None]) -> None:
    assert sparkline(values, Look(), "x") == ""


def test_headline_history_counts_what_the_cards_show() -> None:
    country = trend(("2022-01-14", 60, 0), ("2022-01-07", 50, 0))
    provinces = pd.concat(
        [
            trend(("2022-01-07", 100, 0), ("2022-01-14", 100, 0), key="30"),
            trend(("2022-01-07", 10, 0), ("2022-01-14", 100, 0), key="40"),
        ]
    )
    history = headline_trend(country, provinces)
    assert list(history["as_of"]) == [datetime(2022, 1, day, tzinfo=BANGKOK) for day in (7, 14)]
    assert list(history["rate"]) == [0.5, 0.6]
    # Ten in a week: snapshots are not equally far apart.
    assert history["gain_per_day"].round(3).fillna(-1).to_list() == [-1, 1.429]
    assert list(history["complete_provinces"]) == [1, 2]


def test_who_is_missing_is_counted_by_group() -> None:
    types = outstanding_by_state(WHO, "type")
    assert list(types["lao_type"]) == ["TOWN", "SAO"]
    assert types.iloc[0][["admin_only", "executive_only", "none", "incomplete"]].to_list() == [
        2,
        0,
        0,
        0,
    ]
    assert types.iloc[1][["admin_only", "executive_only", "none", "incomplete"]].to_list() == [
        0,
        1,
        1,
        1,
    ]
    [region] = outstanding_by_state(WHO, "region").to_dict("records")
    assert (region["region"], region["admin_only"], region["none"]) == ("NORTHEAST", 2, 1)
    assert outstanding_by_state(WHO.iloc[:0], "region").empty


def test_who_is_missing_is_one_bar_with_its_parts() -> None:
    chart = unregistered_roles(outstanding_by_state(WHO, "type"), Look(), "lao_type")
    assert chart is not None
    # SAO has most, therefore it stands on top.
    assert [list(bars.x) for bars in chart.figure.data] == [[0, 2], [1, 0], [1, 0], [1, 0]]
    assert chart.figure.layout.barmode == "stack"
    assert len({bars.marker.color for bars in chart.figure.data}) == 4
    *ends, key = [re.sub(r"<.*?>", "", note.text) for note in chart.figure.layout.annotations]
    assert [end.strip() for end in ends] == ["3", "2"]
    assert key == "▒ ผู้บริหาร   ▓ ผู้ดูแลระบบ   █ ทั้งคู่   ░ ไม่บอกว่าขาดใคร"
    assert chart.title == "อบต. ค้างมากที่สุด 3 แห่ง คิดเป็น 60.0\u00a0%"
    assert "ผู้บริหาร 2\u00a0แห่ง" in chart.alt


def test_the_last_ones_are_the_finding_of_who_is_missing() -> None:
    def title(rows: pd.DataFrame, language: Language) -> str:
        counts = outstanding_by_state(rows, "type")
        chart = unregistered_roles(counts, Look(language), "lao_type", late=True)
        assert chart is not None
        return chart.title

    assert title(WHO, "th") == "5 แห่งสุดท้าย มี 1 แห่งที่ยังไม่มีใครลงทะเบียน"
    assert title(WHO, "en") == "The last 5: in 1 of them nobody has registered"
    halves = status(lao("ก", False, True, False), lao("ข", False, False, True))
    assert title(halves, "en") == "The last 2: one of the two has registered in each"
    # Of one nothing is told: then the others say nothing of all.
    untold = status(lao("ก", False, True, False), lao("ข", False))
    assert title(untold, "en") == "Only SAO has any outstanding: 2"


def test_without_roles_there_is_no_chart_of_who_is_missing() -> None:
    silent = status(lao("ก", False), lao("ข", True))
    assert unregistered_roles(outstanding_by_state(silent, "type"), Look(), "lao_type") is None
    assert (
        unregistered_roles(outstanding_by_state(silent.iloc[1:], "type"), Look(), "lao_type")
        is None
    )


def test_the_table_of_who_is_missing_has_a_total_of_each_group() -> None:
    table = outstanding_states_table(outstanding_by_state(WHO, "type"), "type", "th")
    assert list(table.columns) == [
        "ประเภท",
        "ผู้บริหาร",
        "ผู้ดูแลระบบ",
        "ผู้ดูแลระบบและผู้บริหาร",
        "ไม่บอกว่าขาดใคร",
        "ยังไม่ลงทะเบียน (แห่ง)",
    ]
    assert list(table.iloc[1])[1:] == [0, 1, 1, 1, 3]


def test_enlarged_grows_pixels_and_nothing_else() -> None:
    chart = outstanding_bars(rates(PROVINCES), Look())
    large = enlarged(chart, 2)
    before, after = chart.figure.layout, large.figure.layout
    assert after.height == 2 * before.height
    assert after.margin.l == 2 * before.margin.l
    assert after.annotations[0].xshift == 2 * before.annotations[0].xshift
    assert after.yaxis.ticklabelstandoff == 2 * before.yaxis.ticklabelstandoff
    assert after.template.layout.font.size == 2 * before.template.layout.font.size
    assert "font-size:26px" in after.annotations[0].text
    assert list(large.figure.data[0].x) == list(chart.figure.data[0].x)
    assert after.xaxis.range == before.xaxis.range
    assert (large.title, large.alt) == (chart.title, chart.alt)


def test_wide_tiles_have_both_on_one_line() -> None:
    label = tile_map(rates(PROVINCES), Look(), wide=True).figure.layout.shapes[0].label
    assert "<br>" not in label.text
    assert (
        label.font.size > tile_map(rates(PROVINCES), Look()).figure.layout.shapes[0].label.font.size
    )


def test_a_printed_table_is_whole_inert_and_says_what_is_left_out() -> None:
    table = pd.DataFrame(
        {"จังหวัด": ["<b>ก</b>", "ข"], "แห่ง": [1234, None], "อัตรา": [51.84, 0.0], "เส้น": [[1], []]}
    ).astype({"แห่ง": "Int64"})
    html = printed_table(table, "th")
    assert "<td>&lt;b&gt;ก&lt;/b&gt;</td>" in html
    assert '<td class="number">1,234</td><td class="number">51.8</td>' in html
    assert '<td class="number">–</td>' in html
    assert "เส้น" not in html
    assert "จาก" not in html
    short = printed_table(table, "th", most=1)
    assert "พิมพ์ 1 แถวแรกจาก 2 แถว" in short
    assert short.index("แถวแรก") < short.index("<table")
    assert short.count("<tr>") == 2


@pytest.mark.parametrize(
    ("outstanding", "rate", "page", "meeting"),
    [
        (39, 0.995, True, False),
        (15, 0.998, True, True),
        (41, 0.995, False, False),
        (0, 1.0, False, False),
        # Few of few are no last ones.
        (5, 0.5, False, False),
    ],
)
def test_the_last_ones_are_named_where_there_is_room(
    outstanding: int, rate: float, page: bool, meeting: bool
) -> None:
    assert are_named(outstanding, rate, large=False) == page
    assert are_named(outstanding, rate, large=True) == meeting


def test_the_halves_of_a_table_name_each_row_once_in_order() -> None:
    written = halves(pd.DataFrame({"name": [f"<{number}>" for number in range(5)]}))
    first, second = written.split("</table>")[:2]
    assert re.findall(r"&lt;(\d)&gt;", first) == ["0", "1", "2"]
    assert re.findall(r"&lt;(\d)&gt;", second) == ["3", "4"]
    assert written.count("<thead>") == 2


def test_a_printed_list_says_once_what_all_its_rows_have_in_common() -> None:
    names = [f"องค์การบริหารส่วนตำบลก{number}" for number in range(10)]
    table = pd.DataFrame(
        {
            "ชื่อ อปท.": names,
            "ประเภท": "อบต.",
            "จังหวัด": ["กระบี่"] * 5 + ["ตรัง"] * 5,
            "ภาค": "ใต้",
            "ทั้งหมด (แห่ง)": 7849,
            "หมายเหตุ": "",
            "ค้าง": [*range(8), None, None],
        }
    ).astype({"ค้าง": "Int64"})
    html = printed_table(table, "th")
    assert "<p>เหมือนกันทุกแถว: ทั้งหมด (แห่ง) 7,849</p>" in html
    head = html.split("</thead>")[0]
    kept = ["ชื่อ อปท.", "จังหวัด", "ค้าง"]
    assert [name for name in table if f">{name}</th>" in head] == kept
    assert "<td>อบต.ก0</td><td>กระบี่</td>" in html
    # The total belongs to the table, and is no row that the others have nothing in common with.
    total = table.head(1).assign(**{"ชื่อ อปท.": "รวม", "ค้าง": 28, "ทั้งหมด (แห่ง)": 78490})
    with_total = printed_table(table, "th", total=total)
    assert "เหมือนกันทุกแถว: ทั้งหมด (แห่ง) 7,849" in with_total
    assert with_total.index("<td>อบต.ก9</td>") < with_total.index("<td>รวม</td>")
    # A short table is read as it is.
    assert "เหมือนกัน" not in printed_table(table.head(3), "th")


def test_the_proxy_of_the_docs_lets_the_print_script_run() -> None:
    assert script_source() in (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")


def test_what_widgets_say_is_said_in_thai_and_left_alone_in_english() -> None:
    english, thai = widget_words("en"), widget_words("th")
    assert english.keys() == thai.keys()
    assert all(said == heard for said, heard in english.items())
    assert not [said for heard, said in thai.items() if re.search("[A-Za-z]{4}", said)]
    # What these versions of streamlit's widgets say, to the letter: else nothing is replaced.
    said = "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in Path(streamlit.__file__).parent.glob("static/static/js/*.js")
    )
    assert [heard for heard in english if heard != "MB per file" and heard not in said] == []
