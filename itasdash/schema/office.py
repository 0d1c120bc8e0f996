"""What an office writes by hand: ``office.toml`` and ``access.toml``, as records.

Their entries, types and defaults are declared here once; a file that says no version is of the
first one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from itasdash.schema.records import Record, added_later

_DOTS = "…………………………"
QUOTAS_FROM_EXPORT, QUOTAS_BY_RULES = "export", "rules"
QUOTA_CHOICES = (QUOTAS_FROM_EXPORT, QUOTAS_BY_RULES)
_NOT_SAID = ("font", "quotas", "earlier_reference", "earlier_date")
_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True, kw_only=True)
class Office(Record):
    """``office.toml``: what a letter says of its sender, its typeface, and quotas of surveys.

    ``earlier_reference`` and ``earlier_date`` are number and date of the letter that this one
    reminds of. ``quotas`` is one of :data:`QUOTA_CHOICES`: whether those that no export gives are
    computed. See ``docs/letters.md`` and ``docs/surveys.md``.
    """

    department: str = "กรมส่งเสริมการปกครองท้องถิ่น"
    division: str = "กองกฎหมายและระเบียบท้องถิ่น"
    unit: str = "สำนักงานศูนย์ปฏิบัติการต่อต้านการทุจริต"
    recipient: str = "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด"
    urgency: str = "ด่วนที่สุด"
    reference: str = f"มท {_DOTS}"
    date: str = _DOTS
    telephone: str = _DOTS
    fax: str = _DOTS
    email: str = _DOTS
    font: str = "TH SarabunPSK"
    quotas: str = QUOTAS_FROM_EXPORT
    earlier_reference: str = added_later("")
    earlier_date: str = added_later("")

    @property
    def of_letters(self) -> dict[str, str]:
        """The entries that letters say, by their fields."""
        return {name: getattr(self, name) for name in vars(self) if name not in _NOT_SAID}


def is_told(entry: str) -> bool:
    """Tell whether an entry says something: what the default does not know is dotted."""
    return bool(entry.strip(" .…"))


@dataclass(frozen=True, kw_only=True)
class RoleMembers(Record):
    """Who has a role: e-mail addresses, domains, and the values of a provider's claims."""

    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Proxy(Record):
    """The header in which an authenticating proxy names the person, and whom it is believed.

    ``peers`` are the addresses and networks that the proxy asks from, ``*`` for any; empty for one
    on this machine.
    """

    header: str
    peers: tuple[str, ...] = added_later(())


@dataclass(frozen=True, kw_only=True)
class AccessFile(Record):
    """``access.toml``: who may look, who may import, and who signs people in."""

    viewer: RoleMembers = RoleMembers()
    staff: RoleMembers = RoleMembers()
    proxy: Proxy | None = None


def text_of_csv(data: bytes) -> str:
    """Return the text of a CSV that the office keeps: UTF-8, or as a Thai Windows saves it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp874", errors="replace")


def from_toml(record: type[_R], text: str) -> _R:
    """Return the record of that class that a text in TOML says.

    Raises:
        ValueError: the text is no TOML.
        RecordError: it is another record, or (``LaterVersion``) one of a later version; an entry
            that there is not is an ``UnknownField``, with its place.
    """
    try:
        return record.from_stored(tomllib.loads(text))
    except RecursionError as error:
        # Nesting without end overflows the parser.
        raise ValueError(str(error)) from error
