"""The one hand that moves a ticket: random walks over the verbs, and what a step keeps."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from verbs import OTHER, REDONE_AT_MOST, Verb, expected_of, verbs_of
from walking import Walk as Steps
from walking import only_rows_of_the_table, replaying_gives

from factories import HEATING, OTHER_UNIT, UNIT, House, done, person
from hotline.casework import handling, intake
from hotline.casework.judgement import Judgement
from hotline.casework.requests import deciding
from hotline.domain.errors import Conflict, HotlineError, Incomplete, NotFound
from hotline.domain.lifecycle import MOVES
from hotline.domain.vocabulary import Action, DemandType, RequesterKind, Role, State
from hotline.store.work import SYSTEM, Person

UNIT_ROLES = (Role.CLERK, Role.HEAD)
Rows = Callable[[str], list[dict[str, Any]]]
AllRows = Callable[[], dict[str, list[dict[str, Any]]]]


class Walk(RuleBasedStateMachine):
    """One ticket in the hands of anybody; set `house` and the rest before it runs."""

    house: House
    rows: Rows
    all_rows: AllRows
    verbs: dict[str, tuple[Action, Verb]]

    def __init__(self) -> None:
        super().__init__()
        with self.house.equipment.work(person(Role.AGENT)) as work:
            self.number = intake.save(
                work, intake.Demand(HEATING, demand_type=OTHER, phone="13812345678", name="张三")
            ).number

    def ticket(self) -> dict[str, Any]:
        return next(row for row in self.rows("tickets") if row["number"] == self.number)

    def _person(self, role: Role, ticket: dict[str, Any]) -> Person:
        if role == Role.REQUESTER:
            return Person("requester", role, requester=ticket["requester_id"])
        return SYSTEM if role == Role.SYSTEM else person(role)

    def _sees(self, role: Role, ticket: dict[str, Any]) -> bool:
        given = [row for row in self.rows("assignments") if row["ticket_id"] == ticket["id"]]
        return role not in UNIT_ROLES or any(row["agency"] == UNIT and row["ended_why"] is None for row in given)

    def _try(self, name: str, role: Role, words: str, stale: bool) -> None:
        action, verb = self.verbs[name]
        ticket, before = self.ticket(), self.all_rows()
        expected = expected_of(action, name, ticket, role, words, stale) if self._sees(role, ticket) else NotFound
        if role in UNIT_ROLES and expected is not NotFound and name in ("accept", "reply"):
            assert ticket["agency"] == UNIT
        seen = ticket["version"] - 1 if stale else ticket["version"]
        try:
            with self.house.equipment.work(self._person(role, ticket)) as work:
                verb(work, self.number, words, seen)
        except HotlineError as refusal:
            assert type(refusal) is expected, (name, role, ticket["state"], words, stale, refusal)
            assert self.all_rows() == before
            return
        after = self.ticket()
        assert after["state"] == expected, (name, role, ticket["state"], words, stale)
        assert after["version"] > ticket["version"]
        assert len(self.rows("steps")) > len(before["steps"])

    @rule(
        name=st.sampled_from([
            "finish", "answer", "refer", "guide", "transfer", "void", "withdraw", "dispatch", "accept", "send_back",
            "reply", "approve", "review_redo", "close", "callback_redo", "archive",
        ]),
        role=st.sampled_from(Role),
        words=st.sampled_from(["已核实，情况属实。", "已核实，情况属实。", "", "  "]).map(str.strip),
        stale=st.sampled_from([False, False, False, True]),
    )  # fmt: skip
    def anybody_tries_anything(self, name: str, role: Role, words: str, stale: bool) -> None:
        self._try(name, role, words, stale)

    @rule(choice=st.integers(0, 99))
    def somebody_who_may_goes_on(self, choice: int) -> None:
        state = self.ticket()["state"]
        open_to = [
            (name, role)
            for name, (action, _) in self.verbs.items()
            for move in MOVES
            if move.before == state and move.action == action
            for role in move.by
        ]
        if open_to:
            self._try(*open_to[choice % len(open_to)], "已核实，情况属实。", False)

    @invariant()
    def replaying_the_steps_gives_the_ticket(self) -> None:
        ticket = self.ticket()
        steps = [step for step in self.rows("steps") if step["ticket_id"] == ticket["id"]]
        only_rows_of_the_table(steps)
        replaying_gives(ticket, steps)


def test_a_random_walk_takes_only_moves_of_the_table_and_refusals_leave_nothing(
    house: House, judgement: Judgement, rows: Rows, all_rows: AllRows
) -> None:
    class Here(Walk):
        pass

    Here.house, Here.rows, Here.all_rows = house, staticmethod(rows), staticmethod(all_rows)
    Here.verbs = verbs_of(judgement)
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            phases=(Phase.explicit, Phase.generate),
        ),
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_ticket_that_people_push_on_always_comes_to_the_archive(
    house: House, judgement: Judgement, rows: Rows, seed: int
) -> None:
    choose, verbs = random.Random(seed), verbs_of(judgement)
    number = house.registered(phone="13812345678", demand_type=OTHER)
    requester = rows("tickets")[0]["requester_id"]
    for _ in range(60):
        state = house.ticket(number).state
        if state == State.ARCHIVED:
            break
        ways = [
            (n, r) for n, (a, _) in verbs.items() for m in MOVES if m.before == state and m.action == a for r in m.by
        ]
        ways = [way for way in ways if way[0] != "review_redo" or state == State.REPLIED]
        ways = [way for way in ways if way[0] != "dispatch" or state in (State.REGISTERED, State.QUEUED)]
        if house.ticket(number).redone >= REDONE_AT_MOST:
            ways = [way for way in ways if way[0] != "callback_redo"]
        name, role = choose.choice(ways)
        actor = Person("requester", role, requester=requester) if role == Role.REQUESTER else person(role)
        with house.equipment.work(SYSTEM if role == Role.SYSTEM else actor) as work:
            verbs[name][1](work, number, "已核实", None)
    assert house.ticket(number).state == State.ARCHIVED


WALKS = [
    (RequesterKind.CITIZEN, DemandType.HELP, 1),
    (RequesterKind.CITIZEN, DemandType.OTHER, 2),
    (RequesterKind.CITIZEN, DemandType.COMPLAINT, 3),
    (RequesterKind.ENTERPRISE, DemandType.HELP, 4),
    (RequesterKind.ENTERPRISE, DemandType.CONSULT, 5),
]


@pytest.mark.parametrize(("kind", "demand_type", "seed"), WALKS)
def test_wherever_people_take_two_tickets_the_record_is_whole_the_clocks_go_on_and_somebody_watches(
    house: House,
    judgement: Judgement,
    kind: RequesterKind,
    demand_type: DemandType,
    seed: int,
    request: pytest.FixtureRequest,
) -> None:
    walk = Steps(house, judgement, kind, demand_type, random.Random(seed))
    walk.begin()
    taken, wanted = 0, int(request.config.getoption("--walk"))
    for _ in range(4 * wanted):
        taken += walk.step()
        walk.look()
        if taken >= wanted:
            break
    assert taken >= wanted
    assert {Action.DISPATCH, Action.ACCEPT, Action.ASK} <= walk.seen


def test_two_who_saw_the_same_version_cannot_both_win_and_the_first_one_stays(house: House, all_rows: AllRows) -> None:
    number = house.registered()
    seen = house.ticket(number).version
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.refer(work, number, reason="地点拿不准", seen=seen)
    before = all_rows()
    with pytest.raises(Conflict, match="刚被他人更新"), house.equipment.work(person(Role.DISPATCHER)) as work:
        intake.void(work, number, reason="误拨", seen=seen)
    assert all_rows() == before
    kept = house.ticket(number)
    assert (kept.state, kept.waits_for, kept.version) == (State.QUEUED, "地点拿不准", seen + 1)


def test_the_machine_sees_no_version_and_is_bound_by_the_state_alone(house: House) -> None:
    number = house.registered()
    with house.equipment.work(SYSTEM) as work:
        intake.refer(work, number, reason="把握不足", seen=None)
    with pytest.raises(Conflict, match="待派单"), house.equipment.work(SYSTEM) as work:
        intake.refer(work, number, reason="把握不足", seen=None)


PERSONAL = ("13812345678", "1381234", "张三丰", "阳光花园", "暖气", "供热公司", "李四", "隐情")


def test_steps_hold_no_personal_text_and_the_notes_hold_the_words(house: House, rows: Rows) -> None:
    number = house.dispatched(phone="13812345678", name="张三丰", address="阳光花园3号楼")
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        deciding.take_back_by_room(work, number, reason="张三丰13812345678住在玉泉区，李四的隐情")
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        intake.answer(work, number, reply="已告知李四，电话13812345678")
    kept = json.dumps([row["brings"] for row in rows("steps")], ensure_ascii=False)
    assert not [word for word in PERSONAL if word in kept]
    assert [row["brings"].get("reason") for row in rows("steps") if row["action"] == "send_back"] == [
        len("张三丰13812345678住在玉泉区，李四的隐情")
    ]
    assert {note["kind"]: note["text"] for note in rows("notes")} == {
        "text": HEATING, "reason": "张三丰13812345678住在玉泉区，李四的隐情", "reply": "已告知李四，电话13812345678",
    }  # fmt: skip


def test_deliveries_name_the_ticket_and_nobody(house: House, rows: Rows) -> None:
    number = house.registered(phone="13812345678", name="张三丰", mengsuban_id="msb-1")
    assert [row["job"] for row in rows("deliveries")] == ["triage", "tell_progress"]
    assert all(row["about"] == {"number": number} for row in rows("deliveries"))
    assert {row["step_id"] for row in rows("deliveries")} == {rows("steps")[0]["id"]}


def test_one_who_did_not_file_in_mengsuban_is_told_by_text_and_one_without_a_number_not_at_all(
    house: House, rows: Rows
) -> None:
    house.registered(phone="13812345678")
    house.registered()
    assert [row["job"] for row in rows("deliveries")] == ["triage", "text_requester", "triage"]


@pytest.mark.parametrize(
    "change", ["update steps set actor = 'nobody'", "delete from notes; delete from deliveries; delete from steps"]
)
def test_a_step_once_taken_cannot_be_changed_or_taken_out(house: House, all_rows: AllRows, change: str) -> None:
    house.registered()
    before = all_rows()
    with pytest.raises(DBAPIError, match="append-only"), house.equipment.engine.begin() as connection:
        for statement in change.split(";"):
            connection.execute(text(statement))
    assert all_rows() == before


def test_a_step_says_who_in_what_role_and_when(house: House, rows: Rows) -> None:
    house.registered()
    step, ticket = rows("steps")[0], rows("tickets")[0]
    assert (step["actor"], step["role"], step["before"], step["after"]) == ("agent", "agent", "draft", "registered")
    assert abs(step["taken_at"] - ticket["registered_at"]) < timedelta(seconds=1)


@pytest.mark.parametrize("blank", ["", " ", "\n\t ", "　"])
def test_blanks_are_no_reason(house: House, all_rows: AllRows, blank: str) -> None:
    number = house.registered()
    before = all_rows()
    with pytest.raises(Incomplete, match=r"^「标为无效」还缺：理由$"), house.equipment.work(person(Role.AGENT)) as work:
        intake.void(work, number, reason=blank)
    assert all_rows() == before


@pytest.mark.parametrize("unkeepable", ["有\x00的理由", "半个\ud83d表情"])
def test_words_that_cannot_be_kept_are_refused_in_one_sentence(
    house: House, all_rows: AllRows, unkeepable: str
) -> None:
    number = house.handled()
    before = all_rows()
    with (
        pytest.raises(Incomplete, match=r"^「答复内容」含有无法保存"),
        house.equipment.work(person(Role.CLERK)) as work,
    ):
        handling.reply(work, number, done(unkeepable, work.now))
    assert all_rows() == before


def test_a_unit_that_was_never_given_a_ticket_finds_none(house: House) -> None:
    number = house.dispatched()
    with pytest.raises(NotFound), house.equipment.work(person(Role.CLERK, agency=OTHER_UNIT)) as work:
        handling.accept(work, number)
