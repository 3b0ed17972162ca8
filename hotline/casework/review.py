"""Looking at what an agency did (办结审核): approve it for callback, or have it done again."""

from hotline.casework.steps import take
from hotline.domain.vocabulary import Action
from hotline.store.tickets import Ticket
from hotline.store.work import Work


def approve(work: Work, number: str, *, seen: int | None = None) -> Ticket:
    """The reply is good (审核通过); the requester is called back."""
    return take(work, work.ticket(number), Action.APPROVE, seen=seen)


def redo(work: Work, number: str, *, reason: str, seen: int | None = None) -> Ticket:
    """The reply will not do (退回重办)."""
    ticket = work.ticket(number)
    return take(work, ticket, Action.REDO, seen=seen, reason=reason, sets={"redone": ticket.redone + 1})
