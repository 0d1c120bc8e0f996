"""Early and late in a campaign: every picture says something, and the same in both languages."""

import re
from fractions import Fraction

import pandas as pd
import pytest

from itasdash.charts import (
    Chart,
    Look,
    funnel_plot,
    movers,
    outstanding_bars,
    rate_bars,
    tile_map,
)
from itasdash.charts.maps import first_measure
from itasdash.charts.rows import rate_floor
from itasdash.reference import provinces
from tests.kits.frames import rates

LEVELS = (0.05, 0.2, 0.5, 0.8, 0.94, 0.995, 1.0)
TH, EN = Look("th"), Look("en")


def country(level: float, language: str = "th") -> pd.DataFrame:
    """76 provinces of 60 to 135 LAOs around a rate, the last ones a little behind; gains tie."""
    rows = []
    for number, province in enumerate(provinces().values()):
        expected = 60 + number
        lag = (1 - level) * (0.4 if number % 5 else 1.6)
        registered = round(expected * max(0.0, min(1.0, 1 - lag)))
        rows.append((province.code, province.name(language), expected, registered, 0))
    frame = rates(rows).sort_values("name_th", ignore_index=True)
    return frame.assign(gain_points=0.0, gain_laos=pd.array([0] * len(frame), dtype="Int64"))


def names(chart: Chart, look: Look) -> list[str]:
    """The codes of the provinces by their names on the axis, in order."""
    codes = {province.name(look.language): code for code, province in provinces().items()}
    written = [re.sub(r"<.*?>", "", text) for text in chart.figure.layout.yaxis.ticktext or ()]
    return [codes[name] for name in written if name in codes]


@pytest.mark.parametrize("level", LEVELS)
def test_both_languages_show_the_same_provinces(level: float) -> None:
    for draw in (
        movers,
        outstanding_bars,
        lambda frame, look: rate_bars(frame, look, "province_code", limit=12),
    ):
        shown = [names(draw(country(level, look.language), look), look) for look in (TH, EN)]
        assert shown[0] == shown[1]


@pytest.mark.parametrize("level", LEVELS)
def test_the_least_gains_are_of_those_who_have_most_left(level: float) -> None:
    frame = country(level)
    shown = names(movers(frame, TH), TH)
    left = frame.set_index("province_code")["outstanding"]
    most = sorted(left[left > 0], reverse=True)[: len(shown)]
    assert sorted(left[shown], reverse=True) == most
    assert all(left[code] for code in shown)


@pytest.mark.parametrize("level", LEVELS)
def test_the_map_shows_what_differs(level: float) -> None:
    frame = country(level)
    measure = first_measure(frame)
    rate = frame["registered"].sum() / frame["expected"].sum()
    assert measure == ("outstanding" if 0.85 <= rate < 1 else "rate")
    chart = tile_map(frame, TH, measure)
    colours = {shape.fillcolor for shape in chart.figure.layout.shapes[:77]}
    assert len(colours) > (2 if level < 0.99 else 1)
    assert "ถึงครึ่งแล้ว" not in chart.title


@pytest.mark.parametrize("level", LEVELS)
def test_a_concentration_is_claimed_only_where_there_is_one(level: float) -> None:
    frame = country(level)
    chart = outstanding_bars(frame, EN)
    counts = sorted(frame["outstanding"], reverse=True)
    total = sum(counts)
    if found := re.match(r"80 % of .*? in (\d+) provinces", chart.title):
        held = sum(counts[: int(found[1])])
        assert Fraction(held, max(total, 1)) >= Fraction(4, 5)
        assert int(found[1]) * 3 <= 76
    elif found := re.match(r"The first 10 provinces hold ([\d.]+)\u00a0%", chart.title):
        assert float(found[1]) == pytest.approx(100 * sum(counts[:10]) / total, abs=0.051)
        assert not any(shape.type == "line" for shape in chart.figure.layout.shapes)
    else:
        assert sum(count > 0 for count in counts) <= 10 or "all" in chart.title.lower()


def test_scatters_of_rates_zoom_to_their_points_and_say_so() -> None:
    assert [rate_floor(found) for found in ([0.2, 0.9], [0.94, 1.0], [1.0], [])] == [0, 0.9, 0.9, 0]
    chart = funnel_plot(country(0.94), EN)
    low, high = chart.figure.layout.yaxis.range
    points = chart.figure.data[-1].y
    assert low <= min(points)
    assert min(points) - low < 0.11
    assert high == 1
    assert f"the axis begins at {low:.0%}".replace("%", "\u00a0%") in chart.subtitle
    assert "axis begins" not in funnel_plot(country(0.5), EN).subtitle
    late = movers(country(0.94), EN)
    assert late.figure.layout.xaxis.range[0] > 0.7
    assert "the axis begins at" in late.subtitle
    # Bars stand on zero, whatever comes.
    assert rate_bars(country(0.94), EN, "province_code").figure.layout.xaxis.range == (0, 1)


def test_beside_each_ranked_rate_stands_what_is_left() -> None:
    frame = country(0.94)
    chart = rate_bars(frame, EN, "province_code", limit=5)
    left = frame.set_index("province_code")["outstanding"]
    written = [re.sub(r"<.*?>", "", note.text) for note in chart.figure.layout.annotations]
    assert [text.split("  ")[1] for text in written] == [
        f"{left[code]} left" for code in names(chart, EN)
    ] or [f"{left[code]} left" for code in [row[0] for row in chart.figure.data[0].customdata]]
