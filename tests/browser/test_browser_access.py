"""Who gets in: a real browser, a real server of the app and a real OpenID provider beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from itasdash.ui.shell.navigation import PAGES
from tests.kits.browsing import ROOT, Visit, free_port, server

STAFF, VIEWER, STRANGER = "somsri@dla.go.th", "somchai@dla.go.th", "nobody@nowhere.example"
RULES = f'[staff]\nemails = ["{STAFF}"]\n[viewer]\ndomains = ["dla.go.th"]\n'
# The provider's own page asks for its look from here; the app asks for nothing from outside.
PROVIDERS_LOOK = "https://cdn.jsdelivr.net/npm/@picocss/"
MENU = [entry.name for entry in PAGES if not entry.staff]
ONLY_STAFF = [entry.name for entry in PAGES if entry.staff]
REFUSED = "ทำได้เฉพาะเจ้าหน้าที่"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("access") / "access.toml"


@pytest.fixture(scope="module")
def app(small_data: Path, rules: Path) -> Iterator[str]:
    """The app behind sign-in, with a provider that knows three people."""
    port = free_port()
    people = [User(sub=who, claims={"email": who}) for who in (STAFF, VIEWER, STRANGER)]
    with pytest.MonkeyPatch.context() as patch, run_server_in_thread(user_claims=people) as running:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        secrets = rules.with_name("secrets.toml")
        secrets.write_text(
            f"""[auth]
            redirect_uri = "http://localhost:{port}/oauth2callback"
            cookie_secret = "only for tests, and long enough to be one"
            client_id = "itasdash"
            client_secret = "only for tests"
            server_metadata_url =
                "http://localhost:{running.server_port}/.well-known/openid-configuration"
            """.replace("=\n                ", "= ")
        )
        with server(
            small_data,
            f"--secrets.files={secrets}",
            port=port,
            environment={"ITASDASH_ACCESS": str(rules)},
        ) as address:
            yield address


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """One who has loaded the app before."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def visit(browser: Browser, visitor: BrowserContext, rules: Path) -> Iterator[Visit]:
    rules.write_text(RULES, encoding="utf-8")
    visitor.clear_cookies()
    visiting = Visit(browser, others=[PROVIDERS_LOOK], within=visitor)
    visiting.page.route(f"{PROVIDERS_LOOK}**", lambda route: route.abort())
    yield visiting
    visiting.close()


def sign_in(visit: Visit, app: str, who: str) -> Page:
    """Sign in by the provider's own page and wait for what the app then shows."""
    page = visit.page
    page.goto(app)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.get_by_role("button", name=who).click()
    page.wait_for_url(re.compile(re.escape(app)))
    expect(page.locator("h1")).not_to_have_text("เข้าสู่ระบบ")
    visit.settled()
    return page


def person_line(who: str, after: str) -> re.Pattern[str]:
    """Match an e-mail, which is kept from being a link, and what follows it."""
    return re.compile(re.escape(who).replace("@", "\u2060?@") + after)


def menu(page: Page, entries: int = 0) -> list[str]:
    """Return the addresses in the menu, once it has as many entries as are expected."""
    links = page.get_by_test_id("stSidebar").get_by_test_id("stPageLink-NavLink")
    expect(links).to_have_count(entries)
    return [str(link.get_attribute("href")).split("?")[0].strip("/") for link in links.all()]


def test_without_sign_in_nothing_is_shown(visit: Visit, app: str, small_data: Path) -> None:
    received: list[bytes] = []

    def listen(payload: object) -> None:
        received.append(payload if isinstance(payload, bytes) else str(payload).encode())

    visit.page.on("websocket", lambda stream: stream.on("framereceived", listen))
    for address in (f"{app}/", f"{app}/unregistered?as_of=20220107T1300", f"{app}/provinces"):
        visit.page.goto(address)
        expect(visit.page.get_by_role("button", name="เข้าสู่ระบบ")).to_be_visible()
        visit.settled()
        assert menu(visit.page) == []
    # What the server sent, and not only what the browser makes of it.
    sent = b"".join(received)
    assert "กรุณาเข้าสู่ระบบด้วยบัญชีของหน่วยงาน".encode() in sent
    secret = ["เชียงใหม่", "ม.ค.", "บ้านแปะ", "a.csv", "snapshots", str(small_data), STAFF]
    assert [word for word in secret if word.encode() in sent] == []


@pytest.mark.slow
def test_a_viewer_sees_the_pages_and_may_not_act(visit: Visit, app: str) -> None:
    page = sign_in(visit, app, VIEWER)
    visit.ready()
    expect(page.locator("h1")).to_contain_text("ลงทะเบียนแล้ว")
    expect(page.get_by_text(person_line(VIEWER, " · ผู้อ่าน"))).to_be_visible()
    assert menu(page, len(MENU))[1:] == MENU[1:]
    page.get_by_role("link", name="แนวโน้ม").click()
    expect(page.locator("h1")).to_have_text("แนวโน้ม")
    visit.ready()
    for name in ONLY_STAFF:
        page.goto(f"{app}/{name}")
        expect(page.get_by_test_id("stAlertContentError")).to_contain_text(REFUSED)
        visit.settled()
        assert page.locator("input[type=file]").count() == 0


