"""The project's reference tables and their loader.

Whatever differs between exports or years is a line in a CSV file here, not code. Each file's
columns are checked once when it is first read.
"""

from dataclasses import dataclass, fields
from functools import cache

from itasdash.thai.tables import Row, read_table
from itasdash.thai.text import key


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of ``reference/<name>.csv``, every value as text."""
    return read_table(__package__, name)


@dataclass(frozen=True)
class Province:
    """A province: DOPA code, names, abbreviations and groupings.

    In Thai these are the official ones of two letters, in English the usual ones of three."""

    code: str
    name_th: str
    name_en: str
    abbreviation_th: str
    abbreviation_en: str
    region: str
    inspection_region: str
    nacc_region: str

    def name(self, language: str) -> str:
        """Return the name in ``language`` (``th`` or ``en``)."""
        return self.name_en if language == "en" else self.name_th

    def abbreviation(self, language: str) -> str:
        """Return what stands for the name where there is little room, in ``language``."""
        return self.abbreviation_en if language == "en" else self.abbreviation_th


@dataclass(frozen=True)
class Named:
    """A code with its names and its place in official order (LAO types, regions)."""

    code: str
    name_th: str
    name_en: str
    short_th: str
    short_en: str

    def name(self, language: str) -> str:
        """Return the full name in ``language`` (``th`` or ``en``)."""
        return self.name_en if language == "en" else self.name_th

    def short(self, language: str) -> str:
        """Return the name that fits a chart or a table cell."""
        return self.short_en if language == "en" else self.short_th


@cache
def provinces() -> dict[str, Province]:
    """Return the 76 provinces whose LAOs the department watches, by code (Bangkok is not one)."""
    return {code: p for code, p in all_provinces().items() if code != BANGKOK}


@cache
def all_provinces() -> dict[str, Province]:
    """Return all 77 provinces by code, in code order."""
    names = [field.name for field in fields(Province)][1:]
    return {
        row["province_code"]: Province(row["province_code"], *(row[name] for name in names))
        for row in table("provinces")
    }


BANGKOK = "10"


@cache
def province_codes() -> dict[str, str]:
    """Return province code by comparison key of every name and alias, Bangkok included."""
    names = {key(p.name_th): code for code, p in all_provinces().items()}
    names |= {key(p.name_en): code for code, p in all_provinces().items()}
    return names | {key(row["written"]): row["province_code"] for row in table("province_aliases")}


@cache
def lao_types() -> dict[str, Named]:
    """Return the LAO types by code, in official order."""
    return _named("lao_types", "lao_type")


@cache
def regions() -> dict[str, Named]:
    """Return the six regions by code, in official order."""
    return _named("regions", "region")


def _named(name: str, code: str) -> dict[str, Named]:
    fields = (code, "name_th", "name_en", "short_th", "short_en")
    return {row[code]: Named(*(row[field] for field in fields)) for row in table(name)}


@cache
def words(name: str, value: str, word: str) -> dict[str, str]:
    """Return a word table as a mapping: comparison key of ``word`` to the column ``value``."""
    return {key(row[word]): row[value] for row in table(name)}
