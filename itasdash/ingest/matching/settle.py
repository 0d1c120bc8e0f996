"""Who a row is about, read and matched; what needs no person is remembered by its register."""

from collections.abc import Callable, Iterable
from datetime import date

from itasdash.ingest.matching.confirmed import Alias
from itasdash.ingest.matching.match import Match, Register
from itasdash.ingest.matching.place import Place

# The fields that tell whom a row is about, and the rules that need nothing else to settle it.
_TELLING = ("name", "province", "district", "type", "code")
_SETTLING = ("code", "name")
# Rows that are remembered, of so many characters at most: those of a full export, and of another
# that writes them otherwise.
_MOST_SETTLED, _LONGEST_SETTLED = 20_000, 400


def settle(
    register: Register,
    cells: Callable[[str], str],
    province: str | None,
    district_sure: bool,
    aliases: Iterable[Alias],
    day: date,
) -> tuple[Place, Match]:
    """Return who a row is about, and its LAO; the place is in that LAO's province, if there is one.

    The arguments are those of :meth:`Register.place` and :meth:`Register.match`. The same rows
    stand in nearly every export of a register: what code or name settle is remembered, as no
    confirmed name and no day has a part in it.
    """
    texts = tuple(map(cells, _TELLING))
    told = (texts, province, district_sure)
    known = register.settled.get(told)
    if known is not None:
        return known
    read = dict(zip(_TELLING, texts, strict=True))
    place = register.place(read.__getitem__, province, district_sure)
    match = register.match(place, aliases, day)
    if match.lao is not None:
        # Beside its code a row need not say its province.
        place = place.of_province(match.lao.province_code)
    if match.rule in _SETTLING and sum(map(len, texts)) <= _LONGEST_SETTLED:
        if len(register.settled) >= _MOST_SETTLED:
            register.settled.clear()
        register.settled[told] = (place, match)
    return place, match
