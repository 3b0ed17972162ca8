"""The lifecycle table: whole, unambiguous, and obeyed in one order of refusals."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.lifecycle import ALL_MOVES, FINAL, MARKS, MOVES, NEEDS, OPEN, find_move, moves_open_to, outward
from hotline.domain.vocabulary import Action, Role, State

ACTIONS, STATES, ROLES = st.sampled_from(Action), st.sampled_from(State), st.sampled_from(Role)
BRINGS = st.frozensets(st.sampled_from(sorted(NEEDS)))
PERMITTED = {(move.action, move.before, role) for move in ALL_MOVES for role in move.by}


def _reached_from(start: State) -> set[State]:
    reached, looked_at = {start}, [start]
    while looked_at:
        here = looked_at.pop()
        for move in MOVES:
            if move.before == here and move.after not in reached:
                reached.add(move.after)
                looked_at.append(move.after)
    return reached


def test_every_state_can_be_reached_from_a_draft() -> None:
    assert _reached_from(State.DRAFT) == set(State)


@pytest.mark.parametrize("state", State)
def test_from_every_state_a_ticket_can_still_be_archived(state: State) -> None:
    assert State.ARCHIVED in _reached_from(state)


def test_every_state_can_be_left_except_the_archive() -> None:
    assert {move.before for move in MOVES if move.before != move.after} == set(State) - {State.ARCHIVED}


def test_no_two_rows_answer_for_one_action_state_and_role() -> None:
    asked = Counter((move.action, move.before, role) for move in ALL_MOVES for role in move.by)
    assert [key for key, rows in asked.items() if rows > 1] == []


def test_every_action_and_every_acting_role_stands_in_the_table() -> None:
    assert {move.action for move in ALL_MOVES} == set(Action)
    onlookers = {Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR}
    assert {role for move in ALL_MOVES for role in move.by} == set(Role) - onlookers


def test_every_need_has_a_name_that_people_read_and_none_is_unused() -> None:
    assert {need for move in ALL_MOVES for need in move.needs} == set(NEEDS)


def test_a_side_step_keeps_the_state_and_no_action_is_both() -> None:
    assert set(ALL_MOVES) == {*MOVES, *MARKS} and len(ALL_MOVES) == len(MOVES) + len(MARKS)
    assert [mark for mark in MARKS if mark.before != mark.after] == []
    assert not {mark.action for mark in MARKS} & {move.action for move in MOVES}


def test_what_is_archived_is_touched_no_more() -> None:
    assert [move for move in ALL_MOVES if move.before == State.ARCHIVED] == []


def test_a_final_state_leads_nowhere_but_to_the_archive() -> None:
    assert set(State) == FINAL | OPEN and not FINAL & OPEN
    assert {(move.action, move.after) for move in MOVES if move.before in FINAL} == {(Action.ARCHIVE, State.ARCHIVED)}


def test_only_the_system_archives_and_the_system_never_decides_what_people_must() -> None:
    by_system = {move.action for move in MOVES if Role.SYSTEM in move.by}
    assert by_system == {
        Action.REGISTER, Action.DISPATCH, Action.REFER, Action.ARCHIVE, Action.UNMERGE, Action.LET_GO,
    }  # fmt: skip
    marked = {mark.action for mark in MARKS if Role.SYSTEM in mark.by}
    assert marked == {
        Action.RESUME, Action.PRESS, Action.SUPERVISE, Action.ESCALATE, Action.WATCH, Action.RECKON,
    }  # fmt: skip


def test_what_ends_a_demand_without_an_agency_needs_a_word_of_why() -> None:
    without = (
        Action.VOID, Action.WITHDRAW, Action.SEND_BACK, Action.REDO, Action.REFER, Action.TERMINATE, Action.UNMERGE,
        Action.SETTLE,
    )  # fmt: skip
    assert [move for move in MOVES if move.action in without and "reason" not in move.needs] == []


def test_a_unit_never_sends_back_extends_suspends_or_ends_by_itself() -> None:
    for_the_room = (
        Action.SEND_BACK, Action.EXTEND, Action.SUSPEND, Action.TERMINATE, Action.REFUSE, Action.APPROVE,
        Action.CONCLUDE, Action.SETTLE, Action.EXCLUDE, Action.KEEP,
    )  # fmt: skip
    assert [move for move in ALL_MOVES if move.action in for_the_room and {Role.CLERK, Role.HEAD} & set(move.by)] == []


def test_a_dispatched_ticket_is_dispatched_anew_by_ruling_only() -> None:
    again = [
        move for move in MOVES if move.action == Action.DISPATCH and move.before not in (State.REGISTERED, State.QUEUED)
    ]
    assert {move.before for move in again} == {State.DISPATCHED, State.HANDLING}
    assert all("ruling" in move.needs for move in again)


STEPS_A_WALK = 25


@settings(max_examples=20, deadline=None, database=None)
@given(st.randoms(use_true_random=True))
def test_a_thousand_random_steps_stay_in_the_table_and_can_always_still_be_ended(choose: random.Random) -> None:
    taken = 0
    endings = {state: _reached_from(state) & FINAL for state in State}
    while taken < 1_000:
        state = State.DRAFT
        for _ in range(STEPS_A_WALK):
            open_to = [(move, role) for role in Role for move in moves_open_to(state, role)]
            if not open_to:
                assert state == State.ARCHIVED
                break
            move, role = choose.choice(open_to)
            assert find_move(move.action, state, role, set(move.needs)) is move
            assert (move.action, state, role) in PERMITTED and move.after in State
            if state == State.REPLIED and move.after == State.CLOSED:
                assert move.action == Action.CONCLUDE
            state, taken = move.after, taken + 1
            assert state == State.ARCHIVED or endings[state]
    assert taken >= 1_000


@given(ACTIONS, STATES, ROLES, BRINGS)
def test_a_step_is_found_or_refused_in_the_order_of_role_state_and_material(
    action: Action, state: State, role: Role, brings: frozenset[str]
) -> None:
    ever = [move for move in ALL_MOVES if move.action == action and role in move.by]
    here = [move for move in ever if move.before == state]
    if not ever:
        with pytest.raises(Forbidden, match=f"{role.label}没有「{action.label}」的权限"):
            find_move(action, state, role, brings)
    elif not here:
        with pytest.raises(Conflict, match=state.label):
            find_move(action, state, role, brings)
    elif missing := [NEEDS[need] for need in here[0].needs if need not in brings]:
        with pytest.raises(Incomplete) as refused:
            find_move(action, state, role, brings)
        assert all(name in str(refused.value) for name in missing)
    else:
        assert find_move(action, state, role, brings) is here[0]


@given(STATES, ROLES)
def test_the_buttons_shown_are_just_the_steps_that_would_be_taken(state: State, role: Role) -> None:
    shown = {move.action for move in moves_open_to(state, role)}
    taken = set()
    for action in Action:
        try:
            find_move(action, state, role, NEEDS.keys())
        except (Forbidden, Conflict):
            continue
        taken.add(action)
    assert shown == taken


@given(STATES)
def test_what_goes_on_inside_is_never_told_to_the_requester(state: State) -> None:
    assert outward(state) not in (State.QUEUED, State.REPLIED, State.MERGED, State.ARCHIVED)
    assert outward(outward(state)) == outward(state)
    assert (outward(state) in FINAL) == (state in FINAL)


@given(st.sampled_from(sorted(FINAL - {State.ARCHIVED})))
def test_what_is_archived_is_told_as_what_it_was(before: State) -> None:
    assert outward(State.ARCHIVED, before) == before
