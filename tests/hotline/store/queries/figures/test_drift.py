"""Drift reports that were drawn up: one a week, the newest first (模型漂移周报)."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from hotline.store.queries.figures.drift import drift_report_of, drift_reports
from hotline.store.reports import DriftReport

MONDAYS = (date(2026, 11, 9), date(2026, 11, 23), date(2026, 11, 16))


def report(starts_on: date) -> DriftReport:
    return DriftReport(
        starts_on=starts_on, ends_on=starts_on, model_edition="use-1", figures={}, drawn_up_by="system",
        drawn_up_at=datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip


def test_they_come_the_newest_week_first(house):
    with house.equipment.work() as work:
        assert list(drift_reports(work)) == []
        work.session.add_all(report(monday) for monday in MONDAYS)
    with house.equipment.work() as work:
        assert [one.starts_on for one in drift_reports(work)] == sorted(MONDAYS, reverse=True)
        assert drift_report_of(work, MONDAYS[0]).starts_on == MONDAYS[0]
        assert drift_report_of(work, date(2026, 11, 2)) is None


def test_there_is_one_a_week(house):
    with pytest.raises(IntegrityError), house.equipment.work() as work:
        work.session.add_all([report(MONDAYS[0]), report(MONDAYS[0])])
