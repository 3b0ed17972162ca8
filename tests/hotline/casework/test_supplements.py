"""What requesters do themselves: file once and not too often, in either script, and add to it while it is under way."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from factories import HEATING, House, person
from hotline.casework import intake, supplements
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound, TooMany
from hotline.domain.vocabulary import Action, Channel, Language, Role, State
from hotline.store.notes import Note
from hotline.store.people import Requester
from hotline.store.tickets import Step, Ticket
from hotline.store.work import Person

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
MONGOLIAN = "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ"


def citizen(open_id: str = "u-1") -> Person:
    return Person(f"mengsuban:{open_id}", Role.REQUESTER, requester=uuid.uuid5(uuid.NAMESPACE_URL, open_id))


def file(house: House, *, by: Person | None = None, now: datetime = NOW, **more: Any) -> str:
    said = {"text": HEATING, "channel": Channel.MENGSUBAN, "mengsuban_id": "u-1", **more}
    with house.equipment.work(by or citizen(), now) as work:
        return supplements.file(work, intake.Demand(**said)).number


def test_a_first_filing_makes_the_record_under_which_it_is_seen(house: House) -> None:
    number = file(house, name="张三", phone="13847100001")
    with house.equipment.work(citizen()) as work:
        ticket = work.ticket(number)
        assert (ticket.state, ticket.language) == (State.REGISTERED, Language.CHINESE)
        assert ticket.requester_id == citizen().requester
        assert work.session.scalars(select(Step.role)).all() == [Role.REQUESTER]
    with house.equipment.work(citizen("u-2")) as work, pytest.raises(NotFound):
        work.ticket(number)


def test_mongolian_script_is_noted_and_the_original_kept(house: House) -> None:
    ticket = house.ticket(file(house, text=MONGOLIAN))
    assert (ticket.language, ticket.text, ticket.translation) == (Language.MONGOLIAN, MONGOLIAN, None)


def test_the_same_form_twice_is_one_ticket_and_counts_once(house: House) -> None:
    numbers = {file(house, external_id=f"m-{n}") for n in range(10)}
    assert len(numbers) == 10
    assert file(house, external_id="m-9") in numbers
    with pytest.raises(TooMany, match="10 件"):
        file(house, external_id="m-10")
    file(house, external_id="m-10", now=NOW + timedelta(hours=1, minutes=1))
    file(house, external_id="m-11", by=citizen("u-2"), mengsuban_id="u-2")
    with house.equipment.work() as work:
        assert work.session.query(Ticket).count() == 12
        assert work.session.query(Requester).count() == 2


def test_many_taps_at_once_at_the_very_first_filing_are_one_ticket_and_one_record(house: House) -> None:
    with ThreadPoolExecutor(4) as taps:
        numbers = list(taps.map(lambda _: file(house, external_id="m-1"), range(8)))
    assert len(set(numbers)) == 1
    with house.equipment.work() as work:
        assert (work.session.query(Ticket).count(), work.session.query(Requester).count()) == (1, 1)


def test_only_a_requester_of_the_app_files_so(house: House) -> None:
    for by, more in ((person(Role.AGENT), {}), (citizen(), {"mengsuban_id": None}), (Person("x", Role.REQUESTER), {})):
        with pytest.raises(Forbidden):
            file(house, by=by, **more)


def test_who_became_known_under_another_record_meanwhile_is_asked_to_send_again(house: House) -> None:
    house.registered(mengsuban_id="u-1", channel=Channel.MENGSUBAN, name="张三")
    with pytest.raises(Conflict, match="再提交一次"):
        file(house)


def test_words_are_added_beside_the_demand_and_leave_its_text_and_state_alone(house: House) -> None:
    number = file(house)
    with house.equipment.work(citizen()) as work:
        ticket = supplements.supplement(work, number, words="昨夜只有九度")
        assert (ticket.state, ticket.text) == (State.REGISTERED, HEATING)
    with house.equipment.work() as work:
        step = work.session.scalars(select(Step).where(Step.action == Action.SUPPLEMENT)).one()
        assert step.brings == {"words": 6}
        assert work.session.scalars(select(Note.text).where(Note.step_id == step.id)).all() == ["昨夜只有九度"]


def test_nothing_too_much_too_often_or_too_late_is_not_added(house: House) -> None:
    number = file(house)
    with house.equipment.work(citizen(), NOW) as work:
        for words in ("", "  "):
            with pytest.raises(Incomplete, match="补充内容"):
                supplements.supplement(work, number, words=words)
        with pytest.raises(Incomplete, match="50000"):
            supplements.supplement(work, number, words="长" * 50_001)
        for _ in range(supplements.MOST_ADDED):
            supplements.supplement(work, number, words="又凉了")
        with pytest.raises(TooMany):
            supplements.supplement(work, number, words="又凉了")
    with house.equipment.work(citizen()) as work:
        intake.withdraw(work, number, reason="好了")
        with pytest.raises(Conflict):
            supplements.supplement(work, number, words="又凉了")


def test_an_agent_may_add_for_the_caller_and_a_clerk_may_not(house: House) -> None:
    number = house.handled()
    with house.equipment.work(person(Role.AGENT)) as work:
        supplements.supplement(work, number, words="来电补充：六层也不热")
    with house.equipment.work(person(Role.CLERK)) as work, pytest.raises(Forbidden):
        supplements.supplement(work, number, words="已看")
