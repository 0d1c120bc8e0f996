"""Thai and Arabic digits, and numbers as people type them."""

import re

from pythainlp.util import (
    arabic_digit_to_thai_digit,
    thai_digit_to_arabic_digit,
    thaiword_to_num,
)

from itasdash.thai.text import clean, remembering_short

_DIGIT = re.compile(r"\d")
_NUMBER = r"-?\d{1,3}(?:,\d{3})+|-?\d{1,15}"
_UNIT = r"(?:\s*(?:แห่ง|คน|ชุด|ราย|อปท\.?|หน่วยงาน|หน่วย))?"
_COUNT = re.compile(rf"(?:จำนวน\s*)?({_NUMBER})(?:\.0+)?{_UNIT}")
_SHARE = r"(?:ร้อยละ|คิดเป็นร้อยละ)?\s*-?\d+(?:[.,]\d+)?\s*%?"
# "30 (48.39%)", "48.39% (30)", "30 / 48.39%"
_WITH_SHARE = re.compile(
    rf"(?:จำนวน\s*)?(?P<count>{_NUMBER}){_UNIT}\s*"
    rf"(?:[(\[]\s*(?P<share>{_SHARE})\s*[)\]]|[/|,;\s]\s*(?P<bare>(?:(?:คิดเป็น)?ร้อยละ\s*)-?\d+(?:\.\d+)?|-?\d+(?:\.\d+)?\s*%))"
)
_SHARE_FIRST = re.compile(
    rf"(?P<share>(?:(?:คิดเป็น)?ร้อยละ\s*)-?\d+(?:\.\d+)?|-?\d+(?:\.\d+)?\s*%)\s*[(\[]\s*(?P<count>{_NUMBER}){_UNIT}\s*[)\]]"
)
_DECIMAL = re.compile(r"(?:(?:คิดเป็น)?ร้อยละ\s*)?(-?\d+(?:,\d{3})*(?:\.\d+)?)\s*%?")
# "32,7": a comma with one, two or four decimals behind it parts no thousands.
_DECIMAL_COMMA = re.compile(r"(?:ร้อยละ\s*)?(-?\d+),(\d{1,2}|\d{4,})\s*%?")


def to_thai(text: str) -> str:
    """Return ``text`` with every Arabic digit as its Thai one."""
    return arabic_digit_to_thai_digit(text)


def to_arabic(text: str) -> str:
    """Return ``text`` with every Thai digit as its Arabic one."""
    return text if text.isascii() else thai_digit_to_arabic_digit(text)


def parse_count(value: object) -> int | None:
    """Return a whole number from a cell (``49.0``, ``'๗,๘๔๙'``, ``'32 แห่ง'``), else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return _count_in(str(value))


# The same few numbers, and texts that are none, stand in most cells of a column.
@remembering_short
def _count_in(text: str) -> int | None:
    if not _DIGIT.search(text):
        # Most texts that are asked are names.
        return None
    match = _COUNT.fullmatch(to_arabic(clean(text)))
    return int(match[1].replace(",", "")) if match else None


def parse_decimal(value: object) -> float | None:
    """Return a number from a cell (``'๕๑.๘๐'``, ``'97.5 %'``, ``'ร้อยละ 97.50'``), else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    text = to_arabic(clean(str(value)))
    if comma := _DECIMAL_COMMA.fullmatch(text):
        return float(f"{comma[1]}.{comma[2]}")
    match = _DECIMAL.fullmatch(text)
    return float(match[1].replace(",", "")) if match else None


def parse_count_and_share(value: object) -> tuple[int, float] | None:
    """Return the count and the share that stand in one cell (``'30 (48.39%)'``), else None."""
    if not isinstance(value, str):
        return None
    text = to_arabic(clean(value))
    match = _WITH_SHARE.fullmatch(text) or _SHARE_FIRST.fullmatch(text)
    if match is None:
        return None
    share = parse_decimal(match["share"] or match.groupdict().get("bare") or "")
    count = parse_count(match["count"])
    return None if share is None or count is None else (count, share)


def parse_number_words(text: str) -> int | None:
    """Return the number that Thai words spell (``หกสิบเจ็ด``), else None."""
    try:
        return int(thaiword_to_num(text))
    except (ValueError, TypeError, KeyError, IndexError):
        return None
