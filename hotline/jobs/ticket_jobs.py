"""Jobs about one ticket (工单作业): look it over, tell 蒙速办."""

from datetime import timedelta

from hotline.casework.notices import wording
from hotline.casework.triage import triage
from hotline.domain.lifecycle import outward, outward_label
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Channel, Role
from hotline.equipment import Equipment
from hotline.gateways.mengsuban import TicketProgress
from hotline.jobs.due import Due
from hotline.store.people import Requester
from hotline.store.queries.messages import Told, note
from hotline.store.tickets import Step, Ticket
from hotline.store.work import Work

DEMO_PAUSE = timedelta(seconds=30)


def look_over(equipment: Equipment, due: Due) -> None:
    """Triage a newly registered ticket (研判); a ticket of the demo stream lives in the stream's own time."""
    number = due.about["number"]
    with equipment.work() as work:
        ticket = work.ticket(number)
        now = ticket.registered_at + DEMO_PAUSE if ticket.demo else None
    with equipment.work(now=now) as work:
        triage(work, equipment.judgement(work.session), number)


def tell_progress(equipment: Equipment, due: Due) -> None:
    """Tell 蒙速办 about one step (进度回传). Safe to run twice: the message has one id."""
    with equipment.work() as work:
        step, ticket = step_of(work, due)
        requester = work.session.get_one(Requester, ticket.requester_id)
        said = wording(work, ticket, step, Role.REQUESTER, Channel.MENGSUBAN)
        progress = TicketProgress(
            message_id=f"step-{step.id}",
            number=ticket.number,
            requester=requester.mengsuban_id or "",
            state=outward(step.after),
            label=outward_label(outward(step.after)),
            text=said or f"您的诉求现为「{outward_label(outward(step.after))}」。",
            at=beijing(step.taken_at).isoformat(timespec="seconds"),
        )
        ticket_id = ticket.id
    acknowledged = equipment.mengsuban.tell_progress(progress)  # 事务已结束：没有行锁等着网络
    told = Told(ticket_id, progress.message_id, Channel.MENGSUBAN, progress.text)
    with equipment.work() as work:
        note(work, told, acknowledged=acknowledged)


def step_of(work: Work, due: Due) -> tuple[Step, Ticket]:
    """The step that a job follows, and its ticket; ValueError for a delivery without one."""
    if due.step_id is None:
        raise ValueError(f"delivery {due.delivery_id} follows a step")
    return work.session.get_one(Step, due.step_id), work.ticket(due.about["number"])
