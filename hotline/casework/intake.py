"""Taking a demand in (登记): register or keep as a draft, answer at once, tell another way, void, withdraw."""

import re
import uuid
from collections.abc import Set
from dataclasses import dataclass

from sqlalchemy import cast, func, select
from sqlalchemy.dialects.postgresql import TSVECTOR

from classifier.reading.entities import normal_phone, valid_phone
from hotline.casework.joint.merging import end
from hotline.casework.steps import keepable, take
from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.lifecycle import find_move
from hotline.domain.numbering import number_for
from hotline.domain.searching import bigrams
from hotline.domain.vocabulary import Action, CallPurpose, Channel, DemandType, RequesterKind, State, Urgency
from hotline.store.agencies import RegionRecord
from hotline.store.audit import write_down
from hotline.store.contacts import Call
from hotline.store.people import Requester
from hotline.store.tickets import TICKET_SEQUENCE, Ticket
from hotline.store.work import Work

SHORT_NUMBER = re.compile(r"[0-9]{3,5}")
LONGEST = 50_000  # 字；更长的请作附件
WRITTEN = {
    "text": "诉求内容", "title": "标题", "name": "姓名", "phone": "联系电话", "company": "企业名称",
    "uscc": "统一社会信用代码", "address": "详细地址", "region": "区划", "external_id": "来源编号", "mengsuban_id": "用户标识",
}  # fmt: skip
CODES = {"uscc": 64, "external_id": 64, "mengsuban_id": 64}  # 台账中的列宽


@dataclass(frozen=True)
class Demand:
    """What a requester says (诉求), as a form, a call or another system hands it over.

    Args:
        region: a region code, or empty to leave it to triage.
        external_id: the number that the other system gave it: the same demand twice is one ticket.
        mengsuban_id: the requester's id in 蒙速办, if they filed there.
        call: the id of the call in which it was said, where a switchboard told of it.
    """

    text: str
    title: str = ""
    channel: Channel = Channel.PHONE
    requester_kind: RequesterKind = RequesterKind.CITIZEN
    name: str = ""
    phone: str = ""
    company: str = ""
    uscc: str = ""
    address: str = ""
    region: str = ""
    demand_type: DemandType = DemandType.HELP
    urgency: Urgency = Urgency.ORDINARY
    secret: bool = False
    external_id: str | None = None
    mengsuban_id: str | None = None
    call: int | None = None
    demo: bool = False


def register(work: Work, demand: Demand) -> Ticket:
    """Register a demand (登记); what follows is triage. The same external id again gives the same ticket."""
    _check(work, demand)
    if (known := _already_registered(work, demand)) is not None:
        return known
    ticket = _take_down(work, demand)
    return take(work, ticket, Action.REGISTER, text=demand.text)


def save(work: Work, demand: Demand) -> Ticket:
    """Keep what is known of a call that is not finished (暂存，待补充)."""
    _check(work, demand)
    ticket = _take_down(work, demand)
    return take(work, ticket, Action.SAVE)


def finish(work: Work, number: str, demand: Demand, *, seen: int | None) -> Ticket:
    """Complete a draft and register it (补充后登记)."""
    brings = frozenset({"text"} if demand.text.strip() else ())
    ticket = _rewritten(work, number, demand, Action.REGISTER, brings, seen)
    return take(work, ticket, Action.REGISTER, text=demand.text)


def save_again(work: Work, number: str, demand: Demand, *, seen: int | None) -> Ticket:
    """Keep a draft as it now stands, still unfinished (再次暂存)."""
    return take(work, _rewritten(work, number, demand, Action.SAVE, frozenset(), seen), Action.SAVE)


def _rewritten(work: Work, number: str, demand: Demand, action: Action, brings: Set[str], seen: int | None) -> Ticket:
    """A draft with what is now known of it; refused in this order: role, state, material, version."""
    ticket = work.ticket(number)
    find_move(action, ticket.state, work.person.role, brings)
    _check(work, demand)
    if seen is not None and seen != ticket.version:
        raise Conflict(f"工单 {number} 刚被他人更新，请核对页面上的最新内容后再提交")
    _write(ticket, demand)
    ticket.requester_id = _requester(work, demand) or ticket.requester_id
    return ticket


