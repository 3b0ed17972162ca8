"""Text messages as jobs (短信作业): to the requester who telephoned, and to the unit that must act."""

from hotline.casework.notices import Addressee, addressees, unfit, wording
from hotline.domain.vocabulary import Channel, Role
from hotline.equipment import Equipment
from hotline.gateways.messages import TextMessage, TextsDown, TextsOff
from hotline.jobs.due import Due
from hotline.jobs.ticket_jobs import step_of
from hotline.store.queries.messages import Told, have_arrived, note


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
