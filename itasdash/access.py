"""Who may do what: the rules of ``access.toml``, and what they make of a person.

Viewers look; staff also import, settle names, acknowledge and make letters. Whoever is not named,
by e-mail, domain or claim, has no role, and a file that is wrong anywhere gives nobody one.
"""

import getpass
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path

from itasdash.findings import Refusal
from itasdash.schema import (
    AccessFile,
    LaterVersion,
    Proxy,
    RecordError,
    RoleMembers,
    UnknownField,
    from_toml,
)

# The later may do all that the earlier may.
ROLES = ("viewer", "staff")
ACCESS_VARIABLE, ACCESS_DEFAULT = "ITASDASH_ACCESS", ".streamlit/access.toml"
_ADDRESS = re.compile(r"[^\s@,;<>*]+@([^\s@,;<>*]+)")
_DOMAIN = re.compile(r"[^\s@,;<>*.]+(?:\.[^\s@,;<>*.]+)+")
_HEADER = re.compile(r"[A-Za-z0-9-]+")
# What a provider may call its people where it tells no e-mail; shown and logged, never trusted.
_NAMES = ("email", "preferred_username", "upn", "name", "sub")


@dataclass(frozen=True)
class Person:
    """Somebody who uses the app.

    ``name`` is what the log says: the e-mail, or the user of this machine; ``role`` is one of
    :data:`ROLES`.
    """

    name: str
    role: str


@dataclass(frozen=True)
class Rules:
    """The rules of a file; without arguments they name nobody.

    ``header`` is where an authenticating proxy writes the e-mail, None where there is no proxy;
    ``peers`` are the networks that it asks from, empty where it is on this machine.
    """

    emails: Mapping[str, frozenset[str]] = field(default_factory=dict)
    domains: Mapping[str, frozenset[str]] = field(default_factory=dict)
    claims: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    header: str | None = None
    peers: tuple[IPv4Network | IPv6Network, ...] = ()

    def believe(self, peer: str) -> bool:
        """Tell whether an address may be that of the proxy, whose header says who asks."""
        try:
            address = ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        if not self.peers:
            return address.is_loopback
        return any(address in network for network in self.peers)

    @property
    def name_somebody(self) -> bool:
        """Whether anybody at all has a role by these rules."""
        return any(
            [*self.emails.values(), *self.domains.values(), *self.claims.values()],
        )

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
        written = from_toml(AccessFile, text)
        return Rules(
            emails={role: _emails(written, role) for role in ROLES},
            domains={role: _domains(written, role) for role in ROLES},
            claims={role: _claims(written, role) for role in ROLES},
            header=_header(written.proxy),
            peers=_peers(written.proxy),
        )
    except RecordError as error:
        if isinstance(error, LaterVersion) and not isinstance(error, UnknownField):
            raise Refusal("later_version", {"file": path}) from error
        raise Refusal("access_wrong", {"file": path, "place": error.place}) from error
    except ValueError as error:
        raise Refusal("access_wrong", {"file": path, "place": str(error)}) from error


def _members(written: AccessFile, role: str) -> RoleMembers:
    return {"viewer": written.viewer, "staff": written.staff}[role]


def _emails(written: AccessFile, role: str) -> frozenset[str]:
    return _folded_values(_members(written, role).emails, _ADDRESS, f"{role}.emails")


def _domains(written: AccessFile, role: str) -> frozenset[str]:
    return _folded_values(_members(written, role).domains, _DOMAIN, f"{role}.domains")


def _folded_values(values: Sequence[str], pattern: re.Pattern[str], place: str) -> frozenset[str]:
    if not all(_matches(pattern, value) for value in values):
        raise RecordError(place, "has a value that cannot be")
    return frozenset(_folded(value) for value in values)


def _claims(written: AccessFile, role: str) -> dict[str, frozenset[str]]:
    claims = _members(written, role).claims
    for name, values in claims.items():
        if not all(values):
            raise RecordError(f"{role}.claims.{name}", "has an empty value")
    return {name: frozenset(values) for name, values in claims.items()}


def _header(proxy: Proxy | None) -> str | None:
    if proxy is not None and not _matches(_HEADER, proxy.header):
        raise RecordError("proxy.header", "is no name of a header")
    return None if proxy is None else proxy.header


def _peers(proxy: Proxy | None) -> tuple[IPv4Network | IPv6Network, ...]:
    named = () if proxy is None else proxy.peers
    if "*" in named:
        return IPv4Network((0, 0)), IPv6Network((0, 0))
    try:
        return tuple(ip_network(each) for each in named)
    except ValueError as error:
        raise RecordError("proxy.peers", "has a value that is no address and no network") from error


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
