"""Thai and Arabic digits, and numbers as people type them."""

import re

from pythainlp.util import arabic_digit_to_thai_digit, thai_digit_to_arabic_digit

from itasdash.thai.text import clean

_COUNT = re.compile(r"(-?\d{1,3}(?:,\d{3})+|-?\d{1,15})(?:\.0+)?(?:\s*(?:แห่ง|คน|ชุด|ราย))?")
_DECIMAL = re.compile(r"(?:ร้อยละ\s*)?(-?\d+(?:,\d{3})*(?:\.\d+)?)\s*%?")


def to_thai(text: str) -> str:
    """Return ``text`` with every Arabic digit as its Thai one."""
    return arabic_digit_to_thai_digit(text)


def to_arabic(text: str) -> str:
    """Return ``text`` with every Thai digit as its Arabic one."""
    return thai_digit_to_arabic_digit(text)


def parse_count(value: object) -> int | None:
    """Return a whole number from a cell (``49.0``, ``'๗,๘๔๙'``, ``'32 แห่ง'``), else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    match = _COUNT.fullmatch(to_arabic(clean(str(value))))
    return int(match[1].replace(",", "")) if match else None


def parse_decimal(value: object) -> float | None:
    """Return a number from a cell (``'๕๑.๘๐'``, ``'97.5 %'``, ``'ร้อยละ 97.50'``), else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    match = _DECIMAL.fullmatch(to_arabic(clean(str(value))))
    return float(match[1].replace(",", "")) if match else None
