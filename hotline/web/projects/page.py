"""What the pages of projects show (专题页面)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from hotline.analytics.projects.effect import METHOD, effect
from hotline.analytics.projects.milestones import may_mark
from hotline.domain.analysis.projects import UNIT, WORDS, ProjectDeed, ProjectState, moves_open_to
from hotline.domain.errors import HotlineError
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, permitted
from hotline.store.analysis.projects import Project
from hotline.store.analysis.warnings import Topic
from hotline.store.queries.details import staff_names
from hotline.store.queries.projects import (
    hotspot,
    milestones_of,
    months_of_projects,
    near_milestones,
    project,
    projects,
)
from hotline.store.work import Work
from hotline.web.desk import equipment
from hotline.web.naming import names_for
from hotline.web.projects.forms import ListForm, StartForm


def register(work: Work, form: ListForm) -> dict[str, Any]:
    """The register of projects, and what of them is late or near."""
    rows, near = projects(work, form.wanted()), near_milestones(work)
    codes = {row.project.lead for row in rows} | {one.milestone.agency for one in near}
    return {
        "form": form, "rows": rows, "near": near, "months": months_of_projects(work), "states": ProjectState,
        "names": names_for(work, (), codes), "today": beijing(work.now).date(),
    }  # fmt: skip


def shown(work: Work, project_id: int) -> dict[str, Any]:
    """One project with its milestones, what may be done with it, and what came of it."""
    found = project(work, project_id)
    stones = milestones_of(work, found.id)
    accounts = [found.written_by, *(step["by"] for step in found.steps), *(one.done_by for one in stones)]
    return {
        "found": found, "stones": stones, "deeds": deeds(work, found), "words": WORDS,
        "may_edit": found.state == ProjectState.PROPOSED and permitted(work.person.role, Permission.PROPOSE_PROJECTS),
        "may_add": found.state in (ProjectState.PROPOSED, ProjectState.UNDER_WAY)
        and permitted(work.person.role, Permission.PROPOSE_PROJECTS),
        "markable": {one.id for one in stones if found.state == ProjectState.UNDER_WAY and may_mark(work, found, one)},
        "names": names_for(work, (), {found.lead, *found.partners}),
        "people": staff_names(work, [one for one in accounts if one]),
        "today": beijing(work.now).date(), "effect": _effect(found), "method": METHOD,
    }  # fmt: skip


def deeds(work: Work, found: Project) -> list[ProjectDeed]:
    """The steps offered to this person; those their own part in it forbids are not."""
    offered = [move.deed for move in moves_open_to(found.state, work.person.role)]
    me = work.person.account
    refused = {
        ProjectDeed.APPROVE: me in found.editors,
        ProjectDeed.REVIEW: me == found.finished_by,
        ProjectDeed.FINISH: work.person.role in UNIT and found.lead not in work.house,
        ProjectDeed.DROP: found.state == ProjectState.PROPOSED
        and not permitted(work.person.role, Permission.APPROVE_PROJECTS)
        and me not in found.editors,
    }
    return [deed for deed in offered if not refused.get(deed, False)]


def _effect(found: Project) -> dict[str, Any] | None:
    """Counted over all demands of the matter and place, whoever looks: so in a work of the system's own."""
    with equipment().work() as work:
        seen = effect(work, found)
    return asdict(seen) if seen else None


def sheet(
    work: Work, found: Project | None, start: StartForm, typed: Mapping[str, str], error: HotlineError | None = None
) -> dict[str, Any]:
    """The form of a project, filled with what was typed, with what it says, or from the hotspot it comes from."""
    kept = _as_typed(found) if found else _from_hotspot(work, start)
    return {
        "found": found, "typed": typed or kept, "error": error, "start": start,
        "names": names_for(work, (), {found.lead, *found.partners} if found else ()),
        "version": found.version if found else "",
    }  # fmt: skip


def _as_typed(found: Project) -> dict[str, str]:
    return {
        "title": found.title, "matter": found.matter, "region": found.region, "lead": found.lead,
        "partners": "、".join(found.partners), "goal": found.goal, "due_on": found.due_on.isoformat(),
        "month": f"{found.month:%Y-%m}" if found.month else "",
    }  # fmt: skip


def _from_hotspot(work: Work, start: StartForm) -> dict[str, str]:
    blank = {"region": work.person.region, "month": f"{beijing(work.now):%Y-%m}"}
    if topic := work.session.scalar(select(Topic).where(Topic.id == start.topic)) if start.topic else None:
        return blank | {"title": f"{topic.name}专题治理", "matter": topic.category or "", "region": topic.region}
    source = hotspot(work, start.hotspot) if start.hotspot else None
    matter, region = (source.category, source.region) if source else (start.matter, start.region)
    if not matter:
        return blank
    names = names_for(work)
    return blank | {
        "title": f"{names.region(region)}{names.category(matter)}问题专题治理",
        "matter": matter,
        "region": region,
    }
