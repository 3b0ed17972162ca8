"""What comes of a message to a subscriber (送达订阅消息): arrived, to be tried again, given up, or the subscriber stopped."""

import random
from dataclasses import dataclass
from datetime import timedelta

from hotline.analytics.feed.events import body_of, queue
from hotline.analytics.feed.subscribers import secrets_of, switch_off
from hotline.domain.analysis.feed_terms import StopReason, WebhookFault
from hotline.domain.analysis.webhooks import wait_after
from hotline.gateways.webhooks import Answered, Posting
from hotline.store.analysis.subscribers import Subscriber, WebhookAttempt, WebhookMessage
from hotline.store.work import Work


@dataclass(frozen=True)
class WebhookTurn:
    """One turn of a message, as the job was told of it (送达一次)."""

    message: int
    turn: int


def posting_of(work: Work, turn: WebhookTurn) -> Posting | None:
    """What is to be sent, signed by every secret that holds; None where another job did it, or the subscriber is off."""
    message = work.session.get(WebhookMessage, turn.message)
    if message is None or message.turn != turn.turn or message.delivered_at is not None:
        return None
    subscriber = work.session.get_one(Subscriber, message.subscriber_id)
    if not subscriber.active:
        return None
    return Posting(subscriber.url, message.event_id, body_of(message), tuple(secrets_of(work, subscriber)))


def note_answer(work: Work, turn: WebhookTurn, answered: Answered) -> None:
    """Keep what came of it, and see to what follows (记送达)."""
    message = work.session.get_one(WebhookMessage, turn.message, with_for_update=True)
    work.session.add(
        WebhookAttempt(
            message_id=message.id, at=work.now, status=answered.status, took_ms=answered.took_ms, fault=answered.fault
        )
    )
    if message.turn != turn.turn:  # 同一次被并发执行，或其间有人按了重发
        return
    subscriber = work.session.get_one(Subscriber, message.subscriber_id, with_for_update=True)
    message.turn, message.tries = message.turn + 1, message.tries + 1
    if answered.fault is None:
        message.delivered_at, subscriber.failing_since = work.now, None
        return
    _see_to_the_failure(work, message, subscriber, answered.fault)


def _see_to_the_failure(work: Work, message: WebhookMessage, subscriber: Subscriber, fault: WebhookFault) -> None:
    subscriber.failing_since = subscriber.failing_since or work.now
    failing = work.now - subscriber.failing_since
    if subscriber.active and fault is WebhookFault.GONE:
        switch_off(work, subscriber, StopReason.GONE)
    elif subscriber.active and failing >= timedelta(days=work.rules.practice.number("订阅停用天数")):
        switch_off(work, subscriber, StopReason.FAILING)
    wait = wait_after(message.tries, random.random())  # 只用来错开重试
    if wait is None or not subscriber.active:
        message.given_up_at = work.now
    else:
        queue(work, message.id, message.turn, work.now + timedelta(seconds=wait))
