"""What lies on whose desk (待办): each list is scoped by the Work that it is given."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from hotline.domain.handling_terms import RequestKind, RequestState
from hotline.domain.lifecycle import OPEN
from hotline.domain.vocabulary import Part, RequesterKind, Role, State, Urgency
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.casefile.supervision import RatingAppeal
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work

PAGE = 50
SOON = timedelta(hours=48)
GRAVEST_FIRST = case(
    {Urgency.EMERGENCY: 0, Urgency.CRITICAL: 1, Urgency.URGENT: 2, Urgency.ORDINARY: 3}, value=Ticket.urgency
)


@dataclass(frozen=True)
class Inbox:
    """The first page of a desk, and how many tickets there are in all (待办清单)."""

    tickets: Sequence[Ticket]
    total: int


def _inbox(work: Work, wanted: Select[Ticket]) -> Inbox:
    total = work.session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    return Inbox(work.session.scalars(wanted.limit(PAGE)).all(), total)


def agency_inbox(work: Work, state: State | None = None) -> Inbox:
    """What this person's unit has to do, nearest deadline first."""
    states = [state] if state else [State.DISPATCHED, State.HANDLING]
    led = select(Ticket).where(Ticket.state.in_(states))
    if work.person.agency is not None and work.person.role in (Role.CLERK, Role.HEAD):
        led = led.where(_of_this_unit(work.house))  # 权限之外再说一次：从在办的找起，不从历年派过的找起
    return _inbox(work, led.order_by(Ticket.next_due_at, Ticket.id))


def _of_this_unit(house: Collection[str]) -> ColumnElement[bool]:
    """Tickets that a unit leads or helps with."""
    given = Assignment.__table__.c
    helped = select(given.ticket_id).where(given.part != Part.LEAD, given.agency.in_(house), given.ended_why.is_(None))
    return or_(Ticket.agency.in_(house), Ticket.id.in_(helped))


def dispatch_queue(work: Work) -> Inbox:
    """What no rule or no sure judgement decided: the gravest first, then the oldest."""
    return _inbox(work, select(Ticket).where(Ticket.state == State.QUEUED).order_by(GRAVEST_FIRST, Ticket.id))


def to_review(work: Work) -> Inbox:
    """Replies that wait for review, the nearest deadline first."""
    return _inbox(work, select(Ticket).where(Ticket.state == State.REPLIED).order_by(Ticket.due_at, Ticket.id))


def to_call_back(work: Work) -> Inbox:
    """Requesters to be asked how it went, the oldest reply first."""
    return _inbox(work, select(Ticket).where(Ticket.state == State.CALLBACK).order_by(Ticket.replied_at, Ticket.id))


def overdue(work: Work) -> Inbox:
    """Open tickets past their deadline, the longest first."""
    running = Ticket.state.in_([State.DISPATCHED, State.HANDLING]) & Ticket.suspended_until.is_(None)
    late = select(Ticket).where(running, Ticket.due_at < work.now)
    return _inbox(work, late.order_by(Ticket.due_at, Ticket.id))


def registered_by_me(work: Work) -> Inbox:
    """What this person registered, the newest first."""
    mine = select(Ticket).where(Ticket.registered_by == work.person.account)
    return _inbox(work, mine.order_by(Ticket.id.desc()))


def my_drafts(work: Work) -> Inbox:
    """Calls that this person has not finished writing down (待补充)."""
    mine = select(Ticket).where(Ticket.registered_by == work.person.account, Ticket.state == State.DRAFT)
    return _inbox(work, mine.order_by(Ticket.id.desc()))


def counts_by_state(work: Work) -> dict[State, int]:
    """How many open tickets this person may see, by state."""
    rows = work.session.execute(select(Ticket.state, func.count()).where(Ticket.state.in_(OPEN)).group_by(Ticket.state))
    return {state: count for state, count in rows}


@dataclass(frozen=True)
class Asked:
    """A request that waits, with its ticket (待批申请)."""

    request: AgencyRequest
    ticket: Ticket


