"""How requests are decided: by whom, with what effect, and never by who asked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from factories import OTHER_UNIT, UNIT, House, done, person, returning
from hotline.casework import handling
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.joint import merging
from hotline.casework.requests import asking, deciding
from hotline.casework.requests.asking import Asked
from hotline.casework.watch import pressure
from hotline.domain.agency_requests import REQUESTS
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.handling_terms import Means, RequestKind, RequestState, Stage, SupervisionKind
from hotline.domain.vocabulary import Role, State
from hotline.store.casefile.handling import ContactRecord
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.queries.search import Wanted, search
from hotline.store.work import SYSTEM, Person
from routing_rules.calendar import BEIJING

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
K = RequestKind
MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
DUE = datetime(2026, 3, 11, 17, 30, tzinfo=BEIJING)
LATER = datetime(2026, 3, 18, 17, 30, tzinfo=BEIJING)
SPRING = datetime(2026, 4, 1, 9, tzinfo=BEIJING)
GOOD = {
    K.RETURN: returning(),
    K.EXTEND: Asked(K.EXTEND, "YQ01", "管网要开挖", until=LATER),
    K.SUSPEND: Asked(K.SUSPEND, "GQ03", "冻土不能施工", until=SPRING, in_charge="王工"),
    K.TERMINATE: Asked(K.TERMINATE, "ZZ04", "已由法院受理", "（2026）内0105民初1号"),
    K.CONSULT: Asked(K.CONSULT, "HS01", "各说各的"),
    K.RELAY: Asked(K.RELAY, "ML02", "请问哪天在家"),
}


def asked(house: House, kind: RequestKind, *, at: datetime = MONDAY, **more: Any) -> tuple[str, int]:
    """A ticket that its unit has accepted and on which it asks for that."""
    number = house.dispatched(now=at, **more)
    with house.equipment.work(person(Role.CLERK), at) as work:
        handling.accept(work, number)
        return number, asking.ask(work, number, GOOD[kind]).id


def grant(house: House, number: str, request: int, by: Role = Role.SUPERVISOR, at: datetime = MONDAY) -> None:
    with house.equipment.work(person(by), at) as work:
        deciding.grant(work, number, request, words="同意")


def request_of(house: House, request: int) -> AgencyRequest:
    with house.equipment.work() as work:
        return work.session.get_one(AgencyRequest, request)


def again_to(house: House, number: str, agency: str, at: datetime = MONDAY) -> None:
    """Given to a unit once more, and accepted there."""
    with house.equipment.work(person(Role.DISPATCHER), at) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category="0301", region="150105", agency=agency, seen=None)
    with house.equipment.work(person(Role.CLERK, agency=agency), at) as work:
        handling.accept(work, number)


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (kind, role)
        for kind, rule in sorted(REQUESTS.items())
        for role in (Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.CLERK, Role.HEAD, Role.ANALYST, Role.OFFICER)
        if role not in rule.granted_by
    ],
)
def test_only_the_room_decides(house: House, all_rows: AllRows, kind: RequestKind, role: Role) -> None:
    number, request = asked(house, kind)
    before = all_rows()
    with pytest.raises(Forbidden, match="不能审批"), house.equipment.work(person(role)) as work:
        deciding.grant(work, number, request, words="同意")
    with pytest.raises(Forbidden), house.equipment.work(person(role)) as work:
        deciding.refuse(work, number, request, reason="不行")
    assert all_rows() == before and request_of(house, request).state == RequestState.PENDING


def test_nobody_decides_their_own_request(house: House, all_rows: AllRows) -> None:
    number = house.returned(house.dispatched())
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        request = asking.ask(work, number, GOOD[K.CONSULT]).id
    before = all_rows()
    with pytest.raises(Forbidden, match="申请人不能自己审批"), house.equipment.work(person(Role.DISPATCHER)) as work:
        deciding.refuse(work, number, request, reason="算了")
    other = Person("dispatcher-2", Role.DISPATCHER)
    assert all_rows() == before
    with house.equipment.work(other) as work:
        deciding.refuse(work, number, request, reason="不需会商")
    assert request_of(house, request).state == RequestState.REFUSED


@pytest.mark.parametrize("kind", K)
def test_a_refusal_needs_a_reason_and_leaves_the_ticket_and_its_clock(house: House, kind: RequestKind) -> None:
    number, request = asked(house, kind)
    by = person(REQUESTS[kind].granted_by[-1])
    with pytest.raises(Incomplete, match="理由"), house.equipment.work(by, MONDAY) as work:
        deciding.refuse(work, number, request, reason=" ")
    with house.equipment.work(by, MONDAY) as work:
        deciding.refuse(work, number, request, reason="不同意")
    ticket, found = house.ticket(number), request_of(house, request)
    assert (ticket.state, ticket.agency, ticket.due_at, ticket.suspended_until) == (State.HANDLING, UNIT, DUE, None)
    assert (found.state, found.decided_by, found.decided_at) == (RequestState.REFUSED, by.account, MONDAY)
    with pytest.raises(Conflict, match="驳回"), house.equipment.work(by, MONDAY) as work:
        deciding.grant(work, number, request, words="又同意了")


def test_a_request_is_found_on_its_own_ticket_only(house: House) -> None:
    _, request = asked(house, K.EXTEND)
    other = house.handled()
    with pytest.raises(NotFound), house.equipment.work(person(Role.SUPERVISOR)) as work:
        deciding.grant(work, other, request, words="同意")
    assert request_of(house, request).state == RequestState.PENDING


def test_a_granted_return_lies_with_the_dispatcher_and_what_else_was_asked_lapses(house: House) -> None:
    number, request = asked(house, K.RETURN)
    with house.equipment.work(person(Role.CLERK), MONDAY) as work:
        other = asking.ask(work, number, GOOD[K.EXTEND]).id
    grant(house, number, request, Role.DISPATCHER)
    ticket = house.ticket(number)
    assert (ticket.state, ticket.agency, ticket.sent_back) == (State.QUEUED, None, 1)
    assert request_of(house, other).state == RequestState.LAPSED
    with house.equipment.work(person(Role.CLERK)) as work:
        assert search(work, Wanted()).tickets == []


@pytest.mark.parametrize("kind", [K.RETURN, K.EXTEND, K.SUSPEND, K.TERMINATE, K.RELAY])
def test_what_a_unit_asked_says_nothing_once_the_room_took_the_ticket_back(house: House, kind: RequestKind) -> None:
    number, request = asked(house, kind)
    with house.equipment.work(person(Role.SUPERVISOR), MONDAY) as work:
        deciding.take_back_by_room(work, number, reason="应由他人办理")
    assert request_of(house, request).state == RequestState.LAPSED
    again_to(house, number, OTHER_UNIT)
    with pytest.raises(Conflict):
        grant(house, number, request, REQUESTS[kind].granted_by[0])
    assert (house.ticket(number).state, house.ticket(number).agency) == (State.HANDLING, OTHER_UNIT)


def test_a_ticket_that_three_units_returned_or_lost_is_a_problem_ticket(house: House) -> None:
    number = house.dispatched()
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        deciding.take_back_by_room(work, number, reason="改派")
    for agency in (OTHER_UNIT, "CG-150105"):
        assert not house.ticket(number).problem
        again_to(house, number, agency, datetime.now(BEIJING))
        house.returned(number, agency=agency)
    ticket = house.ticket(number)
    assert (ticket.problem, ticket.supervised, ticket.state) == (True, SupervisionKind.LISTED, State.QUEUED)


def test_a_granted_extension_moves_the_deadline(house: House) -> None:
    number, request = asked(house, K.EXTEND)
    grant(house, number, request)
    ticket = house.ticket(number)
    assert (ticket.state, ticket.due_at, ticket.extended) == (State.HANDLING, LATER, 1)


def test_a_suspended_ticket_rests_and_comes_back_by_itself_with_what_was_left_of_its_clock(house: House) -> None:
    number, request = asked(house, K.SUSPEND)
    stopped = MONDAY + timedelta(days=2)  # 还余 5 个工作日：3 月 5、6、9、10、11 日
    grant(house, number, request, at=stopped)
    resting = house.ticket(number)
    assert (resting.state, resting.next_stage, resting.next_due_at) == (State.HANDLING, Stage.SUSPENDED, SPRING)
    with house.equipment.work(SYSTEM, SPRING - timedelta(seconds=1)) as work:
        assert (pressure.press_due(work), pressure.resume_due(work)) == (0, 0)
    with house.equipment.work(SYSTEM, SPRING) as work:
        assert (pressure.resume_due(work), pressure.resume_due(work)) == (1, 0)
        five_days = work.rules.calendar.after(SPRING, 5, "工作日").at
    ticket = house.ticket(number)
    assert (ticket.suspended_until, ticket.due_at) == (None, five_days)
    assert five_days > datetime(2026, 4, 8, tzinfo=BEIJING)


def test_a_reply_to_a_suspended_ticket_ends_the_rest(house: House) -> None:
    number, request = asked(house, K.SUSPEND)
    grant(house, number, request)
    with house.equipment.work(person(Role.CLERK), MONDAY + timedelta(hours=1)) as work:
        handling.reply(work, number, done("暖气管道已于三月二日抢修完毕，室温二十度，已告知诉求人。", work.now))
    from_there = house.ticket(number)
    assert (from_there.state, from_there.suspended_until) == (State.REPLIED, None)


def test_a_granted_termination_ends_the_ticket_and_frees_its_followers(house: House) -> None:
    number, request = asked(house, K.TERMINATE)
    follower = house.registered(now=MONDAY)
    with house.equipment.work(person(Role.DISPATCHER), MONDAY) as work:
        merging.merge(work, follower, lead=number)
    grant(house, number, request)
    lead, freed = house.ticket(number), house.ticket(follower)
    assert (lead.state, lead.closed_at) == (State.TERMINATED, MONDAY)
    assert (freed.state, freed.merged_into) == (State.QUEUED, None)
    assert number in freed.waits_for and "已终止" in freed.waits_for


def test_a_consultation_ends_by_a_ruling_only(house: House, all_rows: AllRows) -> None:
    number, request = asked(house, K.CONSULT)
    before = all_rows()
    with pytest.raises(Conflict, match="裁定"):
        grant(house, number, request, Role.DISPATCHER)
    assert all_rows() == before and request_of(house, request).state == RequestState.PENDING


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_the_hotline_speaks_for_the_unit_where_the_requester_wants_secrecy(house: House, role: Role) -> None:
    number, request = asked(house, K.RELAY, secret=True, phone="13812345678")
    with pytest.raises(Incomplete, match="怎样答复"), house.equipment.work(person(role), MONDAY) as work:
        deciding.grant(work, number, request, words=" ")
    with house.equipment.work(person(role), MONDAY) as work:
        deciding.grant(work, number, request, words="周六上午在家")
        (talk,) = work.session.scalars(select(ContactRecord)).all()
    assert (talk.means, talk.agency, talk.by) == (Means.RELAYED, None, role.value)
    assert house.ticket(number).contacted_at == MONDAY
    with house.equipment.work(person(Role.CLERK), MONDAY) as work:
        handling.reply(work, number, handling.Handled("已上门检修换热站，暖气恢复到二十度。"))
    assert house.ticket(number).state == State.REPLIED


def test_what_somebody_was_quicker_with_is_not_granted(house: House) -> None:
    number, request = asked(house, K.EXTEND)
    seen = house.ticket(number).version
    with house.equipment.work(person(Role.CLERK), MONDAY) as work:
        handling.interim(work, number, said="管道已查明漏点")
    with pytest.raises(Conflict, match="刚被他人更新"), house.equipment.work(person(Role.SUPERVISOR), MONDAY) as work:
        deciding.grant(work, number, request, words="同意", seen=seen)
    assert house.ticket(number).due_at == DUE
