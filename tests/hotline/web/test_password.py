"""One's own password: changed by who knows the old one, forced after a reset, and every other session ends."""

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from factories import PASSWORD, House, undone
from hotline.app import create_app
from hotline.casework import staff
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.store.audit import AuditEntry
from hotline.store.people import Staff

NEW = "草原上的风今天吹得很大"
Door = Callable[[], FlaskClient]


@pytest.fixture
def lone(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: passwords are as they were at its end."""
    with undone(equipment) as found:
        yield found


@pytest.fixture
def door(lone: House) -> Door:
    """Browsers that nobody has signed in with."""
    app = create_app(lone.equipment)
    app.config.update(WTF_CSRF_ENABLED=False)
    return app.test_client


def enter(browser: FlaskClient, account: str, password: str) -> str:
    return browser.post("/sign-in", data={"account": account, "password": password}).location


def change(browser: FlaskClient, now: str, new: str, again: str | None = None) -> str:
    sent = {"now": now, "new": new, "again": new if again is None else again}
    return browser.post("/password/", data=sent, follow_redirects=True).text


def reset(house: House, account: str) -> str:
    with house.equipment.work() as work:
        return staff.reset_password(work, house.staff(account).id)[1]


def test_a_password_is_changed_and_every_other_session_ends(lone: House, door: Door) -> None:
    here, there = door(), door()
    assert enter(here, "analyst", PASSWORD) == enter(there, "analyst", PASSWORD) == "/"
    assert "密码已修改" in change(here, PASSWORD, NEW)
    assert here.get("/analysts/").status_code == 200
    assert there.get("/analysts/").location.startswith("/sign-in")
    assert enter(there, "analyst", PASSWORD) == "/sign-in" and enter(there, "analyst", NEW) == "/"
    assert there.get("/analysts/").status_code == 200


@pytest.mark.parametrize(
    ("now", "new", "again", "told"),
    [
        ("wrong-password", NEW, NEW, "现在的密码不对"),
        (PASSWORD, NEW, NEW + "x", "两次输入的新密码不一致"),
        (PASSWORD, "short", "short", "至少 10 位"),
        (PASSWORD, PASSWORD, PASSWORD, "不能与现在的密码相同"),
        (PASSWORD, "1234567890", "1234567890", "太常见"),
    ],
)
def test_what_is_not_right_changes_nothing(now: str, new: str, again: str, told: str, lone: House, door: Door) -> None:
    browser, before = door(), lone.staff("analyst").password_hash
    enter(browser, "analyst", PASSWORD)
    assert told in change(browser, now, new, again)
    assert lone.staff("analyst").password_hash == before


def test_who_holds_a_one_time_password_changes_it_before_anything_else(lone: House, door: Door) -> None:
    once, browser = reset(lone, "agent"), door()
    assert enter(browser, "agent", PASSWORD) == "/sign-in"
    assert enter(browser, "agent", once) == "/"
    for path in ("/", "/agents/", "/live", "/tickets/x"):
        assert browser.get(path).location == "/password/", path
    assert browser.post("/agents/calls", data={}).location == "/password/"
    assert "请先换成自己的密码" in browser.get("/password/").text
    assert "密码已修改" in change(browser, once, NEW)
    assert browser.get("/agents/").status_code == 200


def test_a_session_from_before_the_reset_can_do_nothing_without_the_new_password(lone: House, door: Door) -> None:
    old = door()
    enter(old, "agent", PASSWORD)
    reset(lone, "agent")
    assert old.get("/agents/").location == "/password/"
    assert "现在的密码不对" in change(old, PASSWORD, NEW)


def test_a_one_time_password_that_is_too_old_does_not_let_in(lone: House, door: Door) -> None:
    once, browser = reset(lone, "agent"), door()
    with lone.equipment.work() as work:
        row = work.session.query(Staff).filter_by(account="agent").one()
        row.password_hash = f"{staff.ONCE}1 {row.password_hash.partition(' ')[2]}"
    assert enter(browser, "agent", once) == "/sign-in"
    assert "一次性密码已过期" in browser.get("/sign-in").text
    enter(browser, "agent", "wrong-password")
    assert "账号或密码不对" in browser.get("/sign-in").text


def test_guessing_the_present_password_is_slowed_like_signing_in(lone: House, door: Door) -> None:
    browser = door()
    enter(browser, "officer", PASSWORD)
    for _ in range(5):
        change(browser, "wrong-password", NEW)
    slowed = browser.post("/password/", data={"now": PASSWORD, "new": NEW, "again": NEW})
    assert slowed.status_code == 429
    with lone.equipment.work() as work:
        last = work.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        assert last is not None and (last.actor, last.deed) == ("officer", "sign_in_failed")
        assert staff.password_fits(lone.staff("officer"), PASSWORD)


def test_it_is_everybodys_page_and_nobodys_who_is_outside(lone: House, door: Door) -> None:
    for role in (Role.AGENT, Role.AUDITOR):
        browser = door()
        enter(browser, role.value, PASSWORD)
        assert browser.get("/password/").status_code == 200
    assert door().get("/password/").location.startswith("/sign-in")
