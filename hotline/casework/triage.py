"""Looking a ticket over (分类研判): judged, and then dispatched or laid before the dispatcher."""

from hotline.casework.dispatch import Chosen, dispatch
from hotline.casework.judgement import Judgement
from hotline.casework.judging.facts import Given
from hotline.casework.judging.grounds import grounds
from hotline.casework.judging.verdict import judge
from hotline.casework.requests.rulings import against, precedents
from hotline.casework.steps import take
from hotline.domain.vocabulary import Action, Decider, RequesterKind, State
from hotline.store.people import Requester
from hotline.store.tickets import Ticket
from hotline.store.work import Work


def triage(work: Work, judgement: Judgement, number: str) -> Ticket:
    """Look a registered ticket over, and dispatch it or lay it before the dispatcher (机器研判).

    A ticket that somebody was quicker with is left as it is, so the verb may be run twice.
    """
    ticket = work.ticket(number)
    if ticket.state != State.REGISTERED:
        return ticket
    given = Given(
        ticket.title,
        ticket.text,
        phone=_phone_of(work, ticket),
        region=ticket.region if ticket.region_chosen else "",
        requester_kind=ticket.requester_kind if ticket.requester_kind == RequesterKind.ENTERPRISE else None,
        centre=ticket.region,
        address=ticket.address,
        urgency=ticket.urgency,
    )
    verdict = judge(judgement, given, work.now)
    ticket.category = verdict.category if verdict.sure and verdict.category else None
    ticket.confidence, ticket.candidates = verdict.confidence, verdict.candidates
    ticket.demand_type, ticket.urgency = verdict.demand_type, verdict.urgency
    ticket.model_edition = verdict.model_edition
    ticket.reasons = grounds(work, verdict.why, f"{ticket.title} {ticket.text}")
    ticket.requester_kind = verdict.requester
    ticket.region = verdict.region or ticket.region
    reason = verdict.reason
    if verdict.auto and verdict.explained is not None:
        agency = verdict.explained.decision.agency
        found = precedents(work, category=verdict.category, region=ticket.region, text=f"{ticket.title} {ticket.text}")
        other = against(work, found, agency.code)
        if other is None:
            chosen = Chosen.by_rule(judgement.rules, verdict.explained, work.now)
            return dispatch(work, ticket, chosen, Decider.MACHINE)
        reason = f"有裁定先例（{other.number}）与规则不一，规则为 {agency.name}，请人工判定"
    ticket.waits_for = reason
    return take(work, ticket, Action.REFER, reason=reason)


def _phone_of(work: Work, ticket: Ticket) -> str:
    """The caller's number, for its area code only."""
    if ticket.requester_id is None:
        return ""
    requester = work.session.get_one(Requester, ticket.requester_id)
    sealed = requester.phone_sealed
    return work.vault.open(sealed, f"requesters.phone.{requester.id}") if sealed else ""
