"""What a unit sees of its own work (单位内部): the desk by time left, tasks passed on, what waits for a signature, people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from hotline.domain.handling_terms import RequestState
from hotline.domain.lifecycle import OPEN
from hotline.domain.vocabulary import Part, Role, State, Term
from hotline.store.people import Staff
from hotline.store.scope import PAST_SCOPE
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work
from hotline.store.workbench.office import InternalTask, ReplyTemplate, SignOff

PAGE = 50
RUNNING = (State.DISPATCHED, State.HANDLING)
UNIT = (Role.CLERK, Role.HEAD)
DAY = timedelta(hours=24)


class TimeLeft(Term):
    """How much is left of the stage that a ticket is in (剩余时间)."""

    LATE = "late", "已超期"
    DAY = "day", "24 小时内"
    TWO_DAYS = "two_days", "24 至 48 小时"
    REST = "rest", "48 小时以上"


@dataclass(frozen=True)
class DeskRow:
    """One ticket of the unit's desk with what goes on inside (单位待办的一行).

    Args:
        tasks: what was passed on and is not done, the nearest internal deadline first.
        signing: the handling form that waits for the head, if one does.
        followers: how many tickets follow this one and are answered together with it.
    """

    ticket: Ticket
    tasks: Sequence[InternalTask]
    signing: SignOff | None
    followers: int


@dataclass(frozen=True)
class UnitDesk:
    """What a unit leads: one page, and how many there are by state and by time left (单位待办)."""

    rows: Sequence[DeskRow]
    total: int
    by_state: Mapping[State, int]
    by_left: Mapping[TimeLeft, int]

    @property
    def tickets(self) -> list[Ticket]:
        """The tickets of the page."""
        return [row.ticket for row in self.rows]


@dataclass(frozen=True)
class OpenTask:
    """A task that is not done, with its ticket (在办的转办).

    Args:
        mine: whether it is this person's, or of somebody for whom they stand in.
    """

    task: InternalTask
    ticket: Ticket
    mine: bool


@dataclass(frozen=True)
class OpenTasks:
    """What a unit has passed on and not got back (内部在办): the first page, how many in all, and how many too late."""

    rows: Sequence[OpenTask]
    total: int
    late: int


def unit_desk(work: Work, state: State | None = None, left: TimeLeft | None = None) -> UnitDesk:
    """What this person's unit leads, the nearest deadline of a stage first."""
    ours = Ticket.agency.in_(work.house)
    states = [state] if state else list(RUNNING)
    cuts = _cuts(work)
    here = and_(ours, Ticket.state.in_(states))
    wanted = and_(here, cuts[left]) if left else here
    rows = work.session.execute(
        select(Ticket.state, func.count()).where(ours, Ticket.state.in_(OPEN)).group_by(Ticket.state)
    )
    by_state = {one: count for one, count in rows}
    told = [func.count().filter(cut) for cut in cuts.values()]
    counted = work.session.execute(select(*told).select_from(Ticket).where(here)).one()
    by_left = dict(zip(cuts, counted, strict=True))
    total = by_left[left] if left else sum(by_state.get(one, 0) for one in states)
    page = work.session.scalars(
        select(Ticket).where(wanted).order_by(Ticket.next_due_at.nulls_last(), Ticket.id).limit(PAGE)
    ).all()
    return UnitDesk(_with_inside(work, page), total, by_state, by_left)


def _cuts(work: Work) -> dict[TimeLeft, ColumnElement[bool]]:
    """The four parts into which the desk is cut; each ticket falls into exactly one."""
    at, now = Ticket.next_due_at, work.now
    return {
        TimeLeft.LATE: at < now,
        TimeLeft.DAY: and_(at >= now, at < now + DAY),
        TimeLeft.TWO_DAYS: and_(at >= now + DAY, at < now + 2 * DAY),
        TimeLeft.REST: or_(at >= now + 2 * DAY, at.is_(None)),
    }


