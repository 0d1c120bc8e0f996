"""Written names -> LAOs of the register, by the rules of docs/matching.md and no others.

No score decides: 71 pairs of different LAOs of one province and type differ by one letter, and true
misspellings score no better. What the rules do not settle goes to a person, with suggestions.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from itasdash.findings import Finding
from itasdash.ingest.layout.rows import list_word
from itasdash.ingest.matching.confirmed import Alias, confirmed
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.likeness import LONGEST_NAME, NameIndex
from itasdash.ingest.matching.place import Place, type_differs
from itasdash.reference import all_provinces, table
from itasdash.reference.codes import LAO_ID_LENGTH, read_code
from itasdash.reference.names import read_district, read_lao_name, read_lao_type, read_province
from itasdash.reference.written_names import official_name, short_name
from itasdash.schema import lao_key
from itasdash.thai.text import bare_key, key

SUGGESTIONS = 5
# How many of the country's LAOs are looked at where a row does not tell its province.
_ALIKE = 50
# What a difference in type or district takes off the likeness of two names, in points of 100.
# They order suggestions only; nothing is ever decided by them.
_OTHER_TYPE, _OTHER_DISTRICT, _TAKEN = 12.0, 12.0, 30.0
# The score of an LAO that bore a name once: below that of the code, above all likeness.
_ONCE_CALLED = 99.0
# Suggestions that may be meant as well as the best one, in points of likeness.
_ABOUT_AS_LIKE, _LEAST_LIKE = 5.0, 60.0


@dataclass(frozen=True)
class Suggestion:
    """An LAO that a written name may mean; ``score`` is 0 to 100, for ordering only."""

    lao_id: str
    name: str
    district: str
    score: float


@dataclass(frozen=True)
class Match:
    """The LAO of a row and the rule that found it (``code``, ``name``, ``alias``), or neither.

    ``several`` are the LAOs that bear the written name alike, so that the row may be about any.
    """

    lao: Lao | None
    rule: str
    findings: tuple[Finding, ...] = ()
    several: tuple[Lao, ...] = ()


class Register:
    """The LAOs of one register version, indexed for matching."""

    def __init__(self, laos: Iterable[Lao]) -> None:
        self.laos = tuple(laos)
        self.by_id = {lao_key(lao.lao_id): lao for lao in self.laos}
        self.by_province: dict[str, list[Lao]] = defaultdict(list)
        self._keys: list[str] | None = None
        self._indexes: dict[str, NameIndex] = {}
        self._by_name: dict[tuple[str, str, str], list[Lao]] = defaultdict(list)
        for lao in self.laos:
            self.by_province[lao.province_code].append(lao)
            for form in {key(lao.name_th), "~" + bare_key(lao.name_th)}:
                self._by_name[lao.province_code, lao.lao_type, form].append(lao)
        self._districts = {
            code: frozenset(lao.district_name_th for lao in laos)
            for code, laos in self.by_province.items()
        }
        self._read_districts: dict[tuple[str, str], str | None] = {}
        # Of itasdash.ingest.matching.settle.
        self.settled: dict[tuple[object, ...], tuple[Place, Match]] = {}

    def place(
        self, cells: Callable[[str], str], province: str | None, district_sure: bool
    ) -> Place:
        """Read who a row is about; ``cells`` gives the text of a field."""
        name = read_lao_name(cells("name"))
        code = read_province(cells("province") or name.province or "") or province
        district = self._district(cells("district") or name.district or "", code)
        return Place(
            written=cells("name"),
            name=name,
            province_code=code,
            district=district,
            district_sure=district_sure,
            lao_type=read_lao_type(cells("type")) if cells("type") else None,
            code=read_code(cells("code")),
            unmatched=list_word(cells("code")) == "unmatched",
        )

    def _district(self, written: str, province_code: str | None) -> str | None:
        """Return which district of a province a text means; the same few stand in all its rows."""
        if not written or province_code not in all_provinces():
            return None
        wanted = province_code, written
        if wanted not in self._read_districts:
            districts = self._districts.get(province_code, frozenset())
            name = all_provinces()[province_code].name_th
            self._read_districts[wanted] = read_district(written, name, districts)
        return self._read_districts[wanted]

    def match(self, place: Place, aliases: Iterable[Alias], day: date) -> Match:
        """Return the LAO that a row is about, or none where only a person can tell."""
        if place.unmatched:
            lao = self._alias(place, aliases, day)
            return Match(lao, "alias" if lao else "unresolved")
        if not place.code:
            return self._match_name(place, aliases, day)
        by_code = self._by_code(place)
        if by_code is None:
            return self._match_name(place, aliases, day, Finding("code_unknown", found=place.code))
        if self._name_agrees(place, by_code):
            return Match(by_code, "code", tuple(type_differs(place, by_code)))
        # Code and name point at different LAOs: which of them is the slip, a person must say.
        found = Finding(
            "code_name_disagree",
            expected=official_name(by_code.lao_type, by_code.name_th),
            found=place.written,
            subject=place.code,
        )
        confirmed = self._alias(place, aliases, day)
        return Match(confirmed, "alias" if confirmed else "unresolved", (found,))

    def _by_code(self, place: Place) -> Lao | None:
        """Return the LAO of a row's code; a number of another length is of another numbering."""
        return self.by_id.get(lao_key(place.code)) if len(place.code) == LAO_ID_LENGTH else None

    def _match_name(
        self, place: Place, aliases: Iterable[Alias], day: date, *findings: Finding
    ) -> Match:
        found: list[Lao] = []
        for form in (str, _bare_form):
            found = self._find(place, form)
            if len(found) == 1:
                return Match(found[0], "name", findings)
            if found:
                break
        confirmed = self._alias(place, aliases, day)
        if confirmed is not None:
            return Match(confirmed, "alias", findings)
        written_type = place.name.lao_type
        # Where the name may begin like an abbreviation only, it names no type for sure.
        sure = all(read_type for read_type, _ in place.name.readings)
        if place.lao_type and written_type and place.lao_type != written_type and sure:
            differs = Finding("type_differs", expected=place.lao_type, found=written_type)
            findings = (*findings, differs)
        several = tuple(dict.fromkeys(found))
        return Match(None, "unresolved", findings, several if len(several) > 1 else ())

    def _find(self, place: Place, form: Callable[[str], str]) -> list[Lao]:
        """Return every LAO that a reading of the name fits, at the most literal reading that fits.

        A reading with a syllable put back (เทศบาลนครปฐม as the city of นครปฐม) stands only
        where no municipality of another class bears that name too. A reading whose type the type
        column contradicts does not stand: the name may begin like an abbreviation (อบต. ทมอ).
        """
        for number, (read_type, name) in enumerate(place.name.readings):
            lao_type = read_type or place.lao_type
            if lao_type is None or place.province_code is None:
                continue
            if place.lao_type not in (None, lao_type):
                continue
            named = self._by_name.get((place.province_code, lao_type, form(name)), [])
            found = self._of_district(named, place)
            if found and number and self._has_rival(place.province_code, lao_type, form(name)):
                return [*found, *found]
            if found:
                return found
        return []

    def _has_rival(self, province_code: str, lao_type: str, form: str) -> bool:
        others = {"CITY", "TOWN", "SUBDISTRICT"} - {lao_type}
        return any(self._by_name.get((province_code, other, form)) for other in others)

    @staticmethod
    def _of_district(named: list[Lao], place: Place) -> list[Lao]:
        """Keep the LAOs of the row's district; without one, all that bear the name.

        A row that names another district of the province is left to a person: its name may be a
        slip for one of that district. A PAO covers all districts, so its district says nothing.
        """
        in_district = [lao for lao in named if lao.district_name_th == place.district]
        if in_district:
            return in_district
        if place.district is None or not place.district_sure:
            return named
        return [lao for lao in named if lao.lao_type == "PAO"]

    def _alias(self, place: Place, aliases: Iterable[Alias], day: date) -> Lao | None:
        alias = confirmed(place, aliases, day)
        return self.by_id.get(lao_key(alias.lao_id)) if alias else None

    def _name_agrees(self, place: Place, lao: Lao) -> bool:
        """Say whether a row's name and place allow the LAO of its code.

        The type may differ, because LAOs change it; but where type, district and name as written
        are those of another LAO, the row is as likely about that one.
        """
        if place.province_code not in (None, lao.province_code):
            return False
        names = {form(name) for _, name in place.name.readings for form in (key, bare_key)}
        if not {key(lao.name_th), bare_key(lao.name_th)} & names:
            return False
        return lao in (named := self._find(place, str)) or not named

    def suggest(self, place: Place, taken: set[str]) -> list[Suggestion]:
        """Return the LAOs that a row most likely means, the best first.

        ``taken`` are LAOs that other rows of the same list are about already; they come last.
        """
        index, scores = self._scores(place, taken)
        best = np.lexsort((index.lao_ids, -scores.clip(0.0)))[:SUGGESTIONS]
        return [
            Suggestion(
                lao.lao_id,
                short_name(lao.lao_type, lao.name_th),
                lao.district_name_th,
                round(max(score, 0.0), 1),
            )
            for lao, score in ((index.laos[n], float(scores[n])) for n in best)
        ]

    def _scores(
        self, place: Place, taken: set[str]
    ) -> tuple[NameIndex, "np.ndarray[Any, np.dtype[np.float64]]"]:
        """Return the LAOs that a row may mean and how likely each is, in points of 100."""
        names = sorted({name[:LONGEST_NAME] for _, name in place.name.readings})
        wanted_type = place.name.lao_type or place.lao_type
        by_code = self._by_code(place)
        index = self._index(place.province_code) or NameIndex(self._alike(names))
        scores = index.likeness(names)
        if wanted_type is not None:
            scores -= _OTHER_TYPE * (index.types != wanted_type)
        if place.district is not None:
            scores -= _OTHER_DISTRICT * (index.districts != place.district)
        scores -= _TAKEN * np.array([lao.lao_id in taken for lao in index.laos], dtype=np.float64)
        for old in self._once_called(place):
            # Whoever bore the name once comes before all that are called alike.
            if old in index.laos:
                scores[index.laos.index(old)] = _ONCE_CALLED
        if by_code in index.laos:
            scores[index.laos.index(by_code)] = 100.0
        return index, scores

    def _once_called(self, place: Place) -> list[Lao]:
        """Return the LAOs of a row's province that bore its name before they were renamed."""
        keys = {form(name) for _, name in place.name.readings for form in (key, bare_key)}
        found = []
        for row in table("lao_renames"):
            here = row["province_code"] == place.province_code and row["lao_key"] in self.by_id
            if here and {key(row["name_before"]), bare_key(row["name_before"])} & keys:
                found.append(self.by_id[row["lao_key"]])
        return found

    def plausible(
        self, place: Place, suggestions: Sequence[Suggestion], taken: set[str]
    ) -> tuple[str, ...]:
        """Return the LAOs that an open row may mean, so that nothing is inferred of them.

        Those that bear its name in any way, or bore it once; those whose names are about as like
        it as that of the best suggestion; and at least one that no other row is about.
        """
        named = [lao for form in (str, _bare_form) for lao in self._find(place, form)]
        named += self._once_called(place)
        if suggestions:
            least = max(suggestions[0].score - _ABOUT_AS_LIKE, _LEAST_LIKE)
            named += [self.by_id[lao_key(s.lao_id)] for s in suggestions if s.score >= least]
            index, scores = self._scores(place, taken)
            free = [n for n, lao in enumerate(index.laos) if lao.lao_id not in taken]
            if free and all(lao.lao_id in taken for lao in named):
                named.append(index.laos[max(free, key=lambda n: float(scores[n]))])
        return tuple(dict.fromkeys(lao.lao_id for lao in named))

    def _index(self, province_code: str | None) -> NameIndex | None:
        code = province_code or ""
        if code not in self._indexes and self.by_province.get(code):
            self._indexes[code] = NameIndex(self.by_province[code])
        return self._indexes.get(code)

    def _alike(self, names: Sequence[str]) -> list[Lao]:
        """Return the LAOs of the country whose names are most like those of a row."""
        if self._keys is None:
            self._keys = [key(lao.name_th) for lao in self.laos]
        found = [
            self.laos[index]
            for name in names
            for _, _, index in process.extract(name, self._keys, scorer=fuzz.ratio, limit=_ALIKE)
        ]
        return list(dict.fromkeys(found))


def _bare_form(name: str) -> str:
    return "~" + bare_key(name)
