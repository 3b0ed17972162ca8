"""The process that keeps time: it relays at once, outlives what goes wrong, and knows the whole timetable."""

import threading
import time
from contextlib import contextmanager

import pytest
from redis import Redis
from rq import Queue
from sqlalchemy import select

from hotline import clock
from hotline.domain.vocabulary import Lane
from hotline.embedded import start_valkey
from hotline.jobs.timetable import TIMETABLE
from hotline.store.deliveries import Delivery


@pytest.fixture
def valkey(tmp_path):
    server = start_valkey(tmp_path)
    yield server
    if server.is_running():
        server.stop()


@pytest.fixture
def redis(valkey):
    with Redis.from_url(f"unix://{valkey.unix_socket_path}") as found:
        yield found


@contextmanager
def relaying(house, redis):
    stop = threading.Event()
    thread = threading.Thread(target=clock.relay_forever, args=(house.equipment, redis, stop))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(timeout=10)
        assert not thread.is_alive()


def wait_until(holds, within=10.0):
    until = time.monotonic() + within
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def queued(redis):
    return len(Queue(Lane.PROMPT, connection=redis))


def test_what_is_written_down_is_queued_at_once_not_at_the_next_look(house, redis, monkeypatch):
    monkeypatch.setattr(clock, "PAUSE", 30.0)
    with relaying(house, redis):
        house.registered()
        wait_until(lambda: queued(redis) == 1)
        start = time.monotonic()
        house.registered()
        wait_until(lambda: queued(redis) == 2)
        assert time.monotonic() - start < 5
        monkeypatch.undo()
        house.registered()


def test_what_was_written_down_while_nobody_listened_is_queued_too(house, redis):
    for _ in range(3):
        house.registered()
    with relaying(house, redis):
        wait_until(lambda: queued(redis) == 3)


def test_a_queue_that_goes_away_and_comes_back_is_served_again(house, redis, valkey, monkeypatch):
    monkeypatch.setattr(clock, "PAUSE", 0.05)
    with relaying(house, redis) as thread:
        valkey.terminate()
        house.registered()
        time.sleep(0.3)
        assert thread.is_alive()
        valkey.start()
        house.registered()
        wait_until(lambda: queued(redis) >= 1)
    with house.equipment.work() as work:
        assert all(work.session.scalars(select(Delivery.queued_at)))


@pytest.mark.parametrize("error", [RuntimeError, KeyError, OSError])
def test_no_error_whatever_stops_the_relay(house, redis, monkeypatch, error):
    monkeypatch.setattr(clock, "PAUSE", 0.02)
    relay, failures = clock.relay, iter([error("王小明 13947112233"), error()])

    def failing(*words):
        for failure in failures:
            raise failure
        return relay(*words)

    monkeypatch.setattr(clock, "relay", failing)
    house.registered()
    with relaying(house, redis) as thread:
        wait_until(lambda: queued(redis) == 1)
        assert thread.is_alive()


def test_what_went_wrong_is_logged_without_personal_text(house, redis, monkeypatch, caplog):
    monkeypatch.setattr(clock, "PAUSE", 0.02)

    def failing(*_words):
        raise RuntimeError("王小明 13947112233")

    monkeypatch.setattr(clock, "relay", failing)
    with relaying(house, redis):
        wait_until(lambda: "relay pauses: RuntimeError" in caplog.text)
    assert "13947112233" not in caplog.text


def test_every_line_of_the_timetable_is_kept_with_its_lane_and_its_time(redis):
    kept = {job.name: job for job in clock.keep(redis).get_jobs()}
    assert set(kept) == {line.job for line in TIMETABLE}
    for line in TIMETABLE:
        job = kept[line.job]
        assert (job.cron, job.queue_name, tuple(job.args)) == (line.cron, line.lane, (line.job, line.lane.value))
