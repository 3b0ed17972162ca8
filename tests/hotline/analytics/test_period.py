"""Weeks begin on Monday at midnight in Beijing (统计周期)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.analytics.period import Week, last_week, week_of
from hotline.domain.moments import beijing

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


@given(moment=MOMENTS)
def test_every_moment_lies_in_its_week_and_in_no_other(moment):
    week = week_of(moment)
    assert week.start <= moment < week.end
    assert week.before(1).end == week.start
    assert last_week(moment) == week.before(1)
    assert week.starts_on.weekday() == 0
    assert week.end - week.start == timedelta(days=7)
    assert (beijing(week.start).hour, beijing(week.start).date()) == (0, week.starts_on)


@pytest.mark.parametrize("day", range(17, 23))
def test_a_week_cannot_begin_on_another_day(day):
    with pytest.raises(ValueError, match="no Monday"):
        Week(date(2026, 11, day))


def test_a_week_is_written_as_people_read_it():
    assert str(Week(date(2026, 11, 16))) == "2026年11月16日—11月22日"
    assert str(Week(date(2026, 12, 28))) == "2026年12月28日—1月3日"
    assert Week(date(2026, 12, 28)).number == 53
    assert Week(date(2026, 11, 16)).ends_on == date(2026, 11, 22)
