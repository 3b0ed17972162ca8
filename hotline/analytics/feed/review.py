"""A person reviews what will be told (复核热点回流): leaves lines out, adds a sentence, approves, takes back.

Whoever changed a draft does not approve it. What was published stays as it was; a line that must go, goes by a new
version with an id of its own, which says what it takes the place of.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from hotline.analytics.feed.events import tell_subscribers
from hotline.analytics.period import Week
from hotline.domain.analysis.disclosure import key_of, without
from hotline.domain.analysis.feed_terms import FeedState, WebhookEvent
from hotline.domain.analysis.giveaways import giveaways
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Lane
from hotline.store.audit import write_down
from hotline.store.queries.feeds import company_named_in, drafts
from hotline.store.reports import DemandFeed
from hotline.store.work import Work

LONGEST = 300
WHOLE = "15"


def demand_reviewer(work: Work) -> None:
    """Raise Forbidden unless this person may review what the whole region tells (复核权限)."""
    demand_permission(work.person.role, Permission.REVIEW_FEEDS)
    if work.person.region != WHOLE:
        raise Forbidden("热点回流由自治区热线复核、发布，盟市人员不能办理")


def feed_of(work: Work, number: int) -> DemandFeed:
    """The feed of that number, locked; else NotFound."""
    feed = work.session.get(DemandFeed, number, with_for_update=True)
    if feed is None:
        raise NotFound("没有这份热点回流稿，请从清单进入")
    return feed


def telling(feed: DemandFeed) -> dict[str, Any]:
    """Exactly what is, or will be, told (将发出的内容)."""
    if feed.state is not FeedState.DRAFT:
        return feed.payload
    return {**feed.payload, "hotspots": without(feed.payload, feed.left_out), "sentence": feed.sentence}


def due_by(work: Work, feed: DemandFeed) -> datetime:
    """Until when a draft should have been reviewed: of the week's first version, the Monday after it (复核截止)."""
    monday = Week(feed.starts_on).end if feed.version == 1 else feed.composed_at
    return monday + timedelta(hours=work.rules.practice.number("回流复核截止点"))


def late_drafts(work: Work) -> list[DemandFeed]:
    """Drafts that nobody has reviewed in time (逾期未复核)."""
    return [feed for feed in drafts(work) if work.now > due_by(work, feed)]


def edit(work: Work, number: int, *, left_out: Collection[str], sentence: str) -> DemandFeed:
    """Leave lines out, and say something to the public (修改回流稿).

    Raises:
        Conflict: it is no draft any more.
        Incomplete: a line that is not there; a sentence that points to somebody, with what was found.
    """
    demand_reviewer(work)
    feed = _draft(work, number)
    known = {key_of(spot) for spot in feed.payload["hotspots"]}
    if set(left_out) - known:
        raise Incomplete("勾选的事项不在这份稿里，请刷新页面后再选")
    sentence = " ".join(sentence.split())
    _demand_harmless(work, sentence)
    changed = (sorted(left_out), sentence) != (sorted(feed.left_out), feed.sentence)
    if changed:
        feed.left_out, feed.sentence = sorted(left_out), sentence
        feed.edited_by = sorted({*feed.edited_by, work.person.account})
        _write(work, feed, "edit_feed")
    return feed


def approve(work: Work, number: int) -> DemandFeed:
    """A second person finds it right (发布): what it tells is frozen, goes to 蒙速办, and to whoever subscribed.

    Raises Conflict for what is no draft, and to whoever changed it.
    """
    demand_reviewer(work)
    feed = _draft(work, number)
    if work.person.account in feed.edited_by:
        raise Conflict("这份稿由您修改过，须由另一人复核发布")
    _demand_harmless(work, feed.sentence)
    payload = telling(feed)
    feed.payload, feed.state = payload, FeedState.PUBLISHED
    feed.reviewed_by, feed.published_at = work.person.account, work.now
    _replace_earlier(work, feed)
    work.must_follow("demand_feed", Lane.NIGHTLY, about={"feed": feed.feed_id})
    tell_subscribers(work, WebhookEvent.FEED_PUBLISHED, feed.feed_id, {"feed": feed.feed_id, **payload})
    _write(work, feed, "publish_feed")
    return feed


def discard(work: Work, number: int) -> DemandFeed:
    """Not to be told at all (不予发布); a first version that is discarded is not composed again."""
    demand_reviewer(work)
    feed = _draft(work, number)
    feed.state = FeedState.DISCARDED
    _write(work, feed, "discard_feed")
    return feed


def revise(work: Work, number: int, *, left_out: Collection[str], sentence: str) -> DemandFeed:
    """Take lines of a published feed back (撤下事项): a draft of a new version without them, for another to approve.

    Raises:
        Conflict: it is not the one that holds, or a new version waits already.
        Incomplete: nothing would change.
    """
    demand_reviewer(work)
    feed = feed_of(work, number)
    if feed.state is not FeedState.PUBLISHED:
        raise Conflict(f"这份热点回流现为「{feed.state.label}」，只有已发布的现行版本才能撤下事项")
    if _drafts_of(work, feed):
        raise Conflict("本周已有待复核的新版，请先发布或作废那一份")
    if not left_out and " ".join(sentence.split()) == feed.sentence:
        raise Incomplete("请勾选要撤下的事项，或改写公开说明")
    version = 1 + (work.session.scalar(_of_week(func.max(DemandFeed.version), feed)) or 0)
    feed_id = f"feed-{feed.starts_on.isoformat()}-{version}"
    new = DemandFeed(
        feed_id=feed_id, starts_on=feed.starts_on, version=version, supersedes=feed.feed_id, state=FeedState.DRAFT,
        payload={**feed.payload, "version": version, "supersedes": feed.feed_id}, left_out=[], sentence=feed.sentence,
        edited_by=[], composed_at=work.now,
    )  # fmt: skip
    work.session.add(new)
    work.session.flush()
    _write(work, new, "revise_feed")
    return edit(work, new.id, left_out=left_out, sentence=sentence)


def _draft(work: Work, number: int) -> DemandFeed:
    feed = feed_of(work, number)
    if feed.state is not FeedState.DRAFT:
        raise Conflict(f"这份热点回流现为「{feed.state.label}」，不能再改；请刷新页面")
    return feed


def _demand_harmless(work: Work, sentence: str) -> None:
    if len(sentence) > LONGEST:
        raise Incomplete(f"公开说明最多 {LONGEST} 字，现有 {len(sentence)} 字，请写短些")
    company = company_named_in(work, sentence) if sentence else None
    if found := [f"企业名称「{company}」"] if company else giveaways(sentence):
        raise Incomplete(f"公开说明里有{'、'.join(found)}，不能对外公布，请删去后再存")


def _replace_earlier(work: Work, feed: DemandFeed) -> None:
    earlier = _of_week(DemandFeed, feed).where(
        DemandFeed.state == FeedState.PUBLISHED, DemandFeed.id != feed.id
    )  # fmt: skip
    for one in work.session.scalars(earlier.with_for_update()):
        one.state = FeedState.REPLACED
    work.session.flush()


def _drafts_of(work: Work, feed: DemandFeed) -> int:
    return work.session.scalar(_of_week(func.count(), feed).where(DemandFeed.state == FeedState.DRAFT)) or 0


def _of_week(what: Any, feed: DemandFeed) -> Any:
    return select(what).where(DemandFeed.starts_on == feed.starts_on)


def _write(work: Work, feed: DemandFeed, deed: str) -> None:
    about = {"feed": feed.feed_id, "count": len(without(feed.payload, feed.left_out))}
    write_down(work.session, work.now, work.person.account, deed, about)
