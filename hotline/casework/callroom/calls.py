"""Calls (通话): what the switchboard tells of them, who is calling, and what the second call of somebody was about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from classifier.reading.entities import normal_phone, valid_phone
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import CallPurpose, Term
from hotline.store.agencies import RegionRecord
from hotline.store.contacts import Call
from hotline.store.people import Staff
from hotline.store.tickets import Ticket
from hotline.store.work import Work

RINGS = "call_rings"  # 通知频道：哪个账号的哪通来电
UNHEARD = timedelta(hours=12)  # 交换机漏报挂断时，响铃最久算到这里
LONGEST_ID = 64


class Rings(Term):
    """What the switchboard says of a call (通话事件)."""

    RINGING = "ringing", "振铃"
    ANSWERED = "answered", "接听"
    ENDED = "ended", "挂断"
    MISSED = "missed", "未接"


@dataclass(frozen=True)
class Heard:
    """One thing that the switchboard says (话务平台报文).

    Args:
        call_id: the switchboard's own number of the call; the same thing said twice counts once.
        agent: the account at whose desk it rings; empty while it waits in the queue.
    """

    call_id: str
    event: Rings
    caller: str
    agent: str
    at: datetime
    seconds: int | None = None


def heard(work: Work, said: Heard) -> Call:
    """Keep what the switchboard says of a call, and tell the agent's desk (来电弹屏).

    Raises Incomplete: no call id, no number that can be a caller's, an account that does not exist.
    """
    _check(work, said)
    call = work.session.scalar(select(Call).where(Call.external_id == said.call_id).with_for_update())
    if call is None:
        call = _taken_down(work, said)
    if said.agent:
        call.taken_by = said.agent
    if said.event == Rings.ANSWERED and call.answered_at is None:
        call.answered_at = said.at
    if said.event == Rings.MISSED and call.answered_at is None and call.missed_at is None:
        call.missed_at = call.ended_at = said.at
    if said.event == Rings.ENDED and call.ended_at is None:
        call.ended_at, call.seconds = said.at, said.seconds
    work.session.flush()
    if call.taken_by:
        work.announce(RINGS, f"{call.taken_by} {call.id} {said.event.value}")
    return call


def _check(work: Work, said: Heard) -> None:
    wrong = []
    if not said.call_id.strip() or len(said.call_id) > LONGEST_ID:
        wrong.append(f"call_id 不能为空，最长 {LONGEST_ID} 字符")
    if not valid_phone(said.caller):
        wrong.append("caller 不是有效的电话号码")
    if said.agent and work.session.scalar(select(Staff.id).where(Staff.account == said.agent)) is None:
        wrong.append(f"agent「{said.agent[:20]}」不是本系统的账号")
    if wrong:
        raise Incomplete("；".join(wrong))


def _taken_down(work: Work, said: Heard) -> Call:
    caller = normal_phone(said.caller)
    call = Call(
        external_id=said.call_id, caller_index=work.vault.blind(caller), region=league_of(work, caller),
        taken_by=said.agent or None, started_at=said.at,
    )  # fmt: skip
    work.session.add(call)
    work.session.flush()
    call.caller_sealed = work.vault.seal(caller, f"calls.caller.{call.id}")
    return call


def league_of(work: Work, phone: str) -> str | None:
    """The league whose area code a landline begins with (区号定盟市); None for a mobile."""
    code, _, rest = phone.partition("-")
    if not rest:
        return None
    wanted = select(RegionRecord.code).where(RegionRecord.area_code == code).order_by(RegionRecord.code)
    return work.session.scalars(wanted.limit(1)).first()


def caller_of(work: Work, call: Call) -> str:
    """The number of a call in full; empty for a call that was kept without it."""
    return work.vault.open(call.caller_sealed, f"calls.caller.{call.id}") if call.caller_sealed else ""


def my_call(work: Work, call_id: int) -> Call:
    """A call at this person's desk, or one that nobody took; NotFound otherwise."""
    demand_permission(work.person.role, Permission.SEE_PHONE)
    mine = or_(Call.taken_by == work.person.account, Call.taken_by.is_(None), Call.missed_at.is_not(None))
    call = work.session.scalar(select(Call).where(Call.id == call_id, mine))
    if call is None:
        raise NotFound("没有这通来电，或不在您的席位上")
    return call


def ringing(work: Work) -> Call | None:
    """The newest call at this person's desk that has not ended (在线来电)."""
    mine = select(Call).where(
        Call.taken_by == work.person.account, Call.ended_at.is_(None), Call.external_id.is_not(None),
        Call.started_at > work.now - UNHEARD,
    )  # fmt: skip
    return work.session.scalars(mine.order_by(Call.id.desc()).limit(1)).first()


def about(work: Work, call: Call, ticket: Ticket, purpose: CallPurpose) -> Call:
    """Note what a call was about (来电目的): the ticket that was found by the pop-up."""
    call.ticket_id, call.purpose = ticket.id, purpose
    return call


def call_back(work: Work, call_id: int) -> Call:
    """Somebody rings back a caller whom nobody heard (漏接回拨); Conflict if another has done so."""
    call = my_call(work, call_id)
    if call.missed_at is None:
        raise Conflict("这通来电已有人接听，不在漏接名单中")
    if call.called_back_at is not None:
        raise Conflict(f"{call.called_back_by} 已经回拨，请处理下一个")
    call.called_back_at, call.called_back_by, call.purpose = work.now, work.person.account, CallPurpose.CALL_BACK
    return call
