"""Looking at what an agency did (办结审核): approve it for callback, close it, or have it done again."""

from hotline.casework.clocks import again, demand_of
from hotline.casework.closing.hints import hints
from hotline.casework.dispatch import REDONE, conclude
from hotline.casework.joint.merging import answer_followers
from hotline.casework.steps import take
from hotline.casework.watch.supervision import note_redo
from hotline.domain.errors import Incomplete
from hotline.domain.lifecycle import find_move
from hotline.domain.vocabulary import Action
from hotline.store.people import Requester
from hotline.store.tickets import Ticket
from hotline.store.work import Work

IN_A_HUNDRED = 100


def approve(work: Work, number: str, *, confirmed: bool = False, seen: int | None = None) -> Ticket:
    """The reply is good (审核通过): by rule the requester is called back, or the ticket is closed.

    Args:
        confirmed: the reviewer has looked at what the machine flagged, and approves all the same.

    Raises:
        Incomplete: something is flagged and not confirmed.
    """
    ticket = work.ticket(number)
    find_move(Action.APPROVE, ticket.state, work.person.role, frozenset())
    flagged = hints(work, ticket)
    if flagged and not confirmed:
        take_check = "；".join(hint.told for hint in flagged)
        raise Incomplete(f"机器提示：{take_check}。核实无误的，请勾选「已人工核对」后再通过；否则退回重办")
    if is_called_back(work, ticket):
        take(work, ticket, Action.APPROVE, seen=seen, sets={"called": 0})
    else:
        take(work, ticket, Action.CONCLUDE, seen=seen, sets={"closed_at": work.now})
        conclude(work, ticket)
    answer_followers(work, ticket)
    return ticket


def is_called_back(work: Work, ticket: Ticket) -> bool:
    """Whether the rule wants this requester called back; who filed in 蒙速办 may always rate there.

    Which of a share are asked is told by the ticket's number, so that nobody can choose.
    """
    demand = demand_of(ticket)
    share = work.rules.practice.closing_for(demand.requester, demand.demand_type).share
    if share >= IN_A_HUNDRED:
        return True
    if ticket.requester_id and work.session.get_one(Requester, ticket.requester_id).mengsuban_id:
        return True
    return int(ticket.number[-4:]) * 37 % IN_A_HUNDRED < share


def redo(work: Work, number: str, *, reason: str, seen: int | None = None) -> Ticket:
    """The reply will not do (退回重办); the clock does what the table says."""
    ticket = work.ticket(number)
    due_at = again(work, REDONE, ticket.due_at or work.now, ticket.due_at)
    sets = {"redone": ticket.redone + 1, "due_at": due_at, "reminded": 0}
    take(work, ticket, Action.REDO, seen=seen, reason=reason, sets=sets)
    note_redo(work, ticket)
    return ticket
