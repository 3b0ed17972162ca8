"""What follows from what (后续动作): after a step of this kind, these jobs, in this lane.

The rows are written as deliveries in the transaction that writes the step, so the table must stand below the
verbs; the jobs themselves, which know gateways and queues, stand in hotline/jobs and are found by name.
"""

from dataclasses import dataclass

from hotline.domain.vocabulary import Action, Lane

A = Action


@dataclass(frozen=True)
class FollowUp:
    """One job that follows a step; it must bear being run twice.

    Args:
        job: the name under which hotline/jobs knows it.
        lane: the queue it waits in.
        told: only where the requester filed in 蒙速办 and is to be told there.
    """

    job: str
    lane: Lane
    told: bool = False


TRIAGE = FollowUp("triage", Lane.PROMPT)
TELL_PROGRESS = FollowUp("tell_progress", Lane.ROUTINE, told=True)

# fmt: off
FOLLOW_UPS: dict[Action, tuple[FollowUp, ...]] = {
    A.SAVE:      (),
    A.REGISTER:  (TRIAGE, TELL_PROGRESS),
    A.REFER:     (),                        # 诉求人看到的仍是“已受理”
    A.ANSWER:    (TELL_PROGRESS,),
    A.DISPATCH:  (TELL_PROGRESS,),
    A.GUIDE:     (TELL_PROGRESS,),
    A.TRANSFER:  (TELL_PROGRESS,),
    A.VOID:      (TELL_PROGRESS,),
    A.WITHDRAW:  (TELL_PROGRESS,),
    A.ACCEPT:    (TELL_PROGRESS,),
    A.SEND_BACK: (),                        # 内部改派，不打扰诉求人
    A.REPLY:     (),                        # 未经审核不外发
    A.APPROVE:   (TELL_PROGRESS,),
    A.REDO:      (TELL_PROGRESS,),
    A.CLOSE:     (TELL_PROGRESS,),
    A.CONCLUDE:  (TELL_PROGRESS,),
    A.SETTLE:    (TELL_PROGRESS,),
    A.LET_GO:    (TELL_PROGRESS,),
    A.TERMINATE: (TELL_PROGRESS,),
    A.MERGE:     (TELL_PROGRESS,),
    A.FOLLOW:    (TELL_PROGRESS,),
    A.UNMERGE:   (),
    A.ARCHIVE:   (),
    A.ASK:       (),
    A.REFUSE:    (),
    A.EXTEND:    (TELL_PROGRESS,),          # 延期须告知诉求人
    A.SUSPEND:   (TELL_PROGRESS,),
    A.RESUME:    (TELL_PROGRESS,),
    A.CONTACT:   (),
    A.INTERIM:   (TELL_PROGRESS,),
    A.INVITE:    (),
    A.WHISTLE:   (),
    A.REPORT_IN: (),
    A.CO_REPLY:  (),
    A.PRESS:     (),
    A.SUPERVISE: (),
    A.LIFT:      (),
    A.ESCALATE:  (),
    A.CALL:      (),
    A.APPEAL:    (),
    A.EXCLUDE:   (),
    A.KEEP:      (),
    A.RECUSE:    (),                        # 不留任何可外露的痕迹
    A.WATCH:     (),
    A.RECKON:    (),
}
# fmt: on

BACKOFF = (10, 60, 300, 1800, 7200, 43200)  # 失败后的重试间隔（秒）；用尽即为死信，由人处理


def wait_after(attempts: int) -> int | None:
    """Seconds to wait after that many failed attempts, or None: then it is a dead letter (死信)."""
    return BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None
