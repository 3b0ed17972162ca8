"""What is wrong with the data, as conditions (数据质量查询): one condition counts a finding and lists its tickets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select, true
from sqlalchemy.orm import aliased

from hotline.domain.vocabulary import Decider, RequesterKind, State
from hotline.store.contacts import Call
from hotline.store.people import Requester
from hotline.store.queries.figures.tallying import LEAGUE, WHOLE
from hotline.store.tickets import Ticket
from hotline.store.work import Work

Condition = ColumnElement[bool]
LATE = timedelta(hours=2)  # 来电之后过了这么久才登记，算补记
ALIKE_WITHIN = timedelta(days=7)
PEOPLE = (Decider.AGENT, Decider.DISPATCHER)
UNDECIDED = (State.REGISTERED, State.QUEUED, State.GUIDED, State.TRANSFERRED, State.VOID, State.WITHDRAWN, State.MERGED)


@dataclass(frozen=True)
class Check:
    """A condition on tickets received, and of which of them it is asked (数据质量核对项)."""

    held: Condition
    of: Condition


def checks() -> Mapping[str, Check]:
    """All conditions on tickets, by their code."""
    first = Ticket.candidates[0]["category"].astext
    machine = and_(Ticket.model_edition.is_not(None), first.is_not(None))
    decided = Ticket.state.not_in(UNDECIDED)
    return {
        "地点未定": Check(Ticket.region == WHOLE, true()),
        "分类未定": Check(Ticket.category.is_(None), decided),
        "步骤倒序": Check(_disordered(), true()),
        "补记": Check(_late(), _called()),
        "自动分类": Check(machine, true()),
        "改判分类": Check(and_(Ticket.decided_by.in_(PEOPLE), Ticket.category != first), machine),
        "暂定时限": Check(Ticket.provisional.is_(True), Ticket.due_at.is_not(None)),
        "企业身份不明": Check(_nameless(), Ticket.requester_kind == RequesterKind.ENTERPRISE),
        "疑似重复": Check(_repeated(), Ticket.requester_id.is_not(None)),
    }


def _disordered() -> Condition:
    """Closed, answered, accepted or dispatched before what must come first."""
    pairs = (
        (Ticket.closed_at, Ticket.registered_at), (Ticket.dispatched_at, Ticket.registered_at),
        (Ticket.accepted_at, Ticket.dispatched_at), (Ticket.replied_at, Ticket.registered_at),
        (Ticket.closed_at, Ticket.replied_at),
    )  # fmt: skip
    return or_(*(func.coalesce(later < earlier, literal(False)) for later, earlier in pairs))


def _called() -> Condition:
    calls = Call.__table__.c
    return exists().where(calls.ticket_id == Ticket.id)


def _late() -> Condition:
    """Written down long after the call that told of it."""
    calls = Call.__table__.c
    return exists().where(calls.ticket_id == Ticket.id, calls.started_at < Ticket.registered_at - LATE)


def _nameless() -> Condition:
    asks = Requester.__table__.c
    known = exists().where(asks.id == Ticket.requester_id, or_(asks.company.is_not(None), asks.uscc.is_not(None)))
    return ~known


def _repeated() -> Condition:
    """The same requester spoke of the same matter in the same place a few days before, and the two were not merged."""
    earlier = aliased(Ticket.__table__)
    return and_(
        Ticket.merged_into.is_(None),
        exists().where(
            earlier.c.requester_id == Ticket.requester_id, earlier.c.category == Ticket.category,
            earlier.c.region == Ticket.region, earlier.c.id < Ticket.id,
            earlier.c.registered_at >= Ticket.registered_at - ALIKE_WITHIN, earlier.c.merged_into.is_(None),
        ),
    )  # fmt: skip


def _received(start: datetime, end: datetime) -> tuple[Condition, ...]:
    return Ticket.registered_at >= start, Ticket.registered_at < end, Ticket.state != State.DRAFT


def found_among_tickets(work: Work, start: datetime, end: datetime) -> dict[str, dict[str, tuple[int, int]]]:
    """By league and code: how many tickets received in that time a condition holds of, and of how many it was asked."""
    asked = checks()
    league = func.substr(Ticket.region, 1, LEAGUE)
    counted = [
        func.count(case((held, 1))) for check in asked.values() for held in (and_(check.of, check.held), check.of)
    ]
    rows = select(league, *counted).where(*_received(start, end)).group_by(league)
    return {
        place: {code: (numbers[2 * at], numbers[2 * at + 1]) for at, code in enumerate(asked)}
        for place, *numbers in work.session.execute(rows)
    }


def calls_without_ticket(work: Work, start: datetime, end: datetime) -> dict[str, tuple[int, int]]:
    """By league: calls that were answered and led neither to a ticket nor to a known event, and all that were answered."""
    league = func.substr(func.coalesce(Call.region, literal(WHOLE)), 1, LEAGUE)
    loose = func.count(case((and_(Call.ticket_id.is_(None), Call.event_id.is_(None), Call.purpose.is_(None)), 1)))
    rows = select(league, loose, func.count()).where(
        Call.started_at >= start, Call.started_at < end, Call.answered_at.is_not(None)
    )  # fmt: skip
    return {place: (found, of_all) for place, found, of_all in work.session.execute(rows.group_by(league))}


def tickets_behind(code: str, start: datetime, end: datetime, region: str) -> Select[Any] | None:
    """The tickets that a finding counts; None where no tickets lie behind it."""
    check = checks().get(code)
    if check is None:
        return None
    within = Ticket.region.startswith(region, autoescape=True)
    return select(Ticket).where(*_received(start, end), within, check.of, check.held)
