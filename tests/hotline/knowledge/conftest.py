"""A knowledge base for one test alone, and hands that bring an article to a state through the verbs."""

from collections.abc import Callable, Iterator

import pytest

from factories import UNIT, House, person, undone
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.knowledge import articles, review
from hotline.knowledge.wording import Wording
from hotline.store.knowledge import Article
from hotline.store.work import Person

WRITER, REVIEWER = person(Role.ANALYST), person(Role.SUPERVISOR)
WORDING = Wording(
    title="赛罕区供热测温怎样申请",
    body="您好，请先拨打供热公司客服报修并要求测温。测温在二十四小时内上门。",
    category="0301",
    region="150105",
    questions=("家里要测温找谁", "测温多久上门"),
    agency=UNIT,
    basis="赛罕区供热管理办法第八条",
    grade="B",
)


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: all articles and flags made in it are undone."""
    with undone(equipment) as found:
        yield found


@pytest.fixture
def published(house: House) -> Callable[..., Article]:
    """A hand that writes, submits and publishes an article."""

    def made(wording: Wording = WORDING, *, by: Person = WRITER, now: object = None) -> Article:
        with house.equipment.work(by, now) as work:
            one = articles.draft(work, wording)
            review.submit(work, one.id)
        with house.equipment.work(REVIEWER, now) as work:
            return review.publish(work, one.id)

    return made
