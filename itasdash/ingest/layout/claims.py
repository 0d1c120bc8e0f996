"""What a text claims of the LAOs that are named below it: that they are, or are not, registered.

A list of names says only by its titles of whom it is. A text may also name the others ("without
those not yet registered"), count both, or head a second list within a table; whatever does not
plainly say "the unregistered" makes no list.
"""

import re
from collections.abc import Iterable
from functools import cache

from itasdash.reference import words
from itasdash.thai.text import key

# A number behind a claim is a count where a word or a unit makes it one; else it may be a day.
_COUNT_BEHIND = re.compile(
    r"(?:จำนวน|รวม|ร้อยละ|คิดเป็น|[:=(])*\d[\d,.]*|\D{0,12}?\d[\d,.]*(?:แห่ง|อปท|หน่วยงาน|ราย|คน|%)"
)
# How many characters before a claim a word stands that turns it round.
_BEFORE = 24


@cache
def _unregistered() -> re.Pattern[str]:
    return _any_of(words("kind_words", "kind", "word"))


@cache
def _claim(says: str) -> re.Pattern[str]:
    found = words("claim_words", "says", "word").items()
    return _any_of(word for word, meaning in found if meaning == says)


def _any_of(found: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))


def claims_unregistered(text: str) -> bool:
    """Say whether a text calls what follows it LAOs that are not registered, and nothing else."""
    plain = key(text)
    matches = list(_unregistered().finditer(plain))
    if not matches or claims_otherwise(text):
        return False
    counted = all(_COUNT_BEHIND.match(plain, match.end()) for match in matches)
    # Two counts of one line say how many there are of each, and not of which these are.
    return not (counted and _registered(plain))


def claims_otherwise(text: str) -> bool:
    """Say whether a text calls what follows it registered, or not those who are not registered.

    A count of the registered is no such claim.
    """
    plain = key(text)
    turned = any(
        _claim("turned").search(plain, max(0, match.start() - _BEFORE), match.start())
        for match in _unregistered().finditer(plain)
    )
    return turned or any(not counted for counted in _registered(plain))


def remark_claims_registered(remark: str) -> bool:
    """Say whether the remark of a row says that its LAO has registered, not one of its people."""
    plain = key(remark)
    return bool(_registered(plain)) and not any(word in plain for word in _PARTLY)


_PARTLY = ("ผู้ดูแล", "ผู้บริหาร", "admin", "executive", "คน", "ราย", "ยัง", "ไม่", "not")


def _registered(plain: str) -> list[bool]:
    """Return, for each mention of the registered in a key, whether it counts them."""
    rest = _unregistered().sub("_", plain)
    return [
        bool(_COUNT_BEHIND.match(rest, match.end()))
        for match in _claim("registered").finditer(rest)
    ]
