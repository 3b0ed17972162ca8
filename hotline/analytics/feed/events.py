"""What subscribers are told (订阅消息): an event becomes one message for each subscriber, and each message a job."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from hotline.domain.analysis.feed_terms import WebhookEvent
from hotline.domain.errors import Incomplete
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Lane, State
from hotline.store.analysis.subscribers import Subscriber, WebhookMessage
from hotline.store.tickets import Step, Ticket
from hotline.store.work import Work

JOB = "send_webhook"
LARGEST = 20_000  # 字节：Standard Webhooks 建议的上限
SETTLED = timedelta(seconds=30)  # 编号小的流转可能晚提交：稍等再看
BATCH = 500


def body_of(message: WebhookMessage) -> str:
    """The very text that is signed and sent; the same at every try (报文)."""
    told = {"type": message.event.value, "timestamp": beijing(message.made_at).isoformat(), "data": message.payload}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def tell_subscribers(work: Work, event: WebhookEvent, event_id: str, data: dict[str, Any]) -> int:
    """Have every subscriber to this kind of event told of it; how many there are."""
    asked = select(Subscriber).where(Subscriber.active, Subscriber.events.contains([event.value]))
    subscribers = work.session.scalars(asked.order_by(Subscriber.id)).all()
    for one in subscribers:
        tell(work, one, event, event_id, data)
    return len(subscribers)


def tell(work: Work, subscriber: Subscriber, event: WebhookEvent, event_id: str, data: dict[str, Any]) -> None:
    """Have one subscriber told of an event; of the same event twice only once.

    Raises Incomplete where the message would be larger than receivers need accept.
    """
    values = {
        "subscriber_id": subscriber.id, "event_id": event_id, "event": event, "payload": data, "made_at": work.now,
        "turn": 0, "tries": 0,
    }  # fmt: skip
    if len(body_of(WebhookMessage(**values)).encode()) > LARGEST:
        raise Incomplete(f"这条订阅消息超过 {LARGEST // 1000} kB，接收方未必收得下；请减少单列的事项")
    kept = insert(WebhookMessage).values(**values).on_conflict_do_nothing().returning(WebhookMessage.id)
    if (message_id := work.session.scalar(kept)) is not None:
        queue(work, message_id, 0)


def queue(work: Work, message_id: int, turn: int, not_before: datetime | None = None) -> None:
    """Have that turn of a message done (待送)."""
    about = {"message": message_id, "turn": turn}
    work.must_follow(JOB, Lane.ROUTINE, about=about, not_before=not_before)


def new_event_id(kind: str) -> str:
    """An id for an event that has none by nature."""
    return f"{kind}-{uuid.uuid4().hex}"


def tell_moves(work: Work) -> int:
    """Tell who subscribed to it how tickets moved since they were last told, a batch; how many steps were looked at.

    Nothing of a requester, no words, nothing of tickets whose requester asked for secrecy.
    """
    asked = select(Subscriber).where(Subscriber.active, Subscriber.events.contains([WebhookEvent.TICKET_MOVED.value]))
    looked_at = 0
    for one in work.session.scalars(asked.order_by(Subscriber.id).with_for_update(skip_locked=True)):
        steps = _moves_since(work, one.step_id)
        for step, ticket in steps:
            if step.before != step.after and not ticket.secret and step.after is not State.DRAFT:
                tell(work, one, WebhookEvent.TICKET_MOVED, f"step-{step.id}", _move(step, ticket))
        one.step_id = steps[-1][0].id if steps else one.step_id
        looked_at += len(steps)
    return looked_at


def _moves_since(work: Work, step_id: int) -> Sequence[tuple[Step, Ticket]]:
    rows = (
        select(Step, Ticket)
        .join(Ticket, Ticket.id == Step.ticket_id)
        .where(Step.id > step_id, Step.taken_at < work.now - SETTLED)
        .order_by(Step.id)
        .limit(BATCH)
    )
    return [(step, ticket) for step, ticket in work.session.execute(rows)]


def _move(step: Step, ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "state": step.after.value,
        "label": step.after.label,
        "category": ticket.category,
        "region": ticket.region,
        "at": beijing(step.taken_at).isoformat(timespec="seconds"),
    }
