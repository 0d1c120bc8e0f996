"""Who uses the app, and what they may do: asked anew in every run and at every act.

Three ways to be served: to this machine only, where whoever sits at it is staff; with sign-in by
OpenID Connect (``[auth]`` in streamlit's secrets); behind a proxy that signs people in and says
who they are in a header (``[proxy]`` in ``access.toml``). Everything else is refused.
"""

import logging
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitAuthError
from streamlit.runtime.scriptrunner import get_script_run_ctx

from itasdash.access import Person, Rules, machine_user, name_in, read_rules
from itasdash.findings import Refusal
from itasdash.i18n import Translator
from itasdash.ui.shell.text import plain

# What a proxy adds to a request, so that it can be told from one of this machine.
_PROXIED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")


def sign_in(t: Translator) -> Person | None:
    """Return who uses the app; else show the sign-in, or why there is none, and return None.

    To be called before anything is read of the data. Where it returns None the run must end.
    """
    try:
        return current_person()
    except Refusal as refusal:
        if refusal.code == "sign_in":
            _show_sign_in(t)
            return None
        logging.getLogger(__name__).warning("Nobody let in: %s", refusal)
        st.title(t("access.closed"), anchor=False)
        st.error(plain(refusal.message(t.language, on_page=True)))
        if refusal.code == "no_role" and _signs_in():
            _sign_out_button(t)
        return None


def current_person() -> Person:
    """Return who uses the app in this run, under the rules as they are now.

    Raises:
        Refusal: ``sign_in``, where somebody has yet to sign in; another code where nobody can, or
            where the person has no role.
    """
    if get_script_run_ctx() is None:
        # A thread of its own has no visitor, and must be told by the run that started it.
        raise Refusal("not_allowed")
    rules = read_rules()
    if _signs_in():
        claims = st.user.to_dict()
        if claims.get("is_logged_in") is not True:
            raise Refusal("sign_in")
        return rules.person(claims)
    if rules.header is not None:
        return _person_behind_proxy(rules, rules.header)
    if not _is_this_machine(str(st.get_option("server.address") or "")):
        raise Refusal("open_address")
    if not _asked_from_this_machine():
        raise Refusal("not_from_here")
    return Person(machine_user(), "staff")


def may_import(person: Person) -> bool:
    """Tell whether somebody may import, settle names, acknowledge and make letters."""
    return person.role == "staff"


def require_staff() -> Person:
    """Return who uses the app, for an act that is for staff only.

    To be called where the act is done, in callbacks and fragments too: they run without app.py.

    Raises:
        Refusal: ``not_allowed``, where the person is not staff now.
    """
    try:
        person = current_person()
    except Refusal as refusal:
        raise Refusal("not_allowed") from refusal
    if not may_import(person):
        raise Refusal("not_allowed")
    return person


def access_controls(t: Translator) -> None:
    """Show who is signed in and the way out; nothing where only this machine is served."""
    signs_in = _signs_in()
    if not signs_in and read_rules().header is None:
        return
    person = current_person()
    st.caption(t("access.who", who=plain(person.name), role=t(f"access.{person.role}")))
    if signs_in:
        _sign_out_button(t)


def _show_sign_in(t: Translator) -> None:
    st.title(t("access.title"), anchor=False)
    st.write(t("access.explain"))
    if st.button(t("access.sign_in"), type="primary", icon=":material/login:", key="sign_in"):
        try:
            st.login()
        except StreamlitAuthError:
            logging.getLogger(__name__).exception("[auth] is not complete.")
            st.error(plain(t("page_refusal.auth_incomplete")))


def _sign_out_button(t: Translator) -> None:
    st.button(t("access.sign_out"), icon=":material/logout:", key="sign_out", on_click=st.logout)


def _signs_in() -> bool:
    """Tell whether sign-in is configured: streamlit then says whether somebody is signed in."""
    if "is_logged_in" in st.user.to_dict():
        return True
    # Secrets that cannot be read look like none to streamlit; they may be those that guard us.
    files = [Path(file) for file in st.get_option("secrets.files")]
    if any(file.exists() for file in files) and not st.secrets.load_if_toml_exists():
        raise Refusal("secrets_unreadable")
    return False


def _person_behind_proxy(rules: Rules, header: str) -> Person:
    values = st.context.headers.get_all(header)
    claims = {"email": values[0]} if len(values) == 1 else {}
    # Two would mean that the proxy lets through what the visitor wrote.
    if not name_in(claims):
        raise Refusal("proxy_silent", {"header": header})
    return rules.person(claims)


def _is_this_machine(host: str) -> bool:
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _asked_from_this_machine() -> bool:
    """Tell whether a visit is neither from elsewhere, nor passed on, nor by a borrowed name.

    A name that somebody else's site gives to this machine (DNS rebinding) would else let that site
    act for whoever sits here.
    """
    headers = st.context.headers
    if any(headers.get(header) for header in _PROXIED):
        return False
    host, peer = headers.get("Host"), st.context.ip_address
    try:
        name = "localhost" if host is None else urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    from_elsewhere = isinstance(peer, str) and not _is_this_machine(peer)
    return _is_this_machine(name) and not from_elsewhere
