"""The life of a ticket (工单流转): one table, and the few lines that obey it.

Nothing else in the system sets a ticket's state. To change the process, change the table:
the screens' buttons, the diagram in docs/lifecycle.md and the tests all follow from it.
"""

from collections.abc import Set
from dataclasses import dataclass

from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.vocabulary import Action, Role, State

A, R, S = Action, Role, State


@dataclass(frozen=True)
class Move:
    """One permitted step (流转规则): who may take a ticket from where to where, and bringing what."""

    action: Action
    before: State
    after: State
    by: tuple[Role, ...]
    needs: tuple[str, ...] = ()


DESK = (R.AGENT, R.DISPATCHER)
UNIT = (R.CLERK, R.HEAD)
CALLER = (R.AGENT, R.REQUESTER)
ROOM = (R.DISPATCHER, R.SUPERVISOR)  # 派单岗与审核督办：裁量去向的人

# fmt: off
MOVES: tuple[Move, ...] = (
    #    动作           从              到              由谁                                   须带
    Move(A.SAVE,       S.DRAFT,        S.DRAFT,        (R.AGENT,)),
    Move(A.REGISTER,   S.DRAFT,        S.REGISTERED,   (R.AGENT, R.REQUESTER, R.SYSTEM),     ("text",)),
    Move(A.VOID,       S.DRAFT,        S.VOID,         (R.AGENT,),                           ("reason",)),
    Move(A.TRANSFER,   S.DRAFT,        S.TRANSFERRED,  (R.AGENT,),                           ("hotline",)),

    Move(A.ANSWER,     S.REGISTERED,   S.CLOSED,       DESK,                                 ("reply",)),
    Move(A.DISPATCH,   S.REGISTERED,   S.DISPATCHED,   (R.SYSTEM, *DESK),                    ("agency", "due_at")),
    Move(A.REFER,      S.REGISTERED,   S.QUEUED,       (R.SYSTEM, R.AGENT),                  ("reason",)),
    Move(A.GUIDE,      S.REGISTERED,   S.GUIDED,       DESK,                                 ("guidance",)),
    Move(A.TRANSFER,   S.REGISTERED,   S.TRANSFERRED,  DESK,                                 ("hotline",)),
    Move(A.VOID,       S.REGISTERED,   S.VOID,         DESK,                                 ("reason",)),
    Move(A.WITHDRAW,   S.REGISTERED,   S.WITHDRAWN,    CALLER,                               ("reason",)),

    Move(A.ANSWER,     S.QUEUED,       S.CLOSED,       DESK,                                 ("reply",)),
    Move(A.DISPATCH,   S.QUEUED,       S.DISPATCHED,   ROOM,                                 ("agency", "due_at")),
    Move(A.GUIDE,      S.QUEUED,       S.GUIDED,       DESK,                                 ("guidance",)),
    Move(A.TRANSFER,   S.QUEUED,       S.TRANSFERRED,  DESK,                                 ("hotline",)),
    Move(A.VOID,       S.QUEUED,       S.VOID,         DESK,                                 ("reason",)),
    Move(A.WITHDRAW,   S.QUEUED,       S.WITHDRAWN,    CALLER,                               ("reason",)),

    Move(A.ACCEPT,     S.DISPATCHED,   S.HANDLING,     UNIT),
    Move(A.SEND_BACK,  S.DISPATCHED,   S.QUEUED,       ROOM,                                 ("reason",)),
    Move(A.DISPATCH,   S.DISPATCHED,   S.DISPATCHED,   ROOM,                                 ("agency", "due_at", "ruling")),
    Move(A.WITHDRAW,   S.DISPATCHED,   S.WITHDRAWN,    CALLER,                               ("reason",)),

    Move(A.REPLY,      S.HANDLING,     S.REPLIED,      UNIT,                                 ("reply",)),
    Move(A.SEND_BACK,  S.HANDLING,     S.QUEUED,       ROOM,                                 ("reason",)),
    Move(A.DISPATCH,   S.HANDLING,     S.DISPATCHED,   ROOM,                                 ("agency", "due_at", "ruling")),
    Move(A.TERMINATE,  S.HANDLING,     S.TERMINATED,   (R.SUPERVISOR,),                      ("reason",)),
    Move(A.WITHDRAW,   S.HANDLING,     S.WITHDRAWN,    CALLER,                               ("reason",)),

    Move(A.APPROVE,    S.REPLIED,      S.CALLBACK,     (R.SUPERVISOR,)),
    Move(A.CONCLUDE,   S.REPLIED,      S.CLOSED,       (R.SUPERVISOR,)),
    Move(A.REDO,       S.REPLIED,      S.HANDLING,     (R.SUPERVISOR,),                      ("reason",)),

    Move(A.CLOSE,      S.CALLBACK,     S.CLOSED,       (R.AGENT, R.SUPERVISOR, R.REQUESTER), ("satisfaction", "solved")),
    Move(A.REDO,       S.CALLBACK,     S.HANDLING,     (R.AGENT, R.SUPERVISOR, R.REQUESTER), ("satisfaction", "reason")),

    Move(A.SETTLE,     S.CALLBACK,     S.CLOSED,       (R.SUPERVISOR,),                      ("satisfaction", "way", "reason")),
    Move(A.LET_GO,     S.CALLBACK,     S.CLOSED,       (R.AGENT, R.SUPERVISOR, R.SYSTEM),    ("attempts",)),

    Move(A.MERGE,      S.REGISTERED,   S.MERGED,       (*DESK, R.SUPERVISOR),                ("lead",)),
    Move(A.MERGE,      S.QUEUED,       S.MERGED,       (*DESK, R.SUPERVISOR),                ("lead",)),
    Move(A.MERGE,      S.DISPATCHED,   S.MERGED,       ROOM,                                 ("lead",)),
    Move(A.MERGE,      S.HANDLING,     S.MERGED,       ROOM,                                 ("lead",)),
    Move(A.FOLLOW,     S.MERGED,       S.CALLBACK,     (R.SUPERVISOR,),                      ("lead",)),
    Move(A.UNMERGE,    S.MERGED,       S.QUEUED,       (*ROOM, R.SYSTEM, *CALLER),           ("reason",)),
    Move(A.WITHDRAW,   S.MERGED,       S.WITHDRAWN,    CALLER,                               ("reason",)),

    Move(A.ARCHIVE,    S.CLOSED,       S.ARCHIVED,     (R.SYSTEM,)),
    Move(A.ARCHIVE,    S.TERMINATED,   S.ARCHIVED,     (R.SYSTEM,)),
    Move(A.ARCHIVE,    S.GUIDED,       S.ARCHIVED,     (R.SYSTEM,)),
    Move(A.ARCHIVE,    S.TRANSFERRED,  S.ARCHIVED,     (R.SYSTEM,)),
    Move(A.ARCHIVE,    S.VOID,         S.ARCHIVED,     (R.SYSTEM,)),
    Move(A.ARCHIVE,    S.WITHDRAWN,    S.ARCHIVED,     (R.SYSTEM,)),
)

