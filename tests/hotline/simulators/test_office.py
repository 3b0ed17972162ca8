"""People played by the simulator: they take every ticket a lawful way, and never into the future."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from factories import person
from hotline.casework import intake
from hotline.casework.triage import triage
from hotline.domain.vocabulary import Role, State, Urgency
from hotline.simulators.office import Office, unsettled
from hotline.simulators.stream import invented
from hotline.store.tickets import Step, Ticket
from hotline.store.work import SYSTEM

COUNT = 40


@pytest.fixture
def filed(house):
    """Ticket number → what its writer meant, for a small stream that the machine has looked over."""
    now, truths = datetime.now(UTC), {}
    with house.equipment.work() as work:
        judgement = house.equipment.judgement(work.session)
    for item in invented(judgement.rules, COUNT, now):
        with house.equipment.work(person(Role.AGENT, item.centre), item.at) as work:
            number = intake.register(work, item.demand).number
        with house.equipment.work(SYSTEM, item.at + timedelta(seconds=30)) as work:
            triage(work, judgement, number)
        truths[number] = item.truth
    return truths


def play(house, filed, now):
    office = Office(house.equipment, now, filed, random.Random(1))
    return {number: office.play(number) for number in unsettled(house.equipment)}


def test_tickets_come_as_far_as_they_would_have_and_no_step_lies_in_the_future(house, filed):
    now = datetime.now(UTC)
    found = play(house, filed, now)
    assert set(found) == set(filed)
    with house.equipment.work() as work:
        assert {ticket.number: ticket.state for ticket in work.session.scalars(select(Ticket))} == found
        steps = work.session.scalars(select(Step).order_by(Step.id)).all()
    assert {State.CLOSED, State.QUEUED} <= set(found.values())
    assert State.REGISTERED not in found.values()
    assert all(step.taken_at <= now for step in steps)
    by_ticket = {}
    for step in steps:
        assert by_ticket.get(step.ticket_id, step.taken_at) <= step.taken_at
        by_ticket[step.ticket_id] = step.taken_at


def test_a_unit_that_is_too_late_to_send_a_ticket_back_handles_it(house, filed, monkeypatch):
    """What broke: an urgent ticket may be sent back within the hour only, and the demo stopped where a unit came later."""
    monkeypatch.setattr("hotline.simulators.office.SENT_BACK", 1.0)
    at = datetime.now(UTC) - timedelta(days=20)
    late = [house.dispatched(demo=True, now=at, urgency=Urgency.CRITICAL) for _ in range(12)]
    found = play(house, filed, datetime.now(UTC))
    assert set(found) == {*filed, *late} and State.DISPATCHED not in {found[number] for number in late}


def test_nobody_acts_before_the_ticket_was_there(house, filed):
    before = datetime.now(UTC) - timedelta(weeks=20)
    states = {number: house.ticket(number).state for number in filed}
    assert play(house, filed, before) == states


def test_only_tickets_of_the_demo_are_played_with(house):
    real, played = house.dispatched(), house.dispatched(demo=True)
    assert unsettled(house.equipment) == [played]
    assert house.ticket(real).state == State.DISPATCHED


def test_the_dispatcher_transfers_what_is_urgent_and_voids_what_is_nothing(house):
    at = datetime.now(UTC) - timedelta(days=2)
    urgent = house.triaged("着火了，楼里有人被困，快来救火", demo=True, now=at)
    silent = house.triaged("喂", demo=True, now=at)
    office = Office(house.equipment, datetime.now(UTC), {silent: "2204"}, random.Random(3))
    assert [office.play(urgent), office.play(silent)] == [State.TRANSFERRED, State.VOID]
