"""Doors: every route behind a row, every role into its own rooms and no other."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing.converters import AnyConverter, IntegerConverter

from factories import House
from hotline.app import create_app
from hotline.domain.vocabulary import Role, State
from hotline.web.doors import DOORS, HOMES, MENU, STAFF, Door, door_of, menu_for

Browsers = Callable[[Role], FlaskClient]
ROLES = sorted(STAFF)
ROOMS = {
    "agents": "/agents/", "dispatchers": "/dispatchers/", "agencies": "/agencies/", "supervisors": "/supervisors/",
    "analysts": "/analysts/", "admins": "/admins/rules", "tickets": "/tickets/units", "search": "/search/", "rules": "/rules/",
    "watch": "/watch/enterprises",
}  # fmt: skip


def test_every_route_has_a_door_and_every_door_a_route(house: House) -> None:
    endpoints = {rule.endpoint.partition(".")[0] for rule in create_app(house.equipment).url_map.iter_rules()}
    assert endpoints == set(DOORS)


def test_a_route_that_nobody_gave_a_door_is_refused() -> None:
    with pytest.raises(KeyError):
        door_of("backdoor.open")


def test_every_person_of_staff_has_a_home_that_their_door_lets_them_into() -> None:
    assert set(HOMES) == STAFF
    for role, endpoint in HOMES.items():
        door = door_of(endpoint)
        assert not isinstance(door, Door) and role in door


def test_every_role_finds_its_home_in_its_menu_and_nothing_outside_its_doors() -> None:
    for role in STAFF:
        shown = [endpoint for endpoint, _ in menu_for(role)]
        assert HOMES[role] in shown
        assert set(shown) <= {endpoint for endpoint, _ in MENU}
        assert all(role in door_of(endpoint) for endpoint in shown)  # type: ignore[operator]
    assert ("audit.found", "审计") not in menu_for(Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", ROLES)
def test_a_room_of_others_answers_403_and_an_own_room_200(role: Role, browser_of: Browsers) -> None:
    browser = browser_of(role)
    for blueprint, path in ROOMS.items():
        door = DOORS[blueprint]
        assert not isinstance(door, Door)
        answer = browser.get(path)
        assert answer.status_code == (200 if role in door else 403), path
        if role not in door:
            assert "您的岗位不能进入这里" in answer.text


@pytest.mark.parametrize("role", sorted(STAFF - DOORS["live"]))  # type: ignore[operator]
def test_the_stream_is_closed_to_who_sees_no_tickets(role: Role, browser_of: Browsers) -> None:
    assert browser_of(role).get("/live").status_code == 403


@pytest.mark.parametrize("path", [*ROOMS.values(), "/", "/live", "/tickets/x", "/search/export", "/agents/mine"])
def test_who_is_not_signed_in_is_led_to_sign_in(path: str, guarded_browser: FlaskClient) -> None:
    answer = guarded_browser.get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


def _paths_of(role: Role, tickets: dict[State, str], browser: FlaskClient) -> list[str]:
    with browser.application.test_request_context():
        from_menu = [browser.application.url_for(endpoint) for endpoint, _ in menu_for(role)]
    if role in (Role.ADMINISTRATOR, Role.AUDITOR):
        return from_menu
    states = [f"/search/?state={state}" for state in State]
    inboxes = [f"/agencies/?state={state}" for state in State] if role in (Role.CLERK, Role.HEAD) else []
    drafts = [f"/agents/draft/{tickets[State.DRAFT]}"] if role == Role.AGENT else []
    return [*from_menu, *states, *inboxes, *drafts]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_whole_with_tickets_in_every_state(
    role: Role, in_every_state: dict[State, str], browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    browser = browser_of(role)
    theirs = {State.DISPATCHED, State.HANDLING, State.REPLIED, State.CALLBACK, State.CLOSED}
    shown = in_every_state if role not in (Role.CLERK, Role.HEAD) else {s: in_every_state[s] for s in theirs}
    ones = [f"/tickets/{number}" for number in shown.values()] if role in DOORS["tickets"] else []  # type: ignore[operator]
    for path in [*_paths_of(role, in_every_state, browser), *ones]:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert '<html lang="zh-CN"' in answer.text and "Traceback" not in answer.text, path
        page = page_of(answer.text)
        assert len(page.named("h1")) == 1, path
        ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
        assert len(ids) == len(set(ids)), path
        assert {attrs["for"] for attrs in page.named("label") if attrs.get("for")} <= set(ids), path
        assert any("\u4e00" <= character <= "\u9fff" for character in "".join(page.words)), path


FILLED = {
    "number": "202601010000001", "edition": "9999.1", "action": "accept", "deed": "approve", "account": "nobody",
    "form": "desk", "filename": "app.css", "table": "x",
}  # fmt: skip


def _every_route(app: Flask) -> list[tuple[str, str, str]]:
    """Endpoint, method and an address for each route, its parameters filled with what does not exist."""
    found = []
    for rule in app.url_map.iter_rules():
        values: dict[str, Any] = {
            name: next(iter(converter.items), "x") if isinstance(converter, AnyConverter)
            else 10**9 if isinstance(converter, IntegerConverter) else FILLED.get(name, "x")
            for name, converter in rule._converters.items()
        }  # fmt: skip
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **values)
        found += [(rule.endpoint, method, path) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_route_is_open_or_closed_to_every_role_as_the_table_of_doors_says(
    role: Role, browser_of: Browsers
) -> None:
    browser = browser_of(role)
    routes = _every_route(browser.application)
    assert {endpoint for endpoint, _, _ in routes} == {
        rule.endpoint for rule in browser.application.url_map.iter_rules()
    }
    for endpoint, method, path in routes:
        door = door_of(endpoint)
        if isinstance(door, Door) or endpoint in ("live.live", "pop.simulate"):  # 流不会结束；模拟来电会留下来电
            continue
        answer = browser.open(path, method=method)
        closed = "您的岗位不能进入这里" in answer.text
        assert closed is (role not in door), (endpoint, method, path, answer.status_code)
        assert answer.status_code == 403 if closed else answer.status_code < 500, (endpoint, method, path)
        assert "Traceback" not in answer.text
        answer.close()