NEEDS = {   # 须带的材料在界面上的叫法
    "text": "诉求内容", "reply": "答复内容", "agency": "承办单位", "due_at": "办理时限", "reason": "理由",
    "guidance": "处理指引", "hotline": "紧急热线号码", "satisfaction": "满意度", "solved": "是否解决",
    "ruling": "裁定号", "way": "销号方式", "attempts": "回访次数", "lead": "主单编号", "request": "申请",
    "kind": "种类", "code": "理由代码", "until": "到期日", "means": "联系方式", "reached": "联系结果", "level": "级别",
    "watcher": "服务专员", "handling": "内部办理情况", "said": "阶段答复", "words": "补充内容",
}
# fmt: on

# fmt: off
MARKS: tuple[Move, ...] = tuple(   # 旁支：留痕、改时钟、改标记，不改变工单状态
    Move(action, state, state, by, needs)
    for action, states, by, needs in (
        #    动作          在哪些状态                                   由谁                              须带
        (A.ASK,       (S.DISPATCHED, S.HANDLING, S.QUEUED),  (*UNIT, R.DISPATCHER),            ("kind", "code", "reason")),
        (A.REFUSE,    (S.DISPATCHED, S.HANDLING, S.QUEUED),  (*ROOM, R.AGENT),                 ("request", "reason")),
        (A.EXTEND,    (S.HANDLING,),                         (R.SUPERVISOR,),                  ("due_at", "reason")),
        (A.SUSPEND,   (S.HANDLING,),                         (R.SUPERVISOR,),                  ("until", "reason")),
        (A.RESUME,    (S.HANDLING,),                         (R.SUPERVISOR, R.SYSTEM, *UNIT),  ("due_at",)),
        (A.CONTACT,   (S.DISPATCHED, S.HANDLING),            (*UNIT, R.AGENT, R.SUPERVISOR),   ("means", "reached")),
        (A.INTERIM,   (S.HANDLING,),                         UNIT,                             ("said",)),
        (A.INVITE,    (S.DISPATCHED, S.HANDLING),            (*ROOM, R.HEAD),                  ("agency", "due_at")),
        (A.WHISTLE,   (S.DISPATCHED, S.HANDLING),            UNIT,                             ("agency", "due_at", "reason")),
        (A.REPORT_IN, (S.DISPATCHED, S.HANDLING),            UNIT,                             ()),
        (A.CO_REPLY,  (S.DISPATCHED, S.HANDLING),            UNIT,                             ("handling",)),
        (A.PRESS,     (S.REGISTERED, S.QUEUED, S.DISPATCHED, S.HANDLING, S.REPLIED, S.MERGED),
                                                             (R.AGENT, R.REQUESTER, R.OFFICER, R.SUPERVISOR, R.SYSTEM), ("level",)),
        (A.SUPERVISE, (S.QUEUED, S.DISPATCHED, S.HANDLING),  (R.SUPERVISOR, R.SYSTEM),         ("level", "reason")),
        (A.LIFT,      (S.QUEUED, S.DISPATCHED, S.HANDLING, S.REPLIED, S.CALLBACK, S.CLOSED), (R.SUPERVISOR,), ("reason",)),
        (A.ESCALATE,  (S.QUEUED, S.DISPATCHED, S.HANDLING),  (R.SUPERVISOR, R.SYSTEM),         ("reason",)),
        (A.CALL,      (S.CALLBACK,),                         (R.AGENT, R.SUPERVISOR),          ("reached",)),
        (A.APPEAL,    (S.CLOSED,),                           UNIT,                             ("code", "reason")),
        (A.EXCLUDE,   (S.CLOSED,),                           (R.SUPERVISOR,),                  ("reason",)),
        (A.KEEP,      (S.CLOSED,),                           (R.SUPERVISOR,),                  ("reason",)),
        (A.RECUSE,    (S.DRAFT, S.REGISTERED, S.QUEUED, S.DISPATCHED, S.HANDLING), (*DESK, R.SUPERVISOR), ("agency",)),
        (A.WATCH,     (S.REGISTERED, S.QUEUED, S.DISPATCHED, S.HANDLING, S.REPLIED, S.CALLBACK, S.MERGED),
                                                             (R.SUPERVISOR, R.SYSTEM, R.OFFICER), ("watcher",)),
        (A.SUPPLEMENT, (S.REGISTERED, S.QUEUED, S.DISPATCHED, S.HANDLING, S.REPLIED, S.MERGED),
                                                             (R.AGENT, R.REQUESTER),           ("words",)),
        (A.RECKON,    (S.DISPATCHED, S.HANDLING, S.QUEUED),  (R.SYSTEM,),                      ("due_at",)),
    )
    for state in states
)
# fmt: on

