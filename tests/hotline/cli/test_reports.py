"""A week's report from the command line: drawn up once, then it stays."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from hotline.analytics.period import last_week
from hotline.store.reports import WeeklyReport


def test_last_week_is_drawn_up_and_its_figures_stay(house, type_in):
    week = last_week(datetime.now(UTC))
    house.registered(now=week.start + timedelta(days=1))
    first = type_in("reports", "weekly")
    assert first.code == 0, first.err
    assert "12345热线周报" in first.out and "受理 1 件，企业诉求 0 件" in first.out
    house.registered(now=week.start + timedelta(days=2))
    assert type_in("reports", "weekly").out == first.out
    with house.equipment.work() as work:
        (report,) = work.session.scalars(select(WeeklyReport))
    assert (report.region, report.starts_on) == ("15", week.starts_on)


def test_another_week_and_region_may_be_asked_for(house, type_in):
    answer = type_in("reports", "weekly", "--week", "2026-03-02", "--region", "1501")
    assert "2026年3月2日—3月8日：受理 0 件" in answer.out


def test_a_day_that_is_no_monday_is_refused_in_one_sentence(house, type_in):
    answer = type_in("reports", "weekly", "--week", "2026-03-03")
    assert answer.code in (1, 2)
    assert "星期一" in answer.err and "Traceback" not in answer.err


def test_a_region_that_is_none_is_refused_in_one_sentence(house, type_in):
    answer = type_in("reports", "weekly", "--region", "9999")
    assert answer.code in (1, 2)
    assert "区划" in answer.err
