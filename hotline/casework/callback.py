"""Asking the requester (回访): closed with their grade, or done again with their reason."""

from hotline.casework.dispatch import conclude
from hotline.casework.steps import take
from hotline.domain.vocabulary import DISSATISFIED, Action, Satisfaction, Solved
from hotline.store.tickets import Ticket
from hotline.store.work import Work


def close(work: Work, number: str, *, satisfaction: Satisfaction, solved: Solved, seen: int | None = None) -> Ticket:
    """The requester has said how it went (回访办结)."""
    sets = {"satisfaction": satisfaction, "solved": solved, "closed_at": work.now}
    ticket = work.ticket(number)
    take(work, ticket, Action.CLOSE, seen=seen, satisfaction=satisfaction, solved=solved, sets=sets)
    return conclude(work, ticket)


def redo(work: Work, number: str, *, satisfaction: Satisfaction, reason: str, seen: int | None = None) -> Ticket:
    """The requester is not content, and it is done again (回访重办)."""
    ticket = work.ticket(number)
    sets = {"redone": ticket.redone + 1}
    return take(work, ticket, Action.REDO, seen=seen, satisfaction=satisfaction, reason=reason, sets=sets)


def rate(work: Work, number: str, *, satisfaction: Satisfaction, solved: Solved, reason: str = "") -> Ticket:
    """A requester's own rating from 蒙速办 (好差评): dissatisfied with a reason means it is done again."""
    if satisfaction in DISSATISFIED and reason:
        return redo(work, number, satisfaction=satisfaction, reason=reason)
    return close(work, number, satisfaction=satisfaction, solved=solved)
