"""Jobs for the inside of a unit and for what people leave behind at their desks (单位内部、工作台作业)."""

from contextlib import suppress

from hotline.casework.office.telling import to_tell
from hotline.casework.unsent import forget_old
from hotline.equipment import Equipment
from hotline.gateways.messages import TextMessage, TextsOff
from hotline.jobs.due import Due


def forget_unsent(equipment: Equipment, _due: Due) -> None:
    """Forget what was typed and not sent for a month (清理暂存): personal text is not kept longer than it is of use."""
    with equipment.work() as work:
        forget_old(work)


def text_inside(equipment: Equipment, due: Due) -> None:
    """Tell whom a task was given to, by text (内部转办短信); twice is once to the platform, for the message has one id.

    Without a platform nobody is told: the task stands on their desk all the same.
    """
    with equipment.work() as work:
        found = to_tell(work, due.about["number"], due.about["task"], due.about["occasion"])
    if found is None:
        return
    reached, said = found
    with suppress(TextsOff):
        equipment.texts.send(TextMessage(f"inside-{due.delivery_id}", reached.phone, said))
