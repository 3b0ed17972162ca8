"""The period of a report and what it is compared with (统计期): a day, a week from any weekday on, a month."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from hotline.domain.analysis.terms import ReportKind
from hotline.domain.errors import Incomplete
from hotline.store.queries.figures.rolled import stretch_of
from hotline.store.queries.figures.tallying import Stretch

WEEK, YEAR_OF_WEEKS = timedelta(weeks=1), timedelta(weeks=52)  # 去年同期取五十二周前：星期几相同
BY_MONTH = (ReportKind.MONTHLY, ReportKind.ENTERPRISE)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Period:
    """One period by its first statistical day (统计期).

    Args:
        cut: hours before midnight at which a statistical day ends.
        days: how many, for a special report; the other kinds know it themselves.
    """

    kind: ReportKind
    starts_on: date
    cut: int = 0
    days: int = 1

    def __post_init__(self) -> None:
        if not EARLIEST <= self.starts_on < LATEST:
            raise Incomplete(f"统计期起始日 {self.starts_on} 超出范围，应在 2000 年至 2099 年之间")

    @property
    def ends_on(self) -> date:
        """Its last statistical day."""
        if self.kind in BY_MONTH:
            return self.starts_on.replace(day=monthrange(self.starts_on.year, self.starts_on.month)[1])
        length = {ReportKind.DAILY: 1, ReportKind.WEEKLY: 7}.get(self.kind, self.days)
        return self.starts_on + timedelta(days=length - 1)

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.ends_on - self.starts_on).days + 1

    def stretch(self, region: str = "15") -> Stretch:
        """Its moments, the end not included."""
        return stretch_of(self.starts_on, self.ends_on, self.cut, region)

    def before(self, back: int = 1) -> "Period":
        """The period so many periods earlier."""
        if self.kind in BY_MONTH:
            months = self.starts_on.year * 12 + self.starts_on.month - 1 - back
            return Period(self.kind, date(months // 12, months % 12 + 1, 1), self.cut)
        return Period(self.kind, self.starts_on - timedelta(days=back * self.length), self.cut, self.days)

    def a_year_earlier(self) -> "Period":
        """The same period of the year before (去年同期)."""
        if self.kind in BY_MONTH:
            return self.before(12)
        return Period(self.kind, self.starts_on - YEAR_OF_WEEKS, self.cut, self.days)

    @property
    def number(self) -> int:
        """The issue of the year: the day, the ISO week in which it ends, or the month."""
        if self.kind in BY_MONTH:
            return self.starts_on.month
        if self.kind is ReportKind.WEEKLY:
            return self.ends_on.isocalendar().week
        return self.starts_on.timetuple().tm_yday

    def __str__(self) -> str:
        first, last = self.starts_on, self.ends_on
        if first == last:
            return f"{first:%Y年%-m月%-d日}"
        if self.kind in BY_MONTH:
            return f"{first:%Y年%-m月}"
        return f"{first:%Y年%-m月%-d日}—{last:%-m月%-d日}" if first.year == last.year else f"{first:%Y年%-m月%-d日}—{last:%Y年%-m月%-d日}"  # fmt: skip


def week_containing(day: date, first_weekday: int, cut: int) -> Period:
    """The statistical week in which a statistical day lies.

    Args:
        first_weekday: 1 is Monday, 5 is Friday (统计周起始日).
    """
    return Period(ReportKind.WEEKLY, day - timedelta(days=(day.isoweekday() - first_weekday) % 7), cut)


def last_over(kind: ReportKind, today: date, first_weekday: int, cut: int) -> Period:
    """The last period of a kind that is over on a day."""
    if kind is ReportKind.WEEKLY:
        return week_containing(today, first_weekday, cut).before()
    if kind in BY_MONTH:
        return Period(kind, today.replace(day=1), cut).before()
    return Period(kind, today, cut).before()
