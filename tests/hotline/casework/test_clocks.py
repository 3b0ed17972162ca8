"""The clocks of a ticket: when it goes to a unit once more, each row of the table of re-dispatch does what it says."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import OTHER_UNIT, UNIT, House, person, returning
from hotline.casework import dispatch as dispatching
from hotline.casework import handling
from hotline.casework.clocks import again, demand_of
from hotline.casework.closing import review
from hotline.casework.contacts import Spoken, contact
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.joint import merging
from hotline.casework.requests import asking, deciding, rulings
from hotline.casework.watch import supervision
from hotline.domain.handling_terms import Means, Reached, Stage
from hotline.domain.vocabulary import RequesterKind, Role, State, Urgency
from hotline.store.work import Work
from routing_rules.calendar import BEIJING

MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
DUE = datetime(2026, 3, 11, 17, 30, tzinfo=BEIJING)
EARLY = datetime(2026, 3, 3, 9, tzinfo=BEIJING)
LATE = datetime(2026, 3, 11, 9, tzinfo=BEIJING)
AFRESH = {
    EARLY: datetime(2026, 3, 12, 17, 30, tzinfo=BEIJING),
    LATE: datetime(2026, 3, 20, 17, 30, tzinfo=BEIJING),
}
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
CASES = ["退单改派", "裁定指定", "退回重派", "重办", "解除并单", "提级改派"]


def working_days_after(work: Work, at: datetime, days: int) -> datetime:
    return work.rules.calendar.after(at, days, "工作日").at


@pytest.fixture
def working(house: House) -> Iterator[Work]:
    with house.equipment.work(person(Role.DISPATCHER), MONDAY) as found:
        yield found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(case=st.sampled_from(CASES), fresh=MOMENTS, old=st.none() | MOMENTS)
def test_each_row_restarts_goes_on_or_leaves_so_much_at_least(
    working: Work, case: str, fresh: datetime, old: datetime | None
) -> None:
    row = working.rules.practice.redispatches[case]
    found = again(working, case, fresh, old)
    if row.clock == "重新起算" or old is None:
        assert found == fresh
    elif row.clock == "接续":
        assert found == old
    else:
        assert row.minimum is not None
        assert found == max(old, working_days_after(working, MONDAY, row.minimum.amount))


def test_the_table_has_a_row_for_every_case_that_the_verbs_know(working: Work) -> None:
    known = {value for name, value in vars(dispatching).items() if name.isupper() and isinstance(value, str)}
    assert known == set(CASES) == set(working.rules.practice.redispatches)


def _given_again(house: House, number: str, at: datetime) -> None:
    with house.equipment.work(person(Role.DISPATCHER), at) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category="0301", region="150105", agency=OTHER_UNIT, seen=None)


def _returned(house: House, number: str, at: datetime) -> None:
    with house.equipment.work(person(Role.CLERK), MONDAY) as work:
        request = asking.ask(work, number, returning()).id
    with house.equipment.work(person(Role.DISPATCHER), at) as work:
        deciding.grant(work, number, request, words="同意")
    _given_again(house, number, at)


def _ruled(house: House, number: str, at: datetime) -> None:
    with house.equipment.work(person(Role.DISPATCHER), at) as work:
        rulings.rule(work, number, agency=OTHER_UNIT, basis="三定方案")


def _taken_back(house: House, number: str, at: datetime) -> None:
    with house.equipment.work(person(Role.SUPERVISOR), at) as work:
        deciding.take_back_by_room(work, number, reason="改派")
    _given_again(house, number, at)


def _redone(house: House, number: str, at: datetime) -> None:
    with house.equipment.work(person(Role.CLERK), MONDAY) as work:
        handling.accept(work, number)
        handling.reply(work, number, handling.Handled("已修好", contact=Spoken(Means.VISIT, Reached.YES, MONDAY)))
    with house.equipment.work(person(Role.SUPERVISOR), at) as work:
        review.redo(work, number, reason="没修好")


def _unmerged(house: House, number: str, at: datetime) -> None:
    lead = house.dispatched(now=MONDAY)
    with house.equipment.work(person(Role.SUPERVISOR), at) as work:
        merging.merge(work, number, lead=lead)
        merging.unmerge(work, number, reason="不是一件事")
    _given_again(house, number, at)


def _escalated(house: House, number: str, at: datetime) -> None:
    with house.equipment.work(person(Role.SUPERVISOR), at) as work:
        supervision.escalate(work, number, reason="久拖不决")
        deciding.take_back_by_room(work, number, reason="提级改派")
    _given_again(house, number, at)


@pytest.mark.parametrize("at", [EARLY, LATE])
@pytest.mark.parametrize(
    ("verb", "days"),
    [
        pytest.param(_returned, None, id="退单改派"),
        pytest.param(_ruled, 2, id="裁定指定"),
        pytest.param(_taken_back, 0, id="退回重派"),
        pytest.param(_redone, 3, id="重办"),
        pytest.param(_unmerged, None, id="解除并单"),
        pytest.param(_escalated, 1, id="提级改派"),
    ],
)
def test_a_ticket_that_goes_to_a_unit_again_has_the_clock_of_its_case(
    house: House, verb: object, days: int | None, at: datetime
) -> None:
    number = house.dispatched(now=MONDAY)
    assert house.ticket(number).due_at == DUE
    verb(house, number, at)  # type: ignore[operator]
    with house.equipment.work() as work:
        least = working_days_after(work, at, days) if days else DUE
    expected = AFRESH[at] if days is None else max(DUE, least)
    assert house.ticket(number).due_at == expected


def test_a_deadline_that_goes_on_is_explained_as_it_is(house: House) -> None:
    number = house.dispatched(now=MONDAY)
    _taken_back(house, number, LATE)
    ticket = house.ticket(number)
    assert datetime.fromisoformat(ticket.explanation["clock"]["due_at"]) == ticket.due_at == DUE


def test_every_open_ticket_has_a_next_stage_and_a_date(house: House) -> None:
    found = {}
    for make in (House.registered, House.dispatched, House.handled, House.replied):
        ticket = house.ticket(make(house))
        assert ticket.next_due_at is not None
        found[ticket.state] = ticket.next_stage
    assert found == {
        State.REGISTERED: Stage.DISPATCH, State.DISPATCHED: Stage.ACCEPT, State.HANDLING: Stage.CONTACT,
        State.REPLIED: Stage.REVIEW,
    }  # fmt: skip


def test_while_it_is_handled_the_nearest_of_what_is_not_done_comes_next(house: House) -> None:
    number = house.dispatched(requester_kind=RequesterKind.ENTERPRISE, now=MONDAY)
    clerk, stages = person(Role.CLERK), []
    with house.equipment.work(clerk, MONDAY) as work:
        handling.accept(work, number)
        stages.append(work.ticket(number).next_stage)
        contact(work, number, Spoken(Means.TELEPHONE, Reached.NO_ANSWER, MONDAY))
        stages.append(work.ticket(number).next_stage)
        contact(work, number, Spoken(Means.TELEPHONE, Reached.YES, MONDAY))
        stages.append(work.ticket(number).next_stage)
        handling.interim(work, number, said="正在开挖")
        stages.append(work.ticket(number).next_stage)
    assert stages == [Stage.CONTACT, Stage.CONTACT, Stage.INTERIM, Stage.CLOSE]
    assert house.ticket(number).next_due_at == house.ticket(number).due_at


def test_moving_from_one_kind_of_waiting_to_another_does_not_wind_the_clock_of_dispatch(house: House) -> None:
    number = house.registered(now=MONDAY)
    before = house.ticket(number).next_due_at
    with house.equipment.work(person(Role.AGENT), MONDAY + timedelta(hours=5)) as work:
        dispatching.take(work, work.ticket(number), dispatching.Action.REFER, reason="拿不准")
    assert house.ticket(number).next_due_at == before == MONDAY + timedelta(hours=24)


@pytest.mark.parametrize(("urgency", "told"), [(one, one.label) for one in Urgency if one != Urgency.EMERGENCY])
def test_the_rule_book_is_told_the_urgency_and_an_emergency_runs_by_the_shortest_limit(
    house: House, urgency: Urgency, told: str
) -> None:
    ticket = house.ticket(house.registered(urgency=urgency))
    assert demand_of(ticket).urgency == told
    ticket.urgency = Urgency.EMERGENCY
    assert demand_of(ticket).urgency == Urgency.CRITICAL.label


def test_a_ticket_that_is_over_has_no_next_stage(house: House) -> None:
    number = house.registered()
    with house.equipment.work(person(Role.AGENT)) as work:
        merging.take(work, work.ticket(number), merging.Action.WITHDRAW, reason="不反映了")
    ticket = house.ticket(number)
    assert (ticket.state, ticket.next_stage, ticket.next_due_at) == (State.WITHDRAWN, None, None)
    assert house.ticket(house.dispatched()).agency == UNIT