def answer(work: Work, number: str, *, reply: str, seen: int | None = None) -> Ticket:
    """Answer at once (直接答复)."""
    sets = {"reply": reply, "closed_at": work.now, "waits_for": ""}
    return end(work, take(work, work.ticket(number), Action.ANSWER, seen=seen, reply=reply, sets=sets))


def refer(work: Work, number: str, *, reason: str, seen: int | None = None) -> Ticket:
    """An agent leaves the decision to the dispatcher (转派单岗)."""
    sets = {"waits_for": reason}
    return take(work, work.ticket(number), Action.REFER, seen=seen, reason=reason, sets=sets)


def guide(work: Work, number: str, *, guidance: str, seen: int | None = None) -> Ticket:
    """Tell the caller which other way the matter takes (分类处理、告知途径)."""
    sets = {"reply": guidance, "closed_at": work.now, "waits_for": ""}
    return end(work, take(work, work.ticket(number), Action.GUIDE, seen=seen, guidance=guidance, sets=sets))


def transfer(work: Work, number: str, *, hotline: str, seen: int | None = None) -> Ticket:
    """Hand the caller over to an emergency line (转紧急热线)."""
    if hotline and not SHORT_NUMBER.fullmatch(hotline):
        raise Incomplete(f"「紧急热线号码」应为 110、119、120、122 这样的短号，现为「{hotline[:20]}」")
    write_down(
        work.session, work.now, work.person.account, "emergency_transfer", {"number": number, "hotline": hotline}
    )
    sets = {"urgency": Urgency.EMERGENCY, "closed_at": work.now, "waits_for": ""}
    return end(work, take(work, work.ticket(number), Action.TRANSFER, seen=seen, hotline=hotline, sets=sets))


def void(work: Work, number: str, *, reason: str, seen: int | None = None) -> Ticket:
    """No demand at all: a wrong number, harassment, nothing said (标为无效)."""
    sets = {"closed_at": work.now, "waits_for": ""}
    return end(work, take(work, work.ticket(number), Action.VOID, seen=seen, reason=reason, sets=sets))


def withdraw(work: Work, number: str, *, reason: str, seen: int | None = None) -> Ticket:
    """The requester takes the demand back (撤诉)."""
    sets = {"closed_at": work.now, "waits_for": ""}
    return end(work, take(work, work.ticket(number), Action.WITHDRAW, seen=seen, reason=reason, sets=sets))


def _already_registered(work: Work, demand: Demand) -> Ticket | None:
    if demand.external_id is None:
        return None
    one_at_a_time = func.pg_advisory_xact_lock(func.hashtextextended(demand.external_id, 0))
    work.session.execute(select(one_at_a_time))  # 同一编号同时到两次，后到的等先到的写完
    return work.session.scalar(select(Ticket).where(Ticket.external_id == demand.external_id))


def _take_down(work: Work, demand: Demand) -> Ticket:
    """A draft of the demand, with its requester and, if by telephone, its call."""
    sequence = work.session.scalar(select(TICKET_SEQUENCE.next_value()))
    ticket = Ticket(
        number=number_for(work.now, sequence or 0),
        state=State.DRAFT,
        channel=demand.channel,
        external_id=demand.external_id,
        demo=demand.demo,
        region=demand.region or work.person.region,
        requester_id=_requester(work, demand),
        candidates=[],
        waits_for="",
        basis="",
        registered_by=work.person.account,
        registered_at=work.now,
    )
    _write(ticket, demand)
    work.session.add(ticket)
    work.session.flush()
    _note_the_call(work, ticket, demand)
    return ticket


