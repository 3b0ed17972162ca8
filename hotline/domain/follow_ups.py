"""What follows from what (后续动作): after a step of this kind, these jobs, in this lane.

The rows are written as deliveries in the transaction that writes the step, so the table must stand below the
verbs; the jobs themselves, which know gateways and queues, stand in hotline/jobs and are found by name.
"""

from dataclasses import dataclass

from hotline.domain.vocabulary import Action, Channel, Lane, Role

A = Action


@dataclass(frozen=True)
class FollowUp:
    """One job that follows a step; it must bear being run twice.

    Args:
        job: the name under which hotline/jobs knows it.
        lane: the queue it waits in.
        to: only where somebody is to be told, and 告知模板 has words for them (Role.REQUESTER or Role.CLERK).
        by: through which channel.
    """

    job: str
    lane: Lane
    to: Role | None = None
    by: Channel | None = None


TRIAGE = FollowUp("triage", Lane.PROMPT)
TELL_PROGRESS = FollowUp("tell_progress", Lane.ROUTINE, Role.REQUESTER, Channel.MENGSUBAN)
TEXT_REQUESTER = FollowUp("text_requester", Lane.ROUTINE, Role.REQUESTER, Channel.SMS)
TEXT_UNIT = FollowUp("text_unit", Lane.ROUTINE, Role.CLERK, Channel.SMS)
TELL = (TELL_PROGRESS, TEXT_REQUESTER)

# fmt: off
FOLLOW_UPS: dict[Action, tuple[FollowUp, ...]] = {
    A.SAVE:      (),
    A.REGISTER:  (TRIAGE, *TELL),
    A.REFER:     (),                        # 诉求人看到的仍是“已受理”
    A.ANSWER:    TELL,
    A.DISPATCH:  (*TELL, TEXT_UNIT),
    A.GUIDE:     TELL,
    A.TRANSFER:  TELL,
    A.VOID:      TELL,
    A.WITHDRAW:  TELL,
    A.ACCEPT:    TELL,
    A.SEND_BACK: (),                        # 内部改派，不打扰诉求人
    A.REPLY:     (),                        # 未经审核不外发
    A.APPROVE:   TELL,
    A.REDO:      (*TELL, TEXT_UNIT),
    A.CLOSE:     TELL,
    A.CONCLUDE:  TELL,
    A.SETTLE:    TELL,
    A.LET_GO:    TELL,
    A.TERMINATE: TELL,
    A.MERGE:     TELL,
    A.FOLLOW:    TELL,
    A.UNMERGE:   (),
    A.ARCHIVE:   (),
    A.ASK:       (),
    A.REFUSE:    (),
    A.EXTEND:    TELL,          # 延期须告知诉求人
    A.SUSPEND:   TELL,
    A.RESUME:    TELL,
    A.CONTACT:   (),
    A.INTERIM:   TELL,
    A.INVITE:    (),
    A.WHISTLE:   (),
    A.REPORT_IN: (),
    A.CO_REPLY:  (),
    A.PRESS:     (TEXT_UNIT,),
    A.SUPERVISE: (TEXT_UNIT,),
    A.LIFT:      (),
    A.ESCALATE:  (TEXT_UNIT,),
    A.CALL:      (),
    A.APPEAL:    (),
    A.EXCLUDE:   (),
    A.KEEP:      (),
    A.RECUSE:    (),                        # 不留任何可外露的痕迹
    A.WATCH:     (),
    A.RECKON:    (),
    A.SUPPLEMENT: (TEXT_UNIT,),
}
# fmt: on

BACKOFF = (10, 60, 300, 1800, 7200, 43200)  # 失败后的重试间隔（秒）；用尽即为死信，由人处理


def wait_after(attempts: int) -> int | None:
    """Seconds to wait after that many failed attempts, or None: then it is a dead letter (死信)."""
    return BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None
