"""The gate before streamlit: attacks on a real server, as other sites and other people try them."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from streamlit.auth_util import encode_provider_token
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
)
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from websockets.exceptions import ConnectionClosed, InvalidStatus

from itasdash.access import parse_rules
from itasdash.findings import Refusal
from itasdash.i18n import translator
from itasdash.ui.shell.gate import without_foreign_word
from itasdash.ui.shell.messages import let_through
from tests.kits.browsing import ROOT, free_port, server
from tests.kits.sessions import ANSWERS_WITHIN, Page

STAFF, VIEWER, OTHER = "somsri@dla.go.th", "somchai@dla.go.th", "suda@dla.go.th"
RULES = f'[staff]\nemails = ["{STAFF}", "{OTHER}"]\n[viewer]\ndomains = ["dla.go.th"]\n'
SECRET = "of this test alone, and longer than 32 characters"
ROOM = 5_000


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gate") / "access.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def app(small_data: Path, rules: Path) -> Iterator[str]:
    """The app behind sign-in; no provider is asked, as the cookies are made here."""
    port = free_port()
    secrets = rules.with_name("secrets.toml")
    secrets.write_text(
        f"""[auth]
        redirect_uri = "http://localhost:{port}/oauth2callback"
        cookie_secret = "{SECRET}"
        client_id = "itasdash"
        client_secret = "only for tests"
        server_metadata_url = "http://localhost:{port}/nowhere"
        """
    )
    limits = {
        "ITASDASH_ACCESS": str(rules),
        "ITASDASH_LIMIT_SESSION_UPLOAD_BYTES": str(ROOM),
        "ITASDASH_LIMIT_UPLOAD_BYTES": str(ROOM * 2),
    }
    with server(small_data, f"--secrets.files={secrets}", port=port, environment=limits) as address:
        yield address


def cookie(app: str, who: str, secret: str = SECRET) -> str:
    """Return the cookie of a sign-in, as the server makes it, or as somebody else would."""
    claims = {"email": who, "sub": who, "origin": app, "is_logged_in": True, "provider": "default"}
    return create_signed_value(secret, "_streamlit_user", json.dumps(claims)).decode()


# --- origins and hosts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin",
    [
        *("http://localhost:1", "https://{host}", "http://evil.example", "http://localhost", ""),
        *("http://127.0.0.1:{port}", "null", "http://{host}.evil.example", "http://a@{host}"),
        *("http://localhost.:{port}", "http://{host} http://evil.example", "http://[::1]:{port}"),
    ],
)
def test_a_page_of_another_origin_gets_no_session(app: str, origin: str) -> None:
    host = app.removeprefix("http://")
    origin = origin.format(host=host, port=host.partition(":")[2])
    with pytest.raises(InvalidStatus) as refused, Page(app, Origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_the_page_of_the_app_gets_one(app: str) -> None:
    with Page(app) as page:
        assert "sign_in" in page.run()


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "localhost.evil.example", "10.1.2.3", "[", "a[::1]", "[::1", "0.0.0.0"),
        *("localhost/evil", "evil\\@localhost", "localhost@evil", "evil#localhost", "localhost:x"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/static/x", "/_stcore/host-config"])
def test_a_name_that_was_lent_to_the_server_is_not_answered(app: str, host: str, path: str) -> None:
    answer = httpx.get(app + path, headers={"Host": host})
    assert answer.status_code == 421
    assert "allowedHosts" in answer.text


@pytest.mark.parametrize("path", ["metrics", "agent/x", "script-health-check", "agent"])
def test_routes_that_nobody_needs_are_closed(app: str, path: str) -> None:
    assert httpx.get(f"{app}/_stcore/{path}").status_code == 404


def test_the_first_message_tells_no_versions_and_no_paths(app: str) -> None:
    with Page(app) as page:
        said = page.run()
        assert "streamlit_version" not in said
        assert "python_version" not in said
        assert "installation_id" not in said
        assert str(ROOT) not in said


def test_a_provider_that_is_down_has_a_sentence(app: str) -> None:
    with Page(app) as page:
        page.run()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.auth_util.get_signing_secret", lambda: SECRET)
        provider = encode_provider_token("default")
    answer = httpx.get(f"{app}/auth/login?provider={provider}", timeout=ANSWERS_WITHIN)
    assert answer.status_code == 503
    assert "ผู้ให้บริการเข้าสู่ระบบ" in answer.text


# --- messages -------------------------------------------------------------------------------------


def test_whoever_has_not_signed_in_gets_no_address_to_upload_to(app: str) -> None:
    for who, answered in ((None, False), (VIEWER, False), (STAFF, True)):
        with Page(app, cookie(app, who) if who else "") as page:
            page.run()
            message = BackMsg()
            message.file_urls_request.request_id = "1"
            message.file_urls_request.file_names.append("a.csv")
            page.stream.send(message.SerializeToString())
            kinds = page.kinds_until_heartbeat()
            assert ("file_urls_response" in kinds) == answered


def test_messages_that_the_app_does_not_need_go_nowhere(app: str) -> None:
    with Page(app, cookie(app, STAFF)) as page:
        page.run()
        page.kinds_until_heartbeat()
        page.send(load_git_info=True)
        page.send(set_run_on_save=True)
        page.send(clear_cache=True)
        assert page.kinds_until_heartbeat() == ["heartbeat_ack"]


def test_each_kind_of_message_is_let_through_or_not_on_purpose() -> None:
    """A kind that a later streamlit adds does not come through before somebody decides."""
    through = []
    for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields:
        message = BackMsg()
        if field.message_type is None:
            setattr(message, field.name, True)
        else:
            getattr(message, field.name).SetInParent()
        if let_through(message.SerializeToString(), lambda: None) is not None:
            through.append(field.name)
    assert sorted(through) == ["app_heartbeat", "rerun_script", "stop_script"]
    assert let_through(b"\xff\xff", lambda: None) == b"\xff\xff"


def test_what_nobody_types_is_cut() -> None:
    message = BackMsg()
    message.rerun_script.query_string = "q=" + "%E0%B9%88" * 64_000
    widget = message.rerun_script.widget_states.widgets.add()
    widget.id, widget.string_value = "search", "่" * 64_000
    chosen = message.rerun_script.widget_states.widgets.add()
    chosen.string_array_value.data.extend(["10", "่" * 64_000])
    passed = let_through(message.SerializeToString(), lambda: None)
    assert passed is not None
    state = BackMsg.FromString(passed).rerun_script
    assert state.query_string == ""
    assert len(state.widget_states.widgets[0].string_value) == 4_000
    assert [len(each) for each in state.widget_states.widgets[1].string_array_value.data] == [
        2,
        4_000,
    ]
    ordinary = BackMsg()
    ordinary.rerun_script.query_string = "q=%E0%B9%88"
    assert let_through(ordinary.SerializeToString(), lambda: None) == ordinary.SerializeToString()


def test_a_message_of_megabytes_closes_the_page(app: str) -> None:
    with Page(app) as page:
        page.run()
        message = BackMsg()
        message.rerun_script.query_string = "q" * 3_000_000
        page.stream.send(message.SerializeToString())
        with pytest.raises(ConnectionClosed) as closed:
            page.received(lambda message: False)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


# --- uploads --------------------------------------------------------------------------------------


def upload(page: Page, user: str, size: int, name: str = "f", **headers: str) -> httpx.Response:
    return page.upload(b"x" * size, name, user, **headers)


def test_only_staff_can_upload(app: str) -> None:
    with Page(app) as page:
        page.run()
        invented = cookie(app, STAFF, "another secret, that is long enough to be one")
        for user in ("", "invented", invented, cookie(app, VIEWER), cookie(app, "a@evil.example")):
            answer = upload(page, user, 10)
            assert answer.status_code == 403, user
        assert "เข้าสู่ระบบ" in answer.text
        staff = cookie(app, STAFF)
        assert upload(page, staff, 10, Origin="http://localhost:1").status_code == 403
        assert upload(page, staff, 10, Origin=app).status_code == 204


def test_the_bytes_that_are_kept_are_bounded(app: str) -> None:
    staff = cookie(app, STAFF)
    with Page(app, staff) as first, Page(app, staff) as second, Page(app, staff) as third:
        for page in (first, second, third):
            page.run()
        half = ROOM // 2 - 300
        assert upload(first, staff, half, "a").status_code == 204
        assert upload(first, staff, half, "b").status_code == 204
        refused = upload(first, staff, half, "c")
        assert refused.status_code == 413
        assert "นำไฟล์ที่ไม่ใช้ออก" in refused.text
        assert upload(second, staff, half, "a").status_code == 204
        assert upload(second, staff, half, "b").status_code == 204
        # There is room in this page, but not in the server.
        assert upload(third, staff, half, "a").status_code == 413
        gone = httpx.delete(
            f"{app}/_stcore/upload_file/{first.session}/a",
            cookies={"_streamlit_user": staff, "_streamlit_xsrf": first.token},
            headers={"X-Xsrftoken": first.token},
        )
        assert gone.status_code == 204
        assert upload(third, staff, half, "a").status_code == 204


def test_an_upload_says_how_big_it_is(app: str) -> None:
    staff = cookie(app, STAFF)
    with Page(app, staff) as page:
        page.run()
        answer = httpx.put(
            f"{app}/_stcore/upload_file/{page.session}/f",
            content=iter([b"x"] * 10),
            cookies={"_streamlit_user": staff, "_streamlit_xsrf": page.token},
            headers={"X-Xsrftoken": page.token},
        )
        assert answer.status_code == 411


def test_an_upload_in_pieces_is_not_believed_what_it_says(app: str) -> None:
    """It says five bytes, and brings as many as it likes."""
    staff = cookie(app, STAFF)
    with Page(app, staff) as page:
        page.run()
        host = app.removeprefix("http://")
        head = (
            f"PUT /_stcore/upload_file/{page.session}/f HTTP/1.1\r\nHost: {host}\r\n"
            f"Cookie: _streamlit_user={staff}; _streamlit_xsrf={page.token}\r\n"
            f"X-Xsrftoken: {page.token}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        )
        part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'
        body = part + b"x" * ROOM * 2 + b"\r\n--b--\r\n"
        name, port = host.split(":")
        with socket.create_connection((name, int(port)), ANSWERS_WITHIN) as connection:
            connection.sendall(head.encode() + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
            answer = connection.recv(1_000)
        assert answer.split()[1] in (b"400", b"411")


# --- files that cannot be made --------------------------------------------------------------------


def test_a_file_that_cannot_be_made_has_a_sentence_in_the_language_of_the_page(app: str) -> None:
    with Page(app, cookie(app, STAFF)) as page:
        for address, language in (("", "th"), ("lang=en", "en"), ("lang=fr", "th")):
            page.run(address)
            message = BackMsg()
            message.backend_operation_request.request_id = "1"
            message.backend_operation_request.deferred_file.file_id = "none"
            page.stream.send(message.SerializeToString())
            [*_, answer] = page.received(
                lambda each: each.WhichOneof("type") == "backend_operation_response"
            )
            said = answer.backend_operation_response
            assert said.error_msg == translator(language)("gate.file_not_made")


# --- signing out, and losing a role ---------------------------------------------------------------


def test_signing_out_ends_every_tab_and_every_copy_of_the_cookie(app: str) -> None:
    mine, others = cookie(app, OTHER), cookie(app, STAFF)
    with Page(app, mine) as tab:
        assert OTHER in tab.run().replace("\u2060", "")
        # A sign-out of a page elsewhere is none; neither is one with an invented cookie.
        away = {"follow_redirects": False, "timeout": ANSWERS_WITHIN}
        httpx.get(
            f"{app}/auth/logout",
            cookies={"_streamlit_user": mine},
            headers={"Sec-Fetch-Site": "cross-site"},
            **away,  # type: ignore[arg-type]
        )
        invented = cookie(app, OTHER, "another secret, that is long enough to be one")
        httpx.get(f"{app}/auth/logout", cookies={"_streamlit_user": invented}, **away)  # type: ignore[arg-type]
        assert OTHER in tab.run().replace("\u2060", "")
        httpx.get(f"{app}/auth/logout", cookies={"_streamlit_user": mine}, **away)  # type: ignore[arg-type]
        said = tab.run()
        assert OTHER not in said.replace("\u2060", "")
        assert "-sign_in" in said
        assert upload(tab, mine, 10).status_code == 403
        assert httpx.get(f"{app}/media/x", cookies={"_streamlit_user": mine}).status_code == 403
        with Page(app, mine) as copied:
            assert OTHER not in copied.run().replace("\u2060", "")
    with Page(app, others) as page:
        assert STAFF in page.run().replace("\u2060", "")
    # Cookies are dated to the second.
    time.sleep(1.1)
    with Page(app, cookie(app, OTHER)) as again:
        assert OTHER in again.run().replace("\u2060", "")


def test_downloads_ask_for_the_role_of_now(app: str, rules: Path) -> None:
    viewer = {"_streamlit_user": cookie(app, VIEWER)}
    assert httpx.get(f"{app}/media/nothing", cookies=viewer).status_code == 404
    assert httpx.get(f"{app}/media/nothing").status_code == 403
    try:
        rules.write_text(f'[staff]\nemails = ["{STAFF}"]\n', encoding="utf-8")
        assert httpx.get(f"{app}/media/nothing", cookies=viewer).status_code == 403
    finally:
        rules.write_text(RULES, encoding="utf-8")


# --- whom the header of a proxy is believed -------------------------------------------------------


@pytest.mark.parametrize(
    ("peers", "believed", "not_believed"),
    [
        (
            "",
            [("127.0.0.1", 5), ("::1", 5), ("::ffff:127.0.0.1", 5), ("10.9.9.9", 0), None],
            [("10.0.0.5", 5), ("::ffff:10.0.0.5", 5), ("fe80::1%eth0", 5), ("testclient", 5)],
        ),
        (
            "peers = ['10.0.0.5', '10.2.0.0/16', 'fe80::/10']",
            [("10.0.0.5", 5), ("10.2.3.4", 5), ("::ffff:10.0.0.5", 5), ("fe80::1%eth0", 5)],
            [("127.0.0.1", 5), ("10.0.0.6", 5), ("10.9.9.9", 0), ("::1", 5)],
        ),
        ("peers = ['*']", [("10.0.0.5", 5), ("127.0.0.1", 5), ("::1", 5)], [("testclient", 5)]),
    ],
)
def test_whoever_is_not_the_proxy_cannot_say_who_asks(
    peers: str,
    believed: list[Any],
    not_believed: list[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules = tmp_path / "access.toml"
    rules.write_text(f"{RULES}[proxy]\nheader = 'X-Forwarded-Email'\n{peers}", encoding="utf-8")
    monkeypatch.setenv("ITASDASH_ACCESS", str(rules))
    other = (b"host", b"itas.example")
    headers = [(b"x-forwarded-email", STAFF.encode()), other, (b"X-Forwarded-EMAIL", b"a@b.c")]
    for client in believed:
        scope = {"type": "http", "headers": headers, "client": client}
        assert without_foreign_word(scope)["headers"] == headers, client
    for client in not_believed:
        scope = {"type": "websocket", "headers": headers, "client": client}
        assert without_foreign_word(scope)["headers"] == [other], client


@pytest.mark.parametrize("peers", ["['proxy']", "['10.0.0.5/8']", "['']", "'10.0.0.5'", "[1]"])
def test_peers_that_are_none_let_nobody_in(peers: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_rules(f"[proxy]\nheader = 'X-Forwarded-Email'\npeers = {peers}")
    assert refused.value.code == "access_wrong"
    assert "proxy.peers" in str(refused.value.values["place"])


def test_a_visit_that_a_proxy_of_this_machine_passes_on_has_no_port() -> None:
    """Such a visit is told by it from one that comes directly, and both by their address."""
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["client"])

    async def visits() -> None:
        passed_on = [(b"x-forwarded-for", b"10.9.9.9")]
        for client in ("127.0.0.1", "10.0.0.5"):
            scope = {"type": "http", "scheme": "http", "client": (client, 5), "headers": passed_on}
            await ProxyHeadersMiddleware(app, "127.0.0.1")(scope, None, None)  # type: ignore[arg-type]

    asyncio.run(visits())
    assert seen == [("10.9.9.9", 0), ("10.0.0.5", 5)]
