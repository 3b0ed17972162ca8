"""One ticket: who may do what with it, in which order one is refused, and that no text becomes a script."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from factories import ANSWER, HEATING, OTHER_UNIT, UNIT, House, person
from hotline.casework import intake
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Action, Decider, DemandType, Part, Role, State
from hotline.store.queries.details import details
from hotline.store.tickets import Assignment
from hotline.web.tickets.deeds import DEEDS

Browsers = Callable[[Role], FlaskClient]
EVIL = """<script>alert("x")</script>'" onmouseover="alert(1)"""


NOW = "此刻"  # 提交时才换成钟点：整套测试比五分钟长


def do(house: House, browser: FlaskClient, number: str, action: str, **form: str) -> TestResponse:
    spoken = {"spoken_at": now()} if form.get("spoken_at") == NOW else {}
    sent = {"version": str(house.ticket(number).version), **form, **spoken}
    return browser.post(f"/tickets/{number}/{action}", data=sent)


def now() -> str:
    return f"{datetime.now(BEIJING):%Y-%m-%dT%H:%M}"


SPOKEN = {"means": "telephone", "spoken_at": NOW}
BASIS = {"kind": "return", "code": "TD01", "reason": "不属本单位", "basis": "三定方案"}
DONE: list[tuple[Role, State, str, dict[str, str], State]] = [
    (Role.AGENT, State.REGISTERED, "dispatch", {"category": "0301", "region": "150105"}, State.DISPATCHED),
    (Role.AGENT, State.REGISTERED, "answer", {"reply": "已答复"}, State.CLOSED),
    (Role.AGENT, State.REGISTERED, "guide", {"guidance": "请仲裁"}, State.GUIDED),
    (Role.AGENT, State.REGISTERED, "transfer", {"hotline": "119"}, State.TRANSFERRED),
    (Role.AGENT, State.REGISTERED, "void", {"reason": "误拨"}, State.VOID),
    (Role.AGENT, State.REGISTERED, "withdraw", {"reason": "已解决"}, State.WITHDRAWN),
    (Role.AGENT, State.REGISTERED, "refer", {"reason": "拿不准"}, State.QUEUED),
    (Role.AGENT, State.DRAFT, "void", {"reason": "误拨"}, State.VOID),
    (Role.DISPATCHER, State.QUEUED, "dispatch", {"category": "0301", "region": "150105", "agency": OTHER_UNIT},
     State.DISPATCHED),
    (Role.DISPATCHER, State.QUEUED, "guide", {"guidance": "请仲裁"}, State.GUIDED),
    (Role.DISPATCHER, State.DISPATCHED, "rule", {"agency": OTHER_UNIT, "reason": "三定方案"}, State.DISPATCHED),
    (Role.CLERK, State.DISPATCHED, "accept", {}, State.HANDLING),
    (Role.HEAD, State.DISPATCHED, "accept", {}, State.HANDLING),
    (Role.CLERK, State.DISPATCHED, "ask", BASIS, State.DISPATCHED),
    (Role.CLERK, State.HANDLING, "contact", {**SPOKEN, "words": "已说明"}, State.HANDLING),
    (Role.CLERK, State.HANDLING, "reply", {"reply": ANSWER, **SPOKEN}, State.REPLIED),
    (Role.CLERK, State.HANDLING, "interim", {"said": "正在检修"}, State.HANDLING),
    (Role.HEAD, State.HANDLING, "invite", {"agency": OTHER_UNIT}, State.HANDLING),
    (Role.SUPERVISOR, State.HANDLING, "send_back", {"reason": "派错"}, State.QUEUED),
    (Role.SUPERVISOR, State.HANDLING, "supervise", {"kind": "daily", "reason": "逾期"}, State.HANDLING),
    (Role.SUPERVISOR, State.HANDLING, "escalate", {"reason": "多次重办"}, State.HANDLING),
    (Role.DISPATCHER, State.DISPATCHED, "recuse", {"agency": OTHER_UNIT}, State.DISPATCHED),
    (Role.AGENT, State.DISPATCHED, "press", {"reason": "请抓紧"}, State.DISPATCHED),
    (Role.SUPERVISOR, State.REPLIED, "approve", {"confirmed": "true"}, State.CALLBACK),
    (Role.SUPERVISOR, State.REPLIED, "redo", {"reason": "未到现场"}, State.HANDLING),
    (Role.AGENT, State.CALLBACK, "close", {"satisfaction": "5", "solved": "yes"}, State.CLOSED),
    (Role.SUPERVISOR, State.CALLBACK, "close", {"satisfaction": "2", "solved": "no"}, State.CLOSED),
    (Role.AGENT, State.CALLBACK, "call", {"reached": "no_answer"}, State.CALLBACK),
    (Role.SUPERVISOR, State.CALLBACK, "settle", {"satisfaction": "2", "way": "judged", "reason": "已尽责"},
     State.CLOSED),
    (Role.AGENT, State.CALLBACK, "redo", {"satisfaction": "2", "reason": "还是不热"}, State.HANDLING),
]  # fmt: skip
OPTIONAL = ("press", "interim", "approve")


