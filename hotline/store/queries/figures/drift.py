"""Drift reports that were drawn up (模型漂移周报快照)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from hotline.store.reports import DriftReport
from hotline.store.work import Work


def drift_report_of(work: Work, starts_on: date) -> DriftReport | None:
    """The drift report of the week that begins on this Monday, if it has been drawn up."""
    return work.session.scalar(select(DriftReport).where(DriftReport.starts_on == starts_on))


def drift_reports(work: Work) -> Sequence[DriftReport]:
    """All drift reports, the newest week first."""
    return work.session.scalars(select(DriftReport).order_by(DriftReport.starts_on.desc())).all()
