"""The register: the steps of a ticket, played again one after another, give the ticket as it stands."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from factories import OTHER_UNIT, House, person, returning
from hotline.casework import handling, intake
from hotline.casework.closing import callback, review
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.requests import asking, deciding, rulings
from hotline.casework.requests.asking import Asked
from hotline.casework.watch.archiving import SETTLED_FOR, archive
from hotline.casework.watch.pressure import press, press_due, resume_due
from hotline.casework.watch.supervision import escalate, lift, supervise
from hotline.domain.handling_terms import RequestKind, SupervisionKind
from hotline.domain.vocabulary import RequesterKind, Role, Satisfaction, Solved, State
from hotline.store.tickets import REPLAYED, Step, Ticket, changes_of
from hotline.store.work import SYSTEM

CLERK, SUPERVISOR, ROOM = person(Role.CLERK), person(Role.SUPERVISOR), person(Role.DISPATCHER)
NEW = {"channel": "phone", "region": "15", "requester_kind": RequesterKind.CITIZEN, "registered_by": "agent"}


def _plain(value: Any) -> Any:
    """A value as a step keeps it; moments apart from their zone."""
    if isinstance(value, str) and value[:2] == "20" and "T" in value:
        value = datetime.fromisoformat(value)
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else getattr(value, "value", value)


def _replayed(house: House, number: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with house.equipment.work(SYSTEM) as work:
        for step in work.session.scalars(select(Step).join(Ticket).where(Ticket.number == number).order_by(Step.id)):
            assert set(step.changes) <= set(REPLAYED)
            found |= step.changes
    return {name: _plain(value) for name, value in found.items()}


def _asked(house: House, number: str, kind: RequestKind, code: str, until: datetime) -> None:
    with house.equipment.work(CLERK) as work:
        asked = Asked(kind, code, "客观条件", "依据", until=until, in_charge="张工")
        request = asking.ask(work, number, asked).id
    with house.equipment.work(SUPERVISOR) as work:
        deciding.grant(work, number, request, words="同意")


def _sent_again(house: House) -> str:
    number = house.returned(house.dispatched())
    with house.equipment.work(ROOM) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category="0302", region="150202", agency=OTHER_UNIT, seen=None)
    return number


def _ruled(house: House) -> str:
    number = house.dispatched()
    with house.equipment.work(CLERK) as work:
        request = asking.ask(work, number, returning()).id
    with house.equipment.work(ROOM) as work:
        rulings.rule(work, number, agency=OTHER_UNIT, basis="三定方案", request=request)
    return number


def _extended(house: House) -> str:
    number = house.handled()
    _asked(house, number, RequestKind.EXTEND, "YQ01", house.ticket(number).due_at + timedelta(days=1))
    return number


def _suspended(house: House) -> str:
    number = house.handled()
    _asked(house, number, RequestKind.SUSPEND, "GQ03", datetime.now(UTC) + timedelta(days=30))
    return number


def _resumed(house: House) -> str:
    number = _suspended(house)
    with house.equipment.work(SYSTEM, datetime.now(UTC) + timedelta(days=31)) as work:
        resume_due(work)
    return number


def _pressed(house: House) -> str:
    number = house.handled()
    with house.equipment.work(SUPERVISOR) as work:
        press(work, number, words="请快办")
    with house.equipment.work(SYSTEM, datetime.now(UTC) + timedelta(days=30)) as work:
        press_due(work)
    with house.equipment.work(SUPERVISOR) as work:
        lift(work, number, reason="已说明")
        supervise(work, number, kind=SupervisionKind.DAILY, reason="再督")
        escalate(work, number, reason="久拖不决")
    return number


def _redone(house: House) -> str:
    number = house.replied()
    with house.equipment.work(SUPERVISOR) as work:
        review.redo(work, number, reason="未办实")
    return number


def _closed(house: House) -> str:
    number = house.to_call_back(mengsuban_id="u-1", name="王小明")  # 在蒙速办提的，总由本人评价
    with house.equipment.work(person(Role.AGENT)) as work:
        callback.close(work, number, satisfaction=Satisfaction.SATISFIED, solved=Solved.YES)
    return number


def _archived(house: House) -> str:
    number = _closed(house)
    with house.equipment.work(SYSTEM, datetime.now(UTC) + SETTLED_FOR + timedelta(days=1)) as work:
        archive(work)
    assert house.ticket(number).state == State.ARCHIVED
    return number


def _said_how_it_stands(house: House) -> str:
    number = house.handled(requester_kind=RequesterKind.ENTERPRISE)
    with house.equipment.work(CLERK) as work:
        handling.interim(work, number, said="正在检修")
    return number


def _withdrawn(house: House) -> str:
    number = house.handled()
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.withdraw(work, number, reason="已自行解决")
    return number


LIVES: dict[str, Callable[[House], str]] = {
    "registered": House.registered, "triaged": House.triaged, "dispatched": House.dispatched,
    "handled": House.handled, "replied": House.replied, "approved": House.to_call_back,
    "sent again": _sent_again, "ruled": _ruled, "extended": _extended, "suspended": _suspended, "resumed": _resumed,
    "pressed": _pressed, "redone": _redone, "closed": _closed, "archived": _archived,
    "interim": _said_how_it_stands, "withdrawn": _withdrawn,
}  # fmt: skip


@pytest.mark.parametrize("life", LIVES)
def test_the_steps_played_again_give_the_ticket_as_it_stands(house: House, life: str) -> None:
    number = LIVES[life](house)
    ticket = house.ticket(number)
    replayed = _replayed(house, number)
    now = {name: _plain(getattr(ticket, name)) for name in REPLAYED}
    assert {name: replayed.get(name) for name in REPLAYED} == now


def test_every_replayed_column_is_a_column_and_none_holds_writing() -> None:
    columns = set(Ticket.__table__.columns.keys())
    assert set(REPLAYED) <= columns and len(set(REPLAYED)) == len(REPLAYED)
    assert not {"text", "title", "address", "reply", "basis", "waits_for", "requester_id"} & set(REPLAYED)


def test_a_step_that_changes_nothing_more_keeps_no_changes(house: House) -> None:
    number = house.dispatched()
    with house.equipment.work(SUPERVISOR) as work:
        ticket = work.ticket(number)
        assert changes_of(ticket) == {}
        ticket.problem = True
        assert changes_of(ticket) == {"problem": True}
        assert changes_of(ticket) == {}


def test_a_ticket_that_was_never_stored_has_changed_in_everything() -> None:
    assert set(changes_of(Ticket(**NEW))) == set(REPLAYED)


@given(sets=st.lists(st.dictionaries(st.sampled_from(["called", "redone", "pressed", "extended"]), st.integers(0, 3))))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_changes_step_by_step_the_changes_together_are_the_end(sets: list[dict[str, int]]) -> None:
    ticket, told = Ticket(**NEW), {}
    told |= changes_of(ticket)
    for columns in sets:
        for name, value in columns.items():
            setattr(ticket, name, value)
        told |= changes_of(ticket)
    assert told == {name: getattr(ticket, name) for name in REPLAYED}
