"""Counting enterprise demands by matter and place (涉企统计); what the reports count stands in tallying.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, distinct, func, select

from hotline.domain.vocabulary import RequesterKind, State
from hotline.store.people import Requester
from hotline.store.tickets import Ticket
from hotline.store.work import Work

LEAGUE = func.substr(Ticket.region, 1, 4)


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
