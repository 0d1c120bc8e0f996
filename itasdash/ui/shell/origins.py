"""By what name the app is asked, and from which page: read from a request before streamlit is."""

from collections.abc import Mapping
from http.cookies import CookieError
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import cookie_parser
from starlette.types import Scope
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from itasdash.findings import Refusal
from itasdash.ui.shell.identity import Request, host_name, is_this_machine, sign_in_is_set_up

_PORTS = {"http": 80, "https": 443}


def request_in(scope: Scope) -> Request:
    """Return what a browser sent, as ASGI has it."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]
    )
    cookies: dict[str, str] = {}
    for name, value in headers:
        if name == "cookie":
            try:
                cookies |= cookie_parser(value)
            except CookieError:
                continue
    client = scope.get("client")
    return Request(headers, cookies, client[0] if client else None)


def is_known_host(request: Request, scope: Scope) -> bool:
    """Tell whether the app is asked by a name that is its own, and not by one that was lent to it.

    Known are this machine's own names, the address that was asked, that of ``server.address``, the
    name that people come back to from signing in, and what ``server.allowedHosts`` lists.
    """
    hosts = request.values("Host")
    return len(hosts) == 1 and _is_known(hosts[0], scope)


def _is_known(host: str, scope: Scope) -> bool:
    name = host_name(host).lower()
    if not name:
        return False
    if is_this_machine(name):
        return True
    if st.get_option("server.allowedHosts"):
        return is_host_allowed(host)
    asked = scope.get("server")
    known = {str(st.get_option("server.address") or "").lower(), _redirect_address()[1]}
    return name in known or (asked is not None and name == str(asked[0]).lower())


def is_own_origin(origin: str, request: Request, scope: Scope) -> bool:
    """Tell whether a page that asks is one of this app: of its scheme, its host and its port."""
    hosts = request.values("Host")
    try:
        page = urlsplit(origin)
        port = page.port
    except ValueError:
        return False
    if len(hosts) != 1 or page.netloc.lower() != hosts[0].lower() or "@" in page.netloc:
        return False
    passed_on = request.values("X-Forwarded-Proto")
    scheme = (passed_on[0] if passed_on else str(scope["scheme"])).replace("ws", "http")
    own = {(scheme, port or _PORTS.get(scheme))}
    back = _redirect_address()
    if back[1] == (page.hostname or "").lower():
        own.add((back[0], back[2]))
    return (page.scheme, port or _PORTS.get(page.scheme)) in own


def _redirect_address() -> tuple[str, str, int | None]:
    """Return scheme, name and port of where people come back to from signing in."""
    try:
        section = st.secrets.to_dict().get("auth") if sign_in_is_set_up() else None
        written = section.get("redirect_uri") if isinstance(section, Mapping) else None
        address = urlsplit(str(written or ""))
        port = address.port or _PORTS.get(address.scheme)
    except (Refusal, ValueError):
        return "", "", None
    return address.scheme, (address.hostname or "").lower(), port
