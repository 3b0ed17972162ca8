"""Rulings (裁定): the room appoints the unit, after which there is no return; each is a precedent for the next dispatch."""

from collections.abc import Sequence

from sqlalchemy import cast, func, or_, select
from sqlalchemy.dialects.postgresql import TSVECTOR

from hotline.casework.clocks import demand_of
from hotline.casework.dispatch import RULED, by_person, dispatch, take_back
from hotline.casework.requests.deciding import lapse, pending
from hotline.casework.steps import refuse_stale
from hotline.domain.agency_requests import ROOM
from hotline.domain.errors import Forbidden, Incomplete
from hotline.domain.handling_terms import RequestState
from hotline.domain.lifecycle import find_move
from hotline.domain.moments import beijing
from hotline.domain.privacy import mask_text
from hotline.domain.searching import bigrams
from hotline.domain.vocabulary import Action, Decider
from hotline.store.agencies import AgencyRecord
from hotline.store.casefile.requests import RULING_SEQUENCE, AgencyRequest, Ruling
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from routing_rules import explain

SHOWN = 3
KEPT = 500  # 字：先例里留多少诉求正文（已脱敏）
ALIKE = 0.12  # 与先例共有的两字片段占比


def rule(
    work: Work, number: str, *, agency: str, basis: str, request: int | None = None, seen: int | None = None
) -> Ruling:
    """Appoint a unit by ruling (裁定指定): on a request for return or consultation, or by the room itself.

    Raises:
        Incomplete: no unit of the directory, or no basis.
    """
    ticket = work.ticket(number)
    if work.person.role not in ROOM:
        raise Forbidden(f"{work.person.role.label}不能裁定")
    find_move(Action.DISPATCH, ticket.state, work.person.role, {"agency", "due_at", "ruling"})
    refuse_stale(ticket, seen)
    found = pending(work, ticket, request) if request is not None else None
    unit = work.session.get(AgencyRecord, agency)
    wrong = [] if unit else [f"承办单位「{agency}」不在单位名录中，请重新选择"]
    wrong += [] if basis.strip() else ["请写明裁定的依据"]
    wrong += [] if ticket.category else ["请先选定事项分类再裁定"]
    if wrong or unit is None:
        raise Incomplete("；".join(wrong))
    ruling = _put_down(work, ticket, unit, basis)
    demand = demand_of(ticket)
    advised = explain(work.rules, demand, work.now)
    chosen = by_person(work.rules, ticket, unit.code, advised, work.now, category=demand.category, region=demand.region)
    ticket.redispatch = RULED if ticket.dispatched_at else None
    take_back(work, ticket, "裁定指定")
    dispatch(work, ticket, chosen, Decider.DISPATCHER, ruling=ruling.number)
    if found is not None:
        found.state, found.ruling = RequestState.RULED, ruling.number
        found.decided_by, found.decided_at = work.person.account, work.now
    lapse(work, ticket)
    return ruling


def _put_down(work: Work, ticket: Ticket, unit: AgencyRecord, basis: str) -> Ruling:
    sequence = work.session.scalar(select(RULING_SEQUENCE.next_value())) or 0
    text = mask_text(f"{ticket.title} {ticket.text}".strip())[:KEPT]
    ruling = Ruling(
        number=f"裁定〔{beijing(work.now):%Y}〕{sequence}号", ticket_id=ticket.id, category=ticket.category or "",
        region=ticket.region, requester_kind=ticket.requester_kind, agency=unit.code, function=unit.function,
        against=ticket.agency, text=text, basis=basis, rule=ticket.rule, rule_edition=ticket.rule_edition,
        ruled_by=work.person.account, ruled_at=work.now,
        search=cast(func.array_to_tsvector(bigrams(text)), TSVECTOR),
    )  # fmt: skip
    work.session.add(ruling)
    work.session.flush()
    return ruling


def precedents(work: Work, *, category: str, region: str, text: str) -> Sequence[Ruling]:
    """The rulings that speak of such a matter in this league, the most alike first (裁定先例)."""
    own = bigrams(mask_text(text)[:KEPT])
    if not own or not category:
        return ()
    near = select(Ruling).where(Ruling.category == category, Ruling.region.like(f"{region[:4]}%"))
    found = work.session.scalars(near.order_by(Ruling.id.desc()).limit(50)).all()
    likeness = {ruling.id: _likeness(set(own), set(bigrams(ruling.text))) for ruling in found}
    alike = [ruling for ruling in found if likeness[ruling.id] >= ALIKE]
    return sorted(alike, key=lambda ruling: -likeness[ruling.id])[:SHOWN]


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def against(work: Work, found: Sequence[Ruling], agency: str) -> Ruling | None:
    """The first precedent that appointed another body than this unit; a machine does not dispatch against it."""
    codes = {ruling.agency for ruling in found} | {agency}
    bodies = dict(
        work.session.execute(select(AgencyRecord.code, AgencyRecord.body).where(AgencyRecord.code.in_(codes))).all()
    )
    return next((ruling for ruling in found if bodies.get(ruling.agency) != bodies.get(agency)), None)


def register_of_rulings(work: Work, words: str = "", category: str = "") -> Sequence[Ruling]:
    """The register of rulings (裁定登记册), the newest first, by words and category."""
    wanted = select(Ruling).where(Ruling.region.startswith(work.person.region, autoescape=True))
    if category:
        wanted = wanted.where(Ruling.category == category)
    if words.strip():
        wanted = wanted.where(or_(Ruling.text.contains(words, autoescape=True), Ruling.number == words))
    return work.session.scalars(wanted.order_by(Ruling.id.desc()).limit(100)).all()


def asked_on(work: Work, ticket: Ticket) -> Sequence[AgencyRequest]:
    """Everything that was asked on a ticket, in its order (申请记录)."""
    return work.session.scalars(
        select(AgencyRequest).where(AgencyRequest.ticket_id == ticket.id).order_by(AgencyRequest.id)
    ).all()
