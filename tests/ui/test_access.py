"""Who may do what: the rules of access.toml, and what the app makes of whoever asks for it."""

import getpass
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.testing.v1 import AppTest

from itasdash import access
from itasdash.access import Person, Rules, machine_user, parse_rules, read_rules
from itasdash.findings import Refusal
from itasdash.schema import DownloadEvent
from itasdash.store import Store
from itasdash.ui.shell import navigation
from itasdash.ui.shell.access import require_staff

RULES = """
[staff]
emails = ["Somsri@dla.go.th"]
claims = { groups = ["itasdash-staff", "centre"] }

[viewer]
emails = ["guest@example.com", "somsri@dla.go.th"]
domains = ["DLA.go.th"]
"""


# --- rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"email": "somsri@dla.go.th"}, "staff"),
        ({"email": " SOMSRI@DLA.GO.TH "}, "staff"),
        ({"email": "somchai@dla.go.th"}, "viewer"),
        ({"email": "guest@example.com"}, "viewer"),
        ({"email": "other@example.com"}, None),
        # Neither a part of the domain nor something around it is the domain.
        ({"email": "a@mail.dla.go.th"}, None),
        ({"email": "a@evildla.go.th"}, None),
        ({"email": "a@dla.go.th.evil.com"}, None),
        ({"email": "a@evil.com,somsri@dla.go.th"}, None),
        ({"email": "a@evil.com@dla.go.th"}, None),
        ({"email": "dla.go.th"}, None),
        ({"email": "@dla.go.th"}, None),
        ({"email": ["somsri@dla.go.th"]}, None),
        ({"email": None}, None),
        # Letters beyond ASCII that turn into ASCII ones where case is folded.
        ({"email": "\u017fomsri@dla.go.th"}, "viewer"),
        ({"email": "guest@example.com", "groups": ["centre"]}, "staff"),
        ({"groups": "itasdash-staff"}, "staff"),
        ({"groups": ["Centre", "", 7, None]}, None),
        ({"groups": {"centre": True}}, None),
        ({"email": "somsri@dla.go.th", "email_verified": True}, "staff"),
        ({"email": "somsri@dla.go.th", "email_verified": "true"}, "staff"),
        ({"email": "somsri@dla.go.th", "email_verified": False}, None),
        ({"email": "somsri@dla.go.th", "email_verified": "false"}, None),
        ({"email": "somsri@dla.go.th", "email_verified": None}, None),
        ({}, None),
    ],
)
def test_roles_follow_the_rules(claims: dict[str, object], role: str | None) -> None:
    assert parse_rules(RULES).role_of(claims) == role


