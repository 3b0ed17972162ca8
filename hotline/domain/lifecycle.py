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
    Move(A.DISPATCH,   S.QUEUED,       S.DISPATCHED,   (R.DISPATCHER,),                      ("agency", "due_at")),
    Move(A.GUIDE,      S.QUEUED,       S.GUIDED,       DESK,                                 ("guidance",)),
    Move(A.TRANSFER,   S.QUEUED,       S.TRANSFERRED,  DESK,                                 ("hotline",)),
    Move(A.VOID,       S.QUEUED,       S.VOID,         DESK,                                 ("reason",)),
    Move(A.WITHDRAW,   S.QUEUED,       S.WITHDRAWN,    CALLER,                               ("reason",)),

    Move(A.ACCEPT,     S.DISPATCHED,   S.HANDLING,     UNIT),
    Move(A.SEND_BACK,  S.DISPATCHED,   S.QUEUED,       UNIT,                                 ("reason",)),
    Move(A.WITHDRAW,   S.DISPATCHED,   S.WITHDRAWN,    CALLER,                               ("reason",)),

    Move(A.REPLY,      S.HANDLING,     S.REPLIED,      UNIT,                                 ("reply",)),
    Move(A.SEND_BACK,  S.HANDLING,     S.QUEUED,       (R.SUPERVISOR,),                      ("reason",)),
    Move(A.WITHDRAW,   S.HANDLING,     S.WITHDRAWN,    CALLER,                               ("reason",)),

    Move(A.APPROVE,    S.REPLIED,      S.CALLBACK,     (R.SUPERVISOR,)),
    Move(A.REDO,       S.REPLIED,      S.HANDLING,     (R.SUPERVISOR,),                      ("reason",)),

    Move(A.CLOSE,      S.CALLBACK,     S.CLOSED,       (R.AGENT, R.SUPERVISOR, R.REQUESTER), ("satisfaction", "solved")),
    Move(A.REDO,       S.CALLBACK,     S.HANDLING,     (R.AGENT, R.SUPERVISOR, R.REQUESTER), ("satisfaction", "reason")),

    Move(A.ARCHIVE,    S.CLOSED,       S.ARCHIVED,     (R.SYSTEM,)),
    Move(A.ARCHIVE,    S.GUIDED,       S.ARCHIVED,     (R.SYSTEM,)),
    Move(A.ARCHIVE,    S.TRANSFERRED,  S.ARCHIVED,     (R.SYSTEM,)),
    Move(A.ARCHIVE,    S.VOID,         S.ARCHIVED,     (R.SYSTEM,)),
    Move(A.ARCHIVE,    S.WITHDRAWN,    S.ARCHIVED,     (R.SYSTEM,)),
)

NEEDS = {   # 须带的材料在界面上的叫法
    "text": "诉求内容", "reply": "答复内容", "agency": "承办单位", "due_at": "办理时限", "reason": "理由",
    "guidance": "处理指引", "hotline": "紧急热线号码", "satisfaction": "满意度", "solved": "是否解决",
}
# fmt: on

FINAL = frozenset({S.CLOSED, S.GUIDED, S.TRANSFERRED, S.VOID, S.WITHDRAWN, S.ARCHIVED})
OPEN = frozenset(State) - FINAL

# fmt: off
OUTWARD = {   # 诉求人看到的状态：内部的改派、送审不外露
    S.QUEUED: S.REGISTERED, S.REPLIED: S.HANDLING,
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
    """The buttons to show this person for a ticket in this state."""
    return [move for move in MOVES if move.before == state and role in move.by]


def find_move(action: Action, state: State, role: Role, brings: Set[str]) -> Move:
    """The one row that permits this step.

    Raises Forbidden if the role may never do it, Conflict if not in this state, Incomplete if something is missing.
    """
    if not any(move.action == action and role in move.by for move in MOVES):
        raise Forbidden(f"{role.label}没有「{action.label}」的权限")
    for move in moves_open_to(state, role):
        if move.action == action:
            if missing := [NEEDS[need] for need in move.needs if need not in brings]:
                raise Incomplete(f"「{action.label}」还缺：{'、'.join(missing)}")
            return move
    raise Conflict(f"工单现为「{state.label}」，{role.label}此时不能「{action.label}」，请刷新后再看")
