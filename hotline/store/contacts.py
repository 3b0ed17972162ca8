"""How we and the requester speak (通话、消息): a place for telephony, text messages and 蒙速办."""

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.vocabulary import Channel
from hotline.store.base import Code, Id, Moment, Prose, Record


class Call(Record):
    """One telephone call (通话); the caller's number is sealed and found by its blind index."""

    __tablename__ = "calls"
    __table_args__ = (Index(None, "caller_index", "started_at"),)

    id: Mapped[Id]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    caller_index: Mapped[Code]
    region: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    taken_by: Mapped[Code]
    started_at: Mapped[Moment]
    seconds: Mapped[int | None] = mapped_column(Integer)


class Message(Record):
    """One message to a requester (告知消息): what was said through which channel, and that it arrived."""

    __tablename__ = "messages"

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    message_id: Mapped[Code] = mapped_column(unique=True)
    channel: Mapped[Channel]
    text: Mapped[Prose]
    sent_at: Mapped[Moment]
    acknowledged: Mapped[Code]
