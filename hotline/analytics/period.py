"""Weeks and what they are compared with (统计周期): Monday to Sunday in Beijing time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hotline.domain.moments import BEIJING, beijing


@dataclass(frozen=True)
class Week:
    """One week, by its Monday."""

    starts_on: date

    def __post_init__(self) -> None:
        if self.starts_on.weekday():
            raise ValueError(f"{self.starts_on} is no Monday")

    @property
    def ends_on(self) -> date:
        """Its Sunday."""
        return self.starts_on + timedelta(days=6)

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.starts_on, time(0), BEIJING)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return self.start + timedelta(days=7)

    def before(self, weeks: int) -> "Week":
        """The week so many weeks earlier."""
        return Week(self.starts_on - timedelta(weeks=weeks))

    @property
    def number(self) -> int:
        """The week of the year (ISO 8601)."""
        return self.starts_on.isocalendar().week

    def __str__(self) -> str:
        return f"{self.starts_on:%Y年%-m月%-d日}—{self.ends_on:%-m月%-d日}"


def week_of(moment: datetime) -> Week:
    """The week in which a moment lies."""
    day = beijing(moment).date()
    return Week(day - timedelta(days=day.weekday()))


def last_week(moment: datetime) -> Week:
    """The last week that is over."""
    return week_of(moment).before(1)
