"""What a new calendar moves: provisional deadlines only, never brought forward, and each with a step."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from factories import UNIT, House, person, undone
from hotline.casework import handling
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.requests import asking, deciding
from hotline.casework.requests.asking import Asked
from hotline.casework.rules.publishing import publish
from hotline.casework.rules.reckoning import Shift, preview, reckon
from hotline.domain.handling_terms import RequestKind
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Action, DemandType, Role, State
from hotline.equipment import Equipment
from hotline.store.tickets import Step, Ticket
from hotline.store.work import SYSTEM
from routing_rules import FOLDER, load, texts_in

TABLE = "holidays.csv"
DISPATCHED = datetime(2026, 12, 25, 10, tzinfo=BEIJING)
NEXT_YEAR = datetime(2027, 1, 2, 10, tzinfo=BEIJING)
GUESSED = datetime(2027, 1, 18, 17, 30, tzinfo=BEIJING)  # 元旦一天；其余按周
LATER = datetime(2027, 1, 19, 17, 30, tzinfo=BEIJING)
SETTLED = texts_in(FOLDER)[TABLE].replace(",暂定,", ",正式,")
ONE_MORE_DAY = SETTLED + "2027-01-04,休,元旦（调休）,正式,国务院办公厅通知\n"
ONE_DAY_LESS = SETTLED + "2027-01-09,班,调休上班,正式,国务院办公厅通知\n"
COMPLAINT: dict[str, Any] = {"demand_type": DemandType.COMPLAINT, "now": DISPATCHED}


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: all editions that are published in it are undone with everything else."""
    with undone(equipment) as found:
        yield found


def _previewed(house: House, calendar: str) -> list[Shift]:
    with house.equipment.work(SYSTEM, NEXT_YEAR) as work:
        return preview(work, load({**texts_in(FOLDER), TABLE: calendar}, edition="草稿"))


def _in_force(house: House, calendar: str) -> int:
    """How many deadlines are reckoned anew once that calendar is in force."""
    with house.equipment.work(SYSTEM, NEXT_YEAR) as work:
        publish(work, {**texts_in(FOLDER), TABLE: calendar}, "2027 年放假安排")
    with house.equipment.work(SYSTEM, NEXT_YEAR) as work:
        return reckon(work)


def _steps(house: House, number: str) -> list[Step]:
    with house.equipment.work(SYSTEM) as work:
        wanted = select(Step).join(Ticket).where(Ticket.number == number, Step.action == Action.RECKON)
        return list(work.session.scalars(wanted.order_by(Step.id)))


def test_a_deadline_over_a_year_without_notice_is_provisional_and_says_so(house: House) -> None:
    ticket = house.ticket(house.dispatched(**COMPLAINT))
    assert (ticket.due_at, ticket.provisional) == (GUESSED, True)
    clock = ticket.explanation["clock"]
    assert clock["provisional"] and datetime.fromisoformat(clock["due_at"]) == GUESSED
    assert (clock["length"], clock["amount"], clock["clock"]) == ("15 工作日", 15, "工作日")
    told = "；".join(clock["spans"])
    assert (
        "12-25 起算日不计" in told
        and "元旦，不计（2027 年日历暂定）" in told
        and "工作日，计（2027 年日历暂定）" in told
    )


def test_a_deadline_within_a_settled_year_is_not_provisional(house: House) -> None:
    ticket = house.ticket(house.dispatched(demand_type=DemandType.HELP, now=datetime(2026, 12, 1, 10, tzinfo=BEIJING)))
    assert not ticket.provisional
    assert _previewed(house, ONE_MORE_DAY) == []


