"""Counting and listing go by the same condition, in as many statements for many enterprises as for one."""

from collections.abc import Callable

import pytest
from sqlalchemy import event
from stdnum.cn import uscc

from factories import person
from hotline.analytics.enterprises.facts import take_in
from hotline.domain.vocabulary import RequesterKind, Role
from hotline.store.queries.enterprises.firms import Sought, firms
from hotline.store.queries.enterprises.standing import COUNTED, demands, standing
from hotline.store.queries.enterprises.wanted import Facet, Wanted


def code(number: int) -> str:
    stem = f"91150105MA0MX{number:04}"
    return stem + uscc.calc_check_digit(stem)


@pytest.fixture
def filled(house) -> Callable[[int], None]:
    """So many enterprises with a demand each, in the register."""

    def fill(many: int, first: int = 0) -> None:
        for one in range(first, first + many):
            house.registered(requester_kind=RequesterKind.ENTERPRISE, company=f"第{one}号公司", uscc=code(one),
                             phone=f"1391111{one:04}", region="150105")  # fmt: skip
        with house.equipment.work() as work:
            take_in(work)

    return fill


def test_no_statement_for_each_row(house, filled):
    def statements() -> int:
        asked: list[str] = []
        engine = house.equipment.engine
        with house.equipment.work(person(Role.ANALYST, region="1501")) as work:
            event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
            firms(work, Sought())
            demands(work, Wanted())
            standing(work, Wanted(), [Facet.ENTERPRISE])
        return len(asked)

    filled(1)
    few = statements()
    filled(4, first=1)
    assert statements() == few


def test_a_count_is_the_length_of_its_list_for_every_measure(house, filled):
    filled(3)
    house.registered(requester_kind=RequesterKind.ENTERPRISE, phone="13847100001")
    house.registered(phone="13847100002")
    with house.equipment.work(person(Role.ANALYST)) as work:
        whole = standing(work, Wanted())[()]
        assert (whole.count("受理"), whole.enterprises, whole.count("未挂企业")) == (4, 3, 1)
        for measure in COUNTED:
            assert demands(work, Wanted(measure=measure))[1] == whole.count(measure), measure
        for facet in Facet:
            parted = standing(work, Wanted(), [facet])
            assert sum(one.count("受理") for one in parted.values()) == 4
            for (value,), one in parted.items():
                assert demands(work, Wanted(within={facet: value}))[1] == one.count("受理"), (facet, value)


def test_the_register_is_searched_by_facts_and_by_demands(house, filled):
    filled(3)
    with house.equipment.work(person(Role.ANALYST)) as work:
        assert firms(work, Sought()).total == 3
        assert [one.uscc for one in firms(work, Sought(words="第1号")).enterprises] == [code(1)]
        assert [one.uscc for one in firms(work, Sought(words=code(2).lower())).enterprises] == [code(2)]
        assert firms(work, Sought(region="1501")).total == 3 and firms(work, Sought(region="1502")).total == 0
        assert firms(work, Sought(words="%")).total == firms(work, Sought(bottleneck="payment")).total == 0
    with house.equipment.work(person(Role.CLERK)) as work:
        assert firms(work, Sought()).total == 0
