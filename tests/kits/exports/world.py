"""A small office at one moment: a register of a few provinces and who has registered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random

import geothai

from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.match import Register
from itasdash.reference import provinces
from itasdash.thai.dates import BANGKOK

LONG = {
    "PAO": "องค์การบริหารส่วนจังหวัด",
    "CITY": "เทศบาลนคร",
    "TOWN": "เทศบาลเมือง",
    "SUBDISTRICT": "เทศบาลตำบล",
    "SAO": "องค์การบริหารส่วนตำบล",
}
SHORT = {"PAO": "อบจ.", "CITY": "ทน.", "TOWN": "ทม.", "SUBDISTRICT": "ทต.", "SAO": "อบต."}
_DIGIT = {"PAO": "2", "CITY": "3", "TOWN": "4", "SUBDISTRICT": "5", "SAO": "6"}
# Provinces whose names are traps: an ending that is a unit (ราย), a lost ำ, a beginning of another
# word, the longest, one that another begins with.
_TRAPS = ("57", "62", "52", "51", "39", "14", "81", "23", "80", "37", "17", "84", "77")
# Real names of LAOs that begin like a type, a total, a note or a place, or end like a unit; odd
# characters; the longest name; names of other provinces.
_NAMES = (
    "ทมอ",
    "ทมนางาม",
    "รวมไทยพัฒนา",
    "ยอดแกง",
    "ที่วัง",
    "ไม้ขาว",
    "กม.5",
    "จ.ป.ร.",
    "แกลง-กะเฉด",
    "นิคมสร้างตนเองลำโดมน้อย",
    "ขอนแก่น",
    "เชียงใหม่",
    "พิจิตร",
    "ลำพูน",
    "น้ำร้อน",
    "เมืองพล",
    "ดู่",
    "ภาคี",
    "แม่รำพึง",
)


@dataclass
class World:
    """What is true: the LAOs, which of their two people has registered, and when that was."""

    laos: list[Lao]
    admin: dict[str, bool]
    executive: dict[str, bool]
    moment: datetime

    @property
    def register(self) -> Register:
        return Register(self.laos)

    @property
    def provinces(self) -> list[str]:
        """The codes of the provinces, in the order of the register."""
        return list(dict.fromkeys(lao.province_code for lao in self.laos))

    def of(self, province: str) -> list[Lao]:
        return [lao for lao in self.laos if lao.province_code == province]

    def registered(self, lao: Lao) -> bool:
        return self.admin[lao.lao_id] and self.executive[lao.lao_id]

    def outstanding(self) -> list[Lao]:
        return [lao for lao in self.laos if not self.registered(lao)]

    def counts(self, province: str) -> tuple[int, int, int]:
        """Return how many LAOs of a province are expected, registered, outstanding."""
        laos = self.of(province)
        registered = sum(map(self.registered, laos))
        return len(laos), registered, len(laos) - registered

    def needs_district(self) -> set[str]:
        """Return the LAOs that only their district tells from another of the province."""
        named = Counter((lao.province_code, lao.lao_type, lao.name_th) for lao in self.laos)
        return {
            lao.lao_id
            for lao in self.laos
            if named[lao.province_code, lao.lao_type, lao.name_th] > 1
        }


def province_name(code: str) -> str:
    return provinces()[code].name_th


@cache
def _places() -> dict[str, list[tuple[str, list[str]]]]:
    """Return the districts of each province with the names of their subdistricts."""
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for province in geothai.provinces():
        for district in geothai.districts(province.code):
            named = [sub.name_th for sub in geothai.subdistricts(district.code)]
            if len(named) > 2:
                found.setdefault(province.code, []).append((district.name_th, named))
    return found


def draw_moment(rng: Random) -> datetime:
    """Return a moment of the campaign of 2565, to the minute, never midnight."""
    day = datetime(2021, 12, 20, tzinfo=BANGKOK) + timedelta(days=rng.randrange(70))
    return day.replace(hour=rng.randrange(8, 18), minute=rng.choice((0, 0, 15, 30, 45)))


def draw_world(
    rng: Random,
    *,
    least: int = 2,
    most: int = 5,
    each: tuple[int, int] = (5, 9),
    rate: tuple[float, float] = (0.3, 0.8),
    twins: bool = True,
) -> World:
    """Draw a register of ``least`` to ``most`` provinces and who has registered.

    Every province has LAOs of both kinds, registered and outstanding. ``twins`` allows two LAOs of
    one type and name in a province.
    """
    known = [code for code in _places() if code in provinces()]
    codes = {rng.choice(_TRAPS)}
    number = rng.randint(least, most)
    while len(codes) < number:
        codes.add(rng.choice(known))
    laos: list[Lao] = []
    for code in sorted(codes):
        laos += _draw_province(rng, code, rng.randint(*each), twins)
    share = rng.uniform(*rate)
    admin = {lao.lao_id: rng.random() < share**0.5 + 0.05 for lao in laos}
    executive = {lao.lao_id: rng.random() < share**0.5 for lao in laos}
    world = World(laos, admin, executive, draw_moment(rng))
    for code in world.provinces:
        first, second, *_ = rng.sample(world.of(code), 2)
        admin[first.lao_id] = executive[first.lao_id] = True
        role = rng.choice((admin, executive))
        if world.registered(second):
            role[second.lao_id] = False
    return world


def _draw_province(rng: Random, code: str, number: int, twins: bool) -> list[Lao]:
    places = _places()[code]
    capital = next(
        (p for p in places if p[0] in (f"เมือง{province_name(code)}", province_name(code))),
        places[0],
    )
    chosen = [capital, *rng.sample(places, min(len(places), rng.randint(1, 3)))]
    chosen = list(dict.fromkeys((name, tuple(subs)) for name, subs in chosen))
    wanted: list[tuple[str, str, str]] = [
        (capital[0], "PAO", province_name(code)),
        (capital[0], rng.choice(("TOWN", "CITY")), province_name(code)),
    ]
    while len(wanted) < number:
        district, subs = rng.choice(chosen)
        kind = rng.choice(("SAO", "SAO", "SAO", "SUBDISTRICT"))
        dice = rng.random()
        if dice < 0.1:
            name = rng.choice(_NAMES)
        elif dice < 0.2 and len(wanted) > 2:
            # The same name with another type, in the same district.
            district, kind, name = rng.choice(wanted[2:])
            kind = {"SAO": "SUBDISTRICT"}.get(kind, "SAO")
        elif dice < 0.27 and len(wanted) > 2 and len(chosen) > 1 and twins:
            _, kind, name = rng.choice(wanted[2:])
        else:
            name = rng.choice(subs)
        if (district, kind, name) in wanted:
            continue
        if not twins and any(each[1:] == (kind, name) for each in wanted):
            continue
        wanted.append((district, kind, name))
    order = [name for name, _ in chosen]
    wanted[2:] = sorted(wanted[2:], key=lambda each: order.index(each[0]))
    laos = []
    for place, (district, kind, name) in enumerate(wanted, start=1):
        within = order.index(district) + 1
        laos.append(Lao(f"{_DIGIT[kind]}{code}{within:02}{place:02}", code, district, kind, name))
    return laos


def by_district(laos: Sequence[Lao]) -> dict[tuple[str, str], list[Lao]]:
    """Return LAOs by province and district, in their order."""
    found: dict[tuple[str, str], list[Lao]] = {}
    for lao in laos:
        found.setdefault((lao.province_code, lao.district_name_th), []).append(lao)
    return found
