"""A burst of one estate is told within five minutes of the clock, through outbox, queue and worker (五分钟预警)."""

from datetime import UTC, datetime, timedelta

import pytest
from croniter import croniter
from sqlalchemy import select

from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Role
from hotline.jobs.timetable import TIMETABLE, appoint
from hotline.store.analysis.warnings import EarlyWarning, Topic

SAID = "赛罕区翠湖家园小区三号楼暖气不热，家里只有十三度"
WITHIN = timedelta(minutes=5)


def file(shift, count):
    for one in range(count):
        shift.house.registered(SAID, title="暖气不热", region="150105", phone=f"1384710{one:04}")


def the_clock_comes_round(shift):
    (line,) = [line for line in TIMETABLE if line.job == "watch_topics"]
    appoint(line.job, line.lane.value)
    while shift.relay():
        shift.run()


@pytest.mark.parametrize(("count", "told"), [(6, 1), (5, 0)])
def test_six_neighbours_are_warned_of_at_the_next_round_of_the_clock_and_five_are_not(shift, count, told):
    file(shift, count)
    last = datetime.now(UTC)
    the_clock_comes_round(shift)
    with shift.house.equipment.work() as work:
        warnings = list(work.session.scalars(select(EarlyWarning)))
        topics = list(work.session.scalars(select(Topic)))
    assert len(warnings) == len(topics) == told
    for warning, topic in zip(warnings, topics, strict=True):
        assert "翠湖家园" in topic.name and topic.tickets == count
        assert set(warning.told) == {Role.SUPERVISOR.value, Role.ANALYST.value}
        assert timedelta(0) <= warning.raised_at - last <= WITHIN


def test_whenever_the_last_of_them_calls_the_next_round_comes_within_five_minutes():
    (line,) = [line for line in TIMETABLE if line.job == "watch_topics"]
    start = datetime(2026, 11, 23, tzinfo=BEIJING)
    for minute in range(0, 24 * 60):
        moment = start + timedelta(minutes=minute, seconds=1)
        assert croniter(line.cron, moment).get_next(datetime) - moment <= WITHIN
