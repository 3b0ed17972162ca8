"""Tickets in every state, pages as a parser sees them, and doors that ask for a CSRF token."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from factories import House, person
from hotline.app import create_app
from hotline.casework import intake
from hotline.casework.closing import callback
from hotline.casework.joint import merging
from hotline.casework.requests import asking, deciding
from hotline.casework.requests.asking import Asked
from hotline.casework.watch import archiving
from hotline.domain.handling_terms import RequestKind
from hotline.domain.vocabulary import DemandType, Role, Satisfaction, Solved, State
from hotline.store.work import SYSTEM

MISPLACED = "路灯不亮，晚上看不见路，希望尽快修好"


@dataclass
class Field:
    """One field of a form as the browser would fill it (控件)."""

    kind: str
    value: str
    required: bool
    options: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """One form of a page: where it is sent and its fields by name (表单)."""

    action: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        """What is sent if nobody touches anything."""
        return {name: one.value for name, one in self.fields.items() if one.kind not in ("file", "checkbox")}


class Page(HTMLParser):
    """What of a page the tests look at: headings, ids, labels, forms and the text outside of tags."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.forms: list[Sheet] = []
        self._open: Sheet | None = None
        self._named: Field | None = None
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        self.tags.append((tag, has))
        if tag == "form":
            self._open = Sheet(has.get("action") or has.get("hx-post") or "")
            self.forms.append(self._open)
        if tag == "option" and self._named:
            self._named.options.append(has.get("value") or "")
            self._named.value = (has.get("value") or "") if "selected" in has else self._named.value
        name = has.get("name")
        if self._open and tag in ("input", "select", "textarea") and name:
            kind = (has.get("type") or "text") if tag == "input" else tag
            found = Field(kind, has.get("value") or "", "required" in has)
            self._open.fields[name] = found
            self._named = found if tag != "input" else None

    def handle_endtag(self, tag: str) -> None:
        self._named = None if tag in ("select", "textarea") else self._named
        self._open = None if tag == "form" else self._open

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._named and self._named.kind == "textarea":
            self._named.value += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of that name."""
        return [attrs for name, attrs in self.tags if name == tag]

    def form(self, ending: str, **hidden: str) -> Sheet:
        """The one form that is sent there, and that holds these values."""
        fit = [one for one in self.forms if one.action.endswith(ending) and hidden.items() <= one.values.items()]
        assert len(fit) == 1, (ending, [one.action for one in self.forms])
        return fit[0]


@pytest.fixture
def page_of() -> Callable[[str], Page]:
    """A page as a parser sees it."""
    return Page


@pytest.fixture
def called_back(house: House) -> Callable[..., str]:
    """A ticket to be called back: of a kind of which every requester is asked."""
    return lambda **more: house.to_call_back(demand_type=DemandType.OTHER, **more)


@pytest.fixture
def in_every_state(house: House, called_back: Callable[..., str]) -> dict[State, str]:
    """One ticket in every state of the lifecycle, all in 赛罕区; where a unit has it, it is the clerk's."""
    agent = person(Role.AGENT)
    found = {State.DISPATCHED: house.dispatched(), State.HANDLING: house.handled(), State.REPLIED: house.replied(),
             State.CALLBACK: called_back(), State.REGISTERED: house.registered(phone="13847100001", name="张三"),
             State.QUEUED: house.triaged(MISPLACED), State.CLOSED: called_back(),
             State.MERGED: house.dispatched(), State.TERMINATED: house.handled()}  # fmt: skip
    with house.equipment.work(agent) as work:
        callback.close(work, found[State.CLOSED], satisfaction=Satisfaction.SATISFIED, solved=Solved.YES)
        found[State.DRAFT] = intake.save(work, intake.Demand(text="", phone="13847100002")).number
    lead = house.dispatched()
    with house.equipment.work(person(Role.CLERK)) as work:
        asked = Asked(RequestKind.TERMINATE, "ZZ01", "三次联系都不配合", "办理规范")
        request = asking.ask(work, found[State.TERMINATED], asked).id
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        deciding.grant(work, found[State.TERMINATED], request, words="同意")
        merging.merge(work, found[State.MERGED], lead=lead)
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
        assert archiving.archive(work) == 1
    assert set(found) == set(State)
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
