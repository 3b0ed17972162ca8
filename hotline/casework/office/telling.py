"""Text messages inside a unit (内部转办短信): to whom a task was given by name, and once more before its date.

They are in no list of messages of the ticket: nobody outside the unit learns that it was passed on.
"""

from datetime import timedelta

from sqlalchemy import select

from hotline.casework.notices import HASTY, Addressee, by_day, unfit
from hotline.casework.office.standing_in import is_away
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Channel, Lane, Role
from hotline.store.agencies import AgencyRecord
from hotline.store.people import Staff
from hotline.store.queries.office import RUNNING
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work
from hotline.store.workbench.office import InternalTask

GIVEN, NEARING = "内部转办", "内部期限将至"  # 告知模板「动作」一栏：不是工单的步骤，只在单位内部
OCCASIONS = (GIVEN, NEARING)
JOB = "text_inside"


def arrange(work: Work, ticket: Ticket, task: InternalTask) -> None:
    """Let whom a task was given to be told now, and again before its date, as far as there are words for it (安排短信)."""
    moments = {}
    if task.account and task.account != task.given_by:
        moments[GIVEN] = work.now if ticket.urgency in HASTY else by_day(work, work.now)
    near = task.due_at - timedelta(hours=work.rules.practice.number("重点督办提前小时"))
    if near > work.now:
        moments[NEARING] = by_day(work, near)
    for occasion, at in moments.items():
        if at < task.due_at and _words(work, occasion) is not None:
            about = {"number": ticket.number, "task": task.id, "occasion": occasion}
            work.must_follow(JOB, Lane.ROUTINE, about=about, not_before=at)


def to_tell(work: Work, number: str, task: int, occasion: str) -> tuple[Addressee, str] | None:
    """Who is to be told of a task, and what; None if it is done, or nobody can be reached (内部短信内容).

    For who is away, their stand-in; for a firm outside the system, who passed it on.
    """
    ticket, found = work.ticket(number), work.session.get(InternalTask, task)
    said = _words(work, occasion)
    if found is None or said is None or not _under_way(work, ticket, found):
        return None
    reached = _reached(work, found.account or found.given_by)
    if reached is None or unfit(ticket, reached.phone, Role.CLERK):
        return None
    return reached, said.format(
        编号=ticket.number,
        状态=ticket.state.label,
        日期=f"{beijing(found.due_at):%Y年%m月%d日}",
        答复="",
        单位=work.session.get_one(AgencyRecord, found.agency).name,
        时限=f"{beijing(found.due_at):%m月%d日 %H:%M}",
        理由="",
    )


def _under_way(work: Work, ticket: Ticket, task: InternalTask) -> bool:
    """Whether the task is not done and its unit still has a part in the ticket."""
    theirs = select(Assignment.id).where(
        Assignment.ticket_id == ticket.id, Assignment.agency == task.agency, Assignment.ended_at.is_(None)
    )
    running = task.done_at is None and ticket.state in RUNNING
    return running and work.session.scalars(theirs.limit(1)).first() is not None


def _words(work: Work, occasion: str) -> str | None:
    row = work.rules.practice.notice(Role.CLERK.label, Channel.SMS.label, occasion, "")
    return row.text if row else None


def _reached(work: Work, account: str) -> Addressee | None:
    one = _at_work(work, account)
    if one is not None and is_away(one, work.now) and one.stand_in:
        one = _at_work(work, one.stand_in)
    if one is None or one.phone_sealed is None:
        return None
    return Addressee(one.account, work.vault.open(one.phone_sealed, f"staff.phone.{one.id}"))


def _at_work(work: Work, account: str) -> Staff | None:
    return work.session.scalar(select(Staff).where(Staff.account == account, Staff.active))
