"""LetterContent of charts: scales, heights, and texts that are safe."""

import json
import re
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itasdash.charts import (
    Look,
    count_trend,
    escape,
    group_outstanding,
    movers,
    outstanding_bars,
    rate_bars,
    rate_trend,
    role_gap,
    tile_map,
)
from itasdash.charts.drawn import PIXELS, Drawn
from itasdash.charts.lines import spread
from itasdash.charts.look import text_width
from itasdash.reference import all_provinces, provinces
from tests.kits.frames import PROVINCES, THREE, all_charts, rates, trend

EVIL = "<b>x</b>&<a href='http://x'>"
SAFE = "&lt;b&gt;x&lt;/b&gt;&amp;&lt;a href='http://x'&gt;"
LOOKS = [Look(language, mode) for language in ("th", "en") for mode in ("light", "dark")]


def texts(figure: go.Figure) -> list[str]:
    """All text that plotly would read as markup."""
    found = [a.text for a in figure.layout.annotations]
    found += [s.label.text for s in figure.layout.shapes if s.label.text]
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        found += list(axis.ticktext or ())
    for trace in figure.data:
        hovers = trace.hovertext
        found += [hovers] if isinstance(hovers, str) else list(hovers if hovers is not None else ())
    return [*found, figure.layout.title.text or ""]


# --- every chart ------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [*LOOKS, Look(narrow=True)], ids=str)
@pytest.mark.parametrize("name", all_charts())
def test_every_figure(name, look):
    frame, draw = all_charts()[name]
    before = frame.copy(deep=True)
    figure = draw(look).figure
    pd.testing.assert_frame_equal(frame, before)
    assert figure.layout.template.layout.showlegend is False
    assert not any(trace.showlegend for trace in figure.data)
    assert figure.layout.template.layout.xaxis.fixedrange is True
    assert figure.layout.height > figure.layout.margin.t + figure.layout.margin.b
    assert figure.layout.template.layout.paper_bgcolor == look.colour("background")
    json.loads(go.Figure(draw(look).spec()).to_json())


@pytest.mark.parametrize("look", [Look(), Look("en", "dark", narrow=True)], ids=str)
@pytest.mark.parametrize("name", all_charts())
def test_what_is_drawn_is_what_plotly_makes_of_it(name, look):
    """Nothing is drawn that plotly would put in order, fill in or refuse."""
    chart = all_charts()[name][1](look)
    assert chart.drawn.plain() == json.loads(chart.figure.to_json())


@pytest.mark.parametrize("name", all_charts())
def test_a_chart_is_the_same_in_few_bytes(name):
    chart = all_charts()[name][1](Look())
    compact = chart.compact()
    assert isinstance(compact.held, Drawn)
    assert compact.spec() == chart.spec()
    assert json.loads(go.Figure(compact.figure).to_json()) == json.loads(chart.figure.to_json())
    assert compact.compact().held is compact.held
    assert not pixels_in_bytes(compact.held.plain())


def pixels_in_bytes(value, name=""):
    """Return where numbers of pixels are written as bytes, which no enlarging would find."""
    if isinstance(value, dict):
        found = [name] if "bdata" in value and name in PIXELS else []
        return found + [each for key in value for each in pixels_in_bytes(value[key], key)]
    if isinstance(value, list):
        return [each for inner in value for each in pixels_in_bytes(inner, name)]
    return []


@pytest.mark.parametrize("name", all_charts())
def test_names_are_never_markup(name):
    bad = [(code, EVIL, *counts) for code, _, *counts in PROVINCES]
    kinds = [("XX", EVIL, 10, 5, 1), ("YY", EVIL, 10, 6, 0)]
    times = pd.concat([THREE, THREE]).assign(key=["A"] * 3 + ["B"] * 3, name=EVIL)
    for look in (Look(), Look(narrow=True)):
        chart = all_charts(bad, kinds, times)[name][1](look)
        # A caption holds the words of filters, typed by anybody.
        found = texts(go.Figure(chart.with_caption(EVIL).spec()))
        assert not [text for text in found if EVIL in text or "<a " in text]
        assert any(SAFE in text for text in found)


def test_escape_shows_every_character_as_written():
    assert escape("<b>&amp;</b>") == "&lt;b&gt;&amp;amp;&lt;/b&gt;"


