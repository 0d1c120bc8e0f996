"""What the office has chosen: ``DATA/office.toml``, else the defaults. See ``docs/letters.md``."""

from dataclasses import fields, replace

from itasdash.findings import Refusal
from itasdash.schema import LaterVersion, Office, RecordError, UnknownField, from_toml
from itasdash.schema.office import QUOTA_CHOICES

OFFICE_FILE = "office.toml"


def read_office(data: bytes | None) -> Office:
    """Return the office of a file's bytes; what the file leaves out, and no file, is the default.

    Raises:
        Refusal: the file cannot be read, has an entry that is none or one that is no text, or is of
            a later version of this program, or ``quotas`` is no choice.
    """
    if data is None:
        return Office()
    names = [field.name for field in fields(Office)]
    try:
        office = from_toml(Office, data.decode("utf-8-sig"))
    except RecordError as error:
        if isinstance(error, LaterVersion) and not isinstance(error, UnknownField):
            raise Refusal("later_version", {"file": OFFICE_FILE}) from error
        values = {"file": OFFICE_FILE, "found": error.place, "known": ", ".join(names)}
        raise Refusal("office_entry", values) from error
    except ValueError as error:
        raise Refusal("office_unreadable", {"file": OFFICE_FILE, "reason": error}) from error
    office = replace(office, **{name: " ".join(getattr(office, name).split()) for name in names})
    if office.quotas not in QUOTA_CHOICES:
        values = {"file": OFFICE_FILE, "name": "quotas", "found": office.quotas}
        raise Refusal("office_quotas", {**values, "known": ", ".join(QUOTA_CHOICES)})
    return office
