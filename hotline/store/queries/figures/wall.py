"""What the enterprise wall and the board of today show (企业诉求墙、今日实况): as the register stands this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, select

from hotline.domain.lifecycle import OPEN
from hotline.domain.vocabulary import RequesterKind, State
from hotline.store.contacts import Call
from hotline.store.tickets import Ticket
from hotline.store.work import Work

SOON = timedelta(hours=24)
NEXT = 15
LEAGUE = 4
RUNNING = OPEN - {State.DRAFT}


@dataclass(frozen=True)
class LeagueDemands:
    """Open enterprise demands of one league (在办企业诉求): how many, how many of them late, due within a day."""

    league: str
    open: int
    late: int
    soon: int


def _open_ones() -> tuple[ColumnElement[bool], ...]:
    return Ticket.requester_kind == RequesterKind.ENTERPRISE, Ticket.state.in_(RUNNING)


def standings(work: Work) -> Sequence[LeagueDemands]:
    """Open enterprise demands by league, the most first; one pass over what is open."""
    league = func.substr(Ticket.region, 1, LEAGUE)
    late = Ticket.next_due_at < work.now
    soon = Ticket.next_due_at.between(work.now, work.now + SOON)
    counted = (func.count(case((held, 1))) for held in (late, soon))
    rows = select(league, func.count(), *counted).where(*_open_ones()).group_by(league)
    found = [LeagueDemands(*row) for row in work.session.execute(rows)]
    return sorted(found, key=lambda one: (-one.open, one.league))


def next_deadlines(work: Work) -> Sequence[Ticket]:
    """The open enterprise demands whose next step is due first."""
    wanted = select(Ticket).where(*_open_ones()).order_by(Ticket.next_due_at.nulls_first(), Ticket.id).limit(NEXT)
    return work.session.scalars(wanted).all()


def by_hour_of_day(work: Work, start: datetime, region: str) -> dict[str, dict[int, int]]:
    """Received, closed, called and answered by the hour of one day in Beijing (逐时)."""
    within = Ticket.region.startswith(region, autoescape=True)
    received = _hourly(Ticket.registered_at, start).where(Ticket.state != State.DRAFT, within)
    closed = _hourly(Ticket.closed_at, start).where(within)
    calls = _hourly(Call.started_at, start)
    asked = {"受理": received, "办结": closed, "呼入": calls, "接通": calls.where(Call.answered_at.is_not(None))}
    return {name: {hour: number for hour, number in work.session.execute(rows)} for name, rows in asked.items()}


def _hourly(moment: Any, start: datetime) -> Select[int, int]:
    hour = cast(func.extract("hour", func.timezone("Asia/Shanghai", moment)), Integer)
    return select(hour, func.count()).where(moment >= start, moment < start + timedelta(days=1)).group_by(hour)
