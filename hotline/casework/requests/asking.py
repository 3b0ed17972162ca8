"""What a unit asks for (提出申请): within its limit, as often as allowed, for a coded reason; nothing changes by asking."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from hotline.casework.clocks import allowed
from hotline.casework.steps import step_of
from hotline.casework.units import bodies_of, led_here
from hotline.domain.agency_requests import NEEDED, REQUESTS, RequestRule
from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.handling_terms import RequestKind, RequestState, Stage
from hotline.domain.lifecycle import find_move
from hotline.domain.vocabulary import Action
from hotline.store.agencies import AgencyRecord
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work

K = RequestKind
USES = {K.RETURN: "退单", K.EXTEND: "延期", K.SUSPEND: "挂起", K.TERMINATE: "终止", K.CONSULT: "会商"}


@dataclass(frozen=True)
class Asked:
    """What the request says (申请内容).

    Args:
        code: a coded reason of the table of reasons (理由代码).
        basis: the regulation or duty list on which it stands.
        suggests: for a return, the unit that ought to have it.
        until: for an extension or a suspension, the day that is asked for.
        in_charge: for a suspension, who sees to it.
    """

    kind: RequestKind
    code: str
    reason: str
    basis: str = ""
    suggests: str = ""
    until: datetime | None = None
    in_charge: str = ""


def ask(work: Work, number: str, asked: Asked, *, seen: int | None = None) -> AgencyRequest:
    """Put a request to the room (提出申请); it waits for a decision.

    Raises:
        Forbidden, Conflict, Incomplete: not for this unit or role; not now, too late or too often; something missing.
    """
    rule = REQUESTS[asked.kind]
    ticket = led_here(work, number)
    if work.person.role not in rule.asked_by:
        raise Forbidden(f"{work.person.role.label}不能申请{asked.kind.label}")
    if ticket.state not in rule.states:
        raise Conflict(f"工单现为「{ticket.state.label}」，此时不能申请{asked.kind.label}")
    find_move(Action.ASK, ticket.state, work.person.role, {"kind", "code", "reason"})
    _refuse_untimely(work, ticket, rule)
    wrong = [*_missing(work, asked, rule), *_out_of_bounds(work, ticket, asked)]
    if wrong:
        raise Incomplete("；".join(wrong))
    code = asked.code or asked.kind.value  # 代联系没有理由代码
    step = step_of(work, ticket, Action.ASK, seen=seen, kind=asked.kind, code=code, reason=asked.reason)
    deadline = allowed(work, ticket, Stage.DECISION)
    request = AgencyRequest(
        ticket_id=ticket.id, step_id=step.id, kind=asked.kind, agency=work.person.agency,
        asked_by=work.person.account, asked_at=work.now, reason_code=code, basis=asked.basis,
        suggests=asked.suggests or None, until=asked.until, in_charge=asked.in_charge,
        decide_by=deadline.at if deadline else None,
    )  # fmt: skip
    work.session.add(request)
    work.session.flush()
    return request


def _refuse_untimely(work: Work, ticket: Ticket, rule: RequestRule) -> None:
    """Everything for which it is now too late, or once too often."""
    pending = select(AgencyRequest.id).where(
        AgencyRequest.ticket_id == ticket.id, AgencyRequest.state == RequestState.PENDING,
        AgencyRequest.kind == rule.kind,
    )  # fmt: skip
    if work.session.scalar(pending.limit(1)) is not None:
        raise Conflict(f"已有一项{rule.kind.label}申请待批，请等待答复")
    if rule.kind == K.RETURN:
        _refuse_return(work, ticket)
    if rule.kind == K.EXTEND:
        _refuse_extension(work, ticket)
    if rule.kind == K.SUSPEND and ticket.suspended_until is not None:
        raise Conflict("本工单已挂起")
    limit = allowed(work, ticket, rule.within, ticket.dispatched_at) if rule.within else None
    if limit is not None and work.now > limit.at:
        raise Conflict(f"{rule.kind.label}应在 {limit.at:%m月%d日 %H:%M} 前提出，已超过时限；职责不清的可申请会商")


def _refuse_return(work: Work, ticket: Ticket) -> None:
    if ticket.ruling:
        raise Conflict(f"本工单已经裁定指定承办（{ticket.ruling}），不得再退单")
    practice = work.rules.practice
    mine = select(func.count()).where(
        AgencyRequest.ticket_id == ticket.id, AgencyRequest.kind == K.RETURN,
        AgencyRequest.agency.in_(bodies_of(work) | {work.person.agency or ""}),
    )  # fmt: skip
    if (work.session.scalar(mine) or 0) >= practice.number("退单每单位次数"):
        raise Conflict("贵单位已对本工单申请过退单，同一单位限一次；仍有异议的请申请会商")
    if ticket.sent_back >= practice.number("退单全单次数"):
        raise Conflict(f"本工单已退单 {ticket.sent_back} 次，须由热线裁定，不得再退；请申请会商")


def _refuse_extension(work: Work, ticket: Ticket) -> None:
    if ticket.due_at is not None and work.now >= ticket.due_at:
        raise Conflict("延期须在到期前申请，本工单已到期")
    if ticket.extended >= work.rules.practice.number("延期次数"):
        raise Conflict(f"本工单已延期 {ticket.extended} 次，不得再延；确受客观条件限制的可申请挂起")


def _missing(work: Work, asked: Asked, rule: RequestRule) -> list[str]:
    found = [f"请写明「{NEEDED[name]}」" for name in rule.needs if not getattr(asked, name)]
    use = USES.get(asked.kind)
    if use and asked.code not in {one.code for one in work.rules.practice.reasons_for(use)}:
        found.append("请在表中选择理由")
    if not asked.reason.strip():
        found.append("请写明「理由」")
    if asked.suggests and work.session.get(AgencyRecord, asked.suggests) is None:
        found.append(f"建议的单位「{asked.suggests}」不在单位名录中")
    return found


def _out_of_bounds(work: Work, ticket: Ticket, asked: Asked) -> list[str]:
    if asked.until is None:
        return []
    if asked.until <= work.now:
        return ["日期须在今天以后"]
    if asked.kind == K.EXTEND and asked.until > (latest := latest_extension(work, ticket)):
        return [f"延期最多到 {latest:%Y-%m-%d %H:%M}（不超过原时限）"]
    if asked.kind == K.EXTEND and ticket.due_at is not None and asked.until <= ticket.due_at:
        return ["申请的日期并不晚于现在的时限"]
    most = work.rules.practice.number("挂起最长天数")
    if asked.kind == K.SUSPEND and (asked.until - work.now).days > most:
        return [f"挂起最长 {most} 日，请改为更近的日期，到期仍不能办的再申请"]
    return []


def latest_extension(work: Work, ticket: Ticket) -> datetime:
    """The latest day that an extension may reach: the original limit once more, and never past a legal maximum."""
    clock = ticket.explanation.get("clock", {})
    times, due_at = work.rules.practice.number("延期倍数"), ticket.due_at or work.now
    latest = work.rules.calendar.after(
        due_at, int(clock.get("amount", 1)) * times, str(clock.get("clock", "工作日"))
    ).at
    first = work.session.scalar(select(func.min(Assignment.given_at)).where(Assignment.ticket_id == ticket.id))
    legal = allowed(work, ticket, Stage.EXTENSION, first)
    return min(latest, legal.at) if legal else latest
