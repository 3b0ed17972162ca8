"""Jobs that watch and tidy: pressed, resumed, watched over, archived, forgotten; each batch after batch, and once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from factories import person
from hotline.analytics.enterprises import facts
from hotline.casework import intake
from hotline.casework.watch.archiving import SETTLED_FOR
from hotline.domain.handling_terms import SupervisionKind
from hotline.domain.vocabulary import Action, Lane, RequesterKind, Role, State
from hotline.gateways.signing import WINDOW
from hotline.jobs.due import Due
from hotline.jobs.roster import JOBS, deliver
from hotline.jobs.timetable import TIMETABLE
from hotline.jobs.watch_jobs import (
    REMEMBERED,
    UsedNonce,
    archive_settled,
    follow_enterprises,
    forget_nonces,
    press_due,
    resume_due,
    watch_enterprises,
)
from hotline.store.analysis.enterprises import EnterpriseDemand
from hotline.store.audit import AuditEntry
from hotline.store.tickets import Step

DUE = Due(1, None, {})
THEN = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def voided(house, ago):
    at = datetime.now(UTC) - ago
    number = house.registered("误拨", now=at)
    with house.equipment.work(person(Role.AGENT), at) as work:
        intake.void(work, number, reason="误拨")
    return number


def test_what_was_settled_thirty_days_ago_is_archived_and_the_rest_is_left(house):
    old = voided(house, SETTLED_FOR + timedelta(minutes=1))
    fresh = voided(house, SETTLED_FOR - timedelta(minutes=1))
    open_one = house.registered(now=datetime.now(UTC) - timedelta(days=90))
    for _ in range(2):
        archive_settled(house.equipment, DUE)
    assert [house.ticket(number).state for number in (old, fresh, open_one)] == [
        State.ARCHIVED, State.VOID, State.REGISTERED,
    ]  # fmt: skip


def test_more_than_one_batch_is_archived(house, monkeypatch):
    monkeypatch.setattr("hotline.casework.watch.archiving.BATCH", 2)
    monkeypatch.setattr("hotline.jobs.watch_jobs.BATCH", 2)
    numbers = [voided(house, SETTLED_FOR + timedelta(days=1)) for _ in range(5)]
    archive_settled(house.equipment, DUE)
    assert {house.ticket(number).state for number in numbers} == {State.ARCHIVED}


def test_only_nonces_whose_message_would_be_refused_anyway_are_forgotten(house):
    assert timedelta(seconds=2 * WINDOW) <= REMEMBERED
    with house.equipment.work() as work:
        for name, age in (("old", REMEMBERED + timedelta(minutes=1)), ("new", timedelta(seconds=WINDOW))):
            work.session.add(UsedNonce(app="a", nonce=name, used_at=work.now - age))
    forget_nonces(house.equipment, DUE)
    with house.equipment.work() as work:
        assert work.session.scalars(select(UsedNonce.nonce)).all() == ["new"]


def steps(house, action):
    with house.equipment.work() as work:
        return work.session.scalar(select(func.count()).select_from(Step).where(Step.action == action))


def test_all_that_is_overdue_is_pressed_batch_after_batch_and_only_once(house, monkeypatch):
    monkeypatch.setattr("hotline.casework.watch.pressure.BATCH", 2)
    numbers = [house.dispatched(now=THEN - timedelta(days=90)) for _ in range(5)]
    for _ in range(2):
        press_due(house.equipment, DUE)
    assert {house.ticket(number).supervised for number in numbers} == {SupervisionKind.DAILY}
    assert (steps(house, Action.PRESS), steps(house, Action.SUPERVISE)) == (5, 5)


def test_all_whose_day_has_come_are_resumed_batch_after_batch_and_only_once(house, monkeypatch):
    monkeypatch.setattr("hotline.casework.watch.pressure.BATCH", 2)
    numbers = [house.handled(now=THEN) for _ in range(5)]
    with house.equipment.work() as work:
        for number in numbers:
            ticket = work.ticket(number)
            ticket.suspended_at, ticket.suspended_until = THEN, work.now - timedelta(minutes=1)
    for _ in range(2):
        resume_due(house.equipment, DUE)
    assert {house.ticket(number).suspended_until for number in numbers} == {None}
    assert steps(house, Action.RESUME) == 5


def test_what_is_watched_is_left_as_it_is(house):
    number = house.dispatched(requester_kind=RequesterKind.ENTERPRISE)
    for _ in range(2):
        watch_enterprises(house.equipment, DUE)
    assert (house.ticket(number).watcher, steps(house, Action.WATCH)) == ("officer", 0)


def test_while_nobody_watches_the_job_is_done_and_the_alarm_is_in_the_audit(shift):
    number = shift.house.registered(requester_kind=RequesterKind.ENTERPRISE)
    with shift.house.equipment.work() as work:
        work.ticket(number).next_due_at = None
        work.must_follow("watch_enterprises", Lane.ROUTINE)
    (row,) = (row for row in shift.deliveries() if row.job == "watch_enterprises")
    deliver(row.id)
    (done,) = (row for row in shift.deliveries() if row.job == "watch_enterprises")
    assert (done.attempts, done.last_error) == (0, None) and done.done_at
    with shift.house.equipment.work() as work:
        last = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (last.deed, last.about) == ("unwatched_enterprise_demands", {"numbers": [number], "count": 1})


@pytest.mark.parametrize(("job", "minutes"), [("press_due", 10), ("resume_due", 10), ("watch_enterprises", 5)])
def test_the_clock_looks_every_few_minutes(job, minutes):
    (line,) = (line for line in TIMETABLE if line.job == job)
    assert (line.cron, line.lane) == (f"*/{minutes} * * * *", Lane.ROUTINE)
    assert job in JOBS


def test_enterprise_tickets_go_into_the_register_batch_after_batch_and_once(house, monkeypatch):
    monkeypatch.setattr("hotline.analytics.enterprises.facts.BATCH", 2)
    take_in = facts.take_in
    monkeypatch.setattr("hotline.analytics.enterprises.facts.take_in", lambda work: take_in(work, 2))
    for one in range(3):
        house.registered(requester_kind=RequesterKind.ENTERPRISE, phone=f"1391111000{one}")
    for _ in range(2):
        follow_enterprises(house.equipment, DUE)
    with house.equipment.work() as work:
        assert work.session.scalar(select(func.count()).select_from(EnterpriseDemand)) == 3