def test_a_person_is_called_by_the_email_or_what_else_the_provider_says() -> None:
    rules = parse_rules(RULES)
    member = {"groups": ["centre"]}
    assert rules.person({"email": "SomSri@dla.go.th"}) == Person("somsri@dla.go.th", "staff")
    assert rules.person(member | {"preferred_username": "u1", "sub": "9"}).name == "u1"
    assert rules.person(member | {"email": "", "sub": "9"}).name == "9"
    assert rules.person(member | {"name": "two\nlines", "sub": "9"}).name == "two lines"
    with pytest.raises(Refusal) as refused:
        rules.person({"email": "other@example.com"})
    assert refused.value.code == "no_role"
    assert "other@example.com" in refused.value.message("th")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[staff\n", "line 1"),
        ("[admin]\nemails = []", "admin"),
        ("emails = ['a@b.go.th']", "emails"),
        ("staff = ['a@b.go.th']", "staff"),
        ("[staff]\nemail = ['a@b.go.th']", "staff.email"),
        ("[staff]\nemails = 'a@b.go.th'", "staff.emails"),
        ("[staff]\nemails = ['a@b.go.th', '*']", "staff.emails"),
        ("[staff]\nemails = ['*@b.go.th']", "staff.emails"),
        ("[staff]\nemails = ['']", "staff.emails"),
        ("[staff]\nemails = [1]", "staff.emails"),
        ("[viewer]\ndomains = ['*']", "viewer.domains"),
        ("[viewer]\ndomains = ['']", "viewer.domains"),
        ("[viewer]\ndomains = ['th']", "viewer.domains"),
        ("[viewer]\ndomains = ['@dla.go.th']", "viewer.domains"),
        ("[viewer]\ndomains = ['*.go.th']", "viewer.domains"),
        ("[viewer]\nclaims = ['groups']", "viewer.claims"),
        ("[viewer]\nclaims = { groups = 'a' }", "viewer.claims.groups"),
        ("[viewer]\nclaims = { groups = [''] }", "viewer.claims.groups"),
        ("[viewer]\nclaims = { groups = [true] }", "viewer.claims.groups"),
        ("[proxy]", "proxy.header"),
        ("[proxy]\nheader = ''", "proxy.header"),
        ("[proxy]\nheader = ['X-Email']", "proxy.header"),
        ("[proxy]\nheader = 'X-Email'\ntrust = true", "proxy.trust"),
        ("a = " + "[" * 10_000, ""),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_rules(text, Path("access.toml"))
    assert refused.value.code == "access_wrong"
    for language in ("th", "en"):
        assert place in refused.value.message(language)
        assert "access.toml" in refused.value.message(language)


# Lists, strings, wild cards and keys as somebody in a hurry would write them, and any text at all.
BITS = some.sampled_from(
    [
        *('"*"', '""', '"@"', '"*@*"', '"th"', '".th"', '"dla.go.th"', '"@nowhere.example"'),
        *('"a@dla.go.th"', '"body@nowhere.example"', '"where.example"', '"example"', '".*"'),
        *("true", "1", "[]", "{}", "'''\n'''", '["*"]', '"\\u002a"', '"nobody"', '"no one"'),
    ]
)
LISTS = some.lists(BITS, max_size=4).map(lambda bits: f"[{', '.join(bits)}]")
KEYS = some.sampled_from(["emails", "domains", "claims.groups", "claims.email", "default", "'*'"])
LINES = some.tuples(KEYS, LISTS | BITS).map(" = ".join)
SECTIONS = some.sampled_from(["", "[staff]", "[viewer]", "[proxy]", "[[staff]]", "[staff.claims]"])
TEXTS = some.lists(SECTIONS | LINES | some.text(max_size=12), max_size=8).map("\n".join)


@given(TEXTS)
def test_no_text_gives_a_role_to_an_address_that_is_not_named(text: str) -> None:
    try:
        rules = parse_rules(text)
    except Refusal as refusal:
        assert refusal.code == "access_wrong"
        return
    for claims in ({"email": "nobody@nowhere.example"}, {"email": "*"}, {"email": ""}, {}):
        assert rules.role_of(claims) is None


@given(some.lists(some.sampled_from(["a@dla.go.th", "b@dla.go.th", "c@rd.go.th"]), unique=True))
def test_exactly_those_who_are_named_have_the_role(named: list[str]) -> None:
    rules = parse_rules(f"[staff]\nemails = {named!r}")
    for address in ("a@dla.go.th", "b@dla.go.th", "c@rd.go.th"):
        assert rules.role_of({"email": address}) == ("staff" if address in named else None)


def test_without_a_file_nobody_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(access.ACCESS_VARIABLE, raising=False)
    assert read_rules() == Rules()
    assert Rules().role_of({"email": "somsri@dla.go.th", "groups": ["centre"]}) is None
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "access.toml").write_text(RULES, encoding="utf-8-sig")
    assert read_rules().role_of({"email": "somsri@dla.go.th"}) == "staff"


