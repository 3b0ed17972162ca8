"""Looking at what an agency did."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import ANSWER, House, done, person
from hotline.casework import handling
from hotline.casework.closing import review
from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.vocabulary import DemandType, RequesterKind, Role, State
from hotline.store.tickets import Ticket

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
T, CITIZEN, ENTERPRISE = DemandType, RequesterKind.CITIZEN, RequesterKind.ENTERPRISE
SHARES = {T.COMPLAINT: 100, T.REPORT: 100, T.OTHER: 100, T.HELP: 100, T.CONSULT: 30, T.SUGGESTION: 30, T.PRAISE: 30}


def test_a_good_reply_goes_to_the_callback(house: House) -> None:
    assert house.ticket(house.to_call_back(mengsuban_id="u-1")).state == State.CALLBACK


def test_a_reply_that_will_not_do_goes_back_to_the_same_unit_and_is_counted(house: House) -> None:
    number = house.replied()
    agency = house.ticket(number).agency
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.redo(work, number, reason="没有说明何时修好")
    ticket = house.ticket(number)
    assert (ticket.state, ticket.agency, ticket.redone) == (State.HANDLING, agency, 1)
    with house.equipment.work(person(Role.CLERK)) as work:
        assert work.ticket(number).state == State.HANDLING


def test_having_it_done_again_needs_a_reason_and_is_not_counted_without(house: House) -> None:
    number = house.replied()
    with pytest.raises(Incomplete, match="理由"), house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.redo(work, number, reason="")
    assert house.ticket(number).redone == 0


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.AGENT, Role.DISPATCHER])
def test_only_a_supervisor_approves(house: House, role: Role) -> None:
    number = house.replied()
    with pytest.raises(Forbidden, match="审核通过"), house.equipment.work(person(role)) as work:
        review.approve(work, number, confirmed=True)
    assert house.ticket(number).state == State.REPLIED


@pytest.mark.parametrize("kind", T)
@pytest.mark.parametrize("asks", RequesterKind)
def test_the_share_that_is_called_back_is_that_of_the_rule_and_told_by_the_number(
    house: House, kind: DemandType, asks: RequesterKind
) -> None:
    ticket = house.ticket(house.registered(demand_type=kind, requester_kind=asks))
    expected = 100 if asks == ENTERPRISE else SHARES[kind]
    with house.equipment.work() as work:
        called = 0
        for last in range(0, 10_000, 7):
            ticket.number = f"20260302000{last:04d}"
            called += review.is_called_back(work, ticket)
    assert abs(called / len(range(0, 10_000, 7)) * 100 - expected) < 3


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(last=st.integers(0, 9999))
def test_who_filed_in_mengsuban_may_always_rate(house: House, last: int) -> None:
    ticket: Ticket = house.ticket(house.registered(demand_type=T.PRAISE, mengsuban_id="u-1"))
    ticket.number = f"20260302000{last:04d}"
    with house.equipment.work() as work:
        assert review.is_called_back(work, ticket)


def test_who_is_not_called_back_has_the_ticket_closed_by_the_review(house: House) -> None:
    found = set()
    for _ in range(30):
        ticket = house.ticket(house.to_call_back(demand_type=T.CONSULT))
        with house.equipment.work() as work:
            assert (ticket.state == State.CALLBACK) is review.is_called_back(work, ticket)
        assert (ticket.closed_at is not None) is (ticket.state == State.CLOSED)
        found.add(ticket.state)
    assert found == {State.CALLBACK, State.CLOSED}


def test_the_third_redo_by_the_review_makes_a_problem_ticket(house: House) -> None:
    number = house.replied()
    for times in range(1, 4):
        with house.equipment.work(person(Role.SUPERVISOR)) as work:
            review.redo(work, number, reason="没修好")
        assert (house.ticket(number).redone, house.ticket(number).problem) == (times, times == 3)
        with house.equipment.work(person(Role.CLERK)) as work:
            handling.reply(work, number, done(ANSWER, work.now))


def test_who_looks_at_the_latest_version_may_reply_with_a_talk(house: House) -> None:
    number = house.handled()
    with pytest.raises(Conflict, match="刚被他人更新"), house.equipment.work(person(Role.CLERK)) as work:
        handling.reply(work, number, done(ANSWER, work.now), seen=house.ticket(number).version - 1)
    with house.equipment.work(person(Role.CLERK)) as work:
        handling.reply(work, number, done(ANSWER, work.now), seen=house.ticket(number).version)
    assert house.ticket(number).state == State.REPLIED


def test_what_is_not_replied_is_not_approved(house: House, all_rows: AllRows) -> None:
    number = house.handled()
    before = all_rows()
    with pytest.raises(Conflict, match="办理中"), house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.approve(work, number, confirmed=True)
    assert all_rows() == before
