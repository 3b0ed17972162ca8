"""What a queue calls: done once, tried again when it failed, a dead letter in the end."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from factories import HEATING
from hotline.domain.follow_ups import BACKOFF, FOLLOW_UPS
from hotline.domain.vocabulary import Action, Channel, Lane, State
from hotline.jobs import roster
from hotline.jobs.roster import JOBS, deliver
from hotline.jobs.timetable import TIMETABLE
from hotline.store.deliveries import Delivery
from hotline.store.tickets import Step

PHONE = "13947112233"


def filed(shift):
    """A ticket's number, its triage delivery and its progress delivery."""
    number = shift.house.registered(
        HEATING, channel=Channel.MENGSUBAN, mengsuban_id="u-1", name="王小明", phone=PHONE
    )  # fmt: skip
    by_job = {row.job: row.id for row in shift.deliveries()}
    return number, by_job["triage"], by_job["tell_progress"]


def row(shift, delivery_id):
    return next(found for found in shift.deliveries() if found.id == delivery_id)


def test_every_follow_up_and_every_appointment_has_a_job():
    wanted = {follow_up.job for row in FOLLOW_UPS.values() for follow_up in row} | {line.job for line in TIMETABLE}
    assert wanted <= set(JOBS)


def test_a_delivery_is_done_and_noted(shift):
    number, triage, _ = filed(shift)
    before = datetime.now(UTC)
    deliver(triage)
    assert shift.house.ticket(number).state == State.DISPATCHED
    done = row(shift, triage)
    assert done.done_at >= before
    assert (done.attempts, done.last_error, done.dead_at) == (0, None, None)


def test_the_same_delivery_twice_has_one_effect(shift):
    number, triage, told = filed(shift)
    for _ in range(2):
        deliver(triage)
        deliver(told)
    with shift.house.equipment.work() as work:
        ticket = work.ticket(number)
        steps = work.session.scalars(select(Step.action).where(Step.ticket_id == ticket.id)).all()
    assert sorted(steps) == sorted([Action.REGISTER, Action.DISPATCH])
    assert len(shift.messages()) == 1
    assert list(shift.receiver.times.values()) == [1]


def test_the_same_deliveries_at_the_same_time_have_one_effect_and_no_failure(shift):
    _, triage, told = filed(shift)
    start = threading.Barrier(6)

    def one(delivery_id):
        start.wait()
        deliver(delivery_id)

    threads = [threading.Thread(target=one, args=(delivery_id,)) for delivery_id in (triage, told) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shift.relay()
    shift.run()
    assert {found.job: (found.attempts, found.last_error) for found in shift.deliveries()} == {
        "triage": (0, None), "tell_progress": (0, None),
    }  # fmt: skip
    assert len(shift.messages()) == len(shift.receiver.times) == 2


def test_a_receiver_that_is_down_is_tried_again_later_and_later_and_then_is_a_dead_letter(shift):
    _, _, told = filed(shift)
    shift.receiver.take_down()
    for attempt, wait in enumerate(BACKOFF, 1):
        before = datetime.now(UTC)
        deliver(told)
        failed = row(shift, told)
        assert (failed.attempts, failed.done_at, failed.dead_at, failed.queued_at) == (attempt, None, None, None)
        assert timedelta(0) <= failed.due_at - before - timedelta(seconds=wait) < timedelta(seconds=5)
        assert failed.last_error == "MengsubanDown：蒙速办未应答：ConnectError"
    deliver(told)
    dead = row(shift, told)
    assert dead.dead_at is not None and dead.done_at is None
    assert dead.attempts == len(BACKOFF) + 1
    assert shift.messages() == []
    deliver(told)
    assert row(shift, told).attempts == len(BACKOFF) + 1, "a dead letter is not tried again"


def test_a_failed_delivery_is_queued_again_only_when_it_is_due(shift):
    _, _, told = filed(shift)
    shift.relay()
    shift.redis.flushall()
    shift.receiver.take_down()
    deliver(told)
    assert shift.relay() == 0
    with shift.house.equipment.work() as work:
        work.session.get_one(Delivery, told).due_at = work.now
    assert shift.relay() == 1
    assert shift.queued() == 1


@pytest.mark.parametrize("error", [ValueError(f"王小明 {PHONE}"), KeyError(PHONE), RuntimeError(HEATING)])
def test_what_is_kept_of_a_strange_error_holds_no_personal_text(shift, monkeypatch, error, caplog):
    _, _, told = filed(shift)

    def broken(_equipment, _due):
        raise error

    monkeypatch.setitem(roster.JOBS, "tell_progress", broken)
    deliver(told)
    assert row(shift, told).last_error == type(error).__name__
    assert PHONE not in caplog.text and "王小明" not in caplog.text and HEATING not in caplog.text


def test_a_job_that_nobody_knows_fails_and_stands_in_the_register(shift):
    with shift.house.equipment.work() as work:
        work.must_follow("no_such_job", Lane.ROUTINE)
    (unknown,) = shift.deliveries()
    deliver(unknown.id)
    assert (row(shift, unknown.id).attempts, row(shift, unknown.id).last_error) == (1, "KeyError")


def test_a_failure_that_comes_after_the_success_of_another_changes_nothing(shift, monkeypatch):
    _, _, told = filed(shift)

    def done_by_another_meanwhile(_equipment, due):
        with shift.house.equipment.work() as work:
            work.session.get_one(Delivery, due.delivery_id).done_at = work.now
        raise RuntimeError

    monkeypatch.setitem(roster.JOBS, "tell_progress", done_by_another_meanwhile)
    deliver(told)
    found = row(shift, told)
    assert found.done_at is not None
    assert (found.attempts, found.last_error, found.dead_at) == (0, None, None)


def test_a_delivery_that_is_no_more_is_passed_over(shift):
    deliver(987_654)
    assert shift.deliveries() == []
