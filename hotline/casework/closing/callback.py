"""Asking the requester (回访): closed with their grade, done again with their reason, or settled by a supervisor."""

from datetime import timedelta

from sqlalchemy import func, select

from hotline.casework.clocks import again
from hotline.casework.dispatch import REDONE, conclude
from hotline.casework.steps import step_of, take
from hotline.casework.watch.supervision import note_redo
from hotline.domain.errors import Conflict, Incomplete, TooMany
from hotline.domain.handling_terms import Means, Reached, Settlement
from hotline.domain.lifecycle import find_move
from hotline.domain.vocabulary import DISSATISFIED, Action, Satisfaction, Solved
from hotline.store.casefile.handling import ContactRecord
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from routing_rules.practice import NOTICE_AND_CLOSE

UNREACHED = "回访未接通处理"


def close(work: Work, number: str, *, satisfaction: Satisfaction, solved: Solved, seen: int | None = None) -> Ticket:
    """The requester has said how it went (回访办结)."""
    sets = {"satisfaction": satisfaction, "solved": solved, "closed_at": work.now}
    ticket = work.ticket(number)
    take(work, ticket, Action.CLOSE, seen=seen, satisfaction=satisfaction, solved=solved, sets=sets)
    return conclude(work, ticket)


def redo(work: Work, number: str, *, satisfaction: Satisfaction, reason: str, seen: int | None = None) -> Ticket:
    """The requester is not content, and it is done again (回访重办); past the limit it must be settled another way.

    Raises:
        Conflict: it was redone as often as the rules allow (到次即列问题工单，其后须销号).
    """
    ticket = work.ticket(number)
    find_move(Action.REDO, ticket.state, work.person.role, {"satisfaction", "reason"})
    most = work.rules.practice.number("问题工单重办次数")
    if ticket.redone >= most:
        raise Conflict(f"已重办 {ticket.redone} 次，不再重办；请由审核督办按研判、延期或移交销号")
    due_at = again(work, REDONE, ticket.due_at or work.now, ticket.due_at)
    sets = {"redone": ticket.redone + 1, "due_at": due_at, "reminded": 0}
    take(work, ticket, Action.REDO, seen=seen, satisfaction=satisfaction, reason=reason, sets=sets)
    note_redo(work, ticket)
    return ticket


def rate(work: Work, number: str, *, satisfaction: Satisfaction, solved: Solved, reason: str = "") -> Ticket:
    """A requester's own rating from 蒙速办 (好差评): dissatisfied with a reason means it is done again while it may be."""
    ticket = work.ticket(number)
    most = work.rules.practice.number("问题工单重办次数")
    if satisfaction in DISSATISFIED and reason and ticket.redone < most:
        return redo(work, number, satisfaction=satisfaction, reason=reason)
    return close(work, number, satisfaction=satisfaction, solved=solved)


def unreached(work: Work, number: str, *, reached: Reached, seen: int | None = None) -> Ticket:
    """Nobody answered (回访未接通): put on record, and after so many attempts the rule says what happens.

    Raises:
        TooMany: the last attempt was too short ago.
    """
    ticket = work.ticket(number)
    find_move(Action.CALL, ticket.state, work.person.role, {"reached"})
    if reached == Reached.YES:
        raise Incomplete("已联系上的，请直接登记满意度和是否解决")
    _refuse_too_soon(work, ticket)
    called = ticket.called + 1
    step = step_of(work, ticket, Action.CALL, seen=seen, reached=reached, sets={"called": called})
    work.session.add(
        ContactRecord(
            ticket_id=ticket.id, step_id=step.id, agency=None, by=work.person.account, means=Means.TELEPHONE,
            reached=reached, exemption=None, spoken_at=work.now, at=work.now,
        )
    )  # fmt: skip
    work.session.flush()
    if called < work.rules.practice.number("回访未接通次数"):
        return ticket
    if work.rules.practice.choice(UNREACHED) == NOTICE_AND_CLOSE:
        take(work, ticket, Action.LET_GO, attempts=called, sets={"closed_at": work.now})
        return conclude(work, ticket)
    ticket.waits_for = f"回访 {called} 次未接通，请审核督办核定"
    return ticket


def _refuse_too_soon(work: Work, ticket: Ticket) -> None:
    hours = work.rules.practice.number("回访间隔小时")
    last = work.session.scalar(
        select(func.max(ContactRecord.at)).where(
            ContactRecord.ticket_id == ticket.id, ContactRecord.agency.is_(None), ContactRecord.reached != Reached.YES
        )
    )
    if last is not None and last > work.now - timedelta(hours=hours):
        raise TooMany(f"距上次拨打不足 {hours} 小时，请错开时段再拨")


def settle(
    work: Work, number: str, *, satisfaction: Satisfaction, way: Settlement, reason: str, seen: int | None = None
) -> Ticket:
    """A dissatisfied rating is settled without doing it again (不满意销号): judged, deferred, or handed over."""
    ticket = work.ticket(number)
    find_move(Action.SETTLE, ticket.state, work.person.role, {"satisfaction", "way", "reason"})
    if satisfaction not in DISSATISFIED:
        raise Incomplete("销号只用于不满意或非常不满意；其余请按回访办结登记")
    sets = {"satisfaction": satisfaction, "solved": Solved.NO, "settled_as": way, "closed_at": work.now}
    take(work, ticket, Action.SETTLE, seen=seen, satisfaction=satisfaction, way=way, reason=reason, sets=sets)
    return conclude(work, ticket)
