"""Small charts of many groups, the strip of one LAO, roles and years over time."""

from datetime import date, timedelta
from typing import Literal

import pandas as pd
import pytest

from itasdash.charts import Look, count_trend, rate_trend
from itasdash.charts.multiples import PanelOrder, rate_panels
from itasdash.charts.strip import state_strip
from itasdash.charts.trend import role_trend
from itasdash.charts.years import year_lines
from itasdash.metrics import with_gaps
from itasdash.metrics.years import by_day
from tests.metrics.test_pace import START, trend
from tests.metrics.test_years import TWO_YEARS

GROUPS = pd.concat(
    [
        trend([(0, 100), (10, 300), (20, 800)], key="เชียงใหม่"),
        trend([(0, 400), (20, 500)], key="กระบี่"),
        trend([(0, 600), (10, 600), (20, 600)], key="ชลบุรี"),
    ]
)
COUNTRY = trend([(0, 300), (10, 400), (20, 600)])


def names(order: PanelOrder) -> list[str]:
    figure = rate_panels(GROUPS, COUNTRY, Look(), order).figure
    return [note.text.split(" <b>")[0] for note in figure.layout.annotations]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("lowest", ["กระบี่", "ชลบุรี", "เชียงใหม่"]),
        ("highest", ["เชียงใหม่", "ชลบุรี", "กระบี่"]),
        ("gain", ["เชียงใหม่", "กระบี่", "ชลบุรี"]),
        ("name", ["กระบี่", "ชลบุรี", "เชียงใหม่"]),
    ],
)
def test_panels_stand_in_the_order_that_is_asked_for(
    order: PanelOrder, expected: list[str]
) -> None:
    assert names(order) == expected


def test_all_panels_have_one_scale_and_true_time_and_a_gap_stays_a_gap() -> None:
    figure = rate_panels(GROUPS, COUNTRY, Look(), "name").figure
    behind, lines = figure.data
    # Krabi, which the middle snapshot does not tell of, then a gap, then Chon Buri.
    first, middle, last, gap = lines.y[:4]
    assert (middle, gap) == (None, None)
    assert first - last == pytest.approx(0.1 * (lines.y[0] - lines.y[2]) / 0.1)
    height = behind.y[0] - behind.y[2]
    assert (first - last) / height == pytest.approx(0.1 / 0.3)
    assert lines.x[1] - lines.x[0] == pytest.approx(lines.x[2] - lines.x[1])
    assert [codes[0] for codes in lines.customdata[:4]] == ["กระบี่"] * 4


def test_on_a_phone_the_rate_stands_below_a_name_that_fills_its_panel() -> None:
    long = GROUPS.replace({"name": {"กระบี่": "Phra Nakhon Si Ayutthaya"}})

    def headings(*, narrow: bool) -> list[str]:
        figure = rate_panels(long, COUNTRY, Look("en", narrow=narrow), "lowest").figure
        return [note.text.split("<b>")[0] for note in figure.layout.annotations]

    assert headings(narrow=True)[:2] == ["Phra Nakhon Si Ayutthaya<br>", "ชลบุรี "]
    assert headings(narrow=False)[:2] == ["Phra Nakhon Si Ayutthaya ", "ชลบุรี "]


def test_a_snapshot_that_tells_no_group_is_a_gap_too() -> None:
    moments = [START + timedelta(days=15)]
    lines = rate_panels(GROUPS, COUNTRY, Look(), "name", moments).figure.data[1]
    assert list(lines.y[:4]).count(None) == 2


@pytest.mark.parametrize("language", ["th", "en"])
def test_panels_of_two_hundred_snapshots_are_one_trace(language: Literal["th", "en"]) -> None:
    many = pd.concat([trend([(day, day) for day in range(200)], key=f"{n}") for n in range(76)])
    chart = rate_panels(many, many[many["key"] == "0"], Look(language, narrow=True))
    assert len(chart.figure.data) == 2
    assert chart.figure.data[1].marker.size == 2
    assert rate_panels(many.iloc[:0], many.iloc[:0], Look(language)).is_empty


