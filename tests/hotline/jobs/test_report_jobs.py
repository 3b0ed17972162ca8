"""Jobs about figures: drawn up once, told once."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from hotline.analytics.period import last_week
from hotline.analytics.tallies import compare
from hotline.domain.vocabulary import Lane
from hotline.jobs.due import Due
from hotline.jobs.report_jobs import (
    daily_reports,
    drift_report,
    find_hotspots,
    follow_tallies,
    monthly_reports,
    reports,
)
from hotline.jobs.roster import deliver
from hotline.store.analysis.reports import Report, ReportRun
from hotline.store.reports import DriftReport


def kept(shift):
    with shift.house.equipment.work() as work:
        return {report.region: report for report in work.session.scalars(select(Report))}


def test_the_region_and_every_league_have_their_report_of_last_week_and_it_stays(shift):
    week = last_week(datetime.now(UTC))
    shift.house.registered(now=week.start + timedelta(days=2), region="150105")
    reports(shift.house.equipment, Due(1, None, {}))
    first = kept(shift)
    assert {"15", "1501"} <= set(first) and len(first) == 13
    assert {report.starts_on for report in first.values()} == {week.starts_on}
    assert first["15"].figures["headline"]["受理"] == first["1501"].figures["headline"]["受理"] == 1
    shift.house.registered(now=week.start + timedelta(days=3), region="150105")
    reports(shift.house.equipment, Due(1, None, {}))
    again = kept(shift)
    assert len(again) == 13
    assert again["15"].figures == first["15"].figures


def test_a_week_that_is_asked_for_is_the_week_that_is_drawn_up(shift):
    reports(shift.house.equipment, Due(1, None, {"starts_on": "2026-03-02"}))
    assert {str(report.starts_on) for report in kept(shift).values()} == {"2026-03-02"}


def test_a_date_that_is_none_is_a_failure_and_no_report(shift):
    with shift.house.equipment.work() as work:
        work.must_follow("reports", Lane.NIGHTLY, about={"starts_on": "2026-13-03"})
    (delivery,) = shift.deliveries()
    deliver(delivery.id)
    assert kept(shift) == {}
    assert "应为日期" in shift.deliveries()[0].last_error


def test_how_far_the_making_is_stays_on_record(shift):
    reports(shift.house.equipment, Due(1, None, {"asked_by": "analyst"}))
    with shift.house.equipment.work() as work:
        (run,) = work.session.scalars(select(ReportRun))
    assert (run.asked_by, run.done, run.wanted, run.now_at) == ("analyst", 13, 13, "全部完成") and run.finished_at


def test_a_brief_of_yesterday_and_a_report_of_last_month(shift):
    daily_reports(shift.house.equipment, Due(1, None, {}))
    monthly_reports(shift.house.equipment, Due(2, None, {"starts_on": "2026-03-18"}))
    with shift.house.equipment.work() as work:
        found = work.session.scalars(select(Report).where(Report.region == "15").order_by(Report.id)).all()
    assert [report.kind.value for report in found] == ["daily", "monthly"]
    assert (found[0].ends_on, str(found[1].starts_on), str(found[1].ends_on)) == (
        found[0].starts_on,
        "2026-03-01",
        "2026-03-31",
    )


def test_roll_ups_follow_the_register(shift):
    shift.house.dispatched()
    for _ in range(2):
        follow_tallies(shift.house.equipment, Due(1, None, {}))
        today = datetime.now(UTC).date()
        with shift.house.equipment.work() as work:
            assert compare(work, work.rules, today - timedelta(days=5), today) == []
        shift.house.handled()
    find_hotspots(shift.house.equipment, Due(1, None, {}))


def test_the_drift_report_of_last_week_is_drawn_up_once_and_stays(shift):
    week = last_week(datetime.now(UTC))
    shift.house.triaged(now=week.start + timedelta(days=2), region="150105")
    drift_report(shift.house.equipment, Due(1, None, {}))
    shift.house.triaged(now=week.start + timedelta(days=3), region="150105")
    drift_report(shift.house.equipment, Due(1, None, {}))
    with shift.house.equipment.work() as work:
        (report,) = work.session.scalars(select(DriftReport))
    assert (report.starts_on, report.figures["totals"]["judged"]) == (week.starts_on, 1)
