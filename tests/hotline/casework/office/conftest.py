"""The house for one test alone, with a second clerk and a second head in the unit, and somebody of another unit."""

from collections.abc import Iterator

import pytest

from factories import OTHER_UNIT, PASSWORD, UNIT, House, undone
from hotline.casework import staff
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.store.work import Person

SECOND, DEPUTY = "second-clerk", "second-head"
OUTSIDER = Person("outsider", Role.CLERK, "15", OTHER_UNIT, name="外单位的人")


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """All that is made here is undone, people and templates too."""
    with undone(equipment) as found:
        with found.equipment.work() as work:
            for account, name, role, agency in (
                (SECOND, "第二承办人", Role.CLERK, UNIT), (DEPUTY, "第二领导", Role.HEAD, UNIT),
                (OUTSIDER.account, OUTSIDER.name, Role.CLERK, OTHER_UNIT),
            ):  # fmt: skip
                staff.create(work, account=account, name=name, role=role, region="15", agency=agency, password=PASSWORD)
        yield found


@pytest.fixture
def second() -> Person:
    """The second clerk of the unit."""
    return Person(SECOND, Role.CLERK, "15", UNIT, name="第二承办人")


@pytest.fixture
def deputy() -> Person:
    """The second head of the unit."""
    return Person(DEPUTY, Role.HEAD, "15", UNIT, name="第二领导")


@pytest.fixture
def outsider() -> Person:
    """A clerk of another unit."""
    return OUTSIDER
