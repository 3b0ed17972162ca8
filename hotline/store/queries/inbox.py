"""What lies on whose desk (待办): each list is scoped by the Work that it is given."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select

from hotline.domain.lifecycle import OPEN
from hotline.domain.vocabulary import State, Urgency
from hotline.store.tickets import Ticket
from hotline.store.work import Work

PAGE = 50
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
    return _inbox(work, select(Ticket).where(Ticket.state.in_(states)).order_by(Ticket.due_at, Ticket.id))


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
    late = select(Ticket).where(Ticket.state.in_([State.DISPATCHED, State.HANDLING]), Ticket.due_at < work.now)
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
