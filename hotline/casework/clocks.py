"""The clocks of a ticket (时限): which stage it is in, by when that stage must be done, and how a deadline explains itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from hotline.domain.handling_terms import Stage
from hotline.domain.lifecycle import FINAL
from hotline.domain.vocabulary import State, Urgency
from hotline.store.scope import PAST_SCOPE
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from routing_rules import Deadline, Demand, RuleBook, TimeLimit
from routing_rules.practice import AT_LEAST, RESTART

STAGE_OF = {
    State.REGISTERED: Stage.DISPATCH,
    State.QUEUED: Stage.DISPATCH,
    State.DISPATCHED: Stage.ACCEPT,
    State.REPLIED: Stage.REVIEW,
    State.CALLBACK: Stage.CALLBACK,
}
WAITING = (State.REGISTERED, State.QUEUED)  # 待研判转待派单，派单的钟不重拨


def demand_of(ticket: Ticket, *, category: str = "", region: str = "") -> Demand:
    """The ticket as the rule book takes it; while an emergency is being checked, the shortest limit runs."""
    urgency = Urgency.CRITICAL if ticket.urgency == Urgency.EMERGENCY else ticket.urgency
    words = f"{ticket.title}\n{ticket.address}\n{ticket.text}"
    return Demand(
        category or ticket.category or "", region or ticket.region, ticket.requester_kind.label,
        ticket.demand_type.label, urgency.label, words,
    )  # fmt: skip


def allowed(work: Work, ticket: Ticket, stage: Stage, start: datetime | None = None) -> Deadline | None:
    """When a stage that starts at a moment must be done; None if the tables set no clock for it."""
    found = work.rules.time_allowed(demand_of(ticket), start or work.now, stage.label)
    return found[1] if found else None


def wind(work: Work, ticket: Ticket, before: State | None) -> None:
    """Set the stage that the ticket is in now, and by when it must be done.

    Args:
        before: the state before this step; a stage that goes on keeps its deadline.
    """
    state = ticket.state
    if state == State.DRAFT or state in FINAL:
        ticket.next_stage = ticket.next_due_at = None
    elif state == State.HANDLING:
        ticket.next_stage, ticket.next_due_at = _of_handling(ticket)
    elif state == State.MERGED:
        lead = select(Ticket.next_stage, Ticket.next_due_at).where(Ticket.id == ticket.merged_into)
        row = work.session.execute(lead.execution_options(**PAST_SCOPE)).one()
        ticket.next_stage, ticket.next_due_at = row.next_stage, row.next_due_at
    elif before != state and not (before in WAITING and state in WAITING):
        stage = STAGE_OF[state]
        deadline = allowed(work, ticket, stage)
        ticket.next_stage, ticket.next_due_at = stage, deadline.at if deadline else ticket.due_at


def _of_handling(ticket: Ticket) -> tuple[Stage, datetime | None]:
    """While it is handled, the nearest of contact, interim reply and closing that has not been done."""
    if ticket.suspended_until is not None:
        return Stage.SUSPENDED, ticket.suspended_until
    waiting = [(ticket.due_at, Stage.CLOSE)]
    waiting += [(ticket.contact_by, Stage.CONTACT)] if ticket.contact_by and not ticket.contacted_at else []
    waiting += [(ticket.interim_by, Stage.INTERIM)] if ticket.interim_by and not ticket.interim_at else []
    due_at, stage = min(((at, stage) for at, stage in waiting if at), default=(None, Stage.CLOSE))
    return stage, due_at


def again(work: Work, case: str, fresh: datetime, old: datetime | None) -> datetime:
    """The deadline when a ticket goes to a unit once more: restarted, gone on, or at least so much (改派时钟表).

    Args:
        fresh: the deadline if the clock started anew now.
        old: the deadline as it stood; None if there was none.
    """
    row = work.rules.practice.redispatches[case]
    if old is None or row.clock == RESTART:
        return fresh
    if row.clock == AT_LEAST and row.minimum is not None:
        return max(old, work.rules.calendar.after(work.now, row.minimum.amount, row.minimum.clock).at)
    return old


def told(rules: RuleBook, limit: TimeLimit, start: datetime) -> dict[str, Any]:
    """How a deadline comes about, as it is kept with the ticket and shown: the spans counted and skipped."""
    explained = rules.calendar.explained(start, limit.limit.amount, limit.limit.clock)
    return {
        "limit": limit.number,
        "length": str(limit.limit),
        "basis": f"{limit.basis}（{limit.grade}）",
        "start": start.isoformat(),
        "due_at": explained.at.isoformat(),
        "provisional": explained.provisional,
        "spans": [str(span) for span in explained.spans],
        "clock": limit.limit.clock,
        "amount": limit.limit.amount,
    }
