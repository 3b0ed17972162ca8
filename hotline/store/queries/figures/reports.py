"""Reports that were drawn up (报告快照)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from hotline.domain.analysis.terms import ReportKind
from hotline.store.analysis.reports import Report, ReportRun
from hotline.store.work import Work

MOST = 60


def report_of(work: Work, kind: ReportKind, starts_on: date, region: str) -> Report | None:
    """The report of that kind, period and region, if it has been drawn up and this person may see it."""
    wanted = select(Report).where(Report.kind == kind, Report.starts_on == starts_on, Report.region == region)
    return work.session.scalar(wanted)


def reports(work: Work, kind: ReportKind, region: str) -> Sequence[Report]:
    """The newest reports of a kind and region, without their figures being read."""
    wanted = select(Report).where(Report.kind == kind, Report.region == region)
    return work.session.scalars(wanted.order_by(Report.starts_on.desc()).limit(MOST)).all()


def last_run(work: Work, kind: ReportKind, starts_on: date) -> ReportRun | None:
    """How far the last making of these reports is."""
    wanted = select(ReportRun).where(ReportRun.kind == kind, ReportRun.starts_on == starts_on)
    return work.session.scalar(wanted.order_by(ReportRun.id.desc()).limit(1))