def _note_the_call(work: Work, ticket: Ticket, demand: Demand) -> None:
    """Tie the ticket to its call: to the one at this desk, else to one taken down by hand."""
    if demand.call is not None:
        mine = select(Call).where(Call.id == demand.call, Call.taken_by == work.person.account)
        if (call := work.session.scalar(mine)) is not None:
            call.ticket_id, call.purpose = ticket.id, call.purpose or CallPurpose.NEW
            return
    if demand.channel == Channel.PHONE and demand.phone:
        work.session.add(
            Call(
                ticket_id=ticket.id,
                caller_index=work.vault.blind(normal_phone(demand.phone)),
                region=demand.region or None,
                purpose=CallPurpose.NEW,
                taken_by=work.person.account,
                started_at=work.now,
                answered_at=work.now,
                ended_at=work.now,
            )
        )


def _write(ticket: Ticket, demand: Demand) -> None:
    ticket.title, ticket.text, ticket.address = demand.title, demand.text, demand.address
    ticket.requester_kind, ticket.secret = demand.requester_kind, demand.secret
    ticket.demand_type, ticket.urgency = demand.demand_type, demand.urgency
    if demand.region:
        ticket.region, ticket.region_chosen = demand.region, True
    ticket.search = cast(func.array_to_tsvector(bigrams(f"{demand.title} {demand.text} {demand.address}")), TSVECTOR)


def _check(work: Work, demand: Demand) -> None:
    """Everything that is wrong with a demand, told at once."""
    unkeepable = [label for name, label in WRITTEN.items() if not keepable(getattr(demand, name) or "")]
    if unkeepable:
        raise Incomplete(f"「{'」「'.join(unkeepable)}」含有无法保存的二进制字符，请粘贴为纯文本")
    wrong = [
        f"「{WRITTEN[name]}」最多 {most} 个字符，请核对"
        for name, most in CODES.items()
        if len(getattr(demand, name) or "") > most
    ]
    if len(demand.text) > LONGEST:
        wrong.append(f"「诉求内容」有 {len(demand.text)} 字，最多 {LONGEST} 字，请摘要填写，全文作附件")
    if len(demand.title) > 200:
        wrong.append(f"「标题」有 {len(demand.title)} 字，最多 200 字，请缩短")
    if demand.phone and not valid_phone(demand.phone):
        wrong.append(f"「联系电话」{demand.phone[:20]} 不是有效的手机号或带区号的固定电话，请核对")
    if demand.region and work.session.get(RegionRecord, demand.region) is None:
        wrong.append(f"「区划」{demand.region} 不在区划表中，请重新选择")
    if wrong:
        raise Incomplete("；".join(wrong))


def _requester(work: Work, demand: Demand) -> uuid.UUID | None:
    """The person or enterprise who asks: known by 蒙速办 id or phone, else taken down anew; None if anonymous."""
    phone = normal_phone(demand.phone) if demand.phone else ""
    if not (phone or demand.mengsuban_id or demand.name or demand.company):
        return None
    known = _known_requester(work, demand, phone)
    if known is None:
        known = Requester(id=uuid.uuid4(), created_at=work.now, kind=demand.requester_kind)
        work.session.add(known)
    known.kind = demand.requester_kind
    known.company = demand.company or known.company
    known.uscc = demand.uscc or known.uscc
    known.mengsuban_id = known.mengsuban_id or demand.mengsuban_id
    if phone:
        known.phone_sealed = work.vault.seal(phone, f"requesters.phone.{known.id}")
        known.phone_index = work.vault.blind(phone)
    if demand.name:
        known.name_sealed = work.vault.seal(demand.name, f"requesters.name.{known.id}")
    work.session.flush()
    return known.id


def _known_requester(work: Work, demand: Demand, phone: str) -> Requester | None:
    if demand.mengsuban_id:
        return work.session.scalar(select(Requester).where(Requester.mengsuban_id == demand.mengsuban_id))
    if phone:
        # 蒙速办里填的号码没有核实过：不能凭它把别人的来电并到这位用户名下
        found = select(Requester).where(
            Requester.phone_index == work.vault.blind(phone), Requester.mengsuban_id.is_(None)
        )
        return work.session.scalars(found.order_by(Requester.created_at).limit(1)).first()
    return None
