"""Who may do what: the rules of ``access.toml``, and what they make of a person.

Viewers look; staff also import, settle names, acknowledge and make letters. Whoever is not named,
by e-mail, domain or claim, has no role, and a file that is wrong anywhere gives nobody one.
"""

import getpass
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from itasdash.findings import Refusal
from itasdash.schema.records import LaterVersion, RecordError, current

# The later may do all that the earlier may.
ROLES = ("viewer", "staff")
# What the file may say under ``version``; one that says none is of the first.
_VERSION = 1
ACCESS_VARIABLE, ACCESS_DEFAULT = "ITASDASH_ACCESS", ".streamlit/access.toml"
_ADDRESS = re.compile(r"[^\s@,;<>*]+@([^\s@,;<>*]+)")
_DOMAIN = re.compile(r"[^\s@,;<>*.]+(?:\.[^\s@,;<>*.]+)+")
_HEADER = re.compile(r"[A-Za-z0-9-]+")
# What a provider may call its people where it tells no e-mail; shown and logged, never trusted.
_NAMES = ("email", "preferred_username", "upn", "name", "sub")


@dataclass(frozen=True)
class Person:
    """Somebody at the app.

    ``name`` is what the log says: the e-mail, or the user of this machine; ``role`` is one of
    :data:`ROLES`.
    """

    name: str
    role: str


@dataclass(frozen=True)
class Rules:
    """The rules of one file; as it stands, nobody is named.

    ``header`` is where an authenticating proxy writes the e-mail, None where there is no proxy.
    """

    emails: Mapping[str, frozenset[str]] = field(default_factory=dict)
    domains: Mapping[str, frozenset[str]] = field(default_factory=dict)
    claims: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    header: str | None = None

    def role_of(self, claims: Mapping[str, object]) -> str | None:
        """Return the highest role that the claims of a person give, None where they give none.

        An e-mail that the provider itself calls unverified gives none.
        """
        address = _address(claims.get("email"))
        if claims.get("email_verified", True) not in (True, "true"):
            address = ""
        domain = address.rpartition("@")[2]
        for role in reversed(ROLES):
            if address and address in self.emails.get(role, ()):
                return role
            if domain and domain in self.domains.get(role, ()):
                return role
            for claim, wanted in self.claims.get(role, {}).items():
                if wanted.intersection(_texts(claims.get(claim))):
                    return role
        return None

    def person(self, claims: Mapping[str, object]) -> Person:
        """Return who the claims are of.

        Raises:
            Refusal: ``no_role``, where the rules do not name the person.
        """
        name = name_in(claims)
        role = self.role_of(claims)
        if role is None:
            raise Refusal("no_role", {"who": name})
        return Person(name, role)


def name_in(claims: Mapping[str, object]) -> str:
    """Return what a person is called who brings these claims; empty where they say nothing."""
    for claim in _NAMES:
        if isinstance(value := claims.get(claim), str) and value.strip():
            return _address(value) or " ".join(value.split())
    return ""


def machine_user() -> str:
    """Return who uses this machine, empty for an account without a name, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def read_rules() -> Rules:
    """Read the file that ``ITASDASH_ACCESS`` names, else ``.streamlit/access.toml``.

    Where neither is there, nobody is named.

    Raises:
        Refusal: ``access_missing``, where the named file is not there; ``access_unreadable`` and
            ``access_wrong``, with the place.
    """
    named = os.environ.get(ACCESS_VARIABLE)
    path = Path(named or ACCESS_DEFAULT)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        if named:
            raise Refusal("access_missing", {"file": path}) from error
        return Rules()
    except (OSError, ValueError) as error:
        raise Refusal("access_unreadable", {"file": path}) from error
    return parse_rules(text, path)


def parse_rules(text: str, path: Path = Path(ACCESS_DEFAULT)) -> Rules:
    """Return the rules that a text in TOML states; ``path`` is for the refusal.

    Raises:
        Refusal: ``access_wrong``, with the place: anything that is not understood could have been
            meant to keep somebody out. ``later_version``, where a later version of this program
            is meant.
    """
    try:
        # Nesting without end overflows the parser.
        written = current(_VERSION, {}, tomllib.loads(text))
    except LaterVersion as error:
        raise Refusal("later_version", {"file": path}) from error
    except RecordError as error:
        raise Refusal("access_wrong", {"file": path, "place": "version"}) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refusal("access_wrong", {"file": path, "place": str(error)}) from error
    try:
        _only(written, "", {*ROLES, "proxy"})
        tables = {role: _table(written, role, {"emails", "domains", "claims"}) for role in ROLES}
        proxy = _table(written, "proxy", {"header"})
        if "proxy" in written and not _matches(_HEADER, proxy.get("header")):
            raise _WrongPlace("proxy.header")
        return Rules(
            emails={role: _named(tables[role], role, "emails", _ADDRESS) for role in ROLES},
            domains={role: _named(tables[role], role, "domains", _DOMAIN) for role in ROLES},
            claims={role: _claims(tables[role], role) for role in ROLES},
            header=proxy.get("header"),
        )
    except _WrongPlace as wrong:
        raise Refusal("access_wrong", {"file": path, "place": str(wrong)}) from wrong


class _WrongPlace(Exception):
    """Something in the file that is not as it must be; says where."""


def _only(table: Mapping[str, Any], place: str, known: set[str]) -> None:
    for key in table.keys() - known:
        raise _WrongPlace(f"{place}.{key}".lstrip("."))


def _table(written: Mapping[str, Any], name: str, known: set[str]) -> Mapping[str, Any]:
    table = written.get(name, {})
    if not isinstance(table, dict):
        raise _WrongPlace(name)
    _only(table, name, known)
    return table


def _named(
    table: Mapping[str, Any], role: str, key: str, pattern: re.Pattern[str]
) -> frozenset[str]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(_matches(pattern, value) for value in values):
        raise _WrongPlace(f"{role}.{key}")
    return frozenset(_folded(value) for value in values)


def _claims(table: Mapping[str, Any], role: str) -> dict[str, frozenset[str]]:
    claims = table.get("claims", {})
    if not isinstance(claims, dict):
        raise _WrongPlace(f"{role}.claims")
    for name, values in claims.items():
        if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
            raise _WrongPlace(f"{role}.claims.{name}")
    return {name: frozenset(values) for name, values in claims.items()}


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value.strip()) is not None


def _address(value: object) -> str:
    """Return an e-mail as it is compared; empty where it is none, or more than one."""
    return _folded(str(value)) if _matches(_ADDRESS, value) else ""


def _folded(text: str) -> str:
    # Case beyond ASCII is left alone: "ſ" and the sign for kelvin must not turn into "s" and "k".
    text = text.strip()
    return text.lower() if text.isascii() else text


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]
