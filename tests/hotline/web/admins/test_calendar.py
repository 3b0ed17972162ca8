"""A year of the working calendar: every day once, as the calendar says, holidays as runs."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.vocabulary import Role
from hotline.web.admins.calendar import year_of
from routing_rules import WorkCalendar

Browsers = Callable[[Role], FlaskClient]
NEW_YEAR, BRIDGE = date(2026, 1, 1), date(2026, 1, 4)


@given(
    year=st.integers(2000, 2099),
    special=st.dictionaries(st.integers(0, 364), st.booleans(), max_size=30),
    settled=st.booleans(),
)
def test_every_day_stands_once_in_its_place_and_is_counted_as_the_calendar_counts(
    year: int, special: dict[int, bool], settled: bool
) -> None:
    worked = {date(year, 1, 1) + timedelta(days=at): is_worked for at, is_worked in special.items()}
    calendar = WorkCalendar(worked, frozenset({year} if settled else ()))
    shown = year_of(calendar, year)
    cells = [one for month in shown.months for week in month.weeks for one in week]
    days = [one.day for one in cells if one is not None]
    assert days == [date(year, 1, 1) + timedelta(days=n) for n in range(len(days))] and days[-1] == date(year, 12, 31)
    assert all(one is None or one.day.weekday() == at % 7 for at, one in enumerate(cells))
    assert shown.working_days == sum(map(calendar.is_working_day, days)) and shown.settled is settled
    assert sum(run.days for run in shown.runs) == len(worked)


def test_holidays_and_worked_weekends_are_told_as_runs() -> None:
    rest = {NEW_YEAR + timedelta(days=n): False for n in range(3)}
    names = {**dict.fromkeys(rest, "元旦"), BRIDGE: "调休上班"}
    shown = year_of(WorkCalendar({**rest, BRIDGE: True}, frozenset({2026}), names), 2026)
    assert [(run.name, run.kind, run.days) for run in shown.runs] == [("元旦", "休", 3), ("调休上班", "班", 1)]
    told = {one.day: one.said for one in shown.months[0].weeks[0] if one}
    assert told[NEW_YEAR] == "1月1日 休息 元旦" and told[BRIDGE] == "1月4日 调休上班 调休上班"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_the_page_shows_the_year_and_says_where_it_is_provisional(role: Role, browser_of: Browsers) -> None:
    browser = browser_of(role)
    settled = browser.get("/admins/calendar?year=2026").text
    assert (
        "2026 年工作日历" in settled
        and "国庆" in settled
        and "暂定日历" not in settled
        and settled.count("<caption") == 12
    )
    assert "2095 年为暂定日历" in browser.get("/admins/calendar?year=2095").text
    for odd in ("", "0", "99999", "二〇二六", "²⁰²⁶", "-1"):
        assert browser.get("/admins/calendar", query_string={"year": odd}).status_code == 200
