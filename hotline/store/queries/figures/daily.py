"""A few measures added up from the roll-ups (日累计取数): only what a board shows, so that a year opens as fast as a day."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, select

from hotline.store.analysis.tallies import DailyTally
from hotline.store.queries.figures.tallying import LEAGUE, WHOLE, By, Counts
from hotline.store.work import Work

PLACES, UNITS = "地区", "单位"
PARTED: dict[By, tuple[str, Any]] = {
    By.DAY: (PLACES, DailyTally.day),
    By.REGION: (PLACES, DailyTally.region),
    By.LEAGUE: (PLACES, func.substr(DailyTally.region, 1, LEAGUE)),
    By.AGENCY: (UNITS, DailyTally.code),
}  # fmt: skip


def days_counted(work: Work, first: date, last: date) -> set[date]:
    """Of these days, those that the roll-ups hold."""
    held = select(DailyTally.day).where(DailyTally.facet == PLACES, DailyTally.day >= first, DailyTally.day <= last)
    return set(work.session.scalars(held.distinct()))


def rolled_sums(
    work: Work, first: date, last: date, region: str, by: By, measures: Collection[str]
) -> dict[str, Counts]:
    """These measures of these days, by day, place or unit; what is zero is not there."""
    facet, column = PARTED[by]
    names = sorted(measures)
    sums = [func.coalesce(func.sum(_number(name)), 0) for name in names]
    wanted = select(column, *sums).where(
        DailyTally.facet == facet, DailyTally.day >= first, DailyTally.day <= last
    )  # fmt: skip
    if region != WHOLE:
        wanted = wanted.where(DailyTally.region.startswith(region, autoescape=True))
    found: defaultdict[str, Counts] = defaultdict(dict)
    for cell, *numbers in work.session.execute(wanted.group_by(column)):
        code = cell.isoformat() if isinstance(cell, date) else str(cell)
        found[code] = {name: int(number) for name, number in zip(names, numbers, strict=True) if number}
    return dict(found)


def _number(measure: str) -> ColumnElement[int]:
    return cast(DailyTally.counts[measure].astext, Integer)
