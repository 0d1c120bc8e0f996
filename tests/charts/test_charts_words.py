"""Titles of charts are findings computed from the frame, in both languages."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itasdash.charts import (
    Look,
    count_trend,
    group_outstanding,
    movers,
    outstanding_bars,
    rate_bars,
    rate_trend,
    role_gap,
    tile_map,
)
from itasdash.charts.chart import Chart
from itasdash.metrics.comparison import concentration
from itasdash.reference import provinces
from tests.kits.frames import PROVINCES, THREE, TYPES, all_charts, rates, trend

TH, EN = Look("th"), Look("en")


def plain(text: str) -> str:
    """Without no-break spaces, which keep numbers and units in one line."""
    return text.replace("\u00a0", " ")


def titles(draw) -> tuple[str, str]:
    return plain(draw(TH).title), plain(draw(EN).title)


# --- how concentrated -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outstanding", "groups"),
    [
        ([], 0),
        ([0, 0], 0),
        ([5], 1),
        ([8, 1, 1], 1),
        ([79, 11, 10], 2),
        ([1, 1, 1, 1, 1], 4),
        ([2, 3, 5], 2),
        ([40, 40, 20, 0], 2),
        ([None, 10, None], 1),
    ],
)
def test_concentration_is_the_fewest_groups_with_four_fifths(outstanding, groups):
    assert concentration(pd.Series(outstanding, dtype="Int64")) == groups


@given(st.lists(st.integers(0, 500), max_size=40))
def test_concentration_holds_the_share_and_one_group_fewer_does_not(counts):
    number = concentration(pd.Series(counts, dtype="Int64"))
    largest = sorted(counts, reverse=True)
    assert 10 * sum(largest[:number]) >= 8 * sum(counts)
    assert number == 0 or 10 * sum(largest[: number - 1]) < 8 * sum(counts)


# --- bars -------------------------------------------------------------------------------------


def outstanding(*counts: int, unknown: int = 0):
    rows = [
        (code, province.name_th, 1000, 1000 - count - unknown, unknown)
        for count, (code, province) in zip(counts, provinces().items(), strict=False)
    ]
    return lambda look: outstanding_bars(rates(rows), look)


@pytest.mark.parametrize(
    ("counts", "thai", "english"),
    [
        ((0, 0), "ไม่มี อปท. ค้างลงทะเบียน", "No LAO is outstanding"),
        (
            (0, 7),
            "ที่ยังค้าง 7 แห่ง อยู่ใน นนทบุรี ทั้งหมด",
            "Only นนทบุรี has any outstanding: 7",
        ),
        (
            (90, 5, 5),
            "ร้อยละ 80 ของที่ค้างอยู่ในจังหวัดเดียว คือ สมุทรปราการ",
            "80 % of the outstanding LAOs are in one province, สมุทรปราการ",
        ),
        (
            (50, 40, 10),
            "ร้อยละ 80 ของที่ค้างอยู่ใน 2 จังหวัด",
            "80 % of the outstanding LAOs are in 2 provinces",
        ),
        (
            (4, 4),
            "ที่ค้างทั้งหมดอยู่ใน 2 จังหวัด",
            "All outstanding LAOs are in 2 provinces",
        ),
    ],
)
def test_outstanding_by_province(counts, thai, english):
    assert titles(outstanding(*counts)) == (thai, english)


def test_nothing_outstanding_is_not_claimed_of_the_unknown():
    thai, english = titles(outstanding(0, unknown=3))
    assert thai == "ไม่มี อปท. ที่ทราบว่าค้างลงทะเบียน แต่ไม่ทราบสถานะ 3 แห่ง"
    assert english == "No LAO is known to be outstanding; 3 are unknown"
    assert titles(outstanding(0, unknown=1))[1].endswith("; 1 is unknown")


def test_outstanding_says_how_many_of_the_provinces_are_shown():
    rows = [(code, p.name_th, 9, 1, 0) for code, p in list(provinces().items())[:14]]
    chart = outstanding_bars(rates(rows), EN)
    assert chart.subtitle.endswith("first 12 provinces")
    assert len(chart.figure.data[0].y) == 12
    every = outstanding_bars(rates(rows), EN, limit=None)
    assert every.subtitle.endswith("every province with any")
    assert len(every.figure.data[0].y) == 14


def test_outstanding_by_type_with_its_share():
    frame = rates([("PAO", "x", 100, 75, 0), ("SAO", "x", 100, 25, 0)], "lao_type")
    thai, english = titles(lambda look: group_outstanding(frame, look, "lao_type"))
    assert thai == "อบต. ค้างมากที่สุด 75 แห่ง คิดเป็น 75.0 %"
    assert english == "SAO has most outstanding: 75, or 75.0 %"
    alone = rates([("PAO", "x", 10, 9, 0), ("SAO", "x", 10, 10, 0)], "lao_type")
    assert group_outstanding(alone, EN, "lao_type").title == "Only PAO has any outstanding: 1"


@pytest.mark.parametrize(
    ("rows", "thai", "english"),
    [
        (
            PROVINCES,
            "ตั้งแต่ 54.7 % (ขอนแก่น) ถึง 68.4 % (ภูเก็ต)",
            "From 54.7 % (ขอนแก่น) to 68.4 % (ภูเก็ต)",
        ),
        (PROVINCES[:1], "นครราชสีมา ลงทะเบียนแล้ว 60.5 %", "นครราชสีมา has registered 60.5 %"),
        (
            [("30", "ก", 10, 10, 0), ("40", "ข", 5, 5, 0)],
            "ลงทะเบียนครบแล้วทุกจังหวัด",
            "Complete in every province",
        ),
        (
            [("30", "ก", 10, 5, 0), ("40", "ข", 4, 2, 0)],
            "ทุกจังหวัดลงทะเบียนแล้วเท่ากัน 50.0 %",
            "The same in every province: 50.0 %",
        ),
    ],
)
def test_rates(rows, thai, english):
    assert titles(lambda look: rate_bars(rates(rows), look, "province_code")) == (thai, english)


# --- map --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("registered", "thai", "english"),
    [
        ((49, 10, 50), "2 จังหวัดยังไม่ถึงครึ่ง", "2 provinces are below half"),
        ((49, 50, 50), "1 จังหวัดยังไม่ถึงครึ่ง", "1 province is below half"),
        (
            (50, 99, 100),
            "1 จังหวัดยังไม่ถึงร้อยละ 60 ครบแล้ว 1 จังหวัด",
            "1 province is below 60 % (1 complete)",
        ),
        (
            (94, 99, 100),
            "1 จังหวัดยังไม่ถึงร้อยละ 95 ครบแล้ว 1 จังหวัด",
            "1 province is below 95 % (1 complete)",
        ),
        (
            (99, 99, 100),
            "เหลือ 2 จังหวัดที่ยังไม่ครบ ครบแล้ว 1 จังหวัด",
            "2 provinces are not complete yet (1 are)",
        ),
        ((100, 100, 100), "ลงทะเบียนครบแล้วทั้ง 3 จังหวัด", "All complete: 3 of 3"),
        ((33,), "นครราชสีมา ลงทะเบียนแล้ว 33.0 %", "นครราชสีมา has registered 33.0 %"),
    ],
)
def test_map_of_rates(registered, thai, english):
    rows = [(*p[:2], 100, n, 0) for p, n in zip(PROVINCES, registered, strict=False)]
    assert titles(lambda look: tile_map(rates(rows), look)) == (thai, english)


def test_map_of_the_outstanding():
    thai, english = titles(lambda look: tile_map(rates(PROVINCES), look, "outstanding"))
    assert thai == "นครราชสีมา ค้างมากที่สุด 132 แห่ง"
    assert english == "นครราชสีมา has most outstanding: 132"
    done = rates([("30", "ก", 5, 5, 0)])
    assert tile_map(done, EN, "outstanding").title == "No province has any outstanding"


# --- changes ----------------------------------------------------------------------------------


def moved(*gains: float | None, registered: int = 50):
    rows = [(p[0], p[1], 100, registered, 0) for p in PROVINCES[: len(gains)]]
    laos = pd.array([None if g is None else int(g) for g in gains], dtype="Int64")
    return rates(rows, gain_points=list(gains), gain_laos=laos)


@pytest.mark.parametrize(
    ("gains", "thai", "english"),
    [
        ((5.0, 12.0, -1.0), "ขอนแก่น เพิ่มมากที่สุด +12.0 จุด", "ขอนแก่น gained most, +12.0 pts"),
        (
            (-5.0, 0.0, -1.0),
            "ไม่มีจังหวัดใดเพิ่มขึ้น นครราชสีมา ลดมากที่สุด −5.0 จุด",
            "No province gained; นครราชสีมา fell most, −5.0 pts",
        ),
        ((0.0, 0.0, 0.0), "ไม่มีจังหวัดใดเปลี่ยนแปลง", "No province has changed"),
        ((None, None), "ยังไม่มีข้อมูลให้แสดง", "Nothing to show yet"),
    ],
)
def test_movers(gains, thai, english):
    assert titles(lambda look: movers(moved(*gains), look)) == (thai, english)


def test_no_loss_is_among_the_largest_gains():
    chart = movers(moved(4.0, -3.0, -2.0), EN, n=2)
    names = chart.figure.layout.yaxis.ticktext
    assert names == ("<b>Largest gains</b>", "นครราชสีมา", "<b>Fell most</b>", "ภูเก็ต", "ขอนแก่น")


def test_complete_provinces_are_not_among_the_smallest_gains():
    frame = moved(0.0, 0.0, registered=100)
    assert movers(frame, EN).title == "No province has changed"


@pytest.mark.parametrize(
    ("admins", "executives", "thai", "english"),
    [
        (
            (10, 10),
            (8, 8),
            "ผู้บริหารลงทะเบียนช้ากว่าผู้ดูแลระบบทุกประเภท",
            "Executives are behind their administrators in every type",
        ),
        (
            (10, 10),
            (8, 10),
            "ผู้บริหารลงทะเบียนช้ากว่าผู้ดูแลระบบ 1 จาก 2 ประเภท",
            "Executives are behind their administrators in 1 of 2 types",
        ),
        (
            (8, 8),
            (9, 9),
            "ผู้ดูแลระบบลงทะเบียนช้ากว่าผู้บริหารทุกประเภท",
            "Administrators are behind their executives in every type",
        ),
        (
            (9, 9),
            (9, 9),
            "ผู้บริหารและผู้ดูแลระบบลงทะเบียนเท่ากันทุกประเภท",
            "Executives and administrators are level in every type",
        ),
        ((9, 8), (None, None), "ขาดเฉพาะผู้บริหาร 3 แห่ง", "3 LAOs lack only their executive"),
        ((8, 7), (None, None), "ขาดเฉพาะผู้บริหาร 1 แห่ง", "1 LAO lacks only its executive"),
    ],
)
def test_roles(admins, executives, thai, english):
    frame = rates(
        [("PAO", "x", 20, 7, 0), ("SAO", "x", 20, 7, 0)],
        "lao_type",
        admin_registered=pd.array(admins, dtype="Int64"),
        executive_registered=pd.array(executives, dtype="Int64"),
    )
    assert titles(lambda look: role_gap(frame, look)) == (thai, english)


def test_no_chart_of_roles_where_the_snapshot_does_not_tell_them():
    untold = rates(TYPES, "lao_type", admin_registered=pd.NA, executive_registered=pd.NA)
    assert role_gap(untold, TH) is None
    without = rates(TYPES, "lao_type")
    assert role_gap(without, TH) is None
    # A list of the LAOs that nobody opened tells of one type, wholly on it, that none has: no gap.
    nobody = rates([("PAO", "x", 3, 0, 0), ("SAO", "x", 4, 0, 0)], "lao_type")
    nobody.loc[1, "rate"] = None
    nobody["admin_registered"] = pd.array([0, None], dtype="Int64")
    nobody["executive_registered"] = pd.array([0, None], dtype="Int64")
    assert role_gap(nobody, TH) is None
    assert (
        role_gap(nobody.iloc[:1], EN).title
        == "Executives and administrators are level in every type"
    )
    assert role_gap(without.iloc[:0], EN).title == "Nothing to show yet"


# --- over time --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moments", "thai", "english"),
    [
        ((("2022-01-07T13:00", 52, 0),), "ลงทะเบียนแล้ว 52.0 %", "52.0 % registered"),
        (
            (("2021-12-30T16:00", 37, 0), ("2022-01-07T13:00", 52, 0)),
            "เพิ่มขึ้น 15.0 จุด ใน 8 วัน เป็น 52.0 %",
            "Up 15.0 pts over 8 days, to 52.0 %",
        ),
        (
            (("2022-01-06T23:00", 52, 0), ("2022-01-07T01:00", 50, 0)),
            "ลดลง 2.0 จุด ใน 1 วัน เหลือ 50.0 %",
            "Down 2.0 pts over 1 day, to 50.0 %",
        ),
        (
            (("2022-01-07T09:00", 50, 0), ("2022-01-07T16:00", 51, 0)),
            "เพิ่มขึ้น 1.0 จุด ในวันเดียว เป็น 51.0 %",
            "Up 1.0 pts over the day, to 51.0 %",
        ),
        (
            (("2022-01-01T09:00", 50, 0), ("2022-01-07T16:00", 50, 0)),
            "คงที่ที่ 50.0 % ใน 6 วัน",
            "Unchanged at 50.0 % over 6 days",
        ),
    ],
)
def test_rate_over_time(moments, thai, english):
    assert titles(lambda look: rate_trend(trend(*moments), look)) == (thai, english)


@pytest.mark.parametrize(
    ("deadline", "ending"),
    [
        (date(2022, 1, 8), ", 1 day left"),
        (date(2022, 2, 28), ", 52 days left"),
        (date(2022, 1, 7), "to 52.0 %"),
        (date(2021, 12, 31), "to 52.0 %"),
    ],
)
def test_days_left_to_the_deadline(deadline, ending):
    assert plain(rate_trend(THREE, EN, deadline).title).endswith(ending)


def test_several_lines_tell_of_the_first_by_name():
    both = pd.concat([trend(("2022-01-07T13:00", 52, 0), key="SAO"), THREE])
    chart = rate_trend(both, TH)
    assert plain(chart.title) == "อบต.: ลงทะเบียนแล้ว 52.0 %"


@pytest.mark.parametrize(
    ("moments", "thai", "english"),
    [
        (
            (("2022-01-07T13:00", 52, 0),),
            "ลงทะเบียนแล้ว 52 แห่ง ค้าง 48 แห่ง",
            "Registered 52, outstanding 48",
        ),
        (
            (("2021-12-30T16:00", 37, 0), ("2022-01-07T13:00", 52, 5)),
            "ลงทะเบียนเพิ่ม 15 แห่ง ใน 8 วัน ค้าง 43 แห่ง",
            "15 more registered over 8 days, 43 outstanding",
        ),
        (
            (("2022-01-06T13:00", 37, 0), ("2022-01-07T13:00", 36, 0)),
            "ที่ลงทะเบียนแล้วลดลง 1 แห่ง ใน 1 วัน ค้าง 64 แห่ง",
            "1 fewer registered over 1 day, 64 outstanding",
        ),
        (
            (("2022-01-05T13:00", 36, 0), ("2022-01-07T13:00", 36, 0)),
            "ไม่มี อปท. ลงทะเบียนเพิ่มใน 2 วัน ค้าง 64 แห่ง",
            "No more registered over 2 days, 64 outstanding",
        ),
    ],
)
def test_counts_over_time(moments, thai, english):
    assert titles(lambda look: count_trend(trend(*moments), look)) == (thai, english)


# --- every chart ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", all_charts())
def test_every_chart_has_its_words(name, language):
    chart = all_charts()[name][1](Look(language))
    assert isinstance(chart, Chart)
    assert chart.title.strip() and chart.subtitle.strip() and chart.alt.strip()
    assert "{" not in chart.title + chart.subtitle + chart.alt
    assert chart.alt != chart.title


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", all_charts())
def test_without_rows_every_chart_says_so(name, language):
    chart = all_charts((), (), THREE.iloc[:0])[name][1](Look(language))
    assert chart.alt == chart.figure.layout.annotations[0].text
    sentence = {
        "th": "ข้อมูลชุดนี้ไม่มีตัวเลขสำหรับส่วนนี้",
        "en": "This snapshot has no numbers for this part",
    }
    assert chart.alt == sentence[language]
    assert chart.with_caption("ข้อมูล ณ").subtitle == "ข้อมูล ณ"
