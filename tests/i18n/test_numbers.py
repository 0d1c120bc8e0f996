"""Numbers for people: one form each, wherever they stand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itasdash.charts import Look
from itasdash.i18n import LANGUAGES, catalogue, numbers

ROOT = Path(__file__).resolve().parents[2]
NAN, NA = float("nan"), pd.NA

# rate, in per cent with one decimal, with two, whole.
RATES = [
    (None, "–", "–", "–"),
    (NAN, "–", "–", "–"),
    (NA, "–", "–", "–"),
    (0, "0.0", "0.00", "0"),
    (0.5, "50.0", "50.00", "50"),
    (1, "100.0", "100.00", "100"),
    (4066 / 7849, "51.8", "51.80", "52"),
    # One of 7,849 is missing, or the only one there.
    (7848 / 7849, "99.9", "99.99", "99"),
    (1 / 7849, "0.1", "0.01", "1"),
    (0.99999, "99.9", "99.99", "99"),
    (0.00001, "0.1", "0.01", "1"),
    (0.994, "99.4", "99.40", "99"),
    # Halves go up, also where the binary number next to them is a hair less: 207 of 400, 1 of 16.
    (207 / 400, "51.8", "51.75", "52"),
    (1 / 16, "6.3", "6.25", "6"),
    (0.1235, "12.4", "12.35", "12"),
    (0.9985, "99.9", "99.85", "99"),
    (0.005, "0.5", "0.50", "1"),
    # Survey answers may be more than the quota.
    (1.234, "123.4", "123.40", "123"),
    (12.5, "1,250.0", "1,250.00", "1,250"),
]


@pytest.mark.parametrize(("rate", "one", "two", "whole"), RATES)
def test_rates(rate: float | None, one: str, two: str, whole: str) -> None:
    sign = "" if one == "–" else "\u00a0%"
    assert numbers.percent(rate) == one + sign
    assert numbers.percent(rate, 2) == two + sign
    assert numbers.whole_percent(rate) == whole
    assert numbers.whole_percent(rate, sign=True) == whole + sign
    assert Look().percent(rate) == one + sign
    assert Look("en").whole_percent(rate) == whole


def test_columns_of_rates_hold_what_a_sentence_says() -> None:
    rates = pd.Series([rate for rate, *_ in RATES], index=range(5, 5 + len(RATES)), dtype="Float64")
    values = numbers.percent_values(rates)
    assert list(values.index) == list(rates.index)
    shown = [numbers.decimal(value) for value in values]
    assert shown == [numbers.percent(rate, sign=False) for rate in rates]


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_only_all_is_100_and_only_none_is_0(parts: tuple[int, int]) -> None:
    registered, expected = parts
    for digits in (0, 1, 2):
        value = numbers.percent_value(registered / expected, digits)
        assert value is not None
        assert (value >= 100) == (registered == expected)
        assert (value <= 0) == (registered == 0)
        # Within half a step of the truth, but where that would say all or nobody.
        step = 10.0**-digits
        assert abs(value - 100 * registered / expected) <= step + 1e-9


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (1, 3, 33.33),
        (1, 100_000, 0.01),
        (99_999, 100_000, 99.99),
        (3, 3, 100.0),
        (0, 0, None),
        (None, 3, None),
        (4, 3, 133.33),
    ],
)
def test_shares_of_counts(part: int | None, whole: int, expected: float | None) -> None:
    assert numbers.percent_of(part, whole, 2) == expected


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (999, "999"), (3783, "3,783"), (-1200, "-1,200"), (7849.0, "7,849"), (None, "–"),
     (NAN, "–"), (NA, "–")],
)  # fmt: skip
def test_counts(number: float | None, shown: str) -> None:
    assert numbers.count(number) == shown
    assert Look().count(number) == shown


@pytest.mark.parametrize(
    ("change", "points", "laos", "english"),
    [
        (14.25, "+14.3\u00a0จุด", "+14\u00a0แห่ง", "+14\u00a0LAOs"),
        (1121, "+1,121.0\u00a0จุด", "+1,121\u00a0แห่ง", "+1,121\u00a0LAOs"),
        (1, "+1.0\u00a0จุด", "+1\u00a0แห่ง", "+1\u00a0LAO"),
        (-2, "−2.0\u00a0จุด", "−2\u00a0แห่ง", "−2\u00a0LAOs"),
        (0, "0.0\u00a0จุด", "0\u00a0แห่ง", "0\u00a0LAOs"),
        (0.04, "0.0\u00a0จุด", "0\u00a0แห่ง", "0\u00a0LAOs"),
        (-0.04, "0.0\u00a0จุด", "0\u00a0แห่ง", "0\u00a0LAOs"),
        # 0.3 - 0.2, in points, is a hair less than 10.
        ((0.3 - 0.2) * 100, "+10.0\u00a0จุด", "+10\u00a0แห่ง", "+10\u00a0LAOs"),
        ((0.4435 - 0.301) * 100, "+14.3\u00a0จุด", "+14\u00a0แห่ง", "+14\u00a0LAOs"),
        (None, "–", "–", "–"),
        (NAN, "–", "–", "–"),
        (NA, "–", "–", "–"),
    ],
)
def test_changes(change: float | None, points: str, laos: str, english: str) -> None:
    assert numbers.points(change, "th") == points
    assert numbers.laos(change, "th") == laos
    assert numbers.laos(change, "en") == english
    assert (Look().points(change), Look("en").laos(change)) == (points, english)
    [value] = numbers.points_values(pd.Series([change], dtype="Float64"))
    assert numbers.signed(value, 1) == points.removesuffix("\u00a0จุด")


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [(0.25, 1, 0.3), (-0.25, 1, -0.3), (2.5, 0, 3.0), (1.005, 2, 1.01), (51.75, 1, 51.8)],
)
def test_halves_go_up(value: float, digits: int, rounded: float) -> None:
    assert numbers.round_half_up(value, digits) == rounded


# --- nowhere else -----------------------------------------------------------------------------

# Rooms whose texts people do not read: what is parsed, stored, counted.
SILENT = {"ingest", "store", "metrics", "schema"}
# Where a number is a place on a drawing, the hash of a file, a moment.
DRAWN = {"itasdash/charts/sparkline.py", "itasdash/documents/slides/charts.py"}
# Thousands, decimals, per cent: in format(), sprintf, Excel and d3.
FORM = re.compile(r"^[^%]*(?:,|\.\d+[f%]|%)[df]?$")
IN_TEXT = re.compile(r"#,##0|0\.0+\b|%[,+]*(?:\.\d)?[df]|^,?\.?\d*[df]$")


def modules() -> Iterator[Path]:
    for place in ("itasdash", "pages"):
        for path in sorted((ROOT / place).rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if parts[1] not in SILENT and parts != ("itasdash", "i18n", "numbers.py"):
                yield path


def forms_of_numbers(path: Path) -> Iterator[str]:
    """Yield what a module itself says of the form of a number."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = ast.unparse(node.format_spec)[2:-1]
            if FORM.match(spec):
                yield spec
        elif isinstance(node, ast.Constant) and node not in docstrings:
            text = node.value if isinstance(node.value, str) else ""
            # "%H" is a form of moments.
            if IN_TEXT.search(text) and "%H" not in text:
                yield text


def test_no_module_has_a_form_of_numbers_of_its_own() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): own
        for path in modules()
        if (own := list(forms_of_numbers(path)))
    }
    assert {path: own for path, own in found.items() if path not in DRAWN} == {}
    # The search finds what there is to be found.
    assert set(found) == DRAWN
    home = ROOT / "itasdash" / "i18n" / "numbers.py"
    assert {"#,##0", "%.1f %%", "%,d", ",d"} <= set(forms_of_numbers(home))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_writes_counts_as_everywhere_and_no_rate_itself(language: str) -> None:
    for entry, text in catalogue(language).items():
        specs = {spec for _, _, spec, _ in Formatter().parse(text) if spec}
        assert specs <= {","}, entry
