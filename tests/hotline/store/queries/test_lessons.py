"""What the machine said and what a person decided, in words that are already masked (研判与人定对照)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from factories import House, person
from hotline.casework import intake
from hotline.domain.lessons import Circumstances, Heard
from hotline.domain.vocabulary import Decider, Role, State
from hotline.store.queries.lessons import circumstances, decided_by_people, judged_between
from hotline.store.tickets import Ticket

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
EVER = datetime(2020, 1, 1, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)
LAMP = "我叫王建军，13812345678，路灯坏了，找王建军都行"


def decided(house: House, since: datetime = EVER):
    with house.equipment.work() as work:
        return list(decided_by_people(work, since))


def judged(house: House, start: datetime = EVER, end: datetime = SOON):
    with house.equipment.work() as work:
        return list(judged_between(work, start, end))


def test_only_what_a_person_decided_is_decided(house):
    by_agent = house.dispatched(phone="13812345678", now=NOW)
    by_machine = house.triaged(phone="13812345678", now=NOW)
    assert house.ticket(by_machine).decided_by == Decider.MACHINE
    waiting = house.triaged("想反映一个情况", phone="13812345678", now=NOW)
    house.registered(phone="13812345678", now=NOW)
    assert [row.number for row in decided(house)] == [by_agent]
    assert {row.number for row in judged(house)} == {by_machine, waiting}


def test_it_comes_masked_and_without_the_requesters_name(house):
    house.dispatched(LAMP, title="王建军的诉求", phone="13812345678", name="王建军", now=NOW)
    (row,) = decided(house)
    assert "13812345678" not in row.text and "王建军" not in row.title + row.text
    assert row.title == "王某的诉求" and "路灯坏了" in row.text
    assert (row.first, row.edition, row.confidence, row.by_person, row.corrected) == ("", "", None, True, False)


def test_a_name_of_one_character_masks_nothing_else(house):
    house.dispatched("灯坏了，路灯坏了", phone="13812345678", name="灯", now=NOW)
    assert decided(house)[0].text == "灯坏了，路灯坏了"


def test_a_moment_bounds_what_is_read_and_the_end_is_not_included(house):
    house.dispatched(phone="13812345678", now=NOW)
    assert len(decided(house, NOW)) == 1 and decided(house, SOON) == []
    house.triaged(phone="13812345678", now=NOW)
    assert len(judged(house, NOW, SOON)) == 1
    assert judged(house, EVER, NOW) == [] == judged(house, SOON, SOON + timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "corrected"),
    [({"category": "0205"}, True), ({"category": "0301"}, False), ({"category": "0205", "candidates": []}, False)],
)
def test_corrected_is_another_category_than_the_first_by_a_person(house, change, corrected):
    number = house.triaged(phone="13812345678", now=NOW)
    with house.equipment.work() as work:
        values = {"decided_by": Decider.DISPATCHER, **change}
        work.session.execute(update(Ticket).where(Ticket.number == number).values(**values))
    (row,) = decided(house)
    assert row.corrected is corrected


def test_people_see_what_lies_in_their_region(house):
    house.dispatched(phone="13812345678", now=NOW)
    for region, seen in (("1501", 1), ("1502", 0)):
        with house.equipment.work(person(Role.ANALYST, region)) as work:
            assert len(list(decided_by_people(work, EVER))) == seen


def test_circumstances_are_those_of_the_ticket_and_of_what_was_heard(house):
    with house.equipment.work(person(Role.AGENT)) as work:
        number = intake.register(work, intake.Demand(text="路灯坏了", secret=True)).number
    with house.equipment.work() as work:
        work.session.execute(
            update(Ticket)
            .where(Ticket.number == number)
            .values(model_edition="x", candidates=[{"category": "1201"}], registered_at=NOW)
        )
    (row,) = judged(house)
    assert circumstances(row, Heard(minor=True, secrecy=False), demo=False) == Circumstances(
        State.REGISTERED, "1201", secret=True, named=False, minor=True, demo=False
    )
    assert circumstances(row, Heard(minor=False, secrecy=True), demo=True).demo
