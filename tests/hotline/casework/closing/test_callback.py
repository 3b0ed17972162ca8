"""Asking the requester: closed with their grade, or done again with their reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from factories import ANSWER, House, done, person
from hotline.casework import handling
from hotline.casework.closing import callback, review
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound, TooMany
from hotline.domain.handling_terms import Reached, Settlement, SupervisionKind
from hotline.domain.vocabulary import DISSATISFIED, Role, Satisfaction, Solved, State
from hotline.store.casefile.handling import ContactRecord
from hotline.store.casefile.supervision import Supervision
from hotline.store.work import Person
from routing_rules.calendar import BEIJING
from routing_rules.practice import TO_SUPERVISOR

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
NOON = datetime(2030, 3, 4, 12, tzinfo=BEIJING)
INTERVAL = timedelta(hours=4)


def called_back(house: House, **more: Any) -> str:
    """A ticket whose requester is certainly called back: who filed in 蒙速办 may always rate."""
    return house.to_call_back(**{"mengsuban_id": "u-1", **more})


def unreached(house: House, number: str, at: datetime, reached: Reached = Reached.NO_ANSWER) -> None:
    with house.equipment.work(person(Role.AGENT), at) as work:
        callback.unreached(work, number, reached=reached)


def redone(house: House, number: str) -> None:
    with house.equipment.work(person(Role.AGENT)) as work:
        callback.redo(work, number, satisfaction=Satisfaction.DISSATISFIED, reason="还是不热")


def answered_again(house: House, number: str) -> None:
    with house.equipment.work(person(Role.CLERK)) as work:
        handling.reply(work, number, done(ANSWER, work.now))
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.approve(work, number, confirmed=True)


def _requester(house: House, number: str) -> Person:
    return Person("me", Role.REQUESTER, requester=house.ticket(number).requester_id)


@pytest.mark.parametrize("grade", Satisfaction)
def test_a_grade_closes_the_ticket_or_with_a_reason_has_it_done_again(house: House, grade: Satisfaction) -> None:
    number = called_back(house, phone="13812345678")
    with house.equipment.work(_requester(house, number)) as work:
        callback.rate(work, number, satisfaction=grade, solved=Solved.NO, reason="还是不热")
    ticket = house.ticket(number)
    if grade in DISSATISFIED:
        assert (ticket.state, ticket.redone, ticket.closed_at) == (State.HANDLING, 1, None)
    else:
        assert (ticket.state, ticket.satisfaction, ticket.solved) == (State.CLOSED, grade, Solved.NO)
        assert ticket.closed_at is not None


def test_dissatisfied_without_a_word_of_why_closes_with_that_grade(house: House) -> None:
    number = called_back(house)
    with house.equipment.work(person(Role.AGENT)) as work:
        callback.rate(work, number, satisfaction=Satisfaction.DISSATISFIED, solved=Solved.NO)
    assert (house.ticket(number).state, house.ticket(number).satisfaction) == (State.CLOSED, Satisfaction.DISSATISFIED)


def test_done_again_needs_a_reason(house: House) -> None:
    number = called_back(house)
    with pytest.raises(Incomplete, match="理由"), house.equipment.work(person(Role.AGENT)) as work:
        callback.redo(work, number, satisfaction=Satisfaction.DISSATISFIED, reason="")
    assert house.ticket(number).redone == 0


def test_a_unit_never_closes_its_own_ticket(house: House) -> None:
    number = called_back(house)
    with pytest.raises(Forbidden), house.equipment.work(person(Role.HEAD)) as work:
        callback.close(work, number, satisfaction=Satisfaction.SATISFIED, solved=Solved.YES)


def test_a_ticket_is_closed_once_and_only_by_who_asked(house: House) -> None:
    number = called_back(house, phone="13812345678")
    other = house.registered(phone="13912345678")
    with pytest.raises(NotFound), house.equipment.work(_requester(house, other)) as work:
        callback.close(work, number, satisfaction=Satisfaction.SATISFIED, solved=Solved.YES)
    me = _requester(house, number)
    with house.equipment.work(me) as work:
        callback.close(work, number, satisfaction=Satisfaction.SATISFIED, solved=Solved.YES)
    with pytest.raises(Conflict, match="已办结"), house.equipment.work(me) as work:
        callback.close(work, number, satisfaction=Satisfaction.DISSATISFIED, solved=Solved.NO)
    assert house.ticket(number).satisfaction == Satisfaction.SATISFIED


@pytest.mark.parametrize("solved", Solved)
@pytest.mark.parametrize("grade", Satisfaction)
def test_an_agent_closes_with_any_of_the_five_grades(house: House, grade: Satisfaction, solved: Solved) -> None:
    number = called_back(house)
    with house.equipment.work(person(Role.AGENT)) as work:
        callback.close(work, number, satisfaction=grade, solved=solved)
    ticket = house.ticket(number)
    assert (ticket.state, ticket.satisfaction, ticket.solved) == (State.CLOSED, grade, solved)


@pytest.mark.parametrize("reached", sorted(set(Reached) - {Reached.YES}))
def test_attempts_are_counted_and_after_the_third_the_ticket_is_closed_without_a_grade(
    house: House, reached: Reached
) -> None:
    number = called_back(house)
    for attempt in range(3):
        assert (house.ticket(number).state, house.ticket(number).called) == (State.CALLBACK, attempt)
        unreached(house, number, NOON + attempt * INTERVAL, reached)
    ticket = house.ticket(number)
    assert (ticket.state, ticket.satisfaction, ticket.solved, ticket.called) == (State.CLOSED, None, None, 3)
    with house.equipment.work() as work:
        talks = work.session.scalars(select(ContactRecord).where(ContactRecord.agency.is_(None))).all()
    assert [(talk.reached, talk.by) for talk in talks] == [(reached, "agent")] * 3


def test_after_the_third_attempt_a_supervisor_decides_where_the_rules_say_so(house: House) -> None:
    number = called_back(house)
    for attempt in range(3):
        with house.equipment.work(person(Role.AGENT), NOON + attempt * INTERVAL) as work:
            practice = work.rules.practice
            rule = replace(practice.terms[callback.UNREACHED], value=TO_SUPERVISOR)
            changed = replace(practice, terms={**practice.terms, callback.UNREACHED: rule})
            book = replace(work.rules, practice=changed)
            callback.unreached(replace(work, rules_of=lambda _, b=book: b, _rules=[]), number, reached=Reached.OFF)
    ticket = house.ticket(number)
    assert (ticket.state, ticket.called, ticket.waits_for) == (State.CALLBACK, 3, "回访 3 次未接通，请审核督办核定")


@pytest.mark.parametrize(("after", "refused"), [(INTERVAL - timedelta(seconds=1), True), (INTERVAL, False)])
def test_attempts_are_four_hours_apart(house: House, all_rows: AllRows, after: timedelta, refused: bool) -> None:
    number = called_back(house)
    unreached(house, number, NOON)
    before = all_rows()
    if refused:
        with pytest.raises(TooMany, match="4 小时"):
            unreached(house, number, NOON + after)
        assert all_rows() == before
    else:
        unreached(house, number, NOON + after)
        assert house.ticket(number).called == 2


def test_who_was_reached_is_asked_and_not_counted_as_unreached(house: House, all_rows: AllRows) -> None:
    number = called_back(house)
    before = all_rows()
    with pytest.raises(Incomplete, match="直接登记"):
        unreached(house, number, NOON, Reached.YES)
    assert all_rows() == before


@pytest.mark.parametrize("grade", sorted(DISSATISFIED))
@pytest.mark.parametrize("way", Settlement)
def test_a_dissatisfied_grade_is_settled_in_three_ways(house: House, way: Settlement, grade: Satisfaction) -> None:
    number = called_back(house)
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        callback.settle(work, number, satisfaction=grade, way=way, reason="管网改造列入明年计划")
    ticket = house.ticket(number)
    assert (ticket.state, ticket.settled_as, ticket.satisfaction) == (State.CLOSED, way, grade)
    assert (ticket.solved, ticket.redone) == (Solved.NO, 0)


@pytest.mark.parametrize(
    ("grade", "role", "reason", "error"),
    [
        *((grade, Role.SUPERVISOR, "理由", Incomplete) for grade in sorted(set(Satisfaction) - DISSATISFIED)),
        (Satisfaction.DISSATISFIED, Role.SUPERVISOR, " ", Incomplete),
        (Satisfaction.DISSATISFIED, Role.AGENT, "理由", Forbidden),
        (Satisfaction.DISSATISFIED, Role.HEAD, "理由", Forbidden),
    ],
)
def test_what_may_not_be_settled_stays_as_it_was(
    house: House, all_rows: AllRows, grade: Satisfaction, role: Role, reason: str, error: type[Exception]
) -> None:
    number = called_back(house)
    before = all_rows()
    with pytest.raises(error), house.equipment.work(person(role)) as work:
        callback.settle(work, number, satisfaction=grade, way=Settlement.JUDGED, reason=reason)
    assert all_rows() == before


def test_the_third_redo_makes_a_problem_ticket_and_then_it_must_be_settled(house: House, all_rows: AllRows) -> None:
    number = called_back(house)
    for times in range(1, 4):
        redone(house, number)
        ticket = house.ticket(number)
        assert (ticket.redone, ticket.problem) == (times, times == 3)
        answered_again(house, number)
    assert house.ticket(number).supervised == SupervisionKind.LISTED
    with house.equipment.work() as work:
        assert [one.kind for one in work.session.scalars(select(Supervision))] == [SupervisionKind.LISTED]
    before = all_rows()
    with pytest.raises(Conflict, match="销号") as refused:
        redone(house, number)
    assert refused.value.status == 409 and all_rows() == before
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        callback.settle(
            work, number, satisfaction=Satisfaction.DISSATISFIED, way=Settlement.HANDED_OVER, reason="移交旗县政府"
        )
    assert house.ticket(number).state == State.CLOSED


def test_past_the_limit_a_requesters_own_dissatisfied_grade_closes_the_ticket(house: House) -> None:
    number = called_back(house)
    for _ in range(3):
        redone(house, number)
        answered_again(house, number)
    with house.equipment.work(_requester(house, number)) as work:
        callback.rate(work, number, satisfaction=Satisfaction.DISSATISFIED, solved=Solved.NO, reason="还是不热")
    assert (house.ticket(number).state, house.ticket(number).redone) == (State.CLOSED, 3)