def bring(house: House, state: State) -> str:
    if state == State.DRAFT:
        with house.equipment.work(person(Role.AGENT)) as work:
            return intake.save(work, intake.Demand(text="")).number
    if state == State.QUEUED:
        number = house.registered(region="150105")
        with house.equipment.work(person(Role.AGENT)) as work:
            intake.refer(work, number, reason="拿不准")
        return number
    hands = {State.REGISTERED: house.registered, State.DISPATCHED: house.dispatched, State.HANDLING: house.handled,
             State.REPLIED: house.replied, State.CALLBACK: house.to_call_back}  # fmt: skip
    return hands[state](demand_type=DemandType.OTHER)  # type: ignore[operator]


@pytest.mark.parametrize(("role", "before", "action", "form", "after"), DONE)
def test_each_button_does_what_it_says(
    role: Role, before: State, action: str, form: dict[str, str], after: State, house: House, browser_of: Browsers
) -> None:
    number = bring(house, before)
    browser, deed = browser_of(role), DEEDS[action]
    if action == "interim":
        with house.equipment.work() as work:
            work.ticket(number).interim_by = work.now
    assert f'action="/tickets/{number}/{action}"' in browser.get(f"/tickets/{number}").text
    answer = do(house, browser, number, action, **form)
    assert answer.status_code == 302
    assert house.ticket(number).state == after
    with house.equipment.work() as work:
        step = details(work, number).ticket.steps[-1]
    expected = Action.DISPATCH if action == "rule" else deed.action
    steps = {one.action for one in house_steps(house, number)}
    assert expected in steps and (step.after, step.role in (role, Role.SYSTEM)) == (after, True)
    said = browser.get(answer.location, follow_redirects=True)
    assert said.status_code == 200
    assert f"工单 {number} 已{deed.told}，当前状态：{after.label}" in said.text


def house_steps(house: House, number: str) -> list[Any]:
    with house.equipment.work() as work:
        return list(details(work, number).ticket.steps)


@pytest.mark.parametrize(
    ("role", "before", "action", "named"),
    [(role, before, action, form) for role, before, action, form, _ in DONE if form and action not in OPTIONAL],
)
def test_what_is_missing_is_422_and_nothing_moves(
    role: Role, before: State, action: str, named: dict[str, str], house: House, browser_of: Browsers
) -> None:
    number = bring(house, before)
    answer = do(house, browser_of(role), number, action)
    assert answer.status_code == 422
    assert answer.text.count("<h1>") == 1
    assert house.ticket(number).state == before


@pytest.mark.parametrize(("role", "before", "action", "form", "after"), DONE[::3])
def test_a_stale_page_is_409_and_nothing_moves(
    role: Role, before: State, action: str, form: dict[str, str], after: State, house: House, browser_of: Browsers
) -> None:
    number = bring(house, before)
    answer = browser_of(role).post(f"/tickets/{number}/{action}", data={**form, "version": "0"})
    assert answer.status_code == 409 and "刚被他人更新" in answer.text
    assert house.ticket(number).state == before


def test_the_page_of_a_ticket_carries_the_version_that_a_deed_needs(house: House, browser_of: Browsers) -> None:
    number = house.dispatched()
    clerk = browser_of(Role.CLERK)
    assert f'name="version" value="{house.ticket(number).version}"' in clerk.get(f"/tickets/{number}").text
    assert clerk.post(f"/tickets/{number}/accept", data={}).status_code == 422
    assert clerk.post(f"/tickets/{number}/accept", data={"version": "x"}).status_code == 422


