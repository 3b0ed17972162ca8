"""Projects on lists, one project with its milestones, and the demands behind it day by day (专题清单)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Integer, Select, cast, exists, func, select

from hotline.domain.analysis.projects import RUNNING, ProjectState
from hotline.domain.errors import Conflict, NotFound
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import State
from hotline.store.agencies import AgencyRecord
from hotline.store.analysis.projects import Milestone, Project
from hotline.store.analysis.tallies import DailyTally
from hotline.store.queries.figures.rolled import days_kept, stretch_of
from hotline.store.queries.figures.tallying import LEAGUE
from hotline.store.reports import DemandHotspot
from hotline.store.tickets import Ticket
from hotline.store.work import Work

MOST = 200
NEAR = timedelta(days=7)
WHOLE, BRANCH = "15", 2


@dataclass(frozen=True)
class ProjectWanted:
    """Which projects are asked for (专题检索条件); late: those with a milestone, or all of it, past its day."""

    state: ProjectState | None = None
    month: date | None = None
    late: bool = False


@dataclass(frozen=True)
class ProjectRow:
    """A project on the list (台账的一行): how many milestones are done, of how many, and how many are late."""

    project: Project
    done: int
    milestones: int
    late: int


@dataclass(frozen=True)
class NearMilestone:
    """A milestone that is late or due within a week, and its project (临期节点)."""

    milestone: Milestone
    project: Project


def projects(work: Work, wanted: ProjectWanted) -> list[ProjectRow]:
    """The projects this person may see, the newest month first."""
    today = beijing(work.now).date()
    found = select(Project).order_by(Project.month.desc().nulls_last(), Project.id.desc()).limit(MOST)
    if wanted.state is not None:
        found = found.where(Project.state == wanted.state)
    if wanted.month is not None:
        found = found.where(Project.month == wanted.month)
    if wanted.late:
        behind = exists().where(
            Milestone.project_id == Project.id, Milestone.done_at.is_(None), Milestone.due_on < today
        )
        found = found.where(Project.state.in_(RUNNING), (Project.due_on < today) | behind)
    rows = work.session.scalars(found).all()
    each = {one.id: [0, 0, 0] for one in rows}
    for one in work.session.scalars(select(Milestone).where(Milestone.project_id.in_(each))):
        counts = each[one.project_id]
        counts[0] += one.done_at is not None
        counts[1] += 1
        counts[2] += one.done_at is None and one.due_on < today
    return [ProjectRow(one, *each[one.id]) for one in rows]


def months_of_projects(work: Work) -> Sequence[date]:
    """The months that have a project, the newest first (每月一题)."""
    months = select(Project.month).where(Project.month.is_not(None)).distinct().order_by(Project.month.desc())
    return [one for one in work.session.scalars(months) if one is not None]


def near_milestones(work: Work) -> list[NearMilestone]:
    """Milestones of projects under way that are late or due within a week, of this person's unit if they have one."""
    wanted = (
        select(Milestone, Project)
        .join(Project, Project.id == Milestone.project_id)
        .where(
            Project.state == ProjectState.UNDER_WAY,
            Milestone.done_at.is_(None),
            Milestone.due_on <= beijing(work.now).date() + NEAR,
        )
        .order_by(Milestone.due_on, Milestone.id)
        .limit(MOST)
    )
    if work.house:
        wanted = wanted.where(Milestone.agency.in_(work.house) | Project.lead.in_(work.house))
    return [NearMilestone(milestone, project) for milestone, project in work.session.execute(wanted)]


def project(work: Work, project_id: int) -> Project:
    """One project; NotFound if there is none for this person's eyes."""
    return _found(work, select(Project).where(Project.id == project_id))


def held_project(work: Work, project_id: int, seen: int | None = None) -> Project:
    """The same, locked; Conflict if it was changed since that version was read."""
    found = _found(work, select(Project).where(Project.id == project_id).with_for_update())
    if seen is not None and seen != found.version:
        raise Conflict(f"{found.number}刚被他人改动，请核对页面上的最新内容后再提交")
    return found


