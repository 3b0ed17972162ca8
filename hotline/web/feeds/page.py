"""What the pages of feeds show (回流页)."""

import json
from typing import Any

from hotline.analytics.feed.review import WHOLE, due_by, late_drafts, telling
from hotline.domain.analysis.disclosure import key_of
from hotline.domain.analysis.feed_terms import FeedState
from hotline.domain.errors import NotFound
from hotline.gateways.mengsuban import digest_of
from hotline.store.queries import feeds as asking
from hotline.store.queries.details import staff_names
from hotline.store.reports import DemandFeed
from hotline.store.work import Work


def listed(work: Work) -> dict[str, Any]:
    """Every feed with how far it is, what differs from 蒙速办, and which drafts are late."""
    found = asking.feeds(work)
    return {
        "standings": found,
        "late": {feed.id for feed in late_drafts(work)},
        "check": asking.last_check(work),
        "differences": asking.open_differences(work),
        "people": staff_names(work, [one.feed.reviewed_by for one in found]),
        "may_review": work.person.region == WHOLE,
    }


def one(work: Work, number: int) -> dict[str, Any]:
    """One feed: exactly what is told, in a table and as it is sent, and every attempt to send it."""
    feed = work.session.get(DemandFeed, number)
    if feed is None:
        raise NotFound("没有这份热点回流稿，请从清单进入")
    told = telling(feed)
    sent = json.dumps({"message_id": feed.feed_id, **told}, ensure_ascii=False, indent=2)
    return {
        "feed": feed,
        "told": told,
        "sent": sent,
        "digest": digest_of(feed.feed_id, told),
        "key_of": key_of,
        "due_by": due_by(work, feed),
        "late": feed.state is FeedState.DRAFT and work.now > due_by(work, feed),
        "attempts": asking.attempts_of(work, feed.id),
        "people": staff_names(work, [feed.reviewed_by, *feed.edited_by]),
        "own": work.person.account in feed.edited_by,
        "may_review": work.person.region == WHOLE,
    }
