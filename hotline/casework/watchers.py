"""Who watches over an enterprise demand (服务专员): named from the first moment, and an alarm where nobody is (有人盯、有人办)."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from hotline.domain.lifecycle import FINAL, OPEN
from hotline.domain.vocabulary import RequesterKind, Role, State
from hotline.store.people import Staff
from hotline.store.tickets import Ticket
from hotline.store.work import Work


def see_to_a_watcher(work: Work, ticket: Ticket) -> None:
    """Name a watcher for an enterprise demand that has none: the officer nearest by region, then the least burdened."""
    wanted = ticket.requester_kind == RequesterKind.ENTERPRISE and ticket.watcher is None
    if wanted and ticket.state not in FINAL and ticket.state != State.DRAFT:
        ticket.watcher = nearest_officer(work, ticket.region)


def nearest_officer(work: Work, region: str) -> str | None:
    """The account of the officer who would watch over a demand from there; None if none is on duty."""
    above = [region[:length] for length in range(len(region), 0, -2)]
    burden = (
        select(func.count())
        .where(Ticket.watcher == Staff.account, Ticket.state.in_(OPEN))
        .correlate(Staff)
        .scalar_subquery()
    )
    officers = select(Staff.account).where(Staff.role == Role.OFFICER, Staff.active, Staff.region.in_(above))
    return work.session.scalars(officers.order_by(func.length(Staff.region).desc(), burden, Staff.id).limit(1)).first()


def unwatched(work: Work) -> Sequence[Ticket]:
    """Open enterprise demands without a watcher, a handler or a next deadline: there must be none (无人盯)."""
    open_ones = OPEN - {State.DRAFT}
    officers = select(Staff.account).where(Staff.active, Staff.role == Role.OFFICER)
    nobody = or_(
        Ticket.watcher.is_(None),
        Ticket.watcher.not_in(officers),
        Ticket.next_due_at.is_(None),
        Ticket.agency.is_(None) & Ticket.state.in_([State.DISPATCHED, State.HANDLING, State.REPLIED, State.CALLBACK]),
    )
    wanted = select(Ticket).where(
        Ticket.requester_kind == RequesterKind.ENTERPRISE, Ticket.state.in_(open_ones), nobody
    )
    return work.session.scalars(wanted.order_by(Ticket.id)).all()