def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def code(path: Path) -> str:
        monkeypatch.setenv(access.ACCESS_VARIABLE, str(path))
        with pytest.raises(Refusal) as refused:
            read_rules()
        assert str(path) in refused.value.message("th")
        return refused.value.code

    assert code(tmp_path / "none.toml") == "access_missing"
    assert code(tmp_path) == "access_unreadable"
    (tmp_path / "thai.toml").write_bytes("# สิทธิ์".encode("cp874"))
    assert code(tmp_path / "thai.toml") == "access_unreadable"


def test_a_machine_without_a_user_name_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("uid not found")

    assert machine_user()
    monkeypatch.setattr(getpass, "getuser", nameless)
    assert machine_user() == ""


def test_the_examples_of_the_document_are_understood() -> None:
    root = Path(__file__).resolve().parents[2]
    text = (root / "docs" / "deployment.md").read_text(encoding="utf-8")
    examples = [
        parse_rules(e) for e in re.findall(r"```toml\n(.*?)```", text, re.S) if "[auth]" not in e
    ]
    first, second, third = examples
    assert first.role_of({"email": "somsri@dla.go.th"}) == "staff"
    assert first.role_of({"groups": ["itasdash-staff"]}) == "staff"
    assert first.role_of({"email": "anybody@dla.go.th"}) == "viewer"
    assert first.role_of({"email": "other@example.go.th"}) is None
    headers = [each.header for each in examples]
    assert headers == [None, "X-Forwarded-Email", "X-Forwarded-Email"]
    assert (second.peers, [str(each) for each in third.peers]) == (
        (),
        ["10.20.0.7/32", "10.21.0.0/16"],
    )


# --- the app --------------------------------------------------------------------------------------

Visit = Callable[..., AppTest]
STAFF, VIEWER, STRANGER = "somsri@dla.go.th", "somchai@dla.go.th", "other@example.com"
ELSEWHERE, OPEN = "not_from_here", "open_address"


@pytest.fixture
def option() -> Iterator[Callable[[str, Any], None]]:
    """Set an option of the server for one test."""
    before: dict[str, Any] = {}

    def set_option(name: str, value: Any) -> None:
        before.setdefault(name, config.get_option(name))
        config.set_option(name, value)
        secrets_singleton._reset()

    set_option("server.address", "localhost")
    yield set_option
    for name, value in before.items():
        config.set_option(name, value)
    # Streamlit reads the files of secrets once.
    secrets_singleton._reset()


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "access.toml"
    path.write_text(RULES, encoding="utf-8")
    monkeypatch.setenv(access.ACCESS_VARIABLE, str(path))
    return path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Say what the browser's request looks like from now on."""

    def request(*headers: tuple[str, str], peer: str = "127.0.0.1") -> None:
        client = SimpleNamespace(headers=headers, remote_ip=peer, cookies={})
        monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)

    return request


def acting() -> None:
    """Do something that only staff may: in the run, in a callback, in a fragment."""
    import streamlit as st

    from itasdash.findings import Refusal
    from itasdash.ui.shell.access import require_staff

    def act() -> None:
        try:
            st.session_state.outcome = require_staff().name
        except Refusal as refusal:
            st.session_state.outcome = refusal.code

    st.button("callback", key="callback", on_click=act)
    if st.button("run", key="run"):
        act()

    @st.fragment
    def part() -> None:
        if st.button("fragment", key="fragment"):
            act()

    part()


def claims(address: str, **more: object) -> dict[str, object]:
    return {"is_logged_in": True, "email": address, **more}


def refusal_of(at: AppTest) -> str:
    """Return the code of the refusal that is all there is to see."""
    assert not at.exception
    assert not at.get("page_link")
    assert not at.selectbox
    assert not at.dataframe
    [error] = at.error
    message = error.value.replace("\\", "")
    entries = access_refusals()
    return next(code for code, words in entries.items() if words in message)


def access_refusals() -> Mapping[str, str]:
    from itasdash.i18n import catalogue

    prefix = "refusal."
    return {
        entry.removeprefix(prefix): max(text.replace("}", "{").split("{")[::2], key=len)
        for entry, text in catalogue("th").items()
        if entry.startswith(prefix)
    }


