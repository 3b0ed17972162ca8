"""Reports and roll-ups from the command line: drawn up once, then they stay; what differs is told."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from hotline.analytics.period import last_week
from hotline.store.analysis.reports import Report
from hotline.store.analysis.tallies import DailyTally


def test_last_week_is_drawn_up_and_its_figures_stay(house, type_in):
    week = last_week(datetime.now(UTC))
    house.registered(now=week.start + timedelta(days=1))
    first = type_in("reports", "draw-up")
    assert first.code == 0, first.err
    assert "12345热线周报" in first.out and "受理 1 件，企业诉求 0 件" in first.out
    house.registered(now=week.start + timedelta(days=2))
    assert type_in("reports", "draw-up").out == first.out
    with house.equipment.work() as work:
        (report,) = work.session.scalars(select(Report))
    assert (report.region, report.starts_on, report.total) == ("15", week.starts_on, 1)


def test_another_kind_day_and_region_may_be_asked_for(house, type_in):
    answer = type_in("reports", "draw-up", "--kind", "monthly", "--day", "2026-03-18", "--region", "1501")
    assert "呼和浩特市12345热线月报 2026年3月：受理 0 件" in answer.out


def test_a_region_that_is_none_is_refused_in_one_sentence(house, type_in):
    answer = type_in("reports", "draw-up", "--region", "9999")
    assert answer.code in (1, 2)
    assert "区划" in answer.err and "Traceback" not in answer.err


def test_roll_ups_are_rebuilt_and_compared(house, type_in):
    house.registered()
    since = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    assert "已重建至" in type_in("reports", "rebuild", "--first", since).out
    assert "一致" in type_in("reports", "compare", "--first", since).out
    with house.equipment.work() as work:
        work.session.execute(update(DailyTally).where(DailyTally.facet == "地区").values(counts={"受理": 7}))
    answer = type_in("reports", "compare", "--first", since)
    assert answer.code == 1 and "日累计 7，台账 1" in answer.out and "rebuild" in answer.err
