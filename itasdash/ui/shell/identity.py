"""Who asks: read from a request alone, so that runs, downloads and uploads are told the same.

Three ways to be served: to this machine only, where whoever sits at it is staff; with sign-in by
OpenID Connect (``[auth]`` in streamlit's secrets); behind a proxy that signs people in and says
who they are in a header (``[proxy]`` in ``access.toml``). Everything else is refused.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from threading import Event

import streamlit as st
from itsdangerous import BadData, URLSafeTimedSerializer
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret

from itasdash.access import Person, Rules, machine_user, name_in, read_rules
from itasdash.findings import Refusal
from itasdash.settings import data_folder
from itasdash.store import SignOuts

# What a proxy adds to a request, so that it can be told from one of this machine.
_PROXIED = (
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Proto",
    "X-Forwarded-Server",
    "X-Original-Host",
    "X-Real-Ip",
    "True-Client-Ip",
    "Cf-Connecting-Ip",
    "X-Client-Ip",
    "X-Cluster-Client-Ip",
    "X-Arr-Ssl",
    "X-Arr-Log-Id",
    "X-Original-For",
    "X-Original-Proto",
    "X-Original-Url",
    "X-Original-Forwarded-For",
    "X-Forwarded",
    "X-Forwarded-By",
    "X-Forwarded-Email",
    "X-Forwarded-Path",
    "X-Forwarded-Prefix",
    "X-Forwarded-Proxy",
    "X-Forwarded-Scheme",
    "X-Forwarded-Ssl",
    "X-Forwarded-Uri",
    "X-Forwarded-User",
    "X-Envoy-External-Address",
    "X-Envoy-Original-Path",
    "X-Proxyuser-Ip",
    "X-Remote-Ip",
    "X-Remote-Addr",
    "X-Remote-User",
    "X-Scheme",
    "X-Varnish",
    "X-Bluecoat-Via",
    "X-Amzn-Trace-Id",
    "X-Azure-Clientip",
    "X-Appengine-User-Ip",
    "X-Ms-Proxy",
    "Cdn-Loop",
    "Cf-Ray",
    "Client-Ip",
    "Fastly-Client-Ip",
    "Fly-Client-Ip",
    "Max-Forwards",
    "Proxy-Connection",
    "Ssl-Client-Verify",
    "Wl-Proxy-Client-Ip",
)
# Of a key that signs cookies: as docs/deployment.md makes it, it has 64 digits.
_SHORTEST_SECRET, _FEWEST_CHARACTERS = 32, 8
_HOST = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<name>[^\s\[\]:/\\?#@]+))(?::\d{0,5})?")
_COOKIE_SECONDS = 31 * 24 * 3600


@dataclass(frozen=True)
class Request:
    """What a browser sent, however it reached us: a page's websocket, a download, an upload.

    Attributes:
        headers: pairs of a name and a value, in their order.
        cookies: values by name.
        peer: the address that it came from, None where there is none to know.
    """

    headers: tuple[tuple[str, str], ...] = ()
    cookies: Mapping[str, str] = field(default_factory=dict)
    peer: str | None = None

    def values(self, header: str) -> list[str]:
        """Return every value of a header; case does not matter in its name."""
        return [value for name, value in self.headers if name.lower() == header.lower()]


def person_of(request: Request, claims: Mapping[str, object] | None) -> Person:
    """Return who asks, under the rules as they are now.

    Args:
        request: what the browser sent.
        claims: what a sign-in says of the person, None where there is no sign-in to ask for.

    Raises:
        Refusal: ``sign_in``, where somebody has yet to sign in; another code where nobody can, or
            where the person has no role.
    """
    rules = read_rules()
    is_set_up = sign_in_is_set_up()
    if claims is not None:
        if claims.get("is_logged_in") is not True:
            raise Refusal("sign_in")
        person = rules.person(claims)
        if _has_ended(request.cookies, claims):
            raise Refusal("sign_in")
        return person
    if rules.header is not None:
        return _person_behind_proxy(request, rules, rules.header)
    if is_set_up or rules.name_somebody:
        # Rules of access are written where not everybody may in: then somebody must say who asks.
        raise Refusal("auth_missing")
    if not is_this_machine(str(st.get_option("server.address") or "")):
        raise Refusal("open_address")
    if not is_asked_from_this_machine(request):
        raise Refusal("not_from_here")
    return Person(machine_user(), "staff")


_secrets_read = Event()


def sign_in_is_set_up() -> bool:
    """Tell whether people sign in by OpenID Connect, as the secrets say.

    Raises:
        Refusal: the secrets cannot be read, hold no whole ``[auth]``, or sign the cookies with what
            anybody could guess; they may be those that were to keep people out.
    """
    there = any(Path(file).exists() for file in st.get_option("secrets.files"))
    # Where there are none, streamlit looks for them all over again, at every question of a page.
    # Secrets that are gone after they were read hold until the server ends.
    if not (there or _secrets_read.is_set()) or not st.secrets.load_if_toml_exists():
        if there:
            # Secrets that cannot be read look like none to streamlit.
            raise Refusal("secrets_unreadable")
        return False
    _secrets_read.set()
    secrets = st.secrets.to_dict()
    named = [name for name in secrets if str(name).strip().casefold() == "auth"]
    if not named:
        return False
    section = secrets.get("auth")
    if named != ["auth"] or not isinstance(section, Mapping) or not section:
        raise Refusal("auth_incomplete")
    secret = section.get("cookie_secret")
    if not isinstance(secret, str) or not _is_strong(secret):
        raise Refusal("cookie_secret_weak", {"least": _SHORTEST_SECRET})
    return True


def _is_strong(secret: str) -> bool:
    """Tell whether a key is none that anybody could guess: long, and no filling."""
    return len(secret.strip()) >= _SHORTEST_SECRET and len(set(secret)) >= _FEWEST_CHARACTERS


def claims_in(cookies: Mapping[str, str]) -> dict[str, object] | None:
    """Return what the signed cookie of a sign-in says; None where people do not sign in here.

    Empty where there is no cookie, or none that this server has signed.

    Raises:
        Refusal: as :func:`sign_in_is_set_up` does.
    """
    if not sign_in_is_set_up():
        return None
    written = get_cookie_with_chunks(lambda name: _signed(cookies, name), AUTH_COOKIE_NAME)
    try:
        claims = json.loads(written) if written else {}
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}


def _signed(cookies: Mapping[str, str], name: str) -> bytes | None:
    value = _opened(cookies.get(name), name)
    return value[0].encode() if value else None


def _opened(cookie: str | None, name: str) -> tuple[str, int] | None:
    """Return what is in a signed cookie and the second of its signing, None for a forged one."""
    if not cookie:
        return None
    try:
        signer = URLSafeTimedSerializer(get_cookie_secret(), salt=name)
        value, at = signer.loads(cookie, max_age=_COOKIE_SECONDS, return_timestamp=True)
    except (BadData, UnicodeError):
        return None
    return (value, int(at.timestamp())) if isinstance(value, str) else None


def _identity(claims: Mapping[str, object]) -> str:
    """Return who signs in, the same at every sign-in: what the provider vouches for, or a name."""
    if isinstance(sub := claims.get("sub"), str) and sub:
        return json.dumps([claims.get("provider"), claims.get("iss"), sub])
    return name_in(claims)


def _has_ended(cookies: Mapping[str, str], claims: Mapping[str, object]) -> bool:
    """Tell whether somebody has signed out since this sign-in, here or in another tab."""
    ended = SignOuts(data_folder()).ended(_identity(claims))
    if not ended:
        return False
    opened = _opened(cookies.get(AUTH_COOKIE_NAME), AUTH_COOKIE_NAME)
    return opened is None or opened[1] <= ended


def sign_out(cookies: Mapping[str, str], at: float) -> None:
    """End every sign-in of whoever brings a valid cookie, at ``at`` in seconds since 1970."""
    claims = claims_in(cookies)
    if claims and claims.get("is_logged_in") is True:
        SignOuts(data_folder()).end(_identity(claims), at)


def _person_behind_proxy(request: Request, rules: Rules, header: str) -> Person:
    values = request.values(header)
    claims = {"email": values[0]} if len(values) == 1 else {}
    # Two would mean that the proxy lets through what the visitor wrote.
    if not name_in(claims):
        raise Refusal("proxy_silent", {"header": header})
    return rules.person(claims)


def is_this_machine(host: str) -> bool:
    """Tell whether a name or an address is this machine's own, by itself and for nobody else."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str:
    """Return the name in what a Host header says, without its port; empty where it says none."""
    # Whatever else an address may hold is read in more than one way: "evil\\@localhost".
    found = _HOST.fullmatch(host)
    return (found["v6"] or found["name"]).lower().removesuffix(".") if found else ""


def is_asked_from_this_machine(request: Request) -> bool:
    """Tell whether a visit is neither from elsewhere, nor passed on, nor by a borrowed name.

    A name that somebody else's site gives to this machine (DNS rebinding) would else let that site
    act for whoever sits here.
    """
    if any(_filled(request.values(header)) for header in _PROXIED):
        return False
    hosts = request.values("Host")
    named = all(is_this_machine(host_name(host)) for host in hosts)
    return named and (request.peer is None or is_this_machine(request.peer))


def _filled(values: Iterable[str]) -> bool:
    return any(value.strip() for value in values)
