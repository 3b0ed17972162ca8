"""The clock of a correction (纠错时限)."""

from datetime import datetime

from hotline.store.work import Work
from routing_rules.calendar import WORKING_DAYS

# 两个工作日：坐席此刻还在照着可能有误的口径答复，须比一般咨询件办得快；又够单位查一次文件、请分管领导看过。
# 本库按各地做法建议（D），须由人核对。
ANSWERED_WITHIN = 2


def due(work: Work) -> datetime:
    """By when what is flagged now must be answered: at the close of the second working day."""
    return work.rules.calendar.after(work.now, ANSWERED_WITHIN, WORKING_DAYS).at
