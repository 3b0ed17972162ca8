"""The outbox (待发事项): what must follow, written in the transaction of what it follows; and nonces that were used."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from hotline.domain.vocabulary import Lane
from hotline.store.base import Code, Id, Json, Moment, Prose, Record

FAILED = "done_at is null and (attempts > 0 or dead_at is not null)"


class Delivery(Record):
    """One job that must be done, at least once and with one effect (待发事项)."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_waiting", "due_at", postgresql_where=text("done_at is null and dead_at is null")),
        Index("ix_deliveries_failed", "job", "id", postgresql_where=text(FAILED)),
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


def is_new(session: Session, at: datetime, app: str, nonce: str) -> bool:
    """Whether this nonce of that app comes for the first time; from now on it has come (随机数只用一次)."""
    kept = insert(UsedNonce).values(app=app, nonce=nonce, used_at=at).on_conflict_do_nothing()
    return session.scalar(kept.returning(UsedNonce.id)) is not None
