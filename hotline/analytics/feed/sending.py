"""How a published feed comes to 蒙速办 (送达热点回流): each attempt is kept, and a person may have it sent again."""

from typing import Any

from sqlalchemy import select

from hotline.analytics.feed.review import demand_reviewer, feed_of
from hotline.domain.analysis.feed_terms import FeedState
from hotline.domain.errors import Conflict
from hotline.domain.vocabulary import Lane
from hotline.store.analysis.feeds import FeedAttempt
from hotline.store.audit import write_down
from hotline.store.deliveries import Delivery
from hotline.store.reports import DemandFeed
from hotline.store.work import Work

JOB = "demand_feed"


def to_send(work: Work, feed_id: str, *, again: bool) -> dict[str, Any] | None:
    """What is to be sent of a feed, or None: it has arrived, or no longer holds (待送内容).

    Args:
        again: although it was acknowledged before.
    """
    feed = work.session.scalars(select(DemandFeed).where(DemandFeed.feed_id == feed_id)).one()
    if feed.state is not FeedState.PUBLISHED or (feed.acknowledged and not again):
        return None
    return feed.payload


def note_attempt(work: Work, feed_id: str, took_ms: int, *, acknowledged: str | None, failed: str | None) -> None:
    """Keep what came of an attempt (记送达)."""
    feed = work.session.scalars(select(DemandFeed).where(DemandFeed.feed_id == feed_id)).one()
    work.session.add(
        FeedAttempt(feed_id=feed.id, at=work.now, acknowledged=acknowledged, failed=failed, took_ms=took_ms)
    )
    if acknowledged is not None:
        feed.acknowledged, feed.acknowledged_at = acknowledged[:64], work.now


def send_again(work: Work, number: int) -> DemandFeed:
    """Have a published feed sent again (重发); a dead letter begins again from its first attempt.

    Raises Conflict where it does not hold any more, or is on its way this moment.
    """
    demand_reviewer(work)
    feed = feed_of(work, number)
    if feed.state is not FeedState.PUBLISHED:
        raise Conflict(f"这份热点回流现为「{feed.state.label}」，只有已发布的现行版本才能重发")
    open_one = select(Delivery).where(
        Delivery.job == JOB, Delivery.about["feed"].astext == feed.feed_id, Delivery.done_at.is_(None)
    )
    row = work.session.scalars(open_one.order_by(Delivery.id).with_for_update()).first()
    if row is None:
        work.must_follow(JOB, Lane.NIGHTLY, about={"feed": feed.feed_id, "again": True})
    elif row.dead_at is None and (row.queued_at is not None or row.attempts == 0):
        raise Conflict("这份热点回流正在发送，请稍后刷新再看")
    else:
        row.attempts = 0 if row.dead_at is not None else row.attempts
        row.dead_at, row.queued_at, row.due_at = None, None, work.now
        row.about = {**row.about, "again": True}
        work.announce("deliveries", JOB)
    write_down(work.session, work.now, work.person.account, "resend_feed", {"feed": feed.feed_id})
    return feed
