"""What reaches streamlit, and what does not: a gate before every request and every message.

Streamlit itself answers any host name, looks at most of an origin, takes files from whoever brings
a cookie of any making, and serves what it was given to whoever knows the address. The gate lets
through what this app needs, for whom it is meant.
"""

import logging
import re
import time
from collections.abc import Iterator, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from itasdash.access import Person, read_rules
from itasdash.findings import Refusal
from itasdash.i18n import DEFAULT_LANGUAGE, LANGUAGES, translator
from itasdash.settings import limits
from itasdash.ui.shell.identity import Request, claims_in, person_of, sign_out
from itasdash.ui.shell.messages import for_page, language_asked, let_through
from itasdash.ui.shell.origins import is_known_host, is_own_origin, request_in

_CLOSED_ROUTES = re.compile(r"/_stcore/(?:metrics|agent|script-health-check)(?:/|$)")
_UPLOAD = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)$")
_MEDIA = re.compile(r"/media/")
_PROVIDER = re.compile(r"/auth/login/?$|/oauth2callback/?$")
_SIGN_OUT = re.compile(r"/auth/logout/?$")
# A websocket that breaks a rule, and one whose message is too big, in the numbers of RFC 6455.
_POLICY, _TOO_BIG = 1008, 1009
# Where a browser says that a request comes from when it is this app's own page.
_OWN_SITE = {"same-origin", "none"}
_log = logging.getLogger(__name__)


