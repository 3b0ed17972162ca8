"""A weekly report is drawn up once and stays, and its figures are those of the tickets (周报)."""

import copy
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from factories import person
from hotline.analytics.period import Week
from hotline.analytics.weekly_report import TREND, draw_up, figures
from hotline.casework.closing import callback
from hotline.domain.vocabulary import Channel, Role, Satisfaction, Solved
from hotline.store.reports import WeeklyReport

WEEK = Week(date(2026, 11, 16))
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
IN_IT = WEEK.start + timedelta(days=1)


def drawn_up(house, region: str = "15") -> WeeklyReport:
    with house.equipment.work(now=NOW) as work:
        return draw_up(work, house.equipment.judgement(work.session).rules, WEEK, region)


def shown(house, region: str = "15") -> dict:
    with house.equipment.work(now=NOW) as work:
        return figures(work, house.equipment.judgement(work.session).rules, WEEK, region)


def test_drawn_up_twice_it_is_the_same_though_tickets_have_changed(house, enterprises_say):
    enterprises_say(5, 5)
    first = drawn_up(house)
    before = copy.deepcopy(first.figures)
    house.registered(now=IN_IT)
    enterprises_say(5, 5, category="0101")
    again = drawn_up(house)
    assert (again.id, again.figures, again.drawn_up_at) == (first.id, before, first.drawn_up_at)
    assert shown(house)["totals"]["received"] == before["totals"]["received"] + 6
    with house.equipment.work() as work:
        assert len(work.session.scalars(select(WeeklyReport)).all()) == 1


def test_its_figures_are_json_and_read_back_as_they_were_written(house, enterprises_say):
    enterprises_say(6, 3)
    house.to_call_back(now=IN_IT)
    house.registered(channel=Channel.WEBSITE, region="150202", now=IN_IT - timedelta(weeks=1))
    found = shown(house)
    assert json.loads(json.dumps(found)) == found
    assert drawn_up(house).figures["trend"] == found["trend"]
    with house.equipment.work() as work:
        assert work.session.scalars(select(WeeklyReport)).one().figures == json.loads(json.dumps(found)) | {
            "hotspots": drawn_up(house).figures["hotspots"]
        }


def test_totals_trend_and_change_are_those_of_the_tickets(house):
    for weeks, count in ((0, 3), (1, 2), (7, 4), (8, 9)):
        for _ in range(count):
            house.registered(region="150105", now=IN_IT - timedelta(weeks=weeks))
    found = shown(house)
    assert found["totals"]["received"] == 3
    assert found["received_change"] == 0.5
    assert found["enterprise_change"] is None
    assert [count for _, count in found["trend"]] == [4, 0, 0, 0, 0, 0, 2, 3]
    assert len(found["trend"]) == TREND
    assert found["trend"][-1][0] == "11-16"
    assert found["regions"][0]["name"] == "呼和浩特市"
    assert found["regions"][0]["received"] == 3


def test_a_week_with_nothing_in_it_has_no_rates_and_no_changes(house):
    found = shown(house)
    assert [rate["share"] for rate in found["rates"]] == [None] * 4
    assert (found["received_change"], found["enterprise_change"]) == (None, None)
    assert found["totals"]["received"] == 0
    assert found["regions"] == found["agencies"] == found["hotspots"] == found["channels"] == []


def test_a_league_reads_its_banners_and_no_other_league(house):
    house.registered(region="150105", now=IN_IT)
    house.registered(region="150121", now=IN_IT)
    house.registered(region="150202", now=IN_IT)
    found = shown(house, "1501")
    assert {region["name"] for region in found["regions"]} == {"赛罕区", "土默特左旗"}
    assert found["totals"]["received"] == 2
    assert found["title"].startswith("呼和浩特市")


def test_an_agency_is_named_with_its_rates(house):
    number = house.to_call_back(now=IN_IT)
    with house.equipment.work(person(Role.AGENT), IN_IT + timedelta(days=2)) as work:
        callback.close(work, number, satisfaction=Satisfaction.DISSATISFIED, solved=Solved.PARTLY)
    found = shown(house)
    (agency,) = found["agencies"]
    assert "赛罕区" in agency["name"]
    assert agency["rates"][2:] == [0.5, 0.0]
    rates = {rate["name"]: rate for rate in found["rates"]}
    assert (rates["解决率"]["numerator"], rates["解决率"]["denominator"]) == (0.5, 1)
    assert rates["满意率"]["share"] == 0


@pytest.mark.parametrize("region", ["15", "1501", "150105"])
def test_no_ticket_number_or_telephone_is_in_a_report(house, enterprises_say, region):
    numbers = enterprises_say(6, 6, name="王小明")
    said = json.dumps(drawn_up(house, region).figures, ensure_ascii=False)
    for forbidden in ("王小明", "1391111", "号企业", *numbers):
        assert forbidden not in said
