"""A unit's desk: what it leads, cut by time left, with what goes on inside; few queries however long the list."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, update

from factories import OTHER_UNIT, House, person
from hotline.casework.joint import helping, merging
from hotline.casework.office import passing
from hotline.domain.vocabulary import Role, State
from hotline.store.queries.office import TimeLeft, open_tasks, to_sign, unit_desk
from hotline.store.tickets import Ticket

CLERK = person(Role.CLERK)


def due(house: House, number: str, at: datetime | None) -> None:
    with house.equipment.work() as work:
        work.session.execute(update(Ticket).where(Ticket.number == number).values(next_due_at=at))


def test_each_ticket_lies_in_one_part_and_the_nearest_comes_first(house: House) -> None:
    now = datetime.now(UTC)
    hours = {TimeLeft.LATE: -1, TimeLeft.DAY: 23, TimeLeft.TWO_DAYS: 47, TimeLeft.REST: 49}
    numbers = {left: house.dispatched() for left in reversed(TimeLeft)}
    for left, number in numbers.items():
        due(house, number, now + timedelta(hours=hours[left]))
    with house.equipment.work(CLERK, now) as work:
        desk = unit_desk(work)
        assert [one.number for one in desk.tickets] == [numbers[left] for left in TimeLeft]
        assert desk.by_left == dict.fromkeys(TimeLeft, 1) and desk.by_state == {State.DISPATCHED: 4}
        for left, number in numbers.items():
            part = unit_desk(work, State.DISPATCHED, left)
            assert ([one.number for one in part.tickets], part.total) == ([number], 1)
        assert unit_desk(work, State.HANDLING).total == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.one_of(st.none(), st.sampled_from([0, 1440, 2880]), st.integers(-5000, 10_000)))
def test_the_parts_leave_no_gap_and_do_not_overlap(house: House, minutes: int | None) -> None:
    now = datetime.now(UTC)
    number = house.dispatched()
    due(house, number, None if minutes is None else now + timedelta(minutes=minutes))
    with house.equipment.work(CLERK, now) as work:
        found = [left for left in TimeLeft if number in {one.number for one in unit_desk(work, left=left).tickets}]
        counted = unit_desk(work)
    assert len(found) == 1
    assert sum(counted.by_left.values()) == counted.total


def test_followers_are_counted_though_the_unit_does_not_see_them(house: House) -> None:
    lead = house.handled()
    for _ in range(3):
        follower = house.registered()
        with house.equipment.work(person(Role.SUPERVISOR)) as work:
            merging.merge(work, follower, lead=lead)
    with house.equipment.work(CLERK) as work:
        assert [(row.ticket.number, row.followers) for row in unit_desk(work).rows] == [(lead, 3)]


def test_what_the_unit_only_helps_with_is_not_on_its_desk(house: House) -> None:
    number = house.handled()
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        helping.invite(work, number, agency=OTHER_UNIT)
    with house.equipment.work(person(Role.CLERK, agency=OTHER_UNIT)) as work:
        desk = unit_desk(work)
        assert (desk.total, desk.by_state) == (0, {})


def test_the_room_sees_nothing_of_the_inside(house: House) -> None:
    number = house.handled()
    with house.equipment.work(CLERK) as work:
        passing.pass_on(work, number, given_to="股室", words="办", due_at=datetime.now(UTC) + timedelta(hours=1))
    for who in (person(Role.SUPERVISOR), person(Role.DISPATCHER), person(Role.CLERK, agency=OTHER_UNIT)):
        with house.equipment.work(who) as work:
            assert (open_tasks(work).total, list(to_sign(work)), unit_desk(work).total) == (0, [], 0)


@pytest.fixture
def statements(house: House) -> Iterator[list[str]]:
    """Every statement that the database is sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(house.equipment.engine, "before_cursor_execute", note)
    yield sent
    event.remove(house.equipment.engine, "before_cursor_execute", note)


def test_a_longer_list_takes_no_more_queries(house: House, statements: list[str]) -> None:
    spent = []
    for _ in range(2):
        for _ in range(3):
            number = house.handled()
            with house.equipment.work(CLERK) as work:
                passing.pass_on(
                    work, number, given_to="股室", words="办", due_at=datetime.now(UTC) + timedelta(hours=1)
                )
        statements.clear()
        with house.equipment.work(CLERK) as work:
            desk, tasks = unit_desk(work), open_tasks(work)
            assert all(row.tasks for row in desk.rows) and tasks.rows
        spent.append(len(statements))
    assert spent[0] == spent[1]
