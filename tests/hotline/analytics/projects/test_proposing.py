"""A plan is refused with all that is wrong in it at once."""

from dataclasses import replace

import pytest

from factories import UNIT, person
from hotline.analytics.projects import milestones, proposing
from hotline.domain.errors import Forbidden, Incomplete
from hotline.domain.vocabulary import Role


def test_everything_wrong_is_told_at_once(house, plan):
    bad = replace(plan, title="短", matter="9999", region="99", lead="NOBODY", goal="好", due_on=None)
    with house.equipment.work(person(Role.ANALYST)) as work, pytest.raises(Incomplete) as refused:
        proposing.propose(work, bad)
    assert all(f"「{name}」" in str(refused.value) for name in ("标题", "事项", "地区", "目标", "完成期限"))
    assert "NOBODY" in str(refused.value)


def test_who_may_not_is_refused_and_an_editor_may_no_longer_approve(house, plan, proposed):
    with house.equipment.work(person(Role.CLERK)) as work, pytest.raises(Forbidden):
        proposing.propose(work, plan)
    with house.equipment.work(person(Role.ANALYST, region="1502")) as work, pytest.raises(Incomplete, match="范围"):
        proposing.propose(work, plan)
    number, stone = proposed()
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        found = proposing.edit(work, number, replace(plan, title="赛罕区供热专题治理"))
        assert found.editors == ["analyst", "supervisor"] and found.title == "赛罕区供热专题治理"
        with pytest.raises(Incomplete, match="责任单位不在"):
            proposing.edit(work, number, replace(plan, lead="ZJ-150402", partners=()))
        milestones.remove(work, number, stone)
        with pytest.raises(Incomplete, match="责任单位"):
            milestones.add(work, number, what="检修换热站", agency="ZJ-150402", due_on=plan.due_on)
        assert milestones.add(work, number, what="检修换热站", agency=UNIT, due_on=plan.due_on).id
