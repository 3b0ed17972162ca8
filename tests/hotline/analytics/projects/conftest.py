"""A plan for a project, and one that was proposed with a milestone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from factories import OTHER_UNIT, UNIT, House, person
from hotline.analytics.projects import milestones, proposing
from hotline.analytics.projects.proposing import ProjectPlan
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role

TODAY = beijing(datetime.now(UTC)).date()


@pytest.fixture
def plan() -> ProjectPlan:
    """A sound plan."""
    return ProjectPlan(
        "赛罕区老旧小区供热专题治理", "0301", "150105", UNIT, "室温不达标的投诉降到每周十件以下",
        TODAY + timedelta(days=60), (OTHER_UNIT,), TODAY.replace(day=1),
    )  # fmt: skip


@pytest.fixture
def proposed(house: House, plan: ProjectPlan) -> Callable[[], tuple[int, int]]:
    """A project of the analyst's with one milestone: their ids."""

    def made() -> tuple[int, int]:
        with house.equipment.work(person(Role.ANALYST)) as work:
            project = proposing.propose(work, plan).id
            due_on = TODAY + timedelta(days=10)
            return project, milestones.add(work, project, what="检修三处换热站", agency=UNIT, due_on=due_on).id

    return made
