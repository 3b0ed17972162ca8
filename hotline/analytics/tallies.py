"""Roll-ups that follow the register (日累计): recounted by the days that steps have touched, rebuilt and compared at will."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hotline.store.queries.figures import rolled
from hotline.store.queries.figures.tallying import by_day, statistical_day
from hotline.store.work import Work
from routing_rules import RuleBook

MIDNIGHT = 24
AT_A_TIME = timedelta(days=30)


@dataclass(frozen=True)
class Difference:
    """A cell of the roll-ups that is not what the register says (差异)."""

    day: date
    facet: str
    region: str
    code: str
    measure: str
    kept: int
    counted: int


def cut_of(rules: RuleBook) -> int:
    """How many hours before midnight a statistical day ends (统计日截止点)."""
    return MIDNIGHT - int(rules.practice.number("统计日截止点"))


def follow(work: Work, rules: RuleBook) -> int:
    """Recount the days that steps have touched since the last time, and today; how many days."""
    cut = cut_of(rules)
    days, _ = rolled.stale_days(work, cut)
    today = statistical_day(work.now, cut)
    days |= {today, today - timedelta(days=1)}  # 到期与否随钟点变化
    days = {day for day in days if day <= today}
    for first, last in rolled.runs(days):
        rolled.rewrite(work, first, last, cut)
    return len(days)


def rebuild(work: Work, rules: RuleBook, first: date, last: date) -> Iterator[tuple[date, int]]:
    """Count all days anew, a month at a time; tells how far it is and how many cells were written."""
    cut = cut_of(rules)
    while first <= last:
        until = min(last, first + AT_A_TIME - timedelta(days=1))
        yield until, rolled.rewrite(work, first, until, cut)
        first = until + timedelta(days=1)


def compare(work: Work, rules: RuleBook, first: date, last: date) -> list[Difference]:
    """Where the roll-ups of these days are not what the register says now (核对)."""
    cut = cut_of(rules)
    kept = rolled.kept_cells(work, first, last)
    stretch = rolled.stretch_of(first, last, cut)
    counted = {(day, facet, region, code): counts for day, facet, region, code, counts in by_day(work, stretch)}
    return [
        Difference(cell[0], cell[1], cell[2], cell[3], measure, before, now)
        for cell in sorted({*kept, *counted})
        for measure in sorted({*kept.get(cell, {}), *counted.get(cell, {})})
        if (before := kept.get(cell, {}).get(measure, 0)) != (now := counted.get(cell, {}).get(measure, 0))
    ]