@pytest.mark.parametrize(("narrow", "row"), [(False, 26), (True, 40)])
def test_heights_follow_the_rows(narrow, row):
    look = Look(narrow=narrow)
    frames = [
        rates([(code, p.name_th, 9, 1, 0) for code, p in list(provinces().items())[:n]])
        for n in (1, 2, 40)
    ]
    for draw in (
        lambda frame: outstanding_bars(frame, look, None),
        lambda frame: rate_bars(frame, look, "province_code"),
        lambda frame: group_outstanding(frame, look, "province_code"),
    ):
        one, two, forty = (draw(frame).figure.layout.height for frame in frames)
        assert two - one == row
        assert forty - two == 38 * row


@pytest.mark.parametrize("narrow", [False, True])
def test_axes_of_rates_run_from_0_to_1(narrow):
    look = Look(narrow=narrow)
    drawn = all_charts()
    for name in ("rate_bars", "movers", "role_gap"):
        assert drawn[name][1](look).figure.layout.xaxis.range == (0, 1), name
    assert drawn["rate_trend"][1](look).figure.layout.yaxis.range == (0, 1)
    low, high = drawn["count_trend"][1](look).figure.layout.yaxis.range
    assert low == 0
    assert high > 77
    bars = drawn["outstanding_bars"][1](look).figure
    assert bars.layout.xaxis.range == (0, 132)


@pytest.mark.parametrize("language", ["th", "en"])
def test_names_have_room_at_the_left(language):
    rows = [(code, p.name(language), 9, 1, 0) for code, p in provinces().items()]
    figure = rate_bars(rates(rows), Look(language), "province_code").figure
    widest = max(text_width(p.name(language)) for p in provinces().values())
    assert figure.layout.margin.l >= widest
    assert set(figure.layout.yaxis.ticktext) == {p.name(language) for p in provinces().values()}


# --- bars and roles ---------------------------------------------------------------------------


def test_orders_of_rates():
    frame = rates([("30", "ก", 10, 5, 0), ("40", "ข", 40, 36, 0), ("83", "ค", 10, 0, 0)])
    orders = {"given": "กขค", "lowest": "คกข", "highest": "ขกค", "outstanding": "คกข"}
    for order, names in orders.items():
        chart = rate_bars(frame, Look(), "province_code", order)
        assert "".join(chart.figure.layout.yaxis.ticktext) == names
    assert len(rate_bars(frame, Look(), "province_code", limit=2).figure.data[0].x) == 2


def test_groups_without_a_rate_are_left_out_not_shown_as_zero():
    frame = rates([*PROVINCES, ("95", "ยะลา", 0, 0, 0)])
    names = rate_bars(frame, Look(), "province_code").figure.layout.yaxis.ticktext
    assert len(names) == 3
    assert "ยะลา" not in names


def test_a_click_carries_the_code():
    assert (
        rate_bars(rates(PROVINCES), Look(), "province_code").figure.data[0].customdata[0][0] == "40"
    )
    assert outstanding_bars(rates(PROVINCES), Look()).figure.data[0].customdata[0][0] == "30"


def test_hover_tells_of_the_unknown_only_where_there_are_any():
    chart = outstanding_bars(rates([("30", "ก", 10, 5, 2), ("40", "ข", 10, 5, 0)]), Look("en"))
    second, first = chart.figure.data[0].hovertext
    assert "Unknown 2" in first
    assert "Unknown" not in second
    assert "Registered 5 of 10" in first


def test_movers_draw_from_the_rate_before_to_the_rate_now():
    frame = rates([("30", "ก", 100, 60, 0)], gain_points=25.0, gain_laos=25)
    line = movers(frame, Look()).figure.data[1]
    assert list(line.x) == pytest.approx([0.35, 0.6])


def test_movers_with_long_names_in_a_small_card():
    short, long = (
        movers(rates([("14", name, 9, 5, 0)], gain_points=1.0), Look()).figure.layout
        for name in ("ตาก", "Phra Nakhon Si Ayutthaya")
    )
    assert short.margin.r > 60
    assert long.margin.l == long.margin.r < 10


