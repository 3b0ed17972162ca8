"""The outbox (待发事项): what must follow, written in the transaction of what it follows; and nonces that were used."""

from sqlalchemy import ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.vocabulary import Lane
from hotline.store.base import Code, Id, Json, Moment, Prose, Record


class Delivery(Record):
    """One job that must be done, at least once and with one effect (待发事项)."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_waiting", "due_at", postgresql_where=text("done_at is null and dead_at is null")),
    )

    id: Mapped[Id]
    step_id: Mapped[int | None] = mapped_column(ForeignKey("steps.id"), index=True)
    job: Mapped[Code]
    lane: Mapped[Lane]
    about: Mapped[Json] = mapped_column(default=dict)
    created_at: Mapped[Moment] = mapped_column(server_default=text("clock_timestamp()"))
    due_at: Mapped[Moment]
    queued_at: Mapped[Moment | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    done_at: Mapped[Moment | None]
    dead_at: Mapped[Moment | None]
    last_error: Mapped[Prose | None]


class UsedNonce(Record):
    """A nonce that a signed message carried (已用随机数): a second time it is a replay."""

    __tablename__ = "used_nonces"
    __table_args__ = (Index(None, "app", "nonce", unique=True),)

    id: Mapped[Id]
    app: Mapped[Code]
    nonce: Mapped[Code]
    used_at: Mapped[Moment] = mapped_column(index=True)
