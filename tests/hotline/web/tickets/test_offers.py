"""What a page offers may be done: every role, every state, every form posted with complete data, and none beside it."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection
from sqlalchemy.orm import sessionmaker

from factories import ANSWER, HEATING, OTHER_UNIT, House, person
from hotline.casework import intake
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.joint import helping
from hotline.casework.requests import asking
from hotline.casework.requests.asking import Asked
from hotline.domain.handling_terms import RequestKind, SupervisionKind
from hotline.domain.lifecycle import moves_open_to
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Action, DemandType, RequesterKind, Role, State
from hotline.equipment import Equipment
from hotline.web.tickets.deeds import DEEDS

Browsers = Callable[[Role], FlaskClient]
ROLES = [Role.AGENT, Role.DISPATCHER, Role.CLERK, Role.HEAD, Role.OFFICER, Role.SUPERVISOR, Role.ANALYST]
UNIT_SEES = {State.DISPATCHED, State.HANDLING, State.REPLIED, State.CALLBACK, State.CLOSED, State.TERMINATED}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
TOWN = "XZ-150105-01"
WORDS = {"watcher": "officer", "category": "0301", "region": "150105", "hotline": "119", "in_charge": "王主任",
         "basis": "三定方案"}  # fmt: skip


@pytest.fixture
def connection(equipment: Equipment) -> Iterator[Connection]:
    """The one connection of a test; all that happens on it is undone."""
    with equipment.engine.connect() as found, found.begin() as everything:
        yield found
        everything.rollback()


@pytest.fixture
def house(equipment: Equipment, connection: Connection) -> House:
    """The house for one test alone, so that a deed can be tried and undone."""
    sessions = sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
    return House(replace(equipment, sessions=sessions))


def complete(sheet: Any, ticket: Any, spare: str) -> dict[str, str]:
    """A form with everything that it asks for."""
    now = datetime.now(BEIJING)
    day = (ticket.due_at or now) + timedelta(days=1)
    sent = sheet.values
    agency = TOWN if sheet.action.endswith("/recuse") else OTHER_UNIT
    for name, one in sheet.fields.items():
        known = {"agency": agency, "lead": spare, "satisfaction": "4", "spoken_at": f"{now:%Y-%m-%dT%H:%M}",
                 "until": f"{max(day, now + timedelta(days=2)):%Y-%m-%d}", "means": "telephone", **WORDS}  # fmt: skip
        if one.kind == "file":
            continue
        if one.kind == "checkbox":
            sent[name] = "true"
        elif not sent[name] and name in known and (one.required or name in ("means", "spoken_at")):
            fits = not one.options or known[name] in one.options
            sent[name] = known[name] if fits else next(option for option in one.options if option)
        elif not sent[name] and one.required:
            sent[name] = next((option for option in one.options if option), ANSWER)
    return sent


def tried(connection: Connection, browser: FlaskClient, page: Any, ticket: Any, spare: str) -> dict[str, str]:
    """Every form of a page that was refused though it was complete; each is undone again."""
    refused = {}
    for sheet in (
        one for one in page.forms if one.action.startswith("/tickets/") and not one.action.endswith("/appeal")
    ):
        name = sheet.action.rpartition("/")[2] + sheet.values.get("kind", "")
        with connection.begin_nested() as point:
            data: dict[str, Any] = complete(sheet, ticket, spare)
            if name == "files":
                data["file"] = (io.BytesIO(PNG), "现场.png")
            answer = browser.post(sheet.action, data=data)
            point.rollback()
        if answer.status_code != (200 if name == "phone" else 302):
            said = answer.text.partition('id="conflict-head"')[2] or answer.text.partition("<h1>")[2]
            refused[name] = f"{answer.status_code} {' '.join(said.split())[:90]}"
    return refused


def offered(page: Any) -> list[str]:
    actions = [one.action.rpartition("/")[2] for one in page.forms if one.action.startswith("/tickets/")]
    return [action for action in actions if action not in ("phone", "files")]


@pytest.mark.parametrize("role", ROLES)
def test_every_form_of_every_page_may_be_used_and_does_what_it_says(
    role: Role, house: House, connection: Connection, in_every_state: dict[State, str], browser_of: Browsers,
    page_of: Callable[[str], Any],
) -> None:  # fmt: skip
    browser, spare, refused = browser_of(role), house.registered("另一件暖气不热的诉求"), {}
    for state, number in in_every_state.items():
        answer = browser.get(f"/tickets/{number}")
        if role in (Role.CLERK, Role.HEAD) and state not in UNIT_SEES:
            assert answer.status_code == 404, state
            continue
        assert answer.status_code == 200, state
        page = page_of(answer.text)
        allowed = {move.action for move in moves_open_to(state, role)}
        assert {DEEDS[name].action for name in offered(page)} <= allowed, state
        found = tried(connection, browser, page, house.ticket(number), spare)
        refused |= {f"{state.value} {name}": told for name, told in found.items()}
    assert not refused, "\n".join(f"{name}: {told}" for name, told in refused.items())


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OFFICER])
def test_who_only_reads_is_offered_no_deed_of_others(
    role: Role, in_every_state: dict[State, str], browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    browser = browser_of(role)
    shown = {
        name for number in in_every_state.values() for name in offered(page_of(browser.get(f"/tickets/{number}").text))
    }
    assert shown == (set() if role == Role.ANALYST else {"press", "watch"} & shown)


def asked(house: House, kind: RequestKind, code: str, **more: Any) -> str:
    number = house.handled(secret=kind == RequestKind.RELAY)
    with house.equipment.work(person(Role.CLERK)) as work:
        asking.ask(work, number, Asked(kind, code, "情况说明", **more))
    return number


SOON = datetime.now(UTC) + timedelta(days=30)
REQUESTS = {
    RequestKind.RETURN: ("TD01", {"basis": "三定方案", "suggests": OTHER_UNIT}),
    RequestKind.SUSPEND: ("GQ01", {"until": SOON, "in_charge": "王主任"}),
    RequestKind.TERMINATE: ("ZZ03", {"basis": "办理规范"}),
    RequestKind.CONSULT: ("HS01", {}),
    RequestKind.RELAY: ("", {}),
}
DECIDERS = {
    RequestKind.RETURN: [Role.DISPATCHER, Role.SUPERVISOR], RequestKind.SUSPEND: [Role.SUPERVISOR],
    RequestKind.TERMINATE: [Role.SUPERVISOR], RequestKind.CONSULT: [Role.DISPATCHER, Role.SUPERVISOR],
    RequestKind.RELAY: [Role.AGENT, Role.SUPERVISOR],
}  # fmt: skip


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_is_offered_for_decision_to_those_who_may_and_each_decision_can_be_taken(
    kind: RequestKind, house: House, connection: Connection, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    code, more = REQUESTS[kind]
    number, spare = asked(house, kind, code, **more), house.registered()
    for role in ROLES:
        browser = browser_of(role)
        page = page_of(browser.get(f"/tickets/{number}").text)
        decisions = {name for name in offered(page) if name in ("grant", "refuse")}
        assert bool(decisions) is (role in DECIDERS[kind]), role
        if decisions:
            assert tried(connection, browser, page, house.ticket(number), spare) == {}, role


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
def test_a_request_that_waits_or_was_used_up_is_not_offered_again(
    role: Role, house: House, browser_of: Browsers, page_of: Callable[[str], Any], connection: Connection
) -> None:
    number = asked(house, RequestKind.RETURN, "TD01", basis="三定方案")
    browser = browser_of(role)
    page = page_of(browser.get(f"/tickets/{number}").text)
    assert "return" not in [one.values.get("kind") for one in page.forms]
    supervisor = browser_of(Role.SUPERVISOR)
    refusal = page_of(supervisor.get(f"/tickets/{number}").text).form("/refuse")
    assert supervisor.post(refusal.action, data={**refusal.values, "reason": "属于本单位"}).status_code == 302
    again = page_of(browser.get(f"/tickets/{number}").text)
    assert tried(connection, browser, again, house.ticket(number), number) == {}


def helped(house: House, *, agency: str = "ZJ-150105") -> str:
    """A ticket that OTHER_UNIT leads and that this unit was called in for."""
    number = house.handled(agency=OTHER_UNIT)
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        helping.invite(work, number, agency=agency)
    return number


def test_a_co_handler_is_offered_its_own_part_until_it_is_done_and_nothing_of_the_leads(
    house: House, connection: Connection, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    number, clerk = helped(house), browser_of(Role.CLERK)

    def page() -> Any:
        return page_of(clerk.get(f"/tickets/{number}").text)

    assert offered(page()) == ["report_in", "co_reply"]
    assert tried(connection, clerk, page(), house.ticket(number), number) == {}
    assert clerk.post(f"/tickets/{number}/report_in", data=page().form("/report_in").values).status_code == 302
    assert offered(page()) == ["co_reply"]
    sent = {**page().form("/co_reply").values, "handling": "已配合检修"}
    assert clerk.post(f"/tickets/{number}/co_reply", data=sent).status_code == 302
    assert offered(page()) == []


@pytest.mark.parametrize("kind", SupervisionKind)
def test_what_stands_under_supervision_is_offered_only_what_can_still_be_done(
    kind: SupervisionKind, house: House, connection: Connection, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    number, supervisor = house.dispatched(), browser_of(Role.SUPERVISOR)
    sheet = page_of(supervisor.get(f"/tickets/{number}").text).form("/supervise")
    assert supervisor.post(sheet.action, data={**sheet.values, "kind": kind, "reason": "逾期"}).status_code == 302
    page = page_of(supervisor.get(f"/tickets/{number}").text)
    assert ("supervise" in offered(page)) is (kind != SupervisionKind.SUMMONS)
    assert "lift" in offered(page)


def test_a_township_may_whistle_and_a_department_may_not(
    house: House, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    number = house.handled()
    assert "whistle" not in offered(page_of(browser_of(Role.CLERK).get(f"/tickets/{number}").text))
    form = {"version": str(house.ticket(number).version), "agency": OTHER_UNIT, "reason": "请来现场"}
    assert browser_of(Role.CLERK).post(f"/tickets/{number}/whistle", data=form).status_code == 403


def test_after_the_limit_of_redoing_only_settling_is_offered(
    house: House, called_back: Callable[..., str], browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    number = called_back()
    with house.equipment.work() as work:
        work.ticket(number).redone = work.rules.practice.number("问题工单重办次数")
    shown = offered(page_of(browser_of(Role.SUPERVISOR).get(f"/tickets/{number}").text))
    assert "redo" not in shown and "settle" in shown
    assert browser_of(Role.AGENT).get(f"/tickets/{number}").status_code == 200


def test_an_enterprises_ticket_may_be_given_a_watcher_and_a_citizens_may_not(
    house: House, browser_of: Browsers, page_of: Callable[[str], Any]
) -> None:
    with house.equipment.work(person(Role.AGENT)) as work:
        demand = intake.Demand(text=HEATING, region="150105", requester_kind=RequesterKind.ENTERPRISE, company="某公司")
        firm = intake.register(work, demand).number
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, firm, category="0301", region="150105", seen=None)
    citizen, supervisor = house.dispatched(demand_type=DemandType.HELP), browser_of(Role.SUPERVISOR)
    assert "watch" in offered(page_of(supervisor.get(f"/tickets/{firm}").text))
    assert "watch" not in offered(page_of(supervisor.get(f"/tickets/{citizen}").text))
    assert DEEDS["watch"].action == Action.WATCH
