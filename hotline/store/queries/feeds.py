"""Questions about feeds and subscribers (回流与订阅查询)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import String, cast, distinct, func, literal, select, tuple_

from hotline.domain.analysis.feed_terms import FeedState
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Channel, RequesterKind
from hotline.store.analysis.feeds import FeedAttempt, FeedCheck, FeedDifference
from hotline.store.analysis.subscribers import Subscriber, WebhookAttempt, WebhookMessage
from hotline.store.contacts import Message
from hotline.store.deliveries import Delivery
from hotline.store.people import Requester
from hotline.store.queries.figures.counts import LEAGUE, Span
from hotline.store.reports import DemandFeed
from hotline.store.tickets import Step, Ticket
from hotline.store.work import Work

SHOWN = 30
LOGGED = 50
SHORTEST_NAME = 3  # 字：再短的企业名会与寻常的词相混


class FeedStanding(NamedTuple):
    """A feed and how far it has come (回流情形).

    Args:
        tried: how often it was sent.
        failed: what the last failure was.
        due_at: when it is tried next; None where nothing is to be sent.
        dead: it was given up by the machine.
    """

    feed: DemandFeed
    tried: int
    failed: str | None
    due_at: datetime | None
    dead: bool


class SubscriberStanding(NamedTuple):
    """A subscriber and how many messages it has still to be given (订阅方情形)."""

    subscriber: Subscriber
    waiting: int
    given_up: int
    delivered: int


@dataclass(frozen=True)
class WebhookLine:
    """A message to a subscriber with its attempts, the newest first (订阅消息情形)."""

    message: WebhookMessage
    attempts: Sequence[WebhookAttempt]


def enterprises_behind(work: Work, span: Span, matters: Sequence[tuple[str, str]]) -> int:
    """Of how many different enterprises these matters are, all together; in doubt the fewer (合计企业数).

    Told apart as enterprise_matters does: by code or by name, whichever gives fewer, and the nameless as one.
    """
    if not matters:
        return 0
    caller = func.coalesce(cast(Ticket.requester_id, String), "匿名")
    by_code = func.coalesce(Requester.uscc, Requester.company, caller)
    by_name = func.coalesce(Requester.company, Requester.uscc, caller)
    counted = (
        select(func.least(func.count(distinct(by_code)), func.count(distinct(by_name))))
        .select_from(Ticket)
        .outerjoin(Requester, Requester.id == Ticket.requester_id)
        .where(
            span.received(),
            Ticket.requester_kind == RequesterKind.ENTERPRISE,
            tuple_(Ticket.category, LEAGUE).in_(matters),
        )
    )
    return work.session.scalar(counted) or 0


def company_named_in(work: Work, text: str) -> str | None:
    """An enterprise known to the hotline whose name stands in the text, or None (提到的企业)."""
    named = literal(text).contains(Requester.company, autoescape=False)
    known = select(Requester.company).where(func.length(Requester.company) >= SHORTEST_NAME, named)
    return work.session.scalar(known.limit(1))


def progress_by_day(work: Work, since: date) -> dict[str, int]:
    """How many progress messages 蒙速办 acknowledged, by the day of the step (进度消息日计)."""
    day = func.to_char(func.timezone("Asia/Shanghai", Step.taken_at), "YYYY-MM-DD")
    start = datetime(since.year, since.month, since.day, tzinfo=BEIJING)
    counted = (
        select(day, func.count())
        .select_from(Message)
        .join(Step, Message.message_id == literal("step-").concat(cast(Step.id, String)))
        .where(Message.channel == Channel.MENGSUBAN, Message.acknowledged.is_not(None), Step.taken_at >= start)
        .group_by(day)
    )
    return {found: count for found, count in work.session.execute(counted)}


def feeds(work: Work, state: FeedState | None = None) -> list[FeedStanding]:
    """The latest feeds with how far each has come, the newest first."""
    wanted = select(DemandFeed).order_by(DemandFeed.starts_on.desc(), DemandFeed.version.desc()).limit(SHOWN)
    found = work.session.scalars(wanted.where(DemandFeed.state == state) if state else wanted).all()
    tried = _tries_of(work, [feed.id for feed in found])
    waiting = _waiting(work, [feed.feed_id for feed in found])
    return [
        FeedStanding(feed, *tried.get(feed.id, (0, None)), *waiting.get(feed.feed_id, (None, False))) for feed in found
    ]


def _tries_of(work: Work, feed_ids: Sequence[int]) -> dict[int, tuple[int, str | None]]:
    """How often each was tried, and what the last failure was if the last try failed."""
    last = (
        select(func.max(FeedAttempt.id).label("id"), func.count().label("tried"))
        .where(FeedAttempt.feed_id.in_(feed_ids))
        .group_by(FeedAttempt.feed_id)
        .subquery()
    )
    counted = select(FeedAttempt.feed_id, last.c.tried, FeedAttempt.failed).join(last, last.c.id == FeedAttempt.id)
    return {feed_id: (count, failed) for feed_id, count, failed in work.session.execute(counted)}


def _waiting(work: Work, feed_ids: Sequence[str]) -> dict[str, tuple[datetime, bool]]:
    named = Delivery.about["feed"].astext
    rows = select(named, Delivery.due_at, Delivery.dead_at.is_not(None)).where(
        Delivery.job == "demand_feed", Delivery.done_at.is_(None), named.in_(feed_ids)
    )
    return {feed_id: (due_at, dead) for feed_id, due_at, dead in work.session.execute(rows)}


def attempts_of(work: Work, feed_id: int) -> Sequence[FeedAttempt]:
    """Every attempt to send a feed, the newest first."""
    tried = select(FeedAttempt).where(FeedAttempt.feed_id == feed_id)
    return work.session.scalars(tried.order_by(FeedAttempt.id.desc()).limit(LOGGED)).all()


def drafts(work: Work) -> Sequence[DemandFeed]:
    """Drafts that wait for a person, the oldest first (待复核的回流稿)."""
    waiting = select(DemandFeed).where(DemandFeed.state == FeedState.DRAFT)
    return work.session.scalars(waiting.order_by(DemandFeed.starts_on, DemandFeed.version)).all()


def published_feed(work: Work) -> DemandFeed | None:
    """The feed that holds now: the newest that is published (现行热点)."""
    held = select(DemandFeed).where(DemandFeed.state == FeedState.PUBLISHED)
    return work.session.scalar(held.order_by(DemandFeed.starts_on.desc(), DemandFeed.version.desc()).limit(1))


def last_check(work: Work) -> FeedCheck | None:
    """The last reconciling (最近一次对账)."""
    return work.session.scalar(select(FeedCheck).order_by(FeedCheck.id.desc()).limit(1))


def open_differences(work: Work) -> Sequence[tuple[FeedDifference, DemandFeed | None]]:
    """What differs now, with the feed where we have it; the oldest first (未了差异)."""
    rows = (
        select(FeedDifference, DemandFeed)
        .outerjoin(DemandFeed, DemandFeed.feed_id == FeedDifference.about)
        .where(FeedDifference.settled_at.is_(None))
        .order_by(FeedDifference.id)
    )
    return [(difference, feed) for difference, feed in work.session.execute(rows)]


def subscribers(work: Work) -> list[SubscriberStanding]:
    """Every subscriber with its counts of messages, by name."""
    waits = WebhookMessage.delivered_at.is_(None)
    rows = (
        select(
            Subscriber,
            func.count(WebhookMessage.id).filter(waits, WebhookMessage.given_up_at.is_(None)),
            func.count(WebhookMessage.given_up_at),
            func.count(WebhookMessage.delivered_at),
        )
        .outerjoin(WebhookMessage, WebhookMessage.subscriber_id == Subscriber.id)
        .group_by(Subscriber.id)
        .order_by(Subscriber.active.desc(), Subscriber.name)
    )
    return [SubscriberStanding(*row) for row in work.session.execute(rows)]


def messages_of(work: Work, subscriber_id: int, before: int = 0) -> list[WebhookLine]:
    """A page of a subscriber's messages with their attempts, the newest first."""
    wanted = select(WebhookMessage).where(WebhookMessage.subscriber_id == subscriber_id)
    wanted = wanted.where(WebhookMessage.id < before) if before else wanted
    found = work.session.scalars(wanted.order_by(WebhookMessage.id.desc()).limit(LOGGED)).all()
    tried = select(WebhookAttempt).where(WebhookAttempt.message_id.in_([one.id for one in found]))
    attempts: dict[int, list[WebhookAttempt]] = {}
    for attempt in work.session.scalars(tried.order_by(WebhookAttempt.id.desc())):
        attempts.setdefault(attempt.message_id, []).append(attempt)
    return [WebhookLine(one, attempts.get(one.id, [])) for one in found]


def stopped_subscribers(work: Work) -> int:
    """How many subscribers the machine has switched off (自动停用的订阅方)."""
    stopped = select(func.count()).where(Subscriber.stopped.in_(("gone", "failing")))
    return work.session.scalar(stopped) or 0
