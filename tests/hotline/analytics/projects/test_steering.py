"""A project goes its way step by step, each by whom it may, and back where it can be taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from factories import OTHER_UNIT, UNIT, person
from hotline.analytics.projects import milestones, proposing
from hotline.analytics.projects.steering import move
from hotline.domain.analysis.projects import MOVES, ProjectDeed, ProjectState, find_move
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role
from hotline.store.queries.projects import ProjectWanted, near_milestones, project, projects

D = ProjectDeed
PROOF = "三处换热站均已检修，回水温度正常，附检修记录"


def go(house, number, role, deed, **more):
    with house.equipment.work(person(role)) as work:
        return move(work, number, deed, **more).state


def begun(house, made):
    number, stone = made()
    go(house, number, Role.SUPERVISOR, D.APPROVE)
    assert go(house, number, Role.ANALYST, D.BEGIN) == ProjectState.UNDER_WAY
    return number, stone


def test_from_proposal_to_judgement_and_the_course_of_it_is_kept(house, proposed):
    number, stone = begun(house, proposed)
    with house.equipment.work(person(Role.CLERK)) as work:
        milestones.finish(work, number, stone, proof=PROOF)
    assert go(house, number, Role.HEAD, D.FINISH, words="室温全部达标") == ProjectState.DONE
    assert go(house, number, Role.SUPERVISOR, D.REVIEW, words="目标达到") == ProjectState.REVIEWED
    with house.equipment.work(person(Role.ANALYST)) as work:
        found = project(work, number)
        deeds = [step["deed"] for step in found.steps]
        assert deeds == ["提出", "增加节点", "批准", "启动", "节点完成", "报告完成", "评估"]
        assert found.number == f"专题〔{beijing(work.now).year}〕1号"
        (row,) = projects(work, ProjectWanted(state=ProjectState.REVIEWED))
        assert (row.done, row.milestones, row.late) == (1, 1, 0)
        assert projects(work, ProjectWanted(late=True)) == []


def test_nobody_approves_their_own_and_nobody_judges_what_they_reported(house, plan):
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        number = proposing.propose(work, plan).id
        stone = milestones.add(work, number, what="检修换热站", agency=UNIT, due_on=plan.due_on).id
    with pytest.raises(Conflict, match="不能批准自己"):
        go(house, number, Role.SUPERVISOR, D.APPROVE)
    other = replace(person(Role.SUPERVISOR), account="supervisor-2")
    with house.equipment.work(other) as work:
        move(work, number, D.APPROVE)
        move(work, number, D.BEGIN)
        milestones.finish(work, number, stone, proof=PROOF)
        move(work, number, D.FINISH, words="已办妥")
    with house.equipment.work(other) as work, pytest.raises(Conflict, match="不能评估自己"):
        move(work, number, D.REVIEW, words="好")


def test_what_is_refused_says_why(house, proposed, plan):
    number, stone = proposed()
    with pytest.raises(Forbidden):
        go(house, number, Role.ANALYST, D.APPROVE)
    with pytest.raises(Conflict, match="待批准"):
        go(house, number, Role.ANALYST, D.BEGIN)
    with pytest.raises(Incomplete, match="中止的理由"):
        go(house, number, Role.SUPERVISOR, D.DROP)
    with pytest.raises(Conflict, match="刚被他人改动"):
        go(house, number, Role.SUPERVISOR, D.APPROVE, seen=99)
    with house.equipment.work(person(Role.CLERK)) as work, pytest.raises(Conflict, match="治理中"):
        milestones.finish(work, number, stone, proof=PROOF)
    go(house, number, Role.SUPERVISOR, D.APPROVE)
    with house.equipment.work(person(Role.ANALYST)) as work, pytest.raises(Conflict, match="内容不能改"):
        proposing.edit(work, number, plan)
    with pytest.raises(Incomplete, match="启动日期"):
        go(house, number, Role.ANALYST, D.BEGIN, begun_on=plan.due_on)
    go(house, number, Role.ANALYST, D.BEGIN)
    with pytest.raises(Conflict, match="还有 1 个节点"):
        go(house, number, Role.HEAD, D.FINISH, words="好了")
    with house.equipment.work(person(Role.ANALYST)) as work, pytest.raises(Forbidden, match="责任单位"):
        milestones.finish(work, number, stone, proof=PROOF)
    with house.equipment.work(person(Role.CLERK)) as work, pytest.raises(Incomplete, match="完成情况"):
        milestones.finish(work, number, stone, proof="好了")


def test_steps_can_be_taken_back(house, proposed):
    number, stone = begun(house, proposed)
    assert go(house, number, Role.SUPERVISOR, D.STEP_BACK, words="时机未到") == ProjectState.APPROVED
    assert go(house, number, Role.SUPERVISOR, D.REVOKE, words="目标要改") == ProjectState.PROPOSED
    assert go(house, number, Role.ANALYST, D.DROP, words="并入他题") == ProjectState.DROPPED
    assert go(house, number, Role.SUPERVISOR, D.RESTORE, words="仍须单列") == ProjectState.PROPOSED
    go(house, number, Role.SUPERVISOR, D.APPROVE)
    go(house, number, Role.SUPERVISOR, D.BEGIN)
    with house.equipment.work(person(Role.CLERK)) as work:
        milestones.finish(work, number, stone, proof=PROOF)
        assert milestones.reopen(work, number, stone).done_at is None
        assert PROOF in project(work, number).steps[-1]["words"]


def test_a_late_milestone_is_marked_and_only_who_takes_part_sees_it(house, proposed):
    number, _ = begun(house, proposed)
    with house.equipment.work() as work:
        later = work.now + timedelta(days=12)
    with house.equipment.work(person(Role.ANALYST), later) as work:
        assert [row.late for row in projects(work, ProjectWanted(late=True))] == [1]
        assert [one.project.id for one in near_milestones(work)] == [number]
    for who in (person(Role.CLERK, agency=OTHER_UNIT), person(Role.OFFICER, region="1501")):
        with house.equipment.work(who) as work:
            assert project(work, number).id == number
    for who in (person(Role.CLERK, agency="ZJ-150402"), person(Role.ANALYST, region="1502")):
        with house.equipment.work(who, later) as work:
            with pytest.raises(NotFound):
                project(work, number)
            assert projects(work, ProjectWanted()) == [] and near_milestones(work) == []
    with (
        house.equipment.work(person(Role.CLERK, agency=OTHER_UNIT)) as work,
        pytest.raises(Forbidden, match="牵头单位"),
    ):
        move(work, number, D.FINISH, words="我们办好了")


def test_every_state_can_be_reached_and_no_two_rows_are_for_one_step():
    assert {move.after for move in MOVES} == set(ProjectState)
    assert len({(one.deed, one.before, role) for one in MOVES for role in one.by}) == sum(len(one.by) for one in MOVES)
    for one in MOVES:
        assert find_move(one.deed, one.before, one.by[0], set(one.needs)) == one