@pytest.mark.usefixtures("option")
def test_whoever_sits_at_this_machine_is_staff() -> None:
    at = AppTest.from_function(acting).run()
    at.button(key="run").click().run()
    assert at.session_state.outcome == getpass.getuser()


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "::1", "127.8.8.8"])
def test_this_machine_only_needs_no_sign_in(visit: Visit, option: Any, address: str) -> None:
    option("server.address", address)
    at = visit("trends")
    assert not at.error
    assert not [button for button in at.button if button.key in ("sign_in", "sign_out")]


@pytest.mark.parametrize("address", ["0.0.0.0", "::", None, "", "10.1.2.3", "itas.dla.go.th"])
def test_an_open_address_needs_sign_in(visit: Visit, option: Any, address: str | None) -> None:
    option("server.address", address)
    assert refusal_of(visit("trends")) == OPEN
    at = AppTest.from_function(acting).run()
    at.button(key="run").click().run()
    assert at.session_state.outcome == "not_allowed"


@pytest.mark.parametrize(
    ("headers", "peer", "code"),
    [
        ([("Host", "localhost:8501")], "127.0.0.1", None),
        ([("Host", "LOCALHOST")], "::1", None),
        ([("Host", "[::1]:8501")], "127.0.0.1", None),
        ([("host", "evil.example:8501")], "127.0.0.1", ELSEWHERE),
        ([("Host", "localhost.evil.example")], "127.0.0.1", ELSEWHERE),
        ([("Host", "[")], "127.0.0.1", ELSEWHERE),
        ([("Host", "")], "127.0.0.1", ELSEWHERE),
        ([("Host", "localhost"), ("X-Forwarded-For", "10.1.2.3")], "127.0.0.1", ELSEWHERE),
        ([("Host", "localhost"), ("forwarded", "for=10.1.2.3")], "127.0.0.1", ELSEWHERE),
        ([("Host", "localhost")], "10.1.2.3", ELSEWHERE),
    ],
)
@pytest.mark.usefixtures("option")
def test_this_machine_only_means_neither_passed_on_nor_by_another_name(
    visit: Visit, asked: Any, headers: list[tuple[str, str]], peer: str, code: str | None
) -> None:
    asked(*headers, peer=peer)
    at = visit("trends")
    assert (refusal_of(at) if at.error else None) == code


def signed_in(user: dict[str, object], act: str = "run") -> str:
    at = AppTest.from_function(acting)
    at.user = user
    at.run()
    at.button(key=act).click().run()
    return str(at.session_state.outcome)


@pytest.mark.usefixtures("option", "rules")
@pytest.mark.parametrize("act", ["run", "callback", "fragment"])
def test_only_staff_may_act(act: str) -> None:
    assert signed_in(claims(STAFF), act) == STAFF
    assert signed_in(claims(VIEWER, groups=["centre"]), act) == VIEWER
    assert signed_in(claims(VIEWER), act) == "not_allowed"
    assert signed_in(claims(STRANGER), act) == "not_allowed"
    assert signed_in({"is_logged_in": False}, act) == "not_allowed"
    assert signed_in({"is_logged_in": "yes", "email": STAFF}, act) == "not_allowed"


@pytest.mark.usefixtures("option")
@pytest.mark.parametrize("act", ["run", "callback", "fragment"])
def test_the_act_is_checked_under_the_rules_as_they_are_then(rules: Path, act: str) -> None:
    at = AppTest.from_function(acting)
    at.user = claims(STAFF)
    at.run()
    for text, outcome in (
        (RULES, STAFF),
        ("[viewer]\ndomains = ['dla.go.th']", "not_allowed"),
        ("[staff", "not_allowed"),
        (RULES, STAFF),
    ):
        rules.write_text(text, encoding="utf-8")
        at.button(key=act).click().run()
        assert at.session_state.outcome == outcome
    rules.unlink()
    at.button(key=act).click().run()
    assert at.session_state.outcome == "not_allowed"


