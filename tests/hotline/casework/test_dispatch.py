"""Giving a ticket to an agency: by rule or by a person, and who decided is never in doubt."""

from collections.abc import Callable
from typing import Any

import pytest

from factories import OTHER_UNIT, UNIT, House, person
from hotline.casework import intake
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.judgement import Judgement
from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.vocabulary import Decider, Part, Role, State

Rows = Callable[[str], list[dict[str, Any]]]
AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
GOOD = {"category": "0301", "region": "150105", "agency": ""}


def _give(house: House, judgement: Judgement, number: str, role: Role, seen: int | None = None, **choice: str) -> None:
    with house.equipment.work(person(role)) as work:
        dispatch_by_person(work, judgement, number, seen=seen, **(GOOD | choice))  # type: ignore[arg-type]


def _queued(house: House) -> str:
    number = house.registered()
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.refer(work, number, reason="拿不准")
    return number


@pytest.mark.parametrize(
    ("decider", "role"),
    [(Decider.MACHINE, "system"), (Decider.AGENT, "agent"), (Decider.DISPATCHER, "dispatcher")],
)
def test_who_decided_is_recorded(house: House, judgement: Judgement, rows: Rows, decider: Decider, role: str) -> None:
    if decider == Decider.MACHINE:
        number = house.triaged()
    elif decider == Decider.AGENT:
        number = house.dispatched()
    else:
        number = _queued(house)
        _give(house, judgement, number, Role.DISPATCHER)
    step = rows("steps")[-1]
    assert house.ticket(number).decided_by == decider
    assert {row["decided_by"] for row in rows("assignments")} == {decider.value}
    assert (step["action"], step["role"], step["brings"]["decided_by"]) == ("dispatch", role, decider.value)


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({"category": "9999"}, "事项分类「9999」不在分类表中"),
        ({"region": "990105"}, "区划「990105」不在区划表中"),
        ({"agency": "XX-99"}, "承办单位「XX-99」不在单位名录中"),
    ],
)
def test_an_unknown_choice_is_told_in_one_sentence_and_nothing_is_written(
    house: House, judgement: Judgement, all_rows: AllRows, choice: dict[str, str], told: str
) -> None:
    number = house.registered()
    before = all_rows()
    with pytest.raises(Incomplete, match=f"^{told}，请重新选择$"):
        _give(house, judgement, number, Role.AGENT, **choice)
    assert all_rows() == before


def test_all_unknown_choices_are_told_at_once(house: House, judgement: Judgement) -> None:
    with pytest.raises(Incomplete) as refused:
        _give(house, judgement, house.registered(), Role.AGENT, category="x", region="y", agency="z")
    assert len(str(refused.value).split("；")) == 3


def test_the_role_is_asked_before_the_state_the_state_before_the_choice_and_the_version_last(
    house: House, judgement: Judgement, all_rows: AllRows
) -> None:
    queued, registered = _queued(house), house.registered()
    before = all_rows()
    with pytest.raises(Forbidden):
        _give(house, judgement, registered, Role.ANALYST, seen=99, category="9999")
    with pytest.raises(Conflict, match="待派单"):
        _give(house, judgement, queued, Role.AGENT, seen=99, category="9999")
    with pytest.raises(Incomplete):
        _give(house, judgement, queued, Role.DISPATCHER, seen=99, category="9999")
    with pytest.raises(Conflict, match="刚被他人更新"):
        _give(house, judgement, queued, Role.DISPATCHER, seen=99)
    assert all_rows() == before


def test_a_rule_names_lead_and_co_handlers(house: House, judgement: Judgement, rows: Rows) -> None:
    number = house.registered("赛罕区路灯不亮")
    _give(house, judgement, number, Role.AGENT, category="0102")
    parts = {(row["agency"], row["part"]) for row in rows("assignments")}
    assert parts == {(UNIT, Part.LEAD.value), ("CG-150105", Part.CO_HANDLER.value)}
    ticket = house.ticket(number)
    assert ticket.agency == UNIT and ticket.rule and ticket.basis and ticket.limit
    due_at = {row["part"]: row["due_at"] for row in rows("assignments")}
    assert due_at[Part.LEAD.value] == ticket.due_at and due_at[Part.CO_HANDLER.value] <= ticket.due_at


def test_a_person_may_override_the_rule_and_the_basis_says_so(house: House, judgement: Judgement, rows: Rows) -> None:
    number = house.registered("赛罕区路灯不亮")
    _give(house, judgement, number, Role.AGENT, category="0102", agency=OTHER_UNIT)
    ticket = house.ticket(number)
    assert ticket.agency == OTHER_UNIT and ticket.rule == "" and ticket.basis.startswith("人工指定（规则建议 ")
    assert ticket.due_at is not None
    assert [row["agency"] for row in rows("assignments")] == [OTHER_UNIT]


def test_naming_the_agency_of_the_rule_is_following_the_rule(house: House) -> None:
    assert house.ticket(house.dispatched(agency=UNIT)).rule == house.ticket(house.dispatched(agency="")).rule != ""


def test_dispatched_anew_the_old_assignments_are_ended(house: House, judgement: Judgement, rows: Rows) -> None:
    number = house.dispatched()
    house.returned(number, reason="不在辖区")
    _give(house, judgement, number, Role.DISPATCHER, agency=OTHER_UNIT)
    old, new = rows("assignments")
    assert (old["agency"], old["ended_why"]) == (UNIT, "退回") and old["ended_at"] is not None
    assert (new["agency"], new["ended_at"]) == (OTHER_UNIT, None)
    ticket = house.ticket(number)
    assert (ticket.state, ticket.decided_by, ticket.waits_for) == (State.DISPATCHED, Decider.DISPATCHER, "")
