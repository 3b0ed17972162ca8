"""Several demands about one matter: followers follow, each is called back, and none is lost."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from factories import ANSWER, UNIT, House, done, person
from hotline.casework import handling, intake
from hotline.casework.closing import callback, review
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.joint import merging
from hotline.domain.errors import Conflict, Forbidden, HotlineError, Incomplete, NotFound
from hotline.domain.vocabulary import Role, Satisfaction, Solved, State
from hotline.store.queries.search import Wanted, search
from hotline.store.work import SYSTEM, Person, Work
from routing_rules.calendar import BEIJING

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)


def merge(house: House, number: str, lead: str, by: Person | None = None) -> None:
    with house.equipment.work(by or person(Role.SUPERVISOR)) as work:
        merging.merge(work, number, lead=lead)


def approved(house: House, number: str, by: Person | None = None) -> None:
    with house.equipment.work(person(Role.CLERK)) as work:
        handling.reply(work, number, done(ANSWER, work.now))
    with house.equipment.work(by or person(Role.SUPERVISOR)) as work:
        review.approve(work, number, confirmed=True)


@pytest.mark.parametrize("make", [House.registered, House.dispatched, House.handled])
def test_a_follower_is_no_units_any_more_and_shows_its_leads_next_date(
    house: House, make: Callable[[House], str]
) -> None:
    lead, number = house.handled(), make(house)
    merge(house, number, lead)
    ticket, leader = house.ticket(number), house.ticket(lead)
    assert (ticket.state, ticket.agency, ticket.merged_into) == (State.MERGED, None, leader.id)
    assert (ticket.next_stage, ticket.next_due_at) == (leader.next_stage, leader.next_due_at)
    with house.equipment.work(person(Role.CLERK)) as work:
        assert [one.number for one in search(work, Wanted()).tickets] == [lead]


def test_followers_follow_their_lead_and_each_requester_is_called_back(house: House) -> None:
    lead = house.handled()
    numbers = [house.registered(phone=f"1381234567{last}") for last in range(3)]
    for number in numbers:
        merge(house, number, lead, person(Role.AGENT))
    approved(house, lead)
    for number in numbers:
        assert (house.ticket(number).state, house.ticket(number).reply) == (State.CALLBACK, ANSWER)
    with house.equipment.work(person(Role.AGENT)) as work:
        callback.close(work, numbers[0], satisfaction=Satisfaction.SATISFIED, solved=Solved.YES)
    assert [house.ticket(number).state for number in numbers] == [State.CLOSED, State.CALLBACK, State.CALLBACK]


def test_a_follower_whose_requester_is_not_content_is_done_again_by_the_unit(house: House) -> None:
    lead, number = house.handled(), house.registered()
    merge(house, number, lead)
    approved(house, lead)
    with house.equipment.work(person(Role.AGENT)) as work:
        callback.redo(work, number, satisfaction=Satisfaction.DISSATISFIED, reason="我家还是冷")
    assert house.ticket(number).agency == UNIT
    with house.equipment.work(person(Role.CLERK)) as work:
        handling.reply(work, number, done(ANSWER, work.now))
    assert house.ticket(number).state == State.REPLIED


def test_a_follower_that_goes_its_own_way_waits_for_a_unit_and_its_clock_starts_anew(house: House) -> None:
    lead, number = house.handled(), house.dispatched(now=MONDAY)
    merge(house, number, lead)
    with pytest.raises(Incomplete, match="理由"), house.equipment.work(person(Role.DISPATCHER)) as work:
        merging.unmerge(work, number, reason=" ")
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        merging.unmerge(work, number, reason="不是一件事")
    ticket = house.ticket(number)
    assert (ticket.state, ticket.merged_into, ticket.waits_for) == (State.QUEUED, None, "解除并单：不是一件事")
    later = datetime(2026, 3, 9, 9, tzinfo=BEIJING)
    with house.equipment.work(person(Role.DISPATCHER), later) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category="0301", region="150105", agency=UNIT, seen=None)
    assert house.ticket(number).due_at == datetime(2026, 3, 18, 17, 30, tzinfo=BEIJING)
    approved(house, lead)
    assert house.ticket(number).state == State.DISPATCHED


def _withdrawn(work: Work, number: str) -> None:
    intake.withdraw(work, number, reason="不反映了")


ENDS: list[Any] = [
    pytest.param(_withdrawn, id="withdraw"),
    pytest.param(lambda work, number: intake.answer(work, number, reply=ANSWER), id="answer"),
    pytest.param(lambda work, number: intake.guide(work, number, guidance="请走仲裁"), id="guide"),
    pytest.param(lambda work, number: intake.transfer(work, number, hotline="119"), id="transfer"),
    pytest.param(lambda work, number: intake.void(work, number, reason="误拨"), id="void"),
]


@pytest.mark.parametrize("end", ENDS)
def test_however_the_lead_ends_early_its_followers_are_not_left_behind(
    house: House, end: Callable[[Work, str], object]
) -> None:
    lead, number = house.registered(), house.registered()
    merge(house, number, lead)
    with house.equipment.work(person(Role.AGENT)) as work:
        end(work, lead)
    ticket = house.ticket(number)
    assert (ticket.state, ticket.merged_into) == (State.QUEUED, None)
    assert lead in ticket.waits_for


def test_the_requester_of_the_lead_withdraws_and_other_peoples_demands_are_set_free(house: House) -> None:
    lead = house.handled(phone="13812345678")
    number = house.registered(phone="13912345678")
    merge(house, number, lead)
    me = Person("me", Role.REQUESTER, requester=house.ticket(lead).requester_id)
    with house.equipment.work(me) as work:
        intake.withdraw(work, lead, reason="好了")
    assert house.ticket(number).state == State.QUEUED


def test_a_follower_of_another_region_is_answered_too(house: House) -> None:
    lead = house.handled(region="150105")
    number = house.registered(region="150202")
    merge(house, number, lead)
    approved(house, lead, person(Role.SUPERVISOR, region="1501"))
    assert house.ticket(number).state == State.CALLBACK


def test_a_follower_may_be_withdrawn_alone(house: House) -> None:
    lead, number = house.handled(), house.registered()
    merge(house, number, lead)
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.withdraw(work, number, reason="不反映了")
    approved(house, lead)
    assert house.ticket(number).state == State.WITHDRAWN
    assert house.ticket(lead).state in (State.CALLBACK, State.CLOSED)


def test_there_are_no_chains_and_no_circles(house: House, all_rows: AllRows) -> None:
    lead, number, third = house.handled(), house.registered(), house.registered()
    merge(house, number, lead)
    before = all_rows()
    for one, other, error in (
        (third, number, Conflict),  # 从单不能当主单
        (lead, third, Conflict),  # 主单不能并入别人
        (lead, number, Conflict),
        (number, third, Conflict),  # 已并单的不能再并
        (third, third, Incomplete),
        (third, "202603020000000", NotFound),
    ):
        with pytest.raises(error):
            merge(house, one, other)
    assert all_rows() == before


@pytest.mark.parametrize("make", [House.replied, House.to_call_back])
def test_nothing_follows_a_lead_that_has_answered(
    house: House, all_rows: AllRows, make: Callable[[House], str]
) -> None:
    lead, number = make(house), house.registered()
    before = all_rows()
    with pytest.raises(Conflict, match="不能再并入"):
        merge(house, number, lead)
    assert all_rows() == before


@pytest.mark.parametrize(
    ("role", "make", "error"),
    [
        (Role.AGENT, House.handled, Conflict),
        (Role.AGENT, House.dispatched, Conflict),
        (Role.CLERK, House.handled, Forbidden),
        (Role.HEAD, House.handled, Forbidden),
        (Role.ANALYST, House.registered, Forbidden),
    ],
)
def test_a_unit_never_merges_and_an_agent_only_what_is_not_dispatched(
    house: House, all_rows: AllRows, role: Role, make: Callable[[House], str], error: type[HotlineError]
) -> None:
    lead, number = house.handled(), make(house)
    before = all_rows()
    with pytest.raises(error):
        merge(house, number, lead, person(role))
    assert all_rows() == before


def test_one_who_was_too_slow_merges_nothing(house: House) -> None:
    lead, number = house.handled(), house.registered()
    seen = house.ticket(number).version
    with house.equipment.work(SYSTEM, datetime.now(UTC)) as work:
        intake.take(work, work.ticket(number), merging.Action.REFER, reason="拿不准")
    with pytest.raises(Conflict, match="刚被他人更新"), house.equipment.work(person(Role.SUPERVISOR)) as work:
        merging.merge(work, number, lead=lead, seen=seen)
    assert house.ticket(number).state == State.QUEUED
