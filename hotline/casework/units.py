"""Whose ticket it is (承办关系): the lead answers for all; a body may stand under several codes."""

from sqlalchemy import select

from hotline.casework.steps import take
from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.vocabulary import Action, Part, Role
from hotline.store.agencies import AgencyRecord
from hotline.store.casefile.supervision import Recusal
from hotline.store.scope import same_body
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work

UNIT = (Role.CLERK, Role.HEAD)


def led_here(work: Work, number: str) -> Ticket:
    """The ticket, if this person's unit leads it: a co-handler may see it, but the lead answers for all (首接负责)."""
    ticket = work.ticket(number)
    if work.person.role in UNIT and not leads(work, ticket):
        raise Forbidden("贵单位是协办单位，由主办单位签收和答复")
    return ticket


def leads(work: Work, ticket: Ticket) -> bool:
    """Whether this person's unit is the lead, under whichever of its codes."""
    if ticket.agency == work.person.agency:
        return True
    return ticket.agency in bodies_of(work)


def bodies_of(work: Work) -> set[str]:
    """The codes under which this person's unit stands in the directory."""
    return set(work.house)


def recuse(work: Work, number: str, *, agency: str, seen: int | None = None) -> Ticket:
    """The unit that a ticket is about must not know of it (回避): from now on it does not exist for its people."""
    ticket = work.ticket(number)
    if work.session.get(AgencyRecord, agency) is None:
        raise Incomplete(f"单位「{agency}」不在单位名录中，请重新选择")
    house = set(work.session.scalars(same_body(agency)))
    if ticket.agency in house:
        raise Conflict("该单位正在承办这件工单，请先收回改派，再登记回避")
    take(work, ticket, Action.RECUSE, seen=seen, agency=agency)
    work.session.add(Recusal(ticket_id=ticket.id, agency=agency, account=None, at=work.now, by=work.person.account))
    work.session.flush()
    return ticket


def helping_here(work: Work, ticket: Ticket) -> Assignment:
    """This unit's open part in a ticket that another leads; Forbidden if it has none."""
    mine = select(Assignment).where(
        Assignment.ticket_id == ticket.id, Assignment.part != Part.LEAD, Assignment.ended_at.is_(None),
        Assignment.agency.in_(work.house),
    )  # fmt: skip
    found = work.session.scalars(mine.order_by(Assignment.id).with_for_update()).first()
    if found is None:
        raise Forbidden("贵单位没有这件工单的协办任务")
    return found
