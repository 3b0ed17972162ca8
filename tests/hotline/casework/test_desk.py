"""What an agent does with a call in one go: all of it or nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from factories import HEATING, House, person
from hotline.casework.desk import KEYS, Pressed, take_call
from hotline.casework.intake import Demand
from hotline.casework.judgement import Judgement
from hotline.domain.errors import Incomplete
from hotline.domain.vocabulary import Decider, Role, State, Urgency

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
AGENT = person(Role.AGENT)
PLACED = Demand(HEATING, region="150105", phone="13812345678", name="张三")


def _press(house: House, judgement: Judgement, demand: Demand, pressed: Pressed) -> str:
    with house.equipment.work(AGENT) as work:
        return take_call(work, judgement, demand, pressed).number


@pytest.mark.parametrize(
    ("pressed", "state"),
    [
        (Pressed("save"), State.DRAFT),
        (Pressed("register"), State.REGISTERED),
        (Pressed("dispatch", category="0301"), State.DISPATCHED),
        (Pressed("answer", reply="按日退费。"), State.CLOSED),
        (Pressed("void"), State.VOID),
        (Pressed("transfer", hotline="119"), State.TRANSFERRED),
    ],
)
def test_each_key_brings_the_call_to_its_state(
    house: House, judgement: Judgement, pressed: Pressed, state: State
) -> None:
    ticket = house.ticket(_press(house, judgement, PLACED, pressed))
    assert ticket.state == state and ticket.text == HEATING
    assert (ticket.urgency == Urgency.EMERGENCY) == (pressed.then == "transfer")


@pytest.mark.parametrize("said", ["", "  ", "喂喂，听不见"])
def test_void_needs_one_key_and_nothing_else(house: House, judgement: Judgement, said: str) -> None:
    ticket = house.ticket(_press(house, judgement, Demand(said), Pressed("void")))
    assert ticket.state == State.VOID and ticket.closed_at is not None


def test_a_transfer_does_not_wait_for_words(house: House, judgement: Judgement) -> None:
    assert (
        house.ticket(_press(house, judgement, Demand(""), Pressed("transfer", hotline="120"))).state
        == State.TRANSFERRED
    )


@pytest.mark.parametrize(
    ("demand", "pressed", "told"),
    [
        (PLACED, Pressed("dispatch"), "需要先选定事项分类和区划"),
        (Demand(HEATING), Pressed("dispatch", category="0301"), "需要先选定事项分类和区划"),
        (PLACED, Pressed("dispatch", category="9999"), "不在分类表中"),
        (PLACED, Pressed("dispatch", category="0301", agency="XX"), "不在单位名录中"),
        (PLACED, Pressed("answer"), "答复内容"),
        (PLACED, Pressed("transfer"), "紧急热线号码"),
        (PLACED, Pressed("explode"), "不认识的操作"),
        (PLACED, Pressed(""), "不认识的操作"),
        (Demand(""), Pressed("register"), "诉求内容"),
        (Demand(HEATING, phone="138"), Pressed("void"), "联系电话"),
    ],
)
def test_a_key_that_lacks_something_leaves_nothing_behind(
    house: House, judgement: Judgement, all_rows: AllRows, demand: Demand, pressed: Pressed, told: str
) -> None:
    with pytest.raises(Incomplete, match=told):
        _press(house, judgement, demand, pressed)
    assert not any(all_rows().values())


def test_what_an_agent_dispatches_at_the_desk_the_agent_decided(house: House, judgement: Judgement) -> None:
    ticket = house.ticket(_press(house, judgement, PLACED, Pressed("dispatch", category="0301")))
    assert ticket.decided_by == Decider.AGENT and ticket.agency == "ZJ-150105"


def test_the_keys_are_those_of_the_desk() -> None:
    assert set(KEYS) == {"register", "dispatch", "answer", "void", "transfer"}
