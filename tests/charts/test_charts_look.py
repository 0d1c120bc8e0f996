"""Numbers, colours and widths of texts, as charts show them."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import itasdash.reference
from itasdash.charts import Look, rate_bars, tile_map
from itasdash.charts.look import contrast, mix, rate_steps, text_width
from itasdash.reference import all_provinces
from tests.kits.frames import PROVINCES, rates

REFERENCE = Path(itasdash.reference.__file__).parent


# --- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (0.0, "0.0 %"),
        (0.518, "51.8 %"),
        (0.9994, "99.9 %"),
        (0.99999, "99.9 %"),
        (1.0, "100.0 %"),
        (None, "–"),
        (float("nan"), "–"),
        (pd.NA, "–"),
    ],
)
def test_percent(rate, text):
    assert Look().percent(rate) == text.replace(" ", "\u00a0")


@given(st.integers(1, 8000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_only_complete_reads_100(counts):
    registered, expected = counts
    complete = Look().percent(registered / expected).startswith("100.0")
    assert complete == (registered == expected)


@pytest.mark.parametrize(
    ("points", "text"),
    [(14.26, "+14.3\u00a0จุด"), (-2.0, "−2.0\u00a0จุด"), (0.04, "0.0\u00a0จุด"), (None, "–")],
)
def test_points(points, text):
    assert Look().points(points) == text


def test_laos_in_both_languages():
    assert Look("th").laos(1121) == "+1,121\u00a0แห่ง"
    assert Look("en").laos(1) == "+1\u00a0LAO"
    assert Look("en").laos(-2) == "−2\u00a0LAOs"


def test_a_province_with_one_lao_left_does_not_read_100_on_the_map():
    figure = tile_map(rates([("30", "ก", 334, 333, 0), ("40", "ข", 9, 9, 0)]), Look()).figure
    numbers = [s.label.text.split("<br>")[1] for s in figure.layout.shapes if s.label.text]
    assert sorted(numbers)[:2] == ["100", "99"]


# --- colours ----------------------------------------------------------------------------------


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((REFERENCE / f"{name}.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_rate_scale_can_be_read_and_darkens_evenly(mode):
    steps = rate_steps(mode)
    assert [step.from_rate for step in steps] == [n / 10 for n in range(10)]
    for step in steps:
        assert contrast(step.colour, step.text) >= 4.5, step
    against_white = [contrast(step.colour, "#FFFFFF") for step in steps]
    assert against_white == sorted(set(against_white))


def test_the_best_provinces_stand_out_by_night():
    look = Look("th", "dark")
    for rate in (0.95, 1.0):
        for ground in ("background", "surface", "empty"):
            assert contrast(look.rate_colour(rate), look.colour(ground)) >= 2
        # What is a picture's part needs 3 over the page itself.
        assert contrast(look.rate_colour(rate), look.colour("background")) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_colours_can_be_read_on_every_ground(mode):
    colours = {row["role"]: row[mode] for row in table("colours")}
    inks = [r for r in colours if r not in ("background", "surface", "line", "empty")]
    for ink in inks:
        for ground in ("background", "surface"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["muted"], colours["empty"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_on_tints_of_the_action_colour_can_be_read(mode):
    look = Look("th", mode)
    for colour in look.action_steps():
        assert contrast(look.text_on(colour), colour) >= 4.5, colour


def test_contrast_as_wcag_defines_it():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert mix("#FFFFFF", "#000000", 0.5) == "#808080"


@pytest.mark.parametrize(
    ("rate", "step"), [(0, 0), (0.0999, 0), (0.1, 1), (0.5, 5), (0.8999, 8), (0.9, 9), (1, 9)]
)
def test_a_rate_has_its_colour_whatever_else_there_is(rate, step):
    assert Look().rate_colour(rate) == rate_steps()[step].colour
    assert Look("en", "dark").rate_colour(rate) == rate_steps("dark")[step].colour


def test_bars_take_the_colours_of_the_scale():
    low, high = rates([("30", "ก", 100, 12, 0)]), rates(PROVINCES)
    for frame in (low, high, pd.concat([low, high])):
        chart = rate_bars(frame, Look(), "province_code", order="given")
        wanted = [Look().rate_colour(rate) for rate in frame["rate"]]
        assert list(chart.figure.data[0].marker.color) == wanted


# --- widths -----------------------------------------------------------------------------------


def test_estimated_widths_are_no_smaller_than_sarabun():
    font = pytest.importorskip("PIL.ImageFont")
    fonts = Path(pytest.importorskip("fontpkg_sarabun").__file__).parent / "files"
    names = [n for p in all_provinces().values() for n in (p.name_th, p.name_en)]
    for file, bold in (("Sarabun-Regular.ttf", False), ("Sarabun-Bold.ttf", True)):
        face = font.truetype(str(fonts / file), 1000)
        for name in [*names, "100.0\u00a0%", "+38.7\u00a0จุด", "1,478", "จาก 2,965"]:
            real = face.getlength(name) * 0.015
            assert real <= text_width(name, 15, bold=bold) + 1, name
            assert text_width(name, 15, bold=bold) <= real * 1.35, name
