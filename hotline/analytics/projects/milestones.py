"""Milestones of a project (专题节点): who does what by when, marked done with a proof by those whose it is."""

from datetime import date

from hotline.analytics.projects.proposing import noted
from hotline.domain.analysis.projects import SETTING_OUT, ProjectState
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Role
from hotline.store.analysis.projects import Milestone, Project
from hotline.store.audit import write_down
from hotline.store.queries.projects import held_project, milestones_of
from hotline.store.work import Work

MOST, LEAST_WHAT, MOST_WHAT, LEAST_PROOF, MOST_PROOF = 30, 4, 200, 10, 2000


def add(work: Work, project_id: int, *, what: str, agency: str, due_on: date | None) -> Milestone:
    """Add a milestone to a project that is proposed or under way (增加节点)."""
    demand_permission(work.person.role, Permission.PROPOSE_PROJECTS)
    found = held_project(work, project_id)
    if found.state not in (ProjectState.PROPOSED, ProjectState.UNDER_WAY):
        raise Conflict(f"专题现为「{found.state.label}」，不能增加节点")
    _check(work, found, what.strip(), agency, due_on)
    made = Milestone(
        project_id=found.id, what=what.strip(), agency=agency, due_on=due_on,
        added_by=work.person.account, added_at=work.now, proof="",
    )  # fmt: skip
    work.session.add(made)
    noted(work, found, "增加节点", made.what)
    about = {"project": found.id, "milestone": made.id}
    write_down(work.session, work.now, work.person.account, "add_milestone", about)
    return made


def remove(work: Work, project_id: int, milestone_id: int) -> Project:
    """Take a milestone out again, before the project is approved (删去节点)."""
    demand_permission(work.person.role, Permission.PROPOSE_PROJECTS)
    found, stone = _both(work, project_id, milestone_id)
    if found.state not in SETTING_OUT:
        raise Conflict(f"专题现为「{found.state.label}」，节点不能删去，只能办成并注明情况")
    work.session.delete(stone)
    noted(work, found, "删去节点", stone.what)
    write_down(work.session, work.now, work.person.account, "drop_milestone", {"project": found.id})
    return found


def finish(work: Work, project_id: int, milestone_id: int, *, proof: str) -> Milestone:
    """Say that a milestone is done, and what shows it (节点完成)."""
    found, stone = _theirs(work, project_id, milestone_id)
    if stone.done_at is not None:
        raise Conflict(f"节点已由他人标为完成：{stone.what[:30]}")
    if not LEAST_PROOF <= len(proof.strip()) <= MOST_PROOF:
        raise Incomplete(f"「完成情况」应为 {LEAST_PROOF} 至 {MOST_PROOF} 字：写明做了什么、凭什么看得出做成了")
    stone.done_at, stone.done_by, stone.proof = work.now, work.person.account, proof.strip()
    noted(work, found, "节点完成", stone.what, writing=False)
    about = {"project": found.id, "milestone": stone.id}
    write_down(work.session, work.now, work.person.account, "finish_milestone", about)
    return stone


def reopen(work: Work, project_id: int, milestone_id: int) -> Milestone:
    """Take back that a milestone is done (撤销完成); what was written as proof stays in the course of events."""
    found, stone = _theirs(work, project_id, milestone_id)
    if stone.done_at is None:
        raise Conflict(f"节点本来就没有完成：{stone.what[:30]}")
    before, stone.done_at, stone.done_by, stone.proof = stone.proof, None, None, ""
    noted(work, found, "撤销节点完成", f"{stone.what}（原填：{before}）", writing=False)
    about = {"project": found.id, "milestone": stone.id}
    write_down(work.session, work.now, work.person.account, "reopen_milestone", about)
    return stone


def may_mark(work: Work, found: Project, stone: Milestone) -> bool:
    """Whether this person's unit answers for the milestone, or leads the project, or the person supervises it."""
    return work.person.role == Role.SUPERVISOR or bool({stone.agency, found.lead} & set(work.house))


def _theirs(work: Work, project_id: int, milestone_id: int) -> tuple[Project, Milestone]:
    found, stone = _both(work, project_id, milestone_id)
    if not may_mark(work, found, stone):
        raise Forbidden("节点由责任单位或牵头单位标记，您只能查看")
    if found.state != ProjectState.UNDER_WAY:
        raise Conflict(f"专题现为「{found.state.label}」，只有治理中的专题才能标记节点")
    return found, stone


def _both(work: Work, project_id: int, milestone_id: int) -> tuple[Project, Milestone]:
    found = held_project(work, project_id)
    stone = work.session.get(Milestone, milestone_id)
    if stone is None or stone.project_id != found.id:
        raise NotFound("专题里没有这个节点，请刷新页面")
    return found, stone


def _check(work: Work, found: Project, what: str, agency: str, due_on: date | None) -> None:
    today = beijing(work.now).date()
    wrong = [
        (not LEAST_WHAT <= len(what) <= MOST_WHAT, f"「做什么」应为 {LEAST_WHAT} 至 {MOST_WHAT} 字"),
        (agency not in (found.lead, *found.partners), "「责任单位」应是本专题的牵头或配合单位"),
        (due_on is None, "「期限」不能为空"),
        (due_on is not None and not today <= due_on <= found.due_on, f"「期限」应在今天至专题完成期限 {found.due_on} 之间"),
        (len(milestones_of(work, found.id)) >= MOST, f"一个专题最多 {MOST} 个节点，请合并"),
    ]  # fmt: skip
    if told := [sentence for holds, sentence in wrong if holds]:
        raise Incomplete("；".join(told))
