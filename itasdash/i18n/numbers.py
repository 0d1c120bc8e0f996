"""Numbers as people read them: one place for screen, files, letters, slides and sentences.

- A count has a comma at the thousands: ``3,783``.
- A rate is 0 to 1 in data and shown in per cent with one decimal, ``51.8 %``; attachments show two.
  It never reads 100 % while one LAO is missing, and never 0 % while one is there.
- A change has its sign and its unit: ``+14.3 จุด``, ``+1,121 แห่ง``, ``−2 LAOs``.
- What is missing is a dash.

Halves are rounded up, as people and Excel do, from the number that was written down: 51.75 is 51.8
also where the nearest binary number is a hair less.

Digits are Arabic; where an office wants Thai ones, :func:`itasdash.thai.digits.to_thai` makes them.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import pandas as pd

from itasdash.i18n import translator

NO_VALUE = "–"
# The space does not break: no line begins with the sign.
PERCENT_SIGN = "\u00a0%"

# The same forms in the languages of those who draw the numbers themselves.
# Excel and PowerPoint: number formats of cells and labels. 0D: Thai digits; 041E: of Thai, which
# LibreOffice asks for. The cell stays a number.
EXCEL_COUNT, EXCEL_ONE_DECIMAL, EXCEL_TWO_DECIMALS = "#,##0", "#,##0.0", "#,##0.00"
EXCEL_PERCENT, EXCEL_WHOLE_PERCENT = '0.0" %"', '0" %"'
EXCEL_THAI_DIGITS = "[$-D00041E]"
# Tables on screen (sprintf) and axes of plotly (d3).
SCREEN_COUNT, SCREEN_PERCENT = "%,d", "%.1f %%"
SCREEN_NUMBER, SCREEN_DECIMAL = "%d", "%.1f"
PLOTLY_COUNT = ",d"

# How exactly the difference of two rates, in percentage points, is known.
_EXACT = 9
# Rates whose per cents are remembered: those of a long history come again and again.
_RATES = 65_536


def is_null(value: object) -> bool:
    """Tell whether ``value`` is None, NaN, NaT or NA."""
    # Asked of every number of a chart; pandas asks a number many things before.
    if value is None or value is pd.NA:
        return True
    if isinstance(value, float):
        return value != value  # noqa: PLR0124 - NaN alone is not itself
    return not isinstance(value, int | str) and bool(pd.isna(value))


def round_half_up(value: float, digits: int = 0) -> float:
    """Return ``value`` rounded to ``digits`` decimals, halves away from zero: 0.25 is 0.3."""
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP))


def percent_value(rate: float | None, digits: int = 1) -> float | None:
    """Return a rate (0 to 1) in per cent, rounded; below 1 never 100, above 0 never 0."""
    return None if rate is None or is_null(rate) else _percent_value(float(rate), digits)


@lru_cache(_RATES)
def _percent_value(rate: float, digits: int) -> float:
    step = 10.0**-digits
    # Shifted as it is written: 0.5175 times 100 is not 51.75 for a computer.
    value = float((Decimal(repr(rate)) * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
    if 0 < rate < 1:
        value = min(max(value, step), 100 - step)
    return round(value, digits)


def percent_of(part: int | None, whole: int | None, digits: int = 1) -> float | None:
    """Return the share of a part in per cent, None where nothing is known or to be divided."""
    return percent_value(part / whole, digits) if part is not None and whole else None


def percent_values(rates: "pd.Series[float]", digits: int = 1) -> "pd.Series[float]":
    """Return :func:`percent_value` of every rate, under the same index."""
    values = [percent_value(rate, digits) for rate in rates]
    return pd.Series(values, index=rates.index, dtype="Float64", name=rates.name)


def points_values(points: "pd.Series[float]") -> "pd.Series[float]":
    """Return changes in percentage points, rounded as they are shown, under the same index."""
    values = [None if is_null(p) else round_half_up(round(p, _EXACT), 1) for p in points]
    return pd.Series(values, index=points.index, dtype="Float64", name=points.name)


def percent(rate: float | None, digits: int = 1, *, sign: bool = True) -> str:
    """Return a rate (0 to 1) in per cent: ``51.8 %``, or a dash.

    Args:
        rate: 0 to 1.
        digits: how many decimals.
        sign: whether the sign stands behind it; a table has it in its heading.
    """
    value = percent_value(rate, digits)
    if value is None:
        return NO_VALUE
    return f"{value:,.{digits}f}{PERCENT_SIGN if sign else ''}"


def whole_percent(rate: float | None, *, sign: bool = False) -> str:
    """Return a rate (0 to 1) in whole per cent: ``52``, or a dash."""
    return percent(rate, 0, sign=sign)


def count(number: float | None) -> str:
    """Return a count: ``3,783``, or a dash."""
    return NO_VALUE if number is None or is_null(number) else f"{int(number):,}"


def decimal(number: float | None, digits: int = 1) -> str:
    """Return a number that is no count: ``1,234.5``, or a dash."""
    if number is None or is_null(number):
        return NO_VALUE
    return f"{round_half_up(number, digits):,.{digits}f}"


def number(value: float | None, digits: int = 1) -> str:
    """Return a whole number as a count, any other with ``digits`` decimals, or a dash."""
    return decimal(value, digits) if isinstance(value, float) else count(value)


def signed(change: float | None, digits: int = 0) -> str:
    """Return a change with its sign: ``+14.3``, ``−2``, ``0.0``, or a dash.

    What rounds to nothing has no sign: ``+0.0`` would claim a change.
    """
    if change is None or is_null(change):
        return NO_VALUE
    value = round_half_up(round(float(change), _EXACT), digits)
    text = f"{abs(value):,.{digits}f}"
    if not value:
        return text
    return f"+{text}" if value > 0 else f"−{text}"


def points(change: float | None, language: str) -> str:
    """Return a change in percentage points with sign and unit: ``+14.3 จุด``, or a dash."""
    if is_null(change):
        return NO_VALUE
    return translator(language)("number.points", value=signed(change, 1))


def laos(change: float | None, language: str) -> str:
    """Return a change in LAOs with sign and unit: ``+1,121 แห่ง``, or a dash."""
    if change is None or is_null(change):
        return NO_VALUE
    whole = int(round_half_up(float(change)))
    return translator(language)("number.laos", count=abs(whole), value=signed(whole))