def _with_inside(work: Work, tickets: Sequence[Ticket]) -> list[DeskRow]:
    """The tickets with their tasks, signatures and followers: three queries for the whole page."""
    ids = [ticket.id for ticket in tickets]
    if not ids:
        return []
    tasks: dict[int, list[InternalTask]] = {}
    for task in work.session.scalars(
        tasks_of_this_unit(work)
        .where(InternalTask.ticket_id.in_(ids), InternalTask.done_at.is_(None))
        .order_by(InternalTask.due_at, InternalTask.id)
    ):
        tasks.setdefault(task.ticket_id, []).append(task)
    waiting = {one.ticket_id: one for one in work.session.scalars(_waiting(work).where(SignOff.ticket_id.in_(ids)))}
    followers = followers_of(work, ids)
    return [
        DeskRow(one, tasks.get(one.id, []), waiting.get(one.id), followers.get(one.id, 0)) for one in tickets
    ]  # fmt: skip


def followers_of(work: Work, ids: Collection[int]) -> dict[int, int]:
    """How many tickets follow each of these (从单件数); units do not see them, but answer them with the lead."""
    counted = (
        select(Ticket.merged_into, func.count())
        .where(Ticket.merged_into.in_(ids), Ticket.state == State.MERGED)
        .group_by(Ticket.merged_into)
        .execution_options(**PAST_SCOPE)
    )
    return {lead: count for lead, count in work.session.execute(counted) if lead is not None}


def tasks_of_this_unit(work: Work) -> Select[InternalTask]:
    """What this person's unit passed on; helpers and leads do not see each other's inside."""
    return select(InternalTask).where(InternalTask.agency.in_(work.house))


def tasks_on(work: Work, ticket: Ticket) -> Sequence[InternalTask]:
    """What this unit passed on of one ticket: open ones first, the nearest deadline first."""
    mine = tasks_of_this_unit(work).where(InternalTask.ticket_id == ticket.id)
    return work.session.scalars(
        mine.order_by(InternalTask.done_at.is_not(None), InternalTask.due_at, InternalTask.id)
    ).all()


def open_tasks(work: Work) -> OpenTasks:
    """What is being done inside this unit (内部在办): mine first, then the nearest deadline first."""
    names = [work.person.account, *(one.account for one in stood_in_for(work))]
    open_ones = and_(
        InternalTask.agency.in_(work.house), InternalTask.done_at.is_(None), Ticket.state.in_(RUNNING)
    )  # fmt: skip
    joined = select(InternalTask, Ticket).join(Ticket, Ticket.id == InternalTask.ticket_id).where(open_ones)
    first = case((InternalTask.account.in_(names), 0), else_=1)
    rows = work.session.execute(joined.order_by(first, InternalTask.due_at, InternalTask.id).limit(PAGE))
    late = func.count().filter(InternalTask.due_at < work.now)
    counted = select(func.count(InternalTask.id), late).join(Ticket, Ticket.id == InternalTask.ticket_id)
    total, overdue = work.session.execute(counted.where(open_ones)).one()
    return OpenTasks([OpenTask(task, ticket, task.account in names) for task, ticket in rows], total, overdue)


def still_waits() -> ColumnElement[bool]:
    """Whether a form still waits for the head: what was replied or given anew since is another matter."""
    return and_(SignOff.state == RequestState.PENDING, _of_this_round())


def _of_this_round() -> ColumnElement[bool]:
    since = func.greatest(Ticket.accepted_at, Ticket.replied_at)  # 空值不计
    return and_(Ticket.state == State.HANDLING, or_(since.is_(None), SignOff.asked_at >= since))


def _waiting(work: Work) -> Select[SignOff]:
    joined = select(SignOff).join(Ticket, Ticket.id == SignOff.ticket_id)
    return joined.where(SignOff.agency.in_(work.house), still_waits())


