"""Counting tickets (统计): the SQL behind every figure; formulas stand in hotline/analytics."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    and_,
    case,
    cast,
    distinct,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Action, Decider, RequesterKind, Solved, State
from hotline.store.people import Requester
from hotline.store.tickets import Step, Ticket
from hotline.store.work import Work

Counted = ColumnElement[Any] | InstrumentedAttribute[Any]

ACCEPT_WITHIN = timedelta(days=1)
WEEK, MONDAY = timedelta(weeks=1), datetime(1970, 1, 5, tzinfo=BEIJING)  # 周一零点，北京时间
PARTS = ("due", "on_time", "given", "accepted", "asked", "solved", "rated", "content")
LEAGUE = func.substr(Ticket.region, 1, 4)
BRANCH = func.substr(Ticket.category, 1, 2)


@dataclass(frozen=True)
class Span:
    """A stretch of time, the end not included, and the region that is counted."""

    start: datetime
    end: datetime
    region: str

    def received(self) -> ColumnElement[bool]:
        """Tickets registered in it."""
        return and_(
            Ticket.registered_at >= self.start, Ticket.registered_at < self.end, self.inside(),
            Ticket.state != State.DRAFT,
        )  # fmt: skip

    def inside(self) -> ColumnElement[bool]:
        """Tickets of the region."""
        return Ticket.region.startswith(self.region, autoescape=True)


def _when(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def received_by(work: Work, span: Span, *columns: Counted) -> Sequence[Any]:
    """Tickets received, by these columns, the most first."""
    counted = func.count().label("n")
    rows = select(*columns, counted).where(span.received()).group_by(*columns).order_by(counted.desc(), *columns)
    return work.session.execute(rows).all()


def received_by_week(work: Work, span: Span) -> dict[str, int]:
    """Tickets received a week, by the Monday in Beijing time."""
    local = func.date_part("epoch", Ticket.registered_at) - MONDAY.timestamp()
    week = cast(func.floor(local / WEEK.total_seconds()), Integer).label("week")  # 整数比写日期快得多：一季二十几万行
    rows = work.session.execute(select(week, func.count()).where(span.received()).group_by(literal_column("1")))
    return {f"{MONDAY + number * WEEK:%Y-%m-%d}": count for number, count in rows}


def intake_totals(work: Work, span: Span) -> dict[str, int]:
    """How what came in was dealt with: at once, by whom dispatched, by whom waited for."""
    steps = Step.__table__.c  # 问的是已在权限之内的工单，不必再限一次
    answered = exists().where(steps.ticket_id == Ticket.id, steps.action == Action.ANSWER)
    row = work.session.execute(
        select(
            func.count().label("received"),
            _when(Ticket.requester_kind == RequesterKind.ENTERPRISE).label("enterprise"),
            _when(answered).label("answered"),
            _when(Ticket.state == State.GUIDED).label("guided"),
            _when(Ticket.state == State.TRANSFERRED).label("transferred"),
            _when(Ticket.state == State.VOID).label("void"),
            _when(Ticket.state == State.QUEUED).label("waiting"),
            _when(Ticket.dispatched_at.is_not(None)).label("dispatched"),
            _when(Ticket.decided_by == Decider.MACHINE).label("by_machine"),
            _when(Ticket.decided_by == Decider.AGENT).label("by_agent"),
            _when(Ticket.decided_by == Decider.DISPATCHER).label("by_dispatcher"),
            _when(Ticket.sent_back > 0).label("sent_back"),
            _when(Ticket.redone > 0).label("redone"),
            func.count(distinct(Ticket.requester_id)).label("people"),
            _when(Ticket.merged_into.is_not(None)).label("merged"),
            _when(Ticket.rating_excluded.is_(True)).label("excluded"),
        ).where(span.received())
    ).one()
    return dict(row._mapping)


def performance_by(work: Work, span: Span, now: datetime, *columns: Counted) -> Sequence[Any]:
    """The numerators and denominators of 签收 办结 解决 满意, by these columns or as a whole.

    Only what is due by now is counted: early answers alone would make an unfinished week look perfect.

    on time: tickets whose deadline lies in the span; response: dispatched in it; resolution and satisfaction: closed in it.
    """
    due = and_(
        Ticket.due_at >= span.start, Ticket.due_at < span.end, Ticket.due_at < now, Ticket.suspended_until.is_(None)
    )  # fmt: skip  # 挂起的不计入分母，单列
    given = and_(
        Ticket.dispatched_at >= span.start, Ticket.dispatched_at < span.end,
        Ticket.dispatched_at < now - ACCEPT_WITHIN,
    )  # fmt: skip
    closed = and_(
        Ticket.closed_at >= span.start, Ticket.closed_at < span.end, Ticket.rating_excluded.is_(False)
    )  # fmt: skip
    half = cast(func.sum(case((and_(closed, Ticket.solved == Solved.PARTLY), 0.5), else_=0.0)), Float)
    figures = (
        _when(due).label("due"),
        _when(and_(due, _replied(), Ticket.replied_at <= Ticket.due_at)).label("on_time"),
        _when(given).label("given"),
        _when(and_(given, Ticket.accepted_at <= Ticket.dispatched_at + ACCEPT_WITHIN)).label("accepted"),
        _when(and_(closed, Ticket.solved.is_not(None))).label("asked"),
        (_when(and_(closed, Ticket.solved == Solved.YES)) + half).label("solved"),
        _when(and_(closed, Ticket.satisfaction.is_not(None))).label("rated"),
        _when(and_(closed, Ticket.satisfaction.in_(["5", "4", "3"]))).label("content"),
    )
    within = and_(span.inside(), or_(due, given, closed))
    rows = select(*columns, *figures).where(within).group_by(*columns)
    return work.session.execute(rows.order_by(literal_column("due").desc(), *columns)).all()


def together(rows: Iterable[Any], key: Callable[[Any], str | None]) -> dict[str, dict[str, float]]:
    """The rows of `performance_by` added up by a key; what has no key is left out (合计)."""
    added: dict[str, dict[str, float]] = {}
    for row in rows:
        name = key(row)
        if name is not None:
            whole = added.setdefault(name, dict.fromkeys(PARTS, 0))
            for part in PARTS:
                whole[part] += getattr(row, part) or 0
    return added


def _replied() -> ColumnElement[bool]:
    return Ticket.replied_at.is_not(None)


def enterprise_matters(work: Work, span: Span) -> Sequence[Any]:
    """Enterprise demands by category and league: how many, and from how many enterprises.

    One enterprise with many telephones is one: by its credit code or by its name, whichever gives fewer; and all who
    did not say who they are count as one, for they may be one (k-匿名从严).
    """
    caller = func.coalesce(cast(Ticket.requester_id, Ticket.number.type), "匿名")
    by_code = func.coalesce(Requester.uscc, Requester.company, caller)
    by_name = func.coalesce(Requester.company, Requester.uscc, caller)
    rows = (
        select(
            Ticket.category.label("category"),
            LEAGUE.label("league"),
            func.count().label("demands"),
            func.least(func.count(distinct(by_code)), func.count(distinct(by_name))).label("enterprises"),
        )
        .outerjoin(Requester, Requester.id == Ticket.requester_id)
        .where(span.received(), Ticket.requester_kind == RequesterKind.ENTERPRISE, Ticket.category.is_not(None))
        .group_by(Ticket.category, LEAGUE)
    )
    return work.session.execute(rows).all()


def deciders(work: Work) -> dict[str, int]:
    """How many dispatches each kind of decider made, over all time (派单方式)."""
    rows = work.session.execute(
        select(Step.role, func.count()).where(Step.action == Action.DISPATCH).group_by(Step.role)
    )
    return {role.label: count for role, count in rows}
