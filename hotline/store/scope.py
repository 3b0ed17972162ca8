"""Which rows a person may see (数据权限): a condition that is laid on every query of the session.

It is laid on the session, not on the queries, so that no list, search, export, count or live update can forget it.
"""

import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, event, false, or_, select, true
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.sql.visitors import iterate

from hotline.domain.vocabulary import Role
from hotline.store.agencies import AgencyRecord
from hotline.store.analysis.enterprises import AmountEntry, Enterprise, EnterpriseDemand
from hotline.store.analysis.outside import OutsideDuty, OutsideFigures
from hotline.store.analysis.policies import PolicyPush
from hotline.store.analysis.projects import Milestone, Project
from hotline.store.analysis.quality import QualityCount
from hotline.store.analysis.reports import Report
from hotline.store.analysis.tallies import DailyTally
from hotline.store.analysis.warnings import DemandReading, EarlyWarning, Topic, TopicTicket
from hotline.store.base import Record
from hotline.store.casefile.handling import Attachment, ContactRecord, HandlingForm
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.casefile.supervision import RatingAppeal, Recusal, Supervision
from hotline.store.contacts import Call, Message
from hotline.store.notes import Note
from hotline.store.reports import DemandHotspot
from hotline.store.tickets import Assignment, Step, Ticket
from hotline.store.workbench.callroom import QualityCheck
from hotline.store.workbench.office import InternalTask, SignOff

OF_A_TICKET = (
    Step, Assignment, Note, Message, AgencyRequest, HandlingForm, ContactRecord, Attachment, Supervision,
    RatingAppeal, InternalTask, SignOff, QualityCheck, DemandReading, TopicTicket, EnterpriseDemand, AmountEntry,
    PolicyPush,
)  # fmt: skip
PAST_SCOPE = {"past_scope": True}  # 只用于工单之间的连带（主单、从单）：改得到，看不到
OF_A_REGION = (Report, DailyTally, DemandHotspot, Topic, EarlyWarning, OutsideDuty, OutsideFigures, QualityCount)
OF_ALL = frozenset({DailyTally, QualityCount})  # 各单位合在一起的计数：单位的人只看自己的，从台账现数


Condition = Callable[[Any], ColumnElement[bool]]
NOBODY = uuid.UUID(int=0)


def visible_tickets(
    role: Role, region: str, house: Collection[str], requester: uuid.UUID | None, account: str
) -> Condition:
    """The condition on tickets for that person, to be asked of the table or of any alias of it.

    The system sees all; a requester their own; people of a unit what their unit was given and still has or has
    finished; everybody else the tickets of their region and those they registered themselves. Whom a ticket is about
    never sees it: to them it does not exist (回避). The tables of the conditions are asked bare: they are the scope, and
    must not be scoped again.

    Args:
        house: the codes of the person's unit, or none.
    """
    if role == Role.SYSTEM:
        return lambda _kind: true()
    if role == Role.REQUESTER:
        asked_by = requester or NOBODY
        return lambda kind: kind.requester_id == asked_by
    recusals, assignments = Recusal.__table__.c, Assignment.__table__.c
    recused = select(recusals.ticket_id).where(recusals.account == account)
    if house:
        given = select(assignments.ticket_id).where(assignments.agency.in_(house), assignments.ended_why.is_(None))
        recused = select(recusals.ticket_id).where(or_(recusals.account == account, recusals.agency.in_(house)))
        return lambda kind: and_(kind.id.in_(given), kind.id.not_in(recused))
    within = _beginning_with(region)
    return lambda kind: and_(
        or_(kind.region.like(within, escape="/"), kind.registered_by == account), kind.id.not_in(recused)
    )


def same_body(agency: str) -> Select[str]:
    """The codes of the units that are one body with this one (同一机构的单位代码)."""
    mine = select(AgencyRecord.body).where(AgencyRecord.code == agency).scalar_subquery()
    return select(AgencyRecord.code).where(or_(AgencyRecord.body == mine, AgencyRecord.code == agency))


