"""What a unit asks for: in time, as often as allowed, for a coded reason, and nothing changes by asking."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from factories import OTHER_UNIT, UNIT, House, person, returning
from hotline.casework import handling
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.requests import asking, deciding
from hotline.casework.requests.asking import Asked
from hotline.casework.watch import pressure
from hotline.domain.errors import Conflict, Forbidden, HotlineError, Incomplete, NotFound
from hotline.domain.handling_terms import RequestKind, RequestState
from hotline.domain.vocabulary import DemandType, Role, State, Urgency
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.work import SYSTEM, Person
from routing_rules.calendar import BEIJING

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
K = RequestKind
MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
DUE = datetime(2026, 3, 11, 17, 30, tzinfo=BEIJING)  # 求助：7 个工作日
TWICE = datetime(2026, 3, 20, 17, 30, tzinfo=BEIJING)  # 再 7 个工作日
NINETY_DAYS = datetime(2026, 5, 31, 17, 30, tzinfo=BEIJING)
CO_HANDLER = "CG-150105"
GOOD = {
    K.RETURN: returning(),
    K.EXTEND: Asked(K.EXTEND, "YQ01", "管网要开挖，工期五天", until=TWICE),
    K.SUSPEND: Asked(K.SUSPEND, "GQ03", "入冬不能施工", until=MONDAY + timedelta(days=60), in_charge="王工"),
    K.TERMINATE: Asked(K.TERMINATE, "ZZ04", "已由法院受理", "（2026）内0105民初1号"),
    K.CONSULT: Asked(K.CONSULT, "HS01", "各说各的"),
    K.RELAY: Asked(K.RELAY, "ML02", "请问哪天在家"),
}


class Undone(Exception):
    """Ends a piece of work without a trace."""


def accepted(house: House, *, agency: str = UNIT, **more: Any) -> str:
    number = house.dispatched(agency=agency, now=MONDAY, **more)
    with house.equipment.work(person(Role.CLERK, agency=agency), MONDAY) as work:
        handling.accept(work, number)
    return number


def ask(house: House, number: str, asked: Asked, *, by: Person | None = None, at: datetime = MONDAY) -> int:
    with house.equipment.work(by or person(Role.CLERK), at) as work:
        return asking.ask(work, number, asked).id


def requests_of(house: House) -> list[AgencyRequest]:
    with house.equipment.work() as work:
        return list(work.session.scalars(select(AgencyRequest).order_by(AgencyRequest.id)))


def give_to(house: House, number: str, agency: str) -> None:
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category="0301", region="150105", agency=agency, seen=None)


@pytest.mark.parametrize("kind", K)
def test_a_request_is_put_down_with_its_code_and_changes_nothing_of_the_ticket(house: House, kind: RequestKind) -> None:
    number = accepted(house)
    before = house.ticket(number)
    ask(house, number, GOOD[kind])
    (request,) = requests_of(house)
    after = house.ticket(number)
    assert (request.kind, request.state, request.agency) == (kind, RequestState.PENDING, UNIT)
    assert (request.reason_code, request.basis, request.asked_by) == (GOOD[kind].code, GOOD[kind].basis, "clerk")
    assert (after.state, after.agency, after.due_at, after.suspended_until, after.extended, after.sent_back) == (
        before.state, before.agency, before.due_at, None, 0, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (replace(GOOD[K.RETURN], code=""), "选择理由"),
        (replace(GOOD[K.RETURN], code="YQ01"), "选择理由"),
        (replace(GOOD[K.RETURN], basis=""), "依据"),
        (replace(GOOD[K.RETURN], reason=" "), "理由"),
        (replace(GOOD[K.RETURN], suggests="XX-99"), "XX-99"),
        (replace(GOOD[K.EXTEND], until=None), "到期日"),
        (replace(GOOD[K.EXTEND], code="TD01"), "选择理由"),
        (replace(GOOD[K.EXTEND], until=MONDAY), "今天以后"),
        (replace(GOOD[K.EXTEND], until=DUE), "不晚于现在的时限"),
        (replace(GOOD[K.EXTEND], until=TWICE + timedelta(minutes=1)), "不超过原时限"),
        (replace(GOOD[K.SUSPEND], in_charge=""), "责任人"),
        (replace(GOOD[K.SUSPEND], until=None, in_charge="", reason=""), "到期日.*责任人.*理由"),
        (replace(GOOD[K.SUSPEND], until=MONDAY + timedelta(days=181)), "最长 180 日"),
        (replace(GOOD[K.TERMINATE], basis=""), "依据"),
        (replace(GOOD[K.CONSULT], code="TD01"), "选择理由"),
    ],
)
def test_what_a_request_lacks_is_told_and_nothing_is_written(
    house: House, all_rows: AllRows, asked: Asked, told: str
) -> None:
    number = accepted(house)
    before = all_rows()
    with pytest.raises(Incomplete, match=told):
        ask(house, number, asked)
    assert all_rows() == before and requests_of(house) == []


@pytest.mark.parametrize(
    ("urgency", "last"),
    [
        (Urgency.ORDINARY, datetime(2026, 3, 3, 17, 30, tzinfo=BEIJING)),
        (Urgency.URGENT, datetime(2026, 3, 3, 17, 30, tzinfo=BEIJING)),
        (Urgency.CRITICAL, MONDAY + timedelta(hours=1)),
    ],
)
def test_a_return_is_asked_for_within_its_limit(
    house: House, all_rows: AllRows, urgency: Urgency, last: datetime
) -> None:
    number = accepted(house, urgency=urgency)
    before = all_rows()
    with pytest.raises(Conflict, match="超过时限"):
        ask(house, number, returning(), at=last + timedelta(seconds=1))
    assert all_rows() == before
    ask(house, number, returning(), at=last)
    assert len(requests_of(house)) == 1


def test_too_late_for_a_return_a_consultation_may_still_be_asked_for(house: House) -> None:
    number = accepted(house)
    ask(house, number, GOOD[K.CONSULT], at=MONDAY + timedelta(days=7))
    assert [request.kind for request in requests_of(house)] == [K.CONSULT]


def test_a_unit_asks_for_a_return_once_even_if_it_was_refused(house: House, all_rows: AllRows) -> None:
    number = accepted(house)
    request = ask(house, number, returning())
    with pytest.raises(Conflict, match="待批"):
        ask(house, number, returning())
    with house.equipment.work(person(Role.DISPATCHER), MONDAY) as work:
        deciding.refuse(work, number, request, reason="是你们的")
    before = all_rows()
    with pytest.raises(Conflict, match="同一单位限一次"):
        ask(house, number, returning(), by=person(Role.HEAD))
    assert all_rows() == before


@pytest.mark.parametrize("other", ["CG-15", "GJJ-15"])
def test_a_body_under_several_codes_is_one_unit(house: House, other: str) -> None:
    number = house.dispatched(agency="ZJ-15")
    house.returned(number, agency="ZJ-15")
    give_to(house, number, other)
    with (
        pytest.raises(Conflict, match="同一单位限一次"),
        house.equipment.work(person(Role.CLERK, agency=other)) as work,
    ):
        asking.ask(work, number, returning())
    assert len(requests_of(house)) == 1


def test_a_ticket_that_came_back_twice_is_not_returned_a_third_time(house: House, all_rows: AllRows) -> None:
    number = house.dispatched()
    house.returned(number)
    give_to(house, number, OTHER_UNIT)
    house.returned(number, agency=OTHER_UNIT)
    give_to(house, number, CO_HANDLER)
    before = all_rows()
    with (
        pytest.raises(Conflict, match="已退单 2 次"),
        house.equipment.work(person(Role.CLERK, agency=CO_HANDLER)) as work,
    ):
        asking.ask(work, number, returning())
    assert all_rows() == before and house.ticket(number).sent_back == 2


@pytest.mark.parametrize(("at", "open_still"), [(DUE - timedelta(seconds=1), True), (DUE, False), (TWICE, False)])
def test_an_extension_is_asked_for_before_the_deadline(house: House, at: datetime, open_still: bool) -> None:
    number = accepted(house)
    asked = replace(GOOD[K.EXTEND], until=TWICE if at < TWICE else TWICE + timedelta(days=1))
    if open_still:
        ask(house, number, asked, at=at)
    else:
        with pytest.raises(Conflict, match="到期前"):
            ask(house, number, asked, at=at)
    assert len(requests_of(house)) == open_still


def test_an_extension_is_granted_once(house: House) -> None:
    number = accepted(house)
    request = ask(house, number, replace(GOOD[K.EXTEND], until=DUE + timedelta(days=1)))
    with house.equipment.work(person(Role.SUPERVISOR), MONDAY) as work:
        deciding.grant(work, number, request, words="同意")
    with pytest.raises(Conflict, match="已延期 1 次"):
        ask(house, number, GOOD[K.EXTEND])
    assert house.ticket(number).extended == 1


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(until=st.datetimes(datetime(2026, 2, 25), datetime(2026, 4, 1)).map(lambda moment: moment.replace(tzinfo=UTC)))
def test_an_extension_lies_after_the_deadline_and_within_the_original_limit_once_more(
    house: House, until: datetime
) -> None:
    number = accepted(house)
    refused = None
    try:
        with house.equipment.work(person(Role.CLERK), MONDAY) as work:
            asking.ask(work, number, replace(GOOD[K.EXTEND], until=until))
            raise Undone
    except (Incomplete, Undone) as error:
        refused = isinstance(error, Incomplete)
    assert refused is not (DUE < until <= TWICE)


def _payment_overdue(house: House, back: datetime) -> str:
    """A complaint about a payment owed to a firm, which was suspended until then and goes on."""
    number = accepted(house, agency="GX-150105", category="1805", demand_type=DemandType.COMPLAINT)
    clerk = person(Role.CLERK, agency="GX-150105")
    with house.equipment.work(clerk, MONDAY) as work:
        once_more = datetime(2026, 5, 1, 17, 30, tzinfo=BEIJING)
        assert asking.latest_extension(work, work.ticket(number)) == once_more
    request = ask(house, number, replace(GOOD[K.SUSPEND], until=back), by=clerk)
    with house.equipment.work(person(Role.SUPERVISOR), MONDAY) as work:
        deciding.grant(work, number, request, words="同意")
    with house.equipment.work(SYSTEM, back) as work:
        assert pressure.resume_due(work) == 1
    return number


def test_a_payment_owed_to_a_firm_is_extended_to_ninety_days_from_the_start_at_most(house: House) -> None:
    back = MONDAY + timedelta(days=53)
    number = _payment_overdue(house, back)
    with house.equipment.work(SYSTEM, back) as work:
        assert asking.latest_extension(work, work.ticket(number)) == NINETY_DAYS


def test_the_ninety_days_go_on_where_the_clock_goes_on_with_another_unit(house: House) -> None:
    back = MONDAY + timedelta(days=53)
    number = _payment_overdue(house, back)
    with house.equipment.work(person(Role.DISPATCHER), back) as work:
        due_at = work.ticket(number).due_at
        deciding.take_back_by_room(work, number, reason="改派")
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category="1805", region="150105", agency="GX-1501", seen=None)
        assert work.ticket(number).due_at == due_at
        assert asking.latest_extension(work, work.ticket(number)) == NINETY_DAYS


@pytest.mark.parametrize("kind", sorted(set(K) - {K.RETURN, K.CONSULT}))
def test_only_returns_and_consultations_are_asked_for_before_acceptance(house: House, kind: RequestKind) -> None:
    number = house.dispatched(now=MONDAY)
    with pytest.raises(Conflict, match="待签收"):
        ask(house, number, GOOD[kind])
    assert requests_of(house) == []


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.ANALYST, Role.OFFICER])
@pytest.mark.parametrize("kind", K)
def test_nobody_outside_a_unit_asks_for_it(house: House, role: Role, kind: RequestKind) -> None:
    number = accepted(house)
    with pytest.raises(Forbidden, match="不能申请"):
        ask(house, number, GOOD[kind], by=person(role))
    assert requests_of(house) == []


@pytest.mark.parametrize(("agency", "error"), [(CO_HANDLER, Forbidden), (OTHER_UNIT, NotFound)])
def test_a_co_handler_may_not_ask_and_another_unit_finds_nothing(
    house: House, agency: str, error: type[HotlineError]
) -> None:
    number = house.dispatched("赛罕区路灯不亮", category="0102", agency="", now=MONDAY)
    with pytest.raises(error):
        ask(house, number, returning(), by=person(Role.CLERK, agency=agency))
    assert requests_of(house) == []


def test_a_dispatcher_asks_for_a_consultation_on_what_is_queued(house: House) -> None:
    number = house.returned(house.dispatched())
    ask(house, number, GOOD[K.CONSULT], by=person(Role.DISPATCHER))
    request = requests_of(house)[-1]
    assert (request.kind, request.agency, house.ticket(number).state) == (K.CONSULT, None, State.QUEUED)


@pytest.mark.parametrize(
    ("urgency", "by"),
    [(Urgency.ORDINARY, datetime(2026, 3, 3, 17, 30, tzinfo=BEIJING)), (Urgency.CRITICAL, MONDAY + timedelta(hours=4))],
)
def test_a_request_says_by_when_it_is_decided(house: House, urgency: Urgency, by: datetime) -> None:
    number = accepted(house, urgency=urgency)
    ask(house, number, GOOD[K.CONSULT])
    assert requests_of(house)[0].decide_by == by
