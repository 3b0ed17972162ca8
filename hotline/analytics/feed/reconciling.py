"""Reconciling with 蒙速办 (对账): which feeds and how many progress messages it holds, beside ours; what differs is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from hotline.domain.analysis.feed_terms import DifferenceKind, FeedState
from hotline.domain.moments import beijing
from hotline.gateways.mengsuban import Held, digest_of
from hotline.store.analysis.feeds import FeedCheck, FeedDifference
from hotline.store.queries.feeds import progress_by_day
from hotline.store.reports import DemandFeed
from hotline.store.work import Work

LOOKED_BACK = timedelta(days=35)
SETTLING = timedelta(hours=1)  # 刚发布的还在路上，不算差异


@dataclass(frozen=True)
class Differing:
    """One thing in which the two sides differ (一处差异)."""

    kind: DifferenceKind
    about: str
    ours: str | None = None
    theirs: str | None = None


def since_when(work: Work) -> date:
    """From which day on we ask (对账起日)."""
    return beijing(work.now - LOOKED_BACK).date()


def reconcile(work: Work, since: date, held: Held) -> FeedCheck:
    """Compare what 蒙速办 holds with what was published, and keep the differences (对账).

    What was found before and still differs stays one row; what differs no more is settled.
    """
    published = select(DemandFeed).where(DemandFeed.published_at.is_not(None), DemandFeed.starts_on >= since)
    feeds = work.session.scalars(published.order_by(DemandFeed.id)).all()
    found = [*_of_feeds(work, feeds, held), *_of_progress(work, since, held)]
    open_ones = {
        (one.kind, one.about): one
        for one in work.session.scalars(select(FeedDifference).where(FeedDifference.settled_at.is_(None)))
    }
    for one in found:
        if (kept := open_ones.pop((one.kind, one.about), None)) is None:
            kept = FeedDifference(kind=one.kind, about=one.about, found_at=work.now)
            work.session.add(kept)
        kept.ours, kept.theirs, kept.seen_at = one.ours, one.theirs, work.now
    for gone in open_ones.values():
        gone.settled_at = work.now
    check = FeedCheck(at=work.now, since=since, ours=len(feeds), theirs=len(held.feeds), differing=len(found))
    work.session.add(check)
    work.session.flush()
    return check


def _of_feeds(work: Work, feeds: Sequence[DemandFeed], held: Held) -> Iterator[Differing]:
    for feed in feeds:
        digest, theirs = digest_of(feed.feed_id, feed.payload), held.feeds.get(feed.feed_id)
        on_its_way = feed.published_at is None or work.now - feed.published_at < SETTLING
        if theirs is None:
            if feed.state is FeedState.PUBLISHED and (feed.acknowledged or not on_its_way):
                yield Differing(DifferenceKind.MISSING, feed.feed_id, digest)
        elif theirs != digest:
            yield Differing(DifferenceKind.DIGEST, feed.feed_id, digest, theirs)
        elif feed.acknowledged is None:
            yield Differing(DifferenceKind.UNACKNOWLEDGED, feed.feed_id, digest, theirs)
    known = set(work.session.scalars(select(DemandFeed.feed_id).where(DemandFeed.feed_id.in_(held.feeds))))
    for feed_id in sorted(set(held.feeds) - known):
        yield Differing(DifferenceKind.UNKNOWN, feed_id[:64], None, held.feeds[feed_id])


def _of_progress(work: Work, since: date, held: Held) -> Iterator[Differing]:
    """Of whole days only: today's messages are still on their way."""
    if held.progress is None:
        return
    ours, today = progress_by_day(work, since), beijing(work.now).date().isoformat()
    for day in sorted(set(ours) | set(held.progress)):
        if since.isoformat() <= day < today and ours.get(day, 0) != held.progress.get(day, 0):
            yield Differing(DifferenceKind.COUNT, day, str(ours.get(day, 0)), str(held.progress.get(day, 0)))
