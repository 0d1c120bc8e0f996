"""Names that a person has confirmed: which of them is about a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from itasdash.ingest.matching.place import Place
from itasdash.schema import NOT_AN_LAO
from itasdash.thai.text import key


@dataclass(frozen=True)
class Alias:
    """A written name that a person has confirmed, valid from and to a date (None: open)."""

    written: str
    province_code: str
    district: str
    lao_id: str
    valid_from: date | None = None
    valid_to: date | None = None


def confirmed(place: Place, aliases: Iterable[Alias], day: date) -> Alias | None:
    """Return the first of ``aliases`` that is about the written name of a row on a day."""
    for alias in aliases:
        if (
            key(alias.written) == key(place.written)
            and alias.province_code == place.province_code
            and (not alias.district or alias.district == place.district)
            and (alias.valid_from is None or alias.valid_from <= day)
            and (alias.valid_to is None or day <= alias.valid_to)
        ):
            return alias
    return None


def is_no_lao(place: Place, aliases: Iterable[Alias], day: date) -> bool:
    """Tell whether a person has found that a row is about no LAO."""
    alias = confirmed(place, aliases, day)
    return alias is not None and alias.lao_id == NOT_AN_LAO
