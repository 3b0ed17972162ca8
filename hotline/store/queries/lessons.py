"""What the machine said first and what a person decided (研判与人定对照), in words that are already masked."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from hotline.domain.lessons import Circumstances, Heard
from hotline.domain.privacy import mask_text
from hotline.domain.vocabulary import Decider, State
from hotline.store.people import Requester
from hotline.store.tickets import Ticket
from hotline.store.work import Work

BATCH = 1000
PEOPLE = (Decider.AGENT, Decider.DISPATCHER)
FIRST = Ticket.candidates[0]["category"].astext


@dataclass(frozen=True, slots=True)
class LookedOver:
    """A ticket as the machine and as a person saw it (研判与人定对照).

    Args:
        title, text: without phone numbers, other numbers of a person, and the requester's name.
        edition: the model that looked it over; empty if none did.
        first: the machine's first category; empty if it had none.
        category: the category as it stands; empty if there is none.
        by_person: whether a person decided the category.
    """

    number: str
    state: State
    demo: bool
    secret: bool
    requester: uuid.UUID | None
    title: str
    text: str
    edition: str
    first: str
    confidence: float | None
    category: str
    by_person: bool
    decided_at: datetime | None

    @property
    def corrected(self) -> bool:
        """Whether a person decided for another category than the machine's first."""
        return self.by_person and bool(self.first) and self.category != self.first


def circumstances(row: LookedOver, heard: Heard, *, demo: bool) -> Circumstances:
    """What decides whether it may teach (工单情形).

    Args:
        demo: whether it counts as invented; a demo learns from invented tickets.
    """
    return Circumstances(
        state=row.state,
        category=row.category or row.first,
        secret=row.secret or heard.secrecy,
        named=row.requester is not None,
        minor=heard.minor,
        demo=demo,
    )


def decided_by_people(work: Work, since: datetime) -> Iterator[LookedOver]:
    """Tickets whose category a person decided since that moment, the oldest decision first (人定分类)."""
    decided_at = _decided_at()
    return _rows(work, _looked_over().where(_by_person(), decided_at >= since).order_by(decided_at, Ticket.id))


def judged_between(work: Work, start: datetime, end: datetime) -> Iterator[LookedOver]:
    """Tickets registered in that time that the machine has looked over, the oldest first (机器研判)."""
    within = and_(Ticket.registered_at >= start, Ticket.registered_at < end)
    wanted = _looked_over().where(within, Ticket.model_edition.is_not(None)).order_by(Ticket.registered_at, Ticket.id)
    return _rows(work, wanted)


def _by_person() -> ColumnElement[bool]:
    """A dispatcher or an agent gave it to a unit, or an agent answered it at the desk before the machine saw it."""
    at_the_desk = and_(Ticket.decided_by.is_(None), Ticket.model_edition.is_(None))
    return and_(Ticket.category.is_not(None), or_(Ticket.decided_by.in_(PEOPLE), at_the_desk))


def _decided_at() -> ColumnElement[datetime | None]:
    return func.coalesce(Ticket.dispatched_at, Ticket.closed_at)


def _looked_over() -> Select[Any]:
    return select(
        Ticket.number,
        Ticket.state,
        Ticket.demo,
        Ticket.secret,
        Ticket.requester_id,
        Ticket.title,
        Ticket.text,
        Ticket.model_edition,
        FIRST.label("first"),
        Ticket.confidence,
        Ticket.category,
        _by_person().label("by_person"),
        _decided_at().label("decided_at"),
        Requester.name_sealed,
    ).outerjoin(Requester, Requester.id == Ticket.requester_id)


def _rows(work: Work, wanted: Select[Any]) -> Iterator[LookedOver]:
    for row in work.session.execute(wanted.execution_options(yield_per=BATCH)):
        name = work.vault.open(row.name_sealed, f"requesters.name.{row.requester_id}") if row.name_sealed else ""
        yield LookedOver(
            number=row.number,
            state=row.state,
            demo=row.demo,
            secret=row.secret,
            requester=row.requester_id,
            title=_masked(row.title, name),
            text=_masked(row.text, name),
            edition=row.model_edition or "",
            first=row.first or "",
            confidence=row.confidence,
            category=row.category or "",
            by_person=bool(row.by_person),
            decided_at=row.decided_at,
        )


def _masked(text: str, name: str) -> str:
    """Masked as everywhere, and the requester's own name too, wherever it stands."""
    masked = mask_text(text)
    return masked.replace(name, f"{name[0]}某") if len(name) > 1 else masked
