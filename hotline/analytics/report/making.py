"""Making reports in the background (生成报告): which period is asked for, how far it is, and that it is done."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from hotline.analytics.report.period import BY_MONTH, Period, last_over, week_containing
from hotline.analytics.tallies import cut_of
from hotline.domain.analysis.terms import ReportKind
from hotline.domain.errors import Incomplete
from hotline.store.analysis.reports import ReportRun
from hotline.store.queries.figures.tallying import statistical_day
from hotline.store.work import Work
from routing_rules import RuleBook

LEAGUE = 4
LONGEST_SPECIAL = 400  # 天


def first_weekday(rules: RuleBook) -> int:
    """On which weekday a statistical week begins (统计周起始日): 1 is Monday."""
    return int(rules.practice.number("统计周起始日"))


def period_asked_for(about: Mapping[str, Any], rules: RuleBook, now: datetime) -> Period:
    """The period that a request names; without a day, the last one of its kind that is over.

    Args:
        about: kind, starts_on (any day of the period), days (of a special report); Incomplete if they make no sense.
    """
    kind = ReportKind.coded(str(about.get("kind") or ReportKind.WEEKLY.value))
    cut, weekday = cut_of(rules), first_weekday(rules)
    if not (asked := str(about.get("starts_on") or "")):
        return last_over(kind, statistical_day(now, cut), weekday, cut)
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise Incomplete(f"「统计期」{asked[:20]} 应为日期，如 2026-11-16") from None
    if kind is ReportKind.WEEKLY:
        return week_containing(day, weekday, cut)
    if kind in BY_MONTH:
        return Period(kind, day.replace(day=1), cut)
    days = int(about.get("days") or 1)
    if not 1 <= days <= LONGEST_SPECIAL:
        raise Incomplete(f"专报的天数应在 1 到 {LONGEST_SPECIAL} 之间，现为 {days}")
    return Period(kind, day, cut, days)


def regions_of(rules: RuleBook) -> Sequence[str]:
    """The region and its leagues: each has a report of its own."""
    return [code for code in rules.directory.regions if len(code) <= LEAGUE]


def open_run(work: Work, period: Period, asked_by: str, regions: Sequence[str]) -> int:
    """Note that the reports of a period are being made; the id of the run."""
    run = ReportRun(
        kind=period.kind, starts_on=period.starts_on, asked_by=asked_by, asked_at=work.now, done=0,
        wanted=len(regions), now_at="开始汇集",
    )  # fmt: skip
    work.session.add(run)
    work.session.flush()
    return run.id


def advance(work: Work, run: int, name: str) -> None:
    """One more report is done."""
    found = work.session.get_one(ReportRun, run)
    found.done, found.now_at = found.done + 1, f"已完成{name}"


def finish(work: Work, run: int) -> None:
    """All are done; whoever looks at the page is told."""
    found = work.session.get_one(ReportRun, run)
    found.finished_at, found.now_at = work.now, "全部完成"
