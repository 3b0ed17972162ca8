"""What an agency does: only the lead answers, and what is sent back is no longer theirs."""

from collections.abc import Callable
from typing import Any

import pytest

from factories import OTHER_UNIT, UNIT, House, done, person, returning
from hotline.casework import handling
from hotline.casework.requests import asking, deciding
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import Role, State
from hotline.store.queries.search import Wanted, search

CO_HANDLER = "CG-150105"
AllRows = Callable[[], dict[str, list[dict[str, Any]]]]


def _street_lamp(house: House) -> str:
    return house.dispatched("赛罕区路灯不亮", category="0102", agency="")


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
def test_a_co_handler_sees_the_ticket_but_may_neither_accept_nor_reply_nor_ask_to_return(
    house: House, all_rows: AllRows, role: Role
) -> None:
    number = _street_lamp(house)
    helper = person(role, agency=CO_HANDLER)
    before = all_rows()
    with house.equipment.work(helper) as work:
        assert [ticket.number for ticket in search(work, Wanted()).tickets] == [number]
    with pytest.raises(Forbidden, match="协办单位"), house.equipment.work(helper) as work:
        handling.accept(work, number)
    with pytest.raises(Forbidden, match="协办单位"), house.equipment.work(helper) as work:
        asking.ask(work, number, returning("不归我们管"))
    with house.equipment.work(person(Role.CLERK)) as work:
        handling.accept(work, number)
    with pytest.raises(Forbidden, match="协办单位"), house.equipment.work(helper) as work:
        handling.reply(work, number, done("已修好", work.now))
    assert house.ticket(number).state == State.HANDLING
    assert len(all_rows()["steps"]) == len(before["steps"]) + 1


def test_the_lead_accepts_and_replies(house: House) -> None:
    ticket = house.ticket(house.replied())
    assert ticket.state == State.REPLIED and ticket.reply
    assert ticket.dispatched_at <= ticket.accepted_at <= ticket.replied_at  # type: ignore[operator]


def test_a_return_that_is_granted_ends_the_assignments_and_neither_unit_sees_the_ticket_any_more(
    house: House, all_rows: AllRows
) -> None:
    number = _street_lamp(house)
    until = house.ticket(number).due_at
    house.returned(number, reason="灯杆归园区管")
    ticket = house.ticket(number)
    assert (ticket.state, ticket.agency, ticket.due_at, ticket.sent_back) == (State.QUEUED, None, until, 1)
    assert ticket.waits_for == "承办单位退回：灯杆归园区管"
    assert {row["ended_why"] for row in all_rows()["assignments"]} == {"退回"}
    assert all(row["ended_at"] is not None for row in all_rows()["assignments"])
    for agency in (UNIT, CO_HANDLER):
        with house.equipment.work(person(Role.CLERK, agency=agency)) as work:
            assert search(work, Wanted()).tickets == []
        with pytest.raises(NotFound), house.equipment.work(person(Role.CLERK, agency=agency)) as work:
            handling.accept(work, number)
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        assert work.ticket(number).state == State.QUEUED


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.SUPERVISOR])
def test_the_room_takes_back_what_a_unit_is_handling_and_it_is_no_return_of_the_unit(house: House, role: Role) -> None:
    number = house.handled()
    with pytest.raises(Forbidden), house.equipment.work(person(Role.CLERK)) as work:
        deciding.take_back_by_room(work, number, reason="办不了")
    with house.equipment.work(person(role)) as work:
        deciding.take_back_by_room(work, number, reason="应由城管办理")
    ticket = house.ticket(number)
    assert (ticket.state, ticket.agency, ticket.accepted_at, ticket.sent_back) == (State.QUEUED, None, None, 0)
    assert ticket.waits_for == f"{role.label}退回：应由城管办理"
    with pytest.raises(NotFound), house.equipment.work(person(Role.CLERK)) as work:
        work.ticket(number)


def test_taking_back_without_a_reason_leaves_the_assignment_standing(house: House, all_rows: AllRows) -> None:
    number = house.dispatched()
    before = all_rows()
    with pytest.raises(Incomplete, match="理由"), house.equipment.work(person(Role.SUPERVISOR)) as work:
        deciding.take_back_by_room(work, number, reason="")
    assert all_rows() == before


def test_asking_to_return_changes_nothing_until_it_is_granted(house: House) -> None:
    number = house.dispatched()
    with house.equipment.work(person(Role.CLERK)) as work:
        asking.ask(work, number, returning())
    ticket = house.ticket(number)
    assert (ticket.state, ticket.agency, ticket.sent_back) == (State.DISPATCHED, UNIT, 0)


def test_a_second_acceptance_is_refused(house: House) -> None:
    number = house.handled()
    with pytest.raises(Conflict, match="办理中"), house.equipment.work(person(Role.HEAD)) as work:
        handling.accept(work, number)


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.ANALYST])
def test_nobody_outside_a_unit_accepts_for_it(house: House, role: Role) -> None:
    number = house.dispatched()
    with pytest.raises(Forbidden, match="签收"), house.equipment.work(person(role)) as work:
        handling.accept(work, number)


def test_another_unit_finds_nothing(house: House) -> None:
    number = house.dispatched()
    with pytest.raises(NotFound, match=number), house.equipment.work(person(Role.HEAD, agency=OTHER_UNIT)) as work:
        handling.reply(work, number, done("已办", work.now))