def test_refusals_come_in_order_404_403_409_422(house: House, browser_of: Browsers) -> None:
    elsewhere, here, registered = house.dispatched(agency=OTHER_UNIT), house.dispatched(), house.registered()
    clerk, dispatcher, agent = browser_of(Role.CLERK), browser_of(Role.DISPATCHER), browser_of(Role.AGENT)
    for form in ({}, {"version": "0"}, {"version": "x", "category": "9" * 65}):
        for action in DEEDS:
            assert clerk.post(f"/tickets/{elsewhere}/{action}", data=form).status_code == 404, action
        for action in (
            "dispatch",
            "guide",
            "approve",
            "close",
            "void",
            "send_back",
            "grant",
            "rule",
            "supervise",
            "watch",
        ):
            assert clerk.post(f"/tickets/{here}/{action}", data=form).status_code == 403, action
        for action in (Action.GUIDE, Action.TRANSFER, Action.ANSWER):
            assert dispatcher.post(f"/tickets/{here}/{action}", data=form).status_code == 409, action
        assert clerk.post(f"/tickets/{here}/reply", data=form).status_code == 409
    for action in (Action.DISPATCH, Action.ANSWER, Action.VOID):
        assert agent.post(f"/tickets/{registered}/{action}", data={"version": "0"}).status_code == 409, action
        assert agent.post(f"/tickets/{registered}/{action}", data={}).status_code == 422, action


@pytest.mark.parametrize("action", ["explode", "save", "register", "archive", "ACCEPT"])
def test_what_is_no_deed_of_a_page_is_404(action: str, house: House, browser_of: Browsers) -> None:
    number = house.dispatched()
    assert browser_of(Role.CLERK).post(f"/tickets/{number}/{action}", data={"version": "1"}).status_code == 404


def test_another_units_ticket_is_404_in_every_way(house: House, browser_of: Browsers) -> None:
    other, own = house.dispatched(agency=OTHER_UNIT), house.dispatched()
    clerk = browser_of(Role.CLERK)
    assert clerk.get(f"/tickets/{other}").status_code == 404
    assert clerk.get(f"/tickets/{own}").status_code == 200
    page = clerk.get("/search/").text
    assert own in page and other not in page
    assert other not in clerk.get("/search/?words=" + "暖气不热").text
    assert f'id="found-{other}"' not in clerk.get(f"/search/?words={other}").text


def test_no_text_becomes_a_script_anywhere(house: House, browser_of: Browsers) -> None:
    number = house.dispatched(EVIL + HEATING, title=EVIL, address=EVIL, name=EVIL, company=EVIL)
    queued = house.registered(EVIL + HEATING, title=EVIL)
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.refer(work, queued, reason=EVIL)
    clerk = browser_of(Role.CLERK)
    do(house, clerk, number, "accept")
    pages = {"inbox": clerk.get("/agencies/?state=handling"), "one": clerk.get(f"/tickets/{number}")}
    assert do(house, clerk, number, "contact", **SPOKEN).status_code == 302
    assert do(house, clerk, number, "reply", reply=EVIL).status_code == 302
    pages["replied"] = clerk.get(f"/tickets/{number}")
    pages["agent"] = browser_of(Role.AGENT).get(f"/tickets/{number}")
    pages["found"] = browser_of(Role.AGENT).get("/search/", query_string={"words": EVIL})
    pages["queue"] = browser_of(Role.DISPATCHER).get("/dispatchers/")
    pages["room"] = browser_of(Role.SUPERVISOR).get("/supervisors/")
    for name, answer in pages.items():
        assert answer.status_code == 200, name
        assert "<script>alert" not in answer.text, name
        assert ' onmouseover="' not in answer.text, name
        assert "&lt;script&gt;" in answer.text, name


def test_a_co_handler_may_look_but_not_act(house: House, browser_of: Browsers) -> None:
    number = house.dispatched(agency=OTHER_UNIT)
    ticket = house.ticket(number)
    with house.equipment.work() as work:
        more = {"decided_by": Decider.AGENT, "due_at": ticket.due_at, "given_at": work.now}
        work.session.add(Assignment(ticket_id=ticket.id, agency=UNIT, part=Part.CO_HANDLER, **more))
    clerk = browser_of(Role.CLERK)
    page = clerk.get(f"/tickets/{number}")
    assert page.status_code == 200 and "贵单位为协办单位" in page.text
    assert f'action="/tickets/{number}/accept"' not in page.text
    assert do(house, clerk, number, "accept").status_code == 403
    assert house.ticket(number).state == State.DISPATCHED
