"""How we and the requester speak (通话、消息): a place for telephony, text messages and 蒙速办."""

from sqlalchemy import ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.vocabulary import CallPurpose, Channel
from hotline.store.base import Code, Id, Moment, Prose, Record


class Call(Record):
    """One telephone call (通话); the caller's number is sealed and found by its blind index."""

    __tablename__ = "calls"
    __table_args__ = (
        Index(None, "caller_index", "started_at"),
        Index(None, "started_at"),
        Index(
            "ix_calls_missed", "started_at", postgresql_where=text("missed_at is not null and called_back_at is null")
        ),
        Index("ix_calls_ringing", "taken_by", postgresql_where=text("ended_at is null")),
    )

    id: Mapped[Id]
    external_id: Mapped[Code | None] = mapped_column(unique=True)  # 交换机的通话编号
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("known_events.id"), index=True)
    caller_index: Mapped[Code]
    caller_sealed: Mapped[Prose | None]
    region: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    purpose: Mapped[CallPurpose | None]
    taken_by: Mapped[Code | None]  # 空：尚无人接
    started_at: Mapped[Moment]
    answered_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    missed_at: Mapped[Moment | None]
    called_back_at: Mapped[Moment | None]
    called_back_by: Mapped[Code | None]
    seconds: Mapped[int | None] = mapped_column(Integer)


class Message(Record):
    """One message to a requester or a unit (告知消息): what was said through which channel, and whether it arrived."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_untold", "sent_at", postgresql_where=text("acknowledged is null and to_account is null")),
    )

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    message_id: Mapped[Code] = mapped_column(unique=True)
    channel: Mapped[Channel]
    text: Mapped[Prose]
    sent_at: Mapped[Moment]
    to_account: Mapped[Code | None]  # 发给工作人员的；空：发给诉求人
    acknowledged: Mapped[Code | None]  # 空：未送达，原因见 failed
    failed: Mapped[Prose | None]
