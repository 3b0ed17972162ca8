"""Whose ticket it is: the lead answers for all, a body may stand under several codes, and some must stay away."""

from collections.abc import Callable
from typing import Any

import pytest

from factories import OTHER_UNIT, UNIT, House, done, person
from hotline.casework import handling, units
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.joint import helping
from hotline.casework.requests import deciding, rulings
from hotline.domain.errors import Conflict, Forbidden, HotlineError, Incomplete, NotFound
from hotline.domain.vocabulary import Role, State
from hotline.store.queries.search import Wanted, search
from hotline.store.work import Work

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
HELPER = "CG-150105"
ONE_BODY = ("ZJ-15", "CG-15", "GJJ-15")  # 自治区住建厅承担几项职能


def recuse(house: House, number: str, agency: str, role: Role = Role.SUPERVISOR) -> None:
    with house.equipment.work(person(role)) as work:
        units.recuse(work, number, agency=agency)


def taken_back(house: House, number: str) -> None:
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        deciding.take_back_by_room(work, number, reason="反映的正是它")


def give_to(work: Work, house: House, number: str, agency: str) -> None:
    judgement = house.equipment.judgement(work.session)
    dispatch_by_person(work, judgement, number, category="0301", region="150105", agency=agency, seen=None)


@pytest.mark.parametrize("agency", ONE_BODY)
def test_a_body_handles_what_was_given_to_it_under_any_of_its_codes(house: House, agency: str) -> None:
    number = house.dispatched(agency="ZJ-15")
    with house.equipment.work(person(Role.CLERK, agency=agency)) as work:
        assert units.bodies_of(work) == set(ONE_BODY)
        assert units.leads(work, units.led_here(work, number))
        handling.accept(work, number)
        handling.reply(work, number, done("已检修换热站，暖气恢复，室温二十度，诉求人认可。", work.now))
    assert (house.ticket(number).state, house.ticket(number).agency) == (State.REPLIED, "ZJ-15")


@pytest.mark.parametrize("agency", [OTHER_UNIT, "ZJ-15", "ZJ-1501", HELPER])
def test_a_unit_of_the_same_kind_elsewhere_or_above_is_another_body(house: House, agency: str) -> None:
    number = house.dispatched()
    with house.equipment.work(person(Role.HEAD, agency=agency)) as work:
        assert UNIT not in units.bodies_of(work)
        assert search(work, Wanted()).tickets == []
    with pytest.raises(NotFound), house.equipment.work(person(Role.HEAD, agency=agency)) as work:
        units.led_here(work, number)


def test_a_co_handler_sees_but_does_not_lead(house: House) -> None:
    number = house.dispatched("赛罕区路灯不亮", category="0102", agency="")
    with house.equipment.work(person(Role.CLERK, agency=HELPER)) as work:
        assert not units.leads(work, work.ticket(number))
        with pytest.raises(Forbidden, match="协办单位"):
            units.led_here(work, number)
        assert units.helping_here(work, work.ticket(number)).agency == HELPER
    with house.equipment.work(person(Role.CLERK)) as work, pytest.raises(Forbidden, match=r"没有.*协办任务"):
        units.helping_here(work, work.ticket(number))


@pytest.mark.parametrize("recused", ONE_BODY)
@pytest.mark.parametrize("looking", ONE_BODY)
def test_for_whom_a_ticket_is_about_it_does_not_exist_under_any_code(house: House, recused: str, looking: str) -> None:
    number = house.dispatched(agency="ZJ-15")
    taken_back(house, number)
    recuse(house, number, recused)
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        give_to(work, house, number, UNIT)
        helping.invite(work, number, agency=HELPER)
    other = person(Role.HEAD, agency=looking)
    with pytest.raises(NotFound, match=number), house.equipment.work(other) as work:
        work.ticket(number)
    with house.equipment.work(other) as work:
        assert search(work, Wanted()).tickets == []
    with house.equipment.work(person(Role.HEAD)) as work:
        assert work.ticket(number).agency == UNIT


def test_a_helper_that_turns_out_to_be_whom_it_is_about_sees_it_no_more(house: House) -> None:
    number = house.dispatched("赛罕区路灯不亮", category="0102", agency="")
    recuse(house, number, HELPER)
    with pytest.raises(NotFound), house.equipment.work(person(Role.CLERK, agency=HELPER)) as work:
        helping.co_reply(work, number, handling="与我无关")
    assert house.ticket(number).agency == UNIT


@pytest.mark.parametrize("recused", ["ZJ-15", "GJJ-15"])
@pytest.mark.parametrize("wanted", ["ZJ-15", "CG-15"])
@pytest.mark.parametrize(
    "verb",
    [
        pytest.param(lambda house, work, number, agency: give_to(work, house, number, agency), id="dispatch"),
        pytest.param(
            lambda house, work, number, agency: rulings.rule(work, number, agency=agency, basis="三定"), id="ruling"
        ),
    ],
)
def test_a_ticket_is_not_given_to_whom_it_is_about_under_any_code(
    house: House, all_rows: AllRows, recused: str, wanted: str, verb: Callable[..., object]
) -> None:
    number = house.dispatched()
    taken_back(house, number)
    recuse(house, number, recused)
    before = all_rows()
    with pytest.raises(Incomplete, match="回避"), house.equipment.work(person(Role.DISPATCHER)) as work:
        verb(house, work, number, wanted)
    assert all_rows() == before


@pytest.mark.parametrize("recused", ["ZJ-15", "GJJ-15"])
def test_whom_a_ticket_is_about_is_not_called_in_to_help(house: House, all_rows: AllRows, recused: str) -> None:
    number = house.handled()
    recuse(house, number, recused)
    before = all_rows()
    with pytest.raises(Incomplete, match="回避"), house.equipment.work(person(Role.DISPATCHER)) as work:
        helping.invite(work, number, agency="CG-15")
    assert all_rows() == before


@pytest.mark.parametrize(
    ("agency", "role", "error"),
    [
        ("ZJ-15", Role.SUPERVISOR, Conflict),
        ("GJJ-15", Role.SUPERVISOR, Conflict),
        ("XX-99", Role.SUPERVISOR, Incomplete),
        (HELPER, Role.ANALYST, Forbidden),
        (HELPER, Role.OFFICER, Forbidden),
    ],
)
def test_who_handles_it_is_not_recused_before_it_is_taken_back(
    house: House, all_rows: AllRows, agency: str, role: Role, error: type[HotlineError]
) -> None:
    number = house.dispatched(agency="ZJ-15")
    before = all_rows()
    with pytest.raises(error):
        recuse(house, number, agency, role)
    assert all_rows() == before


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR])
def test_desk_and_room_may_name_whom_a_ticket_is_about(house: House, role: Role) -> None:
    number = house.registered()
    recuse(house, number, UNIT, role)
    with pytest.raises(Incomplete, match="回避"), house.equipment.work(person(Role.AGENT)) as work:
        give_to(work, house, number, UNIT)
    assert house.ticket(number).state == State.REGISTERED
