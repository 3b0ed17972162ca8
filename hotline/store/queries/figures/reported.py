"""What a report asks besides the measures (报告查询): hours, people, lists of hard cases, names."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, String, any_, cast, distinct, func, select

from hotline.domain.moments import beijing
from hotline.domain.vocabulary import State
from hotline.store.agencies import AgencyRecord
from hotline.store.casefile.requests import Ruling
from hotline.store.casefile.supervision import Supervision
from hotline.store.queries.figures.tallying import FIRST_DAY, Stretch
from hotline.store.tickets import Ticket
from hotline.store.work import Work

MOST = 20


def _received(stretch: Stretch) -> list[ColumnElement[bool]]:
    within = [] if stretch.region == "15" else [Ticket.region.startswith(stretch.region, autoescape=True)]
    span = [Ticket.registered_at >= stretch.start, Ticket.registered_at < stretch.end]
    return [*span, Ticket.state != State.DRAFT, *within]


def by_hour(work: Work, stretch: Stretch) -> dict[tuple[int, int], int]:
    """Demands received by weekday (1 is Monday) and hour of Beijing time (时段)."""
    hour = func.date_bin(timedelta(hours=1), Ticket.registered_at, FIRST_DAY).label("hour")
    found: Counter[tuple[int, int]] = Counter()
    for start, number in work.session.execute(select(hour, func.count()).where(*_received(stretch)).group_by(hour)):
        found[beijing(start).isoweekday(), beijing(start).hour] += number
    return dict(found)


def people(work: Work, stretch: Stretch) -> int:
    """How many different known requesters (人数); those who did not say who they are are not among them."""
    found = select(func.count(distinct(Ticket.requester_id))).where(*_received(stretch))
    return work.session.scalar(found) or 0


def agency_names(work: Work, codes: Collection[str]) -> dict[str, str]:
    """Names of units by code."""
    asked = any_(cast(list(codes), ARRAY(String)))  # 一个数组参数：单位上千时，逐个参数解析就要四分之一秒
    wanted = select(AgencyRecord.code, AgencyRecord.name).where(AgencyRecord.code == asked)
    return {code: name for code, name in work.session.execute(wanted)}


@dataclass(frozen=True)
class HardCase:
    """A ticket that needs somebody higher (疑难工单), without its words."""

    number: str
    category: str | None
    region: str
    agency: str | None
    due_at: datetime | None
    state: State
    redone: int
    supervised: str | None
    suspended_until: datetime | None


def hard_cases(work: Work, stretch: Stretch, now: datetime) -> Sequence[HardCase]:
    """Problem tickets, supervised ones and the longest overdue, as they stand at that moment; 20 at most."""
    running = Ticket.state.in_((State.QUEUED, State.DISPATCHED, State.HANDLING))
    hard = Ticket.problem.is_(True) | Ticket.supervised.is_not(None) | (Ticket.due_at < now)
    wanted = select(Ticket).where(running, hard, Ticket.registered_at < stretch.end)
    if stretch.region != "15":
        wanted = wanted.where(Ticket.region.startswith(stretch.region, autoescape=True))
    order = (Ticket.problem.desc(), Ticket.supervised.is_not(None).desc(), Ticket.due_at, Ticket.id)
    found = work.session.scalars(wanted.order_by(*order).limit(MOST)).all()
    return [
        HardCase(
            one.number, one.category, one.region, one.agency, one.due_at, one.state, one.redone,
            one.supervised.label if one.supervised else None, one.suspended_until,
        )
        for one in found
    ]  # fmt: skip


def suspended(work: Work, stretch: Stretch) -> int:
    """How many tickets are suspended now (挂账)."""
    wanted = select(func.count()).select_from(Ticket).where(Ticket.suspended_until.is_not(None))
    if stretch.region != "15":
        wanted = wanted.where(Ticket.region.startswith(stretch.region, autoescape=True))
    return work.session.scalar(wanted) or 0


def rulings_in(work: Work, stretch: Stretch) -> Sequence[Any]:
    """Number, category, region, unit and basis of the rulings of that time (裁定)."""
    wanted = select(Ruling.number, Ruling.category, Ruling.region, Ruling.agency, Ruling.basis)
    wanted = wanted.where(Ruling.ruled_at >= stretch.start, Ruling.ruled_at < stretch.end)
    if stretch.region != "15":
        wanted = wanted.where(Ruling.region.startswith(stretch.region, autoescape=True))
    return work.session.execute(wanted.order_by(Ruling.number).limit(MOST)).all()


def supervisions_in(work: Work, stretch: Stretch) -> dict[str, int]:
    """How many supervisions of each kind were raised in that time (督办)."""
    wanted = select(Supervision.kind, func.count()).join(Ticket, Ticket.id == Supervision.ticket_id)
    wanted = wanted.where(Supervision.raised_at >= stretch.start, Supervision.raised_at < stretch.end)
    if stretch.region != "15":
        wanted = wanted.where(Ticket.region.startswith(stretch.region, autoescape=True))
    return {kind.label: number for kind, number in work.session.execute(wanted.group_by(Supervision.kind))}
