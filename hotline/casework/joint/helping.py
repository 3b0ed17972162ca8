"""Units that help the lead (协办、吹哨): called in by the room or by a township, each with a clock of its own."""

from datetime import datetime

from sqlalchemy import or_, select, update

from hotline.casework.clocks import allowed
from hotline.casework.steps import take
from hotline.casework.units import bodies_of, helping_here, led_here
from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.handling_terms import Stage
from hotline.domain.vocabulary import Action, Decider, Part, Role
from hotline.store.agencies import AgencyRecord
from hotline.store.casefile.supervision import Recusal
from hotline.store.scope import same_body
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work
from routing_rules.columns import GRASSROOTS


def invite(work: Work, number: str, *, agency: str, reason: str = "", seen: int | None = None) -> Ticket:
    """The room, or the lead's head, calls another unit in as co-handler (增派协办)."""
    ticket = led_here(work, number)
    due_at = _clock(work, ticket, Stage.CO_HANDLING)
    _must_be_free(work, ticket, agency)
    take(work, ticket, Action.INVITE, seen=seen, agency=agency, due_at=due_at, reason=reason)
    return _give(work, ticket, agency, Part.CO_HANDLER, due_at)


def whistle(work: Work, number: str, *, agency: str, reason: str, seen: int | None = None) -> Ticket:
    """A township, street or community that leads calls a department in (吹哨), which must respond within its clock.

    Raises Forbidden for anybody who is not of the grassroots: departments ask the room to invite.
    """
    ticket = led_here(work, number)
    unit = work.session.get(AgencyRecord, work.person.agency or "")
    if work.person.role != Role.SYSTEM and (unit is None or unit.kind not in GRASSROOTS):
        raise Forbidden("「吹哨」限苏木乡镇、街道和社区使用；部门之间请由热线增派协办")
    due_at = _clock(work, ticket, Stage.WHISTLE)
    _must_be_free(work, ticket, agency)
    take(work, ticket, Action.WHISTLE, seen=seen, agency=agency, due_at=due_at, reason=reason)
    return _give(work, ticket, agency, Part.CALLED_IN, due_at)


def report_in(work: Work, number: str, *, seen: int | None = None) -> Ticket:
    """The helping unit takes its part on (协办签收、报到)."""
    ticket = work.ticket(number)
    part = helping_here(work, ticket)
    if part.accepted_at is not None:
        raise Conflict("贵单位已经签收过这件协办任务")
    take(work, ticket, Action.REPORT_IN, seen=seen, agency=part.agency)
    part.accepted_at = work.now
    return ticket


def co_reply(work: Work, number: str, *, handling: str, seen: int | None = None) -> Ticket:
    """The helping unit tells the lead what it did (协办回复); the lead answers the requester for all."""
    ticket = work.ticket(number)
    part = helping_here(work, ticket)
    take(work, ticket, Action.CO_REPLY, seen=seen, handling=handling, agency=part.agency)
    part.accepted_at = part.accepted_at or work.now
    part.replied_at = part.ended_at = work.now
    return ticket


def open_helpers(work: Work, ticket: Ticket) -> list[str]:
    """The names of the units whose part is not done yet."""
    waiting = (
        select(AgencyRecord.name)
        .join(Assignment, Assignment.agency == AgencyRecord.code)
        .where(Assignment.ticket_id == ticket.id, Assignment.part != Part.LEAD, Assignment.ended_at.is_(None))
    )
    return list(work.session.scalars(waiting.order_by(Assignment.id)))


def close_helping(work: Work, ticket: Ticket) -> None:
    """The lead has answered: what helpers had not done is ended, and stays on their record as not answered."""
    work.session.execute(
        update(Assignment)
        .where(Assignment.ticket_id == ticket.id, Assignment.part != Part.LEAD, Assignment.ended_at.is_(None))
        .values(ended_at=work.now)
        .execution_options(synchronize_session=False)
    )


def _clock(work: Work, ticket: Ticket, stage: Stage) -> datetime:
    deadline = allowed(work, ticket, stage)
    if deadline is None or ticket.due_at is None:
        return ticket.due_at or work.now
    return min(deadline.at, ticket.due_at) if ticket.due_at > work.now else deadline.at


def _must_be_free(work: Work, ticket: Ticket, agency: str) -> None:
    if work.session.get(AgencyRecord, agency) is None:
        raise Incomplete(f"承办单位「{agency}」不在单位名录中，请重新选择")
    if work.person.agency and agency in bodies_of(work):
        raise Incomplete("不能请本单位协办自己主办的工单")
    house = same_body(agency)
    about = select(Recusal.id).where(
        Recusal.ticket_id == ticket.id, or_(Recusal.agency == agency, Recusal.agency.in_(house))
    )
    if work.session.scalar(about.limit(1)) is not None:
        raise Incomplete("选定的单位是本工单反映的对象，须回避")
    already = select(Assignment.id).where(
        Assignment.ticket_id == ticket.id, Assignment.ended_at.is_(None), Assignment.agency.in_(house)
    )
    if work.session.scalar(already.limit(1)) is not None:
        raise Conflict("该单位已在承办这件工单")


def _give(work: Work, ticket: Ticket, agency: str, part: Part, due_at: datetime) -> Ticket:
    work.session.add(
        Assignment(
            ticket_id=ticket.id, agency=agency, part=part, decided_by=Decider.DISPATCHER, rule=None, due_at=due_at,
            given_at=work.now, called_by=work.person.agency,
        )
    )  # fmt: skip
    work.session.flush()
    return ticket
