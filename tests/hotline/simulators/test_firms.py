"""Invented enterprises: codes that are right and no real firm's, and an officer who enters what is known, once."""

import random
import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from factories import person
from hotline.analytics.enterprises.facts import code_of, take_in
from hotline.casework import intake
from hotline.casework.intake import Demand
from hotline.domain.analysis.enterprises import AmountKind, Bottleneck
from hotline.domain.analysis.industries import industries
from hotline.domain.vocabulary import RequesterKind, Role
from hotline.simulators.firms import brands, firm_in, tell
from hotline.store.analysis.enterprises import AmountEntry, Enterprise, EnterpriseDemand


def test_the_same_firm_bears_the_same_valid_code_and_none_a_real_firm_could_have():
    firms = {firm_in("150105", "赛罕区", random.Random(seed)) for seed in range(400)}
    assert len({one.name for one in firms}) == len({one.uscc for one in firms}) == len(firms) == len(brands())
    for one in firms:
        assert code_of(one.uscc) == one.uscc and re.fullmatch("91150105DEM[0-9]{6}[0-9A-Z]", one.uscc)
    assert firm_in("150102", "新城区", random.Random(1)).uscc != firm_in("150105", "赛罕区", random.Random(1)).uscc


def test_every_brand_has_an_industry_of_the_standard():
    assert {one.industry for one in brands()} <= set(industries())


def test_an_officer_enters_industry_bottleneck_and_money_of_demo_demands_and_nothing_twice(house):
    now = datetime.now(UTC)
    numbers = []
    for seed in range(12):
        firm = firm_in("150105", "赛罕区", random.Random(seed))
        demand = Demand(
            text="镇政府拖欠工程款多年不还", requester_kind=RequesterKind.ENTERPRISE, company=firm.name, uscc=firm.uscc,
            region="150105", phone=f"139471100{seed:02}", demo=seed < 11,
        )  # fmt: skip
        with house.equipment.work(person(Role.AGENT), now - timedelta(days=3)) as work:
            numbers.append(intake.register(work, demand).number)
    with house.equipment.work() as work:
        take_in(work)
    truths = dict.fromkeys(numbers, "1805")
    told = tell(house.equipment, truths, now, random.Random(2))
    assert 0 < told <= 11
    with house.equipment.work() as work:
        known = work.session.scalars(select(Enterprise)).all()
        stuck = work.session.scalars(select(EnterpriseDemand).where(EnterpriseDemand.bottleneck.is_not(None))).all()
        money = work.session.scalars(select(AmountEntry)).all()
    assert known and all(one.industry and one.scale for one in known)
    assert {one.bottleneck for one in stuck} == {Bottleneck.PAYMENT} and len(stuck) == told
    assert {one.kind for one in money} == {AmountKind.CLAIMED} and all(one.yuan % 1000 == 0 for one in money)
    assert tell(house.equipment, {}, now, random.Random(2)) == 0
