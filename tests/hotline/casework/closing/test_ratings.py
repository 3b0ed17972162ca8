"""A rating that should not count: applied for once with evidence, decided by a second person, and never erased."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from factories import OTHER_UNIT, House, person
from hotline.casework import intake
from hotline.casework.closing import callback, ratings
from hotline.casework.evidence import Sent, attach
from hotline.domain.errors import Conflict, Forbidden, HotlineError, Incomplete, NotFound
from hotline.domain.handling_terms import RequestState
from hotline.domain.vocabulary import Role, Satisfaction, Solved, State
from hotline.store.casefile.supervision import RatingAppeal
from hotline.store.work import Person

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
GRADE = Satisfaction.VERY_DISSATISFIED


def rated(house: House, folder: Path | None = None) -> str:
    """A ticket that was closed with the worst grade, with evidence of its handling if there is a folder."""
    number = house.to_call_back(mengsuban_id="u-1")
    if folder is not None:
        with house.equipment.work(person(Role.CLERK)) as work:
            attach(work, number, Sent("录音.mp3", b"ID3 talk"), folder)
    with house.equipment.work(person(Role.AGENT)) as work:
        callback.close(work, number, satisfaction=GRADE, solved=Solved.NO)
    return number


def appeal(
    house: House, number: str, *, code: str = "TC05", reason: str = "骂的是天气", by: Person | None = None
) -> None:
    with house.equipment.work(by or person(Role.CLERK)) as work:
        ratings.appeal(work, number, code=code, reason=reason)


def decide(house: House, number: str, by: Person | None = None, *, grant: bool = True, reason: str = "属实") -> None:
    with house.equipment.work(by or person(Role.SUPERVISOR)) as work:
        ratings.decide(work, number, grant=grant, reason=reason)


def appeals(house: House) -> list[RatingAppeal]:
    with house.equipment.work() as work:
        return list(work.session.scalars(select(RatingAppeal)))


@pytest.mark.parametrize(("grant", "state"), [(True, RequestState.GRANTED), (False, RequestState.REFUSED)])
def test_a_second_person_decides_and_the_grade_stays_on_record(
    house: House, tmp_path: Path, grant: bool, state: RequestState
) -> None:
    number = rated(house, tmp_path)
    appeal(house, number)
    assert not house.ticket(number).rating_excluded
    decide(house, number, grant=grant)
    ticket, (found,) = house.ticket(number), appeals(house)
    assert (ticket.state, ticket.satisfaction, ticket.rating_excluded) == (State.CLOSED, GRADE, grant)
    assert (found.state, found.asked_by, found.decided_by) == (state, "clerk", "supervisor")


@pytest.mark.parametrize(
    ("code", "reason", "told"),
    [("", "有录音", "还缺|选择"), ("TD01", "有录音", "在表中选择"), ("TC05", " ", "理由")],
)
def test_what_an_application_lacks_is_told_and_nothing_is_written(
    house: House, tmp_path: Path, all_rows: AllRows, code: str, reason: str, told: str
) -> None:
    number = rated(house, tmp_path)
    before = all_rows()
    with pytest.raises(Incomplete, match=told):
        appeal(house, number, code=code, reason=reason)
    assert all_rows() == before and appeals(house) == []


def test_without_evidence_there_is_no_application(house: House, all_rows: AllRows) -> None:
    number = rated(house)
    before = all_rows()
    with pytest.raises(Incomplete, match="附证据"):
        appeal(house, number)
    assert all_rows() == before and appeals(house) == []


@pytest.mark.parametrize("grant", [True, False, None])
def test_there_is_one_application_whatever_came_of_it(
    house: House, tmp_path: Path, all_rows: AllRows, grant: bool | None
) -> None:
    number = rated(house, tmp_path)
    appeal(house, number)
    if grant is not None:
        decide(house, number, grant=grant)
    before = all_rows()
    with pytest.raises(Conflict, match="只能申请一次"):
        appeal(house, number, by=person(Role.HEAD))
    assert all_rows() == before and len(appeals(house)) == 1


def test_nobody_decides_their_own_and_a_decision_stands(house: House, tmp_path: Path, all_rows: AllRows) -> None:
    number = rated(house, tmp_path)
    appeal(house, number)
    before = all_rows()
    with pytest.raises(Forbidden, match="不能自己审批"):
        decide(house, number, Person("clerk", Role.SUPERVISOR))
    with pytest.raises(Incomplete, match="理由"):
        decide(house, number, reason=" ")
    assert all_rows() == before
    decide(house, number, grant=False)
    with pytest.raises(Conflict, match="驳回"):
        decide(house, number)
    assert not house.ticket(number).rating_excluded


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.AGENT, Role.DISPATCHER, Role.ANALYST])
def test_only_a_supervisor_decides(house: House, tmp_path: Path, role: Role) -> None:
    number = rated(house, tmp_path)
    appeal(house, number)
    with pytest.raises(Forbidden):
        decide(house, number, person(role))
    assert appeals(house)[0].state == RequestState.PENDING


@pytest.mark.parametrize(
    ("by", "error"),
    [
        (person(Role.AGENT), Forbidden),
        (person(Role.SUPERVISOR), Forbidden),
        (person(Role.HEAD, agency=OTHER_UNIT), NotFound),
    ],
)
def test_only_the_unit_that_was_rated_applies(
    house: House, tmp_path: Path, by: Person, error: type[HotlineError]
) -> None:
    number = rated(house, tmp_path)
    with pytest.raises(error):
        appeal(house, number, by=by)
    assert appeals(house) == []


def test_without_an_application_or_a_grade_there_is_nothing_to_decide(house: House) -> None:
    number = rated(house)
    with pytest.raises(NotFound, match="没有剔除申请"):
        decide(house, number)
    answered = house.registered()
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.answer(work, answered, reply="供热期到四月十五日")
    with pytest.raises(NotFound):
        appeal(house, answered)
    assert appeals(house) == []
