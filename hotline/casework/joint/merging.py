"""Several demands about one matter (并单): one is led, the others follow it, and each requester is called back."""

from collections.abc import Sequence

from sqlalchemy import select

from hotline.casework.dispatch import UNMERGED, conclude, take_back, taken_back
from hotline.casework.steps import as_system, take
from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.lifecycle import FINAL
from hotline.domain.vocabulary import Action, Decider, Part, State
from hotline.store.scope import PAST_SCOPE
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work

LED = (State.REGISTERED, State.QUEUED, State.DISPATCHED, State.HANDLING)


def merge(work: Work, number: str, *, lead: str, seen: int | None = None) -> Ticket:
    """This ticket follows another from now on (并入主单); its own units have it no more.

    Raises:
        Conflict: the lead is closed, follows another itself, or this ticket has followers of its own.
    """
    ticket, leader = work.ticket(number), work.ticket(lead)
    if ticket.id == leader.id:
        raise Incomplete("工单不能并入自己，请填写主单的编号")
    if leader.merged_into is not None:
        raise Conflict(f"{lead} 本身是从单，请并入它的主单")
    if leader.state not in LED:
        raise Conflict(f"主单 {lead} 现为「{leader.state.label}」，不能再并入")
    if followers(work, ticket):
        raise Conflict(f"{number} 是主单，请先把它的从单解除，或反过来把 {lead} 并入它")
    sets = {**taken_back(), "merged_into": leader.id, "waits_for": ""}
    take(work, ticket, Action.MERGE, seen=seen, lead=leader.number, sets=sets)
    return take_back(work, ticket, "并单")


def unmerge(work: Work, number: str, *, reason: str, seen: int | None = None) -> Ticket:
    """This ticket goes its own way again (解除并单)."""
    sets = {"merged_into": None, "redispatch": UNMERGED, "waits_for": f"解除并单：{reason}"}
    return take(work, work.ticket(number), Action.UNMERGE, seen=seen, reason=reason, sets=sets)


def followers(work: Work, ticket: Ticket) -> Sequence[Ticket]:
    """The tickets that follow this one, locked in the order of their numbers (从单)."""
    mine = select(Ticket).where(Ticket.merged_into == ticket.id, Ticket.state == State.MERGED).order_by(Ticket.id)
    return work.session.scalars(mine.with_for_update(of=Ticket).execution_options(**PAST_SCOPE)).all()


def answer_followers(work: Work, leader: Ticket) -> int:
    """The lead's reply was approved: it answers each follower, whose requester is now called back; how many there are."""
    found = followers(work, leader)
    for ticket in found:
        sets = {
            "reply": leader.reply, "replied_at": leader.replied_at, "agency": leader.agency, "due_at": leader.due_at,
            "dispatched_at": leader.dispatched_at, "accepted_at": leader.accepted_at, "category": leader.category,
        }  # fmt: skip
        take(work, ticket, Action.FOLLOW, lead=leader.number, sets=sets)
        work.session.add(
            Assignment(
                ticket_id=ticket.id, agency=leader.agency, part=Part.LEAD, decided_by=Decider.DISPATCHER,
                rule=leader.rule, due_at=leader.due_at, given_at=work.now, accepted_at=work.now, replied_at=work.now,
            )
        )  # fmt: skip  # 诉求人不满意而重办时，办的还是主单的单位
    return len(found)


def set_free(work: Work, leader: Ticket) -> None:
    """The lead ended without an answer for all (撤诉、终止): its followers go back to the dispatcher, none is lost."""
    if leader.state not in FINAL:
        return
    for ticket in followers(work, leader):
        reason = f"主单 {leader.number} 已「{leader.state.label}」"
        sets = {"merged_into": None, "redispatch": UNMERGED, "waits_for": f"解除并单：{reason}"}
        take(as_system(work), ticket, Action.UNMERGE, reason=reason, sets=sets)


def end(work: Work, ticket: Ticket) -> Ticket:
    """A ticket that ends early: its units are done with it, its followers are set free (提前结束)."""
    conclude(work, ticket)
    set_free(work, ticket)
    return ticket
