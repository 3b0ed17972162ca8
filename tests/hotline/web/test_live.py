"""Live updates: each is told of what they may see, and of nothing else."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from factories import OTHER_UNIT, House, person
from hotline.casework.callroom import calls
from hotline.domain.vocabulary import Role
from hotline.store.work import Person
from hotline.web import live
from hotline.web.live import BACKLOG, MOVED, SEEN, Listener, Notice, listener_for, told

LISTENING = text("select pid from pg_stat_activity where query like 'listen ticket_moved%' and state = 'idle'")
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


def heard(house: House, who: Person, ticket_id: int) -> list[str]:
    return told(house.equipment, who, [Notice(MOVED, str(ticket_id))])


def test_a_person_is_told_of_the_tickets_they_may_see_and_of_no_others(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "BREATH", 0.3)
    with stream(house, Role.CLERK) as (events, _):
        house.dispatched(agency=OTHER_UNIT, region="150202")
        own = house.dispatched()
        said = "".join(next(events) for _ in range(4))
    assert f"event: ticket\ndata: {own} dispatched\n\n" in said
    assert said.replace(f"event: ticket\ndata: {own} dispatched\n\n", "").strip(": \n") == ""


def test_a_ticket_that_moves_often_is_asked_about_once(house: House) -> None:
    ticket = house.ticket(house.dispatched())
    often = [Notice(MOVED, str(ticket.id))] * 50
    assert told(house.equipment, person(Role.AGENT), often) == [f"event: ticket\ndata: {ticket.number} dispatched\n\n"]


def test_a_call_rings_at_one_desk_alone(house: House) -> None:
    rings = [Notice(calls.RINGS, "agent 7 ringing")]
    assert told(house.equipment, person(Role.AGENT), rings) == ["event: call\ndata: 7 ringing\n\n"]
    assert told(house.equipment, person(Role.SUPERVISOR), rings) == []


def test_who_else_looks_at_a_ticket_is_told_to_those_who_may_see_it_and_not_to_oneself(
    house: House, browser_of: Browsers
) -> None:
    ticket = house.ticket(number := house.dispatched())
    one = {
        "ticket": ticket.id,
        "number": number,
        "account": "clerk",
        "name": "测试承办人",
        "role": "承办人",
        "doing": "typing",
    }
    seen = [Notice(SEEN, json.dumps(one))]
    (event,) = told(house.equipment, person(Role.HEAD), seen)
    assert json.loads(event.split("data: ")[1]) == one
    assert told(house.equipment, person(Role.CLERK), seen) == []
    assert told(house.equipment, person(Role.CLERK, agency=OTHER_UNIT), seen) == []
    assert browser_of(Role.CLERK).post(f"/live/here/{number}", data={"doing": "typing"}).status_code == 204
    assert browser_of(Role.CLERK).post(f"/live/here/{number}", data={"doing": "<b>"}).status_code == 422
    assert browser_of(Role.CLERK).post("/live/here/202601010000001", data={"doing": "gone"}).status_code == 404


def test_a_stream_of_another_league_tells_nothing(house: House) -> None:
    number = house.dispatched()
    ticket = house.ticket(number)
    whole = {role: heard(house, person(role), ticket.id) for role in (Role.AGENT, Role.CLERK, Role.ANALYST)}
    assert all(events == [f"event: ticket\ndata: {number} dispatched\n\n"] for events in whole.values())
    assert heard(house, person(Role.SUPERVISOR, region="1502"), ticket.id) == []
    assert heard(house, person(Role.CLERK, agency=OTHER_UNIT), ticket.id) == []
    assert heard(house, person(Role.AGENT), 10**9) == []


def test_who_has_left_is_told_nothing_more_and_a_full_queue_holds_up_nobody(house: House) -> None:
    listener = listener_for(house.equipment)
    slow, quick, gone = (Listener.join(listener) for _ in range(3))
    listener.leave(gone)
    for ticket_id in range(BACKLOG + 5):
        listener._tell(notice := Notice(MOVED, str(ticket_id)))
        assert quick.get_nowait() == notice
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
    monkeypatch.setattr(live, "BREATH", 0.5)
    with stream(house, Role.CLERK) as (events, listening):
        before = listeners(house)
        with house.equipment.engine.connect() as connection:
            connection.execute(text("select pg_terminate_backend(:pid)"), {"pid": listening})
        wait_for_another(house, before)
        number = house.dispatched()
        assert f"event: ticket\ndata: {number} dispatched\n\n" in "".join(next(events) for _ in range(4))


def test_when_nobody_reads_any_more_nobody_listens(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PAUSE", 0.05)
    with stream(house, Role.AGENT) as (_, listening):
        assert listening in listeners(house)
    until = time.monotonic() + 5
    while listening in listeners(house):
        assert time.monotonic() < until, "still listening"
        time.sleep(0.01)
