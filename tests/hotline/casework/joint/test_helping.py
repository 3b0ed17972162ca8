"""Units that help the lead: each with a clock of its own, while the lead answers for all."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from factories import ANSWER, OTHER_UNIT, UNIT, House, done, person
from hotline.casework import handling
from hotline.casework.handling import Handled
from hotline.casework.joint import helping
from hotline.domain.errors import Conflict, Forbidden, HotlineError, Incomplete, NotFound
from hotline.domain.vocabulary import Part, Role, State, Urgency
from hotline.store.work import Person
from routing_rules.calendar import BEIJING

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
Rows = Callable[[str], list[dict[str, Any]]]
HELPER, TOWN = "CG-150105", "XZ-150105-01"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
DUE = datetime(2026, 3, 11, 17, 30, tzinfo=BEIJING)
IN_ONE_DAY = datetime(2026, 3, 3, 17, 30, tzinfo=BEIJING)
IN_TWO_DAYS = datetime(2026, 3, 4, 17, 30, tzinfo=BEIJING)


def led(house: House, *, agency: str = UNIT, **more: Any) -> str:
    number = house.dispatched(agency=agency, now=MONDAY, **more)
    with house.equipment.work(person(Role.CLERK, agency=agency), MONDAY) as work:
        handling.accept(work, number)
    return number


def invite(house: House, number: str, agency: str = HELPER, *, by: Person | None = None, at: datetime = MONDAY) -> None:
    with house.equipment.work(by or person(Role.DISPATCHER), at) as work:
        helping.invite(work, number, agency=agency)


def whistle(house: House, number: str, *, by: Person, agency: str = HELPER, reason: str = "需拆除违建") -> None:
    with house.equipment.work(by, MONDAY) as work:
        helping.whistle(work, number, agency=agency, reason=reason)


def helper(role: Role = Role.CLERK) -> Person:
    return person(role, agency=HELPER)


def part_of(rows: Rows, agency: str) -> dict[str, Any]:
    return next(row for row in rows("assignments") if row["agency"] == agency)


@pytest.mark.parametrize("by", [person(Role.DISPATCHER), person(Role.SUPERVISOR), person(Role.HEAD)])
@pytest.mark.parametrize(
    ("urgency", "until"), [(Urgency.ORDINARY, IN_TWO_DAYS), (Urgency.CRITICAL, MONDAY + timedelta(hours=1))]
)
def test_a_helper_is_called_in_with_a_clock_of_its_own(
    house: House, rows: Rows, by: Person, urgency: Urgency, until: datetime
) -> None:
    number = led(house, urgency=urgency)
    due_at = house.ticket(number).due_at
    invite(house, number, by=by)
    part = part_of(rows, HELPER)
    assert (part["part"], part["due_at"], part["ended_at"]) == (Part.CO_HANDLER, until, None)
    assert (house.ticket(number).agency, house.ticket(number).due_at) == (UNIT, due_at)


def test_a_helper_by_rule_has_its_own_clock_too(house: House, rows: Rows) -> None:
    house.dispatched("赛罕区路灯不亮", category="0102", agency="", now=MONDAY)
    assert (part_of(rows, UNIT)["due_at"], part_of(rows, HELPER)["due_at"]) == (DUE, IN_TWO_DAYS)


def test_no_helper_has_longer_than_the_lead(house: House, rows: Rows) -> None:
    number = led(house)
    invite(house, number, at=DUE - timedelta(hours=3))
    assert part_of(rows, HELPER)["due_at"] == DUE


@pytest.mark.parametrize(
    ("agency", "by", "error"),
    [
        ("XX-99", person(Role.DISPATCHER), Incomplete),
        (UNIT, person(Role.HEAD), Incomplete),
        (UNIT, person(Role.DISPATCHER), Conflict),
        (HELPER, person(Role.CLERK), Forbidden),
        (HELPER, person(Role.AGENT), Forbidden),
        (HELPER, person(Role.ANALYST), Forbidden),
        (HELPER, person(Role.HEAD, agency=OTHER_UNIT), NotFound),
    ],
)
def test_who_may_not_be_called_in_or_not_by_whom_leaves_no_trace(
    house: House, all_rows: AllRows, agency: str, by: Person, error: type[HotlineError]
) -> None:
    number = led(house)
    before = all_rows()
    with pytest.raises(error):
        invite(house, number, agency, by=by)
    assert all_rows() == before


@pytest.mark.parametrize(("first", "second"), [("ZJ-15", "CG-15"), (HELPER, HELPER)])
def test_a_body_is_called_in_once_under_whichever_code(
    house: House, all_rows: AllRows, first: str, second: str
) -> None:
    number = led(house)
    invite(house, number, first)
    before = all_rows()
    with pytest.raises(Conflict, match="已在承办"):
        invite(house, number, second)
    assert all_rows() == before


def test_a_helper_reports_in_once_and_answers_the_lead_once(house: House, rows: Rows, all_rows: AllRows) -> None:
    number = led(house)
    invite(house, number)
    with house.equipment.work(helper(), MONDAY) as work:
        helping.report_in(work, number)
    with pytest.raises(Conflict, match="已经签收"), house.equipment.work(helper(Role.HEAD), MONDAY) as work:
        helping.report_in(work, number)
    with pytest.raises(Incomplete, match="内部办理情况"), house.equipment.work(helper(), MONDAY) as work:
        helping.co_reply(work, number, handling=" ")
    later = MONDAY + timedelta(hours=2)
    with house.equipment.work(helper(), later) as work:
        helping.co_reply(work, number, handling="灯杆已扶正")
    part = part_of(rows, HELPER)
    assert (part["accepted_at"], part["replied_at"], part["ended_at"]) == (MONDAY, later, later)
    before = all_rows()
    with pytest.raises(Forbidden, match="没有这件工单的协办任务"), house.equipment.work(helper(), later) as work:
        helping.co_reply(work, number, handling="再说一次")
    assert all_rows() == before
    assert (house.ticket(number).state, house.ticket(number).reply) == (State.HANDLING, None)


@pytest.mark.parametrize("by", [person(Role.CLERK), person(Role.DISPATCHER), person(Role.SUPERVISOR)])
def test_nobody_answers_in_a_helpers_place(house: House, all_rows: AllRows, by: Person) -> None:
    number = led(house)
    invite(house, number)
    before = all_rows()
    with pytest.raises(Forbidden), house.equipment.work(by, MONDAY) as work:
        helping.co_reply(work, number, handling="代为答复")
    assert all_rows() == before


def test_the_lead_explains_why_it_does_not_wait_for_its_helpers(house: House, rows: Rows, all_rows: AllRows) -> None:
    number = led(house)
    invite(house, number)
    before = all_rows()
    clerk, later = person(Role.CLERK), MONDAY + timedelta(hours=1)
    with (
        pytest.raises(Incomplete, match=r"赛罕区城市管理综合执法局.*为何先行答复"),
        house.equipment.work(clerk, later) as work,
    ):
        handling.reply(work, number, done(ANSWER, work.now))
    assert all_rows() == before
    with house.equipment.work(clerk, later) as work:
        handling.reply(work, number, done(ANSWER, work.now, unheard="事已办结，无须等候"))
    part = part_of(rows, HELPER)
    assert house.ticket(number).state == State.REPLIED
    assert (part["ended_at"], part["replied_at"], part["ended_why"]) == (later, None, None)


def test_with_all_helpers_heard_no_explanation_is_asked_for(house: House) -> None:
    number = led(house)
    for agency in (HELPER, "ZJ-15"):
        invite(house, number, agency)
        with house.equipment.work(person(Role.HEAD, agency=agency), MONDAY) as work:
            helping.co_reply(work, number, handling="已办")
    with house.equipment.work(person(Role.CLERK), MONDAY) as work:
        assert handling.lacking(work, work.ticket(number), Handled(ANSWER, unheard="")) == [
            "联系记录（何时、怎样联系的诉求人；不能联系的登记免联系理由）"
        ]
        handling.reply(work, number, done(ANSWER, work.now))
    assert house.ticket(number).state == State.REPLIED


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
def test_a_township_whistles_and_the_department_has_its_clock(house: House, rows: Rows, role: Role) -> None:
    number = led(house, agency=TOWN, category="1005")
    whistle(house, number, by=person(role, agency=TOWN))
    part = part_of(rows, HELPER)
    assert (part["part"], part["due_at"], part["called_by"]) == (Part.CALLED_IN, IN_ONE_DAY, TOWN)
    with house.equipment.work(helper(), MONDAY) as work:
        helping.report_in(work, number)
    assert part_of(rows, HELPER)["accepted_at"] == MONDAY
    assert house.ticket(number).agency == TOWN


@pytest.mark.parametrize(
    "by", [person(Role.CLERK), person(Role.HEAD), person(Role.DISPATCHER), person(Role.SUPERVISOR), person(Role.AGENT)]
)
def test_only_the_grassroots_whistle(house: House, all_rows: AllRows, by: Person) -> None:
    number = led(house)
    before = all_rows()
    with pytest.raises(Forbidden, match="苏木乡镇、街道和社区"):
        whistle(house, number, by=by)
    assert all_rows() == before


@pytest.mark.parametrize(
    ("agency", "reason", "error"), [(HELPER, " ", Incomplete), (TOWN, "自己", Incomplete), ("XX-99", "谁", Incomplete)]
)
def test_a_whistle_says_whom_and_why(
    house: House, all_rows: AllRows, agency: str, reason: str, error: type[HotlineError]
) -> None:
    number = led(house, agency=TOWN, category="1005")
    before = all_rows()
    with pytest.raises(error):
        whistle(house, number, by=person(Role.CLERK, agency=TOWN), agency=agency, reason=reason)
    assert all_rows() == before
