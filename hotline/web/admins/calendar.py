"""A year of the working calendar (工作日历), month by month, as the page draws it."""

from dataclasses import dataclass
from datetime import date, timedelta

from routing_rules import WorkCalendar

REST, WORKED, WEEKEND, WORKDAY = "休", "班", "末", ""
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class DayShown:
    """One day: 休 for a holiday, 班 for a weekend that is worked, 末 for a weekend, nothing for a working day (一天)."""

    day: date
    kind: str
    name: str

    @property
    def said(self) -> str:
        """The day in words, for who does not see colours (文字说明)."""
        kind = {REST: "休息", WORKED: "调休上班", WEEKEND: "周末"}.get(self.kind, "工作日")
        return f"{self.day.month}月{self.day.day}日 {kind}{self.name and f' {self.name}'}"


@dataclass(frozen=True)
class MonthShown:
    """One month in weeks of seven, Monday first, None where another month's day would stand (一个月)."""

    number: int
    weeks: list[list[DayShown | None]]
    working_days: int


@dataclass(frozen=True)
class Run:
    """Days in a row that rest, or are worked, for one reason (一段日子)."""

    name: str
    kind: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it is."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class YearShown:
    """A year: its months, the days that are out of the ordinary, and whether it is settled by notice (一年)."""

    year: int
    months: list[MonthShown]
    runs: list[Run]
    settled: bool
    working_days: int


def year_of(calendar: WorkCalendar, year: int) -> YearShown:
    """That year as the calendar in force has it (年历)."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    shown = [DayShown(day, _kind(calendar, day), calendar.names.get(day, "")) for day in days]
    months = [_month(calendar, number, [one for one in shown if one.day.month == number]) for number in range(1, 13)]
    worked = sum(month.working_days for month in months)
    return YearShown(year, months, _runs(shown), calendar.is_settled(days[0]), worked)


def _kind(calendar: WorkCalendar, day: date) -> str:
    if day in calendar.worked:
        return WORKED if calendar.worked[day] else REST
    return WORKDAY if calendar.is_working_day(day) else WEEKEND


def _month(calendar: WorkCalendar, number: int, days: list[DayShown]) -> MonthShown:
    cells: list[DayShown | None] = [*[None] * days[0].day.weekday(), *days]
    cells += [None] * (-len(cells) % 7)
    weeks = [cells[start : start + 7] for start in range(0, len(cells), 7)]
    return MonthShown(number, weeks, sum(calendar.is_working_day(one.day) for one in days))


def _runs(shown: list[DayShown]) -> list[Run]:
    found: list[Run] = []
    for one in shown:
        if one.kind not in (REST, WORKED):
            continue
        before = found[-1] if found else None
        joins = before and (before.name, before.kind) == (one.name, one.kind)
        if before and joins and one.day - before.last == timedelta(days=1):
            found[-1] = Run(before.name, before.kind, before.first, one.day)
        else:
            found.append(Run(one.name, one.kind, one.day, one.day))
    return found
