"""Who a row says it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from itasdash.findings import Finding
from itasdash.ingest.matching.lao import Lao
from itasdash.reference.names import WrittenName
from itasdash.thai.text import bare_key, key


@dataclass(frozen=True)
class Place:
    """Who a row says it is about, as read: everything may be missing but the written name."""

    written: str
    name: WrittenName
    province_code: str | None
    district: str | None
    district_sure: bool
    lao_type: str | None
    code: str
    # The row says itself that its name fits no LAO, so that only a person may match it.
    unmatched: bool = False

    def of_province(self, province_code: str) -> "Place":
        """Return the place as one of the given province."""
        if self.province_code == province_code:
            return self
        return replace(self, province_code=province_code)


def type_differs(place: Place, lao: Lao) -> Iterable[Finding]:
    """Say that a row writes another type than the LAO of its code has.

    A name that is the LAO's as a whole names no type, whatever it begins with (ทมอ, ทมนางาม).
    """
    names = {key(lao.name_th), bare_key(lao.name_th)}
    whole = any(not t and names & {name, bare_key(name)} for t, name in place.name.readings)
    written = [place.lao_type, None if whole else place.name.lao_type]
    other = next((found for found in written if found not in (None, lao.lao_type)), None)
    if other:
        yield Finding("type_differs", expected=lao.lao_type, found=other, subject=place.written)
