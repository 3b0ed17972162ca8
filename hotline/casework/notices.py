"""Who is told of a step, through what and in which words (告知): the table 告知模板 decides, this obeys it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from hotline.domain.errors import Conflict, NotFound
from hotline.domain.follow_ups import FollowUp
from hotline.domain.lifecycle import outward, outward_label
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Channel, Role, Urgency
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import write_down
from hotline.store.contacts import Message
from hotline.store.notes import Note
from hotline.store.people import Requester, Staff
from hotline.store.scope import same_body
from hotline.store.tickets import Step, Ticket
from hotline.store.work import Work
from routing_rules.practice import Notice

BY_PHONE = "电话告知"
MOBILE = 11  # 手机号的位数：座机收不到短信
HASTY = frozenset({Urgency.URGENT, Urgency.CRITICAL, Urgency.EMERGENCY})


class Addressee(NamedTuple):
    """Where a text message goes (收信人)."""

    account: str | None
    phone: str


def notice_of(work: Work, step: Step, to: Role, by: Channel) -> Notice | None:
    """The row of 告知模板 for this step, or None if nobody is told."""
    return work.rules.practice.notice(to.label, by.label, step.action.label, step.after.label)


def is_told(work: Work, ticket: Ticket, step: Step, follow_up: FollowUp) -> bool:
    """Whether there are words for this step, and somebody whom they can reach."""
    if follow_up.to is None or follow_up.by is None or notice_of(work, step, follow_up.to, follow_up.by) is None:
        return False
    if follow_up.to == Role.CLERK:
        return (
            ticket.agency is not None
            and work.session.scalar(_reached_by_text(work, ticket.agency).limit(1)) is not None
        )
    if ticket.requester_id is None:
        return False
    requester = work.session.get_one(Requester, ticket.requester_id)
    if follow_up.by == Channel.MENGSUBAN:
        return requester.mengsuban_id is not None
    return requester.mengsuban_id is None and requester.phone_sealed is not None


def waking_hour(work: Work, ticket: Ticket, follow_up: FollowUp) -> datetime | None:
    """When a text message may go out: not at night, unless the ticket is urgent and a unit has to act; None for now."""
    if follow_up.by != Channel.SMS or (follow_up.to == Role.CLERK and ticket.urgency in HASTY):
        return None
    waking = by_day(work, work.now)
    return waking if waking > work.now else None


def by_day(work: Work, at: datetime) -> datetime:
    """The moment itself, or the morning after the night into which it falls (短信静默)."""
    silent, loud = (work.rules.practice.number(name) for name in ("短信静默开始点", "短信静默结束点"))
    here = beijing(at)
    if loud <= here.hour < silent:
        return at
    morning = here.replace(hour=loud, minute=0, second=0, microsecond=0)
    return morning if here.hour < loud else morning + timedelta(days=1)


def wording(work: Work, ticket: Ticket, step: Step, to: Role, by: Channel) -> str | None:
    """What is said of a step; None if the table has come to say nothing."""
    row = notice_of(work, step, to, by)
    if row is None:
        return None
    until = step.changes.get("due_at") or step.changes.get("suspended_until") or step.brings.get("until")
    reply = _written(work, step, ("reply", "guidance")) if by == Channel.MENGSUBAN else ""
    return row.text.format(
        编号=ticket.number,
        状态=outward_label(outward(step.after)),
        日期=f"{beijing(datetime.fromisoformat(str(until))):%Y年%m月%d日}" if until else "",
        答复=f"答复：{reply}" if reply else "",
        单位=_unit(work, ticket),
        时限=f"{beijing(ticket.due_at):%m月%d日 %H:%M}" if ticket.due_at else "规定时限",
        理由=_written(work, step, ("reason",)),
    )


def addressees(work: Work, ticket: Ticket, to: Role) -> list[Addressee]:
    """Whom a text message about this ticket goes to."""
    if to == Role.CLERK:
        people = work.session.scalars(_reached_by_text(work, ticket.agency or ""))
        return [
            Addressee(one.account, work.vault.open(one.phone_sealed or "", f"staff.phone.{one.id}")) for one in people
        ]
    requester = work.session.get_one(Requester, ticket.requester_id)
    return [Addressee(None, work.vault.open(requester.phone_sealed or "", f"requesters.phone.{requester.id}"))]


def unfit(ticket: Ticket, phone: str, to: Role) -> str | None:
    """Why no text message may go to this number, or None (不宜发短信)."""
    if to == Role.REQUESTER and ticket.secret:
        return "诉求人要求个人信息保密，请电话告知"
    if len(phone) != MOBILE or not phone.startswith("1"):
        return "号码不是手机，收不到短信"
    return None


def told_by_phone(work: Work, number: str, message: int) -> None:
    """Note that the requester was told by telephone what no text message could (已电话告知).

    Raises NotFound if there is no such message, Conflict if it has arrived meanwhile.
    """
    demand_permission(work.person.role, Permission.SEE_PHONE)
    ticket = work.ticket(number)
    found = work.session.get(Message, message)
    if found is None or found.ticket_id != ticket.id or found.to_account is not None:
        raise NotFound(f"工单 {number} 没有这条告知，请刷新页面")
    if found.acknowledged is not None:
        raise Conflict("这条告知已经送达，不必再打电话")
    found.acknowledged, found.sent_at = BY_PHONE, work.now
    write_down(work.session, work.now, work.person.account, "told_by_phone", {"number": number, "message": message})


def _reached_by_text(work: Work, agency: str) -> Select[Staff]:
    """The clerks of a body who have given a telephone for text messages; for those who are away, their stand-ins."""
    ours = Staff.agency.in_(same_body(agency)) & (Staff.role == Role.CLERK) & Staff.active
    here = ours & (Staff.away_until.is_(None) | (Staff.away_until <= work.now))
    away = aliased(Staff)
    standing_in = select(away.stand_in).where(
        away.agency.in_(same_body(agency)), away.role == Role.CLERK, away.active, away.away_until > work.now
    )
    reached = here | (Staff.account.in_(standing_in) & Staff.active)
    return select(Staff).where(reached, Staff.phone_sealed.is_not(None)).order_by(Staff.id)


def _unit(work: Work, ticket: Ticket) -> str:
    found = work.session.get(AgencyRecord, ticket.agency) if ticket.agency else None
    return found.name if found else "承办单位"


def _written(work: Work, step: Step, kinds: tuple[str, ...]) -> str:
    """What stood written at that step: a message that is late must not tell what came after it."""
    written = select(Note.text).where(Note.ticket_id == step.ticket_id, Note.step_id <= step.id, Note.kind.in_(kinds))
    return work.session.scalars(written.order_by(Note.id.desc()).limit(1)).first() or ""
