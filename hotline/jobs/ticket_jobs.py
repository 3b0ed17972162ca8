"""Jobs about one ticket (工单作业): look it over, tell its requester."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from hotline.casework.triage import triage
from hotline.domain.lifecycle import outward, outward_label
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Action, Channel, State
from hotline.equipment import Equipment
from hotline.gateways.mengsuban import TicketProgress
from hotline.jobs.due import Due
from hotline.store.contacts import Message
from hotline.store.notes import Note
from hotline.store.people import Requester
from hotline.store.tickets import Step
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
    if due.step_id is None:
        raise ValueError("tell_progress follows a step")
    with equipment.work() as work:
        step = work.session.get_one(Step, due.step_id)
        ticket = work.ticket(due.about["number"])
        requester = work.session.get_one(Requester, ticket.requester_id)
        progress = TicketProgress(
            message_id=f"step-{step.id}",
            number=ticket.number,
            requester=requester.mengsuban_id or "",
            state=outward(step.after),
            label=outward_label(outward(step.after)),
            text=told_of(step, _reply_at(work, step)),
            at=beijing(step.taken_at).isoformat(timespec="seconds"),
        )
        ticket_id = ticket.id
    acknowledged = equipment.mengsuban.tell_progress(progress)  # 事务已结束：没有行锁等着网络
    with equipment.work() as work:
        message = insert(Message).values(
            ticket_id=ticket_id,
            message_id=progress.message_id,
            channel=Channel.MENGSUBAN,
            text=progress.text,
            sent_at=work.now,
            acknowledged=acknowledged,
        )
        work.session.execute(message.on_conflict_do_nothing(index_elements=["message_id"]))


def _reply_at(work: Work, step: Step) -> str | None:
    """The reply as it stood at that step: a message that is late must not tell what came after it."""
    written = select(Note.text).where(
        Note.ticket_id == step.ticket_id, Note.step_id <= step.id, Note.kind.in_(["reply", "guidance"])
    )
    return work.session.scalars(written.order_by(Note.id.desc()).limit(1)).first()


def told_of(step: Step, reply: str | None) -> str:
    """What the requester is told of a step: of what it did, or else of the state to which it brought the ticket."""
    if (saying := SAID_OF_STEPS.get(step.action)) is None:
        return said_of(step.after, reply)
    until = step.changes.get("due_at") or step.changes.get("suspended_until")
    day = f"{beijing(datetime.fromisoformat(until)):%Y年%m月%d日}" if until else ""
    return saying.format(day=day)


SAID_OF_STEPS = {
    Action.EXTEND: "经批准，您的诉求办理时限延至{day}，我们会继续督促承办单位。",
    Action.SUSPEND: "您的诉求受客观条件限制暂时挂起，到期将自动恢复办理，届时再与您联系。",
    Action.INTERIM: "承办单位已作出阶段答复，正在继续办理，可拨打 12345 了解详情。",
    Action.MERGE: "您反映的问题与在办的同类诉求一并办理，办结后会单独回访您。",
    Action.LET_GO: "我们多次回访未能接通，您的诉求已办结；如仍未解决，请再次联系 12345。",
}

SAID = {
    State.REGISTERED: "您的诉求已受理，我们正在为您分派承办单位。",
    State.DISPATCHED: "您的诉求已派给承办单位，请等待签收。",
    State.HANDLING: "承办单位正在办理，会尽快与您联系。",
    State.CALLBACK: "办理结果已通过审核，请您评价。",
    State.TRANSFERRED: "您反映的情况属于紧急事项，已为您转接紧急热线。",
    State.VOID: "未能了解到具体诉求，如有需要请再次联系 12345。",
    State.WITHDRAWN: "您的诉求已按您的意愿撤回。",
    State.TERMINATED: "您的诉求经热线审核已终止办理，理由承办单位会书面告知您。",
}


def said_of(state: State, reply: str | None) -> str:
    """What the requester is told of a ticket that has come to this state."""
    if state in (State.CLOSED, State.GUIDED, State.CALLBACK) and reply:
        return f"{SAID.get(state, '您的诉求已办结。')}答复：{reply}"
    return SAID.get(state, f"您的诉求现为「{state.label}」。")
