"""Coming in: by a fresh signed link only, as nobody else, for two hours, and never as staff at the same time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hotline.domain.vocabulary import Role
from hotline.gateways.signing import now_in_utc
from hotline.web.citizens import entry

Enter = Callable[..., FlaskClient]
PAGES = (
    "/m/",
    "/m/new",
    "/m/tickets",
    "/m/tickets/x",
    "/m/tickets/x/filed",
    "/m/answers",
    "/m/answers/1",
    "/m/enterprise",
)


def test_a_signed_link_opens_the_pages_and_shows_who_is_here_masked(citizen: Enter) -> None:
    page = citizen(name="张小三", phone="13847100001").get("/m/")
    assert page.status_code == 200
    assert "张**" in page.text and "138****0001" in page.text
    assert "张小三" not in page.text and "13847100001" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_the_session_that_the_browser_keeps_holds_no_personal_data_in_clear(citizen: Enter) -> None:
    browser = citizen(name="张小三", phone="13847100001")
    with browser.session_transaction() as session:
        assert set(session["citizen"]) == {"card", "until"}
        assert not any(word in session["citizen"]["card"] for word in ("u-1", "张小三", "13847100001"))


def test_a_link_opens_once_and_its_user_may_go_back_to_it(app: Flask, link: Callable[..., str]) -> None:
    address, browser = link(), app.test_client()
    assert browser.get(address).status_code == 302
    assert browser.get(address).location == "/m/"
    other = app.test_client().get(address)
    assert other.status_code == 401 and "蒙速办" in other.text and "报文" not in other.text


@pytest.mark.parametrize(
    "spoil", [lambda one: one.replace("u-1", "u-2"), lambda one: "/m/enter?open_id=u-1", lambda one: "/m/enter"]
)
def test_who_is_not_named_by_the_app_stays_outside(
    spoil: Callable[[str], str], app: Flask, link: Callable[..., str]
) -> None:
    browser = app.test_client()
    assert browser.get(spoil(link())).status_code == 401
    assert browser.get("/m/").status_code == 401


def test_an_old_link_and_a_preview_are_refused_and_the_preview_does_not_use_it_up(
    app: Flask, link: Callable[..., str]
) -> None:
    browser, address = app.test_client(), link()
    assert browser.get(link(at=now_in_utc() - timedelta(minutes=6))).status_code == 401
    assert browser.head(address).status_code == 401
    assert browser.get(address).status_code == 302


def test_what_the_app_got_wrong_is_left_out(citizen: Enter) -> None:
    page = citizen(phone="123", uscc="91150100MA0MX00000", company="某某有限公司").get("/m/enterprise").text
    assert "某某有限公司" in page and "91150100MA0MX00000" not in page


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_closed_to_who_did_not_come_in(
    path: str, app: Flask, browser_of: Callable[[Role], FlaskClient]
) -> None:
    for browser in (app.test_client(), browser_of(Role.AGENT)):
        answer = browser.get(path)
        assert answer.status_code == 401
        assert "请回到「蒙速办」重新打开 12345" in answer.text and "/sign-in" not in answer.text


def test_after_two_hours_one_has_to_come_again(citizen: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = citizen()
    monkeypatch.setattr(entry, "now_in_utc", lambda: now_in_utc() + timedelta(hours=2, seconds=2))
    assert browser.get("/m/").status_code == 401


def test_a_session_is_of_staff_or_of_a_citizen_never_of_both(
    citizen: Enter, app: Flask, link: Callable[..., str]
) -> None:
    browser = citizen()
    for path in ("/tickets/", "/agents/", "/"):
        assert browser.get(path).location.startswith("/sign-in")
    with browser.session_transaction() as session:
        session["account"] = "agent"
    assert browser.get("/m/").status_code == 401
    assert browser.get("/tickets/").location.startswith("/sign-in")
    staff = app.test_client()
    with staff.session_transaction() as session:
        session["account"] = "agent"
    staff.get(link())
    with staff.session_transaction() as session:
        assert "account" not in session and "citizen" in session


def test_a_session_sealed_with_another_key_is_no_session(citizen: Enter) -> None:
    browser = citizen()
    with browser.session_transaction() as session:
        session["citizen"] = {"card": "k1:AAAA", "until": session["citizen"]["until"]}
    assert browser.get("/m/").status_code == 401
