"""Hotspots: growth by share by breadth, and never of one enterprise alone (企业诉求热点)."""

from datetime import date
from math import log1p, sqrt

import pytest
from sqlalchemy import select

from hotline.analytics.hotspots import find
from hotline.analytics.period import Week
from hotline.store.reports import DemandHotspot

WEEK = Week(date(2026, 11, 16))


def found(house) -> dict[tuple[str, str], DemandHotspot]:
    with house.equipment.work() as work:
        return {(spot.category, spot.region): spot for spot in find(work, WEEK)}


def test_heat_is_growth_by_share_by_breadth(house, enterprises_say):
    enterprises_say(6, 3)
    enterprises_say(4, 2, category="0101", region="150202")
    for ago in (1, 2):
        enterprises_say(2, 2, ago=ago)
    spots = found(house)
    usual = 4 / 8
    hot = spots["0301", "1501"]
    assert (hot.demands, hot.enterprises, hot.usual) == (6, 3, usual)
    assert hot.heat == round(100 * (1 + (6 - usual) / sqrt(1.0)) * 6 / 10 * log1p(3), 2)
    other = spots["0101", "1502"]
    assert other.heat == round(100 * (1 + 4) * 4 / 10 * log1p(2), 2)
    assert list(spots) == [("0301", "1501"), ("0101", "1502")]


def test_what_falls_has_no_negative_growth(house, enterprises_say):
    enterprises_say(3, 2)
    for ago in range(1, 9):
        enterprises_say(5, 2, ago=ago)
    assert found(house)["0301", "1501"].heat == round(100 * log1p(2), 2)


@pytest.mark.parametrize(("demands", "enterprises", "hot"), [(2, 2, False), (3, 1, False), (3, 2, True), (3, 3, True)])
def test_fewer_than_three_demands_or_two_enterprises_are_no_hotspot(house, enterprises_say, demands, enterprises, hot):
    enterprises_say(demands, enterprises)
    assert bool(found(house)) is hot


def test_one_enterprise_with_many_telephones_is_one_enterprise(house, enterprises_say):
    enterprises_say(6, 6, company="同一家企业有限公司")
    assert found(house) == {}


def test_one_enterprise_by_its_credit_code_is_one_enterprise(house, enterprises_say):
    for company in ("某某公司", "某某有限责任公司", "某某公司呼市分部"):
        enterprises_say(1, 1, company=company, uscc="91150100MA0MXQ8T8N", phone=f"138{len(company):08}")
    assert found(house) == {}


def test_those_who_did_not_say_who_they_are_count_as_one_enterprise(house, enterprises_say):
    enterprises_say(6, 6, phone="", company="")
    assert found(house) == {}
    enterprises_say(1, 1)
    assert found(house)["0301", "1501"].enterprises == 2


def test_citizens_and_other_weeks_make_no_hotspot(house, enterprises_say):
    enterprises_say(5, 3, ago=1)
    enterprises_say(5, 3, ago=-1)
    enterprises_say(5, 3, category=None)
    for at in range(5):
        house.registered(region="150105", phone=f"1390000{at:04}", now=WEEK.start)
    assert found(house) == {}


def test_leagues_are_looked_at_apart(house, enterprises_say):
    enterprises_say(2, 2, region="150105")
    enterprises_say(2, 2, region="150202")
    assert found(house) == {}
    enterprises_say(1, 1, region="150121")
    assert set(found(house)) == {("0301", "1501")}


def test_found_again_they_replace_what_was_found_before(house, enterprises_say):
    enterprises_say(3, 2)
    first = found(house)
    enterprises_say(3, 3)
    again = found(house)
    assert first["0301", "1501"].demands == 3
    assert again["0301", "1501"].demands == 6
    with house.equipment.work() as work:
        assert len(work.session.scalars(select(DemandHotspot)).all()) == 1


def test_only_the_hottest_thirty_are_kept(house, enterprises_say):
    with house.equipment.work() as work:
        leaves = list(house.equipment.judgement(work.session).rules.leaves)[:31]
    coolest = leaves.pop(7)
    for category in leaves:
        enterprises_say(3, 3, category=category)
    enterprises_say(3, 2, category=coolest)
    assert {category for category, _ in found(house)} == set(leaves)
