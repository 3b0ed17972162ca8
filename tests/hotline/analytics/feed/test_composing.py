"""What 蒙速办 is told shows matters, and no enterprise (热点回流)."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from hotline.analytics.feed.composing import compose
from hotline.analytics.hotspots import find
from hotline.analytics.period import Week
from hotline.domain.analysis.feed_terms import FeedState
from hotline.store.reports import DemandFeed
from hotline.store.tickets import Ticket

WEEK = Week(date(2026, 11, 16))
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def told(house) -> DemandFeed:
    with house.equipment.work(now=NOW) as work:
        find(work, WEEK)
        return compose(work, work.rules, WEEK)


def test_a_matter_of_fewer_than_five_enterprises_is_not_told_by_itself(house, enterprises_say):
    enterprises_say(5, 5)
    enterprises_say(9, 4, category="0101")
    for which in (21, 22):
        enterprises_say(
            2, 1, category="0302", region="150202", phone=f"139222200{which}", company=f"另{which}号有限公司"
        )
    payload = told(house).payload
    (spot,) = payload["hotspots"]
    assert (spot["category"], spot["demands"]) == ("0301", 5)
    assert spot["region"] == "呼和浩特市"
    assert payload["others"] == {"matters": 2, "demands": 13}
    assert set(spot) == {"category", "name", "region", "demands", "heat"}
    assert spot["heat"] == 100, "the week's total cannot be reckoned from a relative heat"


def test_one_small_matter_alone_is_not_even_counted(house, enterprises_say):
    enterprises_say(6, 6)
    enterprises_say(9, 4, category="0101")
    payload = told(house).payload
    assert payload["others"] == {"matters": None, "demands": None}
    assert "5 家" in payload["rule"] and "{" not in payload["rule"]


def test_small_matters_of_the_same_few_enterprises_are_not_counted_either(house, enterprises_say):
    enterprises_say(8, 4, category="0101")
    enterprises_say(8, 4, category="0302")
    assert told(house).payload["others"] == {"matters": None, "demands": None}


@pytest.mark.parametrize("same", [{"company": "独一家有限公司"}, {"uscc": "91150100MA0MXQ8T8N"}])
def test_many_telephones_of_one_enterprise_do_not_make_five(house, enterprises_say, same):
    enterprises_say(8, 8, **same)
    assert told(house).payload["hotspots"] == []


def test_nothing_that_points_to_an_enterprise_or_a_ticket_is_in_it(house, enterprises_say):
    secret = {
        "text": "特殊字样甲公司反映供热，联系人王小明13811112222，统一代码91150100MA0MXQ8T8N",
        "title": "特殊字样标题", "name": "王小明", "address": "特殊字样街道8号",
    }  # fmt: skip
    numbers = enterprises_say(12, 6, **secret)
    feed = told(house)
    said = json.dumps([feed.payload, feed.feed_id], ensure_ascii=False)
    assert len(feed.payload["hotspots"]) == 1
    for forbidden in ("特殊字样", "号企业", "有限公司", "王小明", "1381111", "1391111", "91150100", *numbers):
        assert forbidden not in said
    with house.equipment.work() as work:
        requesters = work.session.scalars(select(Ticket.requester_id)).all()
        assert not any(str(one) in said for one in requesters)


def test_a_feed_is_composed_once_and_stays(house, enterprises_say):
    enterprises_say(5, 5)
    first = told(house)
    enterprises_say(5, 5)
    second = told(house)
    assert (second.feed_id, second.payload) == (first.feed_id, first.payload)
    assert (first.feed_id, first.state, first.published_at) == ("feed-2026-11-16", FeedState.DRAFT, None)
    with house.equipment.work() as work:
        assert len(work.session.scalars(select(DemandFeed)).all()) == 1


def test_a_quiet_week_is_told_as_quiet(house):
    payload = told(house).payload
    assert payload["hotspots"] == []
    assert payload["others"] == {"matters": 0, "demands": 0}
