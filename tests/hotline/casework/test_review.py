"""Looking at what an agency did."""

import pytest

from factories import House, person
from hotline.casework import review
from hotline.domain.errors import Forbidden, Incomplete
from hotline.domain.vocabulary import Role, State


def test_a_good_reply_goes_to_the_callback(house: House) -> None:
    assert house.ticket(house.to_call_back()).state == State.CALLBACK


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
        review.approve(work, number)
    assert house.ticket(number).state == State.REPLIED
