"""Before and since: the figures are right, and a change is called chance or not by the stated test."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import person
from hotline.analytics.projects import milestones, proposing
from hotline.analytics.projects.effect import Stage, change, compared, effect
from hotline.analytics.projects.steering import move
from hotline.domain.analysis.projects import ProjectDeed
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role
from hotline.store.analysis.tallies import DailyTally
from hotline.store.queries.projects import project

NOW = datetime.now(UTC)
TODAY = beijing(NOW).date()


@pytest.fixture
def pictured(house, plan):
    """A project begun on a day, with so many demands a day before and since in the roll-ups."""

    def made(early, late, weeks=4, region="15"):
        start = TODAY - timedelta(weeks=weeks)
        with house.equipment.work(person(Role.ANALYST)) as work:
            number = proposing.propose(work, replace(plan, region=region, matter="0301")).id
            milestones.add(work, number, what="检修换热站", agency=plan.lead, due_on=plan.due_on)
        with house.equipment.work(person(Role.SUPERVISOR)) as work:
            move(work, number, ProjectDeed.APPROVE)
            move(work, number, ProjectDeed.BEGIN, begun_on=start)
        with house.equipment.work() as work:
            for at in range(12 * 7 + weeks * 7):
                day = start - timedelta(weeks=12) + timedelta(days=at)
                many = early if day < start else late
                for facet, code, counted in (
                    ("事项", "citizen|0301", many),
                    ("事项", "citizen|0302", 9),
                    ("地区", "", many + 9),
                ):
                    work.session.add(DailyTally(day=day, facet=facet, region="15", code=code, counts={"受理": counted}))
        with house.equipment.work() as work:
            return effect(work, project(work, number))

    return made


def test_a_fall_that_is_no_chance_is_called_so_with_its_interval(pictured):
    seen = pictured(4, 2)
    assert (seen.before, seen.since) == (Stage(336, 84), Stage(56, 28))
    assert seen.ratio == 0.5 and seen.low < 0.5 < seen.high < 1
    assert seen.sentences[0].startswith(
        "启动前 12 周平均每周 28.0 件，启动以来平均每周 14.0 件，下降 50.0%（95% 区间：下降"
    )
    assert seen.sentences[0].endswith("不像偶然。") and seen.sentences[-1] == "同期同地其他事项合计持平。"
    assert (
        len(seen.chart.labels) == 16 and seen.chart.series[0].values[11] == 28 and seen.chart.series[1].values[12] == 14
    )


def test_no_change_may_be_chance_and_two_weeks_are_waited_for(pictured, house):
    seen = pictured(1, 1)
    assert "持平" in seen.sentences[0] and seen.sentences[0].endswith("可能出于偶然。")


def test_before_two_weeks_nothing_is_claimed(pictured):
    assert pictured(4, 1, weeks=1).sentences == ("启动以来只有 7 天的数据，满两周后再作前后对比。",)


def test_a_banners_matter_is_counted_in_the_register(house, plan, pictured):
    start = NOW - timedelta(days=40)
    house.dispatched(category="0301", region="150105", now=start)
    seen = pictured(4, 2, region="150105")
    assert seen.before.demands == 1 and seen.since.demands == 0
    assert "启动前有" in seen.sentences[1]


@given(st.integers(0, 400), st.integers(0, 400), st.integers(14, 200))
def test_the_interval_holds_the_ratio_and_agrees_with_the_chance(early, late, days):
    if early + late == 0:
        return
    ratio, low, high, chance = compared(Stage(early, 84), Stage(late, days))
    assert 0 <= low <= ratio <= high and 0 <= chance <= 1
    assert math.isinf(ratio) == (early == 0)


def test_change_is_said_in_words():
    assert [change(one) for one in (0.8, 1.05, 1.0, math.inf)] == ["下降 20.0%", "上升 5.0%", "持平", "上升无上限"]
