"""The working calendar (工作日历): which days are worked, 调休 included, and when a limit runs out, explained."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
CLOSE_OF_DAY = time(17, 30)
HOURS, NATURAL_DAYS, WORKING_DAYS = "小时", "自然日", "工作日"


@dataclass(frozen=True)
class Span:
    """Days in a row that were all counted, or all skipped for one reason (计入或跳过的日子)."""

    first: date
    last: date
    counted: bool
    why: str

    def __str__(self) -> str:
        days = f"{self.first:%m-%d}" if self.first == self.last else f"{self.first:%m-%d} 至 {self.last:%m-%d}"
        return f"{days} {self.why}"


@dataclass(frozen=True)
class Deadline:
    """When a limit runs out, and whether the days counted are all settled by notice (时限).

    Args:
        provisional: a day of a year without a State Council notice was counted (暂定).
    """

    at: datetime
    provisional: bool
    spans: tuple[Span, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class WorkCalendar:
    """Days off and 调休 working days, as the tables give them.

    Args:
        worked: day → True for a 调休 working day, False for a day off; other days follow the week.
        settled: the years for which the State Council's notice is in the table.
        names: day → why it is off or worked.
    """

    worked: Mapping[date, bool]
    settled: frozenset[int]
    names: Mapping[date, str] = field(default_factory=dict)

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
        if clock == HOURS:
            return Deadline(local + timedelta(hours=amount), False)
        key = (local.date(), amount, clock)
        if (found := self._ends.get(key)) is None:
            found = self._ends[key] = self._end_of(*key)
        return found

    @cached_property
    def _ends(self) -> dict[tuple[date, int, str], Deadline]:
        return {}

    def _end_of(self, day: date, amount: int, clock: str) -> Deadline:
        if clock == NATURAL_DAYS:
            return Deadline(datetime.combine(day + timedelta(days=amount), CLOSE_OF_DAY, BEIJING), False)
        provisional, left = False, amount
        while left:
            day += timedelta(days=1)
            provisional |= not self.is_settled(day)
            left -= self.is_working_day(day)
        return Deadline(datetime.combine(day, CLOSE_OF_DAY, BEIJING), provisional)

    def explained(self, start: datetime, amount: int, clock: str) -> Deadline:
        """The same deadline, with the spans of days that were counted and skipped."""
        deadline = self.after(start, amount, clock)
        if clock == HOURS:
            return deadline
        days = list(self._told(start.astimezone(BEIJING).date(), deadline.at.date(), clock))
        return Deadline(deadline.at, deadline.provisional, tuple(_joined(days)))

    def carried_over(self, due_at: datetime, stopped: datetime, again: datetime, clock: str) -> datetime:
        """The deadline after a halt: as much is left from `again` as was left at `stopped`, and never less than before.

        Args:
            clock: for 工作日 the whole working days that were left are counted anew; else the halt is added.
        """
        if clock != WORKING_DAYS or due_at <= stopped:
            return max(due_at, due_at + (again - stopped))
        first, last = stopped.astimezone(BEIJING).date(), due_at.astimezone(BEIJING).date()
        span = range(1, (last - first).days + 1)
        left = sum(self.is_working_day(first + timedelta(days=n)) for n in span)
        return max(due_at, self.after(again, max(1, left), WORKING_DAYS).at)

    def days_left(self, now: datetime, due_at: datetime, clock: str) -> int:
        """Whole days of a day clock after this one, the deadline's day among them (剩余天数).

        The day itself does not count, as it does not when a limit starts: no more is ever left than was given.
        """
        here, end = now.astimezone(BEIJING).date(), due_at.astimezone(BEIJING).date()
        days = (here + timedelta(days=n) for n in range(1, (end - here).days + 1))
        return sum(clock == NATURAL_DAYS or self.is_working_day(day) for day in days)

    def _told(self, first: date, last: date, clock: str) -> Iterator[tuple[date, bool, str]]:
        yield first, False, "起算日不计"
        day = first
        while day < last:
            day += timedelta(days=1)
            if clock == NATURAL_DAYS:
                yield day, True, "按自然日计"
            elif self.is_working_day(day):
                name = "调休上班，计" if day in self.worked else "工作日，计"
                yield day, True, name if self.is_settled(day) else f"{name}（{day.year} 年日历暂定）"
            else:
                name = self.names.get(day, "") or "周末"
                yield day, False, f"{name}，不计" if self.is_settled(day) else f"{name}，不计（{day.year} 年日历暂定）"


def _joined(days: list[tuple[date, bool, str]]) -> Iterator[Span]:
    start = 0
    for place in range(1, len(days) + 1):
        if place == len(days) or days[place][1:] != days[start][1:]:
            yield Span(days[start][0], days[place - 1][0], days[start][1], days[start][2])
            start = place