def history(*states: tuple[int, str]) -> pd.DataFrame:
    rows = [(START + timedelta(days=day), state) for day, state in states]
    frame = pd.DataFrame(rows, columns=["as_of", "state"])
    return frame.astype({"as_of": "datetime64[us, Asia/Bangkok]"}).iloc[::-1]


def test_the_strip_joins_what_is_alike_and_leaves_a_gap_where_it_changed() -> None:
    rows = history((0, "none"), (6, "none"), (20, "complete"), (40, "complete"), (41, "unknown"))
    chart = state_strip(rows, Look(), date(2022, 1, 25))
    bars = [shape for shape in chart.figure.layout.shapes if shape.type == "rect"]
    start = START.replace(tzinfo=None)
    assert [((bar.x0 - start).days, (bar.x1 - start).days) for bar in bars] == [(0, 6), (20, 40)]
    labels = [note.text for note in chart.figure.layout.annotations]
    assert labels[:2] == ["ขาดทั้งคู่", "ครบ"]
    assert len([s for s in chart.figure.layout.shapes if s.type == "line"]) == 1
    # That the last one does not tell is no change.
    assert "1 ครั้ง" in chart.title


@pytest.mark.parametrize(
    ("states", "changes"),
    [
        (["none", "incomplete", "admin_only"], 1),
        (["incomplete", "none", "complete"], 1),
        (["complete", "none", "complete"], 2),
        (["none", "unknown", "none"], 0),
    ],
)
def test_what_a_file_does_not_tell_is_no_change(states: list[str], changes: int) -> None:
    chart = state_strip(history(*enumerate(states)), Look())
    assert ("มาตลอด" in chart.title) == (not changes)
    assert not changes or f"{changes} ครั้ง" in chart.title


def test_one_snapshot_and_none() -> None:
    assert "มาตลอด" in state_strip(history((0, "none")), Look("th", narrow=True)).title
    assert state_strip(history(), Look()).is_empty


# --- gaps, roles, years ---------------------------------------------------------------------------


def test_a_snapshot_that_does_not_tell_breaks_the_line() -> None:
    gaps = with_gaps(COUNTRY, [START + timedelta(days=15)])
    [line] = rate_trend(gaps, Look()).figure.data
    assert list(line.y) == [0.3, 0.4, None, 0.6]
    registered = next(t for t in count_trend(gaps, Look()).figure.data if t.y[0] == 300)
    assert list(registered.y) == [300, 400, None, 600]
    assert rate_trend(gaps, Look()).title == rate_trend(COUNTRY, Look()).title


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_two_roles_have_a_line_each_and_a_gap_where_they_are_not_told(
    language: Literal["th", "en"],
) -> None:
    told = COUNTRY.assign(
        admin_registered=pd.array([400, None, 900], dtype="Int64"),
        executive_registered=pd.array([300, None, 700], dtype="Int64"),
    )
    chart = role_trend(told, Look(language))
    executive, admin = chart.figure.data
    assert (list(admin.y), list(executive.y)) == ([0.4, None, 0.9], [0.3, None, 0.7])
    assert "90.0" in chart.title
    assert "70.0" in chart.title
    untold = told.assign(admin_registered=None, executive_registered=None)
    assert role_trend(untold, Look(language)).is_empty
    assert role_trend(told.iloc[:0], Look(language)).is_empty


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("from_october", [True, False])
def test_years_stand_beside_each_other_by_the_day_of_the_campaign(
    language: Literal["th", "en"], from_october: bool
) -> None:
    look = Look(language)
    chart = year_lines(by_day(TWO_YEARS), look, 2566, from_october=from_october)
    other, own = chart.figure.data
    assert list(own.x) == [80.5, 100.5]
    assert list(other.y) == [0.2, 0.5, 0.9]
    assert own.line.width > other.line.width
    assert look.points(20.0) in chart.title
    assert {note.text[:4] for note in chart.figure.layout.annotations} == {"2565", "2566"}


def test_one_year_is_not_compared() -> None:
    assert year_lines(by_day(TWO_YEARS.iloc[:3]), Look(), 2565).is_empty
    assert year_lines(by_day(TWO_YEARS), Look(), 2567).is_empty