def to_sign(work: Work) -> Sequence[tuple[SignOff, Ticket]]:
    """The forms that wait for the head's signature, the nearest deadline of their tickets first (待审签)."""
    joined = select(SignOff, Ticket).join(Ticket, Ticket.id == SignOff.ticket_id)
    waiting = joined.where(SignOff.agency.in_(work.house), still_waits())
    rows = work.session.execute(waiting.order_by(Ticket.due_at, SignOff.id).limit(PAGE))
    return [(form, ticket) for form, ticket in rows]


def waits_on(work: Work, ticket: Ticket) -> SignOff | None:
    """The form of this ticket that waits for the head, if one does."""
    return work.session.scalars(_waiting(work).where(SignOff.ticket_id == ticket.id).limit(1)).first()


def came_back(work: Work, ticket: Ticket) -> SignOff | None:
    """The form that the head sent back, or that was taken back, since the unit has had the ticket; the latest."""
    house = SignOff.agency.in_(work.house)
    joined = select(SignOff).join(Ticket, Ticket.id == SignOff.ticket_id).where(SignOff.ticket_id == ticket.id, house)
    latest = work.session.scalars(joined.where(_of_this_round()).order_by(SignOff.id.desc()).limit(1)).first()
    return latest if latest and latest.state in (RequestState.REFUSED, RequestState.LAPSED) else None


def last_form(work: Work, ticket: Ticket) -> SignOff | None:
    """The latest form of this ticket that was laid before the head, whatever came of it (最近一次送审)."""
    mine = select(SignOff).where(SignOff.ticket_id == ticket.id, SignOff.agency.in_(work.house))
    return work.session.scalars(mine.order_by(SignOff.id.desc()).limit(1)).first()


def open_part(work: Work, ticket: Ticket) -> Assignment | None:
    """This unit's part in a ticket, as lead or helper, that is not done (本单位的承办任务)."""
    mine = select(Assignment).where(
        Assignment.ticket_id == ticket.id, Assignment.ended_at.is_(None), Assignment.agency.in_(work.house)
    )
    first = case((Assignment.part == Part.LEAD, 0), else_=1)
    return work.session.scalars(mine.order_by(first, Assignment.id).limit(1)).first()


def helping_parts(work: Work, tickets: Sequence[Ticket]) -> dict[int, Assignment]:
    """This unit's open part as a helper in each of these tickets (协办任务的时限)."""
    ids = [ticket.id for ticket in tickets]
    mine = select(Assignment).where(
        Assignment.ticket_id.in_(ids), Assignment.part != Part.LEAD, Assignment.ended_at.is_(None),
        Assignment.agency.in_(work.house),
    )  # fmt: skip
    return {part.ticket_id: part for part in work.session.scalars(mine.order_by(Assignment.id.desc()))}


def colleagues(work: Work) -> Sequence[Staff]:
    """The active people of this person's unit, heads first (本单位人员)."""
    ours = select(Staff).where(Staff.agency.in_(work.house), Staff.role.in_(UNIT), Staff.active)
    return work.session.scalars(ours.order_by(case((Staff.role == Role.HEAD, 0), else_=1), Staff.id)).all()


def stood_in_for(work: Work) -> Sequence[Staff]:
    """The colleagues who are away and for whom this person stands in now (代办的 A 角)."""
    away = and_(Staff.stand_in == work.person.account, Staff.away_until > work.now, Staff.active)
    return work.session.scalars(select(Staff).where(away, Staff.agency.in_(work.house)).order_by(Staff.id)).all()


def templates_for(work: Work, category: str | None = None) -> Sequence[ReplyTemplate]:
    """The reply templates of this unit and those for all; of one category if asked, the most used first (答复模板)."""
    kept = select(ReplyTemplate).where(or_(ReplyTemplate.agency.is_(None), ReplyTemplate.agency.in_(work.house)))
    if category is not None:
        fits: list[Any] = [ReplyTemplate.category == category[:end] for end in range(2, len(category) + 1, 2)]
        kept = kept.where(or_(ReplyTemplate.category.is_(None), *fits))
    return work.session.scalars(kept.order_by(ReplyTemplate.used.desc(), ReplyTemplate.id).limit(2 * PAGE)).all()
