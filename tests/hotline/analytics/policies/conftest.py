"""Policies in the library, and an enterprise's ticket that they may fit."""

from collections.abc import Callable
from datetime import date

import pytest

from factories import House, person
from hotline.analytics.policies import library
from hotline.analytics.policies.library import PolicyText
from hotline.domain.vocabulary import RequesterKind, Role

TEXT = PolicyText(
    "测试用供热补贴办法", "测试〔2026〕1号", "测试机关", "给小微企业的供热补贴，向当地住建部门申请", date(2026, 1, 1),
    matters=("0301",), scales=("small", "micro"), regions=("1501",),
)  # fmt: skip


@pytest.fixture
def text() -> PolicyText:
    """A sound policy; invented."""
    return TEXT


@pytest.fixture
def published(house: House) -> Callable[..., int]:
    """A policy that the analyst entered and a supervisor published: its id."""

    def made(wanted: PolicyText = TEXT) -> int:
        with house.equipment.work(person(Role.ANALYST)) as work:
            number = library.draft(work, wanted).id
        with house.equipment.work(person(Role.SUPERVISOR)) as work:
            library.publish(work, number)
        return number

    return made


@pytest.fixture
def demand(house: House) -> str:
    """An enterprise's ticket about heating in 赛罕区."""
    return house.dispatched(
        requester_kind=RequesterKind.ENTERPRISE, company="测试公司", uscc="91150105MA0N0000XX", phone="13947110000"
    )