def to_decide(work: Work, kinds: Collection[RequestKind]) -> Sequence[Asked]:
    """Requests of these kinds that wait for a decision, the most pressing first."""
    waiting = (
        select(AgencyRequest, Ticket)
        .join(Ticket, Ticket.id == AgencyRequest.ticket_id)
        .where(AgencyRequest.state == RequestState.PENDING, AgencyRequest.kind.in_(kinds))
        .order_by(AgencyRequest.decide_by.nulls_last(), AgencyRequest.id)
        .limit(PAGE)
    )
    return [Asked(request, ticket) for request, ticket in work.session.execute(waiting)]


def appeals_to_decide(work: Work) -> Inbox:
    """Closed tickets whose rating a unit wants left out (待审剔除)."""
    pending = select(RatingAppeal.ticket_id).where(RatingAppeal.state == RequestState.PENDING)
    return _inbox(work, select(Ticket).where(Ticket.id.in_(pending)).order_by(Ticket.id))


def supervised(work: Work) -> Inbox:
    """Open tickets under supervision, problem tickets first (督办台账)."""
    mine = select(Ticket).where(Ticket.supervised.is_not(None), Ticket.state.in_(OPEN))
    return _inbox(work, mine.order_by(Ticket.problem.desc(), Ticket.due_at, Ticket.id))


def suspended(work: Work) -> Inbox:
    """Tickets whose clock stands still, the first to go on first (挂起台账)."""
    mine = select(Ticket).where(Ticket.suspended_until.is_not(None), Ticket.state.in_(OPEN))
    return _inbox(work, mine.order_by(Ticket.suspended_until, Ticket.id))


def late_callbacks(work: Work) -> int:
    """How many requesters should have been called back by now (到期未回访)."""
    late = select(func.count()).where(Ticket.state == State.CALLBACK, Ticket.next_due_at < work.now)
    return work.session.scalar(late) or 0


def helping_inbox(work: Work) -> Inbox:
    """What this person's unit has to do for another that leads (协办任务)."""
    mine = select(Assignment.ticket_id).where(
        Assignment.part != Part.LEAD,
        Assignment.ended_at.is_(None),
        Assignment.agency.in_(work.house),
    )
    open_ones = select(Ticket).where(Ticket.id.in_(mine), Ticket.state.in_([State.DISPATCHED, State.HANDLING]))
    return _inbox(work, open_ones.order_by(Ticket.due_at, Ticket.id))


def watched(work: Work) -> Inbox:
    """Open enterprise demands by their next deadline: mine first for a service officer (企业诉求盯办)."""
    open_ones = OPEN - {State.DRAFT}
    mine = select(Ticket).where(Ticket.requester_kind == RequesterKind.ENTERPRISE, Ticket.state.in_(open_ones))
    if work.person.role == Role.OFFICER:
        mine = mine.where(Ticket.watcher == work.person.account)
    return _inbox(work, mine.order_by(Ticket.next_due_at.nulls_first(), Ticket.id))


class Load(NamedTuple):
    """What a unit has on its desk (单位负荷)."""

    agency: str
    open: int
    unaccepted: int
    overdue: int
    soon: int


def loads(work: Work, most: int = 20) -> list[Load]:
    """The units with the most open tickets, those that are late first (各单位负荷)."""
    running = Ticket.suspended_until.is_(None)
    late, soon = Ticket.due_at < work.now, Ticket.due_at.between(work.now, work.now + SOON)
    open_now, overdue = func.count(), func.count(case((late & running, 1)))
    unaccepted, near = func.count(case((Ticket.state == State.DISPATCHED, 1))), func.count(case((soon & running, 1)))
    counted = (
        select(Ticket.agency, open_now, unaccepted, overdue, near)
        .where(Ticket.state.in_([State.DISPATCHED, State.HANDLING]), Ticket.agency.is_not(None))
        .group_by(Ticket.agency)
        .order_by(overdue.desc(), open_now.desc(), Ticket.agency)
    )
    return [Load(agency or "", *counts) for agency, *counts in work.session.execute(counted.limit(most))]