def _found(work: Work, wanted: Select[Project]) -> Project:
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound("没有这个专题，或您无权查看，请回到专题台账查找")
    return found


def milestones_of(work: Work, project_id: int) -> Sequence[Milestone]:
    """The milestones of a project, by their day."""
    wanted = select(Milestone).where(Milestone.project_id == project_id).order_by(Milestone.due_on, Milestone.id)
    return work.session.scalars(wanted).all()


def next_serial(work: Work, year: int) -> int:
    """The next number of that year; locked, so that two at once get two."""
    work.session.execute(select(func.pg_advisory_xact_lock(func.hashtext("projects"))))
    last = select(func.max(Project.serial)).where(Project.year == year)
    return (work.session.scalar(last.execution_options(past_scope=True)) or 0) + 1


def unknown_agencies(work: Work, codes: Sequence[str]) -> list[str]:
    """Which of these codes are no unit that exists today."""
    today = beijing(work.now).date()
    known = select(AgencyRecord.code).where(
        AgencyRecord.code.in_(codes), AgencyRecord.valid_until.is_(None) | (AgencyRecord.valid_until >= today)
    )
    there = set(work.session.scalars(known))
    return [code for code in codes if code not in there]


def hotspot(work: Work, hotspot_id: int) -> DemandHotspot | None:
    """The hotspot that a project may come from, if this person may see it."""
    return work.session.scalar(select(DemandHotspot).where(DemandHotspot.id == hotspot_id))


def demands_by_day(
    work: Work, matter: str, region: str, first: date, last: date, cut: int
) -> tuple[dict[date, int], set[date]]:
    """Demands of a matter in a place by day, and of which days we know how many there were (逐日受理).

    From the roll-ups where they part by place and matter; a banner's single matter they do not hold apart, so it is
    counted in the register.
    """
    rolled = _rolled(matter, region, first, last)
    if rolled is not None:
        counted = {day: int(number) for day, number in work.session.execute(rolled)}
        return counted, days_kept(work, first, last)
    stretch = stretch_of(first, last, cut, region)
    day = stretch.day_of(Ticket.registered_at)
    wanted = select(day, func.count()).where(
        Ticket.registered_at >= stretch.start,
        Ticket.registered_at < stretch.end,
        Ticket.state != State.DRAFT,
        Ticket.category.startswith(matter, autoescape=True),
        Ticket.region.startswith(region, autoescape=True),
    )
    return {one: int(number) for one, number in work.session.execute(wanted.group_by(day))}, _days_of_register(
        work, first, last, cut
    )


def _rolled(matter: str, region: str, first: date, last: date) -> Select[date, int] | None:
    """The query on the roll-ups, or None where they do not part finely enough."""
    received = func.sum(cast(DailyTally.counts["受理"].astext, Integer))
    wanted = select(DailyTally.day, func.coalesce(received, 0)).where(DailyTally.day >= first, DailyTally.day <= last)
    category = func.split_part(DailyTally.code, "|", 2)
    if region == WHOLE:
        wanted = wanted.where(DailyTally.facet == "事项", category.startswith(matter, autoescape=True))
    elif len(region) == LEAGUE and len(matter) == BRANCH:
        wanted = wanted.where(DailyTally.facet == "大类", DailyTally.region == region, category == matter)
    else:
        return None
    return wanted.group_by(DailyTally.day)


def _days_of_register(work: Work, first: date, last: date, cut: int) -> set[date]:
    began: datetime | None = work.session.scalar(select(func.min(Ticket.registered_at)))
    if began is None:
        return set()
    start = max(first, (beijing(began) + timedelta(hours=cut)).date())
    return {start + timedelta(days=at) for at in range((last - start).days + 1)}
