"""What all tests stand on: a real PostgreSQL, a trained model, people of every role, and no network outside."""

import fcntl
import ipaddress
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import text

from classifier.learning.training import train
from classifier.registry import current_edition
from emptying import empty
from factories import House, people_of_every_role
from hotline.app import create_app
from hotline.casework.judgement import Judgement
from hotline.cli.loading import load_all
from hotline.domain.vocabulary import Role
from hotline.embedded import servers
from hotline.equipment import Equipment, equip
from hotline.settings import Settings
from hotline.store import schema
from hotline.store.work import SYSTEM, Work
from hotline.web.analysts.fresh import Fresh

CHECKOUT = Path(__file__).parent.parent
REAL_MESSAGES = CHECKOUT.parent / "shared" / "data"
EMPTIED = (
    "tickets, steps, notes, assignments, calls, messages, deliveries, requesters, reports, report_runs, daily_tallies, tally_marks, "
    "demand_hotspots, demand_feeds, feed_attempts, feed_checks, feed_differences, webhook_attempts, webhook_messages, "
    "subscribers, drift_reports, topics, early_warnings, used_nonces, enterprises, enterprise_demands, amount_entries, "
    "milestones, projects, policy_pushes, policies, history_uploads, history_imports"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How far the random walks through the verbs go; thousands of steps take minutes."""
    parser.addoption("--walk", default=40, type=int, help="随机走查每一路走多少步")


@pytest.fixture(autouse=True)
def no_outside_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be spoken to."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])  # type: ignore[index]
            assert host == "localhost" or ipaddress.ip_address(host).is_loopback, f"test reached for {host}"
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of a state with trained weights; trained once for all test processes."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    edition = current_edition(CHECKOUT / "models")
    with (shared / "training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "models" / edition / "done").exists():
            train(edition, shared / "models")
            (shared / "models" / edition / "done").touch()
    return shared / "models"


@pytest.fixture(scope="session")
def equipment(tmp_path_factory: pytest.TempPathFactory, trained: Path) -> Iterator[Equipment]:
    """Equipment on a database of this test process, loaded with rules, agencies, knowledge, model and people."""
    state = tmp_path_factory.mktemp("state")
    (state / "models").symlink_to(trained)
    with servers(Settings(env="test", state=state)) as running:
        found = equip(running.settings)
        _without_waiting_for_the_disk(found)
        schema.upgrade(found.engine)
        assert list(load_all(found))
        people_of_every_role(found)
        yield found
        found.engine.dispose()


def _without_waiting_for_the_disk(found: Equipment) -> None:
    """A test's database need not outlive a power cut; that a killed process loses nothing does not hang on it."""
    with found.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for parameter in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"alter system set {parameter} = off"))
        connection.execute(text("select pg_reload_conf()"))


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house with no tickets in it, and hands to make some."""
    yield House(equipment)
    empty(equipment, EMPTIED)


@pytest.fixture
def work(house: House) -> Iterator[Work]:
    """A piece of work of the system."""
    with house.equipment.work(SYSTEM, datetime.now(UTC)) as found:
        yield found


@pytest.fixture
def judgement(equipment: Equipment) -> Judgement:
    """The judgement of the current editions."""
    with equipment.work() as found:
        return equipment.judgement(found.session)


@pytest.fixture(scope="session", autouse=True)
def pages_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Applications share compiled pages: compiling them anew for each took a quarter of the time of all page tests."""
    kept = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("pages")))
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": kept}


@pytest.fixture(scope="session")
def site(equipment: Equipment) -> Flask:
    """The application of this test process."""
    return _without_csrf(create_app(equipment))


def _without_csrf(made: Flask) -> Flask:
    """CSRF is looked at in tests of its own."""
    made.config.update(TESTING=False, WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture
def app(house: House, equipment: Equipment, site: Flask) -> Flask:
    """The application, which remembers nothing of other tests; one of its own for a house that will be undone."""
    if house.equipment is not equipment:
        return _without_csrf(create_app(house.equipment))
    site.extensions["fresh"] = Fresh()
    return site


@pytest.fixture
def browser_of(app: Flask) -> Callable[[Role], FlaskClient]:
    """A test client signed in as a role."""

    def signed_in(role: Role) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as session:
            session["account"] = role.value
        return client

    return signed_in
