"""The timetable: what is appointed is written into the outbox, and done from there."""

from datetime import datetime

import pytest
from croniter import croniter

from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Lane
from hotline.jobs.roster import JOBS
from hotline.jobs.timetable import TIMETABLE, appoint


@pytest.mark.parametrize("line", TIMETABLE, ids=lambda line: line.job)
def test_an_appointed_job_is_in_the_outbox_and_is_done(shift, line):
    appoint(line.job, line.lane.value)
    (row,) = shift.deliveries()
    assert (row.job, row.lane, row.step_id) == (line.job, line.lane, None)
    shift.relay()
    shift.run()
    done, *following = sorted(shift.deliveries(), key=lambda one: one.id)
    assert done.id == row.id and done.done_at is not None and done.last_error is None
    assert {one.job for one in following} <= {"report_papers"}, "reports have their papers made; nothing else follows"


def test_every_line_names_a_job_and_a_time_and_none_comes_twice():
    assert all(line.job in JOBS and croniter.is_valid(line.cron) for line in TIMETABLE)
    assert len({line.job for line in TIMETABLE}) == len(TIMETABLE)


def test_the_feed_follows_the_weekly_report_on_monday_and_what_was_missed_is_made_up_the_next_day():
    sunday = datetime(2026, 11, 22, 12, tzinfo=BEIJING)
    at = {line.job: croniter(line.cron, sunday).get_next(datetime) for line in TIMETABLE}
    assert at["reports"] == datetime(2026, 11, 23, 6, tzinfo=BEIJING)
    assert at["reports"] < at["compose_feed"] < datetime(2026, 11, 23, 8, tzinfo=BEIJING)
    missed = datetime(2026, 11, 23, 12, tzinfo=BEIJING)
    again = {line.job: croniter(line.cron, missed).get_next(datetime) for line in TIMETABLE}
    assert again["reports"] == datetime(2026, 11, 24, 6, tzinfo=BEIJING) < again["compose_feed"]


def test_a_lane_that_does_not_exist_is_refused(shift):
    with pytest.raises(KeyError):
        appoint("triage", "express")
    assert shift.deliveries() == []
    assert Lane.coded("nightly") == Lane.NIGHTLY
