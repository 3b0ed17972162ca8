"""One action on many tickets: each stands for itself, nothing is half written, and the rules decide or nobody does."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from factories import HEATING, OTHER_UNIT, UNIT, House, person
from hotline.casework import intake
from hotline.casework.handling import accept
from hotline.casework.judgement import Judgement
from hotline.casework.lists.bulk import MOST, TOGETHER, Picked, Tried, do_together, open_to
from hotline.casework.requests import rulings
from hotline.domain.errors import Forbidden, HotlineError, Incomplete, NotFound
from hotline.domain.handling_terms import SupervisionKind
from hotline.domain.lifecycle import ALL_MOVES
from hotline.domain.vocabulary import Decider, Role, State, Urgency
from hotline.store.audit import AuditEntry
from hotline.store.tickets import Ticket

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
LAMP = "路灯不亮，晚上看不见路，希望尽快修好"


def picked(house: House, *numbers: str) -> list[Picked]:
    return [Picked(number, house.ticket(number).version) for number in numbers]


def together(
    house: House, judgement: Judgement, role: Role, name: str, chosen: Sequence[Picked], words: str = ""
) -> Tried:
    with house.equipment.work(person(role)) as work:
        return do_together(work, judgement, name, chosen, words=words)


def queued(house: House, text: str = HEATING, **columns: object) -> str:
    """A ticket that waits for the dispatcher, with the candidates that triage would have left."""
    number = house.registered(text, region="150105")
    guess = {"category": "0301", "name": "供热", "confidence": 0.5, "agency": UNIT, "agency_name": "", "rule": ""}
    with house.equipment.work(person(Role.AGENT)) as work:
        ticket = intake.refer(work, number, reason="拿不准")
        for column, value in {"candidates": [guess], **columns}.items():
            setattr(ticket, column, value)
    return number


def test_the_table_grants_nobody_what_the_lifecycle_does_not() -> None:
    for name, one in TOGETHER.items():
        for role in one.by:
            assert any(move.action == one.action and role in move.by for move in ALL_MOVES), (name, role)
            assert open_to(role)[name] is one
    assert open_to(Role.ANALYST) == open_to(Role.AGENT) == {}


def test_each_is_tried_on_its_own_and_what_is_refused_is_as_it_was(
    house: House, judgement: Judgement, all_rows: AllRows
) -> None:
    first, second = house.dispatched(), house.dispatched()
    handling, elsewhere = house.handled(), house.dispatched(agency=OTHER_UNIT)
    changed = house.dispatched()
    chosen = [
        *picked(house, first, second, handling, elsewhere, first), Picked(changed, house.ticket(changed).version - 1),
        Picked("202601010000001", 1),
    ]  # fmt: skip
    left = {number: vars(house.ticket(number)).copy() for number in (handling, elsewhere, changed)}
    tried = together(house, judgement, Role.CLERK, "accept", chosen)
    assert set(tried.done) == {first, second}
    reasons = dict(tried.refused)
    assert set(reasons) == {handling, elsewhere, changed, "202601010000001"}
    assert "办理中" in reasons[handling] and "刚被他人更新" in reasons[changed]
    assert "无权查看" in reasons[elsewhere] and "无权查看" in reasons["202601010000001"]
    assert [house.ticket(number).state for number in (first, second)] == [State.HANDLING] * 2
    for number, before in left.items():
        now = vars(house.ticket(number))
        assert all(now[name] == value for name, value in before.items() if not name.startswith("_")), number
    accepted = [row for row in all_rows()["steps"] if row["action"] == "accept"]
    assert len(accepted) == 3  # 批量两件，和先前签收的一件
    with house.equipment.work() as work:
        entry = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.deed, entry.actor) == ("bulk", "clerk")
    assert entry.about == {"action": "签收", "done": 2, "refused": 4}


def test_a_fault_leaves_nothing_at_all(
    house: House, judgement: Judgement, monkeypatch: pytest.MonkeyPatch, all_rows: AllRows
) -> None:
    numbers = [house.dispatched(), house.dispatched()]
    before, calls = all_rows(), []

    def breaks(work: Any, j: Any, one: Picked, words: str) -> object:
        calls.append(one.number)
        if len(calls) == 2:
            raise ZeroDivisionError
        return accept(work, one.number, seen=one.version)

    monkeypatch.setitem(TOGETHER, "accept", TOGETHER["accept"].__class__(
        "签收", TOGETHER["accept"].action, TOGETHER["accept"].by, breaks))  # fmt: skip
    with pytest.raises(ZeroDivisionError):
        together(house, judgement, Role.CLERK, "accept", picked(house, *numbers))
    assert len(calls) == 2 and all_rows() == before


@pytest.mark.parametrize(
    ("role", "name", "words", "refused"),
    [
        (Role.AGENT, "accept", "", Forbidden), (Role.ANALYST, "press", "", Forbidden),
        (Role.OFFICER, "supervise", "超期", Forbidden), (Role.SUPERVISOR, "dispatch", "", Forbidden),
        (Role.SUPERVISOR, "void", "", NotFound), (Role.SUPERVISOR, "supervise", " ", Incomplete),
        (Role.SUPERVISOR, "watch", "", Incomplete),
    ],
)  # fmt: skip
def test_the_whole_is_refused_before_any_ticket_is_touched(
    house: House, judgement: Judgement, role: Role, name: str, words: str, refused: type[HotlineError]
) -> None:
    with pytest.raises(refused):
        together(house, judgement, role, name, [Picked("202601010000001", 1)], words)


def test_none_and_too_many_are_refused(house: House, judgement: Judgement) -> None:
    with pytest.raises(Incomplete, match="还没有勾选"):
        together(house, judgement, Role.CLERK, "accept", [])
    with pytest.raises(Incomplete, match="最多办理 200 件，现勾选了 201 件"):
        together(house, judgement, Role.CLERK, "accept", [Picked(str(n), 1) for n in range(MOST + 1)])


def test_the_room_presses_supervises_and_names_a_watcher(house: House, judgement: Judgement) -> None:
    numbers = [house.handled(), house.dispatched()]
    assert together(house, judgement, Role.OFFICER, "press", picked(house, *numbers), "请抓紧").done
    assert together(house, judgement, Role.SUPERVISOR, "supervise", picked(house, *numbers), "群众反复反映").done
    assert together(house, judgement, Role.SUPERVISOR, "watch", picked(house, *numbers), "officer").done
    for number in numbers:
        ticket = house.ticket(number)
        assert (ticket.pressed, ticket.supervised, ticket.watcher) == (1, SupervisionKind.DAILY, "officer")
    again = together(house, judgement, Role.SUPERVISOR, "supervise", picked(house, *numbers), "再督办")
    assert not again.done and all("不能重复" in reason for _, reason in again.refused)
    nobody = together(house, judgement, Role.SUPERVISOR, "watch", picked(house, *numbers), "analyst")
    assert not nobody.done and all("不是在岗的服务专员" in reason for _, reason in nobody.refused)


def test_the_queue_is_dispatched_where_the_rules_decide(house: House, judgement: Judgement) -> None:
    number = queued(house)
    assert together(house, judgement, Role.DISPATCHER, "dispatch", picked(house, number)).done == (number,)
    ticket = house.ticket(number)
    assert (ticket.state, ticket.category, ticket.region) == (State.DISPATCHED, "0301", "150105")
    assert ticket.decided_by == Decider.DISPATCHER and ticket.rule and ticket.due_at


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"candidates": []}, "没有候选分类"),
        ({"urgency": Urgency.EMERGENCY}, "疑似紧急"),
        ({"sent_back": 1}, "曾被退回"),
        ({"region": "15"}, "地点未定"),
        ({"candidates": [{"category": "2204"}]}, "疑似无效"),
        ({"candidates": [{"category": "9999"}]}, "不在分类表中"),
    ],
)
def test_what_a_person_must_weigh_stays_in_the_queue(
    house: House, judgement: Judgement, columns: dict[str, object], reason: str
) -> None:
    number = queued(house, **columns)
    tried = together(house, judgement, Role.DISPATCHER, "dispatch", picked(house, number))
    assert not tried.done and reason in dict(tried.refused)[number]
    assert house.ticket(number).state == State.QUEUED


def test_what_takes_another_legal_channel_is_not_dispatched(house: House, judgement: Judgement) -> None:
    category = next(row.category for row in judgement.rules.guidance if row.handling == "告知途径" and row.category)
    number = queued(house, candidates=[{"category": next(iter(category))}])
    tried = together(house, judgement, Role.DISPATCHER, "dispatch", picked(house, number))
    assert "应分类处理" in dict(tried.refused)[number]


def test_nobody_is_dispatched_against_a_precedent(house: House, judgement: Judgement) -> None:
    former = house.dispatched()
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        ruling = rulings.rule(work, former, agency=OTHER_UNIT, basis="三定方案", request=None)
        assert ruling
    number = queued(house)
    tried = together(house, judgement, Role.DISPATCHER, "dispatch", picked(house, number))
    assert "裁定先例" in dict(tried.refused)[number]
    left = house.ticket(number)
    assert (left.state, left.agency) == (State.QUEUED, None)
    with house.equipment.work() as work:
        assert isinstance(work.ticket(number), Ticket)
