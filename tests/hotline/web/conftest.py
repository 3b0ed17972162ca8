"""Tickets in every state, pages as a parser sees them, and doors that ask for a CSRF token."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from factories import House, person
from hotline.app import create_app
from hotline.casework import callback, intake, supervision
from hotline.domain.vocabulary import Role, Satisfaction, Solved, State
from hotline.store.work import SYSTEM

MISPLACED = "路灯不亮，晚上看不见路，希望尽快修好"


class Page(HTMLParser):
    """What of a page the tests look at: headings, ids, labels and the text outside of tags."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of that name."""
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture
def page_of() -> Callable[[str], Page]:
    """A page as a parser sees it."""
    return Page


@pytest.fixture
def in_every_state(house: House) -> dict[State, str]:
    """One ticket in every state of the lifecycle, all in 赛罕区; where a unit has it, it is the clerk's."""
    agent = person(Role.AGENT)
    found = {State.DISPATCHED: house.dispatched(), State.HANDLING: house.handled(), State.REPLIED: house.replied(),
             State.CALLBACK: house.to_call_back(), State.REGISTERED: house.registered(phone="13847100001", name="张三"),
             State.QUEUED: house.triaged(MISPLACED), State.CLOSED: house.to_call_back()}  # fmt: skip
    with house.equipment.work(agent) as work:
        callback.close(work, found[State.CLOSED], satisfaction=Satisfaction.SATISFIED, solved=Solved.YES)
        found[State.DRAFT] = intake.save(work, intake.Demand(text="", phone="13847100002")).number
    old = datetime.now(UTC) - timedelta(days=90)
    settle = {
        State.GUIDED: lambda work, number: intake.guide(work, number, guidance="请向仲裁委员会申请"),
        State.TRANSFERRED: lambda work, number: intake.transfer(work, number, hotline="119"),
        State.VOID: lambda work, number: intake.void(work, number, reason="误拨"),
        State.WITHDRAWN: lambda work, number: intake.withdraw(work, number, reason="已自行解决"),
        State.ARCHIVED: lambda work, number: intake.void(work, number, reason="无声来电"),
    }
    for state, verb in settle.items():
        number = found[state] = house.registered(region="150105")
        with house.equipment.work(agent, old if state == State.ARCHIVED else None) as work:
            verb(work, number)
    with house.equipment.work(SYSTEM) as work:
        assert supervision.archive(work) == 1
    assert {number: house.ticket(number).state for number in found.values()} == {v: k for k, v in found.items()}
    return found


@pytest.fixture
def guarded_browser(house: House) -> FlaskClient:
    """A browser that nobody has signed in with, before an application that asks for CSRF tokens."""
    return create_app(house.equipment).test_client()


@pytest.fixture
def count_rows(house: House) -> Callable[[], dict[str, int]]:
    """How many rows each table holds."""

    def counted() -> dict[str, int]:
        with house.equipment.engine.connect() as connection:
            tables = connection.execute(text("select tablename from pg_tables where schemaname = 'public'")).scalars()
            return {name: connection.execute(text(f'select count(*) from "{name}"')).scalar_one() for name in tables}  # noqa: S608

    return counted
