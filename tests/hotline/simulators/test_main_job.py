"""The story of the demo ends with a feed that a person approved (主流程演示)."""

from datetime import date

from sqlalchemy import select

from hotline.analytics.feed.composing import compose
from hotline.analytics.period import Week
from hotline.domain.analysis.feed_terms import FeedState
from hotline.simulators.main_job import approve_feeds
from hotline.store.deliveries import Delivery
from hotline.store.reports import DemandFeed


def test_the_invented_supervisor_publishes_what_was_composed_and_nothing_twice(house):
    with house.equipment.work() as work:
        compose(work, work.rules, Week(date(2026, 11, 16)))
    assert (approve_feeds(house.equipment), approve_feeds(house.equipment)) == (1, 0)
    with house.equipment.work() as work:
        (feed,) = work.session.scalars(select(DemandFeed))
        (row,) = work.session.scalars(select(Delivery).where(Delivery.job == "demand_feed"))
    assert (feed.state, row.about) == (FeedState.PUBLISHED, {"feed": feed.feed_id})
