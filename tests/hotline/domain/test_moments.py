"""Beijing time, and how long is left."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.moments import beijing, time_left

NOW = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)


def test_a_clock_in_beijing_is_eight_hours_ahead() -> None:
    assert beijing(NOW).isoformat() == "2026-03-02T00:30:00+08:00"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()))
def test_beijing_shows_the_same_moment_all_the_year(moment: datetime) -> None:
    assert beijing(moment) == moment.astimezone(UTC)
    assert beijing(moment).utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(0), "剩余 0 小时 0 分"),
        (timedelta(minutes=90), "剩余 1 小时 30 分"),
        (timedelta(hours=23, minutes=59, seconds=59), "剩余 23 小时 59 分"),
        (timedelta(hours=24), "剩余 24 小时 0 分"),
        (timedelta(hours=47, minutes=59), "剩余 47 小时 59 分"),
        (timedelta(hours=48), "剩余 2 天 0 小时"),
        (timedelta(days=5, hours=3), "剩余 5 天 3 小时"),
        (timedelta(minutes=-1), "已超期 0 小时 1 分"),
        (timedelta(days=-2, hours=-1), "已超期 2 天 1 小时"),
    ],
)
def test_what_is_left_is_said_in_words(left: timedelta, words: str) -> None:
    assert time_left(NOW + left, NOW) == words
