"""A rating that should not count (评价剔除): applied for with evidence by the unit, decided by a second person."""

from sqlalchemy import select

from hotline.casework.evidence import has_evidence
from hotline.casework.steps import step_of, take
from hotline.casework.units import led_here
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.handling_terms import RequestState
from hotline.domain.lifecycle import find_move
from hotline.domain.vocabulary import Action
from hotline.store.casefile.supervision import RatingAppeal
from hotline.store.tickets import Ticket
from hotline.store.work import Work


def appeal(work: Work, number: str, *, code: str, reason: str, seen: int | None = None) -> Ticket:
    """The unit applies that this rating be left out of its figures (申请剔除)."""
    ticket = led_here(work, number)
    find_move(Action.APPEAL, ticket.state, work.person.role, {"code", "reason"})
    if ticket.satisfaction is None:
        raise Conflict("本工单没有评价，无须申请剔除")
    if code not in {one.code for one in work.rules.practice.reasons_for("剔除")}:
        raise Incomplete("请在表中选择剔除理由")
    if not has_evidence(work, ticket):
        raise Incomplete("申请剔除须附证据，办理时没有上传过附件的，不能剔除")
    if work.session.scalar(select(RatingAppeal.id).where(RatingAppeal.ticket_id == ticket.id)) is not None:
        raise Conflict("本工单已申请过剔除，一件工单只能申请一次")
    step = step_of(work, ticket, Action.APPEAL, seen=seen, code=code, reason=reason)
    work.session.add(
        RatingAppeal(
            ticket_id=ticket.id, step_id=step.id, agency=ticket.agency or "", reason_code=code,
            asked_by=work.person.account, asked_at=work.now,
        )
    )  # fmt: skip
    work.session.flush()
    return ticket


def decide(work: Work, number: str, *, grant: bool, reason: str, seen: int | None = None) -> Ticket:
    """A second person decides: the rating stays on record, and counts or does not (剔除或维持)."""
    ticket = work.ticket(number)
    action = Action.EXCLUDE if grant else Action.KEEP
    find_move(action, ticket.state, work.person.role, {"reason"})
    pending = select(RatingAppeal).where(RatingAppeal.ticket_id == ticket.id)
    found = work.session.scalar(pending.with_for_update())
    if found is None:
        raise NotFound("本工单没有剔除申请")
    if found.state != RequestState.PENDING:
        raise Conflict(f"剔除申请已「{found.state.label}」")
    if found.asked_by == work.person.account:
        raise Forbidden("申请人不能自己审批，请由另一人决定")
    sets = {"rating_excluded": True} if grant else {}
    take(work, ticket, action, seen=seen, reason=reason, sets=sets)
    found.state = RequestState.GRANTED if grant else RequestState.REFUSED
    found.decided_by, found.decided_at = work.person.account, work.now
    return ticket
