"""Live updates (实时更新): one listener a process; each person is told of their tickets, their calls, and who else looks."""

import json
import logging
import queue
import threading
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import psycopg
from flask import Blueprint, Response, abort, current_app, request, stream_with_context
from sqlalchemy import select

from hotline.casework.callroom.calls import RINGS
from hotline.domain.lifecycle import OPEN
from hotline.equipment import Equipment
from hotline.store.tickets import Ticket
from hotline.store.work import Person
from hotline.web.desk import equipment, person, work_of_this_person

bp = Blueprint("live", __name__)

log = logging.getLogger(__name__)

BREATH = 15.0  # 秒：没有消息时也发一行，好让断开的连接被发现
GATHER = 0.5  # 秒：这么久之内的变动一次查清，一百人在线时不至于每动一件查一百次
PAUSE = 1.0  # 秒：数据库连接断开后，隔多久再连；也是没有人看时最久多听的时间
BACKLOG = 200
MOVED, SEEN = "ticket_moved", "ticket_seen"
CHANNELS = (MOVED, RINGS, SEEN)
DOINGS = ("viewing", "typing", "gone")


class Notice(NamedTuple):
    """Something that happened, as the database told it (通知)."""

    channel: str
    payload: str


class Listener:
    """One connection that listens, and the queues of the people who are connected (监听)."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._readers: set[queue.Queue[Notice]] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def join(self) -> "queue.Queue[Notice]":
        """A queue that from now on is told of everything."""
        reader: queue.Queue[Notice] = queue.Queue(BACKLOG)
        with self._lock:
            self._readers.add(reader)
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen, daemon=True)
                self._thread.start()
        return reader

    def leave(self, reader: "queue.Queue[Notice]") -> None:
        """Tell this queue nothing more."""
        with self._lock:
            self._readers.discard(reader)

    def _listen(self) -> None:
        """Listen as long as somebody reads; outlive a database that goes away."""
        while True:
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute(";".join(f"listen {channel}" for channel in CHANNELS))
                    while self._wanted():
                        for notice in connection.notifies(timeout=PAUSE):
                            self._tell(Notice(notice.channel, notice.payload))
                    return
            except psycopg.Error as error:
                log.warning("live updates pause: %s", type(error).__name__)
                time.sleep(PAUSE)
                if not self._wanted():
                    return

    def _wanted(self) -> bool:
        with self._lock:
            if not self._readers:
                self._thread = None  # 下一个来的人会另起一个
            return bool(self._readers)

    def _tell(self, notice: Notice) -> None:
        with self._lock:
            readers = list(self._readers)
        for reader in readers:
            if not reader.full():
                reader.put_nowait(notice)


def listener_for(found: Equipment) -> Listener:
    """A listener on that equipment's database."""
    return Listener(found.engine.url.set(drivername="postgresql").render_as_string(hide_password=False))


def told(found: Equipment, who: Person, notices: Iterable[Notice]) -> list[str]:
    """The events that this person is sent for what happened: of tickets only those that are for their eyes."""
    moved = {int(one.payload): one for one in notices if one.channel == MOVED}
    seen = [json.loads(one.payload) for one in notices if one.channel == SEEN]
    rings = [one.payload.split() for one in notices if one.channel == RINGS]
    events = [f"event: call\ndata: {call} {what}\n\n" for account, call, what in rings if account == who.account]
    ids = set(moved) | {int(one["ticket"]) for one in seen}
    tickets = _visible(found, who, ids) if ids else {}
    events += [f"event: ticket\ndata: {tickets[one]}\n\n" for one in moved if one in tickets]
    for one in seen:
        if int(one["ticket"]) in tickets and one["account"] != who.account:
            events.append(f"event: seen\ndata: {json.dumps(one, ensure_ascii=False)}\n\n")
    return events


def _visible(found: Equipment, who: Person, ids: set[int]) -> dict[int, str]:
    """Number and state of those of these tickets that the person may see."""
    with found.work(who) as work:
        rows = work.session.execute(select(Ticket.id, Ticket.number, Ticket.state).where(Ticket.id.in_(ids)))
        return {ticket_id: f"{number} {state.value}" for ticket_id, number, state in rows}


@bp.get("/live")
def live() -> Response:
    """A stream of server-sent events: tickets that moved, calls that ring here, who else looks at a ticket."""
    events = _events(equipment(), person(), current_app.extensions["listener"])
    answer = Response(stream_with_context(events), mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


@bp.post("/live/here/<number>")
def here(number: str) -> tuple[str, int]:
    """Say that this person looks at a ticket, or types there, or has gone (正在看的人)."""
    doing = request.form.get("doing", "")
    if doing not in DOINGS:
        abort(422)
    with work_of_this_person() as work:
        ticket = work.session.scalar(select(Ticket).where(Ticket.number == number)) or abort(404)
        if ticket.state in OPEN:
            who = {"ticket": ticket.id, "number": number, "account": person().account, "name": person().name}
            work.announce(SEEN, json.dumps({**who, "role": person().role.label, "doing": doing}, ensure_ascii=False))
    return "", 204


def _events(found: Equipment, who: Person, listener: Listener) -> Iterator[str]:
    reader = listener.join()
    try:
        yield "retry: 5000\n\n"
        while True:
            try:
                notices = [reader.get(timeout=BREATH)]
            except queue.Empty:
                yield ": \n\n"
                continue
            time.sleep(GATHER)
            while not reader.empty():
                notices.append(reader.get_nowait())
            yield "".join(told(found, who, notices)) or ": \n\n"
    finally:
        listener.leave(reader)
