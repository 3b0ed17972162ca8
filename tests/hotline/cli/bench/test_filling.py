"""A database that is filled: whole, in order, routed by the tables, and found by its words."""

from sqlalchemy import func, select, text

from factories import undone
from hotline.cli.bench.filling import fill
from hotline.domain.lifecycle import OPEN
from hotline.domain.vocabulary import State
from hotline.store.queries.search import Wanted, search
from hotline.store.tickets import Assignment, Step, Ticket

COUNT = 400
INDEXES = text("select indexname from pg_indexes where tablename in ('tickets', 'steps', 'assignments')")


def test_what_is_poured_in_is_whole_and_can_be_searched(equipment):
    with undone(equipment) as house, house.equipment.work() as work:
        made = set(work.session.scalars(INDEXES))
        assert list(fill(work.session.connection(), work.rules, COUNT))[-1] == COUNT
        assert work.session.scalar(select(func.count()).select_from(Ticket)) == COUNT
        given = work.session.scalars(select(Ticket).where(Ticket.agency.is_not(None)).limit(50)).all()
        assert given and all(ticket.category and ticket.region and ticket.due_at for ticket in given)
        assert all(ticket.reply for ticket in given if ticket.state == State.CLOSED)
        led = select(func.count()).select_from(Assignment)
        assert work.session.scalar(led) == work.session.scalar(select(func.count()).where(Ticket.agency.is_not(None)))
        assert (work.session.scalar(select(func.count()).select_from(Step)) or 0) >= COUNT
        states = set(work.session.scalars(select(Ticket.state)))
        assert State.CLOSED in states and states & OPEN
        word = given[0].address[:4]
        assert given[0].id in {one.id for one in search(work, Wanted(words=word, most=COUNT)).tickets}
        assert set(work.session.scalars(INDEXES)) == made and "ix_tickets_search" in made
