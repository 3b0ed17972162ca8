"""From the outbox to the queues: each once, and again only what was lost."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.job import Job, JobStatus
from sqlalchemy import update

from factories import HEATING
from hotline.domain.vocabulary import Channel, Lane
from hotline.jobs import relay as relaying
from hotline.store.deliveries import Delivery


def filed(shift, index=1):
    return shift.house.registered(HEATING, channel=Channel.MENGSUBAN, mengsuban_id=f"u-{index}")


def let_it_be_late(shift):
    """As if what is queued had been queued long ago."""
    with shift.house.equipment.work() as work:
        work.session.execute(update(Delivery).values(queued_at=work.now - relaying.LATE - timedelta(seconds=1)))


def test_each_row_goes_into_its_own_lane_once(shift):
    filed(shift)
    assert (shift.relay(), shift.relay()) == (2, 0)
    assert [len(Queue(lane, connection=shift.redis)) for lane in (Lane.PROMPT, Lane.ROUTINE, Lane.NIGHTLY)] == [1, 1, 0]
    assert all(row.queued_at for row in shift.deliveries())


def test_nothing_due_is_nothing_queued(shift):
    assert shift.relay() == 0
    with shift.house.equipment.work(now=datetime.now(UTC) + timedelta(hours=1)) as work:
        work.must_follow("forget_nonces", Lane.NIGHTLY)
    assert shift.relay() == 0
    assert shift.queued() == 0


def test_what_is_done_or_dead_is_not_queued_again(shift):
    filed(shift)
    with shift.house.equipment.work() as work:
        first, second = work.session.query(Delivery).order_by(Delivery.id)
        first.done_at = second.dead_at = work.now
    assert shift.relay() == 0


def test_a_batch_is_not_exceeded_and_the_oldest_come_first(shift, monkeypatch):
    monkeypatch.setattr(relaying, "BATCH", 3)
    with shift.house.equipment.work() as work:
        for _ in range(7):
            work.must_follow("forget_nonces", Lane.NIGHTLY)
    taken = []
    while count := shift.relay():
        taken.append(count)
    assert taken == [3, 3, 1]
    ids = [f"delivery-{row.id}-0" for row in shift.deliveries()]
    assert Queue(Lane.NIGHTLY, connection=shift.redis).job_ids == ids


def test_two_relays_at_once_queue_each_row_once(shift):
    for index in range(15):
        filed(shift, index)
    start, counts = threading.Barrier(2), []

    def one():
        start.wait()
        while count := shift.relay():
            counts.append(count)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 30
    queued = [name for lane in Lane for name in Queue(lane, connection=shift.redis).job_ids]
    assert sorted(queued) == sorted(f"delivery-{row.id}-0" for row in shift.deliveries())


def test_what_waits_in_its_queue_is_not_queued_twice_however_late(shift):
    filed(shift)
    shift.relay()
    let_it_be_late(shift)
    assert shift.relay() == 2
    assert shift.queued() == 2


def test_a_lost_queue_loses_nothing(shift):
    number = filed(shift)
    assert shift.relay() == 2
    shift.redis.flushall()
    assert (shift.queued(), shift.relay()) == (0, 0)
    let_it_be_late(shift)
    while shift.relay():
        shift.run()
    assert all(row.done_at for row in shift.deliveries())
    assert shift.house.ticket(number).agency == "ZJ-150105"
    assert len(shift.messages()) == 2


def test_a_job_taken_out_by_a_worker_that_died_before_it_began_is_queued_again(shift):
    filed(shift)
    shift.relay()
    taken = shift.redis.lpop(Queue(Lane.PROMPT, connection=shift.redis).key).decode()
    assert Job.fetch(taken, connection=shift.redis).get_status() == JobStatus.QUEUED
    let_it_be_late(shift)
    shift.relay()
    assert Queue(Lane.PROMPT, connection=shift.redis).job_ids == [taken]


@pytest.mark.parametrize("status", [JobStatus.STARTED, JobStatus.FAILED])
def test_a_job_whose_worker_died_midway_is_queued_again(shift, status):
    filed(shift)
    shift.relay()
    queue = Queue(Lane.PROMPT, connection=shift.redis)
    taken = shift.redis.lpop(queue.key).decode()
    Job.fetch(taken, connection=shift.redis).set_status(status)
    let_it_be_late(shift)
    shift.relay()
    assert queue.job_ids == [taken]


def test_a_job_that_ends_at_the_very_moment_of_the_sweep_does_not_stop_the_relay(shift, monkeypatch):
    filed(shift)
    shift.relay()
    shift.redis.lpop(Queue(Lane.PROMPT, connection=shift.redis).key)
    let_it_be_late(shift)
    fetch = Job.fetch

    def gone(job_id, connection):
        fetch(job_id, connection=connection).delete()
        return fetch(job_id, connection=connection)

    monkeypatch.setattr(Job, "fetch", staticmethod(gone))
    assert shift.relay() == 2
    assert shift.queued() == 2


def test_a_queue_that_is_down_leaves_the_rows_for_the_sweep(shift, tmp_path):
    filed(shift)
    with pytest.raises(RedisError):
        relaying.relay(shift.house.equipment, Redis(unix_socket_path=str(tmp_path / "nobody.sock")))
    assert not any(row.done_at or row.dead_at for row in shift.deliveries())
    let_it_be_late(shift)
    assert shift.relay() == 2


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["relay", "run", "late", "flush", "pop"]), max_size=6))
def test_in_whatever_order_things_happen_each_effect_comes_once(shift, events):
    number = filed(shift)
    known, done = len(shift.messages()), {
        "relay": shift.relay, "run": shift.run, "late": lambda: let_it_be_late(shift),
        "flush": shift.redis.flushall, "pop": lambda: shift.redis.lpop(Queue(Lane.PROMPT, connection=shift.redis).key),
    }  # fmt: skip
    for event in events:
        done[event]()
    let_it_be_late(shift)
    while shift.relay():
        shift.run()
    assert all(row.done_at for row in shift.deliveries())
    assert len(shift.messages()) == known + 2
    assert shift.house.ticket(number).agency == "ZJ-150105"