def test_a_thread_without_a_visitor_may_nothing() -> None:
    with pytest.raises(Refusal) as refused:
        require_staff()
    assert refused.value.code == "not_allowed"


def app_for(visit: Visit, user: dict[str, object], page: str = "trends") -> AppTest:
    return visit(page, user=user)


@pytest.mark.usefixtures("option", "rules")
def test_sign_in_comes_before_everything(visit: Visit) -> None:
    at = app_for(visit, {"is_logged_in": False})
    assert at.title[0].value == "เข้าสู่ระบบ"
    assert [button.key for button in at.button] == ["sign_in"]
    assert not at.get("page_link")
    assert not at.selectbox
    assert not at.dataframe
    at.button(key="sign_in").click().run()
    assert refusal_of(at) == "auth_incomplete"


@pytest.mark.usefixtures("option", "rules")
def test_nothing_is_read_of_the_data_before_sign_in(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = visit("trends")
    read: list[str] = []
    monkeypatch.setattr("itasdash.ui.shell.loading.Store", lambda root: read.append(str(root)))
    for user in ({"is_logged_in": False}, claims(STRANGER)):
        at.user = user
        at.run()
        assert not at.exception
    assert read == []


@pytest.mark.usefixtures("option", "rules")
def test_who_is_signed_in_is_shown_with_the_way_out(visit: Visit) -> None:
    at = app_for(visit, claims(VIEWER))
    assert not at.error
    assert any(c.value.endswith("@dla.go.th · ผู้อ่าน") for c in at.sidebar.caption)
    at.button(key="sign_out").click().run()
    assert at.user == {"is_logged_in": False}
    assert at.title[0].value == "เข้าสู่ระบบ"


@pytest.mark.usefixtures("option")
def test_a_stranger_is_told_and_may_use_another_account(visit: Visit, rules: Path) -> None:
    at = app_for(visit, claims("![x](http://a.b/c.png)<b>"))
    assert refusal_of(at) == "no_role"
    assert "![x](" not in at.error[0].value
    assert [button.key for button in at.button] == ["sign_out"]
    rules.unlink()
    assert refusal_of(app_for(visit, claims(STAFF))) == "access_missing"


@pytest.mark.usefixtures("option", "rules")
def test_a_page_for_staff_is_neither_listed_nor_shown_to_viewers(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [
        navigation.PageEntry(entry.name, entry.icon, staff=entry.name == "trends")
        for entry in navigation.PAGES
    ]
    monkeypatch.setattr(navigation, "PAGES", tuple(entries))
    at = app_for(visit, claims(VIEWER))
    assert [error.value.split()[0] for error in at.error] == ["ทำได้เฉพาะเจ้าหน้าที่"]
    assert not at.get("plotly_chart")
    listed = [link.proto.label for link in at.get("page_link")]
    assert len(listed) == len(entries) - 1
    assert "แนวโน้ม" not in listed
    at = app_for(visit, claims(STAFF))
    assert not at.error
    assert at.get("plotly_chart")
    assert len(at.get("page_link")) == len(entries)


PROXY = RULES + "[proxy]\nheader = 'X-Forwarded-Email'\n"


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ([("x-forwarded-email", STAFF)], STAFF),
        ([("X-Forwarded-Email", VIEWER)], "not_allowed"),
        ([("X-Forwarded-Email", STRANGER)], "not_allowed"),
        ([("X-Forwarded-Email", "")], "not_allowed"),
        ([], "not_allowed"),
        # What the visitor wrote beside what the proxy wrote, in either order and spelling.
        ([("X-Forwarded-Email", VIEWER), ("X-Forwarded-Email", STAFF)], "not_allowed"),
        ([("X-Forwarded-Email", STAFF), ("x-forwarded-email", VIEWER)], "not_allowed"),
        ([("X-Forwarded-Email", f"{VIEWER}, {STAFF}")], "not_allowed"),
        ([("X_Forwarded_Email", STAFF)], "not_allowed"),
    ],
)
@pytest.mark.parametrize("address", ["0.0.0.0", "localhost"])
def test_behind_a_proxy_its_header_says_who(
    option: Any, asked: Any, rules: Path, address: str, headers: list[Any], outcome: str
) -> None:
    option("server.address", address)
    rules.write_text(PROXY, encoding="utf-8")
    asked(("Host", "itas.example"), *headers, peer="10.0.0.1")
    assert signed_in({}) == outcome


