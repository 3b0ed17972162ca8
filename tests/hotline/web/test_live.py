"""Live updates: each is told of what they may see, and of nothing else."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from factories import OTHER_UNIT, House, person
from hotline.domain.vocabulary import Role
from hotline.web import live
from hotline.web.live import BACKLOG, Listener, listener_for, seen_by

LISTENING = text("select pid from pg_stat_activity where query = 'listen ticket_moved' and state = 'idle'")
Browsers = Callable[[Role], FlaskClient]


def listeners(house: House) -> set[int]:
    """The database's processes that listen."""
    with house.equipment.engine.connect() as connection:
        return set(connection.execute(LISTENING).scalars())


def wait_for_another(house: House, than: set[int]) -> int:
    until = time.monotonic() + 5
    while not (fresh := listeners(house) - than):
        assert time.monotonic() < until, "nobody listens"
        time.sleep(0.01)
    return fresh.pop()


@contextmanager
def stream(house: House, role: Role, **bounds: str) -> Iterator[tuple[Iterator[str], int]]:
    """The events of a person, from the moment on at which the database is listened to, and the process that listens."""
    before = listeners(house)
    events = live._events(house.equipment, person(role, **bounds), listener_for(house.equipment))
    assert next(events) == "retry: 5000\n\n"
    try:
        yield events, wait_for_another(house, before)
    finally:
        events.close()  # type: ignore[attr-defined]


def test_a_person_is_told_of_the_tickets_they_may_see_and_of_no_others(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stream(house, Role.CLERK) as (events, _):
        house.dispatched(agency=OTHER_UNIT, region="150202")
        own = house.dispatched()
        told = [next(events) for _ in range(4)]  # 两件工单，各登记、派单一次
        monkeypatch.setattr(live, "BREATH", 0.05)
        assert next(events) == ": \n\n"  # 没有消息时也发一行
    assert told[:2] == [": \n\n"] * 2
    assert told[2:] == [f"event: ticket\ndata: {own} dispatched\n\n"] * 2


def test_a_stream_of_another_league_tells_nothing(house: House) -> None:
    number = house.dispatched()
    ticket = house.ticket(number)
    whole = {role: seen_by(house.equipment, person(role), ticket.id) for role in (Role.AGENT, Role.CLERK, Role.ANALYST)}
    assert set(whole.values()) == {f"{number} dispatched"}
    assert seen_by(house.equipment, person(Role.SUPERVISOR, region="1502"), ticket.id) is None
    assert seen_by(house.equipment, person(Role.CLERK, agency=OTHER_UNIT), ticket.id) is None
    assert seen_by(house.equipment, person(Role.AGENT), 10**9) is None


def test_who_has_left_is_told_nothing_more_and_a_full_queue_holds_up_nobody(house: House) -> None:
    listener = listener_for(house.equipment)
    slow, quick, gone = (Listener.join(listener) for _ in range(3))
    listener.leave(gone)
    for ticket_id in range(BACKLOG + 5):
        listener._tell(ticket_id)
        assert quick.get_nowait() == ticket_id
    assert slow.qsize() == BACKLOG and gone.empty()
    listener.leave(slow)
    listener.leave(quick)


def test_the_stream_is_a_stream_of_events_that_no_proxy_keeps(house: House, browser_of: Browsers) -> None:
    browser = browser_of(Role.SUPERVISOR)
    answer = browser.get("/live", buffered=False)
    try:
        assert answer.status_code == 200
        assert answer.mimetype == "text/event-stream"
        assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Accel-Buffering"] == "no"
        assert next(iter(answer.response)) == b"retry: 5000\n\n"
        assert len(browser.application.extensions["listener"]._readers) == 1
    finally:
        answer.close()
    assert browser.application.extensions["listener"]._readers == set()


def test_the_stream_outlives_a_connection_that_is_lost(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PAUSE", 0.05)
    with stream(house, Role.CLERK) as (events, listening):
        before = listeners(house)
        with house.equipment.engine.connect() as connection:
            connection.execute(text("select pg_terminate_backend(:pid)"), {"pid": listening})
        wait_for_another(house, before)
        number = house.dispatched()
        assert f"event: ticket\ndata: {number} dispatched\n\n" in {next(events), next(events)}


def test_when_nobody_reads_any_more_nobody_listens(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PAUSE", 0.05)
    with stream(house, Role.AGENT) as (_, listening):
        assert listening in listeners(house)
    until = time.monotonic() + 5
    while listening in listeners(house):
        assert time.monotonic() < until, "still listening"
        time.sleep(0.01)
