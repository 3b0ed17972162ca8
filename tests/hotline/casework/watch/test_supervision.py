"""Pressing a unit harder: three kinds that only rise, numbers that run on, problem tickets under listed supervision."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from factories import OTHER_UNIT, UNIT, House, person
from hotline.casework.closing import review
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.requests import deciding
from hotline.casework.watch.supervision import HARDER, assign_watcher, escalate, lift, note_redo, supervise
from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.handling_terms import SupervisionKind
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Action, Role, State
from hotline.store.casefile.supervision import Supervision
from hotline.store.tickets import Step, Ticket
from hotline.store.work import SYSTEM

K = SupervisionKind
FRIDAY = datetime(2026, 11, 20, 11, 0, tzinfo=BEIJING)
SUPERVISOR = person(Role.SUPERVISOR)


def _supervised(house: House, number: str, kind: K, now: datetime | None = None) -> Supervision:
    with house.equipment.work(SUPERVISOR, now) as work:
        return supervise(work, number, kind=kind, reason="逾期未办")


def _records(house: House) -> list[Supervision]:
    with house.equipment.work(SYSTEM) as work:
        return list(work.session.scalars(select(Supervision).order_by(Supervision.id)))


def _steps(house: House, number: str, action: Action) -> list[Step]:
    with house.equipment.work(SYSTEM) as work:
        wanted = select(Step).join(Ticket).where(Ticket.number == number, Step.action == action)
        return list(work.session.scalars(wanted.order_by(Step.id)))


def _given(house: House, number: str, agency: str) -> None:
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category="0301", region="150105", agency=agency, seen=None)


@pytest.mark.parametrize(("first", "second"), list(product(K, K)), ids=lambda kind: kind.value)
def test_a_harder_kind_may_follow_a_lighter_one_and_never_the_other_way_round(
    house: House, first: K, second: K
) -> None:
    number = house.dispatched()
    _supervised(house, number, first)
    if HARDER.index(second) > HARDER.index(first):
        assert _supervised(house, number, second).kind == second
    else:
        with pytest.raises(Conflict, match=first.label):
            _supervised(house, number, second)
    assert house.ticket(number).supervised == max(first, second, key=HARDER.index)
    assert HARDER == (K.DAILY, K.LISTED, K.SUMMONS)


def test_a_supervision_has_a_number_that_runs_on_and_a_date_three_working_days_away(house: House) -> None:
    found = [_supervised(house, house.dispatched(), K.DAILY, FRIDAY) for _ in range(3)]
    numbers = [re.fullmatch(r"督办〔2026〕(\d+)号", one.number) for one in found]
    told = [int(one[1]) for one in numbers if one]
    assert told == list(range(told[0], told[0] + 3))
    assert {one.answer_by for one in found} == {datetime(2026, 11, 25, 17, 30, tzinfo=BEIJING)}
    assert {(one.agency, one.raised_by, one.lifted_at) for one in found} == {(UNIT, "supervisor", None)}


def test_lifting_ends_every_open_supervision_of_the_ticket_and_it_may_begin_anew(house: House) -> None:
    number, other = house.dispatched(), house.dispatched()
    for kind in (K.DAILY, K.SUMMONS):
        _supervised(house, number, kind)
    _supervised(house, other, K.DAILY)
    with house.equipment.work(SUPERVISOR) as work:
        assert lift(work, number, reason="已整改").supervised is None
    *lifted, open_one = _records(house)
    assert [(one.lifted_by, one.lifted_at is not None) for one in lifted] == [("supervisor", True)] * 2
    assert open_one.lifted_at is None
    assert _supervised(house, number, K.DAILY).lifted_at is None


def test_what_is_not_supervised_cannot_be_lifted(house: House) -> None:
    number = house.dispatched()
    with pytest.raises(Conflict), house.equipment.work(SUPERVISOR) as work:
        lift(work, number, reason="无")
    assert _steps(house, number, Action.LIFT) == []


@pytest.mark.parametrize("reason", ["", "  "])
def test_supervision_lifting_and_escalation_need_a_reason(house: House, reason: str) -> None:
    number = house.dispatched()
    _supervised(house, number, K.DAILY)
    for verb in (lift, escalate):
        with pytest.raises(Incomplete), house.equipment.work(SUPERVISOR) as work:
            verb(work, number, reason=reason)
    with pytest.raises(Incomplete), house.equipment.work(SUPERVISOR) as work:
        supervise(work, number, kind=K.LISTED, reason=reason)
    assert (house.ticket(number).supervised, house.ticket(number).problem) == (K.DAILY, False)


@pytest.mark.parametrize("role", [Role.CLERK, Role.AGENT, Role.DISPATCHER, Role.OFFICER, Role.ANALYST])
def test_only_the_supervisor_supervises_lifts_and_escalates(house: House, role: Role) -> None:
    number = house.dispatched()
    verbs = [
        lambda work: supervise(work, number, kind=K.DAILY, reason="试"),
        lambda work: lift(work, number, reason="试"),
        lambda work: escalate(work, number, reason="试"),
    ]
    for verb in verbs:
        with pytest.raises(Forbidden), house.equipment.work(person(role)) as work:
            verb(work)
    assert _records(house) == []


@pytest.mark.parametrize("before", [None, K.DAILY, K.LISTED, K.SUMMONS])
def test_escalation_makes_a_problem_ticket_under_listed_supervision_at_least(house: House, before: K | None) -> None:
    number = house.dispatched()
    if before:
        _supervised(house, number, before)
    with house.equipment.work(SUPERVISOR) as work:
        assert escalate(work, number, reason="久拖不决").problem
    ticket = house.ticket(number)
    assert (ticket.supervised, ticket.state) == (K.SUMMONS if before == K.SUMMONS else K.LISTED, State.DISPATCHED)
    kinds = [one.kind for one in _records(house)]
    expected = {None: [K.LISTED], K.DAILY: [K.DAILY, K.LISTED], K.LISTED: [K.LISTED], K.SUMMONS: [K.SUMMONS]}
    assert kinds == expected[before]


def test_a_ticket_that_wandered_through_three_units_is_a_problem_ticket(house: House) -> None:
    number = house.returned(house.dispatched())
    assert not house.ticket(number).problem
    _given(house, number, OTHER_UNIT)
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        deciding.take_back_by_room(work, number, reason="该单位不在本地")
    _given(house, number, "CG-150105")
    house.returned(number, agency="CG-150105")
    ticket = house.ticket(number)
    assert (ticket.problem, ticket.supervised, ticket.state) == (True, K.LISTED, State.QUEUED)
    (step,) = _steps(house, number, Action.ESCALATE)
    assert (step.actor, step.role) == ("system", Role.SYSTEM), "the rule acts, not who set it off"


def test_three_times_at_the_same_unit_is_not_wandering(house: House) -> None:
    number = house.dispatched()
    for _ in range(3):
        with house.equipment.work(person(Role.DISPATCHER)) as work:
            deciding.take_back_by_room(work, number, reason="核实")
        _given(house, number, UNIT)
    house.returned(number)
    assert not house.ticket(number).problem


@pytest.mark.parametrize(("redone", "problem"), [(0, False), (2, False), (3, True), (4, True)])
def test_a_ticket_that_was_redone_three_times_is_a_problem_ticket_once(
    house: House, redone: int, problem: bool
) -> None:
    number = house.handled()
    for _ in range(2):
        with house.equipment.work(SUPERVISOR) as work:
            ticket = work.ticket(number)
            ticket.redone = redone
            note_redo(work, ticket)
    assert house.ticket(number).problem == problem
    assert len(_steps(house, number, Action.ESCALATE)) == len(_records(house)) == problem


def test_the_reviewer_who_sends_back_the_third_time_sets_it_off(house: House) -> None:
    number = house.replied()
    with house.equipment.work(SUPERVISOR) as work:
        work.ticket(number).redone = 2
    with house.equipment.work(SUPERVISOR) as work:
        review.redo(work, number, reason="仍未解决")
    ticket = house.ticket(number)
    assert (ticket.redone, ticket.problem, ticket.state) == (3, True, State.HANDLING)


@pytest.mark.parametrize("account", ["nobody", "clerk", "supervisor", ""])
def test_only_an_officer_on_duty_is_named_as_the_watcher(house: House, account: str) -> None:
    number = house.dispatched()
    with pytest.raises(Incomplete), house.equipment.work(SUPERVISOR) as work:
        assign_watcher(work, number, watcher=account)
    with house.equipment.work(SUPERVISOR) as work:
        assert assign_watcher(work, number, watcher="officer").watcher == "officer"


def test_what_is_settled_is_not_supervised(house: House) -> None:
    number = house.to_call_back()
    with pytest.raises(Conflict):
        _supervised(house, number, K.DAILY, datetime.now(UTC) + timedelta(days=1))
    assert _records(house) == []
