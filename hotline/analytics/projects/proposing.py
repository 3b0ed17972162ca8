"""Proposing a project (提出专题): what, where, who leads, by when; changed until it is approved."""

from dataclasses import asdict, dataclass
from datetime import date

from hotline.domain.analysis.projects import SETTING_OUT, ProjectSource, ProjectState
from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.store.analysis.projects import Project
from hotline.store.audit import write_down
from hotline.store.queries.projects import held_project, milestones_of, next_serial, unknown_agencies
from hotline.store.work import Work

LEAST_TITLE, MOST_TITLE, LEAST_GOAL, MOST_GOAL, MOST_PARTNERS = 4, 80, 10, 2000, 20


@dataclass(frozen=True)
class ProjectPlan:
    """What a project is to be (专题方案).

    Args:
        month: the first of the month whose matter it is (每月一题), or None.
    """

    title: str
    matter: str
    region: str
    lead: str
    goal: str
    due_on: date | None
    partners: tuple[str, ...] = ()
    month: date | None = None


def propose(
    work: Work, plan: ProjectPlan, *, source: ProjectSource = ProjectSource.OWN, source_id: int | None = None
) -> Project:
    """Propose a project (提出专题).

    Raises Incomplete with everything that is wrong.
    """
    demand_permission(work.person.role, Permission.PROPOSE_PROJECTS)
    _check(work, plan)
    year = beijing(work.now).year
    made = Project(
        year=year, serial=next_serial(work, year), source=source, source_id=source_id, state=ProjectState.PROPOSED,
        written_by=work.person.account, written_at=work.now, editors=[work.person.account], **_columns(plan),
    )  # fmt: skip
    made.steps = [happened(work, "提出", "")]
    work.session.add(made)
    work.session.flush()
    about = {"project": made.id, "region": made.region, "agency": made.lead}
    write_down(work.session, work.now, work.person.account, "propose_project", about)
    return made


def edit(work: Work, project_id: int, plan: ProjectPlan, *, seen: int | None = None) -> Project:
    """Change a project that nobody has approved yet (修改专题); who changes it may not approve it."""
    demand_permission(work.person.role, Permission.PROPOSE_PROJECTS)
    found = held_project(work, project_id, seen)
    if found.state not in SETTING_OUT:
        raise Conflict(f"专题现为「{found.state.label}」，内容不能改；确需调整的，请先由批准人撤回批准")
    _check(work, plan, kept=found.region)
    parts = {plan.lead, *plan.partners}
    if left := [one.what for one in milestones_of(work, found.id) if one.agency not in parts]:
        raise Incomplete(f"节点「{left[0]}」的责任单位不在牵头、配合单位之列，请保留该单位或先删去节点")
    for name, value in _columns(plan).items():
        setattr(found, name, value)
    noted(work, found, "修改")
    write_down(work.session, work.now, work.person.account, "edit_project", {"project": found.id})
    return found


def noted(work: Work, found: Project, deed: str, words: str = "", *, writing: bool = True) -> None:
    """Add to what happened to a project (专题经过).

    Args:
        writing: whether the person thereby wrote a part of it, and may no longer approve it.
    """
    found.steps = [*found.steps, happened(work, deed, words)]
    if writing and work.person.account not in found.editors:
        found.editors = [*found.editors, work.person.account]
    work.session.flush()


def happened(work: Work, deed: str, words: str) -> dict[str, str]:
    """One line of what happened: when, who, what and the words given."""
    at = beijing(work.now).isoformat(timespec="seconds")
    return {"at": at, "by": work.person.account, "deed": deed, "words": words}


def _columns(plan: ProjectPlan) -> dict[str, object]:
    return asdict(plan) | {"partners": list(plan.partners), "title": plan.title.strip(), "goal": plan.goal.strip()}


def _check(work: Work, plan: ProjectPlan, kept: str = "") -> None:
    """Everything that is wrong, at once."""
    today, regions = beijing(work.now).date(), work.rules.directory.regions
    parts = [code for code in (plan.lead, *plan.partners) if code]
    strange = unknown_agencies(work, parts)
    wrong = [
        (not LEAST_TITLE <= len(plan.title.strip()) <= MOST_TITLE, f"「标题」应为 {LEAST_TITLE} 至 {MOST_TITLE} 字"),
        (not LEAST_GOAL <= len(plan.goal.strip()) <= MOST_GOAL, f"「目标」应为 {LEAST_GOAL} 至 {MOST_GOAL} 字"),
        (plan.matter not in work.rules.categories, "「事项」不在事项分类表中，请重新选择"),
        (plan.region not in regions, "「地区」不在区划表中，请重新选择"),
        (
            plan.region in regions and plan.region != kept and not plan.region.startswith(work.person.region),
            "「地区」不在您负责的范围，请选本地区或其下的旗县区",
        ),
        (not plan.lead, "「牵头单位」不能为空，请输入单位名称查找"),
        (bool(strange), f"单位 {'、'.join(strange)[:80]} 不在现行单位名录中，请重新选择"),
        (len(set(parts)) < len(parts), "同一单位填了两次，牵头单位不再列为配合单位"),
        (len(plan.partners) > MOST_PARTNERS, f"配合单位最多 {MOST_PARTNERS} 家"),
        (plan.due_on is None, "「完成期限」不能为空"),
        (plan.due_on is not None and plan.due_on < today, "「完成期限」已过，请填今天或以后的日期"),
        (plan.month is not None and plan.month.day != 1, "「每月一题」请选月份"),
    ]
    if told := [sentence for holds, sentence in wrong if holds]:
        raise Incomplete("；".join(told))