def _projects(role: Role, within: str, house: tuple[str, ...]) -> dict[type[Record], ExecutableOption]:
    """Projects of the region for people of the hotline; for a unit, those it leads or takes part in (专题)."""
    theirs = Project.__table__.c
    ours: ColumnElement[bool] = theirs.region.like(within, escape="/") if role != Role.REQUESTER else false()
    if house:
        ours = or_(theirs.lead.in_(house), theirs.partners.has_any(array(house)))
    seen = select(theirs.id).where(ours)
    return {
        Project: with_loader_criteria(Project, lambda cls: cls.id.in_(seen), include_aliases=True),
        Milestone: with_loader_criteria(Milestone, lambda cls: cls.project_id.in_(seen), include_aliases=True),
    }


def _needed(state: ORMExecuteState, by_table: Sequence[tuple[FromClause, ExecutableOption]]) -> list[ExecutableOption]:
    """The conditions on the tables that a statement names, anywhere in it; all of them where it loads other tables by itself.

    Laying all of them on every statement is as safe and costs half a millisecond each time.
    """
    statement = cast("Select[Any]", state.statement)
    if getattr(statement, "_with_options", ()):  # 附带装载的表（joinedload）编译时才并入，事先看不到
        return [option for _, option in by_table]
    named = {element for element in iterate(statement) if isinstance(element, Table)}
    return [option for table, option in by_table if table in named]


def _enterprises(mine: Select[int], within: str, near: ColumnElement[bool]) -> ExecutableOption:
    """Enterprises of the region for people of the hotline; for everybody, those of the tickets they see (企业)."""
    theirs = EnterpriseDemand.__table__.c
    named = select(theirs.uscc).where(theirs.ticket_id.in_(mine), theirs.uscc.is_not(None))
    return with_loader_criteria(
        Enterprise,
        lambda cls: or_(and_(cls.region.like(within, escape="/"), near), cls.uscc.in_(named)),
        include_aliases=True,
    )


def _of_regions(within: str, house: tuple[str, ...]) -> dict[type[Record], ExecutableOption]:
    """What hangs on a region; counts of all units together are not for people of one unit, who count their own."""
    return {
        kind: with_loader_criteria(kind, false(), include_aliases=True)
        if house and kind in OF_ALL
        else with_loader_criteria(kind, lambda cls: cls.region.like(within, escape="/"), include_aliases=True)
        for kind in OF_A_REGION
    }


def _beginning_with(region: str) -> str:
    """A LIKE pattern in which the code stands for itself only; escaped here, for the conditions take plain values."""
    return region.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"


def limit_to(
    session: Session, role: Role, region: str, agency: str | None, requester: uuid.UUID | None, account: str
) -> tuple[str, ...]:
    """From now on every query of this session is limited to what that person may see; yields the codes of their unit.

    The conditions are functions: a ready expression would, on the right side of a join, be laid on the table
    instead of on its alias, and the alias would show everything.
    """
    if role == Role.SYSTEM:
        return ()
    house = tuple(session.scalars(same_body(agency))) if agency is not None else ()  # 一家的几个代码，每次业务查一次
    house = house or ((agency,) if agency is not None else ())
    tickets = visible_tickets(role, region, house, requester, account)
    mine = select(Ticket.id).where(tickets(Ticket))
    within = _beginning_with(region)
    calls = true() if agency is None and role != Role.REQUESTER else false()  # 尚未挂到工单的来电，只有热线的人看得到
    held: dict[type[Record], ExecutableOption] = {
        Ticket: with_loader_criteria(Ticket, tickets, include_aliases=True),
        Call: with_loader_criteria(
            Call,
            lambda cls: or_(cls.ticket_id.in_(mine), and_(cls.ticket_id.is_(None), calls)),
            include_aliases=True,
        ),
    }
    held[Enterprise] = _enterprises(mine, within, calls)
    held |= _projects(role, within, house)
    for kind in OF_A_TICKET:
        held[kind] = with_loader_criteria(kind, lambda cls: cls.ticket_id.in_(mine), include_aliases=True)
    held |= _of_regions(within, house)
    by_table = [(kind.__table__, option) for kind, option in held.items()]

    @event.listens_for(session, "do_orm_execute")
    def lay_on(state: ORMExecuteState) -> None:
        if state.is_select and not state.is_column_load and not state.execution_options.get("past_scope"):
            state.statement = state.statement.options(*_needed(state, by_table))

    return house
