"""Who may do what: the rules of access.toml, and what the app makes of whoever asks for it."""

import getpass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from itasdash import access
from itasdash.access import Person, Rules, machine_user, parse_rules, read_rules
from itasdash.findings import Refusal

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
