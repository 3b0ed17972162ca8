"""Shifts and order in the call room: four eyes for lists, nobody marks their own, handovers with what is open."""

import random
from datetime import timedelta

import pytest

from factories import person
from hotline.casework.callroom import shifts
from hotline.casework.callroom.shifts import MARKS
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import Role
from hotline.store.queries.callroom import handovers, listed, nuisances, to_check
from hotline.store.work import Person

PHONE = "13947112233"
OTHER = Person("other", Role.SUPERVISOR)


@pytest.fixture(autouse=True)
def empty(house):
    yield
    with house.equipment.engine.begin() as connection:
        connection.exec_driver_sql("delete from quality_checks; delete from nuisances; delete from handovers")


def test_marks_add_up_to_a_hundred():
    assert sum(MARKS.values()) == 100


def test_a_number_is_listed_only_once_a_second_person_has_approved_and_only_for_a_time(house):
    with house.equipment.work(person(Role.AGENT)) as work:
        one = shifts.accuse(work, phone=PHONE, reason="一日辱骂坐席十二次", days=3)
        assert PHONE not in (one.shown, one.caller_index, one.reason)
        assert listed(work, work.vault.blind(PHONE)) is None
        with pytest.raises(Forbidden):
            shifts.settle(work, one.id, approve=True)
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        shifts.settle(work, one.id, approve=True)
        assert listed(work, work.vault.blind(PHONE)) is not None
        with pytest.raises(Conflict, match="已经处理"):
            shifts.settle(work, one.id, approve=True)
        later = work.now + timedelta(days=4)
    with house.equipment.work(person(Role.SUPERVISOR), later) as work:
        assert listed(work, work.vault.blind(PHONE)) is None and nuisances(work) == []


def test_nobody_approves_their_own_accusation(house):
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        one = shifts.accuse(work, phone=PHONE, reason="多次无声骚扰", days=1)
        with pytest.raises(Conflict, match="另一名"):
            shifts.settle(work, one.id, approve=True)
        shifts.settle(work, one.id, approve=False)
        assert nuisances(work) == []


@pytest.mark.parametrize("wrong", [{"phone": "12"}, {"reason": " "}, {"days": 0}, {"days": 31}])
def test_an_accusation_must_be_complete(house, wrong):
    with house.equipment.work(person(Role.AGENT)) as work, pytest.raises(Incomplete):
        shifts.accuse(work, **{"phone": PHONE, "reason": "骚扰", "days": 3, **wrong})


def test_a_shift_leaves_its_note_with_what_is_open_and_another_takes_over(house):
    house.registered(phone="0471-6612345")
    with house.equipment.work(person(Role.AGENT)) as work:
        with pytest.raises(Incomplete):
            shifts.leave(work, " ")
        note = shifts.leave(work, "热力公司今晚抢修，来电较多")
        assert set(note.counts) == {"待补充的来电", "待回访", "紧急、特急未办结", "漏接未回拨", "须电话告知"}
        with pytest.raises(Conflict, match="同一个人"):
            shifts.take_over(work, note.id)
    with house.equipment.work(OTHER) as work:
        assert shifts.take_over(work, note.id).taken_by == "other"
        with pytest.raises(Conflict, match="已经接班"):
            shifts.take_over(work, note.id)
        assert [one.id for one in handovers(work)] == [note.id]
    with house.equipment.work(person(Role.AGENT, region="1502")) as work, pytest.raises(NotFound):
        shifts.take_over(work, note.id)


def test_registrations_are_drawn_once_and_marked_item_by_item(house):
    numbers = {house.registered() for _ in range(4)}
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        assert shifts.draw(work, 3, random.Random(1)) == 3
        assert shifts.draw(work, 3, random.Random(1)) == 1
        assert {ticket.number for _, ticket in to_check(work)} == numbers
        check = to_check(work)[0][0].id
        full = dict(MARKS)
        with pytest.raises(Incomplete, match="满分"):
            shifts.mark(work, check, marks={**full, next(iter(full)): 99}, words="")
        assert shifts.mark(work, check, marks=full, words="记录清楚").score == 100
        assert len(to_check(work)) == 3
    with house.equipment.work(person(Role.AGENT)) as work, pytest.raises(Forbidden):
        shifts.draw(work, 1)


def test_nobody_marks_what_they_registered_themselves(house):
    house.registered()
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        shifts.draw(work, 1)
        check = to_check(work)[0][0]
    with house.equipment.work(Person(check.agent, Role.SUPERVISOR)) as work, pytest.raises(Conflict, match="自己"):
        shifts.mark(work, check.id, marks=dict(MARKS), words="")
