"""Pressing a unit harder (督办、提级): supervision of three kinds with a number and a date, problem tickets raised."""

from sqlalchemy import func, select

from hotline.casework.steps import as_system, step_of, take
from hotline.casework.watchers import nearest_officer
from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.handling_terms import SupervisionKind
from hotline.domain.lifecycle import find_move
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Action, Part, Role
from hotline.store.casefile.supervision import SUPERVISION_SEQUENCE, Supervision
from hotline.store.people import Staff
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work

ANSWERED_WITHIN = 3  # 工作日：督办件的反馈期限
HARDER = (SupervisionKind.DAILY, SupervisionKind.LISTED, SupervisionKind.SUMMONS)


def supervise(work: Work, number: str, *, kind: SupervisionKind, reason: str, seen: int | None = None) -> Supervision:
    """Put a ticket under supervision (督办); a harder kind may follow a lighter one, never the other way round."""
    ticket = work.ticket(number)
    find_move(Action.SUPERVISE, ticket.state, work.person.role, {"level", "reason"})
    if ticket.supervised is not None and HARDER.index(kind) <= HARDER.index(ticket.supervised):
        raise Conflict(f"本工单已在「{ticket.supervised.label}」，只能升级，不能重复")
    return put_under(work, ticket, kind, reason, seen=seen)


def put_under(
    work: Work, ticket: Ticket, kind: SupervisionKind, reason: str, *, seen: int | None = None
) -> Supervision:
    """The record of a supervision, numbered, with the day by which the unit must answer."""
    step = step_of(work, ticket, Action.SUPERVISE, seen=seen, level=kind, reason=reason, sets={"supervised": kind})
    sequence = work.session.scalar(select(SUPERVISION_SEQUENCE.next_value())) or 0
    found = Supervision(
        number=f"督办〔{beijing(work.now):%Y}〕{sequence}号", ticket_id=ticket.id, step_id=step.id, kind=kind,
        agency=ticket.agency, raised_by=work.person.account, raised_at=work.now,
        answer_by=work.rules.calendar.after(work.now, ANSWERED_WITHIN, "工作日").at,
    )  # fmt: skip
    work.session.add(found)
    work.session.flush()
    return found


def lift(work: Work, number: str, *, reason: str, seen: int | None = None) -> Ticket:
    """The supervision is over (解除督办)."""
    ticket = work.ticket(number)
    find_move(Action.LIFT, ticket.state, work.person.role, {"reason"})
    if ticket.supervised is None:
        raise Conflict("本工单没有在督办")
    take(work, ticket, Action.LIFT, seen=seen, reason=reason, sets={"supervised": None})
    open_ones = select(Supervision).where(Supervision.ticket_id == ticket.id, Supervision.lifted_at.is_(None))
    for one in work.session.scalars(open_ones):
        one.lifted_by, one.lifted_at = work.person.account, work.now
    return ticket


def escalate(work: Work, number: str, *, reason: str, seen: int | None = None) -> Ticket:
    """Raise a ticket to the government above the unit (提级): it becomes a problem ticket."""
    ticket = work.ticket(number)
    find_move(Action.ESCALATE, ticket.state, work.person.role, {"reason"})
    if ticket.problem:
        raise Conflict("本工单已列为问题工单")
    return raise_up(work, ticket, reason, seen=seen)


def raise_up(work: Work, ticket: Ticket, reason: str, *, seen: int | None = None) -> Ticket:
    """The step by which a ticket becomes a problem ticket, under listed supervision (问题工单)."""
    take(work, ticket, Action.ESCALATE, seen=seen, reason=reason, sets={"problem": True})
    if ticket.supervised is None or HARDER.index(ticket.supervised) < HARDER.index(SupervisionKind.LISTED):
        put_under(work, ticket, SupervisionKind.LISTED, reason)
    return ticket


def note_redo(work: Work, ticket: Ticket) -> None:
    """A ticket redone as often as the rules bear is a problem ticket, and is raised by itself (问题工单)."""
    most = work.rules.practice.number("问题工单重办次数")
    if not ticket.problem and ticket.redone >= most:
        raise_up(as_system(work), ticket, f"重办 {ticket.redone} 次仍未解决，列为问题工单")


def note_wandering(work: Work, ticket: Ticket) -> None:
    """A ticket that went through so many units and none would lead it is a problem ticket (问题工单)."""
    units = select(func.count(func.distinct(Assignment.agency))).where(
        Assignment.ticket_id == ticket.id, Assignment.part == Part.LEAD
    )
    been = work.session.scalar(units) or 0
    if not ticket.problem and been >= work.rules.practice.number("问题工单转办单位数"):
        raise_up(as_system(work), ticket, f"转办 {been} 个单位仍无人牵头，列为问题工单")


def assign_watcher(work: Work, number: str, *, watcher: str, seen: int | None = None) -> Ticket:
    """Name who watches over a ticket (指派服务专员)."""
    ticket = work.ticket(number)
    find_move(Action.WATCH, ticket.state, work.person.role, {"watcher"})
    known = select(Staff.account).where(Staff.account == watcher, Staff.active, Staff.role == Role.OFFICER)
    if work.session.scalar(known) is None:
        raise Incomplete(f"「{watcher}」不是在岗的服务专员，请核对账号")
    return take(work, ticket, Action.WATCH, seen=seen, watcher=watcher, sets={"watcher": watcher})


def replace_watcher(work: Work, ticket: Ticket) -> None:
    """Name a watcher anew where there is none, or the one there was has left (补派服务专员)."""
    on_duty = select(Staff.id).where(Staff.account == ticket.watcher, Staff.active, Staff.role == Role.OFFICER)
    if work.session.scalar(on_duty) is not None:
        return
    watcher = nearest_officer(work, ticket.region)
    if watcher is not None and watcher != ticket.watcher:
        take(work, ticket, Action.WATCH, watcher=watcher, sets={"watcher": watcher})
