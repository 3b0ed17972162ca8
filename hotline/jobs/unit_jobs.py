"""Jobs for what people leave behind at their desks (工作台例行作业)."""

from hotline.casework.unsent import forget_old
from hotline.equipment import Equipment
from hotline.jobs.due import Due


def forget_unsent(equipment: Equipment, _due: Due) -> None:
    """Forget what was typed and not sent for a month (清理暂存): personal text is not kept longer than it is of use."""
    with equipment.work() as work:
        forget_old(work)
