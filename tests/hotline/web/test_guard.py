"""Sign-in: who may enter, how often one may try, where one is sent, and what is written down of it."""

import re
import uuid
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from factories import PASSWORD, House
from hotline.app import HEADERS
from hotline.domain.vocabulary import Role
from hotline.store.audit import AuditEntry, first_broken
from hotline.store.people import Staff
from hotline.web.guard import FAILURES_ALLOWED, _safe

Browsers = Callable[[Role], FlaskClient]
PATHS = ["/sign-in", "/health", "/static/app.css", "/nothing", "/tickets/", "/agents/calls", "/mengsuban/v1/tickets"]


def token_in(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found is not None
    return found[1]


def sign_in(browser: FlaskClient, account: str, password: str, address: str = "127.0.0.7", **more: str) -> TestResponse:
    token = token_in(browser.get("/sign-in"))
    sent = {"account": account, "password": password, "csrf_token": token, **more}
    return browser.post("/sign-in", data=sent, environ_base={"REMOTE_ADDR": address})


def deeds_of(house: House, account: str, address: str) -> list[str]:
    with house.equipment.work() as work:
        written = select(AuditEntry.deed).where(AuditEntry.actor == account, AuditEntry.address == address)
        return list(work.session.scalars(written.order_by(AuditEntry.id)))


def test_the_right_password_lets_in_and_is_written_down(house: House, guarded_browser: FlaskClient) -> None:
    answer = sign_in(guarded_browser, "agent", PASSWORD, "127.0.1.1")
    assert (answer.status_code, answer.location) == (302, "/")
    home = guarded_browser.get("/", follow_redirects=True)
    assert home.status_code == 200 and home.request.path == "/agents/"
    assert deeds_of(house, "agent", "127.0.1.1") == ["sign_in"]
    with house.equipment.work() as work:
        assert first_broken(work.session) is None


@pytest.mark.parametrize(("account", "password"), [("agent", "wrong-password"), ("agent", ""), ("", "x")])
def test_a_wrong_password_does_not_let_in_and_is_written_down(
    account: str, password: str, house: House, guarded_browser: FlaskClient
) -> None:
    address = f"127.0.2.{len(account) + len(password)}"
    answer = sign_in(guarded_browser, account, password, address)
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    assert "账号或密码不对" in guarded_browser.get("/sign-in").text
    assert guarded_browser.get("/").status_code == 302
    assert deeds_of(house, account, address) == ["sign_in_failed"]


def test_an_unknown_account_is_told_the_same_as_a_wrong_password(house: House, guarded_browser: FlaskClient) -> None:
    nobody = f"nobody-{uuid.uuid4().hex[:8]}"
    sign_in(guarded_browser, nobody, "x", "127.0.2.99")
    unknown = guarded_browser.get("/sign-in").text
    sign_in(guarded_browser, "head", "x", "127.0.2.99")
    wrong = guarded_browser.get("/sign-in").text
    without_token = [re.sub(r'(value|content)="[^"]*"', "", page) for page in (unknown, wrong)]
    assert without_token[0] == without_token[1]


def test_after_five_failures_even_the_right_password_waits(house: House, guarded_browser: FlaskClient) -> None:
    account = f"patient-{uuid.uuid4().hex[:8]}"
    for _ in range(FAILURES_ALLOWED):
        assert sign_in(guarded_browser, account, "wrong", "127.0.3.1").status_code == 302
    refused = sign_in(guarded_browser, account, PASSWORD, "127.0.3.2")
    assert refused.status_code == 429
    assert "登录失败次数过多" in refused.text
    assert len(deeds_of(house, account, "127.0.3.1")) == FAILURES_ALLOWED
    assert deeds_of(house, account, "127.0.3.2") == []
    assert sign_in(guarded_browser, "analyst", PASSWORD, "127.0.3.3").location == "/"


@pytest.mark.parametrize("account", ["a\x00b", "x" * 500, "'; drop table staff; --", "张三"])
def test_a_strange_account_is_a_refusal_and_not_a_fault(account: str, guarded_browser: FlaskClient) -> None:
    answer = sign_in(guarded_browser, account, PASSWORD, "127.0.4.1")
    assert answer.status_code in (302, 400)
    assert guarded_browser.get("/").location.startswith("/sign-in")


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "evil.example", "javascript:alert(1)",
     "/\t/evil.example", "/\n/evil.example", "http:evil.example", "///evil.example", " //evil.example"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_after_signing_in(target: str, guarded_browser: FlaskClient) -> None:
    answer = sign_in(guarded_browser, "analyst", PASSWORD, "127.0.5.1", next=target)
    assert (answer.status_code, answer.location) == (302, "/")


def test_one_is_sent_to_the_page_that_was_asked_for(guarded_browser: FlaskClient) -> None:
    asked = guarded_browser.get("/tickets/?words=暖气")
    shown = guarded_browser.get(asked.location)
    wanted = re.search(r'name="next" value="([^"]*)"', shown.text)
    assert wanted is not None and wanted[1].startswith("/tickets/?words=")
    answer = sign_in(guarded_browser, "analyst", PASSWORD, "127.0.5.2", next=wanted[1])
    assert unquote(answer.location) == wanted[1]


@given(target=st.text(alphabet="/\\:?#@.\t\n ehtps", max_size=12))
def test_what_is_taken_as_a_way_within_the_house_never_names_another(target: str) -> None:
    safe = _safe(target)
    assert safe in ("", target)
    cleaned = safe.replace("\t", "").replace("\n", "")
    assert not safe or (cleaned.startswith("/") and not cleaned.startswith("//") and "\\" not in cleaned)


def test_who_left_is_outside(guarded_browser: FlaskClient) -> None:
    sign_in(guarded_browser, "analyst", PASSWORD, "127.0.5.3")
    inside = guarded_browser.get("/analysts/")
    assert inside.status_code == 200
    answer = guarded_browser.post("/sign-out", data={"csrf_token": token_in(inside)})
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    assert guarded_browser.get("/analysts/").status_code == 302


def test_who_is_no_longer_employed_is_outside_at_once(house: House, browser_of: Browsers) -> None:
    browser = browser_of(Role.ANALYST)
    assert browser.get("/analysts/").status_code == 200
    try:
        with house.equipment.work() as work:
            work.session.query(Staff).filter_by(account="analyst").update({"active": False})
        assert browser.get("/analysts/").status_code == 302
    finally:
        with house.equipment.work() as work:
            work.session.query(Staff).filter_by(account="analyst").update({"active": True})


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(guarded_browser: FlaskClient) -> None:
    cookie = sign_in(guarded_browser, "analyst", PASSWORD, "127.0.5.4").headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "Secure" not in cookie  # 测试不经 TLS


def test_a_forged_session_is_nobodys(guarded_browser: FlaskClient) -> None:
    guarded_browser.set_cookie("session", "eyJhY2NvdW50IjoiYWdlbnQifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert guarded_browser.get("/agents/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-out", "/agents/calls", "/agents/suggest", "/tickets/x/accept", "/analysts/report"]
)
@pytest.mark.parametrize("token", [None, "", "forged"])
def test_nothing_is_done_without_a_csrf_token(path: str, token: str | None, guarded_browser: FlaskClient) -> None:
    with guarded_browser.session_transaction() as session:
        role = {"/analysts/report": Role.ANALYST}.get(path, Role.AGENT)
        session["account"] = role.value
    answer = guarded_browser.post(path, data={} if token is None else {"csrf_token": token})
    assert answer.status_code == 400
    assert "页面已过期，请刷新后重新提交" in answer.text


def test_a_token_in_the_header_is_as_good(guarded_browser: FlaskClient) -> None:
    with guarded_browser.session_transaction() as session:
        session["account"] = "agent"
    token = token_in(guarded_browser.get("/agents/"))
    assert guarded_browser.post("/agents/suggest", data={"text": "你好"}).status_code == 400
    answer = guarded_browser.post("/agents/suggest", data={"text": "你好"}, headers={"X-CSRFToken": token})
    assert answer.status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers_that_protect(path: str, guarded_browser: FlaskClient) -> None:
    for answer in (guarded_browser.get(path), guarded_browser.post(path)):
        for name, value in HEADERS.items():
            assert answer.headers[name] == value


def test_what_a_person_sees_is_kept_in_no_cache(browser_of: Browsers, guarded_browser: FlaskClient) -> None:
    assert browser_of(Role.AGENT).get("/agents/").headers["Cache-Control"] == "no-store"
    assert "no-store" not in guarded_browser.get("/static/app.css").headers.get("Cache-Control", "")


def test_no_page_holds_a_script_of_its_own(browser_of: Browsers) -> None:
    assert "script-src" not in HEADERS["Content-Security-Policy"]  # default-src 'self' 已禁止内联脚本
    scripts = re.findall(r"<script[^>]*>", browser_of(Role.ANALYST).get("/analysts/").text)
    assert scripts and all(" src=" in one for one in scripts)