def test_behind_a_proxy_who_is_unnamed_is_told(
    visit: Visit, option: Any, asked: Any, rules: Path
) -> None:
    option("server.address", "0.0.0.0")
    rules.write_text(PROXY, encoding="utf-8")
    asked(("Host", "itas.example"))
    assert refusal_of(visit("trends")) == "proxy_silent"
    asked(("Host", "itas.example"), ("X-Forwarded-Email", VIEWER))
    at = visit("trends")
    assert not at.error
    assert not [button for button in at.button if button.key == "sign_out"]


def test_sign_in_goes_before_the_header_of_a_proxy(option: Any, asked: Any, rules: Path) -> None:
    rules.write_text(PROXY, encoding="utf-8")
    asked(("Host", "itas.example"), ("X-Forwarded-Email", STAFF))
    assert signed_in({"is_logged_in": False}) == "not_allowed"
    assert signed_in(claims(VIEWER)) == "not_allowed"


@pytest.mark.usefixtures("option")
def test_a_broken_file_does_not_open_this_machine(visit: Visit, rules: Path) -> None:
    """It could have been the one that says that a proxy stands before the app."""
    rules.write_text("[proxy", encoding="utf-8")
    assert refusal_of(visit("trends")) == "access_wrong"


@pytest.mark.usefixtures("option")
@pytest.mark.parametrize("text", ["[proxy", "[staff]\n'somsri@dla.go.th' = 1", None])
def test_who_has_no_role_reads_no_path_and_no_address(
    visit: Visit, rules: Path, text: str | None
) -> None:
    rules.unlink() if text is None else rules.write_text(text, encoding="utf-8")
    [error] = visit("trends", user={"is_logged_in": False}).error
    shown = error.value.replace("\\", "").replace("\u2060", "")
    assert "access.toml" in shown
    assert str(rules.parent) not in shown
    assert "somsri" not in shown


def test_broken_secrets_do_not_open_this_machine(visit: Visit, option: Any, tmp_path: Path) -> None:
    """They could have been those that ask for sign-in."""
    secrets = tmp_path / "secrets.toml"
    secrets.write_text("[auth", encoding="utf-8")
    option("secrets.files", [str(secrets)])
    assert refusal_of(visit("trends")) == "secrets_unreadable"


# What somebody writes who means to ask for sign-in, and what a forged cookie could be signed with.
WHOLE = (
    'redirect_uri = "http://localhost:8501/oauth2callback"\nclient_id = "a"\nclient_secret = "b"'
)
STRONG = "0f" * 8 + "1e2d3c4b5a69788796a5b4c3d2e1f0" * 2


