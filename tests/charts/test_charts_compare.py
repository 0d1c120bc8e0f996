"""The funnel plot, the heat map and the marks of concentration."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.charts import (
    Look,
    funnel_explanation,
    funnel_plot,
    heat_map,
    outstanding_bars,
)
from itasdash.charts.look import rate_steps
from itasdash.charts.placing import at_corner, label_box, place_labels
from itasdash.metrics.comparison import funnel
from itasdash.reference import provinces
from tests.kits.frames import PROVINCES, THREE, many, over_time, rates, trend

TH, EN = Look("th"), Look("en")
CODES = list(provinces())


def crowd(*deviations: int) -> pd.DataFrame:
    """Provinces of 100 LAOs, in pairs around one half."""
    pairs = [50 + sign * d for d in deviations for sign in (-1, 1)]
    return rates(
        [
            (code, provinces()[code].name_th, 100, r, 0)
            for code, r in zip(CODES, pairs, strict=False)
        ]
    )


# --- funnel -----------------------------------------------------------------------------------

# z = ±1 eight times, ±2 (worth watching) and ±6 (clear): see test_comparison.
QUIET, LOUD, WATCH = crowd(*[5] * 10), crowd(*[5] * 8, 10, 30), crowd(*[5] * 9, 10)


@pytest.mark.parametrize(
    ("frame", "thai", "english"),
    [
        (
            LOUD,
            "2 จังหวัดต่างจากประเทศเกินกว่าที่ขนาดอธิบายได้ และอีก 2 จังหวัดควรติดตาม",
            "2 provinces differ from the country by more than size explains; "
            "2 more are worth watching",
        ),
        (
            WATCH,
            "ไม่มีจังหวัดใดต่างจากประเทศอย่างชัดเจน มี 2 จังหวัดควรติดตาม",
            "No province clearly differs from the country; 2 are worth watching",
        ),
        (
            QUIET,
            "ไม่มีจังหวัดใดต่างจากประเทศเกินกว่าที่ขนาดอธิบายได้",
            "No province differs from the country by more than size explains",
        ),
    ],
)
def test_title_of_the_funnel_is_what_it_finds(frame: pd.DataFrame, thai: str, english: str) -> None:
    assert funnel_plot(frame, TH).title == thai
    assert funnel_plot(frame, EN).title == english


def test_one_province_outside_is_said_in_the_singular() -> None:
    # One of 5 and 23 around one half: only the first is outside.
    title = funnel_plot(many(PROVINCES), EN).title
    assert title == "1 province differs from the country by more than size explains"
    assert funnel_plot(many(PROVINCES), TH).title.startswith("1 จังหวัดต่างจากประเทศ")


def test_points_carry_code_and_hover_and_say_their_side_without_colour() -> None:
    points = funnel_plot(LOUD, EN).figure.data[-1]
    assert [code for (code,) in points.customdata] == CODES[:20]
    assert list(points.marker.symbol[-4:]) == [
        "triangle-down-open", "triangle-up-open", "triangle-down", "triangle-up",
    ]  # fmt: skip
    assert set(points.marker.symbol[:-4]) == {"circle"}
    assert points.hovertext[-1].endswith("<br>Clearly higher than size explains")
    assert points.hovertext[-4].endswith("<br>Lower than expected at this size, worth watching")
    assert "explains" not in points.hovertext[0]


def test_lines_of_the_funnel_are_its_limits() -> None:
    figure = funnel_plot(LOUD, TH).figure
    *limits, target, _ = figure.data
    assert len(limits) == 4
    found = funnel(LOUD)
    # Outer lower and upper, inner lower and upper.
    for (line, side), deviations in zip(
        [(limits[0], 0), (limits[1], 1), (limits[2], 0), (limits[3], 1)],
        [3.090232, 3.090232, 1.959964, 1.959964],
        strict=True,
    ):
        assert list(line.y) == pytest.approx(found.limits(list(line.x), deviations)[side])
    assert set(target.y) == {0.5}
    assert max(limits[0].x) == pytest.approx(103)


def test_who_is_outside_is_named_and_nobody_else() -> None:
    names = [a.text for a in funnel_plot(LOUD, TH).figure.layout.annotations]
    expected = [provinces()[code].name_th for code in CODES[16:20]]
    named = {name.replace("<b>", "").replace("</b>", "") for name in names}
    assert set(expected) <= named
    assert not named & {provinces()[code].name_th for code in CODES[:16]}
    # Those that are clear in bold.
    assert {f"<b>{name}</b>" for name in expected[2:]} <= set(names)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200)), min_size=1, max_size=30),
    st.integers(20, 120),
)
def test_labels_cover_neither_each_other_nor_points(
    points: list[tuple[float, float]], width: int
) -> None:
    wanted = [(number, width) for number in range(len(points))]
    placed = place_labels(points, wanted, (300, 200), 12)
    assert len(placed) <= 12
    boxes = [label_box(points[number], width, corner) for number, corner in placed]
    for index, (left, bottom, right, top) in enumerate(boxes):
        assert (left >= 0, bottom >= 0, right <= 300, top <= 200) == (True,) * 4
        assert (right - left, top - bottom) == pytest.approx((width, 17))
        for other in boxes[:index]:
            assert right <= other[0] or other[2] <= left or top <= other[1] or other[3] <= bottom
        for number, (x, y) in enumerate(points):
            assert number == placed[index][0] or not (left < x < right and bottom < y < top)


def test_the_first_labels_are_the_most_important_and_stand_right_of_their_points() -> None:
    # Far apart all have room; only two are asked for.
    points = [(20.0, 20.0), (20.0, 100.0), (20.0, 180.0)]
    placed = place_labels(points, [(2, 50), (0, 50), (1, 50)], (300, 200), 2)
    assert placed == [(2, ("left", "middle", 8, 0)), (0, ("left", "middle", 8, 0))]
    # At the right edge it stands at the left.
    assert place_labels([(280.0, 100.0)], [(0, 50)], (300, 200), 2) == [
        (0, ("right", "middle", -8, 0))
    ]
    # Nowhere is room.
    assert place_labels([(280.0, 100.0)], [(0, 500)], (300, 200), 2) == []


def test_a_label_far_from_its_point_is_led_to_by_a_line() -> None:
    near, far = (at_corner(("left", "top", 10, up), TH) for up in (-4, -42))
    assert near.items() >= {"xshift": 10, "yshift": -4}.items()
    assert "showarrow" not in near
    assert far.items() >= {"showarrow": True, "ax": 10, "ay": 42, "arrowhead": 0}.items()


def test_names_of_a_crowded_funnel_are_at_most_a_dozen() -> None:
    # Seven at 10 and seven at 90 % among 62 at one half.
    shares = [0.5] * 62 + [0.1, 0.9] * 7
    rows = [
        (code, provinces()[code].name_th, 100 + 2 * n, round((100 + 2 * n) * share), 0)
        for n, (code, share) in enumerate(zip(CODES, shares, strict=True))
    ]
    for look in (TH, Look(narrow=True)):
        chart = funnel_plot(rates(rows), look)
        assert chart.title.startswith("14 จังหวัด")
        names = {re.sub("</?b>", "", a.text) for a in chart.figure.layout.annotations}
        named = names & {p.name_th for p in provinces().values()}
        assert named <= {provinces()[code].name_th for code in CODES[62:]}
        assert 4 <= len(named) <= 12


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (crowd(*[5] * 9), "Fewer than 20 provinces"),
        (crowd(*[0] * 10).assign(registered=99, rate=0.99), "More than 97 %"),
        (crowd(*[0] * 10).assign(registered=0, rate=0.0), "No LAO has registered yet"),
    ],
)
def test_funnel_steps_back_with_a_sentence(frame: pd.DataFrame, sentence: str) -> None:
    chart = funnel_plot(frame, EN)
    assert chart.title.startswith(sentence)
    assert len(chart.figure.data) == 0
    assert funnel_explanation(frame, EN) == ""


def test_funnel_explains_itself_in_two_sentences() -> None:
    explanation = funnel_explanation(LOUD, EN)
    assert explanation.count(". ") == 1
    assert explanation.endswith("chance alone.")
    assert "(50.0\u00a0%)" in explanation
    # One in twenty of twenty.
    assert "some 1 would" in explanation


# --- heat map ---------------------------------------------------------------------------------


def test_cells_are_coloured_by_the_step_of_their_rate_and_grey_without_data() -> None:
    # 23, 37 and 52 % of the first two; the third is not known at the first moment.
    *heats, targets = heat_map(over_time(PROVINCES), TH).figure.data
    # A trace for each ink: dark on the paler colours, and the muted one of what is not known.
    assert [heat.textfont.color for heat in heats] == [TH.colour("ink"), TH.colour("muted")]
    lines = _names(TH)
    steps = [dict(zip(lines, map(list, heat.z), strict=True)) for heat in heats]
    assert steps[0]["นครราชสีมา"] == [2, 3, 5]
    assert steps[0]["ภูเก็ต"] == [None, 3, 5]
    assert steps[1]["ภูเก็ต"] == [-1, None, None]
    assert steps[1]["นครราชสีมา"] == [None] * 3
    for heat in heats:
        colours = [colour for _, colour in heat.colorscale]
        assert colours[::2] == [TH.colour("empty"), *(step.colour for step in rate_steps())]
        assert (heat.zmin, heat.zmax) == (-1.5, 9.5)
    hovers = dict(zip(zip(targets.x, targets.y, strict=True), targets.hovertext, strict=True))
    assert hovers[(0, lines.index("ภูเก็ต"))].endswith("24 ธ.ค. 2564 09:00 น.<br>ไม่มีข้อมูล")
    assert "ลงทะเบียนแล้ว 52 จาก 100" in hovers[(2, lines.index("ภูเก็ต"))]
    assert "ไม่ทราบสถานะ 5" in hovers[(2, lines.index("ภูเก็ต"))]


def _names(look: Look, order: str = "lowest") -> list[str]:
    return list(heat_map(over_time(PROVINCES), look, order).figure.layout.yaxis.ticktext)


def test_every_cell_takes_a_click_and_shows_its_number() -> None:
    heat, grey, targets = heat_map(over_time(PROVINCES), TH).figure.data
    assert sorted(code for (code,) in targets.customdata) == sorted(["30", "40", "83"] * 3)
    assert heat.texttemplate == "%{text}"
    assert sorted(map(list, heat.text)) == [["", "37", "52"], *[["23", "37", "52"]] * 2]
    assert sorted(map(list, grey.text)) == [*[["", "", ""]] * 2, ["–", "", ""]]


def test_a_province_with_one_left_does_not_read_100() -> None:
    frame = trend(("2022-01-07T13:00", 100, 0), key="30", name="ก").assign(
        rate=0.999, registered=999, expected=1000
    )
    assert list(heat_map(frame, TH).figure.data[0].text[0]) == ["99"]


def test_orders_of_the_heat_map() -> None:
    rows = [("83", "ภูเก็ต", 10), ("30", "นครราชสีมา", 60), ("57", "เชียงราย", 30)]
    frame = pd.concat(
        [trend(("2022-01-07T13:00", rate, 0), key=code, name=name) for code, name, rate in rows]
    )

    def names(order: str) -> list[str]:
        return list(heat_map(frame, TH, order).figure.layout.yaxis.ticktext)

    assert names("lowest") == ["ภูเก็ต", "เชียงราย", "นครราชสีมา"]
    # เชียงราย stands under ช.
    assert names("name") == ["เชียงราย", "นครราชสีมา", "ภูเก็ต"]
    assert names("region") == ["เชียงราย", "นครราชสีมา", "ภูเก็ต"]
    headings = [
        a.text
        for a in heat_map(frame, TH, "region").figure.layout.annotations
        if a.text.startswith("<b>")
    ]
    assert len(headings) == 3
    # Their rows have no cells and take no clicks.
    *heats, targets = heat_map(frame, TH, "region").figure.data
    cells = [[row[0] for row in heat.z if row[0] is not None] for heat in heats]
    assert cells == [[3, 1], [6]]
    assert [row[0] for row in heats[0].z[::2]] == [None] * 3
    assert sorted(targets.y) == [1, 3, 5]
    assert headings[0] == "<b>ภาคเหนือ</b>"


def test_a_province_that_the_last_snapshot_does_not_know_stands_last() -> None:
    frame = pd.concat(
        [
            trend(("2022-01-07T13:00", 5, 0), key="30", name="ก"),
            trend(("2022-01-07T13:00", 90, 0), ("2022-01-14T13:00", 95, 0), key="40", name="ข"),
        ]
    )
    assert list(heat_map(frame, TH).figure.layout.yaxis.ticktext) == ["ข", "ก"]


def test_height_follows_the_rows_and_dates_say_month_and_year_where_they_change() -> None:
    one, three = (
        heat_map(trend(("2022-01-07T13:00", 5, 0), key="30"), TH),
        heat_map(over_time(PROVINCES), TH),
    )
    assert three.figure.layout.height - one.figure.layout.height == 2 * 24
    dates = [a.text for a in three.figure.layout.annotations]
    space = "\u00a0"
    assert dates == ["2564<br>ธ.ค.<br>24", f"{space}<br>{space}<br>30", "2565<br>ม.ค.<br>7"]


def test_many_snapshots_leave_out_numbers_and_dates_but_never_the_last() -> None:
    moments = [(f"2022-0{1 + n // 28}-{1 + n % 28:02}T09:00", n, 0) for n in range(60)]
    figure = heat_map(trend(*moments, key="30", name="ก"), TH).figure
    assert {heat.texttemplate for heat in figure.data[:-1]} == {""}
    dates = figure.layout.annotations
    assert len(dates) <= 19
    assert dates[-1].x == 59
    assert dates[-1].text.endswith("<br>4")


def test_title_of_the_heat_map_counts_who_is_half_way() -> None:
    frame = over_time(PROVINCES)
    assert heat_map(frame, TH).title == "ถึงครึ่งแล้ว 3 จาก 3 จังหวัด จากเดิม 0 จังหวัด"
    single = trend(("2022-01-07T13:00", 50, 0), key="30", name="ก")
    assert heat_map(single, EN).title == "1 of 1 provinces are half way or further"
    assert heat_map(single, EN).alt.startswith("Heat map by province at one snapshot: ")
    assert len(heat_map(THREE.iloc[:0], TH).figure.data) == 0


# --- concentration ----------------------------------------------------------------------------


def test_bars_mark_where_four_fifths_are_reached() -> None:
    # 40 and 40 of 100 are 80 %; the line lies below the second bar.
    frame = rates([("30", "ก", 50, 10, 0), ("40", "ข", 50, 10, 0), ("83", "ค", 50, 30, 0)])
    figure = outstanding_bars(frame, EN).figure
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1) == (1.5, 1.5)
    assert [a.y for a in figure.layout.annotations if "80 %" in a.text] == [1.5]
    shares = [text.rpartition("<br>")[2] for text in figure.data[0].hovertext]
    assert shares == [
        f"With those above {share}\u00a0% of all outstanding" for share in ("40.0", "80.0", "100.0")
    ]


def test_bars_mark_nothing_where_the_line_would_lie_below_them_all() -> None:
    frame = rates([("30", "ก", 50, 10, 0), ("40", "ข", 50, 10, 0)])
    assert not outstanding_bars(frame, EN).figure.layout.shapes
    assert not outstanding_bars(frame, EN, limit=1).figure.layout.shapes
