"""A feed is reviewed by somebody who did not change it, says nothing of anybody, and is taken back by a new version."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from factories import person
from hotline.analytics.feed import review, sending
from hotline.analytics.feed.composing import compose
from hotline.analytics.hotspots import find
from hotline.analytics.period import Week
from hotline.domain.analysis.feed_terms import FeedState
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import Role
from hotline.store.audit import AuditEntry
from hotline.store.deliveries import Delivery
from hotline.store.reports import DemandFeed

WEEK = Week(date(2026, 11, 16))
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HEATING = "呼和浩特市"


@pytest.fixture
def draft(house, enterprises_say):
    """A draft with two told lines."""
    enterprises_say(6, 6)
    enterprises_say(7, 7, category="0101")
    with house.equipment.work(now=NOW) as work:
        find(work, WEEK)
        return compose(work, work.rules, WEEK)


def doing(house, role, verb, *args, now=NOW, region="15", **named):
    with house.equipment.work(person(role, region), now) as work:
        return verb(work, *args, **named)


def test_who_changed_it_does_not_approve_it_and_what_was_left_out_is_not_told(house, draft):
    left = [f"0101-{HEATING}"]
    doing(house, Role.ANALYST, review.edit, draft.id, left_out=left, sentence="本周供热诉求较多，已安排专班。")
    with pytest.raises(Conflict, match="另一人"):
        doing(house, Role.ANALYST, review.approve, draft.id)
    feed = doing(house, Role.SUPERVISOR, review.approve, draft.id)
    assert [spot["category"] for spot in feed.payload["hotspots"]] == ["0301"]
    assert (feed.payload["sentence"], feed.state) == ("本周供热诉求较多，已安排专班。", FeedState.PUBLISHED)
    assert (feed.reviewed_by, feed.published_at) == ("supervisor", NOW)
    with house.equipment.work() as work:
        (row,) = work.session.scalars(select(Delivery).where(Delivery.job == "demand_feed"))
        deeds = work.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert (row.about, list(deeds)) == ({"feed": feed.feed_id}, ["publish_feed", "edit_feed"])
    for verb, more in ((review.edit, {"left_out": (), "sentence": ""}), (review.approve, {}), (review.discard, {})):
        with pytest.raises(Conflict, match="已发布"):
            doing(house, Role.SUPERVISOR, verb, draft.id, **more)


@pytest.mark.parametrize("sentence", ["请联系王经理", "拨打13947112233", "第1号企业有限公司已获答复", "长" * 301])
def test_a_sentence_that_points_to_somebody_is_refused_and_says_what_was_found(house, draft, sentence):
    with pytest.raises(Incomplete, match="公开说明"):
        doing(house, Role.ANALYST, review.edit, draft.id, left_out=(), sentence=sentence)
    with pytest.raises(Incomplete, match="不在这份稿里"):
        doing(house, Role.ANALYST, review.edit, draft.id, left_out=["9999-火星"], sentence="")


def test_a_line_is_taken_back_by_a_new_version_that_takes_the_place_of_the_old(house, draft):
    doing(house, Role.SUPERVISOR, review.approve, draft.id)
    before = dict(draft.payload)
    with pytest.raises(Incomplete, match="勾选"):
        doing(house, Role.ANALYST, review.revise, draft.id, left_out=(), sentence="")
    left = [f"0301-{HEATING}"]
    new = doing(house, Role.ANALYST, review.revise, draft.id, left_out=left, sentence="")
    assert (new.feed_id, new.version, new.supersedes) == ("feed-2026-11-16-2", 2, "feed-2026-11-16")
    with pytest.raises(Conflict, match="已有待复核"):
        doing(house, Role.ANALYST, review.revise, draft.id, left_out=left, sentence="")
    feed = doing(house, Role.SUPERVISOR, review.approve, new.id)
    assert [spot["category"] for spot in feed.payload["hotspots"]] == ["0101"]
    assert feed.payload["others"] == before["others"], "the remainder does not take the line in"
    with house.equipment.work() as work:
        old = work.session.get_one(DemandFeed, draft.id)
        assert (old.state, old.payload) == (FeedState.REPLACED, before)
        assert sending.to_send(work, old.feed_id, again=True) is None
        assert sending.to_send(work, new.feed_id, again=False) == feed.payload
    with pytest.raises(Conflict, match="替代"):
        doing(house, Role.SUPERVISOR, sending.send_again, draft.id)


def test_a_dead_letter_is_sent_again_from_its_first_attempt_and_what_is_on_its_way_is_left(house, draft):
    doing(house, Role.SUPERVISOR, review.approve, draft.id)
    with pytest.raises(Conflict, match="正在发送"):
        doing(house, Role.SUPERVISOR, sending.send_again, draft.id)
    with house.equipment.work() as work:
        row = work.session.scalars(select(Delivery).where(Delivery.job == "demand_feed")).one()
        row.dead_at, row.attempts = NOW, 7
    doing(house, Role.SUPERVISOR, sending.send_again, draft.id)
    with house.equipment.work() as work:
        row = work.session.scalars(select(Delivery).where(Delivery.job == "demand_feed")).one()
        assert (row.dead_at, row.attempts, row.about["again"]) == (None, 0, True)
        row.done_at = NOW
    doing(house, Role.SUPERVISOR, sending.send_again, draft.id)
    with house.equipment.work() as work:
        assert len(work.session.scalars(select(Delivery).where(Delivery.job == "demand_feed")).all()) == 2


def test_only_supervisors_and_analysts_of_the_whole_region_review(house, draft):
    for role in (Role.AGENT, Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR):
        with pytest.raises(Forbidden):
            doing(house, role, review.approve, draft.id)
    with pytest.raises(Forbidden, match="自治区"):
        doing(house, Role.SUPERVISOR, review.approve, draft.id, region="1501")
    with pytest.raises(NotFound):
        doing(house, Role.SUPERVISOR, review.approve, 10**9)


def test_a_draft_is_late_from_monday_noon_and_a_discarded_one_is_not_composed_again(house, draft):
    eleven, one = (datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (3, 5))
    assert doing(house, Role.SUPERVISOR, review.late_drafts, now=eleven) == []
    assert [feed.id for feed in doing(house, Role.SUPERVISOR, review.late_drafts, now=one)] == [draft.id]
    doing(house, Role.SUPERVISOR, review.discard, draft.id)
    with house.equipment.work(now=NOW) as work:
        assert compose(work, work.rules, WEEK).state is FeedState.DISCARDED
        assert review.late_drafts(work) == []
