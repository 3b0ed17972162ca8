"""Live updates (实时更新): one listener a process hears of every moved ticket; each person is told only of their own."""

import logging
import queue
import threading
import time
from collections.abc import Iterator

import psycopg
from flask import Blueprint, Response, current_app, stream_with_context
from sqlalchemy import select

from hotline.equipment import Equipment
from hotline.store.tickets import Ticket
from hotline.store.work import Person
from hotline.web.desk import equipment, person

bp = Blueprint("live", __name__)

log = logging.getLogger(__name__)

BREATH = 15.0  # 秒：没有消息时也发一行，好让断开的连接被发现
PAUSE = 1.0  # 秒：数据库连接断开后，隔多久再连；也是没有人看时最久多听的时间
BACKLOG = 100


class Listener:
    """One connection that listens, and the queues of the people who are connected (监听)."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._readers: set[queue.Queue[int]] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def join(self) -> "queue.Queue[int]":
        """A queue that from now on is told the id of every ticket that moves."""
        reader: queue.Queue[int] = queue.Queue(BACKLOG)
        with self._lock:
            self._readers.add(reader)
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen, daemon=True)
                self._thread.start()
        return reader

    def leave(self, reader: "queue.Queue[int]") -> None:
        """Tell this queue nothing more."""
        with self._lock:
            self._readers.discard(reader)

    def _listen(self) -> None:
        """Listen as long as somebody reads; outlive a database that goes away."""
        while True:
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute("listen ticket_moved")
                    while self._wanted():
                        for notice in connection.notifies(timeout=PAUSE):
                            self._tell(int(notice.payload))
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

    def _tell(self, ticket_id: int) -> None:
        with self._lock:
            readers = list(self._readers)
        for reader in readers:
            if not reader.full():
                reader.put_nowait(ticket_id)


def listener_for(found: Equipment) -> Listener:
    """A listener on that equipment's database."""
    return Listener(found.engine.url.set(drivername="postgresql").render_as_string(hide_password=False))


def seen_by(found: Equipment, who: Person, ticket_id: int) -> str | None:
    """What this person is told of a ticket that moved: its number and state, or None if it is not for their eyes."""
    with found.work(who) as work:
        ticket = work.session.scalar(select(Ticket).where(Ticket.id == ticket_id))
        return f"{ticket.number} {ticket.state.value}" if ticket else None


@bp.get("/live")
def live() -> Response:
    """A stream of server-sent events: `ticket`, whenever a ticket that this person may see has moved."""
    events = _events(equipment(), person(), current_app.extensions["listener"])
    answer = Response(stream_with_context(events), mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _events(found: Equipment, who: Person, listener: Listener) -> Iterator[str]:
    reader = listener.join()
    try:
        yield "retry: 5000\n\n"
        while True:
            try:
                told = seen_by(found, who, reader.get(timeout=BREATH))
                yield f"event: ticket\ndata: {told}\n\n" if told else ": \n\n"
            except queue.Empty:
                yield ": \n\n"
    finally:
        listener.leave(reader)
