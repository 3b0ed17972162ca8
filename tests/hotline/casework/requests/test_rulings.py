"""Rulings: the room appoints the unit, there is no return after it, and the next such demand is measured by it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from factories import HEATING, OTHER_UNIT, UNIT, House, person, returning
from hotline.casework import handling, units
from hotline.casework.requests import asking, deciding, rulings
from hotline.casework.requests.asking import Asked
from hotline.domain.errors import Conflict, Forbidden, HotlineError, Incomplete
from hotline.domain.handling_terms import RequestKind, RequestState
from hotline.domain.vocabulary import Role, State
from hotline.store.casefile.requests import AgencyRequest, Ruling
from hotline.store.work import Person
from routing_rules.calendar import BEIJING

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
K = RequestKind
RULED_FOR = "CG-150105"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
DUE = datetime(2026, 3, 11, 17, 30, tzinfo=BEIJING)
CONSULT = Asked(K.CONSULT, "HS01", "职责不清")


def rule(
    house: House, number: str, request: int | None = None, *, agency: str = RULED_FOR, by: Role = Role.DISPATCHER,
    at: datetime = MONDAY, seen: int | None = None,
) -> str:  # fmt: skip
    with house.equipment.work(person(by), at) as work:
        return rulings.rule(work, number, agency=agency, basis="三定方案第三条", request=request, seen=seen).number


def consulted(house: House, **more: Any) -> tuple[str, int]:
    number = house.dispatched(now=MONDAY, **more)
    with house.equipment.work(person(Role.CLERK), MONDAY) as work:
        handling.accept(work, number)
        return number, asking.ask(work, number, CONSULT).id


def all_rulings(house: House) -> list[Ruling]:
    with house.equipment.work() as work:
        return list(work.session.scalars(select(Ruling).order_by(Ruling.id)))


@pytest.mark.parametrize("asked", [CONSULT, returning()])
@pytest.mark.parametrize("by", [Role.DISPATCHER, Role.SUPERVISOR])
def test_a_request_is_ruled_upon_and_the_unit_is_appointed(house: House, asked: Asked, by: Role) -> None:
    number = house.dispatched(now=MONDAY)
    with house.equipment.work(person(Role.CLERK), MONDAY) as work:
        request = asking.ask(work, number, asked).id
    ruling = rule(house, number, request, by=by)
    ticket = house.ticket(number)
    assert re.fullmatch(r"裁定〔2026〕\d+号", ruling)
    assert (ticket.state, ticket.agency, ticket.ruling) == (State.DISPATCHED, RULED_FOR, ruling)
    with house.equipment.work() as work:
        found = work.session.get_one(AgencyRequest, request)
    assert (found.state, found.ruling, found.decided_by) == (RequestState.RULED, ruling, by.value)
    (kept,) = all_rulings(house)
    assert (kept.agency, kept.against, kept.basis, kept.ruled_by) == (RULED_FOR, UNIT, "三定方案第三条", by.value)


def test_after_a_ruling_there_is_no_return_and_the_unit_is_told_its_number(house: House, all_rows: AllRows) -> None:
    number, request = consulted(house)
    ruling = rule(house, number, request)
    before = all_rows()
    with pytest.raises(Conflict, match=re.escape(ruling)) as refused, house.equipment.work(
        person(Role.CLERK, agency=RULED_FOR), MONDAY
    ) as work:  # fmt: skip
        asking.ask(work, number, returning())
    assert refused.value.status == 409 and all_rows() == before


def test_the_room_rules_by_itself_and_what_was_asked_lapses(house: House) -> None:
    number = house.dispatched(now=MONDAY)
    with house.equipment.work(person(Role.CLERK), MONDAY) as work:
        request = asking.ask(work, number, returning()).id
    rule(house, number)
    with house.equipment.work() as work:
        assert work.session.get_one(AgencyRequest, request).state == RequestState.LAPSED
    with pytest.raises(Conflict, match="失效"), house.equipment.work(person(Role.DISPATCHER), MONDAY) as work:
        deciding.grant(work, number, request, words="同意")
    assert house.ticket(number).agency == RULED_FOR


@pytest.mark.parametrize("from_queue", [True, False])
@pytest.mark.parametrize(
    ("at", "due_at"),
    [
        (MONDAY + timedelta(days=1), DUE),
        (datetime(2026, 3, 11, 9, tzinfo=BEIJING), datetime(2026, 3, 13, 17, 30, tzinfo=BEIJING)),
    ],
)
def test_the_clock_goes_on_and_leaves_two_working_days_at_least(
    house: House, from_queue: bool, at: datetime, due_at: datetime
) -> None:
    number, request = consulted(house)
    if from_queue:
        with house.equipment.work(person(Role.DISPATCHER), at) as work:
            deciding.refuse(work, number, request, reason="由本室裁定")
            deciding.take_back_by_room(work, number, reason="待裁定")
    rule(house, number, None if from_queue else request, at=at)
    assert house.ticket(number).due_at == due_at


@pytest.mark.parametrize("role", [Role.AGENT, Role.CLERK, Role.HEAD, Role.ANALYST, Role.OFFICER])
def test_only_the_room_rules(house: House, all_rows: AllRows, role: Role) -> None:
    number, request = consulted(house)
    before = all_rows()
    with pytest.raises(HotlineError) as refused:
        rule(house, number, request, by=role)
    assert refused.value.status in (Forbidden.status, Conflict.status)
    assert all_rows() == before and all_rulings(house) == []


def test_who_asked_for_the_consultation_does_not_rule_on_it(house: House, all_rows: AllRows) -> None:
    number = house.returned(house.dispatched())
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        request = asking.ask(work, number, CONSULT).id
    before = all_rows()
    with pytest.raises(Forbidden, match="申请人不能自己审批"):
        rule(house, number, request)
    assert all_rows() == before
    with house.equipment.work(Person("dispatcher-2", Role.DISPATCHER)) as work:
        assert rulings.rule(work, number, agency=RULED_FOR, basis="三定", request=request).number


def test_what_a_ruling_lacks_is_told_at_once_and_nothing_is_written(house: House, all_rows: AllRows) -> None:
    number, request = consulted(house)
    before = all_rows()
    with pytest.raises(Incomplete, match=r"XX-99.*依据"), house.equipment.work(person(Role.DISPATCHER)) as work:
        rulings.rule(work, number, agency="XX-99", basis=" ", request=request)
    assert all_rows() == before and all_rulings(house) == []


def test_a_unit_that_the_ticket_is_about_is_not_appointed(house: House, all_rows: AllRows) -> None:
    number, request = consulted(house)
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        units.recuse(work, number, agency=RULED_FOR)
    before = all_rows()
    with pytest.raises(Incomplete, match="回避"):
        rule(house, number, request)
    assert all_rows() == before and all_rulings(house) == []


def test_who_looks_at_the_latest_version_may_rule(house: House) -> None:
    number, request = consulted(house)
    stale = house.ticket(number).version - 1
    with pytest.raises(Conflict, match="刚被他人更新"):
        rule(house, number, request, seen=stale)
    assert rule(house, number, request, seen=house.ticket(number).version)


def test_the_appointed_unit_does_not_inherit_a_suspension(house: House) -> None:
    number, request = consulted(house)
    with house.equipment.work(person(Role.CLERK), MONDAY) as work:
        until = MONDAY + timedelta(days=30)
        rest = asking.ask(work, number, Asked(K.SUSPEND, "GQ02", "等资金", until=until, in_charge="王工")).id
    with house.equipment.work(person(Role.SUPERVISOR), MONDAY) as work:
        deciding.grant(work, number, rest, words="同意")
    rule(house, number, request)
    assert (house.ticket(number).agency, house.ticket(number).suspended_until) == (RULED_FOR, None)


def test_a_ruling_is_a_precedent_without_personal_numbers_and_a_machine_does_not_go_against_it(house: House) -> None:
    number, request = consulted(house, text=f"{HEATING}，请打13812345678")
    ruling = rule(house, number, request)
    (kept,) = all_rulings(house)
    assert "13812345678" not in kept.text
    with house.equipment.work() as work:
        found = rulings.precedents(work, category="0301", region="150105", text=HEATING)
        assert [one.number for one in found] == [ruling]
        assert rulings.against(work, found, UNIT) == found[0]
        assert rulings.against(work, found, RULED_FOR) is None
    next_one = house.ticket(house.triaged())
    assert next_one.state == State.QUEUED and ruling in next_one.waits_for


@pytest.mark.parametrize(
    "asked",
    [
        {"category": "0402", "region": "150105", "text": HEATING},
        {"category": "0301", "region": "150202", "text": HEATING},
        {"category": "0301", "region": "150105", "text": "宠物医院误诊"},
        {"category": "0301", "region": "150105", "text": ""},
    ],
)
def test_what_is_not_alike_is_no_precedent(house: House, asked: dict[str, str]) -> None:
    number, request = consulted(house)
    rule(house, number, request)
    with house.equipment.work() as work:
        assert list(rulings.precedents(work, **asked)) == []


@pytest.mark.parametrize(
    ("region", "words", "category", "count"),
    [
        ("15", "", "", 1), ("1501", "阳光花园", "0301", 1), ("1502", "", "", 0), ("15", "100%", "", 0),
        ("15", "", "0402", 0),
    ],
)  # fmt: skip
def test_the_register_of_rulings_is_searched_within_ones_region(
    house: House, region: str, words: str, category: str, count: int
) -> None:
    number, request = consulted(house)
    rule(house, number, request)
    with house.equipment.work(replace(person(Role.DISPATCHER), region=region)) as work:
        assert len(rulings.register_of_rulings(work, words, category)) == count


def test_everything_that_was_asked_on_a_ticket_is_told_in_its_order(house: House) -> None:
    number, request = consulted(house)
    rule(house, number, request)
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        asked = rulings.asked_on(work, work.ticket(number))
        assert [(one.kind, one.state) for one in asked] == [(K.CONSULT, RequestState.RULED)]
    with house.equipment.work(person(Role.CLERK, agency=OTHER_UNIT)) as work:
        assert work.session.scalars(select(AgencyRequest)).all() == []


def test_an_agent_rules_nothing_though_the_desk_may_dispatch(house: House, all_rows: AllRows) -> None:
    number = house.registered(now=MONDAY)
    before = all_rows()
    with pytest.raises(Forbidden, match="坐席不能裁定"):
        rule(house, number, by=Role.AGENT)
    assert all_rows() == before
