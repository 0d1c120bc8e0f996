"""Who uses the app, and what they may do: asked anew in every run and at every act."""

import logging
from collections.abc import Callable
from pathlib import PurePath

import streamlit as st
from streamlit.errors import StreamlitAuthError
from streamlit.runtime.scriptrunner import get_script_run_ctx

from itasdash.access import Person, read_rules
from itasdash.findings import Refusal
from itasdash.i18n import Translator
from itasdash.ui.shell.identity import Request, person_of
from itasdash.ui.shell.text import plain


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
        st.error(plain(_for_anybody(refusal, t).message(t.language)))
        if refusal.code == "no_role" and _claims() is not None:
            _sign_out_button(t)
        return None


def _for_anybody(refusal: Refusal, t: Translator) -> Refusal:
    """Return a refusal without the server's own affairs: whoever is not signed in reads it."""
    values = dict(refusal.values)
    if "file" in values:
        values["file"] = PurePath(str(values["file"])).name
    if "place" in values:
        values["place"] = t("access.place_in_log")
    return Refusal(refusal.code, values)


def current_person() -> Person:
    """Return who uses the app in this run, under the rules as they are now.

    Raises:
        Refusal: ``sign_in``, where somebody has yet to sign in; another code where nobody can, or
            where the person has no role.
    """
    return person_of(*_visit())


def _visit() -> tuple[Request, dict[str, object] | None]:
    """Return what the browser of this run sent, and what is known of who is signed in."""
    if get_script_run_ctx() is None:
        # A thread of its own has no visitor, and must be told by the run that started it.
        raise Refusal("not_allowed")
    return _request(), _claims()


def asker() -> Callable[[], Person]:
    """Return what asks again who runs this page, also later and outside a run.

    For what is delivered on demand: it raises as :func:`current_person` does, under the rules and
    the sign-outs as they are then.
    """
    visit = _visit()
    person_of(*visit)
    return lambda: person_of(*visit)


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
    signs_in = _claims() is not None
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
            st.error(plain(t("refusal.auth_incomplete")))


def _sign_out_button(t: Translator) -> None:
    st.button(t("access.sign_out"), icon=":material/logout:", key="sign_out", on_click=st.logout)


def _request() -> Request:
    """Return what the browser sent when it began this session."""
    context = st.context
    # Streamlit makes them anew whenever they are asked for.
    sent = context.headers
    headers = [(name, value) for name in dict.fromkeys(sent) for value in sent.get_all(name)]
    peer = context.ip_address
    return Request(
        tuple(headers), context.cookies.to_dict(), peer if isinstance(peer, str) else None
    )


def _claims() -> dict[str, object] | None:
    """Return what streamlit knows of who is signed in, None where people do not sign in."""
    claims: dict[str, object] = {**st.user.to_dict()}
    return claims if "is_logged_in" in claims else None
