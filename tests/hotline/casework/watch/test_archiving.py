"""Watching over tickets: what is settled is archived after thirty days."""

from datetime import UTC, datetime, timedelta

import pytest

from factories import House, person
from hotline.casework import intake
from hotline.casework.watch.archiving import SETTLED_FOR, archive
from hotline.domain.errors import Forbidden
from hotline.domain.vocabulary import Role, State
from hotline.store.work import SYSTEM

THEN = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def _voided(house: House) -> str:
    number = house.registered(now=THEN)
    with house.equipment.work(person(Role.AGENT), THEN) as work:
        intake.void(work, number, reason="误拨")
    return number


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(0), State.VOID),
        (timedelta(days=30), State.VOID),
        (timedelta(days=30, seconds=1), State.ARCHIVED),
        (timedelta(days=3000), State.ARCHIVED),
    ],
)
def test_what_is_settled_is_archived_after_thirty_days(house: House, after: timedelta, state: State) -> None:
    number = _voided(house)
    with house.equipment.work(SYSTEM, THEN + after) as work:
        assert archive(work) == (state == State.ARCHIVED)
    assert house.ticket(number).state == state
    assert timedelta(days=30) == SETTLED_FOR


def test_archiving_twice_archives_once(house: House) -> None:
    _voided(house)
    with house.equipment.work(SYSTEM, THEN + timedelta(days=31)) as work:
        assert archive(work) == 1
    with house.equipment.work(SYSTEM, THEN + timedelta(days=31)) as work:
        assert archive(work) == 0


def test_what_is_open_is_never_archived(house: House) -> None:
    number = house.dispatched(now=THEN)
    with house.equipment.work(SYSTEM, THEN + timedelta(days=3000)) as work:
        assert archive(work) == 0
    assert house.ticket(number).state == State.DISPATCHED


@pytest.mark.parametrize("settle", ["answer", "guide", "transfer", "void", "withdraw"])
def test_every_way_of_settling_leads_to_the_archive(house: House, settle: str) -> None:
    brings = {"answer": "reply", "guide": "guidance", "transfer": "hotline"}.get(settle, "reason")
    number = house.registered(now=THEN)
    with house.equipment.work(person(Role.AGENT), THEN) as work:
        getattr(intake, settle)(work, number, **{brings: "119"})
    with house.equipment.work(SYSTEM, THEN + timedelta(days=31)) as work:
        assert archive(work) == 1
    assert house.ticket(number).state == State.ARCHIVED


def test_nobody_but_the_system_archives(house: House) -> None:
    number = _voided(house)
    with pytest.raises(Forbidden), house.equipment.work(person(Role.SUPERVISOR), THEN + timedelta(days=31)) as work:
        archive(work)
    assert house.ticket(number).state == State.VOID
