"""The working calendar against an independent oracle, and the deadlines counted by it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing_rules import load_folder
from routing_rules.calendar import BEIJING, Span, WorkCalendar

CALENDAR = load_folder().calendar
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 10, 1)).map(lambda moment: moment.replace(tzinfo=BEIJING))
AMOUNTS = st.integers(1, 40)
CLOCKS = st.sampled_from(["小时", "自然日", "工作日"])


def days_of(*years):
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_every_day_of_2024_to_2026_equals_the_oracle():
    oracle = holidays.country_holidays("CN", years=[2024, 2025, 2026])
    extra = oracle.weekend_workdays
    worked = {day: day in extra or (day.weekday() < 5 and day not in oracle) for day in days_of(2024, 2026)}
    assert [day for day, right in worked.items() if CALENDAR.is_working_day(day) != right] == []
    assert 740 < sum(worked.values()) < 760


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 14), True),  # 调休
        (date(2026, 2, 17), False),  # 春节
        (date(2025, 10, 8), False),  # 国庆
        (date(2026, 3, 2), True),
        (date(2026, 3, 1), False),
    ],
)
def test_known_days(day, worked):
    assert CALENDAR.is_working_day(day) is worked


@pytest.mark.parametrize(("year", "settled"), [(2023, False), (2024, True), (2025, True), (2026, True), (2027, False)])
def test_only_years_with_a_notice_are_settled(year, settled):
    assert {CALENDAR.is_settled(day) for day in days_of(year)} == {settled}


def test_2027_is_counted_and_marked_provisional():
    start = datetime(2027, 6, 1, 9, tzinfo=BEIJING)
    assert CALENDAR.after(start, 5, "工作日").provisional
    assert not CALENDAR.is_working_day(date(2027, 1, 1))
    assert 235 < sum(map(CALENDAR.is_working_day, days_of(2027))) < 262


def test_years_beyond_the_table_follow_the_week():
    assert CALENDAR.is_working_day(date(2031, 3, 3))
    assert not CALENDAR.is_working_day(date(2031, 3, 2))
    assert CALENDAR.after(datetime(2031, 3, 3, tzinfo=BEIJING), 1, "工作日").provisional


def test_a_deadline_that_crosses_into_2027_is_provisional_and_one_before_is_not():
    start = datetime(2026, 12, 28, 10, tzinfo=BEIJING)
    crossing, before = CALENDAR.after(start, 7, "工作日"), CALENDAR.after(start, 3, "工作日")
    assert crossing.at.year == 2027
    assert crossing.provisional
    assert before.at == datetime(2026, 12, 31, 17, 30, tzinfo=BEIJING)
    assert not before.provisional


@pytest.mark.parametrize("clock", ["小时", "自然日"])
def test_hours_and_calendar_days_need_no_notice(clock):
    assert not CALENDAR.after(datetime(2026, 12, 31, 10, tzinfo=BEIJING), 30, clock).provisional


def test_the_three_clocks():
    start = datetime(2026, 2, 13, 16, 0, tzinfo=BEIJING)  # Friday; Saturday is worked, then 春节 to 23 February
    assert CALENDAR.after(start, 24, "小时").at == datetime(2026, 2, 14, 16, 0, tzinfo=BEIJING)
    assert CALENDAR.after(start, 2, "自然日").at == datetime(2026, 2, 15, 17, 30, tzinfo=BEIJING)
    assert CALENDAR.after(start, 1, "工作日").at == datetime(2026, 2, 14, 17, 30, tzinfo=BEIJING)
    assert CALENDAR.after(start, 2, "工作日").at == datetime(2026, 2, 24, 17, 30, tzinfo=BEIJING)


def test_the_day_of_the_start_is_the_day_in_beijing():
    start = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # 3 March, 01:00 in Beijing
    assert CALENDAR.after(start, 1, "工作日").at == datetime(2026, 3, 4, 17, 30, tzinfo=BEIJING)


def test_hours_are_real_hours_even_when_the_caller_moves_the_clock():
    start = datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))  # summer time begins at 2
    assert CALENDAR.after(start, 2, "小时").at.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=2)


@given(MOMENTS, AMOUNTS)
def test_working_days_counted_equal_the_working_days_between(start, amount):
    end = CALENDAR.after(start, amount, "工作日").at.date()
    between = [start.date() + timedelta(days=n) for n in range(1, (end - start.date()).days + 1)]
    assert sum(map(CALENDAR.is_working_day, between)) == amount
    assert CALENDAR.is_working_day(end)


@given(MOMENTS, AMOUNTS, CLOCKS)
def test_the_deadline_is_never_before_the_start_and_grows_with_the_amount(start, amount, clock):
    first, next_ = CALENDAR.after(start, amount, clock), CALENDAR.after(start, amount + 1, clock)
    assert start < first.at < next_.at
    assert clock == "小时" or first.at.timetz() == time(17, 30, tzinfo=BEIJING)


@given(MOMENTS, AMOUNTS)
def test_provisional_exactly_if_a_day_after_2026_was_counted(start, amount):
    deadline = CALENDAR.after(start + timedelta(days=90), amount, "工作日")
    assert deadline.provisional == (deadline.at.year > 2026)


def test_a_calendar_with_no_table_follows_the_week():
    plain = WorkCalendar({}, frozenset())
    assert [plain.is_working_day(date(2026, 3, day)) for day in range(2, 9)] == [True] * 5 + [False] * 2


def test_fifteen_working_days_from_christmas_2026_give_a_provisional_date():
    deadline = CALENDAR.after(datetime(2026, 12, 25, 10, tzinfo=BEIJING), 15, "工作日")
    assert deadline.at == datetime(2027, 1, 18, 17, 30, tzinfo=BEIJING)
    assert deadline.provisional


def told(start, amount, clock):
    return [str(span) for span in CALENDAR.explained(start, amount, clock).spans]


def test_the_spans_name_holidays_worked_weekends_and_provisional_years():
    assert told(datetime(2026, 2, 13, 16, tzinfo=BEIJING), 2, "工作日") == [
        "02-13 起算日不计", "02-14 调休上班，计", "02-15 周末，不计", "02-16 农历除夕，不计", "02-17 至 02-19 春节，不计",
        "02-20 休息日（由 2026-02-14 调休），不计", "02-21 至 02-22 周末，不计", "02-23 休息日（由 2026-02-28 调休），不计",
        "02-24 工作日，计",
    ]  # fmt: skip
    late = told(datetime(2026, 12, 31, 9, tzinfo=BEIJING), 1, "工作日")
    assert late[:2] == ["12-31 起算日不计", "01-01 元旦，不计（2027 年日历暂定）"]
    assert late[-1].endswith("工作日，计（2027 年日历暂定）")


def test_natural_days_are_all_counted_and_hours_have_no_days():
    start = datetime(2026, 2, 13, 16, 0, tzinfo=BEIJING)
    assert told(start, 30, "自然日") == ["02-13 起算日不计", "02-14 至 03-15 按自然日计"]
    assert told(start, 24, "小时") == []
    assert str(Span(date(2026, 3, 2), date(2026, 3, 2), True, "计")) == "03-02 计"


@settings(deadline=None)
@given(MOMENTS, st.integers(1, 90), st.sampled_from(["自然日", "工作日"]))
def test_the_spans_cover_every_day_exactly_once_and_count_the_amount(start, amount, clock):
    told, plain = CALENDAR.explained(start, amount, clock), CALENDAR.after(start, amount, clock)
    assert told == plain
    days = [
        (span.first + timedelta(days=n), span.counted)
        for span in told.spans
        for n in range((span.last - span.first).days + 1)
    ]
    length = (told.at.date() - start.date()).days + 1
    assert [day for day, _ in days] == [start.date() + timedelta(days=n) for n in range(length)]
    assert sum(counted for _, counted in days) == amount
    assert clock == "自然日" or [c for _, c in days[1:]] == [CALENDAR.is_working_day(day) for day, _ in days[1:]]


@given(MOMENTS, st.integers(0, 60 * 24 * 40), AMOUNTS, CLOCKS)
def test_who_starts_later_is_never_due_earlier(start, minutes, amount, clock):
    later = start + timedelta(minutes=minutes)
    assert CALENDAR.after(start, amount, clock).at <= CALENDAR.after(later, amount, clock).at


def moment(month, day, hour, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("now", "due", "working", "natural"),
    [
        (moment(3, 2, 9), moment(3, 2, 17, 30), 0, 0),  # due today
        (moment(3, 3, 9), moment(3, 2, 17, 30), 0, 0),  # overdue
        (moment(3, 2, 16), moment(3, 3, 17, 30), 1, 1),
        (moment(3, 2, 0), moment(3, 3, 17, 30), 1, 1),
        (moment(3, 6, 9), moment(3, 11, 17, 30), 3, 5),  # over a weekend
        (moment(3, 7, 9), moment(3, 9, 17, 30), 1, 2),  # from a Saturday
        (moment(2, 13, 16, 30), moment(2, 24, 17, 30), 2, 11),  # over 春节
    ],
)
def test_the_days_that_are_left(now, due, working, natural):
    for here in (now, now.astimezone(UTC)):
        assert CALENDAR.days_left(here, due, "工作日") == working
        assert CALENDAR.days_left(here, due.astimezone(UTC), "自然日") == natural


@settings(deadline=None)
@given(MOMENTS, AMOUNTS, st.sampled_from(["工作日", "自然日"]))
def test_a_full_limit_of_days_has_as_many_days_left_at_its_start(start, amount, clock):
    due = CALENDAR.after(start, amount, clock).at
    assert CALENDAR.days_left(start, due, clock) == amount
    assert CALENDAR.days_left(due, due, clock) == 0