def test_roles_draw_administrators_hollow_and_both_filled():
    frame = rates([("PAO", "x", 50, 20, 0)], "lao_type", admin_registered=30)
    line = role_gap(frame, Look()).figure.data[1]
    assert list(line.x) == [0.6, 0.4]
    assert line.marker.color[0] == Look().colour("background")
    assert line.marker.color[1] == Look().colour("primary")


# --- map --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_province_has_a_tile_of_its_own(language):
    figure = tile_map(rates(PROVINCES), Look(language)).figure
    tiles = figure.data[0]
    assert sorted(code for (code,) in tiles.customdata) == sorted(all_provinces())
    assert len(set(zip(tiles.x, tiles.y, strict=True))) == 77
    written = [s.label.text for s in figure.layout.shapes if s.label.text]
    abbreviations = {re.match("<b>(.+)</b>", text)[1] for text in written}
    assert abbreviations == {p.abbreviation(language) for p in all_provinces().values()}
    for axis, values in ((figure.layout.xaxis, tiles.x), (figure.layout.yaxis, tiles.y)):
        assert min(axis.range) <= min(values) - 0.47
        assert max(axis.range) >= max(values) + 0.47


def test_bangkok_and_provinces_without_data_are_grey():
    figure = tile_map(rates(PROVINCES), Look("en")).figure
    hovers = dict(
        zip([c for (c,) in figure.data[0].customdata], figure.data[0].hovertext, strict=True)
    )
    assert hovers["10"] == "<b>Bangkok</b><br>Not under the Department of Local Administration"
    assert hovers["95"] == "<b>Yala</b><br>No data"
    shapes = [s for s in figure.layout.shapes if s.label.text]
    grey = [s for s in shapes if s.fillcolor == Look().colour("empty")]
    assert len(grey) == 77 - len(PROVINCES)
    assert all(s.label.text.endswith("<br>–") for s in grey)


# --- over time --------------------------------------------------------------------------------


def test_dates_below_are_buddhist_and_never_many():
    rows = [(f"2022-0{1 + n // 28}-{1 + n % 28:02}T09:00", n, 0) for n in range(60)]
    axis = rate_trend(trend(*rows), Look()).figure.layout.xaxis
    assert len(axis.ticktext) <= 5
    assert axis.ticktext[0] == "1 ม.ค.<br>2565"
    assert "2565" not in axis.ticktext[1]
    assert len(axis.minor.tickvals) == 60


@pytest.mark.parametrize(
    ("deadline", "drawn"),
    [
        (date(2022, 2, 28), True),
        (date(2021, 12, 30), True),
        (date(2021, 12, 1), False),
        (date(2023, 1, 1), False),
    ],
)
def test_a_deadline_is_drawn_where_it_is_near(deadline, drawn):
    chart = rate_trend(THREE, Look(), deadline)
    assert any("ปิดลงทะเบียน" in a.text for a in chart.figure.layout.annotations) == drawn


def test_unknown_is_a_line_of_its_own_only_where_there_are_any():
    assert len(count_trend(THREE, Look()).figure.data) == 3
    assert len(count_trend(THREE.assign(unknown=0), Look()).figure.data) == 2


def test_at_most_ten_lines_and_the_first_is_the_thickest():
    many = pd.concat([THREE.assign(key=str(n), name=f"n{n}") for n in range(12)])
    figure = rate_trend(many, Look()).figure
    assert len(figure.data) == 10
    *others, first = (trace.line.width for trace in figure.data)
    assert first > max(others)


@given(st.lists(st.floats(0, 200), min_size=1, max_size=10))
def test_labels_at_the_ends_of_lines_lie_apart(places):
    placed = spread(places, 19, top=220)
    in_order = [place for _, place in sorted(zip(places, placed, strict=True))]
    assert all(b - a >= 19 - 1e-6 for a, b in zip(sorted(placed), sorted(placed)[1:], strict=False))
    assert sorted(placed) == in_order
    assert max(placed) <= 220 + 1e-6


def test_labels_that_lie_apart_stay_where_they_are():
    assert spread([10.0, 100.0, 50.0], 19, top=220) == [10.0, 100.0, 50.0]
    assert spread([50.0, 50.0], 20, top=220) == [40.0, 60.0]
