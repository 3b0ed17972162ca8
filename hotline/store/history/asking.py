"""What is asked of years of tickets (历史问题): Ibis expressions, answered by DuckDB in this process.

The same expression runs wherever Ibis runs, should the history one day outgrow one machine. Answers are lists of rows;
tests hold each of them to the same question in SQL on PostgreSQL.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import ibis  # type: ignore[import-untyped]
from ibis import _

from hotline.domain.errors import NotFound
from hotline.domain.moments import beijing

MEMORY, THREADS = "1GB", 2
WEEKS = timedelta(weeks=4)
LEAGUE, BRANCH = 4, 2
MICROSECONDS = 3_600_000_000
Rows = list[dict[str, Any]]
# 问题：要给它的
NEEDS: dict[str, tuple[str, ...]] = {
    "weekly_trend": (),
    "year_on_year": ("year", "until"),
    "handling_hours": ("year",),
    "requesters": ("year",),
    "on_time": ("until",),
}


class History:
    """All months as one table, for as long as the questions last (历史底表)."""

    def __init__(self, folder: Path) -> None:
        """Open the files under a folder; NotFound if none has been written yet."""
        files = folder / "tickets" / "month=*" / "tickets.parquet"
        if not any((folder / "tickets").glob("month=*/tickets.parquet")):
            raise NotFound("历史底表尚未生成，请等当夜导出完成，或由系统维护人员先运行一次导出")
        self._duck = ibis.duckdb.connect(memory_limit=MEMORY, threads=THREADS)
        self.tickets: Any = self._duck.read_parquet(str(files), hive_partitioning=False)

    def close(self) -> None:
        """Let go of the files and the memory."""
        self._duck.disconnect()

    def ask(self, name: str, year: int, until: datetime) -> Rows:
        """The answer to the question of that name.

        Args:
            year: of which year; until: up to which moment: the questions that need neither do not look at it.
        """
        given = {"year": year, "until": until}
        found: Rows = getattr(self, name)(*(given[one] for one in NEEDS[name]))
        return found

    def weekly_trend(self) -> Rows:
        """Tickets received by week, of enterprises among them, over the whole history (逐周受理)."""
        week = self.tickets.registered_at.truncate("W").date()
        return self._told(
            self.tickets.group_by(week=week)
            .agg(received=_.count(), enterprise=(_.requester_kind == "enterprise").sum())
            .order_by("week")
        )

    def handling_hours(self, year: int) -> Rows:
        """How many hours nine in ten of a year's tickets took from registration to the unit's answer, by category."""
        answered = self._of(year).filter(_.replied_at.notnull(), _.category.notnull())
        hours = answered.replied_at.delta(answered.registered_at, unit="microsecond") / MICROSECONDS
        asked = answered.mutate(hours=hours).group_by("category").agg(answered=_.count(), p90=_.hours.quantile(0.9))
        return self._told(asked.order_by("category"))

    def requesters(self, year: int) -> Rows:
        """How many different requesters of a year, by region (诉求人数)."""
        known = self._of(year).filter(_.requester.notnull())
        # 区划代码都是数字（GB/T 2260）：按整数分组，数不同的人快一倍
        people = known.group_by(code=_.region.cast("int32")).agg(people=_.requester.nunique())
        return self._told(people.select(region=_.code.cast("string"), people=_.people).order_by("region"))

    def year_on_year(self, year: int, until: datetime) -> Rows:
        """Tickets of a year up to a moment, and of the year before up to the same day and hour, by league and branch (同比)."""
        local = beijing(until).replace(tzinfo=None)
        same_day = _a_year_before(local)
        two = self._between(year - 1, year + 1).filter(
            _.category.notnull(),
            _.registered_at < local,
            (_.registered_at >= datetime(year, 1, 1)) | (_.registered_at < same_day),
        )
        # 先按完整代码归并，再截代码：只截几万格，不截上千万行
        whole = two.group_by("region", "category", this=_.registered_at >= datetime(year, 1, 1)).agg(tickets=_.count())
        cells = whole.group_by(league=_.region[:LEAGUE], branch=_.category[:BRANCH])
        now, before = (ibis.ifelse(held, _.tickets, 0).sum().cast("int64") for held in (_.this, ~_.this))
        return self._told(cells.agg(now=now, before=before).order_by("league", "branch"))

    def on_time(self, until: datetime) -> Rows:
        """What fell due in the four weeks before a moment and was answered in time, by unit (按时办结)."""
        local = beijing(until).replace(tzinfo=None)
        due = self.tickets.filter(_.due_at >= local - WEEKS, _.due_at < local, ~_.suspended, _.agency.notnull())
        in_time = (_.replied_at <= _.due_at).fill_null(False).sum()
        return self._told(due.group_by("agency").agg(due=_.count(), in_time=in_time).order_by("agency"))

    def _of(self, year: int) -> Any:
        return self._between(year, year + 1)

    def _between(self, first: int, end: int) -> Any:
        return self.tickets.filter(_.registered_at >= datetime(first, 1, 1), _.registered_at < datetime(end, 1, 1))

    @staticmethod
    def _told(asked: Any) -> Rows:
        found: Rows = asked.to_pyarrow().to_pylist()
        return found


def _a_year_before(moment: datetime) -> datetime:
    """The same day and hour of the year before; 29 February has 28 February."""
    day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
    return moment.replace(year=moment.year - 1, day=day)
