"""Reports that were drawn up (周报快照)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from hotline.store.reports import WeeklyReport
from hotline.store.work import Work


def report_of(work: Work, starts_on: date, region: str) -> WeeklyReport | None:
    """The report of that week and region, if it has been drawn up and this person may see it."""
    wanted = select(WeeklyReport).where(WeeklyReport.starts_on == starts_on, WeeklyReport.region == region)
    return work.session.scalar(wanted)


def weeks_reported(work: Work) -> Sequence[date]:
    """The Mondays of all weeks that were reported, the newest first."""
    days = select(WeeklyReport.starts_on).distinct().order_by(WeeklyReport.starts_on.desc())
    return work.session.scalars(days).all()
