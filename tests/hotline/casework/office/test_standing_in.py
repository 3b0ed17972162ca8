"""Who stands in: named by the person or a head, of the same unit, never in a chain, and only until the day."""

from datetime import UTC, datetime, timedelta

import pytest

from factories import House, person
from hotline.casework.office import passing, standing_in
from hotline.domain.errors import Conflict, Forbidden, HotlineError, Incomplete, NotFound
from hotline.domain.vocabulary import Role
from hotline.store.queries.office import open_tasks, stood_in_for
from hotline.store.work import Person

CLERK, HEAD = person(Role.CLERK), person(Role.HEAD)


def later(days: float = 3) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def away(house: House, who: str, stand_in: str, by: Person = HEAD, until: datetime | None = None) -> None:
    with house.equipment.work(by) as work:
        standing_in.appoint(work, who, stand_in=stand_in, until=until or later())


def test_who_stands_in_has_the_tasks_of_who_is_away_until_the_day(house: House, second: Person) -> None:
    number = house.handled()
    with house.equipment.work(HEAD) as work:
        due_at = datetime.now(UTC) + timedelta(hours=2)
        task = passing.pass_on(work, number, given_to="承办股", words="办", due_at=due_at, account="clerk").id
    with pytest.raises(Forbidden), house.equipment.work(second) as work:
        passing.answer(work, number, task, text="代办")
    away(house, "clerk", second.account, CLERK)
    with house.equipment.work(second) as work:
        assert [one.account for one in stood_in_for(work)] == ["clerk"]
        assert open_tasks(work).rows[0].mine
    with house.equipment.work(second, later(4)) as work:
        assert stood_in_for(work) == [] and not open_tasks(work).rows[0].mine
    with house.equipment.work(second) as work:
        assert passing.answer(work, number, task, text="代办").done_by == second.account


def test_back_before_the_day_and_the_name_stays_for_the_next_time(house: House, second: Person) -> None:
    away(house, "clerk", second.account)
    with house.equipment.work(CLERK) as work:
        standing_in.back(work, "clerk")
    with house.equipment.work(second) as work:
        assert stood_in_for(work) == []
    assert (house.staff("clerk").stand_in, house.staff("clerk").away_until) == (second.account, None)
    with pytest.raises(Conflict, match="现在在岗"), house.equipment.work(CLERK) as work:
        standing_in.back(work, "clerk")


@pytest.mark.parametrize(
    ("by", "who", "stand_in", "days", "error", "told"),
    [
        (CLERK, "second-clerk", "clerk", 3, Forbidden, "只能设定自己的"),
        (CLERK, "clerk", "clerk", 3, Incomplete, "另选一位"),
        (CLERK, "clerk", "", 3, Incomplete, "另选一位"),
        (CLERK, "clerk", "second-clerk", -1, Incomplete, "离岗至"),
        (CLERK, "clerk", "second-clerk", 400, Incomplete, "离岗至"),
        (CLERK, "clerk", "outsider", 3, NotFound, "没有这位"),
        (HEAD, "outsider", "clerk", 3, NotFound, "没有这位"),
        (HEAD, "head", "clerk", 3, Incomplete, "另一位分管领导"),
    ],
)
def test_who_and_until_when(
    house: House, by: Person, who: str, stand_in: str, days: int, error: type[HotlineError], told: str
) -> None:
    with pytest.raises(error, match=told):
        away(house, who, stand_in, by, later(days))
    assert house.staff(who).away_until is None


def test_a_heads_stand_in_is_another_head(house: House, deputy: Person) -> None:
    away(house, "head", deputy.account)
    with house.equipment.work(deputy) as work:
        assert [one.account for one in stood_in_for(work)] == ["head"]


def test_nobodys_work_ends_at_an_empty_desk(house: House, second: Person) -> None:
    away(house, "clerk", second.account)
    with pytest.raises(Conflict, match="正代"):
        away(house, second.account, "head")
    with pytest.raises(Conflict, match="不能作 B 角"):
        away(house, second.account, "clerk")
    away(house, "clerk", "head")  # 另定 B 角以后就可以离岗
    away(house, second.account, "head")
    assert standing_in.is_away(house.staff(second.account), datetime.now(UTC))
