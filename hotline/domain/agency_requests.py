"""What an agency may ask for (申请): who may ask, in which state, who grants it, and by which step it then takes effect.

How often, how long and for which coded reasons is not said here: those are rule tables (办理规范表、时限表、申请理由表).
"""

from dataclasses import dataclass

from hotline.domain.handling_terms import RequestKind, Stage
from hotline.domain.vocabulary import Action, Role, State

A, K, R, S = Action, RequestKind, Role, State
UNIT = (R.CLERK, R.HEAD)
ROOM = (R.DISPATCHER, R.SUPERVISOR)


@dataclass(frozen=True)
class RequestRule:
    """One kind of request (申请规则).

    Args:
        within: the stage whose time limit, counted from dispatch, closes the door for asking; None: no such limit.
        needs: what the request must say beside its coded reason and its words.
        effect: the step that is taken when it is granted; None: granting only leaves its record.
    """

    kind: RequestKind
    asked_by: tuple[Role, ...]
    states: tuple[State, ...]
    granted_by: tuple[Role, ...]
    effect: Action | None
    needs: tuple[str, ...] = ()
    within: Stage | None = None


# fmt: off
REQUESTS: dict[RequestKind, RequestRule] = {
    rule.kind: rule
    for rule in (
        #           种类          谁可提                  在哪些状态                               谁来批          同意后的动作    另须写明
        RequestRule(K.RETURN,    UNIT,                  (S.DISPATCHED, S.HANDLING),              ROOM,           A.SEND_BACK,  ("basis",), Stage.RETURN),
        RequestRule(K.EXTEND,    UNIT,                  (S.HANDLING,),                           (R.SUPERVISOR,), A.EXTEND,    ("until",)),
        RequestRule(K.SUSPEND,   UNIT,                  (S.HANDLING,),                           (R.SUPERVISOR,), A.SUSPEND,   ("until", "in_charge")),
        RequestRule(K.TERMINATE, UNIT,                  (S.HANDLING,),                           (R.SUPERVISOR,), A.TERMINATE, ("basis",)),
        RequestRule(K.CONSULT,   (*UNIT, R.DISPATCHER), (S.DISPATCHED, S.HANDLING, S.QUEUED),    ROOM,           None),
        RequestRule(K.RELAY,     UNIT,                  (S.HANDLING,),                           (R.AGENT, R.SUPERVISOR), A.CONTACT),
    )
}
# fmt: on

NEEDED = {"basis": "依据", "until": "到期日", "in_charge": "责任人"}
EXPLAINED = {
    K.RETURN: "认为不属本单位职责或辖区的，写明依据并建议承办单位；在时限内提出，同一单位一次。",
    K.EXTEND: "到期前提出，一件一次，不超过原时限；批准后告知诉求人。",
    K.SUSPEND: "受客观条件限制暂不能办的：写明原因、责任人和预计日期，到日自动恢复办理。",
    K.TERMINATE: "诉求人不配合、不属实或已进入法定程序的，附依据申请终止。",
    K.CONSULT: "职责不清的，请热线召集会商，裁定指定承办单位。",
    K.RELAY: "诉求人要求保密或匿名的，请热线代为联系，写明要问什么。",
}