@pytest.mark.parametrize(
    ("secrets", "code"),
    [
        ("", "auth_missing"),
        ("[auth]", "auth_incomplete"),
        ('auth = ""', "auth_incomplete"),
        ("auth = true", "auth_incomplete"),
        ("auth = []", "auth_incomplete"),
        (f"[Auth]\n{WHOLE}\ncookie_secret = '{STRONG}'", "auth_incomplete"),
        (f"['auth ']\n{WHOLE}\ncookie_secret = '{STRONG}'", "auth_incomplete"),
        (f"[auht]\n{WHOLE}\ncookie_secret = '{STRONG}'", "auth_missing"),
        (f"[oauth]\n{WHOLE}\ncookie_secret = '{STRONG}'", "auth_missing"),
        (f"[auth]\n{WHOLE}", "cookie_secret_weak"),
        (f"[auth]\n{WHOLE}\ncookie_secret = ''", "cookie_secret_weak"),
        (f"[auth]\n{WHOLE}\ncookie_secret = '…'", "cookie_secret_weak"),
        (f"[auth]\n{WHOLE}\ncookie_secret = '{STRONG[:31]}'", "cookie_secret_weak"),
        (f"[auth]\n{WHOLE}\ncookie_secret = '{' ' * 40}'", "cookie_secret_weak"),
        (f"[auth]\n{WHOLE}\ncookie_secret = '{'xyz' * 20}'", "cookie_secret_weak"),
        (f"[auth]\n{WHOLE}\ncookie_secret = 12345678901234567890", "cookie_secret_weak"),
    ],
)
@pytest.mark.usefixtures("rules")
def test_secrets_that_keep_nobody_out_let_nobody_in(
    visit: Visit, option: Any, tmp_path: Path, secrets: str, code: str
) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(secrets, encoding="utf-8")
    option("secrets.files", [str(file)])
    for user in ({}, claims(STAFF)) if code != "auth_missing" else ({},):
        at = visit("trends", user=user)
        assert refusal_of(at) == code


@pytest.mark.usefixtures("option")
def test_rules_of_access_ask_for_somebody_who_says_who_asks(visit: Visit, rules: Path) -> None:
    assert refusal_of(visit("trends")) == "auth_missing"
    for text in ("", "[staff]\nemails = []\n[viewer]\n"):
        rules.write_text(text, encoding="utf-8")
        assert not visit("trends").error


@pytest.mark.usefixtures("rules")
def test_a_strong_secret_is_taken(visit: Visit, option: Any, tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(f"[auth]\n{WHOLE}\ncookie_secret = '{STRONG}'", encoding="utf-8")
    option("secrets.files", [str(file)])
    assert visit("trends", user={"is_logged_in": False}).title[0].value == "เข้าสู่ระบบ"
    assert not visit("trends", user=claims(VIEWER)).error


def offering() -> None:
    """Offer something to take away: to whoever has a role, and to staff."""
    import streamlit as st

    from itasdash.ui.parts.downloads import at_delivery

    store = st.session_state.store
    st.session_state.viewers = at_delivery(store, None, "a.csv", b"a")
    st.session_state.staffs = at_delivery(store, None, "letter.docx", lambda: b"b", staff=True)


@pytest.mark.usefixtures("option")
def test_what_is_delivered_on_demand_asks_for_the_role_of_then_and_is_logged(
    rules: Path, tmp_path: Path
) -> None:
    """A browser can ask for it long after the page was shown, without a click."""
    store = Store(tmp_path / "store")
    at = AppTest.from_function(offering)
    at.session_state.store = store
    at.user = claims(STAFF)
    at.run()
    viewers, staffs = at.session_state.viewers, at.session_state.staffs

    def taken() -> list[tuple[str, str]]:
        return [(event.who, event.file) for event in store.events(DownloadEvent)]

    assert (viewers(), staffs()) == (b"a", b"b")
    both = [(STAFF, "a.csv"), (STAFF, "letter.docx")]
    assert taken() == both
    rules.write_text("[viewer]\ndomains = ['dla.go.th']", encoding="utf-8")
    assert viewers() == b"a"
    with pytest.raises(Refusal, match="staff"):
        staffs()
    rules.write_text("[viewer]\nemails = ['another@dla.go.th']", encoding="utf-8")
    for deliver in (viewers, staffs):
        with pytest.raises(Refusal):
            deliver()
    assert taken() == [*both, (STAFF, "a.csv")]
