"""Text messages as jobs (短信作业): to the requester who telephoned, and to the unit that must act."""

from hotline.analytics.policies.pushing import words_of
from hotline.casework.notices import Addressee, addressees, by_day, unfit, wording
from hotline.domain.analysis.policies import PushState
from hotline.domain.lifecycle import outward, outward_label
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Channel, Lane, Role
from hotline.equipment import Equipment
from hotline.gateways.mengsuban import TicketProgress
from hotline.gateways.messages import TextMessage, TextsDown, TextsOff
from hotline.jobs.due import Due
from hotline.jobs.ticket_jobs import step_of
from hotline.store.analysis.policies import Policy, PolicyPush
from hotline.store.people import Requester
from hotline.store.queries.messages import Told, have_arrived, note
from hotline.store.queries.policies import told_as


def text_requester(equipment: Equipment, due: Due) -> None:
    """Tell the requester of one step (短信告知诉求人); what cannot be sent is noted, for somebody to telephone."""
    _text(equipment, due, Role.REQUESTER)


def text_unit(equipment: Equipment, due: Due) -> None:
    """Tell those of the unit who gave a telephone (短信提醒承办人)."""
    _text(equipment, due, Role.CLERK)


def _text(equipment: Equipment, due: Due, to: Role) -> None:
    """One message each; who has theirs already is left alone when the rest is tried again."""
    with equipment.work() as work:
        step, ticket = step_of(work, due)
        said = wording(work, ticket, step, to, Channel.SMS)
        if said is None:  # 模板已被删去
            return
        waiting = [
            (
                Told(ticket.id, _id_of(step.id, one), Channel.SMS, said, one.account),
                one.phone,
                unfit(ticket, one.phone, to),
            )
            for one in addressees(work, ticket, to)
        ]
        arrived = have_arrived(work, [told.message_id for told, _, _ in waiting])
    down = None
    for told, phone, why_not in waiting:
        if told.message_id in arrived:
            continue
        acknowledged, failed = None, why_not
        if why_not is None:
            try:
                acknowledged = equipment.texts.send(TextMessage(told.message_id, phone, told.text))
            except TextsOff as error:
                failed = str(error)
            except TextsDown as error:
                down, failed = error, str(error)
        with equipment.work() as work:
            note(work, told, acknowledged=acknowledged, failed=failed)
    if down is not None:
        raise down


def _id_of(step: int, addressee: Addressee) -> str:
    return f"text-{step}" if addressee.account is None else f"text-{step}-{addressee.account}"


def tell_policy(equipment: Equipment, due: Due) -> None:
    """Tell an enterprise of a policy (政策推送): in 蒙速办, or by text in the day. Twice is once, for the message has one id."""
    with equipment.work() as work:
        ticket, push = work.ticket(due.about["number"]), work.session.get_one(PolicyPush, due.about["push"])
        if push.state == PushState.TOLD:
            return
        requester = work.session.get_one(Requester, ticket.requester_id)
        said = words_of(ticket.number, work.session.get_one(Policy, push.policy_id))
        told = Told(ticket.id, f"policy-{push.id}", Channel.MENGSUBAN if requester.mengsuban_id else Channel.SMS, said)
        state, waking = outward(ticket.state), by_day(work, work.now)
        progress = TicketProgress(
            told.message_id, ticket.number, requester.mengsuban_id or "", state, outward_label(state), said,
            beijing(push.at).isoformat(timespec="seconds"),
        )  # fmt: skip
        if not requester.mengsuban_id and waking > work.now:  # 夜里不发短信
            work.must_follow("tell_policy", Lane.ROUTINE, about=due.about, not_before=waking)
            return
        phone = "" if requester.mengsuban_id else addressees(work, ticket, Role.REQUESTER)[0].phone
        failed = unfit(ticket, phone, Role.REQUESTER) if phone else None
    acknowledged = None
    if failed is None and not phone:
        acknowledged = equipment.mengsuban.tell_progress(progress)
    elif failed is None:
        try:
            acknowledged = equipment.texts.send(TextMessage(told.message_id, phone, said))
        except TextsOff as error:
            failed = str(error)
    with equipment.work() as work:
        note(work, told, acknowledged=acknowledged, failed=failed)
        told_as(work, due.about["push"], PushState.TOLD if acknowledged else PushState.FAILED)
