"""Reminders before a deadline, and what happens after it (催办、预警): each level once, by the clock or by a person."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from hotline.casework.steps import take
from hotline.casework.watch.supervision import put_under
from hotline.domain.errors import Conflict, TooMany
from hotline.domain.handling_terms import SupervisionKind
from hotline.domain.lifecycle import find_move
from hotline.domain.vocabulary import Action, Role, State
from hotline.store.tickets import Step, Ticket
from hotline.store.work import Work

BATCH = 500
EARLY, LATE, OVERDUE = 1, 2, 3
BY_PERSON = 0
LEVELS = {BY_PERSON: "催办", EARLY: "预警催办", LATE: "重点督办", OVERDUE: "超期升级"}


def press_due(work: Work) -> int:
    """Remind the units whose deadlines come near or are past (预警催办、重点督办、超期升级); how many, 500 at most."""
    practice = work.rules.practice
    early = work.now + timedelta(hours=practice.number("预警催办提前小时"))
    late = work.now + timedelta(hours=practice.number("重点督办提前小时"))
    due = or_(
        (Ticket.due_at <= early) & (Ticket.reminded < EARLY),
        (Ticket.due_at <= late) & (Ticket.reminded < LATE),
        (Ticket.due_at <= work.now) & (Ticket.reminded < OVERDUE),
    )
    wanted = (
        select(Ticket)
        .where(Ticket.state.in_([State.DISPATCHED, State.HANDLING]), Ticket.suspended_until.is_(None), due)
        .order_by(Ticket.due_at, Ticket.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=Ticket)
    )
    tickets = work.session.scalars(wanted).all()
    for ticket in tickets:
        _remind(work, ticket, OVERDUE if _by(ticket, work.now) else LATE if _by(ticket, late) else EARLY)
    return len(tickets)


def _by(ticket: Ticket, moment: datetime) -> bool:
    return ticket.due_at is not None and ticket.due_at <= moment


def _remind(work: Work, ticket: Ticket, level: int) -> None:
    take(work, ticket, Action.PRESS, level=level, sets={"reminded": level})
    if level == OVERDUE and ticket.supervised is None:
        put_under(work, ticket, SupervisionKind.DAILY, "已超过办理时限，系统自动列入日常督办")


def press(work: Work, number: str, *, words: str = "", seen: int | None = None) -> Ticket:
    """Somebody asks for haste (催办); a requester not more often than the rules allow.

    Raises:
        TooMany: too soon after the last time, or too often altogether.
    """
    ticket = work.ticket(number)
    find_move(Action.PRESS, ticket.state, work.person.role, {"level"})
    if work.person.role in (Role.REQUESTER, Role.AGENT):
        _refuse_too_often(work, ticket)
    return take(
        work, ticket, Action.PRESS, seen=seen, level=BY_PERSON, reason=words, sets={"pressed": ticket.pressed + 1}
    )


def _refuse_too_often(work: Work, ticket: Ticket) -> None:
    hours, most = work.rules.practice.number("诉求人催办间隔小时"), work.rules.practice.number("诉求人催办上限")
    asked = Step.ticket_id == ticket.id, Step.action == Action.PRESS, Step.role.in_([Role.REQUESTER, Role.AGENT])
    last, times = work.session.execute(select(func.max(Step.taken_at), func.count()).where(*asked)).one()
    if times >= most:
        raise TooMany(f"本工单已催办 {times} 次，我们已督促承办单位，请等待答复")
    if last is not None and last > work.now - timedelta(hours=hours):
        raise TooMany(f"{hours} 小时内已催办过，请稍后再催")


def resume_due(work: Work) -> int:
    """Suspended tickets whose day has come are handled again (到期解挂); how many, 500 at most."""
    wanted = (
        select(Ticket)
        .where(Ticket.state == State.HANDLING, Ticket.suspended_until <= work.now)
        .order_by(Ticket.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=Ticket)
    )
    tickets = work.session.scalars(wanted).all()
    for ticket in tickets:
        resume(work, ticket)
    return len(tickets)


def resume(work: Work, ticket: Ticket, *, seen: int | None = None) -> Ticket:
    """The clock goes on where it stopped (恢复办理): what was left of the limit is left again."""
    if ticket.suspended_until is None or ticket.suspended_at is None or ticket.due_at is None:
        raise Conflict("本工单没有挂起")
    clock = str(ticket.explanation.get("clock", {}).get("clock", "小时"))
    due_at = work.rules.calendar.carried_over(ticket.due_at, ticket.suspended_at, work.now, clock)
    sets = {"suspended_at": None, "suspended_until": None, "due_at": due_at, "reminded": 0}
    take(work, ticket, Action.RESUME, seen=seen, due_at=due_at, sets=sets)
    return ticket
