"""Passing on inside a unit: only its own people, before its own deadline, answered by whom it was given to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from factories import OTHER_UNIT, UNIT, House, person
from hotline.casework.joint import helping
from hotline.casework.office import passing
from hotline.domain.errors import Conflict, Forbidden, HotlineError, Incomplete, NotFound
from hotline.domain.vocabulary import Role, State
from hotline.store.audit import AuditEntry
from hotline.store.queries.office import open_part, open_tasks, tasks_on, unit_desk
from hotline.store.work import Person
from hotline.store.workbench.office import InternalTask

CLERK, HEAD = person(Role.CLERK), person(Role.HEAD)


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(hours=2)


def passed(house: House, number: str, by: Person = CLERK, **more: object) -> int:
    said = {"given_to": "供热管理股", "words": "到现场测温，反馈照片", "due_at": soon(), **more}
    with house.equipment.work(by) as work:
        return passing.pass_on(work, number, **said).id  # type: ignore[arg-type]


def test_a_task_goes_to_a_section_and_its_answer_comes_back_on_time(house: House) -> None:
    number = house.handled()
    task = passed(house, number)
    with house.equipment.work(CLERK) as work:
        row = unit_desk(work).rows[0]
        assert [(one.given_to, one.agency, one.done_at) for one in row.tasks] == [("供热管理股", UNIT, None)]
        assert (open_tasks(work).total, open_tasks(work).late) == (1, 0)
    with house.equipment.work(HEAD) as work:
        found = passing.answer(work, number, task, text="室温二十度，已拍照")
        assert (found.done_by, found.answer) == ("head", "室温二十度，已拍照")
    with house.equipment.work(CLERK) as work:
        assert (open_tasks(work).total, unit_desk(work).rows[0].tasks) == (0, [])
        assert house.ticket(number).state == State.HANDLING
    with house.equipment.work() as work:
        told = work.session.execute(select(AuditEntry.deed, AuditEntry.about).where(AuditEntry.deed.like("%_inside")))
        assert [(deed, about) for deed, about in told] == [
            ("pass_inside", {"number": number, "task": task}), ("answer_inside", {"number": number, "task": task}),
        ]  # fmt: skip


def test_what_is_past_its_internal_deadline_is_told(house: House) -> None:
    number = house.handled()
    passed(house, number)
    with house.equipment.work(CLERK, datetime.now(UTC) + timedelta(hours=3)) as work:
        found = open_tasks(work)
        assert (found.total, found.late) == (1, 1)


def test_a_task_named_to_somebody_is_theirs_or_the_givers_or_a_heads(house: House, second: Person) -> None:
    number = house.handled()
    task = passed(house, number, HEAD, account=second.account)
    with house.equipment.work(second) as work:
        assert open_tasks(work).rows[0].mine
    with house.equipment.work(CLERK) as work:
        assert not open_tasks(work).rows[0].mine
    with pytest.raises(Forbidden, match="第二承办人"), house.equipment.work(CLERK) as work:
        passing.answer(work, number, task, text="已办")
    with house.equipment.work(second) as work:
        passing.answer(work, number, task, text="已办")
    with pytest.raises(Conflict, match="不能重复反馈"), house.equipment.work(HEAD) as work:
        passing.answer(work, number, task, text="又办了一次")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"given_to": "  "}, "转给"),
        ({"given_to": "股" * 101}, "转给"),
        ({"words": ""}, "办理要求"),
        ({"words": "坏字符\ud800"}, "无法保存"),
        ({"due_at": None}, "内部期限"),
        ({"due_at": datetime(2020, 1, 1, tzinfo=UTC)}, "须晚于现在"),
        ({"due_at": datetime(2100, 1, 1, tzinfo=UTC)}, "须早于本单位的办理时限"),
        ({"account": "nobody"}, "不是本单位在岗人员"),
        ({"account": "outsider"}, "不是本单位在岗人员"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_passed(house: House, more: dict[str, object], told: str) -> None:
    number = house.handled()
    with pytest.raises(Incomplete, match=told):
        passed(house, number, **more)
    with house.equipment.work(CLERK) as work:
        assert open_tasks(work).total == 0


def test_everything_wrong_is_told_at_once(house: House) -> None:
    with pytest.raises(Incomplete) as refused:
        passed(house, house.handled(), given_to="", words="", due_at=None)
    assert all(word in str(refused.value) for word in ("转给", "办理要求", "内部期限"))


def test_a_unit_that_is_late_already_may_still_pass_on(house: House) -> None:
    number = house.dispatched(now=datetime.now(UTC) - timedelta(days=60))
    assert passed(house, number)


@pytest.mark.parametrize(
    ("who", "make", "error"),
    [
        (Person("outsider", Role.CLERK, "15", OTHER_UNIT), House.handled, NotFound),
        (person(Role.SUPERVISOR), House.handled, Forbidden),
        (CLERK, House.replied, Conflict),
    ],
)
def test_who_may_not_or_not_now(house: House, who: Person, make: object, error: type[HotlineError]) -> None:
    number = make(house)  # type: ignore[operator]
    with pytest.raises(error):
        passed(house, number, who)


def test_helpers_pass_on_within_their_own_clock_and_see_nothing_of_the_leads_inside(
    house: House, outsider: Person
) -> None:
    number = house.handled()
    leads_task = passed(house, number)
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        helping.invite(work, number, agency=OTHER_UNIT)
    with house.equipment.work(outsider) as work:
        ticket = work.ticket(number)
        part = open_part(work, ticket)
        assert part is not None and tasks_on(work, ticket) == []
        own = part.due_at
    with pytest.raises(Incomplete, match="须早于"):
        passed(house, number, outsider, due_at=own)
    mine = passed(house, number, outsider, due_at=own - timedelta(minutes=1))
    with pytest.raises(NotFound), house.equipment.work(outsider) as work:
        passing.answer(work, number, leads_task, text="不是我的")
    with house.equipment.work(CLERK) as work:
        assert [one.id for one in tasks_on(work, work.ticket(number))] == [leads_task]
        assert mine not in {one.id for one in tasks_on(work, work.ticket(number))}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.integers(-3000, 60 * 24 * 40))
def test_whatever_is_passed_on_is_due_before_the_unit_itself(house: House, minutes: int) -> None:
    number = house.dispatched()
    now = datetime.now(UTC)
    due_at = now + timedelta(minutes=minutes)
    own = house.ticket(number).due_at
    assert own is not None
    try:
        with house.equipment.work(CLERK, now) as work:
            task = passing.pass_on(work, number, given_to="股室", words="办", due_at=due_at)
        assert now < task.due_at < own
    except Incomplete:
        assert due_at <= now or due_at >= own
        with house.equipment.work() as work:
            held = select(InternalTask).where(InternalTask.ticket_id == house.ticket(number).id)
            assert work.session.scalars(held).all() == []
