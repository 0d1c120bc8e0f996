"""What the office has chosen: ``DATA/office.toml``, else the defaults. See ``docs/letters.md``."""

import tomllib
from dataclasses import dataclass, fields

from itasdash.findings import Refusal
from itasdash.schema.records import LaterVersion, RecordError, current

OFFICE_FILE = "office.toml"
# What the file may say under ``version``; one that says none is of the first.
_VERSION = 1
_DOTS = "…………………………"


QUOTAS_FROM_EXPORT, QUOTAS_BY_RULES = "export", "rules"
QUOTA_CHOICES = (QUOTAS_FROM_EXPORT, QUOTAS_BY_RULES)
_NOT_SAID = ("font", "quotas")


@dataclass(frozen=True)
class Office:
    """What the letter says of its sender, the typeface of letter and attachments, and quotas.

    ``quotas`` is one of :data:`QUOTA_CHOICES`: whether those that no export gives are computed.
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

    @property
    def of_letters(self) -> dict[str, str]:
        """The entries that letters say, by their fields."""
        return {name: getattr(self, name) for name in vars(self) if name not in _NOT_SAID}


def read_office(data: bytes | None) -> Office:
    """Return the office of a file's bytes; what the file leaves out, and no file, is the default.

    Raises:
        Refusal: the file cannot be read, has an entry that is none or one that is no text, or is of
            a later version of this program, or ``quotas`` is no choice.
    """
    if data is None:
        return Office()
    known = [field.name for field in fields(Office)]
    try:
        written = current(_VERSION, {}, tomllib.loads(data.decode("utf-8-sig")))
    except LaterVersion as error:
        raise Refusal("later_version", {"file": OFFICE_FILE}) from error
    except RecordError as error:
        values = {"file": OFFICE_FILE, "found": "version", "known": ", ".join(known)}
        raise Refusal("office_entry", values) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal("office_unreadable", {"file": OFFICE_FILE, "reason": error}) from error
    for name, value in written.items():
        if name not in known or not isinstance(value, str):
            values = {"file": OFFICE_FILE, "found": name, "known": ", ".join(known)}
            raise Refusal("office_entry", values)
    office = Office(**{name: " ".join(value.split()) for name, value in written.items()})
    if office.quotas not in QUOTA_CHOICES:
        known_choices = ", ".join(QUOTA_CHOICES)
        values = {"file": OFFICE_FILE, "name": "quotas", "found": office.quotas}
        raise Refusal("office_quotas", {**values, "known": known_choices})
    return office
