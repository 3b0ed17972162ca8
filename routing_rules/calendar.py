"""The working calendar (工作日历): which days are worked, 调休 included, and when a limit runs out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
CLOSE_OF_DAY = time(17, 30)


@dataclass(frozen=True)
class Deadline:
    """When a limit runs out, and whether the days counted are all settled by notice (时限).

    Args:
        provisional: a day of a year without a State Council notice was counted (暂定).
    """

    at: datetime
    provisional: bool


@dataclass(frozen=True)
class WorkCalendar:
    """Days off and 调休 working days, as the tables give them.

    Args:
        worked: day → True for a 调休 working day, False for a day off; other days follow the week.
        settled: the years for which the State Council's notice is in the table.
    """

    worked: Mapping[date, bool]
    settled: frozenset[int]

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day."""
        return self.worked.get(day, day.weekday() < 5)

    def is_settled(self, day: date) -> bool:
        """Whether that year's holidays are known by notice; else the calendar is a guess from the law."""
        return day.year in self.settled

    def after(self, start: datetime, amount: int, clock: str) -> Deadline:
        """The deadline that many hours, calendar days or working days after a moment.

        Args:
            start: when the clock starts (派单时刻).
            amount: how many; at least 1.
            clock: 小时, 自然日 or 工作日. Day clocks end at 17:30 Beijing time; the day of the start does not count.
        """
        local = start.astimezone(BEIJING)
        if clock == "小时":
            return Deadline(local + timedelta(hours=amount), False)
        if clock == "自然日":
            return Deadline(datetime.combine(local.date() + timedelta(days=amount), CLOSE_OF_DAY, BEIJING), False)
        day, provisional, left = local.date(), False, amount
        while left:
            day += timedelta(days=1)
            provisional |= not self.is_settled(day)
            left -= self.is_working_day(day)
        return Deadline(datetime.combine(day, CLOSE_OF_DAY, BEIJING), provisional)
