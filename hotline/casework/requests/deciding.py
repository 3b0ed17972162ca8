"""Deciding what a unit asked for (审批): granted, refused, or ruled; each leaves a coded record that the rules learn from."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from hotline.casework.contacts import Spoken, speak
from hotline.casework.dispatch import RETURNED, TAKEN_BACK, take_back, taken_back
from hotline.casework.joint.merging import end
from hotline.casework.steps import take
from hotline.domain.agency_requests import REQUESTS
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.handling_terms import Means, Reached, RequestKind, RequestState
from hotline.domain.vocabulary import Action
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.tickets import Ticket
from hotline.store.work import Work

K = RequestKind


def grant(work: Work, number: str, request: int, *, words: str, seen: int | None = None) -> Ticket:
    """Grant a request, and let it take effect (同意申请).

    Args:
        words: why; for 热线代联系 what the requester said.
    """
    ticket = work.ticket(number)
    found = pending(work, ticket, request)
    EFFECTS[found.kind](work, ticket, found, words, seen)
    return _decided(work, ticket, found, RequestState.GRANTED)


def refuse(work: Work, number: str, request: int, *, reason: str, seen: int | None = None) -> Ticket:
    """Refuse a request (驳回申请); the ticket stays where it is and its clock goes on."""
    ticket = work.ticket(number)
    found = pending(work, ticket, request)
    take(work, ticket, Action.REFUSE, seen=seen, request=found.id, kind=found.kind, reason=reason)
    return _decided(work, ticket, found, RequestState.REFUSED)


def take_back_by_room(work: Work, number: str, *, reason: str, seen: int | None = None) -> Ticket:
    """The room takes a ticket from its unit without being asked (收回重派)."""
    ticket = work.ticket(number)
    _send_back(work, ticket, reason, TAKEN_BACK, seen, by=work.person.role.label)
    lapse(work, ticket)
    return ticket


def pending(work: Work, ticket: Ticket, request: int) -> AgencyRequest:
    """The request, if it waits for a decision and this person may decide it; nobody decides their own."""
    found = work.session.scalar(
        select(AgencyRequest).where(AgencyRequest.id == request, AgencyRequest.ticket_id == ticket.id).with_for_update()
    )
    if found is None:
        raise NotFound("没有这项申请，或您无权查看")
    if work.person.role not in REQUESTS[found.kind].granted_by:
        raise Forbidden(f"{work.person.role.label}不能审批{found.kind.label}申请")
    if found.asked_by == work.person.account:
        raise Forbidden("申请人不能自己审批，请由另一人决定")
    if found.state != RequestState.PENDING:
        raise Conflict(f"这项申请已「{found.state.label}」，请刷新后再看")
    return found


def lapse(work: Work, ticket: Ticket) -> None:
    """What was asked on a ticket that has gone elsewhere asks for nothing any more (申请失效)."""
    waiting = select(AgencyRequest).where(
        AgencyRequest.ticket_id == ticket.id, AgencyRequest.state == RequestState.PENDING
    )
    for found in work.session.scalars(waiting):
        found.state, found.decided_at = RequestState.LAPSED, work.now


def _decided(work: Work, ticket: Ticket, found: AgencyRequest, state: RequestState) -> Ticket:
    found.state, found.decided_by, found.decided_at = state, work.person.account, work.now
    work.session.flush()
    if found.kind in (K.RETURN, K.TERMINATE) and state == RequestState.GRANTED:
        lapse(work, ticket)
    return ticket


def _returned(work: Work, ticket: Ticket, found: AgencyRequest, words: str, seen: int | None) -> None:
    _send_back(work, ticket, words or "同意退单", RETURNED, seen, by="承办单位")


def _send_back(work: Work, ticket: Ticket, reason: str, case: str, seen: int | None, *, by: str) -> Ticket:
    again = ticket.sent_back + (case == RETURNED)
    sets = {**taken_back(), "sent_back": again, "redispatch": case, "waits_for": f"{by}退回：{reason}"}
    take(work, ticket, Action.SEND_BACK, seen=seen, reason=reason, sets=sets)
    return take_back(work, ticket, "退回")


def _extended(work: Work, ticket: Ticket, found: AgencyRequest, words: str, seen: int | None) -> None:
    until = _date_of(found)
    sets = {"due_at": max(until, ticket.due_at or until), "extended": ticket.extended + 1, "reminded": 0}
    take(work, ticket, Action.EXTEND, seen=seen, due_at=until, reason=words or "同意延期", sets=sets)


def _suspended(work: Work, ticket: Ticket, found: AgencyRequest, words: str, seen: int | None) -> None:
    until = _date_of(found)
    sets = {"suspended_at": work.now, "suspended_until": until}
    take(work, ticket, Action.SUSPEND, seen=seen, until=until, reason=words or "同意挂起", sets=sets)


def _terminated(work: Work, ticket: Ticket, found: AgencyRequest, words: str, seen: int | None) -> None:
    take(work, ticket, Action.TERMINATE, seen=seen, reason=words or "同意终止", sets={"closed_at": work.now})
    end(work, ticket)


def _consulted(work: Work, ticket: Ticket, found: AgencyRequest, words: str, seen: int | None) -> None:
    raise Conflict("会商申请请以裁定指定承办单位作结；不需会商的请驳回")


def _relayed(work: Work, ticket: Ticket, found: AgencyRequest, words: str, seen: int | None) -> None:
    if not words.strip():
        raise Incomplete("请写明诉求人是怎样答复的")
    speak(work, ticket, Spoken(Means.RELAYED, Reached.YES, work.now, words), seen=seen)


def _date_of(found: AgencyRequest) -> datetime:
    if found.until is None:
        raise Incomplete("申请里没有日期，请驳回后让承办单位重新提出")
    return found.until


Effect = Callable[[Work, Ticket, AgencyRequest, str, int | None], None]

EFFECTS: dict[RequestKind, Effect] = {
    K.RETURN: _returned,
    K.EXTEND: _extended,
    K.SUSPEND: _suspended,
    K.TERMINATE: _terminated,
    K.CONSULT: _consulted,
    K.RELAY: _relayed,
}
