"""A project from hand to hand (专题流转): approved by another, begun, reported done, judged; taken back where it can be."""

from datetime import date, timedelta

from hotline.analytics.projects.proposing import noted
from hotline.domain.analysis.projects import UNIT, ProjectDeed, ProjectState, find_move
from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role
from hotline.store.analysis.projects import Project
from hotline.store.audit import write_down
from hotline.store.queries.projects import held_project, milestones_of
from hotline.store.work import Work

LONGEST = 2000
EARLIEST = timedelta(days=31)  # 补记启动：最多往前一个月

D = ProjectDeed


def move(
    work: Work, project_id: int, deed: ProjectDeed, *, words: str = "", begun_on: date | None = None,
    seen: int | None = None,
) -> Project:  # fmt: skip
    """Take one step of the table of moves (专题流转).

    Args:
        words: the reason, result or judgement, as the step asks.
        begun_on: only for 启动; without it, today.
    """
    found = held_project(work, project_id, seen)
    day = begun_on or beijing(work.now).date()
    brings = {"begun_on"} | ({"words"} if words.strip() else set())
    step = find_move(deed, found.state, work.person.role, brings)
    if len(words) > LONGEST:
        raise Incomplete(f"「说明」最多 {LONGEST} 字，现有 {len(words)} 字")
    _check(work, found, deed, day)
    _take(work, found, deed, words.strip(), day)
    found.state = step.after
    noted(work, found, deed.label, words.strip(), writing=False)
    about = {"project": found.id, "action": deed.label}
    write_down(work.session, work.now, work.person.account, "move_project", about)
    return found


def _check(work: Work, found: Project, deed: ProjectDeed, day: date) -> None:
    who = work.person
    if who.role in UNIT and found.lead not in work.house:
        raise Forbidden(f"「{deed.label}」由牵头单位办理，本单位是配合单位")
    if deed == D.APPROVE and who.account in found.editors:
        raise Conflict("不能批准自己提出或修改过的专题，请由另一位审核督办批准")
    if deed == D.REVIEW and who.account == found.finished_by:
        raise Conflict("不能评估自己报告完成的专题，请由另一位审核督办评估")
    if deed == D.DROP and found.state == ProjectState.PROPOSED and who.account not in found.editors:
        _only_supervisors(work)
    _check_facts(work, found, deed, day)


def _check_facts(work: Work, found: Project, deed: ProjectDeed, day: date) -> None:
    today = beijing(work.now).date()
    stones = milestones_of(work, found.id)
    if deed == D.APPROVE and not stones:
        raise Incomplete("还没有列节点，不能批准：请先写明谁在何时做成什么")
    if deed == D.BEGIN and not today - EARLIEST <= day <= today:
        raise Incomplete(f"「启动日期」应在 {today - EARLIEST} 至 {today} 之间")
    if deed == D.STEP_BACK and any(one.done_at for one in stones):
        raise Conflict("已有节点完成，不能撤回启动；不再治理的，请用「中止」")
    if deed == D.FINISH and (left := [one.what for one in stones if one.done_at is None]):
        raise Conflict(f"还有 {len(left)} 个节点没有完成（{left[0][:30]}），完成后再报")


def _only_supervisors(work: Work) -> None:
    if work.person.role != Role.SUPERVISOR:
        raise Forbidden("只能中止自己提出的专题，他人提出的由审核督办处理")


def _take(work: Work, found: Project, deed: ProjectDeed, words: str, day: date) -> None:
    """What a step changes besides the state."""
    me = work.person.account
    changes: dict[ProjectDeed, dict[str, object]] = {
        D.APPROVE: {"approved_by": me},
        D.REVOKE: {"approved_by": None},
        D.BEGIN: {"begun_on": day},
        D.STEP_BACK: {"begun_on": None},
        D.FINISH: {"finished_by": me, "result": words},
        D.REDO: {"finished_by": None},
        D.REVIEW: {"reviewed_by": me, "verdict": words},
        D.RECONSIDER: {"reviewed_by": None},
        D.DROP: {"dropped_why": words},
        D.RESTORE: {"approved_by": None, "begun_on": None, "dropped_why": ""},
    }
    for name, value in changes[deed].items():
        setattr(found, name, value)
