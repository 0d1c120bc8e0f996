"""What titles call a table: a list of those who have not registered, or of others."""

import re
from collections.abc import Iterable
from functools import cache

from itasdash.reference import words
from itasdash.thai.digits import to_arabic
from itasdash.thai.text import key

# A count of the others beside the list: "ลงทะเบียนแล้ว 7,782 แห่ง ยังไม่ลงทะเบียน 67 แห่ง".
_COUNTED = re.compile(r"(?:ทั้งหมด|ทั้งสิ้น|จำนวน|ร้อยละ|คิดเป็น)*[:=(]*\d")
# "ที่ลงทะเบียนไม่ครบ" says of nobody that they have registered, nor does "ยังไม่เคย" reverse anything.
_DENIED = "ไม่"


def calls_list(text: str) -> bool:
    """Say whether a text speaks of those who have not registered."""
    return any(word in key(text) for word in words("kind_words", "kind", "word"))


def contrary_title(texts: Iterable[str]) -> str:
    """Return the first text by which a list would not be of those who have not registered.

    That is one which also speaks of those who have, or which reverses what it speaks of; empty
    where none is. A mere count of the others says nothing of a list.
    """
    return next((text for text in texts if _reverses(text) or calls_registered(text)), "")


def calls_registered(text: str, *, counted: bool = False) -> bool:
    """Say whether a text speaks of those who have registered.

    ``counted``: also where a number stands behind it, which may be a day.
    """
    told = to_arabic(key(text))
    for word in _unregistered():
        told = told.replace(word, " ")
    for word in _contrary("registered"):
        for part in told.split(word)[1:]:
            if not part.startswith(_DENIED) and (counted or not _COUNTED.match(part)):
                return True
    return False


def says_registered(remark: str) -> bool:
    """Say whether the remark of a row says that its LAO has registered, not one of its people."""
    told = key(remark)
    return calls_registered(remark, counted=True) and not any(word in told for word in _PARTLY)


_PARTLY = ("ผู้ดูแล", "ผู้บริหาร", "admin", "executive", "คน", "ราย", "ยัง", "ไม่", "not")


def _reverses(text: str) -> bool:
    told = key(text)
    begins = [told.find(word) for word in _unregistered() if word in told]
    before = told[: min(begins)].replace("ไม่เคย", "") if begins else ""
    return any(word in before for word in _contrary("reverses"))


@cache
def _unregistered() -> tuple[str, ...]:
    """Return the words for those who have not registered, the longest first."""
    return tuple(sorted(words("kind_words", "kind", "word"), key=len, reverse=True))


@cache
def _contrary(says: str) -> tuple[str, ...]:
    found = words("contrary_words", "says", "word")
    return tuple(word for word, each in found.items() if each == says)
