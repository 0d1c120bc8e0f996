"""What notes say of marks, blanks and colours: the legend of a table."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from itasdash.reference import words
from itasdash.thai.text import clean, key

_BLANKS = re.compile(
    r"(?:ช่อง|เซลล์)?(?:ที่)?(?:เว้น|ปล่อย)?ว่าง(?:ไว้)?|(?:ช่อง)?(?:ที่)?ไม่มีเครื่องหมาย|(?:ช่อง)?(?:ที่)?ไม่(?:ได้)?กรอก"
    r"|(?:blank|empty)(?:cells?)?"
)


_COLOUR = re.compile(
    r"สี(?:เขียว|แดง|เหลือง|ส้ม|ฟ้า|น้ำเงิน|เทา|ขาว|ชมพู|ม่วง)|\b(?:green|red|yellow|orange)\b"
)


BLANK = ""


_BREAK = re.compile(r"\s*(?:[,;|]|\s{2,}|\s+และ\s+|\s(?=\S{1,12}\s*(?:=|หมายถึง|คือ)))\s*")


_PAIR = re.compile(
    r"(?:หมายเหตุ|คำอธิบาย|สัญลักษณ์|note|legend)?\s*[:：]?\s*(?:เครื่องหมาย|สัญลักษณ์|ค่า)?\s*"
    r"(?P<mark>\S{1,16}(?: ว่าง)?)\s*(?:=|หมายถึง|คือ|หมายความว่า|แปลว่า|means|:)\s*(?P<means>.{2,60})",
    re.IGNORECASE,
)


@cache
def status_words() -> Mapping[str, str]:
    """Return ``true``, ``false`` or ``unknown`` by the key of a status word."""
    return words("status_words", "registered", "word")


@cache
def _parts() -> tuple[tuple[str, str], ...]:
    """Return (word, part) of ``reference/status_parts.csv``, the longest word first."""
    found = words("status_parts", "part", "word").items()
    return tuple(sorted(found, key=lambda item: -len(item[0])))


def status_of(word: str) -> str | None:
    """Return what a status word means, as :func:`status_words` does, or its parts together do.

    "Not" once before or after an act, or something that is still open, is a no; an act that is
    done, and nothing else, is a yes. A word that has another part, or says "not" twice, is unknown:
    nobody guesses.

    Args:
        word: the comparison key of a cell.
    """
    meaning = status_words().get(word)
    return meaning if meaning is not None or len(word) > _LONGEST_STATUS else _composed(word)


# No status word that is made of known parts is longer, in characters.
_LONGEST_STATUS = 60


@lru_cache(maxsize=4096)
def _composed(word: str) -> str | None:
    parts: list[str] = []
    rest = word
    while rest:
        found = next(((w, part) for w, part in _parts() if rest.startswith(w)), None)
        if found is None:
            return None
        parts.append(found[1])
        rest = rest[len(found[0]) :].lstrip(" .,()")
    no = parts.count("not")
    if no > 1 or (no and "open" in parts):
        return None
    if no or "open" in parts:
        return "false"
    return "true" if "done" in parts and "still" not in parts else None


def legend(texts: Iterable[str]) -> dict[str, str]:
    """Return what notes say of marks: ``/ หมายถึง ลงทะเบียนแล้ว`` gives ``{"/": "true"}``.

    The key of an empty cell is :data:`BLANK`.
    """
    found: dict[str, str] = {}
    for text in texts:
        plain = clean(text)
        for mark, means in _pairs(plain):
            meaning = status_of(key(means).rstrip("."))
            if meaning is None:
                continue
            name = key(mark).strip("\"'“”()[]")
            found[BLANK if _BLANKS.fullmatch(name) else name] = meaning
    return found


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    if not re.search(r"=|หมาย|คือ|แปลว่า|means|:", text):
        return
    for part in _BREAK.split(text):
        if match := _PAIR.fullmatch(part.strip()):
            yield match["mark"], match["means"].strip()


def legend_of_cells(filled: Sequence[str]) -> list[str]:
    """Return what cells side by side say of marks, as ``✓ = ลงทะเบียนแล้ว``."""
    return [
        f"{mark} = {means}"
        for mark, means in pairwise(filled)
        if 0 < len(mark) <= _LONGEST_MARK and not mark.isdigit() and names_state(means)
    ]


_LONGEST_MARK = 2


def names_state(text: str) -> bool:
    """Say whether a text names a state in so many words; shorter ones may be a name or a remark."""
    word = key(text)
    return len(word) >= _SHORTEST_STATE and status_words().get(word) in ("true", "false")


_SHORTEST_STATE = 6


def redefined(texts: Iterable[str]) -> str:
    """Return the first legend that gives a status word a meaning of its own, empty without one.

    "Registered means that one of the two is" makes every number another one. What only says that
    both people are meant agrees with how the word is understood anyway.
    """
    for text in texts:
        for mark, means in _pairs(clean(text)):
            meaning = status_of(key(mark).strip("\"'“”()[]"))
            explained = status_of(key(means).rstrip("."))
            if meaning not in ("true", "false") or explained == meaning or not _WORD.search(mark):
                continue
            # What is called not registered in other words is so all the same.
            if explained is None and (meaning == "false" or _BOTH.search(key(means))):
                continue
            return clean(text)
    return ""


_WORD = re.compile(r"[ก-๎a-zA-Z]{3}")
_BOTH = re.compile(r"ทั้งสอง|ทั้ง2|ครบ|both|ผู้ดูแลระบบและผู้บริหาร|ผู้บริหารและผู้ดูแลระบบ")


def names_colours(texts: Iterable[str]) -> str:
    """Return the first text that gives a colour a meaning, empty where none does."""
    return next(
        (
            text
            for text in texts
            if _COLOUR.search(text)
            and any(word in key(text) for word in ("ลงทะเบียน", "registered"))
        ),
        "",
    )