@pytest.mark.parametrize(
    ("calendar", "after"),
    [(ONE_MORE_DAY, LATER), (SETTLED, GUESSED), (ONE_DAY_LESS, GUESSED)],
    ids=["later", "the same", "never earlier"],
)
def test_what_is_previewed_is_what_is_done_and_no_deadline_is_brought_forward(
    house: House, calendar: str, after: datetime
) -> None:
    number = house.dispatched(**COMPLAINT)
    assert _previewed(house, calendar) == [Shift(number, GUESSED, after, True)]
    assert (house.ticket(number).due_at, _steps(house, number)) == (GUESSED, []), "a preview writes nothing"
    assert _in_force(house, calendar) == 1
    ticket = house.ticket(number)
    assert (ticket.due_at, ticket.provisional, ticket.state) == (after, False, State.DISPATCHED)
    (step,) = _steps(house, number)
    assert step.actor == "system" and datetime.fromisoformat(step.brings["due_at"]) == after


def test_reckoning_again_changes_nothing(house: House) -> None:
    number = house.dispatched(**COMPLAINT)
    assert _in_force(house, ONE_MORE_DAY) == 1
    with house.equipment.work(SYSTEM, NEXT_YEAR) as work:
        assert reckon(work) == 0
    assert len(_steps(house, number)) == 1


def test_while_the_year_stays_a_guess_nothing_moves(house: House) -> None:
    number = house.dispatched(**COMPLAINT)
    with house.equipment.work(SYSTEM, NEXT_YEAR) as work:
        assert reckon(work) == 0
    assert (house.ticket(number).provisional, _steps(house, number)) == (True, [])


def test_what_is_being_handled_shows_its_new_deadline_as_the_next_one(house: House) -> None:
    number = house.dispatched(**COMPLAINT)
    with house.equipment.work(person(Role.CLERK), DISPATCHED + timedelta(hours=1)) as work:
        handling.accept(work, number)
        handling.interim(work, number, said="正在检修")
        work.ticket(number).contacted_at = work.now
    _in_force(house, ONE_MORE_DAY)
    ticket = house.ticket(number)
    assert ticket.due_at == ticket.next_due_at == LATER


def test_an_extended_ticket_is_left_as_a_person_decided(house: House) -> None:
    number, until = house.dispatched(**COMPLAINT), GUESSED + timedelta(days=7)
    wanted = Asked(RequestKind.EXTEND, "YQ01", "须停气检修", "", until=until)
    with house.equipment.work(person(Role.CLERK), DISPATCHED) as work:
        handling.accept(work, number)
        request = asking.ask(work, number, wanted).id
    with house.equipment.work(person(Role.SUPERVISOR), DISPATCHED) as work:
        deciding.grant(work, number, request, words="同意")
    assert _previewed(house, ONE_MORE_DAY) == []
    assert _in_force(house, ONE_MORE_DAY) == 0
    assert (house.ticket(number).due_at, _steps(house, number)) == (until, [])


def test_what_is_settled_or_waits_for_a_dispatcher_is_not_reckoned(house: House) -> None:
    number = house.dispatched(**COMPLAINT)
    with house.equipment.work(person(Role.DISPATCHER), DISPATCHED) as work:
        deciding.take_back_by_room(work, number, reason="派错")
    assert _previewed(house, ONE_MORE_DAY) == []
    assert _in_force(house, ONE_MORE_DAY) == 0


def test_more_than_a_batch_is_done_in_several(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotline.casework.rules.reckoning.BATCH", 2)
    numbers = [house.dispatched(**COMPLAINT) for _ in range(3)]
    assert _in_force(house, ONE_MORE_DAY) == 2
    with house.equipment.work(SYSTEM, NEXT_YEAR) as work:
        assert reckon(work) == 1
    assert {house.ticket(number).due_at for number in numbers} == {LATER}


def test_a_clock_that_went_on_when_the_room_took_it_back_is_not_restarted(house: House) -> None:
    number = house.dispatched(**COMPLAINT)
    with house.equipment.work(person(Role.DISPATCHER), NEXT_YEAR) as work:
        deciding.take_back_by_room(work, number, reason="派错")
    with house.equipment.work(person(Role.DISPATCHER), NEXT_YEAR) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category="0301", region="150105", agency=UNIT, seen=None)
    assert house.ticket(number).due_at == GUESSED, "接续"
    _in_force(house, ONE_MORE_DAY)
    assert GUESSED <= house.ticket(number).due_at <= LATER
