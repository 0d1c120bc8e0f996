"""The sample's register: 7,849 invented but plausible LAOs.

How many LAOs a province has of each type is a public fact; which place bears which LAO is made up
here from the names of real districts and subdistricts.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geothai
import numpy as np

REFERENCE = Path(__file__).resolve().parents[2] / "itasdash" / "reference"

# The words that the department's open-data register uses in its type column.
TYPE_WORDS = {
    "PAO": "อบจ.",
    "CITY": "เทศบาลนคร",
    "TOWN": "เทศบาลเมือง",
    "SUBDISTRICT": "เทศบาลตำบล",
    "SAO": "อบต.",
    "SPECIAL": "ท้องถิ่นรูปแบบพิเศษ",
}
MUNICIPALITIES = ("CITY", "TOWN", "SUBDISTRICT")
PATTAYA = ("20", "บางละมุง", "เมืองพัทยา")

Place = tuple[str, str]  # district, name


@dataclass(frozen=True)
class Lao:
    """A local administrative organisation of the sample."""

    code: str
    province_code: str
    province: str
    district: str
    lao_type: str
    name: str

    @property
    def in_capital(self) -> bool:
        """Whether its district is the one that people write as plain อ.เมือง."""
        return self.district == f"เมือง{self.province}"


def build_register(rng: np.random.Generator) -> list[Lao]:
    """Return all LAOs in the order of the six digits that stay with them."""
    digits = {row["lao_type"]: row["code_digit"] for row in read_reference("lao_types")}
    register: list[Lao] = []
    for province in read_reference("provinces"):
        counts = {lao_type: int(province[f"lao_{lao_type.lower()}"]) for lao_type in TYPE_WORDS}
        if sum(counts.values()):
            places = _places(province["province_code"], province["name_th"], counts, rng)
            register += _number(province["province_code"], province["name_th"], places, digits)
    return register


def read_reference(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the project's reference tables."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _places(
    province_code: str, province: str, counts: dict[str, int], rng: np.random.Generator
) -> dict[str, list[Place]]:
    """Return district and name of every LAO of a province, by type.

    Municipalities take the provincial capital, then the seats of the districts (the biggest
    first), then subdistricts from one end of a shuffled list; SAOs take subdistricts from its
    other end. So the two share a name only where a province has fewer names than LAOs, as the
    real ones do.
    """
    districts = geothai.districts(province_code)
    subdistricts = {d.name_th: geothai.subdistricts(d.code) for d in districts}
    capital, *others = subdistricts
    others.sort(key=lambda name: -len(subdistricts[name]))
    # A former name stands in brackets behind some names; an LAO bears one name.
    names = [(d, s.name_th.split(" (")[0]) for d, found in subdistricts.items() for s in found]
    shuffled = [names[i] for i in rng.permutation(len(names))]
    seats = [(capital, province), *((name, name) for name in others)]
    towns = iter(dict.fromkeys(seats + shuffled))
    places = {t: [next(towns) for _ in range(counts[t])] for t in MUNICIPALITIES}
    places["PAO"] = [(capital, province)]
    places["SAO"] = shuffled[::-1][: counts["SAO"]]
    places["SPECIAL"] = [PATTAYA[1:]] if PATTAYA[0] == province_code else []
    for lao_type, expected in counts.items():
        if len(places[lao_type]) != expected:
            raise ValueError(f"{province}: {len(places[lao_type])} of {expected} {lao_type}")
    return places


def _number(
    province_code: str, province: str, places: dict[str, list[Place]], digits: dict[str, str]
) -> Iterator[Lao]:
    """Yield a province's LAOs with their codes: type, province, district, sequence in district."""
    by_district: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for lao_type in TYPE_WORDS:
        for district, name in sorted(places[lao_type]):
            by_district[district].append((lao_type, name))
    for area in geothai.districts(province_code):
        for sequence, (lao_type, name) in enumerate(by_district[area.name_th], start=1):
            code = f"{digits[lao_type]}{area.code}{sequence:02}"
            yield Lao(code, province_code, province, area.name_th, lao_type, name)
