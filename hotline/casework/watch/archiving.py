"""Watching over tickets (督办): what is settled is archived after a time."""

from datetime import timedelta

from sqlalchemy import select

from hotline.casework.steps import take
from hotline.domain.lifecycle import FINAL
from hotline.domain.vocabulary import Action, State
from hotline.store.tickets import Ticket
from hotline.store.work import Work

SETTLED_FOR = timedelta(days=30)
BATCH = 500


def archive(work: Work) -> int:
    """Archive what has been settled for thirty days (归档); answer how many there were, 500 at most."""
    settled = (
        select(Ticket)
        .where(Ticket.state.in_(FINAL - {State.ARCHIVED}), Ticket.closed_at < work.now - SETTLED_FOR)
        .order_by(Ticket.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=Ticket)
    )
    tickets = work.session.scalars(settled).all()
    for ticket in tickets:
        take(work, ticket, Action.ARCHIVE, sets={"archived_from": ticket.state})
    return len(tickets)
