"""Which rows a person may see (数据权限): a condition that is laid on every query of the session.

It is laid on the session, not on the queries, so that no list, search, export, count or live update can forget it.
"""

import uuid

from sqlalchemy import ColumnElement, and_, event, or_, select, true
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from hotline.domain.vocabulary import Role
from hotline.store.contacts import Call, Message
from hotline.store.notes import Note
from hotline.store.reports import DemandHotspot, WeeklyReport
from hotline.store.tickets import Assignment, Step, Ticket

OF_A_TICKET = (Step, Assignment, Note, Message, Call)
OF_A_REGION = (WeeklyReport, DemandHotspot)


def visible_tickets(
    role: Role, region: str, agency: str | None, requester: uuid.UUID | None, account: str
) -> ColumnElement[bool]:
    """The condition on tickets for that person.

    The system sees all; a requester their own; people of a unit what their unit was given and still has or has
    finished; everybody else the tickets of their region and those they registered themselves.
    """
    if role == Role.SYSTEM:
        return true()
    if role == Role.REQUESTER:
        return and_(Ticket.requester_id == requester, Ticket.requester_id.is_not(None))
    if agency is not None:
        given = select(Assignment.ticket_id).where(Assignment.agency == agency, Assignment.ended_why.is_(None))
        return Ticket.id.in_(given)
    return or_(Ticket.region.startswith(region, autoescape=True), Ticket.registered_by == account)


def limit_to(
    session: Session, role: Role, region: str, agency: str | None, requester: uuid.UUID | None, account: str
) -> None:
    """From now on every query of this session is limited to what that person may see."""
    if role == Role.SYSTEM:
        return
    tickets = visible_tickets(role, region, agency, requester, account)
    mine = select(Ticket.id).where(tickets)
    options = [with_loader_criteria(Ticket, tickets, include_aliases=True)]
    options += [with_loader_criteria(kind, kind.ticket_id.in_(mine), include_aliases=True) for kind in OF_A_TICKET]
    options += [
        with_loader_criteria(kind, kind.region.startswith(region, autoescape=True), include_aliases=True)
        for kind in OF_A_REGION
    ]

    @event.listens_for(session, "do_orm_execute")
    def lay_on(state: ORMExecuteState) -> None:
        if state.is_select and not state.is_column_load:
            state.statement = state.statement.options(*options)
