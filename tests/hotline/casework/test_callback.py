"""Asking the requester: closed with their grade, or done again with their reason."""

import pytest

from factories import House, person
from hotline.casework import callback
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import DISSATISFIED, Role, Satisfaction, Solved, State
from hotline.store.work import Person


def _requester(house: House, number: str) -> Person:
    return Person("me", Role.REQUESTER, requester=house.ticket(number).requester_id)


@pytest.mark.parametrize("grade", Satisfaction)
def test_a_grade_closes_the_ticket_or_with_a_reason_has_it_done_again(house: House, grade: Satisfaction) -> None:
    number = house.to_call_back(phone="13812345678")
    with house.equipment.work(_requester(house, number)) as work:
        callback.rate(work, number, satisfaction=grade, solved=Solved.NO, reason="还是不热")
    ticket = house.ticket(number)
    if grade in DISSATISFIED:
        assert (ticket.state, ticket.redone, ticket.closed_at) == (State.HANDLING, 1, None)
    else:
        assert (ticket.state, ticket.satisfaction, ticket.solved) == (State.CLOSED, grade, Solved.NO)
        assert ticket.closed_at is not None


def test_dissatisfied_without_a_word_of_why_closes_with_that_grade(house: House) -> None:
    number = house.to_call_back()
    with house.equipment.work(person(Role.AGENT)) as work:
        callback.rate(work, number, satisfaction=Satisfaction.DISSATISFIED, solved=Solved.NO)
    assert (house.ticket(number).state, house.ticket(number).satisfaction) == (State.CLOSED, Satisfaction.DISSATISFIED)


def test_done_again_needs_a_reason(house: House) -> None:
    number = house.to_call_back()
    with pytest.raises(Incomplete, match="理由"), house.equipment.work(person(Role.AGENT)) as work:
        callback.redo(work, number, satisfaction=Satisfaction.DISSATISFIED, reason="")
    assert house.ticket(number).redone == 0


def test_a_unit_never_closes_its_own_ticket(house: House) -> None:
    number = house.to_call_back()
    with pytest.raises(Forbidden), house.equipment.work(person(Role.HEAD)) as work:
        callback.close(work, number, satisfaction=Satisfaction.SATISFIED, solved=Solved.YES)


def test_a_ticket_is_closed_once_and_only_by_who_asked(house: House) -> None:
    number = house.to_call_back(phone="13812345678")
    other = house.registered(phone="13912345678")
    with pytest.raises(NotFound), house.equipment.work(_requester(house, other)) as work:
        callback.close(work, number, satisfaction=Satisfaction.SATISFIED, solved=Solved.YES)
    me = _requester(house, number)
    with house.equipment.work(me) as work:
        callback.close(work, number, satisfaction=Satisfaction.SATISFIED, solved=Solved.YES)
    with pytest.raises(Conflict, match="已办结"), house.equipment.work(me) as work:
        callback.close(work, number, satisfaction=Satisfaction.DISSATISFIED, solved=Solved.NO)
    assert house.ticket(number).satisfaction == Satisfaction.SATISFIED
