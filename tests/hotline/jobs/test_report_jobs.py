"""Jobs about figures: drawn up once, told once."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from hotline.analytics.period import last_week
from hotline.domain.vocabulary import Lane
from hotline.gateways.mengsuban import MengsubanDown
from hotline.jobs.due import Due
from hotline.jobs.report_jobs import demand_feed, drift_report, weekly_reports
from hotline.jobs.roster import deliver
from hotline.store.reports import DemandFeed, DriftReport, WeeklyReport


def kept(shift):
    with shift.house.equipment.work() as work:
        return {report.region: report for report in work.session.scalars(select(WeeklyReport))}


def feeds(shift):
    with shift.house.equipment.work() as work:
        return list(work.session.scalars(select(DemandFeed)))


def test_the_region_and_every_league_have_their_report_of_last_week_and_it_stays(shift):
    week = last_week(datetime.now(UTC))
    shift.house.registered(now=week.start + timedelta(days=2), region="150105")
    weekly_reports(shift.house.equipment, Due(1, None, {}))
    first = kept(shift)
    assert {"15", "1501"} <= set(first) and len(first) == 13
    assert {report.starts_on for report in first.values()} == {week.starts_on}
    assert first["15"].figures["totals"]["received"] == first["1501"].figures["totals"]["received"] == 1
    shift.house.registered(now=week.start + timedelta(days=3), region="150105")
    weekly_reports(shift.house.equipment, Due(1, None, {}))
    again = kept(shift)
    assert len(again) == 13
    assert again["15"].figures == first["15"].figures


def test_a_week_that_is_asked_for_is_the_week_that_is_drawn_up(shift):
    weekly_reports(shift.house.equipment, Due(1, None, {"starts_on": "2026-03-02"}))
    assert {str(report.starts_on) for report in kept(shift).values()} == {"2026-03-02"}


def test_the_feed_of_a_week_is_told_once_and_acknowledged(shift):
    due = Due(1, None, {"starts_on": "2026-03-02"})
    for _ in range(2):
        demand_feed(shift.house.equipment, due)
    (feed,) = feeds(shift)
    assert (feed.feed_id, feed.acknowledged) == ("feed-2026-03-02", "ack-feed-2026-03-02")
    assert shift.receiver.times == {"feed-2026-03-02": 1}


def test_a_feed_that_nobody_took_is_kept_as_it_was_and_told_later(shift):
    with shift.house.equipment.work() as work:
        work.must_follow("demand_feed", Lane.NIGHTLY, about={"starts_on": "2026-03-02"})
    (delivery,) = shift.deliveries()
    shift.receiver.take_down()
    deliver(delivery.id)
    (feed,) = feeds(shift)
    assert feed.acknowledged is None
    (failed,) = shift.deliveries()
    assert failed.attempts == 1 and failed.last_error.startswith(MengsubanDown.__name__)
    with shift.house.equipment.work() as work:
        assert work.session.scalar(select(func.count()).select_from(DemandFeed)) == 1


def test_a_date_that_is_no_monday_is_a_failure_and_no_report(shift):
    with shift.house.equipment.work() as work:
        work.must_follow("weekly_reports", Lane.NIGHTLY, about={"starts_on": "2026-03-03"})
    (delivery,) = shift.deliveries()
    deliver(delivery.id)
    assert kept(shift) == {}
    assert shift.deliveries()[0].last_error == "ValueError"


def test_the_drift_report_of_last_week_is_drawn_up_once_and_stays(shift):
    week = last_week(datetime.now(UTC))
    shift.house.triaged(now=week.start + timedelta(days=2), region="150105")
    drift_report(shift.house.equipment, Due(1, None, {}))
    shift.house.triaged(now=week.start + timedelta(days=3), region="150105")
    drift_report(shift.house.equipment, Due(1, None, {}))
    with shift.house.equipment.work() as work:
        (report,) = work.session.scalars(select(DriftReport))
    assert (report.starts_on, report.figures["totals"]["judged"]) == (week.starts_on, 1)
