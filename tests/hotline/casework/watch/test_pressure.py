"""Reminders before a deadline and what comes after it: each level once, never while suspended; haste that people ask for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from factories import House, person
from hotline.casework import handling
from hotline.casework.requests import asking, deciding
from hotline.casework.requests.asking import Asked
from hotline.casework.watch import pressure
from hotline.casework.watch.pressure import EARLY, LATE, OVERDUE, press, press_due, resume, resume_due
from hotline.casework.watch.supervision import lift
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound, TooMany
from hotline.domain.handling_terms import RequestKind, Stage, SupervisionKind
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Action, Role, State
from hotline.store.casefile.supervision import Supervision
from hotline.store.tickets import Step, Ticket
from hotline.store.work import SYSTEM, Person

THEN = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # 周一，北京时间上午十点
DUE_AT = datetime(2026, 11, 11, 17, 30, tzinfo=BEIJING)  # 七个工作日
CITIZEN = {"mengsuban_id": "u-1", "name": "王小明"}


def _pressed(house: House, at: datetime) -> int:
    with house.equipment.work(SYSTEM, at) as work:
        return press_due(work)


def _levels(house: House, number: str) -> list[int]:
    with house.equipment.work(SYSTEM) as work:
        wanted = select(Step).join(Ticket).where(Ticket.number == number, Step.action == Action.PRESS)
        return [step.brings["level"] for step in work.session.scalars(wanted.order_by(Step.id))]


def _supervisions(house: House) -> list[Supervision]:
    with house.equipment.work(SYSTEM) as work:
        return list(work.session.scalars(select(Supervision).order_by(Supervision.id)))


def _suspended(house: House, at: datetime, until: datetime) -> str:
    number = house.dispatched(now=THEN)
    wanted = Asked(RequestKind.SUSPEND, "GQ03", "冬季不能施工", until=until, in_charge="张工")
    with house.equipment.work(person(Role.CLERK), at) as work:
        handling.accept(work, number)
        request = asking.ask(work, number, wanted).id
    with house.equipment.work(person(Role.SUPERVISOR), at) as work:
        deciding.grant(work, number, request, words="同意")
    return number


@pytest.mark.parametrize(
    ("before", "levels"),
    [
        (timedelta(hours=48, seconds=1), []),
        (timedelta(hours=48), [EARLY]),
        (timedelta(hours=24, seconds=1), [EARLY]),
        (timedelta(hours=24), [LATE]),
        (timedelta(seconds=1), [LATE]),
        (timedelta(0), [OVERDUE]),
        (timedelta(days=-90), [OVERDUE]),
    ],
)
def test_a_unit_is_reminded_two_days_and_one_day_before_and_when_it_is_past(
    house: House, before: timedelta, levels: list[int]
) -> None:
    number = house.dispatched(now=THEN)
    assert house.ticket(number).due_at == DUE_AT
    assert [_pressed(house, DUE_AT - before) for _ in range(2)] == [len(levels), 0]
    assert _levels(house, number) == levels
    assert house.ticket(number).reminded == (levels or [0])[-1]


@given(hours=st.lists(st.integers(-72, 72), min_size=1, max_size=12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whenever_the_clock_looks_each_level_comes_once_and_they_only_rise(house: House, hours: list[int]) -> None:
    number = house.dispatched(now=THEN)
    for hour in sorted(hours):
        _pressed(house, DUE_AT + timedelta(hours=hour))
    levels = _levels(house, number)
    assert levels == sorted(set(levels))
    last = max(hours)
    assert (levels or [0])[-1] == (OVERDUE if last >= 0 else LATE if last >= -24 else EARLY if last >= -48 else 0)


def test_what_is_overdue_is_put_under_daily_supervision_once_with_a_number_and_a_date(house: House) -> None:
    number = house.dispatched(now=THEN)
    for minutes in (0, 10, 20):
        _pressed(house, DUE_AT + timedelta(minutes=minutes))
    (found,) = _supervisions(house)
    assert (found.kind, found.agency, found.raised_by) == (SupervisionKind.DAILY, "ZJ-150105", "system")
    assert found.number.startswith("督办〔2026〕") and found.number.endswith("号")
    assert found.answer_by == datetime(2026, 11, 16, 17, 30, tzinfo=BEIJING), "三个工作日"
    assert house.ticket(number).supervised == SupervisionKind.DAILY


def test_what_was_lifted_is_not_put_under_supervision_again_for_the_same_delay(house: House) -> None:
    number = house.dispatched(now=THEN)
    _pressed(house, DUE_AT)
    with house.equipment.work(person(Role.SUPERVISOR), DUE_AT + timedelta(hours=1)) as work:
        lift(work, number, reason="已说明原因")
    assert _pressed(house, DUE_AT + timedelta(days=1)) == 0
    assert len(_supervisions(house)) == 1


def test_nobody_is_pressed_while_a_ticket_is_suspended(house: House) -> None:
    number = _suspended(house, THEN + timedelta(hours=1), THEN + timedelta(days=60))
    assert _pressed(house, DUE_AT + timedelta(days=10)) == 0
    ticket = house.ticket(number)
    assert (_levels(house, number), ticket.supervised, ticket.next_stage) == ([], None, Stage.SUSPENDED)


def test_a_suspended_ticket_goes_on_of_itself_on_its_day_with_what_was_left(house: House) -> None:
    until = datetime(2026, 11, 16, 10, 0, tzinfo=BEIJING)
    number = _suspended(house, THEN + timedelta(hours=1), until)
    for at, resumed in ((until - timedelta(seconds=1), 0), (until, 1), (until, 0)):
        with house.equipment.work(SYSTEM, at) as work:
            assert resume_due(work) == resumed
    ticket = house.ticket(number)
    assert (ticket.suspended_at, ticket.suspended_until, ticket.reminded) == (None, None, 0)
    assert ticket.due_at == datetime(2026, 11, 25, 17, 30, tzinfo=BEIJING), "还剩七个工作日，自恢复之日重数"
    assert ticket.state == State.HANDLING and ticket.next_stage != Stage.SUSPENDED


def test_what_is_resumed_is_reminded_again_before_its_new_deadline(house: House) -> None:
    number = house.dispatched(now=THEN)
    _pressed(house, DUE_AT - timedelta(hours=30))
    wanted = Asked(RequestKind.SUSPEND, "GQ03", "冬季不能施工", until=DUE_AT + timedelta(days=30), in_charge="张工")
    with house.equipment.work(person(Role.CLERK), DUE_AT - timedelta(hours=29)) as work:
        handling.accept(work, number)
        request = asking.ask(work, number, wanted).id
    with house.equipment.work(person(Role.SUPERVISOR), DUE_AT - timedelta(hours=29)) as work:
        deciding.grant(work, number, request, words="同意")
    with house.equipment.work(SYSTEM, DUE_AT + timedelta(days=30)) as work:
        resume_due(work)
    new = house.ticket(number).due_at
    assert new is not None and new > DUE_AT + timedelta(days=30)
    assert _pressed(house, new - timedelta(hours=40)) == 1
    assert _levels(house, number) == [EARLY, EARLY]


def test_only_what_is_suspended_can_be_resumed(house: House) -> None:
    number = house.handled(now=THEN)
    with pytest.raises(Conflict), house.equipment.work(person(Role.SUPERVISOR)) as work:
        resume(work, work.ticket(number))
    assert house.ticket(number).suspended_until is None


@pytest.mark.parametrize("state", ["registered", "replied", "to_call_back"])
def test_what_no_unit_has_to_handle_now_is_not_pressed(house: House, state: str) -> None:
    number = getattr(house, state)()
    assert _pressed(house, datetime.now(UTC) + timedelta(days=365)) == 0
    assert _levels(house, number) == []


def test_more_than_a_batch_is_pressed_in_several_the_most_urgent_first(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressure, "BATCH", 2)
    late, *early = [house.dispatched(now=THEN + timedelta(days=days)) for days in (1, 0, 0)]
    assert [_pressed(house, DUE_AT + timedelta(days=9)) for _ in range(3)] == [2, 1, 0]
    first, second, last = _supervisions(house)
    with house.equipment.work(SYSTEM) as work:
        numbers = [work.session.get_one(Ticket, one.ticket_id).number for one in (first, second, last)]
    assert numbers == [*early, late]


def _requester(house: House, number: str) -> Person:
    asked_by = house.ticket(number).requester_id
    return Person("requester", Role.REQUESTER, requester=asked_by)


@pytest.mark.parametrize(("hours", "may"), [(0, False), (23, False), (24, True), (100, True)])
def test_a_requester_may_press_again_only_after_a_day(house: House, hours: int, may: bool) -> None:
    number = house.dispatched(now=THEN, **CITIZEN)
    who = _requester(house, number)
    with house.equipment.work(who, THEN) as work:
        assert press(work, number, words="请快一点").pressed == 1
    if may:
        with house.equipment.work(who, THEN + timedelta(hours=hours)) as work:
            assert press(work, number).pressed == 2
        return
    with pytest.raises(TooMany, match="24 小时"), house.equipment.work(who, THEN + timedelta(hours=hours)) as work:
        press(work, number)
    assert house.ticket(number).pressed == 1


def test_a_requester_may_press_five_times_altogether(house: House) -> None:
    number = house.dispatched(now=THEN, **CITIZEN)
    who = _requester(house, number)
    for day in range(5):
        with house.equipment.work(who, THEN + timedelta(days=day)) as work:
            press(work, number)
    with pytest.raises(TooMany, match="5 次"), house.equipment.work(who, THEN + timedelta(days=90)) as work:
        press(work, number)
    assert house.ticket(number).pressed == 5


def test_the_clock_and_the_officers_do_not_use_up_what_a_requester_may(house: House) -> None:
    number = house.dispatched(now=THEN, **CITIZEN)
    _pressed(house, DUE_AT)
    for role in (Role.SUPERVISOR, Role.SUPERVISOR, Role.OFFICER):
        with house.equipment.work(person(role), DUE_AT) as work:
            press(work, number)
    with house.equipment.work(_requester(house, number), DUE_AT) as work:
        assert press(work, number).pressed == 4


def test_a_requester_presses_only_their_own_and_a_unit_nobody(house: House) -> None:
    number = house.dispatched(now=THEN, **CITIZEN)
    other = house.dispatched(now=THEN, mengsuban_id="u-2", name="李四")
    with pytest.raises(NotFound), house.equipment.work(_requester(house, other)) as work:
        press(work, number)
    with pytest.raises(Forbidden), house.equipment.work(person(Role.CLERK)) as work:
        press(work, number)
    with pytest.raises((Incomplete, Conflict)), house.equipment.work(person(Role.AGENT)) as work:
        press(work, house.to_call_back())
    assert house.ticket(number).pressed == 0
