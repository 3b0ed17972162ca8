"""The life of a special project (专题治理): one table of moves, and the few lines that obey it."""

from collections.abc import Collection
from dataclasses import dataclass

from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.vocabulary import Role, Term


class ProjectState(Term):
    """Where a project stands (专题状态)."""

    PROPOSED = "proposed", "待批准"
    APPROVED = "approved", "已批准"
    UNDER_WAY = "under_way", "治理中"
    DONE = "done", "待评估"
    REVIEWED = "reviewed", "已评估"
    DROPPED = "dropped", "已中止"


class ProjectDeed(Term):
    """What somebody does with a project (专题操作)."""

    APPROVE = "approve", "批准"
    REVOKE = "revoke", "撤回批准"
    BEGIN = "begin", "启动"
    STEP_BACK = "step_back", "撤回启动"
    FINISH = "finish", "报告完成"
    REDO = "redo", "退回继续治理"
    REVIEW = "review", "评估"
    RECONSIDER = "reconsider", "撤回评估"
    DROP = "drop", "中止"
    RESTORE = "restore", "恢复"


class ProjectSource(Term):
    """Where a project comes from (专题来源)."""

    OWN = "own", "自行提出"
    HOTSPOT = "hotspot", "企业诉求热点"
    TOPIC = "topic", "热点专题"


D, S, R = ProjectDeed, ProjectState, Role


@dataclass(frozen=True)
class ProjectMove:
    """One permitted step of a project (专题流转规则): who may take it from where to where, and bringing what."""

    deed: ProjectDeed
    before: ProjectState
    after: ProjectState
    by: tuple[Role, ...]
    needs: tuple[str, ...] = ()


ROOM = (R.ANALYST, R.SUPERVISOR)
UNIT = (R.CLERK, R.HEAD)  # 只限牵头单位的人

# fmt: off
MOVES: tuple[ProjectMove, ...] = (
    #           操作           从             到             由谁                    须带
    ProjectMove(D.APPROVE,     S.PROPOSED,    S.APPROVED,    (R.SUPERVISOR,)),
    ProjectMove(D.REVOKE,      S.APPROVED,    S.PROPOSED,    (R.SUPERVISOR,),        ("words",)),
    ProjectMove(D.BEGIN,       S.APPROVED,    S.UNDER_WAY,   ROOM,                   ("begun_on",)),
    ProjectMove(D.STEP_BACK,   S.UNDER_WAY,   S.APPROVED,    (R.SUPERVISOR,),        ("words",)),
    ProjectMove(D.FINISH,      S.UNDER_WAY,   S.DONE,        (*UNIT, R.SUPERVISOR),  ("words",)),
    ProjectMove(D.REDO,        S.DONE,        S.UNDER_WAY,   (R.SUPERVISOR,),        ("words",)),
    ProjectMove(D.REVIEW,      S.DONE,        S.REVIEWED,    (R.SUPERVISOR,),        ("words",)),
    ProjectMove(D.RECONSIDER,  S.REVIEWED,    S.DONE,        (R.SUPERVISOR,),        ("words",)),
    ProjectMove(D.DROP,        S.PROPOSED,    S.DROPPED,     ROOM,                   ("words",)),
    ProjectMove(D.DROP,        S.APPROVED,    S.DROPPED,     (R.SUPERVISOR,),        ("words",)),
    ProjectMove(D.DROP,        S.UNDER_WAY,   S.DROPPED,     (R.SUPERVISOR,),        ("words",)),
    ProjectMove(D.RESTORE,     S.DROPPED,     S.PROPOSED,    (R.SUPERVISOR,),        ("words",)),
)

WORDS: dict[ProjectDeed, str] = {   # 「说明」一栏在各操作里的叫法
    D.REVOKE: "撤回批准的理由", D.STEP_BACK: "撤回启动的理由", D.FINISH: "办理成效", D.REDO: "退回的理由",
    D.REVIEW: "评估意见", D.RECONSIDER: "撤回评估的理由", D.DROP: "中止的理由", D.RESTORE: "恢复的理由",
}
# fmt: on

RUNNING = frozenset({S.PROPOSED, S.APPROVED, S.UNDER_WAY, S.DONE})  # 还没有了结的
SETTING_OUT = frozenset({S.PROPOSED})  # 内容可改；批准以后须先撤回批准


def moves_open_to(state: ProjectState, role: Role) -> list[ProjectMove]:
    """The steps that this role may take with a project in this state."""
    return [move for move in MOVES if move.before == state and role in move.by]


def find_move(deed: ProjectDeed, state: ProjectState, role: Role, brings: Collection[str]) -> ProjectMove:
    """The one row that permits this step.

    Raises Forbidden if the role may never do it, Conflict if not in this state, Incomplete if something is missing.
    """
    if not any(move.deed == deed and role in move.by for move in MOVES):
        raise Forbidden(f"{role.label}没有「{deed.label}」专题的权限")
    for move in moves_open_to(state, role):
        if move.deed == deed:
            if missing := [need for need in move.needs if need not in brings]:
                asked = "、".join("启动日期" if need == "begun_on" else WORDS[deed] for need in missing)
                raise Incomplete(f"「{deed.label}」还缺：{asked}，请填写后再提交")
            return move
    raise Conflict(f"专题现为「{state.label}」，{role.label}此时不能「{deed.label}」，请刷新后再看")
