"""Repeats (查重): earlier tickets that speak of the same matter, of the same person or of others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from classifier.matters.deciding import ALIKE, Match, compare
from classifier.matters.reading import Told
from classifier.matters.telling import nothing_new
from classifier.reading.entities import normal_phone
from hotline.casework.judging.facts import Given
from hotline.casework.judging.verdict import Verdict
from hotline.domain.privacy import mask_text
from hotline.domain.vocabulary import State
from hotline.store.people import Requester
from hotline.store.queries.likeness import alike
from hotline.store.tickets import Ticket
from hotline.store.work import Work

WITHIN = timedelta(days=90)  # 一季之前的事，多半是另一回事
MOST_COMPARED, MOST_SHOWN = 120, 5
LONGEST_SHOWN = 120
NOW = "正在登记"


@dataclass(frozen=True)
class Repeat:
    """An earlier ticket that may speak of the same matter, masked (疑似重复件).

    Args:
        nothing_new: whether it is closed and the new demand says nothing that it did not say.
    """

    ticket: Ticket
    excerpt: str
    match: Match
    nothing_new: bool

    @property
    def same(self) -> bool:
        """Whether it is taken for the same matter, not only for a like one."""
        return self.match.relation != ALIKE


def repeats(work: Work, given: Given, verdict: Verdict) -> list[Repeat]:
    """Earlier tickets of this person's scope that may speak of the same matter, the likeliest first."""
    caller = _known(work, given.phone)
    likely = {guess.category: guess.confidence for guess in verdict.guesses}
    asked = Told(NOW, str(caller or ""), work.now, verdict.region, given.title, given.text, likely)
    tickets = {ticket.number: ticket for ticket in _earlier(work, given, caller)}
    told = {number: told_of(ticket) for number, ticket in tickets.items()}
    return [
        Repeat(
            tickets[match.key],
            mask_text(tickets[match.key].text)[:LONGEST_SHOWN],
            match,
            tickets[match.key].state == State.CLOSED and nothing_new(asked, told[match.key]),
        )
        for match in compare(asked, list(told.values()))[:MOST_SHOWN]
    ]


def told_of(ticket: Ticket) -> Told:
    """A ticket as it is compared."""
    likely: Mapping[str, float] = {one["category"]: one["confidence"] for one in ticket.candidates}
    if ticket.category:
        likely = {ticket.category: 1.0}
    caller = str(ticket.requester_id or "")
    moment = ticket.registered_at.astimezone(UTC)
    return Told(ticket.number, caller, moment, ticket.region, ticket.title, ticket.text, likely)


def _known(work: Work, phone: str) -> UUID | None:
    """Who has called from this number before."""
    if not phone:
        return None
    found = select(Requester.id).where(Requester.phone_index == work.vault.blind(normal_phone(phone)))
    return work.session.scalar(found.order_by(Requester.created_at).limit(1))


def _earlier(work: Work, given: Given, caller: UUID | None) -> list[Ticket]:
    """The caller's own recent tickets, then those that share words."""
    since: datetime = work.now - WITHIN
    own = select(Ticket).where(
        Ticket.requester_id == caller, Ticket.registered_at >= since, Ticket.state != State.DRAFT
    )
    found = list(work.session.scalars(own.order_by(Ticket.id.desc()).limit(20))) if caller else []
    shared = alike(work, f"{given.title} {given.text}", since=since, most=MOST_COMPARED)
    return list({ticket.id: ticket for ticket in [*found, *shared]}.values())
