"""Three names that one list gets wrong by a letter, so that the sample shows a decision to make."""

import numpy as np
from sample_register import Lao

# Letters that look alike or lie side by side on the keyboard.
LOOKALIKES = {"ค": "ด", "ด": "ค", "น": "ม", "บ": "ป", "ผ": "ฝ", "พ": "ฟ", "ก": "ถ", "ช": "ซ"}
HOW_MANY = 3
SHORTEST = 6


def misspell(register: list[Lao], listed: list[Lao], rng: np.random.Generator) -> dict[str, str]:
    """Return ``{code: wrong name}`` for LAOs on a list, each of another province.

    Only where the wrong name is nobody's in the province and lies far from every name but the
    right one: the sample has to show a clear suggestion, not a riddle.
    """
    wrong: dict[str, str] = {}
    provinces: set[str] = set()
    for i in rng.permutation(len(listed)):
        lao = listed[i]
        if len(wrong) == HOW_MANY:
            break
        if lao.province in provinces or lao.lao_type not in ("SAO", "SUBDISTRICT"):
            continue
        letters = [x for x in range(2, len(lao.name)) if lao.name[x] in LOOKALIKES]
        if len(lao.name) < SHORTEST or not letters:
            continue
        x = letters[int(rng.integers(len(letters)))]
        written = lao.name[:x] + LOOKALIKES[lao.name[x]] + lao.name[x + 1 :]
        others = [o.name for o in register if o.province == lao.province and o is not lao]
        if all(_differ_clearly(written, other) for other in others):
            wrong[lao.code] = written
            provinces.add(lao.province)
    return wrong


def _differ_clearly(one: str, other: str) -> bool:
    """Say whether two names differ in length by more than one or in more than two places."""
    if abs(len(one) - len(other)) > 1:
        return True
    return sum(a != b for a, b in zip(one, other, strict=False)) > 2