ALL_MOVES = (*MOVES, *MARKS)

FINAL = frozenset({S.CLOSED, S.TERMINATED, S.GUIDED, S.TRANSFERRED, S.VOID, S.WITHDRAWN, S.ARCHIVED})
OPEN = frozenset(State) - FINAL

# fmt: off
OUTWARD = {   # 诉求人看到的状态：内部的改派、送审不外露
    S.QUEUED: S.REGISTERED, S.REPLIED: S.HANDLING, S.MERGED: S.HANDLING,
}
# fmt: on


OUTWARD_LABELS = {S.REGISTERED: "已受理", S.CALLBACK: "待评价"}


def outward_label(state: State) -> str:
    """The word by which the requester is told a state."""
    return OUTWARD_LABELS.get(state, state.label)


def outward(state: State, before: State = S.CLOSED) -> State:
    """The state as the requester is told it.

    Args:
        before: where the ticket stood before its last step; what is archived is told as what it was.
    """
    told = before if state == S.ARCHIVED else state
    return OUTWARD.get(told, told)


def moves_open_to(state: State, role: Role) -> list[Move]:
    """The steps that this role may take with a ticket in this state."""
    return [move for move in ALL_MOVES if move.before == state and role in move.by]


def find_move(action: Action, state: State, role: Role, brings: Set[str]) -> Move:
    """The one row that permits this step.

    Raises Forbidden if the role may never do it, Conflict if not in this state, Incomplete if something is missing.
    """
    if not any(move.action == action and role in move.by for move in ALL_MOVES):
        raise Forbidden(f"{role.label}没有「{action.label}」的权限")
    for move in moves_open_to(state, role):
        if move.action == action:
            if missing := [NEEDS[need] for need in move.needs if need not in brings]:
                raise Incomplete(f"「{action.label}」还缺：{'、'.join(missing)}")
            return move
    raise Conflict(f"工单现为「{state.label}」，{role.label}此时不能「{action.label}」，请刷新后再看")