def test_staff_sign_in_and_out(visit: Visit, app: str) -> None:
    page = sign_in(visit, app, STAFF)
    visit.ready()
    # The menu stands there before the page does, but after who has signed in.
    expect(page.locator("h1")).to_contain_text("ลงทะเบียนแล้ว")
    expect(page.get_by_text(person_line(STAFF, " · เจ้าหน้าที่"))).to_be_visible()
    assert menu(page, len(PAGES))[1:] == [entry.name for entry in PAGES][1:]
    for name in ONLY_STAFF:
        visit.open(f"{app}/{name}")
    page.get_by_role("button", name="ออกจากระบบ").click()
    # The provider asks whether to end the session there too; the app's own has ended by then.
    page.wait_for_url("**/oauth2/end_session**")
    page.goto(app)
    expect(page.get_by_role("button", name="เข้าสู่ระบบ")).to_be_visible()


@pytest.mark.slow
def test_what_is_taken_away_is_gone_at_the_next_click(visit: Visit, app: str, rules: Path) -> None:
    page = sign_in(visit, app, STAFF)
    visit.ready()
    rules.write_text('[viewer]\ndomains = ["dla.go.th"]\n', encoding="utf-8")
    page.get_by_role("link", name="แนวโน้ม").click()
    expect(page.get_by_text(person_line(STAFF, " · ผู้อ่าน"))).to_be_visible()
    visit.ready()
    assert menu(page, len(MENU))[1:] == MENU[1:]
    rules.write_text('[viewer]\nemails = ["someone@dla.go.th"]\n', encoding="utf-8")
    page.get_by_role("link", name="รายจังหวัด").click()
    refused = page.get_by_test_id("stAlertContentError")
    expect(refused).to_contain_text(person_line(STAFF, " ยังไม่มีสิทธิ์"))
    visit.settled()
    assert menu(page) == []
    assert page.locator(".js-plotly-plot").count() == 0
    page.reload()
    expect(refused).to_contain_text("ยังไม่มีสิทธิ์")


@pytest.mark.slow
def test_a_stranger_and_a_broken_file_get_nobody_in(visit: Visit, app: str, rules: Path) -> None:
    page = sign_in(visit, app, STRANGER)
    refused = page.get_by_test_id("stAlertContentError")
    expect(refused).to_contain_text(person_line(STRANGER, " ยังไม่มีสิทธิ์"))
    expect(page.get_by_role("button", name="ออกจากระบบ")).to_be_visible()
    rules.write_text(RULES + "[staff", encoding="utf-8")
    page.reload()
    expect(refused).to_contain_text("ไฟล์กำหนดสิทธิ์ผิด")
    visit.settled()
    assert menu(page) == []


@pytest.mark.slow
def test_an_open_address_without_sign_in_shows_only_the_remedy(
    browser: Browser, small_data: Path
) -> None:
    visit = Visit(browser, alone=True)
    with server(small_data, "--server.address=0.0.0.0") as address:
        visit.page.goto(f"{address}/unregistered")
        alert = visit.page.get_by_test_id("stAlertContentError")
        expect(alert).to_contain_text("ยังไม่ได้ตั้งการเข้าสู่ระบบ")
        expect(alert).to_contain_text("docs/deployment.md")
        visit.settled()
        assert menu(visit.page) == []
    visit.close()


@pytest.fixture(scope="module")
def local(small_data: Path) -> Iterator[str]:
    """The app as it comes."""
    with server(small_data) as address:
        yield address


@pytest.mark.slow
def test_only_this_machine_by_its_own_name_is_served_without_sign_in(
    browser: Browser, local: str
) -> None:
    # Chromium takes any name below localhost for this machine, as a site's own name could be.
    page = browser.new_page()
    answer = page.goto(local.replace("localhost", "somebodys.site.localhost"))
    assert answer is not None
    assert answer.status == 421
    expect(page.locator("body")).to_contain_text("เซิร์ฟเวอร์นี้ไม่รู้จักชื่อที่ใช้เปิด")
    page.close()


@pytest.mark.slow
def test_every_page_works_under_the_headers_of_the_proxy(browser: Browser, local: str) -> None:
    conf = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
    headers = {
        name: value.strip('"')
        for name, value in re.findall(r'add_header (\S+) ("[^"]*"|\S+) always;', conf)
    }
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]

    def through_the_proxy(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers=answer.headers | headers)

    visit = Visit(browser, alone=True)
    broken: list[str] = []
    visit.page.on("console", lambda m: broken.append(m.text) if "Content Security" in m.text else 0)
    visit.page.route(re.compile(r"//localhost:\d+/[a-z]*$"), through_the_proxy)
    page = visit.open(f"{local}/overview")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    for number, entry in enumerate(PAGES[1:], start=1):
        page.get_by_test_id("stPageLink-NavLink").nth(number).click()
        page.wait_for_url(f"**/{entry.name}*")
        visit.ready()
        if entry.name in ("provinces", "unregistered"):
            expect(page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
    # The one inline script of streamlit's own page, which is for search engines.
    assert [text for text in broken if "Executing inline script" not in text] == []
    assert len(broken) == 1
    visit.close()
