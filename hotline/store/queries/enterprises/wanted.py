"""Which enterprise demands are meant (涉企范围): one condition, used for counting, for adding up sums and for listing.

The tables beside the ticket are asked bare: whoever may see the ticket may see what stands beside it, and the scope is laid
on the ticket already.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, func, or_, select, true, type_coerce

from hotline.domain.analysis.enterprises import AmountKind
from hotline.domain.lifecycle import OPEN
from hotline.domain.vocabulary import DemandType, RequesterKind, Role, State, Urgency
from hotline.store.analysis.enterprises import AmountEntry, Enterprise, EnterpriseDemand
from hotline.store.people import Staff
from hotline.store.queries.figures.measures import streams
from hotline.store.queries.figures.rolled import stretch_of
from hotline.store.tickets import Ticket

FIRM, DEMAND, MONEY = Enterprise.__table__, EnterpriseDemand.__table__, AmountEntry.__table__
HANDED = (State.DISPATCHED, State.HANDLING, State.REPLIED, State.CALLBACK)
OF_PERIOD = "涉企"  # 报告里的涉企数字都是本期登记的那一批，下钻时以此认出
UNKNOWN = ""  # 没有登记的那一格


class Facet(StrEnum):
    """By what enterprise demands are parted (涉企维度)."""

    SECTION = "行业"
    DIVISION = "行业大类"
    SCALE = "规模"
    LEAGUE = "盟市"
    BANNER = "旗县"
    PARK = "园区"
    BRANCH = "事项大类"
    MATTER = "事项"
    BOTTLENECK = "堵点环节"
    ENTERPRISE = "企业"
    YEAR = "年度"


# fmt: off
COLUMNS: dict[Facet, ColumnElement[Any]] = {
    Facet.SECTION:    func.substr(FIRM.c.industry, 1, 1),
    Facet.DIVISION:   FIRM.c.industry,
    Facet.SCALE:      type_coerce(FIRM.c.scale, String),
    Facet.LEAGUE:     func.substr(Ticket.region, 1, 4),
    Facet.BANNER:     Ticket.region.expression,
    Facet.PARK:       FIRM.c.park,
    Facet.BRANCH:     func.substr(Ticket.category, 1, 2),
    Facet.MATTER:     Ticket.category.expression,
    Facet.BOTTLENECK: type_coerce(DEMAND.c.bottleneck, String),
    Facet.ENTERPRISE: DEMAND.c.uscc,
    Facet.YEAR:       func.to_char(func.timezone("Asia/Shanghai", Ticket.registered_at), "YYYY"),
}
# fmt: on


@dataclass(frozen=True)
class Wanted:
    """Which enterprise demands (涉企范围).

    Args:
        first, last: days of registration, both included; None is without a limit.
        cut: hours before midnight at which a statistical day ends.
        within: by facet, the code that it must have; an empty one means that it was never entered.
        measure: only those that count for it; all without it.
        only: of these enterprises; of all without it.
    """

    first: date | None = None
    last: date | None = None
    cut: int = 0
    within: Mapping[Facet, str] = field(default_factory=dict)
    measure: str = ""
    only: tuple[str, ...] = ()

    def narrowed(self, within: Mapping[Facet, str]) -> "Wanted":
        """The same, and of these codes besides."""
        return replace(self, within={**self.within, **within})

    def conditions(self, now: datetime) -> list[ColumnElement[bool]]:
        """What a ticket must fulfil."""
        found = [Ticket.requester_kind == RequesterKind.ENTERPRISE, Ticket.state != State.DRAFT]
        if self.first is not None:
            found.append(Ticket.registered_at >= stretch_of(self.first, self.first, self.cut).start)
        if self.last is not None:
            found.append(Ticket.registered_at < stretch_of(self.last, self.last, self.cut).end)
        found += [func.coalesce(COLUMNS[one], UNKNOWN) == code for one, code in self.within.items()]
        if self.only:
            found.append(DEMAND.c.uscc.in_(self.only))
        return [*found, measures(now)[self.measure]] if self.measure else found

    def tickets(self, now: datetime) -> Select[Any]:
        """Those tickets."""
        return beside(select(Ticket)).where(*self.conditions(now))


def beside(asked: Select[Any]) -> Select[Any]:
    """Asked of tickets, with what analysis adds to them and their enterprises beside (连接).

    The ticket is named as a record, not as a table: only so is the scope laid on it.
    """
    tickets = asked.select_from(Ticket).outerjoin(DEMAND, DEMAND.c.ticket_id == Ticket.id)
    return tickets.outerjoin(FIRM, FIRM.c.uscc == DEMAND.c.uscc)


def measures(now: datetime) -> dict[str, ColumnElement[bool]]:
    """By name, when a ticket counts for it: those of the table of indicators that hang on the ticket itself, and these."""
    found = {
        name: and_(stream.base, held)
        for stream in streams(now)
        if stream.record is Ticket
        for name, held in stream.measures.items()
    }
    staged = and_(Ticket.interim_by.is_not(None), Ticket.interim_by < now)
    in_time = or_(Ticket.interim_at <= Ticket.interim_by, Ticket.replied_at <= Ticket.interim_by)
    closed = Ticket.closed_at.is_not(None)
    kept = {name: and_(closed, found[name]) for name in ("有效评价", "满意评价", "有效回访", "已解决")}
    return {
        **found, **kept,
        "受理": true(),
        "应阶段答复": staged,
        "按时阶段答复": and_(staged, in_time),  # 期限之前已办结的，不必再作阶段答复
        "在办": Ticket.state.in_(OPEN - {State.DRAFT}),
        "无人盯": unwatched(),
        "有涉及金额": _has(AmountKind.CLAIMED),
        "有挽回金额": _has(AmountKind.RECOVERED),
        "严重": or_(
            Ticket.demand_type.in_((DemandType.COMPLAINT, DemandType.REPORT)),
            Ticket.urgency != Urgency.ORDINARY,
            Ticket.problem.is_(True),
        ),
        "未挂企业": DEMAND.c.uscc.is_(None),
    }  # fmt: skip


def unwatched() -> ColumnElement[bool]:
    """Open, and without a watcher, a handler or a next deadline (无人盯): there must be none."""
    staff = Staff.__table__.c
    officers = select(staff.account).where(staff.active, staff.role == Role.OFFICER)
    nobody = or_(
        Ticket.watcher.is_(None),
        Ticket.watcher.not_in(officers),
        Ticket.next_due_at.is_(None),
        and_(Ticket.agency.is_(None), Ticket.state.in_(HANDED)),
    )
    return and_(Ticket.state.in_(OPEN - {State.DRAFT}), nobody)


def _has(kind: AmountKind) -> ColumnElement[bool]:
    entered = select(MONEY.c.ticket_id).where(MONEY.c.kind == kind, MONEY.c.withdrawn_at.is_(None))
    return Ticket.id.in_(entered)
