"""The dispatchers' queue: what waits for a person, the gravest first, with candidates that one key accepts."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from factories import HEATING, House, person
from hotline.casework import intake
from hotline.domain.vocabulary import Decider, Role, State, Urgency

Browsers = Callable[[Role], FlaskClient]


def referred(house: House, number: str, reason: str = "拿不准") -> str:
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.refer(work, number, reason=reason)
    return number


def test_the_queue_holds_what_waits_the_gravest_first_and_says_why(house: House, browser_of: Browsers) -> None:
    ordinary = referred(house, house.registered("路灯不亮"), "请派单岗定夺")
    urgent = referred(house, house.registered("水管爆裂", urgency=Urgency.URGENT))
    dispatched = house.dispatched()
    page = browser_of(Role.DISPATCHER).get("/dispatchers/").text
    assert page.index(urgent) < page.index(ordinary)
    assert "请派单岗定夺" in page and "共 2 件" in page
    assert dispatched not in page


def test_an_empty_queue_says_so(house: House, browser_of: Browsers) -> None:
    assert "没有待派工单" in browser_of(Role.DISPATCHER).get("/dispatchers/").text


def test_an_emergency_is_first_to_be_transferred_and_has_no_unit_to_accept(house: House, browser_of: Browsers) -> None:
    number = house.triaged("我家楼下着火了，有人被困在里面，快来救人", region="150105")
    assert house.ticket(number).state == State.QUEUED
    page = browser_of(Role.DISPATCHER).get("/dispatchers/").text
    assert "核实并转紧急热线" in page
    assert f'action="/tickets/{number}/dispatch"' not in page


def test_one_key_accepts_a_candidate(house: House, browser_of: Browsers, page_of: Callable[[str], Any]) -> None:
    number = house.triaged(HEATING + "，另外咨询劳动争议仲裁怎么申请，欠薪找谁", region="150105")
    if house.ticket(number).state == State.DISPATCHED:
        with house.equipment.work() as work:
            work.ticket(number).state = State.QUEUED
    browser = browser_of(Role.DISPATCHER)
    page = page_of(browser.get("/dispatchers/").text)
    inputs = [(attrs["name"], attrs["value"]) for attrs in page.named("input")]
    first = dict(inputs[inputs.index(next(one for one in inputs if one[0] == "version")) :][:4])
    assert set(first) == {"version", "category", "region", "agency"}
    assert browser.post(f"/tickets/{number}/dispatch", data=first).status_code == 302
    ticket = house.ticket(number)
    assert (ticket.state, ticket.agency, ticket.decided_by) == (State.DISPATCHED, first["agency"], Decider.DISPATCHER)


def test_what_is_shown_in_the_queue_is_masked(house: House, browser_of: Browsers) -> None:
    referred(house, house.registered("路灯不亮，电话13847123456", title="我叫李大明"), "回拨13847123456")
    page = browser_of(Role.DISPATCHER).get("/dispatchers/").text
    assert "13847123456" not in page and "李大明" not in page and "138****3456" in page