class Gate:
    """ASGI middleware: hosts, origins, routes, messages, uploads and downloads."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # Bytes that are on their way, by session.
        self._arriving: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] in ("http", "websocket"):
            scope = without_foreign_word(scope)
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request, path, method = request_in(scope), str(scope["path"]), str(scope["method"])
        if not is_known_host(request, scope):
            _log.warning("Refused: host %r is not known.", request.values("Host"))
            await _answer(send, 421, "unknown_host")
        elif _CLOSED_ROUTES.search(path):
            await _answer(send, 404, "nothing_here")
        elif upload := _UPLOAD.search(path):
            await self._upload(upload, method, request, scope, receive, send)
        elif _MEDIA.search(path) and _person(request) is None:
            await _answer(send, 403, "not_allowed")
        elif _PROVIDER.search(path):
            await self._sign_in(scope, receive, send)
        else:
            # A page of another site may send somebody to the way out, but must not end what they
            # do elsewhere.
            if _SIGN_OUT.search(path) and set(request.values("Sec-Fetch-Site")) <= _OWN_SITE:
                _end_sign_ins(request.cookies)
            await self._app(scope, receive, send)

    async def _sign_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the way to the provider and back; where it fails, say so in words of our own."""
        state = {"begun": False, "failed": False}

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                state["failed"] = True
            if not state["failed"]:
                state["begun"] = True
                await send(message)

        try:
            await self._app(scope, receive, sent)
        except Exception:
            _log.exception("The provider of the sign-in did not answer.")
            state["failed"] = not state["begun"]
        if state["failed"]:
            await _answer(send, 503, "provider_silent")

    async def _upload(
        self,
        upload: re.Match[str],
        method: str,
        request: Request,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        person = _person(request)
        origins = request.values("Origin")
        if person is None or person.role != "staff":
            await _answer(send, 403, "not_allowed")
        elif not all(is_own_origin(origin, request, scope) for origin in origins):
            await _answer(send, 403, "foreign_origin")
        elif method != "PUT":
            await self._app(scope, receive, send)
        else:
            session = upload["session"]
            size = _declared(request)
            if size is None:
                await _answer(send, 411, "length_missing")
                return
            if not self._has_room(session, size):
                _log.warning("Refused: an upload of %s bytes, for want of room.", size)
                await _answer(send, 413, "no_room")
                return
            self._arriving[session] = self._arriving.get(session, 0) + size
            try:
                await self._app(scope, receive, send)
            finally:
                self._arriving[session] -= size
                if not self._arriving[session]:
                    del self._arriving[session]

    def _has_room(self, session: str, size: int) -> bool:
        """Tell whether an upload fits beside what is kept and what is on its way."""
        allowed = limits()
        kept = _kept_bytes()
        of_session = kept.get(session, 0) + self._arriving.get(session, 0)
        of_all = sum(kept.values()) + sum(self._arriving.values())
        return (
            of_session + size <= allowed.session_upload_bytes
            and of_all + size <= allowed.upload_bytes
        )

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = request_in(scope)
        origins = request.values("Origin")
        own = len(origins) == 1 and is_own_origin(origins[0], request, scope)
        if not own or not is_known_host(request, scope):
            _log.warning(
                "Refused: a page of %r, asked as %r. Where a proxy stands before the app, it must "
                "pass on Host and X-Forwarded-Proto.",
                origins,
                request.values("Host"),
            )
            await receive()
            await send({"type": "websocket.close", "code": _POLICY})
            return

        spoken = {"language": DEFAULT_LANGUAGE}

        async def received() -> Message:
            while True:
                message = await receive()
                data = message.get("bytes")
                if message["type"] != "websocket.receive" or data is None:
                    return message
                if len(data) > limits().message_bytes:
                    _log.warning("A page was closed: it sent %s bytes at once.", len(data))
                    await send({"type": "websocket.close", "code": _TOO_BIG})
                    return {"type": "websocket.disconnect", "code": _TOO_BIG}
                spoken["language"] = language_asked(data) or spoken["language"]
                passed = let_through(data, lambda: _person(request))
                if passed is not None:
                    return {**message, "bytes": passed}

        async def sent(message: Message) -> None:
            data = message.get("bytes")
            told = for_page(data, spoken["language"]) if data else None
            await send(message if told is None else {**message, "bytes": told})

        await self._app(scope, received, sent)


def without_foreign_word(scope: Scope) -> Scope:
    """Return a request without the header of a proxy that names a person, unless it comes from it.

    Whoever reaches the app's own port could write any name there.
    """
    try:
        rules = read_rules()
    except Refusal:
        # Then nobody is let in.
        return scope
    client = scope.get("client")
    # Where a proxy on this machine passes a visit on, the server writes down whom for, without a
    # port; a visit that was not passed on has one.
    if rules.header is None or client is None or (not rules.peers and client[1] == 0):
        return scope
    if rules.believe(str(client[0])):
        return scope
    name = rules.header.lower().encode()
    if any(header.lower() == name for header, _ in scope["headers"]):
        _log.warning("Ignored: %s in a request from %r, no peer.", rules.header, client[0])
    headers = [pair for pair in scope["headers"] if pair[0].lower() != name]
    return {**scope, "headers": headers}


def _person(request: Request) -> Person | None:
    """Return who asks, None where nobody does who has a role."""
    try:
        return person_of(request, claims_in(request.cookies))
    except Refusal:
        return None


def _end_sign_ins(cookies: Mapping[str, str]) -> None:
    try:
        sign_out(cookies, time.time())
    except (Refusal, OSError):
        _log.exception("A sign-out could not be kept: other tabs and copies of the cookie stay.")


def _declared(request: Request) -> int | None:
    """Return how many bytes a request says that it brings, None where it does not say.

    One that comes in pieces brings as many as it likes, whatever it says beside.
    """
    if request.values("Transfer-Encoding"):
        return None
    values = request.values("Content-Length")
    return int(values[0]) if len(values) == 1 and re.fullmatch(r"\d{1,15}", values[0]) else None


def _kept_bytes() -> dict[str, int]:
    """Return the bytes of the uploads that streamlit keeps, by session."""
    if not Runtime.exists():
        return {}
    manager = Runtime.instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        return {}
    kept = {session: list(files.values()) for session, files in list(manager.file_storage.items())}
    return {session: sum(len(file.data) for file in files) for session, files in kept.items()}


async def _answer(send: Send, status: int, text: str) -> None:
    """Answer with a sentence in each language."""
    body = "\n".join(_sentences(text)).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _sentences(text: str) -> Iterator[str]:
    for language in LANGUAGES:
        yield translator(language)(f"gate.{text}")
