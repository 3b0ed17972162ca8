"""Who is told of events by Standard Webhooks (订阅): subscribers, what each is to be told, and every attempt."""

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.analysis.feed_terms import StopReason, WebhookEvent, WebhookFault
from hotline.store.base import Code, Id, Json, JsonList, Moment, Prose, Record, kept


class Subscriber(Record):
    """Another system that is told of events (订阅方).

    Args of the columns: the secret is sealed and shown once; the old one signs too until old_until, so that the
    subscriber can change it without losing a message; failing_since is the first failure since the last success;
    step_id is how far it was told of the steps of tickets.
    """

    __tablename__ = "subscribers"

    id: Mapped[Id]
    name: Mapped[Code] = mapped_column(unique=True)
    url: Mapped[Prose]
    events: Mapped[JsonList]
    secret_sealed: Mapped[Prose | None]
    old_secret_sealed: Mapped[Prose | None]
    old_until: Mapped[Moment | None]
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    failing_since: Mapped[Moment | None]
    stopped: Mapped[StopReason | None] = mapped_column(kept(StopReason))
    stopped_at: Mapped[Moment | None]
    step_id: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[Moment]
    created_by: Mapped[Code]


class WebhookMessage(Record):
    """One event for one subscriber (订阅消息): what is sent, and whether it arrived.

    Args of the columns: tries counts since it was last sent by hand; turn goes up with every try and every sending by
    hand, so that of two jobs for the same message only one sends it.
    """

    __tablename__ = "webhook_messages"
    __table_args__ = (
        Index(None, "subscriber_id", "event_id", unique=True),
        Index("ix_webhook_messages_open", "subscriber_id", "id", postgresql_where=text("delivered_at is null")),
    )

    id: Mapped[Id]
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"))
    event_id: Mapped[Code]
    event: Mapped[WebhookEvent] = mapped_column(kept(WebhookEvent))
    payload: Mapped[Json]
    made_at: Mapped[Moment]
    turn: Mapped[int] = mapped_column(Integer, default=0)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    delivered_at: Mapped[Moment | None]
    given_up_at: Mapped[Moment | None]


class WebhookAttempt(Record):
    """One attempt to hand a message to a subscriber (订阅送达记录)."""

    __tablename__ = "webhook_attempts"

    id: Mapped[Id]
    message_id: Mapped[int] = mapped_column(ForeignKey("webhook_messages.id", ondelete="CASCADE"), index=True)
    at: Mapped[Moment]
    status: Mapped[int | None] = mapped_column(SmallInteger)
    took_ms: Mapped[int] = mapped_column(Integer)
    fault: Mapped[WebhookFault | None] = mapped_column(kept(WebhookFault))
