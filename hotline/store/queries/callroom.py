"""What the call room looks at (话务现场): who is calling, known events, missed calls, handovers, checks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from hotline.domain.lifecycle import OPEN
from hotline.domain.vocabulary import State, Urgency
from hotline.store.contacts import Call
from hotline.store.people import Requester
from hotline.store.queries.messages import untold
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.store.workbench.callroom import Handover, KnownEvent, Nuisance, QualityCheck

SHOWN = 5
MOST = 50


@dataclass(frozen=True)
class Caller:
    """Who is calling, as far as is known (来电人): their tickets, the newest first, open ones before closed ones.

    Args:
        calls: how often this number has called in all.
        listed: whether the number is on the harassment list now.
    """

    requester: Requester | None
    name: str
    tickets: Sequence[Ticket]
    calls: int
    listed: Nuisance | None


def caller(work: Work, caller_index: str) -> Caller:
    """Who calls from a number, by its blind index; the newest requester of several on one telephone."""
    found = select(Requester).where(Requester.phone_index == caller_index).order_by(Requester.created_at.desc())
    people = work.session.scalars(found.limit(20)).all()
    first = people[0] if people else None
    name = work.vault.open(first.name_sealed, f"requesters.name.{first.id}") if first and first.name_sealed else ""
    theirs = select(Ticket).where(Ticket.requester_id.in_([one.id for one in people]))
    order = (Ticket.state.in_(OPEN).desc(), Ticket.id.desc())
    tickets = work.session.scalars(theirs.order_by(*order).limit(SHOWN)).all() if people else ()
    calls = work.session.scalar(select(func.count()).where(Call.caller_index == caller_index)) or 0
    return Caller(first, name, tickets, calls, listed(work, caller_index))


def listed(work: Work, caller_index: str) -> Nuisance | None:
    """The listing of this number that holds now, if there is one (骚扰名单)."""
    now = select(Nuisance).where(
        Nuisance.caller_index == caller_index, Nuisance.approved_by.is_not(None), Nuisance.lifted_at.is_(None),
        Nuisance.until > work.now,
    )  # fmt: skip
    return work.session.scalars(now.limit(1)).first()


def nuisances(work: Work) -> Sequence[Nuisance]:
    """Listings that wait or hold, those that wait first."""
    wanted = select(Nuisance).where(Nuisance.lifted_at.is_(None), Nuisance.until > work.now)
    return work.session.scalars(wanted.order_by(Nuisance.approved_by.is_not(None), Nuisance.id).limit(MOST)).all()


def events_here(work: Work, region: str = "") -> Sequence[KnownEvent]:
    """Events that are not over, of a region and of all above and below it (已知事件)."""
    region = region or work.person.region
    above = [region[:length] for length in range(2, len(region) + 1, 2)]
    near = or_(KnownEvent.region.in_(above), KnownEvent.region.startswith(region, autoescape=True))
    wanted = select(KnownEvent).where(KnownEvent.ended_at.is_(None), near)
    return work.session.scalars(wanted.order_by(KnownEvent.id.desc()).limit(MOST)).all()


def events_over(work: Work) -> Sequence[KnownEvent]:
    """Events of this person's region that are over, the latest first."""
    wanted = select(KnownEvent).where(
        KnownEvent.ended_at.is_not(None), KnownEvent.region.startswith(work.person.region, autoescape=True)
    )
    return work.session.scalars(wanted.order_by(KnownEvent.ended_at.desc()).limit(SHOWN)).all()


def missed(work: Work) -> Sequence[Call]:
    """Calls that nobody heard and nobody has rung back, the oldest first (漏接回拨)."""
    wanted = select(Call).where(Call.missed_at.is_not(None), Call.called_back_at.is_(None))
    within = or_(Call.region.is_(None), Call.region.startswith(work.person.region[:4], autoescape=True))
    return work.session.scalars(wanted.where(within).order_by(Call.started_at).limit(MOST)).all()


def handovers(work: Work) -> Sequence[Handover]:
    """The last notes between shifts of this region."""
    wanted = select(Handover).where(Handover.region == work.person.region)
    return work.session.scalars(wanted.order_by(Handover.id.desc()).limit(SHOWN)).all()


def unsettled(work: Work) -> dict[str, int]:
    """What a shift leaves open, by name and number (未了事项)."""

    def many(*conditions: object) -> int:
        return work.session.scalar(select(func.count()).select_from(Ticket).where(*conditions)) or 0  # type: ignore[arg-type]

    return {
        "待补充的来电": many(Ticket.state == State.DRAFT),
        "待回访": many(Ticket.state == State.CALLBACK),
        "紧急、特急未办结": many(
            Ticket.urgency.in_([Urgency.URGENT, Urgency.CRITICAL]), Ticket.state.in_(OPEN), Ticket.state != State.DRAFT
        ),
        "漏接未回拨": len(missed(work)),
        "须电话告知": len(untold(work)),
    }


def to_check(work: Work) -> Sequence[tuple[QualityCheck, Ticket]]:
    """Registrations that were drawn and are not marked, the oldest first (待质检)."""
    wanted = select(QualityCheck, Ticket).join(Ticket, Ticket.id == QualityCheck.ticket_id)
    rows = work.session.execute(wanted.where(QualityCheck.checked_at.is_(None)).order_by(QualityCheck.id).limit(MOST))
    return [(check, ticket) for check, ticket in rows]


def checked(work: Work, agent: str = "") -> Sequence[tuple[QualityCheck, Ticket]]:
    """Marked registrations, the newest first; of one agent if asked."""
    wanted = select(QualityCheck, Ticket).join(Ticket, Ticket.id == QualityCheck.ticket_id)
    wanted = wanted.where(QualityCheck.checked_at.is_not(None), or_(not agent, QualityCheck.agent == agent))  # type: ignore[arg-type]
    return [
        (check, ticket) for check, ticket in work.session.execute(wanted.order_by(QualityCheck.id.desc()).limit(MOST))
    ]
